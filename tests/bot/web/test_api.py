"""``/api/v1`` and ``/retrieval``: the command line's shapes over HTTP, by token."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.cli import main
from tests.bot.web.conftest import Begin, Browser

QUESTION = "云泽区2022年征收教育费附加多少"
QUESTIONS = (
    *(
        QUESTION,
        "各地2022年分别招聘教师多少名",
        "2022年王守林是谁",
        "云泽区2019年招聘教师多少名",
        "青禾县2022年存在哪些问题",
    ),
    *("", "？？？", "招聘教师多少名", "云堤县2021年招骋教师多少名"),
)


def called(samples: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["--db", str(samples), "--quiet", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "elapsed_ms"}


def schema(browser: Browser, name: str) -> dict[str, Any]:
    whole = browser.client.get("/api/v1/openapi.json").json()
    return {"$ref": f"#/components/schemas/{name}", "components": whole["components"]}


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_those_of_the_command_line(
    browser: Browser, samples: Path, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    told = called(samples, capsys, "ask", question)
    got = browser.client.get("/api/v1/ask", params={"question": question}).json()
    posted = browser.client.post("/api/v1/ask", json={"question": question}).json()
    assert without_time(got) == without_time(posted) == without_time(told)
    jsonschema.validate(got, schema(browser, "Answer"))


def test_context_and_filters_count(browser: Browser, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = called(samples, capsys, "ask", "那2021年呢", "--context", QUESTION, "--top", "2")
    asked = {"question": "那2021年呢", "context": [QUESTION], "top": 2}
    assert without_time(browser.client.post("/api/v1/ask", json=asked).json()) == without_time(told)
    told = called(samples, capsys, "ask", "近视率是多少", "--place", "云泽区", "--year", "2022")
    asked = {"question": "近视率是多少", "place": "云泽区", "year": 2022}
    assert without_time(browser.client.post("/api/v1/ask", json=asked).json()) == without_time(told)


def test_reports_and_figures_are_those_of_the_command_line(
    browser: Browser, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = browser.client.get("/api/v1/reports").json()
    assert reports == called(samples, capsys, "reports")
    whole = browser.client.get("/api/v1/reports/yunze-2022").json()
    assert whole == called(samples, capsys, "show", "yunze-2022")
    assert browser.client.get("/api/v1/reports/yunze-2022/sentences").json() == whole["sentences"]
    options = ["教师", "--unit", "名", "--min", "100", "--years", "2021-2022"]
    params = {"term": "教师", "unit": "名", "min": "100", "years": "2021-2022"}
    figures = browser.client.get("/api/v1/figures", params=params).json()
    assert figures == called(samples, capsys, "figures", *options)
    assert figures
    for one in reports:
        jsonschema.validate(one, schema(browser, "Report"))
    jsonschema.validate(whole, schema(browser, "WholeReport"))
    for one in figures:
        jsonschema.validate(one, schema(browser, "FoundFigure"))


def test_compare_asks_over_all_reports(browser: Browser) -> None:
    compared = browser.client.post("/api/v1/compare", json={"question": "2022年招聘教师多少名"}).json()
    assert len(compared["comparison"]["rows"]) > 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'"a"',
        b"{}",
        b'{"question": 1}',
        b'{"question": "a", "context": "b"}',
        b'{"question": "a", "top": 0}',
        b'{"question": "a", "top": 1.5}',
        b'{"question": "a", "context": {}}',
        b'{"question": "a", "year": "x"}',
        b'{"question": "a", "place": []}',
        b'{"question": "a", "top": true}',
        b"\xff",
        b"[" * 9_999,
    ],
    ids=lambda body: body[:40],
)
def test_what_is_not_of_the_form_is_refused(browser: Browser, body: bytes) -> None:
    response = browser.client.post("/api/v1/ask", content=body)
    assert response.status_code == 422
    jsonschema.validate(response.json(), schema(browser, "Error"))


def test_whole_numbers_and_empty_fields_are_what_they_are_meant_as(browser: Browser) -> None:
    plain = browser.client.get("/api/v1/ask", params={"question": QUESTION}).json()["answers"]
    left_empty = {"question": QUESTION, "year": "", "top": "", "place": "", "report": ""}
    assert browser.client.get("/api/v1/ask", params=left_empty).json()["answers"] == plain
    given = {"question": QUESTION, "year": 2022.0, "top": 1.0}
    (best,) = browser.client.post("/api/v1/ask", json=given).json()["answers"]
    assert best["quote"] == plain[0]["quote"]


def test_unknown_reports_and_wrong_filters_are_told(browser: Browser) -> None:
    assert browser.client.get("/api/v1/reports/none").status_code == 404
    for refused in (browser.client.get("/api/v1/none"), browser.client.post("/api/v1/reports")):
        assert refused.status_code in (404, 405)
        jsonschema.validate(refused.json(), schema(browser, "Error"))
    assert browser.client.get("/api/v1/ask", params={"question": "a", "report": "none"}).status_code == 404
    for wrong in ({"min": "viel"}, {"kind": "x"}, {"years": "1"}, {"year": "20222"}, {"nature": "?"}):
        assert browser.client.get("/api/v1/figures", params=wrong).status_code == 422


def test_retrieval_gives_quotations_word_for_word(browser: Browser) -> None:
    asked = {"knowledge_id": "wenbao", "query": QUESTION, "retrieval_setting": {"top_k": 3, "score_threshold": 0.0}}
    records = browser.client.post("/retrieval", json=asked).json()["records"]
    answers = browser.client.get("/api/v1/ask", params={"question": QUESTION, "top": 3}).json()["answers"]
    assert [one["content"] for one in records] == [one["quote"] for one in answers]
    assert [one["score"] for one in records] == [one["confidence"] for one in answers]
    assert records[0]["metadata"]["report"] == "yunze-2022"
    sure = asked | {"retrieval_setting": {"top_k": 3, "score_threshold": 0.99}}
    assert len(browser.client.post("/retrieval", json=sure).json()["records"]) < 3


def test_retrieval_gives_nothing_where_the_reports_do_not_say_it(browser: Browser) -> None:
    assert browser.client.post("/retrieval", json={"query": "云泽区2019年招聘教师多少名"}).json() == {"records": []}


def test_retrieval_keeps_conditions_or_refuses_them(browser: Browser) -> None:
    def met(*conditions: dict[str, Any]) -> Any:
        asked = {
            "query": "招聘教师多少名",
            "metadata_condition": {"logical_operator": "and", "conditions": list(conditions)},
        }
        return browser.client.post("/retrieval", json=asked)

    given = met({"name": ["place"], "comparison_operator": "is", "value": "云堤县"}).json()["records"]
    assert {one["metadata"]["place"] for one in given} == {"云堤县"}
    assert met({"name": ["year"], "comparison_operator": "≥", "value": "2021"}).status_code == 422
    assert met({"name": ["issuer"], "comparison_operator": "is", "value": "x"}).status_code == 422
    assert met({"name": ["year"], "comparison_operator": "is"}).status_code == 422
    years = [{"name": "year", "comparison_operator": "=", "value": year} for year in (2021, 2022.0)]
    assert met(*years).json() == {"records": []}  # no report is of both
    assert met(years[1]).json()["records"]
    assert browser.client.post("/retrieval", json={"query": None}).status_code == 422
    assert browser.client.post("/retrieval", json=[1]).status_code == 422
    assert browser.client.post("/retrieval", json={"query": "a", "retrieval_setting": 3}).status_code == 422


def test_other_sites_cannot_ask_through_a_browser_here(browser: Browser) -> None:
    response = browser.client.post("/api/v1/ask", json={"question": "a"}, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


def test_token_lets_in_and_nothing_else_does(begin: Begin, samples: Path) -> None:
    browser = begin(samples, login=True)
    for address in ("/api/v1/reports", "/api/v1/ask?question=a", "/api/v1/figures"):
        assert browser.client.get(address).status_code == 401
        for header in ("Bearer", "Bearer x", "Basic x", "Bearer " + "é" * 9, f"Bearer {'a' * 10_000}"):
            response = browser.client.get(address, headers={"authorization": header.encode("utf-8")})
            assert response.status_code == 401
            assert response.headers["www-authenticate"] == "Bearer"
    refused = browser.client.post("/retrieval", json={"query": "a"})
    assert (refused.status_code, refused.json()["error_code"]) == (401, 1001)
    refused = browser.client.post("/retrieval", json={"query": "a"}, headers={"authorization": "Bearer x"})
    assert (refused.status_code, refused.json()["error_code"]) == (401, 1002)
    browser.accounts.add("程序", "reader", password=None)
    token = browser.accounts.make_token("程序", note="Dify", loads=False, now=0)
    given = browser.client.get("/api/v1/reports", headers={"authorization": f"Bearer {token}"})
    assert len(given.json()) == 9
    browser.accounts.remove_token(browser.accounts.tokens()[0].number)
    assert browser.client.get("/api/v1/reports", headers={"authorization": f"Bearer {token}"}).status_code == 401
