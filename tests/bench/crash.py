"""Kills a writing process at random moments and looks at what it leaves: ``python -m tests.bench.crash [KILLS] [SEED]``."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.store.crashing import disturbed, inspect


def main(argv: list[str]) -> int:
    kills, seed = (int(argv[0]) if argv else 50), int(argv[1]) if len(argv) > 1 else 1
    chance, bad = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "wenbao.db"
        for kill in range(kills):
            word = "begun" if chance.random() < 0.1 else "changed"
            after = chance.uniform(0.0, 2.5)
            with disturbed(database, folder, seed * 1000 + kill, word=word, after=after):
                journal = database.with_name("wenbao.db-wal")
                left = journal.stat().st_size if journal.exists() else 0
                state = inspect(database, folder) if database.exists() else None
            bad += bool(state and state.faults)
            print(
                f"{kill + 1:3}: killed {after:.2f} s after it had {word}, journal of {left:,} bytes; "
                + (f"{state.reports} reports, {state.sentences} sentences: " if state else "no file yet")
                + ("; ".join(state.faults) or "all well" if state else "")
            )
    print(f"{kills} kills, {bad} with faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
