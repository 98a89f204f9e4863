"""A quantity without a noun of its own → the subject that was told before: of its clause's neighbour, or of an earlier figure.

…142人，比上年增加31人 tells of the same people; 投资3亿元 behind 新建学校5所 does not.
"""

from __future__ import annotations

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout
from store.figures.names import Subjects
from store.figures.phrases import noun_before

MEASURES = frozenset("money area length weight".split())
SOULS = frozenset("户 人".split())
BOUND_LEFT = re.compile(r"(?:左右|以上|以下|以内|上下)+")
_PEOPLE = frozenset("人 名 位 人次 员".split())
_EXTENTS = frozenset("area length weight".split())
_OTHER_UNIT = re.compile(r"\([一-龥]{1,2}\)")  # 7600套（间）
_ALONE = re.compile("[、,]?(?:总?共有?|[总合共]计|(?:一度|尚|仍)有)?")
_LIMIT = re.compile(r"\d.*以[上下内]")
_ONLY_HAVE = re.compile(r"\s*(?:也|还|只)?有\s*")
_RELATIVE = frozenset("percent points multiple".split())
_SCORED = re.compile(r"及?以[上下]\d")
_RANKED = re.compile("[^,;。]{0,8}第")  # 居9个县第3位，前移2位
_SOURCE = re.compile(r"据[^,;。]{0,24}(?:统计|调查|测算|估算|估计|反映|报告|普查),$")
_CLAUSE = re.compile(r"[^,;。:]+")
_CLAUSES_BACK = 3
_FIGURES_BACK = 24
_WINDOW = 120


def inherited(layout: Layout, number: int, changes: tuple[str | None, ...], said: Subjects) -> str:
    """The subject of the clause before: the figure's own, or a noun that stands alone there."""
    head = noun_of_clauses_before(layout, number)
    earlier = _earlier(layout, number, changes, said)
    if head and number and (_stands_alone(layout, number) or (changes[number] and _in_other_part(layout, number))):
        return head
    lead = layout.before(number)
    alone = (lead != "、" or not (number and said.names[number - 1])) and _ALONE.fullmatch(lead) is not None
    if alone and changes[number] is None and of_other_kind(layout, number):
        return ""  # 辖8个村民小组，412户: the households are not of the groups
    if head and (not earlier or (changes[number] is None and not _ONLY_HAVE.fullmatch(layout.before(number)))):
        return head
    return earlier


def _stands_alone(layout: Layout, number: int) -> bool:
    """Whether a figure has nothing to do with the one before it: tons are no change of money."""
    one, before = layout.quantities[number], layout.quantities[number - 1]
    return (one.kind != before.kind and {one.kind, before.kind} <= MEASURES) or _last_before_source(
        layout, number
    ) < number - 1


def _in_other_part(layout: Layout, number: int) -> bool:
    """Whether the figure before stands in another part of the sentence: …国产化率72%；（五）公交客流长期流失，下降37%."""
    return ";" in layout.text[layout.quantities[number - 1].end : layout.clause[number]]


def _last_before_source(layout: Layout, number: int) -> int:
    """The figure before, those passed over that say where the figure comes from: 研究组织，据12个省统计，有7690个."""
    last = number - 1
    while last >= 0 and _SOURCE.match(layout.text, layout.clause[last], layout.clause[number]):
        last -= 1
    return last


def of_other_kind(layout: Layout, number: int) -> bool:
    """Whether people or households are counted behind what is neither."""
    for at in range(number, max(0, number - _FIGURES_BACK), -1):
        one, last = layout.quantities[at], layout.quantities[at - 1]
        if one.unit not in SOULS:
            return False
        if (
            last.unit in SOULS
            and _ALONE.fullmatch(layout.before(at - 1))
            and _ALONE.fullmatch(layout.between(at - 1, at))
        ):
            continue  # 8个村民小组，412户、1932人
        if last.end < one.start:
            return last.unit not in _PEOPLE | SOULS
        if layout.before(at - 1):  # 9862户3.4万人, 47件162人
            return False
    return False


