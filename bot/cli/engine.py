"""The commands about an archive in ClickHouse: engine ddl, engine push, engine sweep."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext

from bot import wiring
from bot.cli import terminal
from bot.cli.settings import config_of
from bot.config import read_config
from bot.errors import UsageError
from bot.wording import engine as wording
from retrieval.index.agreement import disagreements, sampled
from retrieval.index.clickhouse.tables import SEARCH
from retrieval.model import RankSettings
from store.archive.clickhouse.address import Address
from store.archive.clickhouse.push import push as move
from store.archive.clickhouse.tables import ARCHIVE, definitions
from store.archive.clickhouse.writing import ClickHouseArchive
from store.archive.sqlite.archive import Archive
from store.errors import ReportQAError

_DATABASE = "wenbao"
_SAMPLES = 20


def ddl(arguments: argparse.Namespace) -> int:
    """Print the statements that make the tables, for a server or for every host of a cluster."""
    engine = read_config(arguments.config).engine
    database = _DATABASE if engine is None else engine.database
    for statement in definitions((ARCHIVE, SEARCH), database, arguments.cluster):
        print(f"{statement};\n")
    return 0


def push(arguments: argparse.Namespace) -> int:
    """Move the report file's reports into ClickHouse, and compare the two."""
    target = _target(arguments)
    watched = sys.stderr.isatty() and not arguments.quiet
    with (
        wiring.open_file(config_of(arguments).database, readonly=True) as source,
        wiring.open_cluster(target) as archive,
        source.reading(),
    ):
        with terminal.counter(wording.PUSHING) if watched else nullcontext(lambda done, total: None) as tell:
            done = move(source, archive, tell=tell)
        asked = _compare(source, archive, target)
    print(wording.pushed(done, asked))
    return 0


def sweep(arguments: argparse.Namespace) -> int:
    """Take out what replaced and removed reports have left."""
    with wiring.open_cluster(_target(arguments)) as archive:
        print(wording.swept(archive.sweep()))
    return 0


def _target(arguments: argparse.Namespace) -> Address:
    engine = read_config(arguments.config).engine
    if engine is None:
        raise UsageError(wording.NO_URL, remedy=wording.NO_URL_REMEDY)
    return engine


def _compare(source: Archive, archive: ClickHouseArchive, target: Address) -> int:
    """How many searches were compared. Raises ReportQAError where the two do not agree."""
    there = {info.id: info for info in archive.reports()}
    different = [info.id for info in source.reports() if there.get(info.id) != info]
    if different:
        what = wording.counts_differ(different)
        raise ReportQAError(f"{wording.DIFFERENT}：{what}", where=target.shown, remedy=wording.DIFFERENT_REMEDY)
    for problem in archive.check():
        raise ReportQAError(f"{wording.DIFFERENT}：{problem}", where=target.shown, remedy=wording.DIFFERENT_REMEDY)
    if len(there) > len(source.reports()):
        return 0
    weights = RankSettings().fields
    queries = sampled(source, _SAMPLES)
    differing = disagreements(wiring.engine_of(source, weights), wiring.engine_of(archive, weights), queries)
    if differing:
        what = wording.scores_differ(differing, len(queries))
        raise ReportQAError(f"{wording.DIFFERENT}：{what}", where=target.shown, remedy=wording.DIFFERENT_REMEDY)
    return len(queries)
