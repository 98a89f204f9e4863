"""Each figure of a report has its own period and plan, whatever else its sentence speaks of."""

from __future__ import annotations

import pytest

from store.figures.extract import figures_in
from store.model import Sentence, Source
from store.readers.file_types import decode
from store.structure.parse import parse
from store.structure.periods import dated_sentences
from tests.store.reading import source

REPORT = """2026年云泽县政府工作报告
——2026年1月20日在云泽县第十二届人民代表大会第五次会议上
各位代表：
现在，我代表云泽县人民政府向大会报告工作，请予审议。
一、2025年和“十四五”时期工作回顾
2025年是负重前行的一年。一年来，我们主要做了以下工作：
（一）工业稳步回升。新增规上企业12家，技改投资增长9.5%。抽水蓄能电站完成投资8亿元，其中12月完成1亿元。
（二）民生持续改善。全年新增城镇就业3200人，比上年多210人。养老床位由2024年的900张增加到1150张。2023年开工的县医院已投入2.6亿元。
五年来，累计修建农村公路640公里，粮食产量年均增长1.8%，城镇化率由2020年的41%提高到2025年的48.5%。2025年，森林覆盖率达到62%。
二、“十五五”时期主要目标任务
“十五五”时期，我们要建成更有活力的县城。
（一）产业建设取得决定性进展。建成省级园区3个，培育高新企业80家。到2027年，全县通车里程达到2100公里。
三、2026年重点工作
（一）办好民生实事。改造老旧小区30个，去年已改造26个。争取到的专项资金1.2亿元全部用于供水，再新建水厂2座。
"""
EXPECTED = [
    ("12家", "2025", False),
    ("9.5%", "2025", False),
    ("8亿元", "2025", False),
    ("1亿元", "2025", False),
    ("3200人", "2025", False),
    ("210人", "2025", False),
    ("900张", "2024", False),
    ("1150张", "2025", False),
    ("2.6亿元", "2025", False),
    ("640公里", "2021-2025", False),
    ("1.8%", "2021-2025", False),
    ("41%", "2020", False),
    ("48.5%", "2025", False),
    ("62%", "2025", False),
    ("3个", "2026-2030", True),
    ("80家", "2026-2030", True),
    ("2100公里", "2027", True),
    ("30个", "2026", True),
    ("26个", "2025", False),
    ("2座", "2026", True),
]


def test_twenty_figures_of_a_report_have_their_own_periods_and_plans() -> None:
    (report,) = parse(Source("/云泽.txt", "云泽.txt", "d", "txt", None, REPORT))
    told = [(one.text, one.period, one.planned) for sentence in report.sentences for one in sentence.figures]
    assert [one for one in told if one[0] not in ("五年", "1.2亿元")] == EXPECTED


def said(
    *lines: str,
    path: tuple[str, ...] = (),
    year: int = 2022,
    kind: str = "年度总结",
    title: str = "",
    told_in: int | None = None,
) -> list[tuple[str | None, bool]]:
    """(period, planned) of each figure of some paragraphs."""
    sentences = [
        Sentence(line, 0, len(line), path, number, 1, 1, figures=figures_in(line)) for number, line in enumerate(lines)
    ]
    dated = dated_sentences(sentences, year=year, kind=kind, title=title, told_in=told_in)
    return [(figure.period, figure.planned) for sentence in dated for figure in sentence.figures]


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("到2022年底，全县共有水库36座。", [False]),
        ("到2024年底，全县建成水库36座。", [True]),
        ("召开会议23次，印发会议纪要21期，编印要情摘要12期。", [False, False, False]),
        ("把防汛作为首要任务，组织演练6次。", [False]),
        ("争取到上级资金1200万元，化解债务3亿元。", [False, False]),
        ("争取上级资金1200万元。", [False]),
        ("争取到2024年新建水库3座。", [True]),
        ("确保了4.2万人安全过冬。", [False]),
        ("确保4.2万人安全过冬。", [False]),  # care, in a review
        ("下一步计划投入500万元，已投入200万元。", [True, False]),
        ("已投入200万元，计划年底前再投入300万元。", [False, True]),
        ("原计划植树900亩，实际植树872亩。", [False, False]),
        ("并将17家企业予以通报，取缔3家。", [False, False]),
        ("成效比预期的要好，新增床位300张。", [False]),
        ("拟稿人员培训30人次，模拟演练9次。", [False, False]),
        ("我们将筹措资金3亿元。", [True]),
        ("力争全年植树900亩，改造农田300亩。", [True, True]),
    ],
)
def test_nearest_words_tell_a_plan_from_what_was_done(text: str, planned: list[bool]) -> None:
    assert [plan for _, plan in said(text, path=("一、2022年工作情况",))] == planned


