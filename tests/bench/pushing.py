"""A push that is killed, and what must hold of what it leaves; ``python -m tests.bench.crash push`` kills many.

``wenbao engine push`` runs as a process of its own and is killed at some moment. What it leaves passes ``wenbao doctor``,
unless there is nothing yet; pushing again gives an archive that holds and ranks the same as the report file, also after
a sweep of what was left.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from bot.wiring import engine_of, open_archive, open_cluster
from retrieval.index.agreement import disagreements, sampled
from retrieval.model import RankSettings
from store.archive.clickhouse.address import read_address
from store.ingest.load import load
from tests.store.archive.sqlite.crashing import NOW, ROOT, text_of

_SAMPLES = 60
_NOTHING_YET = "请先运行 wenbao engine push"


def make_source(folder: Path, files: int) -> Path:
    """A report file with so many files' reports."""
    reports = folder / "reports"
    reports.mkdir()
    for file in range(files):
        (reports / f"{file:04}.txt").write_text(text_of(file, 0), "utf-8")
    with open_archive(folder / "wenbao.db") as archive:
        load([reports], archive, loaded_at=lambda: NOW)
    return folder / "wenbao.db"


class Target:
    """An archive in the process's own ClickHouse, in ``folder``; each command is a process of its own."""

    def __init__(self, folder: Path, source: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._source = source
        self._url = f"chdb://{folder / 'archive'}"
        config = folder / "wenbao.toml"
        config.write_text(f'[store]\ndatabase = "{source}"\n[engine]\nurl = "{self._url}"\n', "utf-8")
        self._wenbao = [sys.executable, "-m", "bot", "--config", str(config)]

    def push(self) -> tuple[float, str]:
        """How many seconds a whole push took, and what is wrong with it."""
        begin = time.monotonic()
        done = self._run("engine", "push")
        return time.monotonic() - begin, done.stderr if done.returncode else ""

    def killed(self, after: float) -> bool:
        """Push, and kill the process so many seconds after its start; False where it was done before."""
        command = [*self._wenbao, "engine", "push"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(after)
            except subprocess.TimeoutExpired:
                process.kill()
                return True
        return False

    def doctor(self) -> str:
        """What is wrong with what is stored; it may be nothing yet."""
        done = self._run("doctor")
        return done.stdout if done.returncode and _NOTHING_YET not in done.stdout else ""

    def differences(self, *, sweep: bool) -> list[str]:
        """What is not as in the report file, after a sweep if that is wanted."""
        command = [sys.executable, "-m", "tests.bench.pushing", str(self._source), self._url]
        done = subprocess.run(
            [*command, *(["sweep"] if sweep else [])], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
        )
        if done.returncode:
            return [done.stderr]
        found: list[str] = json.loads(done.stdout)
        return found

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self._wenbao, *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


def differences(source: Path, url: str, *, sweep: bool) -> list[str]:
    """What is in ClickHouse otherwise than in the report file."""
    weights = RankSettings().fields
    with open_archive(source, readonly=True) as file, open_cluster(read_address(url)) as archive:
        if sweep:
            archive.sweep(older=0)
        found = list(archive.check())
        if archive.reports() != file.reports():
            found.append("other reports")
        found += [f"another {one.id}" for one in file.reports() if archive.stored(one.id) != file.stored(one.id)]
        asked = sampled(file, _SAMPLES)
        wrong = disagreements(engine_of(file, weights), engine_of(archive, weights), asked)
        if wrong:
            found.append(f"{wrong} of {len(asked)} searches find otherwise")
    return found


if __name__ == "__main__":
    print(json.dumps(differences(Path(sys.argv[1]), sys.argv[2], sweep=sys.argv[3:] == ["sweep"])))
