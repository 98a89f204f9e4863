"""Scoring lists: what is scored nearly bounds what is looked up for each unit, however a list is kept."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.sqlite import posting_lists, scan
from retrieval.index.sqlite.posting_lists import Numbers, Remembered, Scale, TermList
from retrieval.index.sqlite.scan import Scan, Weighed, add_up, looked_up, room

UNITS = 40
# How often each term stands in which units.
terms = st.lists(st.dictionaries(st.integers(0, UNITS - 1), st.integers(1, 3), min_size=1), min_size=1, max_size=6)
weights = st.sampled_from([0.1, 0.3, 1.0])


def list_of(often: Mapping[int, int], scale: Scale) -> TermList:
    units = np.array(sorted(often), np.uint32)
    repeated = np.array([unit for unit in sorted(often) if often[unit] > 1], np.uint32)
    return TermList.of(units, repeated, np.array([often[unit] for unit in repeated.tolist()], np.uint8), scale)


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting_lists, "_SHORT", 4)
    monkeypatch.setattr(posting_lists, "_DENSE", 2)
    monkeypatch.setattr(scan, "_LONG", 6)
    monkeypatch.setattr(scan, "_GROUPS", 8)
    monkeypatch.setattr(scan, "_BLOCK", 2)


@given(terms, st.data())
def test_no_score_is_above_the_near_one_or_far_below_it(found: list[dict[int, int]], data: st.DataObject) -> None:
    lengths = np.array([3 + sum(often.get(unit, 0) for often in found) for unit in range(UNITS)], np.uint8)
    scales = [Scale.of(lengths, 0.9, 0.4), Scale.of(lengths, 0.4, 0.4)]
    weighed = []
    for often in found:
        part = data.draw(st.integers(0, 1))
        weighed.append(Weighed(part, list_of(often, scales[part]), scales[part], data.draw(weights)))
    expected = np.zeros(UNITS)
    for one, often in zip(weighed, found, strict=True):
        k1, norm = one.scale.k1, one.scale.norm[lengths]
        for unit, times in often.items():
            expected[unit] += one.weight * times * (k1 + 1) / (times + norm[unit])
    units = np.arange(UNITS)
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=UNITS, max_size=UNITS)))
    scratch = room(UNITS)
    for flags in (np.ones(UNITS, np.bool_), kept):
        scan = Scan(scratch, weighed)  # whatever the last one left there
        scan.keep(flags)
        near = scan.about(units)
        assert (expected * flags <= near + 1e-12).all()
        assert (near <= (expected + scan.slack) * flags + 1e-12).all()
        count = data.draw(st.integers(1, UNITS))
        likeliest, high = scan.likeliest(count)
        assert len(set(likeliest.tolist())) == len(likeliest) >= min(count, int((near > 0).sum()))
        assert (near[np.setdiff1d(units, likeliest)] <= high).all()
        least = data.draw(st.floats(0, 3))
        assert (
            set(units[(near >= least) & (near > 0)].tolist())
            <= set(scan.reaching(least).tolist())
            <= set(units.tolist())
        )


@given(terms)
def test_lists_together_score_what_each_does(found: list[dict[int, int]]) -> None:
    lengths = np.array([3 + sum(often.get(unit, 0) for often in found) for unit in range(UNITS)], np.uint8)
    scale = Scale.of(lengths, 0.9, 0.4)
    weighed = [Weighed(0, list_of(often, scale), scale, 0.5) for often in found]
    together, each = np.zeros(UNITS), np.zeros(UNITS)
    add_up(together, weighed)
    for one in weighed:
        add_up(each, [one])
    some = np.arange(0, UNITS, 3)
    flags = np.zeros(UNITS, np.bool_)
    flags[some] = True
    assert together == pytest.approx(each, abs=1e-12)
    assert looked_up(weighed, some, flags) == pytest.approx(each[some], abs=1e-12)


@given(st.sets(st.integers(0, 1 << 20)))
def test_numbers_come_back_out_of_less_room(numbers: set[int]) -> None:
    ordered = np.array(sorted(numbers), np.uint32)
    assert Numbers.of(ordered).all().tolist() == ordered.tolist()


def kept(remembered: Remembered, count: int) -> list[int]:
    """The keys of the lists that are remembered, each asked for once more."""
    return [key for key in range(count) if remembered.get(key) is not None]


def test_what_takes_least_room_for_what_it_spares_is_remembered_longest() -> None:
    scale = Scale.of(np.full(1000, 5, np.uint8), 0.9, 0.4)
    short, long = (list_of(dict.fromkeys(range(count), 2), scale) for count in (1, 400))
    remembered = Remembered(3 * short.size + 2 * long.size)
    for key, found in enumerate([short, long, short, long, short]):
        remembered.put(key, found)
    assert kept(remembered, 5) == [0, 1, 2, 3, 4]
    remembered.get(1)
    remembered.put(5, long)
    remembered.put(5, long)
    assert kept(remembered, 6) == [0, 1, 2, 4, 5]  # of the long ones 3 was asked for less often than 1


def test_what_was_asked_for_often_is_forgotten_when_it_no_longer_is() -> None:
    scale = Scale.of(np.full(1000, 5, np.uint8), 0.9, 0.4)
    one = list_of({0: 1}, scale)
    remembered = Remembered(10 * one.size)
    remembered.put(0, one)
    for _ in range(20):
        assert remembered.get(0) is one
    for key in range(1, 1000):
        remembered.put(key, one)
        remembered.get(key)
    assert len(kept(remembered, 1000)) == 10
    assert remembered.get(0) is None
