"""How many questions a second the bot answers, how long a person waits, and how its memory grows.

    python -m tests.bench.chatting [--reports FOLDER ...] [--questions FILE ...]

In one run on one machine, one after the other and all against the same stand-in for Telegram: a bare bot that sends one
fixed word, the same bot sending a fixed answer as long as ours with its buttons (which costs the stand-in as much as
ours do), `wenbao serve` as fast as it can with a few questions that come again and again and with every question new,
and `wenbao serve` at 20 questions a second.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 40
RATE = 20  # a second
GREETINGS = ("", "你好，", "您好，", "老师好，", "早上好，", "下午好，", "打扰了，", "麻烦一下，")
ASKINGS = ("", "请问", "想问一下", "我想知道", "帮我查查", "查一下", "想了解", "能不能告诉我")
BARE = """
import asyncio, logging, sys
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, MessageHandler, filters

ANSWER = (
    "<b>143名</b> · 教师 · 2022年\\n<blockquote>全年<b>招聘教师143名</b>，其中特岗<b>教师</b>45名、公开<b>招聘</b>70名、引进毕业生28名；"
    "因退休、调出等减少教职工106名，净增37名。</blockquote>\\n—— 《青禾县教育局2022年工作总结》\\n一、主要工作 › （四）教师队伍"
)

async def reply(update, context):
    if sys.argv[3] == "word":
        await update.effective_message.reply_text("收到")
        return
    rows = [
        [InlineKeyboardButton(said, callback_data=f"v1|{said}|1|0") for said in ("更多", "上下文", "原文")],
        [InlineKeyboardButton(said, callback_data=f"v1|{said}|1|0") for said in ("出处", "复制", "好", "坏")],
    ]
    await update.effective_message.reply_html(ANSWER, reply_markup=InlineKeyboardMarkup(rows))

logging.disable()
application = (
    Application.builder().token(sys.argv[2]).base_url(sys.argv[1]).concurrent_updates(16).connection_pool_size(64).build()
)
application.add_handler(MessageHandler(filters.TEXT, reply))
application.run_polling()
"""


class Telegram:
    """The stand-in, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], base_url: str, token: str) -> None:
        self._process = process
        self.base_url = base_url
        self.token = token

    def drive(self, questions: Sequence[str], *, count: int, rate: float | None) -> dict[str, Any]:
        """Let people ask, and say what was measured."""
        order = {"count": count, "rate": rate, "people": PEOPLE, "questions": list(questions)}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return _line(self._process.stdout)


@contextmanager
def telegram() -> Iterator[Telegram]:
    """Run the stand-in."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bot.fake_telegram"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = _line(process.stdout)
        yield Telegram(process, said["base_url"], said["token"])
    finally:
        process.terminate()
        process.wait()


@contextmanager
def running(command: Sequence[str], folder: Path, **environment: str) -> Iterator[int]:
    """Run a bot; its process id."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | environment, stdout=log, stderr=log)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def served(folder: Path, base_url: str, token: str) -> Any:
    """Run `wenbao serve` over the folder's database, with no memory of the chats before."""
    for file in folder.glob("wenbao-chats.db*"):  # the stand-in counts its updates anew each time
        file.unlink()
    (folder / "wenbao.toml").write_text(
        f'[telegram]\napi = "{base_url.removesuffix("/bot")}"\nopen_to_all = true\nquestions_per_minute = 10000\n'
        "messages_per_second = 0\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "bot", "serve"]
    return running(command, folder, TELEGRAM_BOT_TOKEN=token, PYTHONPATH=str(ROOT))


def memory(process: int) -> float:
    """Memory in MB of a bot and its processes, what they share once."""
    below = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    shared = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    return int(shared.split("Pss:")[1].split()[0]) / 1024 + sum(memory(int(one)) for one in below)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=Path, nargs="+", default=[ROOT / "bot" / "samples"])
    parser.add_argument("--questions", type=Path, nargs="+", default=[ROOT / "tests" / "quality" / "questions.jsonl"])
    parser.add_argument("--count", type=int, default=2000, help="questions of each throughput run")
    parser.add_argument("--long", type=int, default=10_000, help="questions of the memory run")
    given = parser.parse_args()
    lines = [line for file in given.questions for line in file.read_text("utf-8").splitlines() if line.strip()]
    questions = [json.loads(line)["question"] for line in lines]
    # Every question its own, so that none is answered from memory.
    openings = [greeting + asking for greeting in GREETINGS for asking in ASKINGS]
    new = [opening + question for opening in openings for question in questions]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load = [sys.executable, "-m", "bot", "--quiet", "--db", str(folder / "wenbao.db"), "load"]
        subprocess.run([*load, *map(str, given.reports)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        rates = {}
        for reply in ("word", "answer"):
            with telegram() as chat, running([sys.executable, "-c", BARE, chat.base_url, chat.token, reply], folder):
                chat.drive(["热身"], count=200, rate=None)
                bare = chat.drive(questions, count=given.count, rate=None)
            say(f"bare bot, one fixed {reply}", bare)
            rates[reply] = bare["per_second"]
        with telegram() as chat, served(folder, chat.base_url, chat.token):
            chat.drive(questions[:20], count=200, rate=None)
            for title, asked in (("the same few again and again", questions[:20]), ("every question new", new)):
                measured = chat.drive(asked, count=given.count, rate=None)
                say(title, measured)
                shares = (f"{measured['per_second'] / rate:.0%} of a fixed {reply}" for reply, rate in rates.items())
                print(f"    {', '.join(shares)}", flush=True)
        with telegram() as chat, served(folder, chat.base_url, chat.token):
            chat.drive(questions[:20], count=40, rate=RATE)
            say(f"{RATE} a second", chat.drive(new, count=min(given.count, 600), rate=RATE))
        with telegram() as chat, served(folder, chat.base_url, chat.token) as process:
            chat.drive(new[:1000], count=1000, rate=None)
            early = memory(process)
            chat.drive(new[1000:], count=given.long - 1000, rate=None)
            print(f"memory: {early:.0f} MB after 1,000 questions, {memory(process):.0f} MB after {given.long:,}")


def say(title: str, measured: dict[str, Any]) -> None:
    """One line of the table."""
    numbers = {name: value for name, value in measured.items() if isinstance(value, int | float)}
    print(f"{title}: " + ", ".join(f"{name} {value:.4g}" for name, value in numbers.items()), flush=True)


def _line(stream: IO[str] | None) -> dict[str, Any]:
    assert stream is not None
    line = stream.readline()
    assert line, "the stand-in has ended"
    said: dict[str, Any] = json.loads(line)
    return said


if __name__ == "__main__":
    main()
