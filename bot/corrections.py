"""What a person writes into a field of a report → the correction that they mean, in every door."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from store import patterns as re
from store.model import Correction, ReportInfo

_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年?度?[。.]?")
_LONGEST = {"place": 40, "title": 200, "issuer": 60}


def correction_of(field: str, text: str) -> Correction | None:
    """The correction of one field that a text means; None where it means none.

    >>> correction_of("year", "2022年 ").year, correction_of("year", "去年"), correction_of("place", "云堤县").place
    (2022, None, '云堤县')
    """
    # As typed on a phone: full-width digits, blanks, and what cannot be seen.
    seen = "".join(" " if unicodedata.category(char) == "Cc" else char for char in unicodedata.normalize("NFKC", text))
    given = " ".join("".join(char for char in seen if unicodedata.category(char)[0] != "C").split())
    if field in _LONGEST:
        fields: dict[str, Any] = {field: given}
        return Correction(**fields) if 0 < len(given) <= _LONGEST[field] else None
    year = _YEAR.fullmatch(given) if field == "year" else None
    return Correction(year=int(year[1])) if year else None


def correction_by(fields: Mapping[str, str], info: ReportInfo) -> Correction | None:
    """What the fields say otherwise than the report: only that is a person's word; None where one means nothing.

    A field left empty stays as the report has it.
    """
    given = {name: correction_of(name, text) for name, text in fields.items() if text.strip()}
    if None in given.values():
        return None
    said = {name: getattr(one, name) for name, one in given.items()}
    return Correction(**{name: value for name, value in said.items() if value != getattr(info, name)})
