"""What a Word document's styles say of a paragraph: its list and level, heading, table of contents, hidden text.

In: the parsed ``styles.xml``. A style that does not say takes the word of the style that it is based on
(``w:basedOn``), and a paragraph without a style has the document's default one (ECMA-376 Part 1, 17.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from store import patterns as re
from store.readers.word.numbering import Numbering, W, is_on

# Word stores built-in names in English whatever its language; WPS and files converted long ago also "标题 1".
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "标题"}
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)|目录", re.IGNORECASE)
_BODY_TEXT = "9"  # w:outlineLvl 9 means "no heading", 17.3.1.20


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The list that a paragraph counts in (``w:numId``) and its level, from 0."""

    list_id: str
    level: int


class Styles:
    """The styles of one document, asked about one paragraph or run at a time."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        self.hides = any(style.find(f".//{W}vanish") is not None for style in styles)
        self._default = next(
            (
                key
                for key, e in self._styles.items()
                if e.get(f"{W}type") == "paragraph" and e.get(f"{W}default") == "1"
            ),
            "",
        )

    def list_of_style(self, style: str) -> str | None:
        """The ``w:numId`` that a numbering style names."""
        return next((value for e in self._chain(style) if (value := _value(e, "pPr", "numPr", "numId"))), None)

    def place(self, paragraph: Element, numbering: Numbering) -> ListPlace | None:
        """The list and level of a paragraph, None where it is not numbered."""
        list_id = _value(paragraph, "pPr", "numPr", "numId")
        level = _value(paragraph, "pPr", "numPr", "ilvl")
        for style in self._chain(self._style_of(paragraph)) if list_id is None or level is None else ():
            styled = _value(style, "pPr", "numPr", "numId")
            if styled is None:
                continue
            if list_id is None:
                list_id = styled
                if level is None:
                    tied = numbering.level_of_style(styled, style.get(f"{W}styleId", ""))
                    level = _value(style, "pPr", "numPr", "ilvl") if tied is None else str(tied)
            break
        # numId 0 takes a paragraph out of the list of its style, 17.9.18
        if list_id in {None, "", "0"}:
            return None
        return ListPlace(str(list_id), int(level) if level is not None and level.isdecimal() else 0)

    def heading_level(self, paragraph: Element) -> int:
        """The level, from 1, of a paragraph in a heading's style, the style Title or with an outline level; 0 for none."""
        own = _value(paragraph, "pPr", "outlineLvl")
        if own is not None:
            return _outline_level(own)
        for style in self._chain(self._style_of(paragraph)):
            name = _name(style)
            if name.lower() in _TITLES:
                return 1
            if heading := _HEADING.fullmatch(name):
                return int(heading[1])
            level = _value(style, "pPr", "outlineLvl")
            if level is not None:
                return _outline_level(level)
        return 0

    def is_contents_entry(self, paragraph: Element) -> bool:
        """Whether a paragraph has one of the styles that Word gives to a table of contents."""
        return any(_CONTENTS.fullmatch(_name(style)) for style in self._chain(self._style_of(paragraph)))

    def is_hidden(self, run_properties: Element | None) -> bool:
        """Whether the properties of a run (or of a paragraph's mark) hide it, by themselves or by their style."""
        if run_properties is None:
            return False
        own = run_properties.find(f"{W}vanish")
        if own is not None:
            return is_on(own)
        for style in self._chain(_value(run_properties, "rStyle") or ""):
            hidden = style.find(f"{W}rPr/{W}vanish")
            if hidden is not None:
                return is_on(hidden)
        return False

    def _style_of(self, paragraph: Element) -> str:
        own = _value(paragraph, "pPr", "pStyle")
        return own if own in self._styles else self._default

    def _chain(self, style: str) -> Iterator[Element]:
        """The style and those it is based on, nearest first; a circle is left at its second round."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = _value(self._styles[style], "basedOn") or ""


def _outline_level(value: str) -> int:
    return 0 if value == _BODY_TEXT or not value.isdecimal() else int(value) + 1


def _name(style: Element) -> str:
    return (_value(style, "name") or "").strip()


def _value(element: Element, *path: str) -> str | None:
    found = element.find("/".join(f"{W}{step}" for step in path))
    return None if found is None else found.get(f"{W}val", "")
