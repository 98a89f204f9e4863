"""The configuration file: every key known, every value checked, and the example as it stands."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.config import Config, read_config, require_webhook, usable_token
from bot.errors import ConfigError
from bot.settings import ChatSettings, Webhook, WebSettings

EXAMPLE = Path(__file__).resolve().parents[2] / "config.example.toml"


def write(folder: Path, text: str) -> Path:
    path = folder / "my.toml"
    path.write_text(text, "utf-8")
    return path


def test_no_file_means_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_config(None) == Config(database=Path("wenbao.db"), top=5, file=None)


def test_file_in_the_working_directory_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wenbao.toml").write_text("[ask]\ntop = 3", "utf-8")
    assert read_config(None) == Config(top=3, file=Path("wenbao.toml"))


def test_example_holds_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path, EXAMPLE.read_text("utf-8"))
    telegram = ChatSettings(state=tmp_path / "wenbao-chats.db", files=tmp_path / "wenbao-files")
    web = WebSettings(accounts=tmp_path / "wenbao-accounts.db")
    assert read_config(path) == Config(database=tmp_path / "wenbao.db", telegram=telegram, web=web, file=path)


def test_named_database_counts_from_the_file_and_the_default_from_here(tmp_path: Path) -> None:
    assert read_config(write(tmp_path, '[store]\ndatabase = "a/b.db"')).database == tmp_path / "a/b.db"
    assert read_config(write(tmp_path, '[store]\ndatabase = "/a/b.db"')).database == Path("/a/b.db")
    assert read_config(write(tmp_path, '[store]\ndatabase = "~/b.db"')).database == Path.home() / "b.db"
    assert read_config(write(tmp_path, "[ask]\ntop = 3")).database == Path("wenbao.db")


def test_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert read_config(write(tmp_path, "\ufeff[ask]\ntop = 3")).top == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[ask]\ntpo = 3", "不认识的配置项 ask.tpo；是不是 ask.top？"),
        ("[aks]\ntop = 3", "不认识的配置项 aks.top；是不是 ask.top？"),
        ("[store]\nxyzzyxyzzyxyzzy = 3", "不认识的配置项 store.xyzzyxyzzyxyzzy；可用的有 store.database、store.socket"),
        ("top = 3", "不认识的配置项 top；是不是 ask.top？"),
        ("ask = 3", "不认识的配置项 ask；是不是 ask.top？"),
        ("[ask]\ntop = 0", "ask.top 应为 1 到 100 的整数"),
        ("[ask]\ntop = 101", "ask.top 应为 1 到 100 的整数"),
        ("[ask]\ntop = true", "ask.top 应为 1 到 100 的整数"),
        ('[ask]\ntop = "5"', "ask.top 应为 1 到 100 的整数"),
        ("[store]\ndatabase = 3", "store.database 应为文件名"),
        ('[store]\ndatabase = " "', "store.database 应为文件名"),
        ('[store]\ndatabase = "a\\u0000b"', "store.database 应为文件名"),
        ('[store]\ndatabase = "~nosuchuser/b.db"', "找不到 ~nosuchuser/b.db 所指的用户目录"),
        ("[ask\ntop = 3", "不是正确的 TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(text: str, said: str, tmp_path: Path) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        read_config(path)
    assert str(raised.value).startswith(f"{path}: {said}")
    assert raised.value.remedy


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"], ids=["missing", "not UTF-8"])
def test_unreadable_file_is_an_error(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match="读不出配置文件"):
        read_config(path)


def test_word_files_count_from_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, '[words]\nsynonyms = "s.csv"\ndictionary = "/d.csv"')
    assert (read_config(path).synonyms, read_config(path).dictionary) == (tmp_path / "s.csv", Path("/d.csv"))


def test_word_file_must_be_a_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"words\.synonyms"):
        read_config(write(tmp_path, "[words]\nsynonyms = 3"))


# ------------------------------------------------------------------------------------------------ the bot

TOKEN = "123456:abcdefghijklmnopqrstuvwxyz"


def test_token_of_the_environment_wins(tmp_path: Path) -> None:
    path = write(tmp_path, f'[telegram]\ntoken = "{TOKEN}"')
    assert read_config(path, {}).telegram.token == TOKEN
    assert read_config(path, {"TELEGRAM_BOT_TOKEN": "9999:" + "x" * 30}).telegram.token == "9999:" + "x" * 30
    assert read_config(None, {}).telegram.token is None


def test_no_secret_is_ever_shown(tmp_path: Path) -> None:
    text = f'[telegram]\ntoken = "{TOKEN}"\nwebhook = "https://a.example/b"\nwebhook_secret = "{"s" * 20}"'
    shown = repr(read_config(write(tmp_path, text), {}))
    assert TOKEN not in shown
    assert "s" * 20 not in shown


def test_a_broken_token_is_refused_without_being_shown(tmp_path: Path) -> None:
    settings = read_config(write(tmp_path, '[telegram]\ntoken = "123456:abc def"'), {}).telegram
    with pytest.raises(ConfigError) as refused:
        usable_token(settings)
    assert "abc" not in str(refused.value)
    assert "@BotFather" in str(refused.value)


def test_webhook_needs_a_secret(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="webhook_secret"):
        read_config(write(tmp_path, '[telegram]\nwebhook = "https://a.example/b"'), {})
    given = read_config(
        write(tmp_path, f'[telegram]\nwebhook = "https://a.example/b/"\nwebhook_secret = "{"s" * 20}"'), {}
    ).telegram.webhook
    assert given == Webhook("https://a.example/b", "127.0.0.1", 8443, "s" * 20)


def test_what_hears_a_webhook_must_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    hooked = ChatSettings(webhook=Webhook("https://a.example/b", "127.0.0.1", 8443, "s" * 20))
    require_webhook(hooked)
    monkeypatch.setitem(sys.modules, "tornado", None)
    require_webhook(ChatSettings())
    with pytest.raises(ConfigError, match=r"wenbao\[webhook\]"):
        require_webhook(hooked)


@pytest.mark.parametrize(
    "line",
    [
        'admins = ["wang"]',
        "admins = [true]",
        "admins = 5",
        "open_to_all = 1",
        "questions_per_minute = 0",
        "concurrent_updates = 1000",
        'api = "telegram.org"',
        "load_from = [3]",
        'webhook = "ftp://a"',
        'state = ""',
        'log_questions = "yes"',
    ],
)
def test_wrong_value_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ConfigError, match=line.split(" ")[0]):
        read_config(write(tmp_path, f"[telegram]\n{line}"), {})
