"""The version of the grammar: what figures, periods and plans of stored sentences are read by."""

from __future__ import annotations

from typing import Final

# It changes with whatever reads a stored sentence in another way: reports that another grammar has read are read anew by
# ``reindex``.
GRAMMAR: Final = "56"
