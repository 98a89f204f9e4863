import json
import random
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.text import segmentation
from retrieval.text.segmentation import (
    boundaries,
    cut,
    fold,
    fold_lines,
    grams,
    is_dictionary_word,
    stretches,
    tokens,
    writable,
)

ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from("中国教育局招聘教师2017年1.2%-3 \t\r\n　aBz_é#+&~,。、()《》①㎡😀\u200b𠮷ａ１²"),
        st.characters(),
    )
)


@pytest.fixture(scope="module")
def jieba_cut() -> Callable[[str], list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own invalid escapes, and what it imports
        cutter = segmentation._jieba_cutter()
        cutter("教育")
    return cutter


@given(ODD)
@settings(max_examples=300)
def test_pieces_give_the_text_back(text: str) -> None:
    assert "".join(piece.text for piece in cut(text)) == text
    assert all(text[token.start : token.end] == token.text for token in tokens(text))


def cutters() -> list[Callable[[str], list[str]]]:
    """What cuts a question, and what cuts a report; where rjieba has no wheel that is jieba itself."""
    return [segmentation._dictionary().cut, segmentation._whole_cutter()]


@given(ODD)
@settings(max_examples=500)
def test_all_segmenters_cut_odd_texts_alike(jieba_cut: Callable[[str], list[str]], text: str) -> None:
    text = writable(text)  # as all texts are before they are cut
    assert [cutter(text) for cutter in cutters()] == [jieba_cut(text)] * 2


def test_all_segmenters_cut_100_000_real_sentences_alike(shared: Path, jieba_cut: Callable[[str], list[str]]) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "reports").glob("*.txt"))]
    for path in sorted((shared / "corpora").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            texts += json.loads(line or "{}").values()
    sentences = [one for text in texts if isinstance(text, str) for one in re.split("(?<=[。！？\n])", text) if one]
    clauses = [one for sentence in sentences for one in re.split("(?<=[，；：、])", sentence)]
    dice = random.Random(1)
    # There are fewer than that: the rest are made of their clauses, so that words meet that never stood together.
    sentences += ["".join(dice.choices(clauses, k=2)) for _ in range(100_000 - len(sentences))]
    assert len(sentences) >= 100_000
    for cutter in cutters():
        assert [one for one in sentences if cutter(one) != jieba_cut(one)] == []


def test_first_texts_are_cut_without_reading_the_whole_dictionary() -> None:
    code = (
        "import sys; from retrieval.text.segmentation import _FEW, tokens; tokens('教育'); print({'jieba', 'rjieba'} & {*sys.modules});"
        "tokens('教育' * _FEW); print({'jieba', 'rjieba'} & {*sys.modules} != set())"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert done.stdout.split() == ["set()", "True"]


@given(ODD)
@settings(max_examples=200)
def test_stretches_are_cut_as_in_the_whole_text(text: str) -> None:
    inside = {place for start, end in stretches(text) for place in range(start + 1, end)}
    found = {start + place for start, end in stretches(text) for place in boundaries(text[start:end])}
    assert {place for place in boundaries(text) if place in inside} == {place for place in found if place in inside}


def test_punctuation_and_white_space_are_no_tokens() -> None:
    assert [token.text for token in tokens("招聘教师, 共 3-5名!\u3000(含1.2万)")] == [
        *("招聘", "教师", "共", "3", "5", "名", "含", "1", "2", "万")
    ]


@given(ODD)
@settings(max_examples=300)
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("學校２０１７年", "学校2017年"),
        ("，（ＡＢc）：", ",(abc):"),
        ("①第㈠条", "①第㈠条"),  # a circled one is no 1: 第①条 must not match 第1条
        ("ß İ ﬁ", "ß İ ﬁ"),  # one for one or not at all
        ("⽂化 \uf9b4", "文化 领"),  # Kangxi radical and compatibility ideograph, as PDF files bring them
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.lists(st.text() | st.text("回覆著名甚么\n\rＡ\ud800𠀀"), min_size=1))
def test_lines_are_folded_as_each_by_itself(texts: list[str]) -> None:
    assert fold_lines(texts) == [fold(text).replace("\n", " ") for text in texts]


def test_grams_stop_at_punctuation_and_keep_numbers_whole() -> None:
    assert list(grams("共12所,ab校")) == ["共", "12", "共12", "所", "12所", "ab", "校", "ab校"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("瞭解隨著甚麼", "了解随着什么"),
        ("回覆意見反覆研究", "回复意见反复研究"),
        ("衞生羣眾敎育擧辦", "卫生群众教育举办"),
        ("幹部乾淨後來裏面", "干部干净后来里面"),
        # the same characters where they mean something else
        ("顯著提高著名專著", "显著提高著名专著"),
        ("全覆蓋甚至俱樂部", "全覆盖甚至俱乐部"),
    ],
)
def test_character_is_folded_as_its_neighbour_decides(text: str, folded: str):
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "is_word"), [("招聘", True), ("招骋", False), ("", False), ("教师招聘", False)])
def test_dictionary_knows_its_words(text: str, is_word: bool):
    assert is_dictionary_word(text) is is_word
