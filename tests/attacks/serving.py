"""A bot that serves for long, with questions each second and loads and removals beside it: nothing of it grows.

Looked at are the memory, open files and threads of its process and the journal of the report file; what they are in the
last quarter of the time is compared with the second, when all that is remembered has been filled.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from dataclasses import astuple, dataclass
from pathlib import Path

from bot import wiring
from bot.clock import now
from store.ingest.load import load
from tests.bot.fake_telegram import FakeTelegram
from tests.bot.telegram.serving import Served
from tests.store.archive.sqlite.crashing import FILES, text_of

_LOOK_EVERY = 10.0  # seconds
_CHANGE_EVERY = 30.0
_NAMES = ("memory", "descriptors", "threads", "journal")
# What may lie between two looks at a process that does not grow: the share of what there was, and so much beside it.
_SHARE = 0.05
_BESIDE = (8 << 20, 4, 2, 16 << 20)
_DEEDS = ("新建", "改造", "增加", "检查", "维修", "招聘", "培训", "购置")
_THINGS = ("教师", "学校", "校舍", "图书", "操场", "食堂", "校车", "学位", "课桌", "宿舍")


@dataclass(frozen=True, slots=True)
class Look:
    """What a process takes at one moment: bytes, open files, threads, and bytes of the journal of its report file."""

    memory: int
    descriptors: int
    threads: int
    journal: int


def attack(count: int, seed: int) -> dict[str, int | float]:
    """What grew in so many seconds; questions asked, and how many were not answered."""
    chance = random.Random(seed)
    told: dict[str, int | float] = {"seconds": count, "questions": 0, "changes": 0, "unanswered": 0, "incidents": 0}
    with tempfile.TemporaryDirectory() as name, FakeTelegram() as telegram:
        folder = Path(name)
        served = Served(telegram, folder, open_to_all=True, questions_per_minute=10_000)
        _change(served.database, folder, range(0, FILES, 2), chance)
        served.start().wait_until_ready(timeout=120)
        person, looks = telegram.person("王敏"), list[Look]()
        begun = looked = changed = time.monotonic()
        while time.monotonic() < begun + count:
            told["questions"] += 1
            try:
                person.asks(_question(chance), timeout=120)
            except TimeoutError:
                told["unanswered"] += 1
            if time.monotonic() > changed + _CHANGE_EVERY:
                changed = time.monotonic()
                told["changes"] += 1
                _change(served.database, folder, chance.sample(range(FILES), 3), chance)
            if time.monotonic() > looked + _LOOK_EVERY:
                looked = time.monotonic()
                looks.append(_look(served.process.pid, served.database))
                print(told["questions"], told["changes"], looks[-1], flush=True)
            time.sleep(max(0.0, 1 - (time.monotonic() - begun) % 1))
        served.stop()
        told["incidents"] = len(served.incidents)
    quarter = max(1, len(looks) // 4)
    early, late = (
        list(zip(*map(astuple, some), strict=True)) for some in (looks[quarter : 2 * quarter], looks[-quarter:])
    )
    told["grown"] = 0
    for what, before, after, beside in zip(_NAMES, early, late, _BESIDE, strict=True):
        first, last = statistics.median(before), statistics.median(after)
        told[f"{what} before"], told[f"{what} after"] = first, last
        told["grown"] += last > first * (1 + _SHARE) + beside
    return told


def _question(chance: random.Random) -> str:
    new = f"第{chance.randrange(FILES)}小学{chance.choice(_DEEDS)}{chance.choice(_THINGS)}多少个{chance.randrange(999)}"
    return chance.choice((new, "招聘教师多少名", "存在什么问题", "哪个学校新建学位最多", "那第三小学呢"))


def _change(database: Path, folder: Path, files: range | list[int], chance: random.Random) -> None:
    """Load these files in another version, and remove a report."""
    for file in files:
        (folder / f"{file:02}.txt").write_text(text_of(file, chance.randint(0, 9_999)), "utf-8")
    with wiring.open_file(database) as archive:
        load([folder / f"{file:02}.txt" for file in files], archive, loaded_at=now)
        archive.remove([chance.choice(archive.reports()).id])


def _look(pid: int, database: Path) -> Look:
    told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    journal = database.with_name(database.name + "-wal")
    return Look(
        int(told["VmRSS"].split()[0]) << 10,
        sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()),
        int(told["Threads"]),
        journal.stat().st_size if journal.exists() else 0,
    )
