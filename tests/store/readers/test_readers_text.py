"""Encodings and line ends of plain text, and Markdown made plain."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import UnreadableReportError
from store.readers.markdown import plain
from store.readers.text import read
from tests.growth import assert_in_proportion

SIMPLE = "云溪区2019年工作总结\n\n一、主要工作\n全年培训干部2800余人次，同比增长8.1%。\n——“两学一做”常态化①\n"
TRADITIONAL = "雲溪區2019年工作總結\n\n一、主要工作\n全年培訓幹部2800餘人次，同比增長8.1%。\n"
REPORTS = Path(__file__).resolve().parents[3] / ".." / "shared" / "reports"


@pytest.mark.parametrize(
    ("text", "codec", "mark", "encoding"),
    [
        (SIMPLE, "utf-8", b"", "utf-8"),
        (SIMPLE, "utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        (SIMPLE, "utf-16-le", b"\xff\xfe", "utf-16-le"),
        (SIMPLE, "utf-16-be", b"\xfe\xff", "utf-16-be"),
        (SIMPLE, "utf-16-le", b"", "utf-16-le"),
        (SIMPLE, "utf-16-be", b"", "utf-16-be"),
        ("全区实现生产总值稳步增长", "utf-16-le", b"", "utf-16-le"),
        ("2019 report, no Chinese\n", "utf-16-le", b"", "utf-16-le"),
        ("2019 report, no Chinese\n", "ascii", b"", "utf-8"),
        (SIMPLE, "gb18030", b"", "gb18030"),
        (SIMPLE, "gbk", b"", "gb18030"),
        (TRADITIONAL, "gb18030", b"", "gb18030"),
        ("总结𠮷㐀", "gb18030", b"", "gb18030"),
        ("总结", "gb18030", b"", "gb18030"),
        (TRADITIONAL, "big5", b"", "big5"),
        ("雲溪區總結", "big5", b"", "big5"),
    ],
)
def test_every_encoding_gives_the_text_back(text: str, codec: str, mark: bytes, encoding: str) -> None:
    content = read(mark + text.encode(codec), "总结.txt")
    assert content.text == text
    assert content.encoding == encoding
    assert content.headings == ()


def test_damaged_utf8_is_refused_with_its_place_and_not_read_as_gb18030() -> None:
    data = bytearray(SIMPLE.encode())
    data[40:41] = b"\xff"
    with pytest.raises(UnreadableReportError) as refused:
        read(bytes(data), "a.txt")
    bad = int("".join(filter(str.isdigit, refused.value.what.split("字节")[0].split("第")[-1])))
    assert 38 <= bad <= 40
    assert "UTF-8" in refused.value.what
    assert refused.value.remedy


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_last_character_cut_in_two_is_refused(codec: str) -> None:
    data = (SIMPLE * 3).rstrip("①\n").encode(codec)
    with pytest.raises(UnreadableReportError, match="结尾不完整"):
        read(data[:-1], "a.txt")


def test_odd_byte_at_the_end_of_utf16_is_refused() -> None:
    with pytest.raises(UnreadableReportError, match="结尾不完整"):
        read(b"\xff\xfe" + SIMPLE.encode("utf-16-le")[:-1], "a.txt")


def test_damage_in_gb18030_is_refused() -> None:
    data = (SIMPLE * 5).encode("gb18030")
    with pytest.raises(UnreadableReportError, match=r"GB18030.*字节"):
        read(data[:20] + b"\xff\xff" + data[20:], "a.txt")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("日本語のテキストです。今日は天気がいいですね。報告書を提出します。", "shift_jis"),
        ("日本語のテキストです。今日は天気がいいですね。報告書を提出します。", "euc-jp"),
        ("Le café est très agréable à l'été, où ça ?", "latin-1"),
    ],
)
def test_text_of_another_script_is_refused_and_not_made_chinese(text: str, codec: str) -> None:
    with pytest.raises(UnreadableReportError):
        read(text.encode(codec), "a.txt")


def test_bytes_full_of_zeros_are_no_text() -> None:
    with pytest.raises(UnreadableReportError, match="不是文本"):
        read(b"\x01\x02\0\0\0\x07abc\0\0" * 50, "a.txt")


def test_zero_tail_of_a_broken_copy_is_refused() -> None:
    with pytest.raises(UnreadableReportError, match="不是文本"):
        read(SIMPLE.encode() + bytes(500), "a.txt")


def test_stray_zero_and_inner_byte_order_mark_are_removed() -> None:
    text = SIMPLE.replace("全年", "全\ufeff年").replace("主要", "主\0要")
    assert read(text.encode(), "a.txt").text == SIMPLE


def test_every_line_end_becomes_one_newline() -> None:
    assert (
        read("一\r\n二\r三\u2028四\x85五\x0b六\x0c七\u2029八".encode(), "a.txt").text
        == "一\n二\n三\n四\n五\n六\n七\n八"
    )


def test_spaces_and_blank_lines_stay_as_they_are() -> None:
    text = "　　一、 主要工作\t\n\n\n  全年 完成  。\n"
    assert read(text.encode(), "a.txt").text == text


def test_markdown_headings_lose_their_mark_and_are_numbered() -> None:
    content = read("# 2019年工作总结\n\n## 一、主要工作 ##\n**全年**完成。\n".encode(), "a.md")
    assert content.text == "2019年工作总结\n\n一、主要工作\n全年完成。\n"
    assert content.headings == (1, 3)


@pytest.mark.parametrize("line", ["#标签 不是标题", "1# 楼的改造", "####### 七个", "    # 缩进的代码"])
def test_markdown_line_that_is_no_heading_is_left_alone(line: str) -> None:
    content = read(f"开头\n{line}\n".encode(), "a.markdown")
    assert content.text == f"开头\n{line}\n"
    assert content.headings == ()


def test_number_sign_in_plain_text_or_in_fenced_code_is_no_heading() -> None:
    assert read("# 说明\n".encode(), "a.txt").text == "# 说明\n"
    assert read("```\n# 说明\n```\n".encode(), "a.md").headings == ()


def test_markdown_table_becomes_named_values_and_keeps_heading_numbers_right() -> None:
    text = "前\n| 指标 | 完成 |\n| --- | ---: |\n| 财政收入 | 43.2 |\n| 税收 | 30 |\n# 二、安排\n"
    content = read(text.encode(), "a.md")
    assert content.text == "前\n指标：财政收入，完成：43.2\n指标：税收，完成：30\n二、安排\n"
    assert content.headings == (4,)


@pytest.mark.parametrize("line", ["投入12万元 - 其中8万元", "增速 > 5%", "C# 与 C + + 班"])
def test_signs_within_a_line_are_no_marks(line: str) -> None:
    assert read(f"{line}\n".encode(), "a.md").text == f"{line}\n"


def test_a_comment_without_an_end_is_text_and_a_heading_loses_the_marks_that_close_it() -> None:
    assert read("# 工作回顾 ##\n正文<!-- 未完\n".encode(), "a.md").text == "工作回顾\n正文<!-- 未完\n"


def test_markdown_in_a_text_file_is_markdown() -> None:
    text = "# 青禾县公报\n\n## 一、工业\n\n| 产品 | 产量 |\n| --- | --- |\n| 钢 | 3万吨 |\n| 煤 | 5万吨 |\n"
    content = read(text.encode(), "a.txt")
    assert content.text.split() == ["青禾县公报", "一、工业", "产品：钢，产量：3万吨", "产品：煤，产量：5万吨"]
    assert read("#总结#\n# 1\n新建学校8所。".encode(), "a.txt").text == "#总结#\n# 1\n新建学校8所。"


def test_bars_without_a_rule_are_no_table() -> None:
    assert read("| 甲 | 乙 |\n正文\n".encode(), "a.md").text == "| 甲 | 乙 |\n正文\n"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
def test_reading_takes_time_in_proportion_to_megabytes(codec: str) -> None:
    def load(times: int) -> None:
        assert read((SIMPLE * times).encode(codec), "a.txt").text.startswith(SIMPLE)

    assert_in_proportion(load, 5_000, 40_000)


def test_line_of_a_million_characters_is_read() -> None:
    text = "全年完成投资三亿元。" * 100_000
    assert read(text.encode(), "a.txt").text == text


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the folder of shared reports is not beside the project")
def test_shared_reports_are_utf8() -> None:
    files = sorted(REPORTS.glob("*.txt"))
    assert files
    for path in files:
        content = read(path.read_bytes(), path.name)
        assert content.encoding in {"utf-8", "utf-8-sig"}
        assert "\ufffd" not in content.text


def test_markdown_keeps_levels_and_takes_its_marks_off() -> None:
    text = (
        "# 年报\n## 概况\n- **路灯**：30盏，[见附表](a.html)\n<!-- 再核 -->\n> 引文`甲`\n\n---\n### 细目\n3*4=12，2*3\n"
    )
    content = read(text.encode(), "a.md")
    assert content.text == "年报\n概况\n路灯：30盏，见附表\n\n引文甲\n\n细目\n3*4=12，2*3\n"
    assert (content.headings, content.levels, content.title) == ((1, 2, 7), (1, 2, 3), "年报")
    assert [(line.text, line.rule) for line in content.dropped] == [
        ("再核", "markdown-comment"),
        ("---", "markdown-mark"),
    ]


def test_row_of_links_is_buttons_and_a_link_in_a_sentence_is_text() -> None:
    text = "# 年报\n[打印](javascript:print(1)) | [关闭](#)\n详见[附表](show(2).html)，[说明](b)。\n- [全年工作](c)\n"
    content = read(text.encode(), "a.md")
    assert content.text == "年报\n详见附表，说明。\n全年工作\n"
    assert [line.rule for line in content.dropped] == ["buttons"]


def test_code_is_listed_and_prose_set_as_code_is_text() -> None:
    content = read(
        "# 年报\n```\na/\n└── 总结.txt\n```\n```\n全年修建道路12公里，新装路灯30盏，群众出行更加方便。\n```\n".encode(),
        "a.md",
    )
    assert content.text == "年报\n全年修建道路12公里，新装路灯30盏，群众出行更加方便。\n"
    assert [line.rule for line in content.dropped] == ["markdown-code"] * 2


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("[一]: https://example.org/a\n全年造林300亩。", "全年造林300亩。"),
        ("造林300亩[^1]。\n[^1]: 含补植。", "造林300亩。\n含补植。"),
        ("办结，*加急*件5件，长宽高5*3*2米。", "办结，加急件5件，长宽高5*3*2米。"),
        ("<b>全年</b>造林<sup>①</sup>300亩。", "全年造林①300亩。"),
        (r"编号A\*7\_b的桥。", "编号A*7_b的桥。"),
        ("第一行<br/>第二行", "第一行\n第二行"),
    ],
)
def test_marks_of_markdown_within_lines_show_nothing(text: str, kept: str) -> None:
    assert plain(text, None).text == kept


def test_underlined_lines_are_headings_of_two_levels() -> None:
    content = plain("工作回顾\n====\n全年招聘教师12名。\n下一步\n---\n再招5名。", None)
    assert (content.text, content.headings) == ("工作回顾\n全年招聘教师12名。\n下一步\n再招5名。", (1, 3))
    assert content.levels == (1, 2)
