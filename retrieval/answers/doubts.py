"""A question and a sentence that fits its words in; out comes why it may say something else than what is asked.

A plan is no result, what a year brought is no total, a part is not the whole, the sum of five years is not one of them,
and a report without a year does not tell of which year it speaks. The sentence is still shown, with what it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from retrieval.lexicon.tables import records
from retrieval.model import Evidence, Question, ReasonCode, Word
from retrieval.query.wanted_figure import ATTENDANCE, EARNS, PAID, PEOPLE, asks_debt, asks_how_long, differs, wanted_by
from retrieval.ranking.coverage import places
from retrieval.ranking.features import FIGURES, ITEMS, items_in
from retrieval.ranking.figure_choice import fits
from retrieval.ranking.figure_context import DENIED
from retrieval.text.segmentation import folded as fold
from store import patterns as re
from store.language.characters import CLAUSE_END, PART_END
from store.language.years import years_in_period
from store.model import Figure

# 有多少所学校, 学校总数: how many there are, where 招聘了多少 asks what came about
_STOCK = re.compile(r"(?:有|共|总计|合计)(?:多少|几)|总数|总量|(?:多少|几)[所家个座名位]?[\u4e00-\u9fff]{0,6}$")
_DEED = re.compile(
    r"了|新|招聘|引进|补充|培训|改造|[建组]成|建设|创建|举[办行]|开展|认定|评|获|奖|撤|增|减|完成|解决|资助|发放|办理|投入|录取|招生|毕业"
    r"|参[加与]|上线|达线|计划|打算|拟|交流|排查|检查|整改|表彰|通过|每|退|离|调|派|接|处|立项|结题|命名|验收|覆盖|受益|惠及|安排|转移|支教|缺|一[天日]|平均"
)
_BARE = 2  # words; more of them say which ones are asked about (拿到贷款的大学生有多少)
# 共有教师20名, 教师达20名, and not 20名教师参加了培训
_LEVEL = re.compile(r"[共现拥设尚还只仍约]有|有[^,]{0,3}$|总[数计]|合计|共计?$|达到?[^,]{0,3}$|在[校编岗职园册籍读]")
_SENT = re.compile("^(?:抽[调派]|[选调]派|派[出遣驻]|招[聘录收]|培训|轮训|发动|动员|出动|慰问|表彰|奖励)")
_DID = re.compile(r"参[加与训赛]|获|被|入选|通过|考[入上]|[完建办评选派调]成?了|充实|离岗|退休")
# 出生人口 are no 人口 where 有多少人 is asked
_KIND = re.compile(r"出生|死亡|流动|外来|贫困|脱贫|返贫|城镇|农村|乡村|劳动|就业|参保|老年|留守|困难|受益|毕业")
_OUTPUT = re.compile(
    r"[产销运客发装用诊流吐务待阅易问件]量|[产造]了?(?:多少|几)|产值|增加值|收入|支出|投资|总额|[几多]少?倍"
)  # never a stock
_SUMS = frozenset("总数 总量 合计 累计 总计".split())
_COUNT_OF = re.compile("(?:总数|总量|数量|总?人[数次])$")
_SUMMED = re.compile(r"总[数量]|累计|[共合总]计|[达增]到?$")
_DECADE = re.compile("[0十]年代")
_LIST = 3  # figures in one unit make a list

_LONG = 3  # characters; a shorter word may be any other
_NO_NAME = re.compile(r"[每几多上下这那不没]")  # 每人每年, 那会儿 name nothing
_SCATTERED = 0.75  # more of a long word's characters: 音、体、美 for 音体美
_JOINED = "小高西青老"  # 中小学, 中高职, 中西部, 中青年; not 在校生中随迁子女
_MEASURES = "率比量数额度值"  # 率 of 近视率 stands in any 入学率
_LEAST_OF_WORD = 0.6  # 小学 of 小学生, not 天气 of 今天天气

# 青禾财政收入, 教师平均工资: a number by its name
_NAMES_NUMBER = re.compile(r"(?:率|工资|收入|支出|投资|总额|产值|比例|占比|人数|人口)[呢呀啊]?[?。!]?$")
# 怎么让人愿意投资 asks for no number
_ASKS_IN_WORDS = re.compile(r"怎|咋|如何|为何|[什么啥哪吗]|([\u4e00-\u9fff])不\1|(?<=[点些转])了?没有?$")
_FOR_ONE = re.compile(
    rf"平均一?(?:个|每)?人|[每一]个?人(?:平均)?[能可]?[一-鿿]{{0,2}}(?:多少|几)|[能可]以?[领拿](?:到|取)?(?:多少|几)|人均|{EARNS}"
)
_EACH = re.compile(r"[每均]")
_ASKS_CHANGE = re.compile(r"[涨降跌]了?(?:多少|几)")
_NUMBERS = frozenset({"count", "money", "percent"})
SHARES = frozenset({"percent", "points", "ratio", "multiple"})
_SUM_OF = re.compile("总(?:投资|投入|造价|支出|金额|资金)|合计")
_CLAUSE_ENDS = re.compile("[,;。:]")
# 第几届, 几号, and the cell of a table: numbers that are no figures
_ORDINAL = re.compile(r"第几|几[月号日点天届]|多[长久]|电话|号码")
# 几块金牌 is told by 4金1银1铜
_MEDALS_ASKED, _MEDALS = re.compile(r"[金银铜奖]牌"), re.compile(r"\d[金银铜](?=\d|[,、;。和的]|$)")
# 死了多少人 is told by 未发生亡人事故
HARM, NO_HARM = (
    re.compile("死|伤|亡|遇难|事故(?!隐患)|出事"),
    re.compile(
        "(?:未|没有?)再?(?:发生|出现)(?:(?!较大|重大|特大|以上|类似|同类|责任|瞒报)[^,;。]){0,16}(?:事故|伤亡|死亡)|(?:无|零)(?:人员)?(?:伤亡|死亡|事故)"
    ),
)
_CELL = re.compile(r"(?<!\d)[:：]\d")

# 2017年以来 asks for several years together
_LASTING = re.compile(r"以来|累计|期间|至今|年来|[到至—-](?:19|20)?\d\d年|[几两三四五]年")
# 柴油多少钱一升 asks for a price, which says of how much it is one: no 补贴8460万元
_ASKS_PRICE = re.compile(
    r"(?:多少钱?|几(?:块钱?|元|毛钱?))一[\u4e00-\u9fff]"
    r"|(?<![免减退收])(?:学费|门票|票价|[房均单油水电气菜肉米]价|物业费|挂号费|停车费)(?!收入|减免|补)[^多几收缴欠投补偿减免退贷]{0,6}(?:多少|几)"  # 学费一年多少钱
)
# 能报多少 asks for money or a share, and for nobody who was treated.
_ASKS_PAID_BACK = re.compile("(?:能|可以|给|才)报销?(?:多少|几|百分)|报销(?:多少|几成|百分|比例)")
# 上半年…多少 is not told by the whole of the year
PART_OF_YEAR = re.compile(r"[上下]半年|[一二三四]季度")
_ASKS_SHARE = re.compile(
    r"占(?:了?(?:多少|几成|多大|百分之几)|比(?:是?多少|多大)?[呢啊呀]?[?。!]*$)|比重(?:是?多少|多大)?[呢啊呀]?[?。!]*$"
)
# 在全省排第几 is no amount
_ASKS_RANK = re.compile(r"(?:排|居|列)名?在?第?几|第几[位名]?[呢啊呀]?[?。!]*$|名次|位次")
# 哪家公司的收入更高, by its numbers or by a sentence that sets one above the other
ASKS_MORE = re.compile(r"(?:哪|谁)[^,。]{0,16}更[高低多少大小][呢呀啊]?[?。!]*$")
TELLS_MORE = re.compile(
    r"\d(?![\d年月日号])|[高低多少大小]于|超[过出]|领先|不[如及]|比[^,;。]{1,24}[高低多少大小](?![\u4e00-\u9fff]?[学型校])"
)
_RANKED = re.compile(r"第[一二三四五六七八九十\d]|[首末]位|前列|榜首|领先|倒数|前[一二三四五六七八九十\d]")
_GATHERED = re.compile(r"[收打]了?多少[呢啊呀]?[?。!]*$")
_PRICED = re.compile(r"价|[每均/]|标准")
# 上百万青年 tells how many, if roughly
_VAGUE = "(?:[上数好几近成][十百千万亿]{1,3}|[十百千万亿]{2,3})[多余]?[个名位所家户亩吨]?"
# 三峡工程 is told from other works by what stands before 工程
_WORK = re.compile(
    "(?:水利枢纽工程|水利枢纽|水电站|核电站|工程|项目|铁路|公路|高速|大桥|水库|机场|电站|油田|煤矿|灌区|运河)"
)
_WORK_AT_END = re.compile(f"{_WORK.pattern}$")
# None is ever told by the other, though they are alike but for a character.
_OPPOSITES = (("失业率", "就业率"), ("出生率", "死亡率"), ("入学率", "辍学率"), ("结案率", "发案率"))
_OPPOSITE_RATES = (*_OPPOSITES, *(pair[::-1] for pair in _OPPOSITES))
_SIDE = re.compile("农村(?=居民|人均|常住|收入|人口|低保)|城镇(?=居民|人均|常住|收入|人口|低保)")
_OF_SIDE = re.compile("农村|乡村|农民|农户|城镇|城乡|城市|农业|职工|乡镇|村")
# 保安工资多少 is of each, 追回工资多少 of all
_WAGE = re.compile("(?:工资|起薪|月薪|薪水).{0,3}(?:多少|几)")
_WAGES = re.compile("[追讨要]回|拖欠|欠薪|[补发支]了?付?发?|总额|一共|总共|民工")
_GROUP = re.compile("少数民族|境外|外籍")
_TOGETHER = re.compile(r"[两三四五六七八九十]年[来间里]|以来|累计")
_LOST, _GOT_BACK = (
    re.compile("被骗|骗走|损失|被盗|被偷"),
    re.compile("[返退]还|[追挽找]回|[发退]赃|止付|追缴|挽损|[追要]回"),
)
_DIED, _DEATH = re.compile("死了?(?:多少|几)"), re.compile("死|亡|遇难|牺牲|丧生|逝")
_DENYING = ("免", "不", "未")
_HALF = 0.5  # of the characters of a name, which the question lacks
# What of the number asked for is told; with "no_figure" nothing is.
IN_PART: frozenset[ReasonCode] = frozenset({"only_planned", "only_done", "only_flow", "only_part"})
UNTOLD: frozenset[ReasonCode] = IN_PART | {"no_figure"}


def doubt(question: Question, one: Evidence) -> ReasonCode | None:
    """Why the sentence may not say what is asked, None where nothing speaks against it."""
    codes = {reason.code for reason in one.why}
    if codes & {"run", "row"}:
        return None
    if question.years and one.report.year is None and one.period is None:
        return "undated"
    season = PART_OF_YEAR.search(question.read)
    if season and season.group() not in fold(one.quote + "".join(one.section) + one.report.title):
        return "weak"
    if "year_within" in codes and not _LASTING.search(question.read):
        return "year_within"
    if (other := _of_other_time(question, one)) is not None:
        return other
    if _is_of_both_sides(question, one):
        return "weak"
    if _names_number(question) and (not _has_fitting(question, one) or _grew_in_part(question, one)):
        return "no_figure"
    if (
        _is_of_opposite_rate(question, one)
        or _is_of_other_kind(question, one)
        or _counts_undone(question, one)
        or is_other_way(question, one)
    ):
        return "no_figure"
    if question.kind in FIGURES and _lacks_work(question, one):
        return "weak"
    if _ASKS_SHARE.search(question.read) and not _tells_share(one):
        return "no_figure"
    # 明年近视率的目标 asks for a figure, too.
    asks_figure = question.kind in FIGURES or (question.kind == "plan" and one.asked is not None)
    short = _short_of_figure(question, one, codes) if asks_figure else None
    return short or ("only_planned" if _only_plans(question, one) else None)


def _tells_share(one: Evidence) -> bool:
    """Whether a sentence has a share, and not only rates of growth: 增长8% for 数字经济占多少."""
    shares = [figure for figure in one.figures if figure.kind in SHARES and figure.change is None]
    return bool(shares) or not one.figures or "\t" in one.quote


def _is_of_both_sides(question: Question, one: Evidence) -> bool:
    """Whether an amount of the country or of the towns is asked for, and a sentence speaks of neither: 居民收入 for 农村收入."""
    if one.asked is None or not (_SIDE.search(question.read) or sides_asked(question)):
        return False
    return _OF_SIDE.search(fold(one.quote + "".join(one.section) + one.report.title)) is None


def sides_asked(question: Question) -> list[str]:
    """What is asked for of the country or of the towns alone, as reports name it: 农村居民人均可支配收入 for 农民挣多少."""
    return [word.text for word in question.content if _SIDE.match(word.text) and "人均" in word.text]


def _grew_in_part(question: Question, one: Evidence) -> bool:
    """Whether an amount is asked for, and only the growth of some of it is told: 海产品产量增长6% for 水产品总产量."""
    figure = one.asked_figure
    grew = figure is not None and figure.change is not None and figure.kind in SHARES
    narrower = any(reason.code == "figure_narrower" and reason.value > _HALF for reason in one.why)
    return grew and narrower and wanted_by(question).change is False


def _only_plans(question: Question, one: Evidence) -> bool:
    """Whether what came about, or how many there are, is asked for, and a sentence and its figure are a plan.

    已偿还13亿元,其余拟于明年还清 tells of what was done, too.
    """
    planned = one.planned if one.asked_figure is None else one.asked_figure.planned
    return planned and not question.plans and (asks_total(question) or (question.happened and one.planned))


def _short_of_figure(question: Question, one: Evidence, codes: set[str]) -> ReasonCode | None:
    """Why the sentence may not tell the number that is asked for."""
    if asks_rank(question) and not _RANKED.search(fold(one.quote)):
        return "no_figure"
    summed = one.asked_figure is not None and one.asked_figure.nature == "sum"
    if "year_part" in codes and not (summed or asks_decade(question)):
        return "year_part"
    if "unplanned" in codes and question.plans:
        return "only_done"
    if (question.kind in _NUMBERS or _ASKS_CHANGE.search(question.read)) and not _is_told(question, one):
        return "weak" if "\t" in one.quote else "no_figure"  # a row has numbers, of what their heads say
    if question.kind in _NUMBERS and one.asked is None and one.figures and not _is_told_otherwise(question, one):
        return "weak"  # 规范化幼儿园占比95% for 优质幼儿园
    if is_of_all(question, one):
        return "weak"
    if _is_of_list(question, one) or is_of_group(question, one):
        return "only_part"
    return _short_of_total(question, one, codes) if asks_total(question) else None


def asks_rank(question: Question) -> bool:
    """Whether a question asks for a place in an order: 在全省排第几."""
    return _ASKS_RANK.search(question.read) is not None


def lacks_which_is_more(question: Question, one: Evidence) -> bool:
    """Whether a question asks which of two has more of what is counted, and a sentence neither counts nor compares."""
    asked = ASKS_MORE.search(question.read) is not None
    return asked and not one.figures and TELLS_MORE.search(fold(one.quote)) is None


def asks_decade(question: Question) -> bool:
    """Whether a question is about the eighties, and about none of their years in particular."""
    return _DECADE.search(question.read) is not None


def _names_number(question: Question) -> bool:
    """Whether a question asks for a number by its name alone: 青禾财政收入, 各地教师平均工资."""
    bare = question.kind == "what" and not _ASKS_IN_WORDS.search(question.read)
    return bare and _NAMES_NUMBER.search(question.read) is not None


def asks_in_prose(question: Question) -> bool:
    """Whether a question asks for what a sentence says, and for no number, person or bare name: 怎么治污, 为什么扩招."""
    return question.kind not in (*FIGURES, "who", "comparison") and _ASKS_IN_WORDS.search(question.read) is not None


def _is_told(question: Question, one: Evidence) -> bool:
    """Whether the sentence has a figure of the kind that is asked for: no share where 几辆 is asked, no 636所 for a share."""
    if _is_told_otherwise(question, one) or _is_told_roughly(question, one):
        return True
    if _ASKS_PRICE.search(question.read) and _PRICED.search(one.quote) is None:
        return False
    if _ASKS_PAID_BACK.search(question.read):
        return any(figure.kind in ("money", "percent") for figure in one.figures)
    if _ASKS_CHANGE.search(question.read):
        return any(figure.change for figure in one.figures)
    if question.kind == "percent":
        return any(figure.kind in SHARES for figure in one.figures) or _has_fitting(question, one)
    # 粮食收了多少 may ask for tons, as 收了多少 may for yuan.
    return _has_fitting(question, one) or (one.asked is not None and _GATHERED.search(question.read) is not None)


def _is_told_roughly(question: Question, one: Evidence) -> bool:
    """Whether what is to be counted stands behind an amount that is no figure: 上百万青年."""
    head = question.head[-1] if question.kind == "count" and question.head else ""
    return len(head) > 1 and re.search(_VAGUE + re.escape(head), fold(one.quote)) is not None


def _has_fitting(question: Question, one: Evidence) -> bool:
    wanted = wanted_by(question)
    visits = wanted.units & PEOPLE  # 有多少人看 is told by 36万人次
    return any(fits(wanted, figure) or (visits and figure.unit in ATTENDANCE) for figure in one.figures)


def _is_told_otherwise(question: Question, one: Evidence) -> bool:
    """Whether the number that is asked for may be no figure: 第几届, the cell of a table, 依据有几项 that are listed."""
    if _ORDINAL.search(question.read) or _CELL.search(one.quote):
        return True
    for asked, told in ((_MEDALS_ASKED, _MEDALS), (HARM, NO_HARM)):
        if asked.search(question.read) and told.search(fold(one.quote)):
            return True
    return question.unit in ITEMS and items_in(fold(one.quote)) > 1


def is_of_all(question: Question, one: Evidence) -> bool:
    """Whether the amount for each one is asked for (平均每人), and the sentence tells only what all have together."""
    for_one = _FOR_ONE.search(question.read) or (_WAGE.search(question.read) and not _WAGES.search(question.read))
    figure = one.asked_figure if for_one else None
    if figure is None or figure.per is not None:
        return False
    text = fold(one.quote)
    clauses = (*CLAUSE_END.split(text[: figure.start])[-2:], CLAUSE_END.split(text[figure.end :])[0])
    return _EACH.search("".join((*clauses, figure.indicator or "", *one.section))) is None


def is_of_group(question: Question, one: Evidence) -> bool:
    """Whether people are counted, and a sentence names a group of them that nobody asked about: 少数民族小学生25万人,中学生9万人."""
    figure = one.asked_figure if question.kind == "count" else None
    if figure is None or figure.unit not in PEOPLE:
        return False
    group = _GROUP.search(PART_END.split(fold(one.quote)[: figure.start])[-1])
    return group is not None and not any(group.group() in said for said in (question.read, *_said(question)))


def _is_of_list(question: Question, one: Evidence) -> bool:
    """Whether money for one thing is asked about, and a sentence tells the sum for a list in which it stands.

    投入多少 of 凉亭 is not told by 修了4处,包括凉亭、石桥、花坛,总投资35万元.
    """
    figure = one.asked_figure
    if question.kind != "money" or figure is None or not _SUM_OF.search(fold(figure.subject)):
        return False
    clauses = _CLAUSE_ENDS.split(fold(one.quote)[: figure.start])
    said = [word for word in _said(question) if len(word) > 1 and not _SUM_OF.search(f"总{word}")]
    if "、" not in clauses[-1] and any(word in clauses[-1] for word in said):
        return False  # …,其中校舍总投资300万元
    listed = [clause for clause in clauses if clause.count("、") >= _LIST - 1]
    return any(word in clause for clause in listed for word in said)


def lacks_name(question: Question, one: Evidence) -> bool:
    """Whether the sentence has nothing of a long word, which names something (三峡工程, 营养餐), nor another word for it."""
    if question.kind == "comparison":  # the words of several things, of which either will do
        return False
    text = fold(one.quote + "".join(one.section) + one.report.title)
    return any(
        len(word.text) >= _LONG
        and word.weight >= 1
        and not _NO_NAME.search(word.text)
        and not any(mostly_in(said, text) for said in said_for(word))
        for word in question.content
    )


def _is_of_opposite_rate(question: Question, one: Evidence) -> bool:
    """Whether a rate is asked for and the figure of a sentence is the one that it is held against: 就业率 for 失业率."""
    figure = one.asked_figure
    if figure is None:
        return False
    asked, told = question.read, fold(figure.subject + (figure.indicator or ""))
    return any(
        own in asked and other not in asked and other in told and own not in told for own, other in _OPPOSITE_RATES
    )


def _is_of_other_kind(question: Question, one: Evidence) -> bool:
    """Whether the figure of a sentence is expressly of another kind than is asked about: 升入高中168人 for 考上大学."""
    figure = one.asked_figure if question.kind in FIGURES else None
    return figure is not None and differs(wanted_by(question).text, fold(figure.indicator or figure.subject))


def _counts_undone(question: Question, one: Evidence) -> bool:
    """Whether the figure of a sentence counts what was not done, which is not asked about: 不批捕97人 for 批捕了多少人."""
    figure = None if DENIED.search(question.read) else one.asked_figure
    return figure is not None and DENIED.match(fold(figure.subject)) is not None


def is_other_way(question: Question, one: Evidence) -> bool:
    """Whether a loss or a debt is asked for and a sentence tells what was got back or paid (返还被骗资金12万元), or deaths and it tells none."""
    figure = one.asked_figure if question.kind in FIGURES else None
    if figure is None:
        return False
    lead = CLAUSE_END.split(fold(one.quote)[: figure.start])[-1]
    if _LOST.search(question.read) and not _GOT_BACK.search(question.read):
        return _GOT_BACK.search(lead) is not None
    if asks_debt(question.read):
        return PAID.search(lead) is not None
    return _DIED.search(question.read) is not None and not _DEATH.search(fold(one.quote))


def _of_other_time(question: Question, one: Evidence) -> ReasonCode | None:
    """Why the figure is not of the one year asked about: it is of another, or its sentence says that it is of several together."""
    figure = one.asked_figure if is_of_another_time(question, one) and not _LASTING.search(question.read) else None
    if figure is None:
        return None
    if years_in_period(figure.period).isdisjoint(question.years):
        return "other_year"
    together = figure.nature == "sum" or _TOGETHER.search(fold(one.quote)[: figure.start])
    return "year_within" if together else None


def is_of_another_time(question: Question, one: Evidence) -> bool:
    """Whether the figure of a sentence that speaks of the one year asked about is of another, or of several: 两年共增产9万吨."""
    of_year = len(question.years) == 1 and any(reason.code == "year" for reason in one.why)
    figure = one.asked_figure if of_year and question.kind in FIGURES else None
    return figure is not None and not years_in_period(figure.period).issubset(question.years)


def denies(question: Question, one: Evidence) -> bool:
    """Whether a sentence only tells how often what is asked for was not done: 免罚 for 罚款, 不起诉 for 起诉."""
    if one.asked is None or any(denying in question.read for denying in _DENYING):
        return False
    text = fold(one.quote)
    return any(
        (spans := [span for said in said_for(word) for span in places(said, text)])
        and all(text[max(start - 1, 0) : start] in _DENYING for start, _ in spans)
        for word in question.content
    )


def _lacks_work(question: Question, one: Evidence) -> bool:
    """Whether a work is asked about by its name, and a sentence tells of a work, but has nothing of that name: 三峡 of 三峡工程."""
    text = fold(one.quote + "".join(one.section) + one.report.title)
    return _WORK.search(fold(one.quote)) is not None and any(
        not any(mostly_in(said, text) for said in told) for told in _works(question)
    )


def _works(question: Question) -> Iterator[tuple[str, ...]]:
    """What tells each work from others that a question asks about, and the words that may stand for it or for the whole."""
    for before, word in pairwise((None, *question.content)):
        kind = word and _WORK_AT_END.search(word.text)
        if word and kind and kind.start() > 1:
            yield (word.text[: kind.start()], *(one.text for one in word.variants))
        elif word and kind and kind.start() == 0 and before and before.end == word.start and len(before.text) > 1:
            yield said_for(before)


def lacks_form(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether a question asks for a time of day, a telephone number …, and nothing found has one."""
    return any(
        re.search(asked, question.read) and not any(re.search(told, fold(one.quote)) for one in evidence)
        for asked, told, _ in records("required_forms")
    )


