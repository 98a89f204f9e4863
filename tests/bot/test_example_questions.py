"""The first questions that a chat offers: natural, and answered by the very figure that they were made from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import wiring
from bot.example_questions import examples
from retrieval.ask import Asker
from retrieval.model import Answer
from store.archive.sqlite.archive import Archive


@pytest.fixture
def archive(loaded: Path) -> Iterator[Archive]:
    with wiring.open_archive(loaded, readonly=True) as opened:
        yield opened


class _Counting:
    """The real asker, with the questions put to it."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self.asked: list[str] = []

    def ask(self, question: str) -> Answer:
        self.asked.append(question)
        return self._asker.ask(question)


def test_examples_are_everyday_questions_unlike_each_other(archive: Archive) -> None:
    found = examples(archive, wiring.asker(archive))
    assert found == ("石渡区建成了多少座公厕？", "2021年云堤县招聘了多少名教师？", "石渡区垃圾分类覆盖面是多少？")


def test_each_example_is_answered_with_its_figure(archive: Archive) -> None:
    asker = wiring.asker(archive)
    for question in examples(archive, asker, most=5):
        answer = asker.ask(question)
        assert answer.status == "answered"
        assert answer.answers[0].asked is not None


def test_few_questions_are_asked_to_find_them(archive: Archive) -> None:
    counting = _Counting(wiring.asker(archive))
    assert len(examples(archive, counting, most=100)) < 30
    assert len(counting.asked) <= 30


def test_an_empty_store_has_no_examples(tmp_path: Path) -> None:
    with wiring.open_archive(tmp_path / "empty.db") as empty:
        assert examples(empty, wiring.asker(empty)) == ()
