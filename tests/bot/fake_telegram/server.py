"""The HTTP side: what aiohttp receives becomes a call, the call meets its fault or takes effect, and is written down.

It runs in a thread of its own, so that a synchronous test can drive people while a bot in another process (or in the
same one) polls. aiohttp's low-level server is used without routes, because the load benchmark shares two cores with it.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
import traceback
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from tests.bot.fake_telegram.faults import Fault, Faults
from tests.bot.fake_telegram.methods import MAX_DOWNLOAD, MAX_UPLOAD, METHODS
from tests.bot.fake_telegram.parameters import Parameters, Upload
from tests.bot.fake_telegram.rules import ApiError
from tests.bot.fake_telegram.updates import Updates
from tests.bot.fake_telegram.world import TOKEN, World

GATEWAY_PAGE = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it went; `status` is None where the connection was cut, `time` is time.monotonic() on arrival."""

    number: int
    time: float
    method: str
    parameters: dict[str, str]
    files: tuple[str, ...]
    status: int | None
    description: str
    took_effect: bool
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Violation:
    """What Telegram would have dropped or mangled without telling the bot."""

    method: str
    what: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Telegram answers."""

    status: int
    body: dict[str, Any]

    @property
    def description(self) -> str:
        return str(self.body.get("description", ""))


def refusal(error: ApiError) -> Outcome:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    return Outcome(error.code, body | ({"parameters": error.parameters} if error.parameters else {}))


NOT_FOUND = refusal(ApiError(404, "Not Found"))


class Server:
    """A running Telegram on 127.0.0.1."""

    def __init__(self, world: World, token: str = TOKEN) -> None:
        self.world, self.token = world, token
        self.faults = Faults()
        self.updates = Updates(world)
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.broken: list[str] = []  # tracebacks of the fake itself
        self.busy = 0  # calls so far, but for getUpdates
        self.port = 0
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def start(self, port: int = 0) -> None:
        """Listen, on any free port if none is named."""
        self.port = port
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="fake Telegram", daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the fake Telegram did not come up")

    def stop(self) -> None:
        """Cut every connection and let the thread end."""
        if self._thread and self._loop and self._stop:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(10)
            self._thread = None

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self.updates.attach(self._loop)
        server = web.Server(self._handle, access_log=None)
        runner = web.ServerRunner(server, handle_signals=False, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", self.port).start()
            self.port = runner.addresses[0][1]
            self._ready.set()
            await self._stop.wait()
        finally:
            await self.updates.detach()
            await runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        arrived = time.monotonic()
        path = request.path
        if path.startswith("/file/bot"):
            token, _, name = path.removeprefix("/file/bot").partition("/")
            return await self._download(request, arrived, token, name)
        token, _, method = path.removeprefix("/bot").partition("/")
        if not path.startswith("/bot") or not re.fullmatch(r"\d+:[\w-]{20,}", token):
            return reply(NOT_FOUND)
        if token != self.token:
            return reply(refusal(ApiError(401, "Unauthorized")))
        parameters = await parameters_of(request)
        return await self._call(request, arrived, method, parameters)

    async def _call(
        self, request: web.BaseRequest, arrived: float, method: str, parameters: Parameters
    ) -> web.StreamResponse:
        name = method.lower()
        with self.world.changed:
            fault = self.faults.draw(name)
        outcome = None
        if fault is None or fault.takes_effect:
            outcome = await self._carry_out(name, parameters)
        status = outcome.status if outcome and fault is None else fault_status(fault, outcome)
        description = outcome.description if outcome else ""
        self._note(arrived, method, parameters, status, description, bool(outcome and outcome.status == 200), fault)
        return reply(outcome) if outcome and fault is None else await amiss(request, fault, outcome)

    def _note(self, arrived: float, method: str, parameters: Parameters, *what: Any) -> None:
        with self.world.changed:
            for dropped in parameters.dropped:
                self.violations.append(Violation(method, dropped))
            self.busy += method.lower() != "getupdates"
            files = tuple(upload.name for upload in parameters.files.values())
            self.calls.append(Call(len(self.calls), arrived, method, parameters.values, files, *what))
            self.world.changed.notify_all()

    async def _carry_out(self, name: str, parameters: Parameters) -> Outcome:
        try:
            if name in self.updates.methods:
                result = await self.updates.methods[name](parameters)
            elif name in METHODS:
                if any(len(upload.data) > MAX_UPLOAD for upload in parameters.files.values()):
                    raise ApiError(413, "Request Entity Too Large")
                with self.world.changed:
                    result = METHODS[name](self.world, parameters)
            else:
                return NOT_FOUND
        except ApiError as error:
            return refusal(error)
        except Exception:
            self.broken.append(traceback.format_exc())
            return refusal(ApiError(501, "Not Implemented: see the fake's list of what is broken"))
        return Outcome(200, {"ok": True, "result": result})

    async def _download(self, request: web.BaseRequest, arrived: float, token: str, name: str) -> web.StreamResponse:
        with self.world.changed:
            fault = self.faults.draw("download")
            stored = next((one for one in self.world.files.values() if one.path == name), None)
        found = stored is not None and token == self.token and stored.size <= MAX_DOWNLOAD
        status = 200 if found else 404
        parameters = Parameters({"file_path": name})
        self._note(arrived, "download", parameters, fault_status(fault, None) if fault else status, "", found, fault)
        if fault and fault.kind != "slow":
            return await amiss(request, fault, None)
        if fault:
            await asyncio.sleep(fault.seconds)
        return web.Response(body=stored.data) if found and stored else reply(NOT_FOUND)


async def parameters_of(request: web.BaseRequest) -> Parameters:
    """The parameters of a call, from its address and from its body in any of the forms that Telegram takes."""
    values = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if kind == "application/x-www-form-urlencoded":
        body = (await request.read()).decode()
        values.update(parse_qsl(body, keep_blank_values=True))
    elif kind == "application/json":
        given = json.loads(await request.read() or b"{}")
        values |= {key: value if isinstance(value, str) else json.dumps(value) for key, value in given.items()}
    elif kind == "multipart/form-data":
        return Parameters(values, await parts_of(request, values))
    return Parameters(values)


async def parts_of(request: web.BaseRequest, values: dict[str, str]) -> dict[str, Upload]:
    """The files of a multipart call; its other parts are added to the values."""
    files: dict[str, Upload] = {}
    reader = await request.multipart()
    while isinstance(part := await reader.next(), BodyPartReader):
        data = bytes(await part.read())
        if part.filename is None:
            values[part.name or ""] = data.decode()
        else:
            files[part.name or ""] = Upload(
                part.filename, data, part.headers.get("Content-Type", "application/octet-stream")
            )
    return files


def reply(outcome: Outcome) -> web.Response:
    text = json.dumps(outcome.body, ensure_ascii=False)
    return web.Response(body=text.encode("utf-8", "replace"), status=outcome.status, content_type="application/json")


def fault_status(fault: Fault | None, outcome: Outcome | None) -> int | None:
    statuses = {"too_many": 429, "server_error": 500, "bad_gateway": 502}
    return outcome.status if fault and fault.kind == "slow" and outcome else statuses.get(fault.kind if fault else "")


async def amiss(request: web.BaseRequest, fault: Fault | None, outcome: Outcome | None) -> web.StreamResponse:
    """What the client sees of a call that meets a fault."""
    assert fault
    match fault.kind:
        case "too_many":
            wait = fault.retry_after
            return reply(refusal(ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)))
        case "server_error":
            return reply(refusal(ApiError(500, "Internal Server Error")))
        case "bad_gateway":
            return web.Response(text=GATEWAY_PAGE, status=502, content_type="text/html")
        case "slow" if outcome:
            await asyncio.sleep(fault.seconds)
            return reply(outcome)
    if request.transport:
        request.transport.abort()
    return web.Response()
