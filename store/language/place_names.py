"""The places of China, province to county, by name: what a name is short for, and within which others it lies.

The list is ``places.txt`` beside this module; it is read when a name is first looked up, in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from store import patterns as re
from store.quick_records import record

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|"
    "仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各"
)
_AUTONOMOUS = re.compile(rf"(?<=..)(?:(?:{_PEOPLES})族?){{1,8}}自治[县州旗区]$")
_LEVEL = re.compile(r"(?<=..)(?:特别行政区|新区|地区|[省市县区州盟旗])$")
# 自治区 are called by these, and by nothing longer.
_REGIONS = ("内蒙古", "广西", "西藏", "宁夏", "新疆")


@record
class Place:
    """A place of the list: its full ``name``, what it is called for ``short``, and the places ``above`` it, widest first.

    ``above`` holds short names; ``rank`` is 0 for a province, 1 for what lies in one, 2 below that.
    """

    name: str
    short: str
    above: tuple[str, ...]
    rank: int


def short(name: str) -> str:
    """The name without the word for its level, as far as two characters are left.

    >>> short("广西壮族自治区"), short("长阳土家族自治县"), short("浦东新区"), short("赵县"), short("青岛市")
    ('广西', '长阳', '浦东', '赵县', '青岛')
    """
    if name.endswith("自治区"):
        return next((region for region in _REGIONS if name.startswith(region)), name)
    return _AUTONOMOUS.sub("", name) if "自治" in name else _LEVEL.sub("", name)


def plain(text: str) -> str:
    """The text with the traditional characters of names of places made simplified, character for character."""
    return text.translate(_listed().plain)


def places_called(name: str) -> tuple[Place, ...]:
    """The places of this full or short name; none where the list does not know it.

    >>> [place.name for place in places_called("广西")], [place.above for place in places_called("滁州")]
    (['广西壮族自治区'], [('安徽',)])
    """
    listed = _listed()
    found = listed.full.get(name) or listed.shorts.get(name, ())
    if not found and name.endswith("州"):
        # 恩施州 for 恩施土家族苗族自治州
        found = tuple(place for place in listed.shorts.get(name[:-1], ()) if place.name.endswith("自治州"))
    return found


def is_full_name(name: str) -> bool:
    """Whether a place of the list has this name with a word for its level: 青岛市, 恩施州."""
    return name in _listed().full or (name.endswith("州") and bool(places_called(name)))


def region_of(name: str, *, among: Sequence[str] = (), text: str = "") -> tuple[str, ...]:
    """The short names of what the place lies in, widest first; of several places of the name, the one that fits.

    ``among`` are names that the report gives beside it (四川省石苑市禾丰县); ``text`` may tell places of one name apart by
    what it names most often. Nothing where the list cannot tell.

    >>> region_of("滁州"), region_of("鼓楼区"), region_of("鼓楼区", among=["南京市"])
    (('安徽',), (), ('江苏', '南京'))
    """
    found = list(places_called(name))
    if found and found[0].name != name:
        # 河北 is the province and not the district of Tianjin.
        found = [place for place in found if place.rank == min(one.rank for one in found)]
    told = {short(one) for one in among}
    if told:
        found = [place for place in found if told & set(place.above)]
        if not found:
            return _through(among)
    if len({place.above for place in found}) > 1 and text:
        counts = {place.above: sum(text.count(one) for one in place.above) for place in found}
        most = max(counts.values())
        best = [place for place in found if counts[place.above] == most]
        found = best if most and len({place.above for place in best}) == 1 else []
    return found[0].above if len({place.above for place in found}) == 1 else ()


def _through(among: Sequence[str]) -> tuple[str, ...]:
    """The region of a place that the list does not know, by what its name stands behind (四川省石苑市)."""
    chain: list[str] = []
    for name in among:
        known = places_called(name)
        if len(known) == 1:
            chain = [*known[0].above, known[0].short]
        elif short(name) not in chain:
            chain.append(short(name))
    return tuple(chain)


@record
class _List:
    """The places by their full names and by their short ones, and what their traditional characters are."""

    full: Mapping[str, tuple[Place, ...]]
    shorts: Mapping[str, tuple[Place, ...]]
    plain: Mapping[int, str]


@cache
def _listed() -> _List:
    lines = Path(__file__).with_name("places.txt").read_text("utf-8").splitlines()
    full: dict[str, list[Place]] = {}
    shorts: dict[str, list[Place]] = {}
    for place in _places(lines, full):
        full.setdefault(place.name, []).append(place)
        if place.short != place.name:
            shorts.setdefault(place.short, []).append(place)
    pairs = next((line[2:].split() for line in lines if line.startswith("~ ")), [])
    return _List(
        {name: tuple(found) for name, found in full.items()},
        {name: tuple(found) for name, found in shorts.items()},
        {ord(pair[0]): pair[1] for pair in pairs},
    )


def _places(lines: Sequence[str], known: Mapping[str, Sequence[Place]]) -> Iterator[Place]:
    province: tuple[str, ...] = ()
    for line in lines:
        if not line or line[0] in "#~":
            continue
        if line.startswith("= "):
            name, above = line[2:].split()
            for wider in known[above][:1]:
                yield Place(name, short(name), (*wider.above, wider.short), wider.rank + 1)
            continue
        city, colon, counties = line.partition("：")
        if not colon:
            province = (short(line),)
            yield Place(line, *province, (), 0)
            continue
        if city:
            yield Place(city, short(city), province, 1)
        above_counties = (*province, short(city)) if city else province
        for county in counties.split():
            yield Place(county, short(county), above_counties, 2)


def all_places() -> Iterator[Place]:
    """Every place of the list."""
    for found in _listed().full.values():
        yield from found
