"""Classes of characters that several stages must agree on: sentence ends, quotation marks, brackets, numerals."""

from __future__ import annotations

from store import patterns as re

SENTENCE_ENDS = "。！？!?"
# What parts a sentence, as it is written or folded.
CLAUSE_END = re.compile("[，,；;。：:！!？?]")
PART_END = re.compile("[;；。]")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
CLOSERS = "”’」』）)】〕》〉］]}"
OPENERS = "“‘「『（(【〔《〈［[{"
PAIRS = dict(zip(CLOSERS, OPENERS, strict=True))

# Punctuation that cannot begin a line of its own: it belongs to the line before.
CANNOT_BEGIN = "。，、；：？！,;:?!." + "”’」』）)】〕》〉］]…"

SPACE = " \t\u3000\xa0\u2002\u2003\u2009\u200b\u200c\u200d\ufeff\u2060\xad"

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]+")

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "Ｏ": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def han_count(text: str) -> int:
    """How many Chinese characters the text holds."""
    return sum(map(len, _HAN.findall(text)))


def trim(text: str) -> str:
    """The text without white space and invisible characters at its ends."""
    return text.strip().strip(SPACE).strip()


def squeeze(text: str) -> str:
    """The text without any white space: the form in which quotation and source are compared."""
    return "".join(text.split())


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, closing quotation marks and brackets aside.

    >>> ends_sentence("他说：“好。”"), ends_sentence("一、主要工作")
    (True, False)
    """
    bare = text.rstrip(SPACE + CLOSERS)
    return bare.endswith((*SENTENCE_ENDS, "…", "；", ";"))


def numeral_value(text: str) -> int | None:
    """The value of a plain numeral: 12, １２, 十二, 二〇一一; None for anything else.

    >>> numeral_value("十二"), numeral_value("二〇一一"), numeral_value("１２"), numeral_value("一百零五")
    (12, 2011, 12, 105)
    """
    if text.isdecimal():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = digit = 0
    for c in text:
        if c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


_YEAR = re.compile(
    r"(?<![\d０-９])((?:19|20|１９|２０)[\d０-９]{2}|[一二][九〇○零][一二三四五六七八九〇○零]{2})(?=\s?年)"
)


def years_in(text: str) -> tuple[int, ...]:
    """The years that the text names outright, in order: 2011年, ２０１１年, 二〇一一年; not 11年, not 20XX年.

    >>> years_in("2011年以来，至二〇一三年")
    (2011, 2013)
    """
    return tuple(y for y in (numeral_value(m.group(1)) for m in _YEAR.finditer(text)) if y and 1900 <= y < 2100)
