"""Figures that may be rows of a comparison in; out come the rows: one for each place or year, all of one nature and unit.

The nature that the rows share is the one in which most of them, and the surest, are said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from retrieval.answers.comparability import Nature
from store import patterns as re
from store.language.place_names import places_called
from store.model import Figure, ReportInfo
from store.quick_records import record

Key = tuple[str, int | None]

# The figures of dev (12) and of our own questions (15) are all found with these. One or two of them are lost by either of
# _LEAST_HOLD 0.5 and _BESIDE_BEST 0.6; lower values find them too and let more through that says something else.
_LEAST_HOLD = 0.4  # how much of the question must stand around a figure
_BESIDE_BEST = 0.5  # and how much beside the best row's
_NEWEST = 0.6  # of the score of a place's best year: so much is enough for a newer one


@record
class RowChoice:
    """A figure that may be a row, and the sentence (by its id) and report that say it.

    ``series`` is whose it is, a place or a row of reports, ``year`` of which year, if one can be told. One ``aside`` counts
    some of several kinds: no row, and still something that its report says of what is compared.
    """

    report: ReportInfo
    sentence: int
    figure: Figure
    hold: float
    score: float
    series: str
    year: int | None
    nature: Nature
    aside: bool = False

    @property
    def key(self) -> Key:
        """What the row is for."""
        return self.series, self.year


def best_rows(
    choices: Sequence[RowChoice], *, by_place: bool, all_series: bool, like: Nature | None = None
) -> list[RowChoice]:
    """One row for each place and year, of the nature that the most and best of them share, or of that of ``like``.

    ``by_place`` keeps the newest year of each place alone; unless ``all_series`` only one place, the one said best, has rows.
    """
    alike: defaultdict[Nature, dict[Key, RowChoice]] = defaultdict(dict)
    for choice in choices:
        best = alike[choice.nature]
        before = best.get(choice.key)
        if before is None or choice.score > before.score:
            best[choice.key] = choice
    natures = alike if like is None else [like]
    tables = [table_of(alike[nature], by_place=by_place, all_series=all_series) for nature in natures]
    rows = max(tables, key=_worth, default=[])
    least = max((_BESIDE_BEST * row.hold for row in rows), default=0.0)
    return [row for row in rows if row.hold >= max(least, _LEAST_HOLD)]


def series_of(report: ReportInfo) -> str:
    """What the reports of one place, or of one series, have in common from year to year."""
    return report.place or re.sub(r"[\d年]", "", report.title)


def newest_of_each(reports: Sequence[ReportInfo]) -> tuple[ReportInfo, ...]:
    """The newest report of each place or series, in the order given."""
    newest: dict[str, ReportInfo] = {}
    for report in reports:
        before = newest.setdefault(series_of(report), report)
        if (report.year or 0) > (before.year or 0):
            newest[series_of(report)] = report
    return tuple(newest.values())


def of_level(reports: Sequence[ReportInfo], level: str | None) -> list[ReportInfo]:
    """The reports of places of this level (省, 市, 县 …); all of them where None is asked for, or hardly any are of it."""
    if level is None:
        return list(reports)
    fitting = [report for report in reports if report.place and _level(report) in _LEVELS[level]]
    return fitting if len({report.place for report in fitting}) > 1 else list(reports)


# What may be meant by a level: 市 are also those under the state, 县 also 区 and 市 beside them.
_LEVELS = {"省": "省", "市": "市", "州": "市州", "县": "县区旗", "区": "县区旗", "镇": "镇乡", "乡": "镇乡"}
_RANKS = "省市县"


def _level(report: ReportInfo) -> str:
    """The level of a report's place, as its title writes it or the list of places knows it; "" where neither tells."""
    place = report.place or ""
    listed = places_called(place)
    if place[-1:] in _NAMED and not (listed and listed[0].short == place):  # 贵州 is no 州
        return place[-1]
    written = re.search(rf"{re.escape(place)}(?:\w族)*(?:自治)?([{_NAMED}省市])", report.title)
    if listed and listed[0].rank == 0:  # 北京市 is asked about where provinces are
        return _RANKS[0]
    return written[1] if written else _RANKS[min(listed[0].rank, len(_RANKS) - 1)] if listed else ""


_NAMED = "县区旗镇乡州盟"


def table_of(best: Mapping[Key, RowChoice], *, by_place: bool, all_series: bool) -> list[RowChoice]:
    """The rows of one nature, by what each is for; see :func:`best_rows`."""
    of_series: defaultdict[str, list[RowChoice]] = defaultdict(list)
    for choice in best.values():
        of_series[choice.series].append(choice)
    if by_place:
        of_series = defaultdict(list, {series: [_newest(rows)] for series, rows in of_series.items()})
    if not all_series:
        return max(of_series.values(), key=_worth, default=[])
    return [row for rows in of_series.values() for row in rows]


def _newest(rows: Sequence[RowChoice]) -> RowChoice:
    """The row of the newest year that is said about as well as any other."""
    least = _NEWEST * max(row.score for row in rows)
    return max((row for row in rows if row.score >= least), key=lambda row: (row.year or 0, row.score))


def _worth(rows: Sequence[RowChoice]) -> float:
    return sum(row.score for row in rows)
