"""The tools as an assistant's own client calls them: in this process, over stdio, over HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from starlette.testclient import TestClient

from bot.accounts.archive import Accounts
from bot.cli import main
from bot.config import Config
from bot.mcp.server import http_application, server
from bot.settings import WebSettings
from bot.web.visitors import WebDesk
from bot.wiring import open_file

ROOT = Path(__file__).resolve().parents[3]
QUESTION = "云泽区2022年征收教育费附加多少"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("samples") / "samples.db"
    assert main(["--db", str(path), "--quiet", "load", str(ROOT / "bot" / "samples")]) == 0
    return path


@pytest.fixture
def desk(samples: Path, tmp_path: Path) -> Iterator[WebDesk]:
    made = WebDesk(Config(database=samples, web=WebSettings(accounts=tmp_path / "accounts.db")))
    yield made
    made.close()


def call(desk: WebDesk, tool: str, **arguments: object) -> Any:
    async def called() -> Any:
        async with Client(server(desk)) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(called())


def told(samples: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["--db", str(samples), "--quiet", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "elapsed_ms"}


def test_ask_gives_the_answer_of_the_command_line(
    desk: WebDesk, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for question in (QUESTION, "各地2022年分别招聘教师多少名", "云泽区2019年招聘教师多少名", "？"):
        result = call(desk, "ask", question=question)
        assert without_time(result.structured_content) == without_time(told(samples, capsys, "ask", question))
        assert json.loads(result.content[0].text) == result.structured_content
    followed = call(desk, "ask", question="那2021年呢", earlier_questions=[QUESTION]).structured_content
    assert "1.12亿元" in followed["answers"][0]["quote"]


def test_other_tools_give_what_the_commands_give(
    desk: WebDesk, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = call(desk, "figures", indicator="教师", years="2022", limit=3).structured_content
    expected = told(samples, capsys, "figures", "--indicator", "教师", "--years", "2022")
    assert figures == {"count": len(expected), "figures": expected[:3]}
    assert call(desk, "reports").structured_content["reports"] == told(samples, capsys, "reports")
    shown = call(desk, "show", report="yunze-2022", first=3, count=2).structured_content
    sentences = told(samples, capsys, "show", "yunze-2022")["sentences"]
    assert shown["sentences"] == [{"number": 3, **sentences[2]}, {"number": 4, **sentences[3]}]
    assert len(call(desk, "compare", indicator="2022年招聘教师多少名").structured_content["comparison"]["rows"]) > 1


def test_what_cannot_be_is_told_and_nothing_ends(desk: WebDesk) -> None:
    wrong: list[tuple[str, dict[str, object]]] = [
        ("show", {"report": "none"}),
        ("ask", {"question": QUESTION, "report": "none"}),
        ("figures", {"least": "viel"}),
        ("ask", {"question": QUESTION, "top": 0}),
        ("ask", {}),
    ]
    for tool, arguments in wrong:
        assert call(desk, tool, **arguments).is_error


def test_tools_only_read(desk: WebDesk) -> None:
    async def listed() -> Any:
        async with Client(server(desk)) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(listed())
    assert {tool.name for tool in tools} == {"ask", "compare", "figures", "reports", "show"}
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert all(tool.description for tool in tools)


def test_command_serves_over_stdio(samples: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "bot", "--db", str(samples), "mcp"], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )

    async def asked() -> Any:
        async with Client(command) as client:
            return await client.call_tool("ask", {"question": QUESTION})

    assert "1.21亿元" in asyncio.run(asked()).structured_content["answers"][0]["quote"]


def rpc(method: str, **params: object) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


def test_over_http_a_token_decides_what_is_seen(samples: Path, tmp_path: Path) -> None:
    config = replace(Config(database=samples), web=WebSettings(accounts=tmp_path / "accounts.db"))
    asked = rpc("tools/call", name="ask", arguments={"question": QUESTION})
    accept = {"accept": "application/json, text/event-stream"}
    with open_file(samples, readonly=True) as archive:
        path = archive.path_of("yunze-2022")
    with closing(Accounts.open(config.web.accounts)) as accounts:
        accounts.add("程序", "reader", password=None)
        token = accounts.make_token("程序", note="", loads=False, now=0)
        with TestClient(http_application(config, login=True), "http://127.0.0.1:8000") as client:
            assert client.post("/mcp", json=asked, headers=accept).status_code == 401
            assert client.post("/mcp", json=asked, headers={**accept, "authorization": "Bearer x"}).status_code == 401
            allowed = {**accept, "authorization": f"Bearer {token}"}
            assert "1.21亿元" in client.post("/mcp", json=asked, headers=allowed).text
            accounts.limit(path, ["办公室"])
            assert "1.21亿元" not in client.post("/mcp", json=asked, headers=allowed).text


def test_over_http_on_this_machine_only_its_own_names_count(samples: Path, tmp_path: Path) -> None:
    config = replace(Config(database=samples), web=WebSettings(accounts=tmp_path / "accounts.db"))
    asked = rpc("tools/call", name="ask", arguments={"question": QUESTION})
    accept = {"accept": "application/json, text/event-stream"}
    with TestClient(http_application(config, login=False), "http://127.0.0.1:8000") as client:
        assert "1.21亿元" in client.post("/mcp", json=asked, headers=accept).text
        assert client.post("/mcp", json=asked, headers={**accept, "host": "evil.example"}).status_code == 421
        assert client.post("/mcp", json=asked, headers={**accept, "origin": "https://evil.example"}).status_code == 403
