"""Lines that no person writes cost time in proportion to their length, and nothing that they hold is lost."""

from __future__ import annotations

import pytest

from store.readers.file_types import decode
from store.structure.parse import parse
from tests.growth import assert_in_proportion

UNITS = [
    " ",
    "\u3000",
    "\t",
    "1",
    "一",
    "年",
    "，",
    "、",
    "（",
    "<!-- ",
    ".",
    "-",
    "“",
    "万",
    "1,",
    "：",
    "|",
    "a",
    "5%",
    "2022年",
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_no_faster_than_a_line(unit: str) -> None:
    def load(length: int) -> None:
        text = f"青禾县教育局2022年工作总结\n全年{unit * (length // len(unit))}投入资金12万元。\n新建学校8所，招聘教师120名。\n"
        reports = parse(decode("x.txt", "x.txt", text.encode()))
        assert reports[0].sentences[-1].text == "新建学校8所，招聘教师120名。"

    assert_in_proportion(load, 4_000, 32_000)
