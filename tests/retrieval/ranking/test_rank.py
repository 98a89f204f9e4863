from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from retrieval.model import Candidate, Evidence, Question, Variant, Word
from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import read_question
from retrieval.ranking.features import _longest_shared, _named, _parts_in, items_in
from retrieval.ranking.passage import Passage
from retrieval.ranking.rank import Ahead, Found, _in_turns, rank, worth_for
from store.figures.extract import figures_in
from store.model import ReportInfo, Sentence, StoredSentence
from store.structure.periods import dated_sentences

A = ReportInfo("a", "清河市2016年工作总结", 2016, "清河", "年度总结", None, "a.txt", 1, "", 0, 0, 0)
B = replace(A, id="b", title="柳岸县2018年工作总结", year=2018, place="柳岸", source="b.txt")


def found(
    text: str, *, number: int, section: tuple[str, ...] = (), heading: bool = False, report: ReportInfo = A
) -> Found:
    said = Sentence(text, 0, len(text), section, 0, 1, 1, heading)
    (said,) = dated_sentences([said], year=report.year, kind=report.kind)
    sentence = StoredSentence(number, report.id, text, 0, len(text), section, 0, heading, said.period, said.planned)
    return Found(Candidate(number, 10.0), Passage(sentence), report)


def ranked(question: str, *candidates: Found) -> tuple[Evidence, ...]:
    read = read_question(question, ScopeWords((A, B)))
    ranking = rank(read, candidates, dict.fromkeys(read.terms, 1.0))
    return tuple(ranking.with_unsaid(ranking.evidence(5)))


# The same text score for both; the first must come first although its id is the higher one.
@pytest.mark.parametrize(
    ("question", "better", "worse", "code"),
    [
        ("招聘教师多少名", "招聘教师20名。", "招聘学生20名。", "coverage"),
        ("校舍改造花了多少钱", "校舍改造投入3万元。", "校舍改造完成3处。", "kind"),
        ("钢产量达到多少", "钢产量由五百三十五万吨达到一千一百零八万吨。", "钢产量不断达到新高。", "near"),
        ("表彰会哪天开", "9月10日召开表彰会。", "9月份召开表彰会。", "kind"),
        ("投诉最多的是哪些", "投诉最多的是物业、停车和噪音。", "投诉最多的是物业、噪音。", "short_list"),
        ("教师有多少名", "教师20名,学校3所。", "教师队伍稳定,新聘保安20名。", "near"),
        (
            "先试点的是哪四个区",
            "先试点的有东岭、西岭、南岭、北岭。",
            "先试点的有东岭、西岭、南岭、北岭、中岭。",
            "form",
        ),
        ("新设了哪个局", "新设立了林业局。", "新设立了林业站。", "form"),
        ("学校为什么停课", "由于大雨,学校停课。", "根据安排,学校停课。", "form"),
    ],
)
def test_sentence_that_answers_comes_first(question: str, better: str, worse: str, code: str) -> None:
    first, second = ranked(question, found(better, number=2), found(worse, number=1))
    assert first.quote == better
    assert {reason.code: reason.factor for reason in second.why}.get(code, 1) < {
        reason.code: reason.factor for reason in first.why
    }.get(code, 1)


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("2018年招聘教师多少名", {"report": B}, {"report": A}),
        ("2018年招聘教师多少名", {"section": ("三、2018年工作打算",)}, {}),
        ("2016年招聘教师多少名", {}, {"section": ("三、2018年工作打算",)}),
        ("招聘教师多少名", {}, {"section": ("三、下一步工作打算",)}),
        ("招聘教师多少名", {}, {"heading": True}),
    ],
)
def test_place_of_the_sentence_decides_between_equal_texts(
    question: str, better: dict[str, object], worse: dict[str, object]
) -> None:
    text = "招聘教师20名。"
    first, _ = ranked(question, found(text, number=20, **better), found(text, number=19, **worse))
    assert first.sentence == 20


def test_figure_of_half_a_year_comes_behind_that_of_the_whole() -> None:
    half, whole = (
        replace(one, passage=Passage(replace(one.passage.sentence, figures=figures_in(one.passage.sentence.text))))
        for one in (found("2018年上半年有教师20名。", number=1), found("2018年年底有教师24名。", number=2))
    )
    assert ranked("2018年有多少名教师", half, whole)[0].sentence == 2
    assert ranked("2018年上半年有多少名教师", half, whole)[0].sentence == 1


def test_plan_is_not_held_against_a_sentence_where_plans_are_asked_for() -> None:
    section = ("三、下一步工作打算",)
    first, second = ranked(
        "打算招聘教师多少名", found("招聘教师20名。", number=1, section=section), found("招聘教师20名。", number=2)
    )
    assert (first.sentence, first.planned, second.planned) == (1, True, False)
    assert first.score >= second.score


def test_matched_spans_are_of_the_quote_as_written() -> None:
    (evidence,) = ranked("学校招聘教师多少名", found("各學校招聘教师20名,教师满编。", number=1))
    assert [evidence.quote[start:end] for start, end in evidence.matched] == ["學校招聘教师", "教师"]


