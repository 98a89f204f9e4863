"""Who comes in by HTTP: a person by session or by a proxy's word, a program by token, and how fast they may ask."""

from __future__ import annotations

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.config import Config
from bot.desk import Desk
from bot.viewer import AT_THIS_MACHINE, Viewer
from bot.web.security import FormTokens

SESSION = "wenbao_session"


class WebDesk(Desk):
    """The desk of the doors that speak HTTP."""

    def __init__(self, config: Config, *, login: bool = False, clock: Callable[[], float] = time.time) -> None:
        """``login`` where nobody gets in who has not said who they are."""
        super().__init__(config, clock=clock)
        self.login = login
        self.tokens = FormTokens()

    def viewer(self, request: Request) -> Viewer:
        """Who is looking at a page. Raises HTTPException (401) where nobody may who has not said who they are."""
        if not self.login:
            return AT_THIS_MACHINE
        if self.config.web.user_header:
            viewer = self._named_by_proxy(request)
        else:
            viewer = self.accounts.by_session(request.cookies.get(SESSION, ""), now=self.clock())
        if viewer is None:
            raise HTTPException(401)
        return viewer

    def _named_by_proxy(self, request: Request) -> Viewer | None:
        """Whom the proxy names; nobody where the connection comes from anywhere else, which could name whom it likes."""
        names = request.headers.getlist(self.config.web.user_header)
        if len(names) != 1 or not self._is_proxy(request.client.host if request.client else ""):
            return None
        # Names travel in UTF-8, which a header is read from as Latin-1.
        return self.accounts.by_name(names[0].encode("latin-1").decode("utf-8", "replace"))

    def _is_proxy(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address  # on a socket that hears both kinds
        return any(address in network for network in self.config.web.proxies)

    def program(self, request: Request) -> Viewer:
        """As whom a program comes, by its token. Raises HTTPException (401)."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if not kind and not self.login:
            return AT_THIS_MACHINE
        viewer = self.accounts.by_token(token.strip()) if kind.lower() == "bearer" else None
        if viewer is None:
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
        return viewer

    def keep_pace(self, person: object) -> None:
        """Raises HTTPException for a person who asks too fast."""
        wait = self.pace.wait(person, self.ticks())
        if wait:
            raise HTTPException(429, headers={"Retry-After": str(int(wait) + 1)})
