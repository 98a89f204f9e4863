"""Words of a question in, the words that a report may use instead out, each with a weight below the literal word's.

The tables are ``lexicon/*.csv``, each with its direction and weight here, and an administrator's own. A phrase is
found in the folded text whatever the segmenter makes of it, the longest first; a word is exchanged once and never
through a chain, except that what stands in a table of plain words may itself have been exchanged in a spun text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from retrieval.lexicon.synonym_groups import Group, holding, lines, lines_of
from retrieval.model import Variant, Word
from retrieval.text.segmentation import fold
from store import patterns as re
from store.language.indicators import names
from store.quick_records import record


@record
class Table:
    """How a table is used: ``weight`` is what a hit is worth, ``both`` whether variants are looked for too.

    A one-way table finds only its standard words, from its variants. The words of an ``exact`` one mean the same thing,
    so that a phrase which no report holds is read as the standard word that some report does (卖地 as 土地出让).
    """

    name: str
    weight: float
    both: bool = True
    exact: bool = False


# What is known of one field each, in files apart from the words of the language.
DOMAINS = (
    "agriculture",
    "building",
    "civil_affairs",
    "counted_things",
    "digital",
    "education",
    "emergency",
    "energy",
    "environment",
    "finance",
    "health",
    "history",
    "justice",
    "national",
    "party",
    "science",
    "statistics",
    "tourism",
    "trade",
)
# Weights: 0.6–0.9 tried for synonyms, 0.5–0.8 for everyday words, 0–0.6 for related ones on dev, dev with 42 other
# reports loaded beside, and our own questions; hit@1 stays within one question of 164 throughout.
TABLES = (
    Table("abbreviations", 0.8),
    Table("synonyms", 0.8),
    Table("everyday_verbs", 0.7, both=False),
    Table("everyday_words", 0.7, both=False),
    Table("near_synonyms", 0.4),
    *(Table(f"domains/{name}", 0.8, both=False, exact=True) for name in DOMAINS),
)
SPUN = Table("spun_texts", 0.8)  # 0.5, 0.6 and 0.8 tried: dev 150, 151, 152 of 164; with 42 other reports 147, 148, 150
OWN_WEIGHT = 0.9  # an administrator knows his reports better than our tables do
# Share of a variant's weight where the store holds the word itself: reports that say 提前退休 mean no 提前离岗 by it.
KNOWN = 0.6  # 0.3, 0.5, 0.7, 1 tried: dev 149, 150, 152, 150 of 164
_SAME = 1.0  # a report that says GDP of its energy says 地区生产总值 of its economy
# The second, third … of several standard words are guesses further off.
_LATER = 0.85  # 0.7 and 1 the same
# 老师一共有多少 is looked up as 多少老师: what is counted has names of its own in the basics of a report.
_COUNTS = re.compile(r"多少|几[个名位所]|人数|总数|数量|最[多少]")
_HOW_MANY = "多少"
# 修了多少公里路 asks for what is known as 修路.
_PARTED = re.compile(
    r"(?<=[\u4e00-\u9fff])[了过掉]?(?:多少|几)(?:[个件起次回趟场家户所条座台部辆栋套间张份篇本对宗笔亩吨]|公里)?(?![钱人])(?=[\u4e00-\u9fff])"
)
_LONGEST_PART = 3
# 教育花的钱, 花在教育上: budgets call it 教育支出
_SPENT_ON = re.compile(r"(?:上面|上|方面|这块)?(?:一共|总共|共)?花(?:的|了|掉|多少)")
_SPENT_BEFORE = ("花在", "花到")
_SPENDING = ("支出", 0.8)
# A word with more variants than this says little.
_MOST_VARIANTS = 16
_NONE: Mapping[str, float] = {}


@record
class _Words:
    """Words of the tables with their places, and how long they are, the longest first."""

    places: Mapping[str, Sequence[tuple[Table, Group]]]
    lengths: tuple[int, ...]


_NOWHERE = _Words({}, ())
_FEW = 64  # characters: to look for the words of a hundred takes as long as to read all


class Thesaurus:
    """Looks words up; made from the lines of tables once. What it remembers of them is the same for every thread."""

    def __init__(self, tables: Iterable[tuple[Table, str]]) -> None:
        self._tables = tuple(tables)
        self._beginning: dict[str, _Words] = {}  # by the character that they begin with
        self._whole = False
        self._gathered: dict[str, Mapping[str, float]] = {}  # by words of the tables only, and so bounded

    def of(self, word: str) -> Mapping[str, float]:
        """The variants of one word with their weights."""
        if word not in self._gathered:
            if not self._places(word):
                return _NONE
            self._gathered[word] = self._gather(word)
        return self._gathered[word]

    def _places(self, word: str) -> Sequence[tuple[Table, Group]]:
        """Where a word stands; nowhere if the tables do not know it."""
        return self._words(word[:1]).places.get(word, ())

    def _words(self, first: str) -> _Words:
        """Those that begin with a character."""
        if first and first not in self._beginning and not self._whole:
            self._read(first if len(self._beginning) < _FEW else "")
        return self._beginning.get(first, _NOWHERE)

    def read_all(self) -> None:
        """Read the whole of the tables now, where nobody waits."""
        if not self._whole:
            self._read("")

    def _read(self, first: str) -> None:
        found: dict[str, dict[str, list[tuple[Table, Group]]]] = {first: {}}
        for table, text in self._tables:
            # Every group has variants.
            marks = ",\n " if table.both and first else ","
            for group in holding(text, [f"{mark}{first}" for mark in marks]):
                for word in (*group.standard, *group.variants) if table.both else group.variants:
                    if word.startswith(first):
                        found.setdefault(word[:1], {}).setdefault(word, []).append((table, group))
        for begin, places in found.items():
            self._beginning[begin] = _Words(places, tuple(sorted({*map(len, places)}, reverse=True)))
        self._whole = not first

    def exactly(self, word: str) -> tuple[str, ...]:
        """The standard words that mean the same as one of the exact tables, the first meant first."""
        return tuple(
            dict.fromkeys(said for table, group in self._places(word) if table.exact for said in group.standard)
        )

    def _gather(self, word: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for table, group in self._places(word):
            for variant, weight in _variants(word, group, table):
                if variant != word:
                    found[variant] = max(found.get(variant, 0.0), weight)
        return found

    def phrases(self, text: str, edges: frozenset[int]) -> Iterator[tuple[int, int]]:
        """The spans of known phrases in a folded text, the longest first at each place, none overlapping.

        ``edges`` are the offsets where words begin or end. Up to three characters must be words (学生 is not in
        大学生活, 少老师 not in 多少老师); a longer phrase may begin or end inside one.
        """
        start = 0
        while start < len(text):
            begins = start in edges
            words = self._words(text[start])
            for length in words.lengths:
                end = start + length
                if end > len(text):
                    continue
                ends = end in edges
                if ((begins and ends) or (length > 3 and (begins or ends))) and text[start:end] in words.places:
                    yield start, end
                    start = end
                    break
            else:
                start += 1

    def parted(self, text: str, edges: frozenset[int]) -> Iterator[tuple[str, int, int]]:
        """The known phrases whose two words stand around how many it asks (修路 in 修了多少路), each with its span."""
        for match in _PARTED.finditer(text):
            spans = (
                (match.start() - before, match.end() + behind)
                for behind in range(_LONGEST_PART, 0, -1)
                for before in range(_LONGEST_PART, 0, -1)
            )
            for start, end in spans:
                thing = text[match.end() : end]
                phrase = text[max(start, 0) : match.start()] + thing
                if (
                    start >= 0
                    and {start, end} <= edges
                    and self._places(phrase)
                    and (len(thing) == 1 or not self.of(thing))
                ):
                    yield phrase, start, end
                    break


def expanded(
    content: Sequence[Word],
    text: str,
    edges: frozenset[int],
    thesaurus: Thesaurus,
    *,
    known: Callable[[str], bool],
    spun: bool,
) -> tuple[Word, ...]:
    """The content words with their variants; ``text`` is the folded question that their offsets belong to.

    ``edges`` are the offsets where its words begin or end. ``known`` tells whether the store holds a word or phrase
    itself: then its variants count less. ``spun`` is whether the store holds texts in which common words were
    exchanged for odd ones.
    """
    spans = list(thesaurus.phrases(text, edges))
    for start, end in spans:
        content = _read_as(content, start, end, thesaurus.exactly(text[start:end]), known)
    # A word within a longer phrase has variants of its own as well.
    within = [
        (word.start, word.end)
        for word in content
        if len(word.text) > 1
        and any(start <= word.start and word.end <= end > start + len(word.text) for start, end in spans)
    ]
    phrases = [(text[start:end], start, end, KNOWN if known(text[start:end]) else 1.0) for start, end in spans + within]
    phrases += [(phrase, start, end, 1.0) for phrase, start, end in thesaurus.parted(text, edges)]
    if _COUNTS.search(text):
        phrases += [(_HOW_MANY + word.text, word.start, word.end, 1.0) for word in content]
    return tuple(
        _with_spending(_with_variants(word, phrases, thesaurus, spun=spun), text, thesaurus) for word in content
    )


def _read_as(
    content: Sequence[Word], start: int, end: int, standard: Sequence[str], known: Callable[[str], bool]
) -> Sequence[Word]:
    """The content with the words of a phrase that no report holds read as the first standard word that one does."""
    inside = [word for word in content if start <= word.start and word.end <= end]
    if (
        not standard
        or not inside
        or any(word.start < end and start < word.end for word in content if word not in inside)
    ):
        return content
    if min(word.weight for word in inside) < 1 or known("".join(word.text for word in inside)):
        return content
    said = next((word for word in standard if known(word)), None)
    # 大学扩招 in reports that say 大学 for themselves: only 扩招 is called otherwise
    unsaid = [word for word in inside if len(word.text) == 1 or not known(word.text)]
    if said is None or not unsaid:
        return content
    one = Word(said, unsaid[0].start, unsaid[-1].end)
    kept = [word for word in content if word not in unsaid]
    return tuple(sorted((*kept, one), key=lambda word: word.start))


def _with_variants(
    word: Word, phrases: Sequence[tuple[str, int, int, float]], thesaurus: Thesaurus, *, spun: bool
) -> Word:
    if word.weight < 1:  # it names a report and is not what is asked for
        return word
    found: dict[str, float] = {}
    alone: dict[str, float] = {}
    for phrase, start, end, share in phrases:
        if start < word.end and word.start < end:
            alone |= thesaurus.of(phrase)
            found.update({variant: weight * share for variant, weight in thesaurus.of(phrase).items()})
            found.update(dict.fromkeys(_same_indicator(phrase, thesaurus.of(phrase)), _SAME))
    if spun:
        for plain, weight in [(word.text, 1.0), *found.items()]:
            for odd, share in _spun_forms(plain):
                found[odd] = max(found.get(odd, 0.0), weight * share)
    found.pop(word.text, None)
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VARIANTS]
    return replace(
        word, variants=tuple(Variant(variant, round(weight, 3), alone.get(variant, 0.0)) for variant, weight in best)
    )


def _with_spending(word: Word, text: str, thesaurus: Thesaurus) -> Word:
    """The word with the names of what is spent on it, where the question asks for that: 科技支出, 科学技术支出."""
    spent = _SPENT_ON.match(text, word.end) or text.endswith(_SPENT_BEFORE, 0, word.start)
    if not spent or len(word.text) < 2 or word.weight < 1:
        return word
    name, weight = word.text + _SPENDING[0], _SPENDING[1]
    own = {one.text for one in word.variants}
    named = (Variant(one, weight, weight) for one in (name, *thesaurus.of(name)) if one not in own)
    return replace(word, variants=(*named, *word.variants)[:_MOST_VARIANTS])


def _same_indicator(phrase: str, variants: Iterable[str]) -> Iterator[str]:
    """The variants that are other names of the indicator that a phrase names: 地区生产总值 for gdp."""
    indicator = names().get(phrase.upper())
    return (one for one in variants if indicator is not None and names().get(one.upper()) == indicator)


def _spun_forms(word: str) -> Iterator[tuple[str, float]]:
    """A word as a spun text writes it: as a whole, or some of its parts (责任教导, 义务教导 for 义务教育)."""
    spun = _spun()
    yield from spun.of(word).items()
    if len(word) < 4:
        return
    parts = [(start, start + 2) for start in range(0, len(word) - 1, 2) if spun.of(word[start : start + 2])]
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            forms = [""]
            done = 0
            for start, end in parts[first : last + 1]:
                odd = list(spun.of(word[start:end]))[:2]
                forms = [form + word[done:start] + one for form in forms for one in odd]
                done = end
            yield from ((form + word[done:], SPUN.weight) for form in forms[:4])


@cache
def built_in() -> Thesaurus:
    """Our own tables."""
    return Thesaurus((table, lines(table.name)) for table in TABLES)


def with_own(own: Sequence[Group]) -> Thesaurus:
    """Our own tables and an administrator's."""
    folded = (Group(tuple(map(fold, group.standard)), tuple(map(fold, group.variants))) for group in own)
    mine = ((Table("", OWN_WEIGHT), lines_of(folded)),)
    return Thesaurus((*((table, lines(table.name)) for table in TABLES), *mine))


@cache
def _spun() -> Thesaurus:
    return Thesaurus([(SPUN, lines(SPUN.name))])


def _variants(word: str, group: Group, table: Table) -> Iterator[tuple[str, float]]:
    """What a group has for one of its words. From a variant the first standard word is meant before the others."""
    for place, standard in enumerate(group.standard):
        yield standard, table.weight * (_LATER if place and word not in group.standard else 1.0)
    if table.both:
        yield from ((variant, table.weight) for variant in group.variants)
