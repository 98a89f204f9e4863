"""What every reader module gives back: the text of one file and what its format says beside the text.

Tables of any format become lines by the same rule, :func:`store.readers.tables.table_lines`.

Text uses ``\\n`` only. In word-processor, PDF, web and spreadsheet formats each line is one whole paragraph or table
row; in plain text the lines are as they stand in the file.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.model import DroppedLine


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one file, before it becomes a :class:`store.model.Source`.

    ``encoding`` is None for formats that carry none of their own. ``headings`` are the numbers, from 1 and in order,
    of the lines that the format marks as headings. ``title`` and ``published`` (ISO date) are what the format says
    beside the text, ``site`` the name of the web site and ``origin`` whom the page names as its source, None where it
    says nothing. ``dropped`` are lines that only the reader could know to be furniture; they are not part of ``text``.
    ``levels`` are those of the headings, from 1, empty where there are none; ``rows`` are
    the numbers of the lines that are rows of tables.
    """

    text: str
    encoding: str | None = None
    headings: tuple[int, ...] = ()
    title: str | None = None
    published: str | None = None
    dropped: tuple[DroppedLine, ...] = ()
    levels: tuple[int, ...] = ()
    site: str | None = None
    origin: str | None = None
    rows: tuple[int, ...] = ()
