"""What is known about words when a question is read: synonyms, an administrator's own words, the store's vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.lexicon.synonym_groups import Group
from retrieval.lexicon.tables import table
from retrieval.lru import Recent
from retrieval.model import Correction, Token, Word
from retrieval.query.spelling import Vocabulary, spelled
from retrieval.query.synonyms import Thesaurus, built_in, expanded, with_own
from retrieval.text.segmentation import grams, is_dictionary_word, tokens
from store import patterns as re
from store.quick_records import record

_TWO = 2  # characters
_REMEMBERED = 16  # texts: a question is cut for its slips, its words and their variants
# 最|重要 is not 最重|要, though 最重 is a word
_MADE_MOST = re.compile("重要|美观|先进|前列")
_BEHIND = 3  # words in which a phrase ends: 规上工业企业
_COUNTS = re.compile(r"[\d几多少一二三四五六七八九十两这那每各哪某]$")
# Words that hardly anything but a spun text holds; two of them in the store are taken as a sign that it has such texts.
_SPUN_SIGNS = ("黉舍", "屯子", "客岁", "怙恃", "存眷", "稚园")


@record
class OwnWords:
    """An administrator's words: groups of synonyms, and words that the segmenter is to leave whole."""

    thesaurus: Thesaurus
    dictionary: frozenset[str] = frozenset()


def own_words(synonyms: Sequence[Group], dictionary: frozenset[str]) -> OwnWords:
    """The words of an administrator's files beside our own tables."""
    return OwnWords(with_own(synonyms) if synonyms else built_in(), dictionary)


class Wordbook:
    """What one question needs to know of words, for the store as it is now."""

    def __init__(self, vocabulary: Vocabulary, own: OwnWords | None = None) -> None:
        self._own = own or OwnWords(built_in())
        self._vocabulary = vocabulary
        self._spun = sum(map(bool, vocabulary.document_counts("grams", _SPUN_SIGNS))) > 1
        self._cut: Recent[str, tuple[Token, ...]] = Recent(_REMEMBERED)

    def spelled(self, text: str, names: Sequence[str]) -> tuple[str, tuple[Correction, ...]]:
        """The folded text with its typing errors mended, one character for one, and what was mended.

        ``names`` are places and kinds of the stored reports.
        """
        return spelled(text, self._vocabulary, names=(*names, *self._own.dictionary), sure=self._sure(text))

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of a folded text; those of the administrator's dictionary stay whole."""
        known = self._cut.get(text)
        if known is None:
            known = _joined(text, recut(tokens(text), self._own.thesaurus), self._own.dictionary)
            self._cut.put(text, known)
        return known

    def expanded(self, content: Sequence[Word], text: str) -> tuple[Word, ...]:
        """The content words of a folded text with their variants."""
        return expanded(
            content, text, _edges(self.tokens(text)), self._own.thesaurus, known=self._known, spun=self._spun
        )

    def _sure(self, text: str) -> Callable[[int, int], bool]:
        """Whether a span touches a phrase of a table or a word of the administrator's: those are right as they are."""
        spans: list[tuple[int, int]] | None = None

        def sure(start: int, end: int) -> bool:
            nonlocal spans
            if spans is None:  # most questions hold nothing that is doubted
                # A single character may still be a piece of a broken word (招 of 招骋).
                phrases = self._own.thesaurus.phrases(text, _edges(self.tokens(text)))
                spans = [(begin, stop) for begin, stop in phrases if stop - begin > 1]
                spans += [(token.start, token.end) for token in self.tokens(text) if token.text in self._own.dictionary]
            return any(begin < end and start < stop for begin, stop in spans)

        return sure

    def _known(self, phrase: str) -> bool:
        """Whether the store holds a word, or all the neighbouring characters of a phrase."""
        if len(phrase) == 1:  # 路 is a word of 修路, and only a character of 公路
            return any(self._vocabulary.document_counts("words", [phrase]))
        return all(
            self._vocabulary.document_counts("grams", [gram for gram in grams(phrase) if len(gram) > 1] or [phrase])
        )


def recut(cut: Sequence[Token], thesaurus: Thesaurus) -> tuple[Token, ...]:
    """Tokens that were cut one character too late or too early, cut anew.

    个税|收 of 个|税收 and 环保税|收 of 环保|税收 before 了, 最高|考 of 最|高考, 家|规上工业 of 家规|上|工业 behind 多少.
    """
    found = list(cut)
    for place in range(len(found) - 1):
        one, after = found[place : place + 2]
        if one.end == after.start and len(after.text) == _TWO and _ends_later(found, place, thesaurus):
            middle = after.start + 1
            found[place] = Token(one.text + after.text[0], one.start, middle)
            found[place + 1] = Token(after.text[1], middle, after.end)
    for place in range(len(found) - 2, 0, -1):
        asking, one = found[place - 1 : place + 1]
        behind = "".join(token.text for token in found[place + 1 : place + 1 + _BEHIND])
        measured = len(one.text) == _TWO and one.text[0] in table("asked_measure_words") and _COUNTS.search(asking.text)
        if measured and any(thesaurus.exactly(one.text[1] + behind[:end]) for end in range(2, len(behind) + 1)):
            middle = one.start + 1
            found[place : place + 1] = [Token(one.text[0], one.start, middle), Token(one.text[1], middle, one.end)]
    return tuple(found)


def _ends_later(cut: Sequence[Token], place: int, thesaurus: Thesaurus) -> bool:
    """Whether a token takes the first character of the next one, which is of two.

    Not behind a number, where 个 is a measure word (一个税收项目).
    """
    one, after = cut[place : place + 2]
    if one.text == "最":
        return is_dictionary_word(one.text + after.text[0]) and not _MADE_MOST.fullmatch(after.text)
    done = place + 2 < len(cut) and cut[place + 2].text == "了"  # what is done is no noun
    if done and after.text == "税收" and len(one.text) > 1:
        return True
    counted = place > 0 and cut[place - 1].end == one.start and _COUNTS.search(cut[place - 1].text)
    return len(one.text) == 1 and not counted and bool(thesaurus.exactly(one.text + after.text[0]))


def _edges(cut: Sequence[Token]) -> frozenset[int]:
    """Where words begin or end."""
    return frozenset(edge for token in cut for edge in (token.start, token.end))


def _joined(text: str, cut: Sequence[Token], dictionary: frozenset[str]) -> tuple[Token, ...]:
    """Tokens with those that touch a word of the dictionary joined into it, the longest word first."""
    if not dictionary:
        return tuple(cut)
    longest = max(map(len, dictionary))
    joined: list[Token] = []
    done = 0
    for token in cut:
        if token.start < done:
            continue
        # A word may begin inside a token: the rest of that token is left to stand before it.
        found = next(
            (
                (start, end)
                for start in range(token.start, token.end)
                for end in range(min(len(text), start + longest), start, -1)
                if text[start:end] in dictionary
            ),
            None,
        )
        if found is None:
            joined.append(token)
            done = token.end
            continue
        start, done = found
        if start > token.start:
            joined.append(Token(text[token.start : start], token.start, start))
        joined.append(Token(text[start:done], start, done))
        rest = next((other for other in cut if other.start < done < other.end), None)
        if rest is not None:
            joined.append(Token(text[done : rest.end], done, rest.end))
            done = rest.end
    return tuple(joined)
