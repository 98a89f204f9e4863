"""Whole names of parts that leave out the measure of their whole."""

from __future__ import annotations

import pytest

from store.figures.extract import figures_in
from tests.growth import assert_in_proportion


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "机动车保有量12万辆，其中私人汽车7万辆，电动车8200辆，增长68.5%。",
            ["机动车保有量", "私人汽车保有量", *["电动车保有量"] * 2],
        ),
        ("消费价格上涨0.3%，其中食品类下降0.4%，衣着类上涨1.2%。", ["消费价格", "食品类价格", "衣着类价格"]),
        ("重点支出安排：教育31亿元；科技9亿元，增长15%。", ["教育支出", *["科技支出"] * 2]),
        ("专利授权98件，其中发明专利12件。", ["专利授权", "发明专利授权"]),
        ("全社会用电量98亿千瓦时，其中工业用电59亿千瓦时。", ["全社会用电量", "工业用电量"]),
        ("主要产品产量中，服装23万件；水泥14万吨，下降8%。", ["服装产量", *["水泥产量"] * 2]),
        ("总产值中，造纸业占8%，纺织业占6%。", ["造纸业占比", "纺织业占比"]),
        ("新增学位5460个，其中小学2700个。", ["学位", "小学学位"]),
        ("茶叶产值9亿元，其中出口2亿元。", ["茶叶产值", "茶叶出口"]),
        # What is a measure by itself takes none.
        ("财政支出97亿元，其中专项资金12亿元。", ["财政支出", "专项资金"]),
        ("工业增加值增长7%，其中工业投资增长12%。", ["工业增加值", "工业投资"]),
        ("学校47所，其中小学12所。", ["学校", "小学"]),
        ("重点支出安排：专项资金12亿元。", ["专项资金"]),
    ],
)
def test_a_part_is_called_by_its_whole_name(sentence: str, names: list[str]) -> None:
    assert [figure.name for figure in figures_in(sentence)] == names


def test_a_long_sentence_takes_time_in_proportion() -> None:
    assert_in_proportion(lambda times: figures_in("财政支出97亿元，其中教育12亿元、科技3亿元。" * times), 20, 200)
