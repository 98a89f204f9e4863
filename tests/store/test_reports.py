"""Whole reports: the ones in ../shared against what loading them must give, and invented ones as messy as they."""

from __future__ import annotations

import json
from typing import Any

import pytest

from store.language.characters import squeeze
from store.model import Report
from store.structure.parse import parse
from tests.store.reading import SHARED, cases, source

EXPECTED = SHARED / "reports" / "expected.json"


def golden() -> list[Any]:
    if not EXPECTED.exists():
        return [pytest.param("", [], marks=pytest.mark.skip(reason="the folder shared is not beside the project"))]
    files = json.loads(EXPECTED.read_text("utf-8"))["files"]
    return [pytest.param(name, expected, id=name[:3]) for name, expected in files.items()]


def differences(report: Report, expected: dict[str, Any]) -> list[str]:
    """What of the report is not as expected; "" in an invented case stands for null."""
    wrong = [
        f"{key}: {getattr(report, key)!r}"
        for key in ("title", "year", "place", "kind", "published")
        if key in expected and (getattr(report, key) or "") != (expected[key] or "")
    ]
    texts = [squeeze(sentence.text) for sentence in report.sentences]
    outline = [section.heading for section in report.sections if section.level == 1]
    if outline != expected.get("outline", outline):
        wrong.append(f"outline: {outline}")
    if not texts[0].startswith(squeeze(expected.get("first", ""))):
        wrong.append(f"first: {texts[0]}")
    if not texts[-1].endswith(squeeze(expected.get("last", ""))):
        wrong.append(f"last: {texts[-1]}")
    wrong += [f"in text: {scrap}" for scrap in expected.get("not_in_text", []) if scrap in report.text]
    wrong += [
        f"in a sentence: {scrap}"
        for scrap in expected.get("not_in_text", [])
        if any(squeeze(scrap) in text for text in texts)
    ]
    wrong += [
        f"not whole in one sentence: {quote}"
        for quote in expected.get("must_quote", [])
        if sum(squeeze(quote) in text for text in texts) != 1
    ]
    return wrong


@pytest.mark.parametrize(("name", "expected"), golden())
def test_real_reports_give_what_they_must(name: str, expected: list[dict[str, Any]]) -> None:
    reports = parse(source((EXPECTED.parent / name).read_text("utf-8"), name=name))
    assert len(reports) == len(expected)
    assert [differences(report, one) for report, one in zip(reports, expected, strict=True)] == [[] for _ in expected]


@pytest.mark.parametrize("case", cases("messy_reports.toml", "report"))
def test_messy_reports_give_what_a_reader_would_say(case: dict[str, Any]) -> None:
    reports = parse(source(case["text"], name=case["name"]))
    expected = case.get("parts", [case])
    assert len(reports) == len(expected)
    assert [differences(report, one) for report, one in zip(reports, expected, strict=True)] == [[] for _ in expected]
