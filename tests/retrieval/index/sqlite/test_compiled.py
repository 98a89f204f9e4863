"""Machine code scores as numpy does, to the last bit, and is made only where it pays."""

from __future__ import annotations

import random

import numpy as np
import pytest

from retrieval.index.sqlite import machine_code
from retrieval.index.sqlite.posting_lists import Scale, TermList
from retrieval.index.sqlite.scan import Around, Scan, Weighed, looked_up, room
from tests.retrieval.index.conformance import Conformance
from tests.retrieval.index.sqlite.test_engine import TestInSmall as InSmall
from tests.retrieval.index.sqlite.test_engine import bare

UNITS = 150_000  # more than two parts of a list


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> machine_code.Loops:
    pytest.importorskip("numba", reason="numba is not installed: pip install 'wenbao[fast]'")
    monkeypatch.setattr(machine_code._Choice, "loops", machine_code._Choice.loops)
    machine_code.prepare()
    return machine_code.loops(0)


def lists_of(dice: random.Random, lengths: np.ndarray) -> list[Weighed]:
    """Lists of all kinds: short, long, dense, their repeats few, many or none, of words and of grams."""
    numbers, scales = (
        np.random.default_rng(dice.randrange(1 << 30)),
        [
            Scale.of(lengths, 0.9, 0.4),
            Scale.of(lengths, 0.4, 0.4),
        ],
    )
    found = []
    for count in (1, 30, 2000, 2049, 9000, 9375, 40_000, 149_999):
        for repeats in (0, 1, count // 2, count):
            part = dice.randint(0, 1)
            units = np.sort(numbers.choice(UNITS, count, replace=False)).astype(np.uint32)
            again = np.sort(numbers.choice(units, min(repeats, count), replace=False))
            times = numbers.integers(2, dice.choice([9, 300]), len(again))
            times = times.astype(np.uint8 if times.max(initial=0) < 256 else np.uint32)
            one = TermList.of(units, again, times, scales[part])
            found.append(Weighed(part, one, scales[part], dice.choice([0.3, 0.77, 1.0])))
    return dice.sample(found, dice.randint(1, len(found)))


@pytest.mark.parametrize("seed", range(8))
def test_every_unit_scores_the_same(seed: int, compiled: machine_code.Loops) -> None:
    dice = random.Random(seed)
    lengths = np.random.default_rng(seed).integers(1, dice.choice([90, 900]), UNITS).astype(np.uint16)
    lists = lists_of(dice, lengths)
    kind, exactly = compiled
    assert kind is not Scan
    units = np.sort(np.array(dice.sample(range(UNITS), 3000)))
    kept = np.random.default_rng(seed).random(UNITS) < 0.5
    for keep in (False, True):
        ours, theirs = kind(room(UNITS), lists), Scan(room(UNITS), lists)
        if keep:
            ours.keep(kept)
            theirs.keep(kept)
        assert ours.slack == theirs.slack
        assert np.array_equal(ours.about(np.arange(UNITS)), theirs.about(np.arange(UNITS)))
        near = theirs.about(np.arange(UNITS))
        for score in (0.0, near.max() / 2, near.max()):
            assert set(ours.reaching(score).tolist()) == set(theirs.reaching(score).tolist())
        found, high = ours.likeliest(100)
        assert len(set(found.tolist())) == len(found) >= min(100, np.count_nonzero(near))
        assert np.delete(near, found).max(initial=0.0) <= high
    flags = np.zeros(UNITS, np.bool_)
    flags[units] = True
    for part in (0, 1):
        of_part = [one for one in lists if one.part == part]
        if of_part:
            assert np.array_equal(exactly(of_part, units, flags), looked_up(of_part, units, flags))


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_the_best_are_among_those_that_promise_to_be(seed: int, alone: bool, compiled: machine_code.Loops) -> None:
    dice, numbers = random.Random(seed), np.random.default_rng(seed)
    lengths = numbers.integers(1, dice.choice([90, 900]), UNITS).astype(np.uint16)
    lists = [one for one in lists_of(dice, lengths) if not alone or one.part == 0] or lists_of(dice, lengths)[:1]
    # Paragraphs of one to five sentences, four of them in a section; few headings hand down much.
    paragraphs = np.repeat(np.arange(UNITS), numbers.integers(1, 6, UNITS))[:UNITS]
    back = (np.arange(UNITS) - paragraphs.searchsorted(paragraphs)).astype(np.uint8)
    paths = (paragraphs // 4).astype(np.uint32)
    bonus = numbers.random(int(paths[-1]) + 1) ** 50 * dice.choice([1.0, 9.0])
    around = Around(back, 4, paths, None if alone else bonus, 0.0 if alone else dice.choice([0.0, 0.2]))
    every, flags = np.arange(UNITS), np.ones(UNITS, np.bool_)
    own = sum(looked_up(of, every, flags) for part in (0, 1) if (of := [one for one in lists if one.part == part]))
    total = np.where(own > 0, own + around.lead * (back > 0) * own[every - back] + around.above(every), -1.0)
    bound = float(np.sort(bonus)[-20])
    aside = np.flatnonzero(around.above(every) > bound) if not alone else every[:0]
    for kind in (compiled[0], Scan):
        for limit in (1, 10, 2000):
            scan = kind(room(UNITS), lists, alone=alone)
            promising = scan.promising(limit, around, aside, 0.0 if alone else bound)
            assert (np.diff(promising) > 0).all()
            least = np.partition(total, -limit)[-limit]
            assert set(np.flatnonzero((total >= least) & (own > 0)).tolist()) <= set(promising.tolist())


class TestCompiled(Conformance):
    """An engine that searches by machine code finds what the formula says."""

    opened = staticmethod(bare)
    examples = 60

    @pytest.fixture(autouse=True)
    def by_machine_code(self, compiled: machine_code.Loops) -> None:
        """Every search of the test."""


class TestCompiledInSmall(InSmall):
    """The same with lists that are long and dense with a few sentences."""

    examples = 60

    @pytest.fixture(autouse=True)
    def by_machine_code(self, compiled: machine_code.Loops) -> None:
        """Every search of the test."""


def test_it_is_made_after_some_searches_of_many_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(machine_code._Choice, "searched", 0)
    monkeypatch.setattr(machine_code, "find_spec", lambda name: name)
    monkeypatch.setattr("threading.Thread", lambda **how: made.append(how["name"]) or Begun())
    for _ in range(1000):
        machine_code.loops(100_000)
    assert made == []
    for _ in range(1000):
        machine_code.loops(1_000_000)
    assert made == ["machine code"]


class Begun:
    def start(self) -> None:
        """Nothing is done here."""


def test_where_numba_cannot_work_numpy_goes_on_and_the_log_says_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(name: str) -> object:
        raise RuntimeError(f"{name}: cannot cache function: no locator available")

    monkeypatch.setattr(machine_code, "import_module", fail)
    before = machine_code.loops(0)
    machine_code.prepare()
    assert machine_code.loops(0) == before
    (said,) = caplog.messages
    for told in ("compiled.py", "RuntimeError", "no locator available", "NUMBA_CACHE_DIR"):
        assert told in said


def test_a_list_that_names_a_unit_that_is_not_there_is_refused() -> None:
    none = np.zeros(0, np.uint32)
    damaged = TermList.of(np.array([40, 3], np.uint32), none, none, Scale.of(np.full(40, 5, np.uint8), 0.9, 0.4))
    with pytest.raises(IndexError):
        damaged.row(40)
