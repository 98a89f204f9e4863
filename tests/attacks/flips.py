"""Bytes of a report file that change on the disk: each is found by a deep look, or it is harmless."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from bot import wiring
from bot.clock import now
from store.archive.sqlite.archive import Archive
from store.errors import ReportQAError
from store.ingest.load import load

_TEXTS = {
    f"{place}.txt": f"{place}教育局{year}年工作总结\n{year}年，全县教育工作取得新进展。\n一、主要工作\n"
    f"全年招聘教师{year - 1900}名，投入资金{year % 100 * 7}万元，改造校舍{year % 10}.5万平方米。\n二、存在的问题\n师资不足。\n"
    for place, year in (("青禾县", 2019), ("云泽县", 2020), ("临岚市", 2021))
}
_QUESTIONS = ("青禾县招聘教师多少名", "云泽县投入资金多少", "2021年改造校舍多少", "存在什么问题", "公厕多少座")


def attack(count: int, seed: int) -> dict[str, int]:
    """How many of so many single changed bytes were found, were harmless, or changed something without a word."""
    chance = random.Random(seed)
    told = {"found": 0, "harmless": 0, "silent": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in _TEXTS.items():
            (folder / file).write_text(text, "utf-8")
        database = folder / "wenbao.db"
        with wiring.open_file(database) as archive:
            load([folder], archive, loaded_at=now)
            archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sound, before = database.read_bytes(), _seen(database)
        for number in range(count):
            changed = bytearray(sound)
            place = chance.randrange(len(changed))
            changed[place] ^= chance.randint(1, 255)
            damaged = folder / f"damaged-{number}.db"
            damaged.write_bytes(changed)
            outcome = _outcome(damaged, before)
            told[outcome] += 1
            if outcome == "silent":
                print(f"byte {place} of page {place // 4096 + 1} changed something, and nothing tells it")
            for left in folder.glob(f"{damaged.name}*"):
                left.unlink()
            if number % 50 == 49:
                print(told, flush=True)
    return told


def _outcome(damaged: Path, before: object) -> str:
    try:
        with Archive.open(damaged, readonly=True, indexes=[wiring.SqliteIndex()]) as archive:
            if archive.check(deep=True):
                return "found"
    except ReportQAError:
        return "found"
    return "harmless" if _seen(damaged) == before else "silent"


def _seen(database: Path) -> object:
    """All that anybody can see of a report file."""
    with wiring.open_archive(database, readonly=True) as archive:
        asker = wiring.asker(archive)
        infos = archive.reports()
        answers = [
            [(one.quote, one.report.id, round(one.score, 6)) for one in asker.ask(question).answers]
            for question in _QUESTIONS
        ]
        return infos, [archive.stored(info.id) for info in infos], [archive.path_of(info.id) for info in infos], answers
