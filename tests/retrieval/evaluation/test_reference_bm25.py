import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.reference_bm25 import BM25
from retrieval.index.idf import idf

WORDS = st.lists(st.sampled_from(["学校", "教师", "经费", "安全", "招聘"]), max_size=8)


def formula(corpus: list[list[str]], query: list[str], k1: float, b: float) -> list[float]:
    """BM25 as in the book, term by term."""
    mean = sum(map(len, corpus)) / len(corpus) or 1
    scores = []
    for document in corpus:
        score = 0.0
        for term in query:
            holding = sum(term in other for other in corpus)
            telling = math.log(1 + (len(corpus) - holding + 0.5) / (holding + 0.5))
            tf = document.count(term)
            if tf:
                score += telling * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(document) / mean))
        scores.append(score)
    return scores


@given(st.lists(WORDS, min_size=1, max_size=8), WORDS, st.floats(0.1, 2), st.floats(0, 1))
def test_scores_are_those_of_the_formula(corpus: list[list[str]], query: list[str], k1: float, b: float) -> None:
    assert BM25(corpus, k1=k1, b=b).get_scores(query) == pytest.approx(formula(corpus, query, k1, b))


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_a_corpus_without_words_scores_nothing(corpus: list[list[str]]) -> None:
    assert not np.any(BM25(corpus).get_scores(["学校"]))


def test_a_term_that_most_documents_hold_still_counts() -> None:
    corpus = [["学校", "教师"], ["学校"], ["经费"]]
    assert BM25(corpus).get_scores(["学校"])[1] > 0


def test_idf_falls_as_more_documents_hold_the_term() -> None:
    falling = [idf(9, holding) for holding in range(10)]
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] > 0
