"""What editors and administrators do in the page, and what they may not."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pytest

from bot.cli import main
from tests.bot.web.conftest import Begin, Browser

QUESTION = "云泽区2022年征收教育费附加多少"
REPORT = "松坪县交通运输局2020年工作总结\n一、主要工作\n全年改造农村公路{}公里，新增公交车9辆。\n"
PASSWORD = "八个字的密码够长了"


@pytest.fixture
def fresh(begin: Begin, tmp_path: Path) -> Browser:
    return begin(tmp_path / "new.db")


def send(browser: Browser, *files: tuple[str, bytes], address: str = "/load", status: int = 200, **fields: str) -> str:
    data = {"csrf": browser.token("/load"), **fields}
    response = browser.client.post(address, data=data, files=[("files", file) for file in files])
    assert response.status_code == status, response.text
    return str(response.text)


def undo(browser: Browser, page: str) -> str:
    token = re.search(r'name="undo" value="(\w+)"', page)
    assert token
    return browser.send("/undo", undo=token[1])


def stored(browser: Browser) -> list[dict[str, object]]:
    found = browser.client.get("/api/v1/reports").json()
    return [{name: one[name] for name in ("id", "title", "year", "place", "issuer")} for one in found]


def test_dropped_files_are_loaded_told_of_and_taken_back(fresh: Browser) -> None:
    page = send(fresh, ("松坪.txt", REPORT.format(27).encode()), ("坏的.pdf", b"%PDF-1.4 broken"))
    assert "松坪.txt</strong>：已载入" in page
    assert '坏的.pdf</strong>：<span role="alert">没能载入' in page
    assert "/tmp" not in page
    assert "27公里" in fresh.ask("松坪县2020年改造农村公路多少公里")
    assert "没有变化" in send(fresh, ("松坪.txt", REPORT.format(27).encode()))
    assert "恢复原样" in undo(fresh, page)
    assert stored(fresh) == []
    assert "不能再撤销" in undo(fresh, page)


def test_older_change_is_taken_back_only_behind_the_newer(fresh: Browser) -> None:
    send(fresh, ("松坪.txt", REPORT.format(27).encode()))
    (before,) = stored(fresh)
    address = f"/reports/{before['id']}/edit"
    older = fresh.send(address, title=str(before["title"]), year="2019", place="松坪县", issuer="")
    newer = fresh.send(address, title=str(before["title"]), year="2018", place="松坪县", issuer="")
    assert "先撤销后来的改动" in undo(fresh, older)
    assert stored(fresh)[0]["year"] == 2018
    assert "恢复原样" in undo(fresh, newer)
    assert stored(fresh)[0]["year"] == 2019
    assert "恢复原样" in undo(fresh, older)
    assert stored(fresh) == [before]


def test_removed_report_comes_back_though_its_id_was_taken(fresh: Browser) -> None:
    send(fresh, ("松坪.txt", REPORT.format(27).encode()))
    removed = fresh.send("/reports/松坪/remove")
    send(fresh, ("松坪.txt", "白鹭县2021年工作总结\n全年造林300亩。\n".encode()))
    assert "恢复原样" in undo(fresh, removed)
    assert {one["id"]: one["place"] for one in stored(fresh)} == {"松坪": "白鹭县", "松坪~2": "松坪县"}
    assert "27公里" in fresh.ask("松坪县2020年改造农村公路多少公里")


def test_archive_of_files_is_loaded_whole(fresh: Browser) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("a/松坪.txt", REPORT.format(27))
        file.writestr("b.txt", "白鹭县2021年工作总结\n全年造林300亩。\n")
    page = send(fresh, ("两篇.zip", held.getvalue()))
    assert "两篇.zip › a/松坪.txt" in page
    assert len(stored(fresh)) == 2
    assert fresh.client.get("/reports/松坪/file").content.decode() == REPORT.format(27)
    undo(fresh, page)
    assert stored(fresh) == []


def test_front_matter_is_corrected_and_taken_back(fresh: Browser) -> None:
    send(fresh, ("松坪.txt", REPORT.format(27).encode()))
    (before,) = stored(fresh)
    page = fresh.send(
        f"/reports/{before['id']}/edit", title=str(before["title"]), year="2019", place="白鹭县", issuer=""
    )
    assert stored(fresh) == [{**before, "year": 2019, "place": "白鹭县"}]
    undo(fresh, page)
    assert stored(fresh) == [before]
    fresh.send(f"/reports/{before['id']}/edit", title="x", year="二〇一九", status=422)
    fresh.send(f"/reports/{before['id']}/edit", title="x" * 300, status=422)
    assert stored(fresh) == [before]


def test_report_is_replaced_under_its_id_and_comes_back(fresh: Browser) -> None:
    send(fresh, ("松坪.txt", REPORT.format(27).encode()))
    (before,) = stored(fresh)
    address = f"/reports/{before['id']}/replace"
    page = send(fresh, ("另一个名字.txt", REPORT.format(31).encode()), address=address)
    assert stored(fresh) == [before]
    assert "31公里" in fresh.ask("松坪县2020年改造农村公路多少公里")
    assert "没能载入" in send(fresh, ("坏的.pdf", b"%PDF"), address=address)
    assert "31公里" in fresh.ask("松坪县2020年改造农村公路多少公里")
    undo(fresh, page)
    assert stored(fresh) == [before]
    assert "27公里" in fresh.ask("松坪县2020年改造农村公路多少公里")


def test_report_is_removed_and_comes_back_as_it_was(begin: Begin, samples: Path, tmp_path: Path) -> None:
    database = tmp_path / "copy.db"
    assert main(["--db", str(database), "--quiet", "load", "bot/samples"]) == 0
    browser = begin(database)
    before = browser.client.get("/api/v1/reports/yunze-2022").json()
    asked = browser.client.get("/api/v1/ask", params={"question": QUESTION}).json()["answers"]
    page = browser.send("/reports/yunze-2022/remove")
    assert "已删除" in page
    browser.get("/reports/yunze-2022", status=404)
    undo(browser, page)
    assert browser.client.get("/api/v1/reports/yunze-2022").json() == before
    assert browser.client.get("/api/v1/ask", params={"question": QUESTION}).json()["answers"] == asked


def test_programs_load_by_a_token_that_may(begin: Begin, tmp_path: Path) -> None:
    browser = begin(tmp_path / "new.db", login=True)
    browser.accounts.add("编辑", "editor", password=None)
    browser.accounts.add("读者", "reader", password=None)
    tokens = {
        (name, loads): browser.accounts.make_token(name, note="", loads=loads, now=0)
        for name in ("编辑", "读者")
        for loads in (True, False)
    }
    files = [("files", ("松坪.txt", REPORT.format(27).encode())), ("files", ("x.pdf", b"%PDF"))]
    for (name, loads), token in tokens.items():
        response = browser.client.post("/api/v1/load", files=files, headers={"authorization": f"Bearer {token}"})
        if (name, loads) != ("编辑", True):
            assert response.status_code == 403
            continue
        told = response.json()
        whole = browser.client.get("/api/v1/openapi.json").json()
        jsonschema.validate(told, {"$ref": "#/components/schemas/Loads", "components": whole["components"]})
        assert [(one["path"], one["status"]) for one in told["files"]] == [("松坪.txt", "loaded"), ("x.pdf", "failed")]
        assert told["files"][1]["error"]["where"] == "x.pdf"
        assert (told["totals"]["loaded"], told["totals"]["failed"]) == (1, 1)


def test_readers_change_nothing(begin: Begin, samples: Path) -> None:
    browser = begin(samples, login=True)
    browser.accounts.add("读者", "reader", password=None)
    browser.accounts.add("编辑", "editor", password=None)
    addresses = [
        "/load",
        "/undo",
        "/reports/yunze-2022/remove",
        "/reports/yunze-2022/edit",
        "/reports/yunze-2022/replace",
    ]
    manage = ["/reports/yunze-2022/limit", *(f"/admin/{one}" for one in ("accounts", "telegram", "tokens", "synonyms"))]
    for name, refused in (("读者", [*addresses, *manage]), ("编辑", manage)):
        browser.client.cookies.set("wenbao_session", browser.accounts.begin_session(name, now=1e10))
        token = browser.token("/")
        assert browser.client.get("/admin").status_code == 403
        for address in refused:
            response = browser.client.post(address, data={"csrf": token}, files=[("files", ("a.txt", b"a"))])
            assert response.status_code in (400, 403), address
        assert ("/load" in browser.get("/")) == (name == "编辑")


def test_upload_is_bounded_and_named_safely(begin: Begin, tmp_path: Path) -> None:
    browser = begin(tmp_path / "new.db", largest_upload=1)
    send(browser, ("a.txt", b"x" * 1_100_000), status=413)
    send(browser, ("../../etc/passwd.txt", REPORT.format(27).encode()))
    kept = list(tmp_path.parent.rglob("passwd.txt"))
    assert all("files" in path.parts for path in kept)
    assert "选择文件" in browser.get("/load")
    browser.client.post("/load", data={"csrf": browser.token("/load")})


def test_answer_is_taken_along_as_workbook_csv_and_document(browser: Browser) -> None:
    page = browser.ask(QUESTION)
    links = re.findall(r'href="(/t/\w+/\d+\.(\w+))"', page)
    assert [kind for _, kind in links] == ["xlsx", "csv", "docx"]
    got = {kind: browser.client.get(address).content for address, kind in links}
    book = openpyxl.load_workbook(io.BytesIO(got["xlsx"]))
    assert book["原句"]["B2"].value.startswith("全年财政教育支出14.2亿元")
    assert 121000000 in [row[1] for row in book["数据"].iter_rows(values_only=True)]
    assert "征收教育费附加1.21亿元" in got["csv"].decode("utf-8-sig")
    text = [one.text for one in docx.Document(io.BytesIO(got["docx"])).paragraphs]
    assert text[0] == QUESTION
    assert "1.21亿元" in text
    assert any(one.startswith("—— 《云泽区教育局2022年工作汇报》") for one in text)
    browser.get(links[0][0].replace("xlsx", "exe"), status=404)
    browser.get(re.sub(r"/t/\w+/", "/t/ffffffffffffff/", links[0][0]), status=404)


def test_comparison_is_taken_along_with_its_rows(browser: Browser) -> None:
    address = re.search(r'href="(/t/\w+/\d+)\.xlsx"', browser.ask("各地2022年分别招聘教师多少名"))
    assert address
    book = openpyxl.load_workbook(io.BytesIO(browser.client.get(f"{address[1]}.xlsx").content))
    assert sorted(row[1] for row in book["数据"].iter_rows(min_row=2, values_only=True)) == [143, 158, 232, 286]
    table = docx.Document(io.BytesIO(browser.client.get(f"{address[1]}.docx").content)).tables[0]
    assert len(table.rows) == 5


def test_figures_are_filtered_drawn_and_taken_along(browser: Browser) -> None:
    page = browser.get("/figures?indicator=教师&years=2021-2022")
    assert page.count('<th scope="row">') > 3
    link = re.search(r'href="(/figures\.xlsx\?[^"]+)"', page)
    assert link
    book = openpyxl.load_workbook(io.BytesIO(browser.client.get(html.unescape(link[1])).content))
    assert book["数据"].max_row - 1 == int(re.search(r"(\d+) 个数据", page)[1])  # type: ignore[index]
    csv = browser.client.get(html.unescape(link[1]).replace("xlsx", "csv")).content.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("指标,数值")
    assert "不是一个数" in browser.get("/figures?min=viel")
    browser.get("/figures.csv?min=viel", status=422)
    assert "没有符合条件的数据" in browser.get("/figures?term=航天飞机")


def test_administrators_see_what_was_missed_and_who_may_what(begin: Begin, samples: Path) -> None:
    browser = begin(samples, login=True)
    browser.accounts.add("主任", "administrator", password=None)
    browser.client.cookies.set("wenbao_session", browser.accounts.begin_session("主任", now=1e10))
    browser.ask("云泽区2019年招聘教师多少名")
    page = browser.get("/admin")
    assert "云泽区2019年招聘教师多少名" in page
    browser.send("/admin/accounts", do="add", name="小李", role="reader", groups="甲 乙", password=PASSWORD)
    assert browser.accounts.named("小李").groups == {"甲", "乙"}
    browser.send("/admin/accounts", do="change", name="小李", role="editor", groups="")
    assert (browser.accounts.named("小李").role, browser.accounts.named("小李").groups) == ("editor", frozenset())
    assert "最后一个管理员" in browser.send("/admin/accounts", do="remove", name="主任", status=422)
    made = re.search(r"<code>(wenbao_[\w-]+)</code>", browser.send("/admin/tokens", name="小李", note="Dify"))
    assert made
    assert browser.accounts.by_token(made[1]) is not None
    browser.send("/admin/tokens", number="1")
    assert browser.accounts.by_token(made[1]) is None
    browser.send("/admin/accounts", do="remove", name="小李")
    assert "-1001234" in browser.send("/admin/telegram", chat="-1001234", groups="甲 乙")
    assert browser.accounts.chats() == {-1001234: {"甲", "乙"}}
    browser.send("/admin/telegram", chat="-1001234", groups="")
    assert browser.accounts.chats() == {}
    for wrong in ("", "0", "x", "9" * 16, "9" * 17):
        browser.send("/admin/telegram", chat=wrong, groups="甲", status=422)
    browser.send("/admin/synonyms", words="a,b", status=404)
    page = browser.send("/reports/yunze-2022/limit", groups="办公室")
    assert "办公室" in page
    assert "办公室" in browser.get("/reports/yunze-2022/edit")
    browser.send("/reports/yunze-2022/limit", groups="")


def test_synonyms_are_written_only_where_they_can_be_read(begin: Begin, samples: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.csv"
    words.write_text("教师,先生\n", "utf-8")
    browser = begin(samples, synonyms=words)
    assert "教师,先生" in browser.get("/admin")
    browser.send("/admin/synonyms", words="教师,园丁\r\n", page="/admin")
    assert words.read_text("utf-8") == "教师,园丁\n"
    browser.send("/admin/synonyms", words="只有一个", page="/admin", status=422)
    assert words.read_text("utf-8") == "教师,园丁\n"
    assert list(tmp_path.glob(".*")) == []
