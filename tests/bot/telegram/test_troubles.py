"""What goes wrong around a running bot, and that questions are answered all the same."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.bot.conftest import REPORTS
from tests.bot.fake_telegram import BAD_GATEWAY, FakeTelegram, Message, Person
from tests.bot.telegram.conftest import Begin
from tests.bot.telegram.documents import report, zipped
from tests.bot.telegram.malformed import broken
from tests.bot.telegram.serving import Served
from tests.bot.telegram.test_running import SECRET, free_port

TEACHERS = "云堤县2021年招聘教师多少名"


@pytest.fixture
def begin(telegram: FakeTelegram, admin: Person, library: Path, tmp_path: Path) -> Iterator[Begin]:
    """Runs one bot, which is stopped at the end of the test."""
    running: list[Served] = []

    def begun(**settings: object) -> Served:
        served = Served(telegram, tmp_path, admins=[admin], **settings)
        shutil.copy(library, served.database)
        running.append(served)
        return served.start().wait_until_ready()

    yield begun
    for served in running:
        served.stop()


def queue(telegram: FakeTelegram, update: dict[str, Any]) -> None:
    """Queue an update just as it is, behind what is queued already."""
    world = telegram.world
    with world.changed:
        world._update_id += 1
        world.updates.append({"update_id": world._update_id, **update})
        world.changed.notify_all()
        world.on_update()


def besiege(telegram: FakeTelegram, person: Person, count: int, seed: int) -> int:
    """How many of the questions between so many malformed updates were answered; one follows each fifty."""
    answered, updates = 0, broken(seed)
    for _ in range(0, count, 50):
        for update in islice(updates, 50):
            queue(telegram, update)
        answered += "<b>132名</b>" in person.asks(TEACHERS).html
    telegram.wait_until_taken()
    return answered


def health(port: int) -> dict[str, Any]:
    """What ``/health`` says, whatever its status."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
            return json.loads(answer.read())  # type: ignore[no-any-return]
    except urllib.error.HTTPError as error:
        return json.loads(error.read())  # type: ignore[no-any-return]


def found(person: Person, asked: Message) -> list[Message]:
    """The answers with the figure that was asked for."""
    return [one for one in person.private.answers_after(asked) if "<b>132名</b>" in one.html]


def answered(person: Person, asked: Message) -> None:
    """Wait for the answer."""
    person.private.wait_for(lambda _: found(person, asked), "the answer")


def wait_for(happened: Any, seconds: float = 30.0) -> Any:
    """What it gives once that is true."""
    until = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < until
        time.sleep(0.1)
    return found


def test_updates_that_cannot_be_read_are_passed_over(telegram: FakeTelegram, begin: Begin) -> None:
    port = free_port()
    served = begin(open_to_all=True, questions_per_minute=10_000, health_port=port)
    assert besiege(telegram, telegram.person("王敏"), 200, seed=1) == 4
    told = health(port)
    assert told["status"] == "ok", told
    assert told["errors"]["unreadable"] > 50
    assert told["last_update_seconds"] < 60
    assert told["telegram_answered_seconds"] < 60
    assert told["wal_bytes"].keys() == told["free_disk_bytes"].keys() == {"conversations", "database"}
    assert telegram.broken == ()
    said = served.run("doctor").stdout.decode()
    assert "读不懂而跳过的更新" in said
    assert "待处理 0 条" in said
    with closing(sqlite3.connect(served.folder / "wenbao-chats.db")) as state:
        kept = [json.loads(one) for (one,) in state.execute("SELECT said FROM faults WHERE kind = 'unreadable'")]
    assert all("update_id" in one for one in kept)


def test_a_webhook_passes_them_over_too(telegram: FakeTelegram, begin: Begin) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/wenbao"
    hooked = begin(open_to_all=True, webhook=url, webhook_port=port, webhook_secret=SECRET)
    telegram.wait_until(lambda: telegram.server.updates.webhook is not None, "the webhook to be set")
    assert besiege(telegram, telegram.person("王敏"), 50, seed=2) == 1
    assert hooked.stop() == 0


