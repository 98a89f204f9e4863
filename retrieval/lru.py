"""A bounded memory: what was used last stays, what was not used for longest goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The values of the ``most`` keys that were used last; for one thread, like the archive whose values it holds."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value of a key, None where it is not remembered."""
        value = self._kept.get(key)
        if value is not None:
            self._kept.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        """Remember a value; the one that was not used for longest is forgotten where there is no room."""
        known = len(self._kept)
        self._kept[key] = value
        if len(self._kept) == known:  # what is new stands last
            self._kept.move_to_end(key)
        elif known == self._most:
            self._kept.popitem(last=False)

    def all_of(self, keys: Sequence[K], fetch: Callable[[Sequence[K]], Sequence[V]]) -> list[V]:
        """The value of each key in order; those that are not remembered are fetched, all at once."""
        kept = self._kept
        found = {key: kept[key] for key in keys if key in kept}
        for key in found:
            kept.move_to_end(key)
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        if missing:
            found.update(zip(missing, fetch(missing), strict=True))
            for key in missing:
                self.put(key, found[key])
        return [found[key] for key in keys]
