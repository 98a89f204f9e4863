"""The exact best ten, straight from the formula of BM25 over all sentences: slow, and knows nothing of any engine."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from retrieval.evaluation.reference_bm25 import idf
from retrieval.model import RankSettings
from tests.bench.cache import Cache, questions, sentences
from tests.bench.peers import ours

SAMPLE = 40


def best(tokens: Path, asked: Sequence[list[str]]) -> list[list[tuple[int, float]]]:
    """For each question the places and scores of the ten best sentences, equal ones by place."""
    weights = RankSettings().fields
    wanted = {term for terms in asked for term in terms}
    holding: Counter[str] = Counter()
    hits: dict[str, list[tuple[int, int, int]]] = {term: [] for term in wanted}
    total = length = 0
    for place, terms in enumerate(sentences(tokens)):
        total, length = total + 1, length + len(terms)
        for term, count in Counter(term for term in terms if term in wanted).items():
            holding[term] += 1
            hits[term].append((place, count, len(terms)))
    found = []
    for terms in asked:
        scores: Counter[int] = Counter()
        for term in terms:
            for place, count, words in hits[term]:
                norm = weights.k1 * (1 - weights.b + weights.b * words * total / length)
                scores[place] += idf(total, holding[term]) * count * (weights.k1 + 1) / (count + norm)  # type: ignore[assignment]
        exact = [(place, round(score, 9)) for place, score in scores.items()]
        found.append(sorted(exact, key=lambda one: (-one[1], one[0]))[:10])
    return found


def agreement(cache: Cache) -> dict[str, float]:
    """How many of the sampled questions get the same sentences in the same order, scores equal to 1e-9."""
    from bot.wiring import open_archive
    from retrieval.index.sqlite.engine import SqliteEngine

    asked = questions(cache.folder)
    asked, ids = asked[:: max(1, len(asked) // SAMPLE)], cache.ids()
    same, worst = 0, 0.0
    with open_archive(cache.database, readonly=True) as archive:
        engine = SqliteEngine(archive.connection, ours.words_alone())
        for terms, exact in zip(asked, best(cache.tokens, asked), strict=True):
            mine = [(bisect_left(ids, one.sentence), one.score) for one in ours.candidates(engine, terms)]
            off = max((abs(a[1] - b[1]) for a, b in zip(mine, exact, strict=False)), default=0.0)
            worst = max(worst, off)
            same += [place for place, _ in mine] == [place for place, _ in exact] and off <= 1e-9
    return {"asked": len(asked), "same": same, "worst": worst}
