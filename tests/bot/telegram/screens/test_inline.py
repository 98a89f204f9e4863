"""What a person may send into any chat: each result stands by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.screens.inline import inline_results
from retrieval.model import Answer, Comparison, ComparisonRow, Question
from tests.bot.fake_telegram.html import from_html
from tests.bot.telegram.screens.build import BOT, INFO, QUOTE, answer, anything, check_html, evidence, info, long_texts


def checked(given: Answer, limit: int = 10) -> list[str]:
    """The texts of the results."""
    found = inline_results(given, bot=BOT, limit=limit)
    assert 1 <= len(found) <= limit
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert 1 <= len(one.id.encode()) <= 64
        assert one.title.strip()
        check_html(one.html)
    return [from_html(one.html).text for one in found]


def test_result_names_the_question_and_links_to_its_source() -> None:
    (one,) = inline_results(answer(evidence(asked=0)), bot=BOT)
    assert (one.id, one.title, one.description) == ("s101", "132名 · 招聘教师 · 2021年", QUOTE)
    assert from_html(one.html).text.splitlines() == [
        *("问：招聘了多少名教师", "132名 · 招聘教师 · 2021年", QUOTE, "—— 《云堤县教育局工作总结》 · 2021年"),
        *("一、2021年工作回顾", "出处与全句"),
    ]
    assert 'href="https://t.me/wenbao_bot?start=s101"' in one.html


def test_doubtful_result_says_so_and_shows_no_figure_as_if_it_were_sure() -> None:
    (one,) = inline_results(answer(evidence(asked=0), status="uncertain", reason="weak"), bot=BOT)
    assert one.title == QUOTE
    assert "不太确定" in one.html


def test_refusal_is_one_result() -> None:
    given = answer(evidence(), status="no_answer", reason="nothing_found")
    (one,) = inline_results(given, bot=BOT)
    assert one.title == "报告里没有说到这件事。可以换个说法再问。"
    assert QUOTE not in one.html


def test_comparison_comes_first() -> None:
    piece = evidence()
    row = ComparisonRow(INFO, piece.figures[0], QUOTE, 0, len(QUOTE))
    given = answer(piece, comparison=Comparison("招聘教师", "名", (row, row)))
    first, second = checked(given)
    assert first.splitlines()[:2] == ["问：招聘了多少名教师", "招聘教师"]
    assert QUOTE in second


def test_no_more_results_than_asked_for_and_none_twice() -> None:
    pieces = [evidence(rank=rank) for rank in range(1, 9)]
    assert len(checked(answer(*pieces, pieces[0]), limit=20)) == 8
    assert len(checked(answer(*pieces), limit=3)) == 3


@given(st.lists(long_texts, max_size=3), anything)
def test_any_answer_makes_results_that_telegram_takes(quotes: list[str], text: str) -> None:
    pieces = [evidence(quote, rank=rank, report=info(text), section=(text,)) for rank, quote in enumerate(quotes)]
    checked(answer(*pieces, understood=Question(text, "what", ())))
