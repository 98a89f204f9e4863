"""The place that a title or a body names, and the words that only resemble one."""

from __future__ import annotations

from typing import Any

import pytest

from store.structure.places import place_of
from tests.store.reading import cases, table


@pytest.mark.parametrize(("title", "place"), table("places.toml")["titles"].items())
def test_title_names_its_place(title: str, place: str) -> None:
    assert place_of(title=title, head=[], body="", closing=[]) == (place or None)


@pytest.mark.parametrize("case", cases("places.toml", "body"))
def test_body_names_its_place(case: dict[str, Any]) -> None:
    assert place_of(title="工作总结", head=[], body=case["text"], closing=[]) == (case["place"] or None)


def test_signature_names_the_place_and_the_addressee_does_not() -> None:
    head, closing = ["石苑市人民政府："], ["禾丰县发展和改革局", "2019年12月3日"]
    assert place_of(title="工作总结", head=head, body="", closing=closing) == "禾丰县"
    assert place_of(title="工作总结", head=head, body="", closing=[]) is None
