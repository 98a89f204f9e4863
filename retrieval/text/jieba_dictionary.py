"""jieba's dictionary, read where a text needs it, and texts cut by it as ``jieba.cut(text, HMM=False)`` cuts them.

To read the whole dictionary takes longer than to answer a question. Its file is in the order of its words, so those
that begin with two given characters are soon found, and a question and what may be quoted in reply hold few such pairs.
For whole reports :mod:`retrieval.text.segmentation` takes a segmenter that has read everything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from math import log
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final, TypeVar

from store import patterns as re

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
# jieba's own: what is looked up in the dictionary; all else stands alone, but for a line end of two characters.
STRETCH: Final = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
_PARTS: Final = re.compile(rf"{STRETCH.pattern}|\r\n|.", re.DOTALL)
_LATIN: Final = re.compile("[a-zA-Z0-9]")
# From this word on the lines are in the order of their first characters; the few dozen before it (T恤, 阿Q) are not.
_ORDERED: Final = "一"
# The sum of all frequencies in the file of jieba 0.42.1, known by its size; that of another file is added up.
_TOTALS: Final = {5071852: 60101967}
# Bytes from one mark to the next. First texts of 6,400 characters: 1, 4 and 16 kB the same within the noise.
_APART: Final = 4096


class Dictionary:
    """The words of a file of jieba's format: in each line a word, how often it was seen, and its part of speech."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._lines = mmap(file.fileno(), 0, access=ACCESS_READ)
        self._ordered = self._lines.find(f"\n{_ORDERED} ".encode()) + 1
        self._log_total = log(_TOTALS.get(len(self._lines)) or self._total())
        self._beginning = _Looked[str, bytes](self._lines_beginning)
        self._single = _Looked[str, float](self._weight_of)
        self._longer = _Looked[str, "tuple[tuple[int, dict[str, float]], ...]"](self._by_length)

    def __contains__(self, word: str) -> bool:
        return self._entry(word) is not None

    def tag(self, word: str) -> str | None:
        """The word's part of speech as jieba abbreviates it, None where the dictionary has no such word."""
        entry = self._entry(word)
        return None if entry is None else entry[1]

    def rarity(self, word: str) -> float:
        """The negative logarithm of the word's share of running text; of a word that it does not have as if seen once."""
        entry = self._entry(word)
        return -self._weight((1 if entry is None else entry[0]) or 1)

    def cut(self, text: str) -> list[str]:
        """The pieces of a text; joined they give it back."""
        pieces: list[str] = []
        for part in _PARTS.findall(text):
            if len(part) > 1 and part != "\r\n":
                pieces += self._cut(part)
            else:
                pieces.append(part)
        return pieces

    # ------------------------------------------------------------------------------------------------ the best cut

    def _cut(self, stretch: str) -> Iterator[str]:
        """The likeliest words of a stretch; Latin letters and digits that are words by themselves are joined."""
        begun = start = 0
        for end in self._ends(stretch):
            if end - start > 1 or not _LATIN.match(stretch, start):
                if begun < start:
                    yield stretch[begun:start]
                yield stretch[start:end]
                begun = end
            start = end
        if begun < start:
            yield stretch[begun:start]

    def _ends(self, stretch: str) -> Iterator[int]:
        """Where the likeliest words of a stretch end, in order."""
        single, longer = self._single, self._longer
        count = len(stretch)
        # From each place on: the best that can be made of the rest, and where the first word of that ends.
        best, ends = [0.0] * (count + 1), [count] * count
        for start in range(count - 1, -1, -1):
            most, end = single[stretch[start]] + best[start + 1], start + 1
            for length, words in longer[stretch[start : start + 2]]:
                beyond = start + length
                if beyond > count:
                    break
                weight = words.get(stretch[start:beyond])
                # Of two that are equally likely jieba takes the longer.
                if weight is not None and weight + best[beyond] >= most:
                    most, end = weight + best[beyond], beyond
            best[start], ends[start] = most, end
        start = 0
        while start < count:
            start = ends[start]
            yield start

    def _weight_of(self, character: str) -> float:
        """The weight of a character as a word; jieba takes one that it does not know as seen once."""
        line = f"\n{character} ".encode()
        found = self._beginning[character].find(line)
        seen = self._beginning[character][found + len(line) :].split(b" ", 1)[0] if found >= 0 else b"1"
        return self._weight(int(seen))

    def _by_length(self, pair: str) -> tuple[tuple[int, dict[str, float]], ...]:
        """The words that begin with two characters, by their length, short ones first, with their weights."""
        by_length: dict[int, dict[str, float]] = {}
        for word, seen, _ in self._entries(pair) if len(pair) > 1 else ():
            by_length.setdefault(len(word), {})[word] = self._weight(seen)
        return tuple(sorted(by_length.items()))

    def _weight(self, seen: int) -> float:
        """The logarithm of a word's share of all words of running text."""
        return log(seen) - self._log_total

    # ------------------------------------------------------------------------------------------------ the file

    def _entry(self, word: str) -> tuple[int, str] | None:
        """How often a word was seen, and its part of speech; None where the dictionary has no such word."""
        if not word or " " in word:
            return None
        lines, key = self._beginning[word[0]], f"\n{word} ".encode()
        found = lines.find(key)
        if found < 0:
            return None
        begin = found + len(key)
        seen, tag = lines[begin : lines.index(b"\n", begin)].decode().split(" ")
        return int(seen), tag

    def _entries(self, first: str) -> Iterator[tuple[str, int, str]]:
        """The entries whose words begin with one character or two."""
        if not first:
            return
        lines, key = self._beginning[first[0]], f"\n{first}".encode()
        begin = lines.find(key)
        if begin >= 0:
            for line in lines[begin + 1 : lines.index(b"\n", lines.rfind(key) + 1)].decode().split("\n"):
                word, seen, tag = line.split(" ")
                if word.startswith(first):
                    yield word, int(seen), tag

    def _lines_beginning(self, character: str) -> bytes:
        """All lines that begin with a character, each between line ends."""
        key = f"\n{character}".encode()
        places, names = self._marks
        low, high = places[max(bisect_left(names, character) - 1, 0)], places[bisect_right(names, character)]
        begin = self._lines.find(key, low, high)
        end = self._lines.find(b"\n", self._lines.rfind(key, low, high) + 1) if begin >= 0 else begin
        return self._unordered.get(character, b"\n") + self._lines[begin + 1 : end + 1]

    @cached_property
    def _unordered(self) -> dict[str, bytes]:
        """The lines before those in order by their first characters, as :meth:`_lines_beginning` gives them."""
        lines: dict[str, bytes] = {}
        for line in self._lines[: self._ordered].decode().split("\n")[:-1]:
            lines[line[0]] = lines.get(line[0], b"\n") + f"{line}\n".encode()
        return lines

    @cached_property
    def _marks(self) -> tuple[list[int], list[str]]:
        """The line ends before some of the ordered lines, and with what character these begin; then where all ends."""
        places = [self._lines.rfind(b"\n", 0, place) for place in range(self._ordered, len(self._lines), _APART)]
        names = [self._lines[place + 1 : place + 5].decode(errors="ignore")[0] for place in places]
        return [*places, len(self._lines)], names

    def _total(self) -> int:
        return sum(int(line.split(b" ")[1]) for line in self._lines[:].splitlines())


class _Looked(dict[_Key, _Value]):
    """What is looked up when it is first asked for, and then remembered."""

    def __init__(self, look_up: Callable[[_Key], _Value]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, key: _Key) -> _Value:
        value = self[key] = self._look_up(key)
        return value
