"""The methods of the Bot API, each a function from the world and a call's parameters to its result.

Names are the keys of METHODS in small letters, since Telegram does not mind case. getUpdates and the webhook are the
server's, because they wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.bot.fake_telegram import profile, rules
from tests.bot.fake_telegram.markup import Formatted, utf16
from tests.bot.fake_telegram.parameters import Parameters
from tests.bot.fake_telegram.rules import ApiError, bad_request
from tests.bot.fake_telegram.world import CARRIES, Chat, Kept, StoredFile, World, write_text

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)


Method = Callable[[World, Parameters], Any]


def writable(world: World, parameters: Parameters) -> Chat:
    """The chat that the call writes to, if the bot may."""
    chat = world.chat(parameters.text("chat_id"))
    where = "supergroup" if chat.type == "supergroup" else chat.type
    if chat.type == "private":
        if chat.bot == "blocked":
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat.bot == "unstarted":
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
    elif chat.bot == "kicked":
        raise ApiError(403, f"Forbidden: bot was kicked from the {where} chat")
    elif chat.bot == "left":
        raise ApiError(403, f"Forbidden: bot is not a member of the {where} chat")
    elif chat.type == "channel" and chat.bot != "administrator":
        raise bad_request("need administrator rights in the channel chat")
    return chat


def reply_of(world: World, chat: Chat, parameters: Parameters) -> dict[str, Any]:
    """The field that names the message replied to, if it is there or has to be."""
    given = parameters.text("reply_parameters")
    asked = rules.json_value(given, "reply parameters") if given else {}
    message_id = int(asked.get("message_id") or parameters.integer("reply_to_message_id"))
    if not message_id:
        return {}
    kept = world.message(chat, message_id)
    if kept:
        return {"reply_to_message": {key: value for key, value in kept.raw.items() if key != "reply_to_message"}}
    if asked.get("allow_sending_without_reply") or parameters.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def send(world: World, chat: Chat, parameters: Parameters, content: dict[str, Any], text: Formatted) -> dict[str, Any]:
    """Post what the bot sends, with its reply and its keyboard."""
    markup = parameters.markup()
    reply = reply_of(world, chat, parameters)
    sender = None if chat.type == "channel" else world.bot
    kept = world.post(chat, sender, {**reply, **content}, text)
    kept.by_bot = True
    set_markup(kept, markup)
    return shown_to_bot(kept)


def set_markup(kept: Kept, markup: dict[str, Any] | None) -> None:
    kept.raw.pop("reply_markup", None)
    if markup:
        kept.raw["reply_markup"] = markup


def shown_to_bot(kept: Kept) -> dict[str, Any]:
    """The message as a result: reply keyboards are not repeated in it."""
    markup = kept.raw.get("reply_markup")
    if markup is None or "inline_keyboard" in markup:
        return dict(kept.raw)
    return {key: value for key, value in kept.raw.items() if key != "reply_markup"}


def send_message(world: World, parameters: Parameters) -> dict[str, Any]:
    chat = writable(world, parameters)
    if not parameters.text("text"):
        raise bad_request("message text is empty")
    text = parameters.formatted("text", "entities", rules.MAX_TEXT, "message is too long")
    if not text.text:
        raise bad_request("message text is empty")
    return send(world, chat, parameters, {}, text)


def file_of(world: World, parameters: Parameters, kind: str) -> StoredFile:
    """The file that the call sends: uploaded with it, or known by its id."""
    given = parameters.text(kind)
    upload = parameters.files.get(given.removeprefix("attach://") if given.startswith("attach://") else kind)
    if upload:
        if not upload.data:
            raise bad_request("file must be non-empty")
        return world.keep_file(kind, upload.data, upload.name, upload.mime_type)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    stored = world.files.get(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def send_file(world: World, parameters: Parameters, kind: str) -> dict[str, Any]:
    chat = writable(world, parameters)
    caption = parameters.formatted("caption", "caption_entities", rules.MAX_CAPTION, "message caption is too long")
    stored = file_of(world, parameters, kind)
    if kind == "photo":
        if not stored.data.startswith(IMAGES):
            raise bad_request("IMAGE_PROCESS_FAILED")
        return send(world, chat, parameters, {"photo": [photo_size(stored)]}, caption)
    return send(world, chat, parameters, {"document": stored.raw}, caption)


def photo_size(stored: StoredFile) -> dict[str, Any]:
    size = {"width": 800, "height": 600, "file_size": stored.size}
    return {"file_id": stored.file_id, "file_unique_id": f"u{stored.file_id}", **size}


def editable(world: World, parameters: Parameters) -> Kept:
    """The bot's own message that the call edits."""
    if inline_id := parameters.text("inline_message_id"):
        if inline_id not in world.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return world.inline_messages[inline_id]
    chat = writable(world, parameters)
    if not parameters.integer("message_id"):
        raise bad_request("message identifier is not specified")
    kept = world.message(chat, parameters.integer("message_id"))
    if kept is None:
        raise bad_request("message to edit not found")
    if not kept.by_bot:
        raise bad_request("message can't be edited")
    return kept


