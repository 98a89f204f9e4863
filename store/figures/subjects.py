"""A layout → what each of its quantities counts or measures, in the sentence's words.

The noun behind a measure word (223名教师), else the noun in front (教育费附加10500万元), else what the figure before
was about (…142人，比上年增加31人). Lists with 分别 are aligned to what they belong to.
"""

from __future__ import annotations

import re

from store.figures import cues
from store.figures.clauses import Layout
from store.figures.phrases import behind_last, noun_before, strip_left, strip_right
from store.figures.units import BARE_NOUNS

_LONGEST = 30
_WINDOW = 120
_DISTRIBUTED = re.compile(r"分别|依次")
_ITEM = re.compile(r"、|和|与|以及|及")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHARE = re.compile(r"占(?!比|地)")
_USED_FOR = re.compile(r"(?:左右|以上|多)?将?(?:用于|用作|来自|投向|属于)([^,;。:()、]{2,12})")
_JOINED = re.compile(r"(?:和|及|与)(?:每[人年月生])?$")
_LEVEL = re.compile(
    r"(?:率|比重|比例|占比|度|水平|增长|提高|下降|降低|减少|增加|达|达到|为|是|在|到|至|了|近|约|超过|于)$"
)
_EARLIER_MEASURE = re.compile(
    r"[比较](?:\d{4}|一九..|上|去|前)年的?(?!同期|预计|实际|平均|完成数|决算)([\u4e00-\u9fff]{3,8}?)(?:将|也|又)?(?:[增减]|提高|下降|上升|降低)"
)


def subjects(layout: Layout, changes: tuple[str | None, ...]) -> tuple[str, ...]:
    """One subject for each quantity, "" where the sentence gives none."""
    found: list[str] = []
    for number in range(len(layout.quantities)):
        found.append(_subject(layout, number, changes, found))
    for first, last in _distributed(layout):
        _align(layout, first, last, found)
    return tuple(found)


def _subject(layout: Layout, number: int, changes: tuple[str | None, ...], found: list[str]) -> str:
    quantity = layout.quantities[number]
    tail = _tail(layout, number)
    share = _SHARE.search(layout.before(number))
    if share and _is_share(layout, number):
        begin = layout.left[number] + share.start()
        head = noun_before(layout, layout.left[number], begin)
        return head or layout.sentence[begin : strip_right(layout.text, begin + 1, quantity.start)]
    direct = not layout.text.startswith(("的", "以内的", "以下的", "以上的", "左右的"), quantity.end)
    if tail and quantity.kind == "count" and direct:
        return tail
    if tail and quantity.kind == "percent" and not _LEVEL.search(layout.before(number)):
        return tail
    if not tail and quantity.unit in BARE_NOUNS and (verb := _raw(layout, number)):
        return verb
    head = noun_before(layout, layout.left[number], quantity.start) or _measure_compared(layout, number)
    if head and not (tail and _JOINED.search(layout.before(number))):
        return head
    if tail:
        return tail
    if _is_share(layout, number) and (use := _USED_FOR.match(layout.text, quantity.end)):
        return layout.sentence[use.start(1) : use.end(1)]
    return _inherited(layout, number, changes, found) or _raw(layout, number)


def _is_share(layout: Layout, number: int) -> bool:
    return layout.quantities[number].kind in ("percent", "ratio")


def _measure_compared(layout: Layout, number: int) -> str:
    """铺轨里数 of 比1955年铺轨里数增加62%: what is compared is named with the earlier year."""
    match = _EARLIER_MEASURE.search(layout.text, layout.left[number], layout.quantities[number].start)
    return layout.sentence[match.start(1) : match.end(1)] if match else ""


def _tail(layout: Layout, number: int) -> str:
    """The noun behind the quantity: 大学生 of 2186名大学生发放…"""
    quantity = layout.quantities[number]
    text = layout.text
    start = quantity.end
    limit = min(len(text), start + _LONGEST)
    if number + 1 < len(layout.quantities):
        limit = min(limit, layout.quantities[number + 1].start)
    if (
        text.startswith("(", start)
        and 0 < text.find(")", start, start + _LONGEST) < len(text) - 1
        and quantity.kind == "count"
    ):
        start = text.find(")", start) + 1
        limit = min(len(text), start + _LONGEST)
        limit = min([limit, *(q.start for q in layout.quantities[number + 1 : number + 9] if q.start >= start)])
    if text[start : start + 1] in "和与及、":
        return ""
    for skip in ("以上", "以下", "以内", "左右", "多", "的"):
        if text.startswith(skip, start):
            start += len(skip)
    end = start
    while end < limit:
        stop = cues.STOP.search(text, end, limit)
        particle = text.find("的", end, limit)
        if particle >= 0 and (stop is None or particle < stop.start()):
            if cues.ADJECTIVE.search(text, start, particle):
                start = end = particle + 1
                continue
            end = particle
            break
        if stop is None:
            end = limit
            break
        end = stop.start()
        if stop.group() == "、" and _list_goes_on(layout, number, stop.end()):
            end = stop.end()
            continue
        if stop.group() == "(" and ")" in text[stop.end() : limit]:
            end = text.index(")", stop.end()) + 1
            continue
        if stop.group() == "”" and "“" in text[start:end]:
            end = stop.end()
            continue
        break
    if number + 1 < len(layout.quantities) and _reaches(layout, end, layout.quantities[number + 1].start):
        # The next figure has a noun of its own in front: 11所小学和东张、槐埝2所中学.
        cut = re.search(r"[和与及].*$", text[start:end])
        end = start + cut.start() if cut else end
    if "“" in text[start:end] and "”" not in text[start:end]:
        closed = text.find("”", end, limit)
        end = closed + 1 if closed >= 0 else start + text[start:end].index("“")
    while end > start and text[end - 1] in "和与及、共分近约达等以其在的“":
        end -= 1
    return layout.sentence[start:end] if end - start >= 1 and _HAN.search(text, start, end) else ""


