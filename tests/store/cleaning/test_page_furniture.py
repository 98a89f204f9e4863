"""Lines that are a site's and no report's, and lines that look like it and are a report's."""

from __future__ import annotations

import pytest

from store.cleaning.page_furniture import AFTER_TEXT, furniture_rule
from tests.store.reading import table

LINES = table("furniture.toml")


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in LINES["dropped"].items() for line in lines])
def test_line_of_a_site_is_dropped_by_its_rule(rule: str, line: str) -> None:
    # A word that is a button too may be dropped as one.
    assert furniture_rule(line) in (rule, "buttons")


@pytest.mark.parametrize("line", LINES["kept"]["lines"])
def test_line_of_a_report_is_no_furniture(line: str) -> None:
    assert furniture_rule(line) is None


def test_white_space_around_a_line_does_not_hide_it() -> None:
    assert furniture_rule("\u3000\u3000忘记密码? \u200b") == "sign-in"
    assert furniture_rule("\u3000") is None


def test_a_long_paragraph_is_never_furniture() -> None:
    assert furniture_rule("版权所有" + "全县共有学校三十二所，" * 60) is None


@pytest.mark.parametrize("line", ["相关推荐：", "【学校工作总结】相关文章：", "网友评论", "猜你喜欢", "最新评论(3)"])
def test_lists_and_comments_follow_the_text(line: str) -> None:
    assert AFTER_TEXT.fullmatch(line)


@pytest.mark.parametrize("line", ["评论员文章引起热议", "以上是全年工作情况", "相关单位：县教育局"])
def test_a_sentence_about_comments_does_not_end_the_text(line: str) -> None:
    assert AFTER_TEXT.fullmatch(line) is None


@pytest.mark.parametrize(
    "line",
    ["【字体：", "】", "大", "阅读量：", "县长李平作政府工作报告。本报记者 赵青 摄", "相关附件>>", "相关报道：", "（下转第四版）", "编辑：赵青", "分享到", "青禾县人民政府网 首页 > 政务公开 > 政府工作报告"],
)  # fmt: skip
def test_what_newspapers_and_portals_set_on_lines_of_their_own_is_furniture(line: str) -> None:
    assert furniture_rule(line) is not None


@pytest.mark.parametrize(
    "line", ["县长李平作政府工作报告，回顾了去年的工作。", "相关报道共12篇。", "大中小学一体化", "编辑出版县志3部。"]
)
def test_sentence_with_such_words_is_none(line: str) -> None:
    assert furniture_rule(line) is None
