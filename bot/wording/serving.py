"""What the running bot says beside its screens: menus, toasts, and the lines of an administrator's terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.errors import UnknownReportError

COMMANDS = {
    "start": "从这里开始",
    "help": "怎样提问",
    "ask": "提一个问题",
    "reports": "有哪些报告",
    "figures": "查数据，例如 /figures 教师",
    "compare": "各报告对比，例如 /compare 招聘教师多少名",
    "load": "载入报告",
    "edit": "更正报告，例如 /edit 编号 年份 2022",
    "remove": "删除报告",
    "stats": "使用情况",
    "feedback": "👎 和没有答上的问题（CSV）",
    "reload": "重新读入报告库和词表",
}
ALIASES = {
    "开始": "start",
    "帮助": "help",
    "怎么用": "help",
    "如何使用": "help",
    "怎么提问": "help",
    "怎么问": "help",
    "能问什么": "help",
    "能查什么": "help",
    "可以问什么": "help",
    "你能干什么": "help",
    "你能做什么": "help",
    "你能干啥": "help",
    "你会什么": "help",
    "你会干什么": "help",
    "使用说明": "help",
    "help": "help",
    "报告": "reports",
}
_AROUND_A_NAME = " 　/。？?!！呀啊呢"


def command_meant(text: str) -> str | None:
    """The command that a message names in Chinese, None where it is a question.

    >>> command_meant("有哪些报告？"), command_meant("报告里有哪些问题")
    ('reports', None)
    """
    from retrieval.query.understanding import asks_for_reports  # most that is imported here needs no segmenter

    return ALIASES.get(text.strip(_AROUND_A_NAME).casefold()) or ("reports" if asks_for_reports(text) else None)


# How the same question is put to all reports.
OVER_ALL = "各报告{}对比"
NOT_ALLOWED = "您还没有使用权限"
LOAD_WHAT = "请直接把文件发给我，或者用 /load 回复一个文件；服务器上的文件可以写 /load 路径。"
PATH_REFUSED = "这个路径不在允许载入的文件夹里（配置的 telegram.load_from），或者里面有指到外面的链接。"
BEHIND_A_LOAD = "正在载入文件，您的操作已经排在后面，轮到时自动完成。"
LOAD_FAILED = "载入时出了意外，没有存入；详情见日志"
NOT_UNDERSTOOD = {
    "year": "没看出是哪一年。请回复这条消息，写四位数字，例如 2022",
    "place": "没看出是哪个地方。请回复这条消息，写地名，例如 青岛",
    "title": "没看出标题。请回复这条消息，写一行文字",
    "issuer": "没看出是哪个单位。请回复这条消息，写单位名称",
}
EDIT_FIELDS = {"年份": "year", "地区": "place", "标题": "title", "单位": "issuer"}
EDIT_HOW = "请写成：/edit 编号 年份 2022，也可以改地区、标题、单位；编号见 /reports。"
REPORT_GONE = "这篇报告已经不在了，不用再改。"
NO_FEEDBACK = "还没有 👎，也没有答不上的问题。"
FEEDBACK_FILE = "反馈.csv"
FEEDBACK_COLUMNS = ("时间（UTC）", "问题", "接着的问题", "回答", "评价")
STATUSES = {"answered": "已回答", "uncertain": "不确定", "no_answer": "没有答案", "clarify": "请选择报告", "": ""}
VERDICTS = {"up": "👍", "down": "👎"}
FEEDBACK_IN_PRIVATE = "这里面有大家的提问，请在和我的私聊里用这个命令。"
not_kept = "收到的文件存不下来（{}）".format  # where files that people send are kept
NOT_KEPT_REMEDY = "请检查磁盘空间和文件夹权限，或用 telegram.files 另指定一个文件夹，再发一次"
FILE_GONE = "原文件不在这里了。"
FILE_TOO_LARGE = "原文件太大，Telegram 不让机器人发送；请到服务器上取。"
reloaded = "已重新读入：{} 篇报告，词表没有问题。".format  # after everything was read anew


def unknown_report(error: UnknownReportError) -> str:
    """Where a report is not there, or a name means several: as the command line says it, with the chat's command."""
    said = "；".join(part for part in (error.what, error.remedy) if part)
    return said.replace("wenbao reports", "/reports")[:300]


