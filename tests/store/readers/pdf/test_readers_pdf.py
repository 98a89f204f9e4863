"""The PDF reader, on documents drawn character row by character row with reportlab."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pytest

from store.errors import UnreadableReportError
from store.model import PAGE, DroppedLine
from store.readers.content import Content
from store.readers.pdf.document import read
from tests.growth import assert_in_proportion

pytest.importorskip("reportlab", reason="reportlab 未安装，无法生成测试用 PDF")

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

FONT = "STSong-Light"
LEFT, TOP, EM, PITCH = 72.0, 720.0, 12.0, 20.0
WIDTH = 36  # characters of a full line, 432 points; with 72 left it leaves 91 of 595 to the right


@dataclass(frozen=True, slots=True)
class Row:
    """Text at a place of the page."""

    text: str
    x: float = LEFT
    y: float = TOP
    size: float = EM
    turn: float = 0.0


def drawn(*pages: Sequence[Row], **options: object) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, **options)
    for rows in pages:
        for row in rows:
            canvas.saveState()
            canvas.setFont(FONT, row.size)
            canvas.translate(row.x, row.y)
            canvas.rotate(row.turn)
            canvas.drawString(0, 0, row.text)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def full_lines(text: str, indent: float = 0.0) -> list[str]:
    """The text in lines of ``WIDTH`` ems, the first one *indent* shorter, broken at any character but a closing one."""
    rows, room = [], WIDTH * EM - indent
    while text:
        end = next((n for n in range(len(text), 0, -1) if wide(text[:n]) <= room), 1)
        while 1 < end < len(text) and text[end] in "，。、；：”）%":
            end -= 1
        rows, text, room = [*rows, text[:end]], text[end:], WIDTH * EM
    return rows


def wide(text: str) -> float:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return float(pdfmetrics.stringWidth(text, FONT, EM))


def set_out(*texts: str, indent: int = 2, gap: float = 0.0, top: float = TOP) -> list[Row]:
    """Paragraphs set in full lines, from *top* down."""
    rows, y = [], top
    for text in texts:
        for number, line in enumerate(full_lines(text, indent * EM)):
            rows.append(Row(line, LEFT + (0 if number else indent * EM), y))
            y -= PITCH
        y -= gap
    return rows


def ending_full(indent: int = 2) -> str:
    """A paragraph whose last line reaches the right margin, so that its length does not tell that it ends."""
    return (FILLER.rstrip("。") + "，" + FILLER)[: WIDTH * 2 - indent - 1] + "。"


def content(*pages: Sequence[Row]) -> Content:
    return read(drawn(*pages), "a.pdf")


def furniture(made: Content) -> tuple[DroppedLine, ...]:
    """What was dropped but for where pages begin."""
    return tuple(line for line in made.dropped if line.rule != PAGE)


def lines(*pages: Sequence[Row]) -> list[str]:
    return content(*pages).text.split("\n")


LONG = "2019年，临江区坚持“稳中求进”的总基调，全年完成固定资产投资38.6亿元，同比增长7.2%，新增城镇就业1.2万人，城镇登记失业率控制在3%以内。"
OTHER = "全区新建幼儿园6所，改扩建中小学11所，新增学位5400个，招聘教师118人，“大班额”比例下降到1.6%，义务教育巩固率达99.8%。"
FILLER = "这一年，全区上下共同努力，各项工作都有新的进展，群众的获得感进一步增强，社会大局保持和谐稳定，为今后的发展打下了基础。"


# Paragraphs


def test_broken_lines_become_paragraphs_again() -> None:
    assert lines(set_out(LONG, OTHER, "小结。")) == [LONG, OTHER, "小结。"]


def test_paragraphs_parted_by_space_and_not_by_indents() -> None:
    exact = ending_full(indent=0)
    assert lines(set_out(exact, LONG, OTHER, FILLER, indent=0, gap=8)) == [exact, LONG, OTHER, FILLER]


def test_indent_parts_paragraphs_whose_last_line_is_full() -> None:
    exact = ending_full()
    assert lines(set_out(exact, LONG)) == [exact, LONG]


def test_heading_on_a_line_of_its_own_stays_one() -> None:
    assert lines(set_out("一、教育", LONG, "（一）学前教育", OTHER)) == ["一、教育", LONG, "（一）学前教育", OTHER]


def test_heading_in_larger_type_is_parted_even_when_its_line_is_full() -> None:
    title = Row("临江区人民政府关于二〇一九年全区各项工作情况的报告", LEFT, TOP + 40, 18)
    assert lines([title, *set_out(LONG, indent=0)]) == [title.text, LONG]


def test_numeral_opens_a_paragraph_after_a_full_line_that_ends_a_sentence() -> None:
    exact = ending_full(indent=0)
    assert lines(set_out(exact, "二、卫生工作", LONG, indent=0)) == [exact, "二、卫生工作", LONG]


def test_list_item_with_hanging_lines_is_one_paragraph() -> None:
    hang = wide("10.") + 6
    first, second = full_lines(OTHER, hang), full_lines(FILLER, hang)
    rows = [Row("10.", LEFT, 500), Row(first[0], LEFT + hang, 500)]
    rows += [Row(text, LEFT + hang, 480 - 20 * n) for n, text in enumerate(first[1:])]
    rows += [Row("11.", LEFT, 400), Row(second[0], LEFT + hang, 400)]
    rows += [Row(text, LEFT + hang, 380 - 20 * n) for n, text in enumerate(second[1:])]
    assert lines([*set_out(LONG, LONG), *rows])[2:] == ["10." + OTHER, "11." + FILLER]


def test_last_line_of_the_author_and_date_stays_apart() -> None:
    made = [*set_out(LONG, OTHER), Row("临江区人民政府", 380, 500), Row("2019年12月30日", 384, 480)]
    assert lines(made)[-2:] == ["临江区人民政府", "2019年12月30日"]


def test_latin_words_are_parted_by_a_space_and_hyphenated_ones_are_whole() -> None:
    rows = [
        Row("The district built six kindergartens and eleven schools and the infor-", LEFT, 700),
        Row("mation centre, recruited 118 teachers and enlarged the co-operation of", LEFT, 680),
        Row("all towns. The work went on in 2019", LEFT, 660),
    ]
    rows = [Row(row.text, row.x, row.y, 13) for row in rows]
    assert lines(rows) == [
        "The district built six kindergartens and eleven schools and the information centre, recruited 118 teachers "
        "and enlarged the co-operation of all towns. The work went on in 2019"
    ]


def test_number_broken_over_two_lines_is_whole() -> None:
    head = FILLER[: WIDTH - 1] + "13"
    assert lines([Row(head, y=700), Row("10万人参加了培训。", y=680)]) == [head + "10万人参加了培训。"]


def test_paragraph_goes_on_over_a_page_break_past_foot_and_head() -> None:
    rows = set_out(LONG, OTHER)
    first, second = rows[:4], [Row(r.text, r.x, r.y + 80) for r in rows[4:]]
    foots = [[Row("临江区工作报告", 250, 800, 9), Row(f"- {n} -", 280, 40, 9)] for n in (1, 2, 3)]
    made = content(
        [*first, *foots[0]], [*second, *foots[1], *set_out(LONG, top=600)], [*foots[2], *set_out(OTHER, LONG)]
    )
    assert made.text.split("\n") == [LONG, OTHER, LONG, OTHER, LONG]
    assert [(line.number, line.text, line.rule) for line in furniture(made)] == [
        (0, "临江区工作报告", "pdf-running-head"),
        (2, "- 1 -", "pdf-page-number"),
        (2, "临江区工作报告", "pdf-running-head"),
        (3, "- 2 -", "pdf-page-number"),
        (3, "临江区工作报告", "pdf-running-head"),
        (5, "- 3 -", "pdf-page-number"),
    ]


def test_complete_paragraph_before_a_page_break_stays_apart() -> None:
    assert lines(set_out(LONG, OTHER), set_out(FILLER, LONG)) == [LONG, OTHER, FILLER, LONG]
    exact = ending_full(indent=0)
    assert lines(set_out(LONG, exact, indent=0, gap=8), set_out(FILLER, indent=0)) == [LONG, exact, FILLER]


# Lines


def test_quotation_marks_stay_where_they_stand() -> None:
    text = "实施“百校提升”“千名教师”“万户安居”三大工程，落实‘放管服’改革和《纲要》（试行）。"
    assert lines(set_out(text)) == [text]


def test_characters_drawn_out_of_order_are_read_by_place() -> None:
    rows = [Row(char, LEFT + index * EM) for index, char in enumerate("全区“五个一”工程")]
    assert lines(rows[::-1]) == ["全区“五个一”工程"]


def test_bold_faked_by_drawing_twice_is_read_once() -> None:
    assert lines([Row("一、工作回顾"), Row("一、工作回顾", LEFT + 0.4)]) == ["一、工作回顾"]


def test_doubled_characters_of_the_text_are_kept() -> None:
    assert lines([Row("人人1100个，。。种种llll")]) == ["人人1100个，。。种种llll"]


def test_raised_small_figure_stays_on_its_line() -> None:
    assert lines(
        [
            Row("绿地12万m"),
            Row("2", LEFT + wide("绿地12万m"), TOP + 4, 7),
            Row("，新增3处。", LEFT + wide("绿地12万m") + 4),
        ]
    ) == ["绿地12万m2，新增3处。"]


def test_row_of_a_table_keeps_its_figures_and_stays_apart() -> None:
    columns = (LEFT, 220, 330, 440)
    rows = [["街道", "户数", "人口", "学校"], ["东河", "320", "1024", "2"], ["西坡", "150", "480", "1"]]
    table = [Row(text, x, 500 - 20 * n) for n, row in enumerate(rows) for text, x in zip(row, columns, strict=True)]
    assert lines([*set_out(LONG, OTHER), *table])[2:] == ["街道 户数 人口 学校", "东河 320 1024 2", "西坡 150 480 1"]


def test_tab_after_a_numeral_is_nothing() -> None:
    rows = set_out(LONG, OTHER)
    assert lines([*rows, Row("一、", LEFT, 500), Row("主要工作", LEFT + 60, 500)])[2:] == ["一、主要工作"]


def test_two_columns_are_read_one_after_the_other() -> None:
    def column(text: str, x: float, top: float) -> list[Row]:
        return [Row(text[at : at + 17], x, top - at / 17 * PITCH) for at in range(0, len(text), 17)]

    def plain(text: str) -> str:
        return "".join(char for char in text if not char.isascii())

    title = Row("临江区二〇一九年政府工作报告摘要及各部门任务分工说明", 100, 760, 14)
    left, right = plain(LONG + OTHER + LONG)[:136], plain(FILLER + LONG)[:102]
    # The baselines of the two columns need not agree.
    made = lines([title, *column(left, 60, 700), *column(right, 310, 697)])
    assert made[0] == title.text
    assert "".join(made[1:]) == left + right


def test_radicals_are_the_ideographs_they_look_like() -> None:
    from store.readers.pdf.document import _character

    assert [_character(code) for code in (0x2F2F, 0x2EA0, 0x5DE5, 0x2460)] == ["工", "⺠", "工", "①"]


def test_slanted_watermark_is_no_text_and_a_page_lying_on_its_side_is() -> None:
    watermark = Row("内部资料", 200, 300, 60, turn=45)
    assert lines([*set_out(LONG), watermark]) == [LONG]
    sideways = [Row(row.text, 595 - row.y + 100, row.x, row.size, turn=90) for row in set_out(LONG, OTHER)]
    assert lines(sideways) == [LONG, OTHER]


# Running heads and page numbers


def paged(count: int, *extra: Row) -> Content:
    """Pages of prose, each with the *extra* rows, in which ``{n}`` is the page's number."""
    return content(
        *(
            [*set_out(LONG, FILLER, OTHER), *(Row(r.text.format(n=n + 1, of=count), r.x, r.y, r.size) for r in extra)]
            for n in range(count)
        )
    )


