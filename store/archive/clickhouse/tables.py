"""The tables of an archive in ClickHouse, and the statements that make them on a server or on every host of a cluster.

A row belongs to a revision of a report: ``key`` (:func:`store.archive.ids.report_key`) and ``rev``, a number above those of
all that was stored when it was begun. What makes a revision live is its record in ``reports``, the last of its rows to
be written; a later record of the same key replaces or removes it, and the rows that are live no more are swept away by
and by. On a cluster each table holds the reports of its shard, and what is inserted goes through a Distributed table
beside it (``…_all``), whole reports to one shard: everything that a statement joins is on one host.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with types and codecs, its sorting key, and ``shard``, what gives a row's report key.

    ``order`` is None for a table that keeps nothing itself and only feeds its views.
    """

    name: str
    columns: Mapping[str, str]
    order: str | None
    shard: str = "key"
    granularity: int = 8192
    indexes: tuple[str, ...] = ()

    @property
    def types(self) -> dict[str, str]:
        """The types of the columns that are written, without their codecs; the others ClickHouse fills in."""
        return {name: text.partition(" CODEC")[0] for name, text in self.columns.items() if " DEFAULT " not in text}


Columns = Mapping[str, Sequence[object]]


def columns(table: Table, rows: Iterable[Sequence[object]]) -> dict[str, Sequence[object]]:
    """The rows of a table, turned into the columns that are written."""
    turned: list[Sequence[object]] = list(zip(*rows, strict=True))
    return dict(zip(table.types, turned or [()] * len(table.types), strict=True))


@dataclass(frozen=True, slots=True)
class View:
    """A materialized view: what each insert into ``source`` adds to ``target``; ``select`` names columns alone."""

    target: str
    source: str
    select: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """Tables and the views between them."""

    tables: tuple[Table, ...]
    views: tuple[View, ...] = field(default=())


# Ascending numbers with near neighbours.
RISING = "UInt64 CODEC(Delta(8), ZSTD(1))"