def is_foreign(question: Question, best: Evidence) -> bool:
    """Whether the best sentence has characters of the question and none of its words: 电话 for 笑话, 天气 for 今天天气."""
    if any(reason.code in ("run", "row", "amount") for reason in best.why):
        return False
    text = fold(best.quote + "".join(best.section) + best.report.title)
    said = [word.text for word in question.content if len(word.text) > 1]
    said.extend(variant.text for word in question.content for variant in word.variants)
    # Single characters side by side are a word that the segmenter does not know (双减).
    single = "".join(word.text for word in question.content if len(word.text) == 1 and word.text not in _MEASURES)
    said.extend(single[place : place + 2] for place in range(max(1, len(single) - 1)) if single)
    return not any(mostly_in(one, text) for one in said)


def mostly_in(word: str, text: str) -> bool:
    """Whether a word stands in a text, the better part of it in one piece (小学 for 小学生), or all of it in several.

    >>> mostly_in("安全检查", "安全工作拉网式检查"), mostly_in("笑话", "打了电话")
    (True, False)
    """
    least = math.ceil(_LEAST_OF_WORD * len(word))
    if len(word) >= _LONG and sum(char in text for char in word) > _SCATTERED * len(word):
        return True
    return any(word[place : place + least] in text for place in range(len(word) - least + 1))


