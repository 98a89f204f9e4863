"""Questions that nobody asks, alone and as what was asked before: each is answered in time, and what it quotes is there.

Runs of one unit up to ten thousand characters, mixtures of units with words that mean something, pieces of questions in
any order. Time is that of the processor, in milliseconds, and beside the search: the reports are few. It is the least
of some tries, each by an asker that does not know the answer. How many were late by the clock, which counts what else
the machine did, is told beside.
"""

from __future__ import annotations

import random
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from bot import wiring
from bot.answering import Filters, answered_whole
from bot.clock import now
from retrieval.ask import Asker
from retrieval.model import Answer
from store.archive.sqlite.archive import Archive
from store.ingest.load import load
from store.language.characters import squeeze

MOST_MS = 200.0
_LONGEST = 10_000
_AGAIN = 8
UNITS = (
    *(" ", "\u3000", "\t", "\n", "1", "9,", "0.", "一", "〇", "万", "亿", "%", "年", "2021年", "第1", "（", "“", "《"),
    *(
        "，",
        "、",
        "。",
        "？",
        "：",
        "|",
        "-",
        "—",
        "~",
        "a",
        "É",
        "😀",
        "\u200b",
        "\u0301",
        "\ufeff",
        "的",
        "和",
        "比",
        "与",
    ),
    *("压", "减", "压减12", "县", "市", "省", "局", "镇", "村", "青禾县", "云泽", "多少", "几", "哪些", "是不是", "不"),
    *("增长", "下降", "排名", "同比", "去年", "今年", "教师", "学校", "GDP", "万元", "亿元", "个", "名", "所", "公里"),
    *("还有", "那么", "呢", "吗", "它", "这个", "前者", "一 ", "1 2 ", "年1", "十百千万"),
)
_WORDS = (
    "招聘教师多少名",
    "投入资金",
    "2021年",
    "青禾县",
    "存在什么问题",
    "明年打算干啥",
    "和前年比",
    "哪个最多",
    "GDP",
    "呢",
)


def fuzzed(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    """A question and what was asked before it."""
    return _text(chance), tuple(_text(chance) for _ in range(chance.choice((0, 0, 1, 2, 3))))


def _text(chance: random.Random) -> str:
    length = int(10 ** chance.uniform(0, 4))
    kind = chance.randrange(4)
    if kind == 0:
        unit = chance.choice(UNITS)
        run = unit * (length // len(unit) + 1)
    elif kind == 1:
        units = chance.sample(UNITS, chance.randint(2, 5))
        run = "".join(chance.choice(units) for _ in range(min(length, 4000)))
    elif kind == 2:
        run = "".join(
            chance.choice((*UNITS, *_WORDS, chr(chance.randrange(0x4E00, 0x9FA5)))) for _ in range(length // 3)
        )
    else:
        return "".join(chance.choice(_WORDS) for _ in range(chance.randint(1, 6)))
    beside = chance.choice(_WORDS)
    return chance.choice((run, run + beside, beside + run, beside + run + beside))[:_LONGEST]


@contextmanager
def over_samples() -> Iterator[tuple[Archive, Asker]]:
    """The samples, loaded for the time of an attack, and an asker of them that has warmed up."""
    with (
        tempfile.TemporaryDirectory() as folder,
        resources.as_file(resources.files("bot.samples")) as files,
        wiring.open_file(Path(folder) / "samples.db") as archive,
    ):
        load([files], archive, loaded_at=now)
        yield archive, _warm(archive)


def _warm(archive: Archive) -> Asker:
    asker = wiring.asker(archive)
    asker.ask("招聘教师多少名")
    return asker


def attack(count: int, seed: int) -> dict[str, int | float]:
    """How many of so many questions went wrong or took too long, and the longest time."""
    chance = random.Random(seed)
    told: dict[str, int | float] = dict.fromkeys(("questions", "unhandled", "late", "not verbatim", "by the clock"), 0)
    told["slowest ms"] = 0.0
    with over_samples() as (archive, asker):
        texts = {info.id: archive.stored(info.id).text for info in archive.reports()}
        for question, context in _asked(count, chance):
            told["questions"] += 1
            if told["questions"] % 500 == 0:
                print(told, flush=True)
            try:
                given, took, clock = _timed(asker, question, context)
            except Exception:
                told["unhandled"] += 1
                print(repr(question[:80]), [one[:40] for one in context], traceback.format_exc(limit=-4))
                continue
            for _ in range(_AGAIN if took > MOST_MS else 0):  # a machine that has other things to do takes longer
                _, again, waited = _timed(_warm(archive), question, context)  # which has not heard it yet
                took, clock = min(took, again), min(clock, waited)
            told["slowest ms"] = max(told["slowest ms"], round(took, 1))
            told["by the clock"] += clock > MOST_MS
            if took > MOST_MS:
                told["late"] += 1
                print(f"{took:.0f} ms: {question[:60]!r} of {len(question)}, after {[one[:30] for one in context]}")
            told["not verbatim"] += any(
                squeeze(one.quote) != squeeze(texts[one.report.id][one.start : one.end])
                for one in (*given.answers, *given.nearest)
            )
    return told


def _timed(asker: Asker, question: str, context: tuple[str, ...]) -> tuple[Answer, float, float]:
    begun, clock = time.thread_time(), time.perf_counter()
    given = answered_whole(asker, question, context=context, filters=Filters(), top=5)
    return given, (time.thread_time() - begun) * 1000, (time.perf_counter() - clock) * 1000


def _asked(count: int, chance: random.Random) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each unit alone and as context at full length, then whatever comes."""
    whole = [unit * (_LONGEST // len(unit)) for unit in UNITS]
    first = [pair for run in whole for pair in ((run, ()), (f"招聘教师多少名{run}", ()), ("招聘教师多少名", (run,)))]
    yield from first[:count]
    for _ in range(count - len(first)):
        yield fuzzed(chance)
