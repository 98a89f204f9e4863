"""A person asks in a private chat: answers, their buttons, follow-ups, refusals, lists."""

from __future__ import annotations

import re

import pytest

from tests.bot.fake_telegram import FakeTelegram, Message, Person
from tests.bot.telegram.serving import Served

TEACHERS = "云堤县2021年招聘教师多少名"
WHOLE = "全年招聘教师132名，其中研究生17名。"


@pytest.fixture
def wang(served: Served, telegram: FakeTelegram) -> Person:
    """Somebody who has asked nothing yet."""
    return telegram.person("王敏")


def turned(person: Person, message: Message, label: str) -> Message:
    """Press a button, and the message as it stands then."""
    person.presses(message, label)
    return person.private.wait_for_edit(message)


def test_an_answer_has_the_figure_first_then_the_quotation_and_its_source(wang: Person) -> None:
    answer = wang.asks(TEACHERS)
    figure, quotation, *source = answer.html.split("\n")
    assert figure == "<b>132名</b> · 招聘教师 · 2021年"
    assert quotation.startswith("<blockquote>")
    assert "<b>招聘教师132名</b>" in quotation
    assert source == ["—— 《云堤县教育局2021年工作总结》", "一、2021年工作回顾 › （一）队伍建设。"]
    assert answer.reply_to is None


def test_more_goes_through_the_evidence_to_the_end_and_back(wang: Person) -> None:
    first = shown = wang.asks(TEACHERS)
    seen = [first.text]
    while more := [label for label in shown.labels if label.startswith("更多")]:
        shown = turned(wang, shown, more[0])
        seen.append(shown.text)
    assert len(set(seen)) == len(seen) > 1
    (back,) = (label for label in shown.labels if label.startswith("回到 1/"))
    assert turned(wang, shown, back).html == first.html
    assert len(wang.private.answers_after(first)) == 0


def test_the_context_and_the_section_open_in_place_and_lead_back(wang: Person) -> None:
    answer = wang.asks(TEACHERS)
    context = turned(wang, answer, "上下文")
    assert f"<b>{WHOLE}</b>" in context.html
    assert "举办骨干教师培训班6期" in context.text
    section = turned(wang, context, "原文")
    assert section.text.startswith("《云堤县教育局2021年工作总结》")
    assert f"<b>{WHOLE}</b>" in section.html
    assert "原文件" not in section.labels, "for administrators only"
    assert turned(wang, section, "返回").html == answer.html


def test_the_source_opens_the_sentence_in_the_bots_own_chat(wang: Person) -> None:
    answer = wang.asks(TEACHERS)
    link = wang.presses(answer, "出处").opened
    assert link is not None
    source = wang.private.wait_for_answer(wang.opens(link))
    assert source.html.startswith(f"<blockquote>{WHOLE}</blockquote>")
    assert "来源文件：yundi_2021.txt" in source.text
    copied = wang.presses(answer, "复制").copied
    assert copied is not None
    assert copied.startswith(WHOLE)


@pytest.mark.parametrize("payload", ["s999999999", "s" + "9" * 60, "s0", "s-1", "x12", "id"])
def test_a_link_that_leads_nowhere_is_answered_politely(payload: str, wang: Person) -> None:
    said = wang.private.wait_for_answer(wang.starts(payload)).text
    assert "已经过期" in said or "我是问报" in said


def test_a_follow_up_takes_up_the_last_question(wang: Person) -> None:
    wang.asks(TEACHERS)
    later = wang.asks("那2022年呢")
    assert "<b>158名</b> · 招聘教师 · 2022年" in later.html
    assert later.text.startswith("（接着上一问：")


def test_a_reply_follows_up_the_answer_that_it_replies_to(wang: Person) -> None:
    older = wang.asks(TEACHERS)
    wang.asks("石渡区建成公厕多少座")
    assert "<b>158名</b>" in wang.asks("那2022年呢", reply_to=older).html


def test_a_reply_to_a_list_is_no_follow_up_of_it(wang: Person) -> None:
    listed = wang.asks("/figures 公厕")
    assert "<b>132名</b>" in wang.asks(TEACHERS, reply_to=listed).html


def test_what_the_reports_do_not_say_is_refused_and_the_nearest_can_be_seen(wang: Person) -> None:
    refusal = wang.asks("2019年云堤县招聘教师多少名")
    assert refusal.text.startswith("报告里没有说到 2019 年")
    assert "blockquote" not in refusal.html
    nearest = turned(wang, refusal, "看看最接近的原文")
    assert "不是答案" in nearest.text
    assert "<b>" not in nearest.html.split("<blockquote>")[1]
    last = nearest
    while more := [label for label in last.labels if label.startswith("更多")]:
        last = turned(wang, last, more[0])
    assert turned(wang, last, "返回").html == refusal.html


