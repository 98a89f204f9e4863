"""The year by which people call a report, told by evidence: its title, its session, its headings, its opening, its date.

A government's report goes by the year in which it is given to the congress, though it looks back on the year before; a
summary goes by the year that it sums up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from store import patterns as re
from store.language.characters import years_in
from store.language.heading_numerals import numeral_of
from store.language.line_forms import LONGEST_HEADING, TITLE_WORDS, is_date_line
from store.quick_records import record

# The opening of a report is judged by at most this many characters of its body.
_OPENING = 400
# A year named so many times less often than another one of the opening is only mentioned there.
_MERE = 4
_REVIEW = re.compile(r"工作|情况|回顾|总结|成绩|成效|主要")
_LOOKS_BACK = re.compile(r"回顾|总结|情况|成绩|成效|成就|过去|以来")
# 2021年工作情况, 2022年工作情况, … of a report on three years
_ONE_BY_ONE = re.compile(
    r"(?:19|20)\d\d年(?:度|的)?(?:主要|重点)?(?:工作)?(?:开展|完成|进展)?(?:回顾|总结|情况|成效|成绩)$"
)
_PLAN = re.compile(r"打算|计划|安排|思路|目标|要点|展望|任务|部署")
_DAY = re.compile(r"年\s?[\d一二三四五六七八九十]{1,3}\s?月|\d{4}[-/.]\d{1,2}")
_MEETING = re.compile(r"在.{2,40}(?:会|会议|大会|全会)上")
_SHORT_YEAR = re.compile(r"(?<!\d)(?P<a>(?:19|20)\d\d)\s?[-—–~至]\s?(?P<b>(?:19|20)?\d\d)\s?学?年")
# 二O一七年, 二0二二年: years in characters with a letter or a digit for the nought
_WRITTEN = re.compile(r"(?<![一二三四五六七八九\d])二[〇○零oOＯ0o０][〇○零oOＯ0o０一二三四五六七八九]{2}(?=\s?年)")
_LABEL = re.compile(r"(?:报告)?年[份度]\s?[:：]\s?(?P<year>(?:19|20)\d\d)\s?年?")
# （2022）青0304刑初86号: the number of a case, by the year in which it was begun
_CASE = re.compile(r"[(（\[〔](?P<year>(?:19|20)\d\d)[)）\]〕](?=[\u4e00-\u9fff])[\u4e00-\u9fff\d]{2,20}?字?第?\d+号")
_CONGRESS = re.compile(
    r"人民代表大会|人大.{0,6}会议|人代会|代表大会|党代会|委员会第.{1,5}次(?:全体)?会议|政协.{0,20}会议"
)
# Reports that are given to a congress: called by the year of the congress, they look back on the one before it.
CONGRESS_KINDS = ("政府工作报告", "法院工作报告", "检察院工作报告", "常务委员会工作报告", "常委会工作报告")
_GIVEN = re.compile("|".join(CONGRESS_KINDS))
_BEGUN = re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:起|开始|以来|成立|就职)")
# 现在，我代表县人民政府，向大会报告工作: a report of a government, whatever stands above
_GIVES = re.compile(
    r"根据国务院的决定.{0,40}大会.{0,20}报告|代表.{0,14}(?:国务院|政府|法院|检察院|常务?委员?会).{0,30}(?:报告|作).{0,12}工作"
    r"|[受代][^。]{0,14}(?:国务院|政府)[^。]{0,60}大会(?![^。]{0,30}[预决]算)[^。]{0,30}报告"
)
_OF_GOVERNMENT = re.compile("国务院|政府")
_IN_NAME = re.compile(r"(?<![0-9A-Za-z])(?P<year>(?:19|20)\d\d)(?![0-9A-Za-z])")


@record
class CalledYear:
    """The year of a report, and how sure that is; None where nothing says it."""

    year: int | None = None
    confidence: float = 0.0


def year_of(
    *, title: str, head: Sequence[str], body: str, closing: Sequence[str], published: str | None = None, name: str = ""
) -> CalledYear:
    """The year by which the report is called; ``name`` is that of its file, "" for one of several reports of a file.

    >>> year_of(title="政府工作报告", head=["——2026年1月20日在青禾县第十八届人民代表大会第五次会议上"], body="", closing=[])
    CalledYear(year=2026, confidence=0.95)
    """
    found = _evidence(title, head, body, closing, published, name)
    return next((one for one in found if one.year is not None), CalledYear())


def _evidence(
    title: str, head: Sequence[str], body: str, closing: Sequence[str], published: str | None, name: str
) -> Iterator[CalledYear]:
    """What each kind of evidence says, from the most to the least telling."""
    labels = (int(match["year"]) for line in head if (match := _LABEL.fullmatch(line)))
    yield CalledYear(next(labels, None), 0.95)
    others = (line for line in head if len(line) <= LONGEST_HEADING and not _DAY.search(line))
    for text in (title, *others):
        # "在2014年全市教育工作会议上的报告" looks back on 2013: the year is the meeting's.
        yield CalledYear(_title_year(_MEETING.sub("", _with_noughts(text))), 0.95)
    cases = (match for line in (*head, *body[:_OPENING].split("\n")) if (match := _CASE.fullmatch(line.strip())))
    yield CalledYear(next((int(match["year"]) for match in cases), None), 0.9)
    given = is_given(title, body)
    reviewed = _reviewed(body, _LOOKS_BACK if given else _REVIEW)
    in_name = _IN_NAME.search(name)
    named = int(in_name["year"]) if in_name else None
    if reviewed is None and in_name and in_name.group() == name and not given and named in years_in(body[:_OPENING]):
        yield CalledYear(named, 0.85)  # 1956.txt: …关于1955年决算和1956年预算的报告
    yield CalledYear(_given(title, head, body), 0.95)
    if given:
        said = int(published[:4]) if published else None
        if reviewed is not None:
            yield CalledYear(reviewed + 1, 0.9 if reviewed + 1 in (said, named) else 0.8)
        yield CalledYear(named, 0.7)
        yield CalledYear(said, 0.7)
    yield CalledYear(reviewed, 0.85)
    planned = _planned(body)
    opening = "\n".join(line for line in body[:_OPENING].split("\n") if not _plans(line))
    yield CalledYear(_opening_year(opening, body), 0.75)
    if planned is not None:
        # A report that ends with the plans for 2012 looks back on 2011, or on the first half of 2012.
        yield CalledYear(years_in(planned)[0] - (0 if "半年" in planned or _PLAN.search(title) else 1), 0.7)
    for line in reversed(closing):
        if is_date_line(line) and (years := years_in(line)):
            yield CalledYear(_signed_year(years[0], line, body), 0.7)
    if TITLE_WORDS.search(title) or (in_name and in_name.group() == name):
        yield CalledYear(named, 0.5)


def is_given(title: str, body: str) -> bool:
    """Whether the report is one that is given to a congress once a year."""
    return _GIVEN.search(title) is not None or _GIVES.search(body[:_OPENING]) is not None


def is_of_government(body: str) -> bool:
    """Whether a government's report says so in its opening alone: 受国务院的委托，向大会报告工作."""
    gives = _GIVES.search(body[:_OPENING])
    return gives is not None and _OF_GOVERNMENT.search(gives.group()) is not None


