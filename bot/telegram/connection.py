"""The way to Telegram: one write a request over a connection that stays open, and nothing in between.

httpx looks at every connection it has on every request, writes head and body apart, and takes more of the processor than
all else that an answer needs in this process. It remains for what is seldom: files, and networks behind a proxy.
"""

from __future__ import annotations

import asyncio
import ssl
import time
import urllib.request
from collections import deque
from typing import Any
from urllib.parse import SplitResult, urlsplit

import h11
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

_KEPT = 5.0  # seconds that a connection stays open unused; servers close it after more
_AT_ONCE = 0.25  # seconds before the next address of a host is tried beside the first
_SECONDS = 5.0  # for connecting, for writing and for the answer, where the caller says nothing
_DEFAULT = BaseRequest.DEFAULT_NONE


class Direct(HTTPXRequest):
    """Sends what holds no file over ``most`` connections at most, the one that was used last first."""

    def __init__(self, most: int) -> None:
        super().__init__(connection_pool_size=most)
        self._slots = asyncio.Semaphore(most)
        self._idle: deque[_Connection] = deque()
        self._trusted: ssl.SSLContext | None = None
        self._proxied = not {"http", "https", "all"}.isdisjoint(urllib.request.getproxies())

    async def shutdown(self) -> None:
        """Close all connections."""
        while self._idle:
            self._idle.pop().close()
        await super().shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _DEFAULT,
        write_timeout: Any = _DEFAULT,
        connect_timeout: Any = _DEFAULT,
        pool_timeout: Any = _DEFAULT,
    ) -> tuple[int, bytes]:
        """The status and the content of an answer. Raises NetworkError."""
        if self._proxied or method != "POST" or request_data is None or request_data.contains_files:
            return await super().do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        where = urlsplit(url)
        asked = _request(where, request_data.url_encoded_parameters().encode(), self.USER_AGENT)
        async with self._slots:
            connection = self._at_hand(where) or await self._connected(where, connect_timeout)
            try:
                async with asyncio.timeout(_sum(read_timeout, write_timeout)):
                    return await connection.ask(asked)
            except TimeoutError as error:
                raise TimedOut from error
            except (OSError, h11.RemoteProtocolError) as error:
                raise NetworkError(_said(error)) from error
            finally:
                if connection.is_open:
                    connection.since = time.monotonic()
                    self._idle.append(connection)
                else:
                    connection.close()

    def _at_hand(self, where: SplitResult) -> _Connection | None:
        """The connection that was used last; those that were open for too long are closed."""
        now = time.monotonic()
        while self._idle and now - self._idle[0].since > _KEPT:
            self._idle.popleft().close()
        while self._idle:
            connection = self._idle.pop()
            if connection.place == (where.scheme, where.netloc) and connection.is_open:
                return connection
            connection.close()
        return None

    async def _connected(self, where: SplitResult, patience: Any) -> _Connection:
        secure = where.scheme == "https"
        if secure and self._trusted is None:
            self._trusted = httpx.create_ssl_context()
            self._trusted.set_alpn_protocols(["http/1.1"])
        try:
            async with asyncio.timeout(_sum(patience)):
                _, connection = await asyncio.get_running_loop().create_connection(
                    lambda: _Connection((where.scheme, where.netloc)),
                    where.hostname or "",
                    where.port or (443 if secure else 80),
                    ssl=self._trusted if secure else None,
                    happy_eyeballs_delay=_AT_ONCE,
                )
        except TimeoutError as error:
            raise TimedOut from httpx.ConnectTimeout(_said(error))
        except OSError as error:
            raise NetworkError(_said(error)) from httpx.ConnectError(_said(error))
        return connection


class _Connection(asyncio.Protocol):
    """A connection to a place: ``is_open`` for another request, and unused ``since`` when."""

    def __init__(self, place: tuple[str, str]) -> None:
        self.place = place
        self.since = 0.0
        self.is_open = False
        self._state = h11.Connection(h11.CLIENT)
        self._status = 0
        self._content: list[bytes] = []
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    async def ask(self, asked: tuple[h11.Event, ...]) -> tuple[int, bytes]:
        """Status and content of the answer."""
        self.is_open = False
        self._content = []
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(b"".join(self._state.send(event) or b"" for event in asked))
        return await self._answer

    def close(self) -> None:
        self.is_open = False
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Read the answer as far as it goes; whatever is heard unasked ends the connection, lest it pass for the next."""
        if self._answer is None or self._answer.done():
            self.close()
            return
        try:
            self._state.receive_data(data)
            while isinstance(event := self._state.next_event(), h11.Event):
                if isinstance(event, h11.Response):
                    self._status = event.status_code
                elif isinstance(event, h11.Data):
                    self._content.append(event.data)
                elif isinstance(event, h11.EndOfMessage):
                    self._end(self._answer)
                    return
        except h11.RemoteProtocolError as error:
            self._answer.set_exception(error)

    def eof_received(self) -> None:
        self.data_received(b"")

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    def _end(self, answer: asyncio.Future[tuple[int, bytes]]) -> None:
        answer.set_result((self._status, b"".join(self._content)))
        if self._state.our_state is self._state.their_state is h11.DONE and not self._state.trailing_data[0]:
            self._state.start_next_cycle()
            self.is_open = True


def _request(where: SplitResult, body: bytes, program: str) -> tuple[h11.Event, ...]:
    headers = [
        ("Host", where.netloc.rpartition("@")[2]),
        ("User-Agent", program),
        ("Accept", "*/*"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Content-Length", str(len(body))),
    ]
    target = where.path or "/"
    return h11.Request(method="POST", target=target, headers=headers), h11.Data(body), h11.EndOfMessage()


def _sum(*patience: Any) -> float | None:
    """Seconds in all; None, without an end, where one of them is."""
    seconds = [_SECONDS if one is _DEFAULT else one for one in patience]
    return None if None in seconds else sum(seconds)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
