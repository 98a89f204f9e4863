"""Ranked evidence in, the same out with that sentence in front that says what is asked most plainly.

What the ranking cannot see by one sentence alone is told by those beside it: the whole beside its part, the level beside
what is wrong, the year asked about beside another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Literal

from retrieval.answers.comparability import BROUGHT, last_clause, unit_of
from retrieval.answers.doubts import UNTOLD, asks_total, counts_all, doubt, said_for
from retrieval.lexicon.tables import records
from retrieval.model import Evidence, Question, Word
from retrieval.ranking.coverage import places
from retrieval.ranking.features import FIGURES
from retrieval.ranking.passage import lists_problems
from retrieval.text.segmentation import fold
from store import patterns as re
from store.language.characters import IDEOGRAPH, numeral_value
from store.language.place_names import places_called
from store.language.years import years_in_period
from store.model import Figure
from store.structure.section_kinds import kind_below

# One with all of it is looked for before that is said.
_SHORT = UNTOLD | {"year_part"}
_COUNTED = 0.6  # of what the best one holds, by what counts the very thing: 零售药店总数 for 药店共有多少
_LEAST_OUTRIGHT = 0.05  # beside the best one's score
_LEAST_IN_FORM = 0.1  # of the best one's score
_LEAST_NEWER = 0.3  # of the best one's score
_LEAST_BESIDE = 0.2  # what is no plain answer is mostly met by more words
_MORE = 0.2  # of the question's content
_PARTLY = 0.4  # 建成高标准农田 for 修了高标准农田 beside 新建改造高标准农田
_NEARLY = 0.8  # of what the best one holds of the question: 教职工 for 老师 beside 教师
# 缺多少老师, 还欠多少, 积案有多少 ask for what is wrong
_WANTING = re.compile(r"[缺欠差剩没未滞积亏超](?!数|儿|年)|(?<!多)少|债|还有|大班|风险|问题|不足")
_QUOTED = re.compile('[“"]([^“”"]{1,20})[”"]')
# 三年投了多少, 五年一共修了几条路: not 三年级, 三年行动
_YEARS = re.compile(
    r"(?<![第初高大十\d])([两二三四五六七八九十])年(?![级期制前])(?:来|间|里)?(?:[一总]共|合计|累计)?[\u4e00-\u9fff]{0,3}了"
)
# 座位不够怎么办 asks for what is to be done, and not for what is wrong
_REMEDY = re.compile("怎么办|咋办|(?:怎么|如何|咋)(?:解决|应对|缓解|整改)")
_WHICH_PLACES = re.compile(
    "哪(?:些|几个?|[两三四五六七八九十]个?)(?:省|市|县|区|地区|国家)|[省市县区家](?:都|主要)?[有是]哪[些几]"
)
_ITEM = re.compile("[、,:;。]|和|为|是")
_SEVERAL = 3  # places
# Who was there is not who did it; what is under way did not come about; 全年各类案件 are all of them.
_ATTENDED = re.compile(r"(?:参加|出席|列席)了?[^,，;；。]{0,8}(?:会议?|活动|仪式)。?$")
_PRESENT = re.compile(r"参加|出席|列席|到会|到场|在场")
_UNDER_WAY = re.compile(r"正在|积极(?:创建|争取|申报)|申报(?!成功)|在建|筹建")
_ALL = re.compile("(?:^|,)全[年国省市县区].{0,12}?(?:各类|各种|共|办结|完成|实现|的)|各类")
_ALL_OF = re.compile("^全[国省市县区](?=居民|社会)")
_PER_HEAD = re.compile("人均|平均")  # what is told of each is no more for all of them
_ITS_YEAR = frozenset("其中年度全共")
# 一年办多少案子, 全年罚了多少: not 近一年, 一年级
_A_YEAR = re.compile(r"(?<![近这过前后去今明第十\d])(?:一|全|每|年)年(?![级以来内后前度生])")
# The rest of a body's name behind a place: 北京航空航天大学, not 青岛市三甲医院 nor 青岛的企业集团30家.
_BODY = re.compile(
    r"(?<![省市县区])(?:(?![省市州县区镇乡旗家所个的在有与和等])[\u4e00-\u9fff]){0,8}?(大学|学院|研究[院所]|公司|集团|银行|医院|[路街])(?!\d)"
)
_DENYING = ("免", "不", "未")


def in_precedence(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what says the asked most plainly in front."""
    evidence = _of_place_first(question, _of_year_first(evidence))
    if evidence and not says(evidence[0], "row"):
        evidence = _brought_first(question, evidence)
    if evidence and _REMEDY.search(question.read):
        evidence = _remedy_first(question, evidence)
    if _WHICH_PLACES.search(question.read):
        evidence = _listing_first(evidence)
    if question.kind == "who":
        evidence = _acting_first(question, evidence)
    asked = evidence and (question.kind in FIGURES or evidence[0].asked is not None)
    if asked and not says(evidence[0], "row"):
        for ahead in (
            _of_the_year_first,
            _affirmed_first,
            _deed_first,
            _done_first,
            _reached_first,
            _whole_first,
            _result_first,
            _of_so_many_years_first,
            _newest_first,
        ):
            evidence = ahead(question, evidence)
    if evidence and not says(evidence[0], "row"):
        evidence = _in_form_first(question, evidence)
    if question.kind == "definition":
        evidence = _meaning_first(question, evidence)
    return _outright_first(question, evidence)


