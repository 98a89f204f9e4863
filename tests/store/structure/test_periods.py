from __future__ import annotations

from collections.abc import Sequence

import pytest

from store.figures.extract import figures_in
from store.language.years import written, years_in_period, years_of
from store.model import Sentence
from store.structure.periods import dated_sentences
from store.structure.section_kinds import is_mixed, section_kind

Path = tuple[str, ...]


def said(
    *units: tuple[Path, str], year: int | None = 2016, kind: str | None = "年度总结"
) -> Sequence[tuple[str | None, bool]]:
    """(period, planned) of each (section path, text)."""
    sentences = [Sentence(text, 0, len(text), path, 0, 1, 1) for path, text in units]
    return [(one.period, one.planned) for one in dated_sentences(sentences, year=year, kind=kind)]


def one(text: str, *path: str, year: int | None = 2016, kind: str | None = "年度总结") -> tuple[str | None, bool]:
    return said((path, text), year=year, kind=kind)[0]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("全年招聘教师20名。", "2016"),
        ("比2015年多招聘20名。", "2016"),  # only compared with
        ("较上年增加20名。", "2016"),
        ("与去年相比增加20名。", "2016"),
        ("去年招聘教师20名。", "2015"),
        ("前年招聘教师20名。", "2014"),
        ("2014年招聘15名，2016年招聘20名。", "2014、2016"),
        ("由2015年的3所增加到2016年的4所。", "2015-2016"),
        ("2011年至2013年投入3亿元。", "2011-2013"),
        ("2015-2016学年发放津贴3万元。", "2015-2016"),
        ("二〇一二年建成。", "2012"),
        ("2013年以来投入3亿元。", "2013-2016"),
        ("近三年投入3亿元。", "2014-2016"),
        ("学前三年毛入园率达90%。", "2016"),  # 前三年 is no time here
        ("过去五年投入3亿元。", "2012-2016"),
        ("一年来，投入3亿元。", "2016"),
        ("“十二五”期间投入3亿元。", "2011-2015"),
        ("“十三五”以来投入3亿元。", "2016"),
        ("制定“十三五”规划。", "2016"),  # the name of a paper
        ("落实《教育发展纲要（2010—2020年）》。", "2016"),
        ("印发〔2012〕15号文件。", "2016"),
        ("07年建成的教学楼投入使用。", "2007"),
        ("建校10年，2016级学生毕业。", "2016"),
        ("三年级学生2013人。", "2016"),
        ("2012年起步，目前达到20所。", "2012、2016"),
    ],
)
def test_sentence_speaks_of_the_years_that_its_words_name(text: str, period: str) -> None:
    assert one(text, "一、工作情况") == (period, False)


@pytest.mark.parametrize("text", ["招聘教师20名。", "去年招聘教师20名。", "近三年招聘20名。"])
def test_nothing_is_told_where_the_report_has_no_year(text: str) -> None:
    assert one(text, year=None) == (None, False)


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("力争招聘教师20名。", True),
        ("明年招聘教师20名。", True),
        ("将新建学校6所。", True),
        ("计划新建学校6所。", True),
        ("拟招聘教师20名。", True),
        ("预计2018年建成。", True),
        ("今后，我们要办好学校。", True),
        ("投入将近6万元。", False),
        ("拟定方案6个。", False),
        ("计划生育工作成效显著。", False),
        ("将20所学校纳入创建名单。", False),  # 将 as 把
        ("局长强调“要把好事办好”。", False),  # somebody's words
        ("已建成6所，其余将于年底完工。", False),  # first what was done
        ("招聘教师20名，预计还将招聘3名。", False),
    ],
)
def test_tense_tells_plans_from_what_was_done(text: str, planned: bool) -> None:
    assert one(text, "一、工作情况")[1] is planned


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("三、2017年工作打算",), ("2017", True)),
        (("三、下一步工作打算",), ("2017", True)),
        (("三、2017年工作打算", "(一)队伍建设情况"), ("2016", False)),  # the innermost heading decides
        (("二、2017年工作要点", "(一)队伍建设"), ("2017", True)),
        (("二、2017年重点工作", "(一)着力补上城乡差距"), ("2017", True)),
        (("二、2017年重点工作", "(一)面临的问题"), ("2016", False)),
        (("一、2016年主要工作", "(一)队伍建设"), ("2016", False)),
        (("二、存在的问题",), ("2016", False)),
        (("一、2015年工作回顾",), ("2015", False)),
        (("3.师资培养成效明显",), ("2016", False)),
    ],
)
def test_headings_tell_where_the_words_do_not(path: Path, expected: tuple[str, bool]) -> None:
    assert one("招聘教师20名。", *path) == expected


