"""Times, memory and fresh processes."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3


def times(search: Callable[[Any], object], questions: Sequence[Any], *, slow: bool = False) -> list[float]:
    """For each question the median of its times in milliseconds, after all have been asked once.

    What is ``slow`` is asked once, after a few questions to warm up.
    """
    rounds = 1 if slow else ROUNDS
    for question in questions[:10] if slow else questions:
        search(question)
    taken: list[list[float]] = [[] for _ in questions]
    for _ in range(rounds):
        for question, own in zip(questions, taken, strict=True):
            begin = time.perf_counter()
            search(question)
            own.append(1000 * (time.perf_counter() - begin))
    return [statistics.median(own) for own in taken]


def spread(milliseconds: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile."""
    ordered = sorted(milliseconds)
    return {"p50": statistics.median(ordered), "p95": ordered[int(0.95 * (len(ordered) - 1))], "count": len(ordered)}


def memory(process: str = "self") -> float:
    """The memory of a process in MB: what it shares with others counts by its share."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def size_of(folder: Path) -> float:
    """The size of the files in a folder, or of one file, in MB."""
    files = [folder] if folder.is_file() else [path for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files) / 1e6


def fresh(module: str, *arguments: str, python: Path | None = None) -> Any:
    """What a module prints in a process of its own, as JSON on its last line."""
    command = [str(python or sys.executable), "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def machine() -> dict[str, str]:
    """What the table has to say of where it was made."""
    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": model[0].split(":")[1].strip() if model else platform.machine(),
        "cores": str(os.cpu_count()),
        "system": platform.system(),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }
