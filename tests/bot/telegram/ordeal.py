"""People ask and administrators load while the program is killed or the network fails; then everything is counted.

In groups the bot's answers are replies, so that each question's answers can be told apart. By hand, in full:

    python -m tests.bot.telegram.ordeal kills      # 200 questions, 10 loads, 20 kills
    python -m tests.bot.telegram.ordeal network    # 200 questions, 10 % of all calls go wrong
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.wiring import open_archive
from tests.bot.fake_telegram import (
    BAD_GATEWAY,
    BAD_GATEWAY_AFTER,
    DROPPED,
    DROPPED_AFTER,
    SERVER_ERROR,
    SERVER_ERROR_AFTER,
    TOO_MANY,
    FakeTelegram,
    Message,
    Person,
    Room,
    slow,
)
from tests.bot.telegram.serving import ROOT, Served

QUESTIONS = (
    "云泽区2021年压减了多少家学科类培训机构",
    "临岚市2021年新建改扩建幼儿园投入资金多少",
    "临岚市2022年学生总体近视率是多少",
    "谁被评为全省最美乡村教师",
    "青禾县2022年招聘了多少名教师",
    "云泽区2022年教师编制方面存在什么问题",
)
_PATIENCE = 180.0  # seconds until the last answer must be there


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it. ``answers`` are how many each question got; ``reports`` are the titles of the loaded files."""

    kills: int
    answers: tuple[int, ...]
    judged: int
    verdicts: int
    loads: int
    reports: tuple[str, ...]
    problems: tuple[str, ...]
    incidents: tuple[dict[str, object], ...]
    seconds: float

    @property
    def lost(self) -> int:
        """Questions without an answer."""
        return sum(count == 0 for count in self.answers)

    @property
    def doubled(self) -> int:
        """Answers beyond the first."""
        return sum(max(count - 1, 0) for count in self.answers)


def report(number: int) -> bytes:
    """A report of its own, some hundred sentences long."""
    lines = [f"云堤县{1980 + number}年教育工作总结", "一、主要工作"]
    lines += [f"全年第{place}批招聘教师{number * 1000 + place}名,投入资金{place + 1}万元。" for place in range(120)]
    return "\n".join(lines).encode()


def ordeal(folder: Path, *, questions: int, loads: int, kills: int, failing: float, seed: int) -> Result:
    """Run it, and count."""
    start = time.monotonic()
    chance = random.Random(seed)
    with FakeTelegram() as telegram:
        admin = telegram.person("管理员")
        people = [telegram.person(name) for name in ("王敏", "李雷", "韩梅")]
        rooms = [telegram.group(title, admin, *people) for title in ("办公室", "研究组", "记者站")]
        served = Served(
            telegram,
            folder,
            admins=[admin],
            allowed_chats=[room.id for room in rooms],
            questions_per_minute=10_000,
            messages_per_second=0,
        )
        served.load(ROOT / "bot" / "samples")
        if failing:
            _let_fail(telegram, failing, seed)
        served.start()
        asked: list[tuple[Room, Message]] = []
        judged: list[int] = []
        pause = 2.5 * kills / questions or 0.15  # seconds; questions are asked for as long as the program is killed
        asking = threading.Thread(target=_ask, args=(people, rooms, questions, pause, asked, judged, chance))
        asking.start()
        for number in range(loads):
            admin.sends_document(report(number), f"r{number}.txt")
        for number in range(kills):
            if number % 5:  # the fifth may fall into the start
                served.wait_until_ready()
            time.sleep(chance.uniform(0.0, 1.5))
            served.kill()
            served.start()
        asking.join()
        telegram.faults.clear()
        patience = time.monotonic() + _PATIENCE
        while not _all_done(served, asked, loads) and time.monotonic() < patience:  # what is missing then is counted
            time.sleep(0.2)
        served.stop()
        titles, problems = _stored(served)
        return Result(
            kills=kills,
            answers=tuple(_answers(asked)),
            judged=len(judged),
            verdicts=_count(served, "SELECT COUNT(*) FROM verdicts"),
            loads=loads,
            reports=titles,
            problems=problems,
            incidents=tuple(served.incidents),
            seconds=time.monotonic() - start,
        )


