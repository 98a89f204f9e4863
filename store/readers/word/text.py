"""The text of one Word paragraph as its reader sees it, gathered from the XML.

python-docx's ``paragraph.text`` leaves out runs inside ``w:ins``, ``w:smartTag``, ``w:sdt`` and fields, so the runs are
walked here: insertions kept, deletions dropped, of a field only its result, of a phonetic guide only the base text.
Comments, footnotes and endnotes live in other parts of the file; their reference marks leave nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from store.readers.word.numbering import W
from store.readers.word.styles import Styles

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE = f"{_COMPATIBILITY}AlternateContent"
_CHOICE = f"{_COMPATIBILITY}Choice"
_FALLBACK = f"{_COMPATIBILITY}Fallback"

# A revision that was taken out; what it holds is not part of the accepted text.
REMOVED = frozenset({f"{W}del", f"{W}moveFrom"})
_SKIPPED = REMOVED | {f"{W}pPr", f"{W}rPr", f"{W}rt", f"{W}rubyPr", f"{W}sdtPr", f"{W}delText", f"{W}delInstrText"}
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", ALTERNATE})
_FIXED = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Symbol fonts put their signs into the private use area, where no text can be read; these are the ones of reports.
# Signs that only decorate a list (●, ➢) are left out, as automatic bullets are.
_SYMBOLS = {
    ("symbol", 0xB1): "±",
    ("symbol", 0xB3): "≥",
    ("symbol", 0xA3): "≤",
    ("symbol", 0xB4): "×",
    ("symbol", 0xB8): "÷",
    ("symbol", 0xB0): "°",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFE): "☑",
    ("wingdings", 0xA8): "□",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0xA3): "□",
}


@dataclass(slots=True)
class _Field:
    """One field under way (``w:fldChar``): its code so far, and whether its result has begun."""

    code: str = ""
    in_result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields under way, kept from paragraph to paragraph because a field (a table of contents) spans many.

    ``trusted`` is false where begins and ends do not match: then nothing is called a table of contents on the word
    of a field, as one without its end would take the rest of the document with it.
    """

    trusted: bool
    _open: list[_Field] = field(default_factory=list)

    def mark(self, kind: str) -> None:
        """Take note of a ``w:fldChar``."""
        if kind == "begin":
            self._open.append(_Field())
        elif self._open and kind == "separate":
            self._open[-1].in_result = True
        elif self._open and kind == "end":
            self._open.pop()

    def instruct(self, code: str) -> None:
        """Take note of a piece of field code (``w:instrText``)."""
        if self._open:
            self._open[-1].code += code

    def end_paragraph(self) -> None:
        """Forget fields whose code was never closed; they would swallow all text to come."""
        while self._open and not self._open[-1].in_result:
            self._open.pop()

    @property
    def in_code(self) -> bool:
        """Whether the text at this place is a field's code, not its result."""
        return any(not field.in_result for field in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether the text at this place is a table of contents made by a field."""
        return self.trusted and any(field.code.split()[:1] == ["TOC"] for field in self._open)


def paragraph_text(paragraph: Element, styles: Styles, fields: Fields) -> str:
    """The visible text; ``\\n`` for a line break inside the paragraph, nothing for a page break."""
    return "".join(_pieces(paragraph, styles, fields))


def text_boxes(paragraph: Element) -> Iterator[Element]:
    """The contents of the text boxes anchored in a paragraph (``w:txbxContent``), each once.

    Word writes a box twice, as a drawing and as VML for older versions, in the branches of one AlternateContent.
    """
    for child in elements(paragraph):
        if child.tag in REMOVED:
            continue
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == ALTERNATE:
            yield from text_boxes(branch(child))
        else:
            yield from text_boxes(child)


def branch(alternate: Element) -> Element:
    """The branch of an AlternateContent to read: the first that holds a paragraph or a run, else the fallback."""
    choices = [child for child in elements(alternate) if child.tag in {_CHOICE, _FALLBACK}]
    return next(
        (choice for choice in choices if choice.find(f".//{W}t") is not None), alternate.makeelement("none", {})
    )


def elements(parent: Element) -> Iterator[Element]:
    """The child elements, without XML comments and processing instructions (whose tag is not a string)."""
    return (child for child in parent if isinstance(child.tag, str))


def _pieces(parent: Element, styles: Styles, fields: Fields) -> Iterator[str]:
    for child in elements(parent):
        tag = child.tag
        if tag in _SKIPPED:
            continue
        if tag == f"{W}r" and styles.is_hidden(child.find(f"{W}rPr")):
            continue
        if tag == f"{W}fldChar":
            fields.mark(child.get(f"{W}fldCharType", ""))
        elif tag == f"{W}instrText":
            fields.instruct(child.text or "")
        elif tag == ALTERNATE and child.find(f".//{W}txbxContent") is None:
            yield from _pieces(branch(child), styles, fields)
        elif tag in _DRAWN:
            continue
        elif fields.in_code and tag != f"{W}r":
            # The code of an outer field may hold inner fields: their marks still count, their text does not.
            for _ in _pieces(child, styles, fields):
                pass
        elif tag == f"{_MATH}f":
            yield _fraction(child, styles, fields)
        elif len(child):
            yield from _pieces(child, styles, fields)
        elif not fields.in_code:
            yield _leaf(child)


def _fraction(element: Element, styles: Styles, fields: Fields) -> str:
    top, bottom = (element.find(f"{_MATH}{name}") for name in ("num", "den"))
    texts = ["" if part is None else "".join(_pieces(part, styles, fields)) for part in (top, bottom)]
    return "/".join(texts)


def _leaf(element: Element) -> str:
    if element.tag in {f"{W}t", f"{_MATH}t"}:
        return element.text or ""
    if element.tag == f"{W}br":
        return "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else ""
    if element.tag == f"{W}sym":
        return _symbol(element.get(f"{W}font", ""), element.get(f"{W}char", ""))
    return _FIXED.get(element.tag, "")


def _symbol(font: str, code: str) -> str:
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= point <= 0xF0FF:
        return _SYMBOLS.get((font.lower(), point - 0xF000), "")
    return chr(point) if 0x20 <= point < 0xD800 or 0xF900 <= point <= 0x10FFFF else ""
