"""The program as a process of its own: encodings, pipes, signals, permissions, neighbours."""

from __future__ import annotations

import ctypes
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Call = Callable[..., Any]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, signals and permissions as POSIX has them")

NARROW = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "bot", *map(str, arguments)]


@pytest.mark.parametrize("env", NARROW.values(), ids=NARROW)
def test_output_and_input_are_utf8_whatever_the_locale(env: dict[str, str], process: Call, db: Path) -> None:
    listed = process("reports", env=env)
    assert (listed.status, listed.err) == (0, "")
    assert "云堤县教育局2021年工作总结" in listed.out
    talked = process("chat", stdin="云堤县2021年招聘了多少名教师\n".encode(), env=env)
    assert (talked.status, talked.err) == (0, "")
    assert "132名" in talked.out
    failed = process("show", "nosuch", env=env)
    assert failed.status == 1
    assert "没有“nosuch”这篇报告" in failed.complaint
    helped = process("--help", env=env)
    assert (helped.status, helped.err) == (0, "")
    assert "问报" in helped.out


def test_bytes_that_are_no_utf8_are_taken_as_arguments_and_as_input(process: Call, db: Path) -> None:
    result = process(b"ask", b"--json", b"\xd5\xd0\xc6\xb8\x80")
    assert (result.status, result.err) == (0, "")
    assert result.json["status"] == "no_answer"
    talked = process("chat", stdin=b"\xff\xfe\n:q\n")
    assert (talked.status, talked.err) == (0, "")


