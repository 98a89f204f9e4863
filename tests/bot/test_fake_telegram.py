"""The stand-in for Telegram against python-telegram-bot, which parses each of its answers and maps each of its errors."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.bot.fake_telegram import (
    BAD_GATEWAY,
    BAD_GATEWAY_AFTER,
    DROPPED,
    DROPPED_AFTER,
    SERVER_ERROR,
    SERVER_ERROR_AFTER,
    TOO_MANY,
    FakeTelegram,
    Fault,
    Message,
    Person,
    slow,
)

Use = Callable[[Bot], Awaitable[Any]]


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running
        assert not running.broken


@pytest.fixture
def wang(telegram: FakeTelegram) -> Person:
    person = telegram.person("王敏")
    person.starts()
    return person


def bot_of(telegram: FakeTelegram, token: str | None = None) -> Bot:
    """A bot that does not read the machine's certificates, which takes longer than a test."""
    plain, polling = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    return Bot(
        token or telegram.token,
        base_url=telegram.base_url,
        base_file_url=telegram.base_file_url,
        request=plain,
        get_updates_request=polling,
    )


def call(telegram: FakeTelegram, use: Use) -> Any:
    """What the use of a bot gives."""

    async def whole() -> Any:
        async with bot_of(telegram) as bot:
            return await use(bot)

    return asyncio.run(whole())


def refused(telegram: FakeTelegram, use: Use, kind: type[TelegramError] = BadRequest) -> str:
    """The words of the refusal."""
    with pytest.raises(kind) as error:
        call(telegram, use)
    assert type(error.value) is kind
    return str(error.value)


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(rows)


def more(data: str = "v1|more|1|0", text: str = "更多") -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=data)


def says(telegram: FakeTelegram, person: Person, text: str, **options: Any) -> Message:
    """The bot says something; gives it as the person sees it."""
    sent = call(telegram, lambda bot: bot.send_message(person.id, text, parse_mode="HTML", **options))
    return next(one for one in person.private.messages if one.id == sent.message_id)


# ------------------------------------------------------------------------------------------------ every method


def test_every_method_gives_what_the_library_parses(telegram: FakeTelegram, wang: Person) -> None:
    sent_document = wang.sends_document("全年招聘教师132名。".encode(), "总结.txt")

    async def use(bot: Bot) -> None:
        assert (await bot.get_me()).username == "wenbao_test_bot"
        assert (await bot.get_chat(wang.id)).first_name == "王敏"
        assert await bot.send_chat_action(wang.id, "typing")
        answer = await bot.send_message(wang.id, "<b>132 名</b>", "HTML", reply_markup=keyboard([more()]))
        assert answer.reply_markup is not None
        assert answer.text_html == "<b>132 名</b>"
        changed = await answer.edit_text("133 名")
        assert isinstance(changed, type(answer))
        assert changed.reply_markup is None
        await answer.edit_reply_markup(keyboard([more()]))
        document = (
            await bot.send_document(wang.id, b"abc", filename="表.csv", caption="<i>表</i>", parse_mode="HTML")
        ).document
        assert document is not None
        assert document.file_name == "表.csv"
        assert (await bot.send_document(wang.id, document.file_id)).document == document
        photo = await bot.send_photo(wang.id, b"\x89PNG\r\n\x1a\n....")
        await photo.edit_caption("图")
        await photo.delete()
        assert sent_document.file is not None
        data = await (await bot.get_file(sent_document.file.file_id)).download_as_bytearray()
        assert data.decode() == "全年招聘教师132名。"
        assert await bot.set_my_description("问报")
        assert await bot.set_my_short_description("问报")

    call(telegram, use)
    texts = [one.html for one in wang.private.messages if one.by_bot]
    assert texts == ["133 名", "<i>表</i>", ""]
    assert wang.private.actions == ("typing",)
    assert not telegram.violations


def test_commands_are_kept_for_each_scope_and_language(telegram: FakeTelegram, wang: Person) -> None:
    async def use(bot: Bot) -> None:
        everywhere, chat = BotCommandScopeAllPrivateChats(), BotCommandScopeChat(wang.id)
        await bot.set_my_commands([BotCommand("ask", "提问")])
        await bot.set_my_commands([BotCommand("load", "加载")], scope=chat)
        await bot.set_my_commands([BotCommand("ask", "Ask")], scope=everywhere, language_code="en")
        assert [one.description for one in await bot.get_my_commands()] == ["提问"]
        assert [one.command for one in await bot.get_my_commands(scope=chat)] == ["load"]
        assert [one.description for one in await bot.get_my_commands(everywhere, "en")] == ["Ask"]
        await bot.delete_my_commands(scope=chat)
        assert await bot.get_my_commands(scope=chat) == ()

    call(telegram, use)


