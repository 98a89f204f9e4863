import pytest

from retrieval.ranking.passage import Passage
from store.model import StoredSentence


def passage(text: str, *, section: tuple[str, ...] = (), period: str | None = None, planned: bool = False) -> Passage:
    return Passage(StoredSentence(1, "a", text, 0, len(text), section, 0, False, period, planned))


@pytest.mark.parametrize(
    ("section", "planned", "below"),
    [
        (("三、存在的困难和问题", "（一）师资"), False, "problem"),
        (("三、2019年工作打算",), False, "plan"),
        (("三、存在问题与下一步打算",), False, "problem"),
        (("三、存在问题与下一步打算",), True, "plan"),
        (("（二）教师队伍建设",), False, None),
    ],
)
def test_headings_tell_what_stands_below_them(section: tuple[str, ...], planned: bool, below: str | None) -> None:
    assert passage("招聘教师20名。", section=section, planned=planned).below == below


@pytest.mark.parametrize(
    ("text", "row"), [("招聘教师20名。", False), ("2019年6月30日", False), ("学校:清河一小,学生数:498,教师数:31", True)]
)
def test_row_of_a_table_is_told(text: str, row: bool) -> None:
    assert passage(text).is_row == row


def test_texts_are_folded_and_cut() -> None:
    one = passage("招聘教師２０名，新建學校。", section=("一、師資",), period="2011-2012")
    assert one.text.text == "招聘教师20名,新建学校。"
    assert one.clauses == ("招聘教师20名", "新建学校")
    assert one.above == "一、师资"
    assert one.years == {2011, 2012}
