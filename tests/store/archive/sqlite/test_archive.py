"""The archive: what goes in comes back, whole or not at all, and what is wrong is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.archive.ids import report_key, sentence_id
from store.archive.indexes import Incoming
from store.archive.sqlite.archive import Archive
from store.errors import (
    ArchiveBusyError,
    ArchiveVersionError,
    ArchiveWriteError,
    UnknownReportError,
    UnreadableReportError,
)
from store.figures.extract import figures_in
from store.model import Correction, DroppedLine, Figure, Rank, Report, Section, Sentence, Source
from store.structure.parse import parse
from store.structure.periods import dated

NOW = "2024-03-01T08:00:00Z"


def with_schools(report: Report) -> int:
    return sum("学校" in sentence.text for sentence in report.sentences)


class WordIndex:
    """The smallest index: how many sentences of each report hold 学校."""

    version = "1"
    tables: tuple[str, ...] = ("schools",)

    def create(self, db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE IF NOT EXISTS schools (report TEXT PRIMARY KEY, count INTEGER)")

    def at_hand(self) -> None:
        """It needs nothing."""

    def prepare(self, report: Report) -> None:
        """Counting is quick."""

    def add(self, db: sqlite3.Connection, reports: Sequence[Incoming]) -> None:
        for one in reports:
            db.execute("INSERT INTO schools VALUES (?, ?)", (one.id, with_schools(one.report)))

    def remove(self, db: sqlite3.Connection, report_id: str) -> None:
        db.execute("DELETE FROM schools WHERE report = ?", (report_id,))

    def tidy(self, db: sqlite3.Connection, *, settled: bool = False) -> None:
        """It is always in order."""

    def held(self, db: sqlite3.Connection) -> list[int]:
        return [report_key(name) for (name,) in db.execute("SELECT report FROM schools")]

    def outdated(self, db: sqlite3.Connection) -> list[int]:
        return [report_key(name) for (name,) in db.execute(f"SELECT report FROM {self.tables[0]} WHERE count < 0")]

    def holders(self, db: sqlite3.Connection, texts: Sequence[str]) -> None:
        """It knows of one word only."""

    def problems(self, db: sqlite3.Connection, sample: Mapping[str, Report]) -> Iterator[str]:
        for name, report in sample.items():
            (count,) = db.execute("SELECT count FROM schools WHERE report = ?", (name,)).fetchone()
            if count != with_schools(report):
                yield f"{name} 数错了"


class TidyIndex(WordIndex):
    """Remembers each time that it was put in order, and whether that was for good."""

    def __init__(self) -> None:
        self.tidied: list[bool] = []

    def tidy(self, db: sqlite3.Connection, *, settled: bool = False) -> None:
        self.tidied.append(settled)


class BrokenIndex(WordIndex):
    """Fails in the middle of a file, once something of it is written."""

    def add(self, db: sqlite3.Connection, reports: Sequence[Incoming]) -> None:
        super().add(db, reports)
        if any(one.report.part == 2 for one in reports):
            raise ValueError("索引坏了")


class LaterIndex(WordIndex):
    """The same tables' name with other columns: only dropping the old ones lets it work."""

    version = "2"

    def create(self, db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE IF NOT EXISTS schools (report TEXT PRIMARY KEY, count INTEGER, version TEXT)")

    def add(self, db: sqlite3.Connection, reports: Sequence[Incoming]) -> None:
        for one in reports:
            db.execute("INSERT INTO schools VALUES (?, ?, '2')", (one.id, len(one.report.sentences)))


class OtherIndex(WordIndex):
    """A version with tables of its own."""

    version = "3"
    tables = ("other_schools",)

    def create(self, db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE IF NOT EXISTS other_schools (report TEXT PRIMARY KEY, count INTEGER)")

    def add(self, db: sqlite3.Connection, reports: Sequence[Incoming]) -> None:
        for one in reports:
            db.execute("INSERT INTO other_schools VALUES (?, ?)", (one.id, with_schools(one.report)))

    def held(self, db: sqlite3.Connection) -> list[int]:
        return [report_key(name) for (name,) in db.execute("SELECT report FROM other_schools")]

    def problems(self, db: sqlite3.Connection, sample: Mapping[str, Report]) -> Iterator[str]:
        yield from ()


# An index keeps its name from one version to the next.
LaterIndex.__name__ = OtherIndex.__name__ = "WordIndex"


def a_report(
    part: int = 1, *, year: int | None = 2018, place: str | None = "云溪区", marker: str = "甲", sentences: int = 3
) -> Report:
    head = "一、基本情况\n"
    lines = [f"{marker}处共有学校{number}所。" for number in range(sentences)]
    starts = [len(head) + sum(len(line) for line in lines[:number]) for number in range(sentences)]
    report = Report(
        part=part,
        title=f"{year}年工作总结",
        year=year,
        place=place,
        kind="工作总结",
        published=None,
        text=head + "".join(lines),
        sections=(Section(1, "一、基本情况", ("一、基本情况",), 0, len(head) - 1),),
        sentences=tuple(
            Sentence(line, start, start + len(line), ("一、基本情况",), 0, 2, 2)
            for line, start in zip(lines, starts, strict=True)
        ),
        dropped=(DroppedLine(1, "首页 > 总结", "面包屑"),),
    )
    return dated(report)


def a_source(name: str = "003_云溪.txt", *, folder: str = "/报告", digest: str = "d") -> Source:
    return Source(f"{folder}/{name}", name, digest, "txt", "utf-8", "")


def save(archive: Archive, *reports: Report, name: str = "003_云溪.txt", folder: str = "/报告") -> tuple[str, ...]:
    return archive.save(a_source(name, folder=folder), reports, text_digest=f"{folder}/{name}", loaded_at=NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wenbao.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive.open(path, indexes=[WordIndex()]) as archive:
        yield archive


def schools(archive: Archive) -> dict[str, int]:
    return dict(archive.connection.execute("SELECT report, count FROM schools").fetchall())


# -- what goes in comes back -------------------------------------------------------------------------------------

spans = st.integers(0, 1 << 40)
names = st.text(max_size=12)
paths = st.lists(names, max_size=3).map(tuple)
decimals = st.decimals(-(10**15), 10**15, allow_nan=False, places=4)
figures = st.builds(
    Figure,
    *(names, spans, spans, decimals, st.none(), st.none(), names, st.sampled_from(["money", "count"])),
    *(st.just("exact"), st.none() | st.just("increase"), names, st.none() | st.integers(0, 9), st.booleans()),
    *(st.none() | names, st.none() | names, st.none() | names),
    *(st.none() | st.builds(Rank, st.none() | st.integers(1, 99), st.integers(1, 99)), st.none() | names),
    *(st.none() | names, st.none() | names),
)
ranges = st.builds(lambda one, low, high: replace(one, value=None, low=low, high=high), figures, decimals, decimals)
reports = st.builds(
    Report,
    part=st.integers(1, 50),
    title=names,
    year=st.none() | st.integers(1949, 2100),
    place=st.none() | names,
    kind=st.none() | names,
    published=st.none() | st.dates().map(str),
    text=st.text(max_size=60),
    sections=st.lists(st.builds(Section, st.integers(0, 9), names, paths, spans, spans, st.booleans()), max_size=4).map(
        tuple
    ),
    sentences=st.lists(
        st.builds(
            Sentence,
            *(names, spans, spans, paths, spans, spans, spans, st.booleans()),
            st.lists(figures | ranges, max_size=3).map(tuple),
        ),
        max_size=6,
    ).map(tuple),
    dropped=st.lists(st.builds(DroppedLine, spans, names, names), max_size=3).map(tuple),
)


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("archive") / "wenbao.db") as archive:
        yield archive


@settings(max_examples=50)
@given(st.lists(reports, min_size=1, max_size=3))
def test_what_is_read_back_equals_what_was_saved(long_lived: Archive, saved: list[Report]) -> None:
    saved = [replace(report, part=part) for part, report in enumerate(saved, start=1)]
    ids = save(long_lived, *saved)
    assert [long_lived.stored(report_id) for report_id in ids] == saved
    assert [info.sentences for info in long_lived.reports()] == [len(report.sentences) for report in saved]


def test_sentences_come_in_the_order_asked_with_their_report_and_section(archive: Archive) -> None:
    save(archive, a_report(1), a_report(2, marker="乙"))
    wanted = [sentence_id("003-2", 2), sentence_id("003-1", 0), sentence_id("003-2", 2)]
    found = archive.sentences(wanted)
    assert [sentence.id for sentence in found] == wanted
    assert [(sentence.report, sentence.text) for sentence in found[:2]] == [
        ("003-2", "乙处共有学校2所。"),
        ("003-1", "甲处共有学校0所。"),
    ]
    assert found[0].section == ("一、基本情况",)


def test_sentences_of_a_removed_report_are_passed_over(archive: Archive) -> None:
    save(archive, a_report(1), a_report(2))
    archive.remove(["003-1"])
    assert [one.report for one in archive.sentences([sentence_id("003-1", 0), sentence_id("003-2", 0)])] == ["003-2"]


def test_more_sentences_than_sql_takes_parameters_can_be_asked_for(archive: Archive) -> None:
    save(archive, a_report())
    assert len(archive.sentences([sentence_id("003", 1)] * 40_000)) == 40_000


def test_neighbours_end_with_the_report(archive: Archive) -> None:
    save(archive, a_report(1), a_report(2))
    around = archive.neighbours(sentence_id("003-1", 1), before=5, after=1)
    assert [one.id for one in around] == [sentence_id("003-1", ordinal) for ordinal in range(3)]
    assert {one.report for one in archive.neighbours(sentence_id("003-2", 2), before=9, after=9)} == {"003-2"}


@pytest.mark.parametrize(
    ("files", "tidied"),
    [(7, [False]), (8, [True]), (33, [False, True])],
    ids=["few", "many", "more than are kept waiting"],
)
def test_the_index_of_a_filled_archive_is_put_in_order_now_and_then_and_at_the_end(
    path: Path, files: int, tidied: list[bool]
) -> None:
    index = TidyIndex()
    with Archive.open(path, indexes=[index]) as archive:
        before = len(index.tidied)
        with archive.filling():
            for number in range(files):
                save(archive, a_report(), name=f"{number:03}_云溪.txt")
    assert index.tidied[before:] == tidied


def test_a_report_of_too_many_sentences_is_refused(archive: Archive) -> None:
    report = a_report()
    with pytest.raises(UnreadableReportError, match="超过了 1048576 句"):
        save(archive, replace(report, sentences=report.sentences[:1] * ((1 << 20) + 1)))
    assert archive.reports() == ()


# -- ids ---------------------------------------------------------------------------------------------------------


def test_ids_come_from_the_file_name_and_never_clash(archive: Archive) -> None:
    assert save(archive, a_report(), name="2018_教育.txt") == ("2018",)
    assert save(archive, a_report(), name="2018_卫生.txt") == ("2018_卫生",)
    assert save(archive, a_report(), name="2018_卫生.docx") == ("2018_卫生~2",)
    assert save(archive, a_report(), name="2018_卫生.txt", folder="/别处") == ("2018_卫生~3",)
    assert save(archive, a_report(), a_report(2), name="汇编 上册.txt") == ("汇编-1", "汇编-2")
    assert save(archive, a_report(), name="汇编-2.txt") == ("汇编-2~2",), "汇编-2 is a report of another file"
    assert save(archive, a_report(), name="汇编.txt") == ("汇编~2",), "汇编 is how that file's reports begin"


def test_a_file_keeps_its_ids_when_it_is_saved_again(archive: Archive) -> None:
    save(archive, a_report(), name="2018_教育.txt")
    before = save(archive, a_report(), name="2018_卫生.txt")
    archive.remove(["2018"])
    assert save(archive, a_report(marker="乙"), name="2018_卫生.txt") == before
    assert save(archive, a_report(1), a_report(2), name="2018_卫生.txt") == ("2018_卫生-1", "2018_卫生-2")
    assert [info.id for info in archive.reports()] == ["2018_卫生-1", "2018_卫生-2"]


def test_keys_and_sentence_ids_fit_into_63_bits_and_never_change() -> None:
    # printf 003-2 | sha256sum | cut -c1-10
    assert report_key("003-2") == 0xF34DC12AEF
    assert sentence_id("003-2", (1 << 20) - 1) < 1 << 63


# -- asking for reports ------------------------------------------------------------------------------------------


@pytest.fixture
def library(archive: Archive) -> Archive:
    save(archive, a_report(year=2017, place="云溪区"), name="10_云溪.txt")
    save(archive, a_report(year=2018, place="江州省云溪"), name="9_云溪.txt")
    save(archive, a_report(1, year=2018, place="白石县"), a_report(2, year=None, place=None), name="汇编_两篇.txt")
    return archive


def test_reports_are_in_natural_order_with_all_that_is_known_of_them(library: Archive) -> None:
    infos = library.reports()
    assert [info.id for info in infos] == ["9", "10", "汇编-1", "汇编-2"]
    last = infos[-1]
    assert (last.year, last.place, last.source, last.part) == (None, None, "汇编_两篇.txt", 2)
    assert (last.loaded_at, last.sections, last.sentences) == (NOW, 1, 3)


@pytest.mark.parametrize(
    ("year", "place", "ids"),
    [
        (2018, None, ["9", "汇编-1"]),
        (None, "云溪", ["9", "10"]),
        (None, "云溪区", ["9", "10"]),
        (None, "云溪市", ["9"]),
        (None, "白石", ["汇编-1"]),
        (2018, "云溪区", ["9"]),
        (2016, None, []),
        (None, "江州", ["9"]),
    ],
)
def test_reports_are_chosen_by_year_and_place(
    library: Archive, year: int | None, place: str | None, ids: list[str]
) -> None:
    assert [info.id for info in library.reports(year=year, place=place)] == ids


@pytest.mark.parametrize("name", ["10", "10_云溪.txt", "10_云溪"])
def test_a_report_is_found_by_its_id_or_its_file(library: Archive, name: str) -> None:
    assert library.report(name).id == "10"
    assert [info.id for info in library.reports(report=name)] == ["10"]
    assert library.reports(report=name, year=1999) == ()


def test_a_file_name_of_several_reports_asks_which(library: Archive) -> None:
    with pytest.raises(UnknownReportError, match="有 2 篇报告；请写报告编号：汇编-1、汇编-2"):
        library.report("汇编_两篇.txt")


def test_an_unknown_report_names_the_nearest(library: Archive) -> None:
    with pytest.raises(UnknownReportError, match=r"没有“汇编-3”这篇报告；最接近的是 汇编-[12]；库中共有 4 篇"):
        library.report("汇编-3")
    with pytest.raises(UnknownReportError, match="没有“xyz”这篇报告；库中共有 4 篇"):
        library.stored("xyz")


# -- whole or not at all -----------------------------------------------------------------------------------------


def test_removing_takes_out_every_row_and_forgets_the_file_with_its_last_report(library: Archive) -> None:
    library.remove(["汇编-1"])
    assert library.file("/报告/汇编_两篇.txt") is not None
    library.remove(["汇编-2", "9", "10"])
    left = {
        table: library.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("files", "reports", "paths", "sections", "sentences", "dropped", "schools")
    }
    assert set(left.values()) == {0}, left


def test_nothing_is_removed_when_one_id_is_unknown(library: Archive) -> None:
    with pytest.raises(UnknownReportError):
        library.remove(["9", "没有"])
    assert library.report("9")


def test_a_failing_index_leaves_nothing_of_the_file(path: Path) -> None:
    with Archive.open(path, indexes=[BrokenIndex()]) as archive:
        save(archive, a_report(marker="乙"))
        with pytest.raises(ValueError, match="索引坏了"):
            save(archive, a_report(1), a_report(2))
        assert archive.stored("003") == a_report(marker="乙")
        assert schools(archive) == {"003": 3}
        assert archive.check() == ()


def test_a_full_disk_leaves_nothing_of_the_file(archive: Archive) -> None:
    save(archive, a_report(marker="乙"), name="一.txt")
    pages = archive.connection.execute("PRAGMA page_count").fetchone()[0]
    archive.connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(ArchiveWriteError, match="磁盘已满") as caught:
        save(archive, a_report(1, sentences=2000), a_report(2, sentences=2000), name="二.txt")
    assert caught.value.where == str(archive.path)
    assert caught.value.remedy
    assert [info.id for info in archive.reports()] == ["一"]
    assert archive.stored("一") == a_report(marker="乙")
    assert archive.check() == ()
    archive.connection.execute("PRAGMA max_page_count = 100000")
    save(archive, a_report(sentences=2000), name="二.txt")
    assert archive.check() == ()


def test_a_reader_sees_whole_files_and_one_state_of_them(archive: Archive, path: Path) -> None:
    save(archive, a_report(marker="乙"))
    with Archive.open(path, readonly=True) as reader:
        with archive.writing():
            save(archive, a_report(1), a_report(2))
            assert [info.id for info in reader.reports()] == ["003"]
            assert reader.stored("003") == a_report(marker="乙")
        assert [info.id for info in reader.reports()] == ["003-1", "003-2"]
        with reader.reading():
            assert len(reader.reports()) == 2
            archive.remove(["003-1"])
            assert reader.stored("003-1") == a_report(1)
        assert [info.id for info in reader.reports()] == ["003-2"]


def test_a_second_writer_waits_and_then_says_so(archive: Archive, path: Path) -> None:
    with archive.writing(), Archive.open(path, wait=0.05) as second, pytest.raises(ArchiveBusyError, match="占用"):
        save(second, a_report())
    with Archive.open(path, wait=0.05) as second:
        assert save(second, a_report()) == ("003",)


# -- indexes -----------------------------------------------------------------------------------------------------


def test_an_index_goes_with_the_reports(archive: Archive) -> None:
    save(archive, a_report(1), a_report(2, sentences=5))
    assert schools(archive) == {"003-1": 3, "003-2": 5}
    save(archive, a_report(1, sentences=1))
    assert schools(archive) == {"003": 1}


def test_an_index_of_another_version_is_rebuilt_from_the_stored_reports(archive: Archive, path: Path) -> None:
    save(archive, a_report(1), a_report(2, sentences=5))
    archive.close()
    with pytest.raises(ArchiveVersionError, match="需要重建；请运行 wenbao reindex"):
        Archive.open(path, indexes=[LaterIndex()], readonly=True)
    with Archive.open(path, indexes=[LaterIndex()]) as later:
        assert schools(later) == {"003-1": 3, "003-2": 5}
        assert later.connection.execute("SELECT DISTINCT version FROM schools").fetchall() == [("2",)]
    with Archive.open(path, indexes=[LaterIndex()], readonly=True) as later:
        assert later.check() == ()


def test_the_index_in_use_stays_until_the_new_one_is_whole(archive: Archive, path: Path) -> None:
    for number in range(50):
        save(archive, a_report(sentences=number % 5), name=f"{number:03}.txt")
    before = schools(archive)
    archive.close()
    told: list[tuple[int, int]] = []

    def stop_after_the_first(done: int, total: int) -> None:
        told.append((done, total))
        if done < total and len(told) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Archive.open(path, indexes=[OtherIndex()], tell=stop_after_the_first)
    with Archive.open(path, indexes=[WordIndex()], readonly=True) as old:
        assert schools(old) == before
    with Archive.open(path, indexes=[OtherIndex()], tell=stop_after_the_first) as new:
        rows = new.connection.execute("SELECT report, count FROM other_schools").fetchall()
        assert dict(rows) == before
        assert len(rows) == 50
        assert new.check() == ()
        assert not new.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'schools'").fetchall()
    assert told == [(20, 50), (40, 50), (50, 50)]


def test_an_unfinished_index_is_begun_anew_when_others_have_changed_the_reports(archive: Archive, path: Path) -> None:
    for number in range(30):
        save(archive, a_report(), name=f"{number:03}.txt")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Archive.open(path, indexes=[OtherIndex()], tell=stop)
    for number in range(30):
        save(archive, a_report(sentences=9), name=f"{number:03}.txt")
    archive.close()
    with Archive.open(path, indexes=[OtherIndex()]) as new:
        assert set(new.connection.execute("SELECT count FROM other_schools")) == {(9,)}
        assert new.check() == ()


def test_outdated_reports_are_indexed_anew_a_few_at_a_time(archive: Archive) -> None:
    for number in range(50):
        save(archive, a_report(), name=f"{number:03}.txt")
    archive.connection.execute("UPDATE schools SET count = -1 WHERE report > '004'")
    assert archive.outdated() == 45
    told: list[tuple[int, int]] = []
    archive.reindex(lambda done, total: told.append((done, total)))
    assert told == [(20, 45), (40, 45), (45, 45)]
    assert archive.outdated() == 0
    assert set(schools(archive).values()) == {3}


def test_an_index_that_was_away_while_reports_changed_is_rebuilt(archive: Archive, path: Path) -> None:
    save(archive, a_report())
    archive.close()
    with Archive.open(path) as without:
        save(without, a_report(marker="乙", sentences=7))
    with pytest.raises(ArchiveVersionError, match="需要重建；请运行 wenbao reindex"):
        Archive.open(path, indexes=[WordIndex()], readonly=True)
    with Archive.open(path, indexes=[WordIndex()]) as again:
        assert schools(again) == {"003": 7}


# -- check -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (
            "UPDATE sentences SET text = '乙处共有学校1所。' WHERE text = '甲处共有学校1所。'",
            "报告 003 第 2 句与原文对不上",
        ),
        ("DELETE FROM sentences WHERE text = '甲处共有学校1所。'", "应有 1 个标题、3 句，实有 1 个标题、2 句"),
        ("DROP TABLE schools", "索引 WordIndex 的表 schools 不见了"),
        ("UPDATE index_state SET version = '0'", "索引 WordIndex 需要重建"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM files", "所属的 files 记录不见了"),
    ],
)
def test_check_says_what_is_wrong(archive: Archive, damage: str, problem: str) -> None:
    save(archive, a_report())
    assert archive.check() == ()
    archive.connection.executescript(damage)
    (found,) = archive.check()
    assert problem in found


