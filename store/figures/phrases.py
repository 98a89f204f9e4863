"""A stretch of text in front of a figure → the noun in it: what the figure is about, rid of verbs, time and place."""

from __future__ import annotations

from store import patterns as re
from store.figures import cues
from store.figures.clauses import Layout
from store.language.characters import IDEOGRAPH

# What is nothing by itself: 干部的子女, 具备科学素质的比例
_SAYS_LITTLE = frozenset("子女 家属 部分 地方 生产 比例 比重 占比 份额 数量 人数 户数 面积 金额 总额 总数 次数".split())
_HEADS = frozenset(("工程", "项目"))  # 机场扩建工程
# 核技术利用单位: a verb with its object in front says what those do who stand behind it.
_ACTORS = frozenset("单位 人员 机构 企业 对象 站点 平台 中心 点 者".split())
_BODY = re.compile("(?:[省市县区镇乡村局院校部会司厅委办我们]|街道|政府|中心)$")
_ACRONYM = re.compile(r"[A-Z][A-Z&\d.]{1,7}(?![a-z])")
_PERFECT = re.compile("(?<=..)了(?![解结])")  # 挪用了专款80万元
# 减收, 扩充至, and 优化 of 优化调整: what happened, by no name
_GREW = re.compile("(?:扩|压|缩|涨|跌|扩充)[到至为成]?")
_THEN = frozenset("调整 整合".split())
_FRONT = re.compile(r"[^\w“《]+")
_FUNDED = re.compile(r"(?:总|累计|完成)?投[资入]$")
_LAST_OF_FUNDED = frozenset("资入")
_FUNDER = re.compile(
    r"(?:局|[市县区省]|国家|政府|财政|学校|级|中央|共|已|我)(?=(?:总|累计|完成)?投[资入]$)|(?:将|拟)(?=投[资入]$)"
)
_ENDS_IN_FRAME = re.compile(r"(?:期间|时期|以来|方面|过程中|[之以]?[前后]|(?<![小课学工临平同用费耗历])时)$")
_LAST_OF_FRAME = frozenset("间期来面中前后时")
# 性别：男　年龄：: wide blanks part the fields of a line, but stand within a word as well (年　　龄).
_FIELDS = re.compile("(?:\u3000|  )(?=[^:：\\s]{2,20}[:：]?$)")
_AFFECTED = re.compile("受[^,;。:]{2,12}影响")
_OUR_YEAR = re.compile(r"[我全本][省市县区州旗]\d{4}年度?(?:的|末|底)?")
_EXCEPT = re.compile("除(?![尘雪草险夕名湿锈臭虫])[^,;。]{3,40}外,")  # 除口袋公园建成3个外
_TERM = re.compile("年期(?![限满末间内])")
_LONGEST = 100  # characters; the longest list in front of one figure seen is 85
# Two things of one kind, the second of them described: 公办学位和政府购买的民办学位.
_BOTH = re.compile(r"([\u4e00-\u9fff]{2})[和与及、][^的,;。]{1,16}的[\u4e00-\u9fff]{0,8}\1$")
EMPTY = frozenset(
    "计 比 较 定 远远 过去 今后 出 过 主要 竣工 开工 完工 投产 投用 动工 全 共 年 其 有 此 中 上 下 速度 一 初 并 用 略 来 间 新 快 全年 全国 全省 全市 全县 人均 全年人均 平均 我市 我县 我区 我省 上年同期 去年同期 同期 占 占比 生均 户均 亩均 村均 案均 校均 班均 师均 床均 店均 株均 单均 企均 次均 每人 每户 每班 每所 每村 每校 以上 以下 以内 基本 努力 改善 实际 左右 大大 用好 搞好 抓好 办好 这 关于 给 自 仅 后 间 市中 县下 这一年 这一项 此一项 一季度 二季度 三季度 四季度 第一季度 第二季度 第三季度 第四季度 前三季度 前两季度 上半年 下半年 大关 出现 折 折合 至 含 接 尚 派 更 转 它 除 先 会 当 于 看 花 印 差 实 强 大 老 兑 一个 一笔 一批 一份 一名 一支 每小时 每分钟 次 每日 每天 每周 每晚 每次 每股 仍以 一度有 时隔 因时隔".split()
)


