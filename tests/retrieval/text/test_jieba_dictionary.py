import random
from importlib.util import find_spec
from pathlib import Path

import pytest

from retrieval.text.jieba_dictionary import Dictionary


@pytest.fixture(scope="module")
def jieba_file() -> Path:
    spec = find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("dict.txt")


def test_every_word_of_the_file_is_found_with_its_tag(jieba_file: Path) -> None:
    """Also those that are not in order."""
    dictionary = Dictionary(jieba_file)
    words = {word: tag for word, _, tag in map(str.split, jieba_file.read_text("utf-8").splitlines())}
    sample = [*random.Random(1).sample(sorted(words), 20_000), "T恤", "大S", "高姓大名", "龢"]
    assert [word for word in sample if dictionary.tag(word) != words[word]] == []


def test_beginnings_of_words_and_what_is_no_word_are_not_found(jieba_file: Path) -> None:
    dictionary = Dictionary(jieba_file)
    words = ("", " ", "\n", "招骋", "教师招聘", "一\n", "一 217830", "\U00020000", "\uffff")
    assert [word for word in words if word in dictionary] == []


def test_total_of_another_file_is_added_up(tmp_path: Path) -> None:
    path = tmp_path / "dict.txt"
    path.write_text("T恤 3 n\n一 50 m\n人 40 n\n甲乙 7 n\n甲乙丙 1 n\n", encoding="utf-8")
    dictionary = Dictionary(path)
    assert dictionary.cut("穿T恤一人,甲乙丙丁") == ["穿", "T恤", "一", "人", ",", "甲乙丙", "丁"]
    assert dictionary.tag("甲乙") == "n"


def test_longer_word_wins_where_two_ways_are_as_likely(tmp_path: Path) -> None:
    path = tmp_path / "dict.txt"
    # In all 16: 4/16 times 8/16 is as likely as 2/16.
    path.write_text("T恤 1 n\n一 1 m\n甲 4 n\n甲乙 2 n\n乙 8 n\n", encoding="utf-8")
    assert Dictionary(path).cut("甲乙") == ["甲乙"]
