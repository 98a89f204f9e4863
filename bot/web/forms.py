"""The fields of a form of ours, read within bounds."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request

from bot.viewer import Viewer
from bot.web.security import FormTokens

_MOST_FIELDS = 20
_LONGEST_FIELD = 64 * 1024


async def form_of(request: Request, tokens: FormTokens, viewer: Viewer) -> Callable[[str], str]:
    """What gives a field by its name, "" for one that is not there. Raises HTTPException for a form of anyone else's."""
    form = await request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD)
    tokens.check(request, viewer, request.headers.get("x-csrf-token") or form.get("csrf"))

    def field(name: str) -> str:
        value = form.get(name)
        return value if isinstance(value, str) else ""

    return field