def edited(world: World, kept: Kept, parameters: Parameters, text: Formatted) -> Any:
    """The message with its new text and keyboard; no keyboard given takes the old one away."""
    markup = parameters.markup(inline_only=True)
    if text == kept.formatted and markup == kept.raw.get("reply_markup"):
        raise bad_request(NOT_MODIFIED)
    write_text(kept, text)
    set_markup(kept, markup)
    kept.edits += 1
    kept.raw["edit_date"] = int(time.time())
    world.changed.notify_all()
    return True if parameters.text("inline_message_id") else shown_to_bot(kept)


def edit_message_text(world: World, parameters: Parameters) -> Any:
    kept = editable(world, parameters)
    if CARRIES & kept.raw.keys():
        raise bad_request("there is no text in the message to edit")
    if not parameters.text("text"):
        raise bad_request("message text is empty")
    text = parameters.formatted("text", "entities", rules.MAX_TEXT, "MESSAGE_TOO_LONG")
    if not text.text:
        raise bad_request("message text is empty")
    return edited(world, kept, parameters, text)


def edit_message_caption(world: World, parameters: Parameters) -> Any:
    kept = editable(world, parameters)
    if not CARRIES & kept.raw.keys():
        raise bad_request("there is no caption in the message to edit")
    text = parameters.formatted("caption", "caption_entities", rules.MAX_CAPTION, "MEDIA_CAPTION_TOO_LONG")
    return edited(world, kept, parameters, text)


def edit_message_reply_markup(world: World, parameters: Parameters) -> Any:
    kept = editable(world, parameters)
    return edited(world, kept, parameters, kept.formatted)


def delete_message(world: World, parameters: Parameters) -> bool:
    chat = writable(world, parameters)
    kept = world.message(chat, parameters.integer("message_id"))
    if kept is None:
        raise bad_request("message to delete not found")
    if not kept.by_bot and chat.type != "private" and chat.bot != "administrator":
        raise bad_request("message can't be deleted")
    kept.deleted = True
    world.changed.notify_all()
    return True


def send_chat_action(world: World, parameters: Parameters) -> bool:
    chat = writable(world, parameters)
    if parameters.text("action") not in rules.ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(parameters.text("action"))
    return True


def get_file(world: World, parameters: Parameters) -> dict[str, Any]:
    stored = world.files.get(parameters.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    identity = {"file_id": stored.file_id, "file_unique_id": f"u{stored.file_id}"}
    return {**identity, "file_size": stored.size, "file_path": stored.path}


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    text = parameters.text("text")
    if utf16(text) > rules.MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    url = parameters.text("url")
    answer = {"text": text, "alert": parameters.flag("show_alert"), "url": url}
    world.answer(parameters.text("callback_query_id"), answer)
    return True


def answer_inline_query(world: World, parameters: Parameters) -> bool:
    results = parameters.kept(rules.inline_results(parameters.text("results")))
    button = rules.start_button(parameters.text("button"))
    personal = parameters.flag("is_personal")
    if len(parameters.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = {"results": results, "button": button, "personal": personal, "cache_time": parameters.text("cache_time")}
    world.answer(parameters.text("inline_query_id"), answer)
    return True


def get_me(world: World, parameters: Parameters) -> dict[str, Any]:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
    return {**world.bot, **abilities}


def get_chat(world: World, parameters: Parameters) -> dict[str, Any]:
    chat = world.chat(parameters.text("chat_id"))
    return {**world.chat_json(chat), "accent_color_id": 0, "max_reaction_count": 11}


def leave_chat(world: World, parameters: Parameters) -> bool:
    chat = writable(world, parameters)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot = "left"
    return True


METHODS: dict[str, Method] = {
    "getme": get_me,
    "sendmessage": send_message,
    "senddocument": lambda world, parameters: send_file(world, parameters, "document"),
    "sendphoto": lambda world, parameters: send_file(world, parameters, "photo"),
    "sendchataction": send_chat_action,
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "getfile": get_file,
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setmydescription": lambda world, parameters: profile.describe(world, parameters, "description", 512),
    "setmyshortdescription": lambda world, parameters: profile.describe(world, parameters, "short_description", 120),
    "getchat": get_chat,
    "leavechat": leave_chat,
}
