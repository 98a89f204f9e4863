"""A layout and what each figure is called → whole names, with what is said of those counted behind their noun.

学生获奖 of 300名学生获奖, 小组水压不够 of 3个小组水压不够, 企业收入超10亿元 of 40家企业收入超10亿元: not all students are counted, nor
all businesses. Only what ends with its clause and has no figure of its own.
"""

from __future__ import annotations

from store import patterns as re
from store.figures import cues
from store.figures.bare_names import ALIKE, PEOPLE, group_of, is_bare, joined
from store.figures.clauses import Layout
from store.figures.names import Subjects
from store.figures.nouns_behind import noun_behind
from store.figures.owners_nearby import clause_told_before, frame_before
from store.figures.phrases import noun_before

_PREDICATE = re.compile(r"[一-龥“”、]{2,14}(?=[,;。!)]|$)")
# What links, counts or weighs, but says nothing of those counted: 200名教师分别来自…
_SAYS_NOTHING = re.compile(
    r"分别|中[仅只]?[排列居位]|合计|累计|平均|以|左右|在|向|对|从|为|由|按|其|比|同|占|于|组成|构成|到|是|正|将|等|和|与|及|、|的|共|继续|已经?全|工作|如|例如|作|使|让|都|也|即|顺利|先后|加快|稳步|再现|[倍深备]|全[面部]|均|进行|率先|整体|有序|进展|持续|加速|驰援|展?开始?展|圆满|基本|成功|陆续|仍|应|不允许|就|加紧|能|可|必须|需|要|不得|而|又|之|虽"
)
_HAS = re.compile(r"(?<![国公私所拥享持占保现共设建辖还只仅])有$|(?<=..)(?<![初高其集])中,?有?$")
_DESCRIBED = re.compile(
    r"^(?:对?其中,?|(?:其中|在)?([一-龥]{2,10}?)中(?![央小国心学医等级华部外]),?)([一-龥“”]{2,16}的)(?:有|共)?$"
)
_DESCRIBED_SHARE = re.compile("(?:[、和]|其中,?|现在)?([一-龥“”、Ⅰ-Ⅻ—A-Z.]{1,24}的)(?:仅|只|约|已|则)?占")
_RECOVERED = re.compile("(?:分别)?(恢复[到至])([^,;。占]{2,14}?)的$")
_MEAN_ALONE = re.compile(r",?([人户亩生村案校班师床店株单企次日月年周]均)(?:达到?|为|约|近|超过?)?")
# 体育场地面积人均2平方米, 住宿费每学期320元
_MEAN_BEHIND = re.compile(
    "[提升增]?[高加]?[到至为由]?(?P<of>[年月]?[人户亩生村案校班师床店株单企次日月周]均|每(?:学[期年]|千人|[人生月年天日次户](?:每[年月天日])?))"
    "(?:[增减]加?少?|[高低多]于|不少于|不足|达到?|为|约|近|超过?|[仅只])?"
)
_PAID_EACH = frozenset("费贴助额量金资")  # the last of 住宿费, 补贴, 养老金; not of 标准, which are so by themselves
_REACHES = re.compile(r"(?!分别)[一-龥]{0,12}?(?<!别)(?:超过?|突破|不足|[低高]于|不到|达到?|过|逾)(?:了|约)?")
_AGAINST = re.compile(r"(?:(完成)|为|是|相当于)([^,;。占]{2,14}?)的$")
_OF_WHOLE = re.compile("占(?!道|比|地(?![区方]))")
# 民生支出占总支出: a share is named as one; not 占地, 占用税
_SHARE_OF = re.compile(
    "(?<![侵强霸违多非挤抢独法])占(?![比道用补压有]|地(?![区方]))(?![^占]{0,20}(?:比[重例]|份额|率|整改|处置))[^占]{2,}$"
)
_SHARES = frozenset("percent ratio points".split())
_NOT_YET = re.compile(
    "(?:尚未|还未|未|没有)(?:全部|及时|按[时期])?(?:拨付|支付|发放|兑付|下达|到位|结清|清偿|偿还|归还|化解|收回|收缴|缴纳|使用)(?:到位)?(?=[,;。!)]|$)"
)  # 补贴有5200万元未拨付
_MOVED = re.compile("(?:前移|前进|上升|后移|后退|下降|下滑|[^一-龥]进)了?$")
_RANKED = re.compile(
    "([^,;。]{2,24}?)[位排]?[居列][^,;。居列]{0,12}第[^,;。第]{1,4}位,$"
)  # 人均收入居全省9个县第3位，前移2位
_TOWARDS = re.compile("[对在把将]$")
_PLAN = re.compile("((?:年度?|全年|年初|调整)?(?:预算|计划|目标|任务))数?$")
_SHARE_AT_END = re.compile("占比$")
_BOUND = re.compile(r"(?:及?以[上下]|左右)?")
_PART = re.compile("[,;。:!]")
_OF_MARKS = re.compile(r"[\d百]分及?以[上下]$")
_PEOPLE = frozenset("人 名 位".split())
_GRADE = re.compile("(?:小学|初中|高中|[初高][一二三]|[一二三四五六]年级)$")
_REACHING = re.compile(
    "、?(?:预计|累计|共|可|已|直接|其中){0,2}(惠及|覆盖|服务(?!业|面积|贸易)|涉及|带动|培训(?!经?费|收入)|救助|保障(?!性)|帮扶|资助|参[与加训会赛展])([一-龥]{0,8}?)(?:达到?|约|近|超过?|突破|逾)?"
)
_REACHING_VERBS = "惠及 覆盖 服务 涉及 带动 培训 救助 保障 帮扶 资助 参与 参加 参训 参会 参赛 参展".split()
_CLAUSE_ENDS = (",", "、")
_PAID = re.compile("(?:津贴|补[贴助]|救助金|低保金|助学金|奖学金|养老金|抚恤金|慰问金|贷款|保险金?)$")
_SOULS = {"人": "人数", "名": "人数", "户": "户数", "人次": "人次"}
_COUNT = re.compile("(?<=..)(?:总数|标准|占比)$")
_LAUNCHED = re.compile("^起?[一-龥]{0,3}?(?:推行|实行|发布|试点)(?=.{3})")
_MEASURES = re.compile("涉及|惠及|金额|(?:面积|里程|长度|总额|产值|收入|增加值|[一-龥]量)$")
_BY_MONEY = frozenset("救助 保障 帮扶 资助".split())
_BY_WHAT = _BY_MONEY | {"带动", "培训"}
_COUNTED = frozenset("count money area length".split())
_LISTED = frozenset("和 、 与 及".split())
_OF_THESE = frozenset(("其中", "其中有"))
_SOME_OF_THESE = _OF_THESE | {"", "有", "近", "约", "超"}  # 对象90户，其中76%已脱贫
_TIMES = frozenset("次 遍 回 届 天".split())
_AGES = frozenset("岁 周岁".split())
_DESCRIBES = re.compile("以[上下内]的")
_OF_PEOPLE = re.compile(r"及?以[上下内](?![,;。)和]|$)")  # no level: 平均年龄在35岁以下
_SHORTEST, _LONGEST = 2, 24
_EXAM = re.compile("(?:\\d{4}年|今年)?((?:普通|成人|[春夏]季)?[中高]考),")
_EXAM_WINDOW = 120
_EXAMINED = re.compile(
    "参[考加](?:人数)?|(?![^,]*(?:竞赛|比赛|测[试评]|志愿者)).{0,6}(?:上线[率人]?数?|平均分|优秀率|最高分|总分|分及?以[上下](?:人数)?)"
)


