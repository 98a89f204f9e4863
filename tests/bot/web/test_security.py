"""Strangers at the door: forms of other sites, names of other hosts, texts that would like to be markup, paths."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
import uvicorn
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.server import ServerState

from bot.cli import main
from bot.config import Config, read_listen
from bot.errors import ConfigError
from bot.settings import WebSettings
from bot.web.app import build, serve
from bot.web.connections import Connection
from bot.web.security import FormTokens, Guarded
from bot.web.visitors import WebDesk
from tests.bot.web.conftest import Begin, Browser

WHOLE = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
POSTED = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"


def test_every_answer_has_the_headers(browser: Browser) -> None:
    for address in ("/", "/nothing", "/reports", "/static/none"):
        headers = browser.client.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers.get("cache-control") == (None if address.startswith("/static") else "no-store")


@pytest.mark.parametrize("fields", [{}, {"csrf": ""}, {"csrf": "0" * 96}, {"csrf": "é" * 40}], ids=str)
def test_form_without_a_token_of_ours_does_nothing(browser: Browser, fields: dict[str, str]) -> None:
    assert browser.client.post("/ask", data={"q": "招聘教师多少名", **fields}).status_code == 403


def test_form_of_another_site_does_nothing_though_it_had_a_token(browser: Browser) -> None:
    data = {"q": "招聘教师多少名", "csrf": browser.token()}
    assert browser.client.post("/ask", data=data, headers={"origin": "https://evil.example"}).status_code == 403
    assert browser.client.post("/ask", data=data, headers={"origin": "null"}).status_code == 403
    assert browser.client.post("/ask", data=data, headers={"origin": "http://127.0.0.1"}).status_code == 200


def test_token_belongs_to_one_session() -> None:
    tokens = FormTokens(b"secret")
    assert tokens.make("a") != tokens.make("a")
    assert FormTokens(b"secret")._signed("n", "a") != FormTokens(b"secret")._signed("n", "b")


def test_page_answers_to_its_own_names_only(browser: Browser) -> None:
    for name in ("evil.example", "", "127.0.0.1.evil.example", "[", "127.0.0.1:80@evil.example"):
        assert browser.client.get("/", headers={"host": name}).status_code in (400, 421)


def test_texts_of_reports_and_questions_are_never_markup(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        f"云堤县{EVIL}2021年工作总结\n一、{EVIL}回顾\n全年招聘{EVIL}教师132名，{EVIL}其中研究生17名。\n", "utf-8"
    )
    database = tmp_path / "evil.db"
    assert main(["--db", str(database), "--quiet", "load", str(tmp_path / "a.txt")]) == 0
    browser = begin(database)
    pages = [
        browser.get("/"),
        browser.get("/reports"),
        browser.get(f"/reports?q={EVIL}&place={EVIL}"),
        browser.get("/reports/a?w=教师"),
        browser.get("/reports/a/context?s=1"),
        browser.get("/suggest?q=云堤县"),
        browser.ask(f"2021年招聘教师多少名{EVIL}"),
        browser.ask(EVIL),
        browser.get(f"/reports/{EVIL.replace('/', '')}", status=404),
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "x onerror=alert(2)&gt;49" not in page


def test_no_path_from_outside_is_used(browser: Browser) -> None:
    for address in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fapp.py",
        "/static//etc/passwd",
        "/reports/..%2f..%2fetc%2fpasswd/file",
        "/reports/%00/file",
        "/reports/%2e%2e/file",
    ):
        response = browser.client.get(address)
        assert response.status_code == 404, address
        assert "import" not in response.text
        assert "root:" not in response.text


def test_large_bodies_are_refused(begin: Begin, samples: Path) -> None:
    browser = begin(samples, largest_upload=1)
    token = browser.token()
    assert browser.client.post("/ask", data={"csrf": token, "q": "长" * 2_000_000}).status_code == 413
    assert browser.client.post("/ask", data={"csrf": token, "q": "长" * 100_000}).status_code in (400, 413)
    assert browser.client.post("/ask", data={f"f{n}": "1" for n in range(100)}).status_code == 400


def test_body_that_comes_too_slowly_is_given_up() -> None:
    async def slow() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    async def nowhere(message: Message) -> None: ...

    scope = {"type": "http", "path": "/ask"}
    with pytest.raises(HTTPException) as raised:
        asyncio.run(Guarded(reading, patience=0.05)(scope, slow, nowhere))
    assert raised.value.status_code == 408


def test_body_that_trickles_is_given_up_however_often_some_of_it_comes() -> None:
    async def trickling() -> Message:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            await receive()

    async def nowhere(message: Message) -> None: ...

    with pytest.raises(HTTPException) as raised:
        asyncio.run(Guarded(reading, patience=0.1)({"type": "http", "path": "/ask"}, trickling, nowhere))
    assert raised.value.status_code == 408


@pytest.mark.parametrize("said", [b"", WHOLE[:-2], WHOLE, WHOLE + b"GET / "], ids=len)
def test_connection_that_says_no_more_is_hung_up_on(said: bytes) -> None:
    async def done(scope: Scope, receive: Receive, send: Send) -> None:
        await Response("done")(scope, receive, send)

    asyncio.run(hung_up_on(said, done, patience=0.05))


def test_connection_that_takes_no_answer_is_hung_up_on() -> None:
    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while True:
            await send({"type": "http.response.body", "body": bytes(1_000_000), "more_body": True})
            await asyncio.sleep(0)

    asyncio.run(hung_up_on(WHOLE, endless, patience=0.05))


def test_nobody_is_hung_up_on_while_an_answer_is_made() -> None:
    waited: list[object] = []

    async def made(scope: Scope, receive: Receive, send: Send) -> None:
        waited.extend(one._waits for one in scope["state"]["connections"])
        await Response("done", headers={"connection": "close"})(scope, receive, send)

    asyncio.run(hung_up_on(WHOLE, made, patience=60))
    assert waited == [None]


async def hung_up_on(said: bytes, application: ASGIApp, *, patience: float) -> None:
    """Waits until a connection is over that says this, and hears nothing of what it is told."""
    over, connections = asyncio.Event(), list[Connection]()

    class Watched(Connection):
        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            over.set()

    def connection() -> Connection:
        made = Watched(config, ServerState(), {"connections": connections})
        made.patience = patience
        connections.append(made)
        return made

    config = uvicorn.Config(application, lifespan="off", log_config=None)
    listening = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    with socket.socket() as caller:
        caller.connect(listening.sockets[0].getsockname())
        caller.sendall(said)
        await asyncio.wait_for(over.wait(), 60)
    listening.close()


@pytest.mark.parametrize("said", [b"", WHOLE[:-2], POSTED], ids=len)
def test_those_that_say_no_more_and_come_again_keep_nobody_out(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.connections.MOST_WAITING", 10)

    async def done(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        await Response("done")(scope, receive, send)

    async def besieged() -> bytes:
        config, state = uvicorn.Config(done, lifespan="off", log_config=None, limit_concurrency=20), ServerState()
        listening = await asyncio.get_running_loop().create_server(
            lambda: Connection(config, state, {}), "127.0.0.1", 0
        )
        place = listening.sockets[0].getsockname()
        for _ in range(60):
            _, writer = await asyncio.open_connection(*place)
            writer.write(said)
            silent.append(writer)
        reader, writer = await asyncio.open_connection(*place)
        writer.write(WHOLE)
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n"), 60)
        for one in (writer, *silent):
            one.close()
        listening.close()
        return answer

    silent: list[asyncio.StreamWriter] = []
    assert b" 200 " in asyncio.run(besieged())


def test_page_is_not_opened_to_others_without_accounts(tmp_path: Path) -> None:
    for address in ("0.0.0.0:8642", "192.0.2.7:80", "[::]:8642", "wenbao.example:80"):
        with pytest.raises(ConfigError, match="账号"):
            serve(Config(database=tmp_path / "a.db"), read_listen(address), verbose=False)
    assert not (tmp_path / "a.db").exists()


def test_building_opens_nothing(tmp_path: Path) -> None:
    build(Config(database=tmp_path / "a.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_clock_that_is_set_back_lets_nobody_wait_longer(tmp_path: Path) -> None:
    now, passed = [1_700_000_000.0], [0.0]
    config = Config(database=tmp_path / "reports.db", web=WebSettings(questions_per_minute=1))
    desk = WebDesk(config, clock=lambda: now[0])
    desk.ticks = lambda: passed[0]
    desk.keep_pace("王敏")
    now[0], passed[0] = now[0] - 86_400.0, 61.0
    desk.keep_pace("王敏")
