"""Who may ask, how fast, and what buttons do once the bot was restarted or the reports have changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.fake_telegram import FakeTelegram, Person
from tests.bot.telegram.conftest import Begin
from tests.bot.telegram.serving import Served

TEACHERS = "云堤县2021年招聘教师多少名"


@pytest.fixture(scope="module")
def clerk(telegram: FakeTelegram) -> Person:
    return telegram.person("王敏")


@pytest.fixture(scope="module")
def hasty(telegram: FakeTelegram) -> Person:
    return telegram.person("急先锋")


@pytest.fixture(scope="module")
def served(begin: Begin, clerk: Person, hasty: Person) -> Served:
    """A bot for two people, where only a reply follows up."""
    return begin(allowed_users=[clerk.id, hasty.id], questions_per_minute=8, follow_up_minutes=0, state="chats.db")


def test_a_stranger_is_refused_once_with_their_own_number(served: Served, telegram: FakeTelegram) -> None:
    stranger = telegram.person("陌生人")
    refusal = stranger.asks(TEACHERS)
    assert refusal.text == f"抱歉，您还没有使用权限。请把下面的编号交给管理员开通：\n{stranger.id}"
    assert stranger.presses(refusal, "复制编号").copied == str(stranger.id)
    for said in ("/reports", TEACHERS, "/load", "/stats"):
        stranger.sends(said)
    stranger.sends_document(b"text", "report.txt")
    stranger.sends_voice()
    telegram.settle()
    assert stranger.private.answers_after(refusal) == ()
    assert stranger.private.wait_for_answer(stranger.starts()).text == refusal.text, "who presses START wants to know"


def test_a_stranger_presses_nothing_and_finds_nothing_inline(
    served: Served, telegram: FakeTelegram, clerk: Person
) -> None:
    stranger = telegram.person("又一个")
    answer = clerk.asks(TEACHERS)
    shown = stranger.forges(answer, answer.button("更多").data or "").shown()
    assert (shown.text, shown.alert) == ("您还没有使用权限", True)
    found = stranger.asks_inline("招聘教师")
    assert (found.results, found.start_parameter) == ((), "id")
    assert str(stranger.id) in stranger.private.wait_for_answer(stranger.starts("id")).text
    telegram.settle()
    assert clerk.private.now(answer).edits == 0


def test_who_asks_too_fast_is_told_once_and_others_are_not_kept_waiting(
    served: Served, telegram: FakeTelegram, clerk: Person, hasty: Person
) -> None:
    for _ in range(8):
        assert "<b>132名</b>" in hasty.asks(TEACHERS).html
    told = hasty.asks(TEACHERS)
    assert told.text.startswith("问得有点快，请等 ")
    hasty.sends(TEACHERS)
    hasty.sends("/figures 教师")
    hasty.sends("/compare 招聘教师多少名")
    telegram.settle()
    assert hasty.private.answers_after(told) == ()
    assert "<b>132名</b>" in clerk.asks(TEACHERS).html


def test_after_the_time_only_a_reply_follows_up(served: Served, clerk: Person) -> None:
    answer = clerk.asks(TEACHERS)
    assert "接着上一问" not in clerk.asks("那2022年呢").text
    assert "<b>158名</b>" in clerk.asks("那2022年呢", reply_to=answer).html


def test_a_verdict_is_thanked_and_can_be_changed(served: Served, admin: Person, clerk: Person) -> None:
    answer = clerk.asks(TEACHERS)
    assert clerk.presses(answer, "👎").text.startswith("已记下")
    assert "👍 0　👎 1" in admin.asks("/stats").text
    assert clerk.presses(answer, "👍").text == "谢谢！"
    assert "👍 1　👎 0" in admin.asks("/stats").text
    assert clerk.private.now(answer).html == answer.html


def test_buttons_work_after_a_restart(served: Served, clerk: Person, admin: Person) -> None:
    answer = admin.asks(TEACHERS)
    start = admin.private.wait_for_answer(admin.starts())
    assert served.stop() == 0
    served.start()
    admin.presses(answer, "更多", timeout=60)
    assert admin.private.wait_for_edit(answer).labels[0].startswith(("更多 3/", "回到"))
    admin.presses(start, start.labels[0])
    assert "blockquote" in admin.private.wait_for_answer(start).html
    assert "<b>158名</b>" in admin.asks("那2022年呢", reply_to=answer).html


def test_buttons_of_an_answer_that_would_be_another_now_say_so(served: Served, admin: Person, tmp_path: Path) -> None:
    answer = admin.asks(TEACHERS)
    report = tmp_path / "yundi_2021_more.txt"
    report.write_text("云堤县教育局2021年补充总结\n2021年招聘教师情况如下。\n全年招聘教师132名，均已到岗。\n", "utf-8")
    served.load(report)
    assert admin.presses(answer, "更多").text == ""
    assert admin.private.wait_for_answer(answer).text == "这条回答已经过期，请重新提问。"
    assert admin.private.now(answer).edits == 0


def test_buttons_of_what_is_forgotten_say_so(served: Served, admin: Person) -> None:
    answer = admin.asks(TEACHERS)
    served.stop()
    for name in ("", "-wal", "-shm"):
        (served.folder / f"chats.db{name}").unlink(missing_ok=True)
    served.start()
    assert admin.presses(answer, "更多", timeout=60).text == "这条回答已经过期，请重新提问。"
    assert admin.presses(answer, "👍").text == "这条回答已经过期，请重新提问。"
