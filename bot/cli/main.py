"""Arguments in, exit status out: the rim at which errors become one line on standard error."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from bot import wording
from bot.cli.arguments import parser
from bot.errors import UsageError
from store.errors import ReportQAError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 could not be done, 2 wrong usage, 3 done in part."""
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as leaving:  # argparse leaves for --help and for wrong usage
        return leaving.code if isinstance(leaving.code, int) else 2
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
        return status
    except ReportQAError as error:
        if arguments.verbose:
            traceback.print_exc()
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        print(wording.INTERRUPTED, file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if arguments.verbose:
            traceback.print_exc()
        print(wording.unexpected(error), file=sys.stderr)
        return 1


def run() -> NoReturn:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and POSIX locales would fail on Chinese; the contract is UTF-8.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main())