def test_check_allows_mended_white_space(archive: Archive) -> None:
    report = a_report()
    first = report.sentences[0]
    text = report.text.replace("甲处共有", "甲处\n\u3000\u3000共有")
    save(archive, replace(report, text=text, sentences=(replace(first, end=first.end + 3),)))
    assert archive.check() == ()


def test_check_reports_a_damaged_file(archive: Archive, path: Path) -> None:
    save(archive, a_report(sentences=3000))
    archive.close()
    with path.open("r+b") as file:
        file.seek(60 * 4096)
        file.write(bytes(40 * 4096))
    with Archive.open(path, readonly=True) as damaged:
        assert all(problem.startswith("数据库") or "损坏" in problem for problem in damaged.check())
        assert damaged.check()


def test_a_file_of_the_version_before_figures_gets_them_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    line = "全县招聘教师96名，力争明年达到120名。"
    sentence = Sentence(line, 0, len(line), ("二、2023年工作打算",), 0, 1, 1, figures=figures_in(line))
    report = replace(a_report(1), text=line, sections=(), sentences=(sentence,))
    with Archive.open(path) as archive:
        (report_id,) = save(archive, report)
        archive.connection.execute("DROP TABLE figures")
        archive.connection.execute("DELETE FROM _sqlite_migrations WHERE name = '002_figures'")
        archive.connection.execute("PRAGMA user_version = 1")
    with Archive.open(path) as archive:
        assert archive.stored(report_id).sentences == (sentence,)
        assert [figure.text for figure in archive.sentences([sentence_id(report_id, 0)])[0].figures] == [
            "96名",
            "120名",
        ]
        assert archive.report(report_id).figures == 2


