"""What a call says: its fields as text, and the files that came with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.bot.fake_telegram import rules
from tests.bot.fake_telegram.markup import Formatted


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart call."""

    name: str
    data: bytes
    mime_type: str


@dataclass(slots=True)
class Parameters:
    """What a call says, and what Telegram drops from it without a word."""

    values: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        found = re.match(r"-?\d+", self.values.get(name, ""))
        return int(found[0]) if found else default

    def flag(self, name: str) -> bool:
        return self.values.get(name, "").lower() in {"true", "yes", "1"}

    def kept(self, checked: rules.Checked) -> Any:
        self.dropped += checked.dropped
        return checked.value

    def markup(self, *, inline_only: bool = False) -> dict[str, Any] | None:
        markup: dict[str, Any] | None = self.kept(rules.markup_of(self.text("reply_markup"), inline_only=inline_only))
        return markup

    def formatted(self, name: str, entities: str, limit: int, too_long: str) -> Formatted:
        checked = rules.text_of(
            *(self.text(name), self.text("parse_mode"), self.text(entities)), limit=limit, too_long=too_long
        )
        formatted: Formatted = self.kept(checked)
        return formatted
