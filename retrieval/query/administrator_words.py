"""An administrator's word files in, his words out, always as the files are now.

Two CSV files, each optional. ``synonyms``: a group a line, the standard word first, then its variants.
``dictionary``: a word a line that is to be left whole; what follows it on the line (a frequency, a part of speech, as
jieba's own user dictionaries have them) is passed over. Saved by a spreadsheet or an editor, in UTF-8 or GB 18030.
"""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

from retrieval.errors import WordFileError
from retrieval.lexicon.synonym_groups import read_groups
from retrieval.query.wordbook import OwnWords, own_words
from retrieval.text.segmentation import fold
from store import patterns as re
from store.in_use import in_use

_LONGEST = 40
_LONGEST_FILE = 60_000
_AFTER_WORD = re.compile(r"[,，、\t;； ]")
_Stamp = tuple[tuple[int, int] | None, ...]


class WordFiles:
    """Reads the files again when one of them has changed, which is looked up at each question."""

    def __init__(self, *, synonyms: Path | None, dictionary: Path | None) -> None:
        self._synonyms = synonyms
        self._dictionary = dictionary
        self._seen: _Stamp | None = None
        self._words: OwnWords | None = None

    def __call__(self) -> OwnWords:
        """The words. Raises WordFileError, naming file and line, where the files were never right.

        Where they were right before, the words of that time hold on and the fault is logged: a slip while a file is
        edited must not silence the bot.
        """
        stamp = tuple(map(_stamp, (self._synonyms, self._dictionary)))
        if self._words is None or stamp != self._seen:
            try:
                self._words = self._read()
            except WordFileError as error:
                if self._words is None:
                    raise
                logging.getLogger(__name__).warning("%s", error)
            self._seen = stamp
        return self._words

    def _read(self) -> OwnWords:
        groups = read_groups(_text(self._synonyms), str(self._synonyms)) if self._synonyms else ()
        words = _words(_text(self._dictionary), str(self._dictionary)) if self._dictionary else frozenset[str]()
        return own_words(groups, words)


def written(path: Path | None) -> str | None:
    """What stands in a file of words; None where there is none, "" where it cannot be read."""
    try:
        return _text(path) if path else None
    except WordFileError:
        return ""


def replace_synonyms(path: Path, text: str) -> None:
    """Put another text in the place of a file of synonyms, whole or not at all. Raises WordFileError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text[:_LONGEST_FILE].replace("\r\n", "\n"), "utf-8")
        WordFiles(synonyms=draft, dictionary=None)()
        draft.replace(path)
    except OSError as error:
        raise WordFileError("写不进同义词文件", where=str(path), remedy="请检查权限") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _stamp(path: Path | None) -> tuple[int, int] | None:
    try:
        status = path.stat() if path else None
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if status else None


def _text(path: Path) -> str:
    if in_use(path):  # reading it here would cost SQLite its locks
        raise WordFileError("这是正在使用的数据库，不是词表", where=str(path), remedy="请检查配置 [words] 里的路径")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WordFileError("读不出词表", where=str(path), remedy="请检查配置 [words] 里的路径和权限") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WordFileError("词表的编码认不出", where=str(path), remedy="请另存为 UTF-8 的 CSV 文件")


def _words(text: str, where: str) -> frozenset[str]:
    found = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        word = _AFTER_WORD.split(line.strip(' "\u3000'), maxsplit=1)[0].strip('"')
        if not 2 <= len(word) <= _LONGEST:
            raise WordFileError(
                f"“{word[:10]}”不是 2 到 {_LONGEST} 个字的词", where=f"{where}:{number}", remedy="每行写一个词"
            )
        found.add(fold(word))
    return frozenset(found)
