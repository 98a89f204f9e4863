"""Real sentences → as many as are wanted, in reports of about 150: the corpus of the benchmark.

No archive of a million sentences is at hand, so clauses of the real ones (``../shared/corpora`` and
``../shared/reports``) are dropped and recombined, from a seed. The words and their frequencies stay those of real
reports; that the vocabulary stops growing is where this differs from a real archive of that size.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from store.readers.file_types import decode
from store.structure.parse import parse

SEED = 20210304
SENTENCES = 150
_PARAGRAPH = 5
_SECTION = 25
_NUMERALS = "一二三四五六七八九十"
_PLACES = ("云堤县", "石渡区", "临澜市", "青禾县", "白石县", "云泽区", "松岭市", "长汀镇")


def real_sentences(shared: Path) -> list[str]:
    """Every sentence of the real reports, as our own reader finds them."""
    texts = [(path.name, path.read_bytes()) for path in sorted(shared.glob("reports/*.txt"))]
    for path in sorted(shared.glob("corpora/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            report = json.loads(line)
            texts.append((f"{report['title']}.txt", report["content"].encode()))
    reports = (report for name, data in texts for report in parse(decode(name, name, data)))
    return [sentence.text for report in reports for sentence in report.sentences]


def texts(sentences: Sequence[str], count: int, *, seed: int = SEED) -> Iterator[str]:
    """The texts of reports that hold ``count`` sentences together; the same ones for the same arguments."""
    chance = random.Random(seed)
    clauses = [re.findall("[^，；。！？]+[，；。！？]?", sentence) for sentence in sentences]
    whole = [parts for parts in clauses if parts and parts[-1].endswith("。")]
    for first in range(0, count, SENTENCES):
        yield _text(chance, whole, first // SENTENCES, min(SENTENCES, count - first))


def _text(chance: random.Random, clauses: Sequence[list[str]], number: int, count: int) -> str:
    place, year = chance.choice(_PLACES), chance.randint(1990, 2023)
    lines = [f"{place}{year}年工作总结（{number + 1}）"]
    for index in range(0, count, _PARAGRAPH):
        if index % _SECTION == 0:
            lines.append(f"{_NUMERALS[index // _SECTION]}、{_heading(chance, clauses)}")
        size = min(_PARAGRAPH, count - index)
        lines.append("".join(_sentence(chance, clauses) for _ in range(size)))
    return "\n".join(lines) + "\n"


def _heading(chance: random.Random, clauses: Sequence[list[str]]) -> str:
    return chance.choice(chance.choice(clauses)).rstrip("，；。！？")[:16]


def _sentence(chance: random.Random, clauses: Sequence[list[str]]) -> str:
    """Clauses of one real sentence, some dropped, some from another put between them."""
    parts = [part for part in chance.choice(clauses) if chance.random() < 0.75]
    other = chance.choice(clauses)
    parts[len(parts) // 2 : len(parts) // 2] = chance.sample(other, min(len(other), chance.randint(1, 2)))
    return "，".join(part.rstrip("，；。！？") for part in parts) + "。"
