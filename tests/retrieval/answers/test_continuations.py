"""What is told in the sentence behind the one that was found is quoted with it."""

from __future__ import annotations

import pytest

from retrieval.answers.continuations import asks_further, goes_on, together
from retrieval.model import Evidence, Kind, Question, Reason
from store.figures.extract import figures_in
from store.model import ReportInfo, StoredSentence

REPORT = ReportInfo("a", "青禾县2016年工作总结", 2016, "青禾", "年度总结", None, "a.txt", 1, "", 0, 0, 0)


def sentence(number: int, text: str, *, start: int = 0, planned: bool = False, paragraph: int = 1) -> StoredSentence:
    figures = figures_in(text)
    return StoredSentence(number, "a", text, start, start + len(text), (), paragraph, False, None, planned, figures)


def asked(text: str, kind: Kind = "what") -> Question:
    return Question(text, kind, (), read=text)


@pytest.mark.parametrize(
    ("question", "kind", "first", "behind", "further"),
    [
        ("村里的钱怎么来的", "what", "全年收入46万元。", "其中，磨坊分红18万元。", True),
        ("为什么先修旧渠", "why", "要把修旧渠放在前面。", "这样做，可以省钱。", True),
        ("旧渠怎么修", "what", "一要抓紧修旧渠。", "每村出十个人。", True),
        ("修渠有啥有利条件", "what", "也要看到修渠的有利条件。", "今年雨水少。", True),
        ("修渠有啥有利条件", "what", "也要看到修渠的有利条件，今年雨水少。", "磨坊已经开工。", False),
        ("旧渠怎么修", "what", "每村出十个人，一起修旧渠。", "磨坊已经开工。", False),
        ("旧渠怎么修", "what", "每村出十个人，一起修旧渠。", "这一年磨坊开工。", False),
        ("旧渠怎么修", "what", "每村出十个人，一起修旧渠。", "即使磨坊开工，也要先修渠。", False),
    ],
)
def test_what_goes_on_about_the_same_is_told_from_what_does_not(
    question: str, kind: Kind, first: str, behind: str, *, further: bool
) -> None:
    assert goes_on(asked(question, kind), sentence(1, first), sentence(2, behind)) is further


def test_next_paragraph_goes_on_only_behind_what_opens_it() -> None:
    question = asked("旧渠怎么修")
    for first, further in (("一要抓紧修旧渠。", True), ("每村出十个人，一起修旧渠。", False)):
        assert goes_on(question, sentence(1, first), sentence(2, "这样可以省钱。", paragraph=2)) is further


def test_what_will_be_done_is_no_more_of_the_problems() -> None:
    said, behind = sentence(1, "抓紧修渠还不够。"), sentence(2, "它将在明年修好。", planned=True)
    assert not goes_on(asked("修渠还有什么问题", "problem"), said, behind)
    assert goes_on(asked("修渠怎么样"), said, behind)


def test_what_stands_behind_a_line_between_is_not_quoted_with_it() -> None:
    question, first = asked("旧渠怎么修"), sentence(1, "一要抓紧修旧渠。")
    assert goes_on(question, first, sentence(2, "每村出十个人。", start=first.end + 1))
    assert not goes_on(question, first, sentence(2, "每村出十个人。", start=first.end + 8))


def test_quotation_with_what_goes_on_is_verbatim_and_its_figures_stay_theirs() -> None:
    first, behind = sentence(1, "全年收入46万元。"), sentence(2, "其中，磨坊18万元。", start=9)
    text = first.text + behind.text
    one = Evidence(*(1, 1.0, 0.5, first.text, 0, 9, REPORT, (), False, (), 1.0, (), 1), figures=first.figures)
    both = together(one, first, behind)
    assert both.quote == text == text[both.start : both.end]
    assert [both.quote[figure.start : figure.end] for figure in both.figures] == ["46万元", "18万元"]


def test_number_person_and_whole_section_ask_for_nothing_further() -> None:
    one = Evidence(*(1, 1.0, 0.5, "全年收入46万元。", 0, 9, REPORT, (), False, (), 1.0, (), 1))
    assert asks_further(asked("村里的钱怎么来的"), one)
    assert not asks_further(asked("村里的钱有多少", "count"), one)
    assert not asks_further(asked("谁修的渠", "who"), one)
    assert not asks_further(asked("村里做了什么"), one.but(why=(Reason("run", 1.0),)))