@pytest.mark.parametrize(
    "form",
    [
        "{n}",
        "- {n} -",
        "— {n} —",
        "－{n}－",
        "第 {n} 页 共 {of} 页",
        "第{n}页",
        "{n}/{of}",
        "{n} / {of}",
        "Page {n} of {of}",
    ],
)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_page_numbers_are_dropped(form: str, count: int) -> None:
    made = paged(count, Row(form, 290, 40, 9))
    assert made.text.split("\n") == [LONG, FILLER, OTHER] * count
    assert [line.rule for line in furniture(made)] == ["pdf-page-number"] * count


def test_numbers_that_count_from_elsewhere_are_page_numbers_where_they_count_along() -> None:
    made = content(*([*set_out(LONG, OTHER), Row(str(n), 290, 40, 9)] for n in (11, 12, 13)))
    assert made.text.split("\n") == [LONG, OTHER] * 3


def test_heads_that_take_turns_on_left_and_right_pages_are_dropped() -> None:
    made = content(
        *(
            [*set_out(LONG, OTHER), Row(("政府工作报告", "临江区年鉴")[n % 2], (72, 400)[n % 2], 800, 9)]
            for n in range(6)
        )
    )
    assert made.text.split("\n") == [LONG, OTHER] * 6
    assert len(furniture(made)) == 6


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (Row("以上情况，请予审议。", LEFT, 420), "in the middle of the page, on every page"),
        (Row("2014", 290, 420), "a bare number in the middle of the page"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.text,
)
def test_what_repeats_in_the_middle_of_the_page_is_kept(row: Row, why: str) -> None:
    made = paged(4, row)
    assert made.text.split("\n").count(row.text) == 4, why
    assert furniture(made) == ()


