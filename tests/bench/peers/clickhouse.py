"""The cluster engine in the process (chdb), filled from the report file as ``wenbao engine push`` does it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from retrieval.index.clickhouse.engine import ClickHouseEngine
from retrieval.index.clickhouse.tables import ClickHouseIndex
from store.archive.clickhouse.address import read_address
from store.archive.clickhouse.writing import ClickHouseArchive
from tests.bench.peers import Search
from tests.bench.peers.ours import candidates, words_alone

NAME = f"wenbao on ClickHouse (chdb {version('chdb-core-lite')})"


def _open(folder: Path) -> ClickHouseArchive:
    return ClickHouseArchive.open(read_address(f"chdb://{folder / 'chdb'}"), search=ClickHouseIndex())


def build(tokens: Path, folder: Path) -> None:
    """All reports, moved over."""
    from store.archive.clickhouse.push import push
    from store.archive.sqlite.archive import Archive

    with _open(folder) as archive, Archive.open(tokens.with_name("wenbao.db"), readonly=True) as file, file.reading():
        push(file, archive)


def open_index(tokens: Path, folder: Path) -> Search:
    """Plain BM25 of the words, as the others have it; gives the ids of sentences."""
    engine = ClickHouseEngine(_open(folder), words_alone())
    return lambda terms: [one.sentence for one in candidates(engine, terms)]