def test_what_a_paragraph_opens_with_holds_for_its_section() -> None:
    path = ("一、过去五年工作回顾",)
    assert (
        said(
            "五年来，修路900公里。",
            "植树30万亩。",
            "2022年是本届政府的收官之年。",
            "修路120公里。",
            "累计植树8万亩。",
            path=path,
            year=2023,
            kind="政府工作报告",
        )
        == [("2018-2022", False)] * 3 + [("2022", False)] * 2
    )


def test_plans_announced_without_a_heading_go_on() -> None:
    assert said("2022年修路90公里。", "下一步，我们将做好以下工作：", "修路80公里。") == [
        ("2022", False),
        ("2023", True),
    ]


def test_year_in_the_midst_of_five_is_one_sentence() -> None:
    sentences = "这五年，是水利提速的五年。", "2022年全县修渠90公里。", "建成水库3座。"
    found = [
        Sentence(one, 0, len(one), ("一、过去五年工作回顾",), 0, 1, 1, figures=figures_in(one)) for one in sentences
    ]
    dated = dated_sentences(found, year=2023, kind="政府工作报告")
    assert [one.period for one in dated] == ["2018-2022", "2022", "2018-2022"]


def test_heading_that_goes_on_into_its_first_sentence_tells_by_its_beginning() -> None:
    path = ("三、2023年政府工作安排五年工作需要一年接着一年干，各项任务要逐件落实，取得新进展",)
    assert said("新修水渠30公里。", path=path, year=2023, kind="政府工作报告") == [("2023", True)]


def test_plan_told_behind_what_was_done_is_a_plan() -> None:
    assert said("编制了发展规划，提出2030年城镇化率达到60%。", path=("一、2022年工作情况",)) == [("2030", True)]


def test_a_row_says_of_which_year_it_is_and_its_head_what_is_planned() -> None:
    text = (
        "# 青禾县教育局2022年工作总结\n\n一、2022年工作回顾\n\n全年经费投入如下。\n\n| 年份 | 学校数（所） | 投入（万元） |\n|---|---|---|\n"
        "| 2018 | 30 | 120 |\n| 2022 | 36 | 190 |\n\n| 指标 | 计划（万元） | 完成（万元） | 完成计划（%） | 预期寿命（岁） |\n|---|---|---|---|---|\n"
        "| 财政收入 | 100 | 110 | 110 | 78.3 |\n"
    )
    (report,) = parse(decode("x.md", "x.md", text.encode()))
    first, second, third = report.sentences[-3:]
    assert [(one.text, one.period) for one in (*first.figures, *second.figures)] == [
        *(("30", "2018"), ("120", "2018"), ("36", "2022"), ("190", "2022"))
    ]
    assert [(one.text, one.period, one.planned) for one in third.figures] == [
        *(("100", "2022", True), ("110", "2022", False), ("110", "2022", False), ("78.3", "2022", False))
    ]
    assert (first.period, third.planned) == ("2018", False)


