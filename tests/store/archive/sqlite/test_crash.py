"""A process killed with SIGKILL leaves a file that is whole; readers and writers beside each other do too.

The long form is ``python -m tests.bench.crash``.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.wiring import open_archive
from store.ingest.load import load
from tests.store.archive.sqlite.crashing import NOW, ROOT, disturbed, inspect, text_of

KILLS = 3


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9")
def test_a_process_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    chance = random.Random(7)
    database = tmp_path / "wenbao.db"
    for file in range(8):
        (tmp_path / f"{file:02}.txt").write_text(text_of(file, 0), "utf-8")
    with open_archive(database) as archive:
        load([tmp_path], archive, loaded_at=lambda: NOW)
    found = []
    for kill in range(KILLS):
        with disturbed(database, tmp_path, kill, word="changed", after=chance.uniform(0, 0.8)):
            found.append(inspect(database, tmp_path))
    assert [state.faults for state in found] == [()] * KILLS
    assert all(state.sentences for state in found)


READER = """
import sys, time
from pathlib import Path
from bot.wiring import open_archive
from tests.store.archive.sqlite.crashing import _halves, _ranking
seen = set()
print("ready", flush=True)
with open_archive(Path(sys.argv[1]), readonly=True) as archive:
    end = time.monotonic() + 60
    while len(seen) < 5 and time.monotonic() < end:
        with archive.reading():
            halves = list(_halves(archive))
            assert not halves, halves
            found = _ranking(archive, "本文是修订")
            held = archive.sentences([number for number, _ in found])
            # What the index finds is stored, in this same view.
            assert len(held) == len(found), (len(held), len(found))
            seen.add(tuple(sorted(info.sentences for info in archive.reports())))
print(len(seen))
"""


def test_a_reader_beside_a_writer_never_sees_a_half_report(tmp_path: Path) -> None:
    database = tmp_path / "wenbao.db"
    for file in range(6):
        (tmp_path / f"{file:02}.txt").write_text(text_of(file, 0), "utf-8")
    with open_archive(database) as archive:
        load([tmp_path], archive, loaded_at=lambda: NOW)
        command = [sys.executable, "-c", READER, str(database)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as reader:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
            version = 1
            while reader.poll() is None:
                file = version % 6
                (tmp_path / f"{file:02}.txt").write_text(text_of(file, version), "utf-8")
                load([tmp_path / f"{file:02}.txt"], archive, loaded_at=lambda: NOW)
                version += 1
                time.sleep(0.02)
            assert reader.returncode == 0
            assert reader.stdout.read() == "5\n", "the reader was to see several states"


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    database = tmp_path / "wenbao.db"
    (tmp_path / "01.txt").write_text(text_of(1, 0), "utf-8")
    done: list[float] = []

    def write() -> None:
        with open_archive(database) as second:
            summary = load([tmp_path / "01.txt"], second, loaded_at=lambda: NOW)
        assert summary.totals.loaded == 1
        done.append(time.monotonic())

    open_archive(database).close()
    with open_archive(database) as first:
        with first.writing():
            thread = threading.Thread(target=write)
            thread.start()
            time.sleep(1.0)
            assert not done
            released = time.monotonic()
        thread.join(20)
    assert done[0] >= released
    with open_archive(database, readonly=True) as archive:
        assert archive.check() == ()
        assert [info.source for info in archive.reports()] == ["01.txt"]
