"""The body that gives a report (云泽大学, 第一人民医院, 中级人民法院, a company, a bureau), read from where reports say it.

From the most to the least telling: the page's own fact (发文单位：…), the title up to its year, the clause 我代表…, the
speaker's line, a line of its own above the title or in the signature. A body without a name (教育局, 我校) is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from store import patterns as re
from store.language.characters import trim
from store.language.tables import words
from store.structure.places import Saying

_FACT = re.compile(
    r"[•·\-*|【\[]?\s?(?:发文单位|发布机构|发布单位|发文机关|制定机关|编制单位|编报单位|填报单位|报送单位|单位名称|单位全称|主送单位前身)[】\]]?\s?[:：|]\s?(?P<body>\S{3,40})"
)
_REPRESENTS = re.compile(r"代表(?P<body>[\u4e00-\u9fff]{2,28}?)(?=[,，、\s]|向|作|做|报告)")
_SPEAKER = re.compile(
    r"(?:^|[日上\s\u3000])(?P<body>[\u4e00-\u9fff]{2,24}?(?:人民政府|法院|检察院|人大常委会|管委会|(?:局|厅|委员会)(?=局长|厅长|主任)))\s?(?:代理?|常务副|副)?(?:[省市县区州旗盟镇乡局厅]长|主席|主任|院长|检察长)"
)
# What a title goes on with behind the name of its body.
_BEHIND = r"(?=\s?[（(]?(?:19|20)\d\d|\s?20[xX×*]{2}|\s?二[〇○零oO0]|关于|工作|年度|上半年|下半年|半年|第[一二三四]季度|第?[一二三四五六七八九十]{1,3}届|述职|部门预算|决算|预算|情况|党建|[\s\u3000]|的?(?:总结|报告|汇报))"
_IN_FRONT = re.compile(
    r"^(?:《|关于印发《?|关于)?(?:(?:19|20)\d\d\s?[-—–~至]?\s?(?:(?:19|20)?\d\d)?\s?(?:学?年度?|年)?(?:第[一二]学期)?)?\s?(?:\d{1,2}月\d{1,2}日)?(?:在(?!线))?"
)
# A body of these words alone is nobody in particular.
_GENERIC = re.compile(
    r"(?:[省市县区州镇乡旗]|某|我|本|各|全|该|年度?|教育|教体|教育体育|卫生|卫生健康|民政|财政|统计|审计|医院|学校|小学|中学|大学|学院|幼儿园|公司|集团|党委|党组|党支部|"
    r"办公室|中心|街道|办事处|委员会|人民|政府|法院|检察院|单位|部门|中小学|机关|局|厅|委|院|会|村|社|处|科|室|部|[一二三四五六七八九十]中)+"
)
_GOVERNMENT = re.compile(
    r"(?:[省市县区州旗]|自治[区州县旗])?(?P<organ>人民政府|人民法院|中级人民法院|高级人民法院|人民检察院|人大常委会|人民代表大会常务委员会|政府|政协常委会)"
)
_LONGEST = 30


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(
        rf"[\u4e00-\u9fffA-Za-z0-9（）()·]{{0,26}}?(?:(?:{'|'.join(words('issuer_endings'))})(?<!全会)(?<![开创]新局)(?<![开格布大变结残棋破时定危]局)|集团|分行|支行|银行|基金|协会|联社|兵团|站|队|馆|所)"
    )


def issuer_of(said: Saying, *, origin: str | None = None, place: str | None = None) -> str | None:
    """The body that gives the report; ``place`` is the full name of its place, ``origin`` whom the page names as source.

    >>> issuer_of(Saying(title="云泽市第一人民医院2023年工作总结", head=[], body=""))
    '云泽市第一人民医院'
    """
    found = (_in_full(one, place) for one in _candidates(said, origin, place))
    return next((one for one in found if not _GENERIC.fullmatch(one) and 4 <= len(one) <= _LONGEST), None)


def _in_full(body: str, place: str | None) -> str:
    """县农业农村局 by the name of its county, where that is known."""
    own = place is not None and body[:1] == place[-1] and body[0] in "省市县区州旗" and len(body) > 2
    return f"{place}{body[1:]}" if own and body[1] not in "属直级辖" else body


def _candidates(said: Saying, origin: str | None, place: str | None) -> Iterator[str]:
    yield from (trim(match["body"]) for line in (*said.facts, *said.head) if (match := _FACT.match(line)))
    opening = said.body[:400]
    for match in _REPRESENTS.finditer("\n".join((*said.head, opening))):
        yield from _whole(match["body"], place)
    for line in (said.title, *(line.lstrip("—―－–-") for line in said.head if line[0] in "—―－–-")):
        if in_title := _in_title(line):
            yield in_title
    speakers = (_SPEAKER.search(line[:80]) for line in (*said.head, opening.split("\n")[0]))
    yield from (match["body"] for match in speakers if match)
    for line in (*said.head, *reversed(said.closing), origin or ""):
        if (alone := _alone(line)) is not None:
            yield alone


def _in_title(title: str) -> str | None:
    bare = _IN_FRONT.sub("", title, count=1)
    ends = [match.end() for match in re.finditer(rf"(?:{_bodies().pattern}){_BEHIND}", bare) if match.start() == 0]
    return bare[: ends[0]] if ends and "年" not in bare[: ends[0]] else None


def _whole(body: str, place: str | None) -> Iterator[str]:
    """县人民政府 with the name of its county, where that is known; a body that names itself as it stands."""
    generic = _GOVERNMENT.fullmatch(body)
    if generic is None:
        if _bodies().fullmatch(body):
            yield body
    elif place is not None and place[-1] in "省市县区州盟旗":
        yield place + ("人民政府" if generic["organ"] == "政府" else generic["organ"])


def _alone(line: str) -> str | None:
    """The line where it is nothing but the name of a body, perhaps of the first of two."""
    text = re.split(r"\s{2,}|\u3000", trim(re.sub(r"[（(]\s?(?:盖章|公章|印章)\s?[)）]", "", line)))[0]
    counted = re.search(r"\d\s?[所站队馆社会]$", text)  # 学校数12所
    named = _bodies().fullmatch(text) and not counted and not text.startswith(("来源", "作者", "编辑"))
    return text if named else None
