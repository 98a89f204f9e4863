"""A follow-up and the questions before it → a whole question, by rule: what it lacks it takes from them.

It lacks what it does not say itself: a year, a place or a report, what is asked about, the kind of answer. A question
that says all of that by itself takes nothing over, whatever was asked before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from retrieval.lexicon.tables import groups, table
from retrieval.model import Correction, Kind, Question, Shift, Word
from retrieval.query.comparing import comparing
from retrieval.query.report_names import asks_of_nation
from retrieval.query.wanted_figure import differs
from retrieval.text.segmentation import part_of_speech
from store import patterns as re

# 那2018年呢, 另外还有多少: what such a question is about was said before, unless it says so itself.
_LEANING = re.compile(
    r"^(?:那么?(?!些|份|个|篇|里|达|曲|坡)|还有(?!哪|什么|啥|多少|几)|另外|再(?!生|就业|教育|次|担保|融资|贷款)|又(?!好)|也|比)"
)
# 其中大学生多少, 占多少, 他们有多少是研究生: whatever else it says, it is about a part of that
_PART = re.compile(
    r"^(?:在?(?:全[国省市县区])?(?:排|位?居|位?列)名?(?:第几|多少|老几|几)|其中|里头|里面|当中|这里面|占(?!地|用|道)|同比|他们|她们|它们|它|他(?!人)|她|这些|那些|这个|那个|这里|那里|那儿|这项|该(?!校|院)|前者|后者|剩下|其余)"
)
_TRAILING = ("呢", "呐", "捏")
# 国家级的有几项, 入境的有多少: nothing is named behind 的
_HEADLESS = re.compile(
    r"占了?(?:多少|几成|多大|百分之几)(?:比例)?$|^.{1,4}的(?:呢|呐|捏|$|有?(?:多少|几)|是多少|占|一共|共)"
)
_COUNTS_A_DEED = re.compile(r"了(?:几|多少)[个家所条座处台部辆人名位项次户间]$")
_ENDS_IN_NUMBER = re.compile("多少[天日个家所名人元钱吨亩]?$")
_VERBS = frozenset(("v", "vn"))
_IS_TO = re.compile("(?<![不主需重])要[\u4e00-\u9fff]{1,2}(?:多少|几)")
_ASKS = re.compile(r"[多几啥谁哪怎咋吗]|什么|如何")
_SHARE = re.compile(r"占|其中|里面?有")
# A question with fewer characters of its own content leans on the one before it for the words.
_SHORT = 4
_OWN = 2
# What was said before counts half: dev: 0.3–0.7 the same.
_BORROWED = 0.5
# 离婚的呢 behind 多少对结婚, 科技呢 behind 教育花了多少: what was asked about is hardly meant again.
_REPLACED = 0.2
# 和2018年比呢, 比去年多了多少: all that such a question adds is the year, and that there are two of them.
_AGAINST = re.compile(r"[比较]|对照")
_COMPARING = re.compile(r"\d+年?|年|前|[比较]|对比|相比|比较|比起|[去前上]年|前?上?一年|同期")
_BESIDE = re.compile(r"^那?么?(?:[和跟与同].*比|比|较|对照)|相比")
_MEASURE = re.compile("..率$")
_CHANGES = re.compile(r"增长|增加|提高|上升|减少|下降|降低|变化|多|少|高|低")


def is_follow_up(question: Question) -> bool:
    """Whether a question needs one before it to be understood; one with a thing of its own (近视, 食堂有几个) does not."""
    text = _bare(question)
    if question.section is not None and not (_LEANING.search(text) or text.endswith(_TRAILING) or _PART.match(text)):
        return False
    if _LEANING.search(text) or _PART.match(text):
        return True
    own = _own(question)
    scoped = question.years or question.reports or question.elsewhere or question.shift
    if len(own) < _OWN and question.focus is None and not (own and scoped):  # a year, a place, a measure alone
        said = bool(scoped or question.content) or question.kind != "what"
        return said or bool(_ASKS.search(text) or text.endswith(_TRAILING))
    if _HEADLESS.search(text) and len(own) < _SHORT:
        return True
    if question.kind == "what" and (text.endswith(_TRAILING) or _is_part(own)):
        return True
    if _names_a_deed_alone(question):
        return True
    return text.endswith(_TRAILING) and len(own) < _SHORT


def _bare(question: Question) -> str:
    return question.read.strip(" ?。!,")


def _own(question: Question) -> str:
    """The words of a question that name a thing, joined."""
    places = {*question.places, *question.elsewhere}
    asked = comparing(question.read)
    terms = question.terms if asked is None else dict.fromkeys(word.text for word in asked.tells(question.content))
    return "".join(
        word
        for word in terms
        if word not in table("follow_up_words")
        and not _is_more_or_less(word)
        and not _COMPARING.fullmatch(word)
        and not word.isdigit()
        and not any(word in one for one in places)
    )


def _is_more_or_less(word: str) -> bool:
    """Whether a word says that more or less was done, and not of what: 少卖, 多招."""
    tag = part_of_speech(word)
    return len(word) == _OWN and word[0] in "多少" and (tag is None or tag in _VERBS)


@cache
def _parts() -> frozenset[str]:
    return frozenset(word for group in groups("exclusive_qualifiers") for member in group for word in member)


def _is_part(own: str) -> bool:
    """Whether all that is said is a part of something: 初中, 民办."""
    return own in _parts()


def _names_a_deed_alone(question: Question) -> bool:
    """Whether a question for a number says what was done, and not to what: 2023年改造了几个, 今年打算挖多少."""
    if not question.terms or not all(part_of_speech(word) in _VERBS for word in question.terms):
        return False
    short = all(len(word) == 1 or word in table("follow_up_words") for word in question.terms)
    return _COUNTS_A_DEED.search(_bare(question)) is not None or (
        short and _ENDS_IN_NUMBER.search(_bare(question)) is not None
    )


def _is_whole(question: Question) -> bool:
    """Whether a question that begins with 那 says itself what it is about: 那人口一共多少."""
    text = _bare(question)
    leans = _PART.match(text) or _HEADLESS.search(text.removeprefix("那")) or _SHARE.search(text)
    if _names_a_deed_alone(question):
        return False
    return not leans and question.kind != "what" and len(_own(question)) >= _OWN


def complete(question: Question, earlier: Sequence[Question]) -> Question:
    """The question with what it lacks from the nearest questions before it that have it; ``earlier`` oldest first."""
    chain, undated = _chain(earlier), not question.years
    scope = _chain(earlier, scoped=True)
    compared = "" if question.places else next((one.read for one in reversed(chain) if comparing(one.read)), "")
    question = _beside_place(_dated(question, scope, earlier), scope)
    carried = ["years"] if undated and question.years else []
    if carried and _IS_TO.search(question.read) and not question.happened:  # 那造林要造多少 behind 2016年要种多少树
        question = replace(question, plans=question.plans or any(before.plans for before in chain))
    asks_itself = len("".join(question.terms)) >= _SHORT and question.kind != "what"
    lacks_words, own = _lacks_words(question), set(question.terms)
    borrowed: list[Word] = []
    for place, before in enumerate(map(_without_plan, reversed(scope))):
        if not question.reports and not question.elsewhere:
            if before.reports:
                question = replace(question, places=before.places, reports=before.reports, titled=before.titled)
                carried.append("places" if before.places else "reports")
            elif before.elsewhere and set(before.terms) <= set(before.elsewhere):  # 滁州呢, and no report is from there
                question = replace(question, elsewhere=before.elsewhere)
                carried.append("places")
        if not lacks_words or place >= len(chain):
            continue
        if len("".join(word.text for word in borrowed)) < _SHORT:
            borrowed.extend(_borrowed(question, before))
        question = replace(
            question,
            kind=_kind(question, before) if question.kind == "what" and not asks_itself else question.kind,
            unit=question.unit or (before.unit if question.kind in ("what", "comparison", before.kind) else None),
            plans=question.plans or (before.plans and not question.happened),
            happened=question.happened or (before.happened and not question.plans and question.shift is None),
            section=question.section or (before.section if not own else None),
            head=question.head or before.head,
        )
    if borrowed:
        carried.insert(0, "terms")
        if "目标" in question.read:  # 明年的目标呢 asks for that of what was spoken of, and for no whole section
            question = replace(question, section=None)
    # The words before were not side by side with these: their places must not touch.
    content = (*question.content, *borrowed)
    return replace(question, content=content, carried=tuple(dict.fromkeys(carried)), before=compared)


def _kind(question: Question, before: Question) -> Kind:
    """What 初中呢 asks for: what was asked for before it, but for 失业率呢."""
    counted = before.kind in ("count", "money", "change")
    return "percent" if counted and _MEASURE.search("".join(question.terms)) else before.kind


def where_it_was_spoken(question: Question, earlier: Iterable[Question]) -> Question:
    """A question that stands alone, asked of the reports and years that those before it, the nearest first, named last."""
    if question.reports or asks_of_nation(question):
        return question
    before = _scoped_last(earlier)
    if before is None:
        return question
    years = question.years or (before.years if question.shift is None else ())
    named = () if not before.reports else ("places",) if before.places else ("reports",)
    carried = (*named, *(["years"] if years != question.years else []))
    return replace(
        question,
        places=before.places,
        reports=before.reports,
        titled=before.titled,
        years=years,
        carried=(*question.carried, *carried),
        cut_before=question.cut_before or before.cut,
    )


def without_carried(question: Question) -> Iterator[Question]:
    """A question with words of its own, without the years that an earlier one gave, and then without its reports.

    A place that no report is from stays asked about.
    """
    if "terms" in question.carried:
        return
    if "years" in question.carried:
        question = replace(question, years=(), carried=_but(question, "years"), given_up=("years",))
        yield question
    scope = tuple(one for one in ("places", "reports") if one in question.carried)
    if scope and question.reports:
        given_up = (*question.given_up, *scope)
        yield replace(question, places=(), reports=(), titled=(), carried=_but(question, *scope), given_up=given_up)


def _but(question: Question, *given_up: str) -> tuple[str, ...]:
    return tuple(one for one in question.carried if one not in given_up)


def _scoped_last(earlier: Iterable[Question]) -> Question | None:
    """The nearest question that names a report, else the nearest that names a year."""
    dated = None
    for one in earlier:
        if one.reports:
            return one
        dated = dated or (one if one.years else None)
    return dated


def tells_from_answer(question: Question, earlier: Iterable[Question]) -> bool:
    """Whether only the answer before a question tells from which year its 明年 is: no question before it names one."""
    shift = question.shift
    if shift is None or not shift.by or not (question.carried or (shift.by > 0 and not question.reports)):
        return False
    return not any(before.years for before in earlier)


def from_year(question: Question, year: int) -> Question:
    """The question with its 明年 told from a year."""
    if question.shift is None:
        return question
    meant = year + question.shift.by
    others = tuple(one for one in question.assumed if one.typed != question.shift.words)
    return replace(question, years=(meant,), assumed=(*others, Correction(question.shift.words, f"{meant}年")))


def _lacks_words(question: Question) -> bool:
    """Whether a question does not say what it is about, only in what it differs from the one before it."""
    if question.section is not None and _PART.match(_bare(question)):
        return False  # 它有什么困难 asks for the problems of a place
    return is_follow_up(question) and not _is_whole(question)


def _chain(earlier: Sequence[Question], *, scoped: bool = False) -> Sequence[Question]:
    """The questions from the last whole one on: what was spoken of before that is no longer meant.

    ``scoped`` is for the reports and years: of a whole question that names none they were said before it.
    """
    whole = (
        place
        for place, one in reversed([*enumerate(earlier)])
        if not is_follow_up(one) and (not scoped or one.years or one.reports or one.elsewhere or one.shift)
    )
    return earlier[next(whole, 0) :]


def _borrowed(question: Question, before: Question) -> list[Word]:
    """The words of an earlier question at half their weight, but those that the question itself replaces: 初中呢."""
    own, asked = "".join(question.terms), comparing(before.read)
    dropped = {*question.terms, *question.elsewhere}
    named = _MEASURE.search(own)  # 失业率呢 says by itself what is asked of the same year
    replaced = "".join(before.head) if question.kind == "what" and len(_own(question)) >= _OWN else ""
    if before.against and _only_compares(before):
        return []
    return [
        replace(word, weight=min(_REPLACED if named or word.text in replaced else _BORROWED, word.weight))
        for word in (before.content if asked is None else asked.tells(before.content))
        if word.text not in dropped and not differs(own, word.text)
    ]


def _dated(question: Question, chain: Sequence[Question], earlier: Sequence[Question]) -> Question:
    """The question with the years that it leaves to those before it: the same (其中…呢), or told from them (去年呢)."""
    named, spoken = _years_before(chain)
    if _AGAINST.search(question.read) and question.against:
        only = _only_compares(question)
        others = [year for one in question.against for year in _moved(one, named, spoken)]
        content = tuple(word for word in question.content if not _COMPARING.fullmatch(word.text))
        kind = "comparison" if only and question.kind == "what" else question.kind
        years = tuple(sorted({*spoken, *others})) if only and kind != "change" else spoken
        return replace(question, content=content, kind=kind, years=question.years or years)
    if question.years or question.titled:
        return question
    shift = question.shift
    if shift is None:
        return replace(question, years=spoken if any(before.years for before in chain) else ())
    if not named:
        named, spoken = _years_before(earlier)
    if question.plans and shift.by == 0 and not any(before.plans for before in chain):
        shift = replace(shift, by=1)  # what is planned for 今年 comes after what was told of
    return replace(_without_plan(question), years=_moved(shift, named, spoken))


def _without_plan(question: Question) -> Question:
    """明年呢 asks for next year's amount, and for plans only where the question before it did."""
    if question.shift is None or question.kind != "plan" or question.terms:
        return question
    return replace(question, kind="what", plans=False)


