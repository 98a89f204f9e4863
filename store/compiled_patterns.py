"""A pattern of :mod:`re` → the same compiled, searched for in half of the time and less where it can begin with few characters.

A search by ``re`` looks first for the characters that its finds begin with only where the pattern begins with one character,
or with a plain choice of them. It tries one that begins with a look behind, with what may be absent, or with a choice of
groups, as most of ours do, at every character of a text. What those can begin with is worked out here, and told to ``re`` in
the way in which it keeps its own.
"""

from __future__ import annotations

import re
import sys
from array import array
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as of  # type: ignore[attr-defined]
from typing import Any, Final

# Before 3.11.5 Python misreads a possessive repeat of what backtracks (CPython issue 106052): 86 of 860余万.
_MISREADS: Final = sys.version_info < (3, 11, 5)
# More characters than this stand everywhere in a text: looking for them first spares nothing.
_MOST: Final = 2000
# Classes of characters that are few, and as how many they count.
_CLASSES: Final = (of.CATEGORY_DIGIT, of.CATEGORY_SPACE)
_OF_CLASS: Final = 50
_BEYOND: Final = 1 << 16  # of the characters that a table can tell

# Flags, code in words of 32 bits, numbers of the named groups, and names of all: of kinds that can be kept in a file.
Code = tuple[int, bytes, dict[str, int], tuple[str | None, ...]]
# Ranges of characters, and some classes of them; and whether nothing at all will do, too.
_Begin = tuple[list[Any], bool]


def compiled(pattern: Any, flags: int) -> re.Pattern[Any]:
    """What :func:`re.compile` gives, with the same finds."""
    return from_code(pattern, code_of(pattern, flags))


def from_code(pattern: Any, known: Code) -> re.Pattern[Any]:
    """The pattern of which :func:`code_of` gave the code."""
    flags, code, numbers, names = known
    made: re.Pattern[Any] = _compiler._sre.compile(
        pattern, flags, memoryview(code).cast("I").tolist(), len(names) - 1, numbers, names
    )
    return made


def code_of(pattern: Any, flags: int) -> Code:
    """What a pattern is compiled to."""
    tree = _parser.parse(pattern, flags)
    if _MISREADS:
        _by_atoms(tree)
    told = flags | tree.state.flags
    code = _compiler._code(tree, flags)
    # In front stand: how long this is, what is known of the beginning, and how short and how long a find can be.
    mark, length, known, least, most = code[:5]
    # What re tries at one place.
    anchored = code[length + 1 : length + 3] in ([of.AT, of.AT_BEGINNING], [of.AT, of.AT_BEGINNING_STRING])
    if mark == of.INFO and not known and least and not anchored and not told & (re.IGNORECASE | re.LOCALE):
        found = _beginning(tree.data)
        if found is not None and not found[1] and _size(found[0]) <= _MOST:
            table = _table(found[0], told)
            code[1 : length + 1] = [4 + len(table), of.SRE_INFO_CHARSET, least, most, *table]
    named = {number: name for name, number in tree.state.groupdict.items()}
    names = tuple(map(named.get, range(tree.state.groups)))
    return int(told), array("I", code).tobytes(), dict(tree.state.groupdict), names


def _by_atoms(part: Any) -> None:
    """Put an atomic group around a plain repeat for each possessive one, which means the same."""
    for place, (code, told) in enumerate(part.data):
        if code is of.POSSESSIVE_REPEAT:
            plain = _parser.SubPattern(part.state, [(of.MAX_REPEAT, told)])
            part.data[place] = (of.ATOMIC_GROUP, plain)
        held = list(told) if isinstance(told, (tuple, list)) else [told]
        for one in held:
            for inner in one if isinstance(one, list) else [one]:
                if isinstance(inner, _parser.SubPattern):
                    _by_atoms(inner)


def _beginning(parts: Any) -> _Begin | None:
    """What finds of some parts of a pattern can begin with, perhaps more; None where that cannot be told."""
    begin: list[Any] = []
    for place, (code, told) in enumerate(parts):
        if code in (of.LITERAL, of.IN):
            some = told if code is of.IN else [(code, told)]
            characters = [(one, one) if kind is of.LITERAL else one for kind, one in some]
            few = all(one[1] < _BEYOND if isinstance(one, tuple) else one in _CLASSES for one in characters)
            return ([*begin, *characters], False) if few else None
        if code is of.ASSERT and told[0] > 0:
            # Where both are told, a find begins with what is in either.
            here, after = _beginning(told[1].data), _beginning(parts[place + 1 :])
            sure = [characters for characters, empty in filter(None, (here, after)) if not empty]
            if sure:
                return [*begin, *min(sure, key=_size)], False
            return None if after is None else ([*begin, *after[0]], True)
        if code in (of.ASSERT, of.ASSERT_NOT, of.AT):
            continue
        inner, empty = _inner(code, told)
        for one in inner:
            way = _beginning(one.data)
            if way is None:
                return None
            begin += way[0]
            empty |= way[1]
        if not inner:
            return None
        if not empty:
            return begin, False
    return begin, True


def _inner(code: Any, told: Any) -> tuple[list[Any], bool]:
    """The parts of a part of which one comes, none where that is not known; and whether it may be absent."""
    if code is of.BRANCH:
        return told[1], False
    if code is of.SUBPATTERN and not (told[1] or told[2]):  # without flags of its own
        return [told[3]], False
    if code is of.ATOMIC_GROUP:
        return [told], False
    if code in (of.MAX_REPEAT, of.MIN_REPEAT, of.POSSESSIVE_REPEAT):
        return [told[2]], not told[0]
    return [], False


def _size(characters: list[Any]) -> int:
    return sum(one[1] - one[0] + 1 if isinstance(one, tuple) else _OF_CLASS for one in characters)


def _table(characters: list[Any], flags: int) -> list[int]:
    """The characters as the code of a pattern tells them: one bit for each of the blocks of 256 that hold some."""
    blocks, places = [0], bytearray(_BEYOND >> 8)
    for one in characters:
        for character in range(one[0], one[1] + 1) if isinstance(one, tuple) else ():
            if not places[character >> 8]:
                places[character >> 8] = len(blocks)
                blocks.append(0)
            blocks[places[character >> 8]] |= 1 << (character & 0xFF)
    words = [block >> bit & 0xFFFF_FFFF for block in blocks for bit in range(0, 256, 32)]
    classes = [(of.CATEGORY, one) for one in _CLASSES if one in characters]
    table: list[int] = []
    _compiler._compile_charset(
        [*classes, (of.BIGCHARSET, [len(blocks), *memoryview(places).cast("I"), *words])], flags, table
    )
    return table
