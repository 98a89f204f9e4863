"""Text in, words with offsets out; and the form of a text that is used for matching only.

Segmentation is jieba's without its hidden Markov model. A question and what may be quoted in reply are cut by the parts
of jieba's dictionary that they need (:mod:`retrieval.text.jieba_dictionary`); once a process has cut more than that, as a load
does, by rjieba (its Rust twin, ten times as fast) where a wheel exists, by jieba itself elsewhere. The words are the
same, see ``tests/retrieval/text/test_segmentation.py``.
Nothing here knows stop words, and nothing that is quoted ever passes through :func:`fold`.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from retrieval.model import Token
from retrieval.text.jieba_dictionary import STRETCH, Dictionary
from store import patterns as re

if TYPE_CHECKING:
    import jieba
    import numpy as np
    import numpy.typing as npt

_UTF_32: Final = ("utf-32-le", "surrogatepass")


def fold(text: str) -> str:
    """The text as it is matched, character for character: simplified, half-width, lower case.

    Each character becomes exactly one, so offsets into the result are offsets into the text.

    >>> fold("東莞２０１６年，ＡＢ")
    '东莞2016年,ab'
    """
    return _simpler(text.translate(_folding()))


def fold_lines(texts: Sequence[str]) -> list[str]:
    """The same of many texts, in a tenth of the time; each comes on one line.

    >>> fold_lines(["東莞２０１６年，\\nＡＢ", "學校"])
    ['东莞2016年, ab', '学校']
    """
    import numpy as np

    # No line break changes what is beside it, and nothing becomes one.
    letters = np.frombuffer("\n".join([text.replace("\n", " ") for text in texts]).encode(*_UTF_32), "<u4")
    table = _folded_letters()
    folded = table[letters]
    unknown = letters[folded == 0]
    if len(unknown):
        for letter in set(unknown.tolist()):
            table[letter] = _folding()[letter]
        folded = table[letters]
    return _simpler(folded.tobytes().decode(*_UTF_32)).split("\n")


@lru_cache(maxsize=256)
def folded(text: str) -> str:
    """The same of a sentence or a question, which dozens of rules look at in turn."""
    return fold(text)


def folds_alone(text: str) -> bool:
    """Whether :func:`fold` makes the same of a text whatever stands beside it.

    >>> folds_alone("學校"), folds_alone("隨著")
    (True, False)
    """
    return not _DOUBTFUL.search(text.translate(_folding()))


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order, with their offsets; punctuation and white space are left out.

    >>> [token.text for token in tokens("全年培训教师2245人次。")]
    ['全年', '培训', '教师', '2245', '人次']
    """
    return _words_in(text)


def words(text: str) -> Iterator[str]:
    """The words of :func:`tokens` without their places."""
    return filter(is_word, pieces(text))


def pieces(text: str) -> list[str]:
    """The pieces of :func:`cut` without their places; which of them are words, :func:`is_word` tells."""
    return _cutter(writable(text))


