"""Reports chosen by year, place, id or the name of their file, or refused: the same wherever they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from store.archive.ids import ORDINAL_BITS, natural, nearest, same_place
from store.errors import UnknownReportError, UnreadableReportError
from store.model import Report, ReportInfo


def in_order(infos: Iterable[ReportInfo]) -> list[ReportInfo]:
    """The reports by id, numbers in ids counting as numbers."""
    return sorted(infos, key=lambda info: natural(info.id))


def chosen(infos: Iterable[ReportInfo], *, year: int | None, place: str | None) -> tuple[ReportInfo, ...]:
    """The reports of the year and the place, where one is given."""
    return tuple(
        info
        for info in infos
        if (year is None or info.year == year) and (place is None or same_place(info.place, place))
    )


FIELDS = ("place", "year", "kind", "issuer")  # by which a list of reports is searched


def searched(infos: Iterable[ReportInfo], words: str, fields: Mapping[str, str]) -> list[ReportInfo]:
    """The reports that say all of the words of themselves, and each of the fields; an empty one may be any."""
    return [
        info
        for info in infos
        if all(asked in ("", str(getattr(info, name) or "")) for name, asked in fields.items())
        and all(
            word in f"{info.title} {info.place or ''} {info.issuer or ''} {info.source} {info.year or ''}"
            for word in words.split()
        )
    ]


def spans(infos: Sequence[ReportInfo]) -> dict[str, Any]:
    """What the reports say in each field (``places``, …), in order, the latest year first."""
    said = {name: {value for info in infos if (value := getattr(info, name))} for name in FIELDS}
    return {f"{name}s": sorted(values, reverse=name == "year") for name, values in said.items()}


def named(name: str, infos: Sequence[ReportInfo]) -> ReportInfo:
    """The report of this id, or the only one of the source file of this name. Raises UnknownReportError."""
    for info in infos:
        if info.id == name:
            return info
    found = [info for info in infos if name in (info.source, PurePath(info.source).stem)]
    if len(found) == 1:
        return found[0]
    raise unknown(name, infos, [info.id for info in found])


def unknown(name: str, infos: Sequence[ReportInfo], meant: Sequence[str] = ()) -> UnknownReportError:
    """Why there is no such report; ``meant`` are those of the file of this name, where it holds several."""
    if meant:
        return UnknownReportError(
            f"名为“{name}”的文件有 {len(meant)} 篇报告", remedy=f"请写报告编号：{'、'.join(meant[:20])}"
        )
    close = nearest(name, [*(info.id for info in infos), *(info.source for info in infos)])
    hint = f"最接近的是 {close}；" if close else ""
    return UnknownReportError(
        f"没有“{name}”这篇报告", remedy=f"{hint}库中共有 {len(infos)} 篇，可用 wenbao reports 查看"
    )


def refuse_too_long(reports: Iterable[Report], *, where: str) -> None:
    """Raises UnreadableReportError for a report with more sentences than ids can number."""
    if any(len(report.sentences) > 1 << ORDINAL_BITS for report in reports):
        what = f"一篇报告超过了 {1 << ORDINAL_BITS} 句"
        raise UnreadableReportError(what, where=where, remedy="请拆成几个文件后载入")
