"""The engine in ClickHouse: what every engine must do, on one node, on two shards and through a cluster of one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from retrieval.index.agreement import disagreements
from retrieval.index.clickhouse.engine import ClickHouseEngine
from retrieval.index.clickhouse.tables import SEARCH, ClickHouseIndex
from retrieval.index.fields import FIELDS
from retrieval.model import FieldWeights
from store.archive.clickhouse.address import read_address
from store.archive.clickhouse.connection import Connection
from store.archive.clickhouse.tables import ARCHIVE, definitions
from store.archive.clickhouse.writing import ClickHouseArchive
from store.model import Report, Source
from tests.retrieval.index.conformance import WEIGHTS, Conformance, Search, agree, asking, report_of


class _Whole:
    """A whole archive, as the program uses it. What others have left in it stays as dead rows, which must not count."""

    def __init__(self, archive: ClickHouseArchive) -> None:
        self._archive = archive
        # With two sentences in the first round there is a second in most searches; every other engine has that.
        self._rounds = itertools.cycle([2, 2000])
        archive.remove([info.id for info in archive.reports()])

    def save(self, report_id: str, report: Report) -> None:
        source = Source(f"/{report_id}.txt", f"{report_id}.txt", report_id, "txt", "utf-8", report.text)
        ids = self._archive.save(source, (report,), text_digest=report_id, loaded_at="")
        assert ids == (report_id,)

    def remove(self, report_id: str) -> None:
        self._archive.forget(f"/{report_id}.txt")

    def tidy(self) -> None:
        self._archive.sweep(older=0)

    def engine(self, weights: FieldWeights) -> ClickHouseEngine:
        return ClickHouseEngine(self._archive, weights, first_round=next(self._rounds))


class TestClickHouse(Conformance):
    examples = 10

    @pytest.fixture(autouse=True)
    def _node(self, chdb: ClickHouseArchive) -> None:
        @contextmanager
        def opened() -> Iterator[_Whole]:
            yield _Whole(chdb)

        self.opened = opened

    def test_a_first_sentence_that_is_not_among_the_best_hands_down_too(self, store: _Whole) -> None:
        texts = [
            "修建校舍，教师住在校舍里，离学校不远。" if n % 5 == 0 else f"招聘教师{'教师' * (n % 4)}。"
            for n in range(60)
        ]
        held = {
            "甲": replace(
                report_of(*texts),
                sentences=tuple(
                    replace(one, paragraph=place // 5) for place, one in enumerate(report_of(*texts).sentences)
                ),
            )
        }
        store.save("甲", held["甲"])
        for first_round in (4, 2000):
            engine = ClickHouseEngine(store._archive, WEIGHTS, first_round=first_round)
            agree(engine, held, Search(asking("招聘", "教师", fields=FIELDS), None, 3, WEIGHTS))


class _TwoShards(Connection):
    """Two databases that hold half of the reports each; every statement is carried out on either by itself."""

    def over(self, statement: str) -> str:
        halves = (f"SELECT * FROM ({statement.replace('wenbao.', f'{shard}.')})" for shard in ("shard0", "shard1"))
        return f"({' UNION ALL '.join(halves)})"

    def run(self, statement: str, **parameters: object) -> None:
        for shard in ("shard0", "shard1"):
            super().run(statement.replace("wenbao.", f"{shard}."), **parameters)

    def insert(self, table: str, types: Mapping[str, str], columns: Mapping[str, Sequence[Any]]) -> None:
        (name, number) = next(iter(columns.items()))
        shards = [(key if name == "key" else key >> 20) % 2 if name != "name" else 0 for key in number]
        for shard in (0, 1):
            half = {
                column: [value for value, of in zip(values, shards, strict=True) if of == shard]
                for column, values in columns.items()
            }
            if half[name]:
                self._client.insert(
                    f"shard{shard}.{table}",
                    list(half.values()),
                    column_names=list(half),
                    column_type_names=[types[one] for one in half],
                    column_oriented=True,
                )


class TestTwoShards(Conformance):
    examples = 4

    @pytest.fixture(autouse=True)
    def _shards(self, chdb: ClickHouseArchive, chdb_url: str) -> None:
        shards = _TwoShards(chdb.connection.address, Connection.open(read_address(chdb_url))._client)
        for statement in (one for shard in ("shard0", "shard1") for one in definitions((ARCHIVE, SEARCH), shard)):
            chdb.connection.run(statement)
        archive = ClickHouseArchive(shards, ClickHouseIndex())

        @contextmanager
        def opened() -> Iterator[_Whole]:
            yield _Whole(archive)

        self.opened = opened


def test_a_cluster_is_asked_through_its_distributed_tables(chdb: ClickHouseArchive, chdb_url: str) -> None:
    for statement in definitions((ARCHIVE, SEARCH), "wenbao", "alone"):
        if "Distributed(" in statement:  # the others are there, and replication needs a keeper
            chdb.connection.run(statement.replace(" ON CLUSTER alone", ""))
    cluster = ClickHouseArchive(Connection.open(replace(read_address(chdb_url), cluster="alone")), ClickHouseIndex())
    store = _Whole(cluster)
    store.save("甲", report_of("招聘教师。", "修建校舍。", title="教师工作"))
    store.save("乙", report_of("培训教师。"))
    assert [info.id for info in cluster.reports()] == [info.id for info in chdb.reports()] == ["乙", "甲"]
    assert cluster.run_of("甲") == chdb.run_of("甲")
    asked = asking("教师", "校舍", fields=FIELDS)
    assert len(store.engine(WEIGHTS).search(asked, filters=None, limit=5)) == 3
    assert disagreements(store.engine(WEIGHTS), ClickHouseEngine(chdb, WEIGHTS), [asked]) == 0
    cluster.close()


@pytest.mark.parametrize("cluster", [None, "north"])
def test_every_statement_of_the_definitions_can_be_read(chdb: ClickHouseArchive, cluster: str | None) -> None:
    for statement in definitions((ARCHIVE, SEARCH), "elsewhere", cluster):
        chdb.connection.rows(f"EXPLAIN AST {statement}")
