"""How large an archive in ClickHouse is, and how long a search in it takes, in the process (chdb).

    python tests/bench/cluster.py ARCHIVE.db FOLDER QUESTIONS.jsonl

moves a report file into FOLDER, or goes on where an earlier run was stopped, and asks the questions: the words alone
for the best ten, and all fields as `wenbao ask` does. Prints wall and CPU time, medians and 95th percentiles, and what
a sentence takes on disk, table by table. What is printed of a billion sentences is worked out from that alone.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from retrieval.index.clickhouse.engine import ClickHouseEngine
from retrieval.index.clickhouse.tables import ClickHouseIndex
from retrieval.lexicon.tables import table
from retrieval.model import FieldQuery, Query, RankSettings, Term
from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import query_of, read_question
from retrieval.query.wordbook import Wordbook
from retrieval.text.segmentation import fold, words
from store.archive.clickhouse.address import read_address
from store.archive.clickhouse.push import push
from store.archive.clickhouse.writing import ClickHouseArchive
from store.archive.sqlite.archive import Archive

WARM_UP = 20


def main(source: Path, folder: Path, questions: Path) -> None:
    texts = [json.loads(line)["question"] for line in questions.read_text("utf-8").splitlines()]
    with ClickHouseArchive.open(read_address(f"chdb://{folder}"), search=ClickHouseIndex()) as archive:
        with Archive.open(source, readonly=True) as file, file.reading():
            start = time.perf_counter()
            sent = push(file, archive)
            print(f"pushed {sent.sentences} sentences in {time.perf_counter() - start:.0f} s")
        infos = archive.reports()
        sentences = sum(info.sentences for info in infos)
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
        )
        print(f"{len(infos)} reports, {sentences} sentences")
        sizes(archive, sentences)
        engine = ClickHouseEngine(archive, RankSettings().fields)
        stop_words, scope = table("stop_words"), ScopeWords(infos)
        plain = [
            Query(
                (
                    FieldQuery(
                        "words",
                        tuple(Term(word, 1.0) for word in dict.fromkeys(words(fold(text))) if word not in stop_words),
                    ),
                )
            )
            for text in texts
        ]
        whole = [query_of(read_question(text, scope, wordbook=Wordbook(engine))) for text in texts]
        timed("words, best 10", plain, lambda query: engine.search(query, filters=None, limit=10))
        timed("all fields, best 60", whole, lambda query: engine.search(query, filters=None, limit=60))


def sizes(archive: ClickHouseArchive, sentences: int) -> None:
    rows = archive.connection.rows(
        "SELECT table, sum(bytes_on_disk), sum(rows), count() FROM system.parts"
        " WHERE active AND database = {database:String} GROUP BY table ORDER BY 2 DESC",
        database=archive.connection.database,
    )
    for name, size, count, parts in rows:
        print(f"{name:12} {size / sentences:8.1f} bytes a sentence {count:12} rows {parts:4} parts")
    each = sum(row[1] for row in rows) / sentences
    print(f"{'all':12} {each:8.1f} bytes a sentence, so {each / 1000:.2f} TB at a billion")


def timed(name: str, queries: Sequence[Query], search: Callable[[Query], object]) -> None:
    for query in queries[:WARM_UP]:
        search(query)
    walls, cpu = [], used()
    for query in queries:
        start = time.perf_counter()
        search(query)
        walls.append((time.perf_counter() - start) * 1000)
    walls.sort()
    print(
        f"{name:20} {len(queries)} questions: p50 {statistics.median(walls):.1f} ms,"
        f" p95 {walls[int(len(walls) * 0.95)]:.1f} ms, CPU {(used() - cpu) / len(queries):.1f} ms each"
    )


def used() -> float:
    """CPU time of the process so far, in milliseconds, over all its threads."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return (spent.ru_utime + spent.ru_stime) * 1000


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
