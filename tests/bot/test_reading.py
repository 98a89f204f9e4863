"""The page of a whole report, however long it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.reading import reading
from store.model import Report, Sentence, Source
from store.readers.pdf.page_breaks import page_begins
from store.structure.parse import parse
from tests.growth import assert_in_proportion

TOLD = "全县新建学校8所，招聘教师120名。"


def one_line(count: int, *, pages: int = 0) -> Report:
    """A report of so many sentences that are one line, over so many pages of a PDF."""
    (short,) = parse(Source("/a.txt", "a.txt", "", "txt", "utf-8", f"青禾县2021年工作总结\n{TOLD}"))
    size = len(TOLD)
    return replace(
        short,
        text=TOLD * count,
        sentences=tuple(Sentence(TOLD, n * size, (n + 1) * size, (), 0, 1, 1) for n in range(count)),
        dropped=tuple(page_begins(n + 1, min(n, 1), n * size * count // pages) for n in range(pages)),
    )


@pytest.mark.parametrize(("share", "words"), [(0, ()), (10, ()), (0, ("学校",))], ids=["text", "pages", "mentions"])
def test_reading_a_long_line_takes_time_in_proportion(share: int, words: tuple[str, ...]) -> None:
    reports = {count: one_line(count, pages=count // share if share else 0) for count in (1_000, 8_000)}
    assert_in_proportion(lambda count: reading(reports[count], words), 1_000, 8_000)


def test_each_sentence_of_a_long_line_stands_on_its_page() -> None:
    lines = [line for block in reading(one_line(20, pages=4)).blocks for line in block.lines]
    assert [line.page for line in lines] == [1] * 5 + [2] * 5 + [3] * 5 + [4] * 5
