"""Measured values → the Markdown table of the README."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PEERS = ("ours", "tantivy", "lucene", "fts5", "bm25s", "rank_bm25", "clickhouse")


class Results:
    """What is kept in the folder of results."""

    def __init__(self, folder: Path) -> None:
        self._all = {path.stem: json.loads(path.read_text("utf-8")) for path in (folder / "results").glob("*.json")}

    def of(self, stage: str, size: int, what: str = "ours") -> dict[str, Any] | None:
        """The values of one measure, None where it has not been taken."""
        return self._all.get(f"{stage}-{size}-{what}")

    @property
    def sizes(self) -> list[int]:
        """Those that were searched."""
        return sorted({int(name.split("-")[1]) for name in self._all if name.startswith("search-")})

    @property
    def any(self) -> dict[str, Any]:
        """One of them, for what they have in common."""
        return next(iter(self._all.values()))


def table(folder: Path) -> str:
    """All that has been measured so far."""
    results = Results(folder)
    lines = [*_searching(results), "", *_beside(results), "", *_ours(results)]
    machine = ", ".join(f"{key} {value}" for key, value in results.any["machine"].items())
    return "\n".join(
        [
            *lines,
            "",
            f"Measured at {results.any['commit']} on {machine}. The sentences are made from real ones by dropping and",
            "recombining clauses, in reports of 150; all engines get the same words, without stop words.",
        ]
    )


def _searching(results: Results) -> Iterator[str]:
    sizes = results.sizes
    yield "| search, best 10, ms: p50 / p95 | " + " | ".join(f"{size:,}" for size in sizes) + " | found alike |"
    yield "| --- |" + " ---: |" * (len(sizes) + 1)
    for peer in PEERS:
        found = [results.of("search", size, peer) for size in sizes]
        if any(found):
            name = next(one["name"] for one in found if one)
            times = " | ".join(f"{one['p50']:.2f} / {one['p95']:.2f}" if one else "–" for one in found)
            yield f"| {name} | {times} | {_alike(results, peer)} |"


def _alike(results: Results, peer: str) -> str:
    """The share of ours' best ten that the peer has among its own, at the largest size."""
    for size in reversed(results.sizes):
        mine, theirs = results.of("search", size), results.of("search", size, peer)
        if mine and theirs and mine["hits"] and theirs["hits"]:
            shares = [len(set(a) & set(b)) / len(a) for a, b in zip(mine["hits"], theirs["hits"], strict=True) if a]
            return f"{sum(shares) / len(shares):.2f}"
    return "–"


def _beside(results: Results) -> Iterator[str]:
    yield "| engine | sentences | start to first result, s | memory, MB | index on disk, MB | built in, s |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for size in results.sizes:
        for peer in PEERS:
            start, held = results.of("first", size, peer), results.of("memory", size, peer)
            built, disk = results.of("build", size, peer), results.of("disk", size, peer)
            name = next((one["name"] for one in (start, held) if one), None)
            if name:
                mb = disk["MB"] if disk else built["MB"] if built and "MB" in built else None
                cells = (start and start["seconds"], held and held["MB"], mb, built and built["seconds"])
                yield (
                    f"| {name} | {size:,} | " + " | ".join("–" if one is None else f"{one:.2f}" for one in cells) + " |"
                )


def _ours(results: Results) -> Iterator[str]:
    yield "| wenbao | sentences | measured |"
    yield "| --- | ---: | --- |"
    for size in sorted({*results.sizes, 20_000}):
        for stage, words in SAID.items():
            found = results.of(stage, size)
            if found:
                yield f"| {words[0]} | {size:,} | {words[1].format(**found)} |"


SAID = {
    "oracle": ("best ten and scores as the formula says", "{same} of {asked} questions, off by at most {worst:.1e}"),
    "full": ("search with all fields and weights of `ask`", "{p50:.2f} ms, p95 {p95:.2f} ms, {MB:.0f} MB"),
    "disk": (
        "postings of the words; dictionary of all fields; whole report file",
        "{MB:.0f} MB; {terms:.0f} MB; {file:.0f} MB",
    ),
    "more": (
        "one more report, load to found",
        "{here:.2f} s, from another process {there:.2f} s, at most {most:.2f} s",
    ),
    "loading": ("loading, everything included; jieba alone", "{ours:,.0f} characters/s; {jieba:,.0f}"),
    "answering": ("`wenbao ask` as a process", "{seconds:.2f} s, at most {most:.2f} s"),
}
