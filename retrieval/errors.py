"""Retrieval's branch of the error tree in :mod:`store.errors`."""

from __future__ import annotations

from store.errors import ReportQAError


class QuestionFileError(ReportQAError):
    """A file of gold questions that cannot be read as one."""


class WordFileError(ReportQAError):
    """A table of words that cannot be read; *where* names the file and the line."""
