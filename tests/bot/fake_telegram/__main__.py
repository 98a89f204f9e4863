"""`python -m tests.bot.fake_telegram --port 0`: prints its addresses as one line of JSON and serves until it is ended."""

from __future__ import annotations

import argparse
import json
import signal
import threading

from tests.bot.fake_telegram import FakeTelegram


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(description="A strict stand-in for the Telegram Bot API.")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    telegram = FakeTelegram().start(parser.parse_args().port)
    ended = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: ended.set())
    addresses = {"base_url": telegram.base_url, "base_file_url": telegram.base_file_url, "token": telegram.token}
    print(json.dumps(addresses), flush=True)
    ended.wait()
    telegram.stop()


if __name__ == "__main__":
    main()
