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
