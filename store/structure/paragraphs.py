"""The lines of one report → its stored text and its paragraphs, each knowing where its characters stand."""

from __future__ import annotations

from bisect import bisect_right

from store.cleaning.broken_lines import joined
from store.model import Line
from store.quick_records import record


@record
class Paragraph:
    """A paragraph with its broken lines mended.

    ``starts[i]`` is where its i-th line begins in ``text``, ``stored[i]`` where that line begins in the report's
    stored text, ``numbers[i]`` its line number in the source. ``marked`` is the level of
    the heading that the format itself calls it, 0 for none; ``row``: it is the row of a table.
    """

    text: str
    starts: tuple[int, ...]
    stored: tuple[int, ...]
    numbers: tuple[int, ...]
    marked: int = 0
    row: bool = False

    def place(self, offset: int) -> int:
        """The offset in the stored text of the character at ``offset`` of the paragraph."""
        if len(self.starts) == 1:  # as nearly all have
            return self.stored[0] + offset
        line = bisect_right(self.starts, offset) - 1
        return self.stored[line] + offset - self.starts[line]

    def line(self, offset: int) -> int:
        """The source line number of the character at ``offset`` of the paragraph."""
        return self.numbers[bisect_right(self.starts, offset) - 1 if len(self.starts) > 1 else 0]


def stored_text(lines: tuple[Line, ...]) -> str:
    """The report's text as it is stored: its kept lines, one below the other."""
    return "\n".join(line.text for line in lines)


def paragraphs(lines: tuple[Line, ...], *, first: int = 0) -> tuple[Paragraph, ...]:
    """The paragraphs from line ``first`` on, in order; together they hold every character of those lines."""
    found: list[Paragraph] = []
    group: list[Line] = []
    places: list[int] = []
    place = 0
    for index, line in enumerate(lines):
        if index >= first:
            if group and not line.joins:
                found.append(_paragraph(group, places))
                group, places = [], []
            group.append(line)
            places.append(place)
        place += len(line.text) + 1
    if group:
        found.append(_paragraph(group, places))
    return tuple(found)


def _paragraph(group: list[Line], places: list[int]) -> Paragraph:
    text = ""
    starts: list[int] = []
    for line in group:
        text = joined(text, line.text) if text else line.text
        starts.append(len(text) - len(line.text))
    return Paragraph(
        text, tuple(starts), tuple(places), tuple(line.number for line in group), group[0].marked, group[0].row
    )
