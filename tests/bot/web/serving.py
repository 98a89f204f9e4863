"""A real `wenbao web` in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.cli import main

ROOT = Path(__file__).resolve().parents[3]


def serve(folder: Path, **web: object) -> Iterator[str]:
    """Runs `wenbao web` over the samples in this folder; the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert main(["--db", str(folder / "wenbao.db"), "--quiet", "load", str(ROOT / "bot" / "samples")]) == 0
    lines = [
        f"{name} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for name, value in web.items()
    ]
    (folder / "wenbao.toml").write_text("\n".join(["[web]", *lines, ""]), "utf-8")
    command = [sys.executable, "-m", "bot", "web", "--listen", f"127.0.0.1:{port}"]
    # As people have it: a line into a pipe would wait for others.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    environment["PYTHONPATH"] = str(ROOT)
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        try:
            assert f"http://127.0.0.1:{port}/" in running.stdout.readline()
            yield f"http://127.0.0.1:{port}"
            running.send_signal(signal.SIGINT)
            assert running.wait(20) in (0, 130)
        finally:
            running.kill()