def answering(telegram: FakeTelegram, begin: Begin) -> tuple[Served, int, Person]:
    """A bot that anybody may ask, the port that tells how it does, and somebody whom it has answered."""
    port = free_port()
    served = begin(open_to_all=True, health_port=port)
    wang = telegram.person("王敏")
    assert "<b>132名</b>" in wang.asks(TEACHERS).html
    return served, port, wang


def test_questions_wait_for_a_locked_state_file_and_are_answered(telegram: FakeTelegram, begin: Begin) -> None:
    served, port, wang = answering(telegram, begin)
    boss = telegram.person("李主任")
    with closing(sqlite3.connect(served.folder / "wenbao-chats.db", isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        asked = [wang.sends(TEACHERS), boss.sends(TEACHERS)]
        wait_for(lambda: [one for one in served.log if "会话记录正被另一个程序占用" in str(one["event"])])
        assert "会话记录正被另一个程序占用" in health(port)["status"]
        lock.execute("ROLLBACK")
    for person, one in zip((wang, boss), asked, strict=True):
        answered(person, one)
    assert health(port)["errors"]["storage"] >= 1
    telegram.settle(0.3)
    assert [len(found(wang, asked[0])), len(found(boss, asked[1]))] == [1, 1]


def test_loads_go_on_after_the_state_file_was_locked(telegram: FakeTelegram, begin: Begin, admin: Person) -> None:
    """What is loaded and cannot be struck out stays first, and who sent it is not told that it failed."""
    served = begin()
    admin.asks("/start")
    many = {f"r{number}": report(f"第{number}镇", 2000 + number % 20, number + 1) for number in range(20)}
    with closing(sqlite3.connect(served.folder / "wenbao-chats.db", isolation_level=None, timeout=30)) as lock:
        sent = admin.sends_document(zipped(**many), "多.zip")
        wait_for(lambda: lock.execute("SELECT 1 FROM loads WHERE path IS NOT NULL").fetchall())
        lock.execute("BEGIN IMMEDIATE")
        wait_for(lambda: [one for one in served.log if "会话记录正被另一个程序占用" in str(one["event"])], 120)
        lock.execute("ROLLBACK")
    loading, *_ = admin.private.answers_after(sent)  # behind it is what administrators are told of the lock
    admin.private.wait_for(lambda _: "已载入 20 篇" in admin.private.now(loading).text, "the load", timeout=120)
    after = admin.sends_document(report("青禾县", 2021, 7).encode(), "后.txt")
    admin.private.wait_for(
        lambda _: any("已载入" in admin.private.now(one).text for one in admin.private.answers_after(after)),
        "the next",
        timeout=120,
    )
    assert not any("incident" in one or "traceback" in one for one in served.log)


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
def test_a_full_disk_costs_no_question(telegram: FakeTelegram, begin: Begin, admin: Person) -> None:
    import resource

    served, port, wang = answering(telegram, begin)
    admin.asks("/start")
    journal = served.folder / "wenbao-chats.db-wal"
    whole = resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (journal.stat().st_size, -1))
    asked = [wang.sends(TEACHERS), admin.sends(TEACHERS)]
    wait_for(lambda: [one for one in served.log if "会话记录" in str(one["event"]) and "磁盘" in str(one["event"])])
    assert "磁盘" in health(port)["status"]
    assert any("磁盘" in one.text and "⚠️" in one.text for one in wait_for(lambda: admin.private.messages))
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, whole)
    for person, one in zip((wang, admin), asked, strict=True):
        answered(person, one)


def test_a_damaged_report_file_is_told_and_questions_are_answered_after_it_is_mended(
    telegram: FakeTelegram, begin: Begin, library: Path, admin: Person
) -> None:
    served, port, wang = answering(telegram, begin)
    admin.asks("/start")
    other = served.folder / "other.db"
    other.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    other.replace(served.database)
    assert "不是报告库" in health(port)["status"]
    asked = wang.sends(TEACHERS)
    assert "已经记下" in wang.private.wait_for_answer(asked).text
    shutil.copy(library, other)
    other.replace(served.database)
    answered(wang, asked)
    assert any("报告库" in one.text and "⚠️" in one.text for one in admin.private.messages)


