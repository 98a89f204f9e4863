"""The subjects of a sentence: what each of its quantities counts or measures, and its whole name."""

from __future__ import annotations

from dataclasses import dataclass, field

from store.figures import cues
from store.figures.clauses import Layout

_DESCRIPTIONS = 14  # characters of what is told of people in front of their noun


@dataclass(frozen=True, slots=True)
class Subjects:
    """One subject for each quantity, "" where the sentence gives none.

    ``wholes`` are the names of what is measured where the subject alone says too little: 占床位总数 of 床位总数, the head
    that the items of a list share.
    """

    names: list[str] = field(default_factory=list)
    wholes: dict[int, str] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)

    def whole(self, number: int) -> str:
        """What is measured by a quantity, by its full name."""
        return self.wholes.get(number, self.names[number])

    def place(self, layout: Layout, number: int) -> int:
        """Where the name stands in front of the figure, or right behind it; -1 where an earlier figure has it."""
        if number not in self._places:  # all who complete names ask for it
            self._places[number] = self._place(layout, number)
        return self._places[number]

    def _place(self, layout: Layout, number: int) -> int:
        quantity, left, name = layout.quantities[number], layout.left[number], self.names[number]
        if quantity.kind == "percent" and (share := layout.before(number).find(f"{name}占")) >= 0:
            return left + share
        found = layout.sentence.rfind(name, left, quantity.front)
        reach = _DESCRIPTIONS if cues.AFFLICTED.match(layout.text, quantity.end) else 3
        return found if found >= 0 else layout.sentence.find(name, quantity.end, quantity.end + len(name) + reach)
