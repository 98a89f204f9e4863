"""A folded question in, the same with its typing errors mended out: one character for one, so that offsets hold.

What is written is doubted only where the store knows a pair of neighbouring characters in it from no sentence and
the segmenter finds no word: 招骋 falls apart into 招 and 骋. A character is then exchanged for one that sounds or looks
like it, if that makes a word that the store holds (招聘), a name of a stored report (云则 → 云泽), or joins both
neighbours as some sentence does (听平课 → 听评课). A word of the dictionary is doubted only where what stands beside it
speaks for another (巡查反馈 where the store has 巡察反馈). In doubt nothing is mended: a good word that no report holds
is for the ranking to be modest about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import islice
from typing import Protocol

from retrieval.lexicon.tables import table
from retrieval.model import Correction, Field, Token
from retrieval.text.confusable_characters import Likeness, alike
from retrieval.text.segmentation import grams, is_dictionary_word, rarity, tokens
from store import patterns as re
from store.quick_records import record

_LONGEST = 4
# Where more pieces than these are strange, the question is of another subject and not mistyped.
_MOST_WINDOWS = 60
# What stands before these is the name of a place, which may be one that no report is about: 禾县 in 青禾县.
_LEVELS = frozenset("省市区县州镇乡村旗")
# 第几届 is a question and not 第九届
_ASKING = frozenset("几多哪谁何啥怎咋")
_COUNTS = re.compile("多少|几")
_NUMERALS = frozenset("一二三四五六七八九十百千万亿两零")
_FAR_RARER = 3.0  # logarithms: twenty times as rare in running text
_PREFERENCE: dict[Likeness, int] = {"tone": 0, "sound": 1, "shape": 1, "near": 2}


class Vocabulary(Protocol):
    """What an engine knows of the words in the store; see :class:`retrieval.index.engine.Engine`."""

    def document_counts(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        """For each term how many units of a field hold it."""

    def co_occur(self, field: Field, terms: Sequence[str]) -> bool:
        """Whether one unit of a field holds all of the terms."""


@record
class _Slip:
    """A character that may be wrong, the one that may be meant, and the word that this makes."""

    place: int
    char: str
    likeness: Likeness
    start: int
    end: int
    word: str


def spelled(
    text: str, vocabulary: Vocabulary, *, names: Iterable[str], sure: Callable[[int, int], bool]
) -> tuple[str, tuple[Correction, ...]]:
    """The text with its typing errors mended, and what was mended.

    ``names`` are places and the like that the segmenter need not know. ``sure`` tells whether a span is known to be
    right, as it holds a word of a table.
    """
    mended: dict[str, str] = {}
    known = tuple(names)
    for _ in range(3):  # a question with more slips than this is no question
        found = _Doubts(text, vocabulary, known, sure).best()
        if found is None:
            break
        mended[text[found.start : found.end]] = found.word
        text = text[: found.place] + found.char + text[found.place + 1 :]
    return text, tuple(Correction(typed, meant) for typed, meant in mended.items())


_PAIRED = re.compile("[\u4e00-\u9fff](?=[\u4e00-\u9fff])")
# 驻马店副市长 means no 驻马店市, and 2022年青禾 nothing that is 年轻
_BORDER = re.compile(r"副(?=[\u4e00-\u9fff]{0,2}[长任理席记])|(?<=\d年)(?=[\u4e00-\u9fff])")


class _Doubts:
    """One look at a text for its likeliest slip."""

    def __init__(
        self, text: str, vocabulary: Vocabulary, names: tuple[str, ...], sure: Callable[[int, int], bool]
    ) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._names = frozenset(names)
        self._gaps = _with_a_gap(names)
        self._sure = sure
        self._tokens = tokens(text)
        self._edges = frozenset(edge for token in self._tokens for edge in (token.start, token.end))
        places = [match.start() for match in _PAIRED.finditer(text)]
        counts = vocabulary.document_counts("grams", [text[place : place + 2] for place in places])
        named = [range(start, start + len(name)) for name in names if (start := text.find(name)) >= 0]
        borders = {match.start() - 1 for match in _BORDER.finditer(text)}
        borders.update(edge - 1 for name in named for edge in (name.start, name.stop))
        self._unknown = frozenset(place for place, count in zip(places, counts, strict=True) if not count) - borders
        self._paired = frozenset(places)
        behind = {match.end() for match in _COUNTS.finditer(text)}
        # 多少种书 asks for kinds, and for no 种树
        measured = {place for place in behind if text[place : place + 1] in table("asked_measure_words")}
        plain = (range(token.start, token.end) for token in self._tokens if self._plain(token))
        self._common = frozenset(measured.union(*named, *plain))
        self._strange = tuple(islice(self._windows(), _MOST_WINDOWS + 1)) if self._unknown else ()

    def best(self) -> _Slip | None:
        """The likeliest slip, None where nothing is wrong."""
        if not self._unknown or len(self._strange) > _MOST_WINDOWS:
            return None
        for slips in (self._in_words(), self._in_names(), self._between(), self._in_known_words()):
            found = self._likeliest(list(slips))
            if found is not None:
                return found
        return None

    def _likeliest(self, slips: list[_Slip]) -> _Slip | None:
        if not slips:
            return None
        counts = dict(zip(slips, self._held(slips), strict=True))
        return min(
            slips,
            key=lambda slip: (_PREFERENCE[slip.likeness], slip.start - slip.end, -counts[slip], slip.place, slip.char),
        )

    def _in_words(self) -> Iterator[_Slip]:
        """Pieces that would be a word of the store with one character exchanged."""
        slips = [
            slip
            for start, end in self._strange
            if not self._common & {start, end - 1}
            and _LEVELS.isdisjoint(self._text[end - 1 : end + 1])
            and _ASKING.isdisjoint(self._text[start:end])
            for slip in self._exchanged(start, end, is_dictionary_word)
            if slip.place not in self._common
        ]
        return (slip for slip, count in zip(slips, self._held(slips), strict=True) if count and self._likely(slip))

    def _in_names(self) -> Iterator[_Slip]:
        """Pieces that would be a name with one character exchanged; a question often begins with a name: 云择 for 云泽."""
        return (
            slip
            for start, end in self._strange
            for slip in self._exchanged(start, end, self._names.__contains__, near=start == 0, gaps=self._gaps)
        )

    def _between(self) -> Iterator[_Slip]:
        """A single character that joins neither neighbour in any sentence, where another joins both in one."""
        for token in self._tokens:
            place = token.start
            if token.end - place > 1 or not {place - 1, place} <= self._unknown or self._sure(place, token.end):
                continue
            before, after = self._text[place - 1], self._text[place + 1]
            likely = [(char, how) for char, how in alike(token.text).items() if how != "near"]
            if token.text == "的":
                likely = [("地", "sound")]  # 生源的 for 生源地: of all plain words the one that chats get wrong
            elif self._plain(token):
                continue
            pairs = [pair for char, _ in likely for pair in (before + char, char + after)]
            counts = iter(self._vocabulary.document_counts("grams", pairs))
            for (char, how), left, right in zip(likely, counts, counts, strict=True):
                if left and right and self._vocabulary.co_occur("grams", [before + char, char + after]):
                    yield self._whole(place, char, how)

    def _whole(self, place: int, char: str, likeness: Likeness) -> _Slip:
        """A slip with the words that it is a part of: 招聘 of 招骋了, 生源地 of 生源的贷款, 听评课 as no part is a word."""
        text = self._text[:place] + char + self._text[place + 1 :]
        start, end = place - 1, place + 2
        if is_dictionary_word(text[start : end - 1]) or self._text[place] == "的":
            end -= 1
        elif is_dictionary_word(text[start + 1 : end]):
            start += 1
        start = next((token.start for token in self._tokens if token.start <= start < token.end), start)
        end = next((token.end for token in self._tokens if token.start < end <= token.end), end)
        return _Slip(place, char, likeness, start, end, text[start:end])

    def _in_known_words(self) -> Iterator[_Slip]:
        """Words of the dictionary that no report holds, where a word that sounds the same fits its neighbour better."""
        unheld = [
            token
            for token in self._tokens
            if 2 <= len(token.text) <= _LONGEST
            and self._unknown.issuperset(range(token.start, token.end - 1))
            and not self._sure(token.start, token.end)
        ]
        slips = [
            slip
            for token in unheld
            for slip in self._exchanged(token.start, token.end, is_dictionary_word, only="tone")
        ]
        return (slip for slip, count in zip(slips, self._held(slips), strict=True) if count and self._fits(slip))

    def _held(self, slips: Sequence[_Slip]) -> tuple[int, ...]:
        """In how many units each word that may be meant is; two characters also as a part of a longer word (东莞市)."""
        long = self._vocabulary.document_counts("words", [slip.word for slip in slips])
        short = self._vocabulary.document_counts("grams", [slip.word for slip in slips])
        return tuple(map(max, long, short))

    def _likely(self, slip: _Slip) -> bool:
        """Whether two characters are a word mistyped and not two words side by side (提质 is not 体质).

        What stands beside the wrong character must stand there in a sentence, or else what stands on the other side;
        with nothing but common words or names about it, a slip is likely enough.
        """
        if len(slip.word) > 2:
            return True
        left, right = self._beside(slip)
        near, far = (left, right) if slip.place == slip.start else (right, left)
        pair = near or far
        return pair is None or self._vocabulary.co_occur("grams", [slip.word, pair])

    def _fits(self, slip: _Slip) -> bool:
        """Whether the word meant and its neighbour stand together in a sentence, where the word typed never does.

        With nothing but common words or names about it, a word that is far more usual is meant: 蔬菜 for 疏菜.
        """
        left, right = self._beside(slip)
        if left is None and right is None:
            return rarity(self._text[slip.start : slip.end]) - rarity(slip.word) > _FAR_RARER
        pair = left if slip.place == slip.start else right if slip.place == slip.end - 1 else None
        place = slip.start - 1 if slip.place == slip.start else slip.end - 1
        return (
            pair is not None
            and place in self._unknown
            and self._vocabulary.co_occur("grams", [*grams_of_two(slip.word), pair])
        )

    def _beside(self, slip: _Slip) -> tuple[str | None, str | None]:
        """The pairs that the word meant makes with its neighbours; None where these are common words or nothing."""
        before, after = slip.start - 1, slip.end
        left = self._text[before] + slip.word[0] if before in self._paired and before not in self._common else None
        right = slip.word[-1] + self._text[after] if after - 1 in self._paired and after not in self._common else None
        return left, right

    def _windows(self) -> Iterator[tuple[int, int]]:
        """Spans of whole tokens that hold an unknown pair and are no word, each text once."""
        seen: set[str] = set()
        for first, token in enumerate(self._tokens):
            for last in self._tokens[first:]:
                start, end = token.start, last.end
                pairs = range(start, end - 1)
                if end - start > _LONGEST or not self._paired.issuperset(pairs):
                    break
                if (
                    last is not token
                    and not self._unknown.isdisjoint(pairs)
                    and not is_dictionary_word(self._text[start:end])
                    and not self._sure(start, end)
                    and self._text[start:end] not in seen
                ):
                    seen.add(self._text[start:end])
                    yield start, end

    def _exchanged(
        self,
        start: int,
        end: int,
        known: Callable[[str], bool],
        *,
        only: Likeness | None = None,
        near: bool = False,
        gaps: Set[tuple[str, str]] | None = None,
    ) -> Iterator[_Slip]:
        """A span with one character that belongs to an unknown pair exchanged, where that makes a known word.

        ``gaps`` are what stands before and behind such a character in known words, None where they are many.
        """
        anyhow = only is None and (near or end - start > 2)
        for place in range(start, end):
            if not self._unknown.issuperset(range(max(start, place - 1), min(place + 1, end - 1))):
                continue
            before, after = self._text[start:place], self._text[place + 1 : end]
            if gaps is not None and (before, after) not in gaps:
                continue
            for char, how in alike(self._text[place]).items():
                if (anyhow or how == only or (only is None and how != "near")) and known(before + char + after):
                    yield _Slip(place, char, how, start, end, before + char + after)

    def _plain(self, token: Token) -> bool:
        """Whether a token is a common word of its own, which nobody types by mistake for something rarer."""
        single = len(token.text) == 1 and (token.text in _NUMERALS or token.text in "年月日")
        return single or token.text in table("stop_words") or token.text in table("question_words")


@lru_cache(maxsize=8)  # the same of question after question
def _with_a_gap(names: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """What stands before and behind each character of some names."""
    return frozenset((name[:place], name[place + 1 :]) for name in names for place in range(len(name)))


def grams_of_two(text: str) -> Iterator[str]:
    """The pairs of neighbouring characters of a text."""
    return (gram for gram in grams(text) if len(gram) > 1)
