"""How fast a person may ask."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable

_WINDOW = 60.0  # seconds
_REMEMBERED = 10_000  # people; the one who asked longest ago is forgotten first


class Pace:
    """So many questions a minute and person."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._asked: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._told: set[Hashable] = set()

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

    def tell(self, person: Hashable) -> bool:
        """Whether the person has not been told to wait since they last could ask; from now on they have.

        >>> pace = Pace(1)
        >>> pace.wait(1, 0.0), pace.wait(1, 1.0), pace.tell(1), pace.tell(1)
        (0, 59.0, True, False)
        """
        new = person not in self._told
        self._told.add(person)
        return new
