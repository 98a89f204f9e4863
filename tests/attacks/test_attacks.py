"""Each attack, short; ``python -m tests.attacks NAME`` goes on for long."""

from __future__ import annotations

import sys

import pytest

from tests.attacks import files, flips, lines, loads, questions


def test_a_changed_byte_is_found_or_harmless() -> None:
    told = flips.attack(60, seed=1)
    assert told["silent"] == 0
    assert told["found"] > 5


def test_changed_files_are_loaded_or_refused_and_never_half_stored() -> None:
    told = files.attack(40, seed=1)
    assert told["unhandled"] == told["late"] == told["half stored"] == 0
    assert told["loaded"] > 0
    assert told["refused"] > 0


def test_strange_questions_are_answered_in_words_that_are_there() -> None:
    told = questions.attack(150, seed=1)
    assert told["unhandled"] == told["not verbatim"] == 0
    # The bound is two hundred milliseconds; a busy machine takes some times as long, the square of a run far longer.
    assert told["slowest ms"] < 10 * questions.MOST_MS


def test_a_list_may_be_led_by_a_newer_report_than_all_that_was_found() -> None:
    with questions.over_samples() as (_, asker):
        assert asker.ask("青禾县呢", context=["明年打算干啥", "11", "和前年比〇〇"]).answers


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind")
def test_a_full_disk_leaves_what_is_stored_whole() -> None:
    from tests.attacks import disk

    told = disk.attack(4, seed=1)
    assert told["faults"] == told["unhandled"] == 0


def test_lines_of_one_unit_are_read_and_asked_in_proportion_to_their_length() -> None:
    told = lines.attack(1000, seed=1)  # long enough for every unit to go through every reader once
    assert told["unhandled"] == told["late"] == 0


@pytest.mark.slow
def test_people_are_answered_while_costly_files_are_loaded() -> None:
    told = loads.attack(24, seed=1)  # enough for several readers
    assert told["unanswered"] == told["not loaded"] == 0
