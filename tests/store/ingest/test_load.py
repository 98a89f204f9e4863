"""Loading: each file whole or not at all, each status as it should be, whatever happens to the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest

from store.archive.sqlite.archive import Archive
from store.errors import ArchiveBusyError, ArchiveWriteError, UnreadableReportError
from store.ingest import jobs, prefetch, worker_processes
from store.ingest.jobs import Parsed
from store.ingest.load import CorrectionError, Ended, FileOutcome, LoadSummary, Progress, Totals, load
from store.model import Correction, Report, Source
from store.readers.file_types import decode
from store.structure.parse import parse

ROOT = Path(__file__).resolve().parents[3]
NOW = "2024-03-01T08:00:00Z"


def text_of(place: str = "云溪区", *, schools: int = 31, year: int = 2018) -> str:
    return (
        f"{place}教育局{year}年工作总结\n\n一、基本情况\n"
        f"全区共有学校{schools}所，在校学生2.6万人。教师队伍稳定，全年招聘教师120名。\n"
        "二、存在问题\n部分学校的运动场地不足，冬季取暖设施需要更新。\n"
    )


def compilation(*places: str) -> str:
    numerals = "一二三四五六"
    body = "全区共有学校{0}所，在校学生{0}千人，教职工{0}百人，新建校舍{0}百平方米，改造操场{0}片，添置图书{0}千册。\n"
    return "".join(
        f"教育局年度工作总结范文({numerals[number]})\n一、基本情况\n"
        + "".join(f"{place}的情况如下。" + body.format(count) for count in range(10, 16))
        for number, place in enumerate(places)
    )


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "wenbao.db") as archive:
        yield archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "报告"
    folder.mkdir()
    return folder


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding=encoding)
    return path


def run(
    archive: Archive,
    *paths: Path,
    correction: Correction = Correction(),  # noqa: B008 - frozen
    force: bool = False,
    dry_run: bool = False,
) -> LoadSummary:
    return load(paths, archive, loaded_at=lambda: NOW, correction=correction, force=force, dry_run=dry_run)


def only(summary: LoadSummary) -> FileOutcome:
    (outcome,) = summary.files
    return outcome


def statuses(summary: LoadSummary) -> list[str]:
    return [outcome.status for outcome in summary.files]


# -- statuses ----------------------------------------------------------------------------------------------------


def test_a_file_is_stored_as_its_reports_are_read(archive: Archive, folder: Path) -> None:
    path = write(folder, "2018_云溪.txt", text_of())
    outcome = only(run(archive, path))
    assert outcome == FileOutcome(str(path), "loaded", ("2018",), sentences=3)
    assert (archive.stored("2018"),) == parse(decode(str(path), path.name, path.read_bytes()))
    assert archive.report("2018").loaded_at == NOW


def test_an_unchanged_file_is_not_even_decoded(archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder, "2018_云溪.txt", text_of())
    run(archive, path)
    changes = archive.connection.total_changes

    def refuse(path: str, name: str, data: bytes) -> Source:
        raise AssertionError("decoded")

    monkeypatch.setattr(jobs, "decode", refuse)
    assert only(run(archive, folder)) == FileOutcome(str(path), "unchanged", ("2018",))
    assert archive.connection.total_changes == changes


def test_force_reads_an_unchanged_file_anew(archive: Archive, folder: Path) -> None:
    path = write(folder, "2018_云溪.txt", text_of())
    run(archive, path)
    assert only(run(archive, path, force=True)) == FileOutcome(str(path), "replaced", ("2018",), sentences=3)
    assert len(archive.reports()) == 1


def test_the_same_text_elsewhere_is_a_duplicate_whatever_its_encoding_and_spacing(
    archive: Archive, folder: Path
) -> None:
    run(archive, write(folder, "一.txt", text_of()))
    twin = write(folder, "二.txt", text_of().replace("\n\n", "\n\n\n"), encoding="gb18030")
    assert only(run(archive, twin)) == FileOutcome(str(twin), "duplicate", ("一",))
    assert only(run(archive, twin, force=True)).status == "duplicate"
    assert [info.source for info in archive.reports()] == ["一.txt"]


def test_texts_that_differ_in_one_character_form_are_two(archive: Archive, folder: Path) -> None:
    write(folder, "一.txt", text_of().replace("120名", "120名①"))
    write(folder, "二.txt", text_of().replace("120名", "120名1"))
    assert statuses(run(archive, folder)) == ["loaded", "loaded"]


def test_a_changed_file_is_replaced_under_its_ids(archive: Archive, folder: Path) -> None:
    path = write(folder, "2018_云溪.txt", text_of())
    run(archive, path)
    write(folder, path.name, text_of(schools=32))
    assert only(run(archive, path)) == FileOutcome(str(path), "replaced", ("2018",), sentences=3)
    assert "32所" in archive.stored("2018").text
    assert archive.check() == ()


def test_a_file_that_becomes_a_compilation_gets_new_ids(archive: Archive, folder: Path) -> None:
    path = write(folder, "2018_云溪.txt", text_of())
    run(archive, path)
    write(folder, path.name, compilation("云溪区", "白石县"))
    assert only(run(archive, path)).reports == ("2018-1", "2018-2")
    assert [info.id for info in archive.reports()] == ["2018-1", "2018-2"]


def test_a_file_that_becomes_the_same_as_another_is_a_duplicate_and_its_old_text_goes(
    archive: Archive, folder: Path
) -> None:
    run(archive, write(folder, "一.txt", text_of()), write(folder, "二.txt", text_of("白石县")))
    path = write(folder, "二.txt", text_of())
    assert only(run(archive, path)) == FileOutcome(str(path), "duplicate", ("一",))
    assert [info.id for info in archive.reports()] == ["一"]


def test_files_of_one_name_in_two_folders_are_two_files(archive: Archive, folder: Path) -> None:
    write(folder, "云溪/工作总结.txt", text_of("云溪区"))
    write(folder, "白石/工作总结.txt", text_of("白石县"))
    summary = run(archive, folder)
    assert sorted(outcome.reports for outcome in summary.files) == [("工作总结",), ("工作总结~2",)]
    assert sorted(info.place or "" for info in archive.reports()) == ["云溪区", "白石县"]
    assert statuses(run(archive, folder)) == ["unchanged", "unchanged"]


def test_members_of_a_zip_are_files_of_their_own(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "总结.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a/一.txt", text_of("云溪区"))
        packed.writestr("b/二.txt", text_of("白石县"))
    assert statuses(run(archive, path)) == ["loaded", "loaded"]
    assert statuses(run(archive, path)) == ["unchanged", "unchanged"]


# -- failures ----------------------------------------------------------------------------------------------------


def test_a_bad_file_fails_and_the_others_go_in(archive: Archive, folder: Path) -> None:
    write(folder, "1.txt", text_of("云溪区"))
    (folder / "2.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    write(folder, "3.txt", text_of("白石县"))
    summary = run(archive, folder, folder / "没有.txt")
    assert statuses(summary) == ["loaded", "failed", "loaded", "failed"]
    for failed in (summary.files[1], summary.files[3]):
        assert isinstance(failed.error, UnreadableReportError)
        assert failed.error.where == failed.path
        assert failed.error.remedy
    assert summary.totals == Totals(loaded=2, unchanged=0, duplicate=0, replaced=0, failed=2, reports=2, sentences=6)


def test_a_file_that_goes_bad_keeps_its_earlier_version(archive: Archive, folder: Path) -> None:
    path = write(folder, "2018_云溪.txt", text_of())
    run(archive, path)
    before = archive.stored("2018")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert only(run(archive, path)).status == "failed"
    assert archive.stored("2018") == before


@pytest.mark.parametrize("text", ["一、基本情况\n二、存在问题\n", "2018年\n"])
def test_a_file_without_a_sentence_fails(archive: Archive, folder: Path, text: str) -> None:
    outcome = only(run(archive, write(folder, "提纲.txt", text)))
    assert isinstance(outcome.error, UnreadableReportError)
    assert outcome.error.what == "没有一个完整的句子"
    assert archive.reports() == ()


def fail_on(marker: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse_or_fail(source: Source) -> tuple[Report, ...]:
        if marker in source.text:
            raise error
        return parse(source)

    monkeypatch.setattr(jobs, "parse", parse_or_fail)
    monkeypatch.setattr(worker_processes, "_is_alone", lambda: True)  # a copy of this process knows what was put in


def test_an_unforeseen_error_fails_one_file_and_is_kept_for_the_log(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "1.txt", text_of("云溪区"))
    write(folder, "2.txt", text_of("白石县"))
    cause = RecursionError("too deep")
    fail_on("云溪区", cause, monkeypatch)
    failed, loaded = run(archive, folder).files
    assert (failed.status, loaded.status) == ("failed", "loaded")
    assert isinstance(failed.error, UnreadableReportError)
    assert "RecursionError" in failed.error.what
    assert "too deep" in str(failed.error.__cause__)  # as the process that read it told


@pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt()])
def test_what_is_not_about_the_file_stops_the_load_between_files(
    archive: Archive, folder: Path, error: BaseException
) -> None:
    write(folder, "1.txt", text_of("云溪区"))
    write(folder, "2.txt", text_of("白石县"))
    times = iter(["2024-03-01T08:00:00Z"])

    def time_or_error() -> str:
        for time in times:
            return time
        raise error

    with pytest.raises(type(error)):
        load([folder], archive, loaded_at=time_or_error)
    assert [info.id for info in archive.reports()] == ["1"]
    assert archive.check() == ()


def test_a_file_that_the_memory_does_not_hold_costs_itself_alone(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "1.txt", text_of("云溪区"))
    write(folder, "2.txt", text_of("白石县"))
    fail_on("云溪区", MemoryError(), monkeypatch)
    failed, loaded = run(archive, folder).files
    assert "内存不足" in str(failed.error)
    assert loaded.status == "loaded"


def test_a_full_disk_keeps_what_is_stored_and_stops_trying(archive: Archive, folder: Path) -> None:
    first = write(folder, "1.txt", text_of())
    run(archive, first)
    before = archive.stored("1")
    pages = archive.connection.execute("PRAGMA page_count").fetchone()[0]
    archive.connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    write(folder, "2.txt", compilation(*"甲乙丙丁戊己") * 20)
    write(folder, "3.txt", text_of("白石县"))
    summary = run(archive, folder)
    assert statuses(summary) == ["unchanged", "failed", "failed"]
    assert isinstance(summary.files[1].error, ArchiveWriteError)
    assert summary.files[2].error is summary.files[1].error
    assert archive.stored("1") == before
    assert len(archive.reports()) == 1
    assert archive.check() == ()


def test_a_locked_archive_fails_the_files_once_and_for_all(archive: Archive, folder: Path) -> None:
    write(folder, "1.txt", text_of("云溪区"))
    write(folder, "2.txt", text_of("白石县"))
    with archive.writing(), Archive.open(archive.path, wait=0.05) as second:
        summary = run(second, folder)
    assert statuses(summary) == ["failed", "failed"]
    assert isinstance(summary.files[0].error, ArchiveBusyError)


def test_a_table_row_counts_as_a_sentence(archive: Archive, folder: Path) -> None:
    assert only(run(archive, write(folder, "表.txt", "镇街: 云溪镇，学校: 31\n"))).status == "loaded"


# -- corrections -------------------------------------------------------------------------------------------------


def front(archive: Archive, report_id: str) -> tuple[str, int | None, str | None]:
    info = archive.report(report_id)
    return info.title, info.year, info.place


def test_a_correction_stays_until_a_new_one_is_given(archive: Archive, folder: Path) -> None:
    path = write(folder, "1.txt", text_of("云溪区"))
    run(archive, path)
    assert only(run(archive, path, correction=Correction(year=2017))).status == "replaced"
    assert front(archive, "1") == ("云溪区教育局2018年工作总结", 2017, "云溪区")
    write(folder, "1.txt", text_of("云溪区", schools=40))
    run(archive, path)
    assert front(archive, "1")[1] == 2017
    run(archive, path, correction=Correction(title="云溪总结"))
    run(archive, path, force=True)
    assert front(archive, "1") == ("云溪总结", 2017, "云溪区")
    run(archive, path, correction=Correction(year=2016, place="云溪县"))
    assert front(archive, "1") == ("云溪总结", 2016, "云溪县")


def test_a_correction_for_several_files_stores_nothing(archive: Archive, folder: Path) -> None:
    write(folder, "1.txt", text_of("云溪区"))
    write(folder, "2.txt", text_of("白石县"))
    with pytest.raises(CorrectionError, match=r"2 个文件.*每次只载入"):
        run(archive, folder, correction=Correction(year=2017))
    assert archive.reports() == ()


def test_a_correction_for_several_reports_stores_nothing(archive: Archive, folder: Path) -> None:
    path = write(folder, "1.txt", compilation("云溪区", "白石县"))
    with pytest.raises(CorrectionError, match=r"2 篇报告.*拆成一篇一个文件"):
        run(archive, path, correction=Correction(year=2017))
    assert archive.reports() == ()


def test_a_correction_ends_where_the_file_becomes_several_reports(archive: Archive, folder: Path) -> None:
    path = write(folder, "1.txt", text_of())
    run(archive, path, correction=Correction(title="云溪总结"))
    write(folder, "1.txt", compilation("云溪区", "白石县"))
    run(archive, path)
    assert "云溪总结" not in {info.title for info in archive.reports()}


def test_a_corrected_part_keeps_its_correction_when_a_removed_one_comes_back(archive: Archive, folder: Path) -> None:
    path = write(folder, "1.txt", compilation("云溪区", "白石县"))
    run(archive, path)
    archive.revise("1-2", Correction(year=2011))
    archive.remove(["1-1"])
    run(archive, path, force=True)
    assert [front(archive, one)[1] for one in ("1-1", "1-2")] == [None, 2011]


def test_a_correction_goes_with_its_part_when_the_parts_change_places(archive: Archive, folder: Path) -> None:
    path = write(folder, "1.txt", compilation("云溪区", "白石县"))
    run(archive, path)
    archive.revise("1-2", Correction(year=2011))
    write(folder, "1.txt", compilation("白石县", "云溪区"))
    run(archive, path)
    assert [front(archive, one)[1] for one in ("1-1", "1-2")] == [2011, None]
    write(folder, "1.txt", compilation("赤水区", "青峰县"))
    run(archive, path)
    assert [front(archive, one)[1] for one in ("1-1", "1-2")] == [None, None]


def test_corrections_of_parts_that_say_the_same_stay_apart(archive: Archive, folder: Path) -> None:
    path = write(folder, "1.txt", compilation("云溪区", "云溪区"))
    run(archive, path)
    archive.revise("1-1", Correction(year=2010))
    archive.revise("1-2", Correction(year=2011))
    run(archive, path, force=True)
    assert [front(archive, one)[1] for one in ("1-1", "1-2")] == [2010, 2011]
    archive.revise("1-2", Correction(title="云溪总结"))
    run(archive, path, force=True)
    assert front(archive, "1-2") == ("云溪总结", 2011, front(archive, "1-1")[2])


# -- dry runs and progress ---------------------------------------------------------------------------------------


@pytest.fixture
def mixture(archive: Archive, folder: Path) -> Path:
    """Every status at once, and ids that clash between files that are not stored yet."""
    write(folder, "a_变.txt", text_of("甲区"))
    write(folder, "b_同.txt", text_of("乙区"))
    write(folder, "c_成双.txt", text_of("丙区"))
    run(archive, folder)
    write(folder, "a_变.txt", text_of("甲区", schools=50))
    write(folder, "c_成双.txt", text_of("乙区"))
    write(folder, "d_新.txt", text_of("丁区"))
    write(folder, "d_又新.txt", text_of("戊区"))
    write(folder, "e_再.txt", text_of("丁区"))
    write(folder, "f_旧.txt", text_of("甲区"))
    write(folder, "g_坏.txt", "没有句子")
    return folder


def test_a_dry_run_says_what_the_load_then_does(archive: Archive, mixture: Path) -> None:
    stored = archive.reports()
    changes = archive.connection.total_changes
    with Archive.open(archive.path, readonly=True) as reader:
        rehearsed = run(reader, mixture, dry_run=True)
    assert archive.reports() == stored
    assert archive.connection.total_changes == changes
    happened = run(archive, mixture)
    assert statuses(happened) == [
        *("replaced", "unchanged", "duplicate", "loaded", "loaded", "duplicate", "loaded", "failed")
    ]
    assert [(one.path, one.status, one.reports, one.sentences) for one in rehearsed.files] == [
        (one.path, one.status, one.reports, one.sentences) for one in happened.files
    ]


def test_progress_is_told_file_by_file(archive: Archive, mixture: Path) -> None:
    told: list[Progress] = []
    summary = load([mixture], archive, loaded_at=lambda: NOW, on_file=told.append)
    assert [(one.done, one.total) for one in told] == [(done, 8) for done in range(1, 9)]
    assert tuple(one.outcome for one in told) == summary.files


def test_a_load_may_be_ended_while_a_file_is_parsed(
    archive: Archive, mixture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end() -> None:
        raise Ended

    monkeypatch.setattr(prefetch, "_LOOK_EVERY", 0.0)
    endless = SimpleNamespace(submit=lambda job: Future[Parsed](), close=lambda: None)
    monkeypatch.setattr(prefetch.Prefetcher, "_begun", lambda ahead, count: endless)
    before = archive.reports()
    with pytest.raises(Ended):
        load([mixture], archive, loaded_at=lambda: NOW, while_waiting=end)
    assert archive.reports() == before


@pytest.mark.parametrize("lost", ["removed", "replaced", "emptied"])
def test_a_report_file_that_is_lost_during_a_load_is_told(archive: Archive, mixture: Path, lost: str) -> None:
    def lose(_: Progress) -> None:
        if lost == "emptied":
            os.truncate(archive.path, 0)
        elif archive.path.exists():
            archive.path.rename(archive.path.with_suffix(".aside"))
            if lost == "replaced":
                archive.path.with_suffix(".other").write_bytes(b"x")
                archive.path.with_suffix(".other").replace(archive.path)

    summary = load([mixture], archive, loaded_at=lambda: NOW, force=True, on_file=lose)
    assert isinstance(summary.files[-1].error, ArchiveWriteError)
    assert "没有写入" in summary.files[-1].error.what
    assert summary.totals.failed > 1


# -- other processes ---------------------------------------------------------------------------------------------

LOADER = """
import sys
from pathlib import Path
from store.archive.sqlite.archive import Archive
from store.ingest.load import load
with Archive.open(Path(sys.argv[1]), wait=30) as archive:
    summary = load([Path(sys.argv[2])], archive, loaded_at=lambda: "2024-03-01T08:00:00Z",
                   on_file=lambda progress: print(progress.outcome.status, flush=True))
