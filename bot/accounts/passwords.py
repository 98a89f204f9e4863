"""Passwords → what may be kept of them, by Argon2id with the library's own numbers."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST = 8  # characters
MOST = 200

_HASHER = PasswordHasher()
# Of nobody's password: checked where there is no such account, so that an answer takes as long.
_NOBODY = f"$argon2id$v=19$m=65536,t=3,p=4${'A' * 22}${'A' * 43}"


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes as long where nothing is kept."""
    try:
        return _HASHER.verify(kept or _NOBODY, password[:MOST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False