def test_where_several_reports_answer_one_can_be_chosen(wang: Person) -> None:
    asked = wang.asks("改造农村公路多少公里")
    assert asked.text.startswith("好几篇报告都说到了")
    assert len(asked.labels) > 3
    assert wang.presses(asked, asked.labels[1]).text == ""
    chosen = wang.private.wait_for_answer(asked)
    assert asked.labels[1].split(". ")[1].split()[0] in chosen.text
    assert "公里</b> · " in chosen.html


def test_a_comparison_names_every_report_and_leads_to_its_quotations(wang: Person) -> None:
    compared = wang.asks("/compare 改造农村公路多少公里")
    assert all(place in compared.text for place in ("松坪县", "白鹭县", "桐岭镇"))
    assert "<blockquote>" in turned(wang, compared, "出处与上下文").html
    assert "/compare" in wang.asks("/compare").text


def test_a_list_shows_its_items_one_under_the_other(wang: Person) -> None:
    answer = wang.asks("云堤县2021年存在哪些问题")
    assert "农村学校音体美教师不足" in answer.text


def test_a_typing_error_is_mended_and_said(wang: Person) -> None:
    answer = wang.asks("云堤县2021年招骋教师多少名")
    assert answer.text.startswith("（“招骋”按“招聘”理解）")
    assert "<b>132名</b>" in answer.html


def test_start_offers_examples_that_are_answered(wang: Person) -> None:
    start = wang.private.wait_for_answer(wang.starts())
    assert "现有 10 篇报告" in start.text
    assert 1 <= len(start.labels) <= 3
    wang.presses(start, start.labels[0])
    answer = wang.private.wait_for_answer(start)
    assert "blockquote" in answer.html
    assert answer.html.startswith("<b>")


def test_the_reports_can_be_paged(wang: Person) -> None:
    first = wang.asks("/reports")
    assert first.text.startswith("现有报告 10 篇 · 第 1/2 页")
    second = turned(wang, first, "下一页")
    assert second.text.count("《") == 2
    assert turned(wang, second, "上一页").html == first.html


def test_figures_are_listed_with_links_and_can_be_paged(wang: Person) -> None:
    few = wang.asks("/figures 公交")
    assert few.text.startswith("“公交”的数据 7 个\n")
    source = wang.private.wait_for_answer(wang.opens(few.links[0]))
    assert "公交车" in source.text
    first = wang.asks("/figures 超过1")
    assert re.match("“超过1”的数据 [0-9]+ 个 · 第 1/[0-9]+ 页", first.text)
    second = turned(wang, first, "下一页")
    assert second.labels[0] == "‹ 上一页"
    assert turned(wang, second, "上一页").html == first.html
    assert "没有找到" in wang.asks("/figures 潜水艇").text
    assert "/figures 教师" in wang.asks("/figures").text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/help", "怎么问"),
        ("帮助", "怎么问"),
        ("怎么用？", "怎么问"),
        ("/帮助", "怎么问"),
        ("报告", "现有报告 10 篇"),
        ("有哪些报告？", "现有报告 10 篇"),
        ("开始", "您好！我是问报。"),
        ("/ask", "请在命令后面写上问题"),
        ("/nothing", "没有这个命令"),
        ("/load x", "没有这个命令"),
        ("/stats", "没有这个命令"),
        ("？", "没看出您要问什么"),
    ],
)
def test_what_is_no_question_gets_its_screen(said: str, answer: str, wang: Person) -> None:
    assert wang.asks(said).text.startswith(answer)


def test_the_same_question_by_command_is_answered_alike(wang: Person) -> None:
    assert wang.asks(f"/ask {TEACHERS}").html == wang.asks(TEACHERS).html


def test_the_menus_are_set_for_each_scope(served: Served, telegram: FakeTelegram, admin: Person, wang: Person) -> None:
    wang.asks("/help")
    menus = {scope: [one["command"] for one in given] for (scope, _), given in telegram.world.commands.items()}
    assert "ask" in menus['{"type": "all_private_chats"}']
    assert "load" not in menus['{"type": "all_private_chats"}'] + menus['{"type": "all_group_chats"}']
    admin.private.wait_for_answer(admin.starts())
    telegram.settle(0.1)
    own = telegram.world.commands[f'{{"chat_id": {admin.id}, "type": "chat"}}', ""]
    assert "load" in [one["command"] for one in own]
    assert "/remove" in admin.asks("/help").text
    assert "/remove" not in wang.asks("/help").text