def _with_noughts(text: str) -> str:
    return _WRITTEN.sub(lambda match: re.sub("[oOＯ0０]", "〇", match.group()), text)


def _given(title: str, head: Sequence[str], body: str) -> int | None:
    """The year of the congress to which the report was given, where its line says so."""
    for line in (*head, *body[:_OPENING].split("\n")[:2]):
        congress = _CONGRESS.search(line[:120])
        if congress is None:
            continue
        if years := years_in(_BEGUN.sub("", _with_noughts(line[:120]))):
            return years[0]
        dated = (
            years_in(_with_noughts(other)) for other in head if _DAY.search(other) and len(other) <= LONGEST_HEADING
        )
        return next((years[0] for years in dated if years), None)
    if "政府工作报告" in title:
        return next((years[0] for years in map(years_in, head) if years), None)
    return None


def _reviewed(body: str, review: re.Pattern[str]) -> int | None:
    """The year that the first heading of a review names; the last, where those of year after year follow it."""
    reviewed: int | None = None
    for heading in _dated_headings(body):
        year = years_in(heading)[0]
        if reviewed is None and _PLAN.search(heading):
            return None
        if reviewed is None and review.search(heading):
            reviewed = year
        elif reviewed is not None and (year != reviewed + 1 or not _ONE_BY_ONE.search(heading)):
            break
        elif reviewed is not None:
            reviewed = year
    return reviewed


