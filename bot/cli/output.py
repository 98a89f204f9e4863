"""What commands print: JSON on standard output, complaints on standard error, one line each."""

from __future__ import annotations

import json
import re
import sys

# Line breaks and whatever moves a terminal's cursor: they come in with the names of files and what libraries say.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def print_json(value: object) -> None:
    """One JSON value on standard output, on one line."""
    print(json.dumps(value, ensure_ascii=False))


def complain(said: object) -> None:
    """One line on standard error: a warning, or what could not be done."""
    print(one_line(str(said)), file=sys.stderr)


def one_line(text: str) -> str:
    """The text without line breaks and control characters.

    >>> one_line("第一行\\n第二行")
    '第一行 第二行'
    """
    return _CONTROL.sub(" ", text)
