from collections.abc import Sequence

from retrieval.lru import Recent


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.put("甲", 1)
    recent.put("乙", 2)
    assert recent.get("甲") == 1
    recent.put("丙", 3)
    assert [recent.get(key) for key in ("甲", "乙", "丙")] == [1, None, 3]


def test_only_what_is_missing_is_fetched_and_each_once() -> None:
    fetched: list[Sequence[str]] = []

    def lengths(keys: Sequence[str]) -> list[int]:
        fetched.append(list(keys))
        return [len(key) for key in keys]

    recent: Recent[str, int] = Recent(10)
    recent.put("", 0)  # a value that is no true one is remembered like any other
    assert recent.all_of(["教师", "", "小学生", "教师"], lengths) == [2, 0, 3, 2]
    assert recent.all_of(["小学生", "学校"], lengths) == [3, 2]
    assert fetched == [["教师", "小学生"], ["学校"]]


def test_more_can_be_fetched_at_once_than_is_remembered() -> None:
    recent: Recent[int, int] = Recent(2)
    assert recent.all_of(range(5), lambda keys: [key * key for key in keys]) == [0, 1, 4, 9, 16]
    assert recent.get(0) is None