def test_a_congress_in_december_hears_of_the_year_that_ends() -> None:
    text = (
        "青禾县人民法院工作报告\n（2024年12月26日在青禾县第十八届人民代表大会第五次会议上）\n各位代表：\n"
        "我代表县人民法院，向大会报告工作，请予审议。\n2024年主要工作\n2024年，全院受理各类案件8624件，审执结8231件，办案质量和效率不断提升。\n"
        "一、严惩刑事犯罪\n审结刑事案件412件，判处罪犯536人，社会大局保持稳定。\n2025年工作打算\n一是推进诉源治理，完善多元解纷机制，力争调解成功率达到70%以上。\n"
    )
    (report,) = parse(source(text))
    assert [(one.level, one.heading) for one in report.sections] == [
        (1, "2024年主要工作"),
        (2, "一、严惩刑事犯罪"),
        (1, "2025年工作打算"),
    ]
    told = {figure.text: (figure.period, figure.planned) for one in report.sentences for figure in one.figures}
    assert (told["8624件"], told["412件"], told["70%"]) == (("2024", False), ("2024", False), ("2025", True))


def test_a_part_on_a_line_of_its_own_below_parts_with_their_text_is_a_heading() -> None:
    text = (
        "青禾县农业局2023年工作总结和2024年工作思路\n一、粮食生产再获丰收。全年粮食播种面积58万亩，总产量27万吨。\n"
        "二、产业发展提质增效。新认定龙头企业6家，累计达34家。\n三、2024年工作思路\n计划建设高标准农田5.2万亩。\n"
    )
    (report,) = parse(source(text))
    assert report.sections[-1].heading == "三、2024年工作思路"
    assert report.sentences[-1].figures[0].period == "2024"


def periods_of(text: str) -> dict[str, str | None]:
    (report,) = parse(source(text))
    return {figure.text: figure.period for one in report.sentences for figure in one.figures}


def test_headings_without_a_time_below_a_congress_are_of_the_year_before() -> None:
    told = periods_of(
        "青禾市人民检察院工作报告\n2026年1月22日在青禾市第十五届人民代表大会第六次会议上\n各位代表：\n"
        "现在，我代表市人民检察院，向大会报告工作，请予审议。\n一、依法惩治犯罪，维护安全稳定\n提起公诉9685人，追赃挽损8930万元。\n"
        "二、践行司法为民，守护民生\n担任法治副校长的学校共146所，巡讲法治课402场。\n"
    )
    assert (told["9685人"], told["402场"]) == ("2025", "2025")


def test_old_plans_are_years_and_a_government_looks_back_on_the_year_before() -> None:
    text = (
        "各位代表：\n我代表省人民政府，向大会报告政府工作。\n一、“六五”计划执行情况的回顾\n五年间修建水库12座。\n"
        "二、第七个五年计划的基本任务\n新增装机8万千瓦。\n三、国内建设\n第一个五年计划期间打井90眼，十年内植树8万株，过去五年修路30公里。展望未来的五年，再修路60公里。\n"
    )
    (report,) = parse(source(text, name="1986.txt"))
    told = {figure.text: figure.period for one in report.sentences for figure in one.figures}
    expected = {
        "12座": "1981-1985",
        "8万千瓦": "1986-1990",
        "90眼": "1953-1957",
        "30公里": "1981-1985",
        "60公里": "1986-1990",
    }
    assert {name: told[name] for name in expected} == expected


def test_what_there_is_now_is_not_of_the_years_told_before_it() -> None:
    told = periods_of(
        "青禾学院2023年工作总结\n一、学校概况\n青禾学院始建于1958年，2004年升格为本科院校，现有南北两个校区，占地2186亩，校舍76万平方米。\n"
    )
    assert (told["2186亩"], told["76万平方米"]) == ("2023", "2023")


def test_a_list_of_years_does_not_speak_of_what_follows() -> None:
    told = periods_of(
        "青禾县2023年统计公报\n一、综合\n近三年全县地区生产总值分别为：2021年218亿元、2022年226亿元、2023年248亿元。\n"
        "物价。居民消费价格指数累计上涨0.3%，其中食品类上涨0.8%。\n"
    )
    assert (told["226亿元"], told["0.3%"]) == ("2022", "2023")


