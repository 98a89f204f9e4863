"""What a file may take: one that costs more is ended with its process, named with its limit, and the others go on."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

from store.archive.sqlite.archive import Archive
from store.errors import UnreadableReportError
from store.ingest import jobs, worker_processes
from store.ingest.load import LoadSummary, load
from store.limits import Limits, within
from store.readers.file_types import decode

NOW = "2024-03-01T08:00:00Z"
GOOD = "青禾县教育局2021年工作总结\n全年招聘教师132名，投入资金4260万元。\n"


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[LoadSummary, list[str]]]:
    """Loads three files, of which the second is dealt with as said; what became of them and what is stored."""

    def call(costly: Callable[[], object], limits: Limits) -> tuple[LoadSummary, list[str]]:
        real = jobs.decode

        def decoding(path: str, name: str, data: bytes) -> Any:
            if name == "b.txt":
                costly()
            return real(path, name, data)

        monkeypatch.setattr(jobs, "decode", decoding)
        monkeypatch.setattr(worker_processes, "_is_alone", lambda: True)  # a copy of this process knows what was put in
        folder = tmp_path / "files"
        folder.mkdir()
        for name in "abc":
            (folder / f"{name}.txt").write_text(GOOD.replace("132", str(130 + ord(name))), "utf-8")
        with Archive.open(tmp_path / "wenbao.db") as archive:
            summary = load([folder], archive, loaded_at=lambda: NOW, limits=limits)
            assert archive.check(deep=True) == ()
            return summary, [info.id for info in archive.reports()]

    return call


def spin() -> None:
    """What never ends."""
    while True:
        pass


def hoard() -> None:
    """What fills the memory."""
    held = []
    for _ in range(200):
        held.append(b"x" * 10_000_000)
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("costly", "limits", "said"),
    [
        (spin, Limits(seconds=1), "太费时间，已停止，最多 1 秒；请拆成小一些的文件，或提高配置里的 load.seconds"),
        (
            hoard,
            Limits(memory_mb=700),
            "太占内存，已停止，最多 700 MB；请拆成小一些的文件，或提高配置里的 load.memory_mb",
        ),
    ],
)
def test_a_costly_file_is_ended_and_the_others_go_on(
    costly: Callable[[], object], limits: Limits, said: str, loaded: Callable[..., tuple[LoadSummary, list[str]]]
) -> None:
    summary, stored = loaded(costly, limits)
    assert [file.status for file in summary.files] == ["loaded", "failed", "loaded"]
    assert stored == ["a", "c"]
    error = summary.files[1].error
    assert error is not None
    assert said in str(error)
    assert str(error).startswith(summary.files[1].path)


def _docx(depth: int) -> bytes:
    made = docx.Document()
    table = made.add_table(1, 1)
    for _ in range(depth):
        table = table.cell(0, 0).add_table(1, 1)
    table.cell(0, 0).text = "全年招聘教师132名。"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _xlsx(cells: int) -> bytes:
    book = openpyxl.Workbook()
    assert book.active
    for row in range(cells // 10):
        book.active.append([f"招聘教师{row}名"] * 10)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pdf(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(pages):
        canvas.drawString(50, 700, f"page {page}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.docx", _docx(60), "depth"),
        ("a.xlsx", _xlsx(2000), "cells"),
        ("a.pdf", _pdf(30), "pages"),
        ("a.txt", (GOOD * 30).encode(), "characters"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_counted_is_counted_by_each_reader(name: str, data: bytes, key: str) -> None:
    few = Limits(**{key: {"depth": 100, "cells": 1000, "pages": 20, "characters": 1000}[key]})
    with within(few), pytest.raises(UnreadableReportError) as refused:
        decode(f"/r/{name}", name, data)
    assert refused.value.where == f"/r/{name}"
    assert f"load.{key}" in refused.value.remedy
    assert "最多 " in refused.value.what