def asks_total(question: Question) -> bool:
    """Whether a question asks how many of something there are, and not of some of it or what came about."""
    text = question.read.strip(" ?。!呢啊呀吗")
    counted = question.kind == "count" and not asks_how_long(text) and _OUTPUT.search(text) is None
    asked = counted and _STOCK.search(text) is not None and len(question.terms) <= _BARE
    return asked and not question.plans and _DEED.search(text) is None


def counts_all(question: Question, one: Evidence) -> bool:
    """Whether the figure asked for says of the very thing that is asked about how many there are."""
    figure = one.asked_figure
    if figure is None:
        return False
    visits = figure.unit in ATTENDANCE or figure.subject.endswith("人次")  # no stock: all that came
    if figure.nature not in ("level", "sum") and not visits:
        return False
    return names_asked(question, figure)


def names_asked(question: Question, figure: Figure) -> bool:
    """Whether what a figure counts is called by a word that is asked about, or by another word for it."""
    subject = _COUNT_OF.sub("", fold(figure.subject))  # 药店总数
    return any(subject.endswith(said) for said in _said(question))


def _said(question: Question) -> Iterator[str]:
    """The words of a question, each with those that may stand for it."""
    return chain.from_iterable(map(said_for, question.content))


def said_for(word: Word) -> tuple[str, ...]:
    """A word, and those that may stand for it."""
    return (word.text, *(variant.text for variant in word.variants))