def test_title_at_the_top_of_a_single_page_is_kept() -> None:
    made = content([Row("临江区2019年工作总结", 200, 780, 16), *set_out(LONG, OTHER)])
    assert made.text.split("\n") == ["临江区2019年工作总结", LONG, OTHER]
    assert furniture(made) == ()


def test_title_that_the_running_head_repeats_is_kept_where_it_is_the_title() -> None:
    head = Row("临江区2019年工作总结", 72, 815, 9)
    title = Row("临江区2019年工作总结", 200, 760, 16)
    made = content([head, title, *set_out(LONG)], [head, *set_out(OTHER)], [head, *set_out(FILLER)])
    assert made.text.split("\n") == [title.text, LONG, OTHER, FILLER]
    assert len(furniture(made)) == 3


def test_date_at_the_foot_of_the_last_page_is_kept() -> None:
    made = content(set_out(LONG), set_out(OTHER), [*set_out(FILLER), Row("2014年11月", 400, 60)])
    assert made.text.split("\n")[-1] == "2014年11月"
    assert furniture(made) == ()


def test_same_line_that_opens_pages_by_chance_is_kept() -> None:
    made = content(*(set_out("各位代表：", LONG, OTHER, top=760) for _ in range(4)))
    assert made.text.split("\n") == ["各位代表：", LONG, OTHER] * 4


