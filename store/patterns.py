"""The module :mod:`re`, but that a pattern is compiled when it is first used: ``from store import patterns as re``.

The program knows some thousand, and a single question or a short text needs few of them; their code is kept for the processes
after this one. What is compiled costs no more to use than one of ``re`` itself.
"""

from __future__ import annotations

import re
import sys
from functools import cached_property
from re import *  # noqa: F403 (all that it has, but for ``compile``)
from typing import Any, AnyStr, cast

# From 3.14 on it is not known how Python keeps what a pattern begins with.
_KNOWN = sys.version_info < (3, 14)


class Later:
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: Any, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags

    @cached_property
    def made(self) -> re.Pattern[Any]:
        """The pattern itself."""
        if not _KNOWN:
            return re.compile(self.pattern, self.flags)
        from store.pattern_cache import compiled

        return compiled(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python asks of any value
            raise AttributeError(name)
        found = self.__dict__[name] = getattr(self.made, name)  # from now on it is there without asking
        return found


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:  # type: ignore[no-redef]
    """What :func:`re.compile` gives, or as good as that."""
    return cast("re.Pattern[AnyStr]", Later(pattern, flags))


def transient(pattern: str) -> re.Pattern[str]:
    """The same for one that is made of what somebody asks or a report says: compiled at once, and kept nowhere."""
    if not _KNOWN:
        return re.compile(pattern)
    from store.compiled_patterns import compiled

    return compiled(pattern, 0)
