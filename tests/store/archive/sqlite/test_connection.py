"""Opening: what is not ours is refused untouched, and reading works where nothing may be written."""

from __future__ import annotations

import ast
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from store.archive.sqlite import connection
from store.archive.sqlite.archive import Archive
from store.archive.sqlite.backup_copies import copy
from store.archive.sqlite.identity import identify
from store.errors import ArchiveBusyError, ArchiveError, ArchiveVersionError, ArchiveWriteError
from store.model import Report, Sentence, Source
from store.structure.periods import dated

ROOT = Path(__file__).resolve().parents[4]
NOBODY = 65534
TEXT = "全区共有学校九所。"
REPORT = Report(1, "总结", 2018, None, None, None, TEXT, (), (Sentence(TEXT, 0, 9, (), 0, 1, 1),), ())


def fill(archive: Archive) -> None:
    source = Source("/报告/一.txt", "一.txt", "d", "txt", "utf-8", TEXT)
    archive.save(source, [REPORT], text_digest="t", loaded_at="2024-03-01T08:00:00Z")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user can reach; tmp_path is closed to all but its owner."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Nothing in the folder can be written, nor by root: whoever runs the test does this part as nobody."""
    modes = {path: path.stat().st_mode for path in (folder, *folder.iterdir())}
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path, mode in modes.items():
            if path.exists():
                path.chmod(mode)


needs_users = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has other permissions")


@needs_users
def test_a_backup_is_taken_from_a_folder_that_cannot_be_written(folder: Path) -> None:
    database = folder / "w.db"
    with Archive.open(database) as archive:
        fill(archive)
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        with closed(folder):
            copy(database, Path(name) / "copy.db", connection.REPORT_FILE)
        with Archive.open(Path(name) / "copy.db", readonly=True) as archive:
            assert [info.title for info in archive.reports()] == ["总结"]


CONTENTS = """
import sys
from pathlib import Path
from typing import Any
print({path.name: path.read_bytes() for path in Path(sys.argv[1]).iterdir()})
"""


def contents(folder: Path) -> dict[str, bytes]:
    """What is in the folder, read by another process: reading here would drop the locks that are being tested."""
    with python(CONTENTS, folder) as process:
        assert process.stdout is not None
        found: dict[str, bytes] = ast.literal_eval(process.stdout.read())
    return found


# -- refusals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("readonly", [True, False])
@pytest.mark.parametrize("content", ["不是数据库\n".encode(), b"x", b"SQLite format 3\x00"])
def test_what_is_no_database_is_refused_untouched(tmp_path: Path, content: bytes, readonly: bool) -> None:
    path = tmp_path / "总结.txt"
    path.write_bytes(content)
    with pytest.raises(ArchiveVersionError, match="不是报告库") as caught:
        Archive.open(path, readonly=readonly)
    assert caught.value.where == str(path)
    assert contents(tmp_path) == {"总结.txt": content}


@pytest.mark.parametrize("readonly", [True, False])
def test_the_database_of_another_program_is_refused_untouched(tmp_path: Path, readonly: bool) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE reports (id TEXT)")
        before = contents(tmp_path)
        assert before["other.db-wal"], "opening and closing this database would fold its journal in"
        with pytest.raises(ArchiveVersionError, match="别的程序"):
            Archive.open(path, readonly=readonly)
        assert contents(tmp_path) == before


LEFT = """
import os, sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute(f"PRAGMA journal_mode = {sys.argv[2]}")
other.execute("CREATE TABLE reports (id TEXT)")
other.execute("PRAGMA cache_size = 1")
other.execute("BEGIN")
other.executemany("INSERT INTO reports VALUES (?)", [("x" * 3000,)] * 50)
other.execute("COMMIT") if sys.argv[2] == "WAL" else other.execute("UPDATE reports SET id = 'y'")
os._exit(0)
"""


@pytest.mark.parametrize("readonly", [True, False])
@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_the_database_that_another_program_left_in_the_middle_of_its_work_is_not_mended(
    tmp_path: Path, journal: str, readonly: bool
) -> None:
    path = tmp_path / "other.db"
    with python(LEFT, path, journal):
        pass
    before = contents(tmp_path)
    assert before["other.db-wal" if journal == "WAL" else "other.db-journal"]
    with pytest.raises(ArchiveVersionError, match="别的程序"):
        Archive.open(path, readonly=readonly)
    assert contents(tmp_path) == before


