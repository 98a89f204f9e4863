"""One report ↔ its rows; what comes back is equal to what went in.

The archive's connection comes in, inside a transaction that the archive holds. Nothing is named or checked here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache

from store.archive.ids import ORDINAL_BITS, report_key
from store.archive.records import FIGURE, figure_of, figure_values, figures_of, front_values, report_of, stored_of
from store.archive.sqlite.digests import forgiving, is_whole, seal
from store.archive.sqlite.mentions import years_of
from store.language.grammar import GRAMMAR
from store.model import BEFORE, Figure, Report, StoredSentence

_REPORT = "part, title, year, place, kind, published, text"


def insert(db: sqlite3.Connection, report_id: str, report: Report, *, file: int) -> None:
    """Store a report that the file of this row id holds."""
    key = report_key(report_id)
    # Each distinct path of headings once, numbered as they first appear.
    paths: dict[tuple[str, ...], int] = {}
    for unit in (*(section.path for section in report.sections), *(sentence.section for sentence in report.sentences)):
        paths.setdefault(unit, len(paths))
    db.execute(
        f"INSERT INTO reports (key, id, file, section_count, sentence_count, {_REPORT})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(key, report_id, file, len(report.sections), len(report.sentences)),
            *(report.part, report.title, report.year, report.place, report.kind, report.published, report.text),
        ),
    )
    db.executemany(
        "INSERT INTO paths (report, number, path) VALUES (?, ?, ?)",
        ((key, number, json.dumps(path, ensure_ascii=False)) for path, number in paths.items()),
    )
    db.executemany(
        'INSERT INTO sections (report, number, level, heading, path, start, "end", run_in)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (key, number, one.level, one.heading, paths[one.path], one.start, one.end, one.run_in)
            for number, one in enumerate(report.sections)
        ),
    )
    db.executemany(
        'INSERT INTO sentences (id, report, text, start, "end", path, paragraph, first_line, last_line, heading,'
        " period, planned) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(key << ORDINAL_BITS | ordinal, key, one.text, one.start, one.end, paths[one.section]),
                *(one.paragraph, one.first_line, one.last_line, one.heading, one.period, one.planned),
            )
            for ordinal, one in enumerate(report.sentences)
        ),
    )
    insert_figures(db, ((key << ORDINAL_BITS | ordinal, one.figures) for ordinal, one in enumerate(report.sentences)))
    db.execute(
        "INSERT INTO tallies (report, figures, years, grammar, issuer, region, unsure, given)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(key, sum(len(one.figures) for one in report.sentences), years_of(one.period for one in report.sentences)),
            *(GRAMMAR, *front_values(report)),
        ),
    )
    db.executemany(
        "INSERT INTO dropped (report, number, line, text, rule) VALUES (?, ?, ?, ?, ?)",
        ((key, number, one.number, one.text, one.rule) for number, one in enumerate(report.dropped)),
    )
    seal(db, key)


def insert_figures(db: sqlite3.Connection, of: Iterable[tuple[int, Sequence[Figure]]]) -> None:
    """Store the figures of some sentences, each by its id."""
    db.executemany(
        'INSERT INTO figures (sentence, ordinal, report, text, start, "end", value, low, high, least, most, unit, kind,'
        ' bound, change, subject, "of", planned, currency, per, base, rank_from, rank_to, period, indicator, nature)'
        f" VALUES ({', '.join('?' * 26)})",
        (
            (sentence, ordinal, sentence >> ORDINAL_BITS, *figure_values(one))
            for sentence, figures in of
            for ordinal, one in enumerate(figures)
        ),
    )


def read_anew(db: sqlite3.Connection, key: int) -> None:
    """Read the figures and periods of a stored report by the grammar of today, and who gives it where that is not told.

    A report that is no longer what was stored stays one of which a deep look tells so.
    """
    from store.structure.parse import reread  # nothing that a question waits for

    whole = is_whole(db, key)
    with forgiving(db):
        report = reread(fetch(db, key))
    first = key << ORDINAL_BITS
    db.execute("DELETE FROM figures WHERE report = ?", (key,))
    insert_figures(db, ((first | ordinal, one.figures) for ordinal, one in enumerate(report.sentences)))
    db.executemany(
        "UPDATE sentences SET period = ?, planned = ? WHERE id = ?",
        ((one.period, one.planned, first | ordinal) for ordinal, one in enumerate(report.sentences)),
    )
    db.execute(
        "UPDATE tallies SET figures = ?, years = ?, grammar = ?, issuer = ?, region = ?, unsure = ?, given = ?"
        " WHERE report = ?",
        (
            sum(len(one.figures) for one in report.sentences),
            *(years_of(one.period for one in report.sentences), GRAMMAR, *front_values(report), key),
        ),
    )
    if whole:
        seal(db, key)


def fetch_figures(db: sqlite3.Connection, sentences: Sequence[int]) -> dict[int, tuple[Figure, ...]]:
    """The figures of the sentences of these ids; sentences without a figure are missing."""
    among = "(SELECT value FROM json_each(?))"
    return figures_of(
        db.execute(
            f"SELECT sentence, {FIGURE} FROM figures WHERE sentence IN {among} ORDER BY sentence, ordinal",
            (json.dumps(sentences),),
        )
    )


def fetch_about(db: sqlite3.Connection, kinds: Sequence[str], value: float) -> list[tuple[int, str]]:
    """The ids, in order, of the sentences with a figure of one of these kinds whose value comes to this float, and that value."""
    return db.execute(
        "SELECT DISTINCT sentence, figures.value FROM json_each(?) AS wanted JOIN figures"
        " ON kind = wanted.value AND least = ? WHERE figures.value IS NOT NULL ORDER BY sentence",
        (json.dumps(kinds), value),
    ).fetchall()


def fetch_facts(
    db: sqlite3.Connection, indicators: Sequence[str], natures: Sequence[str], reports: Sequence[int]
) -> list[tuple[int, str, Figure]]:
    """The sentence of each figure of these indicators, natures and reports (by their keys), by id and in reading order, the
    words in front of it, and the figure."""
    before = f"substr(text, max(1, figures.start - {BEFORE - 1}), min({BEFORE}, figures.start))"
    among = "(SELECT value FROM json_each(?))"
    found = db.execute(
        f"SELECT sentence, (SELECT {before} FROM sentences WHERE id = sentence), {FIGURE} FROM figures INDEXED BY"
        f" figures_by_indicator WHERE indicator IN {among} AND nature IN {among} AND report IN {among}"
        " ORDER BY sentence, ordinal",
        (json.dumps(indicators), json.dumps(natures), json.dumps(reports)),
    )
    return [(sentence, words, figure_of(row)) for sentence, words, *row in found]


def fetch(db: sqlite3.Connection, key: int) -> Report:
    """The stored report of this key."""
    said = db.execute(f"SELECT {_REPORT} FROM reports WHERE key = ?", (key,)).fetchone()
    front = db.execute("SELECT issuer, region, unsure, given FROM tallies WHERE report = ?", (key,)).fetchone()
    paths = [
        tuple(json.loads(path))
        for (path,) in db.execute("SELECT path FROM paths WHERE report = ? ORDER BY number", (key,))
    ]
    sections = db.execute(
        'SELECT level, heading, path, start, "end", run_in FROM sections WHERE report = ? ORDER BY number', (key,)
    )
    sentences = db.execute(
        'SELECT id, text, start, "end", path, paragraph, first_line, last_line, heading,'
        " period, planned FROM sentences WHERE report = ? ORDER BY id",
        (key,),
    ).fetchall()
    figures = fetch_figures(db, [row[0] for row in sentences])
    dropped = db.execute("SELECT line, text, rule FROM dropped WHERE report = ? ORDER BY number", (key,))
    return report_of(
        said,
        front,
        ((level, heading, paths[path], *rest) for level, heading, path, *rest in sections),
        (
            ((text, start, end, paths[path], *rest), figures.get(number, ()))
            for number, text, start, end, path, *rest in sentences
        ),
        dropped,
    )


def fetch_sentences(db: sqlite3.Connection, ids: Sequence[int]) -> tuple[StoredSentence, ...]:
    """The sentences of these ids, in this order; ids that are not stored are passed over."""
    # Handed over as one JSON value, since the number of parameters of a statement is limited.
    source = "json_each(?) AS asked JOIN sentences ON sentences.id = asked.value"
    return _sentences(db, db.execute(f"{_SELECT} {source} {_JOIN} ORDER BY asked.key", (json.dumps(ids),)))


def fetch_run(db: sqlite3.Connection, first: int, last: int) -> tuple[StoredSentence, ...]:
    """The sentences from one id to another, both included, in reading order."""
    where = "WHERE sentences.id BETWEEN ? AND ? ORDER BY sentences.id"
    return _sentences(db, db.execute(f"{_SELECT} sentences {_JOIN} {where}", (first, last)))


_SELECT = """
    SELECT sentences.id, reports.id, sentences.text, sentences.start, sentences."end", paths.path,
        sentences.paragraph, sentences.heading, sentences.period, sentences.planned
    FROM
"""
_JOIN = """
    JOIN reports ON reports.key = sentences.report
    JOIN paths ON paths.report = sentences.report AND paths.number = sentences.path
"""


def _sentences(
    db: sqlite3.Connection, rows: Iterable[tuple[int, str, str, int, int, str, int, int, str | None, int]]
) -> tuple[StoredSentence, ...]:
    found = list(rows)
    figures = fetch_figures(db, [row[0] for row in found])
    return tuple(stored_of((*one[:5], _headings(one[5]), *one[6:]), figures.get(one[0], ())) for one in found)


@lru_cache(maxsize=1024)  # sentences side by side have their headings in common
def _headings(path: str) -> tuple[str, ...]:
    return tuple(json.loads(path))
