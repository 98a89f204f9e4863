"""Who is looking: a person with an account, a program with a token, or whoever sits at this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "editor", "administrator"]

# Beyond every number that Telegram gives to people, so that one file of conversations serves all doors.
FIRST_PERSON = 1 << 53


@dataclass(frozen=True, slots=True)
class Viewer:
    """``person`` is the number by which conversations know them; ``session`` what their forms are bound to."""

    name: str
    role: Role
    person: int
    session: str = ""

    @property
    def edits(self) -> bool:
        """Whether they may load, correct and remove reports."""
        return self.role in ("editor", "administrator")

    @property
    def administers(self) -> bool:
        """Whether they see what others asked, and say who may what."""
        return self.role == "administrator"


AT_THIS_MACHINE = Viewer("", "administrator", FIRST_PERSON, "local")
