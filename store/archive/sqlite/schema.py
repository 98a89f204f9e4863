"""The tables of a report file, and the steps by which older files come up to date.

In goes a connection inside a transaction, out come tables. sqlite-utils is imported here alone, and this module only
when a file has to be made or changed: the library takes 0.2 s to import, which a question should not have to wait for.

Tables, each row belonging to the one before it: ``files`` → ``reports`` → ``paths``, ``sections``, ``sentences``,
``dropped``, and to sentences ``figures``. A report's rows carry its key (:func:`store.archive.sqlite.archive.report_key`), not its id: a million sentences would
otherwise repeat a long Chinese name a million times. ``paths`` holds each distinct path of headings once, ``tallies``
how many figures a report has and which years it speaks of.
``index_state`` says which version of which index the file holds and which tables that index made.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from store.archive.correction_text import written
from store.archive.sqlite.digests import forgiving, seal_all
from store.archive.sqlite.mentions import years_of
from store.archive.sqlite.rows import insert_figures
from store.figures.extract import figures_in
from store.model import Correction


@contextmanager
def _without_pandas() -> Iterator[None]:
    """Inside, an import finds no pandas, which sqlite-utils would import where there is one: 0.4 s, for types that are not ours."""
    missing = "pandas" not in sys.modules
    if missing:
        sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if missing:
            sys.modules.pop("pandas", None)


with _without_pandas():
    from sqlite_utils import Database, Migrations
    from sqlite_utils.db import ForeignKey

MIGRATIONS = Migrations("wenbao")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the newest version; the caller holds the transaction."""
    with forgiving(connection):
        # Plugins of sqlite-utils that happen to be installed have no business in a report file.
        MIGRATIONS.apply(Database(connection, execute_plugins=False, recursive_triggers=False))
    seal_all(connection)


@MIGRATIONS(name="001_reports")
def _reports(db: Database) -> None:
    _table(
        db,
        "files",
        {"id": int, "path": str, "name": str, "base": str, "format": str, "encoding": str}
        | {"digest": str, "text_digest": str, "title": str, "year": int, "place": str, "loaded_at": str},
        pk="id",
        absent={"encoding", "title", "year", "place"},
    )
    db.table("files").create_index(["path"], unique=True)
    db.table("files").create_index(["base"], unique=True)
    db.table("files").create_index(["text_digest"])
    _table(
        db,
        "reports",
        # The text stands last: a row that overflows its page is read only as far as it is asked for.
        {"key": int, "id": str, "file": int, "part": int, "title": str, "year": int, "place": str, "kind": str}
        | {"published": str, "section_count": int, "sentence_count": int, "text": str},
        pk="key",
        parent=("file", "files", "id"),
        absent={"year", "place", "kind", "published"},
    )
    db.table("reports").create_index(["id"], unique=True)
    db.table("reports").create_index(["file"])
    _table(db, "paths", {"report": int, "number": int, "path": str}, pk=("report", "number"), parent=_REPORT)
    _table(
        db,
        "sections",
        {"report": int, "number": int, "level": int, "heading": str, "path": int, "start": int, "end": int}
        | {"run_in": int},
        pk=("report", "number"),
        parent=_REPORT,
    )
    _table(
        db,
        "sentences",
        {"id": int, "report": int, "text": str, "start": int, "end": int, "path": int, "paragraph": int}
        | {"first_line": int, "last_line": int, "heading": int},
        pk="id",
        parent=_REPORT,
    )
    db.table("sentences").create_index(["report"])
    _table(
        db,
        "dropped",
        {"report": int, "number": int, "line": int, "text": str, "rule": str},
        pk=("report", "number"),
        parent=_REPORT,
    )
    _table(db, "index_state", {"name": str, "version": str, "tables": str}, pk="name")


@MIGRATIONS(name="002_figures")
def _figures(db: Database) -> None:
    # Values as text, exact to the last digit; low and high once more as numbers, for comparing and sorting: a figure
    # that is no range has the same for both.
    _table(
        db,
        "figures",
        {"sentence": int, "ordinal": int, "report": int, "text": str, "start": int, "end": int, "value": str}
        | {"low": str, "high": str, "least": float, "most": float, "unit": str, "kind": str, "bound": str}
        | {"change": str, "subject": str, "of": int, "planned": int}
        | _FACTS,
        pk=("sentence", "ordinal"),
        parent=("sentence", "sentences", "id"),
        absent={"value", "low", "high", "change", "of", *_FACTS},
    )
    db.table("figures").create_index(["unit", "least"])
    db.table("figures").create_index(["kind", "least"])
    db.table("figures").create_index(["report"])
    # The figures of reports that were stored before figures were read.
    for row in db.query(
        "SELECT sentences.id, sentences.text, paths.path FROM sentences"
        " JOIN paths ON paths.report = sentences.report AND paths.number = sentences.path"
    ):
        figures = figures_in(row["text"])
        insert_figures(db.conn, [(row["id"], figures)])


