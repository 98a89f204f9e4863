"""The way to Telegram: what is sent, over which connection, and what is said where it fails."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram import health
from bot.telegram.connection import Direct

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
LAST = b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n{}"
ASKED = RequestData([RequestParameter.from_input("text", "招聘 & 录用"), RequestParameter.from_input("chat_id", 7)])


class Heard:
    """What a server heard: the requests, each with the number of its connection; its answers come from ``says``."""

    def __init__(self, *says: bytes | None) -> None:
        self.says = list(says)
        self.requests: list[tuple[int, bytes]] = []
        self.connections = 0
        self.writers: list[asyncio.StreamWriter] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        self.writers.append(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.requests.append((number, head + await reader.readexactly(length)))
                said = self.says.pop(0)
                if said is None:  # never a word
                    await reader.read()
                    return
                writer.write(said)
                if said not in (ANSWER, CHUNKED):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def run(heard: Heard, work: Callable[[Direct], Awaitable[None]]) -> None:
    async def through() -> None:
        server = await asyncio.start_server(heard.serve, "127.0.0.1", 0)
        heard.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot1:A/sendMessage"
        async with server, opened() as way:
            await work(way)

    asyncio.run(through())


@asynccontextmanager
async def opened(most: int = 4) -> Any:
    way = Direct(most)
    await way.initialize()
    try:
        yield way
    finally:
        await way.shutdown()


async def asked(way: BaseRequest, url: str, **options: Any) -> tuple[int, bytes]:
    return await way.do_request(url, "POST", ASKED, **options)


def test_what_is_sent_as_json_is_what_httpx_sends_as_a_form() -> None:
    heard = Heard(ANSWER, ANSWER)

    async def work(way: Direct) -> None:
        await asked(way, heard.url)
        plain = HTTPXRequest()
        await plain.initialize()
        await asked(plain, heard.url)
        await plain.shutdown()

    run(heard, work)
    (_, ours), (_, theirs) = heard.requests
    heads, bodies = zip(*(one.split(b"\r\n\r\n") for one in (ours, theirs)), strict=True)
    assert json.loads(bodies[0]) == dict(parse_qsl(bodies[1].decode())) == {"text": "招聘 & 录用", "chat_id": "7"}
    agents = [[line for line in head.lower().split(b"\r\n") if line.startswith(b"user-agent")] for head in heads]
    assert agents[0] == agents[1]
    assert b"\r\ncontent-type: application/json\r\n" in heads[0].lower()


def test_messages_gather_while_all_are_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, statuses, waited, busy = Heard(ANSWER, ANSWER), list[int](), list[float](), [True, False]

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        assert not heard.requests

    monkeypatch.setattr(health, "asyncio", SimpleNamespace(sleep=sleep))

    async def work(_: Direct) -> None:
        way = health.Polling(statuses.append, lambda: busy.pop(0))
        await way.initialize()
        for _ in range(2):
            await asked(way, heard.url)
        await way.shutdown()

    run(heard, work)
    assert (statuses, len(waited)) == ([200, 200], 1)


def test_of_a_message_that_was_sent_only_its_number_is_read() -> None:
    sent = b'{"ok": true, "result": {"message_id": 5, "date": 1, "chat": {"id": 7}, "text": "-", "reply_markup": {}}}'
    assert Direct.parse_json_payload(sent)["result"] == {"message_id": 5, "date": 1, "chat": {"id": 7}}
    assert Direct.parse_json_payload(b'{"ok": true, "result": {"id": 5, "is_bot": true}}')["result"]["is_bot"]


def test_a_connection_serves_again_one_request_at_a_time() -> None:
    heard = Heard(*[ANSWER, CHUNKED] * 3)

    async def work(way: Direct) -> None:
        for _ in range(2):
            assert await asked(way, heard.url) == (200, b"{}")
        assert await asyncio.gather(*(asked(way, heard.url) for _ in range(2))) == [(200, b"{}")] * 2
        assert [number for number, _ in heard.requests[:2]] == [1, 1]
        assert heard.connections <= 2

    run(heard, work)


def test_no_more_connections_than_there_may_be() -> None:
    heard = Heard(*[ANSWER] * 12)

    async def work(way: Direct) -> None:
        await asyncio.gather(*(asked(way, heard.url) for _ in range(12)))
        assert heard.connections <= 4

    run(heard, work)


def test_what_the_other_side_has_closed_is_not_used() -> None:
    heard = Heard(LAST, ANSWER)

    async def work(way: Direct) -> None:
        assert await asked(way, heard.url) == (502, b"{}")
        assert await asked(way, heard.url) == (200, b"{}")

    run(heard, work)
    assert [number for number, _ in heard.requests] == [1, 2]


def test_what_is_heard_behind_an_answer_is_none_to_the_next() -> None:
    heard = Heard(ANSWER + b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", ANSWER)
    late = Heard(ANSWER, ANSWER)

    async def work(way: Direct) -> None:
        for _ in range(2):
            assert await asked(way, heard.url) == (200, b"{}")

    async def work_late(way: Direct) -> None:
        await asked(way, late.url)
        late.writers[0].write(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
        late.writers[0].close()
        await asyncio.sleep(0.05)
        assert await asked(way, late.url) == (200, b"{}")

    run(heard, work)
    run(late, work_late)
    assert [number for number, _ in heard.requests] == [number for number, _ in late.requests] == [1, 2]


@pytest.mark.parametrize("said", [b"", ANSWER[:-1], b"HTTP/1.1 200 OK\r\n", b"SSH-2.0 hello\r\n\r\n"])
def test_an_answer_that_is_cut_is_of_unknown_outcome(said: bytes) -> None:
    heard = Heard(said, ANSWER)

    async def work(way: Direct) -> None:
        with pytest.raises(NetworkError) as raised:
            await asked(way, heard.url)
        assert not isinstance(raised.value.__cause__, httpx.HTTPError)
        assert "1:A" not in str(raised.value)  # the token
        assert await asked(way, heard.url) == (200, b"{}")

    run(heard, work)


def test_silence_ends_and_the_connection_with_it() -> None:
    heard = Heard(None, ANSWER)

    async def work(way: Direct) -> None:
        with pytest.raises(TimedOut):
            await asked(way, heard.url, read_timeout=0.05, write_timeout=0.0)
        assert await asked(way, heard.url) == (200, b"{}")

    run(heard, work)
    assert [number for number, _ in heard.requests] == [1, 2]


def test_where_nobody_is_nothing_was_sent() -> None:
    async def work() -> TelegramError:
        async with opened() as way:
            with pytest.raises(NetworkError) as raised:
                await asked(way, "http://127.0.0.1:1/bot1:A/sendMessage")
            return raised.value

    error = asyncio.run(work())
    assert isinstance(error.__cause__, httpx.ConnectError)
    assert "1:A" not in str(error)


def certified(name: str) -> bytes:
    """A key, and the certificate that it belongs to a host of this name."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    whose = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(whose, whose, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    return bytes(key.private_bytes(pem, *plain) + made.public_bytes(pem))


