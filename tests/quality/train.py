"""Learn what each feature of the ranking and of the status is worth, and write it into ``retrieval/ranking/weights.json``.

    python -m tests.quality.train                      learn from all question sets that are there, and write
    python -m tests.quality.train --status             learn the status alone, of what the ranking puts first as it is
    python -m tests.quality.train --cuts               learn from which chances on a question is refused, and no more
    python -m tests.quality.train --check              leave out one corpus at a time, and print what each feature helps
    python -m tests.quality.train --more NAME QUESTIONS REPORTS

The sets are the samples' own questions and, where the folder ``shared`` lies beside the project, those in there; further
ones, say of a round of fresh questions, are named. A corpus is loaded once and its archive kept under ``--work``.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot import wiring
from retrieval.answers.confidence import chance, signals_of
from retrieval.ranking.weights import learned
from store.ingest.load import load

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wenbao-train"
SHARED = ROOT.parent / "shared"
FILE = ROOT / "retrieval" / "ranking" / "weights.json"
_TABLES = ("compare", "superlative")  # answered by a table and not by one sentence
_LEAST = 6  # characters of a quotation that stands within a reference
_PENALTY = 1.0  # on the squares of the weights; 0.3–3 within a point on corpora left out
_PENALTY_OF_STATUS = 3.0  # on those of standardised signals; 3–60 about the same on corpora left out
_ALIKE = 150
_REFUSED_WRONGLY = 0.025  # of the questions that have an answer
# What is as likely as this to be the answer is not withheld: of forty first quotations that were, though they stood
# above it, thirty answered.
_LIKELY = 0.3
# Who names an exact amount asks for the sentence that holds it; too few questions of the corpora do, so as to teach it.
_LEAST_OF_AMOUNT = 2.0
_OF_FIGURE = "/figure"
_AGAIN = ("samples", "samples", "seeds", "local")  # what must not fall counts twice and more
# So that what comes second stands as far behind the first as the chances and the rules of answers take it.
_SCALE, _SCALE_OF_FIGURES = 0.9, 0.77
_LEAST_SEEN = 8  # of two thousand quotations
_DOUBTED = 0.5  # more likely wrong than right
Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Questions and the reports that they are asked of."""

    name: str
    questions: Path
    reports: Path

    def read(self) -> list[dict[str, Any]]:
        """The questions, as they stand in the file."""
        lines = self.questions.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]


