"""The way to Telegram: aiohttp carries what holds no file, at half of what httpx takes of the processor for an answer.

httpx remains for what is seldom: files, in both directions.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

_KEPT = 5.0  # seconds that a connection stays open unused; servers close it after more
_SECONDS = 5.0  # for connecting, for writing and for the answer, where the caller says nothing
_ORIGINS = 4  # requests go to one
# As a form each Chinese character takes nine bytes, and twice the time on both sides.
_JSON = {"Content-Type": "application/json"}
_OF_SENT = ("message_id", "date", "chat")  # without which it is no message to the library
_DEFAULT = BaseRequest.DEFAULT_NONE


class Direct(HTTPXRequest):
    """Sends over ``most`` connections at most."""

    def __init__(self, most: int) -> None:
        super().__init__(connection_pool_size=most)
        self._most = most
        self._session: aiohttp.ClientSession | None = None
        # aiohttp itself looks for a proxy, and for a password in ~/.netrc, before each request, each time in a thread.
        self._proxy = lru_cache(_ORIGINS)(_proxy)

    async def initialize(self) -> None:
        """Open the session, within the loop that it is used in."""
        await super().initialize()
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._most, keepalive_timeout=_KEPT, ssl=httpx.create_ssl_context()
                ),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
        await super().shutdown()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What Telegram answers; of a message that was sent its number and little else, as nobody reads it again."""
        answer = HTTPXRequest.parse_json_payload(payload)
        sent = answer.get("result") if isinstance(answer, dict) else None
        if isinstance(sent, dict) and "message_id" in sent:
            answer["result"] = {name: told for name, told in sent.items() if name in _OF_SENT}
        return answer

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
        if self._session is None or method != "POST" or request_data is None or request_data.contains_files:
            return await super().do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        patience = aiohttp.ClientTimeout(
            total=None,
            connect=_sum(pool_timeout, connect_timeout),
            sock_connect=_sum(connect_timeout),
            sock_read=_sum(read_timeout, write_timeout),
        )
        try:
            data, there = request_data.json_payload, urlsplit(url)
            proxy = self._proxy(there.scheme, there.hostname or "")
            async with self._session.post(
                url, data=data, headers=_JSON, timeout=patience, allow_redirects=False, proxy=proxy
            ) as answer:
                return answer.status, await answer.read()
        except aiohttp.ConnectionTimeoutError as error:
            raise TimedOut from httpx.ConnectTimeout(_said(error))
        except aiohttp.ClientConnectorError as error:
            raise NetworkError(_said(error)) from httpx.ConnectError(_said(error))
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(_said(error)) from error


def _proxy(scheme: str, host: str) -> str | None:
    """The proxy that the environment names on the way to a host, None where there is none."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _sum(*patience: Any) -> float | None:
    """Seconds in all; None, without an end, where one of them is."""
    seconds = [_SECONDS if one is _DEFAULT else one for one in patience]
    return None if None in seconds else sum(seconds)


def _said(error: Exception) -> str:
    """The kind of an error, and what the system says of it: what aiohttp says may hold the address, and so the token."""
    return f"{type(error).__name__}: {error.strerror}" if isinstance(error, OSError) else type(error).__name__