def predicated(layout: Layout, said: Subjects, of: tuple[int | None, ...], changes: tuple[str | None, ...]) -> None:
    """What is said of those that are counted, in their whole names."""
    trails: list[str] = [""] * len(layout.quantities)
    means = "均" in layout.text or "每" in layout.text
    for number in range(len(layout.quantities) - 1, -1, -1):
        trails[number] = trail = _trail(layout, said, number, trails)
        if (
            special := _kind(layout, said, number)
            or _planned(layout, said, number)
            or _described(layout, said, number, of[number])
        ):
            said.wholes[number] = special
        elif trail and layout.quantities[number].kind == "percent":
            said.wholes[number] = said.whole(number) + trail
        elif trail and layout.before(number) in _OF_THESE:
            said.wholes[number] = said.names[number] + trail
        elif trail and (number not in said.wholes or said.whole(number).endswith("的" + said.names[number])):
            said.wholes[number] = said.whole(number) + trail
    reached: dict[int, tuple[str, str]] = {}
    reaches, recovers = any(verb in layout.text for verb in _REACHING_VERBS), "恢复" in layout.text
    for number, name in enumerate(said.names):
        if name and means and (mean := _mean(layout, said, number)):
            full = said.whole(number)
            said.wholes[number] = full.removesuffix(name) + mean + name if mean == "平均" else mean + full
        elif number and name and name == said.names[number - 1] and _goes_on(layout, said, number, changes):
            again = said.whole(number - 1)
            same = layout.quantities[number].kind == "points" or again.endswith(f"平均{name}")
            said.wholes[number] = again if same else said.wholes.get(number, again)
        if name and reaches and (reaching := _reaching(layout, said, of, number, reached)):
            said.wholes[number] = reaching
        part = (whole := of[number]) is not None and said.wholes.get(number) == name + said.names[whole]
        if part and whole is not None and group_of(name) != "rest":
            # 引进教师28人，其中硕士15人
            lead = said.whole(whole).removesuffix(said.names[whole])
            said.wholes[number] = ("" if lead in name else lead) + said.wholes[number]
        against = (
            _AGAINST.search(layout.before(number)) if name and layout.quantities[number].kind == "percent" else None
        )
        if against and name not in against[2] and not name.endswith(against[2]) and "为" not in name:
            said.wholes[number] = f"{said.whole(number)}{'完成' if against[1] else '相当于'}{against[2]}"
        if recovers and (recovered := _recovered(layout, number)):
            again = said.whole(number - 1) if number and name.startswith(recovered[1]) else said.whole(number)
            said.wholes[number] = f"{again.split(recovered[1])[0]}{recovered[1]}{recovered[2]}的比例"
        first = said.names[number - 1] if number - 1 in said.wholes else ""
        share = said.wholes.get(number, "")
        before = said.whole(number - 1) if first else ""
        two = _OF_WHOLE.match(before, len(first))  # 制造业占工业的三成，占总产值的两成
        if first and share != before and not two and share.startswith(first) and _OF_WHOLE.match(share, len(first)):
            said.wholes[number] = before + share[len(first) :]  # 院庭长办理案件…件，占结案总数…
        if said.wholes.get(number) == f"{name}占比" and number and said.names[number - 1] == name:
            said.wholes[number] = said.whole(number - 1).removesuffix("占比") + "占比"
        people = _SOULS.get(layout.quantities[number].unit or "")
        if (
            people
            and _PAID.search(name)
            and said.whole(number).endswith(name)
            and said.place(layout, number) < layout.quantities[number].start
        ):
            said.wholes[number] = said.whole(number) + people  # 发放高龄津贴90人
        if _OF_MARKS.search(name) and layout.quantities[number].unit in _PEOPLE and number not in said.wholes:
            said.wholes[number] = f"{name}人数"  # 600分以上87人
        if _is_share_of_kind(layout, said, number, changes):
            said.wholes[number] = f"{name}占比"
        among = number > 0 and name == said.names[number - 1] and layout.quantities[number - 1].kind == "count"
        if name and not among and layout.quantities[number].unit == "位" and _MOVED.search(layout.before(number)):
            if _MOVED.fullmatch(name) and (ranked := _RANKED.search(layout.text, 0, layout.clause[number])):
                said.names[number] = noun_before(layout, ranked.start(), ranked.end(1)) or name
            said.wholes[number] = said.whole(number) + ("" if name.endswith(("名", "位次", "名次")) else "位次")
        if (
            "占" in said.whole(number)
            and layout.quantities[number].kind in _SHARES
            and _SHARE_OF.search(said.whole(number))
        ):
            said.wholes[number] = said.whole(number) + "比重"
    for number in range(len(layout.quantities)) if "考," in layout.text else ():
        of_exam = said.whole(number)
        if _EXAMINED.fullmatch(of_exam) and (exam := _exam_before(layout, number)) and exam[-2:] not in of_exam:
            said.wholes[number] = exam + of_exam
    for number, one in enumerate(layout.quantities):
        if (
            one.unit in _AGES
            and said.names[number]
            and "年龄" not in layout.before(number)
            and _OF_PEOPLE.match(layout.text, one.end)
        ):
            told = noun_behind(layout, number)  # 常住人口中60岁以上占三成: an age, which counts nobody
            nobody = len(told) < _SHORTEST or told.startswith("人口") or _DESCRIBES.match(layout.text, one.end)
            said.names[number] = "" if nobody else told
            said.wholes.pop(number, None)


