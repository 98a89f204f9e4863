"""A .docx (or .docm) → its paragraphs, a line each, as a reader of the printed page would have them.

Numerals of automatic numbering are put before their paragraphs. Revisions are taken as accepted. Footnotes and endnotes
are lines below the paragraph or table that calls them. Left out, and reported as dropped: page headers and footers,
comments, hidden text and the table of contents; pictures say nothing. python-docx parses the XML; its own iterators pass over content controls, insertions and text boxes, so
the elements are walked here, and only the three parts that matter are unpacked (it would load every picture, and
fail on a package whose picture is missing, which Word opens).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from docx.oxml.parser import parse_xml

from store import patterns as re
from store.errors import UnreadableReportError
from store.limits import limits, over
from store.model import DroppedLine
from store.readers.content import Content
from store.readers.word.numbering import Numbering, W, is_on
from store.readers.word.styles import Styles
from store.readers.word.tables import Cell, Row, table_lines
from store.readers.word.text import ALTERNATE, REMOVED, Fields, branch, elements, paragraph_text, text_boxes

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAG = re.compile(rb"<(/?)[A-Za-z][^<>]*?(/?)>")
# The longest report seen is 2 MB of XML. Far more is a file made to fill the memory of whoever unpacks it.
_LARGEST_PART = 200 * 1024 * 1024
_TRANSPARENT = frozenset({f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag", f"{W}sdtContent"})
_CONTENTS_RULE = "word-table-of-contents"
# Parts beside the text, with the rule under which they are listed, and the two kinds of notes that belong to it.
_BESIDE = {"header": "word-header", "footer": "word-footer", "comments": "word-comment"}
_NOTES = ("footnote", "endnote")
_HIDDEN_RULE = "word-hidden-text"
# "Strict Open XML", an option of Word's save dialog, differs in its namespaces alone as far as text goes.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    _STRICT + b"wordprocessingml/main": W.strip("{}").encode(),
    _STRICT + b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}


def read(data: bytes, name: str) -> Content:
    """The paragraphs of a Word document; an :class:`UnreadableReportError` for what is none, or damaged."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableReportError("Word 文档有密码，无法打开", where=name, remedy="请去掉密码后重新载入")
        raise UnreadableReportError(
            "是旧版 Word 格式，不是 .docx", where=name, remedy="请把扩展名改为 .doc，或另存为 .docx"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            main = _related(package, "", name).first("officeDocument")
            document = _part(package, main, name)
            ties = _related(package, main or "", name)
            styles = _part(package, ties.first("styles"), name)
            numbering = _part(package, ties.first("numbering"), name)
            beside = {kind: [_part(package, part, name) for part in ties.all(kind)] for kind in _BESIDE}
            notes = {kind: _part(package, ties.first(f"{kind}s"), name) for kind in _NOTES}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, SyntaxError) as error:
        # RuntimeError: a zip member with a password. SyntaxError: lxml's error for broken XML.
        raise UnreadableReportError(
            "Word 文档已损坏或不完整", where=name, remedy="请重新下载，或用 Word 打开并另存为 .docx"
        ) from error
    body = None if document is None else document.find(f"{W}body")
    if document is None or body is None:
        raise UnreadableReportError("不是 Word 文档", where=name, remedy="请确认文件类型，或用 Word 另存为 .docx")
    reader = _Reader(document, Styles(styles), numbering)
    reader.notes(notes)
    reader.body(body)
    for kind, parts in beside.items():
        reader.leave_out(parts, _BESIDE[kind])
    return reader.content()


@dataclass(frozen=True, slots=True)
class _Ties:
    """The parts that a part is tied to, by the kind of the relationship."""

    parts: tuple[tuple[str, str], ...]

    def all(self, kind: str) -> list[str]:
        return [part for type_, part in self.parts if type_.endswith(f"/relationships/{kind}")]

    def first(self, kind: str) -> str | None:
        return next(iter(self.all(kind)), None)


def _related(package: zipfile.ZipFile, part: str, name: str) -> _Ties:
    """The parts that *part* (the package itself where empty) is tied to."""
    folder, file = posixpath.split(part)
    relationships = _part(package, posixpath.join(folder, "_rels", f"{file}.rels"), name)
    inside = (tie for tie in (() if relationships is None else relationships) if tie.get("TargetMode") != "External")
    return _Ties(
        tuple(
            (tie.get("Type", ""), posixpath.normpath(posixpath.join("/", folder, tie.get("Target", ""))).lstrip("/"))
            for tie in inside
        )
    )


