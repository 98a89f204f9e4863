"""What ranked evidence makes of a question: an answer, a doubt or a refusal."""

from __future__ import annotations

from dataclasses import replace

from retrieval.answers.decision import Scope, decide
from retrieval.model import Answer, Evidence, Question, RankSettings, Reason, Word
from store.model import ReportInfo

REPORT = ReportInfo("a", "清河市2016年工作总结", 2016, "清河", "年度总结", None, "a.txt", 1, "", 0, 0, 0)
QUESTION = Question("校舍投资多少", "money", (Word("校舍", 0, 2), Word("投资", 2, 4)))
WITHOUT_FIGURE = Evidence(
    *(1, 10.0, 0.0, "完成校舍改造。", 0, 7, REPORT, (), False, (), 0.4, (Reason("kind", 0.6, "money"),), 1)
)
WITH_FIGURE = replace(WITHOUT_FIGURE, quote="投资3万元。", why=(Reason("near", 1.1),), sentence=2)


def decided(*evidence: Evidence) -> Answer:
    scope = Scope((REPORT,), (REPORT,), {"a": frozenset({2016})})
    return decide(QUESTION, evidence, scope=scope, settings=RankSettings(), top=5)


def test_words_without_a_figure_are_no_answer() -> None:
    assert decided(WITHOUT_FIGURE).status == "no_answer"


def test_figure_close_behind_is_shown_with_doubt() -> None:
    assert decided(WITHOUT_FIGURE, replace(WITH_FIGURE, rank=2, score=9.5)).status == "uncertain"
    assert decided(WITHOUT_FIGURE, replace(WITH_FIGURE, rank=2, score=5.0)).status == "no_answer"
