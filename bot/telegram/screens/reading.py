"""Stored sentences → what a person reads around a quotation: its neighbours, its section, the sentence by itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.citations import path_line
from bot.telegram.screens import markup
from bot.telegram.screens.callbacks import Action, Callback, leaf_of, page_of, piece_of
from bot.telegram.screens.markup import Rich
from bot.telegram.screens.model import Button, Screen
from bot.telegram.screens.pieces import copy_button, deep_link, source_line
from bot.wording import chat

if TYPE_CHECKING:
    from store.model import ReportInfo, StoredSentence

_LEAF = 1200  # UTF-16 units: about two screens of a phone
_LONGEST_TEXT = 3500  # leaves room for the source line in the same message
_LONGEST_PATH = 300
_LONGEST_TITLE = 80
# Telegram asks whom to send the link to.
_SHARING = "https://t.me/share/url?url="


def context_screens(
    sentences: Sequence[StoredSentence], chosen: int, info: ReportInfo, *, number: int, page: int, bot: str
) -> tuple[Screen, ...]:
    """The sentences around the one of the id ``chosen``, that one in bold, paragraph by paragraph."""
    rows = [
        (
            Button(chat.BACK, Callback(Action.BACK, number, piece_of(page)).data),
            Button(chat.SECTION, Callback(Action.SECTION, number, piece_of(page)).data),
            Button(chat.SOURCE, url=deep_link(bot, chosen)),
        )
    ]
    section = next((one.section for one in sentences if one.id == chosen), ())
    parts = list(markup.cut(_text(sentences, chosen), _LONGEST_TEXT))
    return markup.screens([parts[_holding(parts)], source_line(info, section)], rows)


def section_screens(
    sentences: Sequence[StoredSentence],
    chosen: int,
    info: ReportInfo,
    *,
    number: int,
    page: int,
    bot: str,
    downloadable: bool,
) -> tuple[Screen, ...]:
    """The section of the sentence ``chosen``, whose neighbours ``sentences`` are, leaf by leaf.

    ``page`` is the one that the button carried: the piece of evidence, and the leaf, of which 0 is where it stands.
    """
    inside = _section(sentences, chosen)
    leaves = list(markup.cut(_text(inside, chosen), _LEAF))
    leaf = min(leaf_of(page) or _holding(leaves) + 1, len(leaves))
    piece = piece_of(page)
    turning = [
        Button(said, Callback(Action.SECTION, number, page_of(piece, place)).data)
        for said, place in ((chat.BEFORE, leaf - 1), (chat.NEXT, leaf + 1))
        if 1 <= place <= len(leaves)
    ]
    others = [
        Button(chat.BACK, Callback(Action.BACK, number, piece).data),
        Button(chat.SOURCE, url=deep_link(bot, chosen)),
        *([Button(chat.FILE, Callback(Action.FILE, number, piece).data)] if downloadable else []),
    ]
    heading = markup.shortened(path_line(inside[0].section) if inside else "", _LONGEST_PATH)
    above = [
        markup.bold(f"《{markup.shortened(info.title, _LONGEST_TITLE)}》"),
        *([markup.plain(heading)] if heading else []),
    ]
    below = [markup.plain(chat.leaf(leaf, len(leaves)))] if len(leaves) > 1 else []
    return markup.screens([*above, leaves[leaf - 1], *below], [turning, others])


def source_screens(sentence: StoredSentence, info: ReportInfo, *, bot: str) -> tuple[Screen, ...]:
    """A sentence by itself, as a link to it opens it: exact, with everything that is known of its report."""
    heading = markup.shortened(path_line(sentence.section), _LONGEST_PATH)
    known = [
        *(part for part in (chat.in_year(info.year) if info.year else "", info.place or "", info.kind or "") if part),
        *([chat.published(info.published)] if info.published else []),
    ]
    lines = [f"—— 《{info.title}》", heading, " · ".join(known), chat.from_file(info.source)]
    below = markup.joined([markup.plain(line) for line in lines], "\n")
    copying = copy_button(sentence.text, info, sentence.section)
    sharing = Button(chat.SHARE, url=_SHARING + quote(deep_link(bot, sentence.id), safe=""))
    return markup.screens(
        [markup.quoted(markup.plain(sentence.text)), below], [[sharing, *([copying] if copying else [])]]
    )


def stale_screen() -> Screen:
    """For a button of an answer that is no longer there."""
    return markup.screens([markup.plain(chat.STALE)])[0]


def _text(sentences: Sequence[StoredSentence], chosen: int) -> Rich:
    """The sentences paragraph by paragraph, the chosen one in bold."""
    paragraphs = [
        markup.joined([markup.bold(one.text) if one.id == chosen else markup.plain(one.text) for one in paragraph], "")
        for _, paragraph in groupby(sentences, key=lambda one: one.paragraph)
    ]
    return markup.joined(paragraphs, "\n")


def _holding(parts: Sequence[Rich]) -> int:
    """Which of the parts the chosen sentence begins in."""
    return next((place for place, part in enumerate(parts) if any("b" in run.tags for run in part)), 0)


def _section(sentences: Sequence[StoredSentence], chosen: int) -> list[StoredSentence]:
    """The sentences under the same headings as the chosen one, without those of another section of the same name."""
    for _, group in groupby(sentences, key=lambda one: one.section):
        inside = list(group)
        if any(one.id == chosen for one in inside):
            return inside
    return []
