"""Paragraphs know where their characters stand in the stored text."""

from __future__ import annotations

from store.model import Line
from store.structure.paragraphs import paragraphs, stored_text

LINES = (
    Line(1, "标题"),
    Line(3, "全县推进“控辍保学”"),
    Line(4, "工作。", joins=True),
    Line(6, "the plan"),
    Line(7, "of work", joins=True),
)


def test_every_character_is_found_again_in_the_stored_text() -> None:
    text = stored_text(LINES)
    for paragraph in paragraphs(LINES):
        for offset, char in enumerate(paragraph.text):
            place = paragraph.place(offset)
            assert text[place] == char or (char == " " and text[place : place + 1] in ("\n", ""))


def test_lines_that_go_on_are_one_paragraph() -> None:
    assert [p.text for p in paragraphs(LINES)] == ["标题", "全县推进“控辍保学”工作。", "the plan of work"]
    assert [p.line(len(p.text) - 1) for p in paragraphs(LINES)] == [1, 4, 7]


def test_first_leaves_out_the_lines_above_and_keeps_their_offsets() -> None:
    (second, third) = paragraphs(LINES, first=1)
    assert (second.place(0), third.numbers) == (3, (6, 7))
