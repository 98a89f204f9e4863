"""The files that administrators sent, kept as they came, and the folders from which they may load others.

The file that a report was loaded from is given back only while it is still the very bytes that were loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from bot.wording import serving
from store.archive.base import ArchiveReader
from store.archive.visible import outer
from store.errors import ReportQAError, UnreadableReportError
from store.readers.files import find

_LONGEST_STEM, _LONGEST_SUFFIX = 160, 32  # bytes in UTF-8; file systems allow 255, and need a few for ".part"
_DIGEST = 12  # characters of the digest that names a file's folder
_FOLDER, _FILE = 0o700, 0o600
_UNNAMED = "文件"


class Kept:
    """A folder with one sub-folder for each content: the same file sent twice is kept once, two of one name side by side."""

    def __init__(self, folder: Path, load_from: Sequence[Path]) -> None:
        self._folder = folder
        self._load_from = tuple(load_from)

    def keep(self, name: str, content: bytes) -> Path:
        """Where the content is kept now, under its own name. Raises ReportQAError where it cannot be."""
        try:
            return self._kept(name, content)
        except OSError as error:
            what, remedy = serving.not_kept(error.strerror or error), serving.NOT_KEPT_REMEDY
            raise ReportQAError(what, where=str(self._folder), remedy=remedy) from error

    def _kept(self, name: str, content: bytes) -> Path:
        path = self._folder / hashlib.sha256(content).hexdigest()[:_DIGEST] / safe_name(name)
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            self.guard()
            unfinished = path.with_name(f".{path.name}.part")
            try:
                unfinished.write_bytes(content)
                unfinished.chmod(_FILE)
                os.replace(unfinished, path)  # noqa: PTH105 (whole or not at all, also over a file)
            finally:
                unfinished.unlink(missing_ok=True)
        return path

    def guard(self) -> None:
        """Let nobody but their owner read what people have sent, also what an earlier version has kept."""
        for folder, _, names in os.walk(self._folder):
            for path, mode in ((Path(folder), _FOLDER), *((Path(folder, name), _FILE) for name in names)):
                with contextlib.suppress(OSError):  # not ours to change
                    if not path.is_symlink() and path.stat().st_mode & 0o077:
                        path.chmod(mode)

    def drop(self, path: str | None) -> None:
        """Delete a kept file; one that lies elsewhere is not ours to delete."""
        if path is not None and self._is_below(Path(path), [self._folder]):
            Path(path).unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # the same content under another name stays
                Path(path).parent.rmdir()

    def original(self, path: str) -> Path | None:
        """The file behind a stored path (a member's archive), if it is kept here or may be loaded from; else None."""
        file = Path(outer(path))
        return file if file.is_file() and self._is_below(file, [self._folder, *self._load_from]) else None

    def allowed(self, path: str) -> Path | None:
        """The path, straightened, if it lies below a folder from which may be loaded; None where it does not."""
        try:
            asked = Path(path).expanduser().resolve()
            if not self._is_below(asked, self._load_from):
                return None
            links = (one for one in asked.rglob("*") if one.is_symlink())  # loading would follow them
            return asked if all(self._is_below(one, self._load_from) for one in links) else None
        except (OSError, RuntimeError, ValueError):  # links in a circle, ~somebody, a null character
            return None

    @staticmethod
    def _is_below(path: Path, folders: Sequence[Path]) -> bool:
        return any(path.resolve().is_relative_to(folder.resolve()) for folder in folders)


def has_original(archive: ArchiveReader, report: str) -> bool:
    """Whether the file lies where it was loaded from; its content is looked at when it is asked for."""
    return Path(outer(archive.path_of(report))).is_file()


def original(archive: ArchiveReader, report: str) -> tuple[str, bytes] | None:
    """The name and the bytes of the file that the report came in; None where it is gone, or another by now."""
    path = archive.path_of(report)
    stored = archive.file(path)
    for entry in find([Path(outer(path))]):
        if entry.path == path and stored is not None:
            try:
                data = entry.read()
            except UnreadableReportError:
                return None
            return (entry.name, data) if hashlib.sha256(data).hexdigest() == stored.digest else None
    return None


def safe_name(name: str | None) -> str:
    """A file's name without what could lead elsewhere or hide it, its extension kept.

    >>> safe_name("../../etc/2022年总结.docx"), safe_name(" .docx"), safe_name("a\\u202ecod.exe")
    ('2022年总结.docx', '文件.docx', 'acod.exe')
    """
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    stem = _within(stem.strip(" ."), _LONGEST_STEM) or _UNNAMED
    return f"{stem}.{_within(suffix, _LONGEST_SUFFIX)}" if suffix else stem


def _within(text: str, most: int) -> str:
    """The beginning of the text that has at most so many bytes."""
    return text.encode()[:most].decode(errors="ignore").rstrip(" .")
