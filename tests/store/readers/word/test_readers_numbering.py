"""Numerals and counters of Word's automatic numbering."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from store.readers.word.number_formats import numeral
from store.readers.word.numbering import Numbering

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

NUMERALS = {
    "decimal": {0: "0", 1: "1", 21: "21"},
    "decimalZero": {1: "01", 9: "09", 10: "10", 105: "105"},
    "decimalFullWidth": {1: "１", 10: "１０"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {1: "①", 10: "⑩"},
    "decimalEnclosedParen": {1: "⑴", 20: "⒇", 21: "21"},
    "decimalEnclosedFullstop": {1: "⒈", 20: "⒛"},
    "ideographEnclosedCircle": {1: "㈠", 10: "㈩", 11: "11"},
    "upperRoman": {1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 1994: "MCMXCIV"},
    "lowerRoman": {3: "iii", 8: "viii"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 53: "AAA"},
    "lowerLetter": {2: "b", 28: "bb"},
    "chineseCounting": {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一〇〇", 105: "一〇五"},
    "chineseCountingThousand": {
        1: "一",
        10: "十",
        19: "十九",
        20: "二十",
        100: "一百",
        105: "一百零五",
        110: "一百一十",
        115: "一百一十五",
        1000: "一千",
        1005: "一千零五",
        1010: "一千零一十",
        1100: "一千一百",
        10000: "一万",
        10005: "一万零五",
        12345: "一万二千三百四十五",
    },
    "ideographDigital": {1: "一", 10: "一〇", 105: "一〇五"},
    "japaneseCounting": {1: "一", 10: "十", 12: "十二", 35: "三十五", 100: "百", 105: "百五", 1010: "千十"},
    "ideographTraditional": {1: "甲", 10: "癸", 11: "11"},
    "ideographZodiac": {1: "子", 12: "亥", 13: "13"},
    "chineseLegalSimplified": {1: "壹", 10: "壹拾", 105: "壹佰零伍"},
    "bullet": {1: "", 9: ""},
    "none": {1: ""},
    "unheardOf": {7: "7"},
}


@pytest.mark.parametrize(
    ("number_format", "value", "expected"),
    [(name, value, text) for name, cases in NUMERALS.items() for value, text in cases.items()],
)
def test_numeral(number_format: str, value: int, expected: str) -> None:
    assert numeral(value, number_format) == expected


def test_absurd_value_is_written_in_digits_and_not_in_a_million_letters() -> None:
    assert numeral(99_999_999, "upperLetter") == "99999999"


def level(index: int, text: str, number_format: str = "decimal", extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


REPORT_LEVELS = (
    level(0, "%1、", "chineseCounting") + level(1, "（%2）", "chineseCounting") + level(2, "%3.") + level(3, "%1.%3.%4")
)


def numbering(*parts: str) -> Numbering:
    return Numbering(ET.fromstring(f'<w:numbering xmlns:w="{W}">{"".join(parts)}</w:numbering>'))


def abstract(name: str, levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{levels}</w:abstractNum>'


def num(name: str, definition: str, overrides: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def count(lists: Numbering, *places: tuple[str, int]) -> list[str]:
    return [lists.next(list_id, index) for list_id, index in places]


def test_deeper_levels_start_again_when_a_higher_level_advances() -> None:
    lists = numbering(abstract("0", REPORT_LEVELS), num("1", "0"))
    places = [("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("1", 2), ("1", 2)]
    assert count(lists, *places) == ["一、", "（一）", "（二）", "1.", "二、", "（一）", "1.", "2."]


def test_legal_level_writes_the_levels_above_in_digits() -> None:
    plain = numbering(abstract("0", REPORT_LEVELS), num("1", "0"))
    legal = numbering(abstract("0", REPORT_LEVELS + level(3, "%1.%3.%4", extra="<w:isLgl/>")), num("1", "0"))
    places = [("1", 0), ("1", 0), ("1", 2), ("1", 3)]
    assert count(plain, *places)[-1] == "二.1.1"
    assert count(legal, *places)[-1] == "2.1.1"


def test_level_without_its_higher_level_shows_where_that_one_would_start() -> None:
    lists = numbering(abstract("0", level(0, "%1") + level(1, "%1.%2")), num("1", "0"))
    assert count(lists, ("1", 1), ("1", 1), ("1", 0)) == ["1.1", "1.2", "1"]


def test_restart_never_and_restart_after_the_first_level_only() -> None:
    levels = level(0, "%1") + level(1, "%2", extra='<w:lvlRestart w:val="0"/>')
    lists = numbering(abstract("0", levels), num("1", "0"))
    assert count(lists, ("1", 0), ("1", 1), ("1", 0), ("1", 1)) == ["1", "1", "2", "2"]
    levels = level(0, "%1") + level(1, "%2") + level(2, "%3", extra='<w:lvlRestart w:val="1"/>')
    lists = numbering(abstract("0", levels), num("1", "0"))
    places = [("1", 0), ("1", 1), ("1", 2), ("1", 1), ("1", 2), ("1", 0), ("1", 2)]
    assert count(lists, *places) == ["1", "1", "1", "2", "2", "2", "1"]


def test_lists_of_one_definition_count_together_unless_one_has_a_start_of_its_own() -> None:
    own = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = numbering(abstract("0", level(0, "%1.")), num("1", "0"), num("2", "0"), num("3", "0", own))
    assert count(lists, ("1", 0), ("2", 0), ("3", 0), ("3", 0)) == ["1.", "2.", "5.", "6."]


def test_lists_of_two_definitions_count_apart() -> None:
    lists = numbering(abstract("0", level(0, "%1.")), abstract("1", level(0, "%1)")), num("1", "0"), num("2", "1"))
    assert count(lists, ("1", 0), ("2", 0), ("1", 0), ("2", 0)) == ["1.", "1)", "2.", "2)"]


def test_override_may_write_a_level_anew() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "第%1条", "chineseCountingThousand")}</w:lvlOverride>'
    lists = numbering(abstract("0", level(0, "%1.")), num("1", "0", own))
    assert count(lists, ("1", 0), ("1", 0)) == ["第一条", "第二条"]


def test_start_value_of_a_level() -> None:
    levels = '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    assert count(numbering(abstract("0", levels), num("1", "0")), ("1", 0), ("1", 0)) == ["3.", "4."]


def test_linked_numbering_style_is_followed_to_the_definition() -> None:
    lists = numbering(
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Outline"/></w:abstractNum>',
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Outline"/>{level(0, "%1、", "chineseCounting")}</w:abstractNum>',
        num("1", "0"),
    )
    assert count(lists, ("1", 0)) == ["一、"]


def test_link_that_leads_back_to_itself_gives_nothing() -> None:
    root = f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum>'
    lists = Numbering(ET.fromstring(f"{root}{num('1', '0')}</w:numbering>"), lambda style: "1")
    assert lists.next("1", 0) == ""


def test_suffix_space_is_kept_and_a_tab_adds_nothing() -> None:
    spaced = numbering(abstract("0", level(0, "%1.", extra='<w:suff w:val="space"/>')), num("1", "0"))
    tabbed = numbering(abstract("0", level(0, "%1.", extra='<w:suff w:val="tab"/>')), num("1", "0"))
    assert spaced.next("1", 0) == "1. "
    assert tabbed.next("1", 0) == "1."


def test_bullets_and_unknown_lists_give_nothing() -> None:
    lists = numbering(abstract("0", level(0, "•", "bullet")), num("1", "0"), num("2", "77"))
    assert count(lists, ("1", 0), ("2", 0), ("3", 0), ("1", 42)) == ["", "", "", ""]
    assert Numbering(None).next("1", 0) == ""


def test_format_in_the_compatibility_form_of_newer_word_is_read_from_its_fallback() -> None:
    markup = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    lists = numbering(
        abstract(
            "0",
            f'<w:lvl w:ilvl="0"><mc:AlternateContent xmlns:mc="{markup}"><mc:Choice Requires="w14">'
            '<w:numFmt w:val="custom" w:format="001, 002, 003"/></mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/>'
            '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>',
        ),
        num("1", "0"),
    )
    assert lists.next("1", 0) == "01."