def _is_share_of_kind(layout: Layout, said: Subjects, number: int, changes: tuple[str | None, ...]) -> bool:
    """噪声类 of 大气类占50%、噪声类30%, and of 大气类、噪声类分别占50%、30%: whether it has the share of one more kind."""
    name = said.names[number]
    if layout.quantities[number].kind != "percent" or number in said.wholes or changes[number] or name[-1:] != "类":
        return False
    if number and said.whole(number - 1).endswith("类占比") and not changes[number - 1]:
        return layout.between(number - 1, number).strip(",、和") in ("", name)
    return layout.before(number).endswith("分别占")


def _exam_before(layout: Layout, number: int) -> str:
    """高考 of 2023年高考，参考90人，平均分562分: the examination that the part of the sentence begins with."""
    end = layout.quantities[number].start
    floor = max(0, end - _EXAM_WINDOW)
    start = layout.behind_last(";。:", end, floor)
    exam = _EXAM.match(layout.text, start, end) if start or not floor else None
    return exam[1] if exam else ""


def _recovered(layout: Layout, number: int) -> re.Match[str] | None:
    """恢复到常年水平 of 存栏恢复到常年水平的90%, and of 产量、销量分别恢复到常年水平的90%、95%."""
    if layout.quantities[number].kind != "percent":
        return None
    listed = number and layout.before(number) in _LISTED
    return _RECOVERED.search(layout.before(number - 1 if listed else number))