sys.exit(summary.totals.failed)
"""


def loader(*arguments: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command: Sequence[str] = [sys.executable, "-c", LOADER, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9")
def test_a_killed_load_leaves_whole_files_and_can_go_on(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    for number in range(60):
        write(folder, f"{number}.txt", compilation(*(f"{number}号{place}区" for place in "甲乙丙丁戊己")))
    with loader(path, folder) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline() for _ in range(10)]
        process.kill()
    assert process.returncode == -signal.SIGKILL
    with Archive.open(path) as archive:
        assert archive.check() == ()
        stored = {info.source for info in archive.reports()}
        assert 10 <= len(stored) < 60, "the process was to be killed in the middle"
        assert len(archive.reports()) == 6 * len(stored)
        summary = run(archive, folder)
        assert (summary.totals.unchanged, summary.totals.loaded) == (len(stored), 60 - len(stored))
        assert archive.check() == ()
    assert seen == ["loaded\n"] * 10


def test_two_loads_at_once_both_succeed_and_store_each_text_once(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    for name in ("左", "右"):
        for number in range(12):
            write(tmp_path / name, f"{name}{number}.txt", text_of(f"{number}号区"))
    processes = [loader(path, tmp_path / name) for name in ("左", "右")]
    told = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(told[0] + told[1]) == ["duplicate"] * 12 + ["loaded"] * 12
    with Archive.open(path, readonly=True) as archive:
        assert len(archive.reports()) == 12
        assert archive.check() == ()
