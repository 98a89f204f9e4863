"""The report file and what searches it, opened together: the one place where store and retrieval are put in touch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.config import Config
from retrieval import Asker, RankSettings, SqliteEngine, SqliteIndex, WordFiles
from store import Archive
from store.errors import ArchiveVersionError, StaleIndexError

# An index of so many sentences is made anew while a person waits; of more, they are told how.
_AT_ONCE = 20_000
_Tell = Callable[[int, int], None]


def open_archive(path: Path, *, readonly: bool = False, tell: _Tell = lambda done, total: None) -> Archive:
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
        return open_archive(path, readonly=True)
    Archive.open(path, indexes=[SqliteIndex()]).close()
    return Archive.open(path, indexes=[SqliteIndex()], readonly=True)


def is_there(path: Path) -> bool:
    """Whether there is a report file, or something in its place that opening it will complain of."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError:
        return True


def asker(archive: Archive, config: Config | None = None) -> Asker:
    """What answers questions from the archive, with the words that a configuration names beside our own."""
    settings = RankSettings()
    words = word_files(config) if config is not None else None
    return Asker(archive, SqliteEngine(archive.connection, settings.fields), settings, words)


def word_files(config: Config) -> WordFiles | None:
    """An administrator's words, None where the configuration names no file."""
    if config.synonyms is None and config.dictionary is None:
        return None
    return WordFiles(synonyms=config.synonyms, dictionary=config.dictionary)