def test_what_is_no_method_is_not_found(telegram: FakeTelegram) -> None:
    with pytest.raises(TelegramError, match="not found"):
        call(telegram, lambda bot: bot.do_api_request("sendNothing"))


@pytest.mark.parametrize("token", ["1:AAAAAAAAAAAAAAAAAAAAAAAAA", "nonsense"])
def test_a_wrong_token_is_refused(telegram: FakeTelegram, token: str) -> None:
    async def use() -> None:
        async with bot_of(telegram, token):
            pass

    with pytest.raises(InvalidToken, match="rejected"):
        asyncio.run(use())


# ------------------------------------------------------------------------------------------------ limits


@pytest.mark.parametrize(
    ("fits", "too_long"),
    [("一" * 4096, "一" * 4097), ("😀" * 2048, "😀" * 2048 + "一"), ("<b>" + "一" * 4096 + "</b>", "一" * 5000)],
)
def test_texts_end_at_4096_units_after_parsing(telegram: FakeTelegram, wang: Person, fits: str, too_long: str) -> None:
    shown = says(telegram, wang, fits)
    assert refused(telegram, lambda bot: bot.send_message(wang.id, too_long)) == "Message is too long"
    edit = refused(telegram, lambda bot: bot.edit_message_text(too_long, wang.id, shown.id))
    assert edit == "Message_too_long"


def test_captions_end_at_1024(telegram: FakeTelegram, wang: Person) -> None:
    call(telegram, lambda bot: bot.send_document(wang.id, b"x", caption="一" * 1024))
    long = refused(telegram, lambda bot: bot.send_document(wang.id, b"x", caption="一" * 1025))
    assert long == "Message caption is too long"


@pytest.mark.parametrize("text", ["", " \n ", "<b></b>", "<b> </b>"])
def test_an_empty_text_is_refused(telegram: FakeTelegram, wang: Person, text: str) -> None:
    assert refused(telegram, lambda bot: bot.send_message(wang.id, text, "HTML")) == "Message text is empty"


def test_bad_html_is_refused_with_its_place(telegram: FakeTelegram, wang: Person) -> None:
    words = refused(telegram, lambda bot: bot.send_message(wang.id, "中<b>一", "HTML"))
    assert words == "Can't parse entities: can't find end tag corresponding to start tag \"b\""


def test_entities_after_the_hundredth_are_dropped_and_noted(telegram: FakeTelegram, wang: Person) -> None:
    assert len(says(telegram, wang, "<b>一</b>二" * 100).entities) == 100
    assert not telegram.violations
    assert len(says(telegram, wang, "<b>一</b>二" * 101).entities) == 100
    assert [one.what for one in telegram.violations] == ["101 entities, of which Telegram keeps 100"]


BUTTONS = [
    (more("x" * 64), more("x" * 65), "Button_data_invalid"),
    (more("一" * 21), more("一" * 22), "Button_data_invalid"),
    (
        InlineKeyboardButton("网页", url="https://example.org/一"),
        InlineKeyboardButton("网页", url="not an address"),
        "Inline keyboard button url 'not an address' is invalid: wrong http url",
    ),
    (
        InlineKeyboardButton("复制", api_kwargs={"copy_text": {"text": "一" * 256}}),
        InlineKeyboardButton("复制", api_kwargs={"copy_text": {"text": "一" * 257}}),
        "Button_copy_text_invalid",
    ),
    (
        InlineKeyboardButton("查", switch_inline_query_current_chat="教师"),
        InlineKeyboardButton("空"),
        "Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
    ),
]


@pytest.mark.parametrize(("good", "bad", "problem"), BUTTONS)
def test_a_button_within_its_limits_and_one_beyond(
    telegram: FakeTelegram, wang: Person, good: InlineKeyboardButton, bad: InlineKeyboardButton, problem: str
) -> None:
    assert says(telegram, wang, "一", reply_markup=keyboard([good])).labels == (good.text,)
    words = refused(telegram, lambda bot: bot.send_message(wang.id, "一", reply_markup=keyboard([bad])))
    assert words.lower() == problem.lower()


