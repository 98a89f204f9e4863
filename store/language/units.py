"""The table of units, ``units.csv``: measure words, units of measurement, currencies, and what makes another word of each.

Columns: ``unit``; ``kind``; ``class`` (closed units count even with 一: 一小时, 一倍; other measure words do not: 一个, 一所; nouns
are counted without one: 2镇7乡); ``same_as``, what it is called in a figure (㎡ is 平方米); ``currency``; ``not_before`` and
``only_before``, what must not and what must stand behind it; ``not_behind``, what must not stand in front of its numeral;
``spelled_from``, the least number in characters that it counts with (三路 is a name, 三道 is none); ``base`` and ``factor``, how
much of which unit of its kind it is, by which amounts in both can be compared (斤 and 吨); ``example``, which a test needs the line for. The conditions are short
patterns divided by blanks, each needed. Read when a unit is first looked for.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from store import patterns as re
from store.quick_records import record

TABLE = Path(__file__).with_name("units.csv")


@record
class Unit:
    """A line of the table. ``blocked`` are the single characters of ``not_before``, looked at most often."""

    name: str
    kind: str
    closed: bool
    noun: bool
    called: str
    currency: str | None
    blocked: frozenset[str]
    not_before: re.Pattern[str] | None
    only_before: re.Pattern[str] | None
    not_behind: re.Pattern[str] | None
    spelled_from: int
    base: tuple[str, Decimal] | None

    def stands(self, text: str, end: int) -> bool:
        """Whether it is this unit that ends here, and not the first half of another word."""
        if text[end : end + 1] in self.blocked:
            return False
        if self.not_before and self.not_before.match(text, end):
            return False
        return self.only_before is None or self.only_before.match(text, end) is not None


@cache
def units() -> Mapping[str, Unit]:
    """Every unit by its name."""
    return {row["unit"]: unit_of(row) for row in csv.DictReader(TABLE.read_text("utf-8").splitlines())}


@cache
def in_base(name: str) -> tuple[str, Decimal]:
    """The unit in which amounts of a unit can be compared with others of its kind, and how much of that it is.

    >>> in_base("吨"), in_base("斤"), in_base("所")
    (('千克', Decimal('1000')), ('千克', Decimal('0.5')), ('所', Decimal('1')))
    """
    unit = units().get(name)
    return (name, Decimal(1)) if unit is None or unit.base is None else unit.base


@cache
def units_from(character: str) -> tuple[Unit, ...]:
    """The units that begin with a character, the longest first."""
    found = (unit for unit in units().values() if unit.name[0] == character)
    return tuple(sorted(found, key=lambda unit: -len(unit.name)))


def unit_of(row: Mapping[str, str]) -> Unit:
    """A line of the table as a unit."""
    words = row["not_before"].split()
    longer = [word for word in words if len(word) > 1]
    return Unit(
        *(row["unit"], row["kind"], row["class"] == "closed", row["class"] == "noun", row["same_as"] or row["unit"]),
        *(row["currency"] or None, frozenset(words) - set(longer), _any_of(longer)),
        *(_any_of(row["only_before"].split()), _any_of(row["not_behind"].split(), end="$")),
        *(int(row["spelled_from"] or 0), (row["base"], Decimal(row["factor"])) if row["base"] else None),
    )


def _any_of(words: list[str], end: str = "") -> re.Pattern[str] | None:
    return re.compile(f"(?:{'|'.join(words)}){end}") if words else None


# Nouns that a plain number may count without a measure word (新增6000学位).
COUNTED_NOUNS = (
    "学位 床位 座位 名额 岗位 学生 教师 师生 员工 居民 村民 群众 家庭 儿童 农户 用户 农民 职工 干部 党员 考生 毕业生 志愿者 公里线路"
).split()

# Nouns behind a numeral and measure word that make a fixed name of it: a principle, a slogan, not a count.
NAMES = (
    "四人帮 两弹一星 五家渠 八字宪法 八字方针 八项规定 八项主张 五项原则 四项基本原则 四个现代化 三个代表 三个世界 三个面向 四个全面 五位一体 三位一体 四位一体 "
    "四个意识 四个自信 两个维护 两个文明 两个确保 两个凡是 两个基本 三个百分百 五个统筹 两个务必 四个伟大 三个有利于 六个统一 四个服从 二十国集团 七十七国集团 "
    "三个中国 两个中国 三自一包 四个第一 三项纪律 八项注意 百年大计 三座大山 三次产业 两条腿 一国两制 两点论 三件套 十二生肖 三支两军 四省藏区 四个自我 两种制度 三结合 两参一改 两项补贴 三通 四个一批 八路军 九州通 三审三校 五台[山县] (?<=最[后先])(?:一公里|1公里|一百米|100米) \\d\\.\\d版"
).split()

# Behind 年 these make a name of the numeral: 三年行动计划, 九年义务教育, 五年制, 十年规划.
NAMED_YEARS = (
    "计划 规划 行动计划 行动 制 一贯 义务教育 纲要 远景 毛入园 毛入学 入园 教育 学前 学制 贯通 倍增 攻坚 提升计划 一届 一次 一度 任期 级 高中 "
    "中长期 发展规划 发展计划 滚动 建设计划 建设规划 改革与 远景规划 经济计划 国民经济 禁渔 禁捕"
).split()
