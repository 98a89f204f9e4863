"""Title, year, kind and date of publication, as the report itself says them."""

from __future__ import annotations

from typing import Any

import pytest

from store.readers.file_types import decode
from store.structure.parse import parse
from tests.store.reading import cases, source


@pytest.mark.parametrize("case", cases("front_matter.toml"))
def test_report_says_this_of_itself(case: dict[str, Any]) -> None:
    (report,) = parse(source(case["text"]))
    for key in ("title", "year", "kind", "published", "issuer"):
        if key in case:
            assert getattr(report, key) == (case[key] or None)


def test_name_of_the_file_serves_where_the_text_has_no_title() -> None:
    (report,) = parse(source("全县共有义务教育阶段中小学三十二所。", name="青禾县教育情况.txt"))
    assert report.title == "青禾县教育情况"


def test_a_file_called_by_a_year_that_its_opening_names_is_of_that_year() -> None:
    text = "各位代表：\n现在，我向县第一届人民代表大会第三次会议提出关于2003年决算和2004年预算的报告，请予审查。\n一、2003年决算\n收入3亿元。\n"
    assert [parse(source(text, name=name))[0].year for name in ("2004.txt", "b.txt")] == [2004, 2003]


@pytest.mark.parametrize(("number", "year"), [("（2022）青0304刑初86号\n", 2022), ("", None)])
def test_judgment_is_of_the_year_of_its_case_not_of_a_birth(number: str, year: int | None) -> None:
    (report,) = parse(source(f"青禾县人民法院刑事判决书\n{number}被告人周某，女，1958年出生，农民。\n指控盗窃3次。\n"))
    assert report.year == year


def test_title_of_the_format_comes_before_the_name_of_the_file() -> None:
    (report,) = parse(source("全县共有义务教育阶段中小学三十二所。", name="a.html", title="青禾县教育局"))
    assert report.title == "青禾县教育局"


def test_page_states_title_site_and_source() -> None:
    page = """<html><head><meta charset="utf-8"><title>工作动态_青禾县人民政府</title>
    <meta name="ArticleTitle" content="2022年工作总结及2023年工作计划"><meta name="SiteName" content="青禾县人民政府">
    <meta name="ContentSource" content="青禾县水务局"></head><body><div>工作动态</div><div class="TRS_Editor">
    <p>一、2022年工作总结</p><p>今年来，我局认真落实各项工作部署，完成投资54.04亿元，完成率102.41%，新建水库3座。</p>
    <p>（一）深入开展专项行动。组织学习5场、党课7场，共整理问题29条，提出对策106条，修订制度27项。</p></div></body></html>"""
    (report,) = parse(decode("/x/x.html", "x.html", page.encode()))
    assert (report.title, report.place, report.issuer) == ("2022年工作总结及2023年工作计划", "青禾县", "青禾县水务局")


def test_settings_above_a_markdown_file_are_no_text() -> None:
    text = "---\nlayout: post\ntags: [总结]\n---\n\n# 青禾县教育局2023年工作总结\n\n2023年，全县新建学校8所，招聘教师80名。\n"
    (report,) = parse(decode("/x/x.md", "x.md", text.encode()))
    assert report.title == "青禾县教育局2023年工作总结"
    assert "layout" not in report.text


def test_title_of_two_lines_is_whole_also_where_the_body_plans() -> None:
    text = "青禾县自然资源和规划局\n2023年工作总结和2024年工作安排\n今年来，我局核销隐患点28处，搬迁176户。\n"
    (report,) = parse(source(text))
    assert report.title == "青禾县自然资源和规划局2023年工作总结和2024年工作安排"


def test_body_before_whose_meeting_a_report_is_given_is_named_by_itself() -> None:
    text = "奋力开创高质量发展新局面\n——在云泽水务集团有限公司第三届职工代表大会第二次会议上的报告\n（2025年1月21日）\n各位代表：\n2024年供水1.2亿吨。\n"
    (report,) = parse(source(text))
    assert report.issuer == "云泽水务集团有限公司"


def test_a_motto_is_no_bureau() -> None:
    (report,) = parse(source("牢记使命开新局\n青禾县2023年工作总结\n2023年，全县新建学校8所。"))
    assert report.issuer is None


def test_year_that_a_heading_looks_back_on_comes_before_the_name_of_the_file() -> None:
    text = "教育局工作总结\n现将2020年工作情况和2021年工作安排汇报如下：\n一、2020年工作回顾\n新建学校8所。\n二、2021年工作安排\n新建学校2所。\n"
    (report,) = parse(source(text, name="2021.txt"))
    assert report.year == 2020


