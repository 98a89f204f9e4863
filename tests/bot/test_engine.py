"""The commands over an archive in ClickHouse: the same answers as over the report file, and how it gets there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.config import read_config
from bot.errors import ConfigError
from store.archive.clickhouse.writing import ClickHouseArchive
from store.archive.sqlite.archive import Archive
from tests.bot.conftest import Call

SAMPLES = Path(__file__).resolve().parents[2] / "bot" / "samples"
QUESTIONS = Path(__file__).resolve().parents[1] / "quality" / "questions.jsonl"


@pytest.fixture
def url(chdb: ClickHouseArchive, chdb_url: str, tmp_path: Path) -> str:
    """The address of an archive that holds nothing, written into the configuration."""
    chdb.remove([info.id for info in chdb.reports()])
    (tmp_path / "wenbao.toml").write_text(f'[engine]\nurl = "{chdb_url}"\n', "utf-8")
    return chdb_url


def timeless(line: str) -> Any:
    answer = json.loads(line)
    assert answer.pop("elapsed_ms") > 0
    return answer


def test_every_command_says_the_same_over_either(url: str, wenbao: Call, tmp_path: Path) -> None:
    assert wenbao("--db", "a.db", "load", SAMPLES).status == 0
    pushed = wenbao("--db", "a.db", "engine", "push")
    assert (pushed.status, pushed.err) == (0, "")
    assert "搬入 6 个文件、6 篇报告、314 句" in pushed.out
    assert "抽查 6 次检索，句子、次序和分数全部相同" in pushed.out
    rows = [line for line in QUESTIONS.read_text("utf-8").splitlines() if '"compare"' in line][:3]
    rows += QUESTIONS.read_text("utf-8").splitlines()[:60:6]
    (tmp_path / "q.jsonl").write_text("\n".join(rows), "utf-8")
    here, there = (wenbao(*where, "ask", "--batch", "q.jsonl").out for where in (("--db", "a.db"), ()))
    assert [timeless(line) for line in there.splitlines()] == [timeless(line) for line in here.splitlines()]
    for command in (
        *(("reports", "--json"), ("show", "yunze-2022", "--json"), ("show", "yunze-2021.txt", "--text")),
        *(("figures", "教师", "--json"), ("figures", "投入超过5000万元"), ("show", "qinghe-2021", "--dropped")),
    ):
        assert wenbao(*command) == wenbao("--db", "a.db", *command)
    chat = wenbao("chat", stdin="青禾县2022年招聘了多少名教师\n那2021年呢\n")
    assert chat == wenbao("--db", "a.db", "chat", stdin="青禾县2022年招聘了多少名教师\n那2021年呢\n")
    again = wenbao("--db", "a.db", "engine", "push")
    assert "搬入 0 个文件、0 篇报告、0 句，另有 6 个文件先前已经搬过" in again.out


def test_files_go_straight_into_clickhouse_over_http(
    url: str, chdb_server: str, wenbao: Call, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "wenbao.toml").write_text(f'[engine]\nurl = "{chdb_server}"\n', "utf-8")
    assert "载入 3 个文件" in wenbao("load", folder).out
    assert "没有变化 3 个文件" in wenbao("load", folder).out
    wenbao("--db", "b.db", "load", folder)
    question = ("ask", "--json", "云堤县2022年招聘了多少名教师")
    assert timeless(wenbao(*question).out) == timeless(wenbao("--db", "b.db", *question).out)
    assert wenbao("remove", "yundi_2021", "--yes").status == 0
    assert [one["id"] for one in wenbao("reports", "--json").json] == ["shidu", "yundi_2022"]
    doctor = wenbao("doctor")
    assert "2 篇" in doctor.out
    assert "geheim" not in doctor.out + doctor.err
    assert wenbao("engine", "sweep").out.startswith("没有要清理的")  # it was removed a moment ago
    assert not list(tmp_path.glob("wenbao.db*"))


def test_a_push_that_came_out_different_is_an_error(
    url: str, chdb: ClickHouseArchive, wenbao: Call, folder: Path
) -> None:
    wenbao("--db", "a.db", "load", folder)
    assert wenbao("--db", "a.db", "engine", "push").status == 0
    chdb.connection.delete("figures", "1 = 1")
    said = wenbao("--db", "a.db", "engine", "push")
    assert said.status == 1
    assert "搬完后核对，两边不一样：报告" in said.complaint


def test_reports_that_an_older_grammar_has_read_are_not_pushed_as_read_today(
    url: str, wenbao: Call, folder: Path, tmp_path: Path
) -> None:
    wenbao("--db", "a.db", "load", folder)
    with Archive.open(tmp_path / "a.db") as archive:
        archive.connection.execute("UPDATE tallies SET grammar = ''")
    said = wenbao("--db", "a.db", "engine", "push")
    assert said.status == 1
    assert "wenbao reindex" in said.complaint
    assert wenbao("--db", "a.db", "reindex").status == 0
    assert wenbao("--db", "a.db", "engine", "push").status == 0


def test_where_other_reports_are_the_scores_are_not_compared(
    url: str, wenbao: Call, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.txt").write_text("柳岸县2020年工作总结\n全年招聘教师75名。\n", "utf-8")
    wenbao("load", "own.txt")
    wenbao("--db", "a.db", "load", folder)
    assert "那里还有别的报告，分数不能相比" in wenbao("--db", "a.db", "engine", "push").out


def test_definitions_are_printed_for_a_server_and_for_a_cluster(wenbao: Call, tmp_path: Path) -> None:
    plain = wenbao("engine", "ddl").out
    assert "CREATE TABLE IF NOT EXISTS wenbao.postings (" in plain
    assert "Distributed" not in plain
    (tmp_path / "wenbao.toml").write_text('[engine]\nurl = "clickhouse://u:geheim@h/work"\n', "utf-8")
    cluster = wenbao("engine", "ddl", "--cluster", "north").out
    assert "CREATE TABLE IF NOT EXISTS work.postings ON CLUSTER north (" in cluster
    assert "Distributed('north', 'work', 'sentences', intDiv(id, 1048576))" in cluster
    assert "geheim" not in cluster
    assert wenbao("engine", "ddl", "--cluster", "a b").status == 2


def test_without_an_address_there_is_nowhere_to_push(wenbao: Call, db: Path) -> None:
    said = wenbao("engine", "push")
    assert said.status == 2
    assert "配置里没有 [engine] url" in said.complaint


def test_an_address_that_cannot_be_meant_is_named_and_not_quoted(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text('[engine]\nurl = "clikhouse://u:geheim@h/x"', "utf-8")
    with pytest.raises(ConfigError, match=r"engine\.url：.*看不懂") as caught:
        read_config(file)
    assert "geheim" not in str(caught.value)


def test_an_archive_that_nobody_has_filled_says_what_to_do(chdb_server: str, wenbao: Call, tmp_path: Path) -> None:
    url = chdb_server.replace("/wenbao", "/nothing")
    (tmp_path / "wenbao.toml").write_text(f'[engine]\nurl = "{url}"\n', "utf-8")
    assert "请先运行 wenbao engine push 或 wenbao load" in wenbao("ask", "招聘教师").complaint
