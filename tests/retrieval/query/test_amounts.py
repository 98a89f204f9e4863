"""An amount in a question leads to the sentence that writes it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from retrieval.ask import Asker
from retrieval.query.amounts import amounts_in
from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import read_question
from store.archive.sqlite.archive import Archive
from store.model import Report
from tests.retrieval.conftest import store


@pytest.fixture
def ledger(archive: Archive, make_report: Callable[..., Report]) -> None:
    """Another report, with the amounts asked about among much else."""
    spent = [
        "收取教育费附加12600万元。",
        "新聘教师三百二十名。",
        "发放奖金1.26万元。",
        "参加体检31,560人次。",
        "信息化投资占比41.5％。",
    ]
    store(archive, "ledger", make_report("收支说明", [((), spent)]))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("1.26亿元是什么钱", "收取教育费附加12600万元。"),
        ("一亿二千六百万元是哪来的", "收取教育费附加12600万元。"),
        ("12600万是什么", "收取教育费附加12600万元。"),
        ("12600元发了什么", "发放奖金1.26万元。"),
        ("320人是干什么的", "新聘教师三百二十名。"),
        ("3.156万人次做了什么", "参加体检31,560人次。"),
        ("41.5%指什么", "信息化投资占比41.5％。"),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_same_amount_is_found_however_it_is_written(asker: Asker, question: str, quote: str) -> None:
    first = asker.ask(question).answers[0]
    assert first.quote == quote
    assert any(reason.code == "amount" for reason in first.why)
    assert first.asked is not None
    assert first.matched


@pytest.mark.usefixtures("ledger")
def test_filters_hold_for_amounts_too(asker: Asker) -> None:
    answer = asker.ask("教师教育费附加1.26亿元", report="qinghe")
    assert {one.report.id for one in answer.answers or answer.nearest} <= {"qinghe"}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("1.05亿元和223名", [105000000, 223]),
        ("超过5000万元的项目", []),  # a limit
        ("那8所学校在哪里", []),  # a small number stands everywhere
        ("近3年的投入", []),
        ("有多少教师", []),
    ],
)
def test_only_telling_amounts_are_looked_up(question: str, values: list[int]) -> None:
    found = amounts_in(read_question(question, ScopeWords(())))
    assert [one.value for one in found] == [Decimal(value) for value in values]


@pytest.mark.usefixtures("ledger")
def test_archive_finds_exact_values_only(archive: Archive) -> None:
    assert len(archive.holding_value(("money", "count"), Decimal("126000000"), 5)) == 1
    assert archive.holding_value(("count",), Decimal("126000000"), 5) == ()
    assert archive.holding_value(("money",), Decimal("126000000.001"), 5) == ()
    assert archive.holding_value(("money",), Decimal("126000000"), 0) == ()
