"""Worker processes: a death costs one job, nothing is left behind, and any thread can use them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from store.ingest import worker_processes
from store.ingest.worker_processes import Budget, NoWorkers, OverBudget, WorkerDied, Workers, cores
from tests.store.ingest.labour import labour

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9")


def test_jobs_are_done_elsewhere() -> None:
    workers: Workers[str, str] = Workers(labour, 2)
    try:
        done = [workers.submit(job).result(30) for job in ("a", "b", "c")]
    finally:
        workers.close()
    assert [one.split()[0] for one in done] == ["a", "b", "c"]
    assert str(os.getpid()) not in {one.split()[-1] for one in done}


@pytest.mark.parametrize(("kept_waiting", "over"), [(1.0, False), (0.0, True)])
def test_a_process_that_a_busy_machine_lets_wait_is_not_over_its_time(
    kept_waiting: float, over: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    def poll(_: float) -> bool:
        now[0] += 10.0
        return now[0] > 200.0

    monkeypatch.setattr(worker_processes, "_taken", lambda _: worker_processes._Taken(0.1, 1, kept_waiting * now[0]))
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    process = SimpleNamespace(process=SimpleNamespace(pid=1), connection=SimpleNamespace(poll=poll))
    with pytest.raises(OverBudget) if over else nullcontext():
        worker_processes._watch(cast(worker_processes._Process, process), Budget(seconds=20, memory=100))


def test_those_that_give_way_have_a_lower_priority_than_who_answers() -> None:
    given = []
    for gives_way in (False, True):
        workers: Workers[str, str] = Workers(labour, 1, gives_way=gives_way)
        try:
            given.append(int(workers.submit("nice").result(30)) - os.nice(0))
        finally:
            workers.close()
    assert given[0] == 0
    assert given[1] > 0 or os.nice(0) > 14  # there is nothing lower than 19


@pytest.mark.skipif(not hasattr(os, "SCHED_BATCH"), reason="Linux alone has such a turn")
def test_a_new_job_lets_who_is_at_work_end_their_turn() -> None:
    workers: Workers[str, str] = Workers(labour, 1)
    try:
        process = int(workers.submit("a").result(30).split()[-1])
        assert os.sched_getscheduler(process) == os.SCHED_BATCH
    finally:
        workers.close()


def test_the_death_of_a_process_costs_the_job_it_had() -> None:
    workers: Workers[str, str] = Workers(labour, 1)
    try:
        first, dead, last = (workers.submit(job) for job in ("a", "die", "b"))
        before, after = first.result(30), last.result(30)
        assert isinstance(dead.exception(30), WorkerDied)
    finally:
        workers.close()
    assert before.split()[-1] != after.split()[-1], "the dead process has a successor"


def test_closing_ends_what_is_running_at_once(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    workers: Workers[str, str] = Workers(labour, 1)
    slow = workers.submit(f"sleep {begun}")
    waiting = workers.submit("a")
    while not begun.exists():
        time.sleep(0.01)
    workers.close()
    assert isinstance(slow.exception(), WorkerDied)
    assert waiting.cancelled()
    assert not multiprocessing.active_children()


def test_closing_ends_a_process_that_hears_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_processes, "_PATIENCE", 0.1)
    begun = tmp_path / "begun"
    workers: Workers[str, str] = Workers(labour, 1)
    slow = workers.submit(f"deaf {begun}")
    while not begun.exists():
        time.sleep(0.01)
    workers.close()
    assert isinstance(slow.exception(), WorkerDied)
    assert not multiprocessing.active_children()


def test_a_process_told_to_end_twice_says_nothing() -> None:
    code = """
import multiprocessing, os, signal
from store.ingest.worker_processes import _serve
ours, theirs = multiprocessing.Pipe()
ours.close()
_serve(theirs, len, 0, os.getppid(), None)
os.kill(os.getpid(), signal.SIGTERM)
print("as it was")
"""
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "as it was\n", "")


def test_a_process_told_to_end_while_it_frees_something_says_nothing() -> None:
    code = """
import multiprocessing, os, signal
from store.ingest.worker_processes import _serve
class Freed:
    def __del__(self): os.kill(os.getpid(), signal.SIGTERM)
ours, theirs = multiprocessing.Pipe()
ours.send(Freed)
_serve(theirs, lambda kind: kind() and None, 0, os.getppid(), None)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )
    assert ended.stderr == ""


