"""Where a report is from, told by evidence: who it says it is, line by line, and what most of that says.

A name counts where a report says who gives it: in the title, the line of the session, the speaker's and the issuer's, the
clause 我代表…, the signature, the page's own facts, the name of the file. Each place has its weight. Names of the list of
places count more than others, but invented, masked and newly founded places are found by the same means: by the
words for a level (县, 区 …) with an administration behind them. What is not plainly a place is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from store import patterns as re
from store.language.characters import trim
from store.language.place_names import Place, is_full_name, places_called, plain, region_of, short
from store.language.tables import worded, words

_LEVELS = "省市县区州盟旗"
_MASKS = "XxＸ×*＊某"
_LEVEL = worded(
    rf"(?P<name>[\u4e00-\u9fff{_MASKS}]{{1,14}}?)(?P<level>自治[区州县旗]|地区(?!生产)|<no_place_names.zone>|[{_LEVELS}镇乡]|街道)"
)
_DIVISION = re.compile(r"第[一二三四五六七八九十]{1,3}师(?!范)")  # of 新疆生产建设兵团
_TOWNS = ("镇", "乡", "街道")
_LONGEST_PLACE = 15

# 社区, 学区, 校区, 小区, 景区 and 厂区 are never places of a report, whatever stands before them.
_NO_NAME = "社学校小景厂片"
# Characters that join a name to the sentence and are no part of it.
_LEAD = "在和与及对为向从到由是了的全我各以于被经至给让将把该本自据按随同使并请等"

_ORGANS = worded("<administrations>")
_IN_TITLE = worded(
    r"<administrations>|创建|推进|关于|主要|基本|概况|第?[一二三四]季度|[上下]半年|十[一二三四五]五|营商|法治|民生|重大|工作|直属|系统|大局|现代|20|19|二〇|二○|二零|年|[\s\u3000_—－―\-（(]|$"
)
_TOWN_IN_TITLE = re.compile(
    r"人民政府|政府|党委|党工委|办事处|中心|中学|小学|初级|卫生院|学区|幼儿|20\d\d|二〇|二○|关于|党的|纪委|第[一二三四五六七八九十]"
)
_SESSION = re.compile(
    r"(?:委员会)?第?[一二三四五六七八九十\d]{1,3}[届次]|人民代表大会|人大常委会|人代会|党员?代表大会|党代会|政协"
)
_MEETING = re.compile(r".{0,30}(?:会议|大会|全会|会)上")
_SPEAKER = re.compile(
    r"(?:人民政府|政府|人大常委会|政协|法院|人民检察院)?\s{0,2}(?:代理?|常务副|副)?(?:[省市县区州旗盟镇乡]长|主席|主任|书记|院长|检察长)"
)
_ADMINISTRATION = re.compile(
    r"人民政府|政府|人民法院|中级人民法院|人民检察院|人民?大?常?委|人大|政协|监察|[省市县区州旗镇乡]?委|管委会|管理委员会|党委|党工委"
)
# Where a name may begin: at the start, behind a mark, a date or one of these words.
_STARTS = re.compile(
    r"(?:^|(?<=[年度届日上在为与于是对\s\u3000—\-－―_《“（(，,：:。；;、|〔\[>〉》】])|(?<=关于)|(?<=中共)|(?<=共产党)|(?<=政协)|(?<=代表)|(?<=中国)(?!共产党))"
    r"(?=[\u4e00-\u9fffXxＸ×*＊])"
)
_PARTY = re.compile(r"中共|中国共产党|政协|中国(?=北京|上海|天津|重庆)")
_MASKED = re.compile(rf"[{_MASKS}]+")

# Names of places have two to five characters, but for those of autonomous counties.
_LONGEST_NAME = 5
_LONGEST_NAMING_LINE = 80
_FEWEST_MENTIONS = 3
_LEAST_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The place of a report, by its ``full`` name too, what it lies in, and how sure that is; None where nothing says it."""

    place: str | None = None
    full: str | None = None
    region: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Saying:
    """What a report says about itself, by where it stands.

    ``head`` are the lines above the body, ``facts`` what a page states beside the text (发文单位：…), ``site`` the name of
    the site, ``names`` those of file and folders, the nearest first.
    """

    title: str
    head: Sequence[str]
    body: str
    closing: Sequence[str] = ()
    facts: Sequence[str] = ()
    site: str | None = None
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A name that was found: the names in front of it (四川省石苑市) and its own, as it is written."""

    name: str
    among: tuple[str, ...]
    end: int


def place_of(said: Saying) -> Whereabouts:
    """The report's place without 市 or 省 but with 县, 区, 州, 盟, 旗 (青岛, 金山区), with what it lies in.

    >>> place_of(Saying(title="2021年青禾县教育局工作总结", head=[], body="我县……")).place
    '青禾县'
    >>> place_of(Saying(title="教育局工作总结", head=[], body="我区教师赴西安市学习。")).place is None
    True
    """
    weights: defaultdict[str, float] = defaultdict(float)
    among: dict[str, tuple[str, ...]] = {}
    for found, weight in _evidence(said):
        weights[found.name] += weight
        if len(found.among) > len(among.get(found.name, ())):
            among[found.name] = found.among
    if not weights or max(weights.values()) < _LEAST_WEIGHT:
        for found, weight in (*_named_by_file(said), *_in_body(said.body)):
            weights[found.name] += weight
            among.setdefault(found.name, found.among)
    merged = _merged(weights, among)
    best = max(merged, key=lambda name: merged[name], default=None)
    if best is None or merged[best] < _LEAST_WEIGHT:
        return Whereabouts()
    rivals = sum(weight for name, weight in merged.items() if name != best and name not in among.get(best, ()))
    sure = merged[best] / (merged[best] + rivals) * min(1.0, 0.5 + merged[best] / 10)
    region = region_of(best, among=among.get(best, ()), text="\n".join((*said.head, said.body)))
    return Whereabouts(_called(best), best, region, round(sure, 2))


_LEAST_WEIGHT = 3.0


def _evidence(said: Saying) -> Iterator[tuple[_Named, float]]:
    """Each naming of a place where the report says who it is, with its weight."""
    title = list(_names_in(said.title, _IN_TITLE, towns=_TOWN_IN_TITLE))
    yield from ((found, 6.0) for found in title[-1:])
    if not title and (bare := _bare_in_title(said)):
        yield bare, 4.0
    # A line that ends in a colon names whom the report is for.
    head = [line for line in said.head if not line.endswith(("：", ":"))]
    for line in head:
        yield from ((found, 6.0) for found in _names_in(line, _SESSION))
        yield from ((found, 5.0) for found in _names_in(line, _MEETING, behind="在"))
        yield from ((found, 5.0) for found in _names_in(line, _SPEAKER))
        if not _ADDRESS.search(line):
            yield from ((found, 3.0) for found in list(_names_in(line, _ORGANS, towns=_TOWN_IN_TITLE))[-1:])
    opening = said.body[:_OPENING]
    yield from ((found, 6.0) for found in _names_in(opening, _SESSION, behind="在"))
    yield from ((found, 5.0) for found in _names_in(opening, _SPEAKER, behind="上"))
    yield from ((found, 5.0) for found in _names_in(opening, _ADMINISTRATION, behind="代表"))
    yield from ((found, 3.0) for found in _subject(said.body))
    for line in said.closing:
        yield from ((found, 3.5) for found in list(_names_in(line, _ORGANS, towns=_TOWN_IN_TITLE))[-1:])
    for line in said.facts:
        yield from ((found, 3.0) for found in list(_names_in(line, _ORGANS, towns=_TOWN_IN_TITLE))[-1:])
    if said.site:
        yield from ((found, 3.0) for found in list(_names_in(said.site, _ORGANS))[-1:])


_ADDRESS = re.compile(r"大街|路\d|\d{1,5}号|邮编|电话|地址")


def _names_in(
    text: str, follow: re.Pattern[str], *, towns: re.Pattern[str] | None = None, behind: str = ""
) -> Iterator[_Named]:
    """The places that are named in front of what ``follow`` matches; of several together (XX省XX市XX县) the smallest.

    ``behind`` is what must stand in front of the name.
    """
    if not behind and len(text) > _LONGEST_NAMING_LINE:
        return
    text = plain(text)
    done = 0
    for start in (match.start() for match in _STARTS.finditer(text)):
        if start < done or (behind and not _PARTY.sub("", text[max(0, start - 8) : start]).endswith(behind)):
            continue
        found = _chain(text, start, follow, towns or follow)
        if found is not None:
            done = found.end
            yield found


def _chain(text: str, start: int, follow: re.Pattern[str], towns: re.Pattern[str]) -> _Named | None:
    """The names one behind the other from ``start``, up to the last that ``follow`` follows; None where none is."""
    names: list[str] = []
    best: _Named | None = None
    pos = start
    while (name := _name_at(text, pos)) is not None:
        pos += len(name)
        names.append(name)
        if (towns if name.endswith(_TOWNS) else follow).match(text, pos) or (follow is _IN_TITLE and _is_zone(name)):
            best = _Named(name, tuple(names[:-1]), pos)
    return best


def _name_at(text: str, pos: int) -> str | None:
    """The name of a place that begins here: the longest that is listed, else one that has the form of one."""
    for length in range(min(_LONGEST_PLACE, len(text) - pos), 2, -1):
        if is_full_name(text[pos : pos + length]):
            return text[pos : pos + length]
    # 城区 and 郊区 are listed, too, and hardly ever meant.
    if (pair := text[pos : pos + 2])[1:] == "县" and is_full_name(pair):
        return pair
    if division := _DIVISION.match(text, pos):
        return division.group()
    if invented := _form_at(text, pos):
        return invented
    return next((text[pos : pos + n] for n in (4, 3, 2) if _is_well_known(text[pos : pos + n])), None)


def _form_at(text: str, pos: int) -> str | None:
    for form in (_AUTONOMOUS, _LEVEL):
        match = form.match(text, pos)
        while match is not None:
            name, level = match["name"], match["level"]
            if _is_name(name, level):
                return name + level
            # 恩州土家族苗族自治州, 大市口镇: a word for a level may be part of the name.
            longer = match.end() - pos
            match = next((m for m in [_longer(form, text, pos, longer)] if m is not None), None)
    return None


_AUTONOMOUS = re.compile(rf"(?P<name>[\u4e00-\u9fff{_MASKS}]{{2,16}}?)(?P<level>自治[区州县旗])")


def _longer(form: re.Pattern[str], text: str, pos: int, least: int) -> re.Match[str] | None:
    """The next match of a form at ``pos`` that is longer than ``least``."""
    for end in range(pos + least + 1, min(len(text), pos + _LONGEST_NAME + 8) + 1):
        match = form.fullmatch(text, pos, end)
        if match is not None:
            return match
    return None


@cache
def _verbs() -> frozenset[str]:
    return frozenset(words("no_place_names", "verb"))


def _is_name(name: str, level: str = "") -> bool:
    if _MASKED.fullmatch(name):
        return level not in _TOWNS or len(name) > 1 or name == "某"
    longest = _LONGEST_NAME if not level.startswith("自治") else len(name)
    return (
        2 <= len(name) <= longest
        and name not in _verbs()
        and not (len(name) >= 4 and name[:2] in _verbs())
        and (name[-1] not in _LEVELS + _NO_NAME or (name[-1], level) == ("州", "市"))
        and name[0] not in _LEAD + _LEVELS
        and name[-1] not in "我全各本该两和与及到经由受将把被了向对"
        and not name.endswith(words("no_place_names", "kind"))
        and not (level in _TOWNS and name.endswith(words("no_place_names", "town")))
        and not any(
            verb in name
            for verb in ("年", "季度", "委", "会上", "会和", "围绕", "高于", "政府", "共产", "人大", "会同", "好于")
        )
    )


_ZONE = worded("<no_place_names.zone>$")


def _is_zone(name: str) -> bool:
    return _ZONE.search(name) is not None and not name.startswith(("国家", "省级"))


def _is_well_known(name: str) -> bool:
    """Whether a name without a word for its level is that of a province or prefecture."""
    found = places_called(name)
    return bool(found) and found[0].name != name and min(place.rank for place in found) < 2


def _called(name: str) -> str:
    """What a report is filed under: 青岛 for 青岛市, 广西 for 广西壮族自治区, all others by their whole name."""
    bare = name[:-1]
    if name.endswith(("自治区", "特别行政区")):
        return short(name)
    return bare if name[-1] in "省市" and len(bare) > 1 and not _MASKED.fullmatch(bare) else name


def _merged(weights: dict[str, float], among: dict[str, tuple[str, ...]]) -> dict[str, float]:
    """The weights with 青岛 added to 青岛市, and with those of a wider place to the one in it that a line names with it."""
    merged = dict(weights)
    for name in sorted(weights, key=len):
        whole = [other for other in merged if other != name and (_called(other) == name or short(other) == name)]
        if len(whole) == 1:
            merged[whole[0]] += merged.pop(name)
    for name, wider in among.items():
        for other in wider:
            if name in merged and other in merged and other != name:
                merged[name] += merged[other] / 2
    return merged


# ---------------------------------------------------------------------------------------------- without a level

_BARE_TITLE = re.compile(
    r"^(?:(?:19|20)\d\d年)?(?P<name>[\u4e00-\u9fff]{2,4}?)"
    r"(?=(?:19|20)\d\d年|(?:市|省)?(?:国民经济|统计公报|政府工作报告|教育(?:事业|工作)|财政|经济))"
)


def _bare_in_title(said: Saying) -> _Named | None:
    """A place that the title names without its level (云泽2023年统计公报), where the text bears it out."""
    match = _BARE_TITLE.match(plain(trim(said.title)))
    if match is None:
        return None
    name = match["name"]
    if _is_well_known(name):
        return _Named(name, (), match.end())
    levels = Counter({level: said.body.count(name + level) for level in _LEVELS})
    (level, count), *_ = levels.most_common(1)
    if count and _own_level(said.body) in (level, None) and _is_name(name, level):
        return _Named(name + level, (), match.end())
    borne_out = _own_level(said.body) is not None and said.body.count(name) >= _FEWEST_MENTIONS
    return _Named(name, (), match.end()) if borne_out and _is_name(name) else None


def _named_by_file(said: Saying) -> Iterator[tuple[_Named, float]]:
    for depth, name in enumerate(said.names[:3]):
        # Punctuation and numbers divide the name of a file.
        for piece in re.split(r"[\W\d_]+", plain(name)):
            for found in _names_in(piece, _IN_TITLE, towns=_TOWN_IN_TITLE):
                if _MASKED.match(found.name):
                    continue
                known = bool(places_called(found.name))
                borne_out = short(found.name) in said.body or _own_level(said.body) == found.name[-1:]
                yield found, (3.0 if depth == 0 and (known or borne_out) else 2.0 if known or borne_out else 1.0)
                break


# ---------------------------------------------------------------------------------------------- the body

_OPENING = 400
_CLAUSE = re.compile(
    r"^(?:(?:(?:19|20)\d\d|20[xX×]{2})年(?:度|上半年)?|今年以来|一年来|近年来|(?:我[校院园]|学校)(?:位于|地处|坐落[于在]))?(?P<rest>.{2,40})"
)
_SUBJECT = worded("<administrations.office>|位于|地处|总面积|现有|境内|城区|坚持以|深入|认真|全面|$")


def _subject(body: str) -> Iterator[_Named]:
    """The place that the opening speaks of first (石苑市民政局聚焦…; 禾丰县，位于…), on the level of the report."""
    for clause in re.split(r"[，,。：:；;、\n]", body[:160]):
        match = _CLAUSE.match(plain(trim(clause)))
        found = _chain(match["rest"], 0, _SUBJECT, _SUBJECT) if match else None
        if found is None:
            continue
        level = found.name[-1]
        own = body.count("我" + level) + body.count("全" + level) + body.count(level + "委")
        others = max(body.count("我" + other) + body.count("全" + other) for other in _LEVELS if other != level)
        if level in _LEVELS and own > others:
            yield found
            return


def _in_body(body: str) -> Iterator[tuple[_Named, float]]:
    """The place that the text names again and again, on the level on which it speaks of itself."""
    level = _own_level(body)
    if level is None:
        return
    if known := _most_named(body, level):
        yield _Named(known, (), 0), 3.0
        return
    text = plain(body)
    counts: Counter[str] = Counter()
    followed: defaultdict[str, set[str]] = defaultdict(set)
    for match in re.finditer(rf"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{2,{_LONGEST_NAME}}}?){level}(.?)", text):
        if _is_name(match[1], level):
            counts[match[1]] += 1
            followed[match[1]].add(match[2])
    for name, count in counts.most_common(1):
        # 高于全区 is followed by one word again and again, a place by all sorts.
        if count >= _FEWEST_MENTIONS and len(followed[name]) >= _FEWEST_MENTIONS and text.count(name) > count:
            yield _Named(name + level, (), 0), 3.0


def _most_named(body: str, level: str) -> str | None:
    """The listed place of this level that the text names most, twice as often as the next."""
    text = plain(body)
    pairs = set(map("".join, pairwise(text)))  # most places of the list are not named at all
    counts: Counter[str] = Counter()
    for place in _listed_of(level):
        told = text.count(place.short) if place.short[:2] in pairs else 0
        # 和平 is a word; where a county is meant, its level stands behind it now and then (金山区 1 of 4).
        if told >= _FEWEST_MENTIONS and (place.rank < 2 or text.count(place.name) >= _LEAST_SHARE * told):
            counts[place.name] = told
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    return ranked[0][0]


@cache
def _listed_of(level: str) -> tuple[Place, ...]:
    from store.language.place_names import all_places

    return tuple(place for place in all_places() if place.name.endswith(level) and place.name != place.short)


def _own_level(body: str) -> str | None:
    """The level on which the report speaks of itself (我区, 全县, 区教育局), None where it does not."""
    scores = {
        level: 3 * body.count("我" + level)
        + 2 * body.count("全" + level)
        + body.count(level + "委")
        + body.count(level + "教育局")
        for level in _LEVELS
    }
    (level, first), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    return level if first >= _FEWEST_MENTIONS and first > 1.2 * second else None
