"""What keeps strangers out: headers, bounds of time and size, tokens in forms, names that we answer to."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.viewer import Viewer
from bot.wording import web

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PATIENCE = 30.0  # seconds for a request's body, beside what it takes at the slowest pace
_SLOWEST = 4_000.0  # bytes a second
_NONCE = 16


class Guarded:
    """Adds the security headers to every answer, and hangs up on a body that comes too slowly.

    Pages are kept by nobody, since the next person at this browser may be another; only ``/static`` is.
    """

    def __init__(self, app: ASGIApp, *, patience: float = _PATIENCE) -> None:
        self._app = app
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        whole = False
        until: float | None = None

        async def received() -> Message:
            nonlocal whole, until
            if whole:  # what follows is the end of the connection, which may be long in coming
                return await receive()
            now = asyncio.get_running_loop().time()
            until = now + self._patience if until is None else until
            try:
                message = await asyncio.wait_for(receive(), until - now)
            except TimeoutError:
                raise HTTPException(408) from None
            whole = not message.get("more_body", False)
            until += len(message.get("body", b"")) / _SLOWEST
            return message

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, received, sent)


class OwnNames:
    """Answers only to requests for this machine's own names: no page of a stranger may reach us by a name of theirs."""

    def __init__(self, app: ASGIApp, *, names: Iterable[str]) -> None:
        self._app = app
        self._names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and _host(Headers(scope=scope).get("host", "")) not in self._names:
            refusal = PlainTextResponse(web.STATUS[421], 421)  # too far out for an exception to become a page
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _host(text: str) -> str:
    try:
        return urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""


class FormTokens:
    """Tokens that show that a form came from a page of ours: each is another, and belongs to one session."""

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secret or secrets.token_bytes(32)

    def make(self, session: str) -> str:
        """A token for the forms of a page."""
        nonce = secrets.token_hex(_NONCE)
        return nonce + self._signed(nonce, session)

    def check(self, request: Request, viewer: Viewer, given: object) -> None:
        """Raises HTTPException where a request that changes something does not come from a page of ours."""
        token = given if isinstance(given, str) else ""
        nonce, signed = token[: 2 * _NONCE], token[2 * _NONCE :]
        good = hmac.compare_digest(self._signed(nonce, viewer.session).encode(), signed.encode("utf-8", "replace"))
        if not good or not from_here(request):
            raise HTTPException(403)

    def _signed(self, nonce: str, session: str) -> str:
        return hmac.digest(self._secret, f"{nonce}|{session}".encode("utf-8", "replace"), "sha256").hex()


def from_here(request: Request) -> bool:
    """Whether the browser says that the request comes from a page of this site; older ones say nothing."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
