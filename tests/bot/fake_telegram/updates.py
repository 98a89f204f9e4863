"""How updates reach the bot: getUpdates with its long poll, or a webhook, never both.

An update stays queued until a poll with a higher offset or a 2xx of the webhook takes it, so a bot that dies before
that is told again. A poll that meets another ends the older one with 409, as Telegram does.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import aiohttp

from tests.bot.fake_telegram import rules
from tests.bot.fake_telegram.parameters import Parameters
from tests.bot.fake_telegram.rules import ApiError, bad_request
from tests.bot.fake_telegram.world import World

WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost)(:\d+)?(/|$)")


@dataclass(slots=True)
class _Poll:
    news: asyncio.Event = field(default_factory=asyncio.Event)
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted."""

    url: str
    secret: str


class Updates:
    """The way of updates to the bot."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.webhook: Webhook | None = None
        self.last_error = ""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poll: _Poll | None = None
        self._news: asyncio.Event | None = None
        self._posting: asyncio.Task[None] | None = None
        self.methods: dict[str, Callable[[Parameters], Awaitable[Any]]] = {
            "getupdates": self.get_updates,
            "setwebhook": self.set_webhook,
            "deletewebhook": self.delete_webhook,
            "getwebhookinfo": self.get_webhook_info,
        }

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Serve from this loop."""
        self._loop, self._news = loop, asyncio.Event()
        self.world.on_update = self._wake

    async def detach(self) -> None:
        """Wake whoever waits, for the last time."""
        self.world.on_update = lambda: None
        await self._stop_posting()
        if self._poll:
            self._poll.conflict = "Conflict: the fake is stopping"
            self._poll.news.set()

    def _wake(self) -> None:
        """Called with the world locked, from any thread, for every new update."""
        if self._loop and (self._poll or self.webhook):
            self._loop.call_soon_threadsafe(self._ring)

    def _ring(self) -> None:
        if self._poll:
            self._poll.news.set()
        if self._news:
            self._news.set()

    def _allow(self, parameters: Parameters) -> None:
        given = parameters.text("allowed_updates")
        if given:
            self.world.allowed = set(rules.json_value(given, "allowed updates")) or None

    async def get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        """The updates from the offset on, as soon as there is one or the time is over."""
        if self.webhook:
            raise ApiError(409, WEBHOOK_ACTIVE)
        if self._poll:
            self._poll.conflict = OTHER_POLLER
            self._poll.news.set()
        mine = self._poll = _Poll()
        limit = min(max(parameters.integer("limit", 100), 1), 100)
        deadline = asyncio.get_running_loop().time() + min(parameters.integer("timeout"), 50)
        with self.world.changed:
            self._allow(parameters)
            self.world.acknowledge(parameters.integer("offset"))
        try:
            return await self._first_news(mine, limit, deadline)
        finally:
            if self._poll is mine:
                self._poll = None

    async def _first_news(self, mine: _Poll, limit: int, deadline: float) -> list[dict[str, Any]]:
        while True:
            mine.news.clear()
            if mine.conflict:
                raise ApiError(409, mine.conflict)
            with self.world.changed:
                found = list(islice(self.world.updates, limit))
            left = deadline - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found
            try:
                await asyncio.wait_for(mine.news.wait(), left)
            except TimeoutError:
                continue

    async def set_webhook(self, parameters: Parameters) -> bool:
        url, secret = parameters.text("url"), parameters.text("secret_token")
        if not url:
            return await self.delete_webhook(parameters)
        if not url.startswith("https://") and not LOOPBACK.match(url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch("[A-Za-z0-9_-]{0,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        if self._poll:
            self._poll.conflict = "Conflict: terminated by setWebhook request"
            self._poll.news.set()
        await self._stop_posting()
        with self.world.changed:
            self._allow(parameters)
            if parameters.flag("drop_pending_updates"):
                self.world.updates.clear()
        self.webhook = Webhook(url, secret)
        self._posting = asyncio.create_task(self._post())
        return True

    async def delete_webhook(self, parameters: Parameters) -> bool:
        await self._stop_posting()
        self.webhook = None
        if parameters.flag("drop_pending_updates"):
            with self.world.changed:
                self.world.updates.clear()
                self.world.changed.notify_all()
        return True

    async def get_webhook_info(self, parameters: Parameters) -> dict[str, Any]:
        info = {"url": self.webhook.url if self.webhook else "", "has_custom_certificate": False}
        error = {"last_error_message": self.last_error} if self.last_error else {}
        return {**info, "pending_update_count": len(self.world.updates), **error}

    async def _stop_posting(self) -> None:
        if self._posting:
            self._posting.cancel()
            await asyncio.gather(self._posting, return_exceptions=True)
            self._posting = None

    async def _post(self) -> None:
        """Post the updates in order; one that is not taken is posted again."""
        assert self.webhook
        assert self._news
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.secret} if self.webhook.secret else {}
        async with aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(60)) as session:
            while True:
                self._news.clear()
                with self.world.changed:
                    update = self.world.updates[0] if self.world.updates else None
                if update is None:
                    await self._news.wait()
                elif await self._taken(session, self.webhook.url, update):
                    with self.world.changed:
                        self.world.acknowledge(update["update_id"] + 1)
                else:
                    await asyncio.sleep(0.1)

    async def _taken(self, session: aiohttp.ClientSession, url: str, update: dict[str, Any]) -> bool:
        try:
            async with session.post(url, json=update) as response:
                if not response.ok:
                    self.last_error = f"Wrong response from the webhook: {response.status} {response.reason}"
                return response.ok
        except (aiohttp.ClientError, TimeoutError) as error:
            self.last_error = f"Connection failed: {error}"
            return False