def _goes_on(layout: Layout, said: Subjects, number: int, changes: tuple[str | None, ...]) -> bool:
    """由9天缩短到7天: whether a figure is of the name in front of the one before."""
    one, before = layout.quantities[number], layout.quantities[number - 1]
    if _AGAINST.search(layout.before(number - 1)) or said.place(layout, number) >= 0:
        return False
    if _SHARE_AT_END.search(said.whole(number - 1)) and not changes[number - 1] and changes[number]:
        return one.kind == "points"  # 占比62.6%，下降3个百分点; but 占56.5%，增长24%
    return one.unit == before.unit


def _reaching(
    layout: Layout, said: Subjects, of: tuple[int | None, ...], number: int, reached: dict[int, tuple[str, str]]
) -> str:
    """改造小区惠及居民 of 改造小区5个，惠及居民90户: what it is that reaches, or concerns, those whom a clause of its own counts."""
    name = said.names[number]
    if number - 1 in reached and layout.between(number - 1, number).endswith(f"、{name}"):
        owner, verb = reached[number] = reached[number - 1]
        return f"{owner}{verb}{name}"  # 发放补贴3万元，惠及企业2家、职工9人
    found = _REACHING.fullmatch(layout.before(number))
    if found is None:
        return ""
    verb, told = found[1], said.whole(number)
    goes_on = number and layout.between(number - 1, number).removeprefix(said.names[number - 1])[:1] in _CLAUSE_ENDS
    again = reached.get(number - 1) if goes_on else None
    owner, _ = again or (_reaching_owner(layout, said, of, number, verb), "")
    told = verb + name if verb == "涉及" and told == name else told
    plain = told.startswith(verb) and verb + found[2] in (told, told.removeprefix(verb))
    if (
        not plain
        or not 1 < len(owner) <= _LONGEST
        or _MEASURES.search(owner)
        or is_bare(owner)
        or ALIKE.fullmatch(owner)
    ):
        return ""
    if verb == "培训" and verb not in owner:
        return ""  # 组织比武6场，培训90人次
    reached[number] = owner, verb
    return joined(owner, told)


