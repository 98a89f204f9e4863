"""Title, year, kind and date of publication, as the report itself says them."""

from __future__ import annotations

from typing import Any

import pytest

from store.structure.parse import parse
from tests.store.reading import cases, source


@pytest.mark.parametrize("case", cases("front_matter.toml"))
def test_report_says_this_of_itself(case: dict[str, Any]) -> None:
    (report,) = parse(source(case["text"]))
    for key in ("title", "year", "kind", "published"):
        if key in case:
            assert getattr(report, key) == (case[key] or None)


def test_name_of_the_file_serves_where_the_text_has_no_title() -> None:
    (report,) = parse(source("全县共有义务教育阶段中小学三十二所。", name="青禾县教育情况.txt"))
    assert report.title == "青禾县教育情况"


def test_title_of_the_format_comes_before_the_name_of_the_file() -> None:
    (report,) = parse(source("全县共有义务教育阶段中小学三十二所。", name="a.html", title="青禾县教育局"))
    assert report.title == "青禾县教育局"
