"""Loads, and what the bot has to say beside answers → messages: progress, what came of it, refusals, faults."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from bot.telegram.screens import markup
from bot.telegram.screens.callbacks import Action, Callback
from bot.telegram.screens.lists import said_screen
from bot.telegram.screens.markup import Rich
from bot.telegram.screens.model import Button, Screen
from bot.wording import chat

if TYPE_CHECKING:
    from store.errors import ReportQAError
    from store.ingest.load import FileOutcome, LoadSummary
    from store.model import ReportInfo

Stage = Literal["download", "parse", "split", "store"]

_MOST_LISTED = 10
_LONGEST_NAME = 60
_LONGEST_REASON = 200


def progress_screen(name: str, stage: Stage, done: int, total: int) -> Screen:
    """How far a load is: the stages behind, the one under way, and how many files are done where there are several."""
    names = list(chat.STAGES)
    now = names.index(stage)
    steps = " → ".join(
        f"✓ {said}" if place < now else f"▸ {said}" if place == now else said
        for place, said in enumerate(chat.STAGES.values())
    )
    counted = [markup.plain(chat.nth(done, total))] if total > 1 else []
    return markup.screens([markup.plain(chat.loading(_name(name))), markup.plain(steps), *counted])[0]


_A_ROW = 3  # buttons that a phone shows side by side


def loaded_screen(summary: LoadSummary, infos: Sequence[ReportInfo], *, number: int) -> Screen:
    """What became of the files; ``infos`` are the reports that this load stored."""
    figures = sum(info.figures for info in infos)
    sentences = sum(info.sentences for info in infos)
    pieces = [markup.bold(chat.stored(len(infos), sentences, figures) if infos else chat.NOTHING_NEW)]
    pieces += _listed([_report(info, counted=len(infos) > 1) for info in infos])
    stored = {info.id for info in infos}  # what a load stored before a restart is unchanged, and its own
    unchanged = sum(file.status == "unchanged" and stored.isdisjoint(file.reports) for file in summary.files)
    duplicate = sum(file.status == "duplicate" for file in summary.files)
    for count, word in ((unchanged, chat.unchanged), (duplicate, chat.duplicate)):
        pieces += [markup.plain(word(count))] if count else []
    broken = [file for file in summary.files if file.error is not None]
    if broken:
        pieces += [markup.bold(chat.failed(len(broken))), *_listed([_failure(file) for file in broken])]
    buttons = _mending(summary, infos, number)
    return markup.screens(pieces, [buttons[:_A_ROW], buttons[_A_ROW:]])[0]


def _report(info: ReportInfo, *, counted: bool) -> Rich:
    known = [
        chat.in_year(info.year) if info.year is not None else f"⚠️ {chat.UNKNOWN_YEAR}",
        info.place or chat.UNKNOWN_PLACE,
        *([info.issuer] if info.issuer else []),
        *([chat.sentences_of(info.sentences)] if counted else []),
    ]
    return markup.joined([markup.plain(f"《{_name(info.title)}》"), markup.plain(" · ".join(known))], "\n")


def _failure(file: FileOutcome) -> Rich:
    if file.error is None:
        return ()
    name = _name(PurePath(file.path.replace("\\", "/")).name)
    return markup.plain(markup.shortened(chat.failure(name, file.error), _LONGEST_REASON))


def _mending(summary: LoadSummary, infos: Sequence[ReportInfo], number: int) -> tuple[Button, ...]:
    """To take the load back; and to correct year and place where it can only be one report's.

    What took the place of an older text cannot be taken back, since the older one is gone.
    """
    if len(infos) <= sum(len(file.reports) for file in summary.files if file.status == "replaced"):
        return ()
    buttons = [_button(chat.UNDO, Action.UNDO, number)]
    if len(infos) == len(summary.files) == 1:
        buttons += _correcting(number)
    return tuple(buttons)


def _correcting(number: int) -> list[Button]:
    return [_button(said, Action(field), number) for field, said in chat.SET.items()]


def _button(said: str, action: Action, number: int) -> Button:
    return Button(said, Callback(action, number, 0).data)


def _listed(lines: Sequence[Rich]) -> list[Rich]:
    """The lines, the rest of a long list as a count."""
    left = len(lines) - _MOST_LISTED
    return [*lines[:_MOST_LISTED], *([markup.plain(chat.and_more(left))] if left > 0 else [])]


def undone_screen(titles: Sequence[str]) -> Screen:
    """After a load was taken back; no titles where that had been done before."""
    if not titles:
        return said_screen(chat.UNDONE_ALREADY)
    lines = _listed([markup.plain(f"《{_name(title)}》") for title in titles])
    return markup.screens([markup.plain(chat.undone(len(titles))), *lines])[0]


def prompt_for(field: str, info: ReportInfo) -> Screen:
    """Asks what a field of the one report that was loaded should be."""
    return said_screen(chat.ask_for(field, _name(info.title)))


def corrected_screen(info: ReportInfo, *, number: int | None) -> Screen:
    """After a correction: the report as it is now, and the buttons again where it belongs to a load."""
    row = [] if number is None else [_button(chat.UNDO, Action.UNDO, number), *_correcting(number)]
    return markup.screens([markup.bold(chat.CORRECTED), _report(info, counted=True)], [row[:_A_ROW], row[_A_ROW:]])[0]


def failed_screen(error: ReportQAError) -> Screen:
    """What could not be done, where, and the way out."""
    parts = [part for part in (error.where, error.what) if part]
    said = "：".join(parts) + (f"；{error.remedy}" if error.remedy else "")
    return said_screen(markup.shortened(said, _LONGEST_REASON) or chat.NOTHING_NEW)


def too_large(name: str, most: int) -> Screen:
    """For a file of more than ``most`` megabytes, which Telegram gives to no bot."""
    return markup.screens([markup.plain(chat.too_large(_name(name), most)), markup.code(chat.TOO_LARGE_COMMAND)])[0]


def refused(number: int) -> Screen:
    """To a person who may not ask, or a group where nobody may: the own number, to be handed to the administrator."""
    copying = Button(chat.COPY_ID, copy=str(number))
    said = chat.refused(group=number < 0)  # as Telegram numbers groups
    return markup.screens([markup.plain(said), markup.code(str(number))], [[copying]])[0]


def slow_down(seconds: int) -> Screen:
    """To a person who asks too fast."""
    return said_screen(chat.slow_down(seconds))


def incident(number: str) -> Screen:
    """After a fault of ours; the number stands in the log."""
    return said_screen(chat.incident(number))


def _name(text: str) -> str:
    return markup.shortened(markup.harmless(text).strip(), _LONGEST_NAME) or "…"
