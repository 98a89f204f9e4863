"""The commands that keep a copy of all that is stored, and take it back."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from bot import wiring
from bot.cli.output import complain, confirmed
from bot.cli.settings import config_of
from bot.conversations.tables import KIND as CONVERSATIONS
from bot.wording import commands
from store.archive.sqlite.connection import REPORT_FILE
from store.archive.sqlite.copies import copy, overwrite, prove
from store.archive.sqlite.identity import Kind, identify
from store.errors import ArchiveError, ReportQAError


def backup(arguments: argparse.Namespace) -> int:
    """Copy the report file, and the conversations where there are any, while everything goes on."""
    config = config_of(arguments)
    if config.engine is not None:
        raise ReportQAError(commands.BACKUP_ENGINE, remedy=commands.BACKUP_ENGINE_REMEDY)
    target: Path = arguments.file
    copy(config.database, target, REPORT_FILE)
    with wiring.open_archive(target, readonly=True) as archive:
        problems = archive.check()
        count = len(archive.reports())
    if problems:
        complain(ArchiveError(problems[0], where=str(target), remedy=commands.BACKUP_WRONG))
        return 1
    print(commands.backed_up(str(target), count))
    if identify(config.telegram.state, CONVERSATIONS):
        beside = chats_of(target)
        copy(config.telegram.state, beside, CONVERSATIONS)
        print(commands.chats_backed_up(str(beside)))
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Put a copy in the place of what is stored now, also while everything goes on."""
    config = config_of(arguments)
    if config.engine is not None:
        raise ReportQAError(commands.BACKUP_ENGINE, remedy=commands.BACKUP_ENGINE_REMEDY)
    source: Path = arguments.file
    prove(source, REPORT_FILE)
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
    chats = chats_of(source)
    if identify(chats, CONVERSATIONS):
        prove(chats, CONVERSATIONS)
        _put(chats, config.telegram.state, CONVERSATIONS)
        print(commands.CHATS_RESTORED)
    return 0


def chats_of(file: Path) -> Path:
    """The copy of the conversations beside a copy of the report file."""
    return file.with_name(f"{file.stem}-chats{file.suffix}")


def _put(source: Path, target: Path, kind: Kind) -> None:
    """Make the target hold what the source holds; what is there and is no sound file of ours is put aside."""
    try:
        there = identify(target, kind)
        if there:
            prove(target, kind)
    except ArchiveError as error:
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
