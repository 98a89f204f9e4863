"""Where a report is from, told from its own words: a name that it gives to itself, on the level on which it speaks.

No gazetteer: invented, masked and newly founded places are found by the same means. A report that says 我区 is
a district's; the district's name is what stands before 区 again and again. A name met once in passing (a visit,
a donor, a teacher's home) is not enough.
"""

from __future__ import annotations

import re
from collections import Counter

from store.language.characters import trim

_LEVELS = "省市县区州盟旗"
_MASKS = "XxＸ×*＊某_"

# Words that stand before 市, 县 or 区 in words for kinds of area (开发区, 示范县, 学区, 超市) or for any place (全市, 我区).
_KINDS = tuple(
    "全 我 各 本 该 外 乡 城 社 校 园 学 山 农 地 辖 片 牧 灾 库 街 老 边 矿 林 景 小 新 两 多 几 每 郊 湖 港 特 厂 战 防 禁 雨 盲 误 都 超 股 上 门 "
    "城乡 县域 地级 县级 省辖 市辖 直辖 自治 中心城 主城 老城 新城 城关 示范 实验 试验 试点 开发 高新 经济 工业 产业 贫困 先进 均衡 教育强 强 大 "
    "卫生 文明 生态 平安 双拥 法治 健康 长寿 信用 科技 文化 体育 财政 农业 教育 均衡 发展 小康 宜居 食品安全 人居 建制 集 重点 中心 特色 小城 村 家 下 返 故 "
    "功能 服务 覆盖 生活 办公 文明城 卫生城 园林城 旅游 革命老 边远 西部 东部 中部 北部 南部 沿海 内地 发达 民族 国家级 省级 市级 各级 两级 三级 有关 相关 "
    "兄弟 周边 所在 同类 其他 部分 少数 各类 基层".split()
)
_LONG_KINDS = tuple(kind for kind in _KINDS if len(kind) > 1)
# Words of reports that stand before 市教育局 or 区委 without being its name.
_VERBS = frozenset(
    "宣传 学习 深入 配合 接受 获得 荣获 组织 联合 邀请 根据 按照 参加 承办 经过 通过 报送 协助 上报 代表 下发 印发 制定 制订 出台 推进 落实 建立 开展 完成 成立 召开 "
    "举办 实施 加强 全面 积极 认真 争取 迎接 协调 会同 依托 围绕 结合 针对 关于 服务 支持 推动 促进 打造 建设 创建 加快 深化 贯彻 执行 转发 被评 评为 成为 "
    "作为 达到 超过 位居 名列 走在 领先 高于 低于 参照 对照 比照 遵照 依照 请示 汇报 提请 争创 入选 纳入 列入 来自 面向 分布 覆盖 位于 地处 隶属 管辖 下辖 "
    "构建 形成 统筹 做好 抓好 进行 提高 提升 优化 完善 健全 强化 坚持 确保 保障 承接 调研 视察 检查 指导 督导 验收 考核 表彰 获评 申报 推荐 选派 抽调 "
    "向全 以及 其中 同时 目前 今年 去年 近年 年度 全年 上半年 下半年 先后 共有 现有 已经 进一步".split()
)
# 社区, 学区, 校区, 小区, 景区 and 厂区 are never places of a report, whatever stands before them.
_NO_NAME = "社学校小景厂"
# Characters that join a name to the sentence and are no part of it.
_LEAD = "在和与及对为向从到由是了的全我各以于被经至给让将把该本自据按随同使各原赴等"

# What follows the name of a place where the place speaks or is spoken of as an administration.
_OFFICE = (
    r"教育|教体|教科|人民|委|政府|党|纪|财政|卫生|卫健|人社|人力|民政|统计|发改|发展|水利|农业|农村|林业|交通|公路|住建|住房|自然|国土|市场|文化|文旅|文广|旅游|"
    r"审计|司法|公安|检察|法院|工信|工业和|商务|应急|安监|医保|医疗|疾控|残联|妇联|妇幼|总工会|供销|信访|税务|气象|环保|环境|生态环|城管|城市管|行政|机关|科技|科学|扶贫|乡村振|"
    r"退役|档案|图书|公共|红十字|工商联|团|妇女|政协|人大|中医|人武|地方|地税|国税|烟草|电力|供电|广播|体育"
)
_SCHOOL = r"中小学|小学|中学|初级|高级|普通|第[一二三四五六七八九十]|[一二三四五六七八九十]中|实验|学校|学生|职业|职教|幼儿|中心|学区|特殊|特教|教师|进修|义务教育"
_ORGAN = rf"(?:{_OFFICE}|{_SCHOOL}|创建|推进|关于|工作|直属|系统|大局|现代|“十|20|19|二〇|二○|年)"
_NAMED = re.compile(
    rf"(?:^|[年度届\s—\-_《“（(关于{_LEVELS}])(?P<name>[\u4e00-\u9fff{_MASKS}]{{1,14}}?)(?P<level>自治[州县旗]|[{_LEVELS}])(?={_ORGAN}|$)"
)
# Towns and streets speak in fewer ways, and 乡 and 镇 end many words (下乡, 城乡, 集镇).
_TOWN = re.compile(
    rf"(?:^|[年度\s—\-《（(关于{_LEVELS}])(?P<name>[\u4e00-\u9fff{_MASKS}]{{2,5}}?)(?P<level>[镇乡]|街道)"
    r"(?=人民政府|政府|党委|党工委|办事处|中心|中学|小学|初级|卫生院|学区|幼儿|20\d\d|二〇|关于)"
)
_MASKED = re.compile(rf"[{_MASKS}]+")
_PARTY = re.compile(r"^(?:中共|中国共产党)")
# Names of places have two to five characters, but for those of autonomous counties.
_LONGEST_NAME = 5
_LONGEST_NAMING_LINE = 60