def test_keyboards_too_large_are_cut_and_noted(telegram: FakeTelegram, wang: Person) -> None:
    def shown(*rows: list[InlineKeyboardButton]) -> int:
        return len(says(telegram, wang, "一", reply_markup=keyboard(*rows)).labels)

    assert shown([more()] * 8) == 8
    assert shown(*([more()] * 8 for _ in range(12)), [more()] * 4) == 100
    assert not telegram.violations
    assert shown([more()] * 9) == 8
    assert shown(*([more()] * 8 for _ in range(13))) == 100
    assert shown([more(), more(text="")]) == 1
    assert len(telegram.violations) == 3


def test_keyboards_for_answers(telegram: FakeTelegram, wang: Person) -> None:
    assert says(telegram, wang, "一", reply_markup=ReplyKeyboardMarkup([["教师", "医院"]])).answers == (
        ("教师", "医院"),
    )
    assert says(telegram, wang, "一", reply_markup=ReplyKeyboardRemove()).markup == "remove_keyboard"
    assert says(telegram, wang, "一", reply_markup=ForceReply(input_field_placeholder="二")).markup == "force_reply"
    long = ForceReply(input_field_placeholder="二" * 65)
    assert refused(telegram, lambda bot: bot.send_message(wang.id, "一", reply_markup=long)) == "Placeholder_invalid"
    empty = ReplyKeyboardMarkup([[" "]])
    assert refused(telegram, lambda bot: bot.send_message(wang.id, "一", reply_markup=empty)) == "Button_invalid"


@pytest.mark.parametrize(
    ("command", "description", "problem"),
    [
        ("a" * 32, "一" * 256, None),
        ("a" * 33, "一", "Command length must not exceed 32"),
        ("提问", "一", "Bot_command_invalid"),
        ("Ask", "一", "Bot_command_invalid"),
        ("ask", "一" * 257, "Command description length must not exceed 256"),
        ("ask", " ", "Command description must be non-empty"),
        ("", "一", "Command must be non-empty"),
    ],
)
def test_commands_within_their_limits(
    telegram: FakeTelegram, command: str, description: str, problem: str | None
) -> None:
    def use(bot: Bot) -> Awaitable[bool]:
        return bot.set_my_commands([BotCommand(command, description)])

    if problem is None:
        assert call(telegram, use)
    else:
        assert refused(telegram, use) == problem


def test_at_most_a_hundred_commands(telegram: FakeTelegram) -> None:
    commands = [BotCommand(f"c{number}", "一") for number in range(101)]
    assert call(telegram, lambda bot: bot.set_my_commands(commands[:100]))
    assert refused(telegram, lambda bot: bot.set_my_commands(commands)) == "Bot_commands_too_much"


# ------------------------------------------------------------------------------------------------ chats and messages


def test_who_may_be_written_to(telegram: FakeTelegram, wang: Person) -> None:
    stranger, kicked = telegram.person("李强"), telegram.group("科室", wang, bot="kicked")

    def to(chat_id: int) -> Use:
        return lambda bot: bot.send_message(chat_id, "一")

    assert refused(telegram, to(123)) == "Chat not found"
    assert "can't initiate" in refused(telegram, to(stranger.id), Forbidden)
    assert refused(telegram, to(kicked.id), Forbidden) == "Forbidden: bot was kicked from the supergroup chat"
    wang.blocks_bot()
    assert refused(telegram, to(wang.id), Forbidden) == "Forbidden: bot was blocked by the user"
    wang.blocks_bot(blocked=False)
    assert call(telegram, to(wang.id))
    group = telegram.group("大科室", wang)
    assert call(telegram, lambda bot: bot.leave_chat(group.id))
    assert "not a member" in refused(telegram, to(group.id), Forbidden)


