"""The largest of all sums that reports tell of spending."""

from __future__ import annotations

import pytest

from tests.retrieval.conftest import Over, build_report

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
def test_largest_sum_spent_comes_first(over: Over, question: str, told: list[str]) -> None:
    answer = over(
        {
            place: build_report(f"{place}2020年工作总结", [((), said)], year=2020, place=place)
            for place, said in SAID.items()
        }
    ).ask(question)
    assert answer.status == "answered"
    assert [one.quote for one in answer.answers][:2] == told
