"""A layout and what each figure is called → whole names, with what was done: 发展党员 of 发展党员65名, 拆除旱厕, 保障房竣工.

What was done makes another thing of what is counted: 停招市场营销等4个专业 says the opposite of 专业. Verbs that say only that
there is something (举办培训班, 新增学位) are in no name. A description that ends in 的 is in it as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout
from store.figures.names import Subjects
from store.figures.phrases import behind_last, strip_left
from store.figures.subjects import whole_of_share
from store.language.tables import pattern, words

_LONGEST_VERB = 6
_MOST_VERBS = 4  # one behind the other: 查封、扣押、冻结
_LONGEST = 24
_LONG, _LONGEST_DESCRIPTION = 16, 24
_JOINED = "、和并及与"
_OF_AGE = frozenset("岁 周岁".split())
_NEWNESS = "创更高革换翻焕清"  # 以旧换新带动, 创新举办
_LINKS = "了过近约超逾"
_LIST = re.compile(r"\s?(?:、|和|及|以及|与)")
_ONLY_SAYS_WHEN = re.compile(
    r"[,、\s]?(?:其中)?(?:目前|当年|全年|年内|现)?(?:已经?|累计|共|均|全部|先后|成功|实际){0,2}"
)
_REACHES = frozenset("惠及 受益 覆盖".split())
_NOTHING = ("", "")
_ALL_KINDS = frozenset("各类 各种 各项 各级".split())  # 减免各类税费
_FINISHED = re.compile(r"(?:基本)?建成$")
_MOST = re.compile(r"最[高低大小多少长短快慢]")
_SHARE = re.compile(r"(?:将|大约|约|仍|已|只|仅)?占(?![比地])")
_MEASURES = tuple("率量度额数值温速价")
_ALL_TOLD = re.compile(r",?累计(?:已?达到?|突破|超过?)?")
_DOES = re.compile(r"([一-龥“”]{2,14}?)(?<![中里内的现共拥实年仅只])(全学?年共?|本学年共?|报告期内共?|年内|共|仅?有)$")
_LAST_OF_DOES = frozenset("年共内有")
_AIMED = re.compile(r"(?:全?年)?(?:达|力争|突破|[增提]|完成|同比|每?年|平均|实现|下降|控制)")
PLACE = re.compile(
    "[一-龥]{1,3}(?<![城超返上门集社园景小校院山地矿林牧老辖郊片库灾全各])[县市区镇乡州旗]|[一-龥]{2,3}街道"
)
_SHORT = 3
_NO_DESCRIPTION = re.compile(r"[\d,;:。()]|^[^“]*”|“[^”]*$")


@dataclass(slots=True)
class _Deeds:
    layout: Layout
    said: Subjects
    of: tuple[int | None, ...]
    deeds: list[tuple[str, str]] = field(default_factory=list)  # what stands in front of each name, and behind it
    latest: dict[str, int] = field(default_factory=dict)

    def look(self, number: int) -> None:
        name, place = self.said.names[number], self.said.place(self.layout, number)
        deed = self._deed(number, name, place) if name else _NOTHING
        named = number in self.said.wholes
        if deed == _NOTHING and not named and place >= 0 and number:
            deed = self._carried(number)
        self.deeds.append(deed)
        lead, trail = (self._actor(number, name, place), "") if deed == _NOTHING and name else deed
        earlier = self.latest.get(name)
        if place >= 0:
            self.latest[name] = number
        if named or len(name) > _LONGEST:
            return
        if trail and earlier is not None and trail in _REACHES:
            name = self.said.whole(earlier)  # 改造职工宿舍6栋，惠及2900人
        if trail or (lead and not name.startswith(lead)):
            self.said.wholes[number] = lead + name + trail
        elif place < 0 and earlier in self.said.wholes and self.layout.quantities[number].unit not in _OF_AGE:
            self.said.wholes[number] = self.said.wholes[earlier]

    def _deed(self, number: int, name: str, place: int) -> tuple[str, str]:
        """What stands in front of the name for what was done, and what stands behind it."""
        layout, left = self.layout, self.layout.left[number]
        quantity, text = layout.quantities[number], layout.text
        if not 0 <= place < quantity.start:
            return self._beside(number, name, behind=place >= 0)
        ends = text[quantity.front - 1] in _last_characters()
        if quantity.kind == "percent" and (share := _SHARE.match(text, place + len(name))):
            whole = whole_of_share(layout, share.end(), quantity.front)
            lead = self._description(left, place) if text.startswith("的", place - 1) else ""
            return lead, f"占{whole or '比'}"
        most = _MOST.match(text, place + len(name), quantity.front)
        if most and name.endswith(_MEASURES):
            return "", most.group()  # 日接诊量最高达1246人次
        after = _ONLY_SAYS_WHEN.match(text, place + len(name), quantity.front) if ends else None
        if after and verbs_before(text, after.end(), quantity.front) == after.end() < quantity.front:
            return "", layout.sentence[after.end() : quantity.front]
        if text.startswith("的", place - 1):
            return self._description(left, place), ""
        end = place - 2 if text[place - 2 : place] in _ALL_KINDS else place
        deed = layout.sentence[verbs_before(text, left, end) : end].removesuffix("了")
        return "" if deed == "争取" and _AIMED.match(text, place + len(name)) else deed, ""

    def _actor(self, number: int, name: str, place: int) -> str:
        """Who or what did it, or has it, where only an adverb stands between: 公司 of 公司全年纳税, 支部 of 支部有党员."""
        if place <= self.layout.left[number] or self.layout.text[place - 1] not in _LAST_OF_DOES:
            return ""
        found = _DOES.search(self.layout.text, self.layout.left[number], place)
        if found is None or (found[2][-1] == "有" and len(name) > _SHORT):
            return ""
        start = strip_left(self.layout.text, found.start(1), place)
        actor = self.layout.sentence[min(start, found.end(1)) : found.end(1)]
        return actor if len(actor) > 1 and actor not in untold() and "的" not in actor else ""

    def _beside(self, number: int, name: str, *, behind: bool) -> tuple[str, str]:
        """The verb right in front of the figure, whose name stands behind it or was told before: 覆盖9个学科, 已拨付22亿元."""
        layout, left, quantity = self.layout, self.layout.left[number], self.layout.quantities[number]
        text, end = layout.text, quantity.front
        while end > left and text[end - 1] in _LINKS:
            end -= 1
        start = verbs_before(text, left, end)
        if not behind and (finished := _FINISHED.search(text, left, end)):
            start = finished.start()  # 新开工312套，基本建成285套
        if behind and text.startswith("等", end - 1):  # 停招会计等4个专业
            start = strip_left(text, left, end)
            end = start + first_verb(text, start, end, told())
        deed = layout.sentence[start:end]
        if behind:
            begin, described = quantity.end, text.find(f"的{name}", quantity.end, quantity.end + _LONGEST)
            if described > begin and cues.AFFLICTED.match(text, begin):
                deed += layout.sentence[begin : described + 1]
            return deed, ""
        if name in self.latest and _ALL_TOLD.fullmatch(text, left, end):
            return "", "累计"  # 完成扫描1830件，累计达到9460件
        return "", deed if name in self.latest and _ONLY_SAYS_WHEN.fullmatch(text, left, start) else ""

    def _description(self, left: int, place: int) -> str:
        """影响逃生的 of 拆除影响逃生的铁栅栏."""
        text, start = self.layout.text, strip_left(self.layout.text, left, place)
        start += first_verb(text, start, place, untold())
        start -= start > left and text[start - 1] == "以"  # 以批发为主的企业
        if place - start > _LONG:  # 学校组织创建音乐、美术等丰富多样的社团
            start = behind_last(cues.deed(), text, start, place)
        told = 2 < place - start <= _LONGEST_DESCRIPTION and not _NO_DESCRIPTION.search(text, start, place)
        return self.layout.sentence[start:place] if told else ""

    def _carried(self, number: int) -> tuple[str, str]:
        """What was done with the figure before in a list, or with the whole: 调拨帐篷380顶、棉被520床."""
        layout, name, whole = self.layout, self.said.names[number], self.of[number]
        rest = pattern("names_without_owner", "rest", "deed").fullmatch(name)  # 剩余3处, 整改94处
        plain = name.removeprefix("新").removeprefix("不")
        if rest or name[-2:] in told() or first_verb(plain, 0, len(plain), _verbs()):
            return _NOTHING
        before = layout.quantities[number - 1]
        if (layout.quantities[number].kind == "money") is not (before.kind == "money"):
            return _NOTHING  # 新设基金4只、总规模97亿元
        if layout.left[number] == before.end and _LIST.match(layout.before(number)):
            if layout.tells_change(number):
                return _NOTHING  # 新建学校24所、新增学位2万个
            return _NOTHING if name.endswith(self.said.names[number - 1]) else self.deeds[number - 1]
        alike = whole is not None and whole < number and layout.quantities[whole].unit == layout.quantities[number].unit
        return self.deeds[whole] if alike and not PLACE.fullmatch(name) and whole is not None else _NOTHING


def done(layout: Layout, said: Subjects, of: tuple[int | None, ...]) -> None:
    """What was done, in the names of what it was done with."""
    deeds = _Deeds(layout, said, of)
    for number in range(len(layout.quantities)):
        deeds.look(number)


def first_verb(text: str, start: int, end: int, verbs: frozenset[str]) -> int:
    """How long the verb is that stands there with anything behind it; 0 where none does."""
    for size in range(min(_LONGEST_VERB, end - start - 1), 1, -1):
        if text[start : start + size] in verbs:
            return size
    return 0


def verbs_before(text: str, start: int, end: int) -> int:
    """Where the verbs begin that end at ``end``; ``end`` where there are none."""
    begin = at = end
    for _ in range(_MOST_VERBS):
        at -= text.startswith("了", at - 1)
        if at <= start or text[at - 1] not in _last_characters():
            break
        sizes = range(min(_LONGEST_VERB, at - start), 1, -1)
        size = next((size for size in sizes if text[at - size : at] in told()), 0)
        if not size:
            break
        at -= size
        begin = at = at - (at > start and text[at - 1] == "新" and text[at - 2] not in _NEWNESS)
        if at - 1 > start and text[at - 1] in _JOINED:
            at -= 1
    return begin


@cache
def untold() -> frozenset[str]:
    """The verbs that say only that there is something."""
    return frozenset(words("figure_verbs", "untold"))


@cache
def _verbs() -> frozenset[str]:
    return told() | untold()


@cache
def _last_characters() -> frozenset[str]:
    return frozenset(verb[-1] for verb in told())


@cache
def told() -> frozenset[str]:
    """The verbs that make another thing of what is counted."""
    verbs = words("figure_verbs", "deed", "opening", "acted on")
    changes = words("figure_verbs", "rise", "rise with noun", "fall", "fall with noun")
    return frozenset(verbs) - frozenset(changes) - untold()
