"""The commands by their names, and who is shown which in the menu."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden

from bot.wording import serving as wording

EVERYONE = ("start", "help", "ask", "reports", "figures", "compare")
GROUPS = ("ask", "reports", "figures", "compare", "help")
ADMINS = ("load", "remove", "stats", "feedback", "reload")
COMMANDS = frozenset((*EVERYONE, *ADMINS))


async def set_menus(bot: Bot, admins: Iterable[int]) -> None:
    """Tell Telegram which commands to offer in private chats, in groups, and to each administrator."""
    await bot.set_my_commands(_menu(EVERYONE), scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(_menu(GROUPS), scope=BotCommandScopeAllGroupChats())
    for admin in admins:
        try:
            await bot.set_my_commands(_menu((*EVERYONE, *ADMINS)), scope=BotCommandScopeChat(admin))
        except (BadRequest, Forbidden):
            continue  # an administrator who has not yet opened a chat with the bot


def _menu(names: Iterable[str]) -> list[BotCommand]:
    return [BotCommand(name, wording.COMMANDS[name]) for name in names]
