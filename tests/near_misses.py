"""The patterns of the tree, how each is used, and texts that each almost matches, made from its own parse tree."""

from __future__ import annotations

import ast
import importlib
import re
import re._constants as kinds  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from store.language.tables import FOLDER, pattern
from store.patterns import Later

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "retrieval", "store")
# What a repetition must allow to be one that grows with the text; those below are part of a text's constant.
_MANY = 100
# None of these is in any pattern, and each ends what `.` or a class that is told by what it is not goes on over.
_TAILS = ("☃", "\n☃")
_ONE_SEARCH = {"match", "fullmatch", "search"}
_METHODS = _ONE_SEARCH | {"finditer", "findall", "sub", "subn", "split"}


@dataclass(frozen=True)
class Known:
    """A pattern, where it stands, and by which methods it is used there."""

    where: str
    made: re.Pattern[str]
    methods: frozenset[str]

    def use(self, text: str) -> None:
        """Use the pattern as the tree does, over a whole text."""
        for method in self.methods:
            if method in _ONE_SEARCH:
                getattr(self.made, method)(text)
            else:
                for _ in self.made.finditer(text):
                    pass


def modules() -> Iterator[tuple[ModuleType, ast.Module]]:
    """Every module of the tree that this environment can import, and its source."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name != "__main__.py":
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                with suppress(ImportError):
                    yield importlib.import_module(name), ast.parse(path.read_text("utf-8"))


@cache
def known() -> tuple[Known, ...]:
    """Every pattern of the tree once for each place: of globals, tables, functions that make one, and calls that hold one."""
    found: dict[str, Known] = {}
    read = [(module, tree, _methods(tree)) for module, tree in modules()]
    public: dict[str, set[str]] = {}
    for _, _, methods in read:
        for name, used in methods.items():
            if not name.startswith("_"):
                public.setdefault(name, set()).update(used)
    for module, tree, own in read:
        methods = public | own
        for name, value in vars(module).items():
            if getattr(value, "__module__", module.__name__) == module.__name__ or not callable(value):
                for number, made in enumerate(_within(value, module.__name__)):
                    where = f"{module.__name__}.{name}[{number}]"
                    found[where] = Known(where, made, frozenset(methods.get(name, {"finditer"})))
        for line, method, made in _called(tree, vars(module)):
            where = f"{module.__name__}:{line}"
            found[where] = Known(where, made, frozenset({method}))
    for path in sorted(FOLDER.glob("*.txt")):
        found[path.stem] = Known(path.name, pattern(path.stem), frozenset({"finditer"}))
    return tuple(found.values())


def _within(value: Any, module: str, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns of text in a value, through tuples, mappings, dataclasses and functions that make one of nothing."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, Later):
        yield from _within(value.made, module, depth)
    elif depth > 4 or isinstance(value, type | str | bytes):
        return
    elif isinstance(plain := getattr(value, "__wrapped__", value), FunctionType):
        if "re.Pattern" in str(plain.__annotations__.get("return")) and not plain.__code__.co_argcount:
            yield from _within(value(), module, depth + 1)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _within(one, module, depth + 1)
    elif isinstance(value, tuple | list | frozenset | set):
        for one in value:
            yield from _within(one, module, depth + 1)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _within(getattr(value, field.name, None), module, depth + 1)


def _methods(tree: ast.Module) -> dict[str, set[str]]:
    """For each name of a module, what is called on it; ``finditer`` where it is handed on."""
    found: dict[str, set[str]] = {}
    held = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value.func if isinstance(node.value, ast.Call) else node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            if node.attr in _METHODS:
                found.setdefault(name, set()).add(node.attr)
            held |= {owner, node.value}
        elif isinstance(node, ast.Call):
            held.add(node.func)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in held:
            found.setdefault(node.id, set()).add("finditer")
    return found


def _called(tree: ast.Module, names: dict[str, Any]) -> Iterator[tuple[int, str, re.Pattern[str]]]:
    """The patterns written where they are used: ``re.search(pattern, …)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith("re."):
            method = ast.unparse(node.func)[3:]
            if hasattr(re.Pattern, method):
                with suppress(NameError):  # it is made of what a function has at hand
                    written = eval(ast.unparse(node.args[0]), names)
                    if isinstance(written, str):
                        yield node.lineno, method, re.compile(written)


