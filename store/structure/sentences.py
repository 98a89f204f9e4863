"""Placed paragraphs → Sentences: cut at 。！？, with respect for quotation marks, brackets and 《》.

Sentences keep the author's own characters. Nothing of a paragraph is lost: what stands between two sentence
ends is a sentence, and a rest without an end is one too. Headings that are no sentences give none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from store import patterns as re
from store.figures.extract import figures_in
from store.language.characters import CLOSERS, PAIRS, SENTENCE_ENDS, ends_sentence
from store.model import Sentence
from store.structure.outline import Placed

# A quotation or bracket that holds a sentence end and closes within this many characters is kept whole.
_LONGEST_QUOTED = 200
# No sentence read has more characters; text without sentence ends (tables, OCR) is cut at weaker marks, then hard.
_LONGEST_SENTENCE = 800
_AGAIN = 256  # sentences that are not read once more: tables and lists say the same again and again
_ENDS = re.compile(rf"[{SENTENCE_ENDS}]+")
_WEAK_ENDS = re.compile(r"[；;]|[，,、]|\s")
_OPENERS = frozenset(PAIRS.values())
_MARKS = re.compile(f"[{re.escape(''.join((*PAIRS, *PAIRS.values())))}]")
_SUBSTANCE = re.compile(r"[^\W_]")
_GLUED = re.compile(r"[^\W_]{2}")


def sentences(placed: tuple[Placed, ...]) -> tuple[Sentence, ...]:
    """The sentences in reading order, with their figures."""
    found: list[Sentence] = []
    read = lru_cache(_AGAIN)(figures_in)
    for number, item in enumerate(placed):
        text = item.paragraph.text
        if item.alone and not ends_sentence(text):
            continue
        # A heading that no mark parts from its text (一、2018年工作回顾2018年，…) is no piece of the sentence.
        first = item.heading if _GLUED.match(text, max(item.heading - 1, 0)) and item.heading else 0
        for start, end in ((first + start, first + end) for start, end in spans(text[first:])):
            words = text[start:end]
            found.append(
                Sentence(
                    text=words,
                    start=item.paragraph.place(start),
                    end=item.paragraph.place(end - 1) + 1,
                    section=item.path,
                    paragraph=number,
                    first_line=item.paragraph.line(start),
                    last_line=item.paragraph.line(end - 1),
                    heading=0 < end <= item.heading,
                    figures=read(words),
                )
            )
    return tuple(found)


def has_words(text: str) -> bool:
    """Whether the text holds a letter or a digit; a row of dashes says nothing that could be quoted."""
    return _SUBSTANCE.search(text) is not None


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The half-open spans of the sentences of one paragraph, white space at their ends left out.

    >>> text = "他说：“好。我去。”会后（见附件。）结束。生师比8.4:1，达标！"
    >>> [text[a:b] for a, b in spans(text)]
    ['他说：“好。我去。”', '会后（见附件。）结束。', '生师比8.4:1，达标！']
    """
    protected = _protected(text)
    start = 0
    for end in _ends(text, protected):
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_SENTENCE:
        cut = _weak_cut(text, start)
        yield from _trimmed(text, start, cut)
        start = cut
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    # A scrap of punctuation says nothing and cannot be quoted.
    if _SUBSTANCE.search(text, start, end):
        yield start, end


def _weak_cut(text: str, start: int) -> int:
    limit = start + _LONGEST_SENTENCE
    best = {"；": 0, "，": 0}
    for match in _WEAK_ENDS.finditer(text, start + _LONGEST_SENTENCE // 4, limit):
        best["；" if match.group() in "；;" else "，"] = match.end()
    return best["；"] or best["，"] or limit


def _ends(text: str, protected: bytearray) -> Iterator[int]:
    """Offsets behind each sentence end that no quotation or bracket keeps inside."""
    counted, quotes = 0, 0
    for match in _ENDS.finditer(text):
        end = match.end()
        if protected[match.start()]:
            continue
        if text[match.start()] in "!?" and _inside_latin(text, match.start()):
            continue
        # An ASCII quotation mark does not say which way it faces: behind an odd number of them it closes.
        quotes += text.count('"', counted, end)
        counted = end
        while end < len(text) and (text[end] in CLOSERS or (text[end] == '"' and quotes % 2)):
            quotes += text[end] == '"'
            end += 1
            counted = end
        yield end


def _inside_latin(text: str, offset: int) -> bool:
    """Whether an ASCII mark stands within Latin text (an address such as a.asp?id=3), where it ends nothing."""
    return offset + 1 < len(text) and text[offset + 1].isascii() and text[offset + 1].isalnum()


def _protected(text: str) -> bytearray:
    """A mask of the offsets that stand inside a quotation or bracket that closes again nearby.

    A sentence end just before the closing mark counts as inside only where the sentence goes on behind it
    ("…是什么？”活动"), so that 他说：“好。” ends as a sentence should.
    """
    mask = bytearray(len(text))
    stack: list[tuple[str, int]] = []
    for mark in _MARKS.finditer(text):
        char, offset = mark.group(), mark.start()
        if char in _OPENERS:
            stack.append((char, offset))
        else:
            while stack and stack[-1][0] != PAIRS[char]:
                stack.pop()
            if not stack:
                continue
            opened = stack.pop()[1]
            if offset - opened > _LONGEST_QUOTED:
                continue
            inside_end = offset
            if not _goes_on(text, opened, offset):
                inside_end = len(text[opened:offset].rstrip(SENTENCE_ENDS)) + opened
            mask[opened:inside_end] = b"\1" * (inside_end - opened)
    return mask


def _goes_on(text: str, opened: int, closed: int) -> bool:
    """Whether the sentence goes on behind the mark that closes at ``closed`` what was opened at ``opened``."""
    behind = closed + 1
    while behind < len(text) and text[behind] in CLOSERS:
        behind += 1
    rest = text[behind : behind + 1]
    if not rest or rest.isspace():
        return False
    if text[closed - 1] != "。" or rest in "，、；：,;":
        return True
    # 。” in front of more text ends the sentence (？” and ！” may close a slogan within one), but a bracket
    # opened within a sentence is a remark on it.
    return text[closed] not in "”’」』" and opened > 0 and text[opened - 1] not in SENTENCE_ENDS
