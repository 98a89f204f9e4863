"""Lines of one unit, up to a million characters: loading and asking take time in proportion to their length.

Each unit stands in a report, as plain text and as HTML, and as a question. Time is the processor's; where a pair of
lengths is out of proportion it is timed again, as a machine that has other things to do makes a run slower.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count

from bot.answering import Filters, answered_whole
from retrieval.ask import Asker
from retrieval.index.sqlite.maintenance import SqliteIndex
from store.errors import ReportQAError
from store.ingest.jobs import Job, parsed
from tests.attacks.questions import UNITS, over_samples

MOST_SECONDS = 20.0  # for a million characters
_SLACK = 1.3
_NOISE = 0.02  # seconds
_TRIES = 4
_BLOCKS = (
    "<!--",
    "<p>",
    "<div>",
    "&nbsp;",
    "| 1 | 2 |\n",
    "# 一\n",
    "一、",
    "（一）",
    "（1）",
    "第一条",
    "2021年1月",
    "<a href=",
    "1.",
)
_TEXT = "青禾县教育局2021年工作总结\n一、2021年工作回顾\n全年招聘教师132名{line}，投入资金4260万元。\n二、存在的问题\n师资不足。\n"


def attack(longest: int, seed: int) -> dict[str, int | float]:
    """How many units up to so many characters took more than in proportion to their length, or too long, or failed."""
    told: dict[str, int | float] = dict.fromkeys(
        ("lines", "refused", "out of proportion", "late", "unhandled", "slowest seconds"), 0
    )
    with over_samples() as (_, asker):
        for unit in (*UNITS, *_BLOCKS):
            for name, work in _works(asker).items():
                lengths = [length for length in (1000, 10_000, 100_000, 1_000_000) if length <= longest]
                _grow(f"{name} {unit!r}", lambda length, unit=unit, work=work: work(unit, length), lengths, told)  # type: ignore[misc]
            print(told, flush=True)
    return told


def _works(asker: Asker) -> dict[str, Callable[[str, int], object]]:
    def loaded(unit: str, length: int, suffix: str) -> object:
        text = _TEXT.format(line=_run(unit, length))
        if suffix == "html":
            text = f"<html><head><title>工作总结</title></head><body><p>{text}</p></body></html>"
        job = Job(f"/a.{suffix}", f"a.{suffix}", text.encode(), (SqliteIndex(),))
        return parsed(job)

    times = count(1)

    def asked(unit: str, length: int) -> object:
        run = f"{next(times)}{_run(unit, length)}"  # never the same question again, whose answer is known
        return answered_whole(asker, f"招聘教师{run}", context=(f"{run}多少名",), filters=Filters(), top=5)

    return {
        "txt": lambda unit, length: loaded(unit, length, "txt"),
        "html": lambda unit, length: loaded(unit, length, "html"),
        "ask": asked,
    }


def _run(unit: str, length: int) -> str:
    return unit * (length // len(unit))


def _grow(name: str, work: Callable[[int], object], lengths: list[int], told: dict[str, int | float]) -> None:
    taken: dict[int, float] = {}
    for length in lengths:
        told["lines"] += 1
        try:
            taken[length] = _time(work, length)
            for _ in range(_TRIES):
                if not _is_out(taken, length):
                    break
                taken[length // 10] = min(taken[length // 10], _time(work, length // 10))
                taken[length] = min(taken[length], _time(work, length))
        except ReportQAError as error:
            told["refused" if "意外" not in str(error) else "unhandled"] += 1
            if "意外" in str(error):
                print(f"{name} × {length}: {error}")
            return
        told["slowest seconds"] = max(told["slowest seconds"], round(taken[length], 2))
        if _is_out(taken, length):
            told["out of proportion"] += 1
            print(f"{name} × {length}: {taken[length]:.2f} s, a tenth of it {taken[length // 10]:.3f} s")
        if taken[length] > MOST_SECONDS:
            told["late"] += 1
            print(f"{name} × {length}: {taken[length]:.2f} s")


def _is_out(taken: dict[int, float], length: int) -> bool:
    short = taken.get(length // 10)
    return short is not None and taken[length] > _SLACK * 10 * max(short, _NOISE)


def _time(work: Callable[[int], object], length: int) -> float:
    begun = time.process_time()
    work(length)
    return time.process_time() - begun
