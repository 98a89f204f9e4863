"""A page that shows its report twice."""

from __future__ import annotations

import pytest

from store.cleaning.clean import clean
from tests.store.reading import source

TITLE = "禾丰县教育局2022年工作总结"
BODY = [
    "2022年，全县教育工作平稳推进，各项任务圆满完成，教育教学质量稳步提升，群众满意度不断提高。",
    "一、办学条件",
    "全年投入资金1200万元，新建学校8所，新增学位1800个，改造操场12片，添置图书3万册。",
    "二、教师队伍",
    "全年招聘教师120名，培训教师500人次，表彰先进个人30名。",
]


@pytest.mark.parametrize("again", [[TITLE, *BODY], BODY, ["（打印版）", *BODY, "返回顶部"]])
def test_the_second_copy_is_dropped(again: list[str]) -> None:
    text = clean(source("\n".join([TITLE, *BODY, *again])))
    assert [line.text for line in text.lines][:6] == [TITLE, *BODY]
    assert [line.text for line in text.dropped if line.rule == "second-copy"][-5:] == BODY
    assert len(text.lines) + len(text.dropped) == 6 + len(again)


def test_the_links_of_the_page_between_long_copies_are_dropped_as_well() -> None:
    body = [
        f"（{number}）全县第{number}个片区新建学校{number}所，招聘教师{number}名，各项工作有序推进，群众满意。"
        for number in range(40)
    ]
    links = [
        "首页",
        "网站地图",
        ">>",
        "县长之窗",
        "政府工作报告",
        "2022年2月1日",
        *(f"{name}镇" for name in "东西南北上下左右前后"),
    ]
    text = clean(source("\n".join([TITLE, *body, *links, *body])))
    assert [line.text for line in text.lines] == [TITLE, *body]
    assert {line.text for line in text.dropped} == {*links, *body}


@pytest.mark.parametrize(
    "between",
    [
        ["附表", "指标 数值", "学校 32所", "教师 1200人"],
        ["附：先进学校", "青禾一中", "青禾二中", "云泽小学"],
        ["先进学校", "青禾一中", "青禾二中", "云泽小学"],
        ["首页", "网站地图", "指标 数值", "学校 32所", "教师 1200人"],
        ["首页", "网站地图", "指标 数值", "学校 三十二所", "教师 一千二百人"],
    ],
)
def test_a_table_or_an_appendix_between_long_copies_stays(between: list[str]) -> None:
    body = [
        f"（{number}）全县第{number}个片区新建学校{number}所，招聘教师{number}名，各项工作有序推进，群众满意。"
        for number in range(40)
    ]
    text = clean(source("\n".join([TITLE, *body, *between, TITLE, *body])))
    furniture = ["首页", "网站地图"]
    assert [line.text for line in text.lines] == [TITLE, *body, *(one for one in between if one not in furniture)]
    assert {line.text for line in text.dropped if line.rule == "second-copy"} == {TITLE, *body}


@pytest.mark.parametrize(
    "lines",
    [
        [TITLE, *BODY, "三、存在问题", *BODY[:1]],  # a sentence that stands again
        [TITLE, *BODY, *[f"（{number}）全县还新建幼儿园{number}所，各项工作有序推进。" for number in range(5)], *BODY],
        [TITLE, BODY[1], "全县新建幼儿园6所，招聘教师20名。"] * 2,
    ],
)
def test_what_only_repeats_some_lines_stays(lines: list[str]) -> None:
    assert [line.text for line in clean(source("\n".join(lines))).lines] == lines