def boundaries(text: str) -> frozenset[int]:
    """The offsets at which a piece of the text begins or ends.

    >>> sorted(boundaries("招聘教师12名"))
    [0, 2, 4, 6, 7]
    """
    return frozenset(accumulate(map(len, pieces(text)), initial=0))


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a text that are cut without a look at what stands beside them; words begin and end at their ends.

    >>> list(stretches("今年,招聘教师12名。"))
    [(0, 2), (3, 10)]
    """
    return (found.span() for found in STRETCH.finditer(text))


def cut(text: str) -> Iterator[Token]:
    """All pieces of a text; joined in order they give it back."""
    start = 0
    for piece in pieces(text):
        end = start + len(piece)
        yield Token(text[start:end], start, end)
        start = end


@lru_cache(maxsize=64)  # several stages look at the words of one question
def _words_in(text: str) -> tuple[Token, ...]:
    return tuple(token for token in cut(text) if is_word(token.text))


@lru_cache(maxsize=4096)  # few words of questions and names are asked for, and those again and again
def part_of_speech(text: str) -> str | None:
    """What the segmenter's dictionary calls a word, in jieba's letters; None where it has no such word.

    >>> part_of_speech("深圳"), part_of_speech("学校"), part_of_speech("澜赋")
    ('ns', 'n', None)
    """
    return _dictionary().tag(text)


@lru_cache(maxsize=4096)
def rarity(text: str) -> float:
    """How rare a word is in running text: 7 for 时间 and 可以, 13 for 血型 and 满意度 (logarithms)."""
    return _dictionary().rarity(text)


@lru_cache(maxsize=8192)  # a question in which much is mistyped asks for the same words many times
def is_dictionary_word(text: str) -> bool:
    """Whether the segmenter's dictionary has a text as one word.

    >>> is_dictionary_word("招聘"), is_dictionary_word("招骋")
    (True, False)
    """
    return writable(text) in _dictionary()


def writable(text: str) -> str:
    """The text with ``?`` for each half of a broken character, which no file and no library can take."""
    return text.encode("utf-8", "replace").decode("utf-8")


def grams(text: str) -> Iterator[str]:
    """Single characters and pairs of neighbours within a run of letters and digits; a number or Latin word is one.

    >>> list(grams("免费12所"))
    ['免', '费', '免费', '12', '费12', '所', '12所']
    """
    before = ""
    for piece in _PIECES.findall(text):
        if not piece:  # a run has ended
            before = ""
            continue
        yield piece
        if before:
            yield before + piece
        before = piece


# A whole number, a whole Latin word, one other letter or digit; what is between runs is found as "".
_PIECES = re.compile(r"([0-9]+|[A-Za-z]+|[^\W_])|[\W_]+")


def is_word(piece: str) -> bool:
    """Whether a piece is more than punctuation and white space."""
    return piece.isalnum() or any(map(str.isalnum, piece))


def read_all() -> None:
    """Read the whole dictionary now, where much will be cut and nobody waits."""
    _cutter.read_all()


class _Cutter:
    """Cuts the first texts by parts of the dictionary, and all others by a segmenter that has read the whole of it."""

    def __init__(self) -> None:
        self._left = _FEW
        self._whole: Callable[[str], list[str]] | None = None

    def __call__(self, text: str) -> list[str]:
        if self._whole is None:
            self._left -= len(text)
            return _dictionary().cut(text) if self._left >= 0 else self.read_all()(text)
        return self._whole(text)

    def read_all(self) -> Callable[[str], list[str]]:
        """The segmenter of all further texts."""
        if self._whole is None:
            self._whole = _whole_cutter()
            _dictionary.cache_clear()  # what it remembers of its parts cuts no more
        return self._whole


# Characters. To read the whole dictionary takes as long as it takes to cut as many of them by its parts.
_FEW: Final = 30_000
_cutter: Final = _Cutter()


def _whole_cutter() -> Callable[[str], list[str]]:
    # Imported here: rjieba reads its dictionary when it is imported, 0.15 s; jieba takes 0.14 s and then 0.7 s.
    try:
        import rjieba
    except ImportError:
        return _jieba_cutter()
    return lambda text: rjieba.cut(text, hmm=False)


@cache
def _dictionary() -> Dictionary:
    spec = find_spec("jieba")
    assert spec is not None  # it is installed with us
    assert spec.origin is not None
    return Dictionary(Path(spec.origin).with_name("dict.txt"))


def _jieba_cutter() -> Callable[[str], list[str]]:
    tokenizer = _tokenizer()
    return lambda text: tokenizer.lcut(text, HMM=False)


@cache
def _tokenizer() -> jieba.Tokenizer:
    import jieba

    jieba.setLogLevel("WARNING")
    # Our own, as the tokenizer of the module is shared with whoever else imports jieba.
    return jieba.Tokenizer()


# Forms that opencc leaves alone when it sees a character without its neighbours: variants of Hong Kong and of print,
# and characters whose other use is so rare that folding both sides alike costs nothing (借 and 慰藉).
_VARIANTS = dict(
    zip(
        "瞭甦衞濬揹薰痺敍羣囘祇衹榖迺伕堿硷藉眞徧疎菓牠擧汚淸刼覚啣鶏倣砲",
        "了苏卫浚背熏痹叙群回只只谷乃夫碱碱借真遍疏果它举污清劫觉衔鸡仿炮",
        strict=True,
    )
)
# Here the neighbour decides: 隨著 is 随着, 顯著 stays; 回覆 is 回复, 覆蓋 stays; 甚麼 is 什么, 甚至 stays.
_DOUBTFUL = re.compile("[著覆甚俱]")
_SIMPLER = {"著": "着", "回覆": "回复", "答覆": "答复", "批覆": "批复", "反覆": "反复", "甚么": "什么", "家俱": "家具"}
_BESIDE = re.compile("(?<![显名原编专巨论译土卓昭遗])著(?![名作述称书者录])|[回答批反]覆|甚么|家俱")


def _simpler(folded: str) -> str:
    return _BESIDE.sub(lambda match: _SIMPLER[match.group()], folded) if _DOUBTFUL.search(folded) else folded


class _Folding(dict[int, int]):
    """A table for ``str.translate`` that fills itself with the characters it meets."""

    def __init__(self, simplify: Callable[[str], str]) -> None:
        super().__init__()
        self._simplify = simplify

    def __missing__(self, code: int) -> int:
        char = writable(chr(code))
        for change in (_plain_form, str.lower, self._simplify, _plain_variant):
            changed = change(char)
            # One for one or not at all: ß has no single upper case, a ligature is several letters.
            if len(changed) == 1:
                char = changed
        self[code] = ord(char)
        return self[code]


def _plain_variant(char: str) -> str:
    return _VARIANTS.get(char, char)


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


@cache
def _folded_letters() -> npt.NDArray[np.uint32]:
    """What :func:`_folding` makes of each letter that was met, else 0."""
    import numpy as np

    return np.zeros(sys.maxunicode + 1, "<u4")
