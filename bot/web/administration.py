"""The page of administrators: what was not answered, who may what, tokens, synonyms."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import AccountError
from bot.viewer import ROLES, Viewer
from bot.web.desk import WebDesk
from bot.web.forms import form_of
from bot.web.rendering import Pages
from bot.wording import serving, web
from store import patterns as re
from store.errors import ReportQAError

_NUMBER = re.compile("-?[0-9]{1,16}")
_WEEK = 7 * 86_400.0
_SHOWN = 200
_LONGEST_WORDS = 60_000


class AdministrationPages:
    """Everything about people and what they missed."""

    def __init__(self, desk: WebDesk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages

    def routes(self) -> list[Route]:
        """What these pages answer to."""
        return [
            Route("/admin", self.overview),
            Route("/admin/accounts", self.accounts, methods=["POST"]),
            Route("/admin/telegram", self.telegram, methods=["POST"]),
            Route("/admin/tokens", self.tokens, methods=["POST"]),
            Route("/admin/synonyms", self.synonyms, methods=["POST"]),
        ]

    async def overview(self, request: Request) -> Response:
        """All of it on one page."""
        return self._page(request, self._administrator(request))

    async def accounts(self, request: Request) -> Response:
        """Make, change or remove an account."""
        viewer, field = await self._form(request)
        accounts, name = self._desk.accounts, field("name").strip()
        role = next((role for role in ROLES if role == field("role")), None)
        groups, password = field("groups").split(), field("password") or None
        try:
            if field("do") == "add" and role is not None:
                accounts.add(name, role, password=password, groups=groups)
            elif field("do") == "change" and role is not None:
                accounts.change(name, role=role, groups=groups, password=password)
            elif field("do") == "remove":
                accounts.remove(name)
            else:
                raise HTTPException(422)
        except AccountError as error:
            return self._page(request, viewer, said=str(error), status=422)
        return self._page(request, viewer, said=web.DONE)

    async def telegram(self, request: Request) -> Response:
        """Put a person or a group chat of Telegram into groups."""
        viewer, field = await self._form(request)
        groups, number = field("groups").split(), field("chat").strip()
        try:
            self._desk.accounts.put_chat(int(number) if _NUMBER.fullmatch(number) else 0, groups)
        except AccountError as error:
            return self._page(request, viewer, said=str(error), status=422)
        return self._page(request, viewer, said=web.DONE)

    async def tokens(self, request: Request) -> Response:
        """Make a token, which is shown this once, or remove one."""
        viewer, field = await self._form(request)
        number = field("number")
        if number.isascii() and number.isdigit() and len(number) < 10:
            self._desk.accounts.remove_token(int(number))
            return self._page(request, viewer, said=web.DONE)
        try:
            secret = self._desk.accounts.make_token(
                field("name"), note=field("note"), loads=bool(field("loads")), now=self._desk.clock()
            )
        except AccountError as error:
            return self._page(request, viewer, said=str(error), status=422)
        return self._page(request, viewer, said=web.TOKEN, token=secret)

    async def synonyms(self, request: Request) -> Response:
        """Write the file of synonyms, after it was read as one."""
        viewer, field = await self._form(request)
        path = self._desk.config.synonyms
        if path is None:
            raise HTTPException(404)
        from retrieval import WordFiles  # few words are written

        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_text(field("words")[:_LONGEST_WORDS].replace("\r\n", "\n"), "utf-8")
            WordFiles(synonyms=draft, dictionary=None)()
            draft.replace(path)
        except ReportQAError as error:
            return self._page(request, viewer, said=f"{error.what}；{error.remedy}", status=422)
        except OSError:
            return self._page(request, viewer, said=web.UNWRITABLE, status=422)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        return self._page(request, viewer, said=web.DONE)

    def _administrator(self, request: Request) -> Viewer:
        viewer = self._desk.viewer(request)
        if not viewer.administers:
            raise HTTPException(403)
        return viewer

    async def _form(self, request: Request) -> tuple[Viewer, Callable[[str], str]]:
        viewer = self._administrator(request)
        return viewer, await form_of(request, self._desk.tokens, viewer)

    def _page(
        self, request: Request, viewer: Viewer, *, said: str = "", token: str = "", status: int = 200
    ) -> Response:
        complaints = self._desk.conversations.complaints()[-_SHOWN:][::-1]
        return self._pages.page(
            request,
            viewer,
            "admin.html",
            status=status,
            said=said,
            token=token,
            week=self._desk.conversations.statistics(since=self._desk.clock() - _WEEK),
            complaints=[
                (datetime.fromtimestamp(one.asked_at, UTC).strftime("%Y-%m-%d %H:%M"), one) for one in complaints
            ],
            accounts=self._desk.accounts.all(),
            chats=self._desk.accounts.chats(),
            tokens=self._desk.accounts.tokens(),
            roles=ROLES,
            statuses=serving.STATUSES,
            synonyms=_text(self._desk.config.synonyms),
        )


def _text(path: Path | None) -> str | None:
    """What stands in the file of synonyms; None where the configuration names none."""
    if path is None:
        return None
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
