"""Logging in and out."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.accounts.login_attempts import LoginAttempts
from bot.web.rendering import NOBODY, Pages, Visit, form_of
from bot.web.visitors import SESSION, WebDesk
from bot.wording import web

_LONG = 14 * 86_400


class Logins:
    """The page to log in on, and the way out."""

    def __init__(self, desk: WebDesk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages
        self._attempts = LoginAttempts()

    def routes(self) -> list[Route]:
        """What this answers to."""
        return [Route("/login", self.login, methods=["GET", "POST"]), self._pages.route("/logout", self.logout, "POST")]

    async def login(self, request: Request) -> Response:
        """Ask for name and password, and let in who has them right."""
        if not self._desk.login or self._desk.config.web.user_header:
            return RedirectResponse("/", 303)
        if request.method == "GET":
            return self._page(request, request.query_params.get("next", "/"))
        field = await form_of(request, NOBODY, self._desk)
        name = field("name").strip()
        address = request.client.host if request.client else ""
        if self._attempts.is_tired(name, address, self._desk.ticks()):
            raise HTTPException(429)
        if not await self._attempts.knows(self._desk.accounts.password_of(name), field("password")):
            return self._page(request, field("next"), wrong=name)
        response = RedirectResponse(_inside(field("next")), 303)
        secret = self._desk.accounts.begin_session(name, now=self._desk.clock())
        secure = self._desk.config.web.secure
        response.set_cookie(SESSION, secret, max_age=_LONG, secure=secure, httponly=True, samesite="lax")
        return response

    async def logout(self, visit: Visit) -> Response:
        """End the session."""
        await visit.form()
        self._desk.accounts.end_session(visit.request.cookies.get(SESSION, ""))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(SESSION)
        return response

    def _page(self, request: Request, following: str, *, wrong: str | None = None) -> Response:
        """The form; after a ``wrong`` password, with the name that was given."""
        said, status = ("", 200) if wrong is None else (web.WRONG_PASSWORD, 403)
        given = {"next": _inside(following), "said": said, "name": wrong or ""}
        return self._pages.page(request, NOBODY, "login.html", status=status, **given)


def _inside(address: str) -> str:
    """The address, if it is one of this site, else the first page.

    >>> _inside("/t/1f"), _inside("//evil.example"), _inside("https://evil.example"), _inside("/\\\\evil.example")
    ('/t/1f', '/', '/', '/')
    """
    good = address.startswith("/") and address[1:2] not in ("/", "\\") and address.isprintable() and "\\" not in address
    return address if good else "/"
