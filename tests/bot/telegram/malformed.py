"""Updates as no server should send them, generated from the types of the Bot API as python-telegram-bot knows them.

Every path through the types (message → reply markup → row → button → …) gives an update that holds just what it must,
and from that come others: a field that must be there is missing, or is of another kind.
"""

from __future__ import annotations

import copy
import inspect
import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import telegram
from telegram import TelegramObject, Update

_DEEPEST = 4
_WRONG: tuple[Any, ...] = (None, True, -1, 2**70, 1.5, "x", [], [None], {}, {"id": []}, [[{}]], "\ud800")
_PLAIN = {"str": "招聘教师多少名", "int": 1, "bool": True, "float": 1.0, "datetime": 1_600_000_000}


@cache
def fields(kind: type[TelegramObject]) -> tuple[tuple[str, str, bool], ...]:
    """The name, the type as it is written, and whether it must be there, of each field."""
    found = []
    for one in inspect.signature(kind.__init__).parameters.values():
        if one.name not in ("self", "api_kwargs"):
            name = {"from_user": "from"}.get(one.name, one.name)
            found.append((name, str(one.annotation), one.default is inspect.Parameter.empty))
    return tuple(found)


def kind_of(written: str) -> type[TelegramObject] | None:
    """The class of the Bot API that a type names, None where it names none."""
    for name in re.findall(r"\w+", written):
        found = getattr(telegram, name, None)
        if inspect.isclass(found) and issubclass(found, TelegramObject):
            return found
    return None


def value(written: str, path: tuple[str, ...] = ()) -> Any:
    """A value of that type which holds what it must, and what lies on the path."""
    kind = kind_of(written)
    if kind is None:
        made: Any = next((plain for name, plain in _PLAIN.items() if re.search(rf"\b{name}\b", written)), "x")
    else:
        made = {
            name: value(of, path[1:] if name == path[:1] else ())
            for name, of, needed in fields(kind)
            if (needed and kind_of(of) is not kind) or name in path[:1]
        }
        for name, of, _ in fields(kind):
            if name in path[:1]:
                made[name] = value(of, path[1:])
    for _ in range(written.count("Sequence[")):
        made = [made]
    return made


def paths(kind: type[TelegramObject] = Update, depth: int = _DEEPEST) -> Iterator[tuple[str, ...]]:
    """All ways down the types, so many steps at most."""
    for name, written, _ in fields(kind):
        if (kind, name) != (Update, "update_id"):
            yield (name,)
            below = kind_of(written)
            if below is not None and depth > 1:
                yield from ((name, *rest) for rest in paths(below, depth - 1))


def broken(seed: int) -> Iterator[dict[str, Any]]:
    """Updates without their numbers, without end: a way down the types, and its last field missing or of another kind."""
    chance = random.Random(seed)
    ways = sorted(set(paths()))
    while True:
        way = chance.choice(ways)
        made = value("Update", way)
        made.pop("update_id", None)
        holder, last = copy.deepcopy(made), way[-1]
        inside: Any = holder
        for step in way[:-1]:
            inside = inside[step]
            while isinstance(inside, list):
                inside = inside[0]
        if not isinstance(inside, dict):
            continue
        if chance.random() < 0.3:
            inside.pop(chance.choice(sorted(inside)), None)
        else:
            inside[last] = chance.choice(_WRONG)
        yield holder
