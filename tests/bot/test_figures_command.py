"""``figures`` and ``extract``: what they find, in which order and shape, and what they write."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.cli import main

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / ".." / "shared" / "questions"
Call = Callable[..., Any]

MONEY = """云堤县财政局2023年工作总结
一、收支情况
投入10500万元改造校舍，投入4999.5万元购置設備。补助标准为每生每年1250元，惠及教師1.2万名。
二、下一步打算
计划投入1.05亿元新建校舍3.5万平方米，力争培训教师300余名、校长3至5名。
"""


@pytest.fixture(scope="session")
def with_money(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three reports and one on money."""
    folder = tmp_path_factory.mktemp("money")
    (folder / "money.txt").write_text(MONEY, "utf-8")
    path = shutil.copy(loaded, folder / "money.db")
    assert main(["--db", str(path), "--quiet", "load", str(folder / "money.txt")]) == 0
    return path


@pytest.fixture
def stored(wenbao: Call, db: Path, with_money: Path) -> Call:
    """Calls ``figures`` on the four reports."""
    shutil.copy(with_money, db)

    def call(*arguments: object) -> list[str]:
        result = wenbao("figures", *arguments, "--json")
        assert (result.status, result.err) == (0, "")
        return [one["figure"]["text"] for one in result.json]

    return call


def test_row_has_the_shape_of_the_contract(stored: Call, wenbao: Call) -> None:
    (one,) = wenbao("figures", "研究生 17名", "--json").json
    assert list(one) == ["figure", "sentence", "report", "section", "start", "end"]
    shown = wenbao("show", one["report"]["id"], "--json").json
    assert shown["text"][one["start"] : one["end"]] == one["sentence"] == "全年招聘教师132名，其中研究生17名。"
    assert one["sentence"][one["figure"]["start"] : one["figure"]["end"]] == "17名"
    assert one["report"] == {name: shown[name] for name in ("id", "title", "year", "place", "kind", "source", "part")}
    assert one["section"] == ["一、2021年工作回顾", "（一）队伍建设。"]
    assert one["figure"]["value"] == 17


def test_all_figures_are_listed_without_a_term(stored: Call, wenbao: Call) -> None:
    assert len(stored()) == sum(report["figures"] for report in wenbao("reports", "--json").json) > 20


def test_subject_that_is_the_term_stands_before_one_that_holds_it_and_before_other_hits(stored: Call) -> None:
    assert stored("教师", "--report", "yundi") == ["132名", "840人次", "6期", "17名"]
    assert stored("招聘 研究生", "--report", "yundi") == ["17名", "132名"]


