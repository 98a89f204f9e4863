"""A push that is killed is not seen, and the next one makes it whole; the long form is ``python -m tests.bench.crash push``."""

from __future__ import annotations

import signal
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.store.clickhouse.pushing import Target, make_source


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9")
@pytest.mark.skipif(not find_spec("chdb"), reason="wenbao[clickhouse] is not installed here")
def test_a_killed_push_is_made_whole_by_the_next(tmp_path: Path) -> None:
    source = make_source(tmp_path, files=12)
    seconds, said = Target(tmp_path / "whole", source).push()
    assert said == ""
    target = Target(tmp_path / "killed", source)
    killed = [target.killed(share * seconds) for share in (0.5, 0.75)]
    assert killed[0], "it was to be killed, and ended by itself"
    assert target.push()[1] == ""
    assert target.differences(sweep=True) == []
