"""Nothing is lost when the program is killed or the network fails; the full ordeals are run by hand (see `ordeal`)."""

from __future__ import annotations

from pathlib import Path

from tests.bot.telegram.ordeal import ordeal


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
