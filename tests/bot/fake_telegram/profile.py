"""What a bot says of itself: its menus of commands for each scope and language, its descriptions."""

from __future__ import annotations

import json
import re

from tests.bot.fake_telegram import rules
from tests.bot.fake_telegram.parameters import Parameters
from tests.bot.fake_telegram.rules import bad_request
from tests.bot.fake_telegram.world import World


def scope_of(world: World, parameters: Parameters) -> tuple[str, str]:
    """The key under which commands are kept: the scope as sorted JSON, and the language."""
    given = parameters.text("scope")
    scope = rules.json_value(given, "BotCommandScope") if given else {"type": "default"}
    kinds = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
    if scope.get("type") in {"chat", "chat_administrators", "chat_member"}:
        world.chat(scope.get("chat_id"))
    elif scope.get("type") not in kinds:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    language = parameters.text("language_code")
    if not re.fullmatch("([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return json.dumps(scope, sort_keys=True), language


def set_my_commands(world: World, parameters: Parameters) -> bool:
    key = scope_of(world, parameters)
    world.commands[key] = rules.commands_of(parameters.text("commands"))
    return True


def get_my_commands(world: World, parameters: Parameters) -> list[dict[str, str]]:
    return world.commands.get(scope_of(world, parameters), [])


def delete_my_commands(world: World, parameters: Parameters) -> bool:
    world.commands.pop(scope_of(world, parameters), None)
    return True


def describe(world: World, parameters: Parameters, name: str, limit: int) -> bool:
    if len(parameters.text(name)) > limit:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    world.descriptions[name, parameters.text("language_code")] = parameters.text(name)
    return True