def as_of_version_4(db: sqlite3.Connection) -> None:
    """Take out of a report file what its fifth version brought."""
    db.execute("DROP INDEX figures_by_indicator")
    for column in ("currency", "per", "base", "rank_from", "rank_to", "period", "indicator", "nature"):
        db.execute(f"ALTER TABLE figures DROP COLUMN {column}")
    for column in ("grammar", "issuer", "region", "unsure", "given"):
        db.execute(f"ALTER TABLE tallies DROP COLUMN {column}")
    for column in ("title TEXT", "year INTEGER", "place TEXT"):
        db.execute(f"ALTER TABLE files ADD COLUMN {column}")
    db.execute("DELETE FROM _sqlite_migrations WHERE name = '005_facts'")
    db.execute("PRAGMA user_version = 4")


def test_corrections_of_the_version_before_stay_with_their_reports(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    with Archive.open(path) as archive:
        (report_id,) = save(archive, a_report(1, year=2018))
        as_of_version_4(archive.connection)
        archive.connection.execute("UPDATE files SET year = 2018, title = '青禾总结'")
    with Archive.open(path) as archive:
        assert archive.stored(report_id).given == Correction("青禾总结", 2018)


def test_who_gave_a_report_of_the_version_before_is_told_by_reindex(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    text = "滁州市教育局2018年工作总结\n2018年，全市新建学校8所，招聘教师120名，各项工作有序推进。"
    (report,) = parse(Source("/r/a.txt", "a.txt", "d", "txt", "utf-8", text))
    with Archive.open(path) as archive:
        (report_id,) = save(archive, report)
        as_of_version_4(archive.connection)
    with Archive.open(path) as archive:
        assert archive.report(report_id).issuer is None
        archive.reindex()
        assert archive.stored(report_id) == report
        assert (report.issuer, report.region) == ("滁州市教育局", ("安徽",))


def test_a_corrected_report_keeps_its_sentences_and_is_found_by_what_it_is_called_now(archive: Archive) -> None:
    first, second = save(archive, a_report(1, year=2018), a_report(2, year=None))
    before = archive.run_of(second)
    assert archive.revise(second, Correction(year=2016, place="滁州")).year == 2016
    info = archive.revise(second, Correction(title="青禾总结", issuer="滁州市教育局"))
    assert (info.title, info.year, info.place, info.issuer) == ("青禾总结", 2016, "滁州", "滁州市教育局")
    assert info.region == ("安徽",)
    assert archive.stored(second).given == Correction("青禾总结", 2016, "滁州", "滁州市教育局")
    assert [one.text for one in archive.run_of(second)] == [one.text for one in before]
    assert [one.id for one in archive.run_of(second)] == [one.id for one in before]
    assert archive.report(first).year == 2018
    assert archive.check() == ()


def test_a_report_that_is_not_there_cannot_be_corrected(archive: Archive) -> None:
    with pytest.raises(UnknownReportError):
        archive.revise("nobody", Correction(year=2016))


def test_a_file_of_the_version_before_tallies_gets_them_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    with Archive.open(path) as archive:
        save(archive, a_report(1, year=2018), a_report(2, year=None))
        before = archive.reports(), archive.years_spoken_of()
        as_of_version_4(archive.connection)
        archive.connection.execute("DROP TABLE tallies")
        archive.connection.execute("DELETE FROM _sqlite_migrations WHERE name = '004_tallies'")
        archive.connection.execute("PRAGMA user_version = 3")
    with Archive.open(path) as archive:
        assert (archive.reports(), archive.years_spoken_of()) == before
        assert before[1]["003-1"] == {2018}
        assert archive.check() == ()


def saved_by_an_older_grammar(path: Path) -> tuple[str, Report]:
    """A report whose figures are stored otherwise than they are read today; its id, and how it is read."""
    line = "计划招聘96名教师。"
    sentence = Sentence(line, 0, len(line), ("二、2023年工作打算",), 0, 1, 1, figures=figures_in(line))
    report = dated(replace(a_report(1, year=2022), text=line, sections=(), sentences=(sentence,)))
    with Archive.open(path) as archive:
        (report_id,) = save(archive, report)
        as_of_version_4(archive.connection)
        archive.connection.execute("UPDATE figures SET value = '9'")
    return report_id, report


def test_figures_that_an_older_grammar_has_read_are_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    report_id, report = saved_by_an_older_grammar(path)
    told: list[tuple[int, int]] = []
    with Archive.open(path) as archive:
        assert archive.outdated() == 1
        archive.reindex(lambda done, total: told.append((done, total)))
        assert (archive.outdated(), told) == (0, [(1, 1)])
        assert archive.stored(report_id).sentences == report.sentences
        assert archive.check() == ()


def test_a_correction_reads_anew_what_an_older_grammar_has_read(tmp_path: Path) -> None:
    report_id, report = saved_by_an_older_grammar(tmp_path / "wenbao.db")
    with Archive.open(tmp_path / "wenbao.db") as archive:
        archive.revise(report_id, Correction(place="云泽"))
        assert archive.outdated() == 0
        assert archive.stored(report_id).sentences == report.sentences


def test_ends_of_a_report_are_the_first_and_last_of_its_sentences_however_few_it_has(library: Archive) -> None:
    for info in library.reports():
        run = library.run_of(info.id)
        for head, end in ((1, 1), (2, 3), (len(run) + 1, len(run) + 1)):
            assert library.ends_of(info, head=head, end=end) == (*run[:head], *reversed(run[-end:]))