def noun_of_clauses_before(layout: Layout, number: int) -> str:
    """The noun of the nearest clause since the figure before, those that only tell a circumstance passed over."""
    clause, last = layout.clause[number], _last_before_source(layout, number)
    floor = layout.quantities[last].end if last >= 0 else 0
    if clause <= floor:
        return ""
    begin = max(floor, clause - _WINDOW)
    for previous in list(_CLAUSE.finditer(layout.text, begin, max(begin, clause - 1)))[: -_CLAUSES_BACK - 1 : -1]:
        if cues.CIRCUMSTANCE.match(previous.group()) or _OTHER_UNIT.fullmatch(previous.group()):
            continue
        start = previous.start()
        if bound := BOUND_LEFT.match(layout.text, start):
            start = bound.end()
        return noun_before(layout, start, previous.end()) if previous.end() - start > 1 else ""
    return ""


def _earlier(layout: Layout, number: int, changes: tuple[str | None, ...], said: Subjects) -> str:
    """The subject of an earlier figure: for percentage points of a share, for all others not of a share."""
    found = said.names
    if changes[number] is None and (alike := _told_alike(layout, number, found)) is not None and found[alike]:
        return found[alike]
    points = layout.quantities[number].kind == "points"
    scored = layout.quantities[number].kind == "score" and bool(
        _SCORED.match(layout.text, layout.quantities[number].end)
    )
    fallback = ""
    for earlier in range(number - 1, max(-1, number - 1 - _FIGURES_BACK), -1):
        if not found[earlier]:
            continue
        kind = layout.quantities[earlier].kind
        # 600分以上87人,500分以上320人: the limit of some is not that of others. 上线率70%；600分以上87人
        passing = kind == "duration" and layout.quantities[number].kind != kind  # 优良天数306天，比上年增加11天
        passing |= scored and kind != "score"
        passing |= layout.quantities[number].unit == "位" and bool(
            _RANKED.match(layout.text, layout.quantities[earlier].end)
        )
        if passing or (changes[number] is None and _LIMIT.fullmatch(found[earlier])):
            continue
        if kind in _RELATIVE and changes[number] and layout.quantities[number].kind not in _RELATIVE:
            fallback = fallback or found[earlier]
            continue  # 优良天数311天，占比85%，比上年增加14天
        if kind != layout.quantities[number].kind and layout.quantities[number].kind in _EXTENTS and kind in MEASURES:
            fallback = fallback or found[earlier]
            continue  # 新建农田9万亩，完成投资2亿元，累计建成83万亩
        if kind != "money" == layout.quantities[number].kind and layout.before(number).endswith("均"):
            fallback = fallback or found[earlier]
            continue  # 发放补贴90万元，涉及农户3万户，亩均95元
        if kind == "money" and changes[number] is None and _counted_before(layout, number, earlier):
            fallback = fallback or found[earlier]
            continue  # 新开工保障房240套，完成投资6亿元；竣工180套
        if layout.bracket[earlier] not in (None, layout.bracket[number]):
            fallback = fallback or found[earlier]
            continue  # 保有量3万辆（包括低速货车600辆），比上年末增加1000辆
        if kind == "multiple" and changes[number] and not changes[earlier]:
            fallback = fallback or found[earlier]
            continue  # 总值1.2亿元，是2011年的1.4倍，年均增长9%
        share = earlier in said.wholes
        if share and not points and (changes[number] or not layout.is_share(number)):
            continue
        if not points or kind in ("percent", "points"):
            return found[earlier]
        fallback = fallback or found[earlier]
    return fallback


def _counted_before(layout: Layout, number: int, money: int) -> bool:
    """Whether what is counted was counted in the same unit right before a sum of money."""
    one, other = layout.quantities[number], layout.quantities[max(0, money - 2) : money]
    return one.kind == "count" and one.unit in {before.unit for before in other}


def _told_alike(layout: Layout, number: int, found: list[str]) -> int | None:
    """The figure of the same unit in a row of two by two: 40家企业收入超10亿元，3家超50亿元."""
    one = layout.quantities[number]
    for earlier in range(number - 1, max(-1, number - 3), -1):
        before = layout.quantities[earlier]
        if before.unit == one.unit:
            # 助学金74人次、3万元，免学费25人、4万元: the second sum is of what the second number is of
            again = earlier < number - 1 and (not earlier or found[number - 1] == found[earlier - 1])
            return earlier if again else None
        if {before.kind, one.kind} - MEASURES != {"count"} or not {before.kind, one.kind} & MEASURES:
            return None
    return None