# A place is mentioned at least this often by a report of its own, and at least this share of the mentions
# has its level (青岛市 3 of 13, 金山区 1 of 4; 推进市 1 of 60 is a verb before 市教育局).
_FEWEST_MENTIONS = 3
_LEAST_SHARE = 0.15
# A name that ends like a kind of area (金山 like 山区) is also mentioned without its level; 偏远山 never is.
_LARGEST_SHARE_OF_KIND = 0.8


def place_of(*, title: str, head: list[str], body: str, closing: list[str]) -> str | None:
    """The report's place without 市 or 省 but with 县, 区, 州, 盟, 旗 (青岛, 金山区), None where the text does not say.

    >>> place_of(title="2021年青禾县教育局工作总结", head=[], body="我县……", closing=[])
    '青禾县'
    >>> place_of(title="教育局工作总结", head=[], body="我区教师赴西安市学习。", closing=[]) is None
    True
    """
    # A line that ends in a colon names whom the report is for.
    own = [line for line in head if not line.endswith(("：", ":"))]
    for line in (title, *own, *reversed(closing)):
        if found := _named(_PARTY.sub("", trim(line))):
            return found
    return _subject(body) or _self_named(body)


def _named(line: str) -> str | None:
    """The place that a title, subtitle or signature names; of several (XX省XX市XX县) the smallest."""
    if len(line) > _LONGEST_NAMING_LINE:
        return None
    found = None
    start = 0
    while match := _NAMED.search(line, start):
        level = match["level"]
        name = _bare(match["name"], level)
        if _MASKED.fullmatch(name) or (_is_name(name, level) and not name.endswith(_LONG_KINDS)):
            found = _short(name, level)
        start = match.end("level") - 1
    for match in _TOWN.finditer(line):
        name = _bare(match["name"], match["level"])
        if _MASKED.fullmatch(name) or (_is_name(name, match["level"]) and not name.endswith(_KINDS)):
            found = name + match["level"]
    return found


def _bare(name: str, level: str) -> str:
    # 州 and 县 may be a part of a long name (恩州土家族苗族自治州).
    return re.split("[省区市]" if level.startswith("自治") else f"[{_LEVELS}]", name)[-1].lstrip(_LEAD)


def _is_name(name: str, level: str = "") -> bool:
    return (
        2 <= len(name) <= (_LONGEST_NAME if not level.startswith("自治") else len(name))
        and name not in _VERBS
        and not (len(name) >= 4 and name[:2] in _VERBS)
        and name not in _KINDS
        and name[-1] not in _LEVELS + _NO_NAME
        and name[0] not in _LEAD
    )


def _short(name: str, level: str) -> str:
    return name if level in "省市" and not _MASKED.fullmatch(name) else name + level


_OPENING = 160
_CLAUSE = re.compile(
    rf"^(?:(?:(?:19|20)\d\d|20[xX×]{{2}})年(?:度|上半年)?|今年以来|一年来|近年来|(?:我[校院园]|学校)(?:位于|地处|坐落[于在]))?"
    rf"(?P<places>(?:[\u4e00-\u9fff]{{2,{_LONGEST_NAME}}}?[{_LEVELS}])+)(?:(?:{_OFFICE})|位于|地处|总面积|现有|境内|城区|$)"
)


def _subject(body: str) -> str | None:
    """The place that the opening speaks of first (石苑市民政局聚焦…; 禾丰县，位于…), on the level of the report."""
    for clause in re.split(r"[，,。：:；;、\n]", body[:_OPENING]):
        match = _CLAUSE.match(trim(clause))
        if match is None:
            continue
        places = re.findall(rf"([\u4e00-\u9fff]+?)([{_LEVELS}])", match["places"])
        name, level = places[-1]
        own = body.count("我" + level) + body.count("全" + level) + body.count(level + "委")
        others = max(body.count("我" + other) + body.count("全" + other) for other in _LEVELS if other != level)
        if own > others and _is_name(name) and not name.endswith(_KINDS) and name[:2] not in _VERBS:
            return _short(name, level)
    return None


def _self_named(body: str) -> str | None:
    level = _own_level(body)
    if level is None:
        return None
    leveled: Counter[str] = Counter()
    administered: set[str] = set()
    for match in re.finditer(rf"(?=([\u4e00-\u9fff]{{1,4}}){level}(?P<organ>{_ORGAN})?)", body):
        for width in range(2, len(match.group(1)) + 1):
            name = match.group(1)[-width:]
            if _is_name(name):
                leveled[name] += 1
                if match["organ"]:
                    administered.add(name)
    mentions = {name: body.count(name) for name in administered}
    names = [
        name
        for name, count in mentions.items()
        if count >= _FEWEST_MENTIONS
        and _LEAST_SHARE * count <= leveled[name] <= (_LARGEST_SHARE_OF_KIND if name.endswith(_KINDS) else 1) * count
    ]
    # 门峡 stands wherever 三门峡 does: the longer name is the name.
    whole = [n for n in names if not any(n != o and o.endswith(n) and mentions[o] >= 0.8 * mentions[n] for o in names)]
    best = max(whole, key=lambda n: (mentions[n], n), default=None)
    return None if best is None else _short(best, level)


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
