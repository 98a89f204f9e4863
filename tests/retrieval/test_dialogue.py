import pytest

from retrieval.question import read_question
from retrieval.scope import ScopeWords
from store.model import ReportInfo

SCOPE = ScopeWords(
    [
        ReportInfo("a", "清河市教育局2016年工作总结", 2016, "清河", "年度总结", None, "a.txt", 1, "", 0, 0, 0),
        ReportInfo("b", "柳岸县教育局2018年工作总结", 2018, "柳岸县", "年度总结", None, "b.txt", 1, "", 0, 0, 0),
    ]
)
BEFORE = "清河2016年招聘了多少名教师？"


@pytest.mark.parametrize(
    ("question", "terms", "years", "reports", "carried"),
    [
        ("其中研究生呢？", {"研究生", "招聘", "教师"}, (2016,), {"a"}, {"terms", "years", "places"}),
        ("那2018年呢？", {"招聘", "教师"}, (2018,), {"a"}, {"terms", "places"}),
        ("柳岸呢？", {"招聘", "教师"}, (2016,), {"b"}, {"terms", "years"}),
        ("占多少？", {"招聘", "教师"}, (2016,), {"a"}, {"terms", "years", "places"}),
        ("他们有多少是研究生", {"研究生", "招聘", "教师"}, (2016,), {"a"}, {"terms", "years", "places"}),
        ("垃圾分类覆盖面有多大", {"垃圾", "分类", "覆盖面"}, (), set(), set()),
        ("清河还存在哪些问题？", {"存在", "问题"}, (), {"a"}, set()),
    ],
)
def test_follow_up_takes_what_it_lacks_and_a_whole_question_nothing(
    question: str, terms: set[str], years: tuple[int, ...], reports: set[str], carried: set[str]
) -> None:
    read = read_question(question, SCOPE, context=[BEFORE])
    assert set(read.terms) == terms
    assert read.years == years
    assert {fit.report for fit in read.reports} == reports
    assert set(read.carried) == carried


def test_nearest_question_that_has_it_gives_it() -> None:
    read = read_question("那市级的呢", SCOPE, context=[BEFORE, "柳岸2018年教学成果奖拿了多少项？", "国家级的有几项"])
    assert (read.years, {fit.report for fit in read.reports}) == ((2018,), {"b"})
    assert {"教学", "成果奖"} <= set(read.terms)
    assert "教师" not in read.terms


def test_without_a_question_before_nothing_is_carried() -> None:
    assert read_question("其中研究生呢？", SCOPE).carried == ()
