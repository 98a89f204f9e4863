"""A character in, the characters that are typed by mistake for it out: those that sound like it or look like it.

The tables are ``lexicon/confused_by_sound.txt`` and ``lexicon/confused_by_shape.txt``; they are read when the first doubtful word comes.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from store import patterns as re
from store.quick_records import record

# How near a slip is: the same sound and tone, the same sound, a similar shape, a sound that many do not tell apart.
Likeness = Literal["tone", "sound", "shape", "near"]

# Sounds that fall together in the speech of half the country: 资/知, 音/英, 你/里.
_MERGED = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"^n(?=[^v])"), "l"), (re.compile(r"([aei]n)g$"), r"\1"))


@lru_cache(maxsize=512)  # a character has up to a few hundred others
def alike(char: str) -> dict[str, Likeness]:
    """The characters that may be meant by one, each with the nearest way in which they are alike.

    >>> alike("骋")["聘"], alike("列")["例"], alike("戳")["辍"]
    ('shape', 'tone', 'sound')
    """
    sounds = _sounds()
    # Few characters are ever asked for: looking through the table is less work than turning it round.
    readings = [reading for reading, chars in sounds.exact.items() if char in chars]
    near: tuple[tuple[Likeness, list[str]], ...] = (
        ("tone", [sounds.exact[reading] for reading in readings]),
        ("sound", [sounds.plain[reading[:-1]] for reading in readings]),
        ("shape", [family for family in _families() if char in family]),
        ("near", [sounds.merged[_merged(reading[:-1])] for reading in readings]),
    )
    found: dict[str, Likeness] = {}
    for likeness, groups in near:
        for other in "".join(groups):
            found.setdefault(other, likeness)
    found.pop(char, None)
    return found


@record
class _Sounds:
    """The characters of a reading: with its tone, without it, and with sounds taken together that fall together."""

    exact: dict[str, str]
    plain: dict[str, str]
    merged: dict[str, str]


@cache
def _sounds() -> _Sounds:
    exact = dict(line.split(" ") for line in _lines("confused_by_sound"))
    plain: defaultdict[str, str] = defaultdict(str)
    for reading, chars in exact.items():
        plain[reading[:-1]] += chars
    merged: defaultdict[str, str] = defaultdict(str)
    for reading, chars in plain.items():
        merged[_merged(reading)] += chars
    return _Sounds(exact, plain, merged)


def _merged(reading: str) -> str:
    for pattern, by in _MERGED:
        reading = pattern.sub(by, reading)
    return reading


@cache
def _families() -> tuple[str, ...]:
    return tuple(family for line in _lines("confused_by_shape") for family in line.split())


def _lines(name: str) -> list[str]:
    text = (Path(__file__).parents[1] / "lexicon" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
