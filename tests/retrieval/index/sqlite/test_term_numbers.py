"""Terms get the same numbers whether what is in the file is remembered or looked up."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from retrieval.index.sqlite.maintenance import SqliteIndex
from retrieval.index.sqlite.term_codes import Terms, code_of
from retrieval.index.sqlite.term_numbers import KnownTerms


def terms(*texts: str) -> Terms:
    short = sorted(code_of(text) for text in texts if len(text) < 3)
    return Terms(np.array(short, np.uint64), tuple(text for text in texts if len(text) > 2))


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(tmp_path / "terms.db", isolation_level=None)
    SqliteIndex().create(db)
    return db


def test_terms_are_written_as_their_codes_say() -> None:
    assert terms("师", "教师", "A", "𠀀校", "招聘会").texts() == ["A", "师", "教师", "𠀀校", "招聘会"]


def test_terms_of_an_empty_file_are_numbered_once_by_whoever_asks(db: sqlite3.Connection) -> None:
    first, second = KnownTerms(), KnownTerms()
    assert first.numbers(db, terms("教师", "招聘会", "校")).tolist() == [3, 2, 1]
    assert first.numbers(db, terms("教师", "学", "招聘会")).tolist() == [4, 2, 1]
    assert second.numbers(db, terms("教师", "生", "学")).tolist() == [4, 5, 2]
    assert first.numbers(db, terms("校", "生")).tolist() == [3, 5]
    assert db.execute("SELECT COUNT(*), COUNT(DISTINCT id) FROM search_terms").fetchone() == (5, 5)


def test_what_was_undone_is_numbered_anew(db: sqlite3.Connection) -> None:
    known = KnownTerms()
    db.execute("BEGIN")
    known.numbers(db, terms("教师", "招聘会"))
    db.execute("ROLLBACK")
    assert known.numbers(db, terms("学校")).tolist() == [1]
    assert known.numbers(db, terms("教师")).tolist() == [2]
