"""Who may ask and who may manage: pure decisions over Telegram's numbers."""

from __future__ import annotations

from bot.settings import ChatSettings


class Access:
    """The decisions that the configuration makes."""

    def __init__(self, settings: ChatSettings) -> None:
        self._settings = settings
        self._people = settings.admins | settings.allowed_users

    def may_ask(self, person: int, group: int | None) -> bool:
        """Whether this person gets answers, in this group or by themselves (``group`` is None).

        What is said in a group is read by all of it, so it is the group that has to be allowed there.
        """
        if self._settings.open_to_all:
            return True
        return person in self._people if group is None else group in self._settings.allowed_chats

    def may_manage(self, person: int) -> bool:
        """Whether this person may load and remove reports."""
        return person in self._settings.admins
