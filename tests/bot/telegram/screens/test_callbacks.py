"""What a button carries is read back, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.screens.callbacks import Action, Callback, leaf_of, page_of, piece_of, read_callback


@given(st.sampled_from(Action), st.integers(0, 2**63 - 1), st.integers(0, 10**9 - 1))
def test_callback_is_read_back_and_fits_a_button(action: Action, number: int, page: int) -> None:
    callback = Callback(action, number, page)
    assert read_callback(callback.data) == callback
    assert len(callback.data.encode()) <= 64


@pytest.mark.parametrize(
    "data",
    [
        *("", "v1", "v1|more|1", "v1|more|1|2|3", "v2|more|1|2", "v1|drop|1|2", "v1|MORE|1|2", " v1|more|1|2"),
        *("v1|more|1|2\n", "v1|more|01|2", "v1|more|-1|2", "v1|more|1|", "v1|more|１|2", "v1|more|1|٢", "v1|more|+1|2"),
        *(
            f"v1|more|{2**63}|0",
            "v1|more|1|1000000000",
            "v1|more|1e3|2",
            "v1|more|1|2 ",
            "v1|more|99999999999999999999|0",
        ),
    ],
)
def test_forged_data_is_nothing(data: str) -> None:
    assert read_callback(data) is None


@given(st.text(max_size=70))
def test_what_is_read_is_what_we_write(data: str) -> None:
    callback = read_callback(data)
    assert callback is None or callback.data == data


@given(st.integers(0, 999), st.integers(0, 999))
def test_a_page_holds_piece_and_leaf(piece: int, leaf: int) -> None:
    page = page_of(piece, leaf)
    assert (piece_of(page), leaf_of(page)) == (piece, leaf)
    assert read_callback(Callback(Action.SECTION, 1, page).data) is not None
