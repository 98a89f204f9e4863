"""What goes wrong between a bot and Telegram, on demand or at a rate: refusals, crashes, silence, cut connections.

A fault that takes effect leaves Telegram with the call carried out while the bot cannot know it, which is how messages
get sent twice; one that does not leaves it undone, which is how they get lost.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["too_many", "server_error", "bad_gateway", "slow", "dropped"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing going wrong; `slow` waits `seconds` and then answers, the others answer amiss or not at all."""

    kind: Kind
    takes_effect: bool = False
    retry_after: int = 1
    seconds: float = 0.0


TOO_MANY = Fault("too_many")
SERVER_ERROR = Fault("server_error")
SERVER_ERROR_AFTER = Fault("server_error", takes_effect=True)
BAD_GATEWAY = Fault("bad_gateway")
BAD_GATEWAY_AFTER = Fault("bad_gateway", takes_effect=True)
DROPPED = Fault("dropped")
DROPPED_AFTER = Fault("dropped", takes_effect=True)


def slow(seconds: float) -> Fault:
    """An answer that comes so late that the client has given up, though the call was carried out."""
    return Fault("slow", takes_effect=True, seconds=seconds)


@dataclass(slots=True)
class _Planned:
    fault: Fault
    method: str | None
    times: int


class Faults:
    """Which call goes wrong next; methods are named without regard to case, `download` is the fetching of a file."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self._rate = 0.0
        self._kinds: Sequence[Fault] = ()
        self._methods: frozenset[str] | None = None
        self._random = random.Random(0)

    def next(self, fault: Fault, method: str | None = None, *, times: int = 1) -> None:
        """The next calls (of the method, where one is named) meet the fault."""
        self._planned.append(_Planned(fault, method.lower() if method else None, times))

    def at_rate(
        self, rate: float, kinds: Sequence[Fault], *, seed: int, methods: Collection[str] | None = None
    ) -> None:
        """From now on that share of the calls meets one of the faults, each as likely as the other."""
        self._rate, self._kinds, self._random = rate, tuple(kinds), random.Random(seed)
        self._methods = frozenset(map(str.lower, methods)) if methods is not None else None

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._planned.clear()
        self._rate = 0.0

    def draw(self, method: str) -> Fault | None:
        """The fault that this call meets, if any; `method` in small letters."""
        for planned in self._planned:
            if planned.method in (None, method):
                planned.times -= 1
                if planned.times <= 0:
                    self._planned.remove(planned)
                return planned.fault
        if self._rate and (self._methods is None or method in self._methods) and self._random.random() < self._rate:
            return self._random.choice(self._kinds)
        return None
