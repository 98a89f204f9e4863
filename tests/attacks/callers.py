"""Connections to the page that say nothing, half of what they want, or trickle it, and come again as soon as they are hung
up on: who asks between them is answered."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import random
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests.bot.web.serving import serve

CALLERS = 800
_EVERY = 1.0  # seconds between two visits
_SAID = (b"", b"GET / HTTP/1.1\r\nHost: 127", b"POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n")


def attack(count: int, seed: int) -> dict[str, int | float]:
    """How many visits of so many seconds were not answered, how long the slowest took, and what the callers did."""
    with tempfile.TemporaryDirectory() as name, contextmanager(serve)(Path(name)) as address:
        return asyncio.run(_besieged(int(address.rpartition(":")[2]), count, random.Random(seed)))


async def _besieged(port: int, seconds: int, chance: random.Random) -> dict[str, int | float]:
    told: dict[str, int | float] = {"visits": 0, "unanswered": 0, "calls": 0, "slowest seconds": 0.0}
    callers = [asyncio.create_task(_calls(port, chance, told)) for _ in range(CALLERS)]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.sleep(_EVERY)
        begun = time.monotonic()
        told["visits"] += 1
        told["unanswered"] += await asyncio.to_thread(_visit, port) != 200
        told["slowest seconds"] = max(told["slowest seconds"], round(time.monotonic() - begun, 2))
        if told["visits"] % 10 == 0:
            print(told, flush=True)
    for one in callers:
        one.cancel()
    return told


async def _calls(port: int, chance: random.Random, told: dict[str, int | float]) -> None:
    """Call, say something, trickle more of it, and call again as soon as hung up on."""
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            told["calls"] += 1
            writer.write(chance.choice(_SAID))
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(), chance.uniform(1, 20))
                    break
                writer.write(b"x")
            writer.close()
        except OSError:
            await asyncio.sleep(0.1)


def _visit(port: int) -> int:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        asking.request("GET", "/")
        return asking.getresponse().status
    except OSError:
        return 0
    finally:
        asking.close()