def test_editing_needs_a_change_and_ones_own_message(telegram: FakeTelegram, wang: Person) -> None:
    theirs = wang.sends("教师")
    shown = says(telegram, wang, "<b>一</b>", reply_markup=keyboard([more()]))

    def edit(text: str, message_id: int, markup: InlineKeyboardMarkup | None = None) -> Use:
        return lambda bot: bot.edit_message_text(text, wang.id, message_id, parse_mode="HTML", reply_markup=markup)

    same = refused(telegram, edit("<strong>一</strong> ", shown.id, keyboard([more()])))
    assert same.startswith("Message is not modified: specified new message content and reply markup are exactly")
    assert refused(telegram, edit("一", theirs.id)) == "Message can't be edited"
    assert refused(telegram, edit("一", 999)) == "Message to edit not found"
    call(telegram, edit("<b>一</b>", shown.id, keyboard([more(text="还有")])))
    assert wang.private.now(shown).labels == ("还有",)
    assert wang.private.now(shown).edits == 1
    document = call(telegram, lambda bot: bot.send_document(wang.id, b"x"))
    assert refused(telegram, edit("一", document.message_id)) == "There is no text in the message to edit"


def test_deleting(telegram: FakeTelegram, wang: Person) -> None:
    group = telegram.group("科室", wang)
    shown, theirs = says(telegram, wang, "一"), wang.sends("/ask 教师", group)
    assert call(telegram, lambda bot: bot.delete_message(wang.id, shown.id))
    assert refused(telegram, lambda bot: bot.delete_message(wang.id, shown.id)) == "Message to delete not found"
    assert refused(telegram, lambda bot: bot.delete_message(group.id, theirs.id)) == "Message can't be deleted"
    with pytest.raises(LookupError, match="deleted"):
        wang.private.now(shown)


def test_replying_to_what_is_gone(telegram: FakeTelegram, wang: Person) -> None:
    asked = wang.sends("教师")
    assert says(telegram, wang, "一", reply_parameters=ReplyParameters(asked.id)).reply_to == asked.id
    wang.deletes(asked)
    gone = ReplyParameters(asked.id)
    words = refused(telegram, lambda bot: bot.send_message(wang.id, "一", reply_parameters=gone))
    assert words == "Message to be replied not found"
    lenient = ReplyParameters(asked.id, allow_sending_without_reply=True)
    assert says(telegram, wang, "一", reply_parameters=lenient).reply_to is None


def test_files(telegram: FakeTelegram, wang: Person) -> None:
    mega = 1024 * 1024
    exact, big = (wang.sends_document(b"x", "a.docx", size=size).file for size in (20 * mega, 20 * mega + 1))
    assert exact is not None
    assert big is not None
    assert call(telegram, lambda bot: bot.get_file(exact.file_id)).file_path.endswith(".docx")
    assert refused(telegram, lambda bot: bot.get_file(big.file_id)) == "File is too big"
    assert refused(telegram, lambda bot: bot.get_file("nothing")) == "Invalid file_id"
    assert refused(telegram, lambda bot: bot.send_document(wang.id, b"")) == "File must be non-empty"
    assert refused(telegram, lambda bot: bot.send_photo(wang.id, b"no picture")) == "Image_process_failed"
    wrong = refused(telegram, lambda bot: bot.send_photo(wang.id, exact.file_id))
    assert wrong == "Can't use file of type document as photo"


# ------------------------------------------------------------------------------------------------ buttons and inline


def test_a_press_is_answered_once_and_in_time(telegram: FakeTelegram, wang: Person) -> None:
    shown = says(telegram, wang, "一", reply_markup=keyboard([more()]))
    first, late = wang.forges(shown, "v1|more|1|0"), wang.forges(shown, "v1|more|1|0")

    def answer(query_id: str, text: str) -> Use:
        return lambda bot: bot.answer_callback_query(query_id, text, show_alert=True)

    assert refused(telegram, answer(first.query.id, "一" * 201)) == "Message_too_long"
    call(telegram, answer(first.query.id, "一" * 200))
    assert first.shown().alert
    old = "Query is too old and response timeout expired or query id is invalid"
    assert refused(telegram, answer(first.query.id, "二")) == old
    assert refused(telegram, answer("0", "二")) == old
    telegram.world.query_lifetime = 0
    assert refused(telegram, answer(late.query.id, "二")) == old
    with pytest.raises(TimeoutError, match="answerCallbackQuery"):
        late.shown(timeout=0.01)


def test_only_buttons_that_are_there_can_be_pressed(telegram: FakeTelegram, wang: Person) -> None:
    copies = InlineKeyboardButton("复制", api_kwargs={"copy_text": {"text": "原话"}})
    opens = InlineKeyboardButton("出处", url="https://t.me/wenbao_test_bot?start=s_1")
    shown = says(telegram, wang, "一", reply_markup=keyboard([copies, opens]))
    assert wang.presses(shown, "复制").copied == "原话"
    address = wang.presses(shown, "出处").opened
    assert address is not None
    assert wang.opens(address).text == "/start s_1"
    with pytest.raises(LookupError, match="更多"):
        wang.presses(shown, "更多")


