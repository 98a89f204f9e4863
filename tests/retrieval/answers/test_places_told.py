"""Names of places that no report is from: told by a sentence, beside it, in a row, within the name of a body."""

from __future__ import annotations

import pytest

from retrieval.ask import Asker
from tests.retrieval.conftest import Over, build_report

NATION = [
    "去年5月，武汉发生特大洪水。我们从激流中抢救落水群众340人。",
    "人称“石舫”的长春矿业学院校舍每平方米造价为90元。",
    "汽车产量突破60万辆，比上年增长14%。",
]
PROVINCE = ["全省旅游收入980亿元。", "地区：长春市，旅游收入（亿元）：150。", "2023年全省共有村医3万人。"]


@pytest.fixture
def asker(over: Over) -> Asker:
    nation = build_report("2010年全国工作总结", [((), NATION)], year=2010, place=None)
    return over(
        {"nation": nation, "province": build_report("青禾省2023年公报", [((), PROVINCE)], year=2023, place="青禾省")}
    )


def test_name_told_beside_the_best_sentence_of_a_report_of_no_place_is_content(asker: Asker) -> None:
    answer = asker.ask("武汉洪水从激流里抢救了多少人")
    assert answer.status == "uncertain"
    assert answer.answers[0].quote == "我们从激流中抢救落水群众340人。"
    assert asker.ask("武汉汽车产量多少").status == "no_answer"


def test_body_that_is_asked_about_bears_the_name_of_its_place(asker: Asker) -> None:
    answer = asker.ask("长春那个矿业石舫每平方米造价多少")
    assert answer.reason not in ("no_place", "not_there", "nothing_found")
    assert "每平方米造价为90元" in answer.answers[0].quote


def test_row_of_the_place_comes_before_the_sum_of_all(asker: Asker) -> None:
    assert asker.ask("长春市旅游收入多少").answers[0].quote == PROVINCE[1]


def test_half_of_a_year_before_the_whole_county_names_no_place(asker: Asker) -> None:
    assert asker.ask("2023年上半年全省多少村医").reason != "no_place"
    assert asker.ask("2023年上半年全县多少村医").reason != "no_place"
