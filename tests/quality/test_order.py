"""What is looked at closely only where it may come to the front comes in the same order as if all had been."""

import json
import math

from bot import wiring
from retrieval.ranking.weights import learned
from store.archive.sqlite.archive import Archive
from tests.quality import floors


def test_candidates_come_in_the_order_of_what_is_learned_of_them(samples: Archive) -> None:
    asker = wiring.asker(samples)
    for line in floors.OWN.questions.read_text("utf-8").splitlines():
        question = json.loads(line)["question"]
        ranking = asker.ranking(question)
        worth = learned().figures if ranking.asks_figure else learned().ranking
        weighed = [(one.candidate.sentence, of) for one, of in ranking.features]
        heights = [sum(worth.get(code, 0.0) * value for code, value in of.items()) for _, of in weighed]
        scores = [round(math.exp(height), 9) for height in heights]
        assert scores == sorted(scores, reverse=True), question
