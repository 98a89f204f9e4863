"""题头信息: title, year, place, kind and publication date of one report, read from its own words.

Each is None where the text does not say: a wrong year is worse than none, because questions are answered by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from store.language.characters import years_in
from store.language.heading_numerals import LONGEST_HEADING, TITLE_WORDS, is_body, is_date_line, numeral_of
from store.model import DroppedLine, FrontMatter, Part, Source
from store.structure.paragraphs import paragraphs
from store.structure.places import place_of
from store.structure.title_block import body_start
from store.structure.titles import clean_title, own_title, title_of

# The opening of a report is judged by at most this many characters of its body, its close by this many lines.
_OPENING = 400
_CLOSING_LINES = 6


def read_front_matter(part: Part, source: Source, dropped: tuple[DroppedLine, ...]) -> FrontMatter:
    """What the part says about itself; ``dropped`` is the furniture of its file, which tells when it was published."""
    lines = part.lines
    body = body_start(part)
    above = lines[1 if part.title is not None else 0 : body]
    head = [paragraph.text for paragraph in paragraphs(above)]
    text = "\n".join(line.text for line in lines[body:])
    title = part.title or title_of(head, source, dropped)
    closing = [line.text for line in lines[body:][-_CLOSING_LINES:] if not is_body(line.text)]
    own = own_title(title)
    subtitles = [line for line in head if line.startswith(("—", "－")) and TITLE_WORDS.search(line)]
    return FrontMatter(
        title=clean_title(title),
        year=_year(own, head, text, closing),
        place=place_of(title=title, head=head, body=text, closing=closing),
        kind=_kind(" ".join([own, *subtitles]) if own else "", title, text, compiled=part.count > 1),
        published=source.published or _published([*(d.text for d in dropped), *head]),
        body=body,
    )


# ---------------------------------------------------------------------------------------------- year

_REVIEW = re.compile(r"工作|情况|回顾|总结|成绩|成效|主要")
_PLAN = re.compile(r"打算|计划|安排|思路|目标|要点|展望|任务|部署")
_DAY = re.compile(r"年\s?[\d一二三四五六七八九十]{1,3}\s?月|\d{4}[-/.]\d{1,2}")
_MEETING = re.compile(r"在.{2,40}(?:会|会议|大会|全会)上")
_SHORT_YEAR = re.compile(r"(?<!\d)(?P<a>(?:19|20)\d\d)\s?[-—–~至]\s?(?P<b>(?:19|20)?\d\d)\s?学?年")


def _year(title: str, head: list[str], body: str, closing: list[str]) -> int | None:
    """The year the report is about: its title's, its first review heading's, its opening's, its date's."""
    others = (line for line in head if len(line) <= LONGEST_HEADING and not _DAY.search(line))
    for text in (title, *others):
        # "在2014年全市教育工作会议上的报告" looks back on 2013: the year is the meeting's.
        if year := _title_year(_MEETING.sub("", text)):
            return year
    # A government's report goes by the year in which it is given to the congress, though it looks back on the last.
    if "政府工作报告" in title and (given := next(filter(None, map(years_in, head)), ())):
        return given[0]
    planned = None
    for heading in _dated_headings(body):
        if _PLAN.search(heading):
            planned = heading
            break
        if _REVIEW.search(heading):
            return years_in(heading)[0]
    if year := _opening_year("\n".join(line for line in body[:_OPENING].split("\n") if not _plans(line))):
        return year
    if planned is not None:
        # A report that ends with the plans for 2012 looks back on 2011, or on the first half of 2012.
        return years_in(planned)[0] - (0 if "半年" in planned or _PLAN.search(title) else 1)
    for line in reversed(closing):
        if is_date_line(line) and (years := years_in(line)):
            return _signed_year(years[0], line, body)
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


def _opening_year(opening: str) -> int | None:
    """The year in which the opening sets the report: 2017年，全市…; not 2010年以来, not a period."""
    for sentence in re.split(r"[。！？\n]", opening)[:4]:
        for match in re.finditer(r"(?<!\d)(?:19|20)\d\d\s?年(?P<behind>.{0,2})", sentence):
            if match["behind"][:2] in ("以来", "以后", "以前", "之前", "至今") or match["behind"][:1] in "至到—-~－起":
                continue
            return years_in(match.group())[0]
    return None


def _signed_year(year: int, line: str, body: str) -> int:
    """The year of the signature; a report signed in January or February looks back on the year that its text names."""
    month = re.search(r"年\s?(\d{1,2})\s?月", line)
    if month and int(month.group(1)) <= 2:
        named = Counter(years_in(body))
        if named[year - 1] > named[year]:
            return year - 1
    return year


# ---------------------------------------------------------------------------------------------- kind

# From the most to the least telling; the first that the title (or the opening) holds is the kind.
_TITLE_KINDS: tuple[tuple[str, str], ...] = (
    (r"政府工作报告", "政府工作报告"),
    (r"半年.{0,8}总结|[上下]半年.{0,8}总结", "半年总结"),
    (r"季度.{0,8}总结", "季度总结"),
    (r"(?:学期|学年度?).{0,10}总结", "学期总结"),
    (
        r"(?:年终|年度|全年|(?:19|20)\d\d年?度?|20[xX×*]{2}年|二[〇○零][〇○零一二三四五六七八九]{2}年)(?!.{0,10}(?:要点|方案)).{0,16}总结",
        "年度总结",
    ),
    (r"述职", "述职报告"),
    (r"自评", "自评汇报"),
    (r"自查", "自查报告"),
    (r"整改", "整改报告"),
    (r"调研", "调研报告"),
    (r"(?:工作)?要点", "工作要点"),
    (r"(?:工作)?(?:计划|打算)", "工作计划"),
    (r"方案", "工作方案"),
    (r"总结", "工作总结"),
    (r"汇报", "工作汇报"),
    (r"报告", "工作报告"),
    (r"讲话|发言", "讲话"),
)
_OPENING_KINDS: tuple[tuple[str, str], ...] = (
    (r"巡[察视]回访", "巡察回访"),
    (r"反馈(?:巡[察视]|督查)(?:情况|意见)|巡[察视](?:情况)?反馈", "巡察反馈"),
    (r"(?:现将|现就|下面).{0,60}自评.{0,20}(?:如下|报告|汇报)", "自评汇报"),
    (r"(?:现将|现就|下面).{0,60}自查.{0,20}(?:如下|报告|汇报)", "自查报告"),
    (r"(?:现将|现就|下面).{0,60}整改.{0,20}(?:如下|报告|汇报)", "整改报告"),
    (r"(?:现将|现就|下面).{0,80}半年.{0,40}(?:总结|汇报|报告)", "半年总结"),
    (r"(?:现将|现就|下面).{0,80}全年.{0,40}(?:总结|汇报|报告)", "年度总结"),
    (r"(?:做|作)(?:政府)?工作报告", "工作报告"),
    (r"(?:现将|现就|下面).{0,80}汇报", "工作汇报"),
    (r"(?:现将|现就|下面).{0,80}总结", "工作总结"),
)


def _kind(own: str, title: str, body: str, *, compiled: bool) -> str | None:
    opening = body[:_OPENING]
    if own and not compiled and (found := _first(_TITLE_KINDS, own)):
        return found
    if found := _first(_OPENING_KINDS, opening):
        return found
    # A collection's own title names a kind, but its year is not the report's.
    return _first(_TITLE_KINDS, re.sub(r"\d+\s?年?度?", "", title))


def _first(table: Iterable[tuple[str, str]], text: str) -> str | None:
    return next((kind for pattern, kind in table if re.search(pattern, text)), None)


# ---------------------------------------------------------------------------------------------- published

_DATE = r"(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})\s?日?"
_CLOCK = r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
# From the most to the least telling: when the page went out, when the document was written.
_PUBLISHED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:发表于|发布于|发布时间|发布日期|發布時間|上传时间|上传日期)\s?[:：]?\s?{_DATE}",
        rf"{_DATE}{_CLOCK}\s*(?:发布|上传|来源|來源|作者|浏览|点击)",
        rf"(?:来源|作者|编辑)\s?[:：].{{0,30}}\s{_DATE}",
        r"^(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:\s+\d{1,2}:\d\d(?::\d\d)?|\s+[\u4e00-\u9fff]{2,6})?$",
        rf"(?:更新时间|录入时间|添加时间|(?<![\u4e00-\u9fff])(?:时间|時間|日期))\s?[:：]\s?{_DATE}",
        rf"(?:发文日期|发文时间|成文日期|生成日期|公开日期)\s?[:：]?\s?{_DATE}",
    )
)


def _published(lines: Sequence[str]) -> str | None:
    for pattern in _PUBLISHED:
        for line in lines:
            match = pattern.search(line)
            if match is not None:
                year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
                if 1 <= month <= 12 and 1 <= day <= 31:
                    return f"{year:04d}-{month:02d}-{day:02d}"
    return None
