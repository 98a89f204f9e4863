"""A disk that is full at some moment of a load, a removal, a backup: a sentence is said, and what is stored is whole.

No file of the process may grow beyond a limit (``RLIMIT_FSIZE``), which is another one each time; SQLite is told just what a
full disk tells it, in the database as in the journal. ``python -m tests.attacks.disk DATABASE LIMIT COMMAND…`` is that
process.
"""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from bot import wiring
from bot.clock import now
from store.archive.sqlite.archive import Archive
from store.ingest.load import load
from tests.store.archive.sqlite.crashing import FILES, ROOT, inspect, text_of


def attack(count: int, seed: int) -> dict[str, int]:
    """How many of so many commands on a full disk were stopped, got through, or left faults."""
    chance = random.Random(seed)
    told = {"stopped": 0, "done": 0, "faults": 0, "unhandled": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, files, fresh = folder / "wenbao.db", folder / "files", folder / "scratch"
        files.mkdir()
        fresh.mkdir()
        _write(files, range(0, FILES, 2), chance)
        with wiring.open_file(database) as archive:
            load([files], archive, loaded_at=now)
        for moment in range(count):
            _write(files, chance.sample(range(FILES), 12), chance)
            size = database.stat().st_size
            limit = int(chance.uniform(0.02, 1.5) * size)
            command = _command(database, files, chance)
            done = _run(database, limit, command)
            told["done" if done.returncode == 0 else "stopped"] += 1
            amiss = "Traceback" in done.stderr or "出了意外" in done.stderr or done.returncode not in (0, 1, 3)
            faults = _faults(database, fresh, whole=moment % 5 == 4)
            told["unhandled"] += amiss
            told["faults"] += bool(faults)
            if amiss or faults:
                print(f"{command[0]} below {limit:,} of {size:,} bytes: {done.stderr[-600:]} {faults}")
            (folder / "copy.db").unlink(missing_ok=True)
            (folder / "copy-chats.db").unlink(missing_ok=True)
            print(told, flush=True)
    return told


def _write(folder: Path, files: range | list[int], chance: random.Random) -> None:
    for file in files:
        (folder / f"{file:02}.txt").write_text(text_of(file, chance.randint(0, 9_999)), "utf-8")


def _command(database: Path, files: Path, chance: random.Random) -> list[str]:
    kind = chance.random()
    with wiring.open_archive(database, readonly=True) as archive:
        ids = [info.id for info in archive.reports()]
    if kind < 0.6 or not ids:
        return ["load", str(files)]
    if kind < 0.8:
        return ["remove", "--yes", *chance.sample(ids, max(1, min(4, len(ids) - 2)))]
    if kind < 0.9:
        with Archive.open(database) as archive, archive.writing():
            archive.connection.execute("UPDATE search_slabs SET edition = 'other words'")
        return ["reindex"]
    return ["backup", str(database.with_name("copy.db"))]


def _run(database: Path, limit: int, command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.attacks.disk", str(database), str(limit), *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )


def _faults(database: Path, scratch: Path, *, whole: bool) -> tuple[str, ...]:
    """What is wrong with what is left; ``whole`` compares it with a fresh build too."""
    if whole:
        found = inspect(database, scratch).faults
        shutil.rmtree(scratch)
        scratch.mkdir()
        if found:
            return found
    with wiring.open_archive(database) as archive:
        return archive.check(deep=True)


def main(arguments: list[str]) -> int:
    """Run one command of the program, no file of which may grow beyond the limit."""
    from bot.cli import main as wenbao

    database, limit, *command = arguments
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    return wenbao(["--db", database, "--quiet", *command])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
