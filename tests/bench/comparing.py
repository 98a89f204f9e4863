"""What a comparison costs over many reports: 332 counties, 20 years of each, a report of some lines for each year.

    python -m tests.bench.comparing FOLDER

The reports are made from a seed and loaded into FOLDER once. Five questions are asked in one process, each of them once,
twice and then thrice more with nothing remembered: seconds of a processor, and how many rows and missing reports.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot import wiring
from store.language.place_names import all_places
from tests.bench.asking import forget

SEED = 20210304
COUNTIES, YEARS = 332, range(2004, 2024)
QUESTIONS = (
    "哪个县GDP最高",
    "各县粮食产量排个名",
    "哪年财政收入最高的县是哪个",
    "各县城镇新增就业分别是多少",
    "2012到2022年各县GDP增速",
)
AGAIN = 3
_TELL_GRAIN = 0.9  # of the reports


def counties() -> list[str]:
    """The first counties of the list whose name no other place has."""
    named = [place.name for place in all_places() if place.rank == 2 and place.name[-1:] == "县"]
    return [name for name in dict.fromkeys(named) if named.count(name) == 1][:COUNTIES]


def reports() -> Iterator[tuple[str, str]]:
    """The name and the text of each report; the same ones every time."""
    chance = random.Random(SEED)
    for name in counties():
        economy, grain = chance.uniform(60, 300), chance.uniform(10, 90)
        for year in YEARS:
            growth = chance.uniform(3, 12)
            economy, grain = economy * (1 + growth / 100), grain * chance.uniform(0.97, 1.05)
            yield f"{name}_{year + 1}.txt", _text(name, year, economy, growth, grain, chance)


def _text(name: str, year: int, economy: float, growth: float, grain: float, chance: random.Random) -> str:
    called = chance.choice(("地区生产总值", "生产总值", "GDP"))
    harvest = f"粮食总产量{grain:.1f}万吨。" if chance.random() < _TELL_GRAIN else "粮食丰收。"
    return "\n".join(
        (
            f"{year + 1}年{name}政府工作报告",
            f"一、{year}年工作回顾",
            f"全县{called}达到{economy:.1f}亿元，增长{growth:.1f}%；一般公共预算收入{economy / 12:.2f}亿元。",
            f"{harvest}建成高标准农田{chance.randint(1, 20)}万亩。",
            f"城镇新增就业{chance.randint(2000, 30000)}人，改造老旧小区{chance.randint(3, 60)}个。",
            f"二、{year + 1}年工作安排",
            f"地区生产总值增长{chance.uniform(4, 9):.1f}%左右，城镇新增就业{chance.randint(2000, 30000)}人以上。",
        )
    )


def load(folder: Path) -> Path:
    """The archive of all of them, made where it is not there yet."""
    database, texts = folder / "comparing.db", folder / "reports"
    if not database.exists():
        texts.mkdir(parents=True, exist_ok=True)
        for name, text in reports():
            (texts / name).write_text(text, "utf-8")
        subprocess.run([sys.executable, "-m", "bot", "--quiet", "--db", str(database), "load", str(texts)], check=True)
    return database


def main(argv: list[str]) -> None:
    with wiring.open_archive(load(Path(argv[0])), readonly=True) as archive:
        asker = wiring.asker(archive)
        print(f"{len(archive.reports())} reports")
        for question in QUESTIONS:
            spent = []
            for _ in range(2 + AGAIN):
                begin = time.process_time()
                found = asker.ask(question)
                spent.append(time.process_time() - begin)
                forget(asker)
            told = found.comparison
            of = f"{len(told.rows)} rows, {len(told.missing)} missing" if told else f"no comparison: {found.status}"
            print(f"{question}: {spent[0]:.3f} {spent[1]:.3f} {min(spent[2:]):.3f} s, {of}")


if __name__ == "__main__":
    main(sys.argv[1:])
