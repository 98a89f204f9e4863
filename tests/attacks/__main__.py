"""``python -m tests.attacks NAME [COUNT] [SEED]`` runs one attack for long; ``python -m tests.attacks`` names them.

Kills at random moments are an attack too, ``python -m tests.bench.crash``.
"""

from __future__ import annotations

import importlib
import sys

LONG = {
    "flips": 1000,
    "questions": 200_000,
    "files": 50_000,
    "disk": 200,
    "updates": 1000,
    "serving": 1800,
    "lines": 1_000_000,
    "loads": 300,
    "callers": 300,
}
_BAD = (
    "silent",
    "faults",
    "unhandled",
    "late",
    "half stored",
    "not verbatim",
    "unanswered",
    "not loaded",
    "grown",
    "incidents",
    "out of proportion",
)


def main(arguments: list[str]) -> int:
    """1 where something gave way."""
    if not arguments or arguments[0] not in LONG:
        print("\n".join(f"{name}: {count} by default" for name, count in LONG.items()))
        return 2
    name = arguments[0]
    count, seed = [*(int(one) for one in arguments[1:]), *[LONG[name], 1][len(arguments) - 1 :]]
    told = importlib.import_module(f"tests.attacks.{name}").attack(count, seed)
    print(told)
    return int(any(told.get(bad) for bad in _BAD))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