not_an_address = "“{}”不是地址和端口，请写成 127.0.0.1:8642".format  # for an option that wants an address to listen on
SERVE = "运行 Telegram 机器人"
SERVE_SOCKET = "不连 Telegram，让报告库随时可问：同一台机器上的 wenbao ask 由它回答，快得多"
NO_SOCKET = "--socket 只用于报告库文件，也不能在 Windows 上用"
NO_SOCKET_REMEDY = "直接用 wenbao ask 就行"
SOCKET_TAKEN = "已经有一个 wenbao serve --socket 在用这个位置"
SOCKET_TAKEN_REMEDY = "不用再开；要换，请先停掉它"
SOCKET_WRONG = "这里不能建套接字"
SOCKET_WRONG_REMEDY = "请在配置里用 store.socket 换一处（路径不超过 100 个字节，也不能是已有的文件）"
WEB = "打开网页和接口，用浏览器提问"
WEB_LISTEN = "监听的地址和端口（默认见配置，127.0.0.1:8642）"
NO_TOKEN = "没有机器人令牌"
NO_TOKEN_REMEDY = "请设环境变量 TELEGRAM_BOT_TOKEN，或在配置的 [telegram] 里写 token；令牌从 @BotFather 得到"
BAD_TOKEN = "Telegram 不认这个机器人令牌"
BAD_TOKEN_REMEDY = "请到 @BotFather 核对或换一个新的"
NOBODY = "还没有人可以提问：请在配置的 [telegram] 里写 admins（给机器人发 /start 可以看到自己的编号）"
CONNECTING = "正在连接 Telegram……"
SERVING = "机器人 @{name} 已开始工作；按 Ctrl-C 停止。"
BACK = "又连上 Telegram 了"
GONE = "报告库文件不见了，先用已经读入的内容回答"
EMPTIED = "报告库文件被清空了（0 字节）"
PUT_BACK = "请把它放回原处，或者用 wenbao restore 从备份恢复；要从头开始，请重新启动"
NO_HEALTH = "127.0.0.1:{port} 已被占用，/health 没有开启"
REVOKED = "Telegram 不再认这个机器人令牌（可能已被撤销），停止收取消息"
SECOND = "另一个程序正在用同一个令牌收取消息，两边会互相抢；请只留一个在运行"
NO_EXTRA = "这里装的 python-telegram-bot 不全"
NO_EXTRA_REMEDY = "请重新运行 pip install 安装本软件"
STOPPED = "机器人已停止。"
CLOCK = "系统时间像是被大幅调整过，旧的问答记录先不按它清理；请检查时钟，时间无误的话，重新启动并运行一天后照常清理"
alarm = "⚠️ {}。大家的问题都留着，恢复后会接着回答。".format  # to the administrators, when a store cannot be used
mended = "✅ {}: 又可以用了".format  # the log and the administrators, of a file that could not be used
# the same where the file of what was said is no longer the one that was open
begun_anew = "⚠️ {}: 会话记录被删除、清空或换掉了，从现在起记在现在的文件里；其中没有的先前问答和等着载入的文件，请从备份恢复".format
away = "连不上 Telegram（{}），会一直试；这时的问题留在 Telegram 那里，连上后再答".format  # Telegram cannot be reached
NO_CONVERSATIONS = "还没有；第一次 wenbao serve 时建立"
CHECK_TOKEN = "令牌已设置"
CHECK_NO_TOKEN = "没有令牌；不用机器人时不必理会"


def who_may(admins: int, users: int, chats: int, *, open_to_all: bool) -> str:
    """Who may use the bot, in one line."""
    asking = "谁都可以提问" if open_to_all else f"可提问的 {users} 人、{chats} 个群"
    return f"管理员 {admins} 人，{asking}"


FAULTS = {"unreadable": "读不懂而跳过的更新", "incident": "意外", "storage": "存取故障"}


def pulse(age: float | None, unfinished: int, loads: int, faults: Iterable[tuple[str, int]]) -> str:
    """How many seconds ago the bot last heard something, what waits, and what went wrong in the last week."""
    last = f"最近一条消息在 {_ago(max(0.0, age))}前" if age is not None else "还没有收到过消息"
    wrong = "、".join(f"{FAULTS.get(kind, kind)} {count} 次" for kind, count in faults)
    return f"{last}；待处理 {unfinished} 条，待载入 {loads} 个；最近七天{wrong or '没有出错'}"


def _ago(seconds: float) -> str:
    for name, length in (("天", 86_400), ("小时", 3600), ("分钟", 60)):
        if seconds >= length:
            return f"{int(seconds // length)} {name}"
    return f"{int(seconds)} 秒"


STATISTICS = "使用情况"
REMOVE_YES = "确认删除"


def confirm_removal(count: int) -> str:
    """The question before reports are removed."""
    return f"确定要删除这 {count} 篇报告吗？" if count > 1 else "确定要删除这篇报告吗？"


removed = "已删除 {} 篇报告。".format  # after a removal
and_more = "……另有 {} 篇".format  # instead of the rest of a long list
stored = "报告库：{} 篇，{} 句，{} 个数据。".format  # what the archive holds


def asked(questions: int, people: int, median_ms: float | None) -> str:
    """How much was asked."""
    said = f"最近七天：{people} 人问了 {questions} 个问题"
    return f"{said}，半数在 {median_ms:.0f} 毫秒内答出。" if median_ms is not None else f"{said}。"


resident = "已就绪：{}，按 Ctrl-C 停止".format  # what is said when questions are answered from now on
