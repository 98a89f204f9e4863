"""Search, memory, disk and loading beside other engines, all in one run: ``python -m tests.bench.search``.

The peers are installed into an environment of their own in the folder that ``--cache`` names; reports, indexes and
measured values are kept there as well, so that a run that was broken off goes on, and ``--again STAGE`` measures one
anew. At a million sentences the folder takes about 4 GB, and the first run an hour.
"""

from __future__ import annotations

import argparse
import compileall
import json
import shutil
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.bench import measure
from tests.bench.cache import ROOT, Cache, questions

PACKAGES = ("rank-bm25", "bm25s", "tantivy", "chdb-core-lite", "clickhouse-connect")
PEERS = ("ours", "tantivy", "fts5", "bm25s", "rank_bm25", "clickhouse")
SIZES = (10_000, 100_000, 1_000_000)
ASKED = 20_000
# Beyond this rank-bm25 takes seconds for a question and 8 GB.
MOST_FOR_RANK_BM25 = 100_000
# Below this nobody needs another machine.
LEAST_FOR_CLICKHOUSE = 1_000_000
STARTS = 9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "bench", help="folder for everything made")
    parser.add_argument("--sizes", type=lambda text: [int(one) for one in text.split(",")], default=[*SIZES])
    parser.add_argument("--stage", action="append", choices=STAGES, help="only this stage (may be repeated)")
    parser.add_argument("--again", action="append", choices=STAGES, default=[], help="measure this stage anew")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    folder: Path = arguments.cache.resolve()
    if not arguments.inside:
        # Once more, in the environment that has the peers.
        python = environment(folder)
        sys.exit(subprocess.run([python, "-m", "tests.bench.search", *sys.argv[1:], "--inside"], cwd=ROOT).returncode)
    from tests.bench.table import table

    # As an installer does for the peers: otherwise each start would compile our modules anew where Python may not.
    for package in ("bot", "retrieval", "store", "tests"):
        compileall.compile_dir(ROOT / package, quiet=1)
    run = Run(folder, arguments.again)
    for size in arguments.sizes:
        for stage in arguments.stage or STAGES:
            if size in WHERE.get(stage, SIZES) or len(arguments.sizes) == 1:
                STAGES[stage](run, Cache(folder, size))
    print(table(folder))


def environment(folder: Path) -> Path:
    """The interpreter of the environment with the project and the peers, made where it is missing."""
    home = folder / "environment"
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-e", ROOT, *PACKAGES], check=True)
        (home / "complete").touch()
    return python


class Run:
    """Measured values, each measured once and kept."""

    def __init__(self, folder: Path, again: list[str]) -> None:
        self.folder = folder
        self._again = again
        (folder / "results").mkdir(parents=True, exist_ok=True)

    def once(self, cache: Cache, stage: str, what: str, work: Callable[[], dict[str, Any]]) -> None:
        """Do the work where its result is not there, and keep it."""
        path = cache.result(stage, what)
        if path.exists() and stage not in self._again:
            return
        print(f"{stage} {cache.size:,} {what} …", file=sys.stderr, flush=True)
        begin = time.monotonic()
        result = work() | {"machine": measure.machine(), "commit": commit()}
        path.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")
        print(f"    {time.monotonic() - begin:.1f} s", file=sys.stderr, flush=True)


def commit() -> str:
    """Which state of the project was measured."""
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()


def peers(cache: Cache) -> tuple[str, ...]:
    """Those that can be measured at this size."""
    left_out = {"rank_bm25"} if cache.size > MOST_FOR_RANK_BM25 else set()
    if cache.size < LEAST_FOR_CLICKHOUSE or find_spec("retrieval.index.clickhouse.engine") is None:
        left_out.add("clickhouse")
    return tuple(name for name in PEERS if name not in left_out)


def lucene(run: Run, cache: Cache) -> Any:
    """Lucene's program, None where it cannot be had, which is said."""
    from tests.bench.peers.lucene import Lucene, jar

    library = jar(run.folder)
    if library is None:
        print("Lucene: skipped, no javac or no lucene-core jar", file=sys.stderr)
        return None
    return Lucene(library, run.folder)


