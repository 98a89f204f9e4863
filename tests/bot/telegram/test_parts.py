"""Parts of the bot where a conversation would be too coarse a test."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
import unicodedata
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.changes import correction_of
from bot.config import Config
from bot.conversations.archive import Conversations
from bot.rate_limit import Pace
from bot.received_files import Kept, safe_name
from bot.settings import ChatSettings
from bot.telegram.commands import ADMINS, COMMANDS, EVERYONE, GROUPS
from bot.telegram.context import BotContext
from bot.telegram.health import Health
from bot.telegram.loads import Loads
from bot.telegram.logs import Lines
from bot.telegram.permissions import Access
from bot.telegram.screens.loading import loaded_screen
from bot.telegram.troubles import Troubles
from bot.telegram.update_queue import Inbox, pass_over_unreadable
from bot.wiring import open_file
from bot.wording import serving
from store.errors import ArchiveError, ReportQAError
from store.ingest.load import Ended
from store.model import Correction

TOKEN = "123456:AAF-opens-nothing"
SETTINGS = ChatSettings(admins=frozenset({1}), allowed_users=frozenset({2}), allowed_chats=frozenset({-9}))


# ------------------------------------------------------------------------------------------------ who may


@pytest.mark.parametrize(
    ("person", "group", "may"),
    [
        (1, None, True),
        (2, None, True),
        (3, None, False),
        (3, -9, True),
        (1, -8, False),
        (2, -8, False),
        (0, None, False),
    ],
)
def test_people_are_allowed_by_themselves_and_groups_as_a_whole(person: int, group: int | None, may: bool) -> None:
    assert Access(SETTINGS).may_ask(person, group) is may


def test_open_to_all_lets_everyone_ask_and_nobody_manage() -> None:
    access = Access(ChatSettings(open_to_all=True))
    assert access.may_ask(3, None)
    assert access.may_ask(3, -8)
    assert not access.may_manage(3)
    assert [Access(SETTINGS).may_manage(person) for person in (1, 2, 0, -9)] == [True, False, False, False]


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 5))
def test_never_more_questions_than_allowed_in_any_minute(gaps: list[float], most: int) -> None:
    pace, now, granted = Pace(most), 0.0, []
    for gap in gaps:
        now += gap
        wait = pace.wait(1, now)
        assert 0 <= wait <= 60 + 1e-9
        if not wait:
            granted.append(now)
    for place in range(len(granted) - most):
        assert granted[place + most] - granted[place] >= 60 - 1e-9


def test_a_person_is_told_again_once_they_could_ask_in_between() -> None:
    pace = Pace(1)
    assert pace.wait(1, 0.0) == 0
    assert [pace.tell(1), pace.tell(1), pace.tell(2)] == [True, False, True]
    assert pace.wait(1, 60.0) == 0
    assert pace.tell(1)


# ------------------------------------------------------------------------------------------------ kept files


@given(st.one_of(st.none(), st.text(st.characters(), max_size=400)))
def test_a_safe_name_is_one_visible_short_name_of_a_file(name: str | None) -> None:
    safe = safe_name(name)
    assert safe == Path(safe).name
    assert safe not in ("", ".", "..")
    assert not any(unicodedata.category(char)[0] == "C" for char in safe)
    assert len(f".{safe}.part".encode()) <= 255
    assert safe_name(safe) == safe


def test_an_extension_stays_at_the_end_of_a_long_name() -> None:
    assert safe_name("总" * 300 + ".docx").endswith("总.docx")
    assert safe_name("😀" * 300 + ".PDF").endswith("😀.PDF")


def test_contents_of_one_name_lie_side_by_side_and_are_dropped_one_by_one(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "files", [])
    first, second = kept.keep("a.txt", b"one"), kept.keep("a.txt", b"two")
    assert first != second
    assert kept.keep("a.txt", b"one") == first
    assert kept.original(str(first)) == kept.original(f"{first}!/inner.docx") == first
    kept.drop(str(first))
    assert not first.parent.exists()
    assert second.read_bytes() == b"two"
    assert kept.original(str(first)) is None


def test_nothing_elsewhere_is_dropped_or_handed_out(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("x")
    (tmp_path / "files").mkdir()
    (tmp_path / "files/link.txt").symlink_to(mine)
    kept = Kept(tmp_path / "files", [])
    for path in (mine, tmp_path / "files/../mine.txt", tmp_path / "files/link.txt"):
        kept.drop(str(path))
        assert kept.original(str(path)) is None
    kept.drop(None)
    assert mine.exists()


@pytest.mark.parametrize("path", ["\0", "a\0b", "~", "x" * 5000, "", "..", "loop/x", "out.txt", "folder"])
def test_only_what_lies_below_an_allowed_folder_may_be_loaded(path: str, tmp_path: Path) -> None:
    allowed = tmp_path / "allowed"
    (allowed / "folder").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("x")
    (allowed / "loop").symlink_to("loop")
    (allowed / "out.txt").symlink_to(tmp_path / "secret.txt")
    (allowed / "folder/inner.txt").symlink_to(tmp_path / "secret.txt")
    (allowed / "good.txt").write_text("x")
    kept = Kept(tmp_path / "files", [allowed])
    assert kept.allowed(path if path in ("", "~", "..", "\0") else f"{allowed}/{path}") is None
    assert kept.allowed(f"{allowed}/good.txt") == allowed / "good.txt"
    assert Kept(tmp_path / "files", []).allowed(f"{allowed}/good.txt") is None


# ------------------------------------------------------------------------------------------------ the log


def line(**record: object) -> str:
    return Lines((TOKEN, "a-webhook-secret")).format(
        logging.makeLogRecord({"msg": "said", "levelname": "INFO", **record})
    )


def test_secrets_are_masked_in_messages_extras_and_tracebacks() -> None:
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError as error:
        caught = (ValueError, error, error.__traceback__)
    written = line(
        msg="at %s", args=(f"/bot{TOKEN}/x",), url=f"x{TOKEN}", more={"a-webhook-secret": 1}, exc_info=caught
    )
    assert TOKEN not in written
    assert "a-webhook-secret" not in written
    said = json.loads(written)
    assert said["event"] == "at /bot***/x"
    assert said["url"] == "x***"
    assert "ValueError: https://api.telegram.org/bot***/getMe" in said["traceback"]


@given(st.text(st.characters()))
def test_any_text_makes_one_line_of_json(text: str) -> None:
    written = line(msg="%s", args=(text,), question=text)
    assert "\n" not in written
    assert json.loads(written)["question"] == text


# ------------------------------------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(("2022", 2022), (" 2022年\n", 2022), ("２０２２年度", 2022), ("2022 年。", 2022), ("1998", 1998)),
        *(("", None), ("22", None), ("去年", None), ("2022年和2023年", None), ("3022", None), ("2022\u202e", 2022)),
        ("٢٠٢٢", None),
    ],
)
def test_a_year_is_read_as_people_type_it(text: str, year: int | None) -> None:
    assert correction_of("year", text) == (Correction(year=year) if year else None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        *(
            (" 云堤县\n", "云堤县"),
            ("云\u202e堤\u200b县", "云堤县"),
            ("\u0000青岛\x07", "青岛"),
            ("地" * 40, "地" * 40),
        ),
        *(("", None), (" \n\u200b", None), ("地" * 41, None)),
    ],
)
def test_a_place_is_one_short_visible_line(text: str, place: str | None) -> None:
    assert correction_of("place", text) == (Correction(place=place) if place else None)


@given(st.text(st.characters()))
def test_any_reply_can_be_stored(text: str) -> None:
    for field in ("year", "place", "title", "issuer", ""):
        correction = correction_of(field, text)
        if correction is not None:
            "".join(filter(None, (correction.place, correction.title, correction.issuer))).encode()


def test_every_command_has_its_words_and_groups_see_no_management() -> None:
    assert {*EVERYONE, *ADMINS} == set(COMMANDS) == set(serving.COMMANDS)
    assert set(GROUPS) <= set(EVERYONE)
    assert set(serving.ALIASES.values()) <= set(EVERYONE)


def test_a_file_that_cannot_be_kept_is_told_with_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.write_text("")
    with pytest.raises(ReportQAError, match=r"telegram\.files") as caught:
        Kept(folder, []).keep("总结.txt", b"x")
    assert caught.value.where == str(folder)


# ------------------------------------------------------------------------------------------------ what arrives


def test_an_update_is_written_down_as_telegram_sent_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Update, "de_json", Update.de_json)  # is as it was afterwards
    pass_over_unreadable(lambda *_: pytest.fail("read"))
    sent = {
        "update_id": 5,
        "message": {"message_id": 2, "date": 0, "chat": {"id": 1, "type": "private"}, "new": "其他"},
    }
    conversations = Conversations.open(tmp_path / "chats.db")
    inbox = Inbox(conversations, lambda: 0.0, lambda: 0.0, ail=pytest.fail)
    asyncio.run(inbox.put(Update.de_json(sent)))
    assert [json.loads(one.content) for one in conversations.unfinished()] == [sent]
    conversations.close()


# ------------------------------------------------------------------------------------------------ the clock, the watchman


def test_a_clock_that_jumps_ends_no_waiting_for_another_try(tmp_path: Path) -> None:
    async def tried() -> list[int]:
        now = [1_700_000_000.0, 50.0]
        inbox = Inbox(conversations, lambda: now[0], lambda: now[1], ail=pytest.fail)
        tries = [inbox.postpone(update)]
        for now[:] in ([1_900_000_000.0, 52.0], [0.0, 57.0], [1_700_000_000.0, 50.0 + 86_500.0]):
            tries.append(inbox.postpone(update))
        return tries

    conversations, update = Conversations.open(tmp_path / "chats.db"), Update(7)
    assert asyncio.run(tried()) == [1, 2, 3, 0]
    conversations.close()


def test_a_report_file_that_is_gone_or_emptied_is_told_once_and_once_when_it_is_back(tmp_path: Path) -> None:
    conversations, database = Conversations.open(tmp_path / "chats.db"), tmp_path / "reports.db"
    open_file(database).close()
    desk = SimpleNamespace(config=Config(database=database), conversations=conversations)
    troubles, told = Troubles(conversations, lambda: 0.0), list[str]()
    troubles.alarm = told.append
    health = Health(cast(BotContext, desk), troubles)
    aside = tmp_path / "aside.db"
    for taken in (lambda: database.rename(aside), lambda: (database.rename(aside), database.touch())):
        for change in (lambda: None, taken, lambda: None, lambda: aside.replace(database), lambda: None):
            change()
            health.look()
    conversations.close()
    assert [one[:1] for one in told] == ["⚠", "✅", "⚠", "✅"]
    assert "不见了" in told[0]
    assert "清空" in told[2]


def test_nothing_is_written_in_the_place_of_a_report_file_that_is_gone(tmp_path: Path) -> None:
    database = tmp_path / "reports.db"
    loads = Loads(cast(BotContext, SimpleNamespace(config=Config(database=database))), Kept(tmp_path, ()), pytest.fail)
    for there in (lambda: None, database.touch):
        there()
        with pytest.raises(ArchiveError, match="restore"):
            asyncio.run(loads.write(lambda archive: archive.reports()))
    loads.close()
    assert database.read_bytes() == b""


def test_what_is_no_request_to_the_watchman_is_hung_up_on(tmp_path: Path) -> None:
    conversations = Conversations.open(tmp_path / "chats.db")
    desk = SimpleNamespace(
        config=Config(database=tmp_path / "none.db"),
        settings=ChatSettings(state=tmp_path / "chats.db"),
        conversations=conversations,
        clock=lambda: 0.0,
    )
    health = Health(cast(BotContext, desk), Troubles(conversations, lambda: 0.0))

    async def asked(port: int, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        given = b""
        with contextlib.suppress(ConnectionResetError):
            given = await asyncio.wait_for(reader.read(), 30)
        writer.close()
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            await writer.wait_closed()
        return given

    async def all_of_them() -> list[bytes]:
        unforeseen: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: unforeseen.append(context))
        await health.listen(0)
        port = cast(asyncio.Server, health._server).sockets[0].getsockname()[1]
        requests = (b"x" * 200_000, b"\r\n\r\n", b"GET\r\n\r\n", b"\xff\r\n\r\n", b"POST /health HTTP/1.1\r\n\r\n")
        given = [await asked(port, one) for one in (*requests, b"GET /health HTTP/1.1\r\n\r\n")]
        health.close()
        assert unforeseen == []
        return given

    *others, told = asyncio.run(all_of_them())
    assert [one[:12] for one in others] == [b"", b"", b"", b"", b"HTTP/1.1 404"]
    assert b"wal_bytes" in told
    conversations.close()


# ------------------------------------------------------------------------------------------------ loads


def test_a_load_of_a_folder_ends_between_two_files_where_the_program_is_to_end(tmp_path: Path) -> None:
    for kilometres in range(3):
        (tmp_path / f"{kilometres}.txt").write_text(f"松坪县2020年工作总结\n全年修路1{kilometres}公里。\n", "utf-8")
    desk = cast(BotContext, SimpleNamespace(config=Config(database=tmp_path / "wenbao.db")))
    open_file(tmp_path / "wenbao.db").close()
    loads = Loads(desk, cast(Kept, None), lambda error: None)
    loads.stop()
    with pytest.raises(Ended):
        asyncio.run(loads.store(tmp_path))
    loads.close()
    loads = Loads(desk, cast(Kept, None), lambda error: None)  # as at the next start
    last = asyncio.run(loads.store(tmp_path / "0.txt", since=0.0))
    assert last.summary.totals.loaded + last.summary.totals.unchanged == 1
    assert len(last.new) == len(last.infos) == 1
    begun = asyncio.run(loads.store(tmp_path / "0.txt", since=0.0))
    assert begun.summary.totals.unchanged == 1
    assert "没有变化" not in loaded_screen(begun.summary, begun.infos, number=1).html
    later = asyncio.run(loads.store(tmp_path / "0.txt", since=time.time() + 60))  # what was there before is not its own
    assert (later.summary.totals.unchanged, later.new, later.infos) == (1, (), ())
    assert "没有变化" in loaded_screen(later.summary, later.infos, number=1).html
    loads.close()
