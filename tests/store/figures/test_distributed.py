"""Figures that share a list: each has what it is of."""

from __future__ import annotations

import pytest

from store.figures.extract import figures_in


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "城乡居民收入分别为3.6万元、1.9万元，增长5%、8%。",
            ["城镇居民收入", "农村居民收入", "城镇居民收入", "农村居民收入"],
        ),
        ("城乡供水普及率达99%、94%。", ["城市供水普及率", "农村供水普及率"]),
        ("城乡居民养老、医疗保险参保人数42万人、65万人。", ["城乡居民养老参保人数", "医疗保险参保人数"]),
        (
            "新增规上企业8家、科技企业5家，总数分别达到96家和34家。",
            [*["规上企业", "科技企业"], "规上企业总数", "科技企业总数"],
        ),
        ("小学、初中专任教师合格率分别为98%和99%。", ["小学专任教师合格率", "初中专任教师合格率"]),
        ("高血压、糖尿病患者规范管理数分别为23万人和8万人。", ["高血压患者规范管理数", "糖尿病患者规范管理数"]),
        ("省、市级重点专科分别达到7个和19个。", ["省级重点专科", "市级重点专科"]),
        (
            "受理案件870件，审结830件，结案率95%，人均结案25件，分别上升7%、8%和5%。",
            ["受理案件", "案件审结", "案件结案率", "人均结案", "受理案件", "案件审结", "人均结案"],
        ),
    ],
)
def test_each_figure_of_a_list_has_its_own_name(sentence: str, names: list[str]) -> None:
    assert [figure.name for figure in figures_in(sentence)] == names
