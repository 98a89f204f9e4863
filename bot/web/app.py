"""The page put together and run: from the configuration to a program that answers until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from bot import wiring
from bot.accounts.archive import Accounts
from bot.changes import Changes
from bot.config import Config
from bot.conversations.archive import Conversations
from bot.conversations.keeping import Keeping
from bot.errors import ConfigError, UsageError
from bot.settings import Listen
from bot.web import api, figure_pages
from bot.web.administrator_pages import AdministrationPages
from bot.web.connections import AT_ONCE, MOST_WAITING, Connection
from bot.web.editor_pages import ManagePages
from bot.web.logins import Logins
from bot.web.pages import AskPages
from bot.web.rendering import HERE, NOBODY, Pages
from bot.web.security import Guarded, OwnNames
from bot.web.visitors import WebDesk
from bot.wording import web
from store.errors import ReportQAError, UnknownReportError

LOG = logging.getLogger("wenbao.web")
OWN_NAMES = ("127.0.0.1", "localhost", "::1")
_MB = 1_000_000
_LEAST_PACKED = 1_000  # bytes; smaller answers do not get smaller


# At once, also into a pipe or a log, where a line would wait for many others.
say = functools.partial(print, flush=True)


def serve(config: Config, listen: Listen | None, *, verbose: bool, ready: Callable[[str], None] = say) -> None:
    """Answer until a signal says stop. Raises ReportQAError where it cannot begin."""

    def made(login: bool, begun: Callable[[], None]) -> ASGIApp:
        wiring.open_archive(config.archive).close()  # why they cannot be opened is told before anybody is let in
        Conversations.open(config.telegram.state).close()
        return build(config, login=login, ready=begun)

    run(config, listen or config.web.listen, made, verbose=verbose, ready=ready)


def run(
    config: Config,
    listen: Listen,
    make: Callable[[bool, Callable[[], None]], ASGIApp],
    *,
    verbose: bool,
    ready: Callable[[str], None] = say,
) -> None:
    """Serve an application, made with whether people have to log in and what to call once it answers.

    Raises ReportQAError where it cannot begin.
    """
    login = needs_login(config, listen)
    if login:
        _refuse_without_accounts(config, listen)
    level = logging.DEBUG if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s")
    with _bound(listen) as heard:
        shown = f"http://{f'[{listen.host}]' if ':' in listen.host else listen.host}:{heard.getsockname()[1]}/"
        server = uvicorn.Server(
            uvicorn.Config(
                make(login, lambda: ready(web.serving(shown))),
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="on",
                timeout_keep_alive=15,
                timeout_graceful_shutdown=5,
                backlog=MOST_WAITING // 4,  # so many are let in before any is heard
                limit_concurrency=AT_ONCE,
                http=Connection,
            )
        )
        server.run(sockets=[heard])


def needs_login(config: Config, listen: Listen) -> bool:
    """Whether others than who sits at this machine can open the page: from the network, or by a proxy before it."""
    return not listen.private or bool(config.web.names or config.web.user_header)


def build(config: Config, *, login: bool = False, ready: Callable[[], None] = lambda: None) -> Starlette:
    """The application; it opens what it needs when it starts."""
    desk = WebDesk(config, login=login)
    pages, changes = Pages(desk), Changes(desk)
    asking = AskPages(desk)
    names = config.web.names or (() if login else OWN_NAMES)

    @contextlib.asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        await desk.begin()
        keeping = Keeping(desk.config.telegram.keep_days, desk.clock, desk.ticks)
        tidying = keeping.tidy_daily(lambda: desk.conversations, LOG, lambda error: LOG.error("%s", error))
        tasks = [asyncio.create_task(tidying), asyncio.create_task(asking.warm())]
        ready()
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            desk.close()

    async def failed(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException) and error.status_code == 401 and not config.web.user_header:
            return RedirectResponse(f"/login?next={quote(request.url.path)}", 303)
        return _failed(pages, request, error)

    return Starlette(
        routes=[
            *asking.routes(pages),
            *figure_pages.routes(pages),
            *ManagePages(changes).routes(pages),
            *AdministrationPages(desk).routes(pages),
            *Logins(desk, pages).routes(),
            *api.Api(desk, changes).routes(),
            Mount("/static", _Static(directory=HERE / "static")),
        ],
        middleware=[
            Middleware(Guarded),
            *([Middleware(OwnNames, names=names)] if names else []),
            Middleware(RequestBodyLimitMiddleware, max_body_size=config.web.largest_upload * _MB),
            Middleware(GZipMiddleware, minimum_size=_LEAST_PACKED),
        ],
        exception_handlers={HTTPException: failed, ReportQAError: failed, Exception: failed},
        lifespan=running,
    )


def _failed(pages: Pages, request: Request, error: Exception) -> Response:
    """A page that says what went wrong, or JSON to a program, with nothing of what only the log should know."""
    said, headers = "", None
    if isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
    elif isinstance(error, UnknownReportError):
        status = 404
    elif isinstance(error, UsageError):
        status = 422
    elif isinstance(error, ReportQAError):
        LOG.error("%s", error)
        status = 503
    else:
        status, said = 500, secrets.token_hex(3)
        LOG.error("incident %s", said, exc_info=error)
    told = web.STATUS.get(status, web.STATUS[400])
    if request.url.path.startswith("/api/"):
        return api.failed(told + (f" #{said}" if said else ""), status, headers)
    made = pages.page(request, NOBODY, "failed.html", status=status, said=told, number=said)
    made.headers.update(headers or {})
    return made


class _Static(StaticFiles):
    """Our files, kept by browsers for as long as they like: another content has another address."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _refuse_without_accounts(config: Config, listen: Listen) -> None:
    """Raises ConfigError where nobody could log in."""
    with contextlib.closing(Accounts.open(config.web.accounts)) as accounts:
        if not accounts.all():
            raise ConfigError(web.NEEDS_ACCOUNTS, where=listen.host, remedy=web.NEEDS_ACCOUNTS_REMEDY)


def _bound(listen: Listen) -> socket.socket:
    """A socket that listens there. Raises ConfigError where none can."""
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    heard = socket.socket(family)
    try:
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        heard.bind((listen.host, listen.port))
        heard.listen()  # who calls from now on is heard as soon as the server runs
    except OSError as error:
        heard.close()
        where = f"{listen.host}:{listen.port}"
        raise ConfigError(web.in_use(error.strerror), where=where, remedy=web.IN_USE_REMEDY) from error
    return heard
