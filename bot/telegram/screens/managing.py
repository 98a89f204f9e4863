"""What administrators see beside loads: the question before a removal, and the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.telegram.screens import markup
from bot.telegram.screens.callbacks import Action, Callback
from bot.telegram.screens.lists import said_screen
from bot.telegram.screens.model import Button, Screen
from bot.wording import serving

if TYPE_CHECKING:
    from bot.conversations.archive import Statistics
    from store.model import ReportInfo

_MOST_LISTED = 20
_LONGEST_TITLE = 60


def confirm_removal_screen(infos: Sequence[ReportInfo], *, number: int) -> Screen:
    """Names the reports, and asks."""
    lines = [
        markup.joined([markup.code(info.id), markup.plain(f"《{markup.shortened(info.title, _LONGEST_TITLE)}》")], " ")
        for info in infos[:_MOST_LISTED]
    ]
    left = len(infos) - len(lines)
    more = [markup.plain(serving.and_more(left))] if left else []
    button = Button(serving.REMOVE_YES, Callback(Action.REMOVE, number, 0).data)
    return markup.screens([markup.bold(serving.confirm_removal(len(infos))), *lines, *more], [[button]])[0]


def removed_screen(count: int) -> Screen:
    """After a removal."""
    return said_screen(serving.removed(count))


def statistics_screen(infos: Sequence[ReportInfo], statistics: Statistics) -> Screen:
    """What is stored, and how much was asked in the last week."""
    stored = serving.stored(len(infos), sum(info.sentences for info in infos), sum(info.figures for info in infos))
    asked = serving.asked(statistics.questions, statistics.people, statistics.median_ms)
    outcomes = "，".join(f"{serving.STATUSES.get(status, status)} {count}" for status, count in statistics.statuses)
    verdicts = f"{serving.VERDICTS['up']} {statistics.up}　{serving.VERDICTS['down']} {statistics.down}"
    lines = [stored, asked, *([outcomes] if outcomes else []), verdicts]
    return markup.screens([markup.bold(serving.STATISTICS), *map(markup.plain, lines)])[0]
