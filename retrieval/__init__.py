"""Questions in, quoted answers out. The names that other packages use; everything else is internal."""

from retrieval.ask import Asker
from retrieval.engines.sqlite import SqliteEngine, SqliteIndex
from retrieval.model import Answer, Comparison, ComparisonRow, Evidence, FieldWeights, Question, RankSettings, Reason
from retrieval.wordfiles import WordFiles

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
]
