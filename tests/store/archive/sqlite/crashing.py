"""A process that loads, replaces, removes and indexes anew until it is killed, and what must hold of what it leaves.

``python -m tests.store.archive.sqlite.crashing DATABASE FOLDER SEED`` is that process; ``python -m tests.bench.crash`` kills it many
times. After each kill the file opens, passes its own check, holds no half report, and ranks like one that has just been
made of the same reports.
"""

from __future__ import annotations

import multiprocessing
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.wiring import open_archive
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.model import Candidate, FieldQuery, Query, RankSettings, Term
from retrieval.text.segmentation import fold, grams, words
from store.archive.sqlite.archive import Archive
from store.archive.sqlite.backup_copies import copy
from store.archive.sqlite.connection import REPORT_FILE
from store.ingest.load import load
from store.model import Report
from store.readers.file_types import decode
from store.structure.parse import parse

ROOT = Path(__file__).resolve().parents[4]
NOW = "2024-03-01T08:00:00Z"
FILES = 30
_THINGS = ("教师", "学校", "校舍", "图书", "操场", "食堂", "校车", "学位", "课桌", "宿舍", "社团", "竞赛")
_DEEDS = ("新建", "改造", "增加", "检查", "维修", "招聘", "培训", "购置", "评选", "资助")
_VERSION = re.compile(r"第(\d+)次修订")
QUESTIONS = ("新建学校多少所", "招聘教师多少名", "改造操场和食堂", "存在什么问题", "第三小学的图书", "校车检查了几次")


def text_of(file: int, version: int) -> str:
    """The text of a file in one of its versions; of every third file two reports."""
    chance = random.Random(file * 100_003 + version)
    parts = []
    for part in range(2 if file % 3 == 0 else 1):
        # Numbered titles make a compilation of it, which is divided.
        title = (
            f"云溪区教育局年度工作总结范文({'一二'[part]})" if file % 3 == 0 else f"云溪区第{file}小学2018年工作总结"
        )
        body = "".join(
            f"{'' if index % 4 else chr(10)}全年{chance.choice(_DEEDS)}{chance.choice(_THINGS)}{chance.randint(2, 900)}个，"
            f"{chance.choice(_DEEDS)}{chance.choice(_THINGS)}，比上年增加{chance.randint(1, 90)}个。"
            for index in range(chance.randint(12, 60))
        )
        parts.append(f"{title}\n一、基本情况\n本文是第{file}份的第{version}次修订。{body}\n二、存在问题\n场地不足。\n")
    return "".join(parts)


def disturb(database: Path, folder: Path, seed: int, say: Callable[[str], None]) -> None:
    """Change what is stored, again and again, until the process ends."""
    chance = random.Random(seed)
    say("begun")
    with open_archive(database) as archive:
        _change(archive, folder, chance)
    say("changed")
    while True:
        with open_archive(database) as archive:
            for _ in range(chance.randint(1, 4)):
                _change(archive, folder, chance)
        if chance.random() < 0.4:
            _reindex(database, chance)
        if chance.random() < 0.4:
            _copy_of(database).unlink(missing_ok=True)
            copy(database, _copy_of(database), REPORT_FILE)


def _change(archive: Archive, folder: Path, chance: random.Random) -> None:
    if chance.random() < 0.7:
        files = chance.sample(range(FILES), chance.randint(1, 8))
        for file in files:
            (folder / f"{file:02}.txt").write_text(text_of(file, chance.randint(0, 9_999)), "utf-8")
        load([folder / f"{file:02}.txt" for file in files], archive, loaded_at=lambda: NOW)
    else:
        ids = [info.id for info in archive.reports()]
        some = min(max(len(ids) - 2, 0), chance.randint(1, 6))  # an empty file would show nothing
        archive.remove(chance.sample(ids, some))


def _reindex(database: Path, chance: random.Random) -> None:
    """Index anew, as after a new version of the program, which may have other tables or other words."""
    outdated = chance.choice(("UPDATE index_state SET version = ''", "UPDATE search_slabs SET edition = 'other words'"))
    with Archive.open(database) as archive, archive.writing():
        archive.connection.execute(outdated)
    with open_archive(database) as archive:
        archive.reindex()


def _copy_of(database: Path) -> Path:
    return database.with_name("copy.db")


