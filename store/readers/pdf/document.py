"""A PDF with a text layer → its paragraphs, a line each, without running heads and page numbers.

pdfium gives the characters and their places (:mod:`store.readers.pdf.page` makes lines of them). Left out: slanted
and turned characters, which are watermarks; what stands inside pictures; annotations. A scan, a locked file and a
file whose characters cannot be told are refused.
"""

from __future__ import annotations

import ctypes
import math
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from store import patterns as re
from store.errors import UnreadableReportError
from store.language.characters import squeeze
from store.limits import limits, over
from store.model import DroppedLine
from store.readers.content import Content
from store.readers.pdf.page import Glyph, Page, TextLine, lines_of
from store.readers.pdf.page_breaks import page_begins
from store.readers.pdf.paragraphs import Paragraph, paragraphs
from store.readers.pdf.ruled import MOST_RULES, Table, continues, placed, rules_between, tables_of
from store.readers.pdf.running_heads import furniture
from store.readers.tables import Cell, table_lines

_TAIL = 2048  # bytes; a reader looks for %%EOF in the last 1024, and some programs append a signature
_LEAST_TEXT = 10  # characters a page on average; a scan has none, or a page number that was typed over it
_MOST_UNKNOWN = 0.1
_LEAST_WIDTH = 0.01
_SCANNED_PAGE = "pdf-scanned-page"
# What pdfium gives for a hyphen at a line's end.
_Point = tuple[float, float]
_HYPHENS = {0x02, 0xFFFE}


_SOUGHT, _JOINED = (
    8,
    40,
)  # characters by which a line is found in its paragraph; hyphens that joining may have taken out
_SYMBOL_BULLET = re.compile(r"^[\ue000-\uf8ff]\s*")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A character as the file places it: the corners of its box, its origin, size, and direction in quarter turns."""

    char: str
    x: float
    y: float
    left: float
    right: float
    bottom: float
    top: float
    size: float
    turns: int


def read(data: bytes, name: str) -> Content:
    """The paragraphs of a PDF; an :class:`UnreadableReportError` for a scan, and for what is locked or damaged."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadableReportError("不是 PDF 文件", where=name, remedy="请确认文件类型")
    # pdfium mends a truncated file silently, with what pages it finds.
    if b"%%EOF" not in data.rstrip(b"\0 \r\n")[-_TAIL:]:
        raise _damaged(name)
    pages = _pages(data, name)
    _refuse_unreadable(pages, name)
    return _content(pages)


def _pages(data: bytes, name: str) -> tuple[Page, ...]:
    try:
        document = pdfium.PdfDocument(data)
        try:
            if len(document) > (most := limits().pages):
                raise over(f"页数太多（{len(document)} 页）", f"{most} 页", "pages")
            return tuple(_page(document[index], index + 1) for index in range(len(document)))
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableReportError("PDF 有密码，无法打开", where=name, remedy="请去掉密码后重新载入") from error
        raise _damaged(name) from error


def _damaged(name: str) -> UnreadableReportError:
    return UnreadableReportError("PDF 已损坏或不完整", where=name, remedy="请重新下载或重新导出后再载入")


def _refuse_unreadable(pages: Sequence[Page], name: str) -> None:
    """Raise for a scan, and for text in a font that does not say which characters it draws."""
    chars = [glyph.char for page in pages for glyph in page.glyphs if not glyph.char.isspace()]
    if any(page.images for page in pages) and len(chars) < _LEAST_TEXT * len(pages):
        raise UnreadableReportError(
            "扫描件，只有图片，没有文字层", where=name, remedy="请先做文字识别（OCR）再载入，或换用文字版"
        )
    if not chars:
        raise UnreadableReportError("PDF 里没有文字", where=name, remedy="请换用有文字的版本")
    if sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in chars) > _MOST_UNKNOWN * len(chars):
        raise UnreadableReportError(
            "PDF 的文字是乱码（字体没有给出字符对照）", where=name, remedy="请换用 Word 版，或做文字识别（OCR）后再载入"
        )


