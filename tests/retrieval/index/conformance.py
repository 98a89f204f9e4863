"""What every engine must do alike, checked against an oracle that knows nothing of any engine.

The oracle takes whole corpora into memory and scores them by retrieval.evaluation.reference_bm25, field by field. A test module of an engine
makes a subclass of :class:`Conformance` and says how its store is opened; pytest runs the inherited tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.evaluation.reference_bm25 import BM25
from retrieval.index.engine import Engine
from retrieval.index.idf import idf
from retrieval.lexicon.tables import table
from retrieval.model import Candidate, Field, FieldQuery, FieldWeights, Query, Term
from retrieval.text.segmentation import fold, grams, words
from store.archive.ids import sentence_id
from store.model import Report, Sentence

# 的 and 我们 are stop words, 学校 comes in both scripts, and a sentence may hold nothing that is searched for.
PHRASES = ["学校", "教师", "招聘", "经费", "12名", "安全工作", "学", "学学学", "的", "我们", "。", ",", "學校"]
IDS = ["甲", "乙", "丙", "丁"]
FIELDS: tuple[Field, ...] = ("words", "grams", "heading", "title")


class Store(Protocol):
    """A store of reports under test, and what searches it."""

    def save(self, report_id: str, report: Report) -> None:
        """Store a report, in place of the one that had this id."""

    def remove(self, report_id: str) -> None:
        """Take a report out; nothing happens where it is not stored."""

    def tidy(self) -> None:
        """Do now what the store otherwise does in its own time: compaction, merging, sweeping."""

    def engine(self, weights: FieldWeights) -> Engine:
        """A new engine over what is stored, also over what is stored later."""


# ------------------------------------------------------------------------------------------------ what is drawn


def phrases(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PHRASES), min_size=least, max_size=most).map("".join)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report of up to six sentences in paragraphs and sections; what it says of its places in the text is nothing."""
    rows = draw(st.lists(st.tuples(phrases(1, 6), st.booleans(), st.booleans()), max_size=6))
    sentences: list[Sentence] = []
    paragraph, path = 0, draw(st.lists(phrases(1, 2), max_size=2))
    for text, new_paragraph, new_section in rows:
        paragraph += new_paragraph
        path = [*path[:1], text] if new_section else path
        sentences.append(Sentence(text, 0, len(text), tuple(path), paragraph, 1, 1))
    return Report(1, draw(phrases(0, 3)), None, None, None, None, "", (), tuple(sentences), ())


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Weighted terms in some of the fields, in a stable order."""
    weights = st.sampled_from([0.3, 0.5, 1.0])
    asked = {text: draw(weights) for text in draw(st.lists(phrases(1, 2), max_size=4, unique=True))}
    word_terms = {word: weight for text, weight in asked.items() for word in words(fold(text))}
    gram_terms = {gram: weight for text, weight in asked.items() for gram in grams(fold(text))}
    parts = {field: word_terms if field == "words" else gram_terms for field in draw(st.sets(st.sampled_from(FIELDS)))}
    return Query(
        tuple(
            FieldQuery(field, tuple(Term(*item) for item in sorted(parts[field].items())))
            for field in FIELDS
            if field in parts
        )
    )


@dataclass(frozen=True, slots=True)
class Search:
    """One search: what is looked for, where, with which weights."""

    query: Query
    filters: frozenset[str] | None
    limit: int
    weights: FieldWeights


WEIGHTS = FieldWeights()
searches = st.builds(
    Search,
    queries(),
    st.none() | st.frozensets(st.sampled_from([*IDS, "无此篇"])),
    st.integers(1, 30),
    st.sampled_from(
        [WEIGHTS, replace(WEIGHTS, lead=0.0), replace(WEIGHTS, heading=3.0, title=2.0, lead=1.5, b=1.0, gram_k1=1.2)]
    ),
)
# A report to save, None to remove what has the id; a step without an id tidies up.
steps = st.lists(st.tuples(st.none() | st.sampled_from(IDS), st.none() | reports()), max_size=10)


# ------------------------------------------------------------------------------------------------ the oracle


def searched_words(text: str) -> list[str]:
    return [word for word in words(fold(text)) if word not in table("stop_words")]


def oracle(held: Mapping[str, Report], asked: Search) -> list[Candidate]:
    """The candidates of a search over these reports, best first."""
    weights, terms = asked.weights, {part.field: part.terms for part in asked.query.fields}
    texts = [(name, s) for name, report in held.items() for s in report.sentences]
    paths = [
        (name, path) for name, report in held.items() for path in dict.fromkeys(s.section for s in report.sentences)
    ]

    def score(field: Field, corpus: list[list[str]]) -> list[float]:
        k1, b = (weights.k1, weights.b) if field == "words" else (weights.gram_k1, weights.gram_b)
        ranker = BM25(corpus, k1=k1, b=b)
        per_term = [term.weight * ranker.get_scores([term.text]) for term in terms.get(field, ())]
        return [sum(scores) for scores in zip(*per_term, strict=True)] if per_term else [0.0] * len(corpus)

    by_words = score("words", [searched_words(s.text) for _, s in texts])
    by_grams = score("grams", [list(grams(fold(s.text))) for _, s in texts])
    by_path = dict(zip(paths, score("heading", [list(grams(fold("\n".join(p)))) for _, p in paths]), strict=True))
    by_title = dict(zip(held, score("title", [list(grams(fold(r.title))) for r in held.values()]), strict=True))
    own = [weights.words * a + b for a, b in zip(by_words, by_grams, strict=True)]
    first: dict[tuple[str, int], int] = {}
    for place, (name, sentence) in enumerate(texts):
        first.setdefault((name, sentence.paragraph), place)
    found, ordinals = [], dict.fromkeys(held, 0)
    for place, (name, sentence) in enumerate(texts):
        lead = first[name, sentence.paragraph]
        total = own[place] + weights.heading * by_path[name, sentence.section] + weights.title * by_title[name]
        total += 0 if lead == place else weights.lead * own[lead]
        if own[place] > 0 and (asked.filters is None or name in asked.filters):
            found.append(Candidate(sentence_id(name, ordinals[name]), round(total, 9)))
        ordinals[name] += 1
    return sorted(found, key=lambda one: (-one.score, one.sentence))[: asked.limit]


def agree(engine: Engine, held: Mapping[str, Report], asked: Search) -> None:
    """The engine finds what the oracle finds: the same sentences in the same order with the same scores."""
    found = engine.search(asked.query, filters=asked.filters, limit=asked.limit)
    expected = oracle(held, asked)
    assert [one.sentence for one in found] == [one.sentence for one in expected]
    assert [one.score for one in found] == pytest.approx([one.score for one in expected], abs=1.5e-9)
    for one in found:
        assert all(part.score for part in one.parts)
        assert sum(part.score for part in one.parts) == pytest.approx(one.score, abs=1e-8)


def report_of(*texts: str, title: str = "总结") -> Report:
    sentences = tuple(Sentence(text, 0, len(text), (), place, 1, 1) for place, text in enumerate(texts))
    return Report(1, title, None, None, None, None, "", (), sentences, ())


def asking(*texts: str, fields: tuple[Field, ...] = ("words",)) -> Query:
    terms = tuple(Term(text, 1.0) for text in texts)
    return Query(tuple(FieldQuery(field, terms) for field in fields))


# ------------------------------------------------------------------------------------------------ the tests


class Conformance:
    """The tests; ``opened`` of a subclass gives an empty store and closes it again."""

    opened: Callable[[], AbstractContextManager[Store]]
    examples = 150

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        with self.opened() as store:
            yield store

    def test_equals_the_oracle_after_any_sequence_of_saves_and_removals(self) -> None:
        @given(steps, st.lists(searches, min_size=1, max_size=3))
        @settings(max_examples=self.examples, suppress_health_check=list(HealthCheck))
        def check(taken: list[tuple[str | None, Report | None]], asked: list[Search]) -> None:
            held: dict[str, Report] = {}
            with self.opened() as store:
                # One engine watches all changes, one sees the outcome alone.
                watching = store.engine(asked[0].weights)
                for name, report in taken:
                    change(store, held, name, report)
                    agree(watching, held, asked[0])
                for one in asked:
                    agree(store.engine(one.weights), held, one)

        check()

    def test_knows_how_many_units_hold_a_term(self) -> None:
        @given(steps, st.lists(phrases(1, 2), max_size=4), st.sampled_from(FIELDS))
        @settings(max_examples=self.examples // 3, suppress_health_check=list(HealthCheck))
        def check(taken: list[tuple[str | None, Report | None]], texts: list[str], field: Field) -> None:
            held: dict[str, Report] = {}
            with self.opened() as store:
                for name, report in taken:
                    change(store, held, name, report)
                engine = store.engine(WEIGHTS)
                units = [set(unit) for report in held.values() for unit in units_in(report, field)]
                asked = [
                    *dict.fromkeys(t for x in texts for t in (words if field == "words" else grams)(fold(x))),
                    "飞船",
                ]
                counts = tuple(sum(term in unit for unit in units) for term in asked)
                assert engine.document_counts(field, asked) == counts
                assert engine.co_occur(field, asked[:2]) == any(set(asked[:2]) <= unit for unit in units)
                if field == "words":
                    total = sum(len(report.sentences) for report in held.values())
                    assert engine.idf(asked) == tuple(idf(total, count) for count in counts)

        check()

    def test_an_empty_store_answers_nothing(self, store: Store) -> None:
        engine = store.engine(WEIGHTS)
        assert engine.search(asking("教师"), filters=None, limit=5) == ()
        assert engine.document_counts("words", ["教师"]) == (0,)
        assert not engine.co_occur("grams", ["教师"])

    def test_a_query_without_terms_finds_nothing(self, store: Store) -> None:
        store.save("甲", report_of("招聘教师。"))
        assert store.engine(WEIGHTS).search(Query(()), filters=None, limit=5) == ()
        assert store.engine(WEIGHTS).search(asking(), filters=None, limit=5) == ()

    def test_no_report_allowed_is_not_all_reports_allowed(self, store: Store) -> None:
        store.save("甲", report_of("招聘教师。"))
        assert store.engine(WEIGHTS).search(asking("教师"), filters=frozenset(), limit=5) == ()

    def test_stop_words_are_not_searched_for(self, store: Store) -> None:
        store.save("甲", report_of("我们的教师。", "我们的学校。"))
        engine = store.engine(WEIGHTS)
        assert engine.document_counts("words", ["我们", "的", "教师"]) == (0, 0, 1)
        assert [one.sentence for one in engine.search(asking("我们", "教师"), filters=None, limit=5)] == [
            sentence_id("甲", 0)
        ]

    def test_equal_scores_stand_in_the_order_of_the_sentences(self, store: Store) -> None:
        for name in IDS:
            store.save(name, report_of(*["招聘教师。"] * 6))
        found = store.engine(WEIGHTS).search(asking("教师"), filters=None, limit=9)
        everywhere = sorted(sentence_id(name, ordinal) for name in IDS for ordinal in range(6))
        assert [one.sentence for one in found] == everywhere[:9]

    def test_a_filter_changes_no_score(self, store: Store) -> None:
        for name in IDS:
            store.save(name, report_of("招聘教师。", f"修建校舍{'。教师' * len(name)}", title="教师工作"))
        engine = store.engine(WEIGHTS)
        asked = asking("教师", "校舍", fields=FIELDS)
        every = engine.search(asked, filters=None, limit=50)
        some = engine.search(asked, filters=frozenset(IDS[:1]), limit=50)
        kept = {sentence_id(IDS[0], ordinal) for ordinal in range(2)}
        assert some == tuple(one for one in every if one.sentence in kept)

    def test_a_word_repeated_a_hundred_thousand_times_counts_as_often(self, store: Store) -> None:
        held = {"甲": report_of("学校" * 100_000, "学校。"), "乙": report_of("教师。")}
        for name, report in held.items():
            store.save(name, report)
        agree(store.engine(WEIGHTS), held, Search(asking("学校", fields=FIELDS), None, 5, WEIGHTS))

    def test_what_one_engine_has_seen_another_change_is_seen_by_it(self, store: Store) -> None:
        engine, asked = store.engine(WEIGHTS), Search(asking("教师", "校舍", fields=FIELDS), None, 60, WEIGHTS)
        held: dict[str, Report] = {}
        for round_, name in enumerate([*IDS, *IDS, *IDS]):
            report = report_of(*["招聘教师。"] * (round_ + 1), "修建校舍。", title=f"总结{round_}")
            change(store, held, name, report)
            agree(engine, held, asked)
        for name in IDS:
            change(store, held, name, None)
            agree(engine, held, asked)


def change(store: Store, held: dict[str, Report], name: str | None, report: Report | None) -> None:
    """Do one step to the store and to what is known to be in it."""
    if name is None:
        store.tidy()
        return
    held.pop(name, None)
    if report is None:
        store.remove(name)
    else:
        store.save(name, report)
        held[name] = report


def units_in(report: Report, field: Field) -> list[list[str]]:
    """The terms of each unit of a field."""
    if field == "title":
        return [list(grams(fold(report.title)))]
    if field == "heading":
        paths = dict.fromkeys(sentence.section for sentence in report.sentences)
        return [list(grams(fold("\n".join(path)))) for path in paths]
    of = searched_words if field == "words" else lambda text: list(grams(fold(text)))
    return [of(sentence.text) for sentence in report.sentences]