def _part(package: zipfile.ZipFile, part: str | None, name: str) -> Element | None:
    """The parsed XML of a part, None where the package has no such part."""
    if part is None or part not in package.namelist():
        return None
    if package.getinfo(part).file_size > _LARGEST_PART:
        raise UnreadableReportError("Word 文档解开后过大", where=name, remedy="请拆成较小的文件后重新载入")
    xml = package.read(part)
    if _STRICT in xml[:8192]:
        for strict, transitional in _TRANSITIONAL.items():
            xml = xml.replace(strict, transitional)
    _refuse_deep(xml)
    # lxml's elements have the interface of the standard library's, which keeps all that follows free of lxml.
    root: Element = parse_xml(xml)
    return root


def _refuse_deep(xml: bytes) -> None:
    """Raise where elements lie so deep within each other as in no document: what walks them would run out of stack."""
    depth, most = 0, limits().depth
    for match in _TAG.finditer(xml):
        if match[1]:
            depth -= 1
        elif not match[2]:
            depth += 1
            if depth > most:
                raise over("Word 文档里的内容套得太深", f"{most} 层", "depth")


class _Reader:
    """Walks the blocks of a document in order and gathers lines, headings and what it drops."""

    def __init__(self, document: Element, styles: Styles, numbering: Element | None) -> None:
        self._styles = styles
        self._numbering = Numbering(numbering, styles.list_of_style)
        marks = [mark.get(f"{W}fldCharType") for mark in document.iter(f"{W}fldChar")]
        self._fields = Fields(trusted=marks.count("begin") == marks.count("end"))
        self._lines: list[str] = []
        self._outside = 0  # while a table cell is read: how many lines were kept before it
        self._depth = 0  # and in how many tables it stands
        self._headings: list[int] = []
        self._levels: list[int] = []
        self._dropped: list[DroppedLine] = []
        # The text of paragraphs whose mark was deleted: accepted, they run on into the next one.
        self._carried = ""
        self._rows: list[int] = []
        self._notes: dict[tuple[str, str], list[str]] = {}
        self._called: list[tuple[str, str]] = []  # notes whose paragraph or table is not over
        self._hides = styles.hides or document.find(f".//{W}vanish") is not None

    def content(self) -> Content:
        """What was read."""
        return Content(
            "\n".join(self._lines),
            headings=tuple(self._headings),
            dropped=tuple(self._dropped),
            levels=tuple(self._levels),
            rows=tuple(self._rows),
        )

    def notes(self, parts: Mapping[str, Element | None]) -> None:
        """Take note of the footnotes and endnotes, which stand in parts of their own."""
        for kind, part in parts.items():
            for note in () if part is None else part.iter(f"{W}{kind}"):
                # Word keeps the lines that it draws above notes as notes of a special type.
                if note.get(f"{W}type") is None and (lines := self._plain_lines(note)):
                    self._notes[kind, note.get(f"{W}id", "")] = lines

    def body(self, body: Element) -> None:
        """Read the document's body, each note below what calls it, and notes that nothing calls at the end."""
        for child in elements(body):
            self._block(child)
            self._add_notes(self._called)
            self._called = []
        self._add_notes(list(self._notes))

    def _add_notes(self, called: Sequence[tuple[str, str]]) -> None:
        for key in called:
            self._lines += self._notes.pop(key, [])

    def leave_out(self, parts: Sequence[Element | None], rule: str) -> None:
        """List the lines of parts beside the text, each text once, as dropped."""
        texts = (line for part in parts if part is not None for line in self._plain_lines(part))
        self._dropped += [DroppedLine(len(self._lines), line, rule) for line in dict.fromkeys(texts)]

    def _plain_lines(self, part: Element) -> list[str]:
        fields = Fields(trusted=False)
        texts = (paragraph_text(paragraph, self._styles, fields) for paragraph in part.iter(f"{W}p"))
        return [line.strip() for text in texts for line in text.split("\n") if line.strip()]

    def blocks(self, parent: Element) -> None:
        """Read the paragraphs and tables of the body, a content control or a text box."""
        for child in elements(parent):
            self._block(child)

    def _block(self, block: Element) -> None:
        if block.tag == f"{W}p":
            self._paragraph(block)
        elif block.tag == f"{W}tbl":
            self._table(block)
        elif block.tag == f"{W}sdt":
            self._content_control(block)
        elif block.tag in _TRANSPARENT:
            self.blocks(block)
        elif block.tag == ALTERNATE:
            self.blocks(branch(block))

    def _table(self, table: Element) -> None:
        caption = next((line for line in reversed(self._lines) if line), "")
        made = table_lines([self._row(row) for row in _parts(table, f"{W}tr") if not _is_removed(row)], caption=caption)
        if not self._depth:
            self._rows += [len(self._lines) + 1 + row for row in made.rows]
        self._lines += made.lines

    def _content_control(self, control: Element) -> None:
        inside = control.find(f"{W}sdtContent")
        if inside is None:
            return
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is None or gallery.get(f"{W}val") != "Table of Contents":
            self.blocks(inside)
            return
        first, marked = len(self._lines), len(self._headings)
        self.blocks(inside)
        self._drop(self._lines[first:], self._outside + first)
        del self._lines[first:], self._headings[marked:], self._levels[marked:]

    def _drop(self, lines: list[str], after: int) -> None:
        self._dropped += [DroppedLine(after, line, _CONTENTS_RULE) for line in lines if line]

    def _paragraph(self, paragraph: Element) -> None:
        in_contents = self._fields.in_contents
        lines = self._paragraph_lines(paragraph)
        in_contents = in_contents or self._fields.in_contents or self._styles.is_contents_entry(paragraph)
        self._fields.end_paragraph()
        if in_contents:
            self._drop(lines, self._outside + len(self._lines))
        else:
            if lines != [""] and (level := self._styles.heading_level(paragraph)):
                self._headings += range(len(self._lines) + 1, len(self._lines) + len(lines) + 1)
                self._levels += [level] * len(lines)
            self._lines += lines
        for box in text_boxes(paragraph):
            self.blocks(box)
        if self._notes:
            for kind in _NOTES:
                self._called += [(kind, call.get(f"{W}id", "")) for call in paragraph.iter(f"{W}{kind}Reference")]
        if self._hides:
            self._list_hidden(paragraph)

    def _list_hidden(self, paragraph: Element) -> None:
        hidden = (run for run in paragraph.iter(f"{W}r") if self._styles.is_hidden(run.find(f"{W}rPr")))
        text = "".join(piece.text or "" for run in hidden for piece in run.iter(f"{W}t")).strip()
        if text:
            self._dropped.append(DroppedLine(self._outside + len(self._lines), text, _HIDDEN_RULE))

    def _paragraph_lines(self, paragraph: Element) -> list[str]:
        """The lines of one paragraph, its numeral before the first: one empty line where it is empty, none where it
        is not there to be seen."""
        text = self._carried + paragraph_text(paragraph, self._styles, self._fields)
        self._carried = ""
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is not None and any(mark.find(tag) is not None for tag in REMOVED):
            self._carried = text
            return []
        # A hidden paragraph is not counted; an empty one is, as it is on the printed page.
        if not text and self._styles.is_hidden(mark):
            return []
        place = self._styles.place(paragraph, self._numbering)
        numeral = self._numbering.next(place.list_id, place.level) if place else ""
        # An indent that was typed stays, and so does an empty paragraph: they tell where paragraphs begin.
        lines = [part.rstrip() for part in text.split("\n") if part.strip()]
        if not lines:
            return [""]
        return [numeral + lines[0].lstrip() if numeral else lines[0], *lines[1:]]

    def _row(self, row: Element) -> Row:
        cells = []
        before = row.find(f"{W}trPr/{W}gridBefore")
        column = _int(before, 0)
        for element in _parts(row, f"{W}tc"):
            span = _int(element.find(f"{W}tcPr/{W}gridSpan"), 1)
            merge = element.find(f"{W}tcPr/{W}vMerge")
            continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            cells.append(self._cell(element, column, span, continues))
            column += span
        header = row.find(f"{W}trPr/{W}tblHeader")
        return Row(tuple(cells), header is not None and is_on(header))

    def _cell(self, element: Element, column: int, span: int, continues: bool) -> Cell:
        """A cell's own lines, and those of the tables inside it, which stand apart."""
        outer, headings, self._lines = self._lines, len(self._headings), []
        self._outside += len(outer)
        self._depth += 1
        own: list[str] = []
        inner: list[str] = []
        for child in elements(element):
            self._block(child)
            (inner if child.tag == f"{W}tbl" else own).extend(self._lines)
            self._lines = []
        self._lines = outer
        self._outside -= len(outer)
        self._depth -= 1
        # A table row is no heading, whatever style its cells have.
        del self._headings[headings:], self._levels[headings:]
        return Cell(tuple(line.strip() for line in own if line), column, span, continues, tuple(inner))


def _parts(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those inside content controls."""
    for child in elements(parent):
        if child.tag == tag:
            yield child
        elif child.tag == f"{W}sdt" or child.tag in _TRANSPARENT:
            yield from _parts(child, tag)


def _is_removed(row: Element) -> bool:
    return any(row.find(f"{W}trPr/{tag}") is not None for tag in REMOVED)


def _int(element: Element | None, default: int) -> int:
    text = "" if element is None else element.get(f"{W}val", "")
    return int(text) if text.isdecimal() else default
