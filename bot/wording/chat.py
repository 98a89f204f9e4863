"""Every sentence that a person reads in the chat, in plain, short and polite Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.answers import opening, spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from retrieval.model import Answer, ReasonCode
    from store.errors import ReportQAError
    from store.model import ReportInfo

# ---------------------------------------------------------------------------------------------- answers

# Where a chat puts it otherwise than the command line; what is asked back, or what to try instead.
_SAID: Mapping[ReasonCode, str] = {
    "weak": "不太确定，只有一部分对得上，请核对原文。",
    "nothing_found": "报告里没有说到这件事。可以换个说法再问。",
    "not_there": "您问的报告里没有说到这件事。",
    "other_report": "这不是您问的报告，请核对。",
    "only_planned": "报告里只说了计划，没有说实际结果。",
    "no_content": "没看出您要问什么，请说得具体些，例如“2022年招聘了多少名教师”。",
    "small_talk": "我只回答工作报告里的事，例如“2022年招聘了多少名教师”。",
    "empty_question": "请直接把问题发给我，例如“2022年招聘了多少名教师”。",
    "empty_store": "还没有载入报告，暂时无法回答。",
}
_MOST_NAMED = 6
_SEVERAL = "好几篇报告都说到了，您问哪一篇？"


def said(answer: Answer) -> str:
    """What is said beside the quotations, empty where they speak for themselves."""
    kept = opening(answer)
    if answer.reason == "several":
        return kept + _SEVERAL
    if answer.reason in ("no_year", "other_year"):
        return kept + _no_year(answer)
    if answer.reason == "no_place":
        return kept + _no_place(answer)
    return kept + _SAID[answer.reason] if answer.reason in _SAID else answer.message


def _no_year(answer: Answer) -> str:
    asked = "、".join(map(str, answer.understood.years))
    there = _cut(spans({one.year for one in answer.choices if one.year} - {*answer.understood.years}))
    about = "这件事" if answer.reason == "other_year" else ""
    sentence = f"报告里没有说到 {asked} 年{about and f'的{about}'}。" if asked else "报告里没有说到您问的年份。"
    return sentence + (f"现有 {there} 年的报告。" if there else "")


def _no_place(answer: Answer) -> str:
    asked = "、".join(answer.understood.elsewhere[:2])
    there = _cut(list(dict.fromkeys(one.place for one in answer.choices if one.place)))
    sentence = f"没有“{asked}”的报告。" if asked else "没有您问的地方的报告。"
    return sentence + (f"现有的是 {there}。" if there else "")


def _cut(names: list[str]) -> str:
    return "、".join(names[:_MOST_NAMED]) + (" 等" if len(names) > _MOST_NAMED else "")


def leaning(parts: Sequence[str]) -> str:
    """What was taken from earlier questions, in its words."""
    return f"接着上一问：{'、'.join(parts)}"


def corrected(pairs: Sequence[tuple[str, str]]) -> str:
    """What typing errors were read as."""
    return "；".join(f"“{typed}”按“{meant}”理解" for typed, meant in pairs)


in_year = "{}年".format  # the year, or the years, that something is for


def speaks_of(period: str | None, *, planned: bool) -> str:
    """What a quotation speaks of where that is not plain from its report."""
    if period is None:
        return PLANNED if planned else ""
    return f"说的是{in_year(period)}" + (f"的{PLANNED}" if planned else "")


BELOW_NEAREST = "最接近的原文（不是答案）："
OTHERS = "其他相关原文"
PLANNED = "计划"
COMPARED_IN = "原句："
SEE_QUOTES = "出处与上下文"
NOTHING_TO_SAY = "报告里没有找到。"
others = f"{OTHERS}（{{}}/{{}}）：".format  # above a piece of evidence that is not the first


def nearest(piece: int, count: int) -> str:
    """Above what came closest where there is no answer."""
    return BELOW_NEAREST if count == 1 else f"最接近的原文，不是答案（{piece}/{count}）："


missing = "没有说到的报告（{}）：".format  # above the reports that do not say what is compared


def unsaid(names: Sequence[str]) -> str:
    """The few reports that do not say what is compared."""
    return f"没有说到：{'、'.join(names)}"


def choice(place: int, info: ReportInfo) -> str:
    """The label of a report to choose, by what tells it from others."""
    if info.place is None:
        return f"{place}. {info.title}"
    return f"{place}. {info.place}" + (f" {in_year(info.year)}" if info.year else "")


asked = "问：{}".format  # the question above an answer that is sent into another chat
published = "发布于 {}".format  # when a report was published
from_file = "来源文件：{}".format  # the file that a report was loaded from

# Buttons
more = "更多 {}/{}".format  # to the next piece of evidence
first = "回到 1/{}".format  # from the last piece of evidence to the first
SEE_NEAREST = "看看最接近的原文"
CONTEXT = "上下文"
SECTION = "原文"
SOURCE = "出处"
COPY = "复制"
SHARE = "转发"
GOOD = "👍"
BAD = "👎"
BACK = "‹ 返回"
BEFORE = "‹ 上一页"
NEXT = "下一页 ›"
FILE = "原文件"
READ_ON = "出处与全句"

# What a press is answered with, for a moment above the chat
THANKS = "谢谢！"
NOTED = "已记下，谢谢。我们会改进。"
NOT_YOURS = "这是别人的提问，请您自己问一次。"
STALE = "这条回答已经过期，请重新提问。"
sentences_of = "共 {} 句".format  # how much a section holds
leaf = "第 {}/{} 页".format  # which page of how many

# ---------------------------------------------------------------------------------------------- first steps
_COMMANDS = (
    ("/reports", "有哪些报告"),
    ("/figures 词", "查数据，例如：/figures 教师"),
    ("/compare 问题", "各篇报告对比，例如：/compare 各地投入资金"),
    ("/help", "使用说明"),
)
_ADMIN_COMMANDS = (
    ("/load", "载入报告（也可以直接发送文件）"),
    ("/remove 编号", "删除报告"),
    ("/stats", "使用情况"),
    ("/feedback", "👎 和没答上的问题"),
    ("/reload", "重新读取词表"),
)
WELCOME = "您好！我是问报。"
WHAT = "直接提问，我从工作报告里找出原句、出处和数据；报告没说的，我会直说没有。"
TRY = "可以点一个试试："
EMPTY = "还没有载入报告。"
EMPTY_ADMIN = "还没有载入报告。把报告文件发给我就可以载入。"
HOW = "怎么问"
HOW_LINES = (
    "直接发送问题，例如：2022年招聘了多少名教师",
    "接着问：那2021年呢（回复某条回答，就是接着那一条问）",
    "对比：各地投入了多少资金",
    "群里用 /ask 加问题，或者回复我的消息",
)
COMMANDS = "命令"
BUTTONS = "按钮"
BUTTON_LINES = (
    f"{CONTEXT}：前后几句",
    f"{SECTION}：所在的一节",
    f"{SOURCE}：可以转发的链接",
    f"{COPY}：带出处的原句",
    f"{GOOD} {BAD}：告诉我答得对不对",
)


def commands(*, admin: bool) -> tuple[tuple[str, str], ...]:
    """Each command with what it does."""
    return (*_COMMANDS, *(_ADMIN_COMMANDS if admin else ()))


def loaded(reports: int, years: Sequence[int], places: Sequence[str]) -> str:
    """What there is to ask about, in one line."""
    span = f"{years[0]}—{years[-1]}年" if len(years) > 1 else "".join(map(in_year, years))
    where = "、".join(places[:3]) + (f"等 {len(places)} 个地方" if len(places) > 3 else "")
    return "，".join(part for part in (f"现有 {reports} 篇报告", span, where) if part) + "。"


reports = "现有报告 {} 篇".format  # the heading of the list of reports


def figures(term: str, count: int) -> str:
    """The heading of a list of figures."""
    return f"“{term}”的数据 {count} 个" if term else f"数据 {count} 个"


def no_figures(term: str) -> str:
    """Where no figure fits."""
    return f"没有找到“{term}”的数据。可以换个词，例如：/figures 教师" if term else "还没有数据。"


FIGURES_OF_WHAT = "请在命令后面写上要查的词，例如：/figures 教师"
ASK_WHAT = "请在命令后面写上问题，例如：/ask 2022年招聘了多少名教师"
COMPARE_WHAT = "请在命令后面写上要对比的事，例如：/compare 各地投入资金"
REMOVE_WHAT = "请在命令后面写上报告编号（见 /reports），例如：/remove 003"
UNKNOWN_COMMAND = "没有这个命令。直接发送问题就可以；其他用法见 /help"
NOT_TEXT = "我只看得懂文字，请把问题打成文字发给我。"
FILE_NOT_ALLOWED = "载入报告要由管理员来做。您可以直接提问。"


# ---------------------------------------------------------------------------------------------- who may, and faults


def refused(*, group: bool) -> str:
    """To a person who may not ask, or in a group where nobody may."""
    said = "这个群还没有开通" if group else "您还没有使用权限"
    return f"抱歉，{said}。请把下面的编号交给管理员开通："


COPY_ID = "复制编号"
NOTED_DOWN = "报告库暂时用不了，您的话已经记下，恢复后马上回答；管理员也收到了通知。"
slow_down = "问得有点快，请等 {} 秒再问。".format  # to a person who asks too fast
# after a fault of ours
incident = "抱歉，出了点问题，这次没能回答。请稍后再试；如果还不行，请把编号 {} 告诉管理员。".format

# ---------------------------------------------------------------------------------------------- loading
STAGES = {"download": "下载", "parse": "解析", "split": "切句", "store": "入库"}
UNDO = "撤销"
SET = {"year": "改年份", "place": "改地区", "title": "改标题", "issuer": "改单位"}
UNKNOWN_YEAR = "年份未识别"
UNKNOWN_PLACE = "地区未识别"
loading = "正在载入 {}".format  # the heading while a file is loaded
nth = "已完成 {}/{}".format  # how far a load has come
stored = "已载入 {} 篇报告，{} 句，{} 个数据。".format  # what a load brought
NOTHING_NEW = "没有新内容。"


def unchanged(count: int) -> str:
    """Files that were there already, as they are."""
    return f"{count} 个文件没有变化。" if count > 1 else "这个文件已经载入过，没有变化。"


def duplicate(count: int) -> str:
    """Files whose text is there already."""
    return f"{count} 个文件的内容已有相同的报告，没有重复存入。" if count > 1 else "已有内容相同的报告，没有重复存入。"


failed = "没能载入 {} 个文件：".format  # above the files that could not be loaded


def failure(name: str, error: ReportQAError) -> str:
    """One file that could not be loaded, and the way out."""
    return f"{name}：{error.what}" + (f"；{error.remedy}" if error.remedy else "")


and_more = "……另有 {} 项".format  # instead of the rest of a long list
undone = "已撤销，删除了 {} 篇报告：".format  # after a load was taken back
CORRECTED = "已改好："
UNDONE_ALREADY = "这次载入已经撤销过了。"

_ASK = {
    "year": "是哪一年的？请回复这条消息，写四位数字，例如 2022",
    "place": "是哪个地方的？请回复这条消息，例如 青岛",
    "title": "的标题应该是什么？请回复这条消息，写出标题",
    "issuer": "是哪个单位的？请回复这条消息，写单位全称",
}


def ask_for(field: str, title: str) -> str:
    """Asks what a field of a report should be."""
    return f"《{title}》{_ASK[field]}"


# for a file that Telegram does not hand to a bot; ``most`` in megabytes
too_large = "{} 超过 {} MB，Telegram 不让机器人下载。请把它放到服务器上，用命令行载入：".format
TOO_LARGE_COMMAND = "wenbao load 文件"