def _page(page: Any, number: int) -> Page:
    """One page with its text turned upright."""
    drawn = _objects(page.raw)
    textpage = page.get_textpage()
    placed = list(_placed(textpage.raw))
    left, bottom, right, top = page.get_cropbox()
    turns = Counter(char.turns for char in placed).most_common(1)[0][0] if placed else 0
    glyphs = tuple(_upright(char, turns, left, bottom, right, top) for char in placed if char.turns == turns)
    width, height = (right - left, top - bottom) if turns % 2 == 0 else (top - bottom, right - left)
    # Looking for pictures takes longer than reading, and only a page with next to no text may be a scan.
    images = len(glyphs) < _LEAST_TEXT and any(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]))
    textpage.close()
    page.close()
    rules = [rule for run in drawn for rule in rules_between([(x - left, y - bottom) for x, y in run])]
    return Page(number, width, height, glyphs, images, tuple(rules) if turns == 0 else ())


def _objects(page: Any) -> list[list[_Point]]:
    """Look over what a page is drawn with: unseen text is given an outline, and the runs of straight lines are told."""
    runs: list[list[_Point]] = []
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        item = pdfium_c.FPDFPage_GetObject(page, index)
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            _widen_unseen(item)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH and len(runs) <= MOST_RULES:
            runs += _runs(item)
    return runs


