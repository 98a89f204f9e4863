"""What is said with an answer, wherever it is shown: why there is none, what is doubted, what was assumed, how it ranked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from store import patterns as re

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from retrieval.model import Answer, Evidence, Reason, ReasonCode

NO_REPORTS = "报告库里还没有报告。请先运行：wenbao load 文件或文件夹"
NEAREST = "最接近的原文（不是答案）："
PLANNED = "计划"
_YEAR = re.compile(r"\d{4}年")
_MESSAGES: Mapping[ReasonCode, str] = {
    "ok": "",
    "weak": "下面的原文只说到了问题的一部分，请核对。",
    "nothing_found": "报告里没有说到这件事。",
    "not_there": "所问的报告里没有说到这件事。",
    "other_year": "报告里没有说到所问年份的这件事。",
    "other_report": "这不是所问的那篇报告，请核对。",
    "only_planned": "报告里只有计划，没有说到实际的结果。",
    "only_done": "报告里没有找到这项计划，下面说的不是计划，请核对。",
    "only_part": "报告里没有找到单独的总数，下面的数可能只是其中一部分，或者范围不同，请核对。",
    "no_figure": "报告说到了这件事，但没有说出具体的数。",
    "no_date": "原文说到了这件事，但没有说出时间，请看它的前后。",
    "only_flow": "报告里没有找到总数，下面是新增或变化的数，请核对。",
    "year_within": "报告里没有单说所问的这一年，下面是几年合起来的情况，请核对。",
    "year_part": "报告里没有说到所问的整段时间，下面只是其中的一部分，请核对。",
    "undated": "这篇报告没有写明年份，下面说的不一定是所问的那一年，请核对。",
    "no_year": "报告里没有说到所问的年份。",
    "which_year": "没有看出问的是哪一年，请写出年份，例如“2022年的呢”。",
    "no_place": "没有这个地方的报告。",
    "several": "不止一篇报告说到这件事，请说明要问哪一篇。",
    "reports": "",
    "no_content": "没有看出要问什么，请说得具体一些，例如“2022年招聘了多少名教师”。",
    "small_talk": "问报只回答工作报告里的事，例如“2022年招聘了多少名教师”。",
    "empty_question": "请输入问题。",
    "empty_store": NO_REPORTS,
    "no_report_fits": "没有符合所选年份、地区或编号的报告。",
}


def message(answer: Answer) -> str:
    """What is said to the person beside the quotations; empty where they speak for themselves."""
    return opening(answer) + _assumed(answer) + _missing(answer) + _MESSAGES[answer.reason] + _choices(answer)


def _assumed(answer: Answer) -> str:
    """Which year a word for one was taken for, told from the newest report."""
    return "".join(f"“{one.typed}”按最新的报告算作{one.meant}。" for one in answer.understood.assumed)


def opening(answer: Answer) -> str:
    """What was not read of the question or of those before it; and what of the scope was said before and left out, as nothing
    was found there, with the report that is quoted instead."""
    understood = answer.understood
    unread = (_CUT if understood.cut else "") + (_CUT_BEFORE if understood.cut_before else "")
    return unread + _given_up(answer)


_CUT, _CUT_BEFORE = "问题太长，只读了开头一段。", "前面的问题太长，只读了它的开头。"


def _given_up(answer: Answer) -> str:
    names = answer.understood.given_up
    scope = "、".join(_CARRIED[name] for name in names)
    instead = f"不限{scope}的回答"
    if answer.answers and answer.status == "uncertain" and not {"places", "reports"}.isdisjoint(names):
        instead = f"《{answer.answers[0].report.title}》里说的"
    return f"在前面说的{scope}里没有找到，下面是{instead}。" if names else ""


def _missing(answer: Answer) -> str:
    """What of several things asked about was not found."""
    compared = answer.comparison is not None and answer.comparison.missing
    if not answer.missing or compared:  # a comparison names the reports itself, that may yet say something beside it
        return ""
    years = [int(name[:4]) for name in answer.missing if _YEAR.fullmatch(name)]
    names = [name for name in answer.missing if not _YEAR.fullmatch(name)]
    return f"没有找到{'、'.join([*names, *(f'{run}年' for run in spans(years))])}的内容，下面只是其余的。"


def spans(years: Iterable[int]) -> list[str]:
    """The years in order, three and more that follow one another together.

    >>> spans({2012, 2017, 2019, 2018, 2021, 2022})
    ['2012', '2017—2019', '2021', '2022']
    """
    together = [[year for _, year in run] for _, run in groupby(enumerate(sorted(years)), lambda one: one[1] - one[0])]
    return [said for run in together for said in ([f"{run[0]}—{run[-1]}"] if len(run) > 2 else map(str, run))]


def _choices(answer: Answer) -> str:
    """The reports to choose from, or the years and places that there are; each once, and not too many."""
    if answer.reason == "reports":
        named = "、".join(f"{info.year or ''}《{info.title}》〔{info.id}〕" for info in answer.choices[:_MOST_LISTED])
        rest = " 等" if len(answer.choices) > _MOST_LISTED else ""
        return f"现有 {len(answer.choices)} 篇报告：{named}{rest}。"
    if answer.reason == "several":
        named = "、".join(f"《{info.title}》〔{info.id}〕" for info in answer.choices[:_MOST_CHOICES])
        return f"有 {named}。" if named else ""
    years = sorted({info.year for info in answer.choices if info.year is not None})
    places = list(dict.fromkeys(info.place for info in answer.choices if info.place))
    there = [
        f"{name}有 {'、'.join(map(str, values[:_MOST_CHOICES]))}{' 等' if len(values) > _MOST_CHOICES else ''}"
        for name, values in (("年份", years), ("地区", places))
        if values
    ]
    return f"现有报告的{'，'.join(there)}。" if there else ""


_MOST_LISTED = 30
_MOST_CHOICES = 12


def period(given: Evidence) -> str:
    """The years that a quotation speaks of, where they are not its report's own, and whether it is a plan."""
    other = given.period is not None and given.period != str(given.report.year)
    return " ".join(
        part for part in (f"说的是 {given.period} 年" if other else "", PLANNED if given.planned else "") if part
    )


