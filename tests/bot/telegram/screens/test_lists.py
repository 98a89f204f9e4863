"""First steps, reports and figures: short lists that can be turned over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.screens.callbacks import Action, read_callback
from bot.telegram.screens.lists import figures_screens, help_screen, reports_screen, said_screen, start_screen
from store.archive.figure_query import FoundFigure
from store.figures.extract import figures_in
from store.model import ReportInfo
from tests.bot.telegram.screens.build import (
    BOT,
    INFO,
    anything,
    buttons,
    check,
    info,
    long_texts,
    read,
    sentences,
    text_of,
)


def found(text: str, of: ReportInfo = INFO) -> FoundFigure:
    (sentence,) = sentences(text)
    return FoundFigure(figures_in(text)[0], sentence, of)


def test_welcome_says_what_it_is_and_what_is_loaded_and_offers_questions_to_tap() -> None:
    reports = [INFO, info(year=2022), info(year=None, place="石渡区")]
    made = start_screen(reports, ["2021年招聘了多少名教师？", "有多少所小学？"], numbers=[5, 9], admin=False)
    check([made])
    assert "现有 3 篇报告，2021—2022年，云堤县、石渡区。" in read(made).text
    assert [[button.label for button in row] for row in made.rows] == [["2021年招聘了多少名教师？"], ["有多少所小学？"]]
    callbacks = [read_callback(row[0].callback or "") for row in made.rows]
    assert [(one.action, one.number) for one in callbacks if one] == [(Action.TRY, 5), (Action.TRY, 9)]


def test_welcome_to_an_empty_store_says_who_may_fill_it() -> None:
    for admin, said in ((True, "把报告文件发给我"), (False, "还没有载入报告。")):
        made = start_screen([], [], numbers=[], admin=admin)
        check([made])
        assert said in read(made).text
        assert not made.rows
    assert "把报告文件发给我" not in read(start_screen([], [], numbers=[], admin=False)).text


def test_one_year_and_many_places_are_said_shortly() -> None:
    reports = [info(place=f"第{place}区") for place in range(5)]
    assert (
        "现有 5 篇报告，2021年，第0区、第1区、第2区等 5 个地方。"
        in read(start_screen(reports, [], numbers=[], admin=False)).text
    )


def test_help_names_the_commands_of_administrators_to_them_alone() -> None:
    check([help_screen(admin=True)])
    check([help_screen(admin=False)])
    assert "/remove" in read(help_screen(admin=True)).text
    assert "/remove" not in read(help_screen(admin=False)).text
    assert "/figures" in read(help_screen(admin=False)).text


def test_reports_come_eight_a_page_with_year_place_and_id() -> None:
    reports = [info(f"第{place}篇总结", id=f"r{place}") for place in range(17)]
    first, middle, last = (reports_screen(reports, page, number=4) for page in range(3))
    check([first])
    assert read(first).text.startswith(
        "现有报告 17 篇 · 第 1/3 页\n\n《第0篇总结》\nr0 · 2021年 · 云堤县 · 年度总结\n\n"
    )
    assert "<code>r0</code>" in first.html
    assert [button.label for button in first.rows[0]] == ["下一页 ›"]
    assert [button.label for button in middle.rows[0]] == ["‹ 上一页", "下一页 ›"]
    assert [button.label for button in last.rows[0]] == ["‹ 上一页"]
    assert read(last).text.count("《") == 1
    assert reports_screen(reports, 99, number=4) == last
    callback = read_callback(middle.rows[0][1].callback or "")
    assert callback is not None
    assert (callback.action, callback.page) == (Action.REPORTS, 2)


def test_unknown_year_is_said_and_an_unknown_place_is_not() -> None:
    assert read(reports_screen([info(year=None, place=None)], 0, number=4)).text.endswith(
        "yundi-1 · 年份未识别 · 年度总结"
    )
    assert not reports_screen([], 0, number=4).rows


def test_figures_link_to_their_sentence_and_show_the_words_around() -> None:
    text = (
        "2021年，在县委、县政府的正确领导下，全县上下共同努力，全年面向社会公开招聘教师132名，圆满完成了全年招聘任务。"
    )
    made = figures_screens([found(text)], "教师", number=7, page=0, bot=BOT)
    check(made)
    assert text_of(made).splitlines() == [
        *("“教师”的数据 1 个", "", "132名 · 云堤县 2021年"),
        "…导下，全县上下共同努力，全年面向社会公开招聘教师132名，圆满完成了全年招聘任务…",
    ]
    assert '<a href="https://t.me/wenbao_bot?start=s100"><b>132名</b></a>' in made[0].html


def test_report_without_a_place_is_called_by_its_title_with_no_year_said_twice() -> None:
    of = info("2021年工作总结", place=None)
    assert "132名 · 《2021年工作总结》\n" in text_of(
        figures_screens([found("招聘教师132名。", of)], "教师", number=7, page=0, bot=BOT)
    )


def test_figures_are_turned_over() -> None:
    many = [found(f"招聘教师{number}名。") for number in range(1, 30)]
    made = figures_screens(many, "教师", number=7, page=1, bot=BOT)
    check(made)
    assert "9名" in text_of(made)
    callback = read_callback(buttons(made)["下一页 ›"].callback or "")
    assert callback is not None
    assert (callback.action, callback.number, callback.page) == (Action.FIGURES, 7, 2)


@pytest.mark.parametrize("term", ["", "没有的"])
def test_no_figures_is_said_with_a_way_on(term: str) -> None:
    made = figures_screens([], term, number=7, page=0, bot=BOT)
    check(made)
    assert len(text_of(made)) < 60


@given(st.lists(anything, max_size=20), anything, st.integers(0, 9), long_texts)
def test_any_list_is_a_message_that_telegram_takes(texts: list[str], term: str, page: int, long: str) -> None:
    infos = [info(text, id=text, place=text or None, kind=text, source=text) for text in texts]
    check([reports_screen(infos, page, number=4)])
    check([start_screen(infos, texts[:3], numbers=range(len(texts[:3])), admin=True)])
    one = found("招聘教师132名。")
    around = replace(one.sentence, text=f"{long}{one.sentence.text}{long}")
    figure = replace(one.figure, start=len(long) + one.figure.start, end=len(long) + one.figure.end)
    check(figures_screens([FoundFigure(figure, around, of) for of in infos], term, number=7, page=page, bot=BOT))
    check([said_screen(f"说：{long}")])
