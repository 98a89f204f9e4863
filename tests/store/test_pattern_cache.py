"""What one process compiled is not compiled by the next, and a file that tells something else is as good as none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store import pattern_cache
from store.compiled_patterns import code_of

PATTERN = r"(?P<many>\d++)(?:所|名)"


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], list[Any]]:
    """Begin as a new process does; what it compiles from now on."""
    monkeypatch.setattr(pattern_cache, "_FILE", tmp_path / "made" / "cache.patterns")
    monkeypatch.setattr(pattern_cache.sys, "dont_write_bytecode", False)
    monkeypatch.setattr(pattern_cache.atexit, "register", lambda *_: None)

    def begun() -> list[Any]:
        made: list[Any] = []
        monkeypatch.setattr(pattern_cache, "_added", {})
        monkeypatch.setattr(pattern_cache, "code_of", lambda *key: made.append(key) or code_of(*key))
        pattern_cache._kept.cache_clear()
        return made

    yield begun
    pattern_cache._kept.cache_clear()


def test_what_was_compiled_once_is_kept(begin):
    for known in (False, True):
        made = begin()
        found = pattern_cache.compiled(PATTERN, 0)
        assert made == ([] if known else [(PATTERN, 0)])
        assert found.search("招聘132名")["many"] == "132"
        assert (found.pattern, found.flags, found.groupindex) == (PATTERN, 32, {"many": 1})
        pattern_cache._keep()


def test_two_processes_keep_what_both_compiled(begin):
    begin()
    pattern_cache.compiled(PATTERN, 0)
    pattern_cache._read()  # as the other one has, before anything is kept
    pattern_cache._keep()
    pattern_cache._added.clear()
    pattern_cache.compiled(b"[ab]", 0)
    pattern_cache._keep()
    made = begin()
    assert pattern_cache.compiled(b"[ab]", 0).findall(b"abc") == [b"a", b"b"]
    assert pattern_cache.compiled(PATTERN, 0).search("12所")
    assert not made


def test_what_is_kept_does_not_grow_without_end(begin, monkeypatch):
    monkeypatch.setattr(pattern_cache, "_LARGEST", 4000)
    for number in range(99):
        begin()
        pattern_cache.compiled(f"{number}名", 0)
        pattern_cache._keep()
    assert 1 <= len(pattern_cache._read()) < 50
    assert pattern_cache._FILE.stat().st_size < 4100


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "zeros", "version"])
def test_a_damaged_file_is_as_good_as_none(begin, monkeypatch, damage):
    begin()
    pattern_cache.compiled(PATTERN, 0)
    pattern_cache._keep()
    told = bytearray(pattern_cache._FILE.read_bytes())
    if damage == "version":
        monkeypatch.setattr(pattern_cache, "_version", lambda: "another")
    elif damage == "flip":
        told[-9] ^= 1
    else:
        del told[len(told) // 2 if damage == "cut" else 0 :]
        told += bytes(4 * (damage == "zeros"))
    pattern_cache._FILE.write_bytes(told)
    made = begin()
    assert pattern_cache.compiled(PATTERN, 0).search("12所")
    assert made == [(PATTERN, 0)]


@pytest.mark.parametrize("where", ["no bytecode is kept", "a file is in the way", "nowhere"])
def test_where_nothing_can_be_kept_patterns_work_all_the_same(begin, monkeypatch, tmp_path, where):
    if where == "no bytecode is kept":
        monkeypatch.setattr(pattern_cache.sys, "dont_write_bytecode", True)
    elif where == "nowhere":
        monkeypatch.setattr(pattern_cache, "_FILE", None)
    else:
        (tmp_path / "made").touch()
    begin()
    assert pattern_cache.compiled(PATTERN, 0).search("12所")
    pattern_cache._keep()
    assert not (tmp_path / "made").is_dir()
