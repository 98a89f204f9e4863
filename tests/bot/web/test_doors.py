"""The same questions at every door: quotations and figures equal to the byte, and the same said of them."""

from __future__ import annotations

import asyncio
import html
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from bot.answering import Filters, answered, answered_whole
from bot.cli import main
from bot.config import Config
from bot.example_questions import examples
from bot.mcp.server import server
from bot.presenting import opening_run
from bot.settings import WebSettings
from bot.telegram.screens.answers import answer_screens
from bot.web.visitors import WebDesk
from bot.wiring import asker, open_file
from tests.bot.web.conftest import Browser

SAMPLES = Path(__file__).resolve().parents[3] / "bot" / "samples"
SUBJECTS = (
    "教师招聘",
    "新建幼儿园",
    "财政教育支出",
    "总体近视率",
    "培训教师",
    "普惠性幼儿园覆盖率",
    "学科类培训机构",
    "新增学位",
)
PLACES = ("云泽区", "青禾县", "临岚市", "云堤县", "石渡区", "无名县")


@pytest.fixture(scope="module")
def questions(samples: Path) -> list[str]:
    """A hundred: what the samples are asked, what the figures suggest, and what nobody has written down."""
    asked = [one["text"] for one in tomllib.loads((SAMPLES / "questions.toml").read_text("utf-8"))["question"]]
    with open_file(samples, readonly=True) as archive:
        asked += examples(archive, asker(archive), most=20)
    asked += [f"{place}{year}年{subject}多少" for place in PLACES for year in (2021, 2022) for subject in SUBJECTS]
    asked[1::9] = [
        f"各地{2021 + number % 2}年{SUBJECTS[number % len(SUBJECTS)]}对比" for number in range(len(asked[1::9]))
    ]
    return list(dict.fromkeys(asked))[:100]


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without the time it took."""
    return {name: value for name, value in answer.items() if name != "elapsed_ms"}


def plain(markup: str) -> str:
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def test_every_door_says_the_same(
    browser: Browser, samples: Path, questions: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(questions) == 100
    batch = tmp_path / "questions.jsonl"
    batch.write_text("".join(json.dumps({"id": n, "question": one}) + "\n" for n, one in enumerate(questions)), "utf-8")
    assert main(["--db", str(samples), "--quiet", "ask", "--batch", str(batch)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    expected = [told({name: value for name, value in row.items() if name != "id"}) for row in rows]

    over_http = [told(browser.client.post("/api/v1/ask", json={"question": one}).json()) for one in questions]
    assert over_http == expected

    retrieved = [browser.client.post("/retrieval", json={"query": one}).json()["records"] for one in questions]
    assert [[(one["content"], one["metadata"]["figures"]) for one in records] for records in retrieved] == [
        [(one["quote"], one["figures"]) for one in answer["answers"]] for answer in expected
    ]

    async def assistants() -> list[dict[str, Any]]:
        desk = WebDesk(Config(database=samples, web=WebSettings(accounts=tmp_path / "accounts.db")))
        async with Client(server(desk)) as client:
            found = [await client.call_tool("ask", {"question": one}) for one in questions]
        desk.close()
        return [told(one.structured_content) for one in found]

    assert asyncio.run(assistants()) == expected

    with open_file(samples, readonly=True) as archive:
        answering = asker(archive)
        for question, answer in zip(questions, expected, strict=True):
            given = answered(answering, question, context=(), filters=Filters(), top=5)
            assert [one.quote for one in given.answers] == [one["quote"] for one in answer["answers"]]
            # What a person is shown first is longer where items answer together.
            whole = answered_whole(answering, question, context=(), filters=Filters(), top=5)
            chat = plain("".join(screen.html for screen in answer_screens(whole, number=1, bot="wenbao_bot")))
            page = plain(browser.ask(question))
            first = () if whole.comparison or whole.status == "clarify" else opening_run(whole.answers)
            for one in first:
                assert plain(html.escape(one.quote)) in chat
            for one in (*whole.answers, *whole.nearest):
                assert plain(html.escape(one.quote)) in page, question
            for row in whole.comparison.rows if whole.comparison else ():
                assert plain(html.escape(row.quote)) in chat
                assert plain(html.escape(row.quote)) in page
