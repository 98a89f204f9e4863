"""Kills a writing process at random moments and looks at what it leaves: ``python -m tests.bench.crash [KILLS] [SEED]``.

``python -m tests.bench.crash push [KILLS] [SEED]`` kills ``wenbao engine push`` into ClickHouse within the process.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path

from tests.bench.pushing import Target, make_source
from tests.store.archive.sqlite.crashing import disturbed, disturbed_by_fork, inspect

# Some 7,000 sentences: more than a push sends at once.
FILES = 150
# One of so many kills is compared with a fresh build of the same reports.
EACH = 5
# So many kills of one push, one after another, before it is let run to its end.
IN_A_ROW = 5


def main(argv: list[str]) -> int:
    pushing = argv[:1] == ["push"]
    numbers = [int(one) for one in argv[pushing:]]
    kills, seed = [*numbers, *[20 if pushing else 50, 1][len(numbers) :]]
    bad = pushes(kills, seed) if pushing else changes(kills, seed)
    print(f"{kills} kills, {bad} with faults")
    return 1 if bad else 0


def changes(kills: int, seed: int) -> int:
    """How many kills of a process that loads, removes, indexes anew and backs up left a report file with faults."""
    chance, bad = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "wenbao.db"
        for kill in range(kills):
            word = "begun" if chance.random() < 0.1 else "changed"
            after = chance.uniform(0.0, 2.5)
            # One in so many by a process of its own, as everybody's is; the others are there sooner.
            begin = disturbed if kill % EACH == 0 or not hasattr(os, "fork") else disturbed_by_fork
            with begin(database, folder, seed * 1000 + kill, word=word, after=after):
                journal = database.with_name("wenbao.db-wal")
                left = journal.stat().st_size if journal.exists() else 0
                fresh = kill % EACH == EACH - 1
                state = inspect(database, folder, beside_fresh=fresh) if database.exists() else None
            bad += bool(state and state.faults)
            print(
                f"{kill + 1:3}: killed {after:.2f} s after it had {word}, journal of {left:,} bytes; "
                + (f"{state.reports} reports, {state.sentences} sentences: " if state else "no file yet")
                + ("; ".join(state.faults) or "all well" if state else ""),
                flush=True,
            )
    return bad


def pushes(kills: int, seed: int) -> int:
    """How many kills of a push left faults, there and then or after the push was done to its end."""
    chance, bad, done, row = random.Random(seed), 0, 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = make_source(folder, FILES)
        seconds, said = Target(folder / "undisturbed", source).push()
        print(f"an undisturbed push takes {seconds:.1f} s; {said or 'all well'}")
        target = Target(folder / "0", source)
        while done < kills:
            after = chance.uniform(0.2, 1.0) * seconds
            killed = target.killed(after)
            done, row = done + killed, row + killed
            faults = [fault for fault in (target.doctor(),) if fault]
            if not killed or row == IN_A_ROW or done == kills:
                faults += [fault for fault in (target.push()[1], *target.differences(sweep=True)) if fault]
                target, row = Target(folder / f"{done}-{after}", source), 0
            bad += bool(faults)
            what = f"killed after {after:.2f} s" if killed else "done before it was killed"
            whole = "" if row else ", then pushed to its end and compared"
            print(f"{done:3}: {what}{whole}: {'; '.join(faults) or 'all well'}", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
