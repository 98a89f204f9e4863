"""What is said about accounts, in plain and polite Chinese."""

from __future__ import annotations

ACCOUNTS = "管理网页的账号和令牌"
ADD = "新建账号；密码从标准输入读一行，或在终端里输入"
ADD_NAME = "账号名"
ADD_ROLE = "reader 只提问，editor 还可载入和更正报告，administrator 还可管理账号（默认 reader）"
ADD_GROUP = "所在的组，可多次给出；限定给某组的报告只有组里的人看得到"
ADD_PROXY = "不设密码：由反向代理认人（配置 web.user_header）"
LISTING = "列出账号、令牌和分了组的 Telegram 编号"
TELEGRAM = "说明 Telegram 里的某个人或某个群在哪些组"
TELEGRAM_NUMBER = "Telegram 的用户编号；群的编号是负数"
TELEGRAM_GROUP = "所在的组，可多次给出；都不给就不再属于任何组"
REMOVE = "删除账号，连同它的令牌"
PASSWORD = "改密码"
TOKEN = "给程序用的令牌，只显示这一次"
TOKEN_NOTE = "用途"
TOKEN_LOADS = "也可以载入报告"
PROMPT = "密码（至少 8 个字）："
LIST = "可用 wenbao accounts list 查看"
BAD_CHAT = "Telegram 编号应为不等于 0 的整数"
BAD_NAME = "账号名应为 1 到 64 个可见的字"
BAD_PASSWORD = "密码应为 8 到 200 个字"
LAST_ADMINISTRATOR = "这是最后一个管理员，不能删除或降级"
added = "已建账号 {}（{}）。".format
removed = "已删除账号 {}。".format
CHANGED = "已改密码。"


def put(chat: int, groups: list[str]) -> str:
    """After a person or a chat of Telegram was put into groups."""
    return (
        f"Telegram 编号 {chat} 现在在这些组：{'、'.join(groups)}。"
        if groups
        else f"Telegram 编号 {chat} 现在不在任何组。"
    )


NO_ACCOUNTS = "还没有账号。请运行：wenbao accounts add 名字 --role administrator"
unknown = "没有“{}”这个账号".format
taken = "已经有“{}”这个账号了".format