def test_what_changed_over_several_years_is_of_the_first_and_of_the_last() -> None:
    text = "2018年至2023年，生产总值由312亿元增加到586亿元，年均增长8.7%。五年来，学校由32所减少到20所。"
    (report,) = parse(source(f"青禾县2023年工作总结\n{text}"))
    figures = [figure for sentence in report.sentences for figure in sentence.figures]
    assert [(one.text, one.period) for one in figures if one.kind != "duration"] == [
        ("312亿元", "2018"),
        ("586亿元", "2023"),
        ("8.7%", "2018-2023"),
        ("32所", None),  # of 2019, or of the year before
        ("20所", "2023"),
    ]


def test_what_became_of_a_school_dates_nothing_behind_it() -> None:
    told = periods_of(
        "青禾职业学校2021年度工作总结\n一、学校情况\n学校创办于1985年，2010年被评为重点职业学校，占地156亩，在校生3268人。\n"
    )
    assert (told["156亩"], told["3268人"]) == ("2021", "2021")


SCHOOL = "云泽中学2021—2022学年工作总结"


@pytest.mark.parametrize(
    ("line", "title", "path", "expected"),
    [
        ("全年家访900人次，比上学年多30人次。", SCHOOL, (), ["2021-2022", "2021-2022"]),
        ("上学年家访870人次。", SCHOOL, (), ["2020-2021"]),
        ("计划招聘教师9名。", SCHOOL, ("三、下学年打算",), ["2022-2023"]),
        ("下学年招聘教师9名。", SCHOOL, ("三、下学年打算",), ["2022-2023"]),
        ("2022年3月招聘教师9名。", SCHOOL, (), ["2022"]),
        ("家访900人次。", "云泽中学2021-2022学年第一学期工作总结", (), ["2021-2022"]),
        ("招聘教师9名。", "云泽中学2021-2022学年第一学期工作总结", ("下学期打算",), ["2021-2022"]),
        ("家访900人次。", "云泽中学2021-2022学年第二学期工作总结", (), ["2022"]),
        ("上学年家访870人次。", "云泽中学2022年工作总结", (), ["2022"]),
    ],
)
def test_report_on_a_school_year_is_of_both_years(
    line: str, title: str, path: tuple[str, ...], expected: list[str]
) -> None:
    assert [period for period, _ in said(line, title=title, path=path)] == expected


@pytest.mark.parametrize(
    ("lines", "told_in", "expected"),
    [
        (("去年收入3万元。", "去年开会9次。", "去年修路2公里。", "生猪出栏90头。", "比前年少8头。"), None, "2021"),
        (("去年收入3万元。", "去年开会9次。", "去年修路2公里。", "生猪出栏90头。", "比前年少8头。"), 2023, "2022"),
        (("去年收入3万元。", "去年开会9次。", "2022年修路2公里。", "生猪出栏90头。", "比前年少8头。"), None, "2022"),
        (("收入3万元，高于去年。", "超过去年2倍。", "低于去年。", "生猪出栏90头。", "修路8公里。"), None, "2022"),
        (("去年同期收入3万元。", "比去年多9次。", "由去年的2公里增至3公里。", "出栏90头。", "少8头。"), None, "2022"),
    ],
)
def test_report_that_says_last_year_of_all_it_tells_is_of_that_year(
    lines: tuple[str, ...], told_in: int | None, expected: str
) -> None:
    told = said(*lines, told_in=told_in)
    assert [period for period, _ in told[-2:]] == [expected] * 2


@pytest.mark.parametrize(
    "day", ["（2025年1月9日，在青禾村村民会议上）", "村委会主任　李平\n（2025年1月9日）\n各位乡亲："]
)
def test_day_of_a_meeting_tells_when_last_year_was(day: str) -> None:
    text = (
        f"青禾村2024年村务工作报告\n{day}\n一、家底\n去年收入3万元。去年开会9次。"
        "去年修路2公里。水塘17口。\n二、今年打算\n今年打算修路4公里。\n"
    )
    (report,) = parse(source(text))
    told = [(one.text, one.period, one.planned) for sentence in report.sentences for one in sentence.figures]
    assert told[:3] == [("3万元", "2024", False), ("9次", "2024", False), ("2公里", "2024", False)]
    assert told[-2:] == [("17口", "2024", False), ("4公里", "2025", True)]


