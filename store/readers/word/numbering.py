"""Word's automatic numbering: which numeral stands before which paragraph.

Word keeps 一、 （二） 3. out of the text: a paragraph names a list (``w:num``) and a level, ``numbering.xml`` says how
the levels of that list are written, and the reader counts. In: the parsed ``numbering.xml`` (any element tree with the
ElementTree interface). Out: the numeral of one paragraph after another, in reading order.

The rules are those of ECMA-376 Part 1, 17.9. Where the standard leaves room, what Word does was followed: all lists of
one ``w:abstractNum`` count together, and a list with a ``w:startOverride`` starts anew where it is first used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from store import patterns as re
from store.readers.word.number_formats import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is written. ``restart`` is None for "after any higher level", 0 for "never".

    Where ``w:start`` is left out, 17.9.25 says 0. Word always writes it, and whoever leaves it out means 1.
    """

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """One ``w:num``: the definition it counts with, its levels, and the start values that it sets for itself."""

    definition: str
    levels: tuple[Level, ...]
    starts: tuple[int | None, ...]


class Numbering:
    """The lists of one document and how far each has counted. Ask :meth:`next` once for each numbered paragraph.

    ``list_of_style`` gives the ``w:numId`` of a numbering style (``w:numStyleLink``), None where it has none.
    """

    def __init__(self, root: Element | None, list_of_style: Callable[[str], str | None] = lambda style: None) -> None:
        self._abstracts = {} if root is None else {_get(e, "abstractNumId"): e for e in root.findall(f"{W}abstractNum")}
        self._nums = {} if root is None else {_get(e, "numId"): e for e in root.findall(f"{W}num")}
        self._list_of_style = list_of_style
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of the list that is tied to a paragraph style (``w:pStyle``), None where none is."""
        found = self._list(list_id)
        levels = found.levels if found else ()
        return next((index for index, level in enumerate(levels) if level.style == style), None)

    def next(self, list_id: str, level: int) -> str:
        """The numeral of the next paragraph at *level* (from 0) of the list, with its suffix; empty for bullets."""
        found = self._list(list_id)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        counters = self._counters.setdefault(found.definition, [None] * _LEVELS)
        self._advance(found, list_id, level, counters)
        written = found.levels[level]
        if written.number_format in {"bullet", "none"}:
            return ""

        def put(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            counted = counters[index]
            number_format = "decimal" if written.legal else found.levels[index].number_format
            return numeral(_start(found, index) if counted is None else counted, number_format)

        text = _PLACEHOLDER.sub(put, written.text)
        return text + " " if text and written.suffix == "space" else text

    def _advance(self, found: _List, list_id: str, level: int, counters: list[int | None]) -> None:
        counted = counters[level]
        first_use = found.starts[level] is not None and (list_id, level) not in self._started
        self._started.add((list_id, level))
        counters[level] = _start(found, level) if counted is None or first_use else counted + 1
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels[deeper].restart
            if restart is None or level < restart:
                counters[deeper] = None

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._resolve(list_id)
        return self._lists[list_id]

    def _resolve(self, list_id: str) -> _List | None:
        num = self._nums.get(list_id)
        if num is None:
            return None
        definition = self._definition(list_id)
        abstract = self._abstracts.get(definition or "")
        if definition is None or abstract is None:
            return None
        levels = [Level() for _ in range(_LEVELS)]
        for element in abstract.findall(f"{W}lvl"):
            _place(levels, element)
        starts: list[int | None] = [None] * _LEVELS
        for override in num.findall(f"{W}lvlOverride"):
            index = _int(_get(override, "ilvl"), 0)
            if not 0 <= index < _LEVELS:
                continue
            own = override.find(f"{W}lvl")
            if own is not None:
                _place(levels, own, index)
            start = _value(override, "startOverride")
            if start is not None:
                starts[index] = _int(start, 1)
        return _List(definition, tuple(levels), tuple(starts))

    def _definition(self, list_id: str) -> str | None:
        """The id of the ``w:abstractNum`` behind a list, through ``w:numStyleLink`` where there is one."""
        seen: set[str] = set()
        while list_id not in seen:  # a link that leads back to itself is a damaged file
            seen.add(list_id)
            num = self._nums.get(list_id)
            definition = _value(num, "abstractNumId") if num is not None else None
            abstract = self._abstracts.get(definition or "")
            link = _value(abstract, "numStyleLink") if abstract is not None else None
            if link is None:
                return definition
            linked = next((key for key, e in self._abstracts.items() if _value(e, "styleLink") == link), None)
            if linked is not None:
                return linked
            list_id = self._list_of_style(link) or list_id
        return None


def _start(found: _List, level: int) -> int:
    own = found.starts[level]
    return found.levels[level].start if own is None else own


def _place(levels: list[Level], element: Element, index: int | None = None) -> None:
    """Put one ``w:lvl`` into its place; what an override leaves unsaid stays as it was."""
    where = _int(_get(element, "ilvl"), -1) if index is None else index
    if not 0 <= where < _LEVELS:
        return
    restart = _value(element, "lvlRestart")
    legal = element.find(f"{W}isLgl")
    levels[where] = replace(
        levels[where],
        start=_int(_value(element, "start"), levels[where].start),
        number_format=_value(element, "numFmt") or _extended_format(element) or levels[where].number_format,
        text=_value(element, "lvlText") or "",
        suffix=_value(element, "suff") or "tab",
        restart=None if restart is None else _int(restart, 0),
        legal=legal is not None and is_on(legal),
        style=_value(element, "pStyle"),
    )


def _extended_format(element: Element) -> str | None:
    """The plain fallback of a format that newer Word writes as ``mc:AlternateContent`` (w:numFmt custom)."""
    found = next((e for e in element.iter(f"{W}numFmt") if _get(e, "val") not in {"", "custom"}), None)
    return _get(found, "val") if found is not None else None


def is_on(element: Element) -> bool:
    """Whether an on/off property (ST_OnOff) is on; one without a value is."""
    return element.get(f"{W}val", "true") not in {"0", "false", "off", "none"}


def _value(element: Element, child: str) -> str | None:
    found = element.find(f"{W}{child}")
    return None if found is None else _get(found, "val")


def _get(element: Element, attribute: str) -> str:
    return element.get(f"{W}{attribute}", "")


def _int(text: str | None, default: int) -> int:
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isascii() and digits.isdecimal() and len(digits) < 10 else default
