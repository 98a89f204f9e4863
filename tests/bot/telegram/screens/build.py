"""Answers, reports and sentences built by hand, and what every message must be whatever stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from bot.telegram.screens.callbacks import read_callback
from bot.telegram.screens.markup import harmless
from bot.telegram.screens.model import Button, Screen
from retrieval.model import Answer, Evidence, Question, Reason, ReasonCode, Status
from retrieval.model import Kind as QuestionKind
from store.figures.extract import figures_in
from store.model import ReportInfo, StoredSentence
from tests.bot.fake_telegram.html import from_html
from tests.bot.fake_telegram.markup import Formatted

BOT = "wenbao_bot"
INFO = ReportInfo(
    *("yundi-1", "云堤县教育局工作总结", 2021, "云堤县", "年度总结", "2022-01-05", "yundi.txt", 1),
    *("2024-01-01T00:00:00+00:00", 3, 9, 4),
)
QUOTE = "全年招聘教师132名，其中研究生17名。"
# Everything that a file or a person may send, halves of characters among it.
anything = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from("<>&\"'\u202e\n。，")), max_size=60)
long_texts = st.builds(lambda text, times: (text or "长") * times, anything, st.sampled_from([1, 1, 30, 200]))


def info(title: str = INFO.title, **changes: object) -> ReportInfo:
    return replace(INFO, title=title, **changes)


def evidence(quote: str = QUOTE, *, rank: int = 1, reasons: Iterable[str] = (), **changes: object) -> Evidence:
    figures = figures_in(quote)
    made = Evidence(
        **{"rank": rank, "score": 2.5, "confidence": 0.9, "quote": quote, "start": 0, "end": len(quote)},
        **{"report": INFO, "section": ("一、2021年工作回顾",), "planned": False, "matched": (), "coverage": 1.0},
        **{"why": tuple(Reason(code, 1.0) for code in reasons), "sentence": 100 + rank, "figures": figures},
    )
    return replace(made, **changes)


def answer(
    *given: Evidence,
    status: Status = "answered",
    reason: ReasonCode = "ok",
    kind: QuestionKind = "count",
    understood: Question | None = None,
    **changes: object,
) -> Answer:
    asked = understood or Question("招聘了多少名教师", kind, ())
    found = {"nearest" if status == "no_answer" else "answers": given}
    return replace(Answer(asked.text, status, reason, asked, ()), **found, **changes)


def sentences(*texts: str, section: tuple[str, ...] = ("一、2021年工作回顾",)) -> tuple[StoredSentence, ...]:
    return tuple(
        StoredSentence(100 + place, INFO.id, text, 0, len(text), section, place // 2, False)
        for place, text in enumerate(texts)
    )


def read(screen: Screen) -> Formatted:
    """The message as Telegram parses it."""
    return from_html(screen.html)


def text_of(screens: Sequence[Screen]) -> str:
    """What is to be read, all messages one under the other."""
    return "\n".join(read(one).text for one in screens)


def buttons(screens: Sequence[Screen]) -> dict[str, Button]:
    """The buttons under the last message, by their labels."""
    return {button.label: button for row in screens[-1].rows for button in row}


def check(screens: Sequence[Screen]) -> None:
    """Every rule of Telegram that a message and its buttons must keep."""
    assert screens
    for one in screens:
        check_html(one.html)
        for button in (button for row in one.rows for button in row):
            check_button(button)
    assert all(row for one in screens for row in one.rows)
    assert not any(one.rows for one in screens[:-1])


def check_html(html: str) -> None:
    assert not re.search("&(?!(?:lt|gt|amp|quot);)", html)  # whatever stands for itself is escaped
    html.encode("utf-8")
    parsed = from_html(html)
    assert 0 < len(parsed.text.encode("utf-16-le")) // 2 <= 4096
    assert len(parsed.entities) <= 100
    assert any(unicodedata.category(char) not in ("Zs", "Zl", "Zp", "Cc", "Cf") for char in parsed.text)
    assert not any(char in parsed.text for char in "\r\x00\x1b\x85\u202e\u2066")


def check_button(button: Button) -> None:
    assert button.label.strip()
    assert sum(one is not None for one in (button.callback, button.url, button.copy)) == 1
    if button.callback is not None:
        assert len(button.callback.encode()) <= 64
        assert read_callback(button.callback) is not None
    if button.copy is not None:
        assert 1 <= len(button.copy.encode("utf-16-le")) // 2 <= 256
    if button.url is not None:
        assert button.url.startswith("https://t.me/")


def said(text: str) -> str:
    """A text of a report as it stands in a message."""
    return harmless(text)
