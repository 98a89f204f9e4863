"""A real `wenbao serve` in a process of its own, talking to the stand-in for Telegram."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Self

from tests.bot.fake_telegram import Call, FakeTelegram, Person

ROOT = Path(__file__).resolve().parents[3]


def was_orphaned(block: Sequence[dict[str, object]]) -> bool:
    """Whether lines of a log are the end of a process that was begun as its program was killed."""
    said = [str(one["event"]) for one in block if one["level"] == "raw"]
    return bool(said) and said[-1] == "EOFError: Ran out of input" and any("spawn_main" in line for line in said)


class Served:
    """The bot as a person runs it, from start() to stop(); it may be killed and started again."""

    def __init__(
        self,
        telegram: FakeTelegram,
        folder: Path,
        *,
        admins: Sequence[Person] = (),
        words: Mapping[str, str] | None = None,
        **settings: object,
    ) -> None:
        self.telegram = telegram
        self.folder = folder
        self.database = folder / "wenbao.db"
        self._settings = {"api": f"http://127.0.0.1:{telegram.server.port}", "admins": [one.id for one in admins]}
        self._settings |= settings
        self._words = dict(words or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = 0

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running program."""
        assert self._process is not None
        return self._process

    @property
    def config(self) -> Path:
        """The configuration, written anew at each start."""
        return self.folder / "wenbao.toml"

    @property
    def log(self) -> list[dict[str, object]]:
        """What the program wrote to standard error so far, over all its starts."""
        lines = self._log.read_text("utf-8", "replace").splitlines() if self._log.exists() else []
        return [json.loads(line) if line.startswith("{") else {"event": line, "level": "raw"} for line in lines]

    @property
    def incidents(self) -> list[dict[str, object]]:
        """What went wrong without anybody having foreseen it.

        What a process says that was begun as the program was killed, and then had nothing to read, is none.
        """
        blocks = (list(group) for _, group in groupby(self.log, key=lambda one: one["level"] == "raw"))
        kept = [one for block in blocks if not was_orphaned(block) for one in block]
        return [one for one in kept if one["level"] in ("error", "critical", "raw") or "traceback" in one]

    def load(self, *paths: Path) -> None:
        """Load reports with the command line."""
        self.run("--quiet", "load", *map(str, paths)).check_returncode()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Call the command line with the bot's configuration and token."""
        self.write_config()
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(command, cwd=self.folder, env=self._environment(), capture_output=True, timeout=60)

    def start(self, *, token: str | None = None) -> Self:
        """Run the program; what people say before it asks for messages waits for it."""
        self.write_config()
        self._begun = self._times_ready()
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", "bot", "serve"]
            environment = self._environment(token)
            self._process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        return self

    def wait_until_ready(self, *, timeout: float = 60.0) -> Self:
        """Wait until the program that was started last says that it works."""
        patience = time.monotonic() + timeout
        while self._times_ready() <= self._begun:
            if time.monotonic() > patience or self.process.poll() is not None:
                raise TimeoutError(f"the bot did not begin: {self.log[-3:]}")
            time.sleep(0.05)
        return self

    def write_config(self) -> None:
        """Write the configuration, without the token."""
        tables = {"store": {"database": "wenbao.db"}, "words": self._words, "telegram": self._settings}
        lines = [
            line
            for table, values in tables.items()
            for line in (f"[{table}]", *(f"{name} = {json.dumps(value)}" for name, value in values.items()))
        ]
        self.config.write_text("\n".join(lines), "utf-8")

    def kill(self) -> None:
        """End it at once, as a lost machine would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop, and wait; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def check(self) -> None:
        """Nothing went wrong so far, and nothing was sent that Telegram would drop, mangle or refuse."""
        assert self.telegram.broken == ()
        assert self.incidents == [], self.incidents
        assert self.telegram.violations == ()
        from teremok.validation import validate_html  # late, since it brings all of aiogram

        for text in (text for call in self.telegram.calls for text in texts_of(call)):
            validate_html(text)
        assert self.telegram.token.partition(":")[2] not in self._log.read_text("utf-8")

    def _times_ready(self) -> int:
        return self._log.read_text("utf-8", "replace").count("已开始工作") if self._log.exists() else 0

    def _environment(self, token: str | None = None) -> dict[str, str]:
        given = self.telegram.token if token is None else token
        return os.environ | {"TELEGRAM_BOT_TOKEN": given, "PYTHONPATH": str(ROOT)}

    @property
    def _log(self) -> Path:
        return self.folder / "serve.log"


def texts_of(call: Call) -> Iterator[str]:
    """The texts in HTML that a call sends."""
    if call.parameters.get("parse_mode") == "HTML":
        yield call.parameters["text"]
    for result in json.loads(call.parameters.get("results", "[]")):
        yield result["input_message_content"]["message_text"]
