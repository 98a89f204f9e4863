"""A layout → for each quantity what else its sentence says of it: for each of what, against what, and its place in an order.

Only what stands right around the figure: 每人每月735元 and 生均, 比上年末减少0.52万人, 列全省第3位.
"""

from __future__ import annotations

from store import patterns as re
from store.figures.clauses import Layout
from store.language.numerals import value
from store.model import Rank

# For each of what: 每千人, 每百名学生, 每餐, 每10股; 人均, 亩均.
_ONE = r"(?:[名个位](?:[一-鿿]{1,5}?(?:人员|工人|干部|民警|[法检]察?官|代表|[员师者])(?=[^一-鿿]|[一-鿿]{2})|(?:常住|户籍|适龄)?\w{2,3}?)|人口?|[师学]生|生|户|家庭|亩|公顷|平方米|平方公里|公里|立方米|吨|公斤|斤|年|季度|季|月|周|日|天|小时|分钟|次|餐|股|元|村|校|班|床|床位|店|台|辆|列|件|例|份|套|间|只|头|株|人次|课时|千瓦时|度)"
_EACH = re.compile(rf"每((?:[百千万十]{{1,2}}|\d{{1,5}})?{_ONE})(?=每|[^一-鿿]|[^,;。]{{0,24}}$)")
_ON_AVERAGE = re.compile(
    r"(?<![平时])(人|生|户|亩|地|班|校|村|店|床|例|次|单|台|师|职工)均(?![衡匀等属已在由为]|可(?!支配))"
)
_CARRIED = re.compile(
    r"\s?(?:、|和|与|及|(?:提高|增加|上升|调整|降低|减少|下降|扩大|提升)(?:到|至|为)|[升增降减涨跌]?[至到])\s?(?:每人?每?[年月])?"
)
_EACH_LISTED = re.compile(r"^、[^,;。每]{1,12}$")  # 每百户拥有汽车56辆、空调148台
_UNCARRIED = frozenset(("percent", "points", "multiple", "duration", "ratio"))

_AGAINST = re.compile(
    r"(?<![占师同生百分对评无可])(?:比|较|[与同](?=[^,;。]{0,12}(?:比|年|期|月|季)))([^,;。比较]{1,14}?)(?:相?比[,]?|(?:净|多|少)?(?:[增减降升涨]|提[高升前]|下[降跌]|上[升涨]|[高低多少快慢长短大小]|扩[大]|缩[小短]|前[进移]|后[移退]|回[落升]|翻|压|超|节|好|偏|净|改善|改))"
    r"[^,;。]{0,16}$"
)
_BESIDE = re.compile(
    r"(?:高于|低于|快于|慢于|优于|好于|多于|少于|高出|低出|超出|超过|落后|领先)(?!预期|目标)([^,;。\d]{0,3}(?:全[国省市县区州]|平均|水平|上年|去年|同期|目标|计划|[国省市县区])[^,;。\d]{0,10}?)(?:约|近)?$"
)
# Of any kind what stands right behind the comparison is a difference: 比全市平均多200元
_DIFFERS = re.compile(
    r"(?<![占师同生百对评无可])[比较]([^,;。比较\d]{1,14}?)(?:净?[多少][出收支用]?|偏?[高低快慢长短大小]出?|推迟|提前|延后)了?(?:约|近)?$"
)
_ADVERB = re.compile("(?:分别|实际){1,2}$")
_LISTED = frozenset("、 和 与 及 以及".split())
_COMPARES = re.compile("[比较与同于出过后先]")  # one of these stands in whatever the two patterns find
_TIMES = re.compile(r"(?:是|为|等于|相当于)([^,;。]{2,14}?)的$")

_PLACE_OF = r"第\s?([一二三四五六七八九十百\d]{1,4})"
_MOVED = re.compile(
    rf"^[^;。]{{0,24}}?(?:由|从)[^,;。]{{0,12}}?{_PLACE_OF}[位名]?[^,;。]{{0,4}}?(?:[升降移退跃]|提升|上升|前移|跃升|下降|滑落|后移|上移|晋升|提高)[^,;。]{{0,3}}?(?:到|至|为)[^,;。第]{{0,8}}{_PLACE_OF}[位名]?"
)
_PLACED = re.compile(
    rf"^[^,;。]{{0,8}}(?:,[^,;。]{{0,6}}?)?(?:居|列|排名?|位居|位列|位于|跃居|名列|升至|升到|排到|进至|进到)[^,;。第]{{0,12}}{_PLACE_OF}(?:[位名]|(?=[,;。)、]|$))"
)
_REACH = 48


def per_of(layout: Layout, number: int, found: list[str | None]) -> str | None:
    """For each of what the figure is; None where it is for all."""
    quantity = layout.quantities[number]
    if quantity.per:
        return quantity.per
    if quantity.kind in _UNCARRIED:
        return None
    before = layout.before(number)
    if "每" in before and (each := _EACH.findall(before)):
        joined = [one.removesuffix("口") if one[0] in "百千万" and "名" not in one else one for one in each]
        return "·".join(joined[-2:] if before.count("每") > 1 else joined[-1:])
    if "均" in before and (mean := _ON_AVERAGE.search(before)):
        return mean[1]
    if number and found[number - 1]:
        alike = layout.quantities[number - 1].unit == quantity.unit and _CARRIED.fullmatch(before)
        if alike or _EACH_LISTED.search(before):
            return found[number - 1]
    return None


def base_of(layout: Layout, number: int, change: str | None, found: list[str | None]) -> str | None:
    """What the figure is measured against: 上年末, 全省平均, 2015年; None where it stands by itself.

    ``found`` is that of the figures before.
    """
    quantity = layout.quantities[number]
    before = layout.before(number)
    if quantity.kind == "multiple" and (times := _TIMES.search(before)):
        return times[1]
    if number and before in _LISTED and layout.left[number] == layout.quantities[number - 1].end:
        return found[-1]  # 比全市平均高7分和5分
    if not _COMPARES.search(before):
        return None
    if beside := _BESIDE.search(before):
        return _base(beside[1])
    if change is None and quantity.kind not in ("points", "count", "percent", "multiple"):
        differs = _DIFFERS.search(before)
        return _base(differs[1]) if differs else None
    against = _AGAINST.search(before)
    return _base(against[1]) if against else None


def _base(words: str) -> str | None:
    named = _ADVERB.sub("", words.strip(" 的"))
    no_base = named.endswith(("例", "重", "率", "值得", "口径")) or named.startswith("重")
    return None if no_base or not named else named


def rank_of(layout: Layout, number: int) -> Rank | None:
    """The place in an order that goes with the figure, told behind it and before the next one."""
    end = layout.quantities[number].end
    following = layout.quantities[number + 1].front if number + 1 < len(layout.quantities) else len(layout.text)
    words = layout.text[end : min(following, end + _REACH)]
    if "第" not in words:
        return None
    if moved := _MOVED.search(words):
        origin, to = _place(moved[1]), _place(moved[2])
        return Rank(origin, to) if origin and to else None
    placed = _PLACED.search(words)
    to = _place(placed[1]) if placed else None
    return Rank(None, to) if to else None


def _place(written: str) -> int | None:
    said = value(written)
    return int(said.low) if said and said.low == said.high and 0 < said.low < 10_000 else None