@pytest.mark.parametrize(
    ("heading", "year", "kind", "expected"),
    [
        ("一、2024年工作回顾", 2025, "政府工作报告", ("2024", False)),
        ("二、2025年工作安排", 2025, "政府工作报告", ("2025", True)),
        ("一、上半年工作回顾", 2025, "半年总结", (None, True)),
    ],
)
def test_what_a_year_that_is_over_is_thought_to_have_brought_is_no_plan(
    heading: str, year: int, kind: str, expected: tuple[str | None, bool]
) -> None:
    text = "预计生产总值增长5.2%左右。"
    sentence = Sentence(text, 0, len(text), (heading,), 0, 1, 1, figures=figures_in(text))
    (told,) = dated_sentences([sentence], year=year, kind=kind)
    assert (told.figures[0].period, told.planned) == expected
    assert told.figures[0].planned is told.planned


def test_half_year_s_plan_is_for_the_same_year() -> None:
    assert one("招聘教师20名。", "二、下一步打算", kind="半年总结") == ("2016", True)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("粮食增产3%。", ("一、2013年工作回顾",), ("2013", False)),
        ("过去一年，粮食增产3%。", (), ("2013", False)),
        ("去年粮食增产3%。", (), ("2013", False)),
        ("过去五年，粮食增产3%。", (), ("2009-2013", False)),
        ("粮食增产3%。", ("一、过去五年工作回顾",), ("2009-2013", False)),
        ("粮食增产3%。", ("三、2014年重点工作",), ("2014", True)),
        ("粮食增产3%。", ("二、今年工作的总体要求",), ("2014", True)),
        ("粮食是根本。", (), (None, False)),  # no heading: it may speak of any year
    ],
)
def test_report_to_a_congress_looks_back_on_the_year_before(
    text: str, path: Path, expected: tuple[str | None, bool]
) -> None:
    assert one(text, *path, year=2014, kind="政府工作报告") == expected


def test_review_heading_of_the_year_before_dates_the_rest_of_the_report() -> None:
    _, problem, plan = said(
        (("一、2015年工作回顾",), "招聘教师20名。"),
        (("二、存在的问题",), "师资不足。"),
        (("三、下一步工作打算",), "招聘教师30名。"),
        kind="工作报告",
    )
    assert (problem, plan) == (("2015", False), ("2016", True))


