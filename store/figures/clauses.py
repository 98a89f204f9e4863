"""A sentence and its quantities → the lie of the land: where each quantity's clause begins, and which bracket it is in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from store import patterns as re
from store.figures import cues
from store.figures.quantities import Quantity, quantities_in
from store.language.numerals import fold
from store.quick_records import record

_MARK = re.compile(r"[,;。:!?！？()]")
_CLAUSE = re.compile("[,;:]")
_NO_TOPIC = re.compile(r"(?:其中|[分按从][^,;]{1,8}看?|\d{4}年[^,;]{0,4})?")


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets that holds a quantity: ``text[start]`` and ``text[end]`` are its two marks."""

    start: int
    end: int


@record
class Layout:
    """The folded text (same offsets as the sentence), its quantities, and for each of them where its clause begins.

    ``left`` is the end of the quantity before in the same clause, or the clause's beginning. ``bracket`` is the
    innermost pair around the quantity. Brackets without a quantity are no border (一本(重点大学)上线42人).
    """

    sentence: str
    text: str
    quantities: tuple[Quantity, ...]
    clause: tuple[int, ...]
    left: tuple[int, ...]
    bracket: tuple[Bracket | None, ...]
    leads: tuple[str, ...]

    def before(self, index: int) -> str:
        """The text between the quantity and the one before it in its clause."""
        return self.leads[index]

    def is_share(self, index: int) -> bool:
        """Whether the quantity is a part of a whole."""
        return self.quantities[index].kind in ("percent", "ratio")

    def begin_before(self, index: int) -> int:
        """Where the part of the sentence begins that ends where the clause of the quantity begins."""
        return self.behind_last(",;。:", max(0, self.clause[index] - 1))

    def behind_last(self, marks: str, end: int, floor: int = 0) -> int:
        """The place right behind the last of some marks between ``floor`` and ``end``, 0 where none of them stands there."""
        return max(self.text.rfind(mark, floor, end) for mark in marks) + 1

    def tells_change(self, index: int) -> bool:
        """Whether a verb of change stands between the quantity and the one before it in its clause."""
        return cues.change_verb().search(self.leads[index]) is not None

    def after(self, index: int, length: int) -> str:
        """So many characters behind the quantity."""
        end = self.quantities[index].end
        return self.text[end : end + length]

    def between(self, first: int, second: int) -> str:
        """The text from the end of one quantity to the beginning of another."""
        return self.text[self.quantities[first].end : self.quantities[second].front]

    def is_apart(self, first: int, second: int, name: str = "") -> bool:
        """Whether a clause without a figure stands between a quantity and a later one, or its name: 入学率93%；失业率方面，云溪县9%."""
        for number in range(first, second):
            between = self.between(number, number + 1)
            if number + 1 == second and name in between:
                between = between[: between.rfind(name)]
            if any(not _NO_TOPIC.fullmatch(told) for told in _CLAUSE.split(between)[1:-1]):
                return True
        return False


def lay_out(sentence: str) -> Layout | None:
    """The layout of the sentence; None where it has no quantity."""
    quantities = quantities_in(sentence)
    if not quantities:
        return None
    text = fold(sentence)
    starts = [q.start for q in quantities]
    marks = [m.start() for m in _MARK.finditer(text) if not _inside(m.start(), starts, quantities)]
    brackets, skipped = _brackets(text, marks, starts)
    marks = [m for m in marks if m not in skipped]
    clause = []
    left = []
    for number, quantity in enumerate(quantities):
        at = bisect_right(marks, quantity.start)
        begin = marks[at - 1] + 1 if at else 0
        clause.append(begin)
        left.append(max(begin, quantities[number - 1].end if number else 0))
    leads = tuple([text[begin : one.front] for begin, one in zip(left, quantities, strict=True)])
    return Layout(sentence, text, quantities, tuple(clause), tuple(left), _around(starts, brackets), leads)


def _inside(offset: int, starts: list[int], quantities: tuple[Quantity, ...]) -> bool:
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < quantities[at].end


def _brackets(text: str, marks: list[int], starts: list[int]) -> tuple[list[Bracket], set[int]]:
    """The pairs that hold a quantity, inner ones first; and the marks within the pairs that hold none."""
    found: list[Bracket] = []
    skipped: set[int] = set()
    stack: list[int] = []
    for place, mark in enumerate(marks):
        if text[mark] == "(":
            stack.append(place)
        elif text[mark] == ")" and stack:
            opened = stack.pop()
            begin = marks[opened]
            if bisect_right(starts, mark) > bisect_right(starts, begin):
                found.append(Bracket(begin, mark))
            elif not stack:
                skipped.update(marks[opened : place + 1])
    return found, skipped


def _around(starts: list[int], brackets: list[Bracket]) -> tuple[Bracket | None, ...]:
    found: list[Bracket | None] = [None] * len(starts)
    for bracket in brackets:
        for number in range(bisect_right(starts, bracket.start), bisect_right(starts, bracket.end)):
            if found[number] is None:
                found[number] = bracket
    return tuple(found)
