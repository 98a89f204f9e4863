"""Which stored figures have what is wanted, and in which order they come."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from store.archive.figure_query import FigureQuery
from store.archive.sqlite.archive import Archive
from store.figures.query_terms import Limit
from store.ingest.load import load

TEXTS = {
    "b10": "石渡区2022年工作总结\n骨干教师12名，青年教师30名。全年培训教师90人次。运送教材25吨。\n",
    "b9": "云堤县2021年工作总结\n現有教師12名，校舍5,310平方米。贮粮9007199254740993斤。運送教材40噸。教师节慰问支出7万元。\n",
}


def folded(text: str) -> str:
    """What ``retrieval`` does for all characters, for those that stand here."""
    return text.translate(str.maketrans("師噸現運", "师吨现运"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    files = []
    for name, text in TEXTS.items():
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_text(text, "utf-8")
    with Archive.open(tmp_path / "a.db") as opened:
        assert load(files, opened, loaded_at=lambda: "2024-01-01T00:00:00+00:00").totals.loaded == 2
        yield opened


def texts(archive: Archive, wanted: FigureQuery, **scope: int | str) -> list[str]:
    return [one.figure.text for one in archive.figures(wanted, fold=folded, **scope)]  # type: ignore[arg-type]


def test_nearest_subject_first_then_reports_by_number_and_reading_order(archive: Archive) -> None:
    assert texts(archive, FigureQuery(("教师",))) == ["12名", "90人次", "12名", "30名", "7万元"]
    assert texts(archive, FigureQuery(("教师", "青年"))) == ["30名", "12名"]
    assert [one.report.id for one in archive.figures(FigureQuery(), fold=folded)] == ["b9"] * 5 + ["b10"] * 4


def test_unit_is_found_however_it_is_written(archive: Archive) -> None:
    assert texts(archive, FigureQuery(unit="吨")) == ["40噸", "25吨"]
    assert texts(archive, FigureQuery(limits=(Limit("least", Decimal(30), "噸"),))) == ["40噸"]


def test_values_are_compared_exactly(archive: Archive) -> None:
    large = Decimal(9007199254740993)  # one more than a float can tell from its neighbour
    assert texts(archive, FigureQuery(limits=(Limit("least", large),))) == ["9007199254740993斤"]
    assert texts(archive, FigureQuery(limits=(Limit("least", large + 1),))) == []
    assert texts(archive, FigureQuery(limits=(Limit("name", large - 1),))) == []


def test_words_stand_near_a_figure_that_is_limited(archive: Archive) -> None:
    assert texts(archive, FigureQuery(("教师", "校舍"))) == ["12名", "5,310平方米"]
    assert texts(archive, FigureQuery(("教师",), (Limit("least", Decimal(1000)),))) == ["7万元"]
    assert texts(archive, FigureQuery(("教师", "校舍"), (Limit("least", Decimal(1)),))) == []


def test_scope_is_that_of_the_reports(archive: Archive) -> None:
    assert texts(archive, FigureQuery(kind="weight"), year=2022) == ["25吨"]
    assert texts(archive, FigureQuery(kind="weight"), place="云堤县") == ["9007199254740993斤", "40噸"]
    assert texts(archive, FigureQuery(kind="area"), report="b10") == []


def test_figure_stands_in_its_sentence(archive: Archive) -> None:
    for one in archive.figures(FigureQuery(), fold=folded):
        assert one.sentence.text[one.figure.start : one.figure.end] == one.figure.text
        assert one.sentence.report == one.report.id
        text = archive.stored(one.report.id).text
        assert text[one.sentence.start : one.sentence.end] == one.sentence.text


def test_indicators_natures_years_and_places(archive: Archive) -> None:
    assert texts(archive, FigureQuery(indicator="青年教师")) == ["30名"]
    assert texts(archive, FigureQuery(indicator="教师", places=("石渡区",))) == ["12名", "30名", "90人次"]
    assert texts(archive, FigureQuery(kind="weight", years=(2022, 2023))) == ["25吨"]
    assert texts(archive, FigureQuery(kind="weight", nature="plan")) == []
    assert texts(archive, FigureQuery(kind="weight", places=("云堤县", "石渡区"))) == texts(
        archive, FigureQuery(kind="weight")
    )
