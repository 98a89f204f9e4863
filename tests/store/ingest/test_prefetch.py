"""Many files are parsed by several processes: what comes of it is what one process makes, whatever happens to them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.index.sqlite.maintenance import SqliteIndex
from store.archive.sqlite import rows
from store.archive.sqlite.archive import Archive
from store.ingest import prefetch
from store.ingest.load import FileOutcome, LoadSummary, Progress, load
from store.ingest.worker_processes import cores
from store.model import Correction, Report

ROOT = Path(__file__).resolve().parents[3]
MANY = prefetch.LEAST_FILES + 12

pytestmark = pytest.mark.skipif(cores() < 2, reason="one core parses alone")


def text_of(number: int) -> str:
    return (
        f"云溪区第{number}小学2018年工作总结\n一、基本情况\n"
        + f"学校现有教学班{number + 6}个，在校学生{number * 7 + 300}人。教师队伍稳定，全年招聘教师{number}名。\n" * 9
        + "二、存在问题\n部分学校的运动场地不足，冬季取暖设施需要更新。\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "报告"
    folder.mkdir()
    for number in range(MANY):
        (folder / f"{number:03}.txt").write_text(text_of(number), "utf-8")
    (folder / "007.txt").write_text("没有句子", "utf-8")
    (folder / "009.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    (folder / "020.txt").write_text(text_of(3), "utf-8")  # the text of another file
    return folder


def told(summary: LoadSummary) -> list[tuple[str, str, tuple[str, ...], int, str]]:
    return [(one.path, one.status, one.reports, one.sentences, str(one.error or "")) for one in summary.files]


def content(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    tables = [name for (name,) in archive.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: sorted(archive.connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in tables}


def test_what_is_stored_and_said_is_the_same_as_from_one_process(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(tmp_path / "many.db", indexes=[SqliteIndex()]) as archive:
        seen = []
        many = load([folder], archive, loaded_at=lambda: "x", on_file=lambda _: seen.append(children()))
        stored = content(archive)
        assert archive.check(deep=True) == ()  # each report is indexed as it is by itself
    assert max(seen) == cores(), "this was to be done by several processes"
    assert children() == 0
    monkeypatch.setattr(prefetch, "LEAST_FILES", 10_000)
    with Archive.open(tmp_path / "alone.db", indexes=[SqliteIndex()]) as archive:
        alone = load([folder], archive, loaded_at=lambda: "x")
        assert told(many) == told(alone)
        mine = content(archive)
        assert archive.check(deep=True) == ()
    for ours in (stored, mine):  # when the tables were made; of the index, the numbers of terms and slabs
        for name in [name for name in ours if name.startswith(("_sqlite_migrations", "search_"))]:
            del ours[name]
    assert stored == mine
    assert [many.files[7].status, many.files[9].status, many.files[21].status] == ["failed", "failed", "duplicate"]


def children() -> int:
    return len(multiprocessing.active_children())


def test_several_files_are_stored_at_once_and_none_is_told_before(folder: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive, Archive.open(tmp_path / "a.db", readonly=True) as beside:
        stored: list[int] = []

        def look(progress: Progress) -> None:
            ids = {info.id for info in beside.reports()}
            assert ids >= set(progress.outcome.reports)
            stored.append(len(ids))

        load([folder], archive, loaded_at=lambda: "x", on_file=look)
    assert stored[0] > 1
    assert stored[-1] == MANY - 2


def test_a_file_that_cannot_be_stored_keeps_none_out_that_was_to_go_with_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = rows.insert

    def fail(db: sqlite3.Connection, report_id: str, report: Report, *, file: int) -> None:
        insert(db, report_id, report, file=file)
        if report_id == "011":
            raise ValueError("here")

    monkeypatch.setattr(rows, "insert", fail)
    with Archive.open(tmp_path / "a.db", indexes=[SqliteIndex()]) as archive:
        summary = load([folder], archive, loaded_at=lambda: "x")
        assert [Path(one.path).name for one in summary.files if one.status == "failed"] == [
            *("007.txt", "009.docx", "011.txt")
        ]
        assert (summary.totals.loaded, len(archive.reports())) == (MANY - 3, MANY - 3)
        assert archive.check(deep=True) == ()


def test_for_unchanged_files_no_process_is_started(folder: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        for path in sorted(folder.glob("*.txt")):
            load([path], archive, loaded_at=lambda: "x")
        seen: list[int] = []
        summary = load([folder], archive, loaded_at=lambda: "x", on_file=lambda _: seen.append(children()))
    assert summary.totals.unchanged == MANY - 2
    assert seen[0] == 0
    assert max(seen) <= 1, "for the two that are no reports of their own, one after another"


def test_a_correction_holds_for_what_was_prepared_without_it(folder: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", indexes=[SqliteIndex()]) as archive:
        first = folder / "000.txt"
        load([first], archive, loaded_at=lambda: "x", correction=Correction(title="白石县小结", year=2011))
        load([folder], archive, loaded_at=lambda: "x", force=True)
        assert (archive.report("000").title, archive.report("000").year) == ("白石县小结", 2011)
        assert {one.period for one in archive.run_of("000")} == {"2011"}
        assert archive.check() == ()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9")
def test_a_process_that_dies_costs_its_file_and_not_the_load(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "TOGETHER", 2)  # the first are told while many are still being parsed
    outcomes: list[FileOutcome] = []

    def kill(progress: Progress) -> None:
        outcomes.append(progress.outcome)
        if children() and not killed:
            for process in multiprocessing.active_children():
                killed.append(process.pid)
                process.kill()

    killed: list[int | None] = []
    for number in range(MANY):  # long enough to be hit in the middle
        (folder / f"{number:03}.txt").write_text(text_of(number) * 12, "utf-8")
    with Archive.open(tmp_path / "a.db") as archive:
        summary = load([folder], archive, loaded_at=lambda: "x", on_file=kill)
        assert archive.check() == ()
        dead = [one for one in summary.files if one.error and "被系统结束" in one.error.what]
        assert 1 <= len(dead) <= len(killed)
        assert all(one.error is not None and one.error.where == one.path for one in dead)
        assert not {info.source for info in archive.reports()} & {Path(one.path).name for one in dead}
        assert len(summary.files) == MANY + 1
        assert tuple(outcomes) == summary.files
        # They can be loaded as soon as there is memory again.
        again = load([Path(one.path) for one in dead], archive, loaded_at=lambda: "x")
        assert again.totals.loaded == len(dead)


def gone(group: int) -> bool:
    """Whether no process of the group is left, soon."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Windows has no process groups")
@pytest.mark.parametrize("delay", [0.0, 0.3, 1.0])
def test_ctrl_c_ends_the_load_at_once_and_leaves_no_process(folder: Path, tmp_path: Path, delay: float) -> None:
    for number in range(MANY):
        (folder / f"{number:03}.txt").write_text(text_of(number) * 30, "utf-8")
    command = [sys.executable, "-m", "bot", "--db", str(tmp_path / "a.db"), "load", str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        database = tmp_path / "a.db"
        while not database.exists():
            time.sleep(0.02)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.count("\n")) == (130, "", 1), err
    assert gone(process.pid)
    with Archive.open(database) as archive:
        assert archive.check() == ()
