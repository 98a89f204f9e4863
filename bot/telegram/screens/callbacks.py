"""What a button sends back: one table of actions, one form (``v1|action|number|page``), read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from store import patterns as re

# A page is the index of a piece of evidence; a section goes over several leaves, and remembers the piece behind it.
_PIECES = 1000


class Action(StrEnum):
    """Everything that a button can ask for."""

    MORE = "more"  # the piece of evidence at this page
    CONTEXT = "context"  # the sentences around it
    SECTION = "section"  # the section that it stands in; the page holds piece and leaf
    BACK = "back"  # to the answer, at this page
    UP = "up"
    DOWN = "down"
    ASK = "ask"  # the same question of one report; the page is the index of the choice
    REPORTS = "reports"
    FIGURES = "figures"
    UNDO = "undo"
    YEAR = "year"
    PLACE = "place"
    TITLE = "title"
    ISSUER = "issuer"
    FILE = "file"  # the file as it was loaded
    REMOVE = "remove"  # yes, these reports
    TRY = "try"  # an example question


@dataclass(frozen=True, slots=True)
class Callback:
    """An action on the row ``number`` of what the bot remembers, at a page (from 0)."""

    action: Action
    number: int
    page: int

    @property
    def data(self) -> str:
        """The form that a button carries, at most 64 bytes.

        >>> Callback(Action.MORE, 17, 2).data
        'v1|more|17|2'
        """
        return f"v1|{self.action}|{self.number}|{self.page}"


_DATA = re.compile(rf"v1\|({'|'.join(Action)})\|(0|[1-9][0-9]{{0,18}})\|(0|[1-9][0-9]{{0,8}})")
_MOST_NUMBER = 2**63


def read_callback(data: str) -> Callback | None:
    """What a button sent, None for anything that no button of this version carries.

    >>> read_callback("v1|more|17|2"), read_callback("v1|more|017|2"), read_callback("v0|more|17|2")
    (Callback(action=<Action.MORE: 'more'>, number=17, page=2), None, None)
    """
    match = _DATA.fullmatch(data)
    if match is None or int(match[2]) >= _MOST_NUMBER:
        return None
    return Callback(Action(match[1]), int(match[2]), int(match[3]))


def page_of(piece: int, leaf: int = 0) -> int:
    """The page that stands for a leaf of the section behind a piece of evidence; leaf 0 is where the piece stands."""
    return leaf * _PIECES + piece


def piece_of(page: int) -> int:
    """The piece of evidence that a page means, whatever leaf is open."""
    return page % _PIECES


def leaf_of(page: int) -> int:
    """The leaf of the section, 0 for the one where the piece stands."""
    return page // _PIECES
