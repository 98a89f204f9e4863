"""The page over the three small reports and the samples, as a test calls it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.accounts.archive import Accounts
from bot.cli import main
from bot.config import Config
from bot.settings import ChatSettings, WebSettings
from bot.web.app import build

SAMPLES = Path(__file__).resolve().parents[3] / "bot" / "samples"


class Browser:
    """A client that sends forms as a page of ours would."""

    def __init__(self, client: TestClient, accounts: Accounts) -> None:
        self.client = client
        self.accounts = accounts

    def get(self, address: str, status: int = 200) -> str:
        response = self.client.get(address)
        assert response.status_code == status, (response.status_code, response.text)
        return str(response.text)

    def token(self, address: str = "/") -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(address))
        assert found
        return found[1]

    def send(self, address: str, *, page: str = "/", status: int = 200, **fields: str) -> str:
        """What a form leads to, sent with a fresh token of the page."""
        response = self.client.post(address, data={"csrf": self.token(page), **fields})
        assert response.status_code == status, (response.status_code, response.text)
        return str(response.text)

    def ask(self, question: str, **fields: str) -> str:
        return self.send("/ask", q=question, **fields)


Begin = Callable[..., Browser]


def config_in(folder: Path, database: Path, *, synonyms: Path | None = None, **web: Any) -> Config:
    chat = ChatSettings(state=folder / "chats.db", files=folder / "files")
    settings = WebSettings(accounts=folder / "accounts.db", **{"questions_per_minute": 10_000, **web})
    return Config(database=database, synonyms=synonyms, telegram=chat, web=settings)


@pytest.fixture(scope="session")
def samples(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report file with the samples and the three small reports."""
    path = tmp_path_factory.mktemp("samples") / "samples.db"
    assert main(["--db", str(path), "--quiet", "load", str(SAMPLES), str(folder)]) == 0
    return path


@pytest.fixture(scope="module")
def begin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begin]:
    """Starts pages over a report file, and stops them at the end of the module."""
    with ExitStack() as stack:

        def begun(database: Path, *, login: bool = False, peer: str = "127.0.0.1", **web: Any) -> Browser:
            config = config_in(tmp_path_factory.mktemp("web"), database, **web)
            application = build(config, login=login)
            client = TestClient(application, "http://127.0.0.1", raise_server_exceptions=False, client=(peer, 50_000))
            accounts = stack.enter_context(closing(Accounts.open(config.web.accounts)))
            return Browser(stack.enter_context(client), accounts)

        yield begun


@pytest.fixture(scope="module")
def browser(begin: Begin, samples: Path) -> Browser:
    return begin(samples)
