"""SQLite's FTS5, as Python brings it. Its k1 and b cannot be set (1.2 and 0.75).

Its tokenizer would cut some words in two, so it is given numbers for words.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from tests.bench.peers import Search

NAME = f"SQLite FTS5 {sqlite3.sqlite_version}"


def build(tokens: Path, folder: Path) -> None:
    """One table without its content, merged into one segment."""
    from tests.bench.cache import sentences

    codes: dict[str, int] = {}

    def rows() -> Iterator[tuple[int, str]]:
        for place, terms in enumerate(sentences(tokens)):
            yield place, " ".join(f"w{codes.setdefault(term, len(codes)):x}" for term in terms)

    db = sqlite3.connect(folder / "fts.db")
    with db:
        db.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='')")
        db.executemany("INSERT INTO found (rowid, words) VALUES (?, ?)", rows())
        db.execute("INSERT INTO found (found) VALUES ('optimize')")
    db.execute("VACUUM")
    db.close()
    (folder / "codes.json").write_text(json.dumps(codes, ensure_ascii=False), "utf-8")


def open_index(tokens: Path, folder: Path) -> Search:
    """Any of the words, by bm25()."""
    codes: dict[str, int] = json.loads((folder / "codes.json").read_text("utf-8"))
    db = sqlite3.connect(folder / "fts.db")

    def search(terms: list[str]) -> list[int]:
        wanted = " OR ".join(f"w{codes[term]:x}" for term in terms if term in codes)
        if not wanted:
            return []
        found = db.execute("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT 10", (wanted,))
        return [place for (place,) in found]

    return search