def test_file_whose_name_is_no_utf8_loads(process: Call, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + "/总结.txt".encode("gb18030")
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123 (a name of bytes)
        file.write("工作总结\n全年招聘教师132名。\n")
    result = process(b"load", b"--json", name)
    assert result.status == 0
    assert result.json["files"][0]["path"].endswith("/总结.txt")


def test_reader_that_has_seen_enough_is_no_error(process: Call, db: Path) -> None:
    for arguments in (["show", "yundi", "--sentences"], ["--help"], ["ask", "招聘教师多少名"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(command(*arguments), stdout=writing, stderr=subprocess.PIPE, cwd=db.parent, check=False)
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_one_sentence(db: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command("reports"), stdout=full, stderr=subprocess.PIPE, cwd=db.parent, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("结果没有全部写出")
    assert done.stderr.count(b"\n") == 1


def test_closed_streams_do_not_keep_it_from_its_work(tmp_path: Path, folder: Path) -> None:
    shell = f'"$0" -m bot load "{folder}" <&- >&- 2>&-'
    done = subprocess.run(["sh", "-c", shell, sys.executable], cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert (tmp_path / "wenbao.db").stat().st_size > 0


def test_interrupted_load_keeps_whole_files_and_shows_no_traceback(process: Call, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        lines = "".join(f"第{number}镇第{line}所学校招聘教师{line}名。\n" for line in range(120))
        (many / f"{number}.txt").write_text(lines, "utf-8")
    loading = subprocess.Popen(command("load", many), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    database = tmp_path / "wenbao.db"
    deadline = time.monotonic() + 120
    while stored(database) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    loading.send_signal(signal.SIGINT)
    out, err = loading.communicate(timeout=120)
    assert (loading.returncode, out, err.decode()) == (130, b"", "已中断。\n")
    infos = process("reports", "--json").json
    assert 3 <= len(infos) < 400
    assert {info["sentences"] for info in infos} == {120}
    assert process("doctor").status == 0


def stored(database: Path) -> int:
    """How many reports are there already; a load may just be making the file."""
    if not database.exists():
        return 0
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT COUNT(*) FROM reports").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


# Whoever waits is told that it was the signal, for which a shell says 143.
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_interrupted_chat_ends_with_one_sentence(db: Path, sent: signal.Signals, status: int) -> None:
    talking = subprocess.Popen(
        command("chat"), cwd=db.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert talking.stdin is not None
    assert talking.stdout is not None
    talking.stdin.write("公厕建成了多少座\n".encode())
    talking.stdin.flush()
    assert "37座" in talking.stdout.readline().decode(), "it answers before the input ends"
    talking.send_signal(sent)
    _, err = talking.communicate(timeout=20)
    assert (talking.returncode, err.decode()) == (status, "已中断。\n")


def test_terminated_backup_leaves_nothing(db: Path) -> None:
    with sqlite3.connect(db) as large:
        large.execute("CREATE TABLE large (data BLOB)")
        large.execute("INSERT INTO large VALUES (ZEROBLOB(300000000))")
    large.close()
    copying = subprocess.Popen(command("backup", "copy.db"), cwd=db.parent, stderr=subprocess.PIPE)
    part = db.with_name(".copy.db.part")
    while not (part.exists() and part.stat().st_size) and copying.poll() is None:
        time.sleep(0.001)
    copying.send_signal(signal.SIGTERM)
    _, err = copying.communicate(timeout=60)
    assert (copying.returncode, err.decode()) == (-signal.SIGTERM, "已中断。\n")
    assert not [one.name for one in db.parent.iterdir() if "copy" in one.name]


def test_questions_are_answered_while_another_process_loads(process: Call, db: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(30):
        lines = "".join(f"第{number}镇第{line}条道路长{line}公里。\n" for line in range(300))
        (many / f"{number}.txt").write_text(lines, "utf-8")
    loading = subprocess.Popen(command("--quiet", "load", many), cwd=tmp_path, stdout=subprocess.DEVNULL)
    asked = 0
    while loading.poll() is None:
        result = process("ask", "--json", "云堤县2021年招聘了多少名教师")
        assert (result.status, result.err) == (0, "")
        assert "132名" in result.json["answers"][0]["quote"]
        asked += 1
    assert loading.returncode == 0
    assert asked > 0
    assert len(process("reports", "--json").json) == 33


def test_two_processes_that_load_at_once_both_finish(process: Call, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "other.txt").write_text("别的工作总结\n全年植树320亩。\n", "utf-8")
    both = [
        subprocess.Popen(command("--quiet", "load", path), cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=sys.stderr)
        for path in (folder, tmp_path / "other")
    ]
    assert [one.wait(30) for one in both] == [0, 0]
    assert len(process("reports", "--json").json) == 4


@pytest.mark.parametrize("said", ["y\n", "n\n", "\x04"], ids=["yes", "no", "Ctrl-D"])
def test_removal_asks_on_a_terminal(said: str, process: Call, db: Path) -> None:
    master, slave = pty.openpty()
    try:
        removing = subprocess.Popen(
            command("remove", "yundi"), stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=db.parent
        )
        os.write(master, said.encode())
        out, err = removing.communicate(timeout=20)
    finally:
        os.close(slave)
        os.close(master)
    assert err.decode().startswith("确定要删除 yundi 吗？[y/N] ")
    assert (removing.returncode, out.decode()) == ((0, "已删除：yundi\n") if said == "y\n" else (1, ""))
    assert len(process("reports", "--json").json) == (2 if said == "y\n" else 3)


def on_a_terminal(arguments: list[object], cwd: Path, *, typed: str = "") -> tuple[int, str]:
    """Exit status of a call, and what a person sees at a terminal of 60 columns."""
    master, slave = pty.openpty()
    env = {**os.environ, "COLUMNS": "60", "TERM": "xterm", "NO_COLOR": ""}
    running = subprocess.Popen(command(*arguments), stdin=slave, stdout=slave, stderr=slave, cwd=cwd, env=env)
    os.close(slave)
    os.write(master, typed.encode())
    seen = b""
    try:
        while chunk := os.read(master, 65536):
            seen += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(master)
    return running.wait(30), seen.decode().replace("\r\n", "\n")


def test_terminal_shows_hits_in_bold_and_nothing_cut(db: Path) -> None:
    status, seen = on_a_terminal(["ask", "云堤县2021年招聘了多少名教师", "--top", "1"], db.parent)
    assert status == 0
    assert "\x1b[1m招聘教师\x1b[0m" in seen
    assert "〔yundi〕" in seen
    status, seen = on_a_terminal(["reports"], db.parent)
    assert status == 0
    assert "…" not in seen
    assert seen.startswith("编号")
    assert seen.count("\n") == 4


def test_terminal_shows_the_figure_asked_for_in_bold(db: Path) -> None:
    status, seen = on_a_terminal(["ask", "云堤县2021年招聘了多少名教师", "--top", "1"], db.parent)
    assert status == 0
    assert "\x1b[1m   招聘教师 · 132名 · 2021年\x1b[0m" in seen
    assert "\n   招聘研究生教师 · 17名 · 2021年\n" in seen


def test_figures_on_a_terminal_are_one_line_each_with_the_words_around_them(db: Path) -> None:
    status, seen = on_a_terminal(["figures", "教师", "--report", "yundi"], db.parent)
    assert status == 0
    head, *lines = seen.splitlines()
    assert head.split() == ["指标", "数值", "限定", "年份", "地区", "报告", "原句"]
    assert len(lines) == 4
    assert all(line.split()[1] in line.split()[-1] for line in lines), "the figure itself is never cut off"


def test_terminal_shows_progress_of_a_load_unless_quiet(folder: Path, tmp_path: Path) -> None:
    assert "载入报告" in on_a_terminal(["load", folder], tmp_path)[1]
    assert "载入报告" not in on_a_terminal(["--quiet", "load", "--force", folder], tmp_path)[1]


def test_chat_on_a_terminal_prompts(db: Path) -> None:
    status, seen = on_a_terminal(["chat"], db.parent, typed="公厕建成了多少座\n:q\n")
    assert status == 0
    assert "输入问题后回车；:q 退出。" in seen
    assert seen.count("问> ") == 2
    assert "37" in seen


# ------------------------------------------------------------------------------------------------ permissions


@pytest.fixture
def guarded(db: Path) -> Iterator[Path]:
    """The folder of a loaded report file, which a test may close; it is opened again afterwards."""
    yield db.parent
    db.parent.chmod(0o755)


# The powers by which root passes over the permissions of files: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH.
POWERS = (1, 2)
PR_CAPBSET_DROP = 24


def bound(cwd: Path, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run the program so that permissions bind it, also where root runs the tests."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    give_up = None
    if os.geteuid() == 0:
        if not sys.platform.startswith("linux"):
            pytest.skip("root runs the tests, and permissions do not bind it")
        libc = ctypes.CDLL(None)

        def give_up() -> None:
            if any(libc.prctl(PR_CAPBSET_DROP, power, 0, 0, 0) for power in POWERS):
                os._exit(99)

    done = subprocess.run(
        command(*arguments), cwd=cwd, capture_output=True, env=env, preexec_fn=give_up, check=False, timeout=60
    )
    if done.returncode == 99:
        pytest.skip("root runs the tests, and cannot give up its powers here")
    return done


def test_reading_needs_no_permission_to_write(guarded: Path) -> None:
    (guarded / "wenbao.db").chmod(0o444)
    guarded.chmod(0o555)
    for arguments in (["ask", "--json", "云堤县2021年招聘了多少名教师"], ["reports", "--json"], ["doctor"]):
        done = bound(guarded, *arguments)
        assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(path.name for path in guarded.iterdir()) == ["wenbao.db"]
    trial = bound(guarded, "load", "--dry-run", "--json", ROOT / "bot/samples/qinghe-2021.txt")
    assert (trial.returncode, trial.stderr) == (0, b"")
    assert json.loads(trial.stdout)["files"][0]["status"] == "loaded"


@pytest.mark.parametrize("arguments", [["load", "a.txt"], ["remove", "yundi", "--yes"]], ids=" ".join)
def test_database_that_may_not_be_written_says_so(arguments: list[str], guarded: Path) -> None:
    (guarded / "a.txt").write_text("工作总结\n全年植树320亩。\n", "utf-8")
    (guarded / "wenbao.db").chmod(0o444)
    guarded.chmod(0o555)
    done = bound(guarded, *arguments)
    assert done.returncode == 1
    assert "报告库不能写；请检查文件和文件夹的写权限" in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_database_that_may_not_be_read_says_so(guarded: Path) -> None:
    (guarded / "wenbao.db").chmod(0)
    for arguments in (["ask", "招聘教师多少名"], ["load", "a.txt"], ["load", "--dry-run", "a.txt"]):
        done = bound(guarded, *arguments)
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.decode() == "wenbao.db: 没有权限读报告库；请用 --db 指定报告库文件\n"
    checked = bound(guarded, "doctor")
    assert checked.returncode == 1
    assert "✗ 报告库：wenbao.db: 没有权限读报告库" in checked.stdout.decode()


def test_load_into_a_folder_that_may_not_be_written_says_so(guarded: Path) -> None:
    (guarded / "wenbao.db").unlink()
    guarded.chmod(0o555)
    done = bound(guarded, "load", ROOT / "bot/samples/qinghe-2021.txt")
    assert done.returncode == 1
    assert "报告库打不开；请检查文件夹是否存在、是否可写" in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("option", ["--csv", "--xlsx"])
def test_export_that_may_not_be_written_says_so_and_keeps_the_file(option: str, guarded: Path) -> None:
    (guarded / "old").write_text("old", "utf-8")
    (guarded / "old").chmod(0o444)
    done = bound(guarded, "figures", option, "old")
    said = "没有权限写这个文件；请检查文件和文件夹的权限；文件如果正在 Excel 里打开，请先关闭\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (1, b"", f"old: {said}")
    guarded.chmod(0o555)
    done = bound(guarded, "figures", option, "new")
    assert (done.returncode, done.stdout, done.stderr.decode()) == (1, b"", f"new: {said}")
    assert (guarded / "old").read_text("utf-8") == "old"


def test_file_that_may_not_be_read_is_named_and_the_others_go_in(guarded: Path) -> None:
    for name in ("closed.txt", "open.txt"):
        (guarded / name).write_text("工作总结\n全年植树320亩。\n", "utf-8")
    (guarded / "closed.txt").chmod(0)
    (guarded / "sub").mkdir(0)
    done = bound(guarded, "--quiet", "load", ".")
    assert done.returncode == 3
    first, second = done.stderr.decode().splitlines()
    assert first == f"{guarded / 'closed.txt'}: 没有读取权限；请检查文件和权限"
    assert second.startswith(f"{guarded / 'sub'}: 文件夹打不开：没有读取权限")
