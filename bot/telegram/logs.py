"""The log of the running bot: one JSON object a line on standard error, and never the token."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from telegram.error import InvalidToken

# What every record has by itself; the rest is what a caller added.
_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class Lines(logging.Formatter):
    """A record as JSON: time, level, event, what was added to it, and a traceback where there is one."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "from": record.name,
        }
        said |= {name: value for name, value in record.__dict__.items() if name not in _PLAIN}
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        line = json.dumps(said, ensure_ascii=False, default=str)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line


def _is_news(record: logging.LogRecord) -> bool:
    """Not so a wrong token: the program ends with a sentence about it, and needs no traceback before."""
    return record.exc_info is None or not isinstance(record.exc_info[1], InvalidToken)


def set_up(level: int, *, secrets: tuple[str, ...]) -> None:
    """Write the log of everything to standard error, without the ``secrets`` whatever holds them."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(secrets))
    handler.addFilter(_is_news)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "apscheduler"):  # at INFO httpx writes addresses, which hold the token
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # A proxy's page in place of an answer, with a traceback each time; what comes of it is told where it matters.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    # Refusals of sendMessage and a lost connection are told by us, where they matter, and not with a traceback each.
    logging.getLogger("telegram.ext").setLevel(max(level, logging.WARNING))
