"""How soon the page answers, how fast under load, and what it takes, over made reports: ``python -m tests.bench.page``.

    python -m tests.bench.page [--sentences N] [--database FILE] [--count N] [--rounds N]

In one run on one machine: from starting the process until it says that it answers; visitors who come at that moment and
later, each with a browser that has never been there, ask and read the answer, and the bytes and hosts that took; then new
questions at an even pace, each posted as the form posts it and followed to its thread, timed from when it was due. The
reports are those of `tests.bench.corpus`; ``--database`` keeps them for another run.
"""

from __future__ import annotations

import argparse
import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright

from bot import wiring
from bot.cli import main as wenbao
from tests.bench import corpus
from tests.bench.asking import made
from tests.bench.chatting import ROOT, memory

RATE = 20.0  # questions a second
PEOPLE = 40  # connections
SHARED = ROOT.parent / "shared"
_WARM = 3.0  # seconds, by which all that is loaded beforehand is there
_QUESTION = "2015年招聘教师多少名"


def main() -> None:
    """Measure, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=20_000)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--count", type=int, default=600, help="questions under load")
    parser.add_argument("--rounds", type=int, default=5, help="starts, each with its first visitor")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        database = given.database or folder / "kept.db"
        if not database.exists():
            build(database, given.sentences, folder / "reports")
        shutil.copy(database, folder / "wenbao.db")
        with wiring.open_file(folder / "wenbao.db") as archive:
            questions = list(made(archive, given.count))
            print(f"{sum(info.sentences for info in archive.reports()):,} sentences")
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        starts, first, later = [], [], []
        for _ in range(given.rounds):
            with running(folder) as (_, address, took):
                starts.append(took)
                first.append(visit(chromium, address))
                time.sleep(_WARM)
                later.append(visit(chromium, address))
        chromium.close()
        show("start until it answers, s", starts)
        show("cold browser until its answer, as soon as it answers, s", [one[0] for one in first])
        show("cold browser until its answer, later, s", [one[0] for one in later])
        print(
            f"page and answer: {max(one[1] for one in later) / 1000:.1f} kB over the wire, other hosts: {later[0][2]}"
        )
        with running(folder) as (process, address, _):
            time.sleep(_WARM)
            print(f"memory at the start {memory(process):.0f} MB")
            took = asked(address, questions, RATE)
            show(f"{len(questions)} new questions at {RATE:.0f} a second, ms", [1000 * one for one in took])
            print(f"memory after them {memory(process):.0f} MB")


def build(database: Path, sentences: int, folder: Path) -> None:
    """Load made reports of so many sentences."""
    folder.mkdir()
    for number, text in enumerate(corpus.texts(corpus.real_sentences(SHARED), sentences)):
        (folder / f"{number:04}.txt").write_text(text, "utf-8")
    assert wenbao(["--db", str(database), "--quiet", "load", str(folder)]) == 0


@contextmanager
def running(folder: Path) -> Iterator[tuple[int, str, float]]:
    """Run the page over the folder's reports: its process, its address, and how long it took until it answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    (folder / "wenbao.toml").write_text("[web]\nquestions_per_minute = 10000\n", "utf-8")
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); from bot.start import run; run()"]
    begun = time.perf_counter()
    with subprocess.Popen(
        [*command, "web", "--listen", address], cwd=folder, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid, address, time.perf_counter() - begun
        process.send_signal(signal.SIGTERM)


def visit(chromium: Browser, address: str) -> tuple[float, int, list[str]]:
    """Seconds until an answer is seen by a browser that keeps nothing; the bytes it was sent for that; other hosts."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    watch, sizes, hosts = context.new_cdp_session(page), list[int](), set[str]()
    watch.send("Network.enable")
    watch.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.on("request", lambda sent: hosts.add(sent.url.split("/")[2]))
    begun = time.perf_counter()
    page.goto(f"http://{address}/", wait_until="domcontentloaded")
    page.locator("input[name=q]").fill(_QUESTION)
    page.keyboard.press("Enter")
    page.locator("article.turn").wait_for()
    took = time.perf_counter() - begun
    page.wait_for_load_state()
    context.close()
    return took, sum(sizes), sorted(hosts - {address})


def asked(address: str, questions: Sequence[str], rate: float) -> list[float]:
    """Seconds from when each question was due until its thread was read, at an even pace."""
    token = re.search(r'name="csrf" value="(\w+)"', read(address, "GET", "/")[1])
    assert token
    begun = time.perf_counter() + 0.5

    def one(number: int) -> float:
        due = begun + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        place, _ = read(address, "POST", "/ask", urlencode({"csrf": token[1], "q": questions[number]}))
        _, page = read(address, "GET", place.partition("#")[0])
        assert "article" in page
        return time.perf_counter() - due

    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(one, range(len(questions))))


def read(address: str, method: str, path: str, form: str | None = None) -> tuple[str, str]:
    """Where an answer sends the reader on, and its text."""
    line = http.client.HTTPConnection(address, timeout=60)
    headers = {} if form is None else {"content-type": "application/x-www-form-urlencoded"}
    line.request(method, path, form, headers)
    response = line.getresponse()
    text = response.read().decode()
    line.close()
    assert response.status in (200, 303), (response.status, text)
    return response.headers.get("location", ""), text


def show(name: str, values: Sequence[float]) -> None:
    """The middle, the 95th of a hundred and the ends."""
    ordered = sorted(values)
    middle, late = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
    print(f"{name}: p50 {middle:.3f}, p95 {late:.3f}, least {ordered[0]:.3f}, most {ordered[-1]:.3f}", flush=True)


if __name__ == "__main__":
    main()