def test_little_evidence_is_unsure() -> None:
    (report,) = parse(source("工作总结\n石苑市教育局\n一年来，新建学校8所。\n青禾县教育局\n2024年1月5日"))
    assert report.unsure == ("place",)


def test_a_communique_is_of_a_kind_of_its_own() -> None:
    text = "云泽县2021年国民经济和社会发展统计公报\n一、综合\n全年实现地区生产总值90亿元，比上年增长5%。\n"
    assert parse(source(text))[0].kind == "统计公报"


def test_years_of_columns_are_not_the_year_of_the_report() -> None:
    rows = "指标：招聘教师（名），2020年：80，2021年：96\n指标：新建学校（所），2020年：3，2021年：2\n"
    (report,) = parse(source(rows, name="青禾县教育数据.txt"))
    assert report.year is None
    assert not any(figure.planned for sentence in report.sentences for figure in sentence.figures)


@pytest.mark.parametrize(
    ("opening", "name", "year"),
    [
        ("同志们，我受国务院的委托，在这次大会上作关于政府工作的报告。", "1979.txt", 1979),
        ("各位，我代表省政府，就前三年的工作和往后的路，向大会报告如下。", "政府1981.txt", 1981),
        ("本届政府1998年3月就职。现在，我代表国务院，向大会报告过去五年的工作。", "2003.txt", 2003),
        ("我根据国务院的决定，向全国人民代表大会第一次会议作政府工作报告。", "1959.txt", 1959),
        ("现在，我把情况说一说。", "1979.txt", 1979),
        ("现在，我把情况说一说。", "扫描1979.txt", None),  # any number
    ],
)
def test_a_report_without_a_title_is_of_the_year_in_its_file_s_name(opening: str, name: str, year: int | None) -> None:
    text = f"各位代表：\n\n{opening}\n\n一、农业\n\n粮食获得丰收，总产量比上一年增加三百万吨。\n"
    (report,) = parse(source(text, name=name))
    assert report.year == year
    assert (report.kind == "政府工作报告") == ("代表" in opening or "委托" in opening)


def test_a_department_is_named_with_its_county_and_a_plan_report_is_a_report() -> None:
    text = (
        "关于青禾县2024年国民经济和社会发展计划执行情况与2025年国民经济和社会发展计划草案的报告\n"
        "——2025年1月8日在青禾县第十八届人民代表大会第四次会议上\n青禾县发展和改革局局长  陈立\n各位代表：\n"
        "受县人民政府委托，现将有关情况提请大会审查。\n一、执行情况\n2024年，全县完成地区生产总值186.4亿元，增长5.6%。\n"
    )
    (report,) = parse(source(text))
    assert (report.issuer, report.kind, report.place) == ("青禾县发展和改革局", "工作报告", "青禾县")


def test_a_town_may_end_like_a_kind_of_area() -> None:
    (report,) = parse(
        source("东湖乡2022年工作总结\n2022年，全乡建成光伏电站2座，硬化村组道路38公里，各项事业稳步发展。\n")
    )
    assert report.place == "东湖乡"


def test_an_article_of_a_public_account_keeps_its_title_and_loses_what_stands_around_it() -> None:
    text = (
        "【2024年终盘点】临岚市图书馆这一年\n原创 临岚市图书馆 临岚市图书馆 2025-01-03 17:20 临岚\n点击蓝字 关注我们\n"
        "2024年，市图书馆接待读者128.6万人次，外借图书96.3万册次，新增藏书4.2万册。\n阅读 1.2万\n在看 36\n"
    )
    (report,) = parse(source(text))
    assert (report.title, report.place) == ("【2024年终盘点】临岚市图书馆这一年", "临岚")
    assert [(figure.text, figure.unit) for one in report.sentences for figure in one.figures] == [
        ("128.6万人次", "人次"),
        ("96.3万册次", "册次"),
        ("4.2万册", "册"),
    ]
    assert {line.rule for line in report.dropped} == {"public-account"}


def test_a_centre_for_diseases_is_of_its_county() -> None:
    (report,) = parse(
        source("青禾县疾病预防控制中心二○二三年工作总结\n全年接种疫苗18.6万剂次，接种率达98.7%，各项工作有序推进。\n")
    )
    assert (report.place, report.year) == ("青禾县", 2023)
