"""What an administrator sees of a load, and what everybody sees when something stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.screens.callbacks import Action, read_callback
from bot.telegram.screens.loading import (
    Stage,
    corrected_screen,
    failed_screen,
    incident,
    loaded_screen,
    progress_screen,
    prompt_for,
    refused,
    slow_down,
    too_large,
    undone_screen,
)
from bot.telegram.screens.model import Screen
from store.errors import ReportQAError, UnreadableReportError
from store.ingest.load import FileOutcome, LoadSummary
from store.ingest.load import Status as LoadStatus
from tests.bot.telegram.screens.build import INFO, anything, buttons, check, info, long_texts, read

ERROR = UnreadableReportError("没有一个完整的句子", where="/reports/坏.docx", remedy="请检查文件内容是不是报告正文")


def loaded(files: Sequence[FileOutcome], *infos: object) -> Screen:
    made = loaded_screen(LoadSummary(tuple(files)), infos, number=7)
    check([made])
    return made


def test_progress_shows_the_stage_and_how_many_files_are_done() -> None:
    made = [progress_screen("总结.docx", stage, 3, 12) for stage in get_args(Stage)]
    check(made)
    assert read(made[2]).text == "正在载入 总结.docx\n✓ 下载 → ✓ 解析 → ▸ 切句 → 入库\n已完成 3/12"
    assert (
        read(progress_screen("总结.docx", "download", 0, 1)).text == "正在载入 总结.docx\n▸ 下载 → 解析 → 切句 → 入库"
    )


def test_one_report_says_what_it_became_and_can_be_corrected() -> None:
    made = loaded([FileOutcome("/a/总结.docx", "loaded", (INFO.id,), 9)], info(year=None))
    assert read(made).text.splitlines() == [
        *("已载入 1 篇报告，9 句，4 个数据。", "《云堤县教育局工作总结》", "⚠️ 年份未识别 · 云堤县")
    ]
    actions = {label: read_callback(button.callback or "") for label, button in buttons([made]).items()}
    assert {label: one and (one.action, one.number) for label, one in actions.items()} == {
        "撤销": (Action.UNDO, 7),
        "改年份": (Action.YEAR, 7),
        "改地区": (Action.PLACE, 7),
        "改标题": (Action.TITLE, 7),
        "改单位": (Action.ISSUER, 7),
    }


def test_several_reports_can_only_be_taken_back() -> None:
    made = loaded([FileOutcome("/a/汇编.docx", "loaded", ("a-1", "a-2"), 18)], INFO, info("第二篇"))
    assert "《第二篇》\n2021年 · 云堤县 · 共 9 句" in read(made).text
    assert [*buttons([made])] == ["撤销"]


def test_what_was_not_loaded_is_named_with_reason_and_remedy() -> None:
    outcomes = [
        FileOutcome("/reports/坏.docx", "failed", error=ERROR),
        FileOutcome("/reports/旧.docx", "unchanged", (INFO.id,)),
        FileOutcome("/reports/同.docx", "duplicate", (INFO.id,)),
    ]
    made = loaded(outcomes)
    assert read(made).text.splitlines() == [
        *("没有新内容。", "这个文件已经载入过，没有变化。", "已有内容相同的报告，没有重复存入。"),
        *("没能载入 1 个文件：", "坏.docx：没有一个完整的句子；请检查文件内容是不是报告正文"),
    ]
    assert not made.rows


def test_long_lists_are_cut_with_a_count() -> None:
    names = [f"第{place}篇" for place in range(40)]
    files = [FileOutcome(f"/a/{name}.docx", "failed", error=ERROR) for name in names]
    text = read(loaded([FileOutcome("/a/全.zip", "loaded", tuple(names)), *files], *map(info, names))).text
    assert text.count("《") == 10
    assert text.count("坏") == 0
    assert text.count("……另有 30 项") == 2


def test_undone_names_what_is_gone_and_says_where_there_was_nothing() -> None:
    made = [undone_screen(["甲总结", "乙总结"]), undone_screen([])]
    assert [read(one).text for one in made] == [
        "已撤销，删除了 2 篇报告：\n《甲总结》\n《乙总结》",
        "这次载入已经撤销过了。",
    ]


def test_correction_shows_the_report_as_it_is_now() -> None:
    made = corrected_screen(info(year=2019, place="临水"), number=7)
    assert read(made).text == "已改好：\n《云堤县教育局工作总结》\n2019年 · 临水 · 共 9 句"
    assert [*buttons([made])] == ["撤销", "改年份", "改地区", "改标题", "改单位"]


def test_a_person_who_may_not_gets_the_own_id_to_copy() -> None:
    made = refused(123456789)
    check([made])
    assert "<code>123456789</code>" in made.html
    assert buttons([made])["复制编号"].copy == "123456789"


def test_too_large_a_file_is_told_the_way_out() -> None:
    made = too_large("<大>.pdf", 20)
    check([made])
    assert "<code>wenbao load 文件</code>" in made.html
    assert "&lt;大&gt;.pdf 超过 20 MB" in made.html


def test_faults_and_limits_are_said_politely() -> None:
    said = [read(one).text for one in (slow_down(12), incident("A1B2"), failed_screen(ERROR))]
    assert "12 秒" in said[0]
    assert "A1B2" in said[1]
    assert said[2] == "/reports/坏.docx：没有一个完整的句子；请检查文件内容是不是报告正文"


@given(st.lists(st.tuples(anything, st.sampled_from(get_args(LoadStatus))), max_size=15), long_texts)
def test_any_names_make_messages_that_telegram_takes(files: list[tuple[str, LoadStatus]], long: str) -> None:
    error = ReportQAError(long, where=long, remedy=long)
    infos = [info(name or long, year=None, place=name or None) for name, _ in files]
    outcomes = [FileOutcome(name, status, error=error if status == "failed" else None) for name, status in files]
    loaded(outcomes, *infos)
    of = info(long, place=long)
    for made in (
        *(prompt_for(field, of) for field in ("year", "place", "title", "issuer")),
        corrected_screen(of, number=7),
        *(undone_screen([long] * 12), too_large(long, 20), failed_screen(error)),
        progress_screen(long, "parse", 1, 2),
    ):
        check([made])
