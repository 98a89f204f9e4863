"""TOML file → :class:`Config`: what a person may set, each key known, each value checked."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import ConfigError

DEFAULT_FILE = Path("wenbao.toml")
DEFAULT_DATABASE = Path("wenbao.db")
DEFAULT_TOP = 5

_KEYS = ("store.database", "ask.top", "words.synonyms", "words.dictionary")


@dataclass(frozen=True, slots=True)
class Config:
    """``database`` is the report file; ``top`` is how many pieces of evidence an answer shows at most.

    ``synonyms`` and ``dictionary`` are an administrator's word files, None where there are none.
    ``file`` is where the settings came from, None where there was no file and the defaults hold.
    """

    database: Path = DEFAULT_DATABASE
    top: int = DEFAULT_TOP
    synonyms: Path | None = None
    dictionary: Path | None = None
    file: Path | None = None


def read_config(path: Path | None) -> Config:
    """The settings of ``path``, or of ``wenbao.toml`` in the working directory where that is there.

    Relative paths count from the folder of the file, the default database from the working directory. Raises ConfigError.
    """
    if path is None:
        if not DEFAULT_FILE.is_file():
            return Config()
        path = DEFAULT_FILE
    values = _known(_toml(path), str(path))
    top = values.get("ask.top", DEFAULT_TOP)
    if not isinstance(top, int) or isinstance(top, bool) or not 1 <= top <= 100:
        raise _wrong("ask.top 应为 1 到 100 的整数", path)
    return Config(
        database=_path(values, "store.database", path) or DEFAULT_DATABASE,
        top=top,
        synonyms=_path(values, "words.synonyms", path),
        dictionary=_path(values, "words.dictionary", path),
        file=path,
    )


def _path(values: dict[str, object], key: str, path: Path) -> Path | None:
    """The file that a key names, None where it is not there; word files may also be named by nothing."""
    name = values.get(key)
    if name is None or (name == "" and key.startswith("words.")):
        return None
    if not isinstance(name, str) or not name.strip() or "\0" in name:
        raise _wrong(f"{key} 应为文件名", path)
    try:
        return path.parent / Path(name).expanduser()
    except RuntimeError as error:  # ~somebody who is not there
        raise _wrong(f"找不到 {name} 所指的用户目录", path) from error


def _toml(path: Path) -> dict[str, Any]:
    import tomllib  # most calls have no file to read

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("读不出配置文件", where=str(path), remedy="请检查路径和权限，文件应为 UTF-8 文本") from error
    except tomllib.TOMLDecodeError as error:
        raise _wrong(f"不是正确的 TOML（{error}）", path) from error


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


def _wrong(what: str, path: Path) -> ConfigError:
    return ConfigError(what, where=str(path), remedy="请对照 config.example.toml 改正")


def _unknown(name: str, known: Sequence[str], where: str) -> ConfigError:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    remedy = f"是不是 {close[0]}？" if close else f"可用的有 {'、'.join(known)}"
    return ConfigError(f"不认识的配置项 {name}", where=where, remedy=remedy)
