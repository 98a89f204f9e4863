"""Lines that no person writes cost time in proportion to their length, and nothing that they hold is lost."""

from __future__ import annotations

import time

import pytest

from store.readers import decode
from store.structure.parse import parse

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


def seconds(unit: str, length: int) -> float:
    """The processor's time for a report with one line of so many characters, the best of three."""
    text = f"青禾县教育局2022年工作总结\n全年{unit * (length // len(unit))}投入资金12万元。\n新建学校8所，招聘教师120名。\n"
    times = []
    for _ in range(3):
        begin = time.process_time()
        reports = parse(decode("x.txt", "x.txt", text.encode()))
        times.append(time.process_time() - begin)
        assert reports[0].sentences[-1].text == "新建学校8所，招聘教师120名。"
    return min(times)


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_no_faster_than_a_line(unit: str) -> None:
    short, long = seconds(unit, 4_000), seconds(unit, 32_000)
    # Eight times the length; twice as much leaves room for a busy machine, the square would be sixty-four times.
    assert long < 16 * max(short, 0.005)