def noun_before(layout: Layout, start: int, end: int) -> str:
    """The noun in front: verbs, time and place stripped; "" where nothing is left."""
    text = layout.text
    start = first = max(start, end - _LONGEST)
    if term := _TERM.match(text, max(0, start - 1)):
        start = term.end()  # 5年期绿色债券
    if ":" in text[end - 1 : end + 1] and (fields := _FIELDS.search(layout.sentence, start, end)):
        start = fields.end()
    if compared := cues.COMPARED.search(text[start:end]):
        end = start + compared.start()
    if adverb := cues.ADVERB.search(text[start:end]):
        end = start + adverb.start()
    level, end = end, strip_right(text, start, end)
    if text[end : min(end + 2, level)] in _THEN and cues.opening().fullmatch(text, start, end):
        return ""
    if text[end - 1 : end] == ")" and (bracket := text.rfind("(", start, end)) > start:
        end = strip_right(text, start, bracket)  # 投资额(含文教方面的建设)共为8亿元
    if text[end - 2 : end] == "影响" and _AFFECTED.fullmatch(text, start, end):
        return ""  # 受旱灾影响比上年减少6千吨
    if text[end - 1 : end] in _LAST_OF_FRAME and _ENDS_IN_FRAME.search(text[start:end]):
        return ""
    described = text.find("的", start, end) >= 0
    for word in cues.ADVERBIAL.finditer(text, start, end):
        if cues.deed().fullmatch(text, word.end(), end):
            end = word.start()  # 补助资金全年拨付
            break
        start = word.end() if word.end() < end else start
    if described and (both := _BOTH.search(text, start, end)):
        start = max(start, text.rfind("的", start, both.start()) + 1)
    else:
        for pattern in (cues.OBJECT, cues.deed(), cues.acted_on(), cues.FRAME):
            start = behind_last(pattern, text, start, end)
        start = opened(text, start, end)
        start = behind_particle(text, start, end)
    if text.find("了", start, end) >= 0:
        start = behind_last(_PERFECT, text, start, end)
    start = opened(text, start, end)
    if text[end - 1 : end] in _LAST_OF_FUNDED and _FUNDED.search(text, start, end):
        start = behind_last(_FUNDER, text, start, end)
    if text.find("年", start, end) >= 0:
        start = behind_last(_OUR_YEAR, text, start, end)
    if "”" in text[start:end] and "“" not in text[start:end] and (quoted := text.rfind("“", first, start)) >= 0:
        start = quoted  # “行走的思政课”
    if text[start : start + 1] == "(" and (closed := text.find(")", start, end)) >= 0:
        start = closed + 1  # 博士生86人（联合培养）、留学生242人
    bare = start
    while start < end and _FRONT.match(text[start]):
        start += 1
    if start > bare and text.startswith(("和", "与", "及"), start) and not text.startswith("和美", start):
        start += 1  # 态度(占41%)和费用(占13%)
    if (
        not (IDEOGRAPH.search(text, start, end) or _ACRONYM.match(text, start, end))
        or text[start:end] in EMPTY
        or cues.deed().fullmatch(text, start, end)
        or (text[start] in "扩压缩涨跌" and _GREW.fullmatch(text, start, end))
    ):
        return ""
    return layout.sentence[start:end]


def behind_last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """The end of the last match with anything behind it, else the start."""
    for match in pattern.finditer(text, start, end):
        rest = text[match.end() : end]
        if (
            rest
            and rest not in _HEADS
            and not (rest in _ACTORS and text[match.end() - 1] != "有" and _has_object(text, start, match.start()))
        ):
            start = match.end()
    return start


def _has_object(text: str, start: int, end: int) -> bool:
    """Whether a noun stands in front of a verb, as its object does in the name of who acts on it."""
    return end - opened(text, start, end) > 1 and not _BODY.search(text, start, end)


def behind_particle(text: str, start: int, end: int) -> int:
    """限额以上的建设单位 → 建设单位; but 干部的子女 stays, as 子女 alone would say too little."""
    particle = text.rfind("的", start, end)
    if particle < 0 or end - particle - 1 < 2:
        return start
    return start if text[particle + 1 : end] in _SAYS_LITTLE else particle + 1


def opened(text: str, start: int, end: int) -> int:
    """Behind the words of time and place and the verbs that the phrase begins with."""
    while True:
        begin = start
        start = strip_left(text, start, end)
        verb = cues.opening().match(text, start, end)
        if verb and verb.end() < end and not cues.COMPOUND.match(text, verb.end(), end):
            start = verb.end()
        if start == begin:
            return start


def strip_right(text: str, start: int, end: int) -> int:
    """The end of what is left when verbs, links and years are taken off the right."""
    while start < end and (match := cues.TRAIL.search(text[max(start, end - 12) : end])):
        end -= len(match.group())
    return end


def strip_left(text: str, start: int, end: int) -> int:
    """The start of what is left when time, place and conjunctions are taken off the left."""
    if text[start : start + 1] == "除" and _EXCEPT.match(text, start):
        start += 1
    while start < end and (match := cues.LEAD.match(text, start, end)) and match.end() > start:
        if match.end() >= end:
            return end
        start = match.end()
    return start