def _ask(
    people: Sequence[Person],
    rooms: Sequence[Room],
    questions: int,
    pause: float,
    asked: list[tuple[Room, Message]],
    judged: list[int],
    chance: random.Random,
) -> None:
    for number in range(questions):
        person, room = chance.choice(people), chance.choice(rooms)
        asked.append((room, person.sends(f"/ask {QUESTIONS[number % len(QUESTIONS)]}？", room)))
        time.sleep(chance.uniform(0.0, pause))
        if number % 10 == 9:
            _judge(people, rooms, judged, chance)


def _judge(people: Sequence[Person], rooms: Sequence[Room], judged: list[int], chance: random.Random) -> None:
    """One of the people presses 👎 under an answer of theirs that nobody has judged."""
    room = chance.choice(rooms)
    by_id = {one.id: one for one in room.messages}
    for message in reversed(room.messages):
        question = by_id.get(message.reply_to or 0)
        person = next((one for one in people if question is not None and one.id == question.sender_id), None)
        if message.by_bot and person is not None and "👎" in message.labels and message.id not in judged:
            person.forges(message, message.button("👎").data or "")  # not waited for: the program may be gone
            judged.append(message.id)
            return


def _let_fail(telegram: FakeTelegram, rate: float, seed: int) -> None:
    kinds = [
        *(TOO_MANY, SERVER_ERROR, SERVER_ERROR_AFTER, BAD_GATEWAY, BAD_GATEWAY_AFTER, DROPPED, DROPPED_AFTER),
        slow(6.0),  # the bot waits five seconds
    ]
    telegram.faults.at_rate(rate, kinds, seed=seed)


def _answers(asked: Sequence[tuple[Room, Message]]) -> Iterator[int]:
    said = Counter((room.id, one.reply_to) for room in {room.id: room for room, _ in asked}.values() for one in room.messages if one.by_bot)  # fmt: skip
    return (said[room.id, message.id] for room, message in asked)


def _all_done(served: Served, asked: Sequence[tuple[Room, Message]], loads: int) -> bool:
    return (
        all(_answers(asked))
        and _count(served, "SELECT COUNT(*) FROM received WHERE content IS NOT NULL") == 0
        and _count(served, "SELECT COUNT(*) FROM loads WHERE state = 'done'") == loads
        and not served.telegram.unacknowledged
    )


def _count(served: Served, statement: str) -> int:
    with _reading(served.folder / "wenbao-chats.db") as db:
        return int(db.execute(statement).fetchone()[0])


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    try:
        yield db
    finally:
        db.close()


def _stored(served: Served) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The titles of the reports that were loaded in the chat, and what is wrong with the report file."""
    with open_archive(served.database, readonly=True) as archive:
        infos = [info for info in archive.reports() if info.place == "云堤县" or info.title.startswith("云堤县")]
        halves = [f"{info.id}: {info.sentences} sentences" for info in infos if info.sentences != 120]
        return tuple(info.title for info in infos), (*archive.check(), *halves)


def main() -> None:
    """Run one of the two in full and print what came of it."""
    network = sys.argv[1:] == ["network"]
    with tempfile.TemporaryDirectory() as folder:
        result = ordeal(
            Path(folder),
            questions=200,
            loads=10,
            kills=0 if network else 20,
            failing=0.1 if network else 0.0,
            seed=int(time.time()),
        )
    print(
        f"{len(result.answers)} questions: {result.lost} lost, {result.doubled} doubled; {result.kills} kills;"
        f" {result.judged} verdicts given, {result.verdicts} kept; {result.loads} loads, {len(set(result.reports))} reports,"
        f" {len(result.problems)} problems; {len(result.incidents)} incidents; {result.seconds:.0f} s"
    )
    for one in (*result.problems, *result.incidents):
        print(one)


if __name__ == "__main__":
    main()
