"""A sentence → its figures: each quantity with its bound, its change, what it counts, the whole it is part of, and plan.

Comes in: one sentence in the author's own characters. Goes out: :class:`store.model.Figure`, in order; ``period`` and
``planned`` as the sentence alone tells them, the rest is for :mod:`store.structure.periods`. The grammar works on
characters: no segmenter, no dictionary of words.
"""

from __future__ import annotations

from dataclasses import replace

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout, lay_out
from store.figures.dating import dating, stage
from store.figures.facts import indicator_of, natures
from store.figures.names_of_parts import measured
from store.figures.names_with_deeds import done
from store.figures.names_with_owners import owned
from store.figures.names_with_predicates import predicated
from store.figures.parents import parents
from store.figures.relations import base_of, per_of, rank_of
from store.figures.subjects import subjects
from store.figures.table_rows import figures_of_row
from store.language.line_forms import CELL_GAP, CELLS
from store.language.tenses import tenses
from store.language.years import Clock, mentions, written
from store.model import Figure

# A blank between characters of numerals; one between a figure and a word may divide the cells of a table.
_NUMERAL = "零〇一二三四五六七八九十百千万萬亿億两兩点點分之成折个個佰陆"
_SPACED = re.compile(rf"(?<=[{_NUMERAL}])[ \u3000]{{1,4}}(?=[{_NUMERAL}])")
# 全 市 完 成 投 资 3 2 亿 元: every character by itself
_SET_WIDE = re.compile(r"(?:[^\s\x00-\x7f][ \u3000]){6}")
# 3 2 亿元 is one number, 12 34 are the cells of a table
_APART = re.compile(r"(?<=[^\sA-Za-z])(?<!\d\d)[ \u3000](?=[^\sA-Za-z])(?!\d\d)")
_CLOSED = re.compile(r"[^“‘《「]*[”’》」]")  # the verb stands in a name or quotation that has ended
_LIST_GAP = re.compile(r"\s?(?:、|和|与|及|以及|或|至|到)\s?")
_REACHED = re.compile(r"(?:、|和|及)[已均都]?(?:达|突破)")  # 增长5%、达12万辆: where it stands now
_OF_A_NUMBER = re.compile("(?:[量数]|人口|人次)$")  # 提高参保人数3000人
_OF_A_QUALITY = frozenset("降低 减轻 提高 提升".split())
_RAISED = _OF_A_QUALITY - {"降低"}
_UNDERTAKING = ("工程", "行动", "计划", "项目")
_NOUN = re.compile(r"(?!以上|以下|以内|左右)[一-鿿]{2}")
_EACH = re.compile(r"(?:每\d{0,4}[一-鿿]{1,3}){1,3}$")  # 不高于每亩500元
_REACH = 400  # characters of a clause that are looked at; it is longer only where it is a long list
_TIME_UNITS = frozenset("年 个月 天 周 小时".split())


