"""``backup`` and ``restore``, ``doctor --deep``, and who may read what is kept."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import wiring
from bot.accounts.archive import Accounts
from bot.conversations.archive import Conversations
from bot.received_files import Kept
from tests.bot.conftest import REPORTS

Call = Callable[..., Any]
TEACHERS = "云堤县2021年招聘教师多少名"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def talked(path: Path) -> None:
    """Conversations that hold one message."""
    with closing(Conversations.open(path)) as kept:
        kept.receive(1, "{}", now=1.0)


def test_a_backup_is_one_sound_file_that_holds_the_same(wenbao: Call, db: Path) -> None:
    talked(db.parent / "wenbao-chats.db")
    Accounts.open(db.parent / "wenbao-accounts.db").close()
    with wiring.open_archive(db, readonly=True):  # somebody has it open
        made = wenbao("backup", "copy.db")
    assert (made.status, made.err) == (0, "")
    assert "3 篇报告" in made.out
    copies = sorted(path.name for path in db.parent.glob("*copy*"))
    assert copies == ["copy-accounts.db", "copy-chats.db", "copy.db"]
    assert {mode(db.parent / name) for name in copies} == {0o600}
    assert wenbao("--db", "copy.db", "reports", "--json").out == wenbao("reports", "--json").out
    assert wenbao("--db", "copy.db", "doctor", "--deep").status == 0
    again = wenbao("backup", "copy.db")
    assert again.status == 1
    assert "已经有这个文件" in again.err


def test_a_backup_of_nothing_makes_nothing(wenbao: Call, tmp_path: Path) -> None:
    made = wenbao("backup", "copy.db")
    assert made.status == 1
    assert "报告库不存在" in made.err
    assert list(tmp_path.iterdir()) == []


def test_what_was_backed_up_is_taken_back_under_the_eyes_of_a_reader(wenbao: Call, db: Path, tmp_path: Path) -> None:
    talked(tmp_path / "wenbao-chats.db")
    before = wenbao("ask", "--json", TEACHERS).json["answers"]
    assert wenbao("backup", "copy.db").status == 0
    other = tmp_path / "yundi_2021.txt"
    other.write_text(REPORTS["yundi_2021.txt"].replace("132", "231"), "utf-8")
    with wiring.open_archive(db, readonly=True) as archive:
        asker = wiring.asker(archive)
        assert wenbao("remove", "--yes", "yundi_2021").status == 0
        assert wenbao("load", str(other)).status == 0
        assert "231" in asker.ask(TEACHERS).answers[0].quote
        with closing(sqlite3.connect(tmp_path / "wenbao-chats.db")) as state, state:
            state.execute("DELETE FROM received")
        refused = wenbao("restore", "copy.db")
        assert (refused.status, "没有恢复" in refused.err) == (1, True)
        done = wenbao("restore", "copy.db", "--yes")
        assert (done.status, done.err) == (0, "")
        assert "132" in asker.ask(TEACHERS).answers[0].quote
    assert wenbao("ask", "--json", TEACHERS).json["answers"] == before
    assert wenbao("doctor", "--deep").status == 0
    with closing(Conversations.open(tmp_path / "wenbao-chats.db")) as kept:
        assert len(kept.unfinished()) == 1
    assert not list(tmp_path.glob(".*"))


def test_a_damaged_file_is_put_aside_when_its_backup_is_taken_back(wenbao: Call, db: Path, tmp_path: Path) -> None:
    assert wenbao("backup", "copy.db").status == 0
    damaged = db.read_bytes()[:4096] + b"\xff" * 5000
    db.write_bytes(damaged)
    done = wenbao("restore", "copy.db", "--yes")
    assert done.status == 0
    assert "留着" in done.err
    assert wenbao("doctor").status == 0
    (aside,) = tmp_path.glob("wenbao.db.*")
    assert aside.read_bytes() == damaged


@pytest.mark.parametrize("which", ["wenbao.db", "wenbao-chats.db"])
@pytest.mark.parametrize("kind", ["database", "text", "folder"])
def test_what_is_another_programs_stays_as_it_is(wenbao: Call, db: Path, tmp_path: Path, kind: str, which: str) -> None:
    talked(tmp_path / "wenbao-chats.db")
    assert wenbao("backup", "copy.db").status == 0
    target = tmp_path / which
    target.unlink()
    if kind == "database":
        with closing(sqlite3.connect(target)) as theirs, theirs:
            theirs.execute("CREATE TABLE accounts (name)")
    elif kind == "text":
        target.write_text("姓名,金额\n" * 500, "utf-8")
    else:
        target.mkdir()
    before = None if kind == "folder" else target.read_bytes()
    removed = which != "wenbao.db" and wenbao("remove", "--yes", "yundi_2021").status == 0
    refused = wenbao("restore", "copy.db", "--yes")
    assert (refused.status, "没有改动" in refused.err, which in refused.err) == (1, True, True)
    assert target.is_dir() if before is None else target.read_bytes() == before
    assert not [*tmp_path.glob(f"{which}?*"), *tmp_path.glob(".*")]
    assert not removed or "yundi_2021" not in wenbao("reports").out, "nothing is half restored"


def test_what_is_no_backup_replaces_nothing(wenbao: Call, db: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"nothing of ours" * 100)
    refused = wenbao("restore", "copy.db", "--yes")
    assert refused.status == 1
    assert "不是报告库" in refused.err
    assert wenbao("doctor").status == 0


def test_a_changed_figure_is_found_only_by_a_deep_look_and_the_file_to_load_again_is_named(
    wenbao: Call, db: Path
) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE figures SET value = '133' WHERE value = '132'")
    assert wenbao("doctor").status == 0
    found = wenbao("doctor", "--deep")
    assert found.status == 1
    (line,) = [line for line in found.out.splitlines() if line.startswith("✗")]
    assert "报告 yundi " in line
    assert "yundi_2021.txt" in line


def test_only_their_owner_may_read_what_people_asked_and_sent(tmp_path: Path) -> None:
    path = tmp_path / "chats.db"
    with closing(sqlite3.connect(path)):
        path.chmod(0o644)
    with closing(Conversations.open(path)) as kept:
        kept.receive(1, "{}", now=1.0)
        beside = [path, *tmp_path.glob("chats.db-*")]
        assert len(beside) == 3
        assert {mode(one) for one in beside} == {0o600}
    folder = tmp_path / "files"
    old = folder / "earlier" / "a.txt"
    old.parent.mkdir(parents=True)
    old.write_text("先前留下的")
    file = Kept(folder, []).keep("总结.txt", b"x")
    assert [mode(one) for one in (file, file.parent, folder, old, old.parent)] == [0o600, 0o700, 0o700, 0o600, 0o700]


def test_what_is_older_than_keep_days_is_gone_from_the_file_too(tmp_path: Path) -> None:
    path = tmp_path / "chats.db"
    with closing(Conversations.open(path)) as kept:
        for number, (now, words) in enumerate(((100.0, "很久以前的话"), (900.0, "不久以前的话"))):
            kept.receive(number, words, now=now)
            asked = kept.ask(received=number, kind="ask", chat=1, person=1, question=words, now=now)
            kept.judge(asked.number, 1, "down", now=now)
            kept.queue(received=number, chat=1, person=1, name=words, file=None, path="x", now=now)
            kept.finish(number + 1, "done")
            kept.note_fault("unreadable", words, now=now)
        kept.forget(received_before=0.0, asked_before=500.0)
    with closing(sqlite3.connect(path)) as connection:
        kinds = ("received", "answers", "verdicts", "loads", "faults")
        counts = [connection.execute(f"SELECT COUNT(*) FROM {kind}").fetchone()[0] for kind in kinds]
    assert counts == [1] * 5
    held = path.read_bytes()
    assert "不久以前的话".encode() in held
    assert "很久以前的话".encode() not in held


def test_pages_are_given_back_after_a_removal(wenbao: Call, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(30):
        body = "".join(f"第{one}项工作投入{one}{number}万元。\n" for one in range(60))
        (many / f"{number}.txt").write_text(f"第{number}县2020年工作总结\n{body}", "utf-8")
    assert wenbao("--quiet", "load", str(many)).status == 0
    before = (tmp_path / "wenbao.db").stat().st_size
    assert wenbao("remove", "--yes", *map(str, range(25))).status == 0
    assert (tmp_path / "wenbao.db").stat().st_size < before * 0.6  # of which a third is kept for what is loaded next
    assert wenbao("doctor", "--deep").status == 0
