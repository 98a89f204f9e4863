import logging
import os
from pathlib import Path

import pytest

from retrieval.ask import Asker
from retrieval.errors import WordFileError
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.model import RankSettings
from retrieval.query.administrator_words import WordFiles
from retrieval.query.wordbook import Wordbook
from store.archive.sqlite.archive import Archive


def write(path: Path, text: str, *, encoding: str = "utf-8", later: int = 0) -> Path:
    path.write_text(text, encoding=encoding)
    # Two writes within one tick of a coarse clock must still differ.
    os.utime(path, ns=(10**18 + later, 10**18 + later))
    return path


def of(files: WordFiles, word: str) -> set[str]:
    return set(files().thesaurus.of(word))


def test_synonyms_hold_beside_ours(tmp_path: Path):
    files = WordFiles(synonyms=write(tmp_path / "s.csv", "蓝天工程,治气\n"), dictionary=None)
    assert of(files, "治气") == {"蓝天工程"}
    assert "教师" in of(files, "老师")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_of_every_spreadsheet_are_read(tmp_path: Path, encoding: str):
    files = WordFiles(
        synonyms=write(tmp_path / "s.csv", "蓝天工程,治气\n", encoding=encoding),
        dictionary=write(tmp_path / "d.csv", "# 校名\n苔溪镇中心小学 3 n\n大課間,100\n", encoding=encoding),
    )
    assert of(files, "治气") == {"蓝天工程"}
    assert files().dictionary == {"苔溪镇中心小学", "大课间"}


def test_change_holds_at_the_next_question(tmp_path: Path):
    path = write(tmp_path / "s.csv", "蓝天工程,治气\n")
    files = WordFiles(synonyms=path, dictionary=None)
    assert of(files, "治气") == {"蓝天工程"}
    write(path, "碧水工程,治气\n", later=1)
    assert of(files, "治气") == {"碧水工程"}


def test_files_that_have_not_changed_are_not_read_again(tmp_path: Path):
    files = WordFiles(synonyms=write(tmp_path / "s.csv", "蓝天工程,治气\n"), dictionary=None)
    assert files() is files()


@pytest.mark.parametrize(
    ("synonyms", "dictionary", "where"),
    [("教师,老师\n校车\n", "大课间\n", "s.csv:2"), ("教师,老师\n", "大课间\n大\n", "d.csv:2")],
)
def test_mistake_is_named_with_file_and_line(tmp_path: Path, synonyms: str, dictionary: str, where: str):
    files = WordFiles(synonyms=write(tmp_path / "s.csv", synonyms), dictionary=write(tmp_path / "d.csv", dictionary))
    with pytest.raises(WordFileError) as caught:
        files()
    assert caught.value.where == str(tmp_path / where)


def test_missing_file_is_named(tmp_path: Path):
    with pytest.raises(WordFileError, match=r"none\.csv"):
        WordFiles(synonyms=tmp_path / "none.csv", dictionary=None)()


def test_a_database_in_use_is_not_read(tmp_path: Path):
    with Archive.open(tmp_path / "wenbao.db") as archive:
        archive.reports()
        with pytest.raises(WordFileError, match="正在使用的数据库"):
            WordFiles(synonyms=tmp_path / "wenbao.db", dictionary=None)()


def test_bytes_of_no_encoding_are_refused(tmp_path: Path):
    path = tmp_path / "s.csv"
    path.write_bytes(b"\xff\xff\x80")
    with pytest.raises(WordFileError, match="编码"):
        WordFiles(synonyms=path, dictionary=None)()


def test_mistake_made_while_the_bot_runs_leaves_the_words_as_they_were(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    path = write(tmp_path / "s.csv", "蓝天工程,治气\n")
    files = WordFiles(synonyms=path, dictionary=None)
    files()
    write(path, "蓝天工程\n", later=1)
    with caplog.at_level(logging.WARNING):
        assert of(files, "治气") == {"蓝天工程"}
        files()
    assert [record.getMessage().split(":")[1] for record in caplog.records] == ["1"], "said once, with its line"
    write(path, "碧水工程,治气\n", later=2)
    assert of(files, "治气") == {"碧水工程"}


def test_question_is_answered_by_own_words(tmp_path: Path, archive: Archive):
    settings = RankSettings()
    engine = SqliteEngine(archive.connection, settings.fields)
    files = WordFiles(synonyms=write(tmp_path / "s.csv", "公厕,五谷轮回之所\n"), dictionary=None)
    answer = Asker(archive, engine, settings, files).ask("建了几座五谷轮回之所")
    assert "公厕19座" in answer.answers[0].quote
    assert any(reason.code == "variant" and reason.detail.endswith("→公厕") for reason in answer.answers[0].why)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("苔溪镇中心小学有几个班", ["苔溪镇中心小学", "有", "几个", "班"]),
        ("大学区制", ["大", "学区制"]),  # a word that begins inside another leaves the rest standing
        ("教师招聘", ["教师", "招聘"]),
    ],
)
def test_words_of_the_dictionary_stay_whole(tmp_path: Path, archive: Archive, text: str, words: list[str]):
    files = WordFiles(synonyms=None, dictionary=write(tmp_path / "d.csv", "苔溪镇中心小学\n学区制\n"))
    wordbook = Wordbook(SqliteEngine(archive.connection, RankSettings().fields), files())
    assert [token.text for token in wordbook.tokens(text)] == words