def test_what_nothing_says_is_told_of_evidence_that_was_given_before() -> None:
    read = read_question("招聘教师多少名", ScopeWords((A, B)))
    said = [found("招聘教师20名。", number=1), found("招聘学生20名。", number=2)]
    ranking = rank(read, said, dict.fromkeys(read.terms, 1.0))
    before, *_ = ranking.evidence(2)
    ranking.evidence(1, first=(Ahead(said[1]),))
    assert {"absent", "lacking"} <= {reason.code for reason in ranking.with_unsaid([before])[0].why}


def test_question_without_content_ranks_without_failing() -> None:
    question = Question(text="", kind="what", content=())
    assert rank(question, [found("招聘教师。", number=1)], {}).evidence(5)[0].coverage == 0


def test_characters_of_an_unknown_word_stay_one_word_with_its_variants() -> None:
    meant = (Variant("减轻负担", 0.8),)
    question = Question("双减", "what", (Word("双", 0, 1, variants=meant), Word("减", 1, 2, variants=meant)))
    candidates = [found("双休日减速。", number=1), found("减轻负担。", number=2)]
    best, other = rank(question, candidates, {"双": 1.0, "减": 1.0}).evidence(5)
    assert (best.sentence, best.coverage) == (2, pytest.approx(0.8))
    assert other.coverage == pytest.approx(0.5)


def test_verb_that_is_over_is_a_word_of_its_own() -> None:
    (first,) = ranked("清河之星评了几个", found("评选出11位“清河之星”。", number=1))
    assert {reason.code: reason.value for reason in first.why}["head_absent"] == 0


def test_number_is_no_part_of_an_unknown_word() -> None:
    (first,) = ranked("增速目标定7%为了什么", found("增速目标设定为7%左右。", number=1))
    assert {reason.code: reason.value for reason in first.why}["head_absent"] == 0


@pytest.mark.parametrize(("text", "other"), [("8月成立投资部。", 1), ("5月成立投资部。", 0)])
def test_number_is_one_word_with_its_month(text: str, other: int) -> None:
    (first,) = ranked("2018年5月成立了哪个部", found(text, number=1))
    assert {reason.code: reason.value for reason in first.why}["other_month"] == other


def test_list_that_leaves_some_out_is_longer_than_what_it_names() -> None:
    assert [items_in(text) for text in ("林果、菌菇", "林果、菌菇等产业")] == [2, 3]


@pytest.mark.parametrize("line", ["青禾县县长 张晓梅", "(2024年12月30日  县长 张晓梅)"])
def test_name_behind_an_office_at_the_end_of_a_line_is_a_name(line: str) -> None:
    assert _named("县长").search(line)


def test_general_manager_is_a_manager() -> None:
    assert _named("经理").search("总经理孙平")
    assert not _named("书记").search("总书记孙平")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("选派干部当好区长和项目局长。", False),
        ("项目局长李晓梅到会。", True),
        ("选举李晓梅女士为县水务局局长。", True),
        ("李晓梅局长讲话。", True),
        ("副局长李晓梅讲话。", False),
        ("省水务厅李晓梅局长在青禾调研时提出要求。", False),  # of a body above this one
        ("李晓梅局长到青禾中学调研。", True),
        ("李晓梅局长在一线指导救灾。", True),
        ("全省大会上,李晓梅局长在全县作指导发言。", True),
    ],
)
def test_word_that_begins_with_a_surname_is_no_name(text: str, named: bool) -> None:
    (first,) = ranked("局长是谁", found(text, number=1))
    assert ("nameless" in {reason.code for reason in first.why}) is not named


def test_turns_weigh_only_what_can_still_come_first() -> None:
    weighed = [SimpleNamespace(found=SimpleNamespace(report=report), place=n) for n, report in enumerate("aabbbacb")]
    left = iter(weighed)
    told = _in_turns(cast(Any, left), str, 5, Counter("aaabbbbc"))
    assert [one.place for one in cast(Any, told)] == [0, 2, 6, 1, 3]
    assert [one.place for one in left] == [7]


def test_the_longest_run_that_a_question_and_a_sentence_share_is_found() -> None:
    question, texts = "今年全县招聘了教师多少名", ("全县招聘教师20名", "招聘保安3名", "教育", "学校")
    parts = _parts_in(question, "\n".join(texts))
    assert parts == [["全县", "县招", "招聘", "教师"], ["全县招", "县招聘"], ["全县招聘"]]
    assert [_longest_shared(question, parts, text) for text in texts] == [4, 2, 1, 0]
    whole = "请问" + question
    assert _longest_shared(whole, _parts_in(whole, question), question) == len(question)


@pytest.mark.parametrize("question", ["辍学率是多少", "辍学率降了几个点", "学校有多少所"])
def test_no_figure_adds_more_than_there_is_room_for(question: str) -> None:
    read = read_question(question, ScopeWords((A, B)))
    for text in ("力争将辍学率再降0.5个百分点。", "辍学率为0.8%。", "新建学校3所,总数达40所。"):
        sentence = replace(found(text, number=1).passage.sentence, figures=tuple(figures_in(text)))
        one = replace(found(text, number=1), passage=Passage(sentence))
        features = rank(read, [one], dict.fromkeys(read.terms, 1.0))._asking.features
        worth = sum(worth_for(read).get(code, 0.0) * value for code, value in features.of_figures(one.passage).items())
        assert worth <= features.room_of_figure(one.passage) + 1e-9
