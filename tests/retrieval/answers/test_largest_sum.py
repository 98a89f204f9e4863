"""The largest of all sums that reports tell of spending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.ask import Asker
from retrieval.index.sqlite.engine import SqliteEngine, SqliteIndex
from retrieval.model import RankSettings
from store.archive.sqlite.archive import Archive
from store.model import Report
from tests.retrieval.conftest import store

SAID = {
    "青禾县": [
        "投入300万元修路。",
        "财政收入12亿元。",
        "全年共安排8.7亿元建校舍。",
        "力争投入90亿元建水库。",
        "实施项目120个，投资86亿元。",
    ],
    "云泽县": ["投入5亿元建医院。", "安排资金20万元修路。"],
}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("投入最多的一笔钱是多少", ["全年共安排8.7亿元建校舍。", "投入5亿元建医院。"]),
        ("云泽县花钱最多的是哪一项", ["投入5亿元建医院。", "安排资金20万元修路。"]),
        ("修路投入最多的一笔是多少", ["投入300万元修路。", "安排资金20万元修路。"]),
    ],
)
def test_largest_sum_spent_comes_first(
    tmp_path: Path, make_report: Callable[..., Report], question: str, told: list[str]
) -> None:
    settings = RankSettings()
    with Archive.open(tmp_path / "a.db", indexes=[SqliteIndex()]) as archive:
        for place, said in SAID.items():
            store(archive, place, make_report(f"{place}2020年工作总结", [((), said)], year=2020, place=place))
        asker = Asker(archive, SqliteEngine(archive.connection, settings.fields), settings)
        answer = asker.ask(question)
        assert answer.status == "answered"
        assert [one.quote for one in answer.answers][:2] == told
