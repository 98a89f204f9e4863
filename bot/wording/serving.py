"""What the running bot says beside its screens: menus, toasts, and the lines of an administrator's terminal."""

from __future__ import annotations

PROGRAM_NAME = "问报"
COMMANDS = {
    "start": "从这里开始",
    "help": "怎样提问",
    "ask": "提一个问题",
    "reports": "有哪些报告",
    "figures": "查数据，例如 /figures 教师",
    "compare": "各报告对比，例如 /compare 招聘教师多少名",
    "load": "载入报告",
    "remove": "删除报告",
    "stats": "使用情况",
    "feedback": "👎 和没有答上的问题（CSV）",
    "reload": "重新读入报告库和词表",
}
ALIASES = {"开始": "start", "帮助": "help", "怎么用": "help", "报告": "reports", "报告列表": "reports", "有哪些报告": "reports"}
# How the same question is put to all reports.
OVER_ALL = "各报告{}对比"

NOT_ALLOWED = "您还没有使用权限"
NOT_YOURS = "这是别人问的，请自己提一个问题"
STALE = "这个按钮已经过时，请重新提问"
CHANGED = "报告库已有变化，请重新提问"
THANKS_UP = "谢谢！"
THANKS_DOWN = "谢谢，已记下，管理员会看到"
INLINE_NOTHING = "没有找到，去对话里问"

SERVE = "运行 Telegram 机器人"
NO_TOKEN = "没有机器人令牌"
NO_TOKEN_REMEDY = "请设环境变量 TELEGRAM_BOT_TOKEN，或在配置的 [telegram] 里写 token；令牌从 @BotFather 得到"
BAD_TOKEN = "Telegram 不认这个机器人令牌"
BAD_TOKEN_REMEDY = "请到 @BotFather 核对或换一个新的"
NOBODY = "还没有人可以提问：请在配置的 [telegram] 里写 admins（给机器人发 /start 可以看到自己的编号）"
SERVING = "机器人 @{name} 已开始工作；按 Ctrl-C 停止。"
SECOND = "另一个程序正在用同一个令牌收取消息，两边会互相抢；请只留一个在运行"
NO_EXTRA = "这里装的 python-telegram-bot 不全"
NO_EXTRA_REMEDY = "请重新运行 pip install 安装本软件"
STOPPED = "机器人已停止。"

CHECK_TOKEN = "令牌已设置"
CHECK_NO_TOKEN = "没有令牌；不用机器人时不必理会"


def who_may(admins: int, users: int, chats: int, *, open_to_all: bool) -> str:
    """Who may use the bot, in one line."""
    asking = "谁都可以提问" if open_to_all else f"可提问的 {users} 人、{chats} 个群"
    return f"管理员 {admins} 人，{asking}"