def _short_of_total(question: Question, one: Evidence, codes: set[str]) -> ReasonCode | None:
    figure = one.asked_figure
    if figure is None:
        return None
    if not _is_akin(question, figure):
        return "no_figure"
    if figure.planned:
        return "only_planned"
    before = fold(one.quote)[one.figures[one.asked - 1].end if one.asked else 0 : figure.start]
    brought = "flow" in codes or figure.change is not None
    if (brought and _SUMMED.search(before) is None) or figure.unit in ATTENDANCE - wanted_by(question).units:
        return "only_flow"
    subject = fold(figure.subject)
    meant = (question.read, *_said(question))  # 老年人口 of 老人
    if _KIND.match(subject) and not any(_KIND.search(one) or subject == one for one in meant):
        return "only_part"
    text = fold(one.quote)
    return "only_part" if _is_part(question, figure, one.figures, text) or not is_level(figure, text) else None


def _is_akin(question: Question, figure: Figure) -> bool:
    """Whether what a figure counts has anything to do with what is asked about: no 灭火器 for 幼儿园."""
    subject = fold(figure.subject)
    return not subject or subject in _SUMS or any(char in subject for said in _said(question) for char in said)


def _is_part(question: Question, figure: Figure, figures: Sequence[Figure], text: str) -> bool:
    """Whether the figure is a part, or an item of a list of kinds, of what is asked about and not that itself.

    其中小学61所 is all there is where 小学有多少所 is asked; 九年一贯制学校2所 beside other kinds is not all 学校, nor are
    中小学 all 小学.
    """
    subject = fold(figure.subject)
    if any(counts_more(word, question.read, figure, text) for word in question.terms):
        return True
    if not subject or subject in question.read:
        return False
    return figure.of is None and is_one_of_kinds(question, figure, figures)


