"""Each sentence of a PDF is cited by the page on which it begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store.model import Report, Source
from store.readers.pdf.document import read
from store.readers.pdf.page_breaks import page_begins, pages_of
from store.structure.parse import parse
from tests.store.readers.pdf.test_readers_pdf import FILLER, LONG, OTHER, Row, drawn, set_out
from tests.store.readers.pdf.test_ruled_tables import ROWS, Drawing

TITLE = Row("临江区2019年工作总结", 200, 790, 16)


def cited(data: bytes) -> list[tuple[str, int | None]]:
    """How each sentence begins, and its page."""
    made = read(data, "a.pdf")
    source = Source("/a.pdf", "a.pdf", "", "pdf", None, made.text, dropped=made.dropped, rows=made.rows)
    return [
        (one.text[:6], page)
        for report in parse(source)
        for one, page in zip(report.sentences, pages_of(report, report.sentences), strict=True)
    ]


def test_sentences_stand_on_the_page_where_they_begin() -> None:
    found = cited(drawn([TITLE, *set_out(LONG)], set_out(OTHER), set_out(FILLER)))
    assert found[-3:] == [(LONG[:6], 1), (OTHER[:6], 2), (FILLER[:6], 3)]


def test_within_a_paragraph_over_a_page_break_each_sentence_has_its_own() -> None:
    told = [
        f"第{n}个镇新建农村公路{20 + n}公里，改造危房{100 + n}户，新增就业{300 + n}人，各项工作都有新的进展。"
        for n in range(1, 9)
    ]
    rows = set_out("".join(told))
    for cut in range(2, len(rows) - 1):
        first, second = rows[:cut], [Row(row.text, row.x, row.y + 30 * cut) for row in rows[cut:]]
        before = "".join(row.text for row in first)
        expected = [(one[:6], 1 if "".join(told).index(one) < len(before) else 2) for one in told]
        assert [one for one in cited(drawn([TITLE, *first], second)) if one[0].startswith("第")] == expected, cut


def test_rows_of_a_table_that_goes_on_stand_on_their_own_page() -> None:
    made = Drawing()
    made.table([*ROWS[:1], *([f"第{n}小学", str(n * 10), str(n * 9)] for n in range(1, 5))], 200)
    made.canvas.showPage()
    made.table([[f"第{n}小学", str(n * 10), str(n * 9)] for n in range(5, 8)], 780)
    made.prose(LONG, 600)
    made.canvas.showPage()
    made.canvas.save()
    content = read(made.target.getvalue(), "a.pdf")
    lines = content.text.split("\n")
    second = next(line for line in content.dropped if line.text == "第2页")
    assert "第5小学" in lines[second.number]


@pytest.mark.parametrize("text", ["临江区2019年工作总结\n全年新增学位5400个。\n"])
def test_what_is_no_pdf_has_no_pages(text: str) -> None:
    (report,) = parse(Source("/a.txt", "a.txt", "", "txt", "utf-8", text))
    assert isinstance(report, Report)
    assert set(pages_of(report, report.sentences)) == {None}


def test_a_sentence_among_others_has_the_same_page() -> None:
    (report,) = parse(
        Source("/a.txt", "a.txt", "", "txt", "utf-8", "临江区2019年工作总结\n" + LONG + OTHER + "\n" + FILLER)
    )
    marks = (page_begins(2, 2, len(LONG)), page_begins(3, 2))
    report = replace(report, dropped=(*report.dropped, *marks))
    pages = pages_of(report, report.sentences)
    assert set(pages) == {None, 2, 3}
    assert [pages_of(report, [one])[0] for one in report.sentences] == pages
