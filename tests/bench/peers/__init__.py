"""What is measured beside ours. Each module has a ``NAME`` with its version, ``build`` and ``open_index``."""

from __future__ import annotations

from collections.abc import Callable

# The words of a question → the places of the ten best sentences, best first.
Search = Callable[[list[str]], list[int]]
