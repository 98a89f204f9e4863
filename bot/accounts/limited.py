"""The files that only some groups see, for doors at which nobody is known to be of one."""

from __future__ import annotations

from pathlib import Path

from bot.accounts.archive import Accounts


class Limited:
    """Gives the paths of those files as they are at the moment; none where there is no file of accounts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._accounts: Accounts | None = None

    def __call__(self) -> frozenset[str]:
        """The paths."""
        if self._accounts is None and self._path.exists():
            self._accounts = Accounts.open(self._path)
        return frozenset() if self._accounts is None else frozenset(self._accounts.limits())
