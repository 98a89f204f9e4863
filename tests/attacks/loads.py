"""Costly files that an administrator sends while people ask: how much longer they wait for an answer meanwhile.

One file of many pages, and an archive of many files, one after the other; new questions come at an even pace before, and
until each is loaded. Told are the middle and the 95th of a hundred waits, in milliseconds, and how many times the quiet
one that is.
"""

from __future__ import annotations

import io
import random
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from bot import wiring
from bot.clock import now
from store.ingest.load import load
from tests.bot.fake_telegram import FakeTelegram, Message, Person
from tests.bot.telegram.serving import Served
from tests.store.archive.sqlite.crashing import FILES, text_of

_EVERY = 0.2  # seconds between two questions
_QUIET = 200  # questions
_DEEDS = ("新建", "改造", "增加", "检查", "维修", "招聘", "培训", "购置")
_THINGS = ("教师", "学校", "校舍", "图书", "操场", "食堂", "校车", "学位", "课桌", "宿舍")


def attack(count: int, seed: int) -> dict[str, int | float]:
    """How long people waited, and how many got no answer, while the text of so many reports was loaded."""
    chance = random.Random(seed)
    told: dict[str, int | float] = {"questions": 0, "unanswered": 0, "not loaded": 0}
    with tempfile.TemporaryDirectory() as name, FakeTelegram() as telegram:
        folder = Path(name)
        boss, person = telegram.person("李主任"), telegram.person("王敏")
        served = Served(telegram, folder, admins=[boss], open_to_all=True, questions_per_minute=10_000)
        _fill(served.database, folder)
        served.start().wait_until_ready(timeout=120)

        def waits(what: str, still: Callable[[int], bool]) -> None:
            taken: list[float] = []
            while still(len(taken)):
                begun = time.perf_counter()
                told["questions"] += 1
                try:
                    person.asks(_question(told["questions"], chance), timeout=120)
                except TimeoutError:
                    told["unanswered"] += 1
                taken.append((time.perf_counter() - begun) * 1000)
                time.sleep(max(0.0, _EVERY - taken[-1] / 1000))
            for name, found in (("p50", statistics.median(taken)), ("p95", statistics.quantiles(taken, n=20)[-1])):
                told[f"{what} {name} ms"] = round(found, 1)
                if what != "quiet":
                    told[f"{what} {name} times"] = round(found / told[f"quiet {name} ms"], 2)
            print(told, flush=True)

        for asked in (20, min(_QUIET, 2 * count)):  # the first ones warm it up
            waits("quiet", lambda done, asked=asked: done < asked)  # type: ignore[misc]
        for what, data in (("one file", _long(count)), ("many files", _many(count, chance))):
            sent = boss.sends_document(data, "长.txt" if what == "one file" else "多.zip")
            waits(what, lambda done, sent=sent: done < 2 or not _said(boss, sent))  # type: ignore[misc]
            told["not loaded"] += not _said(boss, sent).startswith("已载入")
        served.stop()
    return told


def _fill(database: Path, folder: Path) -> None:
    for number in range(FILES):
        (folder / f"{number:02}.txt").write_text(text_of(number, 1), "utf-8")
    with wiring.open_file(database) as archive:
        load([folder], archive, loaded_at=now)


def _question(number: int, chance: random.Random) -> str:
    """One that was never asked before."""
    return f"第{chance.randrange(FILES)}小学{chance.choice(_DEEDS)}{chance.choice(_THINGS)}多少个{number}"


def _said(boss: Person, sent: Message) -> str:
    """What came of the load, empty while it goes on."""
    said = boss.private.answers_after(sent)
    return "" if not said or said[0].text.startswith("正在") else said[0].text


def _long(reports: int) -> bytes:
    """One report with the text of so many."""
    texts = (text_of(number, number).splitlines() for number in range(1, 3 * reports, 3))
    return "\n".join(["云溪区教育局2020年工作总结", *(line for lines in texts for line in lines[2:-2])]).encode()


def _many(reports: int, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(reports):
            packed.writestr(f"{number}.txt", text_of(3 * number + 1, chance.randint(10_000, 99_999)))
    return out.getvalue()
