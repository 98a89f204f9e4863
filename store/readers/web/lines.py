"""A parsed web page → its lines as a browser sets them, each with where it came from.

Takes the element tree that :mod:`store.readers.web.article` parsed. Every line is one paragraph, one line between ``<br>``
or one row of a table; the author's characters stay, only white space between them is folded as a browser folds it.
Which of the lines are the report is decided in :mod:`store.readers.web.article`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from store import patterns as re
from store.readers.tables import Cell, table_lines

Element = Any  # lxml's element; the library ships no types

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCK_TAGS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_UNSEEN_TAGS = """
    script style noscript template head title meta link iframe object embed svg canvas audio video select option
    button input textarea
"""
# In class and id of what stands around a text: Discuz ("pls", "sign"), WeChat ("cmt"), government sites ("dqwz").
_FURNITURE_NAMES = """
    comment comments cmt reply replies pinglun pl_list nav navbar navi navigation menu menus topbar toptb toolbar tools
    breadcrumb breadcrumbs crumb crumbs dqwz position footer foot ft copyright banquan beian share sharebox bdshare
    bdsharebuttonbox jiathis related relate relevant recommend recommended tuijian xgxw xglj sidebar login lsform sign
    signature pls pager pagination pages ad ads advert advertisement banner jammer
"""
_BLOCKS = HEADINGS | frozenset(_BLOCK_TAGS.split())
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_FURNITURE = frozenset(_FURNITURE_NAMES.split())
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside"})
_WHOLE_TAGS = frozenset({"html", "body", "main", "article"})
_WORD = re.compile(r"[A-Z]?[a-z]+(?:_list)?|[A-Z]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# A source line broken between Chinese characters is no blank between them.
_SOFT_BREAK = re.compile(rf"(?<=[{_CJK}])[ \t]*[\r\n]\s*(?=[{_CJK}])")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LONGEST_CELL = 300  # characters; more is a page laid out by a table


@dataclass(slots=True)
class PageLine:
    """A line of the page. ``way`` are the elements that hold it, from the root down; ``linked`` is how many of its
    characters are links, ``links`` how many links it holds; ``furniture`` is true where the page itself names it so.
    ``heading`` is its level from 1, 0 where it is none, and
    ``row`` true for the row of a table.
    """

    way: tuple[Element, ...]
    text: str = ""
    heading: int = 0
    furniture: bool = False
    linked: int = 0
    links: int = 0
    row: bool = False


def lines_of(root: Element, *, article: Callable[[Element], bool]) -> list[PageLine]:
    """The lines of the page that show something, top to bottom.

    ``article`` tells whether an element holds the article; then its name ("news_share_content") says nothing.
    """
    walk = _Walk(article)
    walk.visit(root, (), furniture=False, heading=0, linked=False)
    return [line for line in walk.lines if line.text]


@dataclass(slots=True)
class _Walk:
    article: Callable[[Element], bool]
    lines: list[PageLine] = field(default_factory=list)
    open: bool = False  # text that follows goes on with the last line

    def visit(
        self, element: Element, above: tuple[Element, ...], *, furniture: bool, heading: int, linked: bool
    ) -> None:
        tag = element.tag
        hidden = _HIDDEN.search(element.get("style") or "") is not None
        if not isinstance(tag, str) or tag in _UNSEEN or (hidden and tag not in _BLOCKS):
            return  # a comment, or nothing that a reader sees
        if tag == "br":
            self.close()
            return
        way = (*above, element)
        furniture = furniture or hidden or (_named_furniture(element) and not self.article(element))
        heading = heading or (int(tag[1]) if tag in HEADINGS else 0)
        linked = linked or tag == "a"
        if tag in _BLOCKS:
            self.close()
        if tag == "table" and (grid := _grid(element)) is not None:
            self.table(grid, PageLine(way, furniture=furniture))
            return
        self.add(element.text, PageLine(way, "", heading, furniture), linked=linked)
        if tag == "a" and self.open:
            self.lines[-1].links += 1
        for child in element:
            self.visit(child, way, furniture=furniture, heading=heading, linked=linked)
            self.add(child.tail, PageLine(way, "", heading, furniture), linked=linked)
        if tag in _BLOCKS:
            self.close()

    def add(self, text: str | None, new: PageLine, *, linked: bool) -> None:
        """Go on with the open line, or begin ``new``."""
        pieces = (text or "").split("\n") if new.way[-1].tag == "pre" else [text or ""]
        for number, piece in enumerate(pieces):
            if number:
                self.close()
            if not piece or (not self.open and piece.isspace()):
                continue
            if not self.open:
                self.lines.append(replace(new))
                self.open = True
            self.lines[-1].text += piece
            self.lines[-1].linked += linked * len("".join(piece.split()))

    def table(self, grid: list[list[Cell]], new: PageLine) -> None:
        """The lines of a table, its rows told from its titles and notes."""
        made = table_lines(grid, caption=self.lines[-1].text if self.lines else "")
        rows = frozenset(made.rows)
        self.lines += [replace(new, text=line, row=index in rows) for index, line in enumerate(made.lines)]

    def close(self) -> None:
        if self.open:
            self.lines[-1].text = folded(self.lines[-1].text)
        self.open = False


def _named_furniture(element: Element) -> bool:
    if element.tag in _FURNITURE_TAGS or element.get("role") in {"navigation", "contentinfo", "banner"}:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    # "post no-sidebar has-comments" on the whole page tells of the page, not of furniture.
    return element.tag not in _WHOLE_TAGS and any(word.lower() in _FURNITURE for word in _WORD.findall(names))


def folded(text: str) -> str:
    """The text with white space as a browser shows it."""
    return _BLANKS.sub(" ", _SOFT_BREAK.sub("", text)).strip()


def _grid(table: Element) -> list[list[Cell]] | None:
    """The rows of a table of data; None for a table that only lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows = [list(_cells(row)) for row in table.iter("tr")]
    if any(len(cell.text) > _LONGEST_CELL for row in rows for cell in row):
        return None
    if sum(sum(bool(cell.text) for cell in row) > 1 for row in rows) < 2:
        return None
    # A caption is text of the table that stands in no cell.
    return [[Cell(folded(caption.text_content()))] for caption in table.iter("caption")] + rows


def _cells(row: Element) -> Iterator[Cell]:
    for cell in row:
        if cell.tag in {"td", "th"}:
            text = " ".join(line.text for line in lines_of(cell, article=lambda _: False))
            yield Cell(text, _span(cell.get("colspan")), _span(cell.get("rowspan")), cell.tag == "th")


def _span(stated: str | None) -> int:
    return min(int(stated), 100) if stated and stated.strip().isdecimal() and int(stated) else 1