def build(run: Run, cache: Cache) -> None:
    """Every index of this size."""
    cache.build()
    questions(run.folder)
    run.once(cache, "build", "ours", lambda: json.loads((cache.home / "built.json").read_text()) | {"name": "wenbao"})
    for name in peers(cache):
        if name != "ours":
            home = emptied(run, cache, name)
            run.once(cache, "build", name, lambda n=name, h=home: alone("build", n, cache, h))  # type: ignore[misc]
    java = lucene(run, cache)
    if java:
        home = emptied(run, cache, "lucene")
        run.once(cache, "build", "lucene", lambda: java.build(cache.tokens, home))


def emptied(run: Run, cache: Cache, name: str) -> Path:
    """The folder of a peer's index; what a broken run left there is thrown away."""
    home = cache.home / name
    if not cache.result("build", name).exists():
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(exist_ok=True)
    return home


def alone(what: str, name: str, cache: Cache, home: Path) -> dict[str, Any]:
    result: dict[str, Any] = measure.fresh("tests.bench.run", what, name, str(cache.tokens), str(home))
    return result


def search(run: Run, cache: Cache) -> None:
    """The time of a question, best ten."""
    each(run, cache, "search")


def memory(run: Run, cache: Cache) -> None:
    """What 200 questions leave in memory."""
    each(run, cache, "memory")


def each(run: Run, cache: Cache, what: str) -> None:
    for name in peers(cache):
        run.once(cache, what, name, lambda n=name: alone(what, n, cache, cache.home / n))  # type: ignore[misc]
    java = lucene(run, cache)
    if java:
        run.once(cache, what, "lucene", lambda: getattr(java, what)(cache.home / "lucene"))


def first(run: Run, cache: Cache) -> None:
    """From the start of a process to its first result."""
    for name in peers(cache):
        run.once(cache, "first", name, lambda n=name: timed(lambda: alone("first", n, cache, cache.home / n)))  # type: ignore[misc]
    java = lucene(run, cache)
    if java:
        run.once(cache, "first", "lucene", lambda: timed(lambda: java.first(cache.home / "lucene")))


def timed(start: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    start()
    taken, said = [], {}
    for _ in range(STARTS):
        begin = time.monotonic()
        said = start()
        taken.append(time.monotonic() - begin)
    return said | {"seconds": statistics.median(taken)}


def oracle(run: Run, cache: Cache) -> None:
    """Whether ours finds what the formula says."""
    from tests.bench.oracle import agreement

    run.once(cache, "oracle", "ours", lambda: agreement(cache))


def full(run: Run, cache: Cache) -> None:
    """The queries that ``ask`` makes: all fields and weights."""
    small = Cache(run.folder, ASKED)
    small.build()
    queries = run.folder / "queries.pickle"
    run.once(
        small, "record", "ours", lambda: measure.fresh("tests.bench.own", "record", str(small.database), str(queries))
    )
    run.once(cache, "full", "ours", lambda: measure.fresh("tests.bench.own", "full", str(cache.database), str(queries)))


def disk(run: Run, cache: Cache) -> None:
    """The size of the postings of one field, and of the whole report file."""
    from tests.bench.disk import of_words

    run.once(cache, "disk", "ours", lambda: of_words(cache.database))


def more(run: Run, cache: Cache) -> None:
    """One more report."""
    run.once(
        cache, "more", "ours", lambda: measure.fresh("tests.bench.own", "more", str(cache.database), str(run.folder))
    )


def loading(run: Run, cache: Cache) -> None:
    """Characters a second."""
    from tests.bench import own

    run.once(cache, "loading", "ours", lambda: own.loading(cache))


def answering(run: Run, cache: Cache) -> None:
    """``wenbao ask`` as a process."""
    from tests.bench import own

    small = Cache(run.folder, ASKED)
    small.build()
    run.once(small, "answering", "ours", lambda: own.answering(small))


STAGES: dict[str, Callable[[Run, Cache], None]] = {
    "build": build,
    "oracle": oracle,
    "search": search,
    "full": full,
    "first": first,
    "memory": memory,
    "disk": disk,
    "more": more,
    "loading": loading,
    "answering": answering,
}
# Where the targets are set; a size that is named alone gets every stage.
WHERE = {
    "full": (1_000_000,),
    "first": (1_000_000,),
    "memory": (1_000_000,),
    "disk": (1_000_000,),
    "more": (1_000_000,),
    "loading": (100_000,),
    "answering": (100_000,),
}

if __name__ == "__main__":
    main()