CORPORA = (
    Corpus("samples", HERE / "questions.jsonl", ROOT / "bot" / "samples"),
    Corpus("seeds", SHARED / "questions" / "dev.jsonl", SHARED / "reports"),
    Corpus("local", SHARED / "questions" / "local_dev.jsonl", SHARED / "reports_local"),
    Corpus("dragonball", SHARED / "carry" / "dragonball" / "gold.jsonl", SHARED / "carry" / "dragonball" / "reports"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one question: a row of features each, and which of them are right."""

    rows: tuple[Mapping[str, float], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What is seen of the first quotation given to a question, and whether it answers."""

    signals: Mapping[str, float]
    right: bool
    answerable: bool


def squashed(text: str | None) -> str:
    """A text without white space and marks of form, as quotations are held against gold."""
    return re.sub(r"[\s*#\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text or ""))


def is_right(gold: Mapping[str, Any], quote: str, source: str) -> bool:
    """Whether a quotation holds what answers the question."""
    text, stem = squashed(quote), str(gold.get("report", ""))
    if isinstance(gold.get("report"), str):
        wanted = stem[:3] if re.fullmatch(r"00\d(-\d)?", stem) else stem
        if not Path(source).name.startswith(wanted):
            return False
    if "refs" in gold:
        return any(one in text or (len(text) >= _LEAST and text in one) for one in map(squashed, gold["refs"]))
    return any(one in text for one in map(squashed, gold["evidence"]))


def examples(corpus: Corpus, work: Path) -> Iterator[Example]:
    """The candidates of each question that one sentence answers."""
    with wiring.open_file(archive_of(corpus, work), readonly=True) as archive:
        asker = wiring.asker(archive)
        for gold in corpus.read():
            if gold["type"] in ("unanswerable", *_TABLES):
                continue
            ranking = asker.ranking(gold["question"], context=gold.get("context", ()))
            found = list(ranking.features)
            yield Example(
                tuple(dict(_told_apart(parts, ranking.asks_figure)) for _, parts in found),
                tuple(is_right(gold, one.passage.sentence.text, one.report.source) for one, _ in found),
            )


def _told_apart(features: Mapping[str, float], figure: bool) -> Iterator[tuple[str, float]]:
    """The features, and where a figure is asked for each once more: what it is worth there beside elsewhere."""
    for name, value in features.items():
        yield name, value
        if figure:
            yield name + _OF_FIGURE, value


def given(corpus: Corpus, work: Path) -> Iterator[Given]:
    """What is given to each question, as far as one sentence can answer it or none does."""
    with wiring.open_file(archive_of(corpus, work), readonly=True) as archive:
        asker = wiring.asker(archive)
        for gold in corpus.read():
            if gold["type"] in _TABLES:
                continue
            answer = asker.ask(gold["question"], context=gold.get("context", ()))
            shown = answer.answers or answer.nearest
            answerable = gold["type"] != "unanswerable"
            if shown:
                right = answerable and is_right(gold, shown[0].quote, shown[0].report.source)
                yield Given(signals_of(answer.understood, shown), right, answerable)


def archive_of(corpus: Corpus, work: Path) -> Path:
    """The archive of a corpus, loaded where it is not there yet."""
    path = work / f"{corpus.name}.db"
    with wiring.open_file(path) as archive:
        load([corpus.reports], archive, loaded_at=lambda: "2000-01-01T00:00:00Z")
    return path


def ranking_weights(
    sets: Sequence[Sequence[Example]], names: Sequence[str], near: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Listwise logistic regression: the right candidates of each question before its others, no corpus above the others.

    ``near`` are weights to begin with.
    """
    groups: list[tuple[Floats, np.ndarray[Any, np.dtype[np.bool_]]]] = []
    weights: list[float] = []
    for questions in sets:
        usable = [one for one in questions if any(one.right) and not all(one.right)]
        groups.extend((matrix(one.rows, names), np.array(one.right)) for one in usable)
        weights.extend([weight_of(usable)] * len(usable))
    if not groups:
        return dict.fromkeys(names, 0.0)

    def slope(at: Floats) -> tuple[Floats, Floats]:
        gradient, curve = _PENALTY * at, np.eye(len(at)) * _PENALTY
        for (rows, right), weight in zip(groups, weights, strict=True):
            score = rows @ at
            share = np.exp(score - score.max())
            share /= share.sum()
            among = share * right
            among /= among.sum() or 1.0
            mean = share @ rows
            gradient += weight * (mean - among @ rows)
            curve += weight * ((rows * share[:, None]).T @ rows - np.outer(mean, mean))
        return gradient, curve

    return dict(
        zip(names, descend(slope, np.array([(near or {}).get(name, 0.0) for name in names])).tolist(), strict=True)
    )


def status_weights(sets: Sequence[Sequence[Given]], names: Sequence[str], what: str) -> dict[str, float]:
    """Logistic regression of ``right`` or ``answerable``, no corpus above the others."""
    rows = np.concatenate([matrix([one.signals for one in each], names) for each in sets if each])
    right = np.array([getattr(one, what) for each in sets for one in each], dtype=float)
    weight = np.concatenate([np.full(len(each), weight_of(each)) for each in sets if each])
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    rows = np.column_stack([(rows - middle) / scale, np.ones(len(rows))])
    penalty = np.array([_PENALTY_OF_STATUS] * len(names) + [1e-6])

    def slope(at: Floats) -> tuple[Floats, Floats]:
        chance = 1 / (1 + np.exp(-(rows @ at)))
        curve = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows
        return rows.T @ (weight * (chance - right)) + penalty * at, curve + np.diag(penalty)

    found = descend(slope, np.zeros(len(names) + 1))
    plain = found[:-1] / scale
    return {**dict(zip(names, plain.tolist(), strict=True)), "": float(found[-1] - plain @ middle)}


def weight_of(questions: Sequence[object]) -> float:
    """What each question of a corpus counts: a large corpus as much as one of ``_ALIKE`` questions."""
    return min(1.0, _ALIKE / max(1, len(questions)))


def often_seen(sets: Iterable[Sequence[Given]]) -> list[str]:
    """The names of the signals that enough quotations show: of one that hardly any does only chance is learned."""
    seen = Counter(name for each in sets for one in each for name, value in one.signals.items() if value)
    return sorted(name for name, times in seen.items() if times >= _LEAST_SEEN)


def cuts(
    sets: Mapping[str, Sequence[Given]], right: Mapping[str, float], there: Mapping[str, float]
) -> dict[str, float]:
    """The chances below which a question is refused, as its first quotation is not likely right either, and one doubted."""
    seen = [(one, weight_of(each)) for each in sets.values() for one in each if one.answerable]
    unlikely = sorted(
        (chance(there, one.signals), weight) for one, weight in seen if chance(right, one.signals) < _LIKELY
    )
    counted = np.cumsum([weight for _, weight in unlikely])
    whole = sum(weight for _, weight in seen)

    def cut(wrongly: float) -> float:
        return unlikely[min(int(np.searchsorted(counted, wrongly * whole)), len(unlikely) - 1)][0]

    for wrongly in (0.01, 0.02, 0.03, 0.05, 0.08):
        shares = {name: _refused(each, right, there, cut(wrongly)) for name, each in sets.items()}
        tell(f"refused below {cut(wrongly):.3f}", shares)
    return {"refused": cut(_REFUSED_WRONGLY), "likely": _LIKELY, "doubted": _DOUBTED}


def _refused(given: Sequence[Given], right: Mapping[str, float], there: Mapping[str, float], least: float) -> str:
    """The shares of answerable and of unanswerable questions with less chance than this."""
    low = {
        kind: [
            chance(there, one.signals) < least and chance(right, one.signals) < _LIKELY
            for one in given
            if one.answerable is kind
        ]
        for kind in (True, False)
    }
    return " of ".join(f"{sum(each) / max(1, len(each)):.3f}" for each in low.values())


def descend(slope: Callable[[Floats], tuple[Floats, Floats]], at: Floats) -> Floats:
    """Newton's method from a point, with steps of bounded length."""
    for _ in range(60):
        gradient, curve = slope(at)
        step = np.linalg.solve(curve, gradient)
        at = at - step * min(1.0, 2.0 / (np.abs(step).max() + 1e-12))
        if np.abs(step).max() < 1e-3:
            break
    return at


def matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Floats:
    """A line for each row and a column for each name."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows], dtype=float).reshape(
        len(rows), len(names)
    )


def hit1(questions: Sequence[Example], weights: Mapping[str, float]) -> float:
    """The share of questions whose first candidate is right."""
    names = list(weights)
    worth = np.array(list(weights.values()))
    hits = [bool(one.rows) and one.right[int(np.argmax(matrix(one.rows, names) @ worth))] for one in questions]
    return sum(hits) / max(1, len(hits))


def features_in(sets: Mapping[str, Sequence[Example]]) -> list[str]:
    """The names of all features seen."""
    return sorted({name for each in sets.values() for one in each for row in one.rows for name in row})


def check(sets: Mapping[str, Sequence[Example]], names: Sequence[str]) -> None:
    """Print what each feature helps on each corpus left out: the share of right ones with it less that without."""
    others = {one: [sets[other] for other in sets if other != one] for one in sets}
    whole = {one: ranking_weights(others[one], names) for one in sets}
    tell("left out", " ".join(f"{one} {hit1(sets[one], whole[one]):.3f}" for one in sets))
    for name in names:
        kept = [other for other in names if other != name]
        gained = {
            one: hit1(sets[one], whole[one]) - hit1(sets[one], ranking_weights(others[one], kept, whole[one]))
            for one in sets
        }
        tell(f"{name:16}", " ".join(f"{one} {value:+.3f}" for one, value in gained.items()))


def tell(*words: object) -> None:
    """One line of progress."""
    print(*words, file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Learn and write; with ``--check`` only print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--status", action="store_true")
    parser.add_argument("--cuts", action="store_true")
    parser.add_argument("--more", nargs=3, action="append", default=[], metavar=("NAME", "QUESTIONS", "REPORTS"))
    parser.add_argument("--work", type=Path, default=CACHE)
    asked = parser.parse_args(argv)
    asked.work.mkdir(parents=True, exist_ok=True)
    more = [Corpus(name, Path(questions), Path(reports)) for name, questions, reports in asked.more]
    corpora = [one for one in (*CORPORA, *more) if one.questions.exists()]
    if not asked.status and not asked.cuts:
        learn_ranking(corpora, asked.work, check_only=asked.check)
    if not asked.check:
        learn_status(corpora, asked.work, cuts_only=asked.cuts)
    return 0


def learn_ranking(corpora: Sequence[Corpus], work: Path, *, check_only: bool) -> None:
    """Learn what each feature of the ranking is worth, and write it or only print what each helps."""
    sets = {one.name: list(examples(one, work)) for one in corpora}
    for name, questions in sets.items():
        tell(name, len(questions), f"found {sum(any(one.right) for one in questions) / max(1, len(questions)):.3f}")
    names = features_in(sets)
    if check_only:
        check(sets, names)
    else:
        again = [sets[name] for name in _AGAIN if name in sets]
        learned = ranking_weights([*sets.values(), *again], names)
        plain = {name: worth for name, worth in learned.items() if not name.endswith(_OF_FIGURE)}
        figures = {name: worth + learned.get(name + _OF_FIGURE, 0.0) for name, worth in plain.items()}
        write(corpora, {"ranking": _scaled(plain, _SCALE), "figures": _scaled(figures, _SCALE_OF_FIGURES)})


def _scaled(learned: Mapping[str, float], scale: float) -> dict[str, float]:
    scaled = {name: scale * worth for name, worth in learned.items()}
    return {**scaled, "amount": max(scaled["amount"], _LEAST_OF_AMOUNT)}


def learn_status(corpora: Sequence[Corpus], work: Path, *, cuts_only: bool) -> None:
    """Learn the chances, of what the ranking puts first as it stands, and write them; or only what follows of them."""
    first = {one.name: list(given(one, work)) for one in corpora}
    signals = often_seen(first.values())
    right, there = (
        (learned().right, learned().there)
        if cuts_only
        else (status_weights(list(first.values()), signals, what) for what in ("right", "answerable"))
    )
    write(corpora, {"right": right, "there": there, **cuts(first, right, there)})


def write(corpora: Sequence[Corpus], learned: Mapping[str, Mapping[str, float] | float]) -> None:
    """Put weights into the file beside those that it holds already."""
    head = {
        "made": datetime.date.today().isoformat(),
        "command": "python -m tests.quality.train",
        "corpora": [one.name for one in corpora],
    }
    before = json.loads(FILE.read_text(encoding="utf-8"))
    rounded = {
        part: round(of, 4) if isinstance(of, float) else {name: round(value, 4) for name, value in of.items()}
        for part, of in learned.items()
    }
    FILE.write_text(json.dumps({**before, **head, **rounded}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
