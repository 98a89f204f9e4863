"""The stand-in for Telegram under a real Application: what a person does comes to the handlers and back to the screen."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest, Conflict
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from tests.bot.fake_telegram import DROPPED_AFTER, FakeTelegram, conversation_page

ROOT = Path(__file__).resolve().parents[2]
Context = ContextTypes.DEFAULT_TYPE
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("更多", callback_data="v1|more|1|1")]])


async def echo(update: Update, context: Context) -> None:
    assert update.message is not None
    await update.message.reply_html(f"<b>{update.message.text_html}</b>", reply_markup=MORE)


async def start(update: Update, context: Context) -> None:
    assert update.message is not None
    await update.message.reply_text(f"您好 {' '.join(context.args or ())}")


async def press(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer(f"收到 {query.data}"[:200])
    if query.inline_message_id or (query.message and query.message.is_accessible):
        await query.edit_message_text("已翻页")


async def offer(update: Update, context: Context) -> None:
    assert update.inline_query is not None
    found = InputTextMessageContent(f"<i>{update.inline_query.query}</i>", "HTML")
    await update.inline_query.answer(
        [InlineQueryResultArticle("1", "一份", found, reply_markup=MORE)], is_personal=True
    )


@dataclass(frozen=True)
class At:
    """Where a stand-in listens that runs elsewhere."""

    base_url: str
    base_file_url: str
    token: str


def application(telegram: FakeTelegram | At) -> Application[Any, Any, Any, Any, Any, Any]:
    plain, polling = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    builder = ApplicationBuilder().token(telegram.token).base_url(telegram.base_url)
    made = builder.base_file_url(telegram.base_file_url).request(plain).get_updates_request(polling).build()
    made.add_handler(CommandHandler("start", start))
    made.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT & ~filters.VIA_BOT, echo))
    made.add_handler(CallbackQueryHandler(press))
    made.add_handler(InlineQueryHandler(offer))
    made.add_handler(ChosenInlineResultHandler(lambda *_: asyncio.sleep(0)))
    return made


@contextmanager
def running(telegram: FakeTelegram) -> Iterator[None]:
    """An echoing bot in a thread of its own."""
    ending = threading.Event()

    async def serve() -> None:
        async with application(telegram) as bot:
            assert bot.updater is not None
            await bot.start()
            await bot.updater.start_polling()
            await asyncio.to_thread(ending.wait)
            await bot.updater.stop()
            await bot.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as started:
        yield started
        assert not started.broken
        assert not started.violations


def test_a_conversation_with_an_echoing_bot(telegram: FakeTelegram) -> None:
    wang = telegram.person("王敏")
    with running(telegram):
        assert wang.private.wait_for_answer(wang.starts("s_1")).text == "您好 s_1"
        answer = wang.asks("招聘教师 <多少> 名 & /help")
        assert answer.html == "<b>招聘教师 &lt;多少&gt; 名 &amp; /help</b>"
        assert wang.presses(answer, "更多").text == "收到 v1|more|1|1"
        assert wang.private.wait_for_edit(answer).text == "已翻页"
        assert wang.forges(answer, "x" * 300).shown().text.startswith("收到 xxx")
        assert wang.forges(answer, "旧", inaccessible=True).shown().text == "收到 旧"
        with pytest.raises(LookupError, match="更多"):
            wang.presses(answer, "更多")
        telegram.settle()
    assert not telegram.unacknowledged


def test_a_group_where_only_what_is_meant_for_the_bot_is_answered(telegram: FakeTelegram) -> None:
    wang, li = telegram.person("王敏"), telegram.person("李强")
    group = telegram.group("科室", wang, li)
    with running(telegram):
        silent = li.sends("大家好", group)
        asked = wang.sends("/ask 教师", group)
        answer = group.wait_for_answer(asked)
        assert li.asks("医院呢", group, reply_to=answer).text == "医院呢"
        telegram.settle()
    assert [one.text for one in group.answers_after(silent)] == ["/ask 教师", "医院呢"]


def test_an_inline_answer_chosen_into_a_chat(telegram: FakeTelegram) -> None:
    wang, li = telegram.person("王敏"), telegram.person("李强")
    group = telegram.group("科室", wang, li)
    with running(telegram):
        listed = wang.asks_inline("招聘教师")
        assert listed.personal
        assert [one.html for one in listed.results] == ["<i>招聘教师</i>"]
        sent = wang.chooses(listed, listed.results[0], group)
        assert (sent.sender, sent.labels) == ("王敏", ("更多",))
        assert li.presses(sent, "更多").text == "收到 v1|more|1|1"
        assert group.wait_for_edit(sent).text == "已翻页"
        telegram.settle()


def test_what_a_bot_left_undone_the_next_one_does(telegram: FakeTelegram) -> None:
    wang = telegram.person("王敏")
    asked = wang.sends("教师")
    with running(telegram):
        assert wang.private.wait_for_answer(asked).text == "教师"
        telegram.settle()
    again = wang.sends("医院")
    with running(telegram):
        assert wang.private.wait_for_answer(again).text == "医院"
        telegram.settle()
    assert [one.text for one in wang.private.messages] == ["教师", "教师", "医院", "医院"]


def test_a_cut_connection_after_the_effect_leaves_the_message_there(telegram: FakeTelegram) -> None:
    wang = telegram.person("王敏")
    telegram.faults.next(DROPPED_AFTER, "sendMessage")
    with running(telegram):
        assert wang.asks("教师").text == "教师"
        telegram.settle()


def test_a_webhook_gets_the_updates_with_its_secret_until_it_takes_them(telegram: FakeTelegram) -> None:
    wang = telegram.person("王敏")
    wang.sends("一")
    posted: list[tuple[str | None, str]] = []

    async def hook(request: web.BaseRequest) -> web.Response:
        update = await request.json()
        posted.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update["message"]["text"]))
        return web.Response(status=500 if len(posted) == 1 else 200)

    async def use() -> None:
        runner = web.ServerRunner(web.Server(hook))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        async with application(telegram).bot as bot:
            with pytest.raises(BadRequest, match="an https url must be provided"):
                await bot.set_webhook("http://example.org")
            with pytest.raises(BadRequest, match="unallowed characters"):
                await bot.set_webhook("https://example.org", secret_token="a b")
            await bot.set_webhook(url, secret_token="s-1")
            with pytest.raises(Conflict, match="webhook is active; use deleteWebhook to delete"):
                await bot.get_updates()
            await asyncio.to_thread(telegram.wait_until_taken)
            wang.sends("二")
            await asyncio.to_thread(telegram.wait_until_taken)
            info = await bot.get_webhook_info()
            assert (info.url, info.pending_update_count) == (url, 0)
            assert "500" in (info.last_error_message or "")
            assert await bot.delete_webhook()
            assert await bot.get_updates() == ()
        await runner.cleanup()

    asyncio.run(use())
    assert posted == [("s-1", "一"), ("s-1", "一"), ("s-1", "二")]


def test_a_page_shows_the_conversation(telegram: FakeTelegram) -> None:
    wang = telegram.person("王敏")
    with running(telegram):
        wang.asks("<b>教师</b>")
    page = conversation_page(wang.private)
    assert "&lt;b&gt;教师&lt;/b&gt;" in page
    assert '<div class="row"><span>更多</span></div>' in page


def test_it_runs_as_a_program_that_drives_a_load() -> None:
    command = [sys.executable, "-m", "tests.bot.fake_telegram", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, encoding="utf-8") as program:
        assert program.stdout is not None
        assert program.stdin is not None
        addresses = json.loads(program.stdout.readline())

        async def use() -> None:
            bot = application(At(**addresses))
            async with bot:
                assert bot.updater is not None
                await bot.start()
                await bot.updater.start_polling()
                for rate in (None, 400):
                    order = {"count": 40, "rate": rate, "people": 8, "questions": ["教师", "医院"]}
                    print(json.dumps(order), file=program.stdin, flush=True)
                    load = json.loads(await asyncio.to_thread(program.stdout.readline))
                    assert load["asked"] == load["answered"] == 40
                    assert 0 < load["median"] <= load["p95"] <= load["longest"]
                    assert not load["broken"]
                await bot.updater.stop()
                await bot.stop()

        asyncio.run(use())
        program.terminate()
    assert program.returncode == 0
