"""How many questions a second the bot answers, how long a person waits, and how its memory grows.

    python -m tests.bench.chatting [--reports FOLDER ...] [--questions FILE ...]

In one run on one machine, one after the other and all against the same stand-in for Telegram: a bare bot that sends one
fixed reply, `wenbao serve` as fast as it can with every question new, the same with a few questions that come again
and again, and `wenbao serve` at 20 questions a second.
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
BARE = """
import asyncio, logging, sys
from telegram import Update
from telegram.ext import Application, MessageHandler, filters

async def reply(update, context):
    await update.effective_message.reply_text("收到")

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
    """Run `wenbao serve` over the folder's database."""
    (folder / "wenbao.toml").write_text(
        f'[telegram]\napi = "{base_url.removesuffix("/bot")}"\nopen_to_all = true\nquestions_per_minute = 10000\n'
        "messages_per_second = 0\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "bot", "serve"]
    return running(command, folder, TELEGRAM_BOT_TOKEN=token, PYTHONPATH=str(ROOT))


def memory(process: int) -> float:
    """Resident memory in MB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


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
    # Every question its own: none is answered from memory.
    new = [f"{question}{number}" for number in range(given.long // len(questions) + 1) for question in questions]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load = [sys.executable, "-m", "bot", "--quiet", "--db", str(folder / "wenbao.db"), "load"]
        subprocess.run([*load, *map(str, given.reports)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with telegram() as chat, running([sys.executable, "-c", BARE, chat.base_url, chat.token], folder):
            chat.drive(["热身"], count=200, rate=None)
            bare = chat.drive(questions, count=given.count, rate=None)
        say("bare bot, one fixed reply", bare)
        with telegram() as chat, served(folder, chat.base_url, chat.token):
            chat.drive(questions[:5], count=200, rate=None)
            for title, asked in (("every question new", new), ("the same few again and again", questions[:20])):
                measured = chat.drive(asked, count=given.count, rate=None)
                say(title, measured)
                print(f"    {measured['per_second'] / bare['per_second']:.0%} of the bare bot's rate")
        with telegram() as chat, served(folder, chat.base_url, chat.token):
            chat.drive(questions[:5], count=40, rate=RATE)
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
