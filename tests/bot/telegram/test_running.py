"""The program as it is run: tokens, a webhook, a second poller, a stop while it works."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.bot.fake_telegram import FakeTelegram, Person
from tests.bot.telegram.conftest import Begin
from tests.bot.telegram.documents import report, zipped
from tests.bot.telegram.serving import Served

TEACHERS = "云堤县2021年招聘教师多少名"
SECRET = "a-secret-of-nobody-000"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def served(begin: Begin) -> Served:
    return begin(open_to_all=True, state="chats.db")


@pytest.mark.parametrize(
    ("token", "said"), [("", "没有机器人令牌"), ("1:short", "机器人令牌的样子不对"), ("7" * 9 + ":" + "x" * 35, "不认")]
)
def test_without_a_good_token_it_ends_with_one_sentence(
    token: str, said: str, telegram: FakeTelegram, tmp_path: Path
) -> None:
    wrong = Served(telegram, tmp_path, open_to_all=True)
    wrong.start(token=token)
    assert wrong.process.wait(timeout=60) == 1
    written = (tmp_path / "serve.log").read_text("utf-8")
    *before, sentence = written.splitlines()
    assert said in sentence
    assert [json.loads(line)["level"] for line in before] in ([], ["info"])
    assert "Traceback" not in written
    assert not token or token not in written


def test_a_state_file_of_another_program_is_left_alone(telegram: FakeTelegram, library: Path, tmp_path: Path) -> None:
    before = library.read_bytes()
    wrong = Served(telegram, tmp_path, open_to_all=True, state=str(library)).start()
    assert wrong.process.wait(timeout=60) == 1
    assert "不是会话记录" in wrong.log[-1]["event"]  # type: ignore[operator]
    assert library.read_bytes() == before


def test_what_is_asked_is_answered_before_it_stops_and_a_load_goes_on_after_it(
    served: Served, telegram: FakeTelegram, admin: Person
) -> None:
    people = [telegram.person(f"第{number}人") for number in range(8)]
    many = {f"r{number}": report(f"第{number}县", 2000 + number % 20, number + 1) for number in range(60)}
    sent = admin.sends_document(zipped(**many), "多.zip")
    admin.private.wait_for_answer(sent)
    asked = [person.sends(TEACHERS) for person in people]
    telegram.wait_until_taken()
    assert served.stop() == 0
    assert all(len(person.private.answers_after(one)) == 1 for person, one in zip(people, asked, strict=True))
    served.start().wait_until_ready()
    telegram.wait_until(lambda: admin.private.answers_after(sent)[0].text.startswith("已载入"), "the load's end")
    (told,) = admin.private.answers_after(sent)
    assert told.text.startswith("已载入 60 篇报告")
    assert "没有变化" not in told.text
    telegram.settle(0.2)
    assert all(len(person.private.answers_after(one)) == 1 for person, one in zip(people, asked, strict=True))
    admin.presses(told, "撤销")
    assert "删除了 60 篇" in admin.private.wait_for_edit(told).text


def test_a_second_program_is_told_so_and_the_first_goes_on(
    served: Served, telegram: FakeTelegram, begin: Begin
) -> None:
    before = len(telegram.calls)
    second = begin(open_to_all=True)
    telegram.wait_until(lambda: any(call.status == 409 for call in telegram.calls[before:]), "a conflict")
    second.stop()
    wang = telegram.person("王敏")
    assert "<b>132名</b>" in wang.asks(TEACHERS).html
    told = [one for log in (served.log, second.log) for one in log if "同一个令牌" in str(one["event"])]
    assert told, (served.log, second.log)
    assert all(one["level"] == "warning" and "traceback" not in one for one in told)
    assert len([one for one in served.log if "同一个令牌" in str(one["event"])]) <= 1
    second.check()


def posted(url: str, update: dict[str, Any] | str, secret: str | None) -> int:
    """The status that the webhook answers with."""
    body = update if isinstance(update, str) else json.dumps(update)
    headers = {"Content-Type": "application/json"}
    headers |= {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body.encode(), headers), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_webhook_is_set_and_hears_only_who_knows_the_secret(
    served: Served, telegram: FakeTelegram, begin: Begin
) -> None:
    served.stop()
    port = free_port()
    url = f"http://127.0.0.1:{port}/wenbao"
    hooked = begin(open_to_all=True, webhook=url, webhook_port=port, webhook_secret=SECRET)
    telegram.wait_until(lambda: telegram.server.updates.webhook is not None, "the webhook to be set")
    wang = telegram.person("王敏")
    assert "<b>132名</b>" in wang.asks(TEACHERS).html
    update = {"update_id": 1, "message": {"message_id": 9, "date": 1, "chat": wang.world.chat_json(wang.private.chat)}}
    update["message"] |= {"from": wang.raw, "text": TEACHERS}  # type: ignore[operator]
    before = len(telegram.calls_of("sendMessage"))
    assert posted(url, update, None) == 403
    assert posted(url, update, SECRET + "x") == 403
    halves = json.dumps(update).replace('"text": "', '"text": "\\ud83d招聘\\udc00')
    assert posted(url, halves, SECRET) == 200
    telegram.settle(0.2)
    assert len(telegram.calls_of("sendMessage")) == before
    update["update_id"] = 2
    assert posted(url, update, SECRET) == 200
    telegram.wait_until(lambda: len(telegram.calls_of("sendMessage")) > before, "an answer")
    assert hooked.stop() == 0
    assert SECRET not in (hooked.folder / "serve.log").read_text("utf-8")
    hooked.check()
    served.start().wait_until_ready()
    assert "<b>132名</b>" in wang.asks(TEACHERS).html, "the webhook is taken away again"
