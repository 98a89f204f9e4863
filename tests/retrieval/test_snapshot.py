from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.ask import Asker
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.index.sqlite.maintenance import SqliteIndex
from retrieval.index.term_counts import Vocabulary
from retrieval.model import RankSettings
from retrieval.query.administrator_words import WordFiles
from store.archive.sqlite.archive import Archive
from store.model import Report, Source

QUESTION = "招聘教师多少名"


def write(archive: Archive, name: str, report: Report) -> None:
    source = Source(f"/{name}.txt", f"{name}.txt", name, "txt", "utf-8", report.text)
    archive.save(source, (report,), text_digest=name, loaded_at="2024-01-01T00:00:00Z")


def quotes(asker: Asker) -> list[str]:
    answer = asker.ask(QUESTION)
    return [one.quote for one in (*answer.answers, *answer.nearest)]


def test_question_asked_again_is_answered_from_memory(asker: Asker) -> None:
    assert asker.ask(QUESTION) is asker.ask(QUESTION)


@pytest.mark.parametrize(
    "options", [{"top": 1}, {"year": 2018}, {"place": "清河"}, {"report": "liuan"}, {"context": ["2018年的呢"]}]
)
def test_answer_is_remembered_for_the_very_same_question_only(asker: Asker, options: dict[str, object]) -> None:
    plain, other = asker.ask(QUESTION), asker.ask(QUESTION, **options)
    assert other is not plain
    assert asker.ask(QUESTION, **options) is other
    assert asker.ask(QUESTION) is plain


@pytest.mark.parametrize("elsewhere", [False, True], ids=["this connection", "another connection"])
def test_change_of_the_archive_is_noticed_at_the_next_question(
    archive: Archive, asker: Asker, make_report: Callable[..., Report], elsewhere: bool
) -> None:
    new = "全年招聘教师912名。"
    assert new not in quotes(asker)
    with Archive.open(archive.path, indexes=[SqliteIndex()]) as other:
        writer = other if elsewhere else archive
        write(writer, "new", make_report("新湖县2019年工作总结", [([], [new])], year=2019, place="新湖县"))
        assert new in quotes(asker)
        writer.remove(["new"])
    assert new not in quotes(asker)


def test_place_that_no_report_is_about_is_looked_up_once_a_version(archive: Archive, asker: Asker, monkeypatch) -> None:
    asked: list[str] = []
    mentions = archive.mentions
    monkeypatch.setattr(archive, "mentions", lambda name: asked.append(name) or mentions(name))
    for question in ("滁州有多少所小学", "滁州招聘教师多少名"):
        asker.ask(question, context=["滁州的校车有几辆"])
    assert asked == ["滁州"]


def test_more_of_the_same_is_told_without_another_search(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[object] = []
    search = SqliteEngine.search
    monkeypatch.setattr(SqliteEngine, "search", lambda *given, **how: searched.append(given) or search(*given, **how))
    few, more = asker.ask(QUESTION, top=1), asker.ask(QUESTION, top=3)
    assert (len(few.answers), len(more.answers), len(searched)) == (1, 3, 1)


def test_change_of_the_word_files_is_noticed_at_the_next_question(tmp_path: Path, archive: Archive) -> None:
    table = tmp_path / "words.csv"
    table.write_text("公厕,五谷轮回之所\n", "utf-8")
    settings, files = RankSettings(), WordFiles(synonyms=table, dictionary=None)
    asker = Asker(archive, SqliteEngine(archive.connection, settings.fields), settings, files)
    question = "建了几座五谷轮回之所"
    first = asker.ask(question)
    assert "公厕19座" in first.answers[0].quote
    assert asker.ask(question) is first
    table.write_text("小学,五谷轮回之所\n", "utf-8")
    changed = asker.ask(question)
    assert "公厕19座" not in [*changed.answers, *changed.nearest][0].quote


def test_what_is_known_of_words_is_what_the_engine_knows(archive: Archive) -> None:
    engine = SqliteEngine(archive.connection, RankSettings().fields)
    vocabulary = Vocabulary(engine)
    for words in (["教师", "招聘", "公厕"], ["公厕", "月球", "教师", "公厕"], []):
        assert vocabulary.document_counts("words", words) == engine.document_counts("words", words)
        assert vocabulary.document_counts("grams", words) == engine.document_counts("grams", words)
        assert vocabulary.idf(words) == engine.idf(words)
    assert vocabulary.co_occur("grams", ["教师", "招聘"]) is engine.co_occur("grams", ["教师", "招聘"])
