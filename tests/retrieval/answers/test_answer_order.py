"""Which of several sentences is put first, told by those beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.answers.answer_order import in_answer_order
from retrieval.lexicon.tables import records
from retrieval.model import Evidence, Question, Reason, ReportFit, Variant, Word
from store import patterns as re
from store.figures.extract import figures_in
from store.model import Figure, ReportInfo

REPORT = ReportInfo("a", "青禾县法院2024年工作报告", 2024, "青禾", "工作报告", None, "a.txt", 1, "", 0, 0, 0)


def told(number: int, text: str, *section: str, asked: int = 0, period: str = "2024", score: float = 1.0) -> Evidence:
    """A sentence with its figures, the one ``asked`` of them picked."""
    figures = tuple(replace(one, period=period) for one in figures_in(text))
    seen = (Reason("coverage", 1.0),)
    whole = Evidence(number, score, 0.0, text, 0, len(text), REPORT, section, False, (), 1.0, seen, number)
    return replace(whole, figures=figures, asked=asked if figures else None, period=period)


def question(text: str, thing: str, *variants: str, unit: str | None = None) -> Question:
    """A question for a number of some thing."""
    start = text.index(thing)
    word = Word(thing, start, start + len(thing), variants=tuple(Variant(one, 0.8) for one in variants))
    return Question(text, "count", (word,), read=text, unit=unit)


def first(asked: Question, *evidence: Evidence) -> int:
    return in_answer_order(asked, evidence)[0].sentence


RESULT = told(2, "全年受理案件3120件。", "一、主要工作")


@pytest.mark.parametrize(("text", "sentence"), [("2024年法院受理多少案件", 2), ("2024年上半年法院受理多少案件", 1)])
def test_number_of_the_year_comes_before_that_of_half_of_it(text: str, sentence: int) -> None:
    half = told(1, "2024年上半年受理案件1480件。", score=2.0)
    asked = replace(question(text, "案件", unit="件"), years=(2024,))
    assert first(asked, half, RESULT) == sentence
    assert first(asked, told(1, "上半年走访企业60家，全年受理案件3100件。", asked=1, score=2.0), RESULT) == 1


def test_number_of_a_thing_comes_before_that_of_what_it_has() -> None:
    have, are = told(1, "博物馆藏品3120件。", score=2.0), told(2, "建成博物馆、艺术馆6个。")
    asked = replace(question("博物馆有多少个", "博物馆", unit="个"), head=("博物馆",))
    assert first(asked, have, are) == 2
    assert first(replace(asked, read="博物馆藏品有多少个", head=("博物馆", "藏品")), have, are) == 1


@pytest.mark.parametrize(("text", "sentence"), [("青禾人口", 2), ("青禾人口2024", 2), ("青禾出生人口", 1)])
def test_number_of_all_people_comes_before_that_of_some(text: str, sentence: int) -> None:
    some, people = told(1, "全年出生人口1.2万人。", score=2.0), told(2, "年末常住人口60万人。")
    assert first(replace(question(text, "人口"), kind="what"), some, people) == sentence


def test_rate_of_growth_comes_before_a_share() -> None:
    share, rate = told(1, "三次产业占生产总值的比重为11.8%。", score=2.0), told(2, "生产总值比上年增长4.6%。")
    assert first(replace(question("青禾生产总值增速", "生产总值"), kind="what"), share, rate) == 2


def test_amount_named_alone_comes_before_its_share() -> None:
    share, amount = told(1, "服务业增加值占生产总值41.2%。", score=2.0), told(2, "服务业增加值97亿元。")
    named = replace(question("青禾服务业增加值", "增加值"), kind="what")
    assert first(named, share, amount) == 2
    assert first(replace(named, read="青禾服务业增加值占比", text="青禾服务业增加值占比"), share, amount) == 1


@pytest.mark.parametrize(("text", "sentence"), [("怎么抓养老", 2), ("养老怎么样", 1)])
def test_how_it_is_done_comes_before_how_much_it_grew(text: str, sentence: int) -> None:
    grew, done = told(1, "养老床位增长8%。", score=2.0), told(2, "养老服务下沉到社区。")
    assert first(replace(question(text, "养老"), kind="what"), grew, done) == sentence


def test_number_of_just_the_years_comes_before_the_same_of_more_or_fewer() -> None:
    asked = replace(question("2024年法院受理多少案件", "案件", unit="件"), years=(2024,))
    lasting = told(1, "2020至2024年共受理案件9万件。", period="2020-2024", score=9.0)
    assert first(asked, lasting, RESULT) == 2
    assert first(replace(asked, years=(2021, 2022, 2023, 2024)), lasting, RESULT) == 1
    assert first(asked, lasting, told(3, "全年走访企业60家。")) == 1
    several = replace(asked, years=(2022, 2023, 2024))
    together = told(4, "累计受理案件1.1万件。", score=0.1)
    assert together.figures[0].nature == "sum"
    assert first(several, told(5, "受理案件3120件。", score=9.0), together) == 4


def test_same_number_is_told_by_the_sentence_of_its_year() -> None:
    grown = told(1, "生产总值由2020年的238亿元增加到327亿元。", asked=1, period="2020-2024", score=9.0)
    grown = replace(
        grown,
        figures=tuple(replace(one, period=year) for one, year in zip(grown.figures, ("2020", "2024"), strict=True)),
    )
    asked = replace(question("青禾2024年生产总值", "生产总值"), kind="what", years=(2024,))
    assert first(asked, grown, told(2, "全年生产总值327亿元，增长5.6%。", score=0.1)) == 2
    assert first(asked, grown, told(2, "全年生产总值310亿元，增长5.6%。", score=0.1)) == 1


def test_amount_of_a_measure_comes_before_what_is_counted_beside_it() -> None:
    asked = replace(question("青禾2024年GDP", "GDP", "地区生产总值"), kind="what", years=(2024,))
    beside = told(1, "13个镇地区生产总值都有所增加，共增加27亿元。", score=2.0)
    assert first(asked, beside, told(2, "地区生产总值310亿元。")) == 2
    assert first(replace(asked, kind="change"), beside, told(2, "地区生产总值310亿元。")) == 1


@pytest.mark.parametrize(("text", "sentence"), [("法院一年办多少案件", 2), ("法官最多一年办多少案件", 1)])
def test_number_of_all_comes_before_the_peak_unless_that_is_asked_for(text: str, sentence: int) -> None:
    peak = told(1, "最多的一名法官办结案件918件。", score=2.0)
    assert first(question(text, "案件", unit="件"), peak, told(2, "全年办结案件3000件。")) == sentence


@pytest.mark.parametrize(
    ("text", "thing", "other", "plain"),
    [
        ("什么算规上企业", "规上企业", "规上企业营业收入增长4.3%。", "规上企业的统计范围为年收入2000万元以上的企业。"),
        ("“一窗通办”是什么意思", "一窗通办", "推行“一窗通办”。", "“一窗通办”：指一个窗口办理各种事项。"),
        ("新房一平米卖多少钱", "新房", "新房销售额318亿元。", "其中新房均价每平方米7400元。"),
        ("博物馆人最多是哪天", "博物馆", "5月18日举行博物馆日活动。", "博物馆单日最高接待量出现在10月3日。"),
    ],
)
def test_sentence_of_the_form_that_is_asked_for_comes_first(text: str, thing: str, other: str, plain: str) -> None:
    asked = replace(question(text, thing), kind="what")
    assert first(asked, told(1, other, score=3.0), told(2, plain)) == 2


def test_sentence_that_names_a_person_comes_first_where_one_is_asked_for() -> None:
    asked = Question("预算草案由谁说明", "who", (Word("预算草案", 0, 4),), read="预算草案由谁说明")
    nobody = told(1, "预算草案已经提交大会。", score=2.0)
    nobody = replace(nobody, why=(*nobody.why, Reason("kind", 0.1)))
    assert first(asked, nobody, told(2, "秘书长周青对预算草案作说明。")) == 2
    assert first(replace(asked, kind="what"), nobody, told(2, "秘书长周青对预算草案作说明。")) == 1


def test_income_of_all_is_no_whole_of_that_of_each() -> None:
    each, all_of_it = told(1, "农民每人收入85元。", score=2.0), told(2, "农民运输队取得收入30亿元。")
    asked = replace(question("农民一年挣多少钱", "农民"), kind="money")
    assert each.figures[0].per is not None
    assert first(asked, each, all_of_it) == 1


@pytest.mark.parametrize(
    ("text", "thing", "short", "plain", "year"),
    [
        ("青禾1978年粮食增产多少吨", "粮食", ("粮食共增产9万吨。", "1978-1979"), ("粮食增产5万吨。", "1978"), 1978),
        ("青禾打了多少吨粮食", "粮食", ("粮食亩产0.4吨。", "2024"), ("粮食总产1200吨。", "2024"), None),
        ("青禾机器人卖了多少台", "机器人", ("“小禾”机器人销售270台。", "2024"), ("机器人销售1430台。", "2024"), None),
        ("青禾有多少名学生", "学生", ("少数民族学生170名。", "2024"), ("学生2600名。", "2024"), None),
    ],
)
def test_figure_of_another_time_or_of_some_gives_way(
    text: str, thing: str, short: tuple[str, str], plain: tuple[str, str], year: int | None
) -> None:
    asked = question(text, thing, unit=text[text.index("多少") + 2])
    if year:
        asked = replace(asked, years=(year,))
    one, other = told(1, short[0], period=short[1], score=2.0), told(2, plain[0], period=plain[1])
    of_year = (Reason("coverage", 1.0), Reason("year", 1.0))
    assert first(asked, one.but(why=of_year), other.but(why=of_year)) == 2


def test_day_comes_first_where_one_is_asked_for() -> None:
    asked = Question("新校区是哪天启用的", "date", (Word("新校区", 0, 3),), read="新校区是哪天启用的")
    assert first(asked, told(1, "新校区去年启用。", score=2.0), told(2, "9月1日，新校区启用。")) == 2


def test_total_gives_way_only_to_what_counts_the_very_thing() -> None:
    asked = question("青禾法院有多少法官", "法官", unit="名")
    part = told(1, "12名法官参加了培训。", score=2.0)
    stray = told(2, "法官培训班等先进典型共有12名。")
    whole = told(3, "全院现有法官86名。")
    assert first(asked, part, stray, whole) == 3
    assert first(asked, part, stray) == 1


def test_part_of_something_else_is_all_of_what_is_asked_about() -> None:
    asked = question("青禾法院有多少法官", "法官", unit="名")
    officers = told(1, "现有干警210名,其中员额法官86名。", asked=1, score=2.0)
    assert first(asked, officers, told(2, "共有法官5名。")) == 1


@pytest.mark.parametrize(("text", "sentence"), [("青禾有多少人口", 2), ("青禾有多少城镇人口", 1)])
def test_all_that_is_asked_about_comes_before_a_kind_of_it(text: str, sentence: int) -> None:
    kind, whole = told(1, "其中城镇人口21.9万人。", score=2.0), told(2, "年末全县人口37.4万人。")
    assert first(question(text, "人口", unit="人"), kind, whole) == sentence


def test_average_of_a_day_comes_first_where_a_day_is_asked_about() -> None:
    people, visitors = told(1, "全馆职工67名。", score=2.0), told(2, "日均接待5104人次。")
    assert first(question("图书馆一天来多少人", "图书馆", unit="人"), people, visitors) == 2
    assert first(question("图书馆有多少人", "图书馆", unit="人"), people, visitors) == 1
    assert first(question("图书馆每年来多少人", "图书馆", unit="人"), people, visitors) == 1


def test_average_of_something_else_is_none_of_a_year() -> None:
    harvest, each = told(1, "粮食总产量31万吨。", score=2.0), told(2, "粮食平均亩产432公斤。")
    assert first(question("每年产多少粮食", "粮食"), harvest, each) == 1


@pytest.mark.parametrize(("text", "sentence"), [("谁带队巡察", 2), ("谁参加了巡察会议", 1)])
def test_who_did_it_comes_before_those_who_were_there(text: str, sentence: int) -> None:
    there = told(1, "办公室主任周立及有关成员参加会议。", score=1.1)
    asked = Question(text, "who", (Word("巡察", text.index("巡察"), text.index("巡察") + 2),), read=text)
    assert first(asked, there, told(2, "巡察组组长陈川指出不足。")) == sentence


def test_what_a_year_brought_comes_before_what_was_planned_for_it_unless_plans_are_asked_for() -> None:
    plan, done = told(1, "新建改造农田450万亩。", score=2.0), told(2, "建成农田430万亩。")
    plan = replace(plan, figures=tuple(replace(one, planned=True) for one in plan.figures))
    done = replace(done, why=(*done.why, Reason("year", 1.0)))
    asked = replace(question("24年修了多少亩农田", "农田", unit="亩"), years=(2024,))
    assert first(asked, plan, done) == 2
    assert first(replace(asked, plans=True), plan, done) == 1


def test_meaning_of_a_word_comes_first_where_it_is_asked_for() -> None:
    uses, tells = (
        told(1, "“5个100”行动累计入库项目90个。", score=2.0),
        told(2, "“5个100”行动：即五年招商入库100个项目。"),
    )
    asked = replace(question("“5个100”是什么意思", "5个100"), kind="definition")
    assert first(asked, uses, tells) == 2


@pytest.mark.parametrize(("plans", "sentence"), [(False, 2), (True, 1)])
def test_what_was_reached_comes_before_what_is_aimed_at_unless_that_is_asked_for(plans: bool, sentence: int) -> None:
    aim, reached = told(1, "力争蔬菜产量达到32万吨。", score=2.0), told(2, "蔬菜产量31万吨。")
    planned = replace(aim, planned=True, figures=(replace(aim.figures[0], planned=True),))
    asked = replace(question("蔬菜产了多少吨", "蔬菜", unit="吨"), plans=plans)
    assert first(asked, planned, reached) == sentence


def test_income_of_each_of_all_comes_before_that_of_some() -> None:
    some, every = told(1, "城镇居民人均收入7万元。", score=2.0), told(2, "全县居民人均收入6万元。")
    assert first(replace(question("人均收入", "收入"), kind="money"), some, every) == 2
    assert first(replace(question("城镇人均收入", "收入"), kind="money"), some, every) == 1


def test_total_is_named_by_the_thing_it_counts() -> None:
    part = told(1, "批发企业7家,连锁药店9家,单体药店29家。", asked=2, score=2.0)
    total = replace(told(2, "零售药店总数68家。"), coverage=0.7)
    assert first(question("药店一共有多少家", "药店", unit="家"), part, total) == 2


def test_places_in_order_come_first_where_places_are_asked_for() -> None:
    asked = replace(question("哪几个省卖药最多", "药"), kind="list")
    assert first(asked, told(1, "药企应收账款偏高。", score=2.0), told(2, "卖药前三位依次为广东、北京、江苏。")) == 2
    assert first(replace(asked, read="卖药有哪些问题"), told(1, "药企亏损。"), told(2, "依次为广东、北京、江苏。")) == 1


@pytest.mark.parametrize(("text", "sentence"), [("起诉了多少人", 2), ("不起诉多少人", 1)])
def test_what_was_done_comes_before_what_was_not(text: str, sentence: int) -> None:
    asked = question(text, "起诉", unit="人")
    assert first(asked, told(1, "依法不起诉204人。", score=2.0), told(2, "提起公诉和起诉1310人。")) == sentence


def test_all_of_a_year_comes_before_the_same_of_some() -> None:
    asked = replace(question("罚了多少钱", "罚"), kind="money")
    some, every = told(1, "检查药店,罚没款61万元。", score=2.0), told(2, "全年办结各类案件,罚没款742万元。")
    assert first(asked, some, every) == 2
    assert first(asked, replace(some, quote="全年共检查药店,罚没款61万元。"), every) == 1


@pytest.mark.parametrize(
    ("text", "listed"),
    [("董事都有谁", "董事3名,分别是周立、陈川和何田。"), ("投诉最多的是哪些", "投诉最多的三类为网购、停车和噪音。")],
)
def test_list_of_all_comes_first_where_all_are_asked_for(text: str, listed: str) -> None:
    asked = replace(question(text, text[:2]), kind="list")
    assert first(asked, told(1, f"{text[:2]}办结率达标。", score=2.0), told(2, listed)) == 2


@pytest.mark.parametrize(("text", "sentence"), [("幼儿少了多少", 2), ("幼儿多了多少", 1)])
def test_what_fell_comes_first_where_that_is_asked_for(text: str, sentence: int) -> None:
    rose, fell = told(1, "公办园幼儿占比提高4.6个百分点。", score=2.0), told(2, "幼儿由15万人下降到13万人。")
    assert first(replace(question(text, "幼儿"), kind="change"), rose, fell) == sentence


@pytest.mark.parametrize(("text", "sentence"), [("座位不够怎么办", 2), ("座位够不够", 1)])
def test_what_is_to_be_done_comes_first_where_that_is_asked_for(text: str, sentence: int) -> None:
    wrong, plan = (
        told(1, "座位供给不足。", "三、存在的不足", score=9.0),
        replace(told(2, "新增座位600个。"), planned=True),
    )
    assert first(replace(question(text, "座位"), kind="plan", plans=True), wrong, plan) == sentence


def test_what_is_said_to_be_first_of_all_comes_first_where_that_is_asked_for() -> None:
    table, best = told(1, "表1：各县空气质量", score=9.0), told(2, "云岫县优良天数比例最高。")
    assert first(replace(question("哪个县空气最好", "空气"), kind="what"), table, best) == 2
    assert first(replace(question("各县空气怎么样", "空气"), kind="what"), table, best) == 1


@pytest.mark.parametrize(("text", "sentence"), [("入院时的主诉是什么", 2), ("入院时如何主诉", 1)])
def test_line_that_is_labelled_with_what_is_asked_comes_first(text: str, sentence: int) -> None:
    other, labelled = told(1, "入院时由家属陪同。", score=9.0), told(2, "主诉：腹痛两天。")
    asked = replace(question(text, "主诉"), kind="what", head=("主诉",))
    assert first(asked, other, labelled) == sentence


@pytest.mark.parametrize(("asks", "told", "example"), records("preferred_forms"))
def test_question_of_a_form_needs_its_line(asks: str, told: str, example: str) -> None:
    others = [pattern for pattern, _, _ in records("preferred_forms") if pattern != asks]
    assert re.search(asks, example)
    assert not any(re.search(pattern, example) for pattern in others)
    assert re.compile(told)


def test_meaning_is_told_by_what_says_outright_what_it_is() -> None:
    used, told_so = told(1, "把握调控力度，做到适时适度。"), told(2, "适度，就是松紧得当。")
    assert first(replace(question("适度是什么意思", "适度"), kind="definition"), used, told_so) == 2


def test_sentence_that_answered_before_answers_what_follows_on_it() -> None:
    spoken = told(1, "查处违法案件531件，罚款金额5870万元。", score=0.9)
    fine = replace(spoken, asked=1)
    other = told(2, "另对18家企业罚款1350万元。", asked=1)
    asked = Question("那罚了多少钱", "money", (Word("罚款", 1, 3),), read="那罚了多少钱")
    assert in_answer_order(asked, [other, fine], lambda: spoken)[0].sentence == 1
    assert (
        in_answer_order(asked, [other, spoken], lambda: spoken)[0].sentence == 2
    )  # the figure that was asked for before
    assert in_answer_order(asked, [other, replace(fine, score=0.1)], lambda: spoken)[0].sentence == 2
    assert (
        in_answer_order(replace(asked, carried=("terms",)), [other, replace(fine, score=0.1)], lambda: spoken)[
            0
        ].sentence
        == 1
    )


def test_what_answered_before_is_not_looked_for_where_no_other_figure_may_come_first() -> None:
    asked = Question("罚了多少", "money", (Word("罚", 0, 1),), read="罚了多少")
    one, bare = told(1, "罚款金额5870万元。"), replace(told(2, "依法罚款。", score=0.9), asked=None)

    def spoken() -> None:
        raise AssertionError

    assert in_answer_order(asked, [one, bare], spoken)[0].sentence == 1


def test_row_of_the_place_comes_before_the_amount_of_another() -> None:
    asked = replace(question("海陵市旅游收入多少", "旅游收入"), kind="money", elsewhere=("海陵市",))
    whole, row = told(1, "国内旅游收入9873亿元。"), told(2, "海陵市\t11209\t1502.3", score=0.01)
    assert first(asked, whole, replace(row, figures=(), asked=None)) == 2


def test_form_alone_puts_nothing_far_below_in_front() -> None:
    asked = question("办理时限减了几天", "时限", unit="天")
    limit, other = told(1, "办理时限缩为15天。"), told(2, "办理件数下降10%。", score=0.01)
    assert first(asked, limit, other) == 1


@pytest.mark.parametrize(("text", "sentence"), [("法院受理多少案件", 2), ("法院受理案件增加多少", 1)])
def test_level_comes_before_what_came_to_it(text: str, sentence: int) -> None:
    more = told(1, "受理案件增加260件。", score=2.0)
    assert first(question(text, "案件", unit="件"), more, RESULT) == sentence


@pytest.mark.parametrize(("text", "sentence"), [("2023年怎么办案件", 2), ("2023年怎么办了案件", 1)])
def test_what_is_said_of_a_year_comes_before_what_the_next_report_says_of_it(text: str, sentence: int) -> None:
    own = replace(REPORT, year=2023)
    asked = replace(question(text, "案件"), kind="what", years=(2023,), happened=sentence == 1)
    back = told(1, "依法办理案件。", period="2023", score=2.0)
    assert first(asked, back, replace(told(2, "要依法办理案件。", period="2023"), report=own)) == sentence


@pytest.mark.parametrize(("text", "sentence"), [("80年到82年学校从几所加到几所", 2), ("80年到82年学校加了几所", 1)])
def test_first_and_last_of_some_years_come_first_where_both_are_asked_about(text: str, sentence: int) -> None:
    other, both = (
        told(1, "学校由59所增加到71所。", asked=1, score=2.0),
        told(2, "学校由67所增加到72所。", asked=1),
    )
    other = replace(other, figures=tuple(map(_dated, other.figures, ("1978", "1982"))))
    both = replace(both, figures=tuple(map(_dated, both.figures, ("1980", "1982"))))
    assert first(replace(question(text, "学校", unit="所"), years=(1980, 1981, 1982)), other, both) == sentence


def test_sum_of_so_many_years_comes_first_from_another_report_of_the_place_too() -> None:
    later, five = told(1, "改造小区183个。", score=2.0), told(2, "五年改造小区563个。", asked=1, period="2018-2022")
    five = replace(five, report=replace(REPORT, id="b"))
    asked = replace(
        question("青禾五年改造了多少小区", "小区", unit="个"), reports=(ReportFit("a", 1.0), ReportFit("b", 1.0))
    )
    assert first(asked, later, five) == 2
    away = replace(five, report=replace(REPORT, id="b", place="云泽"))
    assert first(asked, later, away) == 1


def test_what_came_in_comes_before_what_went_out_of_it() -> None:
    out, came = told(1, "土地出让收入相关支出52亿元。", score=2.0), told(2, "土地出让收入48亿元。")
    assert first(replace(question("卖地收入多少", "卖地", "土地出让收入"), kind="money"), out, came) == 2
    assert first(replace(question("卖地收入支出多少", "卖地", "土地出让收入"), kind="money"), out, came) == 1


def test_number_there_is_comes_before_one_of_so_many() -> None:
    ratio, made = told(1, "全省每装10台风机就有3台青禾造。", score=2.0), told(2, "风机产量1200台。")
    assert first(question("造了多少台风机", "风机", unit="台"), ratio, made) == 2


def test_why_is_told_by_a_sentence_with_a_cause() -> None:
    bare, cause = told(1, "契税5亿元。", score=2.0), told(2, "由于成交活跃，契税入库多。")
    assert first(replace(question("契税为什么多", "契税"), kind="why"), bare, cause) == 2
    assert first(question("契税多少", "契税"), bare, cause) == 1


@pytest.mark.parametrize(("text", "sentence"), [("一共赔了多少", 1), ("赔了多少", 2)])
def test_sum_comes_before_the_list_of_its_parts_behind_it(text: str, sentence: int) -> None:
    whole = told(1, "全年支付赔款9亿元。")
    parts = told(2, "其中，车险赔付4亿元；农险赔付3亿元；寿险赔付2亿元。", score=20.0)
    assert first(replace(question(text, "赔", "赔付", "赔款"), kind="money"), parts, whole) == sentence
    two = told(2, "其中，车险赔付4亿元；农险赔付3亿元。", score=20.0)  # all there is of each by its own name
    assert first(replace(question(text, "赔", "赔付", "赔款"), kind="money"), two, whole) == 2


def _dated(figure: Figure, period: str) -> Figure:
    return replace(figure, period=period)


@pytest.mark.parametrize(("text", "sentence"), [("物价涨了百分之几", 2), ("物价涨幅的目标是多少", 1)])
def test_what_was_once_aimed_at_stands_behind_what_came_of_it(text: str, sentence: int) -> None:
    aim = told(1, "去年我曾提出，要把物价涨幅控制在6%以内。", score=2.0)
    asked = replace(question(text, "物价"), kind="percent", plans=sentence == 1)
    assert first(asked, aim, told(2, "物价涨幅仍然高达9.2%。")) == sentence


def test_what_years_of_a_span_brought_together_is_told_by_the_report_after_them() -> None:
    one, five = told(1, "地铁建成60公里。", score=6.0), told(2, "五年地铁增加213公里。", asked=1, period="2017")
    asked = replace(question("2013到2017年地铁多修了多少公里", "地铁", unit="公里"), years=tuple(range(2013, 2018)))
    assert first(asked, one, five) == 2
    assert first(replace(asked, years=(2016, 2017), read="2016到2017年地铁多修了多少公里"), one, five) == 1


@pytest.mark.parametrize(("quote", "sentence"), [("电信网络诈骗发案下降21%。", 2), ("盗窃案发案下降21%。", 1)])
def test_what_was_reached_is_told_in_other_words_than_the_plan(quote: str, sentence: int) -> None:
    asked = replace(question("电诈发案下降多少", "电诈", "电信网络诈骗"), kind="change")
    aim, done = told(1, "电诈发案下降15%以上。", score=2.0), replace(told(2, quote), coverage=0.7)
    aim = replace(aim, planned=True, figures=tuple(replace(one, planned=True) for one in aim.figures))
    assert first(asked, aim, done) == sentence


@pytest.mark.parametrize(("text", "sentence"), [("法院一年办多少案件", 2), ("法院近一年办多少案件", 1)])
def test_number_of_one_year_comes_before_the_sum_of_several(text: str, sentence: int) -> None:
    several = told(1, "累计受理案件9万件。", period="2020-2024", score=2.0)
    assert first(question(text, "案件", unit="件"), several, RESULT) == sentence


def test_no_number_that_is_aimed_at_takes_the_place_of_one_that_came_about() -> None:
    holiday, reached = told(1, "春运40天运送旅客25万人次。", score=2.0, asked=1), told(2, "力争全年运送旅客214万人次。")
    aim = replace(reached, planned=True, figures=(replace(reached.figures[0], planned=True),))
    asked = replace(question("2024年运送多少旅客", "旅客"), years=(2024,))
    assert first(asked, holiday, reached) == 2
    assert first(asked, holiday, aim) == 1
    assert first(replace(asked, plans=True), holiday, aim) == 2


def test_number_of_the_year_comes_before_that_of_a_holiday() -> None:
    holiday, whole = told(1, "春运40天运送旅客25万人次。", score=2.0, asked=1), told(2, "全年运送旅客214万人次。")
    assert first(replace(question("2024年运送多少旅客", "旅客"), years=(2024,)), holiday, whole) == 2
    assert first(replace(question("2024年春运运送多少旅客", "旅客"), years=(2024,)), holiday, whole) == 1


@pytest.mark.parametrize(("text", "sentence"), [("法院建了多少间审判庭", 2), ("法院在建多少间审判庭", 1)])
def test_what_came_about_comes_before_what_is_under_way(text: str, sentence: int) -> None:
    under_way, done = told(1, "8间审判庭正在建设。", score=2.0), told(2, "建成审判庭56间。")
    asked = replace(question(text, "审判庭", unit="间"), happened="了" in text)
    assert first(asked, under_way, done) == sentence


def test_deed_that_is_asked_about_comes_before_those_who_did_something_else() -> None:
    asked = question("招了多少教师", "招", "招聘", unit="名")
    visits, brought = replace(told(1, "4099名教师参加走访。", score=2.0), coverage=0.5), told(2, "招聘教师116名。")
    assert first(asked, visits, brought) == 2
    assert first(asked, visits, replace(brought, coverage=0.6)) == 1


@pytest.mark.parametrize(
    ("text", "part", "sentence"),
    [
        ("拆了多少违建", "8月集中行动拆除违建26处。", 2),
        ("拆了多少违建", "“亮剑”行动期间,拆除违建26处。", 2),
        ("拆了多少违建", "开展拆除违建行动143次。", 2),
        ("8月拆了多少违建", "8月集中行动拆除违建26处。", 1),
        ("拆了多少违建", "东岸街拆除违建26处。", 1),  # of a place, and of no action
        ("拆了多少违建", "8月集中行动拆除违建700处。", 1),
        ("河边拆了多少违建", "8月集中行动拆除河边违建26处。", 1),  # the year's number is not of the river
    ],
)
def test_number_of_the_year_comes_before_that_of_an_action(text: str, part: str, sentence: int) -> None:
    every = told(2, "全年拆除违法建设610处。")
    asked = question(text, "违建", "违法建设")
    if "河边" in text:
        asked = replace(asked, content=(*asked.content, Word("河边", 0, 2)))
    assert first(asked, told(1, part, score=200.0), every) == sentence


def test_whole_just_before_its_part_comes_before_it() -> None:
    whole, part = (
        told(1, "全年清理古墓213座,出土文物1740件。", asked=1),
        told(2, "其中东湖片区清理古墓96座,出土文物835件。", asked=1, score=9.0),
    )
    asked = question("挖出来多少文物", "文物")
    assert first(asked, part, whole) == 1
    assert first(asked, replace(part, quote="东湖片区清理古墓96座,出土文物835件。"), whole) == 2


def test_sum_of_all_comes_before_what_was_spent_on_some_of_it() -> None:
    some, every = told(1, "电费支出270万元。", score=2.0), told(2, "总支出5100万元。")
    assert first(replace(question("支出多少钱", "支出"), kind="money"), some, every) == 2
