"""What Telegram lets a bot send: limits of texts, buttons, commands and inline results, with its own error texts.

Each check raises ApiError as the Bot API would answer, or returns the value as it goes on. What Telegram drops without a
word (entities after the hundredth, a ninth button in a row, a button without a text) comes back as a sentence for the
list of violations, so that a test can assert that there were none.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tests.bot.fake_telegram.html import MarkupError, from_html
from tests.bot.fake_telegram.markup import Formatted, cleaned, link, trimmed, utf16, with_tappables

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
MAX_BUTTONS = 100
MAX_ROW = 8
MAX_CALLBACK_DATA = 64  # bytes
MAX_COPY_TEXT = 256
MAX_ANSWER = 200  # characters of answerCallbackQuery
MAX_RESULTS = 50
MAX_COMMANDS = 100
ACTIONS = set(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker"
    " find_location record_video_note upload_video_note".split()
)
KINDS_OF_BUTTON = (
    *("callback_data", "url", "copy_text", "switch_inline_query", "switch_inline_query_current_chat", "web_app"),
    *("login_url", "switch_inline_query_chosen_chat", "callback_game", "pay"),
)


class ApiError(Exception):
    """An answer with "ok": false."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad_request(problem: str) -> ApiError:
    """400, worded as Telegram does: the first letter small, unless the problem is a code in capitals."""
    if not re.match(r".[A-Z_]", problem):
        problem = problem[:1].lower() + problem[1:]
    return ApiError(400, f"Bad Request: {problem}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A value that Telegram takes, and what it dropped from it without a word."""

    value: Any
    dropped: tuple[str, ...] = ()


@lru_cache(4096)  # pure, and a load asks the same questions again and again
def text_of(text: str, parse_mode: str, entities: str, *, limit: int, too_long: str) -> Checked:
    """The text as it will be shown, with its entities."""
    formatted = trimmed(with_tappables(parsed(text, parse_mode, entities)))
    if utf16(formatted.text) > limit:
        raise bad_request(too_long)
    if len(formatted.entities) <= MAX_ENTITIES:
        return Checked(formatted)
    dropped = f"{len(formatted.entities)} entities, of which Telegram keeps {MAX_ENTITIES}"
    return Checked(Formatted(formatted.text, formatted.entities[:MAX_ENTITIES]), (dropped,))


def parsed(text: str, parse_mode: str, entities: str) -> Formatted:
    """The text without its markup; given entities go before a parse mode."""
    if entities and json_value(entities, "entities") != []:
        raise NotImplementedError("this fake reads parse_mode=HTML, not entities")
    match parse_mode.lower():
        case "":
            return Formatted(cleaned(text))
        case "html":
            try:
                return from_html(cleaned(text))
            except MarkupError as error:
                raise ApiError(400, f"Bad Request: can't parse entities: {error}") from None
        case "markdown" | "markdownv2":
            raise NotImplementedError("this fake reads parse_mode=HTML, not Markdown")
    raise bad_request("unsupported parse_mode")


def json_value(text: str, name: str) -> Any:
    """The parameter's JSON."""
    try:
        return json.loads(text)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


def markup_of(text: str, *, inline_only: bool = False) -> Checked:
    """The reply markup as it will be shown; None for none."""
    if not text:
        return Checked(None)
    markup = json_value(text, "reply keyboard markup")
    if markup is None:
        return Checked(None)
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return inline_keyboard(markup["inline_keyboard"])
    if inline_only and set(markup) & {"keyboard", "remove_keyboard", "force_reply"}:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        rows = rows_of(markup["keyboard"], "keyboard")
        return Checked({**markup, "keyboard": [[keyboard_button(button) for button in row] for row in rows]})
    for name in ("remove_keyboard", "force_reply"):
        if name in markup:
            if not isinstance(markup[name], bool):
                raise bad_request(f'field "{name}" must be of type Boolean')
            placeholder(markup)
            return Checked(markup if markup[name] else None)
    return Checked(None)


def rows_of(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" of the ReplyKeyboardMarkup must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" of the ReplyKeyboardMarkup must be an Array of Arrays')
    return rows


def placeholder(markup: dict[str, Any]) -> None:
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise bad_request("PLACEHOLDER_INVALID")


def keyboard_button(button: Any) -> dict[str, Any]:
    """A button of a reply keyboard, which may be written as its text alone."""
    button = {"text": button} if isinstance(button, str) else button
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not button["text"].strip():
        raise bad_request("BUTTON_INVALID")
    return button


def inline_keyboard(rows: Any) -> Checked:
    """The rows of an inline keyboard as shown: what is too much is dropped, as Telegram does."""
    shown: list[list[dict[str, Any]]] = []
    dropped = []
    for row in rows_of(rows, "inline_keyboard"):
        buttons = [inline_button(button) for button in row]
        named = [button for button in buttons if button["text"]]
        if len(named) < len(buttons):
            dropped.append("an inline button without a text")
        if len(named) > MAX_ROW:
            dropped.append(f"a row of {len(named)} inline buttons, more than {MAX_ROW}")
        shown += [named[:MAX_ROW]] if named else []
    total = sum(map(len, shown))
    if total > MAX_BUTTONS:
        dropped.append(f"{total} inline buttons, more than {MAX_BUTTONS}")
        room = MAX_BUTTONS
        for row in shown:
            del row[max(room, 0) :]
            room -= len(row)
    shown = [row for row in shown if row]
    return Checked({"inline_keyboard": shown} if shown else None, tuple(dropped))


def inline_button(button: Any) -> dict[str, Any]:
    """One button of an inline keyboard, with its text as shown."""
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise ApiError(400, "Bad Request: can't parse inline keyboard button: Can't find field \"text\"")
    kinds = [kind for kind in KINDS_OF_BUTTON if button.get(kind) is not None]
    if not kinds:
        problem = "Text buttons are unallowed in the inline keyboard"
        raise ApiError(400, f"Bad Request: can't parse inline keyboard button: {problem}")
    text = cleaned(button["text"]).strip()
    if text:
        button_target(button, kinds)
    return {**button, "text": text}


def button_target(button: dict[str, Any], kinds: list[str]) -> None:
    """What the button does: exactly one thing, within its limits."""
    if len(kinds) > 1:
        raise bad_request(f"can't parse inline keyboard button: more than one of {', '.join(kinds)}")
    match kinds[0]:
        case "callback_data":
            if not 1 <= len(str(button["callback_data"]).encode()) <= MAX_CALLBACK_DATA:
                raise bad_request("BUTTON_DATA_INVALID")
        case "copy_text":
            copied = button["copy_text"]
            if not isinstance(copied, dict):
                raise bad_request('field "copy_text" must be of type Object')
            if not 1 <= len(str(copied.get("text", ""))) <= MAX_COPY_TEXT:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "url" if link(button["url"]) is None:
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def commands_of(text: str) -> list[dict[str, str]]:
    """The commands of setMyCommands as kept."""
    given = json_value(text or "[]", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [bot_command(one) for one in given]


def bot_command(one: Any) -> dict[str, str]:
    if not isinstance(one, dict):
        raise bad_request("expected an Object as BotCommand")
    command = str(one.get("command", "")).strip().removeprefix("/")
    description = str(one.get("description", "")).strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    if not re.fullmatch("[a-z0-9_]+", command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def inline_results(text: str) -> Checked:
    """The results of answerInlineQuery, with the text that each would send read out."""
    results = json_value(text or "[]", "inline query results")
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    dropped: list[str] = []
    for result in results:
        identity = str(result.get("id", ""))
        if not 1 <= len(identity.encode()) <= 64:
            raise bad_request("RESULT_ID_INVALID")
        if identity in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(identity)
        dropped += article(result)
    return Checked(results, tuple(dropped))


def article(result: dict[str, Any]) -> tuple[str, ...]:
    """Checks a result of type article, the only one that this project sends; gives what Telegram drops from it."""
    if result.get("type") != "article":
        raise NotImplementedError(f"this fake knows articles as inline results, not {result.get('type')}")
    if not str(result.get("title", "")).strip():
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("MESSAGE_EMPTY")
    shown = text_of(
        *(content["message_text"], content.get("parse_mode", ""), ""), limit=MAX_TEXT, too_long="MESSAGE_TOO_LONG"
    )
    if not shown.value.text:
        raise bad_request("MESSAGE_EMPTY")
    result["input_message_content"] = {**content, "formatted": shown.value}
    markup = (
        markup_of(json.dumps(result["reply_markup"]), inline_only=True) if "reply_markup" in result else Checked(None)
    )
    result["reply_markup"] = markup.value
    return (*shown.dropped, *markup.dropped)


def start_button(text: str) -> dict[str, Any] | None:
    """The button above inline results."""
    if not text:
        return None
    button = json_value(text, "inline query results button")
    if not button.get("text"):
        raise bad_request("can't parse inline query results button: Can't find field \"text\"")
    if "web_app" in button:
        return dict(button)
    if not valid_payload(button.get("start_parameter", "")):
        raise bad_request("START_PARAM_INVALID")
    return dict(button)


def valid_payload(payload: str) -> bool:
    """Whether a deep link may carry it: 1–64 letters, digits, _ and -."""
    return re.fullmatch("[A-Za-z0-9_-]{1,64}", payload) is not None
