"""Where the time of a question goes: CPU per stage, the searching of the engine apart, and what memory grows to.

    python tests/bench/asking.py DATABASE QUESTIONS.jsonl...

Every question is asked once for warmth, then measured: in all, stage by stage, and once more as a question that was
asked before. Then many different questions are made from the sentences of the archive, for the memory that is held
after the first 1,000 and after 10,000.
"""

import json
import platform
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot import wiring
from retrieval import ask
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.query import wordbook
from retrieval.query.scope import ScopeWords
from retrieval.ranking import rank
from retrieval.ranking.figure_choice import FigureChooser
from retrieval.snapshot import Stored
from store.archive.sqlite.archive import Archive

ROUNDS = 3
FEW, MANY = 1_000, 10_000
STAGES: Sequence[tuple[Any, str]] = (
    (ask.Asker, "_answer"),
    (ask, "read_question"),
    (ScopeWords, "find"),
    (wordbook, "spelled"),
    (wordbook, "expanded"),
    (ask, "query_of"),
    (SqliteEngine, "search"),
    (ask, "amounts_in"),
    (ask, "_telling"),
    (ask, "placed"),
    (ask, "compare"),
    (Stored, "found"),
    (Archive, "sentences"),
    (ask, "rank"),
    (rank._Asking, "at_sight"),
    (rank._Asking, "closer"),
    (rank, "_evidence"),
    (FigureChooser, "pick"),
    (rank, "coverage"),
    (ask.Asker, "_run"),
    (ask, "decide"),
)
TAILS = ("多少", "有哪些", "是什么时候", "是谁", "占多少比例", "比上年增加多少", "花了多少钱", "存在哪些问题")


class Clock:
    """CPU seconds by name; a stage inside another is counted for itself alone."""

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
def timed(clock: Clock, stages: Sequence[tuple[Any, str]]) -> Iterator[None]:
    """The stages timed, and afterwards left as they were."""
    before = [(owner, name, getattr(owner, name)) for owner, name in stages]
    for owner, name, function in before:
        setattr(owner, name, clock.timed(name.lstrip("_"), function))
    yield
    for owner, name, function in before:
        setattr(owner, name, function)


def asked(asker: ask.Asker, questions: Sequence[tuple[str, list[str]]], *, again: bool = False) -> list[float]:
    """Milliseconds of CPU for each question; no answer is remembered unless it is asked ``again``."""
    spent = []
    for text, context in questions:
        if not again:
            forget(asker)
        begin = time.process_time()
        asker.ask(text, context=context)
        spent.append((time.process_time() - begin) * 1000)
    return spent


def forget(asker: ask.Asker) -> None:
    stored = asker._stored()
    stored.answers = type(stored.answers)(512)
    stored.ranked = type(stored.ranked)(1)  # what was found, from which an answer is decided anew


def show(name: str, spent: Sequence[float]) -> None:
    ordered = sorted(spent)
    print(f"{name:32} p50 {ordered[len(ordered) // 2]:6.3f} ms, p95 {ordered[len(ordered) * 95 // 100]:6.3f} ms")


def made(archive: Archive, number: int) -> Iterator[str]:
    """Questions of a piece of a sentence and what may be asked about it, always the same ones."""
    chance = random.Random(7)
    sentences = [one.text for info in archive.reports() for one in archive.run_of(info.id) if len(one.text) > 12]
    for _ in range(number):
        text = chance.choice(sentences)
        start = chance.randrange(len(text) - 8)
        yield text[start : start + chance.randrange(4, 16)] + chance.choice(TAILS)


def resident() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main(argv: list[str]) -> None:
    lines = [line for path in argv[1:] for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
    questions = [(row["question"], row.get("context") or []) for row in map(json.loads, lines)]
    with wiring.open_archive(Path(argv[0]), readonly=True) as archive:
        asker = wiring.asker(archive)
        print(f"Python {platform.python_version()}, {sum(one.sentences for one in archive.reports())} sentences")
        show("first time", asked(asker, questions))
        for _ in range(ROUNDS):
            search = Clock()
            with timed(search, [(SqliteEngine, "search")]):
                whole = asked(asker, questions)
            show("in all", whole)
            print(f"{'of it searching':32} mean {search.spent['search'] / len(questions) * 1000:5.3f} ms")
        clock = Clock()
        with timed(clock, STAGES):
            asked(asker, questions)
        for name, seconds in sorted(clock.spent.items(), key=lambda item: -item[1]):
            share = seconds / sum(clock.spent.values())
            print(f"  {name:30} mean {seconds / len(questions) * 1000:5.3f} ms {share:5.1%}")
        asked(asker, questions, again=True)
        show("asked before", asked(asker, questions, again=True))
        for count, text in enumerate(made(archive, MANY), start=1):
            asker.ask(text)
            if count in (FEW, MANY):
                print(f"memory after {count:,} questions: {resident():.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
