"""A name of a figure → whether it says only which measure, state or kind is told; and whether a noun may own such a name."""

from __future__ import annotations

from functools import lru_cache

from store import patterns as re
from store.figures import cues
from store.figures.names_with_deeds import first_verb, told
from store.language.indicators import names as indicators
from store.language.tables import pattern

BEFORE_MEASURE = re.compile(
    r"(?:总|年度|年(?![度龄])|月|日|均|每月|平均|占地|建筑|规划|设计|办学|累计|加权|综合|合计|计划|概算|估算|协议|到位|完成|实现|按[期时]|及时|一次|其中|项目|改造){1,3}"
)
ALIKE = re.compile(
    r"(?:[昼夜]间|总|年|综合|平均|(?:初次)?(?:毕业)?去向)?(?:[一-龥]{2}[量率]|[产销]量|[存出]栏|(?:收入|支出)?[预决]算数?|(?:人均(?:可支配|消费)?)?(?:收入|支出))"
)
# 建设金川校区实验楼, but not 建设项目, 建设用地
_BUILT_UP = re.compile("^(?:开工)?(?:建设|新建)(?=.{4})(?!项目|工程|用地)")
# Whole by themselves: 出生率, 增长率, 罚款金额.
WHOLE = re.compile(r".*(?:出生|死亡|失业|增长|就业|近视|肥胖|赤字|投资|[税汇]|城镇化)率$|罚款金额$")
NO_OWNER = re.compile(
    r"(?:人均|户均|平均)|.{0,8}(?:[省市县州旗乡镇村国]|(?<![小社园景库矿牧厂厅院校护])区|[局委厅办]|(?<![生利老剧影])院|(?<!干)部|政府|部门|单位|公安机关|全[年体]|各地|我们|时间|工作|情况|方面|任务|投入|完成|实现|以来|向上)$|.*(?:(?<![A-Z\d])\d(?!\d?号)|[,;。:、]|(?<!青)年(?![轻级])|一[条座个处家项]|[一两三][增减稳]|(?<!行)为|[把被])"
)
PEOPLE = frozenset("人 名 位 人次 户".split())
_GROUPS = ("kind", "harm", "measure", "age", "income", "rest", "deed", "state", "general", "member", "room", "spent")
SHORTEST, LONGEST = 2, 24  # characters of an owner
_SHORTEST_OBJECT = 4  # characters behind a verb that are no second half of a noun: 培训基地


@lru_cache(maxsize=4096)  # the same names stand in every report
def group_of(name: str) -> str:
    """Which group of the table a name is of, "alike" where it has an owner only beside another, "" where it is whole."""
    if len(name) > LONGEST or WHOLE.match(name):
        return ""
    first = BEFORE_MEASURE.match(name)
    for group in _GROUPS:
        bare = pattern("names_without_owner", group)
        if bare.fullmatch(name) or (first and group != "kind" and bare.fullmatch(name, first.end())):
            return group
    if name.upper() in indicators():
        return ""
    return "alike" if ALIKE.fullmatch(name) else "verb" if name.removeprefix("新") in told() else ""


def is_done(name: str) -> bool:
    """Whether a name tells what is done, which owns nothing: 推进, 绿化."""
    return bool(
        pattern("names_without_owner", "does").match(name) or pattern("names_without_owner", "done").search(name)
    )


def ends_in_verb(name: str) -> bool:
    """Whether a name ends in what is done: 职工培训."""
    return any(name[-size:] in told() for size in (2, 3))


def without_verb(owner: str) -> str:
    """Without the verb that it begins with: 企业诉求 of 收集企业诉求."""
    verb = first_verb(owner, 0, len(owner), told())
    goes_on = cues.COMPOUND.match(owner, verb)
    if verb and not pattern("figure_verbs", "deed", "opening", "acted on").match(owner):
        return owner  # 派出所
    apart = goes_on is None or goes_on.group() == "企业"  # not 服务业两区
    return owner[verb:] if apart and len(owner) - verb >= _SHORTEST_OBJECT else owner


def fit_owner(owner: str) -> str:
    """The owner, "" where it is none: a place, a body, a time; without the verb at its end (休闲农业接待)."""
    for verb in cues.deed().finditer(owner):
        if verb.end() == len(owner):
            owner = owner[: verb.start()]
    owner = without_verb(_BUILT_UP.sub("", owner)).removesuffix("占地")
    plain = (
        not is_done(owner) and SHORTEST <= len(owner) <= LONGEST and not NO_OWNER.match(owner) and not is_bare(owner)
    )
    return owner if plain else ""


def is_bare(name: str) -> bool:
    """Whether a name says only which measure, state, kind or deed is told."""
    return group_of(name) not in ("", "alike", "general", "member", "room", "spent", "state")


def is_built(name: str) -> bool:
    """Whether it names what is built, or an undertaking, which may have an investment, an area, a number of things begun."""
    return pattern("names_without_owner", "built").search(name) is not None and not is_done(name)


def joined(owner: str, name: str) -> str:
    """The two as one name, what both say once.

    >>> joined("口袋公园", "面积"), joined("城区空气优良天数", "优良天数比例")
    ('口袋公园面积', '城区空气优良天数比例')
    """
    for size in range(min(len(owner), len(name)), 1, -1):
        if owner.endswith(name[:size]):
            return owner + name[size:]
    return owner + name
