from collections import Counter

import pytest

from retrieval.errors import WordFileError
from retrieval.lexicon.synonym_groups import Group, holding, lines, read_groups
from retrieval.query.synonyms import SPUN, TABLES, built_in
from retrieval.text.segmentation import fold

NAMES = [table.name for table in (*TABLES, SPUN)]


def groups(name: str) -> list[Group]:
    return [group for line in filter(None, lines(name).splitlines()) for group in holding(f"\n{line}\n", [line])]


def test_tables_are_as_large_as_the_field_asks_for():
    assert sum(len(groups(name)) for name in NAMES if name != SPUN.name) > 900
    assert len(groups(SPUN.name)) > 200


@pytest.mark.parametrize("name", NAMES)
def test_groups_of_a_table_are_well_formed(name: str):
    """Each has a reason, and words folded as questions are before they are looked up, none of which stands for itself."""

    def well_formed(group: Group) -> bool:
        words = _words(group)
        folded = all(word == fold(word) == word.strip() for word in words)
        return bool(group.standard and group.variants and folded and len(set(words)) == len(words))

    assert lines(name).startswith("\n#")
    assert not [group for group in groups(name) if not well_formed(group)]


@pytest.mark.parametrize("name", NAMES)
def test_no_group_of_a_table_is_there_twice(name: str):
    assert not [words for words, times in Counter(map(frozenset, map(_words, groups(name)))).items() if times > 1]


def test_no_word_has_more_variants_than_can_be_looked_for():
    thesaurus = built_in()
    words = {word for name in NAMES for group in groups(name) for word in _words(group)}
    assert max(len(thesaurus.of(word)) for word in words) < 60


def test_table_of_an_administrator_may_come_from_any_spreadsheet():
    text = '\ufeff# 自己的\n教师,老师,教员,,\n\n"校车"，接送车、黄车\n'
    assert [(group.standard, group.variants) for group in read_groups(text, "a.csv")] == [
        (("教师",), ("老师", "教员")),
        (("校车",), ("接送车", "黄车")),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("教师,老师\n校车\n", 2),
        ("教师,老师\n\n,接送车\n", 3),
        ("教师,老师,老师\n", 1),
        ("教师,教师\n", 1),
        ("教师," + "长" * 41 + "\n", 1),
    ],
    ids=["no variants", "no standard word", "twice", "itself", "too long"],
)
def test_mistake_in_an_administrators_table_is_named_with_its_line(text: str, line: int):
    with pytest.raises(WordFileError, match=rf"^a\.csv:{line}: "):
        read_groups(text, "a.csv")


def _words(group: Group) -> tuple[str, ...]:
    return (*group.standard, *group.variants)
