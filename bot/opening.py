"""The report file and what searches it, opened together: the one place where store and retrieval are put in touch."""

from __future__ import annotations

from pathlib import Path

from bot.config import Config
from retrieval import Asker, RankSettings, SqliteEngine, SqliteIndex, WordFiles
from store import Archive
from store.errors import ArchiveVersionError


def open_archive(path: Path, *, readonly: bool = False) -> Archive:
    """The report file with its search index kept in step. Raises ArchiveError."""
    try:
        return Archive.open(path, indexes=[SqliteIndex()], readonly=readonly)
    except ArchiveVersionError:
        if not readonly:
            raise
    # Written by an older version: opened for writing it is brought up to date, or says why it cannot be.
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
