import json
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.ask import Asker
from retrieval.errors import QuestionFileError
from retrieval.evaluation.measure import measure, names_report, read_questions
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.index.sqlite.maintenance import SqliteIndex
from retrieval.model import RankSettings
from store.archive.sqlite.archive import Archive
from store.model import ReportInfo
from store.readers.file_types import decode
from store.structure.parse import parse

INFO = ReportInfo("qinghe", "总结", None, None, None, None, "007_清河.txt", 2, "", 0, 0, 0)


def write(folder: Path, *rows: dict[str, object]) -> Path:
    base = {"type": "count", "report": "qinghe", "scope": False, "answers": [], "figures": []}
    path = folder / "questions.jsonl"
    lines = [json.dumps({"id": f"t{n}", **base, **row}, ensure_ascii=False) for n, row in enumerate(rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("key", "named"),
    [("qinghe", True), ("007", True), ("007-2", True), ("007-1", False), ("00", False), ("8", False), ("qing", False)],
)
def test_key_of_a_question_names_a_report(key: str, named: bool) -> None:
    assert names_report(key, INFO) is named


def test_key_names_a_file_of_exactly_that_name() -> None:
    assert names_report("007", replace(INFO, source="007.docx"))


def test_scores(tmp_path: Path, archive: Archive, asker: Asker) -> None:
    path = write(
        tmp_path,
        {"question": "全年招聘多少教师", "evidence": ["全年招聘 教师186名"]},
        {"question": "全年招聘多少教师", "evidence": ["全年招聘教师186名"], "report": "liuan", "scope": True},
        {"question": "小学和幼儿园几所", "evidence": ["小学42所", "幼儿园6所"]},
        {"question": "小学和幼儿园几所", "evidence": ["小学42所", "没有的"], "evidence_mode": "any"},
        {"question": "小学和幼儿园几所", "evidence": ["小学42所", "没有的"]},
        {"question": "木星卫星轨道", "evidence": [], "report": None, "type": "unanswerable"},
        {"question": "招聘教师", "evidence": ["186名", "75名"], "report": ["qinghe", "liuan"], "type": "compare"},
    )
    result = measure(archive, asker, read_questions(path))
    assert [one.rank is not None for one in result.outcomes] == [True, False, True, True, True, False, True]
    assert [one.complete for one in result.outcomes[:5]] == [True, False, True, True, False]
    assert (result.overall.count, result.overall.hit5, result.overall.complete) == (5, 0.8, 0.6)
    assert [(score.name, score.count) for score in result.by_scope] == [("scope", 1), ("no scope", 4)]
    assert [(score.name, score.count) for score in result.by_type] == [("count", 5), ("compare", 1)]
    assert (result.unanswerable, result.refused, result.wrongly_refused) == (1, 1, 0)
    assert result.baseline.count == 5


def test_questions_that_do_not_say_whether_they_name_their_report(
    tmp_path: Path, archive: Archive, asker: Asker
) -> None:
    path = tmp_path / "questions.jsonl"
    row = {"id": "1", "question": "全年招聘多少教师", "type": "count", "report": "qinghe", "evidence": ["教师186名"]}
    path.write_text(json.dumps(row), encoding="utf-8")
    result = measure(archive, asker, read_questions(path))
    assert (result.overall.hit1, result.by_scope) == (1.0, ())


def test_figures_are_looked_for_in_the_first_quotation_and_in_the_rows(
    tmp_path: Path, archive: Archive, asker: Asker
) -> None:
    path = write(
        tmp_path,
        {"question": "全年招聘多少教师", "evidence": ["招聘教师186名"], "figures": [{"value": 186, "unit": "名"}]},
        {"question": "现有小学几所", "evidence": ["小学42所"], "figures": [{"value": 43, "unit": "所"}]},
        {
            "question": "新建改建校舍投入多少资金",
            "evidence": ["投入资金2350万元"],
            "figures": [
                {"value": 2350, "unit": "万元", "plain": 23500000},
                {"value": 3.2, "unit": "万平方米", "plain": 32000},
            ],
        },
        {"question": "食堂厨师", "evidence": ["不在第一句"], "figures": [{"value": 1, "unit": "名"}]},
        {
            "question": "各地招聘教师分别多少名",
            "evidence": ["教师186名", "教师75名"],
            "report": ["qinghe", "liuan"],
            "type": "compare",
            "figures": [{"value": 186, "unit": "名"}, {"value": 76, "unit": "名"}],
        },
    )
    result = measure(archive, asker, read_questions(path))
    assert (result.figures_right, result.figures_asked, result.figures_of) == (2, 2, 3)
    assert (result.compared_found, result.compared_of) == (1, 2)


def test_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('\n{"id": "t1"}\n', encoding="utf-8")
    with pytest.raises(QuestionFileError, match="jsonl:2"):
        read_questions(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="nowhere"):
        read_questions(tmp_path / "nowhere.jsonl")


def test_development_questions_are_answered(shared: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "real.db", indexes=[SqliteIndex()]) as archive:
        for path in sorted((shared / "reports").glob("*.txt")):
            source = decode(str(path), path.name, path.read_bytes())
            archive.save(source, parse(source), text_digest=source.digest, loaded_at="")
        settings = RankSettings()
        asker = Asker(archive, SqliteEngine(archive.connection, settings.fields), settings)
        result = measure(archive, asker, read_questions(shared / "questions" / "dev.jsonl"))
    assert result.overall.count == 164
    assert result.overall.hit1 >= 0.88
    assert result.overall.hit3 >= 0.94
    assert result.overall.hit5 >= 0.95
    assert result.baseline.hit1 == pytest.approx(0.64, abs=0.03)
    assert result.wrongly_refused <= 1
    assert result.figures_right >= 0.97 * result.figures_of
    assert result.figures_asked >= 0.85 * result.figures_of
    assert result.compared_of == 12
    assert result.compared_found >= 10
