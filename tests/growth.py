"""How time grows with the length of an input, measured so that a busy machine does not decide a test."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

_TRIES = 6


def assert_in_proportion(work: Callable[[int], object], short: int, long: int, *, slack: float = 2.0) -> None:
    """Fail unless ``work(long)`` takes at most `slack` times as long as its length says against ``work(short)``.

    Both are timed in turn, by the processor's time; other programs only ever make one slower, so the best of each counts,
    and the test ends with the first pair of bests that keeps the bound, or one that is far from it. Below 5 ms a time is all noise.
    """
    work(short)
    best = {short: float("inf"), long: float("inf")}
    for _ in range(_TRIES):
        for length in (short, short, long):
            gc.collect()
            begin = time.process_time()
            work(length)
            best[length] = min(best[length], time.process_time() - begin)
        allowed = slack * long / short * max(best[short], 0.005)
        if best[long] <= allowed:
            return
        if best[long] > 4 * allowed:
            break  # no noise
    raise AssertionError(f"{long / short:.0f} × the length took {best[long] / best[short]:.1f} × the time")
