"""The stand-in for Telegram reads HTML as Telegram does: against the documents, by hand, and against teremok."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.fake_telegram.html import MarkupError, from_html
from tests.bot.fake_telegram.markup import Entity, Formatted, cleaned, link, to_html, trimmed, utf16, with_tappables

Validate = Callable[[str], None]


@pytest.fixture(scope="module")
def teremok() -> Validate:
    """The second opinion; imported late, since it brings all of aiogram."""
    from teremok.validation import validate_html

    return validate_html


def refused(html: str) -> str:
    with pytest.raises(MarkupError) as error:
        from_html(html)
    return str(error.value)


def kinds(html: str) -> list[tuple[str, str]]:
    """Each entity's type and the words that it covers."""
    read = from_html(html)
    units = read.text.encode("utf-16-le")
    return [(one.type, units[one.offset * 2 : one.end * 2].decode("utf-16-le")) for one in read.entities]


GOOD = [
    *(
        "招聘教师132名",
        "<b>132 名</b>",
        "<strong>一</strong><em>二</em>",
        "<i>一<b>二</b></i>",
        "<u>一</u><ins>二</ins>",
    ),
    *("<s>一</s><strike>二</strike><del>三</del>", '<span class="tg-spoiler">一</span>', "<tg-spoiler>一</tg-spoiler>"),
    *('<a href="https://example.org/?a=1&amp;b=2">一</a>', "<code>a &lt; b</code>", "<pre>表\n格</pre>", "一 &amp; 二"),
    *('<pre><code class="language-python">x = 1</code></pre>', "<blockquote>一\n二</blockquote>", "&#65;&#x4e2d;"),
    *("<blockquote expandable>长</blockquote>", '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "&quot;"),
    *(
        "<b><i>一</i></b>",
        "<blockquote>一<b>二</b></blockquote>",
        "一 > 二",
        "",
        "😀<b>😀</b>",
        "<B>一</B>",
        "<b >一</b >",
    ),
]
BAD = [
    *(
        "<b>一",
        "一</b>",
        "<b>一</i>",
        "<b><i>一</b></i>",
        "<h1>一</h1>",
        "<div>一</div>",
        "<br>",
        "<br/>",
        "一 < 二",
        "<p>一</p>",
    ),
    *("<>一</>", "<", "a<", "<b", "</b", "<!-- 一 -->", '<span class="x">一</span>', "<span>一</span>", "<3"),
]
# Telegram takes these, by its documents or by the source of its server; teremok is stricter than it.
ONLY_TEREMOK_REFUSES = [
    ("一 & 二", 'the documents name < > & "to be replaced", the server leaves a lone & as it is'),
    ("&nbsp;", "an unknown name stays as written"),
    ("<a>example.org</a>", "without href the words are the address"),
    ("<b>一</>", "an end tag without a name ends the last one"),
    ('<b class="x">一</b>', "an unknown attribute is ignored"),
    ("<pre language=python>x</pre>", "a value without quotes is a name token"),
]


@pytest.mark.parametrize("html", GOOD)
def test_good_html_is_taken_by_both(html: str, teremok: Validate) -> None:
    from_html(html)
    teremok(html)


@pytest.mark.parametrize("html", BAD)
def test_bad_html_is_refused_by_both(html: str, teremok: Validate) -> None:
    refused(html)
    with pytest.raises(Exception, match="can't parse entities"):
        teremok(html)


@pytest.mark.parametrize(("html", "why"), ONLY_TEREMOK_REFUSES)
def test_where_teremok_is_stricter_telegram_decides(html: str, why: str, teremok: Validate) -> None:
    assert from_html(html).text, why
    with pytest.raises(Exception, match="can't parse entities"):
        teremok(html)


TAG = st.sampled_from(
    ["b", "strong", "i", "em", "u", "s", "del", "code", "pre", "blockquote", "tg-spoiler", "h1", "table"]
)
WORDS = st.text(st.sampled_from("问报132名 \n😀/@&\"'"), max_size=6).map(lambda text: text.replace("&", "&amp;"))
PIECE = st.one_of(
    WORDS,
    TAG.map(lambda tag: f"<{tag}>"),
    TAG.map(lambda tag: f"</{tag}>"),
    st.tuples(TAG, WORDS).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
    st.sampled_from(
        ["&lt;", "&gt;", "&quot;", "&#20013;", "<", "<blockquote expandable>", '<a href="https://a.org">', "</a>"]
    ),
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECE, max_size=8).map("".join))
def test_made_html_is_judged_alike(teremok: Validate, html: str) -> None:
    def takes(judge: Callable[[str], object]) -> bool:
        try:
            judge(html)
        except Exception:
            return False
        return True

    assert takes(from_html) == takes(teremok)


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_any_text_survives_escaping(text: str) -> None:
    assert from_html(to_html(Formatted(text))) == Formatted(text)


