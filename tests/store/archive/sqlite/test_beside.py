"""A program that stays and commands beside it: nothing is lost, nothing is damaged, the reader sees everything.

The long form, 200 rounds, is ``python -m tests.bench.locks``.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.store.archive.sqlite.beside import run

ROUNDS = 3


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9")
def test_commands_beside_a_program_that_stays_lose_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, ROUNDS, seed=3, kills_every=ROUNDS) == ()
