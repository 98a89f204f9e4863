"""Questions in, quoted answers out. The names that other packages use; everything else is internal.

A name's module is imported when the name is first asked for: whoever only searches does not wait for all that answering
needs.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.ask import Asker
    from retrieval.index.sqlite.engine import SqliteEngine, SqliteIndex
    from retrieval.model import (
        Answer,
        Comparison,
        ComparisonRow,
        Evidence,
        FieldWeights,
        Question,
        RankSettings,
        Reason,
    )
    from retrieval.query.administrator_words import WordFiles
    from retrieval.query.understanding import asks_for_reports

_HOMES = {
    "Answer": "retrieval.model",
    "Asker": "retrieval.ask",
    "Comparison": "retrieval.model",
    "ComparisonRow": "retrieval.model",
    "Evidence": "retrieval.model",
    "FieldWeights": "retrieval.model",
    "Question": "retrieval.model",
    "RankSettings": "retrieval.model",
    "Reason": "retrieval.model",
    "SqliteEngine": "retrieval.index.sqlite.engine",
    "SqliteIndex": "retrieval.index.sqlite.engine",
    "WordFiles": "retrieval.query.administrator_words",
    "asks_for_reports": "retrieval.query.understanding",
}

__all__ = [
    "Answer",
    "Asker",
    "Comparison",
    "ComparisonRow",
    "Evidence",
    "FieldWeights",
    "Question",
    "RankSettings",
    "Reason",
    "SqliteEngine",
    "SqliteIndex",
    "WordFiles",
    "asks_for_reports",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