def article(identity: str, text: str = "<b>一</b>", **options: Any) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(identity, "教师", InputTextMessageContent(text, "HTML"), **options)


@pytest.mark.parametrize(
    ("results", "problem"),
    [
        ([article(str(number)) for number in range(51)], "Results_too_much"),
        ([article("1"), article("1")], "Result_id_duplicate"),
        ([article("x" * 65)], "Result_id_invalid"),
        ([article("1", "<b>一")], "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ([article("1", reply_markup=keyboard([more("x" * 65)]))], "Button_data_invalid"),
    ],
)
def test_inline_results_within_their_limits(
    telegram: FakeTelegram, wang: Person, results: list[InlineQueryResultArticle], problem: str
) -> None:
    query = telegram.world.ask("7")

    def use(bot: Bot) -> Awaitable[bool]:
        return bot.answer_inline_query(query.id, results)

    assert refused(telegram, use) == problem


@pytest.mark.parametrize(("parameter", "good"), [("a" * 64, True), ("a" * 65, False), ("一", False), ("a b", False)])
def test_the_button_over_inline_results(telegram: FakeTelegram, parameter: str, good: bool) -> None:
    telegram.world.ask("7")
    button = InlineQueryResultsButton("加载", start_parameter=parameter)

    def use(bot: Bot) -> Awaitable[bool]:
        return bot.answer_inline_query("7", [], button=button)

    if good:
        assert call(telegram, use)
    else:
        assert refused(telegram, use) == "Start_param_invalid"


# ------------------------------------------------------------------------------------------------ faults


@pytest.mark.parametrize(
    ("fault", "error", "delivered"),
    [
        (TOO_MANY, RetryAfter, 0),
        (SERVER_ERROR, NetworkError, 0),
        (SERVER_ERROR_AFTER, NetworkError, 1),
        (BAD_GATEWAY, NetworkError, 0),
        (BAD_GATEWAY_AFTER, NetworkError, 1),
        (DROPPED, NetworkError, 0),
        (DROPPED_AFTER, NetworkError, 1),
        (slow(0.4), TimedOut, 1),
    ],
)
@pytest.mark.filterwarnings("ignore:.*retry_after.*:telegram.warnings.PTBDeprecationWarning")
def test_each_fault_reaches_the_bot_as_its_error(
    telegram: FakeTelegram, wang: Person, fault: Fault, error: type[TelegramError], delivered: int
) -> None:
    telegram.faults.next(fault, "sendMessage")

    async def use(bot: Bot) -> None:
        with pytest.raises(error) as caught:
            await bot.send_message(wang.id, "一", read_timeout=0.2)
        assert type(caught.value) is error
        assert len(wang.private.messages) == 1 + delivered
        await bot.send_message(wang.id, "二")

    call(telegram, use)
    went = telegram.calls_of("sendMessage")
    assert [one.fault for one in went] == [fault, None]
    assert [one.took_effect for one in went] == [bool(delivered), True]


def test_faults_at_a_rate_come_alike_for_one_seed(telegram: FakeTelegram, wang: Person) -> None:
    def failures(seed: int) -> list[bool]:
        telegram.faults.at_rate(0.3, [SERVER_ERROR, BAD_GATEWAY], seed=seed, methods=["sendChatAction"])

        async def use(bot: Bot) -> list[bool]:
            went = []
            for _ in range(40):
                try:
                    went.append(not await bot.send_chat_action(wang.id, "typing"))
                except NetworkError:
                    went.append(True)
            return went

        return list(call(telegram, use))

    first = failures(1)
    assert 5 <= sum(first) <= 20
    assert failures(1) == first
    assert failures(2) != first
    telegram.faults.clear()
    assert call(telegram, lambda bot: bot.send_chat_action(wang.id, "typing"))


def test_a_download_can_fail(telegram: FakeTelegram, wang: Person) -> None:
    file = wang.sends_document(b"x", "a.txt").file
    assert file is not None
    telegram.faults.next(BAD_GATEWAY, "download")

    async def use(bot: Bot) -> None:
        found = await bot.get_file(file.file_id)
        with pytest.raises(NetworkError):
            await found.download_as_bytearray()
        assert await found.download_as_bytearray() == b"x"

    call(telegram, use)


# ------------------------------------------------------------------------------------------------ updates


def test_updates_come_again_until_they_are_acknowledged(telegram: FakeTelegram) -> None:
    wang = telegram.person("王敏")
    for text in ("一", "二", "三"):
        wang.sends(text)

    async def use(bot: Bot) -> None:
        first = await bot.get_updates(limit=2)
        assert [one.message.text for one in first if one.message] == ["一", "二"]
        assert await bot.get_updates(limit=2) == first
        third = await bot.get_updates(offset=first[-1].update_id + 1)
        assert [one.message.text for one in third if one.message] == ["三"]
        assert telegram.unacknowledged == 1
        assert await bot.get_updates(offset=third[0].update_id + 1) == ()

    call(telegram, use)
    telegram.wait_until_taken(timeout=0.1)


def test_a_long_poll_ends_with_the_first_news(telegram: FakeTelegram) -> None:
    wang = telegram.person("王敏")

    async def use(bot: Bot) -> float:
        waiting = asyncio.create_task(bot.get_updates(timeout=10))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        wang.sends("一")
        started = asyncio.get_running_loop().time()
        assert len(await waiting) == 1
        return asyncio.get_running_loop().time() - started

    assert call(telegram, use) < 2


def test_a_second_poller_ends_the_first(telegram: FakeTelegram) -> None:
    async def use(bot: Bot) -> None:
        first = asyncio.create_task(bot.get_updates(timeout=10))
        await asyncio.sleep(0.1)
        assert await bot.get_updates() == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
            await first

    call(telegram, use)


def test_only_asked_for_kinds_of_updates_come(telegram: FakeTelegram, wang: Person) -> None:
    def asks(*kinds: str) -> Use:
        return lambda bot: bot.get_updates(offset=-1, allowed_updates=kinds)

    call(telegram, asks("callback_query"))
    wang.sends("一")
    assert telegram.unacknowledged == 1  # only /start, from before
    call(telegram, asks("message"))
    wang.sends("二")
    assert [one.message.text for one in call(telegram, asks("message"))] == ["二"]


def test_every_kind_of_message_is_parsed(telegram: FakeTelegram, wang: Person) -> None:
    group = telegram.group("科室", wang, bot="administrator")
    channel = telegram.channel("公告", wang)
    theirs = wang.sends("教师", group)
    wang.edits(theirs, "医院")
    wang.forwards(theirs)
    wang.sends_album([(b"a", "a.txt"), (b"b", "b.txt")], "两份")
    wang.sends_photo("图")
    wang.sends_voice()
    wang.sends_sticker()
    wang.sends_poll("哪年", ["2021", "2022"])
    wang.blocks_bot()
    channel.posts("通知")

    async def use(bot: Bot) -> tuple[Update, ...]:
        return await bot.get_updates()

    updates = call(telegram, use)
    assert all(one.effective_chat for one in updates)
    assert sum(one.edited_message is not None for one in updates) == 1
    assert sum(one.channel_post is not None for one in updates) == 1
    assert sum(one.my_chat_member is not None for one in updates) == 3
    messages = [one.message for one in updates if one.message]
    albums = {one.media_group_id for one in messages if one.document}
    assert len(albums) == 1
    assert albums != {None}
    assert next(one for one in messages if one.forward_origin).text == "医院"
    assert {one.effective_attachment is not None for one in messages} == {True, False}
    ids = [one.update_id for one in updates]
    assert ids == sorted(set(ids))


def test_privacy_mode_keeps_a_groups_talk_from_the_bot(telegram: FakeTelegram, wang: Person) -> None:
    group, quiet = telegram.group("科室", wang), telegram.person("李强")
    said = call(telegram, lambda bot: bot.send_message(group.id, "一"))
    answer = next(one for one in group.messages if one.id == said.message_id)
    for text in ("你好", "@wenbao_test_bot 教师", "/ask@other_bot 教师", "请 /ask 教师"):
        quiet.sends(text, group)
    for text in ("/ask 教师", "/ask@Wenbao_Test_Bot 教师"):
        quiet.sends(text, group)
    quiet.sends("医院呢", group, reply_to=answer)
    heard = [one.message.text for one in call(telegram, lambda bot: bot.get_updates()) if one.message]
    assert heard == ["/start", "/ask 教师", "/ask@Wenbao_Test_Bot 教师", "医院呢"]
