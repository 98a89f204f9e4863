"""题头信息: title, year, place, issuer, kind and publication date of one report, read from its own words.

Each is None where the text does not say: a wrong year is worse than none, because questions are answered by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from store import patterns as re
from store.language.line_forms import TITLE_WORDS, is_body
from store.model import DroppedLine, FrontMatter, Part, Source
from store.structure.issuers import issuer_of
from store.structure.paragraphs import paragraphs
from store.structure.places import Saying, place_of
from store.structure.report_year import CONGRESS_KINDS, is_of_government, year_of
from store.structure.title_block import body_start
from store.structure.titles import clean_title, is_subtitle, own_title, title_of

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
    first = lines[body].number if body < len(lines) else 1 << 30
    title = part.title or title_of(head, source, dropped, above=first, opening=text[:_OPENING])
    closing = [line.text for line in lines[body:][-_CLOSING_LINES:] if not is_body(line.text)]
    own = own_title(title)
    subtitles = [line for line in head if is_subtitle(line) and TITLE_WORDS.search(line)]
    published = source.published or _published([*(d.text for d in dropped), *head])
    # A file of several reports is not named after one of them.
    names = () if part.count > 1 else _names(source)
    facts = [line.text for line in dropped if line.rule in ("portal-facts", "page-head")]
    said = Saying(own, head, text, closing, facts, source.site, names)
    where = place_of(said)
    year = year_of(
        title=own, head=head, body=text, closing=closing, published=published, name=names[0] if names else ""
    )
    return FrontMatter(
        title=clean_title(title),
        year=year.year,
        place=where.place,
        issuer=issuer_of(said, origin=source.origin, place=where.full),
        region=where.region,
        kind=_kind(" ".join([own, *subtitles]) if own else "", title, text, compiled=part.count > 1),
        published=published,
        unsure=tuple(name for name, one in (("year", year), ("place", where)) if 0 < one.confidence < _SURE),
        body=body,
    )


# What is told with less confidence is said to be unsure when the report is loaded.
_SURE = 0.6


def _names(source: Source) -> tuple[str, ...]:
    """The names of the file and of the folders it is in, the nearest first."""
    path = PurePosixPath(source.path.replace("!/", "/"))
    return (PurePosixPath(source.name).stem, *(folder.name for folder in path.parents[:1]))


# ---------------------------------------------------------------------------------------------- kind

# From the most to the least telling; the first that the title (or the opening) holds is the kind.
_TITLE_KINDS: tuple[tuple[str, str], ...] = (
    *((kind, kind) for kind in CONGRESS_KINDS),
    (r"统计公报(?!.{0,12}(?:总结|汇报|报告|计划|方案))", "统计公报"),
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
    (r"计划.{0,6}执行情况.{0,40}报告", "工作报告"),
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
    if is_of_government(body):
        return CONGRESS_KINDS[0]
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
