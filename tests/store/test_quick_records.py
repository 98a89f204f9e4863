"""Quick records are frozen dataclasses in every respect but the time that it takes to make them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

from store import model
from store.quick_records import Record, record

_KINDS = [
    one for one in vars(model).values() if isinstance(one, type) and issubclass(one, Record) and one is not Record
]


@record
class Measured(Record):
    """A value whose fields have the names of what a careless maker would use itself."""

    value: int
    cls: str
    known: tuple[int, ...] = ()
    opened: str | None = None


def test_a_record_is_made_compared_and_shown_like_any_frozen_dataclass() -> None:
    one = Measured(3, cls="所", opened="新建")
    assert (one.value, one.cls, one.known, one.opened) == (3, "所", (), "新建")
    assert repr(one) == "Measured(value=3, cls='所', known=(), opened='新建')"
    assert one == Measured(value=3, cls="所", opened="新建") != Measured(3, "所")
    assert hash(one) == hash(Measured(3, "所", (), "新建"))
    with pytest.raises(FrozenInstanceError):
        one.value = 4  # type: ignore[misc]
    with pytest.raises(TypeError, match="missing 1 required"):
        Measured(3)  # type: ignore[call-arg]


def test_a_field_is_left_out_where_it_is_said_to_and_a_method_of_its_own_kept() -> None:
    @record
    class Told:
        value: int
        words: str = field(default="", compare=False, repr=False)

        def __reduce__(self) -> tuple[type, tuple[int]]:
            return type(self), (self.value,)

    assert copy.copy(Told(3, "三")).words == ""
    assert Told(3, "三") == Told(3, words="叁") != Told(4)
    assert (hash(Told(3, "三")), Told(3, "三").words) == (hash(Told(3)), "三")
    assert repr(Told(3, "三")).endswith("Told(value=3)")
    with pytest.raises(FrozenInstanceError):
        del Told(3).value


def test_a_record_is_changed_copied_and_sent() -> None:
    one = Measured(3, "所", (1, 2))
    assert one.but(opened="改建", value=4) == replace(one, opened="改建", value=4) == Measured(4, "所", (1, 2), "改建")
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one


@pytest.mark.parametrize("kind", _KINDS)
def test_each_record_keeps_every_field(kind: type[Record]) -> None:
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    made = kind(*range(len(names)))
    assert [getattr(made, name) for name in names] == list(range(len(names)))
