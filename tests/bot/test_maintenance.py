"""``doctor`` and ``demo``."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
import tempfile
import tomllib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
QUESTIONS = Path(__file__).resolve().parents[2] / "bot/samples/questions.toml"


def lines(out: str) -> dict[str, str]:
    """What the doctor says to each point, its mark before it."""
    return {line.split("：")[0][2:]: line[0] + line.split("：", 1)[1] for line in out.splitlines() if "：" in line}


def test_doctor_finds_all_well(wenbao: Call, db: Path) -> None:
    result = wenbao("doctor")
    assert (result.status, result.err) == (0, "")
    said = lines(result.out)
    assert said["报告库"] == "✓wenbao.db"
    assert said["报告"].startswith("✓3 篇，")
    assert said["完整性"] == said["组件"] == "✓完好"
    assert said["配置"] == "✓没有配置文件，用默认值"
    assert result.out.splitlines()[-1] == "一切正常。"


@pytest.mark.parametrize(
    ("installed", "error", "told"),
    [
        (False, None, "✓没有安装 numba，用 numpy"),
        (True, None, "✓numba（"),
        (True, RuntimeError("no folder"), "✓numba 用不了，改用 numpy（RuntimeError: no folder）"),
    ],
)
def test_doctor_says_whether_machine_code_is_made(
    wenbao: Call, db: Path, monkeypatch: pytest.MonkeyPatch, installed: bool, error: Exception | None, told: str
) -> None:
    found = importlib.util.find_spec
    spec = found("json") if installed else None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec if name == "numba" else found(name))
    monkeypatch.setattr("bot.wiring.machine_code_failure", lambda: error)
    assert lines(wenbao("doctor").out)["机器码"].startswith(told)


def test_a_slip_in_the_token_is_told_by_the_doctor_and_stops_the_bot_alone(
    wenbao: Call, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:abc def")
    assert wenbao("ask", "招聘教师多少名").status == 0
    assert lines(wenbao("doctor").out)["机器人"].startswith("✗TELEGRAM_BOT_TOKEN")
    refused = wenbao("serve")
    assert refused.status == 1
    assert "@BotFather" in refused.err
    assert "abc" not in refused.err


def test_reindex_says_that_all_is_up_to_date(wenbao: Call, db: Path) -> None:
    result = wenbao("reindex")
    assert (result.status, result.out, result.err) == (0, "数据和检索索引已是最新，共 3 篇报告。\n", "")


def test_reindex_makes_no_report_file(wenbao: Call, tmp_path: Path) -> None:
    result = wenbao("reindex")
    assert result.status == 1
    assert "报告库不存在" in result.err
    assert list(tmp_path.iterdir()) == []


def test_what_was_indexed_by_other_words_is_told_and_indexed_anew(wenbao: Call, db: Path) -> None:
    before = wenbao("ask", "--json", "招聘教师多少名").out
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE search_slabs SET edition = '别的词表'")
    assert "有 3 篇报告" in lines(wenbao("doctor").out)["检索索引"]
    asked = wenbao("ask", "--json", "招聘教师多少名")
    assert "wenbao reindex" in asked.err
    assert wenbao("reindex").status == 0
    assert "检索索引" not in lines(wenbao("doctor").out)
    again = wenbao("ask", "--json", "招聘教师多少名")
    assert again.err == ""
    assert [json.loads(one)["answers"] for one in (before, asked.out, again.out)] == [json.loads(before)["answers"]] * 3


def test_an_index_of_the_version_before_is_made_anew(wenbao: Call, db: Path) -> None:
    before = json.loads(wenbao("ask", "--json", "招聘教师多少名").out)["answers"]
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("CREATE TABLE search_postings (term TEXT)")
        connection.execute("UPDATE index_state SET version = '2', tables = '[\"search_postings\"]'")
    assert json.loads(wenbao("ask", "--json", "招聘教师多少名").out)["answers"] == before
    with closing(sqlite3.connect(db)) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_postings'").fetchall()


def test_doctor_works_before_anything_is_loaded_and_makes_nothing(wenbao: Call, tmp_path: Path) -> None:
    result = wenbao("doctor")
    assert (result.status, result.err) == (0, "")
    assert "还没有；第一次 wenbao load 时建立" in lines(result.out)["报告库"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE sentences SET text = '改过的句子。' WHERE text LIKE '%132名%'", "与原文对不上"),
        ("DELETE FROM sentences WHERE text LIKE '%132名%'", "应有"),
        ("UPDATE figures SET text = '133名' WHERE text = '132名'", "与原文对不上"),
        ("DROP TABLE search_pages", "不见了"),
        ("DELETE FROM search_pages WHERE id = (SELECT MAX(id) FROM search_pages)", "倒排表与句子的长度对不上"),
    ],
)
def test_doctor_finds_what_is_wrong_with_the_database(statement: str, said: str, wenbao: Call, db: Path) -> None:
    connection = sqlite3.connect(db)
    connection.execute("PRAGMA foreign_keys = ON")  # what goes takes its figures along
    with connection:
        connection.execute(statement)
    connection.close()
    result = wenbao("doctor")
    assert result.status == 1
    assert result.err == "发现 1 个问题。\n"
    assert "从备份恢复" in result.out.splitlines()[-1]
    (wrong,) = [line for line in result.out.splitlines() if line.startswith("✗")]
    assert said in wrong


def test_doctor_looks_at_the_database_though_the_configuration_is_wrong(wenbao: Call, db: Path, tmp_path: Path) -> None:
    (tmp_path / "wenbao.toml").write_text("[telegramm]\ntoken = '123456:SECRET-TOKEN'\n", "utf-8")
    result = wenbao("--db", "wenbao.db", "doctor")
    assert result.status == 1
    said = lines(result.out)
    assert said["配置"].startswith("✗wenbao.toml: 不认识的配置项 telegramm.token")
    assert said["报告库"] == "✓wenbao.db"
    assert "SECRET" not in result.out + result.err


def test_doctor_tells_of_the_bot_without_its_token(wenbao: Call, tmp_path: Path) -> None:
    assert lines(wenbao("doctor").out)["机器人"].startswith("✓没有令牌")
    token = "123456:SECRET-TOKEN-that-opens-nothing"
    (tmp_path / "wenbao.toml").write_text(
        f"[telegram]\ntoken = '{token}'\nadmins = [1, 2]\nallowed_users = [3]\nstate = 'chats.db'\n", "utf-8"
    )
    result = wenbao("doctor")
    said = lines(result.out)
    assert said["机器人"] == "✓令牌已设置；管理员 2 人，可提问的 1 人、0 个群"
    assert said["会话记录"] == "✓chats.db 还没有；第一次 wenbao serve 时建立"
    assert not (tmp_path / "chats.db").exists()
    assert "SECRET" not in result.out + result.err
    sqlite3.connect(tmp_path / "chats.db").execute("CREATE TABLE theirs (x)").connection.close()
    result = wenbao("doctor")
    assert result.status == 1
    assert lines(result.out)["会话记录"].startswith("✗chats.db: 这是别的程序的数据库，不是会话记录")


def test_doctor_names_a_database_that_is_none(wenbao: Call, tmp_path: Path) -> None:
    (tmp_path / "wenbao.db").write_text("不是数据库" * 50, "utf-8")
    result = wenbao("doctor")
    assert result.status == 1
    assert lines(result.out)["报告库"].startswith("✗wenbao.db: 这个文件不是报告库")


def test_demo_answers_its_questions_and_leaves_nothing_behind(
    wenbao: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    result = wenbao("demo")
    assert (result.status, result.err) == (0, "")
    assert "载入 6 个文件；共 6 篇报告" in result.out
    asked = result.out.split("问：")[1:]
    questions = tomllib.loads(QUESTIONS.read_text("utf-8"))["question"]
    assert [answer.split("\n")[0] for answer in asked] == [question["text"] for question in questions]
    for question, answer in zip(questions, asked, strict=True):
        assert question.get("quote", "") in answer
        # Of what the reports do not say a person is warned before anything is quoted.
        assert ("quote" in question) == answer.split("\n")[1].startswith("1. ")
    assert [path.name for path in tmp_path.rglob("*")] == ["tmp"]
