"""Terms as numbers stand for the very terms that the segmenter gives, in the lines where they stand."""

from __future__ import annotations

import pickle
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.index.fields import Units, units_of
from retrieval.index.sqlite.posting_pages import Array
from retrieval.index.sqlite.term_codes import Codes, Terms
from store.model import Report, Sentence

# Runs, what divides them, numbers and Latin words next to each other, and characters beyond the first 65,536.
_TEXTS = st.text(st.sampled_from("教师学校的和12aB_ ，。\n\r①é𠀀ß") | st.characters(), max_size=30)
_REAL = "全市招聘教师12名，其中A4级3人；PPP项目2个，投入3.5亿元。AB12cd34所"


def _units(*texts: str) -> Units:
    sentences = tuple(Sentence(text, 0, len(text), (text,), 0, 1, 1) for text in texts)
    return units_of(Report(1, "标题", None, None, None, None, "\n".join(texts), (), sentences, ()))


def _counters(codes: Codes, found: Array, of_line: Array, lines: int) -> list[Counter[str]]:
    every = np.unique(found)
    names = dict(zip(every.tolist(), codes.terms(every).texts(), strict=True))
    counters: list[Counter[str]] = [Counter() for _ in range(lines)]
    for code, line in zip(found.tolist(), of_line.tolist(), strict=True):
        counters[line][names[code]] += 1
    return counters


@given(st.lists(_TEXTS, max_size=4))
@example(["\r"])
def test_codes_stand_for_the_words_of_each_line(texts: list[str]) -> None:
    units, codes = _units(*texts, _REAL), Codes()
    assert _counters(codes, *codes.of_words(units.words), len(units.words)) == list(units.of("words"))


@given(st.lists(_TEXTS, max_size=4))
def test_codes_stand_for_the_grams_of_each_line(texts: list[str]) -> None:
    units, codes = _units(*texts, _REAL), Codes()
    assert _counters(codes, *codes.of_grams(units.grams), len(units.grams)) == list(units.of("grams"))


def test_terms_come_through_to_another_process() -> None:
    codes = Codes()
    found, _ = codes.of_grams([_REAL])
    terms = codes.terms(np.unique(found))
    sent = pickle.loads(pickle.dumps(terms))
    assert sent.texts() == terms.texts()
    assert {"招聘", "12名", "教", "PPP项", "AB12"} <= set(sent.texts())


@pytest.mark.parametrize("lines", [[], [""], ["，"]])
def test_text_without_a_term_has_no_codes(lines: list[str]) -> None:
    codes = Codes()
    assert not len(codes.of_words(lines)[0])
    assert not len(codes.of_grams(lines)[0])
    sent = pickle.loads(pickle.dumps(codes.terms(np.zeros(0, np.uint64))))
    assert isinstance(sent, Terms)
    assert sent.texts() == []