def test_a_server_that_cannot_prove_its_name_is_told_nothing(tmp_path: Path) -> None:
    heard = Heard(ANSWER)
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(certified("localhost"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def through(host: str) -> tuple[int, bytes]:
        server = await asyncio.start_server(heard.serve, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        async with server, opened() as way:
            return await asked(way, f"https://{host}:{port}/bot1:A/sendMessage")

    with pytest.raises(NetworkError) as raised:
        asyncio.run(through("localhost"))
    assert isinstance(raised.value.__cause__, httpx.ConnectError)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificate))
        assert asyncio.run(through("localhost")) == (200, b"{}")
        with pytest.raises(NetworkError):
            asyncio.run(through("127.0.0.1"))


def test_a_proxy_is_asked_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard(ANSWER)

    async def through() -> None:
        server = await asyncio.start_server(heard.serve, "127.0.0.1", 0)
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        async with server, opened() as way:
            assert await asked(way, "http://telegram.invalid/bot1:A/sendMessage") == (200, b"{}")

    asyncio.run(through())
    assert heard.requests[0][1].startswith(b"POST http://telegram.invalid/bot1:A/sendMessage ")


def test_no_proxy_is_asked_on_the_way_to_a_host_that_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    heard = Heard(ANSWER)

    async def work(way: Direct) -> None:
        assert await asked(way, heard.url) == (200, b"{}")

    run(heard, work)
