"""A program that stays and commands beside it, over one report file and one file of conversations: nothing gets lost.

``python -m tests.store.archive.sqlite.beside DATABASE STATE`` is the program that stays: a reader that is never closed, a writer that is
opened for each load, and the conversations, as in ``wenbao serve``. It does what it is told on standard input, a line of
JSON each, and answers with another. The long form of the test is ``python -m tests.bench.locks``.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot import wiring
from bot.conversations.archive import Conversations
from store.errors import ReportQAError
from store.ingest.load import load

ROOT = Path(__file__).resolve().parents[4]
_QUESTION = "第1中学招聘教师多少名"
_NAMES = ("load", "remove", "reports", "doctor", "ask", "reindex", "talk")
NOW = "2024-03-01T08:00:00Z"
# A kill comes so many seconds after the start of a command, which takes about half a second.
_KILLED = (0.2, 0.7)


def text_of(number: int) -> str:
    """A report of some sixty sentences, no two alike."""
    lines = [f"石门县第{number}中学2003年工作总结"]
    lines += [f"全年第{place}批招聘教师{number * 1000 + place}名，投入资金{place + 1}万元。" for place in range(60)]
    return "\n".join(lines)


# ------------------------------------------------------------------------------------------------ the program that stays


def stay(database: Path, state: Path) -> None:
    """Do what the lines of standard input say, over files that are open all the time."""
    reader = wiring.open_file(database, readonly=True)
    asker = wiring.asker(reader)
    conversations = Conversations.open(state)

    def seen() -> dict[str, object]:
        asker.ask(_QUESTION)
        said = [one.id for one in conversations.unfinished()]
        return {"reports": [info.id for info in reader.reports()], "said": said}

    def loaded(path: str) -> list[str]:
        with wiring.open_file(database) as archive:
            summary = load([Path(path)], archive, loaded_at=lambda: NOW)
        return [str(file.error) for file in summary.files if file.error]

    def removed(report: str) -> None:
        with wiring.open_file(database) as archive:
            archive.remove([report])

    def said(number: int) -> None:
        conversations.receive(number, f"第{number}句", now=1.0)

    deeds: dict[str, Callable[..., object]] = {"seen": seen, "load": loaded, "remove": removed, "say": said}
    print(json.dumps("begun"), flush=True)
    for line in sys.stdin:
        deed, *given = json.loads(line)
        try:
            print(json.dumps(deeds[deed](*given)), flush=True)
        except ReportQAError as error:
            print(json.dumps({"fault": str(error)}), flush=True)


class Resident:
    """That program, as a test tells it what to do."""

    def __init__(self, *files: Path) -> None:
        command = [sys.executable, "-m", "tests.store.archive.sqlite.beside", *map(str, files)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
        assert self._answer() == "begun"

    def __call__(self, *deed: object) -> Any:
        self.tell(*deed)
        return self._answer()

    def tell(self, *deed: object) -> None:
        """Tell it what to do, and do not wait until it is done."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(deed) + "\n")
        self._process.stdin.flush()

    def end(self, *, kill: bool = False) -> None:
        """Close its input, so that it ends in peace, or end it at once."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if kill:
            self._process.kill()
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the program that was to stay has ended"
        return json.loads(line)


# ------------------------------------------------------------------------------------------------ the commands beside it

_TALK = """
import sys
from pathlib import Path
from bot.conversations.archive import Conversations
conversations = Conversations.open(Path(sys.argv[1]))
conversations.receive(int(sys.argv[2]), "beside", now=1.0)
conversations.close()
"""


@dataclass(frozen=True, slots=True)
class _Deed:
    """A command beside: the arguments of Python, and the report or the message that it brings or takes away."""

    name: str
    arguments: tuple[str, ...]
    report: str | None = None
    message: int | None = None


class Ordeal:
    """Rounds of changes on both sides, and the account of what must be there; ``faults`` is what was not as it must be."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.faults: list[str] = []
        self.counts: dict[str, int] = {}
        self._folder = folder
        self._database, self._state = folder / "wenbao.db", folder / "chats.db"
        self._chance = random.Random(seed)
        self._numbers = iter(range(1, 1_000_000))
        self._reports: set[str] = set()
        self._said: set[int] = set()
        config = f'[store]\ndatabase = "{self._database.name}"\n[telegram]\nstate = "{self._state.name}"\n'
        (folder / "wenbao.toml").write_text(config, "utf-8")
        (folder / "push.toml").write_text(f'{config}[engine]\nurl = "chdb://{folder}/chdb"\n', "utf-8")
        for _ in range(2):
            deed = self._deed("load")
            self._wait(deed, self._start(deed))
        self._resident = Resident(self._database, self._state)

    def __enter__(self) -> Ordeal:
        return self

    def __exit__(self, *_: object) -> None:
        self._resident.end()

    def round(self, number: int, *, pushing: bool = False) -> None:
        """Load and write on this side, do a few things beside it, in turn or at once, and look at what is there."""
        deeds = [self._deed(name) for name in self._chance.sample(_NAMES, 2)]
        if pushing and find_spec("chdb"):
            deeds.append(_Deed("push", ("-m", "bot", "--config", "push.toml", "engine", "push")))
        if self._chance.random() < 0.5:
            begun = [(deed, self._start(deed)) for deed in deeds]
            self._change_here(self._spared(deeds))
            for deed, process in begun:
                self._wait(deed, process)
        else:
            self._change_here(self._spared(deeds))
            for deed in deeds:
                self._wait(deed, self._start(deed))
        self._look(f"round {number}")

    def kill_beside(self, number: int) -> None:
        """A command beside is killed in its midst: what it was to do is done or not, and nothing else is touched."""
        deed = self._deed(self._chance.choice(("load", "remove", "reindex", "talk")))
        process = self._start(deed)
        time.sleep(self._chance.uniform(*_KILLED))
        process.kill()
        process.communicate()
        self._count("killed beside")
        self._look(f"kill {number} beside", unsure=deed)

    def kill_here(self, number: int) -> None:
        """The program that stays is killed in the midst of a load while a command runs beside it, and begins again."""
        beside, here = self._deed("load"), self._file()
        process = self._start(beside)
        self._resident.tell("load", str(here))
        time.sleep(self._chance.uniform(0.0, 0.3))
        self._resident.end(kill=True)
        self._wait(beside, process)
        self._resident = Resident(self._database, self._state)
        self._count("killed here")
        self._look(f"kill {number} here", unsure=_Deed("load", (), report=here.stem))

    def examine(self) -> None:
        """``wenbao doctor`` finds nothing wrong with either file."""
        deed = self._deed("doctor")
        self._wait(deed, self._start(deed))

    def _deed(self, name: str) -> _Deed:
        if name == "talk":
            message = next(self._numbers)
            return _Deed(name, ("-c", _TALK, str(self._state), str(message)), message=message)
        command = ("-m", "bot", "--quiet", name)
        if name == "load":
            file = self._file()
            return _Deed(name, (*command, str(file)), report=file.stem)
        if name == "remove":
            victim = self._chance.choice(sorted(self._reports))
            return _Deed(name, (*command, victim, "--yes"), report=victim)
        if name == "ask":
            return _Deed(name, ("-m", "bot", name, _QUESTION))
        return _Deed(name, ("-m", "bot", name))

    def _spared(self, deeds: Sequence[_Deed]) -> list[str]:
        """The reports that no command beside is about to remove."""
        return sorted(self._reports - {deed.report for deed in deeds})

    def _change_here(self, spared: Sequence[str]) -> None:
        file, message = self._file(), next(self._numbers)
        self._note("here", self._resident("load", str(file)) or self._resident("say", message))
        self._reports.add(file.stem)
        self._said.add(message)
        if spared and self._chance.random() < 0.2:
            victim = self._chance.choice(spared)
            self._note("here", self._resident("remove", victim))
            self._reports.discard(victim)

    def _wait(self, deed: _Deed, process: subprocess.Popen[str]) -> None:
        out, err = process.communicate(timeout=120)
        self._count(deed.name)
        if process.returncode:
            self._note(deed.name, f"{process.returncode}: {(err + out).strip()[-300:]}")
        elif deed.name == "remove":
            self._reports.discard(str(deed.report))
        elif deed.report is not None:
            self._reports.add(deed.report)
        elif deed.message is not None:
            self._said.add(deed.message)

    def _look(self, when: str, *, unsure: _Deed | None = None) -> None:
        """Compare what the program that stays sees, and what a new one sees, with the account.

        Whether the ``unsure`` deed was done nobody knows; what is seen of it goes into the account.
        """
        there = self._resident("seen")
        if "fault" in there:
            self._note(when, there["fault"])
            return
        process = self._start(_Deed("reports", ("-m", "bot", "reports", "--json")))
        out, err = process.communicate(timeout=60)
        if process.returncode:
            self._note(when, err.strip()[-300:])
            return
        fresh = {one["id"] for one in json.loads(out)}
        seen, heard = set(there["reports"]), set(there["said"])
        if seen != fresh:
            self._note(when, f"the reader that stays sees other reports than a new one: {sorted(seen ^ fresh)}")
        wrong = (seen ^ self._reports) | (heard ^ self._said)
        if unsure is not None:
            wrong -= {unsure.report, unsure.message}
        if wrong:
            self._note(when, f"missing or too many: {sorted(wrong, key=str)}")
        self._reports, self._said = seen, heard

    def _note(self, when: str, fault: object) -> None:
        if fault:
            self.faults.append(f"{when}: {fault}")

    def _count(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1

    def _file(self) -> Path:
        number = next(self._numbers)
        path = self._folder / f"{number}.txt"
        path.write_text(text_of(number), "utf-8")
        return path

    def _start(self, deed: _Deed) -> subprocess.Popen[str]:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
        pipe = subprocess.PIPE
        command = [sys.executable, *deed.arguments]
        return subprocess.Popen(
            command, cwd=self._folder, env=environment, stdout=pipe, stderr=pipe, text=True, encoding="utf-8"
        )


def run(
    folder: Path, rounds: int, *, seed: int, kills_every: int = 5, tell: Callable[[str], None] = lambda line: None
) -> Sequence[str]:
    """So many rounds, a kill on either side in some, a push in every tenth; the faults that were found."""
    with Ordeal(folder, seed) as ordeal:
        for number in range(1, rounds + 1):
            ordeal.round(number, pushing=number % 10 == 7)
            if number % kills_every == 0:
                ordeal.kill_beside(number)
                ordeal.kill_here(number)
                ordeal.examine()
                tell(f"{number} rounds, {len(ordeal.faults)} faults; {ordeal.counts}")
        ordeal.examine()
        return tuple(ordeal.faults)


if __name__ == "__main__":
    stay(Path(sys.argv[1]), Path(sys.argv[2]))
