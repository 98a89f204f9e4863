"""How long what was said is kept where the clock jumps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversations.archive import Conversations
from bot.conversations.keeping import Keeping

DAY, NOW = 86_400.0, 1_700_000_000.0
DAYS = 90


class Clock:
    """A clock that can be set, and the seconds that went by."""

    def __init__(self) -> None:
        self.now, self.passed = NOW, 0.0

    def wait(self, days: float) -> None:
        """Time goes by."""
        self.now += days * DAY
        self.passed += days * DAY

    def keeping(self) -> Keeping:
        """What a program that starts now keeps."""
        return Keeping(DAYS, lambda: self.now, lambda: self.passed)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    opened = Conversations.open(tmp_path / "chats.db")
    for number, age in enumerate((100, 60, 1)):
        opened.receive(number, "{}", now=NOW - age * DAY)
    yield opened
    opened.close()


def there(kept: Conversations) -> list[int]:
    return [one.id for one in kept.unfinished()]


def test_what_is_too_old_is_dropped_day_by_day(kept: Conversations, clock: Clock) -> None:
    keeping = clock.keeping()
    assert keeping.tidy(kept)
    assert there(kept) == [1, 2]
    clock.wait(31)
    assert keeping.tidy(kept)
    assert there(kept) == [2]


@pytest.mark.parametrize("jump", [365, -1.5])
def test_a_clock_that_is_set_anew_drops_no_more_than_the_time_that_went_by(
    kept: Conversations, clock: Clock, jump: float
) -> None:
    keeping = clock.keeping()
    clock.now += jump * DAY
    for _ in range(3):
        clock.wait(1)
        assert not keeping.tidy(kept)
    assert there(kept) == [1, 2]


def test_a_start_at_which_all_is_too_old_waits_for_a_day(kept: Conversations, clock: Clock) -> None:
    clock.now += 365 * DAY
    keeping = clock.keeping()
    assert not keeping.tidy(kept)
    assert there(kept) == [0, 1, 2]
    clock.wait(1)
    assert keeping.tidy(kept)
    assert there(kept) == []