def is_one_of_kinds(question: Question, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a figure counts one of several kinds of what is asked about: 九年一贯制学校2所 beside others."""
    subject = fold(figure.subject)
    kinds = [word for word in question.terms if subject != word and subject.endswith(word)]
    place = next(place for place, other in enumerate(figures) if other is figure)
    has_parts = any(other.of == place for other in figures)
    listed = sum(other.unit == figure.unit and other.change is None for other in figures) >= _LIST
    return listed and bool(kinds) and not has_parts


def counts_more(noun: str, question: str, figure: Figure, text: str) -> bool:
    """Whether a figure counts other things together with what a noun names: 中小学、幼儿园48所 for either of them."""
    lead = CLAUSE_END.split(text[: figure.start])[-1]
    joined = noun[:1] in _JOINED and f"中{noun}" not in question
    if joined and re.search(rf"(?<![其此当])中{re.escape(noun)}", lead):
        return True
    # Behind the number before it, as 小学6所、幼儿园22所 are counted apart.
    listed = re.split(r"[、和及]", re.split(r"\d[^、,]*", lead)[-1].lstrip("、和及"))
    others = [kind for kind in listed if kind and noun not in kind and kind[-2:] not in question]
    return bool(others) and any(noun in kind for kind in listed)


def is_level(figure: Figure, text: str) -> bool:
    """Whether the clause says that there are so many: 共有教师20名, 教师达20名, and not 20名教师参加了培训."""
    *before, lead = CLAUSE_END.split(text[: figure.start])
    tail, subject = CLAUSE_END.split(text[figure.end :])[0], fold(figure.subject)
    if _DID.search(tail) or _SENT.search(lead):
        return False
    if not tail.strip() and (text[: figure.start].endswith(":") or (not lead.strip() and subject in before[-1:])):
        return True  # 项目：路灯，数量：30盏 or 北馆，路灯，30盏, a cell of a table
    return _LEVEL.search(lead) is not None or (bool(subject) and subject in lead)
