"""Where the time of a question goes: CPU per stage, the searching of the engine apart, and what memory grows to.

    python tests/bench/asking.py DATABASE QUESTIONS.jsonl...

Asks every question once for warmth and then measures: medians without timers inside, the share of each stage in a
further round with them, the same question again, and the memory after 1,000 and after 10,000 different questions.
"""

import json
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from retrieval import Asker, ask, rank, wordbook
from retrieval.scope import ScopeWords

ROUNDS = 3
FEW, MANY = 1_000, 10_000
STAGES: Sequence[tuple[object, str]] = (
    (ask, "read_question"),
    (ScopeWords, "find"),
    (wordbook, "spelled"),
    (wordbook, "expanded"),
    (ask, "query_of"),
    (ask, "amounts_in"),
    (ask.Asker, "_telling"),
    (ask.Asker, "_unknown_places"),
    (ask.Asker, "_compare"),
    (ask, "compare"),
    (ask.Stored, "found"),
    (ask, "rank"),
    (rank, "share_held"),
    (rank, "coverage"),
    (rank.Reasons, "of"),
    (rank.Reasons, "most"),
    (rank, "pick"),
    (ask.Asker, "_run"),
    (ask, "decide"),
)


class Clock:
    """CPU seconds by name, those of a stage inside another counted for the inner one alone."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time told to the clock."""

        def run(*args: Any, **options: Any) -> Any:
            self._inner.append(0.0)
            begin = time.process_time()
            try:
                return function(*args, **options)
            finally:
                whole = time.process_time() - begin
                self.spent[name] += whole - self._inner.pop()
                self._inner[-1] += whole

        return run


@contextmanager
def stages(clock: Clock) -> Iterator[None]:
    """The stages timed, and left as they were."""
    before = [(owner, name, getattr(owner, name)) for owner, name in STAGES]
    for owner, name, function in before:
        setattr(owner, name, clock.timed(name.lstrip("_"), function))
    yield
    for owner, name, function in before:
        setattr(owner, name, function)


def questions(paths: Sequence[str]) -> list[tuple[str, list[str]]]:
    lines = [line for path in paths for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
    return [(row["question"], row.get("context") or []) for row in map(json.loads, lines)]


def fresh(asker: Asker, number: int, asked: str) -> str:
    """The question in a form that no answer is remembered for: white space at its end changes nothing else."""
    return asked + " " * number


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def resident() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6