def _widen_unseen(item: Any) -> None:
    """Give an outline to text that the host's fonts cannot draw.

    pdfium passes over a text object without width, as one character has of a font that neither the file nor the host
    holds; an outlined object is wider by its pen.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    if right.value - left.value >= _LEAST_WIDTH or pdfium_c.FPDFFont_GetIsEmbedded(pdfium_c.FPDFTextObj_GetFont(item)):
        return
    pdfium_c.FPDFTextObj_SetTextRenderMode(item, pdfium_c.FPDF_TEXTRENDERMODE_STROKE)
    pdfium_c.FPDFPageObj_SetStrokeWidth(item, 1.0)
    pdfium_c.FPDFPageObj_Transform(item, 1, 0, 0, 1, 0, 0)  # measures the object anew


def _runs(path: Any) -> list[list[_Point]]:
    """The points between which a path is drawn straight, a list for each time that the pen is set down."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    runs: list[list[_Point]] = []
    for index in range(min(pdfium_c.FPDFPath_CountSegments(path), MOST_RULES)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        if not runs or pdfium_c.FPDFPathSegment_GetType(segment) != pdfium_c.FPDF_SEGMENT_LINETO:
            runs.append([])  # set down, or the end of a curve
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        runs[-1].append(
            (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        )
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            runs[-1].append(runs[-1][0])
    return runs


def _placed(textpage: Any) -> Iterator[_Placed]:
    """The characters of a page in drawing order, without those that pdfium adds of its own (spaces, line ends)."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    high = 0
    for index in range(pdfium_c.FPDFText_CountChars(textpage)):
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:  # where wide characters have 16 bits (Windows), a rare ideograph comes in two
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        hyphen = code in _HYPHENS
        if not hyphen and (pdfium_c.FPDFText_IsGenerated(textpage, index) == 1 or 0 < code < 0x20):
            continue
        pdfium_c.FPDFText_GetCharOrigin(textpage, index, x, y)
        pdfium_c.FPDFText_GetLooseCharBox(textpage, index, box)
        pdfium_c.FPDFText_GetMatrix(textpage, index, matrix)
        size = pdfium_c.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
        turns = _quarter_turns(matrix.a, matrix.b)
        if turns is None or size <= 0:
            continue
        char = "-" if hyphen else _character(code)
        yield _Placed(char, x.value, y.value, box.left, box.right, box.bottom, box.top, size, turns)


def _quarter_turns(a: float, b: float) -> int | None:
    """0 for upright, 1–3 for text turned by 90°, 180°, 270°; None for slanted text, a watermark."""
    turns = math.degrees(math.atan2(b, a)) / 90
    return round(turns) % 4 if abs(turns - round(turns)) < 0.03 else None


def _character(code: int) -> str:
    if code == 0 or code > 0x10FFFF:
        return "\ufffd"
    # Some fonts call the ideograph 工 by the radical that looks the same, ⼯ (U+2F2F); the author typed no radical.
    return unicodedata.normalize("NFKC", chr(code)) if 0x2E80 <= code <= 0x2FDF else chr(code)


def _upright(char: _Placed, turns: int, left: float, bottom: float, right: float, top: float) -> Glyph:
    """The character in the coordinates of a page whose text runs from left to right, from its lower left corner."""
    if turns == 0:
        start, end, baseline = char.left - left, char.right - left, char.y - bottom
    elif turns == 1:
        start, end, baseline = char.bottom - bottom, char.top - bottom, right - char.x
    elif turns == 2:
        start, end, baseline = right - char.right, right - char.left, top - char.y
    else:
        start, end, baseline = top - char.top, top - char.bottom, char.x - left
    return Glyph(char.char, start, end, baseline, char.size)


def _content(pages: Sequence[Page]) -> Content:
    """The paragraphs of all pages, and what was dropped between them."""
    tables: dict[int, Table] = {}
    lines = [line for page in pages for line in _lines(page, tables)]
    rules = furniture(pages, lines)
    kept = [line for line in lines if id(line) not in rules]
    heads = _joined_over_pages(kept, tables)
    made = paragraphs(kept, statistics.median(page.width for page in pages))
    texts: list[str] = []
    rows: list[int] = []
    places = {}
    begins: dict[int, DroppedLine] = {}  # by page, in front of which line, or where in it
    rest = 0  # rows of the table that goes on
    for paragraph in made:
        if (number := id(paragraph.lines[0])) in tables:
            rest = len(heads[number]) if number in heads else rest
            shown = len(texts) if number in heads else max(0, len(texts) - rest)
            begins.setdefault(paragraph.lines[0].page, page_begins(paragraph.lines[0].page, shown))
            rest -= len(tables[number].rows)
            if number in heads:
                table = table_lines(heads[number], caption=texts[-1] if texts else "")
                rows += [len(texts) + 1 + index for index in table.rows]
                texts += table.lines
            places[number] = len(texts)
            continue
        # A bullet of a symbol font (Wingdings) has no character of its own; it says nothing, as in a .docx.
        if text := _SYMBOL_BULLET.sub("", paragraph.text):
            texts.append(text)
            for sheet, at in _pages_of(paragraph, text):
                begins.setdefault(sheet, page_begins(sheet, len(texts) if at else len(texts) - 1, at))
        places.update({id(line): len(texts) for line in paragraph.lines})
    dropped, before = [*begins.values()], 0
    for page in pages:
        if page.images:
            dropped.append(DroppedLine(before, f"第{page.number}页是图片，没有文字层", _SCANNED_PAGE))
        for line in (line for line in lines if line.page == page.number):
            before = places.get(id(line), before)
            if id(line) in rules:
                dropped.append(DroppedLine(before, line.text, rules[id(line)]))
    return Content("\n".join(texts), dropped=tuple(dropped), rows=tuple(rows))


def _pages_of(paragraph: Paragraph, text: str) -> Iterator[tuple[int, int]]:
    """The pages that a paragraph stands on, each with how many characters of it stand before, white space aside."""
    squeezed, before = squeeze(text), 0
    for line in paragraph.lines:
        part = squeeze(line.text)
        found = squeezed.find(part[:_SOUGHT], max(0, before - _JOINED)) if before else 0
        yield line.page, found if found >= 0 else before
        before += len(part)


def _lines(page: Page, tables: dict[int, Table]) -> Iterator[TextLine]:
    """The lines of a page; ``tables`` gets its tables by the ``id()`` of the lines that stand for them."""
    found, rest = tables_of(page)
    for line, table in placed(lines_of(replace(page, glyphs=rest) if found else page), found, page.number):
        if table is not None:
            tables[id(line)] = table
        yield line


def _joined_over_pages(lines: Sequence[TextLine], tables: Mapping[int, Table]) -> dict[int, list[Sequence[Cell]]]:
    """The rows of each table by the line where it begins; one that goes on over a page break is one."""
    joined: dict[int, list[Sequence[Cell]]] = {}
    last: TextLine | None = None
    head = 0
    for line in lines:
        if (table := tables.get(id(line))) is not None:
            before = tables.get(id(last)) if last is not None and last.page != line.page else None
            if before is None or not continues(before, table):
                head = id(line)
            joined.setdefault(head, []).extend(table.rows)
        last = line
    return joined
