"""Many people asking at once, for measuring a bot: how many questions it answers in a second, and how soon.

The bot must answer each question with one message, in order within a chat: the first answer in a chat is then that to
the first question. Times are taken where a person would see the message, so they hold the bot's poll and its sending.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice

from tests.bot.fake_telegram import FakeTelegram, Person


@dataclass(frozen=True, slots=True)
class Load:
    """How a load went; times in milliseconds from question to answer."""

    asked: int
    answered: int
    seconds: float
    per_second: float
    median: float
    p95: float
    longest: float


def drive(
    telegram: FakeTelegram,
    people: Sequence[Person],
    questions: Sequence[str],
    *,
    count: int,
    rate: float | None,
    patience: float = 60.0,
) -> Load:
    """Ask so many questions, at a rate per second or, without one, each person as soon as the last was answered."""
    world = telegram.world
    before = world.said_by_bot

    def answered(due: int) -> bool:
        return world.said_by_bot - before >= due

    marks = [person.private.chat.last_id for person in people]
    started = time.monotonic()
    for number, (person, question) in enumerate(islice(zip(cycle(people), cycle(questions), strict=False), count)):
        if rate:
            time.sleep(max(0.0, started + number / rate - time.monotonic()))
        else:
            telegram.wait_until(partial(answered, number - len(people) + 1), "answers", timeout=patience)
        person.sends(question)
    telegram.wait_until(partial(answered, count), "the last answers", timeout=patience)
    seconds = time.monotonic() - started
    waits = [wait for person, mark in zip(people, marks, strict=True) for wait in waits_of(person, mark)]
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    return Load(count, len(waits), seconds, count / seconds, cuts[49], cuts[94], max(waits))


def waits_of(person: Person, mark: int) -> list[float]:
    """How long each question after that message waited, in milliseconds."""
    said = [kept for message_id, kept in person.private.chat.messages.items() if message_id > mark]
    questions = (kept.when for kept in said if not kept.by_bot)
    answers = (kept.when for kept in said if kept.by_bot)
    return [(answer - question) * 1000 for question, answer in zip(questions, answers, strict=False)]
