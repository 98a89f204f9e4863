"""One engine in a process of its own: ``python -m tests.bench.run MEASURE PEER TOKENS FOLDER``; prints JSON."""

from __future__ import annotations

import importlib
import json
import sys
import time
from bisect import bisect_left
from pathlib import Path
from typing import Any

from tests.bench import measure

QUESTION = "去年全县新招聘了多少名教师"


def main(argv: list[str]) -> None:
    what, name, tokens, folder = argv[0], argv[1], Path(argv[2]), Path(argv[3])
    bare = measure.memory()
    peer = importlib.import_module(f"tests.bench.peers.{name}")
    print(json.dumps({"name": peer.NAME} | MEASURES[what](peer, tokens, folder, bare), ensure_ascii=False))


def build(peer: Any, tokens: Path, folder: Path, bare: float) -> dict[str, Any]:
    """Make the peer's index; the words were cut beforehand."""
    begin = time.monotonic()
    peer.build(tokens, folder)
    return {"seconds": time.monotonic() - begin, "MB": measure.size_of(folder)}


def search(peer: Any, tokens: Path, folder: Path, bare: float) -> dict[str, Any]:
    """The times of all questions, and what the first rounds found."""
    asked = asked_of(tokens)
    find = peer.open_index(tokens, folder)
    # It takes a third of a second at 100,000 sentences.
    milliseconds = measure.times(find, asked, slow=peer.__name__.endswith("rank_bm25"))
    hits = [find(terms) for terms in asked[:60]]
    if hits[0] and max(map(max, filter(None, hits))) >= 1 << 32:  # the ids of our own engines
        ids = [int(line) for line in tokens.with_name("ids.txt").read_text().split()]
        hits = [[bisect_left(ids, sentence) for sentence in found] for found in hits]
    return measure.spread(milliseconds) | {"hits": hits}


def memory(peer: Any, tokens: Path, folder: Path, bare: float) -> dict[str, Any]:
    """What the process holds after 200 questions beyond what Python alone does."""
    find = peer.open_index(tokens, folder)
    for terms in asked_of(tokens)[:200]:
        find(terms)
    return {"MB": measure.memory() - bare}


def first(peer: Any, tokens: Path, folder: Path, bare: float) -> dict[str, Any]:
    """One question, its words cut in this process; the caller times the process."""
    find = peer.open_index(tokens, folder)
    if peer.__name__.endswith(("ours", "clickhouse")):
        from tests.bench.cache import terms_of

        return {"found": len(find(terms_of(QUESTION)))}
    import rjieba  # what a program around this engine would cut with

    return {"found": len(find(rjieba.cut(QUESTION, hmm=False)))}


def asked_of(tokens: Path) -> list[list[str]]:
    """The questions, read as they were written down: no segmenter is charged to an engine that has none."""
    found: list[list[str]] = json.loads((tokens.parent.parent / "questions.json").read_text("utf-8"))
    return found


MEASURES = {"build": build, "search": search, "memory": memory, "first": first}

if __name__ == "__main__":
    main(sys.argv[1:])
