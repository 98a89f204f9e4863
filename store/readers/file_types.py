"""Bytes and a name → :class:`store.model.Source`: what the file truly is, and the reader for it.

The kind is taken from the content as well as from the name. Where the two disagree the file is refused with what it
is and how to mend it, except for two that programs write all the time: a web page or RTF saved as .doc. Readers are
imported when first needed, since most of them bring a heavy library.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import PurePath
from typing import Final, cast

from store import patterns as re
from store.errors import UnreadableReportError
from store.limits import MB, limits, over
from store.model import Source
from store.readers import files
from store.readers.content import Content
from store.readers.spaced_tables import with_tables

# By format the module that reads it; LibreOffice helps with the others.
_READERS = {
    **{"txt": "text", "md": "text", "html": "web.article"},
    **{"docx": "word.document", "pdf": "pdf.document", "xlsx": "sheet"},
}
_FORMATS = {".text": "txt", ".markdown": "md", ".htm": "html"}
# A document type stands before the first element; whoever puts a longer comment before it is no office.
_HEAD_OF_XML, _CODES_OF_XML = 1 << 16, ("utf-8", "utf-16-le", "utf-16-be")
_WIDE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of content: what to call it, and the format that reads it (None where none does, then ``remedy``)."""

    name: str
    format: str | None = None
    remedy: str = ""


_RECOGNISE = "请先做文字识别，另存为 .docx 或 .txt"
_UNPACK = "请先解压，再载入里面的文件"
_DOCX = _Kind("Word 文档（.docx）", "docx")
_XLSX = _Kind("Excel 工作簿（.xlsx）", "xlsx")
_ODT = _Kind("OpenDocument 文档（.odt）", "odt")
_DOC = _Kind("旧版 Word 文档（.doc）", "doc")
_PDF = _Kind("PDF 文档", "pdf")
_RTF = _Kind("RTF 文档", "rtf")
_HTML = _Kind("网页", "html")
_ZIP = _Kind("zip 压缩包", "zip")
_OLE = _Kind("旧版 Office 文件", None, "请用 Office 或 WPS 打开，另存为 .docx 或 .xlsx")
_XLS = _Kind("旧版 Excel 工作簿（.xls）", None, "请用 Excel 或 WPS 另存为 .xlsx")
_PPTX = _Kind("演示文稿", None, "请另存为 .pdf 后载入")
_OTHER_ODF = _Kind("OpenDocument 表格或演示", None, "请另存为 .xlsx 或 .pdf 后载入")
_MHTML = _Kind("单文件网页（MHTML）", None, "请用浏览器打开，另存为 .html 后载入")

_MAGIC = (
    (b"{\\rtf", _RTF),
    (b"\x89PNG\r\n\x1a\n", _Kind("PNG 图片", None, _RECOGNISE)),
    (b"\xff\xd8\xff", _Kind("JPEG 图片", None, _RECOGNISE)),
    (b"GIF87a", _Kind("GIF 图片", None, _RECOGNISE)),
    (b"GIF89a", _Kind("GIF 图片", None, _RECOGNISE)),
    (b"II*\0", _Kind("TIFF 图片", None, _RECOGNISE)),
    (b"MM\0*", _Kind("TIFF 图片", None, _RECOGNISE)),
    (b"Rar!\x1a\x07", _Kind("RAR 压缩包", None, _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", _Kind("7z 压缩包", None, _UNPACK)),
    (b"\x1f\x8b\x08", _Kind("gzip 压缩包", None, _UNPACK)),
    (b"SQLite format 3\0", _Kind("SQLite 数据库", None, "请载入报告文件本身")),
    (b"\x7fELF", _Kind("可执行程序", None, "请载入报告文件本身")),
)
# Zero width spaces and joiners, soft hyphens, marks of direction and of a glyph's variant: nobody sees them, and a word
# that holds one is found by nobody.
_INVISIBLE = re.compile("[\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_PAGE = re.compile(
    r"(?:<\?xml[^>]*+>|<!--(?>.*?-->)|\s++)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
# "Word 2003 XML", which LibreOffice reads as it reads .doc
_WORD_XML = re.compile(r"\s*<\?xml.{0,300}progid=[\"']Word\.Document", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(
    r"\s*(?:From|MIME-Version|Content-Type|Subject|Date):.{0,2000}multipart/related", re.IGNORECASE | re.DOTALL
)


# No layout needs more, and patterns that may begin at each blank would take the square of a longer run.
_LONGEST_BLANKS: Final = 40
_LONG_BLANKS = re.compile(rf"[^\S\n]{{{_LONGEST_BLANKS + 1},}}")


def decode(path: str, name: str, data: bytes) -> Source:
    """The text of one file and what its format says beside it.

    Raises :class:`UnreadableReportError` for a file that gives no text, with ``path`` as its place.
    """
    suffix = PurePath(name).suffix.lower()
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableReportError("文件是空的", where=path, remedy="请检查文件是否保存完整")
    try:
        format = _format(suffix, data)
        content = _reader(format)(data, name)
    except UnreadableReportError as error:
        raise UnreadableReportError(error.what, where=path, remedy=error.remedy) from error
    except Exception as error:
        what = f"读不出来（{type(error).__name__}: {error}）"
        remedy = "文件可能已损坏，请用原来的软件打开核对后另存"
        raise UnreadableReportError(what, where=path, remedy=remedy) from error
    if not content.text.strip():
        raise UnreadableReportError("文件里没有文字", where=path, remedy="请检查文件内容；扫描件请先做文字识别")
    if len(content.text) > (most := limits().characters):
        excess = over(f"文字太多（{len(content.text)} 字）", f"{most} 字", "characters")
        raise UnreadableReportError(excess.what, where=path, remedy=excess.remedy)
    text = _LONG_BLANKS.sub(lambda run: run[0][:_LONGEST_BLANKS], _INVISIBLE.sub("", content.text))
    content = with_tables(replace(content, text=text))
    read = {one.name: getattr(content, one.name) for one in fields(content)}
    return Source(path=path, name=name, digest=hashlib.sha256(data).hexdigest(), format=format, **read)


def _reader(format: str) -> Callable[[bytes, str], Content]:
    module = importlib.import_module(f"store.readers.{_READERS.get(format, 'office')}")
    return cast("Callable[[bytes, str], Content]", module.read)


def _format(suffix: str, data: bytes) -> str:
    """The format to read the file as, or an error where the content is not what the name says."""
    named = _FORMATS.get(suffix, suffix.removeprefix("."))
    if suffix not in files.KINDS:
        raise UnreadableReportError(
            f"不支持的文件类型 {suffix or '（没有扩展名）'}", remedy="请另存为 .docx 或 .txt 后载入"
        )
    kind = _kind(data, named)
    if kind is None:
        if named in {"txt", "md", "html"}:
            return named  # text has no mark of its own
        if b"\0" in data[:4096]:
            raise UnreadableReportError(f"不是 {suffix} 文件，或已损坏", remedy="请重新取得这个文件")
        raise UnreadableReportError(f"扩展名是 {suffix}，内容其实是纯文本", remedy="请把扩展名改为 .txt 后重新载入")
    if kind.format in {"docx", "xlsx", "odt", "zip"}:
        _check_package(data)
    if kind.format == named or (named in {"txt", "md"} and kind is _HTML):
        return named  # a page's source kept as .txt is somebody's text
    if named == "wps" and kind is _DOC:
        return named
    if (
        named in {"doc", "wps"} and kind is _OLE
    ):  # where its streams are named stands at the end, so a cut file loses it
        what = "文件里找不到 Word 文档，可能不完整或已损坏，也可能是别的旧版 Office 文件"
        raise UnreadableReportError(what, remedy="请重新取得这个文件，或用 Word、WPS 打开后另存为 .docx")
    if named in {"doc", "wps"} and kind in (_HTML, _RTF):
        # Offices' export buttons write these; Word itself opens them without a word.
        return "html" if kind is _HTML else "rtf"
    remedy = f"请把扩展名改为 .{kind.format} 后重新载入" if kind.format else kind.remedy
    raise UnreadableReportError(f"扩展名是 {suffix}，内容其实是{kind.name}", remedy=remedy)


def _kind(data: bytes, named: str) -> _Kind | None:
    """What the content shows itself to be; None for text and for anything unknown."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    # Readers of PDF accept rubbish before the mark; in a text the mark may be a word like any other.
    if data.startswith(b"%PDF-") or (named == "pdf" and b"%PDF-" in data[:1024]):
        return _PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data)
    head = _head(data)
    if _WORD_XML.match(head):
        return _DOC
    if _PAGE.match(head):
        return _HTML
    return _MHTML if _MAIL.match(head) else None


def _head(data: bytes) -> str:
    """The beginning of a text, well enough to see markup in it."""
    start = data[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", errors="replace")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _package(data: bytes) -> _Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            mimetype = package.read("mimetype")[:100] if "mimetype" in names else b""
    except Exception as error:
        # zipfile raises a dozen types on damage; the list of members stands at the end, so a cut file loses it.
        raise UnreadableReportError(
            "文件不完整或已损坏", remedy="请重新取得这个文件，或用原来的软件打开后另存"
        ) from error
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return _ODT if mimetype.endswith(b"text") else _OTHER_ODF
    for folder, kind in (("word/", _DOCX), ("xl/", _XLSX), ("ppt/", _PPTX)):
        if any(name.startswith(folder) for name in names):
            return kind
    return _ZIP


def _check_package(data: bytes) -> None:
    """Refuse an Office file that unpacks to far more than any document; libraries would read it into memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        infos = package.infolist()
        declared = next((info.filename for info in infos if _declares(package, info)), None)
    # zipfile never reads more of a member than its header promises, so these sums are true limits.
    total = sum(info.file_size for info in infos)
    held = limits()
    if len(infos) > held.entries:
        raise over(f"文件里有 {len(infos)} 个部件", f"{held.entries} 个", "entries")
    if total > held.unpacked_mb * MB:
        raise over(f"文件解开后太大（{total / MB:.0f} MB）", f"{held.unpacked_mb} MB", "unpacked_mb")
    packed = [info for info in infos if info.file_size > files.FREELY_PACKED]
    if any(i.file_size > files.MOST_PACKED * max(i.compress_size, 1) for i in packed):
        raise UnreadableReportError(
            "文件解开后异常地大，像是压缩炸弹，没有读取", remedy="请确认文件来源可靠，另存为 .txt 后载入"
        )
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnreadableReportError("文件已加密", remedy="请去掉密码，另存后重新载入")
    if declared is not None:
        what = f"文件里的 {declared} 自带实体声明，正常的文档没有，没有读取"
        raise UnreadableReportError(what, remedy="请确认文件来源可靠，用原来的软件打开后另存")


def _declares(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Whether a part is XML with a document type, which no office writes: entities and outside files are named in one."""
    if not info.filename.endswith((".xml", ".rels")) or info.flag_bits & 0x1 or info.file_size > files.LARGEST_MEMBER:
        return False
    try:
        with package.open(info) as part:
            head = part.read(_HEAD_OF_XML)
    except Exception:  # zipfile raises a dozen types on damage, which the reader will meet
        return False
    return any(f"<!{word}".encode(code) in head for word in ("DOCTYPE", "ENTITY") for code in _CODES_OF_XML)


def _compound(data: bytes) -> _Kind:
    """The kind of an OLE file, by the names of its streams; an encrypted .docx or .xlsx is one too."""
    if _WIDE_ENCRYPTED in data:
        raise UnreadableReportError("文件已加密", remedy="请用 Office 或 WPS 打开，去掉密码，另存后重新载入")
    for stream, kind in (("WordDocument", _DOC), ("Workbook", _XLS), ("PowerPoint Document", _PPTX)):
        if stream.encode("utf-16-le") in data:
            return kind
    return _OLE
