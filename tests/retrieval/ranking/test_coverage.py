import pytest

from retrieval.model import Variant
from retrieval.ranking.coverage import Held, Text, WantedWord, coverage, held_in, merged, share_of


@pytest.mark.parametrize(
    ("word", "text", "above", "share"),
    [
        ("教师", "招聘教师12名", "", 1.0),
        ("小学生", "中小学生体质健康", "", 0.5),  # a word inside another
        ("小学生", "学段:小学,在校生数:498", "", 0.75),  # the row of a table says it in two cells
        ("小学生", "小学12所", "", 1 / 3),
        ("教师", "全年完成3项", "教师队伍", 0.5),
        ("老师", "招聘教师12名", "", 0.25),
        ("老师", "全年完成3项", "", 0.0),
    ],
)
def test_share_of_a_word(word: str, text: str, above: str, share: float) -> None:
    assert share_of(WantedWord(word, 1.0), Text(text), above) == pytest.approx(share)


def test_other_words_for_it_count_by_their_weight_and_are_named() -> None:
    words = [WantedWord("老师", 1.0, (Variant("教师", 0.8),)), WantedWord("招聘", 1.0)]
    covered = coverage(words, Text("招聘教师12名"), "")
    assert Held(words, Text("招聘教师12名"), "").share == pytest.approx(0.9)
    assert covered.instead == (("老师", "教师"),)
    assert covered.spans == ((0, 4),)
    assert held_in(words, "教师12名") == pytest.approx(0.4)


def test_nothing_wanted_covers_nothing() -> None:
    assert Held([], Text("招聘教师12名"), "").share == 0
    assert held_in([], "招聘教师12名") == 0


def test_touching_spans_are_one() -> None:
    assert merged([(4, 6), (0, 2), (2, 3)]) == ((0, 3), (4, 6))


@pytest.mark.parametrize(
    ("text", "span", "whole"),
    [
        ("全市,招聘教师12名", (3, 5), True),
        ("全市,招聘教师12名", (5, 8), False),  # 教师1
        ("全市,招聘教师12名", (0, 5), True),
        ("中小学生,小学生", (1, 4), False),
        ("中小学生,小学生", (5, 8), True),
        ("、、", (1, 1), True),
    ],
)
def test_word_is_whole_where_it_ends_as_words_do(text: str, span: tuple[int, int], whole: bool) -> None:
    assert Text(text).is_whole(span) is whole
