"""What opens around a quotation: its neighbours, its section leaf by leaf, the sentence behind a link."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.screens.callbacks import Action, page_of, read_callback
from bot.telegram.screens.model import Screen
from bot.telegram.screens.reading import context_screens, section_screens, source_screens, stale_screen
from store.model import StoredSentence
from tests.bot.telegram.screens.build import (
    BOT,
    INFO,
    anything,
    buttons,
    check,
    info,
    long_texts,
    read,
    said,
    sentences,
    text_of,
)

LONG = tuple(f"第{place}项工作按时完成，各方反映良好，群众比较满意，没有出现差错。" for place in range(120))


def context(given: tuple[StoredSentence, ...], chosen: int, page: int = 0) -> tuple[Screen, ...]:
    made = context_screens(given, chosen, INFO, number=7, page=page, bot=BOT)
    check(made)
    return made


def section(given: tuple[StoredSentence, ...], chosen: int, page: int = 0, *, file: bool = False) -> tuple[Screen, ...]:
    made = section_screens(given, chosen, INFO, number=7, page=page, bot=BOT, downloadable=file)
    check(made)
    return made


def bold(screen: Screen) -> list[str]:
    parsed = read(screen)
    whole = parsed.text.encode("utf-16-le")
    return [
        whole[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le")
        for one in parsed.entities
        if one.type == "bold"
    ]


def test_context_has_the_sentence_in_bold_between_its_neighbours() -> None:
    (screen,) = context(sentences("前一句。", "这一句。", "后一句。"), 101)
    assert read(screen).text.splitlines() == [
        *("前一句。这一句。", "后一句。", "—— 《云堤县教育局工作总结》 · 2021年", "一、2021年工作回顾")
    ]
    assert bold(screen) == ["这一句。"]
    assert [button.label for button in screen.rows[0]] == ["‹ 返回", "原文", "出处"]


def test_way_back_leads_to_the_piece_that_one_came_from() -> None:
    for made in (context(sentences("一句。"), 100, 3), section(sentences("一句。"), 100, page_of(3, 1))):
        callback = read_callback(buttons(made)["‹ 返回"].callback or "")
        assert callback is not None
        assert (callback.action, callback.number, callback.page) == (Action.BACK, 7, 3)


def test_section_is_the_sentences_under_the_same_headings() -> None:
    other = tuple(replace(one, id=one.id + 50, section=("二、问题",)) for one in sentences("问题一。", "问题二。"))
    again = tuple(replace(one, id=one.id + 90) for one in sentences("同名的另一节。"))
    (screen,) = section((*sentences("回顾一。", "回顾二。"), *other, *again), 101)
    assert read(screen).text == "《云堤县教育局工作总结》\n一、2021年工作回顾\n回顾一。回顾二。"
    assert bold(screen) == ["《云堤县教育局工作总结》", "回顾二。"]


def test_long_section_opens_where_the_sentence_stands_and_can_be_turned_over() -> None:
    whole = sentences(*LONG)
    (screen,) = section(whole, 100 + 60)
    assert bold(screen)[1] == LONG[60]
    labels = buttons([screen])
    assert {"‹ 上一页", "下一页 ›"} <= {*labels}
    seen = []
    first = section(whole, 160, page_of(0, 1))
    while True:
        seen.append(read(first[0]).text)
        following = buttons(first).get("下一页 ›")
        if following is None:
            break
        callback = read_callback(following.callback or "")
        assert callback is not None
        first = section(whole, 160, callback.page)
    assert all(any(text in page for page in seen) for text in LONG)
    assert seen[0].endswith(f"第 1/{len(seen)} 页")
    assert "‹ 上一页" not in buttons(section(whole, 160, page_of(0, 1)))


def test_a_leaf_that_is_not_there_is_the_last() -> None:
    assert section(sentences(*LONG), 100, page_of(0, 999)) == section(sentences(*LONG), 100, page_of(0, 5))


def test_original_file_is_offered_only_where_it_may_be_had() -> None:
    assert "原文件" not in buttons(section(sentences("一句。"), 100))
    callback = read_callback(buttons(section(sentences("一句。"), 100, 2, file=True))["原文件"].callback or "")
    assert callback is not None
    assert (callback.action, callback.number, callback.page) == (Action.FILE, 7, 2)


def test_a_link_opens_the_sentence_with_all_that_is_known_of_it() -> None:
    made = source_screens(sentences("全年招聘教师132名。")[0], INFO, bot=BOT)
    check(made)
    assert text_of(made).splitlines() == [
        *("全年招聘教师132名。", "—— 《云堤县教育局工作总结》", "一、2021年工作回顾"),
        *("2021年 · 云堤县 · 年度总结 · 发布于 2022-01-05", "来源文件：yundi.txt"),
    ]
    assert all(button.callback is None for button in buttons(made).values())
    shared = parse_qs(urlsplit(buttons(made)["转发"].url or "").query)
    assert shared == {"url": ["https://t.me/wenbao_bot?start=s100"]}


def test_stale_button_says_so() -> None:
    check([stale_screen()])
    assert "重新提问" in stale_screen().html


@given(st.lists(long_texts, min_size=1, max_size=5), st.integers(0, 5), anything, st.integers(0, 5))
def test_any_text_can_be_read(texts: list[str], chosen: int, title: str, leaf: int) -> None:
    of = info(title, place=title, kind=title, published=title or None, source=title)
    given = sentences(*(f"句{text}" for text in texts), section=(title, title))  # an invisible one is no message
    made = context_screens(given, 100 + chosen, of, number=7, page=0, bot=BOT)
    check(made)
    assert len(made) == 1
    made = section_screens(given, 100 + chosen, of, number=7, page=page_of(1, leaf), bot=BOT, downloadable=True)
    check(made)
    assert len(made) == 1
    made = source_screens(given[0], of, bot=BOT)
    check(made)
    assert "".join(said(given[0].text).split()) in "".join(text_of(made).split())
