"""The embedded engine: what every engine must do, and what is its own."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from retrieval.index.sqlite import maintenance, posting_lists, posting_pages, scan, top_k
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.index.sqlite.maintenance import SqliteIndex
from retrieval.model import FieldQuery, FieldWeights, Query, Term
from store.archive.indexes import Incoming
from store.archive.sqlite.archive import Archive
from store.model import Report, Sentence, Source
from tests.retrieval.index.conformance import WEIGHTS, Conformance, Search, agree, asking, report_of

ROOT = Path(__file__).resolve().parents[4]
FIELDS = ("words", "grams", "heading", "title")


class Bare:
    """The index by itself, in memory."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.index = SqliteIndex()
        self.index.create(db)
        self.settled = False

    def save(self, report_id: str, report: Report) -> None:
        self.index.remove(self.db, report_id)
        self.index.add(self.db, [Incoming(report_id, report)])

    def remove(self, report_id: str) -> None:
        self.index.remove(self.db, report_id)

    def tidy(self) -> None:
        # One time as after one report, the next as after many.
        self.settled = not self.settled
        self.index.tidy(self.db, settled=self.settled)

    def engine(self, weights: FieldWeights) -> SqliteEngine:
        return SqliteEngine(self.db, weights)


@contextmanager
def bare() -> Iterator[Bare]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        yield Bare(db)


class Filed:
    """An archive in a file; every engine has a connection of its own."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._path = path
        self._stack = stack
        self._archive = stack.enter_context(Archive.open(path, indexes=[SqliteIndex()]))

    def save(self, report_id: str, report: Report) -> None:
        save(self._archive, report_id, report)

    def remove(self, report_id: str) -> None:
        self._archive.forget(f"/{report_id}.txt")

    def tidy(self) -> None:
        with self._archive.writing():
            """Tidies up behind itself."""

    def engine(self, weights: FieldWeights) -> SqliteEngine:
        reader = Archive.open(self._path, indexes=[SqliteIndex()], readonly=True)
        return SqliteEngine(self._stack.enter_context(reader).connection, weights)


def save(archive: Archive, report_id: str, report: Report) -> None:
    source = Source(f"/{report_id}.txt", f"{report_id}.txt", report_id, "txt", "utf-8", "")
    archive.save(source, [report], text_digest=report_id, loaded_at="2024-01-01T00:00:00Z")


@contextmanager
def filed() -> Iterator[Filed]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        yield Filed(Path(folder) / "a.db", stack)


class TestBare(Conformance):
    opened = staticmethod(bare)


class TestOverConnections(Conformance):
    """One connection writes, others search, as several processes do."""

    opened = staticmethod(filed)
    examples = 30


class TestInSmall(Conformance):
    """The same with all limits so low that what is meant for millions of sentences happens with a few."""

    opened = staticmethod(bare)

    @pytest.fixture(autouse=True)
    def low_limits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module, name, value in (
            *((scan, "_FIRST", 1), (top_k, "_FEW", 1), (top_k, "_SECTIONS", 2)),
            *((posting_lists, "_SHORT", 1), (posting_lists, "_DENSE", 3), (scan, "_LONG", 1), (scan, "_LED", 6)),
            (scan, "_GROUPS", 2),
            *(
                (maintenance, "_SMALLEST", 1),
                (maintenance, "_TOGETHER", 2),
                (posting_pages, "_PAGE_BYTES", 64),
                (posting_pages, "_AT_ONCE", 8),
            ),
        ):
            monkeypatch.setattr(module, name, value)


# ------------------------------------------------------------------------------------------------ many sentences

WORDS = [*"学校教师招聘经费安全工作发展建设农村城镇完成提高推进落实"]


def invented(seed: int, sentences: int) -> Report:
    """A report whose words are as unequally common as in a language."""
    dice = random.Random(seed)

    def text(least: int, most: int) -> str:
        return "".join(
            WORDS[min(int(dice.expovariate(0.25)), len(WORDS) - 1)] for _ in range(dice.randint(least, most))
        )

    path: tuple[str, ...] = ()
    whole, rows = "", []
    for number in range(sentences):
        path = (text(2, 5),) if dice.random() < 0.1 else path
        said = text(3, 14) + "。"
        start, whole = len(whole), whole + said
        rows.append(Sentence(said, start, len(whole), path, number - dice.randint(0, 1) * (number % 3), 1, 1))
    return Report(1, text(3, 6), None, None, None, None, whole, (), tuple(rows), ())


@pytest.mark.parametrize("seed", range(6))
def test_what_is_left_out_of_many_sentences_is_not_among_the_best(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_FIRST", 200)
    monkeypatch.setattr(top_k, "_FEW", 20)
    monkeypatch.setattr(scan, "_GROUPS", 300)
    monkeypatch.setattr(posting_lists, "_SHORT", 40)
    dice = random.Random(seed)
    held = {f"r{number}": invented(100 * seed + number, 60) for number in range(25)}
    with bare() as store:
        for name, report in held.items():
            store.save(name, report)
        store.tidy()
        engine = store.engine(WEIGHTS)
        for limit in (1, 10, 60):
            asked = tuple(Term(word, dice.choice([0.3, 1.0])) for word in sorted(dice.sample(WORDS, 5)))
            query = Query(tuple(FieldQuery(field, asked) for field in FIELDS))
            filters = None if limit < 60 else frozenset(dice.sample(sorted(held), 20))
            agree(engine, held, Search(query, filters, limit, WEIGHTS))


def test_removing_leaves_no_list_behind() -> None:
    with bare() as store:
        store.save("甲", report_of("招聘教师。", "修建校舍。"))
        store.remove("甲")
        counts = [
            store.db.execute(f"SELECT COUNT(*) FROM search_{name}").fetchone() for name in ("slabs", "pages", "gone")
        ]
        assert counts == [(0,), (0,), (0,)]


def test_slabs_stay_few_and_hold_no_more_than_what_is_stored() -> None:
    with bare() as store:
        for number in range(300):
            store.save(f"r{number}", invented(number, 5))
            store.tidy()
            if number % 2:
                store.remove(f"r{number - 1}")
        sizes = [count for (count,) in store.db.execute("SELECT count FROM search_slabs")]
        assert len(sizes) < 15
        assert 150 * 5 <= sum(sizes) <= 2 * 150 * 5
        assert len(list(store.index.held(store.db))) == 150
        assert list(store.index.problems(store.db, {})) == []


# ------------------------------------------------------------------------------------------------ its own check


def test_a_sound_index_has_no_problems() -> None:
    reports = {f"r{number}": invented(number, 40) for number in range(9)}
    with bare() as store:
        for name, report in reports.items():
            store.save(name, report)
        store.remove("r3")
        store.tidy()
        del reports["r3"]
        assert list(store.index.problems(store.db, reports)) == []


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM search_pages WHERE id = (SELECT MIN(id) FROM search_pages)",
        "UPDATE search_pages SET id = id + 1 WHERE id = (SELECT MAX(id) FROM search_pages)",
        "UPDATE search_slabs SET words = heading",
        "UPDATE search_slabs SET back = sections",
        "UPDATE search_terms SET id = 1 - id",
    ],
)
def test_what_does_not_fit_together_is_found(damage: str) -> None:
    reports = {f"r{number}": invented(number, 40) for number in range(3)}
    with bare() as store:
        for name, report in reports.items():
            store.save(name, report)
        store.db.execute(damage)
        assert list(store.index.problems(store.db, reports))


# ------------------------------------------------------------------------------------------------ several processes

WRITER = """
import sys
from pathlib import Path
from retrieval.index.sqlite.maintenance import SqliteIndex
from store.archive.sqlite.archive import Archive
from tests.retrieval.index.sqlite.test_engine import invented, save

