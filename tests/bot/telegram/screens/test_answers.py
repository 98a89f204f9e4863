"""What a person sees of an answer: the figure at once, the sentence word for word, and buttons that fit."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presenting import choices
from bot.telegram.screens.answers import answer_screens, evidence_at
from bot.telegram.screens.callbacks import Action, read_callback
from retrieval.model import Comparison, ComparisonRow, Correction, Question, ReasonCode, Status, Word
from retrieval.model import Kind as QuestionKind
from store.figures.extract import figures_in
from tests.bot.telegram.screens.build import (
    BOT,
    QUOTE,
    answer,
    anything,
    buttons,
    check,
    evidence,
    info,
    long_texts,
    read,
    said,
    text_of,
)
from tests.bot.telegram.screens.build import answer as answered

RUN = ("一是农村学校音体美教师不足。", "二是城区大班额较突出。", "三是骨干教师外流。")


def show(given: object, page: int = 0) -> str:
    made = answer_screens(given, number=7, page=page, bot=BOT)
    check(made)
    return text_of(made)


def pressed(label: str, given: object, page: int = 0) -> tuple[Action, int, int]:
    callback = read_callback(buttons(answer_screens(given, number=7, page=page, bot=BOT))[label].callback or "")
    assert callback is not None
    return callback.action, callback.number, callback.page


def test_the_figure_asked_for_stands_first_and_bold_then_sentence_and_source() -> None:
    (screen,) = answer_screens(answer(evidence(asked=0, matched=((2, 6),))), number=7, bot=BOT)
    assert screen.html == (
        "<b>132名</b> · 招聘教师 · 2021年\n"
        "<blockquote>全年<b>招聘教师132名</b>，其中研究生17名。</blockquote>\n"
        "—— 《云堤县教育局工作总结》 · 2021年\n一、2021年工作回顾"
    )


@pytest.mark.parametrize(
    ("quote", "asked", "headline"),
    [
        ("征缴教育费附加10500万元。", 0, "10500万元（1.05亿元） · 教育费附加 · 2021年"),
        ("全县教职工约840人。", 0, "约840人 · 教职工 · 2021年"),
        ("培训教师300多名。", 0, "300多名 · 培训教师 · 2021年"),
        ("教职工比上年增加8名。", 0, "增加8名 · 教职工 · 2021年"),
        ("力争新建幼儿园不少于4所。", 0, "计划4所以上 · 新建幼儿园 · 2021年"),
    ],
)
def test_headline_says_amount_bound_change_and_plan(quote: str, asked: int, headline: str) -> None:
    assert show(answer(evidence(quote, asked=asked))).splitlines()[0] == headline


def test_years_that_the_sentence_speaks_of_go_before_the_year_of_the_report() -> None:
    given = answer(evidence(asked=0, period="2018-2020"))
    assert show(given).splitlines()[0] == "132名 · 招聘教师 · 2018-2020年"
    assert "说的是2018-2020年的计划" in show(answer(evidence(period="2018-2020", planned=True)))


@pytest.mark.parametrize("kind", ["problem", "list", "who", "definition"])
def test_no_figure_heads_an_answer_that_is_none(kind: QuestionKind) -> None:
    (screen,) = answer_screens(answer(evidence(asked=0), kind=kind), number=7, bot=BOT)
    assert screen.html.startswith("<blockquote>")
    assert "<b>" not in screen.html


def test_what_was_carried_over_and_corrected_is_said_in_one_line() -> None:
    borrowed = (Word("公开", 0, 2, weight=0.5), Word("招聘", 2, 4, weight=0.5), Word("约", 7, 8, weight=0.5))
    words = (Word("教师", 1, 3), *borrowed)
    asked = Question("那教师呢", "count", words, years=(2021,), places=("云堤",), carried=("terms", "years", "places"))
    asked = replace(asked, corrected=(Correction("招骋", "招聘"),))
    first = show(answer(evidence(asked=0), understood=asked)).splitlines()[0]
    assert first == "（接着上一问：2021年、云堤、公开招聘；“招骋”按“招聘”理解）"


def test_source_says_nothing_twice_and_cuts_long_headings() -> None:
    of = info("云堤县2021年工作总结", place="云堤县", year=2021)
    section = ("一、以队伍建设为关键着力提高师资整体水平", "（一）优化结构")
    lines = show(answer(evidence(report=of, section=section))).splitlines()
    assert lines[-2:] == ["—— 《云堤县2021年工作总结》", "一、以队伍建设为关键着力… › （一）优化结构"]


def test_buttons_stand_in_two_rows_with_everything_one_may_want() -> None:
    given = answer(evidence(asked=0), evidence("另一句。", rank=2))
    (screen,) = answer_screens(given, number=7, bot=BOT)
    assert [[button.label for button in row] for row in screen.rows] == [
        ["更多 2/2", "上下文", "原文"],
        ["出处", "复制", "👍", "👎"],
    ]
    assert pressed("更多 2/2", given) == (Action.MORE, 7, 1)
    assert pressed("上下文", given) == (Action.CONTEXT, 7, 0)
    assert pressed("原文", given) == (Action.SECTION, 7, 0)
    assert pressed("👎", given) == (Action.DOWN, 7, 0)
    assert buttons([screen])["出处"].url == "https://t.me/wenbao_bot?start=s101"
    assert buttons([screen])["复制"].copy == f"{QUOTE} ——《云堤县教育局工作总结》 · 2021 · 云堤县 · 一、2021年工作回顾"


def test_more_is_there_only_where_there_is_more() -> None:
    assert "更多" not in "".join(buttons(answer_screens(answer(evidence()), number=7, bot=BOT)))
    given = answer(*(evidence(rank=rank) for rank in (1, 2, 3)))
    assert pressed("更多 3/3", given, page=1) == (Action.MORE, 7, 2)
    assert pressed("回到 1/3", given, page=2) == (Action.BACK, 7, 0)
    assert "其他相关原文（2/3）" in show(given, page=1)


def test_what_cannot_be_copied_whole_is_copied_as_its_figure_or_not_at_all() -> None:
    quote = "全年招聘教师132名，" + "各项工作顺利推进，" * 40 + "成绩突出。"
    copied = buttons(answer_screens(answer(evidence(quote, asked=0)), number=7, bot=BOT))["复制"].copy
    assert copied == "132名 ——《云堤县教育局工作总结》 · 2021 · 云堤县"
    assert "复制" not in buttons(answer_screens(answer(evidence(quote)), number=7, bot=BOT))


# -------------------------------------------------------------------------------------------- lists


def test_items_of_a_list_stand_in_one_message_with_one_source() -> None:
    items = [evidence(text, rank=rank, reasons=["run"]) for rank, text in enumerate(RUN, 1)]
    given = answer(*items, evidence(rank=4), kind="problem")
    lines = show(given).splitlines()
    assert lines == [*RUN, "—— 《云堤县教育局工作总结》 · 2021年", "一、2021年工作回顾"]
    assert pressed("更多 4/4", given) == (Action.MORE, 7, 3)
    assert "复制" not in buttons(answer_screens(given, number=7, bot=BOT))
    assert evidence_at(given, 0) == items[0]


def test_items_that_do_not_number_themselves_are_numbered() -> None:
    items = [evidence(text, rank=rank, reasons=["run"]) for rank, text in enumerate(("师资不足。", "校舍老旧。"), 1)]
    assert show(answer(*items, kind="list")).splitlines()[:2] == ["1. 师资不足。", "2. 校舍老旧。"]


def test_items_of_two_reports_have_a_source_each_and_only_the_headings_that_they_share() -> None:
    items = [
        evidence(RUN[0], rank=1, reasons=["run"], section=("二、存在的问题", "（一）师资")),
        evidence(RUN[1], rank=2, reasons=["run"], section=("二、存在的问题", "（二）校舍")),
        evidence(RUN[2], rank=3, reasons=["run"], report=info("石渡区工作总结", id="shidu", place="石渡区")),
    ]
    lines = show(answer(*items, kind="problem")).splitlines()
    assert lines[2:4] == ["—— 《云堤县教育局工作总结》 · 2021年", "二、存在的问题"]
    assert lines[5:] == ["—— 《石渡区工作总结》 · 2021年", "一、2021年工作回顾"]


# -------------------------------------------------------------------------------------------- no answer


def test_refusal_is_short_and_the_nearest_is_a_button_away_and_no_answer() -> None:
    given = answer(evidence(asked=0, matched=((2, 6),), planned=True), status="no_answer", reason="nothing_found")
    (screen,) = answer_screens(given, number=7, bot=BOT)
    assert screen.html == "报告里没有说到这件事。可以换个说法再问。"
    assert pressed("看看最接近的原文", given) == (Action.MORE, 7, 1)
    assert evidence_at(given, 0) is None
    assert evidence_at(given, 1) == given.nearest[0]
    (nearest,) = answer_screens(given, number=7, page=1, bot=BOT)
    assert nearest.html == (
        f"最接近的原文（不是答案）：\n<blockquote>{QUOTE}</blockquote>\n"
        "—— 《云堤县教育局工作总结》 · 2021年 · 计划\n一、2021年工作回顾"
    )
    assert pressed("‹ 返回", given, page=1) == (Action.BACK, 7, 0)


@pytest.mark.parametrize(
    ("reason", "status", "sentence"),
    [
        ("other_year", "no_answer", "报告里没有说到 2019 年的这件事。现有 2021、2022 年的报告。"),
        ("other_year", "uncertain", "报告里没有说到 2019 年的这件事。现有 2021、2022 年的报告。"),
        ("no_year", "no_answer", "报告里没有说到 2019 年。现有 2021、2022 年的报告。"),
        ("no_place", "no_answer", "没有“临水”的报告。现有的是 云堤县。"),
    ],
)
def test_what_there_is_instead_is_said(reason: ReasonCode, status: Status, sentence: str) -> None:
    asked = Question("2019年临水招聘教师多少名", "count", (), years=(2019,), elsewhere=("临水",))
    given = answer(evidence(asked=0), status=status, reason=reason, understood=asked, choices=(info(), info(year=2022)))
    assert show(given).splitlines()[0] == sentence
    if status == "uncertain":  # a figure of another year does not head it
        assert show(given).splitlines()[1] == QUOTE


def test_doubt_is_said_above_the_figure() -> None:
    lines = show(answer(evidence(asked=0), status="uncertain", reason="weak")).splitlines()
    assert lines[:2] == ["不太确定，只有一部分对得上，请核对原文。", "132名 · 招聘教师 · 2021年"]


@pytest.mark.parametrize("reason", get_args(ReasonCode))
@pytest.mark.parametrize("status", get_args(Status))
def test_every_outcome_is_a_message(reason: ReasonCode, status: Status) -> None:
    for pieces in ((), (evidence(),)):
        assert "wenbao load" not in show(answer(*pieces, status=status, reason=reason))


# -------------------------------------------------------------------------------------------- which report


def test_reports_to_choose_from_show_their_figure_and_are_buttons() -> None:
    other = info("石渡区工作总结", id="shidu", place="石渡区", year=2022)
    given = answer(
        evidence(asked=0),
        evidence("全年招聘教师57名。", rank=2, report=other),
        status="clarify",
        reason="several",
        choices=(info(), other),
    )
    assert show(given).splitlines() == [
        *("好几篇报告都说到了，您问哪一篇？", "1. 《云堤县教育局工作总结》", "132名 招聘教师", "2. 《石渡区工作总结》")
    ]
    assert pressed("1. 云堤县 2021年", given) == (Action.ASK, 7, 0)
    assert pressed("2. 石渡区 2022年", given) == (Action.ASK, 7, 1)
    assert choices(given) == given.choices


def test_at_most_six_reports_are_offered_in_two_rows() -> None:
    many = tuple(info(f"第{place}篇", id=str(place), place=None, year=None) for place in range(9))
    given = answer(evidence(), status="clarify", reason="several", choices=many)
    (screen,) = answer_screens(given, number=7, bot=BOT)
    assert [len(row) for row in screen.rows] == [3, 3]
    assert choices(given) == many[:6]
    assert choices(answer(evidence(), choices=many)) == ()


# -------------------------------------------------------------------------------------------- comparisons


def comparing(
    question: str,
    *rows: tuple[str, int | None, str | None],
    missing: tuple[str, ...] = (),
    order: Literal["most", "least"] | None = None,
) -> object:
    made = []
    for quote, year, place in rows:
        of = info(f"{place or ''}工作总结", id=f"{place}{year}", year=year, place=place)
        made.append(ComparisonRow(of, figures_in(quote)[0], quote, 0, len(quote)))
    comparison = Comparison("招聘教师", "名", tuple(made), missing, order=order)
    return answered(
        evidence(), understood=replace(Question(question, "comparison", ()), read=question), comparison=comparison
    )


def test_years_of_one_place_are_a_table_that_stays_aligned() -> None:
    given = comparing("历年招聘教师", ("招聘教师86名。", 2020, "云堤县"), ("招聘教师1132名。", 2021, "云堤县"))
    (screen,) = answer_screens(given, number=7, bot=BOT)
    assert "<pre>2020    86名\n2021  1132名</pre>" in screen.html


def test_one_row_is_no_table() -> None:
    text = show(comparing("历年招聘教师", ("招聘教师86名。", 2020, "云堤县")))
    assert text.splitlines()[1] == "86名　云堤县 2020年"


def test_places_are_lines_with_the_highest_marked_where_it_is_asked_for() -> None:
    rows = (("招聘教师132名。", 2021, "云堤县"), ("招聘教师57名。", 2021, "石渡区"))
    assert show(comparing("各地招聘教师", *rows)).splitlines()[1:3] == ["132名　云堤县 2021年", "57名　石渡区 2021年"]
    lines = show(comparing("哪个县招聘教师最多", *rows, order="most")).splitlines()[2:4]
    assert lines == ["1. 132名（最高）　云堤县 2021年", "2. 57名　石渡区 2021年"]
    assert "1. 57名（最低）" in show(comparing("哪个县招聘教师最少", *reversed(rows), order="least"))


def test_every_quotation_and_every_report_that_does_not_say_is_there() -> None:
    rows = (("招聘教师132名。", 2021, "云堤县"), ("全年招聘教师57名。", 2021, None))
    text = show(comparing("各地招聘教师", *rows, missing=("甲总结",)))
    assert "云堤县 2021年：招聘教师132名。" in text
    assert "《工作总结》 2021年：全年招聘教师57名。" in text
    assert text.splitlines()[-1] == "没有说到：甲总结"
    many = tuple(f"第{place}篇总结" for place in range(9))
    given = comparing("各地招聘教师", *rows, missing=many)
    assert show(given).splitlines()[-10:] == ["没有说到的报告（9）：", *many]
    assert pressed("出处与上下文", given) == (Action.MORE, 7, 1)
    assert evidence_at(given, 1) == given.answers[0]


# -------------------------------------------------------------------------------------------- whatever it says


@given(
    st.lists(long_texts, min_size=1, max_size=4),
    st.sampled_from(get_args(Status)),
    st.sampled_from(get_args(ReasonCode)),
    st.integers(0, 6),
    anything,
    st.booleans(),
)
def test_any_answer_is_messages_that_telegram_takes(
    quotes: list[str], status: Status, reason: ReasonCode, page: int, text: str, run: bool
) -> None:
    of = info(text, place=text or None, source=text)
    given = [
        evidence(quote, rank=rank, report=of, section=(text, text), reasons=["run"] * run, matched=((0, 2), (5, 60)))
        for rank, quote in enumerate(quotes, 1)
    ]
    asked = Question(
        text, "list", (Word(text or "一", 0, 1, 0.5),), carried=("terms",), corrected=(Correction(text, text),)
    )
    whole = answer(*given, status=status, reason=reason, understood=asked, choices=(of,))
    check(answer_screens(whole, number=2**63 - 1, page=page, bot=BOT))


@given(long_texts)
def test_a_quotation_is_word_for_word(quote: str) -> None:
    quote = f"一{quote}"  # an invisible one makes no message
    made = answer_screens(answer(evidence(quote, matched=((1, 3), (2, 9)))), number=7, bot=BOT)
    shown = "".join(read(one).text for one in made)
    assert len(made) > 1 or said(quote).strip() in shown
    assert "".join(said(quote).split()) in "".join(shown.split())


@given(st.lists(st.tuples(anything, st.integers(2000, 2030)), min_size=1, max_size=9))
def test_any_comparison_is_a_message_that_telegram_takes(rows: list[tuple[str, int]]) -> None:
    made = [(f"{text}招聘教师132名。", year, text) for text, year in rows]
    titles = tuple(text for text, _ in rows)
    check(answer_screens(comparing("谁最多", *made, missing=titles), number=7, bot=BOT))
