"""The archive in ClickHouse gives back what went in, whole or not at all, and the same as the report file does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.index.clickhouse.tables import ClickHouseIndex
from retrieval.text.segmentation import fold
from store.archive.clickhouse.address import read_address
from store.archive.clickhouse.push import Pushed, push
from store.archive.clickhouse.writing import ClickHouseArchive
from store.archive.figure_query import FigureQuery
from store.archive.ids import report_key
from store.archive.sqlite.archive import Archive
from store.errors import ArchiveError, UnknownReportError
from store.figures.query_terms import read_term
from store.ingest.load import load
from store.model import Correction, Report, Sentence, Source

SAMPLES = Path(__file__).resolve().parents[4] / "bot" / "samples"


@pytest.fixture(params=["in the process", "over HTTP"])
def archive(request: pytest.FixtureRequest, chdb: ClickHouseArchive) -> Iterator[ClickHouseArchive]:
    """The archive, logically empty; what others left in it must not be seen."""
    chdb.remove([info.id for info in chdb.reports()])
    if request.param == "in the process":
        yield chdb
        return
    address = read_address(request.getfixturevalue("chdb_server"))
    with ClickHouseArchive.open(address, search=ClickHouseIndex()) as opened:
        yield opened


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A report file with the six samples."""
    with Archive.open(tmp_path_factory.mktemp("samples") / "samples.db") as opened:
        load([SAMPLES], opened, loaded_at=lambda: "2024-01-01T00:00:00+00:00")
        yield opened


def report_of(*texts: str, title: str = "总结") -> Report:
    sentences = tuple(Sentence(text, 0, len(text), ("一、工作",), place, 1, 1) for place, text in enumerate(texts))
    return Report(1, title, 2022, "青禾县", None, None, "".join(texts), (), sentences, ())


def save(archive: ClickHouseArchive, name: str, *reports: Report) -> tuple[str, ...]:
    source = Source(f"/{name}.txt", f"{name}.txt", name, "txt", None, "")
    given = [replace(report, given=Correction(year=2022)) for report in reports]
    return archive.save(source, given, text_digest=name, loaded_at="2024")


def test_all_that_is_read_of_a_report_file_is_read_of_clickhouse_too(
    archive: ClickHouseArchive, samples: Archive
) -> None:
    assert push(samples, archive) == Pushed(6, 6, 314, 0)
    infos = samples.reports()
    assert archive.reports() == infos
    assert archive.reports(year=2021, place="青禾县") == samples.reports(year=2021, place="青禾县")
    assert archive.report("yunze-2022.docx") == samples.report("yunze-2022.docx")
    assert archive.years_spoken_of() == samples.years_spoken_of()
    for info in infos:
        stored = samples.stored(info.id)
        assert archive.stored(info.id) == stored
        assert archive.run_of(info.id) == samples.run_of(info.id)
        assert archive.path_of(info.id) == samples.path_of(info.id)
        path = samples.path_of(info.id)
        assert archive.file(path) == samples.file(path)
    middle = samples.run_of("qinghe-2022")[20].id
    assert archive.neighbours(middle, before=3, after=9) == samples.neighbours(middle, before=3, after=9)
    ids = [middle, 7, middle - 1, middle + 5]
    assert archive.sentences(ids) == samples.sentences(ids)
    assert archive.check() == ()


@pytest.mark.parametrize(
    "wanted",
    [
        FigureQuery(),
        FigureQuery(words=("教师",), unit="名"),
        FigureQuery(kind="money"),
        FigureQuery(indicator="教师", nature="flow", years=(2010, 2030)),
        FigureQuery(*(lambda term: (term.words, term.limits))(read_term("投入超过5000万元"))),
        FigureQuery(*(lambda term: (term.words, term.limits))(read_term("教师 大于100"))),
        FigureQuery(*(lambda term: (term.words, term.limits))(read_term("1.21亿元"))),
    ],
)
def test_figures_are_the_same_rows_in_the_same_order(
    chdb: ClickHouseArchive, samples: Archive, wanted: FigureQuery
) -> None:
    push(samples, chdb)
    for filters in ({}, {"year": 2022}, {"place": "青禾县"}, {"report": "yunze-2022"}):
        found = chdb.figures(wanted, fold=fold, **filters)
        assert found == samples.figures(wanted, fold=fold, **filters)
    for value in ("121000000", "143", "98.5"):
        kinds = ("money", "count", "percent")
        assert chdb.holding_value(kinds, Decimal(value), 5) == samples.holding_value(kinds, Decimal(value), 5)


def test_facts_of_an_indicator_are_the_same_in_both(chdb: ClickHouseArchive, samples: Archive) -> None:
    push(samples, chdb)
    ids = [info.id for info in samples.reports()]
    natures = ("level", "flow", "change", "share")
    found = samples.facts(("教师", "学前三年毛入园率"), ids, natures)
    assert len(found) > 1
    assert chdb.facts(("教师", "学前三年毛入园率"), ids, natures) == found
    for asked, among in ((natures, ids[:1]), (("flow",), ids)):
        assert chdb.facts(("教师",), among, asked) == samples.facts(("教师",), among, asked)
    for fact in found:
        (sentence,) = samples.sentences([fact.sentence])
        assert sentence.text[: fact.figure.start].endswith(fact.before)


