"""One indicator over several reports: a row for each that says it, the others named as missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from retrieval.answers.comparability import is_other_measure
from retrieval.answers.comparison import nearest_of_each
from retrieval.ask import Asker
from retrieval.model import Comparison, Question
from retrieval.ranking.coverage import WantedWord
from store.archive.ids import ORDINAL_BITS
from store.figures.extract import figures_in
from store.model import Report
from tests.retrieval.conftest import Over, build_report

REPORTS = {
    ("石桥", 2020): [
        "全镇现有在职教师410人,学生6200人。",
        "学前三年毛入园率88.2%,初中毛入学率99.1%。",
        "收取教育费附加9600万元。",
        "力争明年毛入园率达到95%。",
    ],
    ("石桥", 2021): [
        "全镇现有在职教师436人,比上年增加26人。",
        "学前三年毛入园率90.5%,比上年提高2.3个百分点。",
        "收取教育费附加由9600万元增加到1.08亿元。",
        "校园绿化面积扩大。",
    ],
    ("柏坪", 2020): [
        "共有在职教师1.2万名,其中高级教师900名。",
        "收取教育费附加5.1亿元,用于校舍3000万元。",
        "高中毛入学率92.4%。",
    ],
    ("云岭", 2021): ["开展家访活动。", "学校食堂全部达标,全年检查食堂46次。"],
}


def summary(place: str, year: int, said: list[str], *, of: str = "") -> Report:
    return build_report(f"{place}{of}{year}年工作总结", [((), said)], year=year, place=place, kind="年度总结")


@pytest.fixture
def several(over: Over) -> Asker:
    """Reports of three towns over two years."""
    return over({f"{place}{year}": summary(place, year, said, of="镇") for (place, year), said in REPORTS.items()})


def rows(found: Comparison | None) -> list[tuple[str, str]]:
    return [] if found is None else [(row.report.id, row.figure.text) for row in found.rows]


def test_every_place_has_a_row_of_its_newest_year_and_the_silent_report_is_named(several: Asker) -> None:
    found = several.ask("各地在职教师分别有多少人").comparison
    assert rows(found) == [("柏坪2020", "1.2万名"), ("石桥2021", "436人")]
    assert found is not None
    assert found.missing == ("云岭镇2021年工作总结",)
    assert found.indicator == "在职教师"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("石桥和柏坪2020年教育费附加哪个高", [("柏坪2020", "5.1亿元"), ("石桥2020", "9600万元")]),
        ("石桥和柏坪2020年教育费附加哪个低", [("石桥2020", "9600万元"), ("柏坪2020", "5.1亿元")]),
        ("石桥2020年和2021年的教育费附加对比", [("石桥2020", "9600万元"), ("石桥2021", "1.08亿元")]),
        ("石桥历年教育费附加", [("石桥2020", "9600万元"), ("石桥2021", "1.08亿元")]),
        ("石桥这两年毛入园率有什么变化", [("石桥2020", "88.2%"), ("石桥2021", "90.5%")]),
        ("哪个地方教育费附加最多", [("柏坪2020", "5.1亿元"), ("石桥2021", "1.08亿元")]),
        ("石桥教育费附加哪年高", [("石桥2021", "1.08亿元"), ("石桥2020", "9600万元")]),
        ("石桥教育费附加21年高还是20年", [("石桥2021", "1.08亿元"), ("石桥2020", "9600万元")]),
        ("石桥2021年教育费附加比2020年多了多少", [("石桥2020", "9600万元"), ("石桥2021", "1.08亿元")]),
    ],
)
def test_reports_named_are_compared_and_no_others(
    several: Asker, question: str, expected: list[tuple[str, str]]
) -> None:
    assert rows(several.ask(question).comparison) == expected


def test_what_is_said_of_something_else_is_no_row(several: Asker) -> None:
    found = several.ask("各地高中毛入学率是多少").comparison
    assert rows(found) == [("柏坪2020", "92.4%")]
    assert found is not None
    assert len(found.missing) == 3


def test_winner_comes_first_in_the_table_and_among_the_quotations(several: Asker) -> None:
    answer = several.ask("哪个地方教育费附加最少")
    assert rows(answer.comparison) == [("石桥2021", "1.08亿元"), ("柏坪2020", "5.1亿元")]
    assert answer.answers[0].report.id == "石桥2021"


@pytest.mark.parametrize("question", ["各地存在什么问题", "各地采取了哪些措施", "石桥的学校有什么变化"])
def test_what_no_number_tells_is_no_table(several: Asker, question: str) -> None:
    assert several.ask(question).comparison is None


def test_several_years_within_one_sentence_are_several_rows(telling: Told) -> None:
    said = "近三年植树面积分别为2018年300亩、2019年420亩、2020年510亩。"
    asker = telling({"青禾县": [said], "云泽县": ["修路8公里。"]})
    found = asker.ask("青禾县2018年、2019年、2020年植树面积分别多少").comparison
    assert rows(found) == [("青禾县", "300亩"), ("青禾县", "420亩"), ("青禾县", "510亩")]


def test_year_without_a_report_is_missing(several: Asker) -> None:
    found = several.ask("石桥2020年、2021年和2022年在职教师人数对比").comparison
    assert found is not None
    assert found.missing == ("2022年",)


_SCHOOLS = "全区共有中小学、幼儿园140所。"
MIXED = {
    ("河东", 2020): ["全区共有幼儿园61所,其中优秀幼儿园9所。", "举办画展12场。", "发放助学金330万元。"],
    ("河西", 2020): ["新建幼儿园8所。", "五年来举办画展90场。", "发放助学金5.2万份。"],
    ("河南", 2020): [_SCHOOLS, "举办画展12场。", "平均每年举办画展20场。"],
    ("河北", 2020): ["幼儿园在园儿童9000人,幼儿园44所。", "力争举办画展30场。", "发放助学金410万元。"],
}


@pytest.fixture
def mixed(over: Over) -> Asker:
    """Reports that say the same thing of other kinds: totals and additions, one year and five, results and plans."""
    return over({f"{place}{year}": summary(place, year, said, of="区") for (place, year), said in MIXED.items()})


@pytest.mark.parametrize(
    ("question", "expected", "otherwise"),
    [
        ("各地有多少所幼儿园", [("河东2020", "61所"), ("河北2020", "44所")], {"新建幼儿园8所。", _SCHOOLS}),
        ("谁的幼儿园多", [("河东2020", "61所"), ("河北2020", "44所")], {"新建幼儿园8所。", _SCHOOLS}),
        ("谁的幼儿园少", [("河北2020", "44所"), ("河东2020", "61所")], {"新建幼儿园8所。", _SCHOOLS}),
        (
            "各地举办画展多少场",
            [("河东2020", "12场"), ("河北2020", "30场"), ("河南2020", "12场")],
            {"五年来举办画展90场。"},
        ),  # a plan where nothing else is told
        ("各地发放助学金多少", [("河东2020", "330万元"), ("河北2020", "410万元")], {"发放助学金5.2万份。"}),
    ],
)
def test_rows_are_alike_and_what_is_of_another_kind_is_none(
    mixed: Asker, question: str, expected: list[tuple[str, str]], otherwise: set[str]
) -> None:
    found = mixed.ask(question).comparison
    assert rows(found) == expected
    assert found is not None
    assert {one.quote for one in found.otherwise} == otherwise
    assert len(found.rows) + len(found.otherwise) + len(found.missing) == len(MIXED)


Told = Callable[[dict[str, list[str]]], Asker]


@pytest.fixture
def telling(over: Over) -> Told:
    """An asker of reports of 2020, each of a place with what it says."""
    return lambda told: over({place: summary(place, 2020, said) for place, said in told.items()})


def test_figure_of_a_single_body_is_no_row_of_the_place(telling: Told) -> None:
    asker = telling({"青禾县": ["北京大学2个学院搬来,在校生达到6000人。"], "云泽县": ["全县在校生3.1万人。"]})
    found = asker.ask("各地在校生人数").comparison
    assert rows(found) == [("云泽县", "3.1万人")]


def test_figure_of_each_of_several_is_no_row_of_the_place(telling: Told) -> None:
    asker = telling({"青禾市": ["6个县区财政收入超12亿元。"], "云泽市": ["全市财政收入97亿元。"]})
    assert rows(asker.ask("青禾和云泽财政收入对比").comparison) == [("云泽市", "97亿元")]


def test_bodies_of_several_places_are_set_beside_each_other_though_one_is_known(over: Over) -> None:
    asker = over(
        {
            "school": build_report("青禾县第一中学2020年工作总结", [((), ["党员152名。"])], year=2020, place="青禾县"),
            "firm": build_report("云泽水务集团有限公司2020年工作总结", [((), ["现有党员1012名。"])], year=2020),
        }
    )
    found = asker.ask("青禾一中、云泽水务哪家党员最多").comparison
    assert rows(found) == [("firm", "1012名"), ("school", "152名")]


def test_money_is_no_number_of_people_and_each_report_has_its_own_word_for_them(telling: Told) -> None:
    asker = telling({"青禾县": ["职工领取奖金96万元。", "在编职工520人。"], "云泽县": ["全县员工3171人。"]})
    assert rows(asker.ask("青禾和云泽谁的职工多").comparison) == [("云泽县", "3171人"), ("青禾县", "520人")]


def test_what_one_report_tells_is_doubted_where_it_is_asked_which_tells_most(telling: Told) -> None:
    answer = telling({"青禾县": ["志愿者2075人。"], "云泽县": ["开展家访活动。"]}).ask("青禾和云泽谁的志愿者多")
    assert answer.comparison is None
    assert (answer.status, answer.reason) == ("uncertain", "weak")


def test_nobody_has_most_where_another_report_lists_kinds_of_it(telling: Told) -> None:
    said = {"青禾县": ["申报课题22个。"], "云泽县": ["结题省级课题20个,市级课题90个,校级课题300个。"]}
    assert telling(said).ask("哪个县课题最多").comparison is None


def test_year_that_calls_the_thing_otherwise_has_its_row_beside_the_others_of_its_sentence(telling: Told) -> None:
    said = "2018年、2019年分别交流教师50人、100人;2020年县域内交流教师89人。"
    found = telling({"青禾县": [said], "云泽县": ["修路8公里。"]}).ask("历年交流教师人数").comparison
    assert rows(found) == [("青禾县", "50人"), ("青禾县", "100人"), ("青禾县", "89人")]


def test_nobody_has_most_of_what_is_measured_otherwise_elsewhere(telling: Told) -> None:
    said = {"青禾县": ["全县员工满意度91分。"], "云泽县": ["全县员工3171人。"]}
    assert telling(said).ask("青禾和云泽谁的员工多").comparison is None


def test_problems_of_each_place_are_heard_in_turn(telling: Told) -> None:
    admitted = "也存在一些问题:一是{}不足。"
    asker = telling(
        {
            "青禾县": [admitted.format("师资"), "二是校舍老旧。"],
            "云泽县": [admitted.format("床位"), "二是道路失修。"],
            "临岚县": ["修路8公里。"],
        }
    )
    answer = asker.ask("各地存在什么问题")
    assert answer.status == "answered"
    assert [one.report.id for one in answer.answers] == ["云泽县", "青禾县"] * 2


def test_who_has_more_asks_for_reports_and_who_it_is_for_a_person(mixed: Asker) -> None:
    assert mixed.ask("谁的幼儿园多").understood.kind == "comparison"
    assert mixed.ask("谁是幼儿园园长").understood.kind == "who"
    assert mixed.ask("谁拿了多少助学金").comparison is None


def test_year_is_told_by_the_report_of_the_next(over: Over) -> None:
    told = {2019: "2018年植树300亩。", 2020: "2019年植树420亩。", 2021: "力争2021年植树900亩。"}
    asker = over(
        {
            str(year): build_report(f"{year}年度工作报告", [((), [said])], year=year, kind="工作报告")
            for year, said in told.items()
        }
    )
    assert rows(asker.ask("2018年和2019年植树多少亩").comparison) == [("2019", "300亩"), ("2020", "420亩")]


def test_figure_stands_in_the_quote_and_the_quote_in_the_report(several: Asker) -> None:
    found = several.ask("各地教育费附加分别多少").comparison
    assert found is not None
    for row in found.rows:
        assert row.quote[row.figure.start : row.figure.end] == row.figure.text
        assert row.quote in REPORTS[row.report.place or "", row.report.year or 0]


def test_quotations_of_the_rows_come_first(several: Asker) -> None:
    answer = several.ask("各地教育费附加分别多少", top=5)
    assert answer.comparison is not None
    quoted = [one.quote for one in answer.answers[: len(answer.comparison.rows)]]
    assert sorted(quoted) == sorted(row.quote for row in answer.comparison.rows)
    scores = [one.score for one in answer.answers]
    assert scores == sorted(scores, reverse=True)
    assert [one.rank for one in answer.answers] == list(range(1, len(scores) + 1))


def test_amount_of_change_is_still_answered_by_the_sentence_that_says_it(several: Asker) -> None:
    answer = several.ask("石桥2021年在职教师比2020年增加了多少人")
    assert answer.answers[0].quote == "全镇现有在职教师436人,比上年增加26人。"


@pytest.mark.parametrize(
    "question",
    [
        "石桥2021年在职教师有多少人",
        "在职教师有多少人",
        "2020年到2021年教育费附加共多少",
        "各地航天员有多少名",
        "各地分别多少",
        "各地人数分别多少",
        "各地增长多少",
        "柏坪历年高级教师人数",  # one report only
        "",
    ],
)
def test_nothing_is_compared_where_one_report_is_asked_or_none_says_it(several: Asker, question: str) -> None:
    assert several.ask(question).comparison is None


def test_filter_leaves_the_others_out(several: Asker) -> None:
    found = several.ask("各地在职教师分别有多少人", year=2020).comparison
    assert rows(found) == [("柏坪2020", "1.2万名"), ("石桥2020", "410人")]


def test_either_of_two_things_will_do(several: Asker) -> None:
    found = several.ask("各报告里高级教师或者学生分别有多少").comparison
    assert rows(found) == [("柏坪2020", "900名"), ("石桥2020", "6200人")]


def test_fewer_sentences_are_weighed_for_each_report_the_more_reports_there_are() -> None:
    def weighed(reports: int) -> list[int]:
        found = [report << ORDINAL_BITS | place for place in range(60) for report in range(reports)]
        kept = Counter(found[place] >> ORDINAL_BITS for place in nearest_of_each(found))
        return [kept[report] for report in range(reports)]

    assert weighed(0) == []
    assert set(weighed(9)) == {30}
    assert set(weighed(50)) == {12}
    assert set(weighed(200)) == {5}
    assert sum(weighed(6000)) == 1200


FACTS = {
    ("临岚市", 2023): ["全市GDP达412亿元，同比增长6.1%。", "单位GDP能耗下降3.2%。"],
    ("云泽市", 2023): ["实现生产总值388亿元，按可比价计算，同比增长5.4%。"],
    ("青禾县", 2023): ["地区生产总值97亿元，增长7.3%。"],
    ("全国", 2023): ["国内生产总值126万亿元，增长5.2%。"],
}


@pytest.fixture
def facts(over: Over) -> Asker:
    """Reports that call one indicator by different names; one of them is of no place."""

    def bulletin(place: str, year: int, said: list[str]) -> Report:
        named = None if place == "全国" else place.removesuffix("市")
        return build_report(f"{place}{year}年统计公报", [((), said)], year=year, place=named, kind="公报")

    return over({place: bulletin(place, year, said) for (place, year), said in FACTS.items()})


def test_figures_are_rows_by_the_indicator_whatever_the_reports_call_it(facts: Asker) -> None:
    found = facts.ask("临岚、云泽、青禾县GDP增速哪个最快").comparison
    assert rows(found) == [("青禾县", "7.3%"), ("临岚市", "6.1%"), ("云泽市", "5.4%")]


def test_whether_one_is_more_than_the_other_is_told_by_both(facts: Asker) -> None:
    found = facts.ask("临岚GDP增速比云泽快吗").comparison
    assert rows(found) == [("临岚市", "6.1%"), ("云泽市", "5.4%")]
    assert rows(facts.ask("临岚GDP比云泽少吗").comparison) == [("云泽市", "388亿元"), ("临岚市", "412亿元")]


def test_the_country_is_none_of_those_that_are_asked_about(facts: Asker) -> None:
    found = facts.ask("谁的GDP最高").comparison
    assert rows(found) == [("临岚市", "412亿元"), ("云泽市", "388亿元"), ("青禾县", "97亿元")]


def test_growth_of_several_years_is_quoted_row_by_row(over: Over) -> None:
    said = {2020: ["全县生产总值增长6.5%。"], 2021: ["全县生产总值增长6.8%。"], 2022: ["三年间生产总值年均增长6.7%。"]}
    asker = over({str(year): summary("石桥", year, told, of="县") for year, told in said.items()})
    found = asker.ask("石桥2020年和2021年GDP各增长多少")
    assert [one.quote for one in found.answers[:2]] == ["全县生产总值增长6.5%。", "全县生产总值增长6.8%。"]


def test_growth_that_is_aimed_at_is_compared_and_no_other_number(telling: Told) -> None:
    said = {"青禾县": ["今年预期目标是：生产总值增长6%。"], "云泽县": ["今年预期目标是：生产总值增长7%，就业3万人。"]}
    found = telling(said).ask("今年各县GDP增长目标分别是多少").comparison
    assert sorted(told for _, told in rows(found)) == ["6%", "7%"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("新建成高速公路57公里，全县通车总里程增到760公里。", True),
        ("高铁通车，全县通车总里程增到760公里。", False),
        ("高铁通车里程达到82公里。", False),
    ],
)
def test_length_of_all_is_that_of_what_is_told_before(text: str, other: bool) -> None:
    wants, figure = (WantedWord("里程", 1.0), WantedWord("高铁", 1.0)), figures_in(text)[-1]
    question = Question("哪个县的高铁里程最长", "what", (), read="哪个县的高铁里程最长")
    assert is_other_measure(wants, question, text, figure) is other


def test_index_is_no_price(telling: Told) -> None:
    said = {"青禾县": ["全年居民消费价格指数102.4。"], "云泽县": ["全年居民消费价格指数为101.8。"]}
    indices = [("云泽县", "101.8"), ("青禾县", "102.4")]
    assert sorted(rows(telling(said).ask("各县居民消费价格指数分别是多少").comparison)) == indices
    assert rows(telling(said).ask("各县居民消费价格分别是多少").comparison) == []


def test_what_is_counted_is_no_length(telling: Told) -> None:
    said = {"青禾县": ["新建农村公路62公里，新增农村公路站点90个。"], "云泽县": ["新增农村公路站点12个。"]}
    found = telling(said).ask("各县新建农村公路多少公里").comparison
    assert rows(found) == [("青禾县", "62公里")]


def test_follow_up_goes_on_comparing(several: Asker) -> None:
    before = ["各地在职教师分别有多少人"]
    assert rows(several.ask("哪个最多", context=before).comparison) == [("柏坪2020", "1.2万名"), ("石桥2021", "436人")]
    most = ["哪个地方在职教师最多"]
    assert rows(several.ask("那最少的呢", context=most).comparison) == [("石桥2021", "436人"), ("柏坪2020", "1.2万名")]
    assert rows(several.ask("那教育费附加呢", context=before).comparison) == [
        ("柏坪2020", "5.1亿元"),
        ("石桥2021", "1.08亿元"),
    ]
    named = ["石桥、柏坪和云岭的在职教师人数"]
    assert rows(several.ask("这三个哪个最多", context=named).comparison) == [
        ("柏坪2020", "1.2万名"),
        ("石桥2021", "436人"),
    ]
    years = ["石桥历年在职教师人数"]
    assert rows(several.ask("教育费附加呢", context=years).comparison) == [
        ("石桥2020", "9600万元"),
        ("石桥2021", "1.08亿元"),
    ]


def test_weight_in_any_unit_is_put_in_order(telling: Told) -> None:
    said = {"青禾县": ["粮食总产60万吨。"], "云泽县": ["粮食产量14亿斤。"], "临岚县": ["粮食播种面积9万亩。"]}
    assert rows(telling(said).ask("哪个县粮食最多").comparison) == [("云泽县", "14亿斤"), ("青禾县", "60万吨")]


def test_what_names_its_own_place_is_a_row_in_whatever_unit(telling: Told) -> None:
    said = {"青禾县": ["粮食产量30万斤。"], "云泽县": ["云泽县粮食产量20万吨。"], "临岚县": ["临岚县蔬菜产量7万吨。"]}
    found = telling(said).ask("各县粮食产量多少吨").comparison
    assert rows(found) == [("云泽县", "20万吨"), ("青禾县", "30万斤")]
    assert found is not None
    assert found.missing == ("临岚县2020年工作总结",)


def test_years_asked_about_without_a_place_are_years_of_one_series(several: Asker) -> None:
    found = several.ask("2020年和2021年在职教师哪年多").comparison
    assert rows(found) == [("石桥2021", "436人"), ("石桥2020", "410人")]


HIRED = {
    "青禾县": ["全年公开招聘教师60人。", "选派教师12人支教。"],
    "云泽县": ["面向社会招聘在编教师85人。", "4100位老师参加家访。"],
    "临岚县": ["9000位老师参加网上培训。", "学校食堂全部达标。"],
}


def test_what_was_done_must_stand_beside_what_it_was_done_with(telling: Told) -> None:
    found = telling(HIRED).ask("各县招聘了多少老师").comparison
    assert rows(found) == [("云泽县", "85人"), ("青禾县", "60人")]
    assert found is not None
    assert found.missing == ("临岚县2020年工作总结",)


STORED = {
    ("贵州", 2024): ["全省GDP突破2.2万亿元，增长5.1%。", "海洋生产总值增长11%。", "城镇调查失业率控制在5.6%。"],
    ("浙江", 2024): ["人均地区生产总值13.2万元。", "全省生产总值增长5.5%。", "预期目标：力争城镇调查失业率5%以内。"],
    ("江苏", 2024): ["地区生产总值（初步核算数）13万亿元，比2015年增长70%。", "苏南地区生产总值7万亿元。"],
    ("江苏", 2023): ["地区生产总值12.8万亿元，比上年增长5.8%。"],
}


@pytest.fixture
def stored_facts(over: Over) -> Asker:
    """Reports of provinces with the indicator asked about beside others whose names end alike, and beside targets."""
    return over(
        {
            f"{place}{year}": build_report("统计公报", [((), said)], year=year, place=place, kind="统计公报")
            for (place, year), said in STORED.items()
        }
    )


@pytest.mark.parametrize(
    ("question", "expected", "missing"),
    [
        ("各省GDP增速", ["5.8%", "5.5%", "5.1%"], ()),
        ("哪个省GDP最高", ["13万亿元", "2.2万亿元"], ("2024年浙江统计公报",)),
        ("江苏和浙江哪个GDP高", ["13万亿元"], ("2024年浙江统计公报",)),
        ("各省失业率", ["5.6%", "5%"], ("2024年江苏统计公报", "2023年江苏统计公报")),
        ("江苏历年GDP", ["12.8万亿元", "13万亿元"], ()),
    ],
)
def test_indicator_itself_is_compared_and_no_part_target_or_namesake_of_it(
    stored_facts: Asker, question: str, expected: list[str], missing: tuple[str, ...]
) -> None:
    found = stored_facts.ask(question).comparison
    assert found is not None
    assert sorted(row.figure.text for row in found.rows) == sorted(expected)
    assert sorted(found.missing) == sorted(missing)


def test_places_are_of_the_level_asked_about(facts: Asker) -> None:
    assert rows(facts.ask("哪个市GDP最高").comparison) == [("临岚市", "412亿元"), ("云泽市", "388亿元")]


def test_survey_without_a_place_asks_which_report_is_meant(several: Asker) -> None:
    answer = several.ask("主要做了哪些工作")
    assert answer.status == "clarify"
    assert {info.place for info in answer.choices} == {"石桥", "柏坪", "云岭"}


def test_each_report_named_is_heard_in_turn(several: Asker) -> None:
    quoted = [one.report.place for one in several.ask("石桥和柏坪的学校食堂与教师", top=4).answers]
    assert quoted[:2] in (["石桥", "柏坪"], ["柏坪", "石桥"])


FILLER = [f"{thing}{n}处。" for n, thing in enumerate(("新修水渠", "栽种果树", "铺设管网", "改造路灯", "清理河道"), 1)]


def test_problems_of_all_places_are_told_by_each_of_them(telling: Told) -> None:
    places = ("青禾", "云泽", "临岚", "禾丰", "石苑")
    said = [["{}养老服务存在床位不足的问题。", "{}养老服务还存在护理员短缺的问题。"]] * len(places)
    told = {
        f"{one}县": [*(text.format(one) for text in texts), *FILLER] for one, texts in zip(places, said, strict=True)
    }
    answer = telling(told).ask("各地养老服务存在什么问题", top=5)
    assert answer.status != "clarify"
    assert len({one.report.place for one in answer.answers}) == 5


def test_an_amount_by_another_name_of_its_indicator_is_nothing_narrower(telling: Told) -> None:
    text = "全县地区生产总值增长5.7%,高于全省0.7个百分点,经济总量达到647亿元,居全省第5位。"
    answer = telling({"青禾县": [text, "粮食产量3万吨。"]}).ask("青禾县GDP多少")
    assert answer.status in ("answered", "uncertain")
    assert answer.answers[0].figures[answer.answers[0].asked or 0].text == "647亿元"
    assert "figure_narrower" not in {reason.code for reason in answer.answers[0].why}


def test_country_is_no_place_and_visits_are_not_what_is_visited(over: Over) -> None:
    told = [
        ("全国文化发展统计公报", None, "全国有图书馆3200座。"),
        ("石桥县2021年工作总结", "石桥", "全县现有图书馆5座。"),
        ("柏坪县2021年工作总结", "柏坪", "全县现有图书馆2座。"),
        ("云岭县2021年工作总结", "云岭", "图书馆接待观众12万人次。"),
    ]
    asker = over(
        {
            title: build_report(title, [((), [text])], year=2021, place=place, kind="年度总结")
            for title, place, text in told
        }
    )
    assert [text for _, text in rows(asker.ask("哪个地方图书馆最多").comparison)] == ["5座", "2座"]


def test_basics_behind_many_nearer_sentences_are_found_by_what_they_count(telling: Told) -> None:
    nearer = [f"老师队伍建设第{number}次推进,老师参加。" for number in range(40)]
    said = {
        "石桥县": [*nearer, "全县共有学校20所,在校生9000名,教职工880名。"],
        "柏坪县": ["全县现有老师310名。", *(f"第{number}次巡查校园。" for number in range(160))],
    }
    assert rows(telling(said).ask("哪里老师最多").comparison) == [("石桥县", "880名"), ("柏坪县", "310名")]


COURSE = {
    2017: ["全年茶叶产量6.1万吨，比上年增长4.2%。", "当年拟安排财政赤字12亿元。"],
    2018: ["全年茶叶产量6.6万吨，比上年增长8.2%。", "今年拟安排财政赤字15亿元。"],
    2019: ["茶叶总产7.2万吨，比2015年增长31%。", "全年财政赤字9亿元。"],
    2020: ["茶叶生产平稳，全年产量达到7.9万吨。", "油菜丰收，总产量3.4万吨。", "七个县茶叶产量超过1万吨。"],
    2021: ["茶叶产量增长5.5%。", "果园连年增产，产量9.5万吨。", "铺设管道30公里。"],
}


@pytest.fixture
def course(over: Over) -> Asker:
    """Summaries of one county over five years, one of which tells only by how much it grew."""
    return over({str(year): summary("石桥", year, said, of="县") for year, said in COURSE.items()})


@pytest.mark.parametrize(
    ("question", "expected", "missing"),
    [
        ("2017到2020年茶叶产量", ["6.1万吨", "6.6万吨", "7.2万吨", "7.9万吨"], ()),
        ("石桥2017-2021年的茶叶产量", ["6.1万吨", "6.6万吨", "7.2万吨", "7.9万吨"], ("2021年",)),
        ("2018年以来茶叶产量是多少", ["6.6万吨", "7.2万吨", "7.9万吨"], ("2021年",)),
        ("入世以后茶叶产量怎么变的", ["6.1万吨", "6.6万吨", "7.2万吨", "7.9万吨"], ("石桥县2021年工作总结",)),
        ("改革开放后哪年茶叶产量最高", ["7.9万吨", "7.2万吨", "6.6万吨", "6.1万吨"], ("石桥县2021年工作总结",)),
        ("茶叶产量这几年涨了没有", ["6.1万吨", "6.6万吨", "7.2万吨", "7.9万吨"], ("石桥县2021年工作总结",)),
        ("哪几年茶叶产量超过6.5万吨", ["7.9万吨", "7.2万吨", "6.6万吨"], ("石桥县2021年工作总结",)),
        ("哪几年茶叶产量不到7万吨", ["6.1万吨", "6.6万吨"], ("石桥县2021年工作总结",)),
    ],
)
def test_each_year_of_a_time_that_is_asked_about_is_a_row(
    course: Asker, question: str, expected: list[str], missing: tuple[str, ...]
) -> None:
    answer = course.ask(question)
    assert answer.comparison is not None
    assert [row.figure.text for row in answer.comparison.rows] == expected
    assert answer.comparison.missing == missing
    assert answer.comparison.grown == missing  # of 2021 the growth is told
    assert answer.status == "answered"


@pytest.mark.parametrize(
    "question",
    ["2017到2020年茶叶产量一共多少", "2017到2020年茶叶怎么样", "文革期间茶叶产量", "2017到2021年铺设管道多少公里"],
)
def test_sum_of_years_and_what_one_year_alone_tells_is_no_table(course: Asker, question: str) -> None:
    assert course.ask(question).comparison is None


def test_plan_stands_for_a_year_of_which_nothing_else_is_told_and_is_first_of_nothing(course: Asker) -> None:
    found = course.ask("石桥历年财政赤字").comparison
    assert found is not None
    assert [(row.year, row.figure.text, row.figure.planned) for row in found.rows] == [
        (2017, "12亿元", True),
        (2018, "15亿元", True),
        (2019, "9亿元", False),
    ]
    most = course.ask("石桥哪年财政赤字最高").comparison
    assert most is not None
    assert [row.figure.text for row in most.rows][:1] == ["9亿元"]


def test_growth_since_an_earlier_year_is_that_of_no_year(course: Asker) -> None:
    found = course.ask("石桥历年茶叶产量增速").comparison
    assert found is not None
    assert [row.figure.text for row in found.rows] == ["4.2%", "8.2%", "5.5%"]


def test_output_of_another_thing_is_no_row(over: Over) -> None:
    said = {2018: ["铜产量3.1万吨。"], 2019: ["铜产量3.4万吨。"], 2020: ["稻谷连年增产，产量达到9万吨。"]}
    asker = over({str(year): summary("石桥", year, lines, of="县") for year, lines in said.items()})
    assert rows(asker.ask("石桥历年铜产量").comparison) == [("2018", "3.1万吨"), ("2019", "3.4万吨")]


AIMS = {
    2017: ["预期目标：生产总值增长8%，固定资产投资增长14%。", "教育拟投入3亿元。"],
    2018: ["全年道路投入9亿元。", "预期目标：生产总值增长7.5%，固定资产投资增长12%。", "教育拟投入4亿元。"],
    2019: ["预期目标：生产总值增长7%，五年年均增长9%。", "教育拟投入2亿元。"],
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("石桥哪年增长目标最高", ["8%", "7.5%", "7%"]),
        ("石桥哪年增长目标定得最低", ["7%", "7.5%", "8%"]),
        ("石桥哪年教育投入定得最高", ["4亿元", "3亿元", "2亿元"]),
    ],
)
def test_targets_are_ranked_by_themselves_and_growth_of_nothing_said_is_of_the_economy(
    over: Over, question: str, expected: list[str]
) -> None:
    asker = over({str(year): summary("石桥", year, said, of="县") for year, said in AIMS.items()})
    assert [told for _, told in rows(asker.ask(question).comparison)] == expected


def test_what_grew_is_no_target(telling: Told) -> None:
    said = {"青禾县": ["全年生产总值增长6.1%。"], "云泽县": ["全年生产总值增长5.4%。"]}
    assert telling(said).ask("各县GDP增长目标分别是多少").comparison is None
    assert telling(said).ask("各县GDP增速分别是多少").comparison is not None


PAIR = {
    "青禾县": ["全年生产总值增长6.1%。", "完成公路里程820公里。", "政府债务余额31亿元。"],
    "云泽县": ["全年生产总值增长5.4%。", "新建公路42公里，铁路里程130公里。", "发行债务类产品7亿元。"],
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("云泽经济增速比青禾快吗", ["6.1%", "5.4%"]),
        ("云泽GDP增速有没有超过青禾", ["6.1%", "5.4%"]),
        ("云泽GDP增速比青禾低吗", ["5.4%", "6.1%"]),
        ("哪些县GDP增速超过6%", ["6.1%"]),
        ("青禾和云泽公路里程分别多少", ["820公里"]),
        ("各县GDP增速排个名", ["6.1%", "5.4%"]),
        ("青禾和云泽债务余额哪个高", ["31亿元"]),
    ],
)
def test_two_are_put_in_order_by_what_is_asked_and_no_other_measure(
    telling: Told, question: str, expected: list[str]
) -> None:
    found = telling(PAIR).ask(question).comparison
    assert found is not None
    assert [row.figure.text for row in found.rows] == expected


HEADS = {
    2019: ["农民人均收入1.52万元，增长6%。", "空气质量优良天数310天。", "民生支出12亿元，占全部支出的71%。"],
    2020: ["农民人均收入1.61万元，增长5.9%。", "空气质量优良天数318天。", "民生支出13亿元，占全部支出的74%。"],
    2021: ["农民人均收入1.74万元，增长8.1%。", "空气质量优良天数305天。", "今年全县民生支出要占全部支出的75%以上。"],
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("石桥2019—2021年农民人均收入", ["1.52万元", "1.61万元", "1.74万元"]),
        ("石桥历年空气质量优良天数", ["310天", "318天", "305天"]),
        ("石桥民生支出占比这几年怎么变的", ["71%", "74%", "75%"]),
    ],
)
def test_amounts_a_head_days_and_shares_are_rows_where_they_are_asked_for(
    over: Over, question: str, expected: list[str]
) -> None:
    asker = over({str(year): summary("石桥", year, said, of="县") for year, said in HEADS.items()})
    found = asker.ask(question).comparison
    assert found is not None
    assert [row.figure.text for row in found.rows] == expected


def test_years_are_called_missing_only_where_a_question_for_each_finds_nothing(over: Over) -> None:
    said = {2018: ["修建滨河步道。"], 2019: ["修建滨河步道和亭子。"], 2020: ["清理河道。"], 2021: ["开展阅读活动。"]}
    asker = over({str(year): summary("石桥", year, lines, of="县") for year, lines in said.items()})
    assert asker.ask("石桥2018到2021年滨河步道怎么样").missing == ("2020年", "2021年")


@pytest.mark.parametrize("question", ["哪几年茶叶产量不到3万吨", "哪几年茶叶产量超过30万吨"])
def test_limit_that_nobody_passes_makes_no_table(course: Asker, question: str) -> None:
    assert course.ask(question).comparison is None


def test_which_ones_among_years_are_asked_for_are_those_years(course: Asker) -> None:
    found = course.ask("历年茶叶产量超过6.5万吨的有哪些年份").comparison
    assert found is not None
    assert (found.by_year, [row.figure.text for row in found.rows]) == (True, ["7.9万吨", "7.2万吨", "6.6万吨"])


def test_years_of_a_long_time_of_which_no_report_is_stored_are_not_called_missing(over: Over) -> None:
    said = {1956: "茶叶产量1.1万吨。", 1957: "茶叶产量1.2万吨。", 1958: "修路8公里。", 1990: "茶叶产量3万吨。"}
    asker = over({str(year): summary("石桥", year, [line], of="县") for year, line in said.items()})
    found = asker.ask("1955年以后茶叶产量").comparison
    assert found is not None
    assert (rows(found), found.missing) == ([("1956", "1.1万吨"), ("1957", "1.2万吨"), ("1990", "3万吨")], ("1958年",))


def test_growth_is_no_share(over: Over) -> None:
    said = {2020: "教育经费12亿元，增长6.5%。", 2021: "教育经费13亿元，增长7.1%。", 2022: "铺设管道30公里。"}
    asker = over({str(year): summary("石桥", year, [line], of="县") for year, line in said.items()})
    assert asker.ask("2020年和2021年教育经费占比").comparison is None


def test_what_each_of_many_brings_is_no_amount_of_all(over: Over) -> None:
    said = {2018: "棉花产量3036万担。", 2019: "棉花的每亩平均产量已经达到一百斤。", 2020: "棉花产量3500万担。"}
    asker = over({str(year): summary("石桥", year, [line], of="县") for year, line in said.items()})
    assert rows(asker.ask("石桥历年棉花产量").comparison) == [("2018", "3036万担"), ("2020", "3500万担")]


BODIES = {
    "江堤市第二人民医院2023年工作总结": "医院编制床位1200张。",
    "柳岸医疗集团2023年工作总结": "集团开放床位900张。",
    "石桥县2023年政府工作报告": "全县医院床位达到2600张。",
    "柏坪县2023年政府工作报告": "全县医院床位达到3100张。",
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [("哪家医院床位最多", ["1200张", "900张"]), ("哪家医院床位超过1000张", ["1200张"]), ("哪所学校床位最多", [])],
)
def test_only_bodies_of_the_kind_that_is_asked_for_are_compared(over: Over, question: str, expected: list[str]) -> None:
    found = over({title: build_report(title, [((), [said])], year=2023) for title, said in BODIES.items()}).ask(
        question
    )
    assert [text for _, text in rows(found.comparison)] == expected


def test_things_that_are_named_are_no_places(over: Over) -> None:
    told = {"石桥": "全县有医院12家，中学36所。", "柏坪": "全县有中学20所。", "云岭": "修路8公里。"}
    asker = over({place: summary(place, 2023, [said], of="县") for place, said in told.items()})
    for question in ("医院和中学哪个多", "中学与医院比哪个多"):
        answer = asker.ask(question)
        assert (answer.comparison, answer.answers[0].quote) == (None, "全县有医院12家，中学36所。")
    assert rows(asker.ask("哪个县中学多").comparison) == [("石桥", "36所"), ("柏坪", "20所")]


def test_people_of_bodies_are_not_those_that_something_was_done_to(over: Over) -> None:
    said = {
        "云泽市人民法院2023年工作报告": ["全年拘留失信被执行人143人。", "法院现有职工88人。"],
        "云泽市图书馆2023年工作总结": ["培训读者152人。", "馆内现有职工30人。"],
        "石桥县2023年工作总结": ["修路8公里。"],
    }
    asker = over({title: build_report(title, [((), lines)], year=2023) for title, lines in said.items()})
    assert [text for _, text in rows(asker.ask("云泽法院和云泽图书馆谁的人多").comparison)] == ["88人", "30人"]


@pytest.mark.parametrize(("text", "other"), [("新增煤炭生产能力3000万吨。", True), ("煤炭产量3000万吨。", False)])
def test_what_could_be_made_is_no_output(text: str, *, other: bool) -> None:
    wants, figure = (WantedWord("产量", 1.0), WantedWord("煤炭", 1.0)), figures_in(text)[-1]
    question = Question("哪年煤炭产量最高", "what", (), read="哪年煤炭产量最高")
    assert is_other_measure(wants, question, text, figure) is other


OTHERWISE = {
    "石桥": ["全年接待游客320万人次,旅游收入14亿元。", "全区空气质量优良率91.4%。", "我局在职职工412人。"],
    "柏坪": ["接待国内游客510万人次。", "空气优良天数比例达到88%,比上年提高1个百分点。", "在册员工896人。"],
    "云岭": ["全年接待游客120万人次。", "学生体质优良率41%。", "破产企业安置职工730人。"],
}


@pytest.mark.parametrize(
    ("question", "quoted", "missing"),
    [
        ("哪里游客最多", ["接待国内游客510万人次。"], []),
        ("各地空气优良率", [], ["云岭区2023年工作总结"]),
        ("哪里职工最多", ["破产企业安置职工730人。"], []),
    ],
)
def test_what_a_report_says_in_other_words_is_quoted_and_not_denied(
    over: Over, question: str, quoted: list[str], missing: list[str]
) -> None:
    asker = over({place: summary(place, 2023, said, of="区") for place, said in OTHERWISE.items()})
    found = asker.ask(question).comparison
    assert found is not None
    assert [one.quote for one in found.otherwise] == quoted
    assert [*found.missing] == missing


def test_no_money_is_told_where_people_are_asked_for(over: Over) -> None:
    asker = over({place: summary(place, 2023, said, of="区") for place, said in OTHERWISE.items()})
    found = asker.ask("各地旅游人数").comparison
    assert found is None or {row.figure.unit for row in found.rows} == {"人次"}


def test_what_was_done_of_a_budget_is_a_row_and_the_budget_none(over: Over) -> None:
    said = {
        "石桥": ["2023年一般公共预算收入预算为12.5亿元,实际完成13.4亿元。", "2024年一般公共预算收入预期14亿元。"],
        "柏坪": ["全年一般公共预算收入98亿元。"],
        "云岭": ["一般公共预算收入21亿元。"],
        "松坪": ["一般公共预算收入预算为99亿元,为确保完成任务,将一般公共预算收入预算调整为120亿元。"],
    }
    found = over({place: summary(place, 2023, lines, of="区") for place, lines in said.items()}).ask("哪里财政收入最多")
    done = [row for row in rows(found.comparison) if row[0] != "松坪"]
    assert done == [("柏坪", "98亿元"), ("云岭", "21亿元"), ("石桥", "13.4亿元")]
    assert all(row.figure.planned for row in found.comparison.rows if row.report.place.startswith("松坪"))


TOLD_OTHERWISE = {
    "石桥": ["空气优良天数328天。", "医疗保险参保率达到98.2%。", "全区人口41.2万人。"],
    "柏坪": ["全年空气优良312天,细颗粒物浓度下降6%。", "基本医保参保率稳定在97%。", "常住人口38.6万人。"],
    "云岭": ["空气优良天数比例达到86.1%。", "医疗保险参保率稳定在96.5%以上。", "新建公园6个。"],
}


@pytest.mark.parametrize(
    ("question", "expected", "missing"),
    [
        ("各地优良天数", [("柏坪", "312天"), ("石桥", "328天")], ()),
        ("各地医保参保率", [("云岭", "96.5%"), ("柏坪", "97%"), ("石桥", "98.2%")], ()),
        ("石桥和柏坪人口谁多", [("柏坪", "38.6万人"), ("石桥", "41.2万人")], ()),
    ],
)
def test_what_a_place_calls_otherwise_is_its_row(
    over: Over, question: str, expected: list[tuple[str, str]], missing: tuple[str, ...]
) -> None:
    asker = over({place: summary(place, 2023, said, of="区") for place, said in TOLD_OTHERWISE.items()})
    found = asker.ask(question).comparison
    assert found is not None
    assert sorted(rows(found)) == expected
    assert found.missing == missing


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        (["参保率稳定在{}%。", "参保人数{}万人。"], "参保人数各是多少", ["22万人", "23万人"]),
        (["参保率稳定在{}%。"], "参保人数各是多少", []),
        (["城镇失业率{}%。"], "失业人数对比", []),
        (["职工平均工资{}万元。", "现有职工{}人。"], "职工人数各是多少", ["22人", "23人"]),
        (["贫困户{}户。"], "贫困人数对比", []),
        (["接待游客{}万人次,旅游收入{}亿元。"], "游客人数对比", ["22万人次", "23万人次"]),
        (["接待旅游{}万人次,市场主体户数{}万户。"], "旅游人次数对比", ["22万人次", "23万人次"]),
        (["招生计划{}人,实际招生2{}人。"], "招生人数对比", ["222人", "223人"]),
        (["招生计划{}人,实际招生2{}人。"], "招生计划对比", ["22人", "23人"]),
        (["空气优良3{}天,重污染{}天。"], "优良天数对比", ["322天", "323天"]),
    ],
)
def test_row_is_in_the_unit_of_the_count_asked_for_and_no_plan_and_the_figure_marked(
    over: Over, said: list[str], question: str, expected: list[str]
) -> None:
    reports = {
        f"青禾{year}": summary("青禾", year, [one.replace("{}", str(year - 2000)) for one in said], of="县")
        for year in (2022, 2023)
    }
    answer = over(reports).ask(f"2022年和2023年{question}")
    assert [figure for _, figure in rows(answer.comparison)] == expected
    marked = [one.asked_figure.text for one in answer.answers if one.asked_figure]
    assert marked[: len(expected)] == expected
