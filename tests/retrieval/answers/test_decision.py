"""What ranked evidence makes of a question: an answer, a doubt or a refusal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from retrieval.answers.answer_order import in_answer_order
from retrieval.answers.confidence import chance, signals_of
from retrieval.answers.decision import Scope, decide, missing_from
from retrieval.lexicon.tables import records
from retrieval.model import Answer, Evidence, Kind, Question, Reason, ReportFit, Word
from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import read_question
from retrieval.ranking.weights import learned
from store.figures.extract import figures_in
from store.model import ReportInfo

REPORT = ReportInfo("a", "清河市2016年工作总结", 2016, "清河", "年度总结", None, "a.txt", 1, "", 0, 0, 0)
QUESTION = Question("校舍投资多少", "money", (Word("校舍", 0, 2), Word("投资", 2, 4)), read="校舍投资多少")
SEEN = ("coverage", "named", "near", "phrase", "rarest", "rarest_anywhere", "figure_fits", "figure_held")
FITTING = tuple(Reason(code, 1.0) for code in SEEN)
RIGHT = replace(
    Evidence(*(1, 10.0, 0.0, "校舍投资3万元。", 0, 8, REPORT, (), False, (), 1.0, FITTING, 1)),
    figures=figures_in("校舍投资3万元。"),
    asked=0,
)
WRONG = replace(
    RIGHT,
    quote="电话畅通。",
    figures=(),
    asked=None,
    coverage=0.1,
    focus=0.0,
    why=(Reason("kind", 0.6, "money"),),
    sentence=2,
)


SCOPE_OF_2016 = Scope((REPORT,), (REPORT,), {"a": frozenset({2016})})


def decided(*evidence: Evidence) -> Answer:
    return decide(QUESTION, evidence, scope=SCOPE_OF_2016, top=5)


@pytest.mark.parametrize("name", ["right", "there"])
def test_sentence_with_what_is_asked_is_the_likelier_answer(name: str) -> None:
    weights = getattr(learned(), name)
    assert chance(weights, signals_of(QUESTION, [RIGHT])) > chance(weights, signals_of(QUESTION, [WRONG]))


def test_nothing_of_what_is_asked_is_no_answer_and_shown_as_the_nearest() -> None:
    refused = decided(WRONG)
    assert (refused.status, refused.answers, len(refused.nearest)) == ("no_answer", (), 1)


def test_what_is_likely_the_answer_is_not_withheld_for_what_its_report_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    for right, status in ((0.4, "uncertain"), (0.2, "no_answer")):
        monkeypatch.setattr("retrieval.answers.decision._chances", lambda *_, right=right: (right, 0.1))
        assert decided(seen(RIGHT, head_lacking=1.0)).status == status


def test_place_that_is_told_of_below_the_first_is_not_missing() -> None:
    both = Question("清河和云泽校舍投资", "money", QUESTION.content, places=("清河", "云泽"), read="清河和云泽校舍投资")
    other = replace(RIGHT, report=replace(REPORT, id="b", place="云泽"), sentence=2, rank=2, score=0.01)
    assert missing_from(both, [RIGHT, other], None, stored=[REPORT]) == ()
    assert missing_from(both, [RIGHT, replace(other, coverage=0.1)], None, stored=[REPORT]) == ("云泽",)


def test_year_is_not_told_by_a_sentence_that_says_less_of_what_is_asked() -> None:
    three = Question("2015到2017年校舍投资", "money", QUESTION.content, (2015, 2016, 2017), read="2015到2017年校舍投资")
    told = [replace(RIGHT, period=str(year), sentence=year, confidence=0.0) for year in (2016, 2015, 2017)]
    told[2] = replace(told[2], coverage=0.1)
    assert missing_from(three, told, None, stored=[REPORT]) == ("2017年",)
    told[2] = replace(told[2], coverage=1.0, period="1990-2018")
    assert missing_from(three, told, None, stored=[REPORT]) == ("2017年",)


@pytest.mark.parametrize(
    ("asked", "told", "heading", "undated"),
    [
        ("食堂是什么时候建的", "食堂已经建成。", "", True),
        ("食堂是什么时候建的", "食堂与读书节展厅、青年之家先后建成。", "二〇一六年工作", True),
        ("食堂是什么时候建的", "同时,食堂已经建成。", "", True),
        ("食堂是什么时候建的", "食堂在春节前建成。", "", False),
        ("食堂是什么时候建的", "食堂已经建成。", "（3月—6月）", False),
        ("食堂是什么时候建的", "食堂已经建成。", "三、4月5日运动会", False),
        ("食堂什么时候开门", "食堂8:30开门，17:00关门。", "", False),
        ("食堂是哪年建的", "食堂已经建成。", "", False),  # the report is of a year
        ("食堂开到几点", "食堂开到晚上。", "", False),
    ],
)
def test_when_something_was_is_refused_where_nothing_tells_a_time_and_doubted_where_what_is_around_may(
    asked: str, told: str, heading: str, undated: bool
) -> None:
    question = Question(asked, "date", (Word("食堂", 0, 2),), read=asked)
    one = seen(replace(RIGHT, quote=told, section=(heading,), figures=(), asked=None), kind=1.0)
    given = decide(question, [one], scope=Scope((REPORT,), (REPORT,), {}), top=5)
    assert (given.reason == "no_date") is undated
    assert (given.status == "no_answer") is undated  # nor does anything around it
    before = decide(question, [one], scope=Scope((REPORT,), (REPORT,), {}), top=5, around=lambda _: "3月5日开工。")
    assert before.status != "no_answer"


@pytest.mark.parametrize(("pattern", "example"), records("tells_when"))
def test_every_line_of_what_tells_a_time_is_needed_by_its_example(pattern: str, example: str) -> None:
    assert [told for told, _ in records("tells_when") if re.search(told, example)] == [pattern]


def test_which_of_two_has_more_is_not_told_without_a_number() -> None:
    question = Question("食堂和校舍哪家投资更多", "comparison", QUESTION.content, read="食堂和校舍哪家投资更多")
    silent = replace(RIGHT, figures=(), asked=None)
    compared = ("校舍投资高于食堂。", "校舍投资比食堂多。", "校舍的投资大于食堂。", "校舍投资超过食堂。")
    told = [replace(silent, quote=quote) for quote in ("校舍投资增加。", *compared)]
    given = [decide(question, [one], scope=SCOPE_OF_2016, top=5) for one in (*told, RIGHT)]
    assert [one.status == "no_answer" for one in given] == [True, False, False, False, False, False]


def test_how_many_items_there_are_may_be_told_by_the_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.answers.decision._chances", lambda *_: (0.1, 0.1))
    question = Question(
        *("证据有几份", "count", (Word("证据", 0, 2),)), read="证据有几份", unit="份", reports=(ReportFit("a", 1.0),)
    )
    listed = replace(RIGHT, quote="证据如下:证人证言;监控录像。", figures=(), asked=None)
    for lacking, status in ((0.0, "uncertain"), (1.0, "no_answer")):
        assert decide(question, [seen(listed, head_absent=lacking)], scope=SCOPE_OF_2016, top=5).status == status


def test_confidence_never_rises_from_one_to_the_next() -> None:
    first, second = decided(replace(RIGHT, score=5.0), replace(RIGHT, rank=2, score=9.0)).answers
    assert 0 <= second.confidence <= first.confidence < 1


def test_chance_is_one_of_two_where_nothing_is_known() -> None:
    assert chance({}, {"near": 1.0}) == 0.5


def test_sentence_that_says_it_outright_comes_before_one_without_a_number() -> None:
    question = Question("青禾有多少所学校", "count", (Word("学校", 6, 8),), read="青禾有多少所学校", unit="所")
    (figure,) = figures_in("全县共有学校45所。")
    silent = replace(RIGHT, quote="学校布局不断优化。", figures=(), asked=None)
    outright = replace(RIGHT, rank=2, score=6.0, quote="全县共有学校45所。", figures=(figure,), asked=0, sentence=2)
    given = decide(
        question, in_answer_order(question, [silent, outright]), scope=Scope((REPORT,), (REPORT,), {}), top=5
    )
    assert next(one.sentence for one in (given.answers or given.nearest)) == 2
    assert given.reason != "no_figure"


def test_what_was_done_beside_a_plan_is_no_plan() -> None:
    question = Question("还了多少", "money", (Word("还", 0, 1),), read="2021年已还了多少", years=(2021,), happened=True)
    done, planned = figures_in("已偿还13亿元,其余3亿元。")
    sentence = replace(RIGHT, figures=(done, replace(planned, planned=True)), planned=True, period="2021")
    scope = Scope((REPORT,), (REPORT,), {REPORT.id: frozenset({2021})})
    assert decide(question, [replace(sentence, asked=0)], scope=scope, top=5).reason != "only_planned"
    assert decide(question, [replace(sentence, asked=1)], scope=scope, top=5).reason == "only_planned"


def test_a_price_is_told_by_what_says_of_how_much_it_is_one() -> None:
    question = Question("柴油多少钱一升", "money", (Word("柴油", 0, 2),), read="柴油多少钱一升")
    told = [
        replace(RIGHT, quote=text, figures=figures_in(text)) for text in ("柴油车补贴8460万元。", "柴油每升7.2元。")
    ]
    assert [decide(question, [one], scope=Scope((REPORT,), (REPORT,), {}), top=5).reason for one in told] == [
        "nothing_found",
        "ok",
    ]


def test_points_of_the_section_that_is_asked_for_are_its_answer() -> None:
    question = Question("还有什么困难", "problem", (Word("困难", 4, 6, 0.3),), read="还有什么困难", section="problem")
    point = replace(WRONG, quote="一是人手不足。", why=(Reason("run", 1.0, "", 1.0),), coverage=0.0)
    assert decide(question, [point], scope=Scope((REPORT,), (REPORT,), {}), top=5).status == "answered"


def test_total_of_any_report_comes_before_those_who_did_something() -> None:
    question = Question("有多少教师", "count", (Word("教师", 3, 5),), read="有多少教师")
    told = "37名教师参加走访。", "全县共有教师450名。", "全区现有教师890名。"
    evidence = [
        replace(
            RIGHT,
            rank=number,
            score=100.0 / number**4,
            quote=text,
            figures=figures_in(text),
            sentence=number,
            report=replace(REPORT, id=f"{number}", place=f"{number}"),
        )
        for number, text in enumerate(told, start=1)
    ]
    reports = [one.report for one in evidence]
    given = decide(question, in_answer_order(question, evidence), scope=Scope(reports, reports, {}), top=5)
    assert [one.sentence for one in given.answers] == [2, 3, 1]
    assert (given.status, len(given.choices)) == ("clarify", 3)


def seen(one: Evidence, **values: float) -> Evidence:
    """The same with features seen of it."""
    kept = tuple(reason for reason in one.why if reason.code not in values)
    return replace(one, why=(*kept, *(Reason(code, 1.0, "", value) for code, value in values.items())))


UNLIKELY = seen(RIGHT, lacking=1.0, absent=1.0, head_absent=1.0, coverage=0.1, phrase=0.0)


def test_figure_of_most_of_what_is_asked_is_shown_with_a_doubt_however_unlikely_it_looks() -> None:
    scope = Scope((REPORT,), (REPORT,), {})
    assert decide(QUESTION, [seen(UNLIKELY, figure_narrower=0.4)], scope=scope, top=5).status == "uncertain"
    assert decide(QUESTION, [seen(UNLIKELY, figure_narrower=0.9)], scope=scope, top=5).status == "no_answer"


def test_figure_of_a_code_that_is_not_said_is_no_answer() -> None:
    question = Question("PM10多少", "count", (Word("pm10", 0, 4), Word("浓度", 4, 6)), read="pm10浓度多少")
    text = "PM2.5浓度31微克。"
    one = seen(replace(UNLIKELY, quote=text, figures=figures_in(text)), figure_narrower=0.4)
    assert decide(question, [one], scope=Scope((REPORT,), (REPORT,), {}), top=5).status == "no_answer"


def test_thing_that_nothing_found_says_a_word_of_is_no_answer_unless_a_number_is_asked() -> None:
    question = Question("校长最爱什么颜色", "what", (Word("校长", 0, 2), Word("颜色", 6, 8)), read="校长最爱什么颜色")
    one = seen(replace(RIGHT, quote="校长带队走访。", figures=(), asked=None), head_nowhere=1.0)
    scope = Scope((REPORT,), (REPORT,), {})
    assert decide(question, [one], scope=scope, top=5).status == "no_answer"
    assert decide(QUESTION, [seen(RIGHT, head_nowhere=1.0)], scope=scope, top=5).status != "no_answer"
    why = replace(question, kind="why", read="校长为何走访")
    assert decide(why, [one], scope=scope, top=5).status != "no_answer"


YEARS = [replace(REPORT, year=year) for year in (2015, 2016, 2017)]


def test_all_that_is_asked_but_of_another_year_is_no_answer() -> None:
    question = replace(QUESTION, years=(2016,))
    scope = Scope((REPORT,), (REPORT,), {REPORT.id: frozenset({2015, 2016})})
    other = seen(replace(RIGHT, period="2015"), year_aside=1.0)
    given = decide(question, [other], scope=scope, top=5)
    assert (given.status, given.reason) == ("no_answer", "other_year")
    given = decide(question, [replace(other, coverage=0.6)], scope=scope, top=5)
    assert (given.status, given.reason) == ("uncertain", "other_year")
    # Which years there are is told where the one asked about is none of them.
    assert [len(decide(question, [other], scope=replace(scope, allowed=(info,)), top=5).choices) for info in YEARS] == [
        1,
        0,
        0,
    ]
    # 2016年由谁作说明: the report of that year says it, though of the year that it reviews.
    given = decide(replace(question, kind="who"), [other], scope=scope, top=5)
    assert given.reason != "other_year"


def test_plan_of_the_year_asked_about_is_an_answer_said_as_a_plan() -> None:
    question = replace(QUESTION, text="2016年投了多少", read="2016年投了多少", years=(2016,), happened=True)
    (figure,) = RIGHT.figures
    planned = replace(RIGHT, planned=True, period="2016", figures=(replace(figure, planned=True),))
    scope = Scope((REPORT,), (REPORT,), {REPORT.id: frozenset({2016})})
    given = decide(question, [planned], scope=scope, top=5)
    assert (given.status, given.reason) == ("uncertain", "only_planned")


def test_fee_for_one_is_no_sum_of_fees() -> None:
    question = Question("学费一年多少钱", "money", (Word("学费", 0, 2),), read="学费一年多少钱")
    told = [replace(RIGHT, quote=text, figures=figures_in(text)) for text in ("学费收入1.2亿元。", "学费每生4200元。")]
    given = [decide(question, [one], scope=Scope((REPORT,), (REPORT,), {}), top=5).reason for one in told]
    assert given == ["no_figure", "ok"]


@pytest.mark.parametrize(("coverage", "status"), [(0.3, "no_answer"), (0.6, "answered")])
def test_population_is_no_number_of_those_whom_something_befell(coverage: float, status: str) -> None:
    question = read_question("台风伤了多少人", ScopeWords(()))
    quote = "全镇人口3万人。"
    told = replace(RIGHT, quote=quote, figures=figures_in(quote), coverage=coverage)
    told = replace(told, figures=tuple(replace(one, indicator="人口", nature="level") for one in told.figures))
    assert decide(question, [told], scope=Scope((REPORT,), (REPORT,), {}), top=5).status == status


def test_year_that_a_sentence_only_seems_to_be_of_denies_nothing() -> None:
    scope = Scope((REPORT,), (REPORT,), {"a": frozenset({2015, 2016})})
    question = replace(QUESTION, years=(2015,))
    before = seen(replace(RIGHT, period="2014"), other_year=1.0)
    assert decide(question, [before], scope=scope, top=5).status == "uncertain"
    for other in (replace(before, period="2016"), replace(before, quote="2014年校舍投资3万元。")):
        given = decide(question, [other], scope=scope, top=5)
        assert (given.status, given.reason) == ("no_answer", "other_year")
    state = seen(replace(RIGHT, period="2011-2015"), year_aside=1.0)
    assert decide(replace(QUESTION, years=(2016,)), [state], scope=scope, top=5).status == "uncertain"


def test_growth_of_what_is_asked_denies_no_level(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.answers.decision._chances", lambda *_: (0.1, 0.0))
    text = "全市生产总值增长5%。"
    grown = seen(replace(RIGHT, quote=text, figures=figures_in(text)), figure_named=1.0)
    question = replace(QUESTION, read="生产总值多少", kind="count", content=(Word("生产总值", 0, 4),))
    given = decide(question, [grown], scope=Scope((REPORT,), (REPORT,), {}), top=5)
    assert (given.status, given.reason) == ("uncertain", "no_figure")


def test_what_several_years_brought_together_comes_first_where_so_many_are_asked_about() -> None:
    question = replace(QUESTION, text="三年投了多少钱修校舍", read="三年投了多少钱修校舍")
    one_year = replace(RIGHT, period="2015")
    together = replace(RIGHT, rank=2, score=5.0, sentence=2, period="2013-2015")
    scope = Scope((REPORT,), (REPORT,), {})
    given = decide(question, in_answer_order(question, [one_year, together]), scope=scope, top=5)
    assert [one.sentence for one in given.answers] == [2, 1]
    school = replace(question, read="三年级投了多少钱修校舍")
    given = decide(school, in_answer_order(school, [one_year, together]), scope=scope, top=5)
    assert [one.sentence for one in given.answers] == [1, 2]


def test_what_the_named_report_says_in_other_words_is_doubted_and_not_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.answers.decision._chances", lambda *_: (0.2, 0.9))
    monkeypatch.setattr("retrieval.answers.decision.is_foreign", lambda *_: True)
    named = replace(QUESTION, reports=(ReportFit("a", 1.0),))
    for question, status in ((named, "uncertain"), (QUESTION, "no_answer")):
        scope = Scope((REPORT,), (REPORT,), {"a": frozenset({2016})})
        assert decide(question, [seen(RIGHT, figure_narrower=0.9)], scope=scope, top=5).status == status
    # 近视率 of a report that tells of no 近视, by another rate
    another = seen(RIGHT, figure_narrower=0.9, absent=0.6)
    assert decide(named, [another], scope=scope, top=5).status == "no_answer"


@pytest.mark.parametrize(
    ("text", "kind", "coverage", "status"),
    [
        ("2016年怎么修校舍", "what", 0.4, "uncertain"),
        ("2016年为什么修校舍", "why", 0.4, "uncertain"),
        ("2016年怎么修校舍", "what", 0.3, "no_answer"),
        ("怎么修校舍", "what", 0.4, "no_answer"),
        ("2016年校舍均价", "what", 0.4, "no_answer"),
        ("2016年修了几间校舍", "count", 0.4, "no_answer"),
    ],
)
def test_what_is_asked_in_prose_of_a_year_is_doubted_where_a_third_is_told(
    monkeypatch: pytest.MonkeyPatch, text: str, kind: Kind, coverage: float, status: str
) -> None:
    monkeypatch.setattr("retrieval.answers.decision._chances", lambda *_: (0.1, 0.5))
    question = replace(QUESTION, text=text, read=text, kind=kind, years=(2016,) if "2016" in text else ())
    best = replace(WRONG, quote="校舍加固。", coverage=coverage)
    assert decide(question, [best], scope=SCOPE_OF_2016, top=5).status == status
    assert decide(question, [seen(best, other_month=1.0)], scope=SCOPE_OF_2016, top=5).status == "no_answer"


@pytest.mark.parametrize(
    ("there", "absent", "status"), [(0.7, 0.4, "uncertain"), (0.7, 0.8, "no_answer"), (0.5, 0.4, "no_answer")]
)
def test_what_is_likely_there_is_doubted_where_most_of_the_question_is_said(
    monkeypatch: pytest.MonkeyPatch, there: float, absent: float, status: str
) -> None:
    monkeypatch.setattr("retrieval.answers.decision._chances", lambda *_: (0.1, there))
    best = seen(RIGHT, figure_narrower=0.9, absent=absent)
    assert decide(QUESTION, [best], scope=SCOPE_OF_2016, top=5).status == status


@pytest.mark.parametrize(("strange", "reason"), [(True, "weak"), (False, "ok")])
def test_what_shares_no_word_with_the_question_is_no_answer_outright(
    monkeypatch: pytest.MonkeyPatch, *, strange: bool, reason: str
) -> None:
    monkeypatch.setattr("retrieval.answers.decision._chances", lambda *_: (0.9, 0.9))
    monkeypatch.setattr("retrieval.answers.decision.is_foreign", lambda *_: strange)
    question = replace(QUESTION, kind="what", reports=(ReportFit("a", 1.0),))
    scope = Scope((REPORT,), (REPORT,), {"a": frozenset({2016})})
    assert decide(question, [replace(RIGHT, asked=None)], scope=scope, top=5).reason == reason


def test_number_asked_for_by_its_name_alone_is_not_there_where_nothing_says_it() -> None:
    wages = Question("各地教师平均工资", "what", (Word("平均工资", 4, 8),), read="各地教师平均工资")
    said = replace(RIGHT, quote="落实教师待遇。", figures=(), asked=None)
    assert decide(wages, [said], scope=Scope((REPORT,), (REPORT,), {}), top=5).status == "no_answer"


def test_decade_is_told_by_any_year_of_it() -> None:
    eighties = Question(
        "80年代校舍投资多少", "money", QUESTION.content, tuple(range(1980, 1990)), read="80年代校舍投资多少"
    )
    told = replace(seen(RIGHT, year_part=1.0), period="1985")
    scope = Scope((REPORT,), (REPORT,), {"a": frozenset({1985})})
    answer = decide(eighties, [told], scope=scope, top=5)
    assert (answer.reason, answer.missing) == ("ok", ())
    two = replace(eighties, years=(1984, 1985), read="84年和85年校舍投资多少")
    assert decide(two, [told], scope=scope, top=5).missing == ("1984年",)


def test_number_of_a_thing_that_is_nowhere_named_is_not_told_by_what_says_hardly_a_word_of_the_question() -> None:
    for coverage, status in ((0.05, "no_answer"), (0.5, "uncertain")):
        assert (
            decided(
                seen(replace(RIGHT, coverage=coverage), head_nowhere=1.0, head_lacking=1.0, figure_narrower=0.1)
            ).status
            == status
        )


def test_all_that_was_done_may_be_asked_in_words_that_say_nothing() -> None:
    asked = Question("都做了啥", "what", (), read="都做了啥")
    assert decide(asked, [seen(RIGHT, run=1.0)], scope=Scope((REPORT,), (REPORT,), {}), top=5).status == "answered"


def test_deed_of_a_year_is_not_told_by_another_deed_in_a_report_of_no_year() -> None:
    words = (Word("招聘", 5, 7), Word("教师", 10, 12))
    question = Question(*("2016年招聘多少名教师", "count", words, (2016,)), read="2016年招聘多少名教师", unit="名")
    report = replace(REPORT, year=None)
    reasons = []
    for text in ("40名教师参加走访。", "招聘教师40名。"):
        one = replace(RIGHT, report=report, quote=text, figures=figures_in(text))
        reasons.append(decide(question, [one], scope=Scope((report,), (report,), {}), top=5).reason)
    assert reasons == ["other_year", "undated"]


def test_heading_gives_way_to_what_stands_below_it_where_yes_or_no_is_asked() -> None:
    question = Question("有没有查校服", "yesno", (Word("校服", 4, 6),), read="有没有查校服")
    section = ("三、校服监管。",)
    heading = replace(RIGHT, quote=section[0], section=section, figures=(), asked=None)
    below = replace(heading, rank=2, score=4.0, quote="全年没有发现不合格校服。", sentence=2)
    scope = Scope((REPORT,), (REPORT,), {})
    given = decide(question, in_answer_order(question, [heading, below]), scope=scope, top=5)
    assert next(one.sentence for one in given.answers or given.nearest) == 2
