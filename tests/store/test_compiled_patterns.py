"""A compiled pattern finds what one of ``re`` finds, wherever its finds can begin."""

import re

import pytest

from store.compiled_patterns import compiled

TEXT = "截至2019年底，全县（含3个乡镇）有学校12所，比上年增加2所；教师1.2万名，占“十三五”目标的85％。\n一、x𠀀y A12 ab\t７件"


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<=\d)[所名]",
        r"(?:比|[占较])[上“]",
        r"(?:约?\d+|[一二三])(?:所|、)",
        r"(?=[\d一])(?:[一-龥]、|\d+年)",
        r"(?=[一-龥]{2})(?:学|教)",
        r"(?=x?)(?:年|y)",
        r"(?!1)\d+|\s",
        r"(?:\d++|[占有])(?=[“学.])",
        r"(?>有|\d+)[^年]",
        r"(?:(?:占|有)?)+[“学]",
        r"^(?:截|[一二])|\b[Aa]",
        r"(?P<a>[占有])|(?P<b>\d)%",
        r"(?P<a>[1a])(?:b|2)(?!\1)",
        r"(?i:[a])(?:b|1)|[x]",
        r"(?i)(?:[x-z]|a)\w",
        r"(?:[𠀀-𠀂]|x)",
        r"(?<=x)(?:𠀀|y)",
        r"(?:\W|[一])[、\s]",
        r"(?a:\d|[件])+",
        r"(?s)(?:.|x)\n",
        r"(?:\d*)(?:x|[、y])?",
        "",
    ],
)
def test_same_is_found_wherever_finds_begin(pattern: str) -> None:
    ours, theirs = compiled(pattern, 0), re.compile(pattern)
    assert [(one.regs, one.lastgroup) for one in ours.finditer(TEXT)] == [
        (one.regs, one.lastgroup) for one in theirs.finditer(TEXT)
    ]
    assert ours.sub("_", TEXT) == theirs.sub("_", TEXT)
    for start in range(len(TEXT)):
        assert str(ours.search(TEXT, start, len(TEXT) - 2)) == str(theirs.search(TEXT, start, len(TEXT) - 2))
    assert (ours.pattern, ours.flags, ours.groups, ours.groupindex) == (
        *(theirs.pattern, theirs.flags),
        *(theirs.groups, theirs.groupindex),
    )


def test_what_can_begin_at_one_place_alone_is_left_to_re() -> None:
    """A search by it ends at once, and looks for no character in all of a text."""
    for pattern in (r"^(?:截|[一二])", r"\A\s*(?:共|总)"):
        assert compiled(pattern, 0) == re.compile(pattern)
    lines = compiled("^(?:截|[一二])", re.M)
    assert lines != re.compile("^(?:截|[一二])", re.M)
    assert lines.findall(TEXT) == ["截", "一"]


def test_patterns_of_bytes_are_compiled_too() -> None:
    assert compiled(rb"(?<=a)[bc]|\d", 0).findall(b"abxc1") == [b"b", b"1"]


def test_possessive_repeats_mean_the_same_as_atoms(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in for them where Python misreads them."""
    for misread in (True, False):
        monkeypatch.setattr("store.compiled_patterns._MISREADS", misread)
        for pattern, text, found in (
            (r"(?:\d++|x)(?:余?[万亿]++(?:零?\d++万++)*+)?+人", "检测860余万人次", "860余万人"),
            (r"(?P<a>(?:ab?c)?+)d|(?<=a)(?:b*+c){2,3}+", "xabcbcbc", "bcbcbc"),
        ):
            match = compiled(pattern, 0).search(text)
            assert match is not None
            assert match.group() == found
        assert compiled("a++a", 0).search("aaa") is None  # it gives nothing back
        named, known = compiled("(?i)(b)?(?P<a>a++)", re.M), re.compile("(?i)(b)?(?P<a>a++)", re.M)
        assert (named.pattern, named.flags, named.groups) == (known.pattern, known.flags, 2)
        match = named.fullmatch("A")
        assert match is not None
        assert match.groupdict() == {"a": "A"}
