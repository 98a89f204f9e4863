"""Any text goes into a message safely, whole, and cut only where a reader would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.screens import markup
from tests.bot.fake_telegram.html import from_html
from tests.bot.telegram.screens.build import anything, check, check_html, long_texts, said

spans = st.lists(st.tuples(st.integers(-3, 80), st.integers(-3, 80)), max_size=8)


@given(anything, spans)
def test_emphasis_adds_tags_and_nothing_else(text: str, places: list[tuple[int, int]]) -> None:
    html = markup.rendered((*markup.plain("。"), *markup.emphasised(text, places)))
    check_html(html)
    assert from_html(html).text == "。" + said(text)


def test_spans_that_touch_or_overlap_are_bold_together() -> None:
    html = markup.rendered(markup.emphasised("全年招聘教师132名", [(4, 6), (2, 5), (6, 9), (30, 40), (7, 7)]))
    assert html == "全年<b>招聘教师132</b>名"


def test_markup_in_a_text_is_text() -> None:
    assert markup.rendered(markup.plain("<b>&amp;")) == "&lt;b&gt;&amp;amp;"
    assert markup.rendered(markup.bold('"a"')) == '<b>"a"</b>'


def test_controls_and_changes_of_direction_and_halves_of_characters_are_made_harmless() -> None:
    assert markup.harmless("一\r二\x00三\u2028四\u202e五\u2066六\ud800七") == "一 二 三 四五六\ufffd七"
    assert markup.harmless("①：😀\u200d\u3000é") == "①：😀\u200d\u3000é"


@given(long_texts)
def test_length_is_what_telegram_counts(text: str) -> None:
    html = markup.rendered(markup.quoted(markup.emphasised(text, [(0, 2), (5, 9)])))
    assert markup.length(html) == len(from_html(html).text.encode("utf-16-le")) // 2 == markup.units(said(text))


def test_only_long_quotations_are_folded() -> None:
    assert markup.rendered(markup.quoted(markup.plain("字" * 300))).startswith("<blockquote>")
    assert markup.rendered(markup.quoted(markup.plain("字" * 301))).startswith("<blockquote expandable>")
    assert markup.rendered(markup.expandable(markup.plain("字"))).startswith("<blockquote expandable>")


def test_many_bold_words_stay_within_the_entities_of_a_message() -> None:
    text = markup.emphasised("字a" * 400, [(place, place + 1) for place in range(0, 800, 2)])
    (screen,) = markup.screens([markup.quoted(text), markup.link("出处", "https://t.me/x?a=1&b=2")])
    parsed = from_html(screen.html)
    check([screen])
    assert len(parsed.entities) == 100
    assert [one.type for one in parsed.entities][-1] == "text_link"
    assert parsed.text == "字a" * 400 + "\n出处"


# -------------------------------------------------------------------------------------------- cutting


@given(st.lists(long_texts, min_size=1, max_size=5))
def test_messages_hold_every_piece_in_order(texts: list[str]) -> None:
    pieces = [markup.plain("。"), *(markup.quoted(markup.emphasised(text, [(0, 3)])) for text in texts)]
    made = markup.screens(pieces)
    check(made)
    shown = "".join("".join(from_html(one.html).text.split()) for one in made)
    visible = "".join(said(text) for text in texts)
    # A message of nothing but what cannot be seen is left out.
    assert {char for char in visible if char.isprintable() and not char.isspace()} <= {*shown}
    assert sum(char == "。" for char in shown) == 1 + sum(char == "。" for char in visible)


def test_messages_end_between_pieces_where_they_can() -> None:
    made = markup.screens([markup.plain("甲" * 3000), markup.plain("乙" * 1000), markup.plain("丙" * 100)])
    assert [from_html(one.html).text for one in made] == ["甲" * 3000 + "\n" + "乙" * 1000, "丙" * 100]


def test_a_long_piece_is_cut_behind_a_sentence_with_its_tags_closed() -> None:
    text = ("第一句话" * 700 + "。") + "第二句话" * 700
    made = markup.screens([markup.quoted(markup.bold(text))])
    assert [from_html(one.html).text for one in made] == [text[:2801], text[2801:]]
    assert all(one.html.startswith("<blockquote expandable><b>") for one in made)
    check(made)


def test_a_piece_without_sentences_is_cut_at_a_pause_else_where_it_must() -> None:
    first, second = (
        from_html(one.html).text for one in markup.screens([markup.plain("字" * 4000 + "，" + "字" * 999)])
    )
    assert (len(first), len(second)) == (4001, 999)
    made = markup.screens([markup.plain("😀" * 3000)])
    assert [len(from_html(one.html).text) for one in made] == [2048, 952]
    check(made)


def test_nothing_visible_is_no_message() -> None:
    made = markup.screens([markup.plain("字"), markup.plain("\u200b \u3000" * 3000)])
    check(made)
    assert markup.screens([markup.plain("字")])[0].html == "字"


@given(anything, st.integers(2, 50))
def test_cut_in_parts_that_are_short_enough_and_make_the_whole(text: str, most: int) -> None:
    parts = list(markup.cut(markup.plain(text), most))
    assert all(markup.units(part) <= most for part in parts)
    assert "".join(run.text for part in parts for run in part) == said(text)


def test_shortened_says_that_it_is() -> None:
    assert markup.shortened("着力提高", 4) == "着力提高"
    assert markup.shortened("着力，提高师资", 4) == "着力…"
