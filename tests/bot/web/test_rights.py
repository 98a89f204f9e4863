"""Reports of three groups, people of any of them, every door: nobody reads a word of what is not theirs."""

from __future__ import annotations

import asyncio
import os
import random
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.answering import Filters, answered_whole
from bot.cli import main
from bot.config import Config
from bot.example_questions import examples
from bot.mcp.server import http_application
from bot.reading_thread import Readers
from bot.settings import WebSettings
from bot.telegram.screens.answers import answer_screens
from bot.telegram.screens.lists import figures_screens, reports_screen, start_screen
from bot.viewer import AT_THIS_MACHINE
from bot.wiring import open_file
from retrieval.ask import Asker
from retrieval.text.segmentation import fold
from store.archive.base import ArchiveReader
from store.archive.figure_query import FigureQuery
from tests.bot.web.conftest import Begin, Browser

# Of each place something that only its report says: a body, a word, a number.
PLACES = {
    "松坪县": ("甲", "竹蜻蜓", 1371),
    "白鹭县": ("乙", "蓝印布", 2482),
    "柳泉县": ("丙", "皮影戏", 3593),
    "石涧县": ("", "木版画", 4604),
}
_CASES = int(os.environ.get("RIGHTS_CASES", "1500"))  # of person, question and door; a release runs 10,000
_DOORS = 3  # of a person and a question


def report(place: str, craft: str, number: int) -> str:
    return (
        f"{place}文化局2021年工作总结\n一、主要工作\n全年培训{craft}传承人{number}名，投入资金{number}万元。{place}建成{craft}展馆{number % 97}座。\n"
        f"二、存在的问题\n{craft}人才不足。\n三、下一步打算\n2022年计划培训{craft}传承人{number + 1}名。\n"
    )


@dataclass
class House:
    """The page over the four reports, and for each person by what they are let in."""

    browser: Browser
    database: Path
    sessions: dict[str, str]
    tokens: dict[str, str]
    groups: dict[str, frozenset[str]]
    chats: dict[str, int]
    readers: Readers
    mcp: TestClient

    def forbidden(self, person: str) -> list[str]:
        """What must not be read by this person."""
        found = []
        for place, (group, craft, number) in PLACES.items():
            if group and group not in self.groups[person]:
                found += [place[:2], craft, str(number), str(number + 1)]
        return found


