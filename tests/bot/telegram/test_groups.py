"""Groups, where the bot speaks only when it is spoken to, and lists that are called up from any chat."""

from __future__ import annotations

from contextlib import closing

import pytest

from bot.accounts.archive import Accounts
from bot.wiring import open_file
from tests.bot.fake_telegram import FakeTelegram, Person, Room
from tests.bot.telegram.conftest import Begin
from tests.bot.telegram.documents import report
from tests.bot.telegram.serving import Served

TEACHERS = "云堤县2021年招聘教师多少名"
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@pytest.fixture(scope="module")
def wang(telegram: FakeTelegram) -> Person:
    return telegram.person("王敏")


@pytest.fixture(scope="module")
def zhao(telegram: FakeTelegram) -> Person:
    return telegram.person("赵强")


@pytest.fixture(scope="module")
def group(telegram: FakeTelegram, wang: Person, zhao: Person, admin: Person) -> Room:
    return telegram.group("教育局办公室", wang, zhao, admin)


@pytest.fixture(scope="module")
def served(begin: Begin, group: Room, wang: Person) -> Served:
    """A bot for one group and one person, who has opened a chat with it."""
    return begin(allowed_chats=[group.id], allowed_users=[wang.id], questions_per_minute=1000)


def test_a_question_by_command_is_answered_as_a_reply(served: Served, group: Room, wang: Person) -> None:
    asked = wang.sends(f"/ask {TEACHERS}", group)
    answer = group.wait_for_answer(asked)
    assert answer.html.startswith("<b>132名</b>")
    assert answer.reply_to == asked.id


def test_a_command_in_reply_asks_what_somebody_else_has_said(
    served: Served, group: Room, wang: Person, zhao: Person
) -> None:
    said = zhao.sends(TEACHERS, group)
    assert wang.asks("/ask@wenbao_test_bot", group, reply_to=said).html.startswith("<b>132名</b>")
    assert "/ask" in wang.asks("/ask", group, reply_to=wang.asks("/help", group)).text


def test_anybody_may_follow_up_an_answer_by_replying_to_it(
    served: Served, group: Room, wang: Person, zhao: Person
) -> None:
    answer = wang.asks(f"/ask {TEACHERS}", group)
    assert "<b>158名</b>" in zhao.asks("那2022年呢", group, reply_to=answer).html


def test_the_questions_of_two_people_are_kept_apart(served: Served, group: Room, wang: Person, zhao: Person) -> None:
    wang.asks(f"/ask {TEACHERS}", group)
    zhao.asks("/ask 石渡区建成公厕多少座", group)
    assert "<b>158名</b>" in wang.asks("/ask 那2022年呢", group).html


def test_a_limited_report_is_shown_where_the_chat_is_of_its_group(
    served: Served, group: Room, wang: Person, zhao: Person
) -> None:
    asked = "白鹭县2020年改造农村公路多少公里"
    with open_file(served.database, readonly=True) as archive:
        path = archive.path_of("road_2")
    with closing(Accounts.open(served.folder / "wenbao-accounts.db")) as accounts:
        accounts.limit(path, ["办公室"])
        try:
            assert "34公里" not in wang.asks(asked).html
            accounts.put_chat(wang.id, ["办公室"])
            answer = wang.asks(asked)
            assert "34公里" in answer.html
            assert "白鹭县" in wang.asks("/figures 公路").html
            assert "34公里" not in wang.asks(f"/ask {asked}", group).html
            accounts.put_chat(group.id, ["办公室"])
            assert "34公里" in wang.asks(f"/ask {asked}", group).html
        finally:
            accounts.limit(path, [])


def test_only_who_asked_presses_the_buttons(
    served: Served, telegram: FakeTelegram, group: Room, wang: Person, zhao: Person
) -> None:
    for said, label in ((f"/ask {TEACHERS}", "更多"), ("/reports", "下一页"), ("/figures 教师", "下一页")):
        shown = wang.asks(said, group)
        if said.startswith("/figures") and not shown.labels:
            continue
        assert zhao.presses(shown, label).text == "这是别人的提问，请您自己问一次。"
        telegram.settle(0.1)
        assert group.now(shown).edits == 0
        wang.presses(shown, label)
        group.wait_for_edit(shown)


