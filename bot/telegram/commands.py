"""The commands by their names, and who is shown which in the menu."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.wording import serving

EVERYONE = ("start", "help", "ask", "reports", "figures", "compare")
GROUPS = ("ask", "reports", "figures", "compare", "help")
ADMINS = ("load", "edit", "remove", "stats", "feedback", "reload")
COMMANDS = frozenset((*EVERYONE, *ADMINS))


async def set_menus(bot: Bot, admins: Iterable[int]) -> None:
    """Tell Telegram which commands to offer in private chats, in groups, and to each administrator."""
    await bot.set_my_commands(_menu(EVERYONE), scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(_menu(GROUPS), scope=BotCommandScopeAllGroupChats())
    for admin in admins:
        await set_menu(bot, admin)


async def set_menu(bot: Bot, admin: int) -> None:
    """Tell Telegram which commands to offer an administrator, if they have opened a chat with the bot."""
    with contextlib.suppress(TelegramError):  # the menu is a convenience, and /help names them all
        await bot.set_my_commands(_menu((*EVERYONE, *ADMINS)), scope=BotCommandScopeChat(admin))


def _menu(names: Iterable[str]) -> list[BotCommand]:
    return [BotCommand(name, serving.COMMANDS[name]) for name in names]
