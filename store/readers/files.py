"""Paths → entries to read, in a fixed order: files, folders with all that is in them, members of .zip files.

Nothing is read before it is asked for, and nothing is unpacked to disk. What cannot be read (missing, no permission,
too large, encrypted, a bomb) is an entry like any other whose ``read`` raises, so that the rest goes on. In folders
and archives, files of other kinds, hidden files and the lock files of Office (``~$x.docx``) are passed over.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NoReturn

from store.errors import UnreadableReportError
from store.in_use import in_use
from store.limits import MB, limits, over

KINDS = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf", ".xlsx", ".doc", ".wps", ".rtf", ".odt"}
)
# A report is some 100 kB of text, a scanned or illustrated one some 50 MB; decoding takes several times the size
# in memory, and a laptop should live through it.
LARGEST_MEMBER = 100 * MB
# Text packs 3 to 10 times, zeros about 1,000 times; small members may be anything.
MOST_PACKED = 200
FREELY_PACKED = 10 * MB
_LONGEST_NAME = 1000  # characters, with the folders; most disks take no longer path
_CHUNK = MB
_ENCRYPTED, _NAMED_IN_UTF8 = 0x1, 0x800  # bits of a member's flags

# Kinds that we know and do not read, when a person names such a file outright.
_REMEDIES = {
    ".xls": "请用 Excel 或 WPS 另存为 .xlsx",
    ".et": "请用 WPS 另存为 .xlsx",
    ".mht": "请用浏览器打开，另存为 .html",
    ".mhtml": "请用浏览器打开，另存为 .html",
    ".rar": "请先解压，再载入解压出来的文件夹",
    ".7z": "请先解压，再载入解压出来的文件夹",
    ".jpg": "请先做文字识别，另存为 .docx 或 .txt",
    ".jpeg": "请先做文字识别，另存为 .docx 或 .txt",
    ".png": "请先做文字识别，另存为 .docx 或 .txt",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to read. ``path`` is its identity (``/abs/a.zip!/inner/name.docx`` in an archive), ``name`` its own name.

    ``read`` gives the bytes, or raises :class:`UnreadableReportError`.
    """

    path: str
    name: str
    read: Callable[[], bytes]


def find(paths: Sequence[Path]) -> Iterator[Entry]:
    """The entries under ``paths``, each once, in the order given and by name within a folder.

    A path that is missing or of an unknown kind, and one with nothing to read in it, gives an entry that says so.
    """
    seen: set[str] = set()
    for path in paths:
        # Links keep their own names; only the way to them is straightened.
        path = path.resolve() if path.name in {"", ".."} else path.parent.resolve() / path.name
        found = False
        for entry in _under(path):
            found = True
            if entry.path not in seen:
                seen.add(entry.path)
                yield entry
        if not found:
            yield _failing(_shown(path), "文件夹里没有可读的报告文件", f"能读的有 {_kinds()}")


def _under(path: Path) -> Iterator[Entry]:
    suffix = path.suffix.lower()
    try:
        if path.is_dir():
            yield from _folder(path, above=frozenset())
        elif not path.is_file():
            what = (
                "链接指向的文件不存在" if path.is_symlink() else "不是普通文件" if path.exists() else "找不到这个文件"
            )
            yield _failing(_shown(path), what, "请检查路径")
        elif in_use(path):  # reading it here would cost SQLite its locks
            yield _failing(_shown(path), "这是正在使用的数据库，不是报告", "请检查路径")
        elif suffix == ".zip":
            yield from _archive(path)
        elif suffix in KINDS:
            yield _file(path)
        else:
            remedy = _REMEDIES.get(suffix, f"能读的有 {_kinds()}")
            yield _failing(_shown(path), f"不支持的文件类型 {suffix or '（没有扩展名）'}", remedy)
    except (OSError, ValueError) as error:  # a link to itself, a folder closed to us, a path of impossible length
        yield _failing(_shown(path), _reason(error), "请检查路径和权限")


def _folder(folder: Path, *, above: frozenset[Path]) -> Iterator[Entry]:
    real = folder.resolve()
    if real in above:
        yield _failing(_shown(folder), "文件夹链接到了自己的上级", "请去掉这个链接")
        return
    if len(above) >= (most := limits().depth):
        error = over("文件夹套得太深", f"{most} 层", "depth")
        yield _failing(_shown(folder), error.what, error.remedy)
        return
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 (names alone are wanted, and sorted)
    except OSError as error:
        yield _failing(_shown(folder), f"文件夹打不开：{_reason(error)}", "请检查文件夹的权限")
        return
    for name in names:
        path = folder / name
        if _hidden(name):
            continue
        try:
            is_folder = path.is_dir()
        except OSError:
            is_folder = False
        if is_folder:
            yield from _folder(path, above=above | {real})
        elif path.suffix.lower() in KINDS or path.suffix.lower() == ".zip":
            yield from _under(path)


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$", "__MACOSX"))


def _file(path: Path) -> Entry:
    return Entry(_shown(path), _recovered(os.fsencode(path.name)), partial(_read_file, path))


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > (most := limits().file_mb) * MB:
                error = over(f"文件太大（{size / MB:.0f} MB）", f"{most} MB", "file_mb")
                raise UnreadableReportError(error.what, where=_shown(path), remedy=error.remedy)
            return file.read()
    except OSError as error:
        raise UnreadableReportError(_reason(error), where=_shown(path), remedy="请检查文件和权限") from error


