"""`python -m tests.bot.fake_telegram`: prints its addresses as one line of JSON and serves until it is ended.

Each line of JSON on its input is a load to drive, `{"count": 1000, "rate": 20, "people": 20, "questions": ["…"]}`
(`rate` null for as fast as the bot answers), and is answered with one line of what was measured.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from dataclasses import asdict
from types import FrameType
from typing import Any

from tests.bot.fake_telegram import FakeTelegram, Person
from tests.bot.fake_telegram.load import drive


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(description="A strict stand-in for the Telegram Bot API.")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    port = parser.parse_args().port
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, end)
    with FakeTelegram().start(port) as telegram:
        say({"base_url": telegram.base_url, "base_file_url": telegram.base_file_url, "token": telegram.token})
        crowd: list[Person] = []
        for line in sys.stdin:
            order = json.loads(line)
            crowd += [telegram.person(f"人{number}") for number in range(len(crowd), order["people"])]
            chosen = crowd[: order["people"]]
            load = drive(telegram, chosen, order["questions"], count=order["count"], rate=order["rate"])
            say({**asdict(load), "violations": len(telegram.violations), "broken": list(telegram.broken)})
        threading.Event().wait()


def end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
