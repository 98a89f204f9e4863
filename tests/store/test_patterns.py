"""A pattern is compiled when it is first used, and is then as good as one of ``re``."""

import re
from copy import copy

import pytest

from store import pattern_cache, patterns
from store.language.tables import worded


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch):
    made = []
    monkeypatch.setattr(pattern_cache, "compiled", lambda *given: made.append(given))
    assert patterns.compile("一+", patterns.IGNORECASE).pattern == "一+"
    assert worded("<genres.report>").pattern == "<genres.report>"
    assert copy(patterns.compile("一")).pattern == "一"
    assert not made


def test_what_is_compiled_finds_what_re_finds():
    found = patterns.compile(r"(?P<many>\d+)名 # with a comment", patterns.VERBOSE)
    assert found.search("招聘132名")["many"] == "132"
    assert found.sub("x", "招聘132名") == "招聘x"
    assert [one.span() for one in found.finditer("1名2名")] == [(0, 2), (2, 4)]
    assert found.groupindex == {"many": 1}


def test_a_mistake_in_a_pattern_is_told_when_it_is_used():
    broken = patterns.compile("(")
    with pytest.raises(re.error):
        broken.match("")