def test_names_are_found_and_abbreviations_known(archive: ClickHouseArchive) -> None:
    save(archive, "甲", report_of("根据青教〔2022〕3号文件。", "云33中新校区启用。"))
    save(archive, "乙", report_of("柳一中、柳十二中合并。\n换行之后〔2020〕。"))
    assert archive.mentions("33中新校")
    assert not archive.mentions("34中")
    assert not archive.mentions("%")
    assert [archive.abbreviating(name) for name in ("青禾", "云泽", "柳岸", "教育", ".")] == [
        ("甲",),
        ("甲",),
        ("乙",),
        (),
        (),
    ]


def test_a_replaced_report_is_seen_whole_as_it_was_or_as_it_is(archive: ClickHouseArchive) -> None:
    save(archive, "甲", report_of("旧句一。", "旧句二。"))
    with archive.reading():
        before = archive.version()
        save(archive, "甲", report_of("新句。"))
        assert [one.text for one in archive.run_of("甲")] == ["旧句一。", "旧句二。"]
        assert archive.version() == before
        archive.sweep()  # who reads is not swept from under
        assert [one.text for one in archive.run_of("甲")] == ["旧句一。", "旧句二。"]
    assert [one.text for one in archive.run_of("甲")] == ["新句。"]
    assert archive.version() > before


def test_what_a_stopped_writer_left_is_never_seen(archive: ClickHouseArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    save(archive, "甲", report_of("旧句。"))

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(archive, "_publish", stopped)
        for name in ("甲", "乙"):
            with pytest.raises(KeyboardInterrupt):
                save(archive, name, report_of("没有存完的句。"))
    assert [info.id for info in archive.reports()] == ["甲"]
    assert [one.text for one in archive.run_of("甲")] == ["旧句。"]
    assert not archive.mentions("没有存完")
    save(archive, "甲", report_of("新句。"))
    assert [one.text for one in archive.run_of("甲")] == ["新句。"]
    assert archive.check() == ()


def test_a_sweep_leaves_only_what_is_live(archive: ClickHouseArchive) -> None:
    save(archive, "甲", report_of("旧句。"))
    save(archive, "甲", report_of("新句。"))
    save(archive, "乙", report_of("去掉的句。"))
    archive.forget("/乙.txt")
    assert archive.sweep(older=0) >= 2
    assert archive.sweep(older=0) == 0
    connection = archive.connection
    assert connection.rows("SELECT text FROM wenbao.sentences") == [("新句。",)]
    for table, key in (("postings", "intDiv(unit, 1048576)"), ("terms", "key"), ("places", "intDiv(unit, 1048576)")):
        assert connection.rows(f"SELECT DISTINCT {key} FROM wenbao.{table}") == [(report_key("甲"),)]
    assert [one.text for one in archive.run_of("甲")] == ["新句。"]


def test_a_file_keeps_its_ids_and_gives_up_those_it_no_longer_needs(archive: ClickHouseArchive) -> None:
    assert save(archive, "甲", report_of("一。"), replace(report_of("二。"), part=2)) == ("甲-1", "甲-2")
    assert save(archive, "甲", report_of("一。")) == ("甲",)
    assert [info.id for info in archive.reports()] == ["甲"]
    stored = archive.file("/甲.txt")
    assert stored is not None
    assert stored.reports == ("甲",)
    assert stored.corrections == (Correction(year=2022),)
    assert archive.file_with_text("甲") == stored
    assert archive.base_for("/别处/甲.txt", "甲.txt", 1) == "甲~2"
    with pytest.raises(UnknownReportError, match="没有“丙”这篇报告"):
        archive.remove(["甲", "丙"])
    archive.remove(["甲"])
    assert archive.file("/甲.txt") is None


def test_a_stopped_push_goes_on_where_it_was(
    chdb: ClickHouseArchive, samples: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    chdb.remove([info.id for info in chdb.reports()])
    monkeypatch.setattr("store.archive.clickhouse.push._AT_ONCE", 1)

    def stopped(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push(samples, chdb, tell=stopped)
    assert len(chdb.reports()) == 4
    steps: list[tuple[int, int]] = []
    sent = push(samples, chdb, tell=lambda done, total: steps.append((done, total)))
    assert (sent.files, sent.reports, sent.unchanged) == (2, 2, 4)
    assert steps == [(done, 6) for done in range(1, 7)]
    assert chdb.reports() == samples.reports()
    assert chdb.check() == ()


def test_a_push_takes_no_other_files_report(chdb: ClickHouseArchive, samples: Archive) -> None:
    chdb.remove([info.id for info in chdb.reports()])
    save(chdb, "yunze-2022", report_of("别人的句。"))
    with pytest.raises(ArchiveError, match="那里已经有另一个文件的报告 yunze-2022"):
        push(samples, chdb)
    assert chdb.report("yunze-2022").title == "总结"
