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

_Unit = str | tuple[str, ...]
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
    *(
        "一、甲\n乙。\n",
        "（一）甲\n乙。\n",
        "1、甲\n乙。\n",
        "第一节 甲\n一、乙\n1、丙\n（1）丁。\n",
        "## 甲\n一、乙\n",
    ),
)
# Tables that blanks draw, and what only looks like one: shifting borders, heads and groups alone, thousands of columns.
_TABLES = (
    "\n学校　32　35¦\n学校  32  35¦\n学校\t32\t35¦\n学校\xa0\xa032\xa0 \u3000 35¦\n指标　2023年　2022年\n学校　32　35¦"
    "\n学校　32\n学校　32　35¦\n学校　32　35\n学校　　32¦\n学校　32　35\n\n¦\n项　目　32　35¦\n其中　小学　32　35¦"
    "\n指标　2023年　2022年¦\n　2023年　2022年¦\n学校¦\n学校　32　35\n小学¦\n指标　一　二\n　甲　乙¦\n学校　—　32¦"
    "\n1　学校　32¦\n32　35¦\n学校：32　教师：35¦　32¦  32¦\t32¦\xa0\xa032¦　甲¦ \u3000¦\t \xa0¦"
    "| 甲 | 乙 |\n¦| 甲 | 乙 | 丙 |\n¦| 姓名：张 | 性别：男 |\n¦<tr><td>甲<td>32¦<td>甲¦<tr><td rowspan=9>甲<td>乙"
).split("¦")
# Sentences full of figures, each of which looks for its name among those before it.
_FIGURES = (
    "其中1人， 其中增长1%， 1户、 1户1人、 收入1元， 收入1元，支出1元， 占1%、 占工业1%， （1个 （1个） 1个） 为1所学校 "
    "据统计，有1个， 学校1所，在校生1人， 死亡1人， 剩余1处， 面积1亩， 机构1个，从业人员1人， 改造学校1所， 1人获奖、 "
    "城镇居民1元， 牛肉1吨； 1个由1 增长1%， 提高1个百分点， 人均1元， 1次的 “1个 学校等1个， 县级1个、 第1，"
).split()
# A long run beside short lines, and the other way round.
_PAIRS = (
    ("\n学校　32　35", "　32"),
    ("　32", "\n学校　32　35"),
    ("\n学校　32　35", "\n甲" + "　32" * 200),
    ("教师1人，", "。"),
)
_TEXT = "青禾县教育局2021年工作总结\n一、2021年工作回顾\n全年招聘教师132名{line}，投入资金4260万元。\n二、存在的问题\n师资不足。\n"


def attack(longest: int, seed: int) -> dict[str, int | float]:
    """How many units up to so many characters took more than in proportion to their length, or too long, or failed."""
    told: dict[str, int | float] = dict.fromkeys(
        ("lines", "refused", "out of proportion", "late", "unhandled", "slowest seconds"), 0
    )
    with over_samples() as (_, asker):
        for unit in (*UNITS, *_BLOCKS, *_TABLES, *_FIGURES, *_PAIRS):
            for name, work in _works(asker).items():
                lengths = [length for length in (1000, 10_000, 100_000, 1_000_000) if length <= longest]
                _grow(f"{name} {unit!r}", lambda length, unit=unit, work=work: work(unit, length), lengths, told)  # type: ignore[misc]
            print(told, flush=True)
    return told


def _works(asker: Asker) -> dict[str, Callable[[_Unit, int], object]]:
    def loaded(unit: _Unit, length: int, suffix: str) -> object:
        text = _TEXT.format(line=_run(unit, length))
        if suffix == "html":
            text = f"<html><head><title>工作总结</title></head><body><p>{text}</p></body></html>"
        job = Job(f"/a.{suffix}", f"a.{suffix}", text.encode(), (SqliteIndex(),))
        return parsed(job)

    times = count(1)

    def asked(unit: _Unit, length: int) -> object:
        run = f"{next(times)}{_run(unit, length)}"  # never the same question again, whose answer is known
        return answered_whole(asker, f"招聘教师{run}", context=(f"{run}多少名",), filters=Filters(), top=5)

    return {
        "txt": lambda unit, length: loaded(unit, length, "txt"),
        "html": lambda unit, length: loaded(unit, length, "html"),
        "ask": asked,
    }


def _run(unit: _Unit, length: int) -> str:
    """So many characters of the unit; of several the first ones of the first, the others behind."""
    several = (unit,) if isinstance(unit, str) else unit
    return "".join(one * (length // len(several) // len(one)) for one in several)


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