def test_a_process_whose_parent_goes_before_it_reads_the_answer_says_nothing() -> None:
    code = """
import multiprocessing, os, threading
from store.ingest.worker_processes import _serve
ours, theirs = multiprocessing.Pipe()
threading.Timer(0.2, ours.close).start()
_serve(theirs, len, 0, os.getppid(), None)
"""
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
@pytest.mark.parametrize("beside", ["", "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"])
def test_no_process_outlives_a_program_that_is_killed(tmp_path: Path, beside: str) -> None:
    begun, program = tmp_path / "begun", tmp_path / "program.py"
    program.write_text(
        "import threading, time\n"
        "from store.ingest.worker_processes import Workers\nfrom tests.store.ingest.labour import labour\n"
        f"if __name__ == '__main__':\n    {beside}\n"
        "    workers = Workers(labour, 2)\n"
        "    idle = workers.submit('a').result(30).split()[-1]\n"
        f"    busy = [workers.submit('sleep {begun}') for _ in range(2)]\n"
        "    print(idle, flush=True)\n    busy[0].result()\n",
        "utf-8",
    )
    with subprocess.Popen(
        [sys.executable, program], env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        while len(left := _children(process.pid)) < 2 or not begun.exists():
            time.sleep(0.01)
        process.kill()
    until = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in left) and time.monotonic() < until:
        time.sleep(0.01)
    assert [pid for pid in left if Path(f"/proc/{pid}").exists()] == []


def _children(pid: int) -> set[int]:
    """The processes of a program that do its labour, and not the one that counts what it has shared."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    every = {int(one) for listed in found for one in listed.read_text().split()}
    return {one for one in every if b"resource_tracker" not in Path(f"/proc/{one}/cmdline").read_bytes()}


def test_they_work_from_a_thread() -> None:
    done: list[str] = []

    def run() -> None:
        workers: Workers[str, str] = Workers(labour, 1)
        done.append(workers.submit("a").result(30))
        workers.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert len(done) == 1


def test_where_no_process_can_start_it_is_said(tmp_path: Path) -> None:
    # The main module of this program cannot be imported a second time, as every new process would have to.
    program = tmp_path / "program.py"
    program.write_text(
        "if __name__ != '__main__': raise SystemExit(3)\n"
        "import threading, time\n"
        "from store.ingest.worker_processes import NoWorkers, Workers\nfrom tests.store.ingest.labour import labour\n"
        # Nor can it be copied, with a thread that might hold a lock.
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "workers = Workers(labour, 1)\n"
        "print(type(workers.submit('a').exception(30)).__name__)\nworkers.close()\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, program],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == NoWorkers.__name__


def test_cores_are_those_this_process_may_use() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_those_begun_first_have_the_first_jobs_and_later_ones_are_no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    copied = []

    def spawn(*given: object, **how: bool) -> worker_processes._Process:
        copied.append(how["copied"])
        return started(*given, copied=False)  # type: ignore[arg-type]

    started = worker_processes._spawn
    monkeypatch.setattr(worker_processes, "_spawn", spawn)
    monkeypatch.setattr(worker_processes, "_is_alone", lambda: True)
    workers: Workers[str, str] = Workers(labour, 1)
    try:
        workers.begin()
        first = workers.submit("a").result(30)
        assert isinstance(workers.submit("die").exception(30), WorkerDied)
        after = workers.submit("b").result(30)
    finally:
        workers.close()
    assert copied == [True, False]
    assert first.split()[-1] != after.split()[-1]


@pytest.mark.parametrize("alone", [True, False])
def test_copies_are_begun_only_where_nothing_else_runs(monkeypatch: pytest.MonkeyPatch, *, alone: bool) -> None:
    monkeypatch.setattr(worker_processes, "_is_alone", lambda: alone)
    workers: Workers[str, str] = Workers(labour, 2)
    begun: list[str] = []
    monkeypatch.setattr(workers, "begin", lambda: begun.append("copies"))
    try:
        workers.begin_copies(lambda: begun.append("at hand"))
    finally:
        workers.close()
    assert begun == ["at hand", "copies"] * alone


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows masks no signals")
def test_who_begins_them_goes_on_hearing_ctrl_c() -> None:
    workers: Workers[str, str] = Workers(labour, 1)
    try:
        workers.begin()
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    finally:
        workers.close()
