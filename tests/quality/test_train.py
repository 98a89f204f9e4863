"""What is learned from questions with known answers."""

from __future__ import annotations

from tests.quality.train import Example, Given, hit1, is_right, ranking_weights, status_weights

QUESTIONS = [
    Example(({"near": 1.0, "long": float(place)}, {"near": 0.2, "long": 2.0}), (True, False)) for place in range(4)
]


def test_feature_of_right_sentences_is_worth_something() -> None:
    weights = ranking_weights([QUESTIONS], ["long", "near"])
    assert weights["near"] > 0
    assert hit1(QUESTIONS, weights) == 1.0


def test_question_without_a_right_candidate_teaches_nothing() -> None:
    assert ranking_weights([[Example(({"near": 1.0},), (False,))]], ["near"]) == {"near": 0.0}


def test_signal_of_right_answers_raises_the_chance() -> None:
    given = [Given({"near": float(right)}, right, True) for right in (True, False) * 5]
    assert status_weights([given], ["near"], "right")["near"] > 0


def test_quotation_is_right_in_its_own_report_alone() -> None:
    gold = {"report": "qinghe-2021", "evidence": ["招聘教师 156名"]}
    assert is_right(gold, "全年招聘教师156名。", "qinghe-2021.txt")
    assert not is_right(gold, "全年招聘教师156名。", "yunze-2021.txt")
    assert is_right({"refs": ["全年招聘教师156名，全部到岗。"]}, "全年招聘教师156名，", "x.txt")
