"""Text in, words with offsets out; and the form of a text that is used for matching only.

Segmentation is jieba's without its hidden Markov model, by rjieba (its Rust twin, ten times as fast and at once
ready) where a wheel exists, by jieba itself elsewhere: the words are the same, see ``tests/retrieval/test_segment.py``.
Nothing here knows stop words, and nothing that is quoted ever passes through :func:`fold`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import accumulate

from retrieval.model import Token


def fold(text: str) -> str:
    """The text as it is matched, character for character: simplified, half-width, lower case.

    Each character becomes exactly one, so offsets into the result are offsets into the text.

    >>> fold("東莞２０１６年，ＡＢ")
    '东莞2016年,ab'
    """
    return text.translate(_folding())


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order, with their offsets; punctuation and white space are left out.

    >>> [token.text for token in tokens("全年培训教师2245人次。")]
    ['全年', '培训', '教师', '2245', '人次']
    """
    return tuple(token for token in cut(text) if _is_word(token.text))


def words(text: str) -> Iterator[str]:
    """The words of :func:`tokens` without their places."""
    return (token.text for token in tokens(text))


def boundaries(text: str) -> frozenset[int]:
    """The offsets at which a piece of the text begins or ends.

    >>> sorted(boundaries("招聘教师12名"))
    [0, 2, 4, 6, 7]
    """
    return frozenset(accumulate(map(len, _cutter()(writable(text))), initial=0))


def cut(text: str) -> Iterator[Token]:
    """All pieces of a text; joined in order they give it back."""
    start = 0
    for piece in _cutter()(writable(text)):
        end = start + len(piece)
        yield Token(text[start:end], start, end)
        start = end


def place_names(text: str) -> tuple[Token, ...]:
    """The words of a text that the segmenter's dictionary calls names of places, with their offsets.

    >>> [token.text for token in place_names("深圳有多少所学校")]
    ['深圳']
    """
    found, start = [], 0
    for piece, tag in _tagger()(writable(text)):
        if tag == "ns" and len(piece) > 1:
            found.append(Token(piece, start, start + len(piece)))
        start += len(piece)
    return tuple(found)


def writable(text: str) -> str:
    """The text with ``?`` for each half of a broken character, which no file and no library can take."""
    return text.encode("utf-8", "replace").decode("utf-8")


def grams(text: str) -> Iterator[str]:
    """Single characters and pairs of neighbours within a run of letters and digits; a number or Latin word is one.

    >>> list(grams("免费12所"))
    ['免', '费', '免费', '12', '费12', '所', '12所']
    """
    before = ""
    for piece in _pieces(text):
        if not piece:
            before = ""
            continue
        yield piece
        if before:
            yield before + piece
        before = piece


def _pieces(text: str) -> Iterator[str]:
    """Characters, whole numbers and whole Latin words; an empty string where a run ends."""
    held = ""
    for char in text:
        if char.isascii() and char.isalnum():
            if held and held[-1].isdigit() != char.isdigit():
                yield held
                held = ""
            held += char
            continue
        if held:
            yield held
            held = ""
        yield char if char.isalnum() else ""
    if held:
        yield held


def _is_word(piece: str) -> bool:
    return any(char.isalnum() for char in piece)


@cache
def _cutter() -> Callable[[str], list[str]]:
    # Imported here: jieba alone costs 0.14 s to import and 0.7 s to read its dictionary.
    try:
        import rjieba
    except ImportError:
        return _jieba_cutter()
    return lambda text: rjieba.cut(text, hmm=False)


@cache
def _tagger() -> Callable[[str], Iterable[tuple[str, str]]]:
    try:
        import rjieba
    except ImportError:
        import jieba
        from jieba import posseg

        jieba.setLogLevel("WARNING")
        tagger = posseg.POSTokenizer(jieba.Tokenizer())
        return lambda text: ((pair.word, pair.flag) for pair in tagger.lcut(text, HMM=False))
    return lambda text: rjieba.tag(text, hmm=False)


def _jieba_cutter() -> Callable[[str], list[str]]:
    import jieba

    jieba.setLogLevel("WARNING")
    # Our own, as the tokenizer of the module is shared with whoever else imports jieba.
    tokenizer = jieba.Tokenizer()
    return lambda text: tokenizer.lcut(text, HMM=False)


class _Folding(dict[int, int]):
    """A table for ``str.translate`` that fills itself with the characters it meets."""

    def __init__(self, simplify: Callable[[str], str]) -> None:
        super().__init__()
        self._simplify = simplify

    def __missing__(self, code: int) -> int:
        char = writable(chr(code))
        for change in (_plain_form, str.lower, self._simplify):
            changed = change(char)
            # One for one or not at all: ß has no single upper case, a ligature is several letters.
            if len(changed) == 1:
                char = changed
        self[code] = ord(char)
        return self[code]


def _plain_form(char: str) -> str:
    # Full-width forms and the ideographic space, and the doubles of ideographs that PDF files bring (Kangxi
    # radicals, compatibility ideographs). Not NFKC at large: it makes ① a 1.
    if "\uff01" <= char <= "\uff5e" or char == "\u3000" or "\u2e80" <= char <= "\u2fd5" or "\uf900" <= char <= "\ufaff":
        return unicodedata.normalize("NFKC", char)
    return char


@cache
def _folding() -> _Folding:
    import opencc

    # Character by character: phrase conversion may change the length (and then offsets no longer fit).
    return _Folding(opencc.OpenCC("t2s").convert)