with Archive.open(Path(sys.argv[1]), indexes=[SqliteIndex()]) as archive:
    for number in range(10_000):
        if number == 25:
            print("reports are replaced and removed from now on", flush=True)
        save(archive, f"r{number % 20}", invented(number, 30))
        if number % 7 == 6:
            archive.remove([f"r{number % 20}"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that cannot be caught")
@pytest.mark.parametrize("moment", [0.01, 0.1, 0.3])
def test_a_killed_writer_leaves_an_index_that_ranks_like_a_new_one(moment: float, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    with pytest.raises(subprocess.TimeoutExpired):
        writer.wait(timeout=moment)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    with Archive.open(path, indexes=[SqliteIndex()]) as archive:
        assert archive.check() == ()
        assert archive.reports()
        held = {info.id: archive.stored(info.id) for info in archive.reports()}
        asked = Search(asking("教", "师", "招聘", fields=FIELDS), None, 30, WEIGHTS)
        agree(SqliteEngine(archive.connection, WEIGHTS), held, asked)


def test_a_short_search_is_scored_once_for_all_its_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = []
    own = top_k.Search._scored
    monkeypatch.setattr(top_k.Search, "_scored", lambda self, units: scored.append(units) or own(self, units))  # type: ignore[func-returns-value]
    with bare() as store:
        for name in ("a", "b"):
            store.save(name, report_of("招聘教师20名。"))
        engine, query = store.engine(WEIGHTS), asking("教师", "招聘", fields=FIELDS)
        found = [engine.search(query, filters=named, limit=5) for named in (None, frozenset("a"), frozenset("b"))]
    assert [len(one) for one in found] == [2, 1, 1]
    assert len(scored) == 1