def test_heading_for_problems_and_plans_turns_where_the_plan_begins() -> None:
    path = ("二、存在的问题和2017年工作打算",)
    assert said(
        (path, "城区学位不足。"),
        (path, "2017年，重点抓好三项工作："),
        (path, "新建学校3所。"),
        ((*path, "(一)优化布局"), "撤并学校2所。"),
    ) == [("2016", False), ("2017", True), ("2017", True), ("2017", True)]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("二、存在的困难和问题", "problem"),
        ("三、今后努力方向", "plan"),
        ("一、2019年工作回顾", "review"),
        ("(三)家庭经济困难学生资助", None),
        ("(四)坚持问题导向，补齐短板", None),
        ("(五)缩小城乡差距", None),
        ("（四）抓重点补短板", None),
        ("三、改革食堂管理中存在的弊端", None),
        ("四、坚决克服困难和不足", None),
        ("关于劳动就业问题", None),
        ("二、没干好的事", "problem"),
        ("五、当前工作中的几个突出问题", "problem"),
        ("四、历史遗留问题仍较多", "problem"),
        ("（一）围绕工作重点，提升办学质量", None),
        ("四、下一学年工作重点", "plan"),
        ("五、2021年环卫工作重点", "plan"),
        ("三、存在的主要问题及化解措施", "problem"),
        ("制约发展的瓶颈亟待突破", "problem"),
        ("（二）教师队伍建设", None),
        ("一、改革企业中普遍存在的平均主义弊端，调动积极性", None),
        ("三、改革中存在的问题", "problem"),
        ("1.专项资金安排使用情况", "review"),
    ],
)
def test_section_kind(heading: str, kind: str | None) -> None:
    assert section_kind(heading) == kind


def test_mixed_headings() -> None:
    assert is_mixed("四、存在问题与下一步打算")
    assert is_mixed("一、当前形势和基本任务")
    assert is_mixed("某局2018年工作总结及2019年工作思路")
    assert not is_mixed("四、存在的问题和困难")


def test_period_gives_its_years_back() -> None:
    years = years_of("2011年至2013年，2016年", now=None, reviewed=None)
    assert written(years) == "2011-2013、2016"
    assert years_in_period(written(years)) == {2011, 2012, 2013, 2016}
    assert written([]) is None


def test_plan_that_opens_with_the_year_gone_by_tells_what_was_done() -> None:
    plan = ("三、2017年的工作",)
    told = said(
        (plan, "过去一年，绿化取得进展。"), (plan, "植树900亩。"), (plan, "今年要再植树500亩。"), (plan, "修路3公里。")
    )
    assert told == [("2016", False), ("2016", False), ("2017", True), ("2017", True)]
    assert said((plan, "去年植树900亩。"), (plan, "修路3公里。"))[1] == ("2017", True)


def test_review_of_years_before_makes_no_plan_of_the_year_that_is_told_of() -> None:
    told = said(
        (("一、“十三五”以来发展回顾",), "五年完成投资8.6亿元。"),
        (("二、2021年主要工作",), "全年巡查96次。"),
        (("三、2022年工作要点",), "新建水库2座。"),
        year=2021,
    )
    assert told[1:] == [("2021", False), ("2022", True)]


def test_year_among_those_that_a_heading_looks_back_on_is_spoken_of_first() -> None:
    part = ("一、过去五年及2021年工作回顾", "（一）经济发展")
    told = said(
        (part, "粮食总产量18万吨，增长2%。"), (part, "过去五年，累计投资60亿元。"), year=2022, kind="政府工作报告"
    )
    assert [period for period, _ in told] == ["2021", "2017-2021"]
    opening = part[:1]
    told = said(
        (opening, "五年来，累计投资60亿元。"),
        (opening, "2021年，全县生产总值增长8%。"),
        (part, "粮食总产量18万吨，增长2%。"),
        year=2022,
        kind="政府工作报告",
    )
    assert [period for period, _ in told] == ["2017-2021", "2021", "2021"]


def test_paragraph_turns_to_the_other_time_of_its_heading() -> None:
    heading = "一、过去五年和2023年工作回顾"
    units = [
        (heading, "2019年至2023年，是极不平凡的五年。"),
        (heading, "2023年，全区生产总值增长8.9%。"),
        ((heading, "（一）狠抓项目"), "组建7支小分队。"),
    ]
    sentences = [
        Sentence(text, 0, len(text), (path,) if isinstance(path, str) else path, at, 1, 1, figures=figures_in(text))
        for at, (path, text) in enumerate(units)
    ]
    assert dated_sentences(sentences, year=2023, kind="工作报告")[2].figures[0].period == "2023"
