"""Each attack, short."""

from __future__ import annotations

from tests.attacks import flips


def test_a_changed_byte_is_found_or_harmless() -> None:
    told = flips.attack(60, seed=1)
    assert told["silent"] == 0
    assert told["found"] > 10
