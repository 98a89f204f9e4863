"""The samples that ``demo`` loads: their sizes, their encodings, and that what is expected of them stands in them."""

from __future__ import annotations

import functools
import html
import importlib.util
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "bot" / "samples"
EXPECTED: dict[str, Any] = {
    name: parts[0]
    for name, parts in json.loads((ROOT / "tests/data/samples_expected.json").read_text("utf-8"))["files"].items()
}
QUESTIONS = tomllib.loads((SAMPLES / "questions.toml").read_text("utf-8"))["question"]
ENCODINGS = {"linlan-2022.html": "gb18030", "yunze-2021.txt": "utf-8-sig"}
PAGE_NUMBER = re.compile(r"—\s*\d+\s*—")

# What both years of every place report, each time with another value.
INDICATORS = {
    "招聘教师": r"全年招聘教师(\d+)名",
    "在职教师": r"在职教(?:师|职工)(\d+)[人名]",
    "教育费附加": r"教育费附加(?:征收)?([\d.]+[万亿]元)",
    "新建改扩建幼儿园": r"新建改扩建幼儿园(\d+)所",
    "近视率": r"总体近视率([\d.]+%)",
    "随迁子女": r"随迁子女入学(\d+)人",
    "高中阶段毛入学率": r"高中阶段毛入学率([\d.]+%)",
    "普惠性幼儿园覆盖率": r"普惠性幼儿园覆盖率(?:达到)?([\d.]+%)",
    "课后服务": r"参与学生([\d.]+万)人",
    "资助": r"(\d+)人次[,，]发放资金",
}


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@functools.cache
def raw(name: str) -> str:
    """The words of a sample without white space: furniture and all, but no tags and no page numbers."""
    path = SAMPLES / name
    if path.suffix == ".docx":
        return squeeze("".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs))
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        return squeeze("".join(PAGE_NUMBER.sub("", page.replace(maker().RUNNING_HEAD, "")) for page in pages))
    text = path.read_bytes().decode(ENCODINGS.get(name, "utf-8"))
    if path.suffix == ".html":
        text = html.unescape(re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", "", text))
    return squeeze(text)


def maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_samples", ROOT / "tests/data/make_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def body(name: str) -> str:
    """From the first sentence to the end of the last one."""
    text, expected = raw(name), EXPECTED[name]
    return text[text.index(squeeze(expected["first"])) : text.rindex(squeeze(expected["last"])) + len(expected["last"])]


every_sample = pytest.mark.parametrize("name", sorted(EXPECTED))


def test_each_report_in_the_folder_has_its_expectations() -> None:
    reports = {path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".docx", ".pdf", ".html")}
    assert reports == set(EXPECTED)


def test_each_of_three_places_has_two_consecutive_years() -> None:
    years: dict[str, list[int]] = {}
    for expected in EXPECTED.values():
        years.setdefault(expected["place"], []).append(expected["year"])
    assert len(years) == 3
    assert all(sorted(pair) == [2021, 2022] for pair in years.values())


def test_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.iterdir() if path.is_file()) < 600_000


@every_sample
def test_body_has_the_length_of_a_real_report(name: str) -> None:
    assert 1500 <= len(re.findall(r"[\u4e00-\u9fff]", body(name))) <= 3000


def test_page_is_in_gb18030_and_says_gb2312_as_old_sites_do() -> None:
    data = (SAMPLES / "linlan-2022.html").read_bytes()
    assert b"charset=gb2312" in data
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_one_line_report_has_a_byte_order_mark_and_its_body_on_one_line() -> None:
    data = (SAMPLES / "yunze-2021.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    lines = data.decode("utf-8-sig").splitlines()
    assert [line for line in lines if "2021年工作回顾" in line] == [line for line in lines if "上好学。" in line]


def test_sharing_page_breaks_a_ratio_a_title_and_a_sentence_over_lines() -> None:
    text = (SAMPLES / "qinghe-2022.txt").read_text("utf-8")
    for broken in ("17.6:\n\n1,", "优质均衡发展县\n\n实施方案》", "“控制在3%以内”\n\n的目标"):
        assert broken in text


@every_sample
def test_what_is_expected_stands_in_the_sample(name: str) -> None:
    text, expected = raw(name), EXPECTED[name]
    # Word keeps automatic numbers out of the text.
    outline = [re.sub(r"^.、", "", heading) if name.endswith(".docx") else heading for heading in expected["outline"]]
    for wanted in (expected["title"], *outline, *expected["must_quote"]):
        assert squeeze(wanted) in text


@every_sample
def test_site_furniture_stands_around_the_body_and_not_in_it(name: str) -> None:
    text = raw(name) if not name.endswith(".pdf") else maker().RUNNING_HEAD + "—2—"
    for furniture in map(squeeze, EXPECTED[name]["not_in_text"]):
        assert furniture in text
        assert furniture not in body(name)


@every_sample
@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_report_has_the_indicators_that_are_compared(name: str, indicator: str) -> None:
    assert re.search(INDICATORS[indicator], body(name))


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("place", ["qinghe", "yunze", "linlan"])
def test_the_two_years_of_a_place_differ(place: str, indicator: str) -> None:
    values = [re.findall(INDICATORS[indicator], body(name))[:1] for name in EXPECTED if name.startswith(place)]
    assert values[0] != values[1]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["kind"])
def test_the_answer_to_a_question_stands_in_one_report_only(question: dict[str, str]) -> None:
    holders = [name for name in EXPECTED if question.get("quote", "污水") in raw(name)]
    assert holders == ([question["file"]] if "file" in question else [])


def test_questions_cover_the_kinds_and_one_has_no_answer() -> None:
    kinds = [question["kind"] for question in QUESTIONS]
    assert {"count", "money", "percent", "who", "problem", "plan", "unanswerable"} <= set(kinds)
    assert [question["kind"] for question in QUESTIONS if "file" not in question] == ["unanswerable"]


def test_word_sample_holds_what_its_maker_wrote() -> None:
    made, document = maker(), docx.Document(str(SAMPLES / "yunze-2022.docx"))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        t for style, t in made.YUNZE_2022 if style != "table"
    ]
    assert [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows] == made.TABLE


def test_table_of_the_word_sample_adds_up() -> None:
    *rows, total = maker().TABLE[1:]
    for column in (1, 2, 3):
        assert sum(int(row[column]) for row in rows) == int(total[column])


def test_pdf_gives_its_text_back_exactly_quotation_marks_included() -> None:
    assert raw("linlan-2021.pdf") == squeeze("".join(text for _, text in maker().LINLAN_2021))