def _planned(body: str) -> str | None:
    """The first dated heading of plans that no dated review stands above."""
    for heading in _dated_headings(body):
        if _PLAN.search(heading):
            return heading
        if _REVIEW.search(heading):
            return None
    return None


def _plans(line: str) -> bool:
    return numeral_of(line) is not None and len(line) <= LONGEST_HEADING and _PLAN.search(line) is not None


def _dated_headings(body: str) -> Iterator[str]:
    """The numbered headings that name a year (and no day of it), in order."""
    for line in body.split("\n"):
        if numeral_of(line) is not None and years_in(line[:40]):
            heading = re.split(r"[。\s]", line, maxsplit=1)[0]
            if len(heading) <= LONGEST_HEADING and years_in(heading) and not re.search(r"年\s?\d{1,2}\s?月", heading):
                yield heading


def _title_year(text: str) -> int | None:
    span = _SHORT_YEAR.search(text)
    if span is not None:
        # A school year is about the year in which it ends.
        return int(span["b"]) if len(span["b"]) == 4 else int(span["a"][:2] + span["b"])
    found = years_in(text)
    if found:
        return found[0]
    # 工作总结2019, 2019工作总结: four digits next to the words of a title, but not 2019-01-05.
    bare = re.search(r"(?<![\d-])((?:19|20)\d\d)(?:度|上半年|下半年|全年)?(?![\d年.-])", text)
    return int(bare.group(1)) if bare and TITLE_WORDS.search(text) else None


def _opening_year(opening: str, body: str) -> int | None:
    """The first year in which the opening sets the report and that is no mere mention beside another: 2010年上市, 2021年以来."""
    set_in = tuple(dict.fromkeys(_set_in(opening)))
    named = Counter(years_in(body)) if len(set_in) > 1 else Counter[int]()
    most = max((named[year] for year in set_in), default=0)
    return next((year for year in set_in if named[year] * _MERE >= most), None)


def _set_in(opening: str) -> Iterator[int]:
    """The years in which the opening sets something: 2017年，全市…; not 2010年以来, not a period, not when it was begun."""
    for sentence in re.split(r"[。！？\n]", opening)[:4]:
        for match in re.finditer(r"(?<!\d)(?<![于自从])(?:19|20)\d\d\s?年(?P<behind>.{0,8})", sentence):
            behind = match["behind"]
            if behind[:1] in "：:" and behind:
                continue  # the head of a column: 2020年：80，2021年：96
            if behind[:2] in ("以来", "以后", "以前", "之前", "至今") or behind[:1] in "至到—-~－起":
                continue
            if re.match(
                r"\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?(?:起|开始|以来|成立|创办|建|就职|出?生)", behind
            ) or re.match(r"(?:出?生|成立|创办|创建|建[校院成])", behind):
                continue
            yield years_in(match.group())[0]


def _signed_year(year: int, line: str, body: str) -> int:
    """The year of the signature; a report signed in January or February looks back on the year that its text names."""
    month = re.search(r"年\s?(\d{1,2})\s?月", line)
    if month and int(month.group(1)) <= 2:
        named = Counter(years_in(body))
        if named[year - 1] > named[year]:
            return year - 1
    return year
