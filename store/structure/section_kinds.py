"""A heading in; out comes what stands below it: problems, plans or a review.

A heading for several (存在的主要问题和2018年工作打算) is told apart by what its sentences say.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from store import patterns as re
from store.language.characters import CLAUSE_END
from store.language.tables import worded

SectionKind = Literal["problem", "plan", "review"]

_PROBLEM = worded("<problems>|薄弱环节|瓶颈|制约因素|困惑|没有?[干做办]好")
# 补短板 is work; 关于劳动就业问题, 几个问题 are topics, 工作中的几个突出问题 are none
_SOLVED = re.compile(
    r"整改|解决|针对|破解|补齐|资助|困难(?:学生|群众|家庭|儿童|职工)|群众|特殊|帮扶|问题导向"
    r"|补短板|加强薄弱|不出问题|(?:改革|改变|纠正|克服|扭转)(?!.{0,2}(?:中|过程|方面|的))[^,，]{4}"
)
_TOPIC, _STANDING = re.compile("关于|[几若][个干]"), re.compile("存在|面临|突出|困难|不足|短板|主要")
# 缩小城乡差距, but 存在问题及化解措施
_OVERCOME, _STANDS = re.compile("破除|突破|攻克|消除|化解|缩小"), re.compile("存在|面临|尚未|亟待|瓶颈|问题|困难")
_PLAN = re.compile(
    r"打算|设想|展望|下一?步|下一?学?年度?(?:的|主要|重点)*工作|年度?(?:的|主要)?工作重点|20\d\d年度?[\u4e00-\u9fff]{2,4}工作重点$|今后|努力方向|(?:工作|重点|年度?)的?(?:安排|计划|思路|要点|目标|部署)|总体(?:要求|部署|思路|目标)"
    r"|(?:预期|奋斗|主要|发展)目标|整改(?:措施|打算)|(?:工作|几点)的?建议|对今年|明年的?(?:主要|重点)?(?:工作|任务)|(?:基本|时期的?(?:主要|战略)?)任务(?!完成)|(?:任务|目标)的(?:主要)?[措举]施"
)
# What is below plans is planned, unless its own heading says so in such words: 产业建设取得新进展 does not.
_PLAINLY = {
    "problem": re.compile("存在|面临|不足|主要问题|困难和问题|短板弱项"),
    "review": re.compile(r"回顾|总结|情况|完成"),
}
_REVIEW = re.compile(
    r"回顾|总结|情况|形势[和与及、]|成效|成绩|完成(?!.{1,16}的(?:主要)?[措举]施)|做法|进展|经验|亮点|落实|概况|基本(?!任务|方针)|取得"
)
# 我们也清醒认识到，发展不平衡…: how a report admits what is wrong where no heading says so
ADMITS = re.compile(r"(?:清醒地?|成绩的同时[,，][^,，。]{0,12})(?:认识|看|意识)到")

_LONGEST, _SHORTEST = 30, 12  # characters


def section_kind(heading: str) -> SectionKind | None:
    """What stands below a heading; None where it does not say, or says that both problems and plans do.

    >>> section_kind("二、存在的困难和问题"), section_kind("三、2019年工作打算"), section_kind("（二）教师队伍建设")
    ('problem', 'plan', None)
    """
    kinds = kinds_of(heading)
    return kinds[0] if len(kinds) == 1 else None


def says_plainly(heading: str, kind: SectionKind) -> bool:
    """Whether a heading for problems or a review is one wherever it stands, below plans too."""
    return kind == "plan" or bool(_PLAINLY[kind].search(heading))


def is_mixed(heading: str) -> bool:
    """Whether a heading stands above plans and something else (存在问题与下一步打算, 工作总结及2019年工作思路)."""
    return "plan" in (kinds := kinds_of(heading)) and len(kinds) > 1


@lru_cache(maxsize=1024)
def kind_below(section: tuple[str, ...], planned: bool) -> SectionKind | None:
    """What a sentence, of a plan or not, stands below by the nearest of its headings that says it.

    >>> kind_below(("二、存在的问题和下一步打算", "（一）师资"), False)
    'problem'
    """
    for heading in reversed(section):
        kinds = kinds_of(heading)
        if len(kinds) > 1 and "plan" in kinds:
            return "plan" if planned else next(one for one in kinds if one != "plan")
        if len(kinds) == 1:
            return kinds[0]
    return None


@lru_cache(maxsize=1024)
def kinds_of(heading: str) -> tuple[SectionKind, ...]:
    """Every kind that a heading names; of one that goes on into its first sentence, what it names itself."""
    if len(heading) > _LONGEST:
        end = CLAUSE_END.search(heading, _SHORTEST)
        heading = heading[: end.start() if end else None]
    kinds: list[SectionKind] = []
    overcome = _OVERCOME.search(heading) and not _STANDS.search(heading)
    topic = _TOPIC.search(heading) and not _STANDING.search(heading)
    if _PROBLEM.search(heading) and not _SOLVED.search(heading) and not overcome and not topic:
        kinds.append("problem")
    if _PLAN.search(heading):
        kinds.append("plan")
    if _REVIEW.search(heading) and "problem" not in kinds:
        kinds.append("review")
    return tuple(kinds)
