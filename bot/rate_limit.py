"""How fast a person may ask."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable

_WINDOW = 60.0  # seconds
_LETTERS = 10  # of one question, typed one after another
_REMEMBERED = 10_000  # people; the one who asked longest ago is forgotten first


class Pace:
    """So many questions a minute and person."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._asked: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._told: set[Hashable] = set()
        self._typing: OrderedDict[Hashable, tuple[str, int]] = OrderedDict()

    def wait(self, person: Hashable, now: float) -> float:
        """0 where the person may ask now, which then counts; else the seconds until they may.

        >>> pace = Pace(2)
        >>> [pace.wait(1, second) for second in (0.0, 20.0, 30.0, 60.0)]
        [0, 0, 30.0, 0]
        """
        times = self._asked.setdefault(person, deque())
        self._asked.move_to_end(person)
        if len(self._asked) > _REMEMBERED:
            self._told.discard(self._asked.popitem(last=False)[0])
        while times and times[0] <= now - _WINDOW:
            times.popleft()
        if len(times) >= self._most:
            return times[0] + _WINDOW - now
        times.append(now)
        self._told.discard(person)
        return 0

    def wait_typing(self, person: Hashable, text: str, now: float) -> float:
        """The same for a question that is asked anew with every letter typed: so many of them in a row count as one.

        >>> pace = Pace(1)
        >>> [pace.wait_typing(1, text, 0.0) for text in ("招", "招聘", "招", "资金")]
        [0, 0, 0, 60.0]
        """
        before, letters = self._typing.get(person, ("", 0))
        going_on = bool(before) and (text.startswith(before) or before.startswith(text)) and letters < _LETTERS
        self._typing[person] = text, letters + 1 if going_on else 0
        self._typing.move_to_end(person)
        if len(self._typing) > _REMEMBERED:
            self._typing.popitem(last=False)
        return 0 if going_on else self.wait(person, now)

    def tell(self, person: Hashable) -> bool:
        """Whether the person has not been told to wait since they last could ask; from now on they have.

        >>> pace = Pace(1)
        >>> pace.wait(1, 0.0), pace.wait(1, 1.0), pace.tell(1), pace.tell(1)
        (0, 59.0, True, False)
        """
        new = person not in self._told
        self._told.add(person)
        return new
