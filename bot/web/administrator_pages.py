"""The page of administrators: what was not answered, who may what, tokens, synonyms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import AccountError
from bot.viewer import ROLES
from bot.web.rendering import ADMINISTRATORS, Fields, Pages, Visit
from bot.web.visitors import WebDesk
from bot.wording import serving, web
from retrieval.errors import WordFileError
from retrieval.query import administrator_words

_WEEK = 7 * 86_400.0
_SHOWN = 200


class AdministrationPages:
    """Everything about people and what they missed."""

    def __init__(self, desk: WebDesk) -> None:
        self._desk = desk

    def routes(self, pages: Pages) -> list[Route]:
        """What these pages answer to."""
        changes = {
            "accounts": self._accounts,
            "telegram": self._telegram,
            "tokens": self._tokens,
            "synonyms": self._synonyms,
        }
        return [
            pages.route("/admin", self.overview, to=ADMINISTRATORS),
            *(
                pages.route(f"/admin/{name}", self._changing(change), "POST", to=ADMINISTRATORS)
                for name, change in changes.items()
            ),
        ]

    async def overview(self, visit: Visit) -> Response:
        """All of it on one page."""
        return self._page(visit)

    def _changing(self, change: Callable[[Fields], str | None]) -> Callable[[Visit], Awaitable[Response]]:
        """The same page after a change by a form; what the change gives is a secret that is shown this once."""

        async def changed(visit: Visit) -> Response:
            field = await visit.form()
            try:
                token = change(field)
            except AccountError as error:
                return self._page(visit, said=str(error), status=422)
            except WordFileError as error:
                return self._page(visit, said=f"{error.what}；{error.remedy}", status=422)
            return self._page(visit, said=web.TOKEN if token else web.DONE, token=token or "")

        return changed

    def _accounts(self, field: Fields) -> None:
        """Make, change or remove an account."""
        accounts, name = self._desk.accounts, field("name").strip()
        role = next((role for role in ROLES if role == field("role")), None)
        groups, password = field("groups").split(), field("password") or None
        if field("do") == "add" and role is not None:
            accounts.add(name, role, password=password, groups=groups)
        elif field("do") == "change" and role is not None:
            accounts.change(name, role=role, groups=groups, password=password)
        elif field("do") == "remove":
            accounts.remove(name)
        else:
            raise HTTPException(422)

    def _telegram(self, field: Fields) -> None:
        """Put a person or a group chat of Telegram into groups."""
        number = field("chat").strip()
        digits = number.removeprefix("-")
        known = digits.isascii() and digits.isdecimal() and len(digits) < 17
        self._desk.accounts.put_chat(int(number) if known else 0, field("groups").split())

    def _tokens(self, field: Fields) -> str | None:
        """Make a token, or remove one."""
        number = field("number")
        if number.isascii() and number.isdigit() and len(number) < 10:
            self._desk.accounts.remove_token(int(number))
            return None
        return self._desk.accounts.make_token(
            field("name"), note=field("note"), loads=bool(field("loads")), now=self._desk.clock()
        )

    def _synonyms(self, field: Fields) -> None:
        """Write the file of synonyms, after it was read as one."""
        if self._desk.config.synonyms is None:
            raise HTTPException(404)
        administrator_words.replace_synonyms(self._desk.config.synonyms, field("words"))

    def _page(self, visit: Visit, *, said: str = "", token: str = "", status: int = 200) -> Response:
        complaints = self._desk.conversations.complaints()[-_SHOWN:][::-1]
        return visit.page(
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
            synonyms=administrator_words.written(self._desk.config.synonyms),
        )
