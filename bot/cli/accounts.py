"""The command about who may use the page from elsewhere: accounts."""

from __future__ import annotations

import argparse
import getpass
import sys
import time
from contextlib import closing

from bot.accounts.archive import Accounts
from bot.cli.output import complain
from bot.cli.settings import config_of
from bot.wording import accounts as wording


def add(arguments: argparse.Namespace) -> int:
    """Make an account."""
    password = None if arguments.by_proxy else _password()
    with _accounts(arguments) as accounts:
        made = accounts.add(arguments.name, arguments.role, password=password, groups=arguments.group)
    print(wording.added(made.name, made.role))
    return 0


def listing(arguments: argparse.Namespace) -> int:
    """Print accounts and tokens, a line each, their parts between tabs."""
    with _accounts(arguments) as accounts:
        everyone, tokens, chats = accounts.all(), accounts.tokens(), accounts.chats()
    for one in everyone:
        print("\t".join((one.name, one.role, ",".join(sorted(one.groups)))))
        for token in tokens:
            if token.account == one.name:
                print("\t".join(("", f"#{token.number}", "load" if token.loads else "read", token.note)))
    for chat, groups in chats.items():
        print("\t".join((f"telegram:{chat}", "reader", ",".join(sorted(groups)))))
    if not everyone:
        complain(wording.NO_ACCOUNTS)
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Take out an account."""
    with _accounts(arguments) as accounts:
        accounts.remove(arguments.name)
    print(wording.removed(arguments.name))
    return 0


def password(arguments: argparse.Namespace) -> int:
    """Give an account another password."""
    given = _password()
    with _accounts(arguments) as accounts:
        accounts.change(arguments.name, password=given)
    print(wording.CHANGED)
    return 0


def telegram(arguments: argparse.Namespace) -> int:
    """Put a person or a chat of Telegram into groups."""
    with _accounts(arguments) as accounts:
        accounts.put_chat(arguments.chat, arguments.group)
    print(wording.put(arguments.chat, arguments.group))
    return 0


def token(arguments: argparse.Namespace) -> int:
    """Make a token for programs, and print it."""
    with _accounts(arguments) as accounts:
        print(accounts.make_token(arguments.name, note=arguments.note, loads=arguments.loads, now=time.time()))
    return 0


def _accounts(arguments: argparse.Namespace) -> closing[Accounts]:
    return closing(Accounts.open(config_of(arguments).web.accounts))


def _password() -> str:
    """A password that is typed unseen, or the first line that is piped in; it never stands on the command line."""
    if sys.stdin.isatty():
        return getpass.getpass(wording.PROMPT)
    return sys.stdin.readline().rstrip("\r\n")