def _archive(path: Path) -> Iterator[Entry]:
    """The members of a .zip that can be reports, by name."""
    where = _shown(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        what = _reason(error) if isinstance(error, OSError) else "压缩包已损坏或不完整"
        yield _failing(where, what, "请重新取得这个文件")
        return
    with archive:
        infos = archive.infolist()
        total = sum(info.file_size for info in infos)
        held = limits()
        if len(infos) > held.entries:
            excess = over(f"压缩包里有 {len(infos)} 个文件", f"{held.entries} 个", "entries")
            yield _failing(where, excess.what, excess.remedy)
        elif total > held.unpacked_mb * MB:
            # zipfile never reads more of a member than its header promises, so the sum is a true limit.
            excess = over(f"压缩包解开后太大（{total / MB:.0f} MB）", f"{held.unpacked_mb} MB", "unpacked_mb")
            yield _failing(where, excess.what, excess.remedy)
        else:
            # Of two members with one name the later one counts, as it does when an archive is unpacked.
            members = {_member_name(info): index for index, info in enumerate(infos)}
            entries = [_member(path, archive, members[name], name) for name in sorted(members) if _wanted(name)]
            yield from entries or [_failing(where, "压缩包里没有可读的报告文件", f"能读的有 {_kinds()}")]


def _member_name(info: zipfile.ZipInfo) -> str:
    """The member's name as its author saw it, with "/" between folders.

    Windows packers write names in GBK without saying so, and zipfile reads them as cp437.
    """
    name = info.filename
    if not info.flag_bits & _NAMED_IN_UTF8:
        name = _recovered(name.encode("cp437", errors="replace"))
    return name.replace("\\", "/")


def _wanted(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(_hidden(part) for part in path.parts if part != "..")
    return not name.endswith("/") and not hidden and (path.suffix.lower() in KINDS or path.suffix.lower() == ".zip")


def _member(path: Path, archive: zipfile.ZipFile, index: int, name: str) -> Entry:
    where = f"{_shown(path)}!/{name}"
    if (
        name.startswith("/")
        or ".." in name.split("/")
        or (name[:1].isascii() and name[:1].isalpha() and name[1:2] == ":")
    ):
        return _failing(where, "压缩包里的文件名指向压缩包之外，没有读取", "请确认压缩包来源可靠，重新打包")
    if name.count("/") >= (most := limits().depth):
        excess = over("压缩包里的文件夹套得太深", f"{most} 层", "depth")
        return _failing(_shortened(where), excess.what, excess.remedy)
    if len(name) > _LONGEST_NAME:
        return _failing(_shortened(where), "压缩包里的文件名太长", "请改短文件名，重新打包")
    if name.lower().endswith(".zip"):
        return _failing(where, "压缩包里还有压缩包", "请先解压，再载入里面的文件")
    return Entry(where, PurePosixPath(name).name, _Member(path, index, where, archive))


def _shortened(where: str) -> str:
    return where if len(where) <= _LONGEST_NAME else f"{where[: _LONGEST_NAME // 2]}…{where[-_LONGEST_NAME // 4 :]}"


@dataclass(frozen=True, slots=True)
class _Member:
    """Reads one member. The open archive is used while :func:`find` is still going through it."""

    path: Path
    index: int
    where: str
    archive: zipfile.ZipFile | None = field(default=None, compare=False)

    def __call__(self) -> bytes:
        try:
            if self.archive and self.archive.fp:
                return self._read(self.archive)
            with zipfile.ZipFile(self.path) as archive:
                return self._read(archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, IndexError, ValueError) as error:
            self._refuse("压缩包里的这个文件已损坏", "请重新取得压缩包", error)
        except NotImplementedError as error:
            self._refuse("压缩方法不支持", "请解压后载入，或用普通 zip 方式重新打包", error)
        except OSError as error:
            self._refuse(_reason(error), "请检查文件和权限", error)

    def __reduce__(self) -> tuple[object, ...]:
        return (_Member, (self.path, self.index, self.where))  # an open file does not go to another process

    def _read(self, archive: zipfile.ZipFile) -> bytes:
        info = archive.infolist()[self.index]
        if info.flag_bits & _ENCRYPTED:
            self._refuse("压缩包已加密", "请去掉密码重新打包，或解压后载入")
        chunks: list[bytes] = []
        size = 0
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                if size > LARGEST_MEMBER:
                    self._refuse(f"解开后太大（最多 {LARGEST_MEMBER / MB:.0f} MB）", "请拆成几个文件后载入")
                if size > FREELY_PACKED and size > MOST_PACKED * max(info.compress_size, 1):
                    self._refuse("压缩得异常紧，像是压缩炸弹，没有读取", "请确认压缩包来源可靠，解压后载入")
        return b"".join(chunks)

    def _refuse(self, what: str, remedy: str, cause: Exception | None = None) -> NoReturn:
        raise UnreadableReportError(what, where=self.where, remedy=remedy) from cause


def _failing(where: str, what: str, remedy: str) -> Entry:
    return Entry(where, where.replace("\\", "/").rpartition("/")[2], partial(_fail, where, what, remedy))


def _fail(where: str, what: str, remedy: str) -> bytes:
    raise UnreadableReportError(what, where=where, remedy=remedy)


def _reason(error: Exception) -> str:
    match error:
        case PermissionError():
            return "没有读取权限"
        case FileNotFoundError():
            return "文件已经不在了"
        case IsADirectoryError():
            return "这是一个文件夹"
        case OSError(strerror=str(reason)):
            return f"打不开（{reason}）"
        case _:
            return f"打不开（{error}）"


def _shown(path: Path) -> str:
    """The path as text that can be stored and printed: a name on disk need not be valid UTF-8."""
    return _recovered(os.fsencode(path))


def _recovered(name: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", errors="replace")


def _kinds() -> str:
    return " ".join(sorted(KINDS | {".zip"}))
