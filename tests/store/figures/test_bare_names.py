"""Which names need an owner, and what may own them."""

from __future__ import annotations

import pytest

from store.figures.bare_names import fit_owner, is_bare, is_built


@pytest.mark.parametrize(
    ("name", "bare"), [("面积", True), ("总投资", True), ("国家级", True), ("口袋公园面积", False), ("失业率", False)]
)
def test_a_name_is_bare_where_it_says_only_which_measure_state_or_kind(name: str, bare: bool) -> None:
    assert is_bare(name) is bare


@pytest.mark.parametrize(
    ("noun", "owner"),
    [("口袋公园", "口袋公园"), ("收集企业诉求", "企业诉求"), ("教育局", ""), ("道路绿化", ""), ("手机普及", "")],
)
def test_a_place_a_body_and_what_is_done_own_nothing(noun: str, owner: str) -> None:
    assert fit_owner(noun) == owner


def test_what_is_built_may_have_an_investment() -> None:
    assert (is_built("教学楼"), is_built("旧城改造"), is_built("困难学生")) == (True, True, False)
