"""What the tests of reading share: sources made from text, case files, and other people's reports where they are."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from store.model import Source

DATA = Path(__file__).resolve().parents[1] / "data"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def source(text: str, *, name: str = "x.txt", headings: tuple[int, ...] = (), title: str | None = None) -> Source:
    return Source(name, name, "", "txt", "utf-8", text, headings=headings, title=title)


def cases(file: str, key: str = "case") -> list[Any]:
    """The cases of a file, each under its label."""
    with (DATA / file).open("rb") as stream:
        return [pytest.param(case, id=case["label"]) for case in tomllib.load(stream)[key]]


def table(file: str) -> dict[str, Any]:
    with (DATA / file).open("rb") as stream:
        return tomllib.load(stream)


def real_texts() -> list[Any]:
    """Every real report that is at hand, as (name, text); one skipped parameter where there is none."""
    found = [
        pytest.param(path.name, path.read_text("utf-8"), id=path.name[:3]) for path in SHARED.glob("reports/*.txt")
    ]
    corpus = SHARED / "corpora" / "government_work_reports_1954_2014.jsonl"
    if corpus.exists():
        for line in corpus.read_text("utf-8").splitlines():
            report = json.loads(line)
            found.append(pytest.param(f"{report['title']}.txt", report["content"], id=str(report["year"])))
    return found or [pytest.param("", "", marks=pytest.mark.skip(reason="the folder shared is not beside the project"))]
