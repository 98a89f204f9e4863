"""Which files a person may not see, as the file of accounts says it at the moment of the work."""

from __future__ import annotations

from pathlib import Path

from bot.accounts.archive import Accounts


class Rights:
    """Reads that file, once there is one; for the one thread that answers."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._accounts: Accounts | None = None

    def hidden_from(self, person: int) -> frozenset[str]:
        """The paths of the files; see :meth:`Accounts.hidden_from`."""
        if self._accounts is None and self._path.exists():
            self._accounts = Accounts.open(self._path)
        return frozenset() if self._accounts is None else self._accounts.hidden_from(person)

    def close(self) -> None:
        """Give the file back."""
        if self._accounts is not None:
            self._accounts.close()
