"""Files, folders and archives → :class:`store.model.Source`; the only place where report files are opened."""

from __future__ import annotations

from store.readers.content import Content
from store.readers.decode import decode
from store.readers.files import Entry, find

__all__ = ["Content", "Entry", "decode", "find"]