@settings(max_examples=200)
@given(st.lists(PIECE, max_size=8).map("".join))
def test_what_was_read_reads_back_the_same(html: str) -> None:
    try:
        read = from_html(html)
    except MarkupError:
        return
    assert from_html(to_html(read)) == read


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<b>一", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>一</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("一</b>", "Unexpected end tag at byte offset 3"),
        ("中文<h1>一</h1>", 'Unsupported start tag "h1" at byte offset 6'),
        ("😀<b", "Unclosed start tag at byte offset 4"),
        ("<b>一</b", "Unclosed end tag at byte offset 6"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<a ="x">一</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a_b>一</a>", "Unexpected end of name token at byte offset 8"),
        ('<span class="tg-x">一</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_refusals_count_bytes(html: str, problem: str) -> None:
    assert refused(html) == problem


def test_half_a_character_is_refused() -> None:
    assert refused("&#xd83d;").startswith("Text contains invalid Unicode characters")


def test_offsets_count_utf16_units() -> None:
    assert from_html("😀<b>一</b>").entities == (Entity("bold", 2, 1),)
    assert (utf16("一"), utf16("😀"), utf16("a")) == (1, 2, 1)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b>一<i>二</i></b>", [("bold", "一二"), ("italic", "二")]),
        ("<b></b>一", []),
        ("<code><b>一</b></code>", [("code", "一")]),
        ("<blockquote>一<blockquote>二</blockquote></blockquote>", [("blockquote", "一二")]),
        ('<pre><code class="language-sql">一</code></pre>', [("pre", "一")]),
        ('<a href="javascript:alert(1)">一</a>', []),
        ('<a href="example.org">一</a>', [("text_link", "一")]),
        ("<blockquote expandable>一</blockquote>", [("expandable_blockquote", "一")]),
    ],
)
def test_entities_nest_as_the_documents_say(html: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(html) == expected


def test_a_language_is_kept_with_its_block() -> None:
    assert from_html('<pre><code class="language-sql">一</code></pre>').entities[0].language == "sql"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("/ask@wenbao_bot 教师", [("bot_command", 0, 15)]),
        ("请看 /help", [("bot_command", 3, 5)]),
        ("/ask招聘", []),  # a letter right after it makes it no command
        ("请/help", []),
        ("1/2", []),
        ("@wenbao_bot 教师", [("mention", 0, 11)]),
        ("a@example.org", []),
        ("看 https://example.org/a", [("url", 2, 21)]),
        ("#总结 一", [("hashtag", 0, 3)]),
    ],
)
def test_commands_and_links_are_found_in_plain_text(text: str, expected: list[tuple[str, int, int]]) -> None:
    found = with_tappables(Formatted(text)).entities
    assert [(one.type, one.offset, one.length) for one in found] == expected


def test_nothing_is_found_inside_code() -> None:
    assert [one.type for one in with_tappables(from_html("<code>/help</code> /help")).entities] == [
        "code",
        "bot_command",
    ]


def test_white_space_around_a_text_is_taken_off() -> None:
    assert trimmed(from_html(" \n<b>一 </b>\n")) == Formatted("一", (Entity("bold", 0, 1),))
    assert trimmed(Formatted(" \n ")) == Formatted("")


def test_control_characters_go() -> None:
    assert cleaned("一\r\n二\x00三\x1b四\u202e五") == "一\n二 三 四五"


@pytest.mark.parametrize(
    "url", ["https://example.org", "example.org/a?b", "tg://user?id=1", "http://example.org:80/一"]
)
def test_links_that_open(url: str) -> None:
    assert link(url)


@pytest.mark.parametrize(
    "url", ["", "x", "javascript:alert(1)", "https://", "http://a b.org", "ftp://example.org", "mailto:a@b.org"]
)
def test_links_that_do_not(url: str) -> None:
    assert link(url) is None