@needs_users
def test_the_database_of_another_program_is_told_where_nothing_may_be_written(folder: Path) -> None:
    with python(LEFT, folder / "other.db", "WAL"):
        pass
    with closed(folder), pytest.raises(ArchiveVersionError, match="别的程序"):
        Archive.open(folder / "other.db", readonly=True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has other pipes")
@pytest.mark.parametrize("readonly", [True, False])
def test_a_pipe_is_no_report_file_and_is_not_waited_for(tmp_path: Path, readonly: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArchiveError, match="报告库打不开"):
        Archive.open(tmp_path / "pipe", readonly=readonly)


def test_the_first_page_destroyed_is_said_to_be_damage_perhaps(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    Archive.open(path).close()
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    with pytest.raises(ArchiveVersionError, match="不是报告库，或者已经损坏"):
        Archive.open(path, readonly=True)


@pytest.mark.parametrize("readonly", [True, False])
def test_a_newer_version_is_refused_untouched(tmp_path: Path, readonly: bool) -> None:
    path = tmp_path / "wenbao.db"
    Archive.open(path).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = contents(tmp_path)
    with pytest.raises(ArchiveVersionError, match=r"第 99 版.*请升级"):
        Archive.open(path, readonly=readonly)
    assert contents(tmp_path) == before


def test_an_older_version_is_not_changed_by_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "wenbao.db"
    Archive.open(path).close()
    monkeypatch.setattr(connection, "VERSION", connection.VERSION + 1)
    with pytest.raises(ArchiveVersionError, match="需要更新；请先运行 wenbao load"):
        Archive.open(path, readonly=True)
    Archive.open(path).close()
    Archive.open(path, readonly=True).close()


def test_a_missing_or_empty_file_says_to_load_first(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    with pytest.raises(ArchiveError, match="报告库不存在；请先运行 wenbao load"):
        Archive.open(path, readonly=True)
    assert not path.exists()
    path.touch()
    with pytest.raises(ArchiveError, match="还没有内容；请先运行 wenbao load"):
        Archive.open(path, readonly=True)
    with Archive.open(path) as archive:
        assert archive.check() == ()


def test_a_file_whose_making_was_cut_short_is_made_whole(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    with closing(sqlite3.connect(path)) as begun:
        begun.execute(f"PRAGMA application_id = {connection.APPLICATION_ID}")
    with pytest.raises(ArchiveError, match="还没有内容"):
        Archive.open(path, readonly=True)
    with Archive.open(path) as archive:
        fill(archive)
        assert archive.check() == ()


@pytest.mark.parametrize("readonly", [True, False])
def test_a_folder_is_no_report_file(tmp_path: Path, readonly: bool) -> None:
    with pytest.raises(ArchiveError, match="这是一个文件夹"):
        Archive.open(tmp_path, readonly=readonly)


def test_a_path_below_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "一.txt").touch()
    with pytest.raises(ArchiveError, match="报告库打不开"):
        Archive.open(tmp_path / "一.txt" / "wenbao.db")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveWriteError, match=r"打不开.*文件夹是否存在"):
        Archive.open(tmp_path / "没有" / "wenbao.db")


def test_a_database_that_another_program_locks_is_busy(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    Archive.open(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        for readonly in (True, False):
            with pytest.raises(ArchiveBusyError, match="请等它结束后再试"):
                Archive.open(path, readonly=readonly, wait=0.05)


# -- where nothing may be written --------------------------------------------------------------------------------


@needs_users
def test_reading_needs_no_permission_to_write(folder: Path) -> None:
    path = folder / "wenbao.db"
    with Archive.open(path) as archive:
        fill(archive)
    with closed(folder), Archive.open(path, readonly=True) as reader:
        assert reader.stored("一") == REPORT
        assert reader.check() == ()


@needs_users
def test_reading_beside_a_writer_needs_no_permission_either(folder: Path) -> None:
    path = folder / "wenbao.db"
    with Archive.open(path) as writer:
        fill(writer)
        with closed(folder), Archive.open(path, readonly=True) as reader:
            assert reader.stored("一") == REPORT


@needs_users
def test_a_journal_that_cannot_be_folded_in_is_not_ignored(folder: Path) -> None:
    path = folder / "wenbao.db"
    with Archive.open(path) as writer:
        fill(writer)
        left = contents(folder)
    for name in ("wenbao.db", "wenbao.db-wal"):
        (folder / name).write_bytes(left[name])
    with closed(folder), pytest.raises(ArchiveError, match=r"没并入的内容.*请在能写的文件夹里打开一次"):
        Archive.open(path, readonly=True)
    with Archive.open(path, readonly=True) as reader:
        assert reader.stored("一") == REPORT


@needs_users
def test_writing_without_permission_says_so(folder: Path) -> None:
    path = folder / "wenbao.db"
    with Archive.open(path) as archive:
        fill(archive)
    with closed(folder), pytest.raises(ArchiveWriteError, match=r"不能写.*写权限") as caught:
        Archive.open(path)
    assert caught.value.where == str(path)
    with closed(folder), pytest.raises(ArchiveWriteError):
        Archive.open(folder / "new.db")


@needs_users
def test_a_file_that_may_not_be_read_says_so(folder: Path) -> None:
    path = folder / "wenbao.db"
    Archive.open(path).close()
    with closed(folder):
        if os.geteuid() == NOBODY:
            os.seteuid(0)
            path.chmod(0)
            os.seteuid(NOBODY)
        else:
            path.chmod(0)
        with pytest.raises(ArchiveError, match="没有权限读"):
            Archive.open(path, readonly=True)


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    Archive.open(path).close()
    with Archive.open(path, readonly=True) as reader:
        with pytest.raises(ArchiveWriteError, match="不能写"):
            fill(reader)
        assert reader.reports() == ()


def test_reading_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "wenbao.db"
    Archive.open(path).close()
    with Archive.open(path, readonly=True) as reader:
        assert reader.reports() == ()
    assert [found.name for found in tmp_path.iterdir()] == ["wenbao.db"]


def test_a_copy_that_sqlite_made_is_read_and_gets_its_journal_back(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "wenbao.db") as archive:
        fill(archive)
        archive.connection.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
    with Archive.open(tmp_path / "copy.db", readonly=True) as reader:
        assert reader.stored("一") == REPORT
    with Archive.open(tmp_path / "copy.db") as writer:
        assert writer.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert writer.check() == ()


def test_a_path_of_odd_characters_is_that_path(tmp_path: Path) -> None:
    path = tmp_path / "报告 100%?#.db"
    Archive.open(path).close()
    Archive.open(path, readonly=True).close()
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_a_new_file_is_strict_wal_and_in_step_with_its_migrations(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "wenbao.db") as archive:
        db = archive.connection
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        loose = db.execute(
            "SELECT name FROM pragma_table_list WHERE NOT strict AND name NOT LIKE '%sqlite_%'"
        ).fetchall()
        assert loose == []
        with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER column"):
            db.execute("INSERT INTO dropped VALUES (0, 0, '一', '', '')")
        applied = db.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()
        assert applied == db.execute("PRAGMA user_version").fetchone() == (connection.VERSION,)


# -- locks -------------------------------------------------------------------------------------------------------

WRITE = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute(f"PRAGMA user_version = {sys.argv[2]}")
db.close()
"""


@pytest.mark.parametrize("readonly", [True, False])
def test_opening_once_more_keeps_the_locks_of_who_has_the_file_open(tmp_path: Path, readonly: bool) -> None:
    """Whoever closes last folds the journal in and deletes it; without our locks another process thinks it is the last."""
    path = tmp_path / "wenbao.db"
    with Archive.open(path) as archive:
        fill(archive)
        Archive.open(path, readonly=readonly).close()
        with python(WRITE, path, connection.VERSION):
            pass
        assert (tmp_path / "wenbao.db-wal").exists()


GROW = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("CREATE TABLE growing (text TEXT)")
print("begun", flush=True)
for _ in range(120):
    db.executemany("INSERT INTO growing VALUES (?)", [("x" * 3000,)] * 20)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


def test_a_file_is_told_for_ours_at_every_moment_of_its_growth(tmp_path: Path) -> None:
    """Its first page may tell of pages that are not there yet: of 72,000 looks 4,400 fell into such a moment."""
    path = tmp_path / "wenbao.db"
    Archive.open(path).close()
    with python(GROW, path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        looks = 0
        while process.poll() is None:
            assert identify(path, connection.REPORT_FILE)
            looks += 1
        assert looks > 100


# -- start-up and other processes --------------------------------------------------------------------------------


def python(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def test_reading_does_not_wait_for_sqlite_utils(tmp_path: Path) -> None:
    Archive.open(tmp_path / "wenbao.db").close()
    code = (
        "import sys; from pathlib import Path; from store.archive.sqlite.archive import Archive\n"
        "Archive.open(Path(sys.argv[1]), readonly=True).close(); print('sqlite_utils' in sys.modules)"
    )
    with python(code, tmp_path / "wenbao.db") as process:
        assert process.stdout is not None
        assert process.stdout.read() == "False\n"


def test_making_a_file_does_not_wait_for_pandas(tmp_path: Path) -> None:
    (tmp_path / "pandas.py").write_text("print('imported')\n")
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path\n"
        "from store.archive.sqlite.archive import Archive\n"
        "Archive.open(Path(sys.argv[1])).close(); print('pandas' in sys.modules); import pandas"
    )
    with python(code, tmp_path / "wenbao.db", tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.read() == "False\nimported\n"


def test_several_processes_can_make_the_same_file(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from store.archive.sqlite.archive import Archive; import store.archive.sqlite.schema\n"
        "Archive.open(Path(sys.argv[1])).close()"
    )
    processes = [python(code, tmp_path / "wenbao.db") for _ in range(4)]
    for process in processes:
        process.communicate(timeout=30)
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    with Archive.open(tmp_path / "wenbao.db", readonly=True) as archive:
        assert archive.check() == ()


def test_a_file_is_ours_from_its_first_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "wenbao.db"
    looks = []

    class Watched(sqlite3.Connection):
        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            cursor = super().execute(*arguments)
            looks.append(identify(path, connection.REPORT_FILE))  # as another process would at this moment
            return cursor

    opened = sqlite3.connect
    with monkeypatch.context() as patch:
        patch.setattr(
            connection, "_connect", lambda path, options, wait: opened(path, isolation_level=None, factory=Watched)
        )
        connection.open_writable(path, wait=1).close()
    assert looks[0] is False
    assert looks[-1] is True


def test_file_of_the_version_before_gets_its_periods(tmp_path: Path) -> None:
    def sentence(text: str, *path: str) -> Sentence:
        return Sentence(text, 0, len(text), path, 0, 1, 1)

    sentences = (
        sentence("招聘教师20名。", "一、2021年工作情况"),
        sentence("新建学校2所。", "二、2022年工作打算"),
        sentence("比上年多3名。", "一、2021年工作情况"),
    )
    report = dated(Report(1, "总结", 2021, None, "年度总结", None, "招聘", (), sentences, ()))
    path = tmp_path / "reports.db"
    with Archive.open(path) as archive:
        archive.save(Source("/a.txt", "a.txt", "d", "txt", None, ""), [report], text_digest="t", loaded_at="")
        new = archive.neighbours(archive.run_of("a")[0].id, before=0, after=9)
    with closing(sqlite3.connect(path)) as db, db:
        # As version 2 left it.
        db.execute("DROP INDEX sentences_of_report_by_period")
        for column in ("period", "planned"):
            db.execute(f"ALTER TABLE sentences DROP COLUMN {column}")
        db.execute("CREATE INDEX idx_sentences_report ON sentences (report)")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '003_periods'")
        db.execute("PRAGMA user_version = 2")
    with Archive.open(path) as archive:
        assert archive.run_of("a") == new
        assert [(one.period, one.planned) for one in new] == [("2021", False), ("2022", True), ("2021", False)]
        assert archive.years_spoken_of() == {"a": frozenset({2021, 2022})}


def test_version_tells_that_the_file_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    with Archive.open(path) as archive, Archive.open(path) as other:
        before = archive.version()
        assert archive.version() == before
        with archive.writing():
            pass
        own = archive.version()
        assert own != before
        with other.writing():
            other.connection.execute("DELETE FROM files")
            other.connection.execute("INSERT INTO index_state VALUES ('x', '', '[]')")
        assert archive.version() != own
