"""Numerals, years and ends of sentences, in every form they are written."""

from __future__ import annotations

import pytest

from store.language.characters import ends_sentence, numeral_value, squeeze, trim, years_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("１２", 12),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二〇一一", 2011),
        ("一百零五", 105),
        ("三千六百", 3600),
        ("两", 2),
    ],
)
def test_numeral_has_its_value(text: str, value: int) -> None:
    assert numeral_value(text) == value


@pytest.mark.parametrize("text", ["", "①", "²", "甲", "1.5", "一是"])
def test_what_is_no_plain_numeral_has_none(text: str) -> None:
    assert numeral_value(text) is None


def test_only_years_named_outright_are_years() -> None:
    assert years_in("2011年以来，至二〇一三年，２０１４年") == (2011, 2013, 2014)
    assert years_in("11年，20XX年，12011年，2011所，1011年") == ()


def test_closing_marks_do_not_hide_the_end_of_a_sentence() -> None:
    assert all(map(ends_sentence, ["好。", "他说：“好。”", "（见附件。）", "等等……", "一是好；"]))
    assert not any(map(ends_sentence, ["一、主要工作", "如下：", "“三项”", ""]))


def test_invisible_characters_are_white_space() -> None:
    assert trim("\ufeff\u3000 好 事 \u200b\xa0") == "好 事"
    assert squeeze("好 \n\u3000事") == "好事"
