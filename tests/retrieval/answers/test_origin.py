"""When and by whom a report was given: told by a line at its head or end."""

from dataclasses import replace

import pytest

from retrieval.answers.origin import asks_holder, asks_origin, origin_in
from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import read_question
from store.model import StoredSentence

LINES = ("——2023年2月3日在青禾县第十届人民代表大会第四次会议上", "青禾县县长　金文澜", "2022年，全县新建学校3所。")
RUN = tuple(StoredSentence(n, "a", text, 0, len(text), (), 0, False, None, False) for n, text in enumerate(LINES))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("政府工作报告是哪天作的", LINES[0]),
        ("这份总结什么时候写的", LINES[0]),
        ("谁作的报告", LINES[1]),
        ("人代会几号开的", LINES[0]),
    ],
)
def test_line_that_tells_when_or_by_whom(question: str, told: str) -> None:
    read = read_question(question, ScopeWords(()))
    assert asks_origin(read)
    assert [one.text for one in origin_in(RUN, read)] == [told]


@pytest.mark.parametrize(
    "question", ["学校是什么时候建成的", "报告里谁获奖了", "根据谁的要求发布年度报告", "哪天召开教师节大会"]
)
def test_question_for_something_else(question: str) -> None:
    assert not asks_origin(read_question(question, ScopeWords(())))


@pytest.mark.parametrize(
    "line",
    [
        "2024年1月9日在青禾县第十届人民代表大会上青禾县县长\xa0金文澜作政府工作报告",
        "——2024年1月9日县长 金文澜同志在青禾县第十届人民代表大会上的讲话",
    ],
)
def test_name_in_the_middle_of_a_line(line: str) -> None:
    run = (replace(RUN[2], id=7), replace(RUN[0], text=line))
    assert [one.text for one in origin_in(run, read_question("谁作的报告", ScopeWords(())))] == [line]


def test_report_that_does_not_tell() -> None:
    assert origin_in(RUN[2:], read_question("谁作的报告", ScopeWords(()))) == ()


@pytest.mark.parametrize(("question", "told"), [("县长是谁", [LINES[1]]), ("书记叫什么", []), ("县里的主任是谁", [])])
def test_who_holds_an_office_is_told_by_the_line_that_names_it(question: str, told: list[str]) -> None:
    read = read_question(question, ScopeWords(()))
    assert asks_holder(read)
    assert [one.text for one in origin_in(RUN, read)] == told


@pytest.mark.parametrize("question", ["副县长是谁", "财务经理是谁", "谁管县长信箱"])
def test_office_of_those_who_give_no_report(question: str) -> None:
    assert not asks_holder(read_question(question, ScopeWords(())))
