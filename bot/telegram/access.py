"""Who may ask, who may manage, and how fast: pure decisions over Telegram's numbers."""

from __future__ import annotations

from collections import OrderedDict, deque

from bot.settings import ChatSettings

_WINDOW = 60.0  # seconds
_REMEMBERED = 10_000  # people; the one who asked longest ago is forgotten first


class Access:
    """The decisions that the configuration makes."""

    def __init__(self, settings: ChatSettings) -> None:
        self._settings = settings
        self._people = settings.admins | settings.allowed_users

    def may_ask(self, person: int, group: int | None) -> bool:
        """Whether this person gets answers, in this group or by themselves (``group`` is None).

        What is said in a group is read by all of it, so it is the group that has to be allowed there.
        """
        if self._settings.open_to_all:
            return True
        return person in self._people if group is None else group in self._settings.allowed_chats

    def may_manage(self, person: int) -> bool:
        """Whether this person may load and remove reports."""
        return person in self._settings.admins


class Pace:
    """So many questions a minute and person."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._asked: OrderedDict[int, deque[float]] = OrderedDict()
        self._told: set[int] = set()

    def wait(self, person: int, now: float) -> float:
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

    def tell(self, person: int) -> bool:
        """Whether the person has not been told to wait since they last could ask; from now on they have.

        >>> pace = Pace(1)
        >>> pace.wait(1, 0.0), pace.wait(1, 1.0), pace.tell(1), pace.tell(1)
        (0, 59.0, True, False)
        """
        new = person not in self._told
        self._told.add(person)
        return new
