"""An administrator removes reports, looks at the numbers, takes the feedback home, reads everything anew."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.bot.fake_telegram import FakeTelegram, Message, Person
from tests.bot.telegram.conftest import Begin
from tests.bot.telegram.serving import Served


@pytest.fixture(scope="module")
def wang(telegram: FakeTelegram) -> Person:
    return telegram.person("王敏")


@pytest.fixture(scope="module")
def synonyms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "synonyms.csv"
    path.write_text("旱厕,公厕\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def served(begin: Begin, synonyms: Path) -> Served:
    return begin(open_to_all=True, questions_per_minute=1000, words={"synonyms": str(synonyms)})


def table(telegram: FakeTelegram, message: Message) -> list[dict[str, str]]:
    """The rows of the CSV that was sent."""
    assert message.file is not None
    text = telegram.world.files[message.file.file_id].data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_there_is_no_feedback_before_anybody_asked(served: Served, admin: Person) -> None:
    assert admin.asks("/feedback").text == "还没有 👎，也没有答不上的问题。"
    assert "0 人问了 0 个问题" in admin.asks("/stats").text


def test_what_was_judged_bad_or_not_answered_comes_as_a_table(
    served: Served, telegram: FakeTelegram, admin: Person, wang: Person
) -> None:
    good = wang.asks("云堤县2021年招聘教师多少名")
    wang.presses(good, "👍")
    wang.presses(wang.asks("石渡区建成公厕多少座"), "👎")
    wang.asks('=HYPERLINK("http://x","火星基地")')
    wang.asks("那海王星呢")
    rows = table(telegram, admin.private.wait_for_answer(admin.sends("/feedback")))
    assert [row["问题"] for row in rows[:2]] == ["石渡区建成公厕多少座", '\'=HYPERLINK("http://x","火星基地")']
    assert [(row["回答"], row["评价"]) for row in rows[:2]] == [("已回答", "👎"), ("没有答案", "")]
    assert rows[0]["时间（UTC）"].endswith("+00:00")
    assert all(row["问题"] != "云堤县2021年招聘教师多少名" for row in rows)


def test_the_numbers_count_questions_people_and_verdicts(served: Served, admin: Person, wang: Person) -> None:
    wang.presses(wang.asks("云堤县2022年招聘教师多少名"), "👍")
    text = admin.asks("/stats").text
    assert text.startswith("使用情况\n报告库：10 篇，37 句，")
    assert "最近七天：1 人问了 " in text
    assert "毫秒内答出" in text
    assert "👍 " in text


def test_reports_are_removed_once_that_is_confirmed(served: Served, telegram: FakeTelegram, admin: Person) -> None:
    assert "/remove 003" in admin.asks("/remove").text
    assert "nothing-of-that-name" in admin.asks("/remove nothing-of-that-name").text
    asked = admin.asks("/remove yundi_2022 yundi_2022.txt shidu")
    assert asked.text.startswith("确定要删除这 2 篇报告吗？")
    assert "<b>158名</b>" in admin.asks("云堤县2022年招聘教师多少名").html
    admin.presses(asked, "确认删除")
    assert admin.private.wait_for_edit(asked).html == "已删除 2 篇报告。"
    assert "没有说到 2022 年" in admin.asks("云堤县2022年招聘教师多少名").text
    admin.forges(asked, asked.button("确认删除").data or "").shown()
    telegram.settle()
    assert admin.private.now(asked).edits == 2, "what is gone cannot be removed again, and that is said"


def test_word_files_are_checked_when_they_are_read_anew(synonyms: Path, served: Served, admin: Person) -> None:
    assert admin.asks("/reload").text.startswith("已重新读入：")
    synonyms.write_bytes("旱厕,公厕\n".encode() + bytes([255, 254, 0]))
    assert "synonyms.csv" in admin.asks("/reload").text
    synonyms.write_text("旱厕,公厕\n", "utf-8")
    assert admin.asks("/reload").text.startswith("已重新读入：")


@pytest.mark.parametrize("command", ["/stats", "/feedback", "/reload", "/remove shidu", "/load /etc/passwd", "/load"])
def test_nobody_else_manages(command: str, served: Served, wang: Person) -> None:
    assert wang.asks(command).text.startswith("没有这个命令")


def test_a_file_of_anybody_else_is_not_loaded(served: Served, telegram: FakeTelegram, wang: Person) -> None:
    sent = wang.sends_document("某县教育局2022年工作总结\n全年招聘教师9名。".encode(), "x.txt", caption="/load")
    assert wang.private.wait_for_answer(sent).text.startswith("载入报告要由管理员来做")
    telegram.settle()
    assert telegram.calls_of("getFile") == ()