@pytest.mark.parametrize(
    ("arguments", "texts"),
    [
        (["投入超过5000万元的"], ["10500万元", "1.05亿元", "5100万元"]),
        (["投入", "--min", "5000万", "--unit", "元"], ["10500万元", "1.05亿元", "5100万元"]),
        (["投入", "--min", "1.05亿元"], ["10500万元", "1.05亿元"]),
        (["1.05亿元"], ["10500万元", "1.05亿元"]),
        (["投入 4000万元至5000万元"], ["4999.5万元", "4260万元"]),
        (["--kind", "金额", "--max", "5000"], ["1250元"]),
        (["--kind", "money", "--max", "5000"], ["1250元"]),
        (["教师 大于1000"], ["1.2万名"]),
        (["教师", "--min", "１万"], ["1.2万名"]),
        (["教師", "--min", "1万"], ["1.2万名"]),
        (["设备", "--unit", "万元"], ["4999.5万元"]),
        (["教师 300名"], ["300余名"]),
        (["教师 超过300名", "--max", "1000"], ["300余名"]),
        (["校长", "--min", "3", "--max", "5"], ["3至5名"]),
        (["校长", "--min", "4"], ["300余名"]),
        (["--unit", "㎡"], ["3.5万平方米", "2.8万平方米"]),
        (["教师 名", "--year", "2022"], ["158名", "21名"]),
        (["--nature", "计划", "--years", "2020-2023", "--places", "云堤县", "--unit", "元"], ["5100万元"]),
        (["研究生", "--place", "云堤县", "--year", "2021", "--max", "20"], ["17名"]),
        (["没有这样的词"], []),
        (["教师 大于1亿"], []),
        (["教师", "大于1000"], ["1.2万名"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_terms_and_filters(arguments: list[str], texts: list[str], stored: Call) -> None:
    assert sorted(stored(*arguments)) == sorted(texts)


def test_unknown_report_is_named(stored: Call, wenbao: Call) -> None:
    result = wenbao("figures", "--report", "nosuch")
    assert result.status == 1
    assert "没有“nosuch”这篇报告" in result.complaint


def test_lines_for_a_person(stored: Call, wenbao: Call) -> None:
    result = wenbao("figures", "投入 大于1亿")
    assert (result.status, result.err) == (0, "")
    first, second = (line.split() for line in result.out.splitlines())
    assert first[:5] == ["投入", "10500万元（1.05亿元）", "2023", "云堤县", "money"]
    assert second[1:6] == ["1.05亿元", "计划", "2024", "云堤县", "money"]
    assert first[-1].startswith("投入10500万元改造校舍")


def test_nothing_found_is_said_and_is_no_failure(stored: Call, wenbao: Call) -> None:
    assert wenbao("figures", "没有这样的词").complaint == "没有符合条件的数据。"
    assert wenbao("figures", "没有这样的词").status == 0
    assert wenbao("figures", "没有这样的词", "--json").json == []


# ---------------------------------------------------------------------------------------------------- exports

TRAPS = """云堤县审计局2020年工作总结
=1+1校园行动投入20万元。
＋关爱行动培训30人。
@所有人活动发放40册。
"""


def read_csv(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark"
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines()))


def read_xlsx(path: Path) -> tuple[list[dict[str, Any]], Any]:
    sheet = openpyxl.load_workbook(path).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows], sheet


REPORT = """2026年青溪县政府工作报告
现在，我代表青溪县人民政府向大会报告工作，请予审议。
一、2025年工作回顾
2025年，全县新修水渠8条，“十四五”期间累计新修水渠36条。
二、2026年重点工作
抓好排险工作，改造水渠30条以上。
"""


def test_figures_are_filed_under_their_own_year_and_plan(wenbao: Call) -> None:
    Path("a.txt").write_text(REPORT, "utf-8")
    assert wenbao("load", "a.txt").status == 0
    assert wenbao("figures", "水渠", "--csv", "a.csv").status == 0
    rows = [tuple(row[name] for name in ("原文写法", "年份", "计划", "报告年份")) for row in read_csv(Path("a.csv"))]
    assert sorted(rows) == [
        ("30条", "2026", "计划", "2026"),
        ("36条", "2021-2025", "", "2026"),
        ("8条", "2025", "", "2026"),
    ]
    found = {year: wenbao("figures", "水渠", "--year", year, "--json").json for year in ("2025", "2026")}
    assert {year: [one["figure"]["text"] for one in these] for year, these in found.items()} == {
        "2025": ["8条"],
        "2026": ["30条"],
    }


def test_exports_hold_one_row_a_figure_and_agree(stored: Call, wenbao: Call) -> None:
    result = wenbao("figures", "校长", "--csv", "a.csv", "--xlsx", "b.xlsx")
    assert (result.status, result.err) == (0, "")
    assert result.out == "已写入 2 条数据：a.csv\n已写入 2 条数据：b.xlsx\n"
    rows = read_csv(Path("a.csv"))
    (only,) = (row for row in rows if row["最低"])
    assert only == {
        **{"指标": "校长", "数值": "", "最低": "3", "最高": "5", "单位": "名", "限定": "", "变化": "", "计划": "计划"},
        **{"年份": "2024", "地区": "云堤县", "报告": "云堤县财政局2023年工作总结", "章节": "二、下一步打算"},
        "原句": "计划投入1.05亿元新建校舍3.5万平方米，力争培训教师300余名、校长3至5名。",
        **{"原文写法": "3至5名", "报告编号": "money"},
        **{name: only[name] for name in ("规范指标", "性质", "币种", "每", "相比", "名次")},
        "报告年份": "2023",
    }
    cells, _ = read_xlsx(Path("b.xlsx"))
    assert [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in cells] == rows


def test_every_value_of_the_store_comes_back_as_a_number(stored: Call, wenbao: Call) -> None:
    listed = wenbao("figures", "--csv", "a.csv", "--xlsx", "a.xlsx", "--json").json
    cells, _ = read_xlsx(Path("a.xlsx"))
    for name, column in (("value", "数值"), ("low", "最低"), ("high", "最高")):
        values = [one["figure"][name] for one in listed]
        assert [row[column] for row in cells] == values
        assert [float(row[column]) if row[column] else None for row in read_csv(Path("a.csv"))] == values
    assert {type(row["年份"]) for row in cells} <= {int, str, type(None)}
    assert {type(row["报告年份"]) for row in cells} <= {int, type(None)}


def test_worksheet_can_be_read_as_it_opens(stored: Call, wenbao: Call) -> None:
    wenbao("figures", "--xlsx", "a.xlsx")
    rows, sheet = read_xlsx(Path("a.xlsx"))
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    assert sheet.column_dimensions["M"].width > sheet.column_dimensions["B"].width > 8
    assert sheet.auto_filter.ref == f"A1:V{len(rows) + 1}"


def test_no_cell_becomes_a_formula(wenbao: Call, db: Path, tmp_path: Path) -> None:
    (tmp_path / "traps.txt").write_text(TRAPS, "utf-8")
    assert wenbao("--quiet", "load", tmp_path / "traps.txt").status == 0
    assert wenbao("figures", "--report", "traps", "--csv", "a.csv", "--xlsx", "a.xlsx").status == 0
    quoted = {"=1+1校园行动投入20万元。", "＋关爱行动培训30人。", "@所有人活动发放40册。"}
    assert {row["原句"] for row in read_csv(Path("a.csv"))} == {"'" + text for text in quoted}
    assert {row["数值"] for row in read_csv(Path("a.csv"))} == {"200000", "30", "40"}
    _, sheet = read_xlsx(Path("a.xlsx"))
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.value for cell in cells if cell.column_letter == "M"} == quoted, "the text itself stays as it is"
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert all(cell.quotePrefix for cell in cells if cell.column_letter == "M")


def test_export_of_nothing_is_its_header(stored: Call, wenbao: Call) -> None:
    result = wenbao("figures", "没有这样的词", "--csv", "a.csv", "--xlsx", "a.xlsx")
    assert (result.status, result.out.count("已写入 0 条数据")) == (0, 2)
    assert read_csv(Path("a.csv")) == read_xlsx(Path("a.xlsx"))[0] == []


def test_export_replaces_the_old_file_whole_and_leaves_nothing_else_behind(stored: Call, wenbao: Call) -> None:
    Path("a.csv").write_text("old", "utf-8")
    Path("a.csv").chmod(0o640)
    Path("link.csv").symlink_to("a.csv")
    before = sorted(path.name for path in Path().iterdir())
    assert wenbao("figures", "校长", "--csv", "link.csv").status == 0
    assert sorted(path.name for path in Path().iterdir()) == before
    assert Path("link.csv").is_symlink()
    assert len(read_csv(Path("a.csv"))) == 2
    assert Path("a.csv").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("option", ["--csv", "--xlsx"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("folder", "folder: 这是一个文件夹；请换一个文件名"),
        ("no/a.csv", "no/a.csv: 所在的文件夹不存在；请先建立文件夹，或者换一处"),
    ],
)
def test_export_that_cannot_be_written_says_why(option: str, name: str, said: str, stored: Call, wenbao: Call) -> None:
    Path("folder").mkdir()
    before = sorted(path.name for path in Path().iterdir())
    result = wenbao("figures", option, name)
    assert (result.status, result.complaint) == (1, said)
    assert sorted(path.name for path in Path().iterdir()) == before


def test_device_is_not_replaced_by_a_file(stored: Call, wenbao: Call) -> None:
    os.mkfifo("pipe")
    assert wenbao("figures", "--csv", "pipe").complaint.startswith("pipe: 这不是普通文件")
    assert Path("pipe").is_fifo()


def test_failed_export_keeps_the_old_file(stored: Call, wenbao: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.xlsx").write_text("old", "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    for option in ("--csv", "--xlsx"):
        result = wenbao("figures", option, "a.xlsx")
        assert (result.status, result.complaint) == (1, "a.xlsx: 文件写不出来；请检查磁盘空间，或者换一处")
    assert Path("a.xlsx").read_text("utf-8") == "old"
    assert sorted(path.name for path in Path().glob(".*")) == []


# ---------------------------------------------------------------------------------------------------- extract


def test_extract_prints_a_line_for_each_sentence(wenbao: Call, tmp_path: Path) -> None:
    lines = [
        '\ufeff{"id": "a", "sentence": "招聘教师132名。", "figures": ["ignored"]}',
        "",
        '{"sentence": "", "id": 7}',
    ]
    result = wenbao("extract", stdin="\n".join(lines))
    assert (result.status, result.err) == (0, "")
    first, second = map(json.loads, result.out.splitlines())
    assert list(first) == ["id", "figures"]
    assert (first["id"], [one["value"] for one in first["figures"]]) == ("a", [132])
    assert second == {"id": 7, "figures": []}
    assert list(tmp_path.iterdir()) == [], "it makes no report file"


@pytest.mark.parametrize(
    "line", ["{", "[]", "null", '{"id": 1}', '{"sentence": "句"}', '{"id": 1, "sentence": 2}', "[" * 100_000]
)
def test_extract_stops_at_a_line_that_is_no_sentence(line: str, wenbao: Call) -> None:
    result = wenbao("extract", stdin='{"id": 1, "sentence": "共3所。"}\n' + line + "\n")
    assert (result.status, result.out.count("\n")) == (1, 1)
    assert result.err == "标准输入第 2 行: 这一行不是含 id 和 sentence 的 JSON 对象；请改正这一行后再试\n"


def test_extract_answers_line_by_line_and_takes_broken_characters(process: Call) -> None:
    result = process("extract", stdin=b'{"id": "\\ud800", "sentence": "\\ud800\xff132\xe5\x90\x8d"}\n')
    assert (result.status, result.err) == (0, "")
    assert json.loads(result.out)["figures"][0]["text"] == "132名"


def test_extract_reads_the_annotated_sentences(process: Call) -> None:
    file = QUESTIONS / "figures_dev.jsonl"
    if not file.is_file():
        pytest.skip("no annotated sentences beside the project")
    expected = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    result = process("extract", stdin=file.read_bytes())
    assert (result.status, result.err) == (0, "")
    given = [json.loads(line) for line in result.out.splitlines()]
    assert [one["id"] for one in given] == [one["id"] for one in expected]
    hits = wrong = values = 0
    for wanted, found in zip(expected, given, strict=True):
        spans = {(one["start"], one["text"]): one for one in wanted["figures"]}
        for one in found["figures"]:
            assert wanted["sentence"][one["start"] : one["end"]] == one["text"]
            match = spans.get((one["start"], one["text"]))
            hits, wrong = (hits + 1, wrong) if match else (hits, wrong + 1)
            values += match is not None and one["value"] == match["value"]
    total = sum(len(one["figures"]) for one in expected)
    assert hits / total > 0.97
    assert wrong / total < 0.03
    assert values / hits > 0.98
