"""What commands print: JSON on standard output, complaints on standard error, one line each."""

from __future__ import annotations

import json
import sys

from bot.formatting import one_line


def print_json(value: object) -> None:
    """One JSON value on standard output, on one line."""
    print(json.dumps(value, ensure_ascii=False))


def complain(said: object) -> None:
    """One line on standard error: a warning, or what could not be done."""
    print(one_line(str(said)), file=sys.stderr)


def confirmed(question: str) -> bool:
    """Whether the person says yes; who is no person at a terminal is not shown the question, and may say it all the same."""
    watched = sys.stdin.isatty()
    if watched:
        print(question, end="", file=sys.stderr, flush=True)
    said = sys.stdin.readline()
    if watched and not said:  # Ctrl-D leaves the cursor behind the question
        print(file=sys.stderr)
    return said.strip().lower() in ("y", "yes", "是", "确定")