@MIGRATIONS(name="003_periods")
def _periods(db: Database) -> None:
    """What period each sentence speaks of, read anew from the stored sentences, their headings and their report."""
    from store.model import Sentence
    from store.structure.periods import dated_sentences

    for column in ("period TEXT", "planned INTEGER NOT NULL DEFAULT 0"):
        db.execute(f"ALTER TABLE sentences ADD COLUMN {column}")
    for key, year, kind in db.execute("SELECT key, year, kind FROM reports").fetchall():
        paths = dict(db.execute("SELECT number, path FROM paths WHERE report = ?", (key,)).fetchall())
        rows = db.execute(
            "SELECT id, text, path, paragraph FROM sentences WHERE report = ? ORDER BY id", (key,)
        ).fetchall()
        dated = dated_sentences(
            [
                Sentence(text, 0, len(text), tuple(json.loads(paths[path])), paragraph, 0, 0)
                for _, text, path, paragraph in rows
            ],
            year=year,
            kind=kind,
        )
        db.conn.executemany(
            "UPDATE sentences SET period = ?, planned = ? WHERE id = ?",
            ((one.period, one.planned, row[0]) for one, row in zip(dated, rows, strict=True)),
        )
    # Which report speaks of which years is asked of the index alone, and it still finds a report's sentences.
    db.execute("DROP INDEX IF EXISTS idx_sentences_report")
    db.execute("CREATE INDEX sentences_of_report_by_period ON sentences (report, period)")


@MIGRATIONS(name="004_tallies")
def _tallies(db: Database) -> None:
    """What every question asks of all reports, beside their rows: those end in the text, and nothing can stand behind it."""
    _table(db, "tallies", {"report": int, "figures": int, "years": str}, pk="report", parent=_REPORT)
    for (key,) in db.execute("SELECT key FROM reports").fetchall():
        (figures,) = db.execute("SELECT COUNT(*) FROM figures WHERE report = ?", (key,)).fetchone()
        periods = db.execute("SELECT DISTINCT period FROM sentences WHERE report = ?", (key,))
        said = years_of(period for (period,) in periods)
        db.execute("INSERT INTO tallies (report, figures, years) VALUES (?, ?, ?)", (key, figures, said))


@MIGRATIONS(name="005_facts")
def _facts(db: Database) -> None:
    """What a figure says as a fact, and by which grammar a report's figures were read; none yet: ``reindex`` reads them."""
    present = {column.name for column in db.table("figures").columns}
    for column, kind in _FACTS.items():
        if column not in present:  # a file from before figures was given all columns at once
            db.execute(f"ALTER TABLE figures ADD COLUMN {column} {'INTEGER' if kind is int else 'TEXT'}")
    db.execute("CREATE INDEX figures_by_indicator ON figures (indicator, period)")
    db.execute("ALTER TABLE tallies ADD COLUMN grammar TEXT NOT NULL DEFAULT ''")
    _front(db)


@MIGRATIONS(name="006_digests")
def _digests(db: Database) -> None:
    """A digest of each report's rows; :func:`migrate` fills it in, now and after every later change of the tables."""
    _table(db, "digests", {"report": int, "digest": str}, pk="report", parent=_REPORT)


def _front(db: Database) -> None:
    """Who gives a report, what its place lies in, what of that is unsure, and what a person corrected, of each part.

    Beside the reports' rows, like the tallies: of a row nothing can stand behind the text.
    """
    db.execute("ALTER TABLE tallies ADD COLUMN issuer TEXT")
    for column in ("region", "unsure", "given"):
        db.execute(f"ALTER TABLE tallies ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    for file, title, year, place in db.execute("SELECT id, title, year, place FROM files").fetchall():
        given = written(Correction(title, year, place))
        db.execute(
            "UPDATE tallies SET given = ? WHERE report IN (SELECT key FROM reports WHERE file = ?)", (given, file)
        )
    for column in ("title", "year", "place"):
        db.execute(f"ALTER TABLE files DROP COLUMN {column}")


_FACTS: dict[str, type] = {
    **{"currency": str, "per": str, "base": str, "rank_from": int, "rank_to": int},
    **{"period": str, "indicator": str, "nature": str},
}
_REPORT = ("report", "reports", "key")


def _table(
    db: Database,
    name: str,
    columns: Mapping[str, type],
    *,
    pk: str | Sequence[str],
    parent: tuple[str, str, str] | None = None,
    absent: frozenset[str] | set[str] = frozenset(),
) -> None:
    """Make one strict table; rows go with their parent's row, and only the columns in ``absent`` may be null."""
    keys = [ForeignKey(name, *parent, on_delete="CASCADE")] if parent else None
    db.create_table(name, dict(columns), pk=pk, foreign_keys=keys, not_null=columns.keys() - absent, strict=True)
