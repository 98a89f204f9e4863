"""The first look at every update: who is it from, is it meant for us, and may they?

What comes out on the other side is a message, a button, or an inline query of a person who may ask. Everything else
ends here: in silence where nobody spoke to us, with one polite refusal where somebody did.
"""

from __future__ import annotations

from telegram import InlineQueryResultsButton, Message, MessageEntity, Update
from telegram.constants import ChatID
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.telegram.commands import COMMANDS
from bot.telegram.context import BotContext, group_of, person_of
from bot.telegram.screens.loading import refused
from bot.wording import serving


class Gate:
    """Lets through what is to be answered."""

    def __init__(self, desk: BotContext) -> None:
        self._desk = desk

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop the update here unless it is to be answered."""
        if update.effective_message is not None and update.effective_chat is not None:
            self._desk.sender.seen(update.effective_chat.id, update.effective_message.message_id)
        person = update.effective_user
        answerable = update.message or update.callback_query or update.inline_query
        if answerable is None or person is None:  # edits, channels, polls, members coming and going
            raise ApplicationHandlerStop
        if (person.is_bot and person.id != ChatID.ANONYMOUS_ADMIN) or not _is_text(update):
            raise ApplicationHandlerStop
        if update.message is not None and not is_for_us(update.message, context.bot.id, context.bot.username):
            raise ApplicationHandlerStop
        if not self._desk.access.may_ask(person.id, group_of(update)):
            await self._refuse(update)
            raise ApplicationHandlerStop

    async def _refuse(self, update: Update) -> None:
        person, group = person_of(update), group_of(update)
        inline, pressed, message = update.inline_query, update.callback_query, update.message
        if inline is not None:
            button = InlineQueryResultsButton(serving.NOT_ALLOWED, start_parameter="id")
            await self._desk.in_time(lambda: inline.answer([], cache_time=0, is_personal=True, button=button))
        elif pressed is not None:
            await self._desk.in_time(lambda: pressed.answer(serving.NOT_ALLOWED, show_alert=True))
        elif message is not None and group is not None:  # a group is allowed as a whole, and told once
            if self._desk.conversations.refuse(group, 0):
                await self._desk.reply(message, refused(group))
        elif message is not None:
            # Somebody who presses /start asks for their number; anybody else is told once.
            begins = (message.text or "").startswith("/start")
            new = self._desk.conversations.refuse(message.chat_id, person)
            if new or (begins and not self._desk.pace.wait(person, self._desk.ticks())):
                await self._desk.reply(message, refused(person))


def is_for_us(message: Message, bot: int, name: str) -> bool:
    """Whether a message speaks to the bot: anything in a private chat; in a group a command, a reply or a mention."""
    if message.via_bot is not None:  # what an inline query has put there is an answer already
        return False
    if message.chat.type == message.chat.PRIVATE:
        return not _is_service(message)
    if message.document is None and replies_to(message, bot):
        return not _is_service(message)
    entities = message.parse_entities([MessageEntity.MENTION, MessageEntity.BOT_COMMAND])
    entities |= message.parse_caption_entities([MessageEntity.BOT_COMMAND])
    return any(_names(entity, text, name) for entity, text in entities.items())


def replies_to(message: Message, person: int) -> bool:
    """Whether a message replies to one of this person's, or bot's."""
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == person


def _names(entity: MessageEntity, text: str, name: str) -> bool:
    if entity.type == MessageEntity.BOT_COMMAND:
        command, _, whose = text[1:].partition("@")
        # A command without a name reaches every bot of the group; those that are not ours are another's.
        return entity.offset == 0 and (whose.lower() == name.lower() if whose else command.lower() in COMMANDS)
    return text.lower() == f"@{name.lower()}"


def _is_text(update: Update) -> bool:
    """Whether all words in it are whole: halves of characters can be neither stored nor sent, and no app sends them."""
    messages = (update.message, update.message.reply_to_message) if update.message is not None else ()
    words = [text for one in messages if one is not None for text in (one.text, one.caption) if text]
    if update.inline_query is not None:
        words.append(update.inline_query.query)
    try:
        "".join(words).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_service(message: Message) -> bool:
    """Members coming and going, pinned messages, changed titles: nothing that a person has said."""
    return message.effective_attachment is None and message.text is None
