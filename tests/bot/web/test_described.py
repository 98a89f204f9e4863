"""What the served description says, asked by schemathesis: whatever it allows is answered in the shapes that it names."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.bot.web.serving import serve

_EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "30")  # of each call
_RUN = "from schemathesis.cli import schemathesis; schemathesis()"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    yield from serve(tmp_path, questions_per_minute=10_000)


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="wenbao[dev-api] is not installed here")
def test_all_that_is_described_holds(address: str, tmp_path: Path) -> None:
    """Files are sent by other tests: of random ones a report file would be full."""
    asked = ["run", f"{address}/api/v1/openapi.json", "--exclude-path", "/api/v1/load", "--continue-on-failure"]
    bounds = [
        "--phases",
        "examples,coverage,fuzzing",
        "--max-examples",
        _EXAMPLES,
        "--seed",
        "20",
        "--generation-database",
        "none",
    ]
    done = subprocess.run([sys.executable, "-c", _RUN, *asked, *bounds], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-20_000:]