def _reaches(layout: Layout, end: int, following: int) -> bool:
    """Whether what stands between the noun and the next figure is still the list that the noun is in."""
    between = layout.text[end:following]
    return not between or (between[0] == "、" and not re.search(r"[,;。:()]", between))


def _list_goes_on(layout: Layout, number: int, start: int) -> bool:
    """Whether another noun follows 、, not another figure with its own noun."""
    segment = re.compile(r"[^,;。:、()]*").match(layout.text, start)
    end = segment.end() if segment else start
    following = layout.quantities[number + 1].start if number + 1 < len(layout.quantities) else len(layout.text)
    return following > end > start


def _inherited(layout: Layout, number: int, changes: tuple[str | None, ...], found: list[str]) -> str:
    """The subject of the clause before: the figure's own, or a noun that stands alone there."""
    clause = layout.clause[number]
    floor = layout.quantities[number - 1].end if number else 0
    if layout.clause[number] > floor:
        previous = re.split(r"[,;。:]", layout.text[max(floor, clause - _WINDOW) : max(floor, clause - 1)])[-1]
        begin = max(floor, clause - 1) - len(previous)
        head = noun_before(layout, begin, max(floor, clause - 1)) if len(previous) > 1 else ""
        if head and (not found or (changes[number] is None and not layout.text.startswith("扣除", begin))):
            return head
    for earlier in range(number - 1, -1, -1):
        if layout.quantities[earlier].kind != "duration" and not found[earlier].startswith(("占", "佔")):
            return found[earlier]
    return ""


def _raw(layout: Layout, number: int) -> str:
    """The verb itself, where there is no noun: 下辖2镇."""
    words = layout.before(number).strip(" ,、的了")
    return (
        layout.sentence[layout.left[number] : layout.quantities[number].start].strip(" ,，、的了")
        if 1 < len(words) < 12
        else ""
    )


def _distributed(layout: Layout) -> list[tuple[int, int]]:
    """Runs of quantities behind one 分别, as first and last index."""
    runs = []
    number = 0
    while number < len(layout.quantities):
        last = number
        while last + 1 < len(layout.quantities) and re.fullmatch(
            r"\s?(?:左右|以上|多)?(?:、|和|与|及|以及|,)\s?(?:约|近|超过)?", layout.between(last, last + 1)
        ):
            last += 1
        if last > number and _DISTRIBUTED.search(layout.before(number)):
            runs.append((number, last))
        number = last + 1
    return runs


def _align(layout: Layout, first: int, last: int, found: list[str]) -> None:
    """小学、中学分别提高为700元、942元: the list in front of 分别 is shared out."""
    words = layout.before(first)
    cut = _DISTRIBUTED.search(words)
    if cut is None:
        return
    start = layout.left[first]
    own = noun_before(layout, start + cut.end(), layout.quantities[first].start)
    if own and not cues.CHANGE_VERB.search(own):
        found[first : last + 1] = [own] * (last + 1 - first)
        return
    end = start + cut.start()
    count = last - first + 1
    phrase = _phrase(layout, start, end, count) or _previous_list(layout, start, count)
    if phrase is None:
        return
    for place, item in enumerate(phrase):
        found[first + place] = item


def _previous_list(layout: Layout, start: int, count: int) -> list[str] | None:
    """The list of the clause before: 化学需氧量、二氧化硫排放总量首次下降，分别下降…"""
    floor = max(0, start - _WINDOW)
    before = layout.text[floor:start].rstrip(",")
    for clause in reversed(re.split(r"[,;。:]", before)[-2:]):
        begin = floor + before.rfind(clause)
        if clause and (phrase := _phrase(layout, begin, begin + len(clause), count)):
            return phrase
    return None


def _phrase(layout: Layout, start: int, end: int, count: int) -> list[str] | None:
    text = layout.text
    compared = cues.COMPARED.search(text[start:end])
    if compared and compared.start():
        end = start + compared.start()
    end = strip_right(text, start, end)
    items = _ITEM.split(text[start:end])
    if len(items) != count:
        items = text[start:end].split("、")
    if len(items) != count or not all(items):
        return None
    spans = []
    at = start
    for item in items:
        begin = text.index(item, at)
        at = begin + len(item)
        spans.append((begin, at))
    named = []
    for place, (begin, stop) in enumerate(spans):
        if place == 0:
            begin = strip_left(text, begin, stop)
            begin = behind_last(cues.VERB, text, begin, stop)
        head = cues.SHARED_HEAD.search(text, begin, stop) if place == count - 1 else None
        if head and head.start() > begin and not cues.SHARED_HEAD.search(text, *spans[0]):
            stop = head.start()
        named.append(layout.sentence[begin:stop])
    return named
