"""Who is looking: a person with an account, a program with a token, or whoever sits at this machine."""

from __future__ import annotations

from typing import Literal, get_args

from store.quick_records import record

Role = Literal["reader", "editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)

# Beyond every number that Telegram gives to people, so that one file of conversations serves all doors.
FIRST_PERSON = 1 << 53


@record
class Viewer:
    """``person`` is the number by which conversations know them; ``session`` what their forms are bound to.

    ``groups`` are those whose reports they may see beside the reports of no group; administrators see all.
    ``loads`` is false for a program that may only read, whatever its person may.
    """

    name: str
    role: Role
    person: int
    groups: frozenset[str] = frozenset()
    session: str = ""
    loads: bool = True

    @property
    def edits(self) -> bool:
        """Whether they may load, correct and remove reports."""
        return self.loads and self.role in ("editor", "administrator")

    @property
    def administers(self) -> bool:
        """Whether they see what others asked, and say who may what."""
        return self.loads and self.role == "administrator"

    @property
    def sees_all(self) -> bool:
        """Whether no report is hidden from them."""
        return self.role == "administrator"


AT_THIS_MACHINE = Viewer("", "administrator", FIRST_PERSON, session="local")
