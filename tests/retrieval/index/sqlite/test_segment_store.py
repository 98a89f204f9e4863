"""Strings that sentences hold, found through the pairs of their characters: the same as by reading every sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.index.sqlite.maintenance import SqliteIndex
from store.archive.sqlite.archive import Archive
from store.model import Report, Source

TEXTS = [
    "東莞市新建小學三所。",
    "包33中和包三中迁入新校舍。",
    "滁教〔2012〕32号文件印发。",
    "全区推進教育信息化,著力改善條件。",
    "包头市第334中学。",
    "2016年PPP项目12个。",
    "云泽县滁州路小学。",
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    from tests.retrieval.conftest import build_report

    path: Path = tmp_path_factory.mktemp("held") / "a.db"
    with Archive.open(path, indexes=[SqliteIndex()]) as opened:
        for number, text in enumerate(TEXTS):
            save(opened, f"r{number}", build_report("总结", [([], [text])]))
        save(opened, "gone", build_report("总结", [([], ["青禾县撤并学校。"])]))
        opened.remove(["gone"])
        yield opened


def save(archive: Archive, name: str, report: Report) -> None:
    source = Source(f"/{name}.txt", f"{name}.txt", name, "txt", "utf-8", report.text)
    archive.save(source, (report,), text_digest=name, loaded_at="2024-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("name", "said"),
    [("东莞", False), ("東莞", True), ("云泽县", True), ("青禾县", False), ("着力", False), ("著力", True)],
)
def test_a_name_is_mentioned_where_a_sentence_writes_it_so(archive: Archive, name: str, said: bool) -> None:
    assert archive.mentions(name) is said


def test_any_piece_of_a_text_is_found(archive: Archive) -> None:
    pieces = st.sampled_from(TEXTS).flatmap(
        lambda text: st.integers(0, len(text) - 1).flatmap(
            lambda start: st.integers(start + 1, len(text)).map(lambda end: text[start:end])
        )
    )

    @given(pieces)
    @settings(max_examples=200, suppress_health_check=list(HealthCheck))
    def found(piece: str) -> None:
        assert archive.mentions(piece)

    found()


def test_a_text_of_other_characters_is_found_only_where_it_stands(archive: Archive) -> None:
    @given(st.text(alphabet="东莞滁州包三中3教县市", min_size=1, max_size=4))
    @settings(max_examples=200)
    def same(text: str) -> None:
        assert archive.mentions(text) == any(text in one for one in TEXTS)

    same()


@pytest.mark.parametrize(("place", "reports"), [("滁州", ("r2",)), ("包头", ("r1",)), ("东莞", ()), ("著名", ())])
def test_reports_that_abbreviate_a_place_are_found(archive: Archive, place: str, reports: tuple[str, ...]) -> None:
    assert archive.abbreviating(place) == reports


def test_without_the_index_every_sentence_is_read(archive: Archive) -> None:
    with Archive.open(archive.path, readonly=True) as plain:
        asked: list[Callable[[Archive], object]] = [
            lambda one: [one.mentions(text) for text in ("東莞", "东莞", "33中", "4中")],
            lambda one: [one.abbreviating(text) for text in ("包头", "滁州")],
        ]
        assert [ask(plain) for ask in asked] == [ask(archive) for ask in asked]
