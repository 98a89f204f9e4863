"""Asking and reading in the page."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from bot.cli import main
from tests.bot.web.conftest import Begin, Browser

QUESTION = "云泽区2022年征收教育费附加多少"


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_first_page_shows_what_is_loaded_and_questions_that_have_answers(browser: Browser) -> None:
    page = browser.get("/")
    examples = re.findall(r'name="example" value="([^"]+)"', page)
    assert len(examples) == 4
    assert "现有 9 篇报告" in page
    answer = browser.send("/ask", example=examples[0])
    assert '<p class="figure"><strong>' in answer


def test_answer_has_the_figure_big_the_sentence_marked_and_its_source(browser: Browser) -> None:
    page = browser.ask(QUESTION)
    assert "<strong>1.21亿元</strong> <span>征收教育费附加 · 2022年</span>" in page
    assert '<mark class="asked">1.21亿元</mark>' in page
    quote = "全年财政教育支出14.2亿元，比上年增加0.8亿元，约增长6%；征收教育费附加1.21亿元，比上年增长8%"
    assert quote in text_of(page)
    assert "《云泽区教育局2022年工作汇报》" in page
    assert "更多" in page
    copied = re.search(r'data-copy="([^"]+)"', page)
    assert copied
    assert copied[1].endswith("——《云泽区教育局2022年工作汇报》 · 2022 · 云泽区 · 一、基本情况")


def test_follow_up_stays_in_its_thread_and_the_thread_has_an_address(browser: Browser) -> None:
    sent = browser.client.post("/ask", data={"csrf": browser.token(), "q": QUESTION}, follow_redirects=False)
    assert sent.status_code == 303
    address = sent.headers["location"].partition("#")[0]
    page = browser.send("/ask", q="那2021年呢", thread=address.removeprefix("/t/"))
    assert "1.12亿元" in page
    shared = browser.get(address)
    assert shared.count('<article class="turn"') == 2
    assert "（接着上一问：云泽区、征收教育费附加）" in shared


def test_follow_up_of_a_script_gets_the_new_answer_alone(browser: Browser) -> None:
    address = re.search(r'name="thread" value="(\w+)"', browser.ask(QUESTION))
    assert address
    data = {"csrf": browser.token(), "q": "那2021年呢", "thread": address[1]}
    piece = browser.client.post("/ask", data=data, headers={"hx-request": "true"}).text
    assert piece.lstrip().startswith("<article")
    assert "<html" not in piece


def test_what_the_reports_do_not_say_is_said_and_the_nearest_is_no_answer(browser: Browser) -> None:
    page = browser.ask("云泽区2019年招聘教师多少名")
    assert "<strong>" not in page
    assert "报告里没有说到 2019 年" in page


def test_comparison_is_a_table_that_sorts_with_a_chart(browser: Browser) -> None:
    page = browser.ask("各地2022年分别招聘教师多少名")
    assert '<table class="sortable">' in page
    assert re.findall(r'data-order="(\d+)"><strong>', page) == ["232", "143", "158", "286"] or "<svg" in page
    assert page.count("<rect") == page.count('<th scope="row">') > 2


def test_list_shows_its_items_together(browser: Browser) -> None:
    page = browser.ask("青禾县2022年存在哪些问题")
    assert re.search(r"<(?:ol start|ul class=.bare)", page)
    assert page.count('class="in"') > 1


def test_question_that_any_report_answers_lets_one_choose(begin: Begin, folder: Path, tmp_path: Path) -> None:
    for place in ("松坪县", "白鹭县"):
        (tmp_path / f"{place}.txt").write_text(f"{place}2020年工作总结\n全年改造公路27公里。\n", "utf-8")
    database = tmp_path / "two.db"
    assert main(["--db", str(database), "--quiet", "load", str(tmp_path)]) == 0
    browser = begin(database)
    page = browser.ask("改造公路多少公里")
    chosen = re.search(r'name="report" value="([^"]+)"', page)
    assert chosen
    thread = re.search(r'name="thread" value="(\w+)"', page)
    assert thread
    answered = browser.send("/ask", q="改造公路多少公里", thread=thread[1], report=html.unescape(chosen[1]))
    assert "<strong>27公里</strong>" in answered


def test_citation_opens_its_place_in_the_report(browser: Browser) -> None:
    link = re.search(r'href="(/reports/yunze-2022\?w=[^"]+)#(s\d+)"', browser.ask(QUESTION))
    assert link
    page = browser.get(html.unescape(link[1]))
    sentence = re.search(rf'<span id="{link[2]}"[^>]*>.*?</p>', page, re.DOTALL)
    assert sentence
    assert "征收教育费附加" in text_of(sentence[0])
    assert '<span class="fig" title="征收教育费附加 · 1.21亿元 · 2022">1.21亿元</span>' in page


@pytest.mark.parametrize(
    "name", ["yunze-2021", "yunze-2022", "linlan-2021", "linlan-2022", "qinghe-2022", "yundi_2021"]
)
def test_report_shows_its_whole_text(
    browser: Browser, samples: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--db", str(samples), "show", name, "--text"]) == 0
    stored = "".join(capsys.readouterr().out.split())
    page = browser.get(f"/reports/{name}")
    shown = "".join(text_of(re.sub(r".*<div class=\"text\"", "<div", page, flags=re.DOTALL)).split())
    assert shown == stored


def test_row_of_a_comparison_opens_by_its_offset(browser: Browser) -> None:
    response = browser.client.get("/reports/yundi?at=60", follow_redirects=False)
    assert response.status_code == 303
    assert re.fullmatch(r"/reports/yundi#s\d+", response.headers["location"])


def test_mentions_of_the_same_thing_lead_to_each_other(browser: Browser) -> None:
    page = browser.get("/reports/yundi_2021?w=教师")
    hops = re.findall(r'href="#s(\d+)" aria-label="(上一处|下一处)"', page)
    assert len(hops) >= 2
    assert "同一件事在这篇报告里说到" in page


def test_context_is_the_neighbours_with_the_sentence_among_them(browser: Browser) -> None:
    page = browser.get("/reports/yundi_2021/context?s=3")
    assert page.count('class="chosen"') == 1
    browser.get("/reports/yundi_2021/context?s=x", status=404)


def test_original_file_is_given_back_as_it_was_loaded_and_never_another(begin: Begin, tmp_path: Path) -> None:
    file = tmp_path / "云堤县 总结.txt"
    file.write_text("云堤县2021年工作总结\n全年招聘教师132名。\n", "utf-8")
    database = tmp_path / "one.db"
    assert main(["--db", str(database), "--quiet", "load", str(file)]) == 0
    browser = begin(database)
    address = "/reports/云堤县/file"
    given = browser.client.get(address)
    assert given.content == file.read_bytes()
    assert given.headers["content-disposition"].startswith('attachment; filename="report.txt"')
    file.write_text("别的内容", "utf-8")
    browser.get(address, status=404)
    file.unlink()
    browser.get(address, status=404)
    assert "下载原文件" not in browser.get("/reports/云堤县")


def test_cited_place_of_a_pdf_names_its_page_and_opens_there(browser: Browser) -> None:
    page = browser.get("/reports/linlan-2021")
    assert 'href="/reports/linlan-2021/original.pdf#page=1" data-page="第1页"' in page
    assert "original.pdf#page=1" in browser.get("/reports/linlan-2021/context?s=3")
    opened = browser.client.get("/reports/linlan-2021/original.pdf")
    assert opened.headers["content-type"] == "application/pdf"
    assert "content-disposition" not in opened.headers
    assert opened.content.startswith(b"%PDF")
    assert "data-page" not in browser.get("/reports/yunze-2022")
    browser.get("/reports/yunze-2022/original.pdf", status=404)


def test_reports_are_searched_and_filtered(browser: Browser) -> None:
    assert browser.get("/reports").count('<li><a href="/reports/') == 9
    assert browser.get("/reports?q=云泽 2022").count('href="/reports/') == 1
    only = browser.get("/reports?year=2021&place=青禾县")
    assert "qinghe-2021" in only
    assert "qinghe-2022" not in only


def test_suggestions_go_on_with_what_is_typed(browser: Browser) -> None:
    assert '<option value="2022年青禾县">' in browser.get("/suggest?q=2022年青禾")
    assert browser.get("/suggest?q=").strip() == ""
    assert browser.get("/suggest?q=zzz").strip() == ""


def test_verdicts_reach_the_feedback_of_administrators(browser: Browser) -> None:
    number = re.search(r'action="/a/(\d+)/verdict"', browser.ask(QUESTION))
    assert number
    assert "<h1" in browser.send(f"/a/{number[1]}/verdict", verdict="down")
    browser.send(f"/a/{number[1]}/verdict", verdict="maybe", status=422)
    browser.send("/a/999999/verdict", verdict="up", status=404)
    browser.send(f"/a/{1 << 63}/verdict", verdict="up", status=404)
    browser.get(f"/t/ffffffffffffff/{1 << 63}.xlsx", status=404)


def test_page_is_small_and_asks_nobody_else(browser: Browser) -> None:
    page = browser.ask(QUESTION)
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    sizes = [len(browser.client.get(address).content) for address in addresses]
    assert sum(sizes) + len(page.encode()) <= 150_000
    static = [browser.client.get(address).text for address in addresses if "htmx" not in address]
    for text in (page, *static):
        assert not re.findall(
            r"""(?:src|href|url\()\s*=?["']?https?:""", text.replace("http://www.w3.org/2000/svg", "")
        )
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]* src=)|\son\w+=", page)


def test_unknown_addresses_and_reports_are_answered_kindly(browser: Browser) -> None:
    for address in (
        "/nothing",
        "/t/1",
        "/t/ffffffffffffffffffff",
        "/reports/none",
        "/reports/none/file",
        "/static/none",
    ):
        page = browser.get(address, status=404)
        assert "没有您要找的内容" in page


def test_questions_have_a_pace(begin: Begin, samples: Path) -> None:
    browser = begin(samples, questions_per_minute=2)
    browser.ask(QUESTION)
    browser.ask(QUESTION)
    response = browser.client.post("/ask", data={"csrf": browser.token(), "q": QUESTION})
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0


def test_empty_store_says_how_to_fill_it(begin: Begin, tmp_path: Path) -> None:
    browser = begin(tmp_path / "new.db")
    assert "还没有载入报告" in browser.get("/")
    assert "还没有载入报告" in browser.ask("招聘教师多少名")
