"""Arguments in, exit status out: the rim at which errors become one line on standard error."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from typing import NoReturn

from bot.cli.arguments import parser
from bot.cli.output import complain
from bot.errors import UsageError
from bot.wording import commands
from store.errors import ReportQAError

_INTERRUPTED, _TERMINATED = 130, 143
# A question makes thousands of small values and hardly a circle of them: looking for circles every 700 took a fourteenth
# of the time. All that the first question needs, modules and tables, are some 80,000.
_COLLECTED = (100_000, 20, 20)


class _Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a command as Ctrl-C does: what it has begun is put away."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 could not be done, 2 wrong usage, 3 done in part."""
    verbose = False
    gc.set_threshold(*_COLLECTED)
    try:
        try:
            arguments = parser().parse_args([_in_utf8(one) for one in (sys.argv[1:] if argv is None else argv)])
        except SystemExit as leaving:  # argparse leaves for --help and for wrong usage
            status = leaving.code if isinstance(leaving.code, int) else 2
        else:
            verbose = arguments.verbose
            status = arguments.run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        _abandon_output()  # its reader (head, less) has seen enough
        return 0
    except KeyboardInterrupt as ending:
        complain(commands.INTERRUPTED)
        return _TERMINATED if isinstance(ending, _Terminated) else _INTERRUPTED
    except Exception as error:
        if verbose:
            traceback.print_exc()
        if isinstance(error, ReportQAError):
            complain(error)
        elif isinstance(error, OSError):  # what is read is looked after in `store`
            _abandon_output()
            complain(commands.unwritable(error))
        else:
            complain(commands.unexpected(error))
        return 2 if isinstance(error, UsageError) else 1


def _in_utf8(argument: str) -> str:
    """The argument as UTF-8, whatever the locale made of its bytes; as it is where it is none.

    >>> _in_utf8("\\udce9\\udc9d\\udc92"), _in_utf8("青")
    ('青', '青')
    """
    try:
        return argument.encode("ascii", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return argument


def run() -> NoReturn:
    """The console script."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        else:
            # Windows consoles and POSIX locales would fail on Chinese; the contract is UTF-8.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if mode == "w" else "replace")
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, partial(_terminate, os.getpid()))
    status = main()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends by itself
    if status not in (_INTERRUPTED, _TERMINATED):
        if "ask" not in sys.argv:
            sys.exit(status)
        atexit._run_exitfuncs()
    # Who asks should not wait until all modules are taken apart, which takes a tenth of the time of a question. And where
    # Ctrl-C fell into an exec() of the standard library (as in making a dataclass), Python 3.11 would end by the signal all
    # the same, although the interruption was dealt with.
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    if status == _TERMINATED:  # whoever waits for us is told that it was the signal
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)
    os._exit(status)


def _terminate(process: int, *_: object) -> None:
    if os.getpid() != process:  # a copy that has only begun
        os._exit(_TERMINATED)
    signal.signal(signal.SIGTERM, lambda *_: None)  # a second one must not end what puts things away
    raise _Terminated


def _abandon_output() -> None:
    """Let what is still unwritten go nowhere, or Python complains once more when it closes the stream."""
    with contextlib.suppress(OSError, ValueError):  # no real file behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
