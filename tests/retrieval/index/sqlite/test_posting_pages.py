"""Pages of postings whose bytes have changed: they are refused before anything is made of their numbers."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.index.sqlite.posting_pages import Postings, read_pages, written

_LISTS = Postings(np.array([3, 7, 9]), np.array([2, 1, 3]), np.array([0, 5, 2, 1, 4, 5]), np.array([1, 2, 1, 3, 1, 1]))


@pytest.fixture
def page() -> bytes:
    ((_, page),) = written(_LISTS)
    return page


def test_a_page_is_read_as_it_was_written(page: bytes) -> None:
    read = read_pages([page])
    assert [getattr(read, name).tolist() for name in Postings.__slots__] == [
        getattr(_LISTS, name).tolist() for name in Postings.__slots__
    ]


@pytest.mark.parametrize("number", [0, 1, 2, 3, *range(8, 14)])
def test_a_page_whose_numbers_have_changed_is_refused(page: bytes, number: int) -> None:
    """Of lists, postings and repeats, of their width; the count and the repeats of each list."""
    for place in range(4 * number, 4 * number + 4):
        damaged = bytearray(page)
        damaged[place] ^= 0x7F
        with pytest.raises(ValueError, match=r"damaged|buffer"):
            read_pages([bytes(damaged)])
