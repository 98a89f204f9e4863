"""The engine against an oracle that knows nothing of it: whole corpora in memory, scored by retrieval.bm25."""

import sqlite3
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.bm25 import BM25, idf
from retrieval.engines.sqlite import SqliteEngine, SqliteIndex
from retrieval.model import Candidate, FieldQuery, FieldWeights, Query, Term
from retrieval.segment import fold, grams, words
from store.archive import sentence_id
from store.model import Report, Sentence

WEIGHTS = FieldWeights()
PHRASES = ["学校", "教师", "招聘", "经费", "12名", "安全工作", "学", "。", ",", "學校"]


def phrases(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PHRASES), min_size=least, max_size=most).map("".join)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    rows = draw(st.lists(st.tuples(phrases(1, 6), st.booleans(), st.booleans()), max_size=6))
    sentences, paragraph, path = [], 0, draw(st.lists(phrases(1, 2), max_size=2))
    for text, new_paragraph, new_section in rows:
        paragraph += new_paragraph
        path = [*path[:1], text] if new_section else path
        sentences.append(Sentence(text, 0, len(text), tuple(path), paragraph, 1, 1))
    return Report(1, draw(phrases(0, 3)), None, None, None, None, "", (), tuple(sentences), ())


@st.composite
def queries(draw: st.DrawFn) -> Query:
    weights = st.sampled_from([0.3, 0.5, 1.0])
    asked = {text: draw(weights) for text in draw(st.lists(phrases(1, 2), max_size=3, unique=True))}
    word_terms = {word: weight for text, weight in asked.items() for word in words(fold(text))}
    gram_terms = {gram: weight for text, weight in asked.items() for gram in grams(fold(text))}
    as_terms = lambda found: tuple(Term(*item) for item in sorted(found.items()))  # noqa: E731
    return Query(
        (
            FieldQuery("words", as_terms(word_terms)),
            *(FieldQuery(field, as_terms(gram_terms)) for field in ("grams", "heading", "title")),
        )
    )


def oracle(held: Mapping[str, Report], query: Query, filters: frozenset[str] | None, limit: int) -> list[Candidate]:
    asked = {part.field: part.terms for part in query.fields}
    texts = [(name, s) for name, report in held.items() for s in report.sentences]
    paths = [
        (name, path) for name, report in held.items() for path in dict.fromkeys(s.section for s in report.sentences)
    ]

    def score(field: str, corpus: list[list[str]]) -> list[float]:
        k1, b = (WEIGHTS.k1, WEIGHTS.b) if field == "words" else (WEIGHTS.gram_k1, WEIGHTS.gram_b)
        ranker = BM25(corpus, k1=k1, b=b)
        per_term = [term.weight * ranker.get_scores([term.text]) for term in asked[field]]
        return [sum(scores) for scores in zip(*per_term, strict=True)] if per_term else [0.0] * len(corpus)

    by_words = score("words", [list(words(fold(s.text))) for _, s in texts])
    by_grams = score("grams", [list(grams(fold(s.text))) for _, s in texts])
    by_path = dict(zip(paths, score("heading", [list(grams(fold("\n".join(p)))) for _, p in paths]), strict=True))
    by_title = dict(zip(held, score("title", [list(grams(fold(r.title))) for r in held.values()]), strict=True))
    own = [WEIGHTS.words * a + b for a, b in zip(by_words, by_grams, strict=True)]
    first = {}
    for place, (name, sentence) in enumerate(texts):
        first.setdefault((name, sentence.paragraph), place)
    found, ordinals = [], dict.fromkeys(held, 0)
    for place, (name, sentence) in enumerate(texts):
        lead = first[name, sentence.paragraph]
        total = own[place] + WEIGHTS.heading * by_path[name, sentence.section] + WEIGHTS.title * by_title[name]
        total += 0 if lead == place else WEIGHTS.lead * own[lead]
        if own[place] > 0 and (filters is None or name in filters):
            found.append(Candidate(sentence_id(name, ordinals[name]), round(total, 9)))
        ordinals[name] += 1
    return sorted(found, key=lambda one: (-one.score, one.sentence))[:limit]


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.none() | reports()), max_size=6),
    queries(),
    st.none() | st.frozensets(st.sampled_from(["a", "b", "c"])),
    st.integers(1, 8),
)
@settings(max_examples=200, deadline=None)
def test_engine_equals_the_oracle_after_any_adding_and_removing(
    steps: list[tuple[str, Report | None]], query: Query, filters: frozenset[str] | None, limit: int
) -> None:
    db, index, held = sqlite3.connect(":memory:"), SqliteIndex(), {}
    index.create(db)
    for name, report in steps:
        index.remove(db, name)
        held.pop(name, None)
        if report is not None:
            index.add(db, name, report)
            held[name] = report
    found = SqliteEngine(db, WEIGHTS).search(query, filters=filters, limit=limit)
    expected = oracle(held, query, filters, limit)
    assert [one.sentence for one in found] == [one.sentence for one in expected]
    assert [one.score for one in found] == pytest.approx([one.score for one in expected], abs=1e-9)
    db.close()


def report_of(*texts: str, title: str = "总结") -> Report:
    sentences = tuple(Sentence(text, 0, len(text), (), place, 1, 1) for place, text in enumerate(texts))
    return Report(1, title, None, None, None, None, "", (), sentences, ())


@pytest.fixture
def db() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    SqliteIndex().create(connection)
    return connection


def test_removing_leaves_nothing_behind(db: sqlite3.Connection) -> None:
    index = SqliteIndex()
    index.add(db, "a", report_of("招聘教师。", "修建校舍。"))
    index.remove(db, "a")
    counts = [db.execute(f"SELECT COUNT(*) FROM {name}").fetchone() for name in ("search_reports", "search_postings")]
    assert counts == [(0,), (0,)]
    db.close()


def test_addends_make_up_the_score(db: sqlite3.Connection) -> None:
    SqliteIndex().add(db, "a", report_of("招聘教师。", "教师培训。", title="教师工作"))
    terms = (Term("教师", 1.0),)
    query = Query(tuple(FieldQuery(field, terms) for field in ("words", "grams", "title")))
    for one in SqliteEngine(db, WEIGHTS).search(query, filters=None, limit=5):
        assert sum(part.score for part in one.parts) == pytest.approx(one.score, abs=1e-8)
    db.close()


def test_equal_scores_stand_in_the_order_of_the_sentences(db: sqlite3.Connection) -> None:
    SqliteIndex().add(db, "a", report_of(*["招聘教师。"] * 6))
    query = Query((FieldQuery("words", (Term("教师", 1.0),)),))
    found = SqliteEngine(db, WEIGHTS).search(query, filters=None, limit=4)
    assert [one.sentence for one in found] == [sentence_id("a", ordinal) for ordinal in range(4)]
    db.close()


def test_a_word_that_no_sentence_holds_tells_most(db: sqlite3.Connection) -> None:
    SqliteIndex().add(db, "a", report_of("招聘教师。", "教师培训。", "修建校舍。"))
    assert SqliteEngine(db, WEIGHTS).telling(["教师", "校舍", "飞船"]) == (idf(3, 2), idf(3, 1), idf(3, 0))
    db.close()