def figures_in(sentence: str) -> tuple[Figure, ...]:
    """The figures of the sentence, in order.

    >>> [(f.text, str(f.value), f.unit, f.bound, f.subject) for f in figures_in("全年征缴教育费附加1.05亿元，招聘近200名教师。")]
    [('1.05亿元', '105000000.00', '元', 'exact', '教育费附加'), ('200名', '200', '名', 'about', '教师')]
    """
    if CELLS.search(sentence):
        return _of_cells(sentence)
    if " " in sentence or "\u3000" in sentence:
        gaps = _APART if _SET_WIDE.search(sentence) else _SPACED
        if gaps.search(sentence):
            return _of_spaced(sentence, gaps)
    row = figures_of_row(sentence, figures_in)
    if row is not None:
        return row
    layout = lay_out(sentence)
    if layout is None:
        return ()
    changes = _changes(layout)
    named = subjects(layout, changes)
    of = parents(layout, changes)
    owned(layout, named, of)
    measured(layout, named, of)
    done(layout, named, of)
    predicated(layout, named, of, changes)
    pers: list[str | None] = []
    bases: list[str | None] = []
    dates = dating(layout.text, layout.quantities, mentions(layout.text, Clock(None, None)))
    said = tenses(layout.text, [one.start for one in layout.quantities], layout.clause)
    ahead = [cue is not None and stage(layout.text, layout.quantities, at) != "first" for at, cue in enumerate(said)]
    aimed = [to_come and cue is not None and cue.form == "aim" for to_come, cue in zip(ahead, said, strict=True)]
    facts = natures(layout, named.names, changes, of, aimed)
    found = []
    for number, quantity in enumerate(layout.quantities):
        exact = quantity.low == quantity.high
        pers.append(per_of(layout, number, pers))
        bases.append(base_of(layout, number, changes[number], bases))
        cue, date = said[number], dates[number]
        found.append(
            Figure(
                text=sentence[quantity.start : quantity.end],
                start=quantity.start,
                end=quantity.end,
                value=quantity.low if exact else None,
                low=None if exact else quantity.low,
                high=None if exact else quantity.high,
                unit=quantity.unit or "",
                kind=quantity.kind,
                bound=_bound(layout, number),
                change=changes[number],
                subject=named.names[number],
                of=of[number],
                planned=ahead[number] and cue is not None and cue.form != "done",
                period=None if date is None else written(date.years),
                currency=quantity.currency,
                per=pers[number],
                base=bases[number],
                rank=rank_of(layout, number),
                indicator=indicator_of(named.whole(number), changes[number], quantity.unit),
                nature=facts[number],
            )
        )
    return tuple(found)


def _of_cells(sentence: str) -> tuple[Figure, ...]:
    """The figures of a row that no head explains: each cell by itself."""
    parted = CELL_GAP.sub(lambda gap: "；" * len(gap[0]), sentence)
    return tuple(replace(one, text=sentence[one.start : one.end]) for one in figures_in(parted))


def _of_spaced(sentence: str, wide: re.Pattern[str]) -> tuple[Figure, ...]:
    """The figures of a sentence whose numerals are set wide: 百 分 之 六 十, 七成 六."""
    gaps = {place for gap in wide.finditer(sentence) for place in range(*gap.span())}
    places = [place for place in range(len(sentence)) if place not in gaps]
    return tuple(
        replace(one, text=sentence[start:end], start=start, end=end)
        for one in figures_in("".join(sentence[place] for place in places))
        for start, end in [(places[one.start], places[one.end - 1] + 1)]
    )


def _bound(layout: Layout, number: int) -> str:
    """exact, about, over or under. 余 and 多 inside say over, whatever else stands around."""
    quantity = layout.quantities[number]
    if quantity.more:
        return "over"
    if quantity.kind == "ratio" and layout.text.startswith("过", quantity.start):
        return "over"  # 过半
    if layout.text[quantity.start] in "百千万亿" and layout.text[quantity.start - 1 : quantity.start] == "上":
        return "over"  # 上百家
    if after := cues.BOUND_AFTER.match(layout.text, quantity.end):
        return after.lastgroup or ""
    if (
        quantity.kind in ("duration", "length")
        and quantity.unit != "年"
        and cues.WITHIN.match(layout.text, quantity.end)
    ):
        return "under"
    before = _EACH.sub("", layout.before(number)[-16:])
    if not before:
        return "exact"
    if cues.UNDER_BEFORE.search(before) or (quantity.kind == "percent" and cues.TOP.search(before)):
        return "under"
    if cues.OVER_BEFORE.search(before):
        return "over"
    if cues.ABOUT_BEFORE.search(before) and not (quantity.unit in _TIME_UNITS and re.search(r"(?<![将接])近$", before)):
        return "about"
    return "exact"


