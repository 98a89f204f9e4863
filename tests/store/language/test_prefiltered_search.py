"""A pattern that is tried only where it can begin finds what it finds when it is tried everywhere."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.figures import quantities
from store.figures.lexer import NUMBER, NUMBER_BEGINS
from store.language.prefiltered_search import find, find_all
from store.language.tables import pattern as pattern_of
from store.language.tenses import HINT
from store.language.years import BEGINS, YEAR

_PAIRS = ((NUMBER, NUMBER_BEGINS), (YEAR, BEGINS))
# Pieces of what the patterns ask for, so that they are met whole, in part and side by side.
_PIECES = (
    "一半 半 年 天 小时 百分之 分之 二 三 十 百 千 万 亿 零 点 五 占 3/4 的 1 20 2017 2016 07 、 和 至 - : 1 ,000 .5 余 多 几 两 "
    "“ ” 十三五 十一五 期间 以来 末 过去 近 最近 今后 前 此前 去年 上一年 今年 年内 客岁 翌年 下一年 来 间 级 度 学年 上半年 ٣ ３ 第 约 教师"
).split()
_TEXTS = st.lists(st.sampled_from(_PIECES) | st.characters(), max_size=12).map("".join)


@pytest.mark.parametrize(("pattern", "first"), _PAIRS, ids=["numbers", "years"])
@given(text=_TEXTS)
def test_same_finds_as_without_looking_for_beginnings(
    pattern: re.Pattern[str], first: re.Pattern[str], text: str
) -> None:
    found = [match.span() for match in find_all(pattern, first, text)]
    assert found == [match.span() for match in pattern.finditer(text)]
    for start in range(len(text)):
        mine, plain = find(pattern, first, text, start), pattern.search(text, start)
        assert (mine and mine.span()) == (plain and plain.span())


_COUNTED = st.lists(
    st.sampled_from([*_PIECES, *"一 个 所 步 些 多 半 成 ~ 千瓦 个百分点 共 ， 。".split()]), max_size=12
).map("".join)


@given(_COUNTED)
def test_no_quantity_begins_where_a_number_is_not_looked_for(text: str) -> None:
    found = quantities.quantities_in(text)
    with patch.object(quantities, "number_begins", lambda: NUMBER_BEGINS):
        assert quantities.quantities_in(text) == found


@given(
    st.lists(
        st.sampled_from(
            "力争 打算 拟 定 计划 新 争取 到 预计 有望 明年 下 一 步 今后 半年 全市 要 必须 求 将 会 ， 20 16年".split()
        )
        | st.characters(),
        max_size=10,
    ).map("".join)
)
def test_no_aim_without_its_hint(text: str) -> None:
    if pattern_of("plans", "aim").search(text):
        assert HINT.search(text)
