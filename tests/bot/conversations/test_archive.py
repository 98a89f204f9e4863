"""What is kept of the chats: every kind of row, and files that are not ours."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.conversations.archive import AskedQuestion, Conversations, Prompt
from bot.conversations.tables import KIND, LAYOUT
from store.errors import ArchiveBusyError, ArchiveError, ArchiveVersionError, ArchiveWriteError

CHAT, WANG, ZHAO = 7, 7, 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "chats.db"


@pytest.fixture
def kept(path: Path) -> Iterator[Conversations]:
    opened = Conversations.open(path)
    yield opened
    opened.close()


def asked(
    kept: Conversations, question: str = "招聘教师多少名", *, now: float = 100.0, person: int = WANG, **more: object
) -> AskedQuestion:
    values: dict[str, object] = {"received": None, "kind": "ask", "chat": CHAT} | more
    return kept.ask(question=question, person=person, now=now, **values)  # type: ignore[arg-type]


def answered(kept: Conversations, one: AskedQuestion, message: int, status: str = "answered", ms: float = 10.0) -> None:
    kept.answered(one.number, message=message, status=status, evidence=[3, 5], elapsed_ms=ms)


def test_a_message_is_taken_in_once_whether_dealt_with_or_not(kept: Conversations) -> None:
    assert kept.receive(1, "{}", now=0.0)
    assert not kept.receive(1, "{}", now=0.0)
    kept.done(1)
    assert not kept.receive(1, "{}", now=0.0)


@pytest.mark.parametrize("lost", ["deleted", "with its journal", "emptied", "replaced"])
def test_a_file_that_is_lost_is_made_anew_and_that_is_told(path: Path, kept: Conversations, lost: str) -> None:
    told: list[Path] = []
    kept.when_begun_anew(told.append)
    kept.receive(1, "{}", now=0.0)
    if lost == "emptied":
        os.truncate(path, 0)
    elif lost == "replaced":
        other = path.with_name("other.db")
        Conversations.open(other).close()
        other.replace(path)
    else:
        for suffix in ("", "-wal", "-shm") if lost == "with its journal" else ("",):
            path.with_name(path.name + suffix).unlink()
    assert kept.receive(2, "{}", now=0.0)
    assert told == [path]
    kept.close()
    with closing(Conversations.open(path)) as again:
        assert [one.id for one in again.unfinished()] == [2]


def test_a_file_that_cannot_be_made_anew_is_told_until_it_can(path: Path, kept: Conversations) -> None:
    path.unlink()
    path.mkdir()
    for _ in range(2):
        with pytest.raises(ArchiveError):
            kept.receive(1, "{}", now=0.0)
    path.rmdir()
    assert kept.receive(1, "{}", now=0.0)


def test_what_was_not_dealt_with_comes_back_in_order_and_counts_its_tries(kept: Conversations) -> None:
    for update in (3, 1, 2):
        kept.receive(update, f"[{update}]", now=0.0)
    kept.done(1)
    kept.begin_again(3)
    assert [(one.id, one.content, one.tries) for one in kept.unfinished()] == [(2, "[2]", 0), (3, "[3]", 1)]


def test_a_question_is_found_by_its_number_and_by_its_answer(kept: Conversations) -> None:
    one = asked(kept, context=("先前的问题",), report="003-2")
    assert (one.message, one.status) == (None, None)
    answered(kept, one, 41)
    found = kept.asked(one.number)
    assert found is not None
    assert (found.context, found.report, found.message, found.evidence) == (("先前的问题",), "003-2", 41, (3, 5))
    assert kept.answered_by(CHAT, 41) == found
    assert kept.ours(CHAT, 40, 50) == {41}
    assert kept.ours(CHAT, 42, 50) == kept.ours(CHAT + 1, 40, 50) == frozenset()
    assert kept.answered_by(CHAT + 1, 41) is kept.asked(one.number + 1) is None


def test_a_list_is_no_answer_that_could_be_followed_up(kept: Conversations) -> None:
    answered(kept, asked(kept, "教师", kind="figures"), 41)
    assert kept.answered_by(CHAT, 41) is None
    assert kept.last(CHAT, WANG, since=0.0) is None


def test_the_same_message_asks_once(kept: Conversations) -> None:
    one = asked(kept, received=9)
    again = asked(kept, received=9)
    assert (again.number, one.resumed, again.resumed) == (one.number, False, True)
    assert asked(kept, received=None).number != asked(kept, received=None).number


def test_the_last_question_is_the_persons_own_answered_and_not_too_old(kept: Conversations) -> None:
    answered(kept, asked(kept, "一", now=100.0), 1)
    answered(kept, asked(kept, "二", now=200.0), 2)
    answered(kept, asked(kept, "别人的", now=300.0, person=ZHAO), 3)
    asked(kept, "还没有回答", now=400.0)
    last = kept.last(CHAT, WANG, since=150.0)
    assert last is not None
    assert last.question == "二"
    assert kept.last(CHAT, WANG, since=200.5) is None
    assert kept.last(CHAT + 1, WANG, since=0.0) is None


def test_a_second_verdict_takes_the_place_of_the_first(kept: Conversations) -> None:
    one = asked(kept)
    answered(kept, one, 1)
    kept.judge(one.number, WANG, "down", now=1.0)
    assert [complaint.verdict for complaint in kept.complaints()] == ["down"]
    kept.judge(one.number, WANG, "up", now=2.0)
    assert kept.complaints() == ()
    statistics = kept.statistics(since=0.0)
    assert (statistics.up, statistics.down) == (1, 0)


def test_complaints_are_what_was_judged_bad_or_not_answered(kept: Conversations) -> None:
    answered(kept, asked(kept, "好"), 1)
    answered(kept, asked(kept, "没有", context=("前",)), 2, "no_answer")
    asked(kept, "还没有回答")
    answered(kept, asked(kept, "教师", kind="figures"), 3, "shown")
    (one,) = kept.complaints()
    assert (one.question, one.context, one.status, one.verdict) == ("没有", ("前",), "no_answer", None)


def test_statistics_count_from_a_moment_on(kept: Conversations) -> None:
    for number, (person, status) in enumerate([(WANG, "answered"), (WANG, "no_answer"), (ZHAO, "answered")]):
        answered(kept, asked(kept, now=100.0 + number, person=person), number + 1, status, ms=10.0 * (number + 1))
    answered(kept, asked(kept, now=1.0), 9)
    statistics = kept.statistics(since=50.0)
    assert (statistics.questions, statistics.people, statistics.median_ms) == (3, 2, 20.0)
    assert statistics.statuses == (("answered", 2), ("no_answer", 1))
    nothing = kept.statistics(since=1e9)
    assert (nothing.questions, nothing.people, nothing.statuses, nothing.median_ms) == (0, 0, (), None)


def test_a_load_goes_through_its_states(kept: Conversations) -> None:
    given = {"chat": CHAT, "person": WANG, "now": 1.0}
    first = kept.queue(received=1, name="a.docx", file="F", path=None, **given)  # type: ignore[arg-type]
    second = kept.queue(received=2, name="b", file=None, path="/srv/b", **given)  # type: ignore[arg-type]
    assert kept.queue(received=1, name="a.docx", file="F", path=None, **given) == first  # type: ignore[arg-type]
    assert [one.number for one in kept.waiting()] == [first.number, second.number]
    kept.shown(first.number, 77)
    kept.kept(first.number, "/kept/a.docx")
    kept.finish(first.number, "done", stored=["/kept/a.docx"])
    found = kept.load(first.number)
    assert found is not None
    assert (found.message, found.path, found.state, found.stored) == (77, "/kept/a.docx", "done", ("/kept/a.docx",))
    assert kept.waiting() == (second,)
    assert kept.load(99) is None


def test_a_prompt_says_what_its_reply_corrects(kept: Conversations) -> None:
    kept.expect(CHAT, 5, 1, "year")
    kept.expect(CHAT, 5, 2, "place")
    assert kept.prompt(CHAT, 5) == Prompt(2, "place")
    assert kept.prompt(CHAT, 6) is None


def test_a_person_is_refused_once_in_each_chat(kept: Conversations) -> None:
    assert [kept.refuse(CHAT, WANG), kept.refuse(CHAT, WANG), kept.refuse(CHAT + 1, WANG)] == [True, False, True]


def test_what_is_old_is_forgotten_with_its_verdicts_and_what_waits_is_not(kept: Conversations) -> None:
    one = asked(kept, now=10.0)
    answered(kept, one, 1)
    kept.judge(one.number, WANG, "up", now=10.0)
    newer = asked(kept, now=100.0)
    kept.receive(1, "{}", now=10.0)
    kept.receive(2, "{}", now=30.0)  # tried again until it is as old as what people asked
    kept.done(1)
    waiting = kept.queue(received=3, chat=CHAT, person=WANG, name="a", file="F", path=None, now=10.0)
    done = kept.queue(received=4, chat=CHAT, person=WANG, name="b", file="F", path=None, now=10.0)
    kept.finish(done.number, "done")
    kept.expect(CHAT, 5, done.number, "year")
    kept.forget(received_before=50.0, asked_before=20.0)
    assert kept.asked(one.number) is None
    assert kept.asked(newer.number) is not None
    assert kept.statistics(since=0.0).up == 0
    assert [received.id for received in kept.unfinished()] == [2]
    assert kept.receive(1, "{}", now=60.0), "its number was forgotten"
    assert kept.waiting() == (waiting,)
    assert kept.load(done.number) is kept.prompt(CHAT, 5) is None


def test_all_is_there_after_reopening(path: Path) -> None:
    first = Conversations.open(path)
    one = asked(first, "招聘“教师”\u0000😀")
    first.close()
    second = Conversations.open(path)
    assert second.asked(one.number) == one
    second.close()


def test_a_database_of_another_program_is_refused_unchanged(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveVersionError, match="不是会话记录"):
        Conversations.open(path)
    assert path.read_bytes() == before


LEFT = """
import os, sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("PRAGMA journal_mode = WAL")
other.execute("CREATE TABLE theirs (x)")
os._exit(0)
"""


def test_the_journal_of_another_program_is_not_folded_in(path: Path) -> None:
    subprocess.run([sys.executable, "-c", LEFT, str(path)], check=True)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert before[f"{path.name}-wal"]
    with pytest.raises(ArchiveVersionError, match="不是会话记录"):
        Conversations.open(path)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="这是一个文件夹"):
        Conversations.open(tmp_path)


def test_a_file_that_was_made_up_to_its_first_page_gets_its_tables(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {KIND.application}")
    connection.close()
    made = Conversations.open(path)
    assert made.waiting() == ()
    made.close()


def test_what_is_damaged_is_said_with_what_can_be_done(path: Path) -> None:
    kept = Conversations.open(path)
    for number in range(200):
        kept.receive(number, "x" * 900, now=1.0)
    kept.close()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"\xee" * (len(data) - len(data) // 2))
    damaged = Conversations.open(path)
    found = damaged.check()
    damaged.close()
    assert found
    assert all(one.startswith("会话记录") and "从备份恢复" in one for one in found)


def test_a_sound_file_has_nothing_wrong_and_is_not_written_by_opening(kept: Conversations, path: Path) -> None:
    watching = sqlite3.connect(path)
    before = watching.execute("PRAGMA data_version").fetchone()
    other = Conversations.open(path)
    assert other.check() == ()
    assert watching.execute("PRAGMA data_version").fetchone() == before
    other.close()
    watching.close()


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("这不是数据库。" * 100, "utf-8")
    with pytest.raises(ArchiveVersionError, match="不是会话记录"):
        Conversations.open(path)


def test_a_file_of_a_newer_version_is_refused(path: Path) -> None:
    Conversations.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {LAYOUT.version + 1}")
    connection.close()
    with pytest.raises(ArchiveVersionError, match="更新的版本"):
        Conversations.open(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveWriteError, match="missing"):
        Conversations.open(tmp_path / "missing" / "chats.db")


def test_what_went_wrong_is_counted_by_kind_and_forgotten_with_the_questions(kept: Conversations) -> None:
    for kind, now in (("incident", 50.0), ("unreadable", 150.0), ("unreadable", 160.0)):
        kept.note_fault(kind, "{}", now=now)
    kept.receive(1, "{}", now=170.0)
    pulse = kept.pulse(since=100.0)
    assert (pulse.last_at, pulse.unfinished, pulse.loads, pulse.faults) == (170.0, 1, 0, (("unreadable", 2),))
    kept.forget(received_before=0.0, asked_before=155.0)
    assert kept.pulse(since=0.0).faults == (("unreadable", 1),)


def test_a_file_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    made = Conversations.open(path)
    made.receive(1, "{}", now=1.0)
    made.close()
    with closing(sqlite3.connect(path)) as old, old:
        for statement in ("DROP TABLE faults", "DROP INDEX received_by_time", "PRAGMA user_version = 1"):
            old.execute(statement)
    upgraded = Conversations.open(path)
    assert len(upgraded.unfinished()) == 1
    assert upgraded.pulse(since=0.0).faults == ()
    upgraded.close()


def test_what_the_disk_and_others_keep_from_being_written_is_said_in_words(kept: Conversations, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveBusyError, match="会话记录正被另一个程序占用"):
            kept.done(1)
