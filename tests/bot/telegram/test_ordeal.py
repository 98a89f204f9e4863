"""Nothing is lost when the program is killed or the network fails; the full ordeals are run by hand (see `ordeal`)."""

from __future__ import annotations

from pathlib import Path

from tests.bot.telegram.ordeal import ordeal
from tests.bot.telegram.serving import was_orphaned


def test_killed_program_loses_nothing(tmp_path: Path) -> None:
    result = ordeal(tmp_path, questions=30, loads=2, kills=3, failing=0.0, seed=7)
    assert result.lost == 0
    assert result.doubled <= result.kills  # where the kill fell between sending and noting down
    assert len(result.reports) == len(set(result.reports)) == 2
    assert result.verdicts == result.judged
    assert not result.problems
    assert not result.incidents


def test_failing_network_loses_and_doubles_nothing(tmp_path: Path) -> None:
    result = ordeal(tmp_path, questions=40, loads=2, kills=0, failing=0.1, seed=7)
    assert (result.lost, result.doubled) == (0, 0)
    assert len(result.reports) == len(set(result.reports)) == 2
    assert result.verdicts == result.judged
    assert not result.problems
    assert not result.incidents


def test_only_what_a_process_says_that_lost_its_program_is_no_incident() -> None:
    lines = [
        "Traceback (most recent call last):",
        '  File "spawn.py", line 122, in spawn_main',
        "EOFError: Ran out of input",
    ]
    block = [{"event": line, "level": "raw"} for line in lines]
    assert was_orphaned(block)
    assert not was_orphaned(block[:2])
    assert not was_orphaned([block[0], block[2]])
