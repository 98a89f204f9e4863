"""What the configuration says of the doors; :mod:`bot.config` builds it, and nothing here imports their libraries."""

from __future__ import annotations

from dataclasses import field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from store.quick_records import record

API = "https://api.telegram.org"


@record
class Webhook:
    """Where Telegram is to send messages instead of being asked for them.

    ``url`` is what Telegram calls; ``listen`` and ``port`` are where we hear it, behind a proxy that holds the
    certificate. ``secret`` comes with every call of Telegram's, and calls without it are turned away.
    """

    url: str
    listen: str
    port: int
    secret: str = field(repr=False)


@record
class ChatSettings:
    """Everything below ``[telegram]``. ``token`` is None where there is none; it is never shown.

    ``webhook`` is None where Telegram is asked for messages (polling). ``load_from`` are the folders below which
    ``/load PATH`` may read; ``health_port`` is where ``/health`` answers on the loopback address, 0 where it does not; ``files`` is where files that were sent are kept; ``state`` the file of the conversations.
    """

    token: str | None = field(default=None, repr=False)
    admins: frozenset[int] = frozenset()
    allowed_users: frozenset[int] = frozenset()
    allowed_chats: frozenset[int] = frozenset()
    open_to_all: bool = False
    questions_per_minute: int = 20
    follow_up_minutes: int = 30
    keep_days: int = 90
    state: Path = Path("wenbao-chats.db")
    files: Path = Path("wenbao-files")
    load_from: tuple[Path, ...] = ()
    log_questions: bool = False
    messages_per_second: int = 30
    concurrent_updates: int = 16
    api: str = API
    health_port: int = 0
    webhook: Webhook | None = None


@record
class Listen:
    """An address to listen on. ``private`` where only this machine can reach it."""

    host: str = "127.0.0.1"
    port: int = 8642

    @property
    def private(self) -> bool:
        """Whether nobody but this machine can reach it."""
        return self.host in ("127.0.0.1", "::1", "localhost")


@record
class WebSettings:
    """Everything below ``[web]``. ``largest_upload`` is in megabytes.

    ``accounts`` is the file of the accounts; ``names`` are the host names under which the page may be called;
    ``user_header`` is where a proxy says who is looking, "" where people log in here; only ``proxies`` are believed.
    ``secure`` is true where the outside speaks https.
    """

    listen: Listen = Listen()
    accounts: Path = Path("wenbao-accounts.db")
    names: tuple[str, ...] = ()
    user_header: str = ""
    proxies: tuple[IPv4Network | IPv6Network, ...] = (IPv4Network("127.0.0.1"), IPv6Network("::1"))
    secure: bool = False
    questions_per_minute: int = 60
    largest_upload: int = 50