def _reaching_owner(layout: Layout, said: Subjects, of: tuple[int | None, ...], number: int, verb: str) -> str:
    """What the figure right before counts, or the clause right before is about where it has none."""
    if not number or layout.clause[number] - layout.quantities[number - 1].end > len(said.names[number - 1]) + 1:
        return "" if verb in _BY_WHAT else _COUNT.sub("", _LAUNCHED.sub("", clause_told_before(layout, number)))
    before, between = layout.quantities[number - 1], layout.between(number - 1, number)
    if between.removeprefix(said.names[number - 1])[:1] not in _CLAUSE_ENDS or of[number - 1] is not None:
        return ""
    two = number > 1 and layout.between(number - 2, number - 1)[:1] == "、"  # 改造小区5个、道路9条，惠及居民90户
    alike = before.unit in PEOPLE | {layout.quantities[number].unit}
    if group_of(said.names[number - 1]) in ("kind", "verb", "deed", "state"):
        return ""  # 新增线路9条，优化8条，覆盖人口5万人
    if verb in _BY_MONEY and before.kind != "money":
        return ""  # 山岳救援9次，救助游客6人
    return "" if two or alike or before.kind not in _COUNTED else _COUNT.sub("", said.whole(number - 1))


def _planned(layout: Layout, said: Subjects, number: int) -> str:
    """收入年度预算 of 收入38亿元，完成年度预算36亿元的107%: the plan that the next figure is a share of."""
    end = layout.quantities[number].end
    if not number or not layout.text.startswith("的", end):
        return ""
    following = layout.quantities[number + 1 : number + 2]
    if not following or layout.text[end : following[0].front] != "的":
        return ""
    plan = _PLAN.search(layout.before(number)) if following[0].kind == "percent" else None
    return said.whole(number) + plan[1] if plan and said.place(layout, number) < 0 else ""


def _mean(layout: Layout, said: Subjects, number: int) -> str:
    """平均 of 平均办理时长, 人均 of 藏书5万册，人均30册: what the name of a mean begins with; "" where it has it, or none stands there."""
    name, place = said.whole(number), said.place(layout, number)
    if place < 0 or place >= layout.quantities[number].end:
        alone = _MEAN_ALONE.fullmatch(layout.before(number))
        return alone[1] if alone and "均" not in name else ""
    behind = _MEAN_BEHIND.fullmatch(layout.text, place + len(said.names[number]), layout.quantities[number].front)
    if behind and not {"均", "每"} & set(name) and ("均" in behind["of"] or name[-1] in _PAID_EACH):
        return behind["of"]
    return "平均" if layout.text.startswith("平均", place - 2) and "平均" not in name else ""


def _kind(layout: Layout, said: Subjects, number: int) -> str:
    """初中班 of 其中初中36个班."""
    grade = _GRADE.search(layout.before(number)) if said.names[number] == "班" else None
    return grade.group() + "班" if grade else ""


