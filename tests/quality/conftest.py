"""Each question set is loaded and measured once, however many tests look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.evaluation.measure import Measurement
from store.archive.sqlite.archive import Archive
from tests.quality import floors


@pytest.fixture(scope="session")
def samples() -> Iterator[Archive]:
    """The reports that our own questions are about."""
    with floors.loaded(floors.OWN) as archive:
        yield archive


@pytest.fixture(scope="session", params=floors.SETS, ids=lambda questions: questions.name)
def questions(request: pytest.FixtureRequest) -> floors.QuestionSet:
    """Each question set that is there."""
    chosen: floors.QuestionSet = request.param
    if not chosen.questions.exists():
        pytest.skip(f"no {chosen.name} beside the project")
    return chosen


@pytest.fixture(scope="session")
def measurement(questions: floors.QuestionSet) -> Measurement:
    with floors.loaded(questions) as archive:
        return floors.measured(questions, archive)