def _beside_place(question: Question, chain: Sequence[Question]) -> Question:
    """The question with the report spoken of before beside its own: 和青岛比呢."""
    content = tuple(word for word in question.content if not _COMPARING.fullmatch(word.text))
    before = next((one for one in reversed(chain) if one.reports), None)
    if before is None or not question.reports or content or not _BESIDE.search(question.read):
        return question
    kind = "comparison" if question.kind == "what" else question.kind
    places, reports = (*before.places, *question.places), (*before.reports, *question.reports)
    return replace(
        question,
        kind=kind,
        content=content,
        places=tuple(dict.fromkeys(places)),
        reports=tuple({fit.report: fit for fit in reports}.values()),
    )


def _only_compares(question: Question) -> bool:
    """Whether a question has no words but those that compare: 和2018年比呢."""
    return all(_COMPARING.fullmatch(word.text) or _CHANGES.fullmatch(word.text) for word in question.content)


def _years_before(earlier: Sequence[Question]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The years that were named last, and those that were spoken of last (去年 of the years named)."""
    named: tuple[int, ...] = ()
    spoken: tuple[int, ...] = ()
    for before in earlier:
        if before.years:
            named = spoken = before.years
        elif before.shift is not None:
            spoken = _moved(before.shift, named, spoken)
        elif before.base is not None and not named:
            named = spoken = (before.base,)
    return named, spoken


def _moved(shift: int | Shift, named: tuple[int, ...], spoken: tuple[int, ...]) -> tuple[int, ...]:
    """The year that is meant; none where there is nothing to tell it from. Before several comes what is before the first."""
    if isinstance(shift, int):
        return (shift,)
    years = spoken if shift.steps else named
    return ((max(years) if shift.by > 0 else min(years)) + shift.by,) if years else ()