def test_another_report_file_by_the_same_name_is_read_at_once(
    telegram: FakeTelegram, begin: Begin, tmp_path: Path
) -> None:
    served = begin(open_to_all=True)
    wang = telegram.person("王敏")
    assert "<b>132名</b>" in wang.asks(TEACHERS).html
    text, other = tmp_path / "yundi_2021.txt", served.folder / "other.db"
    text.write_text(REPORTS["yundi_2021.txt"].replace("132", "231"), "utf-8")
    assert main(["--db", str(other), "--quiet", "load", str(text)]) == 0
    other.replace(served.database)
    assert "<b>231名</b>" in wang.asks(TEACHERS).html
    served.check()


def test_an_outage_of_telegram_costs_no_answer(telegram: FakeTelegram, begin: Begin) -> None:
    served = begin(open_to_all=True)
    wang = telegram.person("王敏")
    assert "<b>132名</b>" in wang.asks(TEACHERS).html
    telegram.faults.at_rate(1.0, [BAD_GATEWAY], seed=1, methods=["sendMessage"])
    asked = wang.sends(TEACHERS)
    telegram.wait_until_taken()
    time.sleep(3)
    telegram.faults.clear()
    answered(wang, asked)
    served.check()


def test_a_token_that_is_revoked_ends_the_program_with_a_sentence(library: Path, tmp_path: Path) -> None:
    with FakeTelegram() as telegram:
        served = Served(telegram, tmp_path, open_to_all=True)
        shutil.copy(library, served.database)
        served.start().wait_until_ready()
        assert "<b>132名</b>" in telegram.person("王敏").asks(TEACHERS).html  # it asks for messages by now
        telegram.server.token = "1:" + "x" * 35
        assert served.process.wait(timeout=60) == 1
    assert any("可能已被撤销" in str(one["event"]) for one in served.log)
    assert "不认这个机器人令牌" in str(served.log[-1]["event"])
    assert telegram.token not in (tmp_path / "serve.log").read_text("utf-8")


def test_removing_and_asking_go_on_while_a_load_is_under_way(
    telegram: FakeTelegram, begin: Begin, admin: Person
) -> None:
    served = begin(open_to_all=True)
    wang = telegram.person("王敏")
    listed = admin.asks("/remove road_1")
    many = {f"r{number}": report(f"第{number}镇", 2000 + number % 20, number + 1) for number in range(120)}
    with closing(sqlite3.connect(served.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # neither the load nor the removal can end before the questions are answered
        sent = admin.sends_document(zipped(**many), "多.zip")
        loading = admin.private.wait_for_answer(sent)
        admin.presses(listed, "确认删除")
        for person in (admin, wang):
            assert "<b>132名</b>" in person.asks(TEACHERS).html
        assert "已载入" not in admin.private.now(loading).text
        other.execute("ROLLBACK")
    admin.private.wait_for(lambda _: "已删除 1 篇" in admin.private.now(listed).text, "the removal")
    admin.private.wait_for(lambda _: "已载入 120 篇" in admin.private.now(loading).text, "the load")


def test_open_to_all_counts_inline_questions(telegram: FakeTelegram, begin: Begin) -> None:
    served = begin(open_to_all=True, questions_per_minute=3)
    wang, zhao = telegram.person("王敏"), telegram.person("赵强")
    for typed in ("招", "招聘", "招聘教师多少名"):
        found = wang.asks_inline(typed)
    assert found.results, "letters of one question count once"
    given = [bool(wang.asks_inline(text).results) for text in ("投入资金多少", "公厕多少座", "学位多少个")]
    assert given[-1] is False
    assert any(given)
    assert zhao.asks_inline("招聘教师多少名").results
    served.check()
