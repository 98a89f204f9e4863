"""A real `wenbao serve` in a process of its own, talking to the stand-in for Telegram."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tests.bot.fake_telegram import FakeTelegram, Person

ROOT = Path(__file__).resolve().parents[3]


class Served:
    """The bot as a person runs it, from start() to stop(); it may be killed and started again."""

    def __init__(
        self, telegram: FakeTelegram, folder: Path, *, admins: Sequence[Person] = (), **settings: object
    ) -> None:
        self.telegram = telegram
        self.folder = folder
        self.database = folder / "wenbao.db"
        self._settings = {"api": f"http://127.0.0.1:{telegram.server.port}", "admins": [one.id for one in admins]}
        self._settings |= settings
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
        lines = self._log.read_text("utf-8").splitlines() if self._log.exists() else []
        return [json.loads(line) if line.startswith("{") else {"event": line, "level": "raw"} for line in lines]

    @property
    def incidents(self) -> list[dict[str, object]]:
        """What went wrong without anybody having foreseen it."""
        return [one for one in self.log if one["level"] in ("error", "critical", "raw") or "traceback" in one]

    def load(self, *paths: Path) -> None:
        """Load reports with the command line."""
        command = [sys.executable, "-m", "bot", "--quiet", "--db", str(self.database), "load", *map(str, paths)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    def start(self) -> Self:
        """Run the program; what people say before it asks for messages waits for it."""
        self._begun = self._times_ready()
        values = "\n".join(f"{name} = {json.dumps(value)}" for name, value in self._settings.items())
        self.config.write_text(f'[store]\ndatabase = "wenbao.db"\n[telegram]\n{values}\n', "utf-8")
        environment = os.environ | {"TELEGRAM_BOT_TOKEN": self.telegram.token, "PYTHONPATH": str(ROOT)}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"], cwd=self.folder, env=environment, stdout=log, stderr=log
            )
        return self

    def wait_until_ready(self, *, timeout: float = 60.0) -> None:
        """Wait until the program that was started last says that it works."""
        patience = time.monotonic() + timeout
        while self._times_ready() <= self._begun:
            if time.monotonic() > patience or self.process.poll() is not None:
                raise TimeoutError(f"the bot did not begin: {self.log[-3:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it at once, as a lost machine would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop, and wait; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def _times_ready(self) -> int:
        return self._log.read_text("utf-8").count("已开始工作") if self._log.exists() else 0

    @property
    def _log(self) -> Path:
        return self.folder / "serve.log"
