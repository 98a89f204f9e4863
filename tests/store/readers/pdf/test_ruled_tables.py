"""Tables whose rules are drawn on the page, and margins that belong to a page or a block."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from store.readers.pdf.document import read
from tests.store.readers.pdf.test_readers_pdf import FONT, LONG, OTHER, Row, lines, set_out

pytest.importorskip("reportlab", reason="reportlab 未安装，无法生成测试用 PDF")

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

EDGES = (72.0, 190.0, 310.0, 430.0)
ROWS = [["项目", "预算数（万元）", "决算数（万元）"], ["学前教育", "1250.50", "1248.30"], ["小学教育", "860", "858.2"]]


class Drawing:
    """A document drawn by hand."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.target = io.BytesIO()
        self.canvas = Canvas(self.target)

    def prose(self, text: str, top: float) -> None:
        self.canvas.setFont(FONT, 12)
        for row in set_out(text, top=top):
            self.canvas.drawString(row.x, row.y, row.text)

    def table(self, rows: Sequence[Sequence[str]], top: float, *, sides: bool = True, boxes: bool = False) -> None:
        self.canvas.setFont(FONT, 10)
        for number, row in enumerate(rows):
            for left, text in zip(EDGES, row, strict=False):
                self.canvas.drawString(left + 5, top - 20 * number - 14, text)
                if boxes:
                    self.canvas.rect(left, top - 20 * (number + 1), 120, 20)
        if boxes:
            return
        for number in range(len(rows) + 1):
            self.canvas.line(EDGES[0], top - 20 * number, EDGES[-1], top - 20 * number)
        for edge in EDGES if sides else EDGES[1:-1]:
            self.canvas.line(edge, top, edge, top - 20 * len(rows))

    def read(self) -> list[str]:
        self.canvas.showPage()
        self.canvas.save()
        return read(self.target.getvalue(), "a.pdf").text.split("\n")


SAID = [
    "项目：学前教育，预算数（万元）：1250.50，决算数（万元）：1248.30",
    "项目：小学教育，预算数（万元）：860，决算数（万元）：858.2",
]


@pytest.mark.parametrize("form", [{}, {"sides": False}, {"boxes": True}])
def test_rows_of_a_ruled_table_have_the_names_of_their_columns(form: dict[str, bool]) -> None:
    page = Drawing()
    page.prose(LONG, 700)
    page.table(ROWS, 500, **form)
    page.prose(OTHER, 400)
    assert page.read() == [LONG, *SAID, OTHER]


def test_a_table_that_goes_on_over_a_page_keeps_its_head() -> None:
    page = Drawing()
    page.prose(LONG, 700)
    page.table(ROWS[:2], 100)
    page.canvas.showPage()
    page.table(ROWS[2:] * 2, 700)
    assert page.read() == [LONG, SAID[0], SAID[1], SAID[1]]


def test_merged_cells_are_told_by_the_rules_that_are_missing() -> None:
    page = Drawing()
    page.prose(LONG, 700)
    page.canvas.setFont(FONT, 10)
    for y in (500, 480, 440):
        page.canvas.line(EDGES[0], y, EDGES[-1], y)
    page.canvas.line(EDGES[1], 460, EDGES[-1], 460)
    for edge in EDGES:
        page.canvas.line(edge, 500, edge, 440)
    cells = [(0, "乡镇", 486), (1, "项目", 486), (2, "数量", 486), (0, "东乡", 450), (1, "新建学校", 466)]
    cells += [(2, "3所", 466), (1, "改造校舍", 446), (2, "12间", 446)]
    for column, text, y in cells:
        page.canvas.drawString(EDGES[column] + 5, y, text)
    assert page.read()[1:] == ["乡镇：东乡，项目：新建学校，数量：3所", "乡镇：东乡，项目：改造校舍，数量：12间"]


def test_underlines_frames_and_curves_are_no_tables() -> None:
    page = Drawing()
    page.canvas.rect(60, 500, 460, 230)
    page.prose(LONG, 700)
    page.canvas.line(72, 690, 300, 690)
    page.canvas.circle(300, 300, 50)
    page.canvas.bezier(80, 200, 120, 260, 200, 260, 240, 200)
    assert page.read() == [LONG]


def test_a_page_has_the_margin_that_its_own_lines_show() -> None:
    wide = [Row(f"附件{number:02}" + "东西南北中" * 7 + "东西", 72, 720 - 20 * number) for number in range(30)]
    assert lines(set_out(LONG, OTHER), wide, wide)[:2] == [LONG, OTHER]
