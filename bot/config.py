"""TOML file and environment → :class:`Config`: what a person may set, each key known, each value checked."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.settings import ChatSettings, Listen, Webhook, WebSettings
from store import patterns as re
from store.archive.clickhouse.address import Address, read_address
from store.errors import ArchiveError
from store.limits import Limits

DEFAULT_FILE = Path("wenbao.toml")
DEFAULT_DATABASE = Path("wenbao.db")
DEFAULT_TOP = 5
TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN"

_MOST = 1_000_000_000
_KEYS = (
    *("store.database", "store.socket", "ask.top", "words.synonyms", "words.dictionary", "engine.url"),
    *(f"load.{one.name}" for one in fields(Limits)),
    *(f"telegram.{one.name}" for one in fields(ChatSettings)),
    *("telegram.webhook_listen", "telegram.webhook_port", "telegram.webhook_secret"),
    *(f"web.{one.name}" for one in fields(WebSettings)),
)
Network = IPv4Network | IPv6Network
_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{10,100}")
_SECRET = re.compile("[A-Za-z0-9_-]{16,256}")


@dataclass(frozen=True, slots=True)
class Config:
    """``database`` is the report file; ``top`` is how many pieces of evidence an answer shows at most.

    ``engine`` is where the reports are when they are in ClickHouse, None where they are in the report file.
    ``synonyms`` and ``dictionary`` are an administrator's word files, None where there are none.
    ``limits`` is what one file may take when it is loaded.
    ``file`` is where the settings came from, None where there was no file and the defaults hold.
    """

    database: Path = DEFAULT_DATABASE
    top: int = DEFAULT_TOP
    synonyms: Path | None = None
    dictionary: Path | None = None
    telegram: ChatSettings = field(default_factory=ChatSettings)
    limits: Limits = field(default_factory=Limits)
    web: WebSettings = field(default_factory=WebSettings)
    engine: Address | None = None
    file: Path | None = None

    @property
    def archive(self) -> Path | Address:
        """Where the reports are."""
        return self.engine or self.database


def read_config(path: Path | None, environment: Mapping[str, str] = os.environ) -> Config:
    """The settings of ``path``, or of ``wenbao.toml`` in the working directory where that is there.

    Relative paths count from the folder of the file, the default files from the working directory. The token of the
    environment wins over that of the file. Raises ConfigError.
    """
    if path is None:
        path = DEFAULT_FILE if DEFAULT_FILE.is_file() else None
    values = _Values(_known(_toml(path), str(path)) if path is not None else {}, path)
    return Config(
        database=values.path("store.database", DEFAULT_DATABASE),
        top=values.number("ask.top", DEFAULT_TOP, least=1, most=100),
        synonyms=values.word_file("words.synonyms"),
        dictionary=values.word_file("words.dictionary"),
        telegram=_chat(values, environment),
        limits=Limits(
            **{
                one.name: values.number(f"load.{one.name}", getattr(Limits(), one.name), least=1, most=_MOST)
                for one in fields(Limits)
            }
        ),
        web=_web(values),
        engine=_engine(values),
        file=path,
    )


def _chat(values: _Values, environment: Mapping[str, str]) -> ChatSettings:
    plain = ChatSettings()
    return ChatSettings(
        token=environment.get(TOKEN_VARIABLE, "").strip() or values.text("telegram.token", "").strip() or None,
        admins=values.people("telegram.admins"),
        allowed_users=values.people("telegram.allowed_users"),
        allowed_chats=values.people("telegram.allowed_chats"),
        open_to_all=values.switch("telegram.open_to_all"),
        questions_per_minute=values.number(
            "telegram.questions_per_minute", plain.questions_per_minute, least=1, most=10_000
        ),
        follow_up_minutes=values.number("telegram.follow_up_minutes", plain.follow_up_minutes, least=0, most=10_000),
        keep_days=values.number("telegram.keep_days", plain.keep_days, least=1, most=36_500),
        state=values.path("telegram.state", plain.state),
        files=values.path("telegram.files", plain.files),
        load_from=values.folders("telegram.load_from"),
        log_questions=values.switch("telegram.log_questions"),
        messages_per_second=values.number(
            "telegram.messages_per_second", plain.messages_per_second, least=0, most=10_000
        ),
        concurrent_updates=values.number("telegram.concurrent_updates", plain.concurrent_updates, least=1, most=256),
        api=values.url("telegram.api", plain.api),
        webhook=_webhook(values),
        health_port=values.number("telegram.health_port", plain.health_port, least=0, most=65535),
    )


def _web(values: _Values) -> WebSettings:
    plain = WebSettings()
    try:
        listen = read_listen(values.text("web.listen", "") or f"{plain.listen.host}:{plain.listen.port}")
    except ValueError as error:
        raise values.wrong("web.listen 应写成 地址:端口，例如 127.0.0.1:8642") from error
    return WebSettings(
        listen=listen,
        accounts=values.path("web.accounts", plain.accounts),
        names=values.words("web.names"),
        user_header=values.text("web.user_header", "").strip().lower(),
        proxies=values.networks("web.proxies", plain.proxies),
        secure=values.switch("web.secure"),
        questions_per_minute=values.number(
            "web.questions_per_minute", plain.questions_per_minute, least=1, most=10_000
        ),
        largest_upload=values.number("web.largest_upload", plain.largest_upload, least=1, most=500),
    )


def read_listen(text: str) -> Listen:
    """The address that a text like ``127.0.0.1:8642`` or ``[::1]:8642`` names. Raises ValueError.

    >>> read_listen("[::1]:80").host, read_listen("0.0.0.0:8642").private
    ('::1', False)
    """
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+)):([0-9]{1,5})", text.strip(), re.ASCII)
    if match is None or not 0 < int(match[3]) < 65_536:
        raise ValueError(text)
    return Listen(match[1] or match[2], int(match[3]))


def _engine(values: _Values) -> Address | None:
    url = values.text("engine.url", "").strip()
    try:
        return read_address(url) if url else None
    except ArchiveError as error:  # the url itself is not shown, as it may hold a password
        raise values.wrong(f"engine.url：{error}") from error


def usable_token(settings: ChatSettings) -> str | None:
    """The token, None where there is none. Raises ConfigError for one that cannot be right: no other command needs it."""
    if settings.token is not None and not _TOKEN.fullmatch(settings.token):
        # The wrong token itself is not shown: it may be right but for a slip.
        raise ConfigError(
            "机器人令牌的样子不对", where=f"{TOKEN_VARIABLE} / telegram.token", remedy="请从 @BotFather 完整复制"
        )
    return settings.token


def require_webhook(settings: ChatSettings) -> None:
    """Raises ConfigError where Telegram is to call the bot and what hears it is not installed."""
    if settings.webhook is not None and find_spec("tornado") is None:
        raise ConfigError(
            "没有安装 webhook 要用的库", where="telegram.webhook", remedy="请运行 pip install 'wenbao[webhook]'"
        )


def _webhook(values: _Values) -> Webhook | None:
    url = values.url("telegram.webhook", "")
    if not url:
        return None
    secret = values.text("telegram.webhook_secret", "")
    if not _SECRET.fullmatch(secret):
        raise values.wrong("telegram.webhook_secret 应为 16 到 256 个字母、数字、下划线或连字符")
    return Webhook(
        url=url,
        listen=values.text("telegram.webhook_listen", "") or "127.0.0.1",
        port=values.number("telegram.webhook_port", 8443, least=1, most=65535),
        secret=secret,
    )


class _Values:
    """What a file says, by dotted name; each is checked when it is asked for."""

    def __init__(self, values: Mapping[str, object], file: Path | None) -> None:
        self._values = values
        self._file = file

    def number(self, key: str, default: int, *, least: int, most: int) -> int:
        """A whole number."""
        value = self._values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(f"{key} 应为 {least} 到 {most} 的整数")
        return value

    def switch(self, key: str) -> bool:
        """True or false; false where it is left out."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"{key} 应为 true 或 false")
        return value

    def text(self, key: str, default: str) -> str:
        """Any text."""
        value = self._values.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(f"{key} 应为文字，写在引号里")
        return value

    def url(self, key: str, default: str) -> str:
        """An address that begins with http:// or https://, without a slash at its end; may be empty."""
        value = self.text(key, default).strip().rstrip("/")
        if value and not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", value):
            raise self.wrong(f"{key} 应为 http:// 或 https:// 开头的网址")
        return value or default

    def people(self, key: str) -> frozenset[int]:
        """Telegram's numbers of persons or chats."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, int) and not isinstance(one, bool) for one in value):
            raise self.wrong(f"{key} 应为 Telegram 编号的列表，例如 [12345678]")
        return frozenset(value)

    def words(self, key: str) -> tuple[str, ...]:
        """Words, such as the names of hosts."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.wrong(f'{key} 应为文字的列表，例如 ["wenbao.example.org"]')
        return tuple(one.strip().lower() for one in value)

    def networks(self, key: str, default: tuple[Network, ...]) -> tuple[Network, ...]:
        """Addresses, or networks such as 10.0.0.0/8."""
        try:
            return tuple(map(ip_network, self.words(key))) if key in self._values else default
        except ValueError as error:
            raise self.wrong(f'{key} 应为地址的列表，例如 ["127.0.0.1", "10.0.0.0/8"]') from error

    def folders(self, key: str) -> tuple[Path, ...]:
        """Folders, relative ones counted from the file's."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(f'{key} 应为文件夹的列表，例如 ["/srv/reports"]')
        return tuple(self._path(key, one) for one in value)

    def path(self, key: str, default: Path) -> Path:
        """A file or a folder."""
        value = self._values.get(key)
        return default if value is None else self._path(key, value)

    def word_file(self, key: str) -> Path | None:
        """A file that may also be named by nothing."""
        value = self._values.get(key)
        return None if value is None or value == "" else self._path(key, value)

    def wrong(self, what: str) -> ConfigError:
        """The error that says so of this file."""
        return ConfigError(what, where=str(self._file), remedy="请对照 config.example.toml 改正")

    def _path(self, key: str, name: object) -> Path:
        if not isinstance(name, str) or not name.strip() or "\0" in name:
            raise self.wrong(f"{key} 应为文件名")
        try:
            return (self._file or Path()).parent / Path(name).expanduser()
        except RuntimeError as error:  # ~somebody who is not there
            raise self.wrong(f"找不到 {name} 所指的用户目录") from error


def _toml(path: Path) -> dict[str, Any]:
    import tomllib  # most calls have no file to read

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("读不出配置文件", where=str(path), remedy="请检查路径和权限，文件应为 UTF-8 文本") from error
    except tomllib.TOMLDecodeError as error:
        what = f"不是正确的 TOML（{error}）"
        raise ConfigError(what, where=str(path), remedy="请对照 config.example.toml 改正") from error


def _known(values: dict[str, Any], where: str) -> dict[str, object]:
    """The values by their dotted names, all of them known."""
    flat: dict[str, object] = {}
    for table, entries in values.items():
        if not isinstance(entries, dict):  # a key above the first table
            raise _unknown(table, _KEYS, where)
        for key, value in entries.items():
            if f"{table}.{key}" not in _KEYS:
                raise _unknown(f"{table}.{key}", _KEYS, where)
            flat[f"{table}.{key}"] = value
    return flat


def _unknown(name: str, known: Sequence[str], where: str) -> ConfigError:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    remedy = f"是不是 {close[0]}？" if close else f"可用的有 {'、'.join(known)}"
    return ConfigError(f"不认识的配置项 {name}", where=where, remedy=remedy)
