"""Report files as each earlier version of the program made them (``tests/data/versions``), opened by this one.

They hold the same two reports, loaded by the program as it stood when that version of the tables was the newest.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from retrieval.index.sqlite.maintenance import SqliteIndex
from store.archive.sqlite.archive import Archive

FILES = sorted((Path(__file__).resolve().parents[1] / "data/versions").glob("*.db.gz"))
Call = Callable[..., Any]


def test_each_earlier_version_is_there() -> None:
    assert {path.name.split("_")[1].partition(".")[0] for path in FILES} == {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize("stored", FILES, ids=lambda path: path.name.removesuffix(".db.gz"))
def test_a_file_of_an_earlier_version_is_brought_up_to_date(stored: Path, wenbao: Call, tmp_path: Path) -> None:
    (tmp_path / "wenbao.db").write_bytes(gzip.decompress(stored.read_bytes()))
    asked = wenbao("ask", "--json", "青禾县2021年招聘教师多少名").json
    assert "招聘教师132名" in asked["answers"][0]["quote"]
    assert wenbao("doctor", "--deep").status == 0
    assert wenbao("reindex").status == 0
    assert wenbao("doctor", "--deep").status == 0
    (figure, *_) = [one for one in wenbao("figures", "生产总值", "--json").json if "1280.5亿元" in str(one)]
    assert "云泽" in str(figure)
    infos = wenbao("reports", "--json").json
    assert [(info["title"], info["year"], info["figures"] > 0) for info in infos] == [
        ("青禾县教育局2021年工作总结", 2021, True),
        ("云泽市统计局2020年工作总结", 2020, True),
    ]


@pytest.mark.parametrize("stored", FILES, ids=lambda path: path.name.removesuffix(".db.gz"))
def test_one_unreadable_row_keeps_no_other_report_from_being_brought_up_to_date(
    stored: Path, wenbao: Call, tmp_path: Path
) -> None:
    (tmp_path / "wenbao.db").write_bytes(gzip.decompress(stored.read_bytes()))
    with closing(sqlite3.connect(tmp_path / "wenbao.db")) as old, old:
        old.execute("UPDATE sentences SET text = CAST(x'e5ff41' AS TEXT) WHERE text LIKE '%132名%'")
    assert len(wenbao("reports", "--json").json) == 2
    assert "云泽市" in wenbao("show", "yunze", "--text").out
    found = wenbao("doctor", "--deep")
    assert found.status == 1
    assert "报告 qinghe 存的内容与载入时不同；请重新载入 /reports/qinghe.txt" in found.out
    assert "报告 yunze" not in found.out
    assert wenbao("reindex").status == 0
    assert "报告 qinghe 存的内容与载入时不同" in wenbao("doctor", "--deep").out, "nothing vouches for what it was not"


def test_reports_that_were_read_otherwise_are_out_of_date_and_not_damaged(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(db, readonly=True) as archive:
        infos = archive.reports()
        other = archive.stored(infos[0].id)
    prepare = SqliteIndex.prepare
    monkeypatch.setattr(SqliteIndex, "prepare", lambda index, report: prepare(index, other))
    with Archive.open(db, indexes=[SqliteIndex()]) as archive:
        assert archive.check()
        archive.connection.execute("UPDATE tallies SET grammar = ''")
        assert archive.check() == ()
        assert archive.outdated() == len(infos)
