"""The module :mod:`re`, but that a pattern is compiled when it is first used: ``from store import patterns as re``.

The program knows some six hundred, and a single question or a short text needs few of them. What is compiled costs no more to
use than one of ``re`` itself.
"""

from __future__ import annotations

import re
import sys
from functools import cached_property
from re import *  # noqa: F403 (all that it has, but for ``compile``)
from typing import Any, AnyStr, cast

# Before 3.11.5 Python misreads a possessive repeat of what backtracks (CPython issue 106052): 86 of 860余万.
_MISREADS = sys.version_info < (3, 11, 5)


def _by_atoms(pattern: Any, flags: int) -> re.Pattern[Any]:
    """The pattern with an atomic group around a plain repeat for each possessive one, which means the same."""
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _constants, _parser  # type: ignore[attr-defined]

    def mended(part: Any) -> None:
        for place, (code, told) in enumerate(part.data):
            if code is _constants.POSSESSIVE_REPEAT:
                plain = _parser.SubPattern(part.state, [(_constants.MAX_REPEAT, told)])
                part.data[place] = (_constants.ATOMIC_GROUP, plain)
            held = list(told) if isinstance(told, (tuple, list)) else [told]
            for one in held:
                for inner in one if isinstance(one, list) else [one]:
                    if isinstance(inner, _parser.SubPattern):
                        mended(inner)

    tree = _parser.parse(pattern, flags)
    mended(tree)
    # The rest is what ``re`` does; given a tree, it would forget the text of the pattern.
    names, groups = tree.state.groupdict, tree.state.groups
    named = {number: name for name, number in names.items()}
    said = flags | tree.state.flags
    code = _compiler._code(tree, flags)
    made: re.Pattern[Any] = _sre.compile(pattern, said, code, groups - 1, names, tuple(map(named.get, range(groups))))
    return made


class Later:
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: Any, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags

    @cached_property
    def made(self) -> re.Pattern[Any]:
        """The pattern itself."""
        return _by_atoms(self.pattern, self.flags) if _MISREADS else re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python asks of any value
            raise AttributeError(name)
        found = self.__dict__[name] = getattr(self.made, name)  # from now on it is there without asking
        return found


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:  # type: ignore[no-redef]
    """What :func:`re.compile` gives, or as good as that."""
    return cast("re.Pattern[AnyStr]", Later(pattern, flags))
