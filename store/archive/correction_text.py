"""What a person corrected of a report ↔ the text in which archives keep it."""

from __future__ import annotations

import dataclasses
import json

from store.model import Correction


def written(given: Correction) -> str:
    """The fields that were given, as JSON; "" for none.

    >>> written(Correction(year=2017)), written(Correction())
    ('{"year": 2017}', '')
    """
    fields = {name: value for name, value in dataclasses.asdict(given).items() if value is not None}
    return json.dumps(fields, ensure_ascii=False) if fields else ""


def read(text: str) -> Correction:
    """The correction that was written so."""
    return Correction(**json.loads(text)) if text else Correction()