def near_misses(made: re.Pattern[str]) -> list[Callable[[int], str]]:
    """Texts of any length that the pattern goes far into and does not match, one for each way of going on."""
    texts: dict[tuple[str, str, str], Callable[[int], str]] = {}

    def add(before: str, unit: str, tail: str) -> None:
        if unit:
            texts[before, unit, tail] = lambda length: before + unit * (length // len(unit)) + tail

    for before, unit in _repeated(parser.parse(made.pattern, made.flags), ""):
        for tail in _TAILS:
            add(before, unit, tail)
            add("", unit, tail)
        add("", before + unit, _TAILS[0])
        add("", before, _TAILS[0])
    return list(texts.values())


def _repeated(items: Any, before: str) -> Iterator[tuple[str, str]]:
    """What may be repeated without end, each with the shortest text that leads to it."""
    for kind, value in items:
        for inner in _inner(kind, value):
            yield from _repeated(inner, before)
        if kind in _REPEATS and value[1] >= _MANY:
            yield from ((before, unit) for unit in _units(value[2]))
        before += _shortest([(kind, value)])


def _inner(kind: Any, value: Any) -> list[Any]:
    """The patterns within one part of a pattern."""
    if kind in _REPEATS:
        return [value[2]]
    if kind is kinds.SUBPATTERN:
        return [value[3]]
    if kind is kinds.BRANCH:
        return list(value[1])
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is kinds.ATOMIC_GROUP else []


def _units(items: Any) -> Iterator[str]:
    """Texts of one repetition: every way where it is one class or one choice, else the shortest of all."""
    if len(items) == 1:
        kind, value = items[0]
        if kind is kinds.IN:
            yield from _members(value)
            return
        if kind is kinds.BRANCH:
            for one in value[1]:
                yield from _units(one)
            return
        if kind is kinds.SUBPATTERN:
            yield from _units(value[3])
            return
    yield _shortest(items)


def _shortest(items: Any) -> str:
    """A short text that these parts match, looks around aside."""
    text = ""
    for kind, value in items:
        if kind is kinds.LITERAL:
            text += chr(value)
        elif kind is kinds.IN:
            text += next(_members(value))
        elif kind in (kinds.ANY, kinds.NOT_LITERAL):
            text += "好" if value != ord("好") else "天"
        elif kind is kinds.BRANCH:
            text += _shortest(value[1][0])
        elif kind is kinds.SUBPATTERN:
            text += _shortest(value[3])
        elif kind is kinds.ATOMIC_GROUP:
            text += _shortest(value)
        elif kind in _REPEATS:
            text += _shortest(value[2]) * value[0]
    return text


def _members(choices: Any) -> Iterator[str]:
    """Characters of a class, a few of each of its parts; of one told by what it is not, some that are none of them."""
    if choices[0][0] is kinds.NEGATE:
        written = "".join(_members(choices[1:]) if len(choices) > 1 else "")
        yield from [one for one in "好a1 ，" if one not in written][:2] or ["天"]
        return
    for kind, value in choices:
        if kind is kinds.LITERAL:
            yield chr(value)
        elif kind is kinds.RANGE:
            yield chr(value[0])
        elif kind is kinds.CATEGORY:
            yield _CATEGORIES.get(value, "，")


_REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)
_CATEGORIES = {kinds.CATEGORY_DIGIT: "1", kinds.CATEGORY_SPACE: " ", kinds.CATEGORY_WORD: "a"}