@contextmanager
def disturbed(database: Path, folder: Path, seed: int, *, word: str, after: float) -> Iterator[None]:
    """Within, the process has been killed so many seconds ``after`` it said this ``word``: begun, or changed."""
    command = [sys.executable, "-m", "tests.store.archive.sqlite.crashing", str(database), str(folder), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while process.stdout.readline() != f"{word}\n":
            assert process.poll() is None
        time.sleep(after)
        assert process.poll() is None, "it was to be killed, and ended by itself"
        process.kill()
    yield


@contextmanager
def disturbed_by_fork(database: Path, folder: Path, seed: int, *, word: str, after: float) -> Iterator[None]:
    """The same with a process that is forked off this one, which has imported and read all it needs: some times as many kills
    an hour. Nothing may be open here."""
    context = multiprocessing.get_context("fork")
    told, tell = context.Pipe(duplex=False)
    process = context.Process(target=disturb, args=(database, folder, seed, tell.send), daemon=True)
    process.start()
    tell.close()
    while told.recv() != word:
        pass
    time.sleep(after)
    assert process.is_alive(), "it was to be killed, and ended by itself"
    process.kill()
    process.join()
    told.close()
    yield


@dataclass(frozen=True, slots=True)
class State:
    """What was found after a kill."""

    reports: int
    sentences: int
    faults: tuple[str, ...]


def inspect(database: Path, folder: Path, *, beside_fresh: bool = True) -> State:
    """What is stored, and everything that is wrong with it; ``folder`` is for the files of a fresh build."""
    with open_archive(database) as archive:
        faults = [*archive.check(), *_halves(archive)]
        infos = archive.reports()
        if beside_fresh and not faults:
            faults += _ranks_otherwise(archive, folder)
        if _copy_of(database).exists():  # as a backup appears: whole, or not at all
            with open_archive(_copy_of(database)) as copied:
                faults += [f"the copy: {fault}" for fault in (*copied.check(), *_halves(copied))]
        return State(len(infos), sum(info.sentences for info in infos), tuple(faults))


def _halves(archive: Archive) -> Iterator[str]:
    """The reports that are not what one version of their file says."""
    for info in archive.reports():
        stored = archive.stored(info.id)
        version = _VERSION.search(stored.text)
        if version is None:
            yield f"{info.id} tells no version"
            continue
        if stored not in _whole(info.source, int(version[1])):
            yield f"{info.id} is not the report that version {version[1]} of {info.source} holds"


@lru_cache(1 << 9)  # most reports stand through many kills
def _whole(source: str, version: int) -> tuple[Report, ...]:
    """The reports that one version of a file holds."""
    return parse(decode("x", source, text_of(int(Path(source).stem), version).encode()))


def _ranks_otherwise(archive: Archive, folder: Path) -> Iterator[str]:
    """The questions that a fresh file of the same reports answers otherwise."""
    fresh_files = folder / "fresh"
    fresh_files.mkdir(exist_ok=True)
    for old in fresh_files.iterdir():
        old.unlink()
    stored = {info.id for info in archive.reports()}
    for info in archive.reports():
        version = _VERSION.search(archive.stored(info.id).text)
        assert version is not None
        text = text_of(int(Path(info.source).stem), int(version[1]))
        (fresh_files / info.source).write_text(text, "utf-8")
    with open_archive(fresh_files / "fresh.db") as fresh:
        load([fresh_files], fresh, loaded_at=lambda: NOW)
        fresh.remove([info.id for info in fresh.reports() if info.id not in stored])
        if {info.id for info in fresh.reports()} != stored:
            yield "a fresh build has other reports"
            return
        for question in QUESTIONS:
            if _ranking(archive, question) != _ranking(fresh, question):
                yield f"another ranking than a fresh build for {question}"


def _ranking(archive: Archive, question: str) -> list[tuple[int, float]]:
    text = fold(question)
    query = Query(
        (
            FieldQuery("words", tuple(Term(one, 1.0) for one in dict.fromkeys(words(text)))),
            *(
                FieldQuery(field, tuple(Term(one, 1.0) for one in dict.fromkeys(grams(text))))
                for field in ("grams", "heading", "title")
            ),
        )
    )
    found: tuple[Candidate, ...] = SqliteEngine(archive.connection, RankSettings().fields).search(
        query, filters=None, limit=60
    )
    return [(one.sentence, one.score) for one in found]


if __name__ == "__main__":
    disturb(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), lambda word: print(word, flush=True))
