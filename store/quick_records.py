"""Frozen dataclasses with slots that take little time: to make one, and to make its class.

A load makes hundreds of thousands of them, a question a thousand, and of the classes a question waits for a hundred. What
:mod:`dataclasses` writes for frozen ones calls ``object.__setattr__`` for every field, which takes seven times as long as
setting it, and is six methods to be compiled for each class, half a millisecond; here all classes share but one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, ClassVar, Self, TypeVar, cast, dataclass_transform

T = TypeVar("T", bound=type)


class Record:
    """A record of two fields or more, with a quicker way to change it."""

    __slots__: tuple[str, ...] = ()
    _values: ClassVar[Callable[[Record], tuple[Any, ...]]]
    _places: ClassVar[dict[str, int]]

    def but(self, **others: object) -> Self:
        """The value with other fields, in a fraction of the time of :func:`dataclasses.replace`."""
        kind = type(self)
        values = list(kind._values(self))
        for name, value in others.items():
            values[kind._places[name]] = value
        return kind(*values)


class _Shared:
    """What all records do. One goes to another process as the arguments that it is made of."""

    _values: ClassVar[Callable[[object], tuple[Any, ...]]]
    _compared: ClassVar[Callable[[object], tuple[Any, ...]]]

    def __eq__(self, other: object) -> bool:
        kind = type(self)
        return kind._compared(self) == kind._compared(other) if type(other) is kind else NotImplemented

    def __hash__(self) -> int:
        return hash(type(self)._compared(self))

    def __repr__(self) -> str:
        told = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)  # type: ignore[arg-type]
        return f"{type(self).__qualname__}({', '.join(told)})"

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return type(self), type(self)._values(self)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getter(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    return attrgetter(*names) if len(names) > 1 else lambda one: (getattr(one, names[0]),)


_SHARED = frozenset(("__eq__", "__hash__", "__repr__", "__reduce__", "__setattr__", "__delattr__"))


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: T) -> T:
    """The class as a frozen dataclass with slots: each value is one of an open class of the same slots until it is made.

    For one without a docstring :mod:`dataclasses` works out a signature to put there, which takes a millisecond.
    """
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    known, slots = fields(made), vars(made)["__slots__"]
    if any(one.default_factory is not MISSING or one.kw_only or not one.init for one in known):
        raise TypeError(
            f"{cls.__name__}: a record has no factories, no fields by keyword alone, and none that are not given"
        )
    space: dict[str, Any] = {f"_{one.name}": one.default for one in known if one.default is not MISSING}
    takes = ", ".join(f"{one.name}=_{one.name}" if f"_{one.name}" in space else one.name for one in known)
    sets = "".join(f" __it.{one.name} = {one.name}\n" for one in known)
    space |= {"__make": object.__new__, "__open": type(cls.__name__, cls.__bases__, {"__slots__": slots})}
    exec(f"def __new__(__cls, {takes}):\n __it = __make(__open)\n{sets} __it.__class__ = __cls\n return __it", space)
    made.__new__ = space["__new__"]
    made._values = _getter(slots)
    made._compared = _getter([one.name for one in known if one.compare])
    made._places = {name: place for place, name in enumerate(slots)}
    for name in _SHARED - vars(cls).keys():
        setattr(made, name, vars(_Shared)[name])
    return cast(T, made)
