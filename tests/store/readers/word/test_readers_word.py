"""The .docx reader, on documents built part by part and on documents that python-docx writes."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from store.errors import UnreadableReportError
from store.readers.word.document import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rels(**targets: str) -> str:
    ties = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{ties}</Relationships>'


def package(body: str, *, styles: str = "", numbering: str = "") -> bytes:
    """A .docx of the parts that matter."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("_rels/.rels", rels(officeDocument="word/document.xml"))
        out.writestr("word/_rels/document.xml.rels", rels(styles="styles.xml", numbering="numbering.xml"))
        out.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>")
        out.writestr("word/styles.xml", f"<w:styles {NAMESPACES}>{styles}</w:styles>")
        out.writestr("word/numbering.xml", f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>")
    return target.getvalue()


def lines(body: str, *, styles: str = "", numbering: str = "") -> list[str]:
    return read(package(body, styles=styles, numbering=numbering), "a.docx").text.split("\n")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*content: str, properties: str = "") -> str:
    inside = "".join(run(piece) if not piece.startswith("<") else piece for piece in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def listed(text: str, level: int = 0, list_id: str = "1") -> str:
    return par(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="2"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="3"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%3."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 2"/><w:basedOn w:val="2"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="4"><w:name w:val="本局标题"/><w:basedOn w:val="2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="5"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="6"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="7"><w:name w:val="公文正文"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="8"><w:name w:val="批注"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def styled(text: str, style: str, more: str = "") -> str:
    return par(text, properties=f'<w:pStyle w:val="{style}"/>{more}')


# Paragraphs and the text in them


def test_paragraphs_written_by_python_docx_come_back_as_they_are() -> None:
    paragraphs = [
        "临江区2019年工作总结",
        "2019年，全区招聘教师118人，增长6.5%。",
        "“十三五”规划《纲要》（草案）——说明",
        "A b C",
    ]
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    assert read(target.getvalue(), "a.docx").text.split("\n") == paragraphs


def test_line_break_makes_a_line_and_page_break_does_not() -> None:
    assert lines(par("第一行", "<w:r><w:br/></w:r>", "第二行")) == ["第一行", "第二行"]
    assert lines(par("上页", '<w:r><w:br w:type="page"/></w:r>', "下页")) == ["上页下页"]


def test_tab_is_a_space() -> None:
    assert lines(par("姓名", "<w:r><w:tab/></w:r>") + par("单位", "<w:r><w:tab/></w:r>", "职务")) == [
        "姓名",
        "单位 职务",
    ]


def test_empty_paragraphs_and_typed_indents_tell_where_paragraphs_begin() -> None:
    assert lines(par("\u3000\u3000全县共有学校12所。") + par("  ") + par("二是") + par()) == [
        "\u3000\u3000全县共有学校12所。",
        "",
        "二是",
        "",
    ]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    body = par(
        "新增就业",
        f'<w:ins w:id="1">{run("1200")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>900</w:delText></w:r></w:del>',
        f'<w:moveFrom w:id="3">{run("旧处")}</w:moveFrom>',
        f'<w:moveTo w:id="4">{run("人")}</w:moveTo>',
        "。",
    )
    assert lines(body) == ["新增就业1200人。"]


def test_paragraph_whose_mark_was_deleted_runs_on_into_the_next() -> None:
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert lines(par("全年完成投资", properties=deleted) + par("3.2亿元。")) == ["全年完成投资3.2亿元。"]


def test_links_smart_tags_simple_fields_and_content_controls_keep_their_text() -> None:
    body = par(
        f"<w:hyperlink>{run('链接')}</w:hyperlink>",
        f"<w:smartTag>{run('标记')}</w:smartTag>",
        f'<w:fldSimple w:instr="DATE">{run("2019年")}</w:fldSimple>',
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>",
    )
    assert lines(body + f"<w:sdt><w:sdtContent>{par('整段控件')}</w:sdtContent></w:sdt>") == [
        "链接标记2019年控件",
        "整段控件",
    ]


def test_of_a_field_only_the_result_is_text() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> = SUM(ABOVE) </w:instrText></w:r>"
    inner = mark("begin") + "<w:r><w:instrText>REF a</w:instrText></w:r>" + mark("separate") + run("内码") + mark("end")
    assert lines(par("合计", mark("begin") + code + mark("separate"), "96", mark("end"), "人")) == ["合计96人"]
    assert lines(par(mark("begin") + code + inner + mark("separate"), "7", mark("end"), "人")) == ["7人"]


def test_field_that_is_never_closed_takes_no_text_with_it() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert lines(par("甲", begin) + par("乙")) == ["甲", "乙"]
    assert lines(par("甲", begin + separate) + par("乙")) == ["甲", "乙"]


def test_notes_and_comments_leave_nothing() -> None:
    body = par(
        '<w:commentRangeStart w:id="0"/>',
        "入学率达100%",
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>',
        "。",
    )
    assert lines(body) == ["入学率达100%。"]


def test_hidden_text_is_dropped_also_when_a_style_hides_it() -> None:
    off = '<w:vanish w:val="0"/>'
    body = par(
        "明", run("暗", "<w:vanish/>"), run("暗", '<w:rStyle w:val="8"/>'), run("亮", '<w:rStyle w:val="8"/>' + off)
    )
    assert lines(body, styles=STYLES) == ["明亮"]


def test_signs_hyphens_and_phonetic_guides() -> None:
    body = par(
        "<w:r><w:t>GB</w:t><w:noBreakHyphen/><w:t>9704</w:t><w:softHyphen/></w:r>",
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>',
        '<w:r><w:sym w:font="Wingdings" w:char="F0D8"/></w:r>',
        '<w:r><w:sym w:font="宋体" w:char="2160"/></w:r>',
        f"<w:r><w:ruby><w:rt>{run('lín')}</w:rt><w:rubyBase>{run('临')}</w:rubyBase></w:ruby></w:r>",
    )
    assert lines(body) == ["GB-9704≥Ⅰ临"]


def test_fraction_of_a_formula_keeps_its_bar() -> None:
    top, bottom = "<m:num><m:r><m:t>1</m:t></m:r></m:num>", "<m:den><m:r><m:t>3</m:t></m:r></m:den>"
    assert lines(par("约占", f"<m:oMath><m:f>{top}{bottom}</m:f></m:oMath>", "。")) == ["约占1/3。"]


def test_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{par('框内文字')}</w:txbxContent>"
    alternate = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert lines(par("段前", f"<w:r>{alternate}</w:r>", "段后") + par("下一段")) == ["段前段后", "框内文字", "下一段"]
    old = f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    assert lines(par("段", old)) == ["段", "框内文字"]


# Headings, numbering, table of contents


def test_headings_by_style_name_based_on_and_outline_level() -> None:
    body = (
        styled("临江区工作总结", "5")
        + styled("正文", "1")
        + styled("主要工作", "2")
        + styled("派生样式的标题", "4")
        + par("大纲级别", properties='<w:outlineLvl w:val="2"/>')
        + styled("正文级别", "7")
        + styled("样式是标题，自己是正文", "2", '<w:outlineLvl w:val="9"/>')
    )
    assert read(package(body, styles=STYLES), "a.docx").headings == (1, 3, 4, 5)


def test_headings_of_python_docx_templates() -> None:
    document = docx.Document()
    document.add_heading("临江区2019年工作总结", level=0)
    document.add_paragraph("正文一。")
    document.add_heading("一、主要工作", level=1)
    target = io.BytesIO()
    document.save(target)
    assert read(target.getvalue(), "a.docx").headings == (1, 3)


def test_numerals_stand_before_their_paragraphs() -> None:
    body = (
        listed("教育") + listed("学前", 1) + listed("中小学", 1) + listed("建校舍", 2) + par("正文。") + listed("卫生")
    )
    assert lines(body, numbering=NUMBERING) == [
        "一、教育",
        "（一）学前",
        "（二）中小学",
        "1. 建校舍",
        "正文。",
        "二、卫生",
    ]


def test_numbering_of_a_style_and_of_the_style_it_is_based_on() -> None:
    body = styled("教育", "2") + styled("学前", "3") + styled("幼师", "3") + styled("卫生", "4") + styled("医院", "3")
    expected = ["一、教育", "（一）学前", "（二）幼师", "二、卫生", "（一）医院"]
    assert lines(body, styles=STYLES, numbering=NUMBERING) == expected


def test_list_zero_takes_a_paragraph_out_of_its_styles_list() -> None:
    out = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    assert lines(styled("教育", "2", out), styles=STYLES, numbering=NUMBERING) == ["教育"]


def test_numbering_goes_on_through_tables_and_past_empty_and_hidden_paragraphs() -> None:
    hidden = par(
        run("暗", "<w:vanish/>"),
        properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr>',
    )
    body = listed("教育") + table([listed("卫生")]) + hidden + listed("") + listed("交通")
    assert lines(body, numbering=NUMBERING) == ["一、教育", "二、卫生", "", "四、交通"]


@pytest.mark.parametrize(
    "contents",
    [
        f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{par('一、教育 3')}{par('二、卫生 9')}</w:sdtContent></w:sdt>",
        styled("一、教育 3", "6") + styled("二、卫生 9", "6"),
        par(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            "一、教育 3",
        )
        + par("二、卫生 9", '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    ],
    ids=["content control", "style", "field"],
)
def test_table_of_contents_is_dropped_and_named(contents: str) -> None:
    content = read(package(par("总结") + contents + par("一、教育"), styles=STYLES), "a.docx")
    assert content.text == "总结\n一、教育"
    assert [(line.number, line.text, line.rule) for line in content.dropped] == [
        (1, "一、教育 3", "word-table-of-contents"),
        (1, "二、卫生 9", "word-table-of-contents"),
    ]


# Tables


def cell(*blocks: str, properties: str = "") -> str:
    inside = "".join(block if block.startswith("<") else par(block) for block in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or par()}</w:tc>"


def table(*rows: list[str]) -> str:
    made = ("".join(c if c.startswith("<w:tc>") else cell(c) for c in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"


def test_row_of_a_table_names_its_columns() -> None:
    made = table(["街道", "户数", "2019年"], ["东河", "320", "12"], ["西坡", "", "15"], ["", "", ""])
    assert lines(par("前") + made + par("后")) == [
        "前",
        "街道：东河，户数：320，2019年：12",
        "街道：西坡，2019年：15",
        "后",
    ]


def test_table_written_by_python_docx_with_merged_cells_repeats_nothing() -> None:
    document = docx.Document()
    made = document.add_table(rows=3, cols=3)
    for row, texts in enumerate([["街道", "人数", "备注"], ["东河", "320", "城区"], ["西坡", "150", ""]]):
        for column, text in enumerate(texts):
            made.cell(row, column).text = text
    merged = made.cell(2, 1).merge(made.cell(2, 2))
    merged.text = "150"
    target = io.BytesIO()
    document.save(target)
    assert read(target.getvalue(), "a.docx").text == "街道：东河，人数：320，备注：城区\n街道：西坡，人数：150"


def test_cells_merged_downwards_count_for_each_row_and_divided_headings_give_both_names() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    made = table(
        [cell("街道", properties=down), cell("收入", properties='<w:gridSpan w:val="2"/>')],
        [cell(properties=on), "本年", "上年"],
        [cell("东河", properties=down), "30", "20"],
        [cell(properties=on), "31", "21"],
    )
    assert lines(made) == ["街道：东河，收入/本年：30，收入/上年：20", "街道：东河，收入/本年：31，收入/上年：21"]


def test_title_row_over_the_whole_width_is_a_line_of_its_own() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    made = table(
        [cell("收支表", properties=wide)],
        ["项目", "金额"],
        ["收入", "30"],
        [cell("其他", properties=wide)],
        ["捐赠", "2"],
    )
    assert lines(made) == ["收支表", "项目：收入，金额：30", "其他", "项目：捐赠，金额：2"]


@pytest.mark.parametrize(
    "rows", [[[cell("第一段。", "第二段。")]], [["第一段。"], ["第二段。"]], [["第一段。", "第二段。"]]]
)
def test_table_that_only_lays_out_the_page_gives_its_paragraphs(rows: list[list[str]]) -> None:
    assert lines(table(*rows)) == ["第一段。", "第二段。"]


def test_form_without_a_heading_row_is_read_pair_by_pair() -> None:
    assert lines(table(["姓名", "张三"], ["职务：", "局长"])) == ["姓名：张三", "职务：局长"]


def test_first_row_of_figures_or_sentences_is_no_heading() -> None:
    assert lines(table(["1", "320", "12"], ["2", "150", "15"])) == ["1，320，12", "2，150，15"]
    made = table(["新建学校三所。", "投入大。", "见效快。"], ["修路", "8公里", "5月"])
    assert lines(made) == ["新建学校三所。，投入大。，见效快。", "修路，8公里，5月"]


def test_heading_row_that_word_repeats_is_one_whatever_it_says() -> None:
    made = table(["100", "200"], ["甲", "乙"]).replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    assert lines(made) == ["100：甲，200：乙"]


def test_table_inside_a_cell_follows_its_row() -> None:
    inner = table(["项目", "数"], ["桥", "3"])
    made = table(["街道", "户数"], [cell("东河", inner, par()), "320"])
    assert lines(made) == ["街道：东河，户数：320", "项目：桥，数：3"]


def test_rows_in_content_controls_are_read_and_deleted_rows_are_not() -> None:
    first = "<w:tr>" + cell("街道") + cell("户数") + "</w:tr>"
    controlled = f"<w:sdt><w:sdtContent><w:tr>{cell('东河')}{cell('320')}</w:tr></w:sdtContent></w:sdt>"
    deleted = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('西坡')}{cell('150')}</w:tr>"
    assert lines(f"<w:tbl>{first}{controlled}{deleted}</w:tbl>") == ["街道：东河，户数：320"]


# Packages


def test_strict_open_xml_reads_the_same() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(par("正文。")))) as made, zipfile.ZipFile(target, "w") as out:
        for part in made.namelist():
            text = made.read(part).decode().replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
            out.writestr(part, text.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"))
    assert read(target.getvalue(), "a.docx").text == "正文。"


def test_xml_comments_are_no_text() -> None:
    assert lines(par("甲") + "<!-- 注 -->" + par("<!-- 注 --><w:r><w:t>乙</w:t></w:r>")) == ["甲", "乙"]


def zipped(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for part, text in parts.items():
            out.writestr(part, text)
    return target.getvalue()


WHOLE = package(par("正文。" * 500))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (WHOLE[: len(WHOLE) // 2], "损坏"),
        (b"", "损坏"),
        (b"%PDF-1.7", "损坏"),
        (zipped(a="b"), "不是 Word"),
        (zipped(**{"_rels/.rels": rels(officeDocument="word/document.xml")}), "不是 Word"),
        (zipped(**{"_rels/.rels": rels(officeDocument="d.xml"), "d.xml": "<w:document"}), "损坏"),
        (zipped(**{"_rels/.rels": rels(officeDocument="d.xml"), "d.xml": "<sheet/>"}), "不是 Word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + b"\0" * 600, "旧版"),
    ],
)
def test_what_is_no_whole_word_document_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableReportError, match=what) as caught:
        read(data, "b.docx")
    assert caught.value.where == "b.docx"
    assert caught.value.remedy


def test_corrupted_stream_inside_the_package_is_refused() -> None:
    at = WHOLE.index(b"word/document.xml") + 60
    with pytest.raises(UnreadableReportError, match="损坏"):
        read(WHOLE[:at] + bytes(byte ^ 0xFF for byte in WHOLE[at : at + 20]) + WHOLE[at + 20 :], "b.docx")


def test_part_that_would_fill_the_memory_is_refused_unread() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("_rels/.rels", rels(officeDocument="d.xml"))
        with out.open("d.xml", "w") as part:
            for _ in range(201):
                part.write(b" " * 1024 * 1024)
    with pytest.raises(UnreadableReportError, match="过大"):
        read(target.getvalue(), "b.docx")
