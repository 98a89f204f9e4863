"""A stand-in for Telegram with a bot that serves it, for each module of tests, and reports for it to answer from."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import main
from tests.bot.fake_telegram import FakeTelegram, Person
from tests.bot.telegram.serving import Served

NEIGHBOURS = ("松坪县", "白鹭县", "柳泉县", "石涧县", "苇塘县", "霞浦镇", "桐岭镇")

Begin = Callable[..., Served]


def neighbour(place: str, kilometres: int) -> str:
    """A short report whose figures nobody else's questions touch."""
    return (
        f"{place}交通运输局2020年工作总结\n2020年，全局干部职工扎实工作，各项任务顺利完成。\n一、主要工作\n"
        f"全年改造农村公路{kilometres}公里，新增公交车{kilometres // 3}辆。\n二、存在的不足\n部分路段养护还不及时。\n"
    )


@pytest.fixture(scope="session")
def library(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report file with the three small reports and seven of other places."""
    made = tmp_path_factory.mktemp("library")
    for number, place in enumerate(NEIGHBOURS, 1):
        (made / f"road_{number}.txt").write_text(neighbour(place, 20 + 7 * number), "utf-8")
    path = made / "library.db"
    assert main(["--db", str(path), "--quiet", "load", str(folder), str(made)]) == 0
    return path


@pytest.fixture(scope="module")
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running


@pytest.fixture(scope="module")
def admin(telegram: FakeTelegram) -> Person:
    return telegram.person("李主任")


@pytest.fixture(scope="module")
def begin(
    telegram: FakeTelegram, admin: Person, library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Begin]:
    """Runs bots with the settings given, each over reports of its own, and stops them at the end of the module."""
    running: list[Served] = []

    def begun(**settings: object) -> Served:
        served = Served(telegram, tmp_path_factory.mktemp("served"), admins=[admin], **settings)
        shutil.copy(library, served.database)
        running.append(served)
        return served.start().wait_until_ready()

    yield begun
    for served in running:
        served.stop()


@pytest.fixture(scope="module")
def served(begin: Begin) -> Served:
    """The bot of the module, open to all unless the module says otherwise."""
    return begin(open_to_all=True, questions_per_minute=1000)


@pytest.fixture(autouse=True)
def _nothing_amiss(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test with a bot: nothing unforeseen in its log, nothing sent that Telegram would not take."""
    yield
    if "served" in request.fixturenames:
        request.getfixturevalue("served").check()
