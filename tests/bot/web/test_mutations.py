"""Requests as our pages and programs send them, each changed by chance: all are answered, none by a fault of ours."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient, httpx

from bot.cli import main
from tests.bot.web.conftest import Begin, Browser

_REQUESTS = int(os.environ.get("MUTATED_REQUESTS", "600"))  # a release sends 10,000
_MOST_CHANGES = 4
REPORT = "松坪县交通运输局2020年工作总结\n一、主要工作\n全年改造农村公路27公里，新增公交车9辆。\n"
NASTY = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1",
        "9" * 30,
        str(1 << 63),
        "1e400",
        "NaN",
        "null",
        "true",
        "é",
        "年",
        "\0",
        "\r\nx: y",
        "\udc80",
    ),
    *(
        "../../etc/passwd",
        "/etc/passwd",
        "%00",
        "%2e%2e%2f",
        "<script>",
        "'; DROP TABLE reports;--",
        "{{7*7}}",
        "a" * 5_000,
    ),
    *(
        "一" * 3_000,
        "１２３",
        "\u202e\u200b",
        "😀",
        "ffffffffffffffff",
        "20000000000001",
        "yundi_2021",
        "云堤县",
        "2021",
    ),
)
VALUES: tuple[Any, ...] = (*NASTY, None, True, 0, -1, 1 << 70, 1.5, 1e308, [], {}, [[]], ["a"], {"a": 1}, [None])
HEADERS = (
    *("authorization", "cookie", "origin", "host", "content-type", "accept", "hx-request", "x-csrf-token", "range"),
    *("accept-encoding", "x-forwarded-for", "if-none-match", "transfer-encoding", "content-encoding", "x-remote-user"),
)


@dataclass(frozen=True)
class Sent:
    method: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] | None = None
    body: dict[str, Any] | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def to(self, client: TestClient) -> Any:
        address = "/" + "/".join(self.path)
        given: dict[str, Any] = {"params": list(self.query), "follow_redirects": False}
        given["headers"] = {name: value.encode("utf-8", "replace") for name, value in self.headers.items()}
        if self.files:
            given["files"] = [("files", one) for one in self.files]
        if self.form is not None:
            given["data"] = dict(self.form)
        elif self.body is not None:
            given["content"] = json.dumps(self.body).encode()
        return client.request(self.method, address, **given)


def asked(browser: Browser) -> list[Sent]:
    """What each address is asked when all is well."""
    page = browser.ask("云堤县2021年招聘教师多少名")
    thread = re.search(r'name="thread" value="(\w+)"', page)
    number = re.search(r'action="/a/(\d+)/verdict"', page)
    assert thread
    assert number
    csrf = ("csrf", browser.token())
    report = ("reports", "yundi_2021")
    question = {
        "question": "招聘教师多少名",
        "context": ["2021年"],
        "year": 2021,
        "place": "云堤",
        "top": 3,
        "report": None,
    }
    condition = {"name": ["year"], "comparison_operator": "is", "value": "2021"}
    retrieval = {"query": "招聘教师", "retrieval_setting": {"top_k": 3, "score_threshold": 0.1}}
    filters = (
        ("term", "教师"),
        ("indicator", ""),
        ("years", "2020-2022"),
        ("place", "云堤"),
        ("min", "1万"),
        ("kind", "count"),
    )
    edit = (("title", "云堤县工作总结"), ("year", "2021"), ("place", "云堤县"), ("issuer", ""))
    return [
        *(Sent("GET", (one,)) for one in ("", "reports", "load", "admin", "login", "figures", "static")),
        Sent("POST", ("ask",), form=(csrf, ("q", "那2022年呢"), ("thread", thread[1]), ("report", "yundi_2021"))),
        Sent("GET", ("t", thread[1])),
        *(Sent("GET", ("t", thread[1], f"{number[1]}.{kind}")) for kind in ("xlsx", "csv", "docx")),
        Sent("POST", ("a", number[1], "verdict"), form=(csrf, ("verdict", "up"))),
        Sent("GET", ("suggest",), (("q", "云堤"),)),
        Sent("GET", ("reports",), (("q", "云堤"), ("year", "2021"), ("place", "云堤"), ("all", "1"))),
        Sent("GET", report, (("w", "教师,招聘"), ("at", "30"))),
        Sent("GET", (*report, "context"), (("s", "3"),)),
        Sent("GET", (*report, "file")),
        Sent("POST", (*report, "edit"), form=(csrf, *edit)),
        Sent("POST", (*report, "limit"), form=(csrf, ("groups", "甲"))),
        Sent("POST", ("undo",), form=(csrf, ("undo", "0" * 32))),
        Sent("POST", ("load",), form=(csrf, ("groups", "甲")), files=(("松坪.txt", REPORT.encode()),)),
        Sent("POST", (*report, "replace"), form=(csrf,), files=(("x.pdf", b"%PDF-1.4"),)),
        Sent("GET", ("figures",), filters),
        *(Sent("GET", (f"figures.{kind}",), filters) for kind in ("csv", "xlsx")),
        Sent(
            "POST",
            ("admin", "accounts"),
            form=(csrf, ("do", "add"), ("name", "小李"), ("role", "reader"), ("groups", "甲")),
        ),
        Sent("POST", ("admin", "telegram"), form=(csrf, ("chat", "12345"), ("groups", "甲"))),
        Sent("POST", ("admin", "tokens"), form=(csrf, ("name", "小李"), ("note", "x"), ("number", "1"))),
        Sent("POST", ("admin", "synonyms"), form=(csrf, ("words", "教师,老师"))),
        Sent("POST", ("logout",), form=(csrf,)),
        Sent("GET", ("api", "v1", "openapi.json")),
        *(Sent("GET", ("api", "v1", *rest)) for rest in (("reports",), report, (*report, "sentences"))),
        Sent("GET", ("api", "v1", "figures"), filters),
        *(
            Sent("GET", ("api", "v1", one), (("question", "招聘教师多少名"), ("top", "2")))
            for one in ("ask", "compare")
        ),
        *(Sent("POST", ("api", "v1", one), body=question) for one in ("ask", "compare")),
        Sent("POST", ("api", "v1", "load"), files=(("松坪.txt", REPORT.encode()), ("x.docx", b"PK"))),
        Sent("POST", ("retrieval",), body={**retrieval, "metadata_condition": {"conditions": [condition]}}),
    ]


def _elsewhere(one: Sent, dice: random.Random) -> Sent:
    path = list(one.path) or [""]
    place = dice.randrange(len(path))
    match dice.randrange(4):
        case 0:
            path[place] = dice.choice(NASTY).replace("\0", "%00").replace("\udc80", "%ff")
        case 1:
            path[place] += dice.choice((".", "/", "%2f..", "%00", "?", ".xlsx", "9" * 25, "é"))
        case 2:
            del path[place]
        case _:
            path.insert(place, dice.choice(("..", "", "reports", "file", "1")))
    return replace(one, path=tuple(path))


def _pairs(pairs: tuple[tuple[str, str], ...], dice: random.Random) -> tuple[tuple[str, str], ...]:
    changed = list(pairs) or [("q", "1")]
    place = dice.randrange(len(changed))
    name, _ = changed[place]
    changed[place] = (name, dice.choice(NASTY).replace("\udc80", "?"))
    return tuple(changed if dice.random() < 0.7 else changed[:place] + changed[place + 1 :])


def _in_json(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict) and value and dice.random() < 0.85:
        name = dice.choice([*value])
        return {**value, name: _in_json(value[name], dice)}
    if isinstance(value, list) and value and dice.random() < 0.6:
        return [*value[1:], _in_json(value[0], dice)]
    return dice.choice(VALUES)


def _with_files(one: Sent, dice: random.Random) -> Sent:
    data = bytearray(one.files[0][1] if one.files else REPORT.encode())
    for _ in range(dice.randrange(6)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    suffix = dice.choice((".txt", ".docx", ".pdf", ".zip", ".xlsx", ".html", "", ".exe", ".txt.zip"))
    name = dice.choice(("a", "../../a", "C:\\a", "a\0b", "一" * 200, "", ".", "con", "<b>")) + suffix
    return replace(one, files=((name, bytes(data)), *one.files[1:]))


CHANGES: tuple[Callable[[Sent, random.Random], Sent], ...] = (
    _elsewhere,
    lambda one, dice: replace(
        one, method=dice.choice(("GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "X"))
    ),
    lambda one, dice: replace(one, query=_pairs(one.query, dice)),
    lambda one, dice: replace(one, form=_pairs(one.form or (), dice)) if one.body is None else one,
    lambda one, dice: replace(one, body=_in_json(one.body, dice)) if one.body is not None else one,
    lambda one, dice: _with_files(one, dice) if one.files else one,
    lambda one, dice: replace(one, headers={**one.headers, dice.choice(HEADERS): dice.choice(NASTY).replace("\0", "")}),
)


def test_no_change_of_a_request_finds_a_fault(begin: Begin, folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "secret-folder" / "a.db"
    database.parent.mkdir()
    assert main(["--db", str(database), "--quiet", "load", str(folder)]) == 0
    browser = begin(database)
    browser.accounts.add("主任", "administrator", password=None)
    whole = asked(browser)
    dice = random.Random(20)
    answered: dict[int, int] = {}
    for _ in range(_REQUESTS):
        one = dice.choice(whole)
        for _ in range(dice.randint(1, _MOST_CHANGES)):
            one = dice.choice(CHANGES)(one, dice)
        try:
            response = one.to(browser.client)
        except (httpx.InvalidURL, UnicodeError):  # which no client sends
            continue
        answered[response.status_code] = answered.get(response.status_code, 0) + 1
        assert response.status_code < 500, (one, response.text)
        for secret in ("Traceback", "secret-folder", str(Path.home()), "site-packages"):
            assert secret not in response.text, (one, response.text)
    assert sum(answered.values()) > 0.8 * _REQUESTS, answered
    assert answered[200] > 0.1 * _REQUESTS, answered
    assert "132名" in browser.client.get("/api/v1/ask", params={"question": "云堤县2021年招聘教师多少名"}).text
