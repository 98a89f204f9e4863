"""What a person types → words and limits."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.figures.extract import figures_in
from store.figures.query_terms import Limit, read_term, read_unit, read_value

TERMS = {
    "投入超过5000万元": ("投入", "least 50000000元 exclusive"),
    "投入超过5000万元的": ("投入", "least 50000000元 exclusive"),
    "超過五千萬元 投入": ("投入", "least 50000000元 exclusive"),
    "教师 大于100": ("教师", "least 100 exclusive"),
    "教师大于100的": ("教师", "least 100 exclusive"),
    "教师 ＞＝ １００名": ("教师", "least 100名"),
    "教师<100": ("教师", "most 100 exclusive"),
    "学校 ≤12所": ("学校", "most 12所"),
    "教师 不低于100名": ("教师", "least 100名"),
    "教师 不超过100名": ("教师", "most 100名"),
    "占比 80%以上": ("占比", "least 80%"),
    "近视率 50%以下": ("近视率", "most 50%"),
    "教师 100人以上、200人以内": ("教师", "least 100人", "most 200人"),
    "资金 5000万元至1亿元": ("资金", "least 50000000元", "most 100000000元"),
    "约100名教师": ("教师", "name 100名"),
    "资金 1.05亿元": ("资金", "name 105000000.00元"),
    "300多名 教师": ("教师", "least 300名 exclusive"),
    "招聘 教师": ("招聘 教师",),
    "招聘、教师，招聘": ("招聘 教师",),
    # No figures: a year, a class of expenses, a bare number that nothing is compared with.
    "2021年 教师": ("2021年 教师",),
    "三公经费": ("三公经费",),
    "223": ("223",),
    "目的": ("目的",),
    "": ("",),
}


def written(limit: Limit) -> str:
    return f"{limit.side} {limit.value}{limit.unit}{'' if limit.inclusive else ' exclusive'}"


@pytest.mark.parametrize("text", TERMS, ids=lambda text: text or "nothing")
def test_term_is_words_and_limits(text: str) -> None:
    words, *limits = TERMS[text]
    term = read_term(text)
    assert (" ".join(term.words), [written(limit) for limit in term.limits]) == (words, limits)


@given(st.text(st.sampled_from("投入超过不低于>=<≥5０,.万亿元名、 的至以上多余一百"), max_size=40))
def test_any_term_is_read(text: str) -> None:
    assert all(limit.value >= 0 for limit in read_term(text).limits)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        *(("100", "100", ""), ("5000万", "50000000", ""), ("1.05亿", "105000000", ""), ("10,500", "10500", "")),
        *(("１００", "100", ""), ("一万二千", "12000", ""), ("1.05亿元", "105000000", "元"), ("53.7%", "53.7", "%")),
        (" 200名 ", "200", "名"),
    ],
)
def test_value_in_base_units(text: str, value: str, unit: str) -> None:
    assert read_value(text) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["", " ", "多", "-5", "1e5", "3-5", "3-5所", "1.5.3", "NaN", "教师100名", "9" * 50])
def test_what_is_not_one_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text.strip())}$"):
        read_value(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("万元", "元"), ("㎡", "平方米"), ("名", "名"), ("万人次", "人次"), ("没有的", "没有的"), ("%", "%")],
)
def test_unit_is_the_base_unit(text: str, unit: str) -> None:
    assert read_unit(text) == unit


# Whether "教师" with this figure keeps "least 100", "least 100 exclusive", "most 100", "most 100 exclusive", "name 100".
KEPT = {
    "100名": "+-+-+",
    "101名": "++---",
    "99名": "--++-",
    "近100名": "+-+-+",
    "超过100名": "++--+",
    "不足100名": "--+++",
    "100余名": "++--+",
    "80至120名": "----+",
    "100至120名": "+---+",
}


@pytest.mark.parametrize("text", KEPT)
def test_limit_holds_for_all_that_the_figure_can_be(text: str) -> None:
    (figure,) = figures_in(f"教师{text}。")
    hundred = Decimal(100)
    limits = [
        *(Limit("least", hundred), Limit("least", hundred, inclusive=False)),
        *(Limit("most", hundred), Limit("most", hundred, inclusive=False), Limit("name", hundred)),
    ]
    assert "".join("+" if limit.holds(figure) else "-" for limit in limits) == KEPT[text]