def says(one: Evidence, code: str) -> bool:
    """Whether a reason of this code was seen of a piece of evidence."""
    return any(reason.code == code for reason in one.why)


def _of_year_first(evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with a sentence that may be of the year asked about in front, where the first one is of another."""
    if not evidence or not says(evidence[0], "other_year"):
        return evidence
    best = evidence[0]
    # 生产总值 of the year is as good as GDP of another
    fitting = (one for one in evidence if one.coverage >= _NEARLY * best.coverage and not says(one, "other_year"))
    return _first_of(fitting, evidence)


def _of_place_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with a sentence in front that names the place asked about, where no report is from there.

    青禾县's row in a table of the province comes before the sum of all counties.
    """
    if question.reports or not evidence or names_all(evidence[0], question):
        return evidence
    least, counted = _NEARLY * evidence[0].coverage, question.kind in FIGURES
    told = (one for one in evidence if one.asked is not None or "\t" in one.quote or not counted)
    return _first_of((one for one in told if one.coverage >= least and names_all(one, question)), evidence)


def names_all(one: Evidence, question: Question) -> bool:
    """Whether a quotation, the headings above it or its report's title hold all places that no report is from.

    北京航空航天大学 is a name of its own and says nothing of 北京, but where the question asks for a 大学, or for 航天.
    """
    text = fold(one.quote + "".join(one.section) + one.report.title)
    asked = [word.text for word in question.content if len(word.text) > 1 and word.text not in question.elsewhere]
    return all(
        any(
            (body := _BODY.match(text, found.end())) is None
            or body[1] in question.read
            or any(word in body[0] for word in asked)
            for found in re.finditer(re.escape(name), text)
        )
        for name in question.elsewhere
    )


def _meaning_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what tells the meaning of a word in front: “5个1000”行动:即…, 移动电话基站数是指…"""
    quoted = _QUOTED.search(question.read)
    whole = re.escape(quoted[1] if quoted else "".join(question.head))
    words = "|".join(re.escape(word.text) for word in question.content if len(word.text) > 1)
    if not whole or not words:
        return evidence
    tells = re.compile(
        rf"{whole}”?[\u4e00-\u9fff]{{0,4}}(?:是指|指的?是|[::,]?即|[::])|(?:{words})[\u4e00-\u9fff]{{0,4}}是指"
    )
    return _first_of((one for one in evidence if tells.search(fold(one.quote))), evidence)


def _brought_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what a year brought in front, where the first tells what was planned for it and nobody asks that."""
    if not question.years or question.plans:
        return evidence
    best, planned = evidence[0], evidence[0].asked_figure
    if planned is None or not planned.planned:
        return evidence
    fitting = (
        one
        for one in evidence[1:]
        if (done := one.asked_figure) is not None
        and not done.planned
        and (done.unit == planned.unit or question.kind == "what")
        and one.report.place == best.report.place
        and one.score >= _LEAST_BESIDE * best.score
        and one.coverage >= _PARTLY * best.coverage
        and says(one, "year")
    )
    return _first_of(fitting, evidence)


def _of_the_year_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with the next sentence in front that tells each year of what the first one tells of several together.

    2023年受理8279件 behind 2021年至2025年共受理案件43268件 need not say once more of what; 2023年审结8203件 tells of something else.
    """
    if not says(evidence[0], "year_within"):
        return evidence
    best, asked = evidence[0], frozenset(question.years)
    seen = tuple(reason for reason in best.why if reason.code != "year_within")
    beside = (
        one.but(why=seen, coverage=best.coverage)  # it is of what the sentence before it speaks of
        for one, own, _ in _beside(evidence, least=0.0)
        if own.period and years_in_period(own.period) <= asked and one.sentence == best.sentence + 1
        if set(IDEOGRAPH.findall(last_clause(fold(one.quote), own))) <= {*fold(best.quote), *_ITS_YEAR}
    )
    return _first_of(beside, evidence)


def _whole_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with all that is asked about in front, where the first counts a kind of it that nobody asked for.

    城镇常住人口21.9万人 is some of 常住人口37.4万人, of which the report tells as well; so is 罚没款61.8万元 of the shops that were
    checked some of 罚没款742.5万元 of 全年各类案件.
    """
    beside = [*_beside(evidence)]
    wholes = [one for one, figure, first in beside if _is_whole(question, figure, first)]
    if (
        wholes or question.carried or _ALL.search(fold(evidence[0].quote))
    ):  # what a chat speaks of may be but some of it
        return _first_of(wholes, evidence)
    said = [word.text for word in question.content if word.text in fold(evidence[0].quote)]
    as_full = [
        one
        for one in beside
        if one[0].coverage >= evidence[0].coverage
        and _ALL.search(text := fold(one[0].quote))
        and all(word in text for word in said)
    ]
    more = [(figure.least, one) for one, figure, first in as_full if _is_more(figure, first)]
    return _first_of((one for _, one in sorted(more, key=lambda pair: -pair[0])), evidence)


def _is_more(one: Figure, other: Figure) -> bool:
    """Whether a figure is more of the very same than another."""
    same = fold(one.subject) == fold(other.subject) != ""
    plain = one.change is other.change is None and one.planned is other.planned is False and one.of is None
    return same and plain and one.nature != "sum" and other.least < one.least


def _is_whole(question: Question, whole: Figure, part: Figure) -> bool:
    """Whether a figure is of all that another one is a kind of."""
    name, kind = _ALL_OF.sub("", fold(whole.subject)), fold(part.subject)
    added = kind.removesuffix(name) if len(name) > 1 and kind != name and kind.endswith(name) else ""
    plain = whole.change is part.change is None and whole.planned is part.planned is False
    more = part.least < whole.least or _PER_HEAD.search(kind) is not None
    return bool(added) and plain and more and not any(char in question.read for char in added)


def _acting_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with who did something in front of a list of those who were there (…等参加会议), unless they are asked for."""
    if not evidence or not _ATTENDED.search(evidence[0].quote) or _PRESENT.search(question.read):
        return evidence
    least = _NEARLY * evidence[0].score
    near = (one for one in evidence[1:] if one.report.id == evidence[0].report.id and one.score >= least)
    return _first_of(near, evidence)


def _remedy_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what is to be done in front, where that is asked for and the first only tells what is wrong."""
    best = evidence[0]
    if not _is_of_problems(best):
        return evidence
    own = (one for one in evidence[1:] if one.report.id == best.report.id and not _is_of_problems(one))
    return _first_of((one for one in own if one.planned and one.coverage >= _PARTLY * best.coverage), evidence)


def _in_form_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with a sentence in front that has the form of what is asked for, where the first has not: 日均5104人次."""
    told = [form for asks, form in _forms() if asks.search(question.read)]
    best = evidence[0]
    if not told or any(form.search(fold(best.quote)) for form in told):
        return evidence
    near = (
        one
        for one in evidence[1:]
        if one.report.id == best.report.id
        and one.score >= _LEAST_IN_FORM * best.score
        and one.coverage >= _PARTLY * best.coverage
    )
    return _first_of((one for one in near if any(form.search(fold(one.quote)) for form in told)), evidence)


@cache
def _forms() -> Sequence[tuple[re.Pattern[str], re.Pattern[str]]]:
    """What is asked, each with the form of what tells it plainly."""
    return [(re.compile(asks), re.compile(told)) for asks, told, _ in records("preferred_forms")]


def _listing_first(evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with a list of places in front, where the first has none: 依次为云泽、临岚、青禾 for 哪几个县卖得最多."""
    if not evidence or _places_in(evidence[0]) >= _SEVERAL:
        return evidence
    least = _LEAST_IN_FORM * evidence[0].score
    near = (one for one in evidence[1:] if one.report.id == evidence[0].report.id and one.score >= least)
    return _first_of((one for one in near if _places_in(one) >= _SEVERAL), evidence)


def _places_in(one: Evidence) -> int:
    """How many places a sentence lists."""
    return sum(bool(places_called(item)) for item in _ITEM.split(fold(one.quote)))


def _done_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what came about in front, where that is asked for and the first only tells what is under way.

    10所学校正在创建 where another report says 创建1516所.
    """
    best = evidence[0]
    if not question.happened or not _is_under_way(best):
        return evidence
    fitting = (
        one
        for one in evidence[1:]
        if one.asked is not None and one.score >= _LEAST_BESIDE * best.score and one.coverage >= best.coverage
        if (not question.reports or one.report.id == best.report.id) and not _is_under_way(one)
    )
    return _first_of(fitting, evidence)


def _affirmed_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what was done in front, where the first only tells how often it was not: 罚款 before 免罚, 起诉 before 不起诉."""
    denied = [word for word in question.content if _stands(word, evidence[0], question) == "denied"]
    if not denied:
        return evidence
    near = (one for one, *_ in _beside(evidence, alike=False))
    return _first_of((one for one in near if all(_stands(word, one, question) == "said" for word in denied)), evidence)


def _stands(word: Word, one: Evidence, question: Question) -> Literal["said", "denied"] | None:
    """Whether a sentence says a word, or denies it wherever it has it and the question does not; None where it lacks it."""
    text = fold(one.quote)
    spans = [span for said in said_for(word) for span in places(said, text)]
    if not spans:
        return None
    denied = (text[start - 1 : end] if text[max(start - 1, 0) : start] in _DENYING else "" for start, end in spans)
    return "said" if any(one in question.read for one in denied) else "denied"


def _deed_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what tells the deed in front, where the first counts those who did something else.

    4099名教师参加走访 is no answer to 招了多少教师 where 招聘116名教师 is told, too.
    """
    best, first = evidence[0], evidence[0].asked_figure
    deeds = [said_for(word) for word in question.content if any(map(BROUGHT.fullmatch, said_for(word)[:2]))]
    said = [text for words in deeds for text in words]
    if not said or first is None or any(text in fold(best.quote) for text in said):
        return evidence
    fitting = (
        one
        for one in evidence[1:]
        if one.asked_figure is not None
        and unit_of(one.asked_figure) == unit_of(first)
        and one.coverage > best.coverage + _MORE
        and one.score >= _LEAST_BESIDE * best.score
        and (one.report.id == best.report.id or not question.reports)
        and any(text in fold(one.quote) for text in said)
    )
    return _first_of(fitting, evidence)


def _reached_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what was reached in front of what is aimed at, unless that is asked for: 产量31.4万吨 before 力争32万吨."""
    best = evidence[0]
    if question.plans or not best.planned or not (best.asked_figure and best.asked_figure.planned):
        return evidence
    fitting = (
        one
        for one, own, first in _beside(evidence)
        if not (one.planned or own.planned) and one.coverage >= best.coverage and own.change is first.change
    )
    plain = (one for one in fitting if not says(one, "other_year") and doubt(question, one) is None)
    return _first_of(plain, evidence)


def is_as_plain(question: Question, one: Evidence, best: Evidence) -> bool:
    """Whether a sentence tells of so many years as are asked about, and of what came about, where the best one does."""
    count = _years_together(question)
    if count is not None and _tells_of(best, count) and not _tells_of(one, count):
        return False
    return not question.happened or not _is_under_way(one) or _is_under_way(best)


def _is_under_way(one: Evidence) -> bool:
    """Whether the clause of the figure that is asked for says that it is under way or applied for."""
    figure = one.asked_figure
    return figure is not None and _UNDER_WAY.search(last_clause(fold(one.quote), figure)) is not None


def _result_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what the report tells of the number itself in front, where the first only speaks of what is wrong.

    年均受理案件超过300件 below 存在的不足 is no 受理案件 of the year.
    """
    if question.kind not in ("count", "money") or _WANTING.search(question.read) or not _is_of_problems(evidence[0]):
        return evidence
    beside = _beside(evidence)
    fitting = (one for one, own, first in beside if not _is_of_problems(one) and _counts_the_same(own, first))
    return _first_of(fitting, evidence)


def _of_so_many_years_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what so many years brought together in front, or one of them, where the first tells of another time."""
    count = _years_together(question)
    if count is None or _tells_of(evidence[0], count):
        return evidence
    return _first_of((one for one, *_ in _beside(evidence) if _tells_of(one, count)), evidence)


def _tells_of(one: Evidence, years: int) -> bool:
    """Whether a sentence tells of so many years together; of one where it names none as well."""
    told = _years_told(one)
    return told == years or (years == 1 and told == 0)


def _years_together(question: Question) -> int | None:
    """How many years together a question asks about (三年投了多少; one for 全年罚了多少), None where it does not."""
    if _A_YEAR.search(question.read):
        return 1
    found = _YEARS.search(question.read)
    return numeral_value(found[1].replace("两", "二")) if found else None


def _newest_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with the newest report of the place in front that tells the same of the thing as plainly as an older one."""
    best = evidence[0]
    if question.years or question.titled or question.plans or best.report.year is None:
        return evidence
    fitting = [one for one in evidence[1:] if _is_newer(one, best)]
    return _first_of(sorted(fitting, key=lambda one: -(one.report.year or 0)), evidence)


def _is_newer(one: Evidence, best: Evidence) -> bool:
    """Whether another sentence tells the same as the best, word for word what it counts, in a later report of the place."""
    same_place = one.report.place is not None and one.report.place == best.report.place
    later = (one.report.year or 0) > (best.report.year or 0)
    own, other = one.asked_figure, best.asked_figure
    if not (same_place and later and own and other and one.score >= _LEAST_NEWER * best.score):
        return False
    return not own.planned and _form(own) == _form(other)


def _form(figure: Figure) -> tuple[object, ...]:
    return figure.unit, figure.change, figure.of is None, figure.planned, fold(figure.subject)


def _is_of_problems(one: Evidence) -> bool:
    return kind_below(one.section, one.planned) == "problem" or lists_problems(one.quote)


def _years_told(one: Evidence) -> int:
    """How many years a sentence, or the figure of it that is asked for, tells of."""
    figure = one.asked_figure
    return len(years_in_period((figure and figure.period) or one.period))


def _beside(
    evidence: Sequence[Evidence], *, alike: bool = True, least: float = _LEAST_BESIDE
) -> Iterator[tuple[Evidence, Figure, Figure]]:
    """Other sentences of the first one's report that tell of the same in the same unit, if not in as many words.

    Each with its figure and that of the first; unless ``alike`` in any unit.
    """
    best, first = evidence[0], evidence[0].asked_figure
    for one in evidence[1:]:
        own = one.asked_figure
        near = one.report.id == best.report.id and one.score >= least * best.score
        if own and first and near and (own.unit == first.unit or not alike):
            yield one, own, first


def _counts_the_same(one: Figure, best: Figure) -> bool:
    own, other = fold(one.subject), fold(best.subject)
    return bool(own and other) and (own.endswith(other) or other.endswith(own))


def _outright_first(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what says outright in front where the first sentence leaves it unsaid.

    That is a sentence of the same report; where there may be a total in any of them (有多少老师), one of each report.
    """
    evidence = _below_its_heading(question, evidence)
    doubted = doubt(question, evidence[0]) if evidence else None
    if doubted not in _SHORT:
        return evidence
    best, total = evidence[0], asks_total(question)
    anywhere = total and not question.reports
    outright: dict[str, Evidence] = {}
    for one in evidence[1:]:
        beside = one.report.id == best.report.id and one.score >= _LEAST_OUTRIGHT * best.score
        told = one.asked is not None and one.coverage >= (_COUNTED if total else _NEARLY) * best.coverage
        if not (beside or anywhere) or (total and not counts_all(question, one)) or says(one, "other_year"):
            continue
        if told and doubt(question, one) is None:
            outright.setdefault(one.report.id, one)
    first = list(outright.values())[: None if anywhere else 1]
    fullest = max((one for one in evidence if not says(one, "other_year")), key=lambda one: one.coverage, default=best)
    if not first and doubted == "no_figure" and fullest.coverage > best.coverage + _MORE:
        first = [fullest]  # where no number is told, what speaks of the thing at all
    return _led_by(first, evidence)


def _first_of(fitting: Iterable[Evidence], evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with the first of what fits in front, as it is where nothing does."""
    return _led_by([*islice(fitting, 1)], evidence)


def _led_by(first: Sequence[Evidence], evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with some of it in front, with the score of what stood there; as it is where none is to lead."""
    if not first:
        return evidence
    ahead = {one.sentence for one in first}
    led = (one.but(score=evidence[0].score) for one in first)
    ordered = [*led, *(one for one in evidence if one.sentence not in ahead)]
    return [one.but(rank=rank) for rank, one in enumerate(ordered, start=1)]


def _below_its_heading(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence with what stands below the first, where that is a heading and a yes or no is asked for."""
    best = evidence[0] if evidence and question.kind == "yesno" else None
    if best is None or best.section[-1:] != (best.quote,):
        return evidence
    below = (one for one in evidence[1:] if one.report.id == best.report.id and one.section == best.section)
    return _first_of(below, evidence)