LEASES = Table(
    "leases",
    {"writer": "UInt64", "done": "UInt8", "at": "DateTime64(3) DEFAULT now64(3)"},
    "(writer, at)\nTTL toDateTime(at) + INTERVAL 1 DAY",
    shard="0",
)
STATE = Table("state", {"name": "String", "value": "String"}, "name", shard="cityHash64(name)")
# Every revision that was ever begun, also by a writer that was then stopped.
REVISIONS = Table("revisions", {"key": "UInt64", "rev": "UInt32"}, "(key, rev)")
REPORTS = Table(
    "reports",
    {
        **{"key": "UInt64", "rev": "UInt32", "seq": "UInt64", "removed": "UInt8", "id": "String", "part": "UInt32"},
        **{"title": "String", "year": "Nullable(Int32)", "place": "Nullable(String)", "kind": "Nullable(String)"},
        **{"published": "Nullable(String)", "sections": "UInt32", "sentences": "UInt32", "figures": "UInt32"},
        **{"periods": "Array(String)", "sizes": "Array(UInt64)", "path": "String", "name": "String", "base": "String"},
        **{"format": "String", "encoding": "Nullable(String)", "digest": "String", "text_digest": "String"},
        **{"issuer": "Nullable(String)", "region": "String", "unsure": "String", "given": "String"},
        **{"loaded_at": "String", "made": "String", "text": "String CODEC(ZSTD(3))", "at": "DateTime DEFAULT now()"},
    },
    "(key, seq)",
)
SECTIONS = Table(
    "sections",
    {
        **{"key": "UInt64", "rev": "UInt32", "number": "UInt32", "level": "Int32", "heading": "String"},
        **{"path": "Array(String)", "start": "UInt32", "end": "UInt32", "run_in": "UInt8"},
    },
    "(key, rev, number)",
)
SENTENCES = Table(
    "sentences",
    {
        **{"id": RISING, "rev": "UInt32", "report": "String", "text": "String CODEC(ZSTD(1))"},
        **{"start": "UInt32", "end": "UInt32", "path": "Array(String) CODEC(ZSTD(1))", "paragraph": "UInt32"},
        **{"first_line": "UInt32", "last_line": "UInt32", "heading": "UInt8"},
        **{"period": "Nullable(String)", "planned": "UInt8"},
    },
    "id",
    shard="intDiv(id, 1048576)",
    granularity=1024,
)
FIGURES = Table(
    "figures",
    {
        **{"sentence": RISING, "rev": "UInt32", "ordinal": "UInt32", "text": "String", "start": "UInt32"},
        **{"end": "UInt32", "value": "Nullable(String)", "low": "Nullable(String)", "high": "Nullable(String)"},
        **{"least": "Float64", "most": "Float64", "unit": "LowCardinality(String)", "kind": "LowCardinality(String)"},
        **{"bound": "LowCardinality(String)", "change": "Nullable(String)", "subject": "String"},
        **{"of": "Nullable(UInt32)", "planned": "UInt8", "currency": "Nullable(String)", "per": "Nullable(String)"},
        **{"base": "Nullable(String)", "rank_from": "Nullable(UInt32)", "rank_to": "Nullable(UInt32)"},
        **{"period": "Nullable(String)", "indicator": "Nullable(String)", "nature": "LowCardinality(Nullable(String))"},
    },
    "(sentence, ordinal)",
    shard="intDiv(sentence, 1048576)",
    granularity=1024,
    indexes=("INDEX by_indicator indicator TYPE bloom_filter GRANULARITY 4",),
)
DROPPED = Table(
    "dropped",
    {"key": "UInt64", "rev": "UInt32", "number": "UInt32", "line": "UInt32", "text": "String", "rule": "String"},
    "(key, rev, number)",
)
ARCHIVE = Schema((LEASES, STATE, REVISIONS, REPORTS, SECTIONS, SENTENCES, FIGURES, DROPPED))


def definitions(schemas: Sequence[Schema], database: str, cluster: str | None = None) -> Iterator[str]:
    """The statements that make the database and its tables where they are missing, in the order to run them."""
    everywhere = f" ON CLUSTER {cluster}" if cluster else ""
    yield f"CREATE DATABASE IF NOT EXISTS {database}{everywhere}"
    for table in (table for schema in schemas for table in schema.tables):
        yield _table(table, database, everywhere, replicated=cluster is not None)
    for view in (view for schema in schemas for view in schema.views):
        yield (
            f"CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.{view.target}_of_{view.source}{everywhere}"
            f" TO {database}.{view.target} AS\n{view.select} FROM {database}.{view.source} {view.tail}"
        )
    fed = {view.target for schema in schemas for view in schema.views}
    for table in (table for schema in schemas for table in schema.tables if cluster and table.name not in fed):
        yield (
            f"CREATE TABLE IF NOT EXISTS {database}.{table.name}_all{everywhere} AS {database}.{table.name}\n"
            f"ENGINE = Distributed('{cluster}', '{database}', '{table.name}', {table.shard})"
        )


def _table(table: Table, database: str, everywhere: str, *, replicated: bool) -> str:
    columns = [f'    "{name}" {kind}' for name, kind in table.columns.items()]
    columns += [f"    {index}" for index in table.indexes]
    place = f"'/clickhouse/tables/{{shard}}/{database}/{table.name}', '{{replica}}'"
    engine = f"ReplicatedMergeTree({place})" if replicated else "MergeTree"
    if table.order is None:
        kept = "Null"
    else:
        kept = f"{engine}\nORDER BY {table.order}\nSETTINGS index_granularity = {table.granularity}"
    listed = ",\n".join(columns)
    return f"CREATE TABLE IF NOT EXISTS {database}.{table.name}{everywhere} (\n{listed}\n)\nENGINE = {kept}"
