"""The scores below which the answers must not fall: measured, compared with ``floors.json``, and raised.

    python tests/quality/floors.py                   measure and print; exit 1 where a score is below its floor
    python tests/quality/floors.py --raise           as above, and pin each score that is better than its floor
    python tests/quality/floors.py --lower REASON    pin the scores as they are, worse ones too

``--lower`` is also what pins an edited question file anew, as its scores cannot be compared with the old ones. The
reason is kept in ``floors.json``, and a lowered floor needs a line in CHANGELOG.md that says what users will notice.

The questions in ``questions.jsonl`` are about the reports in ``bot/samples``. They were written from those reports
alone and show how well the program does on questions that nobody tuned it for: keep it so. The other question file
and its reports lie in the folder ``shared`` beside the project, and are passed over where it is absent.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bot import wiring
from retrieval.evaluation.measure import Measurement, Score, measure, read_questions
from store.archive.sqlite.archive import Archive
from store.ingest.load import load

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = HERE / "floors.json"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A question file, and the reports that it asks about."""

    questions: Path
    reports: Path

    @property
    def name(self) -> str:
        return self.questions.name

    @property
    def digest(self) -> str:
        """SHA-256 of the question file."""
        return hashlib.sha256(self.questions.read_bytes()).hexdigest()


OWN = QuestionSet(HERE / "questions.jsonl", ROOT / "bot" / "samples")
OTHER = QuestionSet(SHARED / "questions" / "dev.jsonl", SHARED / "reports")
SETS = (OWN, OTHER)

# Of these fields less is better; of all other numbers, more.
_LESS_IS_BETTER = frozenset({"wrongly_refused"})
_COMPARED = ("hit1", "hit3", "hit5", "doubted", "wrongly_refused")


@dataclass(frozen=True, slots=True)
class Floor:
    """What one question file must score, counted in questions, so that nothing is rounded.

    ``hit1``, ``hit3`` and ``hit5`` are of ``single``, the questions that one report answers; ``doubted`` of
    ``unanswerable`` are refused or shown as uncertain; ``wrongly_refused`` of the others must not be exceeded.
    ``lowered`` is why the floor was last lowered, None where it never was.
    """

    digest: str
    single: int
    unanswerable: int
    hit1: int
    hit3: int
    hit5: int
    doubted: int
    wrongly_refused: int
    lowered: str | None = None


@contextmanager
def loaded(questions: QuestionSet) -> Iterator[Archive]:
    """A temporary archive that holds the reports of a question set."""
    with tempfile.TemporaryDirectory() as folder, wiring.open_archive(Path(folder) / "reports.db") as archive:
        # Any time will do: it is stored, and no answer depends on it.
        load([questions.reports], archive, loaded_at=lambda: "2000-01-01T00:00:00Z")
        yield archive


def measured(questions: QuestionSet, archive: Archive) -> Measurement:
    """The scores of a question set, with the tutorial baseline."""
    return measure(archive, wiring.asker(archive), read_questions(questions.questions))


def hits(score: Score) -> tuple[int, int, int]:
    """hit@1, hit@3 and hit@5, counted in questions."""
    first, third, fifth = (round(share * score.count) for share in (score.hit1, score.hit3, score.hit5))
    return first, third, fifth


def reached(questions: QuestionSet, measurement: Measurement) -> Floor:
    """The floor that the measured scores would make."""
    hit1, hit3, hit5 = hits(measurement.overall)
    return Floor(
        digest=questions.digest,
        single=measurement.overall.count,
        unanswerable=measurement.unanswerable,
        hit1=hit1,
        hit3=hit3,
        hit5=hit5,
        doubted=measurement.doubted,
        wrongly_refused=measurement.wrongly_refused,
    )


def shortfalls(floor: Floor, now: Floor) -> tuple[str, ...]:
    """One line for each score that is worse than its floor, or one that says the question file is another."""
    if floor.digest != now.digest:
        return ("the question file is not the one that the floors were measured on",)
    return tuple(
        f"{name}: {getattr(now, name)} where the floor is {getattr(floor, name)}"
        for name in _COMPARED
        if _better(name, floor, now)
    )


def raised(floor: Floor | None, now: Floor) -> Floor:
    """The floor with each better score taken over, and none lowered; unchanged for another question file."""
    if floor is None:
        return now
    if floor.digest != now.digest:
        return floor
    return replace(floor, **{name: getattr(now, name) for name in _COMPARED if _better(name, now, floor)})


def read_floors(path: Path) -> dict[str, Floor]:
    """The pinned floors by the name of the question file."""
    if not path.exists():
        return {}
    return {name: Floor(**fields) for name, fields in json.loads(path.read_text("utf-8")).items()}


def write_floors(floors: Mapping[str, Floor], path: Path) -> None:
    """Write all floors, in the order of their names."""
    fields = {name: asdict(floor) for name, floor in sorted(floors.items())}
    path.write_text(json.dumps(fields, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def table(name: str, measurement: Measurement, floor: Floor | None) -> str:
    """The scores of one question file with the tutorial baseline and the floors beside them."""
    overall, plain, count = measurement.overall, measurement.baseline, measurement.overall.count
    rows = [("wenbao", *hits(overall)), ("tutorial", *hits(plain))]
    if floor is not None:
        rows.append(("floor", floor.hit1, floor.hit3, floor.hit5))
    lines = [f"{name}: {count} questions that one report answers", f"{'':10}{'hit@1':>13}{'hit@3':>13}{'hit@5':>13}"]
    lines += [f"{label:10}" + "".join(f"{n:6} {n / (count or 1):6.3f}" for n in row) for label, *row in rows]
    pinned = "" if floor is None else f" (floors {floor.doubted} and {floor.wrongly_refused})"
    lines.append(
        f"refused or doubted {measurement.doubted} of {measurement.unanswerable} without an answer"
        f" ({measurement.refused} refused); wrongly refused {measurement.wrongly_refused}{pinned}"
    )
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Measure each question set that is there; 1 where a score is below its floor and was not lowered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--raise", dest="lift", action="store_true", help="pin the scores that are better")
    choice.add_argument("--lower", metavar="REASON", help="pin the scores as they are, for this reason")
    arguments = parser.parse_args(argv)
    if arguments.lower is not None and not arguments.lower.strip():
        parser.error("--lower needs a reason")
    floors, failed = read_floors(FLOORS), False
    for questions in SETS:
        if not questions.questions.exists():
            print(f"{questions.name}: not here, passed over\n")
            continue
        with loaded(questions) as archive:
            measurement = measured(questions, archive)
        floor, now = floors.get(questions.name), reached(questions, measurement)
        print(table(questions.name, measurement, floor))
        short = shortfalls(floor, now) if floor is not None else ()
        if arguments.lower is not None and short:
            floors[questions.name] = replace(now, lowered=arguments.lower)
            print("  lowered; now add a line to CHANGELOG.md")
        else:
            if arguments.lift or arguments.lower is not None:
                floors[questions.name] = raised(floor, now)
            failed = failed or bool(short)
            print(*(f"  BELOW THE FLOOR  {line}" for line in short), sep="\n")
    if arguments.lift or arguments.lower is not None:
        write_floors(floors, FLOORS)
    return int(failed)


def _better(name: str, one: Floor, other: Floor) -> bool:
    """Whether a score of the one floor is better than the other's."""
    mine, theirs = getattr(one, name), getattr(other, name)
    return bool(mine < theirs if name in _LESS_IS_BETTER else mine > theirs)


if __name__ == "__main__":
    sys.exit(main())
