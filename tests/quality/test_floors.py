"""The answers are as good as they were: no score is below its floor, and each floor is above the plain pipeline."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from retrieval.evaluation.measure import Measurement
from tests.quality import floors
from tests.quality.floors import Floor, QuestionSet

FLOOR = Floor("d1", single=10, unanswerable=4, hit1=6, hit3=8, hit5=9, doubted=3, wrongly_refused=1)


def test_no_score_is_below_its_floor(questions: QuestionSet, measurement: Measurement) -> None:
    floor = floors.read_floors(floors.FLOORS)[questions.name]
    short = floors.shortfalls(floor, floors.reached(questions, measurement))
    assert not short, "\n".join([*short, floors.table(questions.name, measurement, floor)])


def test_floors_are_of_this_question_file(questions: QuestionSet, measurement: Measurement) -> None:
    floor = floors.read_floors(floors.FLOORS)[questions.name]
    assert floor.digest == questions.digest
    assert (floor.single, floor.unanswerable) == (measurement.overall.count, measurement.unanswerable)


def test_every_floor_stands_above_the_tutorial_pipeline(questions: QuestionSet, measurement: Measurement) -> None:
    floor = floors.read_floors(floors.FLOORS)[questions.name]
    for ours, plain in zip((floor.hit1, floor.hit3, floor.hit5), floors.hits(measurement.baseline), strict=True):
        assert ours > plain
    # The tutorial pipeline answers whatever it is asked.
    assert floor.doubted > 0


def test_a_floor_is_pinned_for_each_question_set() -> None:
    assert set(floors.read_floors(floors.FLOORS)) == {questions.name for questions in floors.SETS}


@pytest.mark.parametrize(
    ("name", "worse", "better"),
    [("hit1", 5, 7), ("hit3", 7, 9), ("hit5", 8, 10), ("doubted", 2, 4), ("wrongly_refused", 2, 0)],
)
def test_one_question_decides(name: str, worse: int, better: int) -> None:
    fallen, risen = (Floor(**{**asdict(FLOOR), name: value}) for value in (worse, better))
    assert [line.partition(":")[0] for line in floors.shortfalls(FLOOR, fallen)] == [name]
    assert floors.shortfalls(FLOOR, FLOOR) == floors.shortfalls(FLOOR, risen) == ()
    assert floors.raised(FLOOR, fallen) == FLOOR
    assert floors.raised(FLOOR, risen) == risen


def test_raising_takes_what_is_better_and_leaves_what_is_worse() -> None:
    assert floors.raised(FLOOR, replace(FLOOR, hit1=7, hit5=8)) == replace(FLOOR, hit1=7)


def test_another_question_file_is_below_the_floor_however_good_and_raises_nothing() -> None:
    edited = replace(FLOOR, digest="d2", single=20, hit1=20, hit3=20, hit5=20)
    assert len(floors.shortfalls(FLOOR, edited)) == 1
    assert floors.raised(FLOOR, edited) == FLOOR


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command with two questions and a floors file of its own; the second question is answered wrongly."""
    row = {"type": "count", "report": "qinghe-2021", "scope": True, "answers": [], "figures": []}
    rows = [
        {"id": "t001", "question": "青禾县2021年招聘教师多少名", "evidence": ["全年招聘教师156名"], **row},
        {"id": "t002", "question": "青禾县2021年招聘教师多少名", "evidence": ["这句话不在报告里"], **row},
    ]
    asked = tmp_path / "few.jsonl"
    asked.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in rows), encoding="utf-8")
    pinned = tmp_path / "floors.json"
    absent = QuestionSet(tmp_path / "absent.jsonl", tmp_path)
    monkeypatch.setattr(floors, "SETS", (QuestionSet(asked, floors.OWN.reports), absent))
    monkeypatch.setattr(floors, "FLOORS", pinned)
    return pinned


def test_command_pins_raises_and_lowers_only_for_a_reason(command: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert floors.main([]) == 0
    assert not command.exists()
    assert floors.main(["--raise"]) == 0
    pinned = floors.read_floors(command)["few.jsonl"]
    assert (pinned.single, pinned.hit1, pinned.lowered) == (2, 1, None)

    floors.write_floors({"few.jsonl": replace(pinned, hit1=2, hit5=0)}, command)
    assert floors.main([]) == 1
    assert "hit1: 1 where the floor is 2" in capsys.readouterr().out
    assert floors.main(["--raise"]) == 1
    assert floors.read_floors(command)["few.jsonl"] == replace(pinned, hit1=2)
    assert floors.main(["--lower", "门类改了"]) == 0
    assert floors.read_floors(command)["few.jsonl"] == replace(pinned, lowered="门类改了")

    shown = capsys.readouterr().out
    assert "tutorial" in shown
    assert "absent.jsonl: not here, passed over" in shown


def test_lowering_without_a_reason_is_a_wrong_use(command: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        floors.main(["--lower", " "])
    assert not command.exists()
