"""``wenbao serve --socket``: a question is answered by the process that is ready, or by its own, with the same bytes."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.asking_elsewhere import Place, asked_elsewhere
from bot.cli import resident
from tests.bot.conftest import ROOT, Call

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="Windows has no Unix sockets that Python knows")
TEACHERS = "云堤县2021年招聘教师多少名"


@pytest.fixture
def ready(db: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bot", "--db", str(db), "serve", "--socket"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=db.parent, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "已就绪" in process.stdout.readline()
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert not db.with_name(db.name + ".sock").exists()


def timeless(out: str) -> str:
    return re.sub(r'"elapsed_ms": [\d.]+', "", out)


@pytest.mark.usefixtures("ready")
def test_what_is_ready_says_what_a_process_of_its_own_says(
    wenbao: Call, db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = db.with_name(db.name + ".sock")
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    for options in (["--json"], [], ["--explain"], ["--top", "1", "--json"], ["--json", "--context", TEACHERS]):
        asked = ["--db", str(db), "ask", *options, "那2022年呢" if "--context" in options else TEACHERS]
        assert asked_elsewhere(asked)
        kept = capsys.readouterr()
        own = wenbao(*asked[2:])
        assert (timeless(kept.out), kept.err) == (timeless(own.out), own.err)
    for other in (
        ["--db", str(tmp_path / "other.db"), "ask", TEACHERS],
        ["--db", str(db), "ask", "--report", "nobody", TEACHERS],
        ["--db", str(db), "ask", "--top"],
        ["--db", str(db), "ask", "--batch", "-"],
        ["--db", str(db), "reports", "ask"],
        ["--db", str(db), "ask", "--help"],
        ["--db", str(db), "ask", "怎么用"],
        ["--db", str(db), "--d", str(tmp_path / "other.db"), "ask", TEACHERS],
        ["--db", str(db), "--db", str(tmp_path / "other.db"), "ask", TEACHERS],
        ["--db", str(db), "--conf", str(tmp_path / "other.toml"), "ask", TEACHERS],
        ["ask", "--", f"--db={db}"],
    ):
        assert not asked_elsewhere(other), other
    (tmp_path / "wenbao.toml").write_text("[ask]\ntop = 1\n", "utf-8")
    assert not asked_elsewhere(["--db", str(db), "ask", TEACHERS]), "it does not know this configuration"
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("ready")
def test_it_answers_from_what_is_stored_now(wenbao: Call, db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert wenbao("remove", "--yes", "yundi_2021").status == 0
    assert asked_elsewhere(["--db", str(db), "ask", "--json", TEACHERS])
    assert "132名" not in capsys.readouterr().out


def test_a_socket_of_a_killed_process_is_replaced_and_no_file_is(wenbao: Call, db: Path) -> None:
    place = db.with_name(db.name + ".sock")
    place.write_text("somebody's", "utf-8")
    refused = wenbao("serve", "--socket")
    assert (refused.status, "这里不能建套接字" in refused.err) == (1, True)
    assert place.read_text("utf-8") == "somebody's"
    place.unlink()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(place))
    assert not asked_elsewhere(["--db", str(db), "ask", TEACHERS])
    command = [sys.executable, "-m", "bot", "--db", str(db), "serve", "--socket"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "已就绪" in process.stdout.readline()
        again = wenbao("serve", "--socket")
        assert (again.status, "已经有一个" in again.err) == (1, True)
        process.terminate()


def test_a_socket_that_another_process_has_made_there_is_left(ready: subprocess.Popen[str], db: Path) -> None:
    place = db.with_name(db.name + ".sock")
    place.rename(db.with_name("old.sock"))
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(place))
        ready.terminate()
        assert ready.wait(30) == 0
        assert place.is_socket()
    place.unlink()


@pytest.mark.usefixtures("ready")
def test_a_line_that_is_no_request_gets_an_empty_answer(db: Path) -> None:
    of_another = b"\0".join([b"/elsewhere/bot", str(db).encode(), *[b""] * 8, b"ask", TEACHERS.encode()])
    for request in (b"", b"[1]\n", b"\xff\xfe", b"\0" * 100, of_another, b"x" * (1 << 21)):
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(30)
            line.connect(str(db.with_name(db.name + ".sock")))
            with contextlib.suppress(BrokenPipeError):  # too long to be read to its end
                line.sendall(request)
                line.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):
                assert line.recv(100) == b""
    assert asked_elsewhere(["--db", str(db), "ask", TEACHERS])


@pytest.mark.usefixtures("ready")
def test_a_report_file_that_has_been_moved_away_answers_nothing(db: Path) -> None:
    moved = db.rename(db.with_name("moved.db"))
    assert not asked_elsewhere(["--db", str(db), "ask", TEACHERS])
    moved.rename(db)
    assert asked_elsewhere(["--db", str(db), "ask", TEACHERS])


def test_where_it_listens_is_beside_the_report_file_or_where_the_configuration_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Place(["ask", "x"]).socket == str(tmp_path / "wenbao.db.sock")
    assert Place(["--db=a.db", "ask", "x"]).socket == str(tmp_path / "a.db.sock")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/w.toml").write_text('[store]\ndatabase = "b.db"\nsocket = "run/w.sock"\n', "utf-8")
    place = Place(["--config", "etc/w.toml", "ask", "x"])
    assert (place.database, Path(place.socket).resolve()) == (str(tmp_path / "etc/b.db"), tmp_path / "etc/run/w.sock")


def test_nothing_is_imported_to_ask_elsewhere(db: Path) -> None:
    """Beside what Python has loaded for itself: pathlib or json would take longer than the question."""
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(db.with_name(db.name + ".sock")))
        code = (
            f"import sys; before = set(sys.modules); sys.argv = ['wenbao', '--db', {str(db)!r}, 'ask', '几所']\n"
            "from bot import asking_elsewhere as elsewhere, start\n"
            "assert not elsewhere.asked_elsewhere(sys.argv[1:]); print(*sorted(set(sys.modules) - before))"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"__future__", "_socket", "bot", "bot.asking_elsewhere", "bot.start"}


def test_the_program_is_looked_at_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now, looks = [100.0], [0]

    def edition() -> int:
        looks.append(0 if now[0] < 101.5 else 1)
        return looks[-1]

    monkeypatch.setattr("bot.cli.resident._edition", edition)
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    program, looks[:] = resident.Program(), []
    told = []
    for now[0] in (100.0, 100.5, 100.9, 101.0, 101.6, 102.0, 102.5):
        told.append(program.is_unchanged())
    assert (told, looks) == ([True] * 5 + [False] * 2, [0, 1])
