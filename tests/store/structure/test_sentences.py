"""Where sentences end, and where they seem to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.structure.sentences import spans
from tests.store.reading import cases


@pytest.mark.parametrize("case", cases("sentences.toml"))
def test_paragraph_falls_into_its_sentences(case: dict[str, Any]) -> None:
    found = [case["text"][start:end] for start, end in spans(case["text"])]
    assert found == [s for s in case["sentences"].split("｜") if s]


@given(st.text('教育。！？“”（）《》"…； a1', max_size=120))
@settings(max_examples=200)
def test_spans_follow_one_another_and_leave_out_no_letter(text: str) -> None:
    last = 0
    for start, end in spans(text):
        assert last <= start < end
        assert not any(c.isalnum() for c in text[last:start])
        last = end
    assert not any(c.isalnum() for c in text[last:])


def test_text_without_an_end_is_cut_at_a_weaker_mark() -> None:
    text = "新建校舍三千平方米，" * 200
    found = [text[start:end] for start, end in spans(text)]
    assert max(map(len, found)) <= 800
    assert all(piece.endswith("，") for piece in found)
    assert "".join(found) == text
