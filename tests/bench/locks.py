"""Commands beside a program that stays, in turn and at once, with kills: ``python -m tests.bench.locks [ROUNDS] [SEED]``.

200 rounds take some five minutes. The short form is in tests/store/archive/sqlite/test_beside.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.store.archive.sqlite.beside import run


def main(argv: list[str]) -> int:
    rounds, seed = [*map(int, argv), *[200, 1][len(argv) :]]
    with tempfile.TemporaryDirectory() as folder:
        faults = run(Path(folder), rounds, seed=seed, tell=lambda line: print(line, flush=True))
    for fault in faults:
        print(fault)
    print(f"{rounds} rounds, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
