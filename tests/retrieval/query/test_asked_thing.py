"""What a question asks about, beside all that only tells where to look."""

import pytest

from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import read_question


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("罗溪有多少名教师", ("教师",)),
        ("派出所一共有几个", ("派出所",)),
        ("采用了什么系统来提高效率", ("系统",)),
        ("医院的满意度是多少", ("满意度",)),
        ("被告人的学历是什么", ("学历",)),
        ("法院为何没有采纳被告人的辩解", ("辩解",)),
        ("教师 平均工资", ("平均工资",)),
        ("花卉大会在哪个县举办的", ("花卉", "大会")),
        ("多少", ()),
    ],
)
def test_words_for_what_is_asked_about(question: str, head: tuple[str, ...]) -> None:
    assert read_question(question, ScopeWords(())).head == head