def _changes(layout: Layout) -> tuple[str | None, ...]:
    found: list[str | None] = []
    for number in range(len(layout.quantities)):
        before = layout.before(number)
        if number and layout.left[number] == layout.quantities[number - 1].end and _continues(before):
            found.append(found[-1])
        else:
            found.append(_change(layout, number, before))
    return tuple(found)


def _continues(between: str) -> bool:
    """Whether a list goes on from the figure before: 新增校舍310万平方米、优质学位16万个."""
    if _LIST_GAP.fullmatch(between):
        return True
    return (
        between.startswith(("、", "和", "及"))
        and not cues.change_verb().search(between)
        and not cues.OTHER_VERB.search(between)
        and not _REACHED.match(between)
    )


def _change(layout: Layout, number: int, before: str) -> str | None:
    quantity = layout.quantities[number]
    if quantity.unit == "番":
        return "increase"
    if quantity.kind == "duration":
        return _lengthened(before)
    clause = layout.text[max(layout.clause[number], quantity.front - _REACH) : quantity.front]
    if quantity.kind == "points" and cues.THAN_OTHERS.search(clause) and cues.BESIDE_OTHERS.search(before):
        return None  # 增速比全省高5个百分点
    bare = cues.NATURAL_RATE.sub(lambda m: "　" * len(m.group()), before) if "增" in before else before
    verb = None
    for match in cues.change_verb().finditer(bare):
        verb = match
    if verb is None:
        return _compared(clause, before) or (
            "increase"
            if cues.RATE_BEHIND.match(layout.text, quantity.end) and quantity.kind in ("percent", "multiple")
            else None
        )
    gap = bare[verb.end() :]
    direction = "increase" if verb.group() in cues.rises() else "decrease"
    if quantity.kind in ("percent", "multiple", "points") and cues.RATE_OF_GROWTH.search(
        bare, max(0, verb.start() - 2)
    ):
        if gap.endswith(("由", "从")):
            return None  # 增速由3.1%提高至4.5%: two levels
        return direction if quantity.high >= 0 else "decrease"  # 增幅-3.2%
    if cues.TO_LEVEL.match(gap) or _REACHED.match(gap) or len(gap) > (30 if verb.group() in cues.with_noun() else 16):
        return None
    stripped = re.sub(r"^(?:了|达到?|近|约|将近|不?超过|不[足到]|安排|投入|投资|为)+", "", gap)
    if cues.OTHER_VERB.search(stripped) or _CLOSED.match(stripped):
        return None
    if verb.group() not in cues.with_noun() and stripped.startswith(_UNDERTAKING):
        return None  # 提升工程12公里: the verb names the undertaking
    raised = verb.group() in _RAISED and not _OF_A_NUMBER.search(stripped)
    if stripped and (
        (quantity.kind == "length" and verb.group() in _OF_A_QUALITY) or (quantity.kind == "count" and raised)
    ):
        return None  # 改造提升公路500公里、农贸市场3个
    if verb.group() in _OF_A_QUALITY and quantity.kind == "count" and _NOUN.match(layout.text, quantity.end):
        return None  # 降低900万个体户的税负: the burden falls, not the number of people
    if len(stripped) > 4 and quantity.kind == "count" and verb.group() not in cues.with_noun():
        return None  # 提升教育质量六项措施: what is raised is not counted
    return direction


def _lengthened(before: str) -> str | None:
    """A length of time changes only by 延长 and 缩短; 增长连续四年 is no change of four years."""
    match = re.search(r"(?:(延长|增加)|缩短|减少)(?:了|近|约)?$", before)
    return None if match is None else "increase" if match[1] else "decrease"


def _compared(clause: str, before: str) -> str | None:
    """比上年高5个百分点 is an increase; 比全市高 compares with others."""
    match = cues.MORE_THAN.search(before)
    if not match or not cues.EARLIER.search(clause):
        return None
    return "decrease" if match.group()[0] in "低少" else "increase"