def test_year_that_ends_a_page_and_rows_of_figures_at_its_edge_are_kept() -> None:
    rows = [Row("2014", LEFT, 80), Row("320", 300, 80), Row("15.6", 400, 80)]
    made = content(*([*set_out(LONG), *(Row(f"{r.text}{n}", r.x, r.y) for r in rows)] for n in range(4)))
    assert [line for line in made.text.split("\n") if line.startswith("2014")] == [
        f"2014{n} 320{n} 15.6{n}" for n in range(4)
    ]
    assert content([*set_out(LONG), Row("2014", 290, 80)]).text.split("\n") == [LONG, "2014"]


# What is refused


def picture() -> ImageReader:
    from PIL import Image

    return ImageReader(Image.new("RGB", (40, 40), "gray"))


def scanned(*texts: str) -> bytes:
    """Pages that are pictures, each with a little text over it."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target)
    for text in texts:
        canvas.drawImage(picture(), 0, 0, 595, 842)
        canvas.setFont(FONT, 9)
        canvas.drawString(290, 400, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("texts", [("",), ("", "", ""), ("1", "2", "3")])
def test_scan_is_refused_and_the_remedy_named(texts: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableReportError, match="扫描件") as caught:
        read(scanned(*texts), "s.pdf")
    assert caught.value.where == "s.pdf"
    assert "文字识别" in caught.value.remedy


def test_scanned_page_among_pages_of_text_is_named() -> None:
    made = read(scanned("正文的第一页有很多字，远远不止十个。", "", "正文的第三页也有很多字，同样不止十个。"), "s.pdf")
    assert made.text.split("\n")[0].startswith("正文的第一页")
    assert [(line.number, line.text, line.rule) for line in furniture(made)] == [
        (1, "第2页是图片，没有文字层", "pdf-scanned-page")
    ]


def test_short_text_without_pictures_is_read_and_no_text_at_all_refused() -> None:
    assert lines([Row("略。")]) == ["略。"]
    with pytest.raises(UnreadableReportError, match="没有文字"):
        read(drawn([]), "e.pdf")


def test_password_is_named_and_an_empty_one_is_no_lock() -> None:
    with pytest.raises(UnreadableReportError, match="密码") as caught:
        read(drawn(set_out(LONG), encrypt=StandardEncryption("secret")), "p.pdf")
    assert "去掉密码" in caught.value.remedy
    assert read(drawn(set_out(LONG), encrypt=StandardEncryption("", "owner")), "p.pdf").text == LONG


WHOLE = drawn(set_out(LONG, OTHER), set_out(FILLER))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (WHOLE[: len(WHOLE) // 2], "损坏"),
        (WHOLE[:-20], "损坏"),
        (b"%PDF-1.4\n" + b"\0" * 500 + b"%%EOF", "损坏"),
        (b"", "不是 PDF"),
        (b"PK\x03\x04 a zip", "不是 PDF"),
    ],
)
def test_what_is_no_whole_pdf_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableReportError, match=what) as caught:
        read(data, "b.pdf")
    assert caught.value.remedy


def test_text_in_a_font_that_hides_its_characters_is_refused() -> None:
    with pytest.raises(UnreadableReportError, match="乱码"):
        read(drawn(set_out("\ue123\ue124\ue125\ue126" * 3 + LONG[:40])), "g.pdf")
    assert "增长" in read(drawn(set_out("\ue123" + LONG)), "g.pdf").text


def test_bullet_of_a_symbol_font_is_left_out() -> None:
    assert lines([*set_out(LONG, OTHER), Row("\uf06c新建学校", LEFT, 500)])[2:] == ["新建学校"]


# Whole documents


def test_paragraphs_set_by_a_program_come_back_in_order_and_in_proportion() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")

    def furnish(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(72, 800, "临江区工作报告")
        canvas.drawCentredString(300, 30, f"— {template.page} —")

    @cache
    def made(count: int) -> tuple[list[str], bytes]:
        texts = [part for n in range(count) for part in (f"（{n}）第{n}项工作", LONG, OTHER, FILLER)]
        target = io.BytesIO()
        document = SimpleDocTemplate(target, topMargin=60)
        document.build([Paragraph(text, style) for text in texts], onFirstPage=furnish, onLaterPages=furnish)
        assert document.page >= count // 7
        return texts, target.getvalue()

    def load(count: int) -> None:
        texts, pdf = made(count)
        assert read(pdf, "long.pdf").text.split("\n") == texts

    assert_in_proportion(load, 30, 130)
