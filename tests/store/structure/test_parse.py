"""What holds for any text: nothing raises, nothing is lost or repeated, every sentence knows its place, time is linear."""

from __future__ import annotations

import importlib
from collections import Counter
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.cleaning.clean import clean
from store.language.characters import squeeze
from store.model import Report, Source
from store.structure.compilations import divide
from store.structure.parse import parse
from store.structure.title_block import tells_delivery
from tests.growth import assert_in_proportion
from tests.store.reading import cases, real_texts, source

FRAGMENTS = [
    *"一二1２（）()“”《》。，；：、.!?\"\n\n \u3000",
    "一、", "（一）", "1.", "1、", "第一章", "是", "总结", "2019年", "全县投入3.6亿元。", "教育局工作总结", "查看: 1|回复: 0",
    "目录", "……3", "篇一", "第1页 共2页", "附件：表", "存在问题：", "县教育局", "8.4:", "\r", "\x00", "😀", "\ufeff",
]  # fmt: skip
anything = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(FRAGMENTS), max_size=120).map("".join))
invented = [
    pytest.param(c.values[0]["name"], c.values[0]["text"], id=c.id) for c in cases("messy_reports.toml", "report")
]
every_text = pytest.mark.parametrize(("name", "text"), [*real_texts(), *invented])


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def assert_sound(given_source: Source, reports: tuple[Report, ...]) -> None:
    for report in reports:
        last = 0
        for sentence in report.sentences:
            assert sentence.text == sentence.text.strip() != ""
            assert squeeze(sentence.text) == squeeze(report.text[sentence.start : sentence.end])
            assert last <= sentence.start < sentence.end
            assert sentence.first_line <= sentence.last_line
            last = sentence.end
        paths = {section.path for section in report.sections}
        for section in report.sections:
            assert section.path[-1] == section.heading
            assert len(section.path) <= section.level <= len(section.path) + 1
            assert squeeze(section.heading) == squeeze(report.text[section.start : section.end])
            assert len(section.path) == 1 or section.path[:-1] in paths
        assert {s.section for s in report.sentences} <= {(), *paths}
    text = clean(given_source)
    numbers = {n for n, line in enumerate(given_source.text.split("\n"), 1) if line.strip().strip("\ufeff\u3000\x00")}
    covered = {line.number for line in text.lines} | {line.number for line in text.dropped}
    assert covered <= set(range(1, given_source.text.count("\n") + 2))
    assert all(not letters(line) for n, line in enumerate(given_source.text.split("\n"), 1) if n in numbers - covered)


@given(anything)
@settings(max_examples=150)
@example("")
@example("一、\n")
@example("“" * 50 + "。" + "”" * 50)
def test_any_text_is_read_without_an_error(text: str) -> None:
    read = source(text)
    assert_sound(read, parse(read))


@every_text
def test_every_sentence_and_section_knows_its_place(name: str, text: str) -> None:
    read = source(text, name=name)
    assert_sound(read, parse(read))


@every_text
def test_no_word_of_the_body_is_lost_or_repeated(name: str, text: str) -> None:
    for report in parse(source(text, name=name)):
        covered = Counter[int]()
        for sentence in report.sentences:
            covered.update(range(sentence.start, sentence.end))
        assert max(covered.values()) == 1
        headings = {at for section in report.sections for at in range(section.start, section.end)}
        # Above the body only the lines that tell of the delivery are sentences.
        body = range(next(s.start for s in report.sentences if not tells_delivery(s.text)), report.sentences[-1].end)
        lost = "".join(report.text[at] for at in body if at not in covered and at not in headings)
        assert letters(lost) == ""


@every_text
def test_no_word_of_the_file_is_lost_between_kept_and_dropped(name: str, text: str) -> None:
    read = source(text, name=name)
    cleaned = clean(read)
    whole = Counter(letters(text))
    assert Counter(letters("".join(line.text for line in (*cleaned.lines, *cleaned.dropped)))) == whole
    parts, above = divide(cleaned)
    assert [line.number for line in above] + [line.number for part in parts for line in part.lines] == [
        line.number for line in cleaned.lines
    ]


@every_text
def test_cleaning_twice_is_cleaning_once(name: str, text: str) -> None:
    once = clean(source(text, name=name))
    again = clean(source("\n".join(line.text for line in once.lines), name=name))
    assert again.dropped == ()
    assert [line.text for line in again.lines] == [line.text for line in once.lines]


SENTENCE = "2019年，全县投入资金1.26亿元，新建校舍2.3万平方米，招聘教师156名。"


