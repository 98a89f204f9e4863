"""What nobody should send: markup, characters that cannot be seen, forged presses, messages of every odd kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.telegram.screens.callbacks import Action
from tests.bot.fake_telegram import FakeTelegram, Person, Room
from tests.bot.fake_telegram.rooms import said
from tests.bot.telegram.conftest import Begin
from tests.bot.telegram.documents import zipped
from tests.bot.telegram.serving import Served

TEACHERS = "云堤县2021年招聘教师多少名"
NASTY = (
    "<b>招聘</b>教师<script>alert(1)</script>多少名",
    "招聘教师&lt;b&gt;&amp;amp;&#60;多少名</blockquote>",
    "2021年\u202e招聘教师\u202c多少名\u2066\u200f",
    "招聘\u0000教师\u0007\u001b[31m多少名\u0085\u2028\u2029",
    "招聘教师'; DROP TABLE answers; -- 多少名",
    "{question} %s {0} $x 招聘教师多少名 `code` *b* _i_ [a](http://x)",
    "招聘教师" * 900,
    "😀" * 2048,
    "👩\u200d👩\u200d👧\u200d👦招聘教师多少名",
    "\u0301\u0301\u0301招聘",
    "\u3164\u115f\u200b",
    "٢٠٢١年招聘教师多少名",
    "①②③ 招聘教师",
    "http://t.me/wenbao_test_bot?start=s1 @everyone #招聘 /start",
    "=1+1 招聘教师",
)
HOSTILE_REPORT = (
    "奸险县教育局<i>2015年工作总结&\n2015年，<b>全县</b>教育</blockquote>取得进展。\n一、<u>主要</u>工作&amp;成效\n"
    "全年招聘教师<b>\u202e55名\u202c，其中“&lt;研究生&gt;”\u20667名，来自<奸&险>。\n"
    + "二、存在的问题<pre>\n"
    + "部分学校"
    + "师资" * 900
    + "不足<pre>。\n"
)


@pytest.fixture(scope="module")
def wang(telegram: FakeTelegram) -> Person:
    return telegram.person("</b><script>王&敏")


@pytest.fixture(scope="module")
def group(telegram: FakeTelegram, wang: Person, admin: Person) -> Room:
    return telegram.group("<群>&", wang, admin)


@pytest.fixture(scope="module")
def served(begin: Begin) -> Served:
    return begin(open_to_all=True, questions_per_minute=10_000, log_questions=True)


def still_answers(person: Person) -> None:
    assert "<b>132名</b>" in person.asks(TEACHERS).html


@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_answered(text: str, served: Served, admin: Person) -> None:
    for command in ("", "/figures ", "/start ", "/remove ", "/load "):
        told = admin.asks((command + text)[: 4000 if text[0] != "😀" else 2048])
        assert told.text
        assert "<script>" not in told.html
        assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068") & set(told.text)


@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_answered_inline(text: str, served: Served, wang: Person) -> None:
    for result in wang.asks_inline(text[:256]).results:
        assert "<script>" not in result.html
        assert not set("\u202e\u2066\n") & set(result.title + result.description)


def test_a_hostile_report_is_quoted_harmlessly_on_every_screen(
    served: Served, telegram: FakeTelegram, admin: Person
) -> None:
    name = "<b>\u202egpj.&'\"奸险" + "😀" * 90 + ".txt"
    sent = admin.sends_document(HOSTILE_REPORT.encode(), name)
    admin.private.wait_for(
        lambda _: any("已载入 1 篇" in one.text for one in admin.private.answers_after(sent)), "the load"
    )
    answers = [admin.asks(question) for question in ("2015年招聘教师多少名", "奸险县师资不足")]
    for answer in answers:
        for label in ("上下文", "原文", "返回"):
            admin.presses(admin.private.now(answer), label)
            admin.private.wait_for_edit(answer)
            answer = admin.private.now(answer)
    section = answers[0]
    admin.presses(section, "原文")
    admin.private.wait_for_edit(admin.private.now(section))
    admin.presses(admin.private.now(section), "原文件")
    file = admin.private.wait_for(
        lambda messages: next((one.file for one in messages if one.by_bot and one.file), None), "the file"
    )
    assert telegram.world.files[file.file_id].data == HOSTILE_REPORT.encode()
    admin.private.wait_for_answer(admin.opens(admin.presses(answers[0], "出处").opened or ""))
    for command in ("/reports", "/figures 教师", "/compare 招聘教师多少名", "/stats"):
        admin.asks(command)
    assert "奸险" in str(admin.asks_inline("奸险县招聘教师多少名").results)
    told = next(one for one in admin.private.answers_after(sent) if "已载入 1 篇" in one.text)
    admin.presses(told, "撤销")
    admin.private.wait_for_edit(told)


def test_a_zip_with_hostile_names_stays_inside(served: Served, admin: Person) -> None:
    content = zipped(
        **{"../../../../tmp/逃": "某县2010年总结\n全年新打机井5眼。", "a\u202eb<b>": "<b>", "x" * 300: "y"}
    )
    sent = admin.sends_document(content, "../../../etc/passwd.zip", caption="</b>/load")
    told = admin.private.wait_for(
        lambda _: [one for one in admin.private.answers_after(sent) if "正在载入" not in one.text], "the load"
    )
    assert "<b><b>" not in told[0].html
    kept = list((served.folder / "wenbao-files").rglob("*.zip"))
    assert all(path.parent.parent == served.folder / "wenbao-files" for path in kept)


FORGED = (
    *("", "v1", "v1|more", "v1|more|1", "v1|more|1|0|0", "v0|more|1|0", "v1|drop|1|0", "v1|more|-1|0", "v1|more|1|-1"),
    *("v1|more|99999999999999999999|0", "v1|more|9223372036854775807|0", "v1|more|1|999999999", "v1|MORE|1|0"),
    *("v1|more|٣|0", "v1|more|1|0\n", "\u202e", "x" * 64, "'; DROP TABLE answers; --", "v1||||", "null"),
)


@pytest.mark.parametrize("data", FORGED)
def test_data_that_no_button_carries_is_stale(data: str, served: Served, wang: Person) -> None:
    answer = wang.asks(TEACHERS)
    assert wang.forges(answer, data).shown().text in ("这条回答已经过期，请重新提问。", "")
    assert wang.forges(answer, data, inaccessible=True).shown().text in ("这条回答已经过期，请重新提问。", "")


@pytest.mark.parametrize("action", Action)
def test_a_forged_press_changes_nothing_of_anybody_else(
    action: Action, served: Served, telegram: FakeTelegram, wang: Person, admin: Person
) -> None:
    sent = admin.sends_document(
        f"{action}县水利局2009年总结\n全年新打机井{len(action)}眼。\n".encode(), f"{action}.txt"
    )
    admin.private.wait_for(lambda _: any("已载入" in one.text for one in admin.private.answers_after(sent)), "the load")
    admin.asks(TEACHERS)
    admin.asks("/remove shidu")
    own = wang.asks(TEACHERS)
    before = [(one.id, one.html) for one in admin.private.messages]
    reports = admin.asks("/stats").text.splitlines()[1]
    mine = int((own.button("👍").data or "").split("|")[2])
    for number in (*range(mine), mine + 1, 2**63 - 1):
        shown = wang.forges(own, f"v1|{action}|{number}|0").shown()
        assert shown.text in (
            "这条回答已经过期，请重新提问。",
            "您还没有使用权限",
            "这是别人的提问，请您自己问一次。",
            "",
        )
    telegram.settle(0.1)
    assert admin.asks("/stats").text.splitlines()[1] == reports
    assert [(one.id, one.html) for one in admin.private.messages][: len(before)] == before
    still_answers(wang)


def test_presses_under_messages_out_of_reach_are_answered(served: Served, telegram: FakeTelegram, wang: Person) -> None:
    answer = wang.asks(TEACHERS)
    for action in Action:
        data = f"v1|{action}|{(answer.button('👍').data or '').split('|')[2]}|0"
        wang.forges(answer, data, inaccessible=True).shown()
    wang.deletes(answer)
    wang.forges(answer, answer.button("上下文").data or "").shown()
    telegram.settle(0.1)
    still_answers(wang)


Odd = Callable[[Person, Room | None], Any]
PLACE = {"latitude": 36.1, "longitude": 120.4}
ODD: dict[str, Odd] = {
    "voice": lambda person, room: person.sends_voice(room),
    "sticker": lambda person, room: person.sends_sticker(room),
    "photo": lambda person, room: person.sends_photo("/ask 招聘教师", room),
    "poll": lambda person, room: person.sends_poll("<b>？", ["是", "否"], room),
    "location": lambda person, room: person.posts({"location": PLACE}, said("", empty=True), room),
    "contact": lambda person, room: person.posts(
        {"contact": {"phone_number": "+86", "first_name": "<b>"}}, said("", empty=True), room
    ),
    "dice": lambda person, room: person.posts({"dice": {"emoji": "🎲", "value": 6}}, said("", empty=True), room),
}
SERVICE: dict[str, dict[str, Any]] = {
    "members": {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "新"}]},
    "left": {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "旧"}},
    "title": {"new_chat_title": "<b>"},
    "timer": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    "nothing": {},
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_text_gets_a_hint_in_private_and_silence_in_groups(
    kind: str, served: Served, telegram: FakeTelegram, wang: Person, group: Room
) -> None:
    sent = ODD[kind](wang, None)
    assert "只看得懂文字" in wang.private.wait_for_answer(sent).text
    group.chat.bot = "administrator"
    sent = ODD[kind](wang, group)
    telegram.settle(0.1)
    assert group.answers_after(sent) == ()
    group.chat.bot = "member"


@pytest.mark.parametrize("kind", SERVICE)
def test_service_messages_meet_silence(
    kind: str, served: Served, telegram: FakeTelegram, wang: Person, group: Room
) -> None:
    group.chat.bot = "administrator"
    for room in (group, wang.private):
        sent = wang.posts(SERVICE[kind], said("", empty=True), room)
        telegram.settle(0.1)
        assert room.answers_after(sent) == ()
    pinned = wang.asks(TEACHERS)
    raw = {key: value for key, value in wang.private.chat.messages[pinned.id].raw.items() if key != "reply_to_message"}
    sent = wang.posts({"pinned_message": raw}, said("", empty=True))
    telegram.settle(0.1)
    assert wang.private.answers_after(sent) == ()
    group.chat.bot = "member"


def test_forwards_are_questions_and_edits_are_not(
    served: Served, telegram: FakeTelegram, wang: Person, admin: Person
) -> None:
    asked = admin.sends(TEACHERS)
    admin.private.wait_for_answer(asked)
    assert "<b>132名</b>" in wang.private.wait_for_answer(wang.forwards(asked, wang.private)).html
    mine = wang.sends("云堤县2022年招聘教师多少名")
    answer = wang.private.wait_for_answer(mine)
    wang.edits(mine, TEACHERS)
    telegram.settle(0.1)
    assert wang.private.answers_after(answer) == ()


def test_channels_and_other_bots_meet_silence(
    served: Served, telegram: FakeTelegram, wang: Person, group: Room
) -> None:
    channel = telegram.channel("公告", wang)
    post = channel.posts(f"/ask {TEACHERS}")
    other = {"id": 7, "is_bot": True, "first_name": "别的", "username": "other_bot"}
    via = [wang.posts({"via_bot": other}, said(f"/ask {TEACHERS}"), room) for room in (group, wang.private)]
    telegram.settle(0.1)
    assert channel.answers_after(post) == ()
    assert group.answers_after(via[0]) == wang.private.answers_after(via[1]) == ()


def test_a_person_without_a_name_and_one_who_goes_are_borne(served: Served, telegram: FakeTelegram) -> None:
    nameless = telegram.person("")
    still_answers(nameless)
    nameless.blocks_bot()
    nameless.private.chat.bot = "member"
    nameless.sends(TEACHERS)
    nameless.private.chat.bot = "blocked"
    telegram.settle(0.2)
    nameless.blocks_bot(blocked=False)
    still_answers(nameless)
