import pytest

from retrieval.text.confusable_characters import alike


@pytest.mark.parametrize(
    ("typed", "meant", "likeness"),
    [
        ("列", "例", "tone"),
        ("案", "安", "sound"),
        ("戳", "辍", "sound"),
        ("骋", "聘", "shape"),
        ("已", "己", "shape"),
        ("招", "找", "sound"),
        ("资", "知", "near"),
        ("音", "英", "near"),
    ],
)
def test_characters_are_alike_in_the_nearest_way(typed: str, meant: str, likeness: str):
    assert alike(typed)[meant] == likeness


@pytest.mark.parametrize(("one", "other"), [("教", "学"), ("大", "小"), ("招", "招"), ("人", "元")])
def test_characters_that_nobody_confuses_are_not_alike(one: str, other: str):
    assert other not in alike(one)


@pytest.mark.parametrize("char", ["a", "7", "\U00020000", "。"])
def test_what_is_no_common_character_is_like_nothing(char: str):
    assert alike(char) == {}


def test_table_of_sounds_is_what_its_script_makes():
    pytest.importorskip("pypinyin")
    from tests.data import make_sounds

    assert make_sounds.FILE.read_text(encoding="utf-8") == make_sounds.table()
