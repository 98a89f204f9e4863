"""The place that a report names where it says who it is, and the words that only resemble one."""

from __future__ import annotations

from typing import Any

import pytest

from store.structure.places import Saying, place_of
from tests.store.reading import cases, table


@pytest.mark.parametrize(("title", "place"), table("places.toml")["titles"].items())
def test_title_names_its_place(title: str, place: str) -> None:
    assert place_of(Saying(title, [], "")).place == (place or None)


@pytest.mark.parametrize("case", cases("places.toml", "body"))
def test_body_names_its_place(case: dict[str, Any]) -> None:
    assert place_of(Saying("工作总结", [], case["text"])).place == (case["place"] or None)


@pytest.mark.parametrize("case", cases("places.toml", "line"))
def test_line_above_the_body_names_the_place(case: dict[str, Any]) -> None:
    found = place_of(Saying("政府工作报告", case["head"], ""))
    assert (found.place, found.region) == (case["place"] or None, tuple(case.get("region", ())))


def test_signature_names_the_place_and_the_addressee_does_not() -> None:
    head, closing = ["石苑市人民政府："], ["禾丰县发展和改革局", "2019年12月3日"]
    assert place_of(Saying("工作总结", head, "", closing)).place == "禾丰县"
    assert place_of(Saying("工作总结", head, "")).place is None


def test_page_names_the_place_by_its_site_and_its_facts() -> None:
    assert place_of(Saying("工作总结", [], "", site="青禾县人民政府")).place == "青禾县"
    assert place_of(Saying("工作总结", [], "", facts=["发布机构：青禾县教育局"])).place == "青禾县"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("青禾县2023", "青禾县"),
        ("保定_2021", "保定"),
        ("统计资料_县2015", None),
        ("汇总表_某县2015", None),
        ("17", None),
    ],
)
def test_name_of_the_file_serves_where_the_text_bears_it_out(name: str, place: str | None) -> None:
    body = "2015年，全县上下积极应对，全县经济平稳发展。我县各项工作有序推进。保定的企业前来考察。"
    assert place_of(Saying("工作总结", [], body, names=[name])).place == place


def test_evidence_is_weighed() -> None:
    """One visitor in the head is less than the title and the signature."""
    said = Saying("2021年青禾县教育局工作总结", ["石苑市教育局供稿"], "", ["青禾县教育局"])
    found = place_of(said)
    assert found.place == "青禾县"
    assert found.confidence > 0.6


def test_contradiction_makes_it_unsure() -> None:
    found = place_of(Saying("工作总结", ["石苑市教育局"], "", ["青禾县教育局"]))
    assert found.confidence < 0.6
