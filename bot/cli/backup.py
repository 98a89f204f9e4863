"""The commands that keep a copy of all that is stored, and take it back."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot import wiring
from bot.accounts.tables import KIND as ACCOUNTS
from bot.cli.output import complain, confirmed
from bot.cli.settings import config_of
from bot.config import Config
from bot.conversations.tables import KIND as CONVERSATIONS
from bot.wording import commands
from store.archive.sqlite.backup_copies import copy, overwrite, prove
from store.archive.sqlite.connection import REPORT_FILE
from store.archive.sqlite.identity import Kind, identify
from store.errors import ArchiveBusyError, ArchiveError, ArchiveWriteError, ReportQAError


def backup(arguments: argparse.Namespace) -> int:
    """Copy the report file, and the conversations where there are any, while everything goes on."""
    config = config_of(arguments)
    if config.engine is not None:
        raise ReportQAError(commands.BACKUP_ENGINE, remedy=commands.BACKUP_ENGINE_REMEDY)
    target: Path = arguments.file
    beside = [one for one in _beside(config, target) if identify(one.own, one.kind)]
    for copied in (target, *(one.copied for one in beside)):
        if copied.exists():  # before the first of them is made
            raise ArchiveWriteError(commands.BACKUP_THERE, where=str(copied), remedy=commands.BACKUP_THERE_REMEDY)
    copy(config.database, target, REPORT_FILE)
    with wiring.open_archive(target, readonly=True) as archive:
        problems = archive.check()
        count = len(archive.reports())
    if problems:
        complain(ArchiveError(problems[0], where=str(target), remedy=commands.BACKUP_WRONG))
        return 1
    print(commands.backed_up(str(target), count))
    for one in beside:
        copy(one.own, one.copied, one.kind)
        print(commands.beside_backed_up(one.kind.name, str(one.copied)))
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Put a copy in the place of what is stored now, also while everything goes on."""
    config = config_of(arguments)
    if config.engine is not None:
        raise ReportQAError(commands.BACKUP_ENGINE, remedy=commands.BACKUP_ENGINE_REMEDY)
    source: Path = arguments.file
    beside = [one for one in _beside(config, source) if identify(one.copied, one.kind)]
    for one in (_Beside(config.database, source, REPORT_FILE), *beside):  # before the first of them is changed
        prove(one.copied, one.kind)
        _refuse_others(one.own, one.kind)
    if not arguments.yes and not confirmed(commands.sure_to_restore(str(config.database))):
        raise ReportQAError(commands.NOT_RESTORED, remedy=commands.CONFIRM_REMEDY)
    staged = config.database.with_name(f".{config.database.name}.restoring")
    try:
        _drop(staged)
        copy(source, staged, REPORT_FILE)
        with wiring.open_file(staged) as archive:  # brought up to date before anybody reads it
            archive.reissue()
            count = len(archive.reports())
        _put(staged, config.database, REPORT_FILE)
    finally:
        _drop(staged)
    print(commands.restored(count))
    for one in beside:
        _put(one.copied, one.own, one.kind)
        print(commands.beside_restored(one.kind.name))
    return 0


@dataclass(frozen=True, slots=True)
class _Beside:
    """A file that belongs to the report file, and where its copy lies beside a copy of that."""

    own: Path
    copied: Path
    kind: Kind


def _beside(config: Config, file: Path) -> tuple[_Beside, ...]:
    """The conversations, and the accounts of the page."""
    return tuple(
        _Beside(own, file.with_name(f"{file.stem}-{name}{file.suffix}"), kind)
        for own, name, kind in (
            (config.telegram.state, "chats", CONVERSATIONS),
            (config.web.accounts, "accounts", ACCOUNTS),
        )
    )


def _refuse_others(target: Path, kind: Kind) -> None:
    """Raise ArchiveError for a file that cannot be told to be ours, as a load does."""
    try:
        identify(target, kind)
    except ArchiveError as error:
        raise ArchiveError(error.what, where=error.where, remedy=commands.NOT_OURS_REMEDY) from error


def _put(source: Path, target: Path, kind: Kind) -> None:
    """Make the target hold what the source holds; what is there and is damaged is put aside."""
    there = identify(target, kind)
    try:
        if there:
            prove(target, kind)
    except ArchiveError as error:
        if isinstance(error, ArchiveBusyError | ArchiveWriteError):
            raise  # it is sound as far as can be told
        aside = f"{target.name}.{datetime.now():%Y%m%d-%H%M%S}"
        for suffix in ("", "-wal", "-shm"):
            old = target.with_name(target.name + suffix)
            if old.exists():
                old.rename(target.with_name(aside + suffix))
        complain(commands.put_aside(error.what, aside))
        there = False
    if there:
        overwrite(source, target, kind)
    else:
        target.unlink(missing_ok=True)  # of no bytes
        copy(source, target, kind)


def _drop(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
