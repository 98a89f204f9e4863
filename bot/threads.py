"""Threads of questions that follow each other up, each under an address that nobody can guess."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.answering import Filters
from bot.conversations.archive import AskedQuestion
from bot.desk import Desk
from bot.viewer import FIRST_PERSON, Viewer

if TYPE_CHECKING:
    from retrieval.model import Answer

_END = 1 << 63


def new() -> int:
    """The number of a new thread."""
    return FIRST_PERSON + secrets.randbelow(_END - FIRST_PERSON)


def of_address(text: str) -> int | None:
    """The number of a thread by its address; None where that cannot be one.

    >>> of_address(f"{FIRST_PERSON + 1:x}") == FIRST_PERSON + 1, of_address("1f"), of_address("../x")
    (True, None, None)
    """
    try:
        number = int(text, 16) if len(text) <= 16 and text.isascii() and text.isalnum() else 0
    except ValueError:
        return None
    return number if FIRST_PERSON <= number < _END else None


async def ask(
    desk: Desk, viewer: Viewer, thread: int, question: str, *, report: str | None
) -> tuple[AskedQuestion, Answer]:
    """A question of the thread with its answer, both noted down; one about a single report follows up nothing."""
    earlier = desk.conversations.asked_in(thread)
    context = earlier[-1].followed if earlier and not report else ()
    asked = desk.conversations.ask(
        received=None,
        kind="ask",
        chat=thread,
        person=viewer.person,
        question=question,
        context=context,
        report=report,
        now=desk.clock(),
    )
    answer = await answered(desk, viewer, asked)
    desk.conversations.answered(
        asked.number,
        message=asked.number,
        status=answer.status,
        evidence=[one.sentence for one in answer.answers or answer.nearest],
        elapsed_ms=answer.elapsed_ms,
    )
    return asked, answer


async def answered(desk: Desk, viewer: Viewer, asked: AskedQuestion) -> Answer:
    """The answer to a noted question from what the reports say today and the viewer may see."""
    filters = Filters(report=asked.report)
    return await desk.answer(viewer, asked.question, context=asked.context, filters=filters, whole=True)