def test_nobody_turns_another_ones_answer_by_forging(
    served: Served, telegram: FakeTelegram, group: Room, wang: Person, zhao: Person
) -> None:
    theirs = wang.asks(f"/ask {TEACHERS}", group)
    own = zhao.asks("/ask 石渡区建成公厕多少座", group)
    assert zhao.forges(theirs, own.button("上下文").data or "").shown().text.startswith("这条回答已经过期")
    telegram.settle(0.1)
    assert group.now(theirs).edits == 0


@pytest.mark.parametrize(
    "said",
    [
        *("今天几点开会", "/ask@other_bot 招聘教师", "/nothing", "/nothing@wenbao_test_bot", "/settings@other_bot"),
        *("帮助", "/stats", "/load", "/remove shidu", "//ask", "/asked 招聘教师"),
    ],
)
@pytest.mark.parametrize("standing", ["member", "administrator"])
def test_what_is_not_for_the_bot_meets_silence(
    said: str, standing: str, served: Served, telegram: FakeTelegram, wang: Person, zhao: Person, group: Room
) -> None:
    group.chat.bot = standing
    sent = zhao.sends(said, group)
    zhao.sends_sticker(group)
    zhao.sends_voice(group)
    telegram.settle(0.1)
    group.chat.bot = "member"
    assert group.answers_after(sent) == ()


def test_a_mention_that_reaches_the_bot_is_a_question(served: Served, group: Room, wang: Person) -> None:
    group.chat.bot = "administrator"
    assert wang.asks(f"@wenbao_test_bot {TEACHERS}", group).html.startswith("<b>132名</b>")
    group.chat.bot = "member"


def test_an_anonymous_administrator_of_the_group_is_answered_and_manages_nothing(
    served: Served, telegram: FakeTelegram, group: Room
) -> None:
    nobody = Person.__new__(Person)
    nobody.world, nobody.raw, nobody.private = telegram.world, ANONYMOUS, group
    assert nobody.asks(f"/ask {TEACHERS}").html.startswith("<b>132名</b>")
    sent = nobody.sends("/stats")
    telegram.settle(0.1)
    assert group.answers_after(sent) == ()


def test_a_group_that_is_not_allowed_is_told_its_number_once(
    served: Served, telegram: FakeTelegram, wang: Person, zhao: Person, admin: Person
) -> None:
    other = telegram.group("别的群", wang, zhao, admin)
    told = wang.asks(f"/ask {TEACHERS}", other)
    assert told.text == f"抱歉，这个群还没有开通。请把下面的编号交给管理员开通：\n{other.id}"
    admin.sends("/stats", other)
    zhao.sends(f"/ask {TEACHERS}", other)
    telegram.settle(0.2)
    assert other.answers_after(told) == ()


def test_an_administrator_loads_in_a_group_only_with_the_command(
    served: Served, telegram: FakeTelegram, group: Room, wang: Person, admin: Person
) -> None:
    answer = wang.asks(f"/ask {TEACHERS}", group)
    content = report("群里县", 2016, 6).encode()
    admin.sends_document(content, "群里.txt", chat=group, reply_to=answer)
    telegram.settle(0.2)
    assert group.answers_after(answer) == ()
    sent = admin.sends_document(content, "群里.txt", caption="/load", chat=group)
    group.wait_for(lambda _: any("已载入" in one.text for one in group.answers_after(sent)), "the load")
    assert "私聊" in admin.asks("/feedback", group).text


def test_a_chosen_result_stands_by_itself_and_leads_to_the_source(served: Served, group: Room, wang: Person) -> None:
    found = wang.asks_inline(TEACHERS)
    assert found.personal
    first = found.results[0]
    assert first.title.startswith("132名")
    sent = wang.chooses(found, first, group)
    assert sent.html.startswith(f"问：{TEACHERS}\n<b>132名</b>")
    source = wang.private.wait_for_answer(wang.opens(sent.links[-1]))
    assert "来源文件：yundi_2021.txt" in source.text
    assert group.answers_after(sent) == ()


@pytest.mark.parametrize(
    ("typed", "results"), [("", 0), ("   ", 0), ("火星探测", 1), ("改造农村公路多少公里", 1), ("<b>&" * 60, 1)]
)
def test_an_inline_query_always_comes_to_something(typed: str, results: int, served: Served, wang: Person) -> None:
    assert len(wang.asks_inline(typed).results) >= results


def test_inline_is_for_those_who_may_ask_by_themselves(served: Served, zhao: Person) -> None:
    found = zhao.asks_inline(TEACHERS)
    assert (found.results, found.button) == ((), "您还没有使用权限")
