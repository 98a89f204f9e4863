"""The embedded engine on its report file, over one field as the peers have it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from retrieval.index.engine import Engine
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.model import Candidate, FieldQuery, FieldWeights, Query, RankSettings, Term
from tests.bench.peers import Search

NAME = "wenbao"


def words_alone() -> FieldWeights:
    """The weights under which the text score is the plain BM25 of the words."""
    return replace(RankSettings().fields, words=1.0, lead=0.0, heading=0.0, title=0.0)


def candidates(engine: Engine, terms: list[str]) -> tuple[Candidate, ...]:
    """The best ten by their words."""
    query = Query((FieldQuery("words", tuple(Term(term, 1.0) for term in terms)),))
    return engine.search(query, filters=None, limit=10)


def build(tokens: Path, folder: Path) -> None:
    """The report file is there already."""


def open_index(tokens: Path, folder: Path) -> Search:
    """What a question opens; gives the ids of sentences, and not their places."""
    from bot.wiring import open_archive

    archive = open_archive(tokens.with_name("wenbao.db"), readonly=True)
    engine = SqliteEngine(archive.connection, words_alone())
    return lambda terms: [one.sentence for one in candidates(engine, terms)]