def _described(layout: Layout, said: Subjects, number: int, whole: int | None) -> str:
    """具有博士学位的教师 of 教师中具有博士学位的12人, and of 教师37人，其中具有博士学位的12人."""
    if layout.quantities[number].kind == "percent":
        return _described_share(layout, said, number, whole)
    found = _DESCRIBED.search(layout.before(number)) if "的" in layout.before(number)[-2:] else None
    if found is None or layout.quantities[number].kind != "count":
        return ""
    noun = found[1] or (said.names[whole] if whole is not None else "")
    return found[2] + noun if noun else ""


def _described_share(layout: Layout, said: Subjects, number: int, whole: int | None) -> str:
    """用于培训的补贴占比 of 补贴3亿元，其中用于培训的占5%, 具有大专学历的职工占比 of 职工中，具有大专学历的占5%."""
    before = layout.before(number)
    found = _DESCRIBED_SHARE.fullmatch(before) if before.endswith("占") and "的" in before else None
    if found is None or (layout.left[number] != layout.clause[number] and before[0] not in "、和"):
        return ""
    start = layout.left[number] + found.start(1)
    counted = whole is not None and layout.quantities[whole].kind != "percent"
    noun = said.names[whole] if counted and whole is not None else frame_before(layout, number)
    return f"{layout.sentence[start : start + len(found[1])]}{noun}占比"


def _trail(layout: Layout, said: Subjects, number: int, trails: list[str]) -> str:
    quantity, name, text = layout.quantities[number], said.names[number], layout.text
    if quantity.kind == "money" and name and (unpaid := _NOT_YET.match(text, quantity.end)):
        return layout.sentence[unpaid.start() : unpaid.end()]
    if quantity.kind == "percent" and name and layout.before(number) in _SOME_OF_THESE:
        does = _PREDICATE.match(text, quantity.end) if cues.STOP.match(text, quantity.end) else None
        plain = does is not None and said.place(layout, number) < 0 and not _SAYS_NOTHING.match(text, quantity.end)
        return f"{layout.sentence[quantity.end : does.end()]}占比" if does and plain else ""
    if quantity.kind not in ("count", "area", "weight") or not name or quantity.unit in _TIMES:
        return ""
    following = layout.quantities[number + 1].front if number + 1 < len(layout.quantities) else len(text)
    end = layout.sentence.find(name, quantity.end, quantity.end + len(name) + 3)
    end = said.place(layout, number) if end < 0 else end
    if _PART.search(text, quantity.end, max(end, quantity.end)):
        return ""
    if end >= quantity.end and quantity.kind == "count":
        end += len(name)
        if number + 1 < len(trails) and following == end + 1 and text[end] == "、":
            return trails[number + 1]  # 1个集体、6名个人获表彰
        if end < following < len(text) and _REACHES.fullmatch(text, end, following):
            last = layout.quantities[number + 1].end
            bound = _BOUND.match(text, last)
            return layout.sentence[end : bound.end() if bound else last]
        if not cues.STOP.match(text, end) or _TOWARDS.search(layout.before(number)):
            return ""
    elif quantity.unit in _PEOPLE and 0 <= end and cues.STOP.match(text, quantity.end):
        end = quantity.end  # 中考6人考入县一中
    elif layout.before(number) in _OF_THESE and cues.STOP.match(text, quantity.end):
        end = quantity.end  # 小区85个，其中62个实现零发案
    elif _HAS.search(layout.text, max(0, quantity.front - _LONGEST), quantity.front):
        end = quantity.end + (len(name) if text.startswith(name, quantity.end) else 0)
    else:
        return ""
    told = _PREDICATE.match(text, end)
    if told is None or told.end() > following or _SAYS_NOTHING.match(text, end):
        return ""
    return layout.sentence[end : told.end()] if len(name) + told.end() - end <= _LONGEST else ""