@pytest.fixture(scope="module")
def house(begin: Begin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("groups")
    for number, (place, (_, craft, amount)) in enumerate(PLACES.items()):
        (folder / f"r{number}.txt").write_text(report(place, craft, amount), "utf-8")
    database = folder / "groups.db"
    assert main(["--db", str(database), "--quiet", "load", str(folder)]) == 0
    browser = begin(database, login=True)
    with open_file(database, readonly=True) as archive:
        for info in archive.reports():
            group = PLACES[info.place or ""][0]
            browser.accounts.limit(archive.path_of(info.id), [group] if group else [])
    groups = {"无": frozenset[str](), "甲人": frozenset("甲"), "乙丙人": frozenset("乙丙"), "丙人": frozenset("丙")}
    tokens, sessions, chats = {}, {}, {}
    for name, of in groups.items():
        browser.accounts.add(name, "reader", password=None, groups=of)
        tokens[name] = browser.accounts.make_token(name, note="", loads=False, now=0)
        sessions[name] = browser.accounts.begin_session(name, now=1e10)
        chats[name] = 1_000 + len(chats)
        browser.accounts.put_chat(chats[name], of)
    config = Config(database=database, web=WebSettings(accounts=browser.accounts.path, questions_per_minute=10_000))
    readers = Readers(config)
    with TestClient(http_application(config, login=True), "http://127.0.0.1:8000") as mcp:
        yield House(browser, database, sessions, tokens, groups, chats, readers, mcp)
    readers.close()


def questions(dice: random.Random) -> str:
    place, (_, craft, number) = dice.choice([*PLACES.items()])
    other = dice.choice([*PLACES])
    return dice.choice(
        [
            f"{place}培训{craft}传承人多少名",
            f"{place}2021年投入资金多少",
            "各地2021年培训传承人多少名",
            f"哪个地方培训{craft}传承人最多",
            f"{place}和{other}哪个投入资金多",
            f"{craft}展馆建成几座",
            f"{place[:2]}有什么问题",
            f"{number}名是什么",
            f"投入{number}万元做什么",
            f"{craft[:2]}{craft[2:]}人才",
            "2021年培训了多少名传承人",
            "2022年打算做什么",
            "2019年投入资金多少",
            f"{place}2025年招聘多少人",
        ]
    )


def doors(house: House, person: str, question: str) -> dict[str, Callable[[], str]]:
    client = house.browser.client
    bearer = {"authorization": f"Bearer {house.tokens[person]}"}

    def page(address: str) -> str:
        client.cookies.set("wenbao_session", house.sessions[person])
        return client.get(address).text

    def asked() -> str:
        client.cookies.set("wenbao_session", house.sessions[person])
        token = house.browser.token()
        return client.post("/ask", data={"csrf": token, "q": question}).text

    def chat(archive: ArchiveReader, asker: Asker) -> str:
        given = answered_whole(asker, question, context=(), filters=Filters(), top=5)
        infos, tries = archive.reports(), examples(archive, asker)
        shown = (
            *answer_screens(given, number=1, bot="b"),
            reports_screen(infos, 0, number=1),
            start_screen(infos, tries, numbers=range(len(tries)), admin=False),
            *figures_screens(archive.figures(FigureQuery(), fold=fold), question, number=1, page=0, bot="b"),
        )
        return "".join(one.html + str(one.rows) for one in shown)

    def tool(name: str, **arguments: object) -> str:
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        return house.mcp.post(
            "/mcp", json=call, headers={**bearer, "accept": "application/json, text/event-stream"}
        ).text

    report = f"r{sum(map(ord, question)) % 4}"
    return {
        "page": asked,
        "api": lambda: client.get("/api/v1/ask", params={"question": question}, headers=bearer).text,
        "retrieval": lambda: client.post("/retrieval", json={"query": question}, headers=bearer).text,
        "figures": lambda: client.get("/api/v1/figures", headers=bearer).text,
        "reports": lambda: client.get("/api/v1/reports", headers=bearer).text + page("/reports") + page("/"),
        "report": lambda: page(f"/reports/{report}") + client.get(f"/api/v1/reports/{report}", headers=bearer).text,
        "context": lambda: page(f"/reports/{report}/context?s=1") + page(f"/reports/{report}/file"),
        "telegram": lambda: asyncio.run(house.readers.run(chat, person=house.chats[person])),
        "mcp": lambda: tool("ask", question=question) + tool("reports") + tool("show", report=report),
        "suggest": lambda: page(f"/suggest?q={question[:2]}"),
    }


def leaks(house: House, person: str, question: str, text: str) -> list[str]:
    """What the text holds that the person may not read and did not write themselves."""
    told = re.sub(r"[0-9a-f]{12,}|\d+\.\d+", "", text.replace(question, ""))  # tokens and scores hold any digits
    return [word for word in house.forbidden(person) if word in told and word not in question]


def test_no_door_tells_anybody_what_is_not_theirs(house: House) -> None:
    dice = random.Random(3)
    for _ in range(_CASES // _DOORS):
        person, question = dice.choice([*house.groups]), questions(dice)
        chosen = doors(house, person, question)
        for name in dice.sample([*chosen], _DOORS):
            assert not leaks(house, person, question, chosen[name]()), (person, name, question)


def test_what_is_theirs_is_answered(house: House) -> None:
    for person, place in (("甲人", "松坪县"), ("乙丙人", "白鹭县"), ("丙人", "柳泉县"), ("无", "石涧县")):
        _, craft, number = PLACES[place]
        text = doors(house, person, f"{place}2021年培训{craft}传承人多少名")["api"]()
        assert f"{number}名" in text
        assert f"{number}名" in doors(house, person, f"{place}2021年培训{craft}传承人多少名")["telegram"]()


def test_in_telegram_a_chat_sees_what_its_groups_do(house: House) -> None:
    def seen(chat: int) -> list[str]:
        return asyncio.run(house.readers.run(lambda archive, _: [info.id for info in archive.reports()], person=chat))

    assert seen(5) == ["r3"]
    assert seen(house.chats["乙丙人"]) == ["r1", "r2", "r3"]
    assert seen(-100_123) == ["r3"]
    house.browser.accounts.put_chat(-100_123, ["甲"])
    assert seen(-100_123) == ["r0", "r3"]
    house.browser.accounts.put_chat(-100_123, [])
    assert seen(-100_123) == ["r3"]


def test_rights_are_those_of_the_moment_of_the_answer(house: House) -> None:
    """Not those of the moment of the question, which may have waited behind others."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        begun.set()
        assert go_on.wait(20)

    async def asked() -> tuple[str, ...]:
        first = asyncio.create_task(house.readers.run(slow, person=AT_THIS_MACHINE.person))
        await asyncio.to_thread(begun.wait)
        second = asyncio.create_task(
            house.readers.run(
                lambda archive, _: tuple(info.id for info in archive.reports()), person=house.chats["甲人"]
            )
        )
        await asyncio.sleep(0)
        house.browser.accounts.put_chat(house.chats["甲人"], [])
        go_on.set()
        await first
        return await second

    try:
        assert asyncio.run(asked()) == ("r3",)
    finally:
        house.browser.accounts.put_chat(house.chats["甲人"], ["甲"])