_CARRIED = {"terms": "所问的事", "years": "年份", "places": "地区", "reports": "报告"}


def carried(names: tuple[str, ...]) -> str:
    """What was taken from earlier questions."""
    return f"（接着上一个问题，沿用了{'、'.join(_CARRIED[name] for name in names)}）"


corrected = "（“{}”按“{}”理解）".format  # what a typing error was read as
_REASONS = {
    "text": "字词相符的程度",
    "words": "词语相符",
    "grams": "字面相符",
    "titled": "报告标题含有的问题内容",
    "lead": "所在段落首句相符",
    "uncovered": "含有问题内容的多少",
    "together": "问题内容在同一分句里",
    "phrase": "与问题连着的字相同",
    "form": "正是所问的形式",
    "named": "连同标题含有的问题内容",
    "headings": "所在标题含有的问题内容",
    "rarest": "含有最要紧的词",
    "total": "说的是总数",
    "other_unit": "数量单位不同",
    "short_list": "列出的项目少",
    "nameless": "没有说出姓名",
    "figure_fits": "有合适的数据",
    "figure_held": "数据说的就是所问的事",
    "figure_change": "数据是变化的量",
    "figure_each": "数据是平均到每个的量",
    "figure_part": "数据只是其中一部分",
    "figure_planned": "数据是计划",
    "figure_narrower": "数据说的范围更窄",
    "figure_season": "数据只说一年中的一段",
    "figure_named": "数据的指标就是所问的",
    "of_year": "是所问年份的报告",
    "of_next_year": "是所问年份下一年的报告",
    "older": "不是最新的报告",
    "years_later": "是后来的报告回顾",
    "planned_dated": "说的是计划，问的是某一年",
    "planned_happened": "说的是计划，问的是结果",
    "short": "句子短",
    "long": "句子长",
    "place_in_report": "在报告里的位置",
    "coverage": "含有问题内容的",
    "amount": "有所问的数额",
    "variant": "换了说法",
    "near": "数字挨着所问的事",
    "year": "说的是所问的年份",
    "other_year": "说的是别的年份",
    "year_aside": "说的是别的年份",
    "year_unnamed": "没有说是哪一年",
    "year_within": "说的是包括所问年份在内的几年",
    "year_part": "说的是所问几年中的一部分",
    "unplanned": "说的不是计划",
    "section": "所在标题说的就是这类内容",
    "run": "同一处逐条列出",
    "flow": "说的是当年新增，不是总数",
    "definition": "说明了这个词的意思",
    "planned": "说的是计划",
    "heading_only": "只是一个标题",
    "kind": "没有所问的那类内容",
}


def reason(given: Reason) -> str:
    """One reason for a place in the ranking."""
    said = _REASONS.get(given.code, given.code)
    if given.code == "coverage":
        return f"{said} {given.detail}"
    return f"{said}：{given.detail}" if given.detail and given.code in ("year", "other_year", "variant") else said


def unsaid_by(reports: tuple[str, ...]) -> str:
    """The reports that do not say what is compared, the first of many."""
    return f"没有说到的：{_first_of(reports)}"


def only_growth_by(reports: tuple[str, ...]) -> str:
    """The reports that tell only by how much it grew, the first of many."""
    return f"只说了增长多少的：{_first_of(reports)}"


def _first_of(reports: tuple[str, ...]) -> str:
    more = f"等 {len(reports)} 份" if len(reports) > MOST_UNSAID else ""
    return f"{'、'.join(reports[:MOST_UNSAID])}{more}"


MOST_UNSAID = 8
