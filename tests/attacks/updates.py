"""Updates that no server should send, between questions, to a bot that serves: all are passed over, and each question
answered."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.cli import main
from tests.bot.conftest import REPORTS
from tests.bot.fake_telegram import FakeTelegram
from tests.bot.telegram.serving import Served
from tests.bot.telegram.test_troubles import besiege


def attack(count: int, seed: int) -> dict[str, int]:
    """How many questions were asked among so many updates, how many got no answer, and what the bot could not read."""
    with tempfile.TemporaryDirectory() as name, FakeTelegram() as telegram:
        folder = Path(name)
        for file, text in REPORTS.items():
            (folder / file).write_text(text, "utf-8")
        served = Served(telegram, folder, open_to_all=True, questions_per_minute=10_000)
        assert main(["--db", str(served.database), "--quiet", "load", str(folder)]) == 0
        served.start().wait_until_ready(timeout=120)
        answered = besiege(telegram, telegram.person("王敏"), count, seed)
        served.stop()
        asked = -(-count // 50)
        unread = sum(one["event"] == "update not understood" for one in served.log)
        return {"updates": count, "not understood": unread, "questions": asked, "unanswered": asked - answered}