# Ten times the text takes about ten times as long; a quadratic rule takes a hundred times.
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SENTENCE * 25_000, id="one-line-of-a-million"),
        pytest.param("教育" * 500_000, id="a-million-without-an-end"),
        pytest.param(f"{SENTENCE}\n" * 20_000, id="lines"),
        pytest.param("一、工作情况\n" * 20_000, id="headings"),
        pytest.param("教育工作取得进展，\n" * 20_000, id="lines-that-go-on"),
        pytest.param(("（" * 1_000 + "）" * 1_000) * 10, id="brackets"),  # a tenth of it is one of the ten
        pytest.param("“" * 100_000, id="quotation-marks"),
        pytest.param('"。' * 50_000, id="ascii-marks"),
        *(
            pytest.param(unit * (100_000 // len(unit)), id=unit)
            for unit in ("一、", "（", "1", "1、", "(一)", "-", "第1页共2页", "存在问题")
        ),
        pytest.param("目录\n" + "一、工作情况…………1\n" * 20_000, id="contents"),
        pytest.param(f"青禾县教育局工作总结\n一、工作情况\n{SENTENCE * 12}\n" * 300, id="titles"),
        pytest.param("\n" * 500_000, id="blank"),
    ],
)
def test_time_is_linear(text: str) -> None:
    assert_in_proportion(lambda length: parse(source(text[:length])), len(text) // 10, len(text), slack=3)


def test_each_report_of_a_compilation_keeps_the_lines_dropped_within_it() -> None:
    body = "一、主要工作\n" + SENTENCE * 12
    text = f"查看: 12|回复: 0\n工作总结汇编\n工作总结范文(一)\n{body}\n上一篇：无\n工作总结范文(二)\n{body}\n下一篇：无"
    first, second = parse(source(text))
    assert [line.rule for line in first.dropped] == ["forum-post", "compilation-head", "navigation"]
    assert [line.text for line in second.dropped] == ["下一篇：无"]


@pytest.mark.parametrize(
    ("closing", "last"),
    [
        ("特此报告。\n附件：2019年指标完成情况表\n禾丰县教育局（盖章）\n2019年12月3日", "特此报告。"),
        ("特此报告。\n附件：1.统计表\n2.名单\n禾丰县教育局\n2019-12-03", "特此报告。"),
        ("特此报告。\n附件一览表已经下发\n2.名单", "2.名单"),
        ("特此报告。\n石苑市统计局办公室\n2023年1月6日印发", "特此报告。"),
        ("特此报告。\n述职人：张某某\n二〇一九年十二月", "述职人：张某某"),
        ("特此报告。\n张某某\n2019年12月3日", "特此报告。"),
        ("全年完成的项目：\n新建教学楼6栋\n改造运动场12个", "改造运动场12个"),
        ("建立健全各项制度\n努力办好人民满意的教育", "努力办好人民满意的教育"),
    ],
)
def test_only_a_signature_is_left_out_at_the_end(closing: str, last: str) -> None:
    (report,) = parse(source(f"禾丰县教育局工作总结\n一、主要工作\n{SENTENCE}\n{closing}"))
    assert report.sentences[-1].text == last
    assert report.text.endswith(closing.split("\n")[-1])


def test_a_report_of_nothing_is_no_error() -> None:
    (report,) = parse(source(""))
    fields: dict[str, Any] = {"sentences": report.sentences, "sections": report.sections, "year": report.year}
    assert fields == {"sentences": (), "sections": (), "year": None}


def test_heading_that_runs_into_its_text_is_a_heading_and_gives_its_sentences_their_year() -> None:
    text = """青禾县政府工作报告

——2019年2月22日在青禾县第十八届人民代表大会第四次会议上
青禾县县长 张三

各位代表：现在，我代表县人民政府，向大会报告工作，请予审议。

一、2018年工作回顾面对困难，全县招聘教师20名，新建学校3所。

财政收入12亿元。

二、2019年重点工作安排2019年是关键之年，做好今年的工作十分重要。

生产总值增长7%。"""
    (report,) = parse(source(text))
    assert [section.heading for section in report.sections] == ["一、2018年工作回顾", "二、2019年重点工作安排"]
    told = {sentence.text: (sentence.period, sentence.planned) for sentence in report.sentences}
    assert told["面对困难，全县招聘教师20名，新建学校3所。"] == ("2018", False)
    assert told["财政收入12亿元。"] == ("2018", False)
    assert told["生产总值增长7%。"] == ("2019", True)


def test_the_lines_that_tell_when_and_by_whom_a_report_was_given_are_sentences() -> None:
    text = "青禾县政府工作报告\n——2019年2月22日在青禾县第十八届人民代表大会第四次会议上\n青禾县县长 张三\n县政府办公室\n各位代表：现在，我向大会报告工作，请予审议。\n财政收入12亿元。"
    (report,) = parse(source(text))
    assert [s.text for s in report.sentences][:2] == [
        "——2019年2月22日在青禾县第十八届人民代表大会第四次会议上",
        "青禾县县长 张三",
    ]


def test_what_a_text_says_a_thousand_times_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[str] = Counter()
    for place, name in (("store.structure.sentences", "figures_in"), ("store.cleaning.clean", "furniture_rule")):
        real = getattr(importlib.import_module(place), name)

        def counted(text: str, real: Any = real, name: str = name) -> Any:
            read[name] += 1
            return real(text)

        monkeypatch.setattr(f"{place}.{name}", counted)
    (report,) = parse(source("青禾县教育局2021年工作总结\n" + "# 一\n招聘教师132名。\n" * 1000))
    assert sum("132" in one.text for one in report.sentences) == 1000
    assert 0 < read["figures_in"] < 10
    assert 0 < read["furniture_rule"] < 10
