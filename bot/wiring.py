"""An archive and what searches it, opened together: the one place where store and retrieval are put in touch."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from retrieval.index.engine import Engine
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.index.sqlite.maintenance import SqliteIndex
from retrieval.index.visible import VisibleEngine
from retrieval.model import FieldWeights, RankSettings
from store.archive.base import ArchiveReader, ArchiveWriter
from store.archive.clickhouse.address import Address
from store.archive.sqlite.archive import Archive
from store.archive.sqlite.connection import REPORT_FILE
from store.archive.sqlite.identity import identify
from store.archive.visible import VisibleReports
from store.errors import ArchiveError, ArchiveVersionError, StaleIndexError

if TYPE_CHECKING:
    from bot.config import Config
    from retrieval.ask import Asker
    from retrieval.query.administrator_words import WordFiles
    from store.archive.clickhouse.writing import ClickHouseArchive

# An index of so many sentences is made anew while a person waits; of more, they are told how.
_AT_ONCE = 20_000
T = TypeVar("T")
_Tell = Callable[[int, int], None]


def open_archive(
    where: Path | Address, *, readonly: bool = False, tell: _Tell = lambda done, total: None
) -> ArchiveWriter:
    """The archive with what searches it kept in step; ``tell`` is told of an index that is made anew.

    Raises ArchiveError.
    """
    if isinstance(where, Path):
        return open_file(where, readonly=readonly, tell=tell)
    return open_cluster(where, readonly=readonly)


def open_cluster(address: Address, *, readonly: bool = False) -> ClickHouseArchive:
    """The archive in ClickHouse. Raises ArchiveError."""
    from retrieval.index.clickhouse.tables import ClickHouseIndex  # few archives are there
    from store.archive.clickhouse.writing import ClickHouseArchive

    return ClickHouseArchive.open(address, search=ClickHouseIndex(), readonly=readonly)


def open_file(path: Path, *, readonly: bool = False, tell: _Tell = lambda done, total: None) -> Archive:
    """The report file with its search index kept in step; ``tell`` is told of an index that is made anew.

    Raises ArchiveError.
    """
    if not readonly:
        return Archive.open(path, indexes=[SqliteIndex()], tell=tell)
    try:
        return Archive.open(path, indexes=[SqliteIndex()], readonly=True)
    except StaleIndexError:
        with Archive.open(path, readonly=True) as archive:
            if sum(info.sentences for info in archive.reports()) > _AT_ONCE:
                raise
    except ArchiveVersionError:
        # Written by an older version: opened for writing its tables are brought up to date, or it says why they cannot be.
        Archive.open(path).close()
        return open_file(path, readonly=True)
    Archive.open(path, indexes=[SqliteIndex()]).close()
    return Archive.open(path, indexes=[SqliteIndex()], readonly=True)


def is_there(where: Path | Address) -> bool:
    """Whether there is an archive, or something in its place that opening it will complain of."""
    if not isinstance(where, Path):
        return True
    try:
        return where.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError:
        return True


def still_there(where: Path | Address) -> None:
    """Raise ArchiveError where the report file that a running program works with is gone, emptied, or another program's by now."""
    if isinstance(where, Path) and not identify(where, REPORT_FILE):
        from bot.wording import serving  # few need it

        what = serving.EMPTIED if where.exists() else serving.GONE
        raise ArchiveError(what, where=str(where), remedy=serving.PUT_BACK)


def write(where: Path | Address, work: Callable[[ArchiveWriter], T]) -> T:
    """What the work gives over the archive of a running program. Raises ArchiveError where its file is no longer there."""
    still_there(where)
    with open_archive(where) as archive:
        return work(archive)


def engine_of(archive: ArchiveReader, weights: FieldWeights) -> Engine:
    """What searches an open archive."""
    if isinstance(archive, Archive):
        return SqliteEngine(archive.connection, weights)
    from retrieval.index.clickhouse.engine import ClickHouseEngine
    from store.archive.clickhouse.archive import ReadingArchive

    assert isinstance(archive, ReadingArchive)  # there are two kinds
    return ClickHouseEngine(archive, weights)


def asker(archive: ArchiveReader, config: Config | None = None) -> Asker:
    """What answers questions from the archive, with the words that a configuration names beside our own."""
    return _asker(archive, engine_of(archive, RankSettings().fields), config)


def asker_for(archive: ArchiveReader, hidden: AbstractSet[str], config: Config) -> tuple[ArchiveReader, Asker]:
    """The archive without the files of the paths ``hidden``, and what answers from it."""
    seen = VisibleReports(archive, hidden)
    engine = VisibleEngine(engine_of(archive, RankSettings().fields), lambda: seen.ids)
    return seen, _asker(seen, engine, config)


def _asker(archive: ArchiveReader, engine: Engine, config: Config | None) -> Asker:
    from retrieval.ask import Asker  # nothing that only searches waits for all that answering needs

    return Asker(archive, engine, RankSettings(), word_files(config) if config is not None else None)


def machine_code_failure() -> Exception | None:
    """What keeps numba, which is installed, from making machine code here, if anything."""
    from retrieval.index.sqlite.machine_code import failure  # looked at by the doctor alone

    return failure()


def word_files(config: Config) -> WordFiles | None:
    """An administrator's words, None where the configuration names no file."""
    if config.synonyms is None and config.dictionary is None:
        return None
    from retrieval.query.administrator_words import WordFiles

    return WordFiles(synonyms=config.synonyms, dictionary=config.dictionary)
