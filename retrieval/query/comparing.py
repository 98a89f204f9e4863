"""A question in; out comes whether it sets several reports or years beside each other, and what it wants of them.

Only the words are read here. Which reports there are, and whether they say it, is for the comparison to find out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache, lru_cache
from typing import Literal

from retrieval.lexicon.tables import records
from retrieval.model import Word
from retrieval.text.segmentation import fold
from store import patterns as re
from store.quick_records import record

# The senses whose words say nothing of what is compared.
_SPANNED = (
    "place",
    "year",
    "most",
    "least",
    "more",
    "fewer",
    "higher",
    "lower",
    "listed",
    "every",
    "yearly",
    "between",
    "likened",
    "either",
    "apart",
    "differ",
    "rate",
    "rate by name",
    "passes",
    "beyond",
    "within",
)
_LEVELS = "省市州县区镇乡"
Order = Literal["most", "least"]
# What the reports of bodies of a kind say in their titles; any report may be of a 单位 or a 机构.
KINDS_OF_BODIES = {
    "医院": re.compile("医院|医疗集团"),
    "学校": re.compile("[大中小学附党技职]校|大学|学院|[中小]学|幼儿园|师大|[附一二三四五六七八九十]中"),
    "法院": re.compile("[法中高]院"),
    **dict.fromkeys(("大学", "学院"), re.compile("大学|学院|师大")),
    **dict.fromkeys(("公司", "企业", "集团"), re.compile("公司|集团|企业|股份|控股|银行")),
    "局": re.compile("局|委员会"),
}
# 粮食打了多少: what is done is said by nothing in the report.
_LIGHT = frozenset("打 做 搞 干 弄 比较 根据 这些 那些 几个 四个 三个 两个 地方".split())


@record
class Comparing:
    """How a question compares.

    ``places`` and ``years`` are true where it asks for one of several of them, or for a row each; ``every`` where it
    means all there are, without naming them; ``level`` is what it calls them by (省, 市, 县 …), ``body`` the word for bodies of a
    kind (医院), each None where any will do. ``order`` is the end of the order that is asked for. ``apart`` asks how
    far two are apart, ``rate`` for growth, ``aimed`` for a target of it, ``wordy`` for something that no number tells (problems, ways).
    ``spans`` are the words that compare and say nothing of what is compared.
    """

    places: bool
    years: bool
    every: bool
    level: str | None
    body: str | None
    likened: bool
    order: Order | None
    apart: bool
    rate: bool
    aimed: bool
    wordy: bool
    spans: tuple[tuple[int, int], ...]

    def says(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """The words that say what is compared; those that say little where none would be left."""
        left = tuple(
            word for word in words if not any(start < word.end and word.start < end for start, end in self.spans)
        )
        return self.tells(left) or left

    def tells(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """The words that say what is compared; none where it was said before (这三个哪个最多)."""
        return tuple(
            word
            for word in words
            if word.text not in _LIGHT and not any(start < word.end and word.start < end for start, end in self.spans)
        )


def comparing(text: str, before: str = "") -> Comparing | None:
    """How a question compares, None where it does not, by its words and those of the one ``before`` that it follows up on.

    >>> comparing("青禾和云泽谁的粮食产量高").order, comparing("青禾的粮食产量有多少") is None
    ('most', True)
    """
    return _compared(fold(text).strip(" ?。!"), before)


@lru_cache(maxsize=64)  # several stages ask it of one question
def _compared(folded: str, before: str) -> Comparing | None:
    own = {sense for sense, pattern in _senses().items() if pattern.search(folded)}
    found = own | {sense for sense, pattern in _senses().items() if pattern.search(before)}
    asking = not found.isdisjoint(("place", "year", "either"))
    whether = "than" in found and not found.isdisjoint(("higher", "lower"))
    said = _order(own, asking=asking) or _order(found, asking=asking)  # 那最低的呢 behind 哪个县最高
    order = ("least" if "lower" in found else "most") if whether else said
    apart = "differ" in found or ("than" in found and "apart" in found)
    places = "every" in found or ("place" in found and order is not None)
    years = "yearly" in found or ("year" in found and order is not None)
    likened = (
        apart
        or whether
        or not found.isdisjoint(("likened", "listed", "between"))
        or ("either" in found and order is not None)
    )
    if not (places or years or likened):
        return None
    return _read(folded, before, found, places=places, years=years, likened=likened, order=order)


def of_two(text: str) -> Comparing:
    """How a question compares that sets two places or years beside each other by their names alone: 青禾和云泽的收入.

    >>> of_two("青禾收入超过云泽了吗").order, of_two("青禾和云泽的收入").order
    ('most', None)
    """
    folded = fold(text).strip(" ?。!")
    found = {sense for sense, pattern in _senses().items() if pattern.search(folded)}
    order: Order | None = "most" if "passes" in found else None
    return _read(folded, "", found, places=False, years=False, likened=True, order=order)


def of_years(text: str) -> Comparing:
    """How a question compares that asks for what several years brought, by naming them alone: 2005到2010年的收入."""
    asked = of_two(text)
    return replace(asked, years=True, likened=False, order=None)


def _read(
    folded: str, before: str, found: AbstractSet[str], *, places: bool, years: bool, likened: bool, order: Order | None
) -> Comparing:
    apart = "differ" in found or ("than" in found and "apart" in found)
    spans = [match.span() for sense in _SPANNED for match in _senses()[sense].finditer(folded)]
    return Comparing(
        places=places,
        years=years,
        every="every" in found,
        level=_level(folded) or _level(before),
        body=_body(folded) or _body(before),
        likened=likened,
        order=order,
        apart=apart,
        rate=not found.isdisjoint(("rate", "rate by name", "aimed")),
        aimed="aimed" in found,
        wordy="words" in found and order is None and not apart,
        spans=tuple(spans),
    )


def asks_rate(text: str) -> bool:
    """Whether a folded question asks for growth by its own words."""
    return _senses()["rate"].search(text) is not None or names_rate(text)


def names_rate(text: str) -> bool:
    """Whether a folded question names a rate of growth: 增速, 涨幅."""
    return _senses()["rate by name"].search(text) is not None


def _level(text: str) -> str | None:
    """The level of the places that are asked about: 省 in 哪个省 and 各省."""
    for sense in ("place", "every"):
        for match in _senses()[sense].finditer(text):
            levels = [char for char in match.group() if char in _LEVELS]
            if levels:
                return levels[-1]
    return None


def _body(text: str) -> str | None:
    """The kind of the bodies that are asked about: 医院 in 哪家医院 and 各医院."""
    said = (match.group() for sense in ("place", "every") for match in _senses()[sense].finditer(text))
    return next((kind for one in said for kind in KINDS_OF_BODIES if one.endswith(kind)), None)


def _order(found: AbstractSet[str], *, asking: bool) -> Order | None:
    """Which end of the order is asked for; 高 at the end of a question says it only beside 哪个."""
    if "least" in found or (asking and not found.isdisjoint(("fewer", "within"))):
        return "least"
    return "most" if "most" in found or (asking and not found.isdisjoint(("more", "rate", "beyond"))) else None


@cache
def _senses() -> Mapping[str, re.Pattern[str]]:
    """The pattern of each sense."""
    found: dict[str, list[str]] = {}
    for sense, pattern, _ in records("asks_for_comparison"):
        found.setdefault(sense, []).append(pattern)
    return {sense: re.compile("|".join(patterns)) for sense, patterns in found.items()}