def test_next_year_in_a_plan_is_the_one_after_the_report() -> None:
    assert said("明年植树500亩。", "今年植树90亩。", path=("三、2023年打算",)) == [("2023", True), ("2023", True)]
    congress = said("今年植树500亩，明年植树90亩。", path=("二、2022年工作安排",), kind="政府工作报告")
    assert congress == [("2022", True), ("2023", True)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("融资成本由3.86%降至3.29%。", [None, "2022"]),
        ("2022年融资成本由3.86%降至3.29%。", [None, "2022"]),
        ("融资成本由2021年的3.86%降至3.29%。", ["2021", "2022"]),
        ("国有企业由23家整合为6家，由5人组成领导小组。", [None, "2022", "2022"]),
        ("2018—2022年，贫困发生率由19.7%降至0。", ["2018"]),
    ],
)
def test_where_a_change_began_is_not_of_the_year_in_which_it_ended(line: str, expected: list[str | None]) -> None:
    assert [period for period, _ in said(line)] == expected


def test_where_a_planned_change_begins_is_no_plan() -> None:
    assert said("力争名师工作室由12个增加到24个。") == [(None, False), (None, True)]


def test_head_of_a_table_says_nothing_of_what_stands_below() -> None:
    assert said("近三年主要指标", "投资下降3%。") == [("2020-2022", False), ("2022", False)]


def test_what_stands_beside_its_change_from_the_year_before_is_of_the_last_of_several_years() -> None:
    told = said("五年来，生产总值1794亿元，同比增长8.5%，年均增长9.2%；累计投资630亿元。")
    assert [period for period, _ in told[1:]] == ["2022", "2022", "2018-2022", "2018-2022"]
    summed = said("五年来，累计资助学生5.6万人次，较上年增长8%。")
    assert [period for period, _ in summed[1:]] == ["2018-2022", "2022"]


def test_report_whose_figures_end_with_a_year_looks_back_on_that() -> None:
    lines = "五年来，培训职工300人。", "截至2021年底，有基层组织90个。"
    assert said(*lines, path=("一、过去五年的工作",), kind="工作报告")[1][0] == "2017-2021"
    own = (*lines, "2022年，新建站点8个。")
    assert said(*own, path=("一、过去五年的工作",), kind="工作报告")[1][0] == "2018-2022"


def test_what_is_held_against_last_year_is_of_this_one() -> None:
    text = "今年要多修路。资金390万元，比去年增加52万元。资金390万元，比上年增加52万元。"
    told = said(*text.split("。"), path=("二、工作回顾",), kind="政府工作报告")
    assert [period for period, _ in told] == ["2022", "2022", "2021", "2021"]


def test_what_has_been_reached_over_several_years_is_of_the_last() -> None:
    told = said("五年来，新修铁路90公里，通车里程达到900公里，参保率均达95%。", "水厂达到9座。")
    assert [period for period, _ in told[1:]] == ["2018-2022", "2022", "2018-2022", "2022"]


def test_below_goals_of_five_years_and_work_of_one_the_text_turns_to_that_year() -> None:
    text = REPORT.split("二、“十五五”")[0] + (
        "二、“十五五”目标与2026年主要任务\n"
        "“十五五”时期，力争产值突破43亿元。2026年预期目标：产值增长5%。\n"
        "（一）做强产业。一期投资12亿元，年内引进企业15家。\n"
    )
    (report,) = parse(Source("/云泽.txt", "云泽.txt", "d", "txt", None, text))
    told = {one.text: (one.period, one.planned) for sentence in report.sentences for one in sentence.figures}
    of_one_year = dict.fromkeys(("5%", "12亿元", "15家"), ("2026", True))
    assert {one: told[one] for one in ("43亿元", *of_one_year)} == {"43亿元": ("2026-2030", True), **of_one_year}
    # A year that is compared with is none of a heading's, and a paper of goals no time.
    assert [one for one, _ in said("“十五五”规划目标明确，产值3亿元。")] == ["2022"]
