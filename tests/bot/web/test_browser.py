"""The page in a real browser, over a real process: the ways that people go, on a phone and on a desk."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from bot.cli import main
from tests.bot.web.serving import serve

QUESTION = "云泽区2022年征收教育费附加多少"
REPORT = "松坪县交通运输局2020年工作总结\n一、主要工作\n全年改造农村公路27公里，新增公交车9辆。\n"
PASSWORD = "八个字的密码够长了"
_PATIENCE = 60_000  # ms; for what hangs, not for what is slow on a busy machine
expect.set_options(timeout=_PATIENCE)
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            shown = browser.new_page()
            shown.set_content("<p>云泽 2022</p><input><button>问</button>")
            shown.screenshot()  # without any font it ends here
            shown.close()
        except Error as error:
            pytest.skip(f"no Chromium here: {str(error).splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(tmp_path_factory.mktemp("served"))


@pytest.fixture(params=[*SIZES])
def page(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the size of a phone or of a desk, that tells whatever goes wrong in it and asks nobody else."""
    yield from opened(chromium, address, SIZES[request.param])


def opened(chromium: Browser, address: str, size: dict[str, int]) -> Iterator[Page]:
    context = chromium.new_context(viewport=size, locale="zh-CN", accept_downloads=True)  # type: ignore[arg-type]
    context.set_default_timeout(_PATIENCE)
    made = context.new_page()
    wrong: list[str] = []
    made.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))
    made.goto(address)
    yield made
    context.close()
    # What a browser says of a refusal is not of our making.
    assert not [one for one in wrong if not one.startswith(("data:", "blob:", "Failed to load resource"))]


def ask(page: Page, question: str) -> None:
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("article.turn h2").last).to_have_text(question)
    page.wait_for_load_state()  # its scripts have run


def follow(page: Page, link: str) -> None:
    """A click does not wait for the page that it leads to."""
    left = page.url
    page.get_by_role("link", name=link).click()
    expect(page).not_to_have_url(left)
    page.wait_for_load_state()


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, page.url


def test_asking_following_up_and_opening_the_cited_place(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator(".figure strong").first).to_have_text("1.21亿元")
    fits(page)
    page.get_by_role("button", name="上下文").first.click()
    expect(page.locator(".context .chosen").first).to_contain_text("征收教育费附加1.21亿元")
    ask(page, "那2021年呢")
    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator(".figure strong").nth(1)).to_have_text("1.12亿元")
    expect(page.locator(".follow input[name=q]")).to_have_value("")
    page.locator("article.turn").first.get_by_role("button", name="👎").click()
    expect(page.get_by_role("status")).to_contain_text("谢谢")
    page.locator("article.turn").first.get_by_role("button", name="原文").click()
    expect(page).to_have_url(re.compile(r"/reports/yunze-2022\?w=.*#s\d+$"))
    cited = page.locator("span:target")
    expect(cited).to_contain_text("征收教育费附加1.21亿元")
    expect(cited).to_be_in_viewport()
    fits(page)


def test_comparison_sorts_and_is_taken_along(page: Page, tmp_path: Path) -> None:
    ask(page, "各地2022年分别招聘教师多少名")
    rows = page.locator("table.sortable tbody tr")
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="数值").click()
    expect(rows.first.locator("td.number")).to_contain_text("143名")
    page.get_by_role("button", name="数值").click()
    expect(rows.first.locator("td.number")).to_contain_text("286名")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("数值")
    expect(page.locator(".chart rect")).to_have_count(3)
    fits(page)
    for name, kind in (("Excel", "xlsx"), ("Word", "docx")):
        with page.expect_download() as downloading:
            page.get_by_role("link", name=name).click()
        path = tmp_path / f"answer.{kind}"
        downloading.value.save_as(path)
        if kind == "xlsx":
            cells = [row[1] for row in openpyxl.load_workbook(path)["数据"].iter_rows(min_row=2, values_only=True)]
            assert sorted(cells) == [143, 232, 286]
        else:
            assert len(docx.Document(io.BytesIO(path.read_bytes())).tables[0].rows) == 4


def test_files_are_chosen_told_of_edited_and_taken_back(page: Page) -> None:
    follow(page, "载入")
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "松坪.txt", "mimeType": "text/plain", "buffer": REPORT.encode()},
            {"name": "坏的.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"},
        ]
    )
    page.get_by_role("button", name="载入").click()
    expect(page.get_by_role("alert")).to_contain_text("没能载入")
    expect(page.locator("#loads")).to_contain_text("已载入")
    follow(page, "更正")
    page.get_by_label("地区").fill("白鹭县")
    page.get_by_role("button", name="保存").first.click()
    expect(page.get_by_role("status")).to_have_text("已改好。")
    fits(page)
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("恢复原样")
    follow(page, "回到报告")
    expect(page.locator("ul.reports")).to_contain_text("松坪县")
    follow(page, "松坪县交通运输局2020年工作总结")
    follow(page, "更正、替换、删除")
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_role("status")).to_contain_text("已删除")


def test_dropped_file_is_loaded(page: Page) -> None:
    follow(page, "载入")
    page.locator(".drop").evaluate(
        """(area, text) => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([text], "拖来的.txt", { type: "text/plain" }));
            area.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true }));
        }""",
        "柳泉县2019年工作总结\n全年造林300亩。\n",
    )
    expect(page.locator("#loads")).to_contain_text("拖来的.txt")
    expect(page.locator("#loads")).to_contain_text(re.compile("已载入|没有变化"))
    if page.locator("#loads").get_by_role("button", name="撤销").count():
        page.locator("#loads").get_by_role("button", name="撤销").click()


def test_figures_are_found_and_sorted(page: Page) -> None:
    follow(page, "数据")
    page.get_by_label("指标").fill("教师")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("tbody tr").nth(5)).to_be_visible()
    page.get_by_role("button", name="年份").click()
    fits(page)


def test_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.type(QUESTION)  # the box has the focus
    page.keyboard.press("Enter")
    expect(page.locator("article.turn")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "原文":
            break
    page.keyboard.press("Enter")
    expect(page.locator("span:target")).to_be_in_viewport()


def test_suggestions_come_while_typing(page: Page) -> None:
    page.locator("input[name=q]").press_sequentially("2022年青禾")
    expect(page.locator("datalist option").first).to_have_attribute("value", "2022年青禾县")


def test_nothing_keeps_anybody_from_using_the_page(page: Page, address: str) -> None:
    """What axe-core calls serious or worse: on a phone in the light, at a desk in the dark."""
    scheme = "light" if page.viewport_size == SIZES["phone"] else "dark"
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    ask(page, QUESTION)
    ask(page, "各地2022年分别招聘教师多少名")
    thread = page.url
    places = ("/", "/reports", "/reports/yunze-2022?w=教师#s12", "/figures?indicator=教师", "/load", "/admin")
    for place in (
        thread,
        *(address + one for one in places),
        f"{address}/reports/yunze-2022/edit",
        f"{address}/nothing",
    ):
        page.goto(place)
        found = Axe().run(page).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        assert not serious, (place, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in serious])


def test_logging_in_and_being_refused(chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert main(["accounts", "add", "小李"]) == 0
    for address in serve(tmp_path, names=["127.0.0.1"]):
        for made in opened(chromium, address, SIZES["phone"]):
            expect(made).to_have_url(re.compile("/login"))
            made.get_by_label("账号").fill("小李")
            made.get_by_label("密码").fill("不是这个密码啊")
            made.get_by_role("button", name="登录").click()
            expect(made.get_by_role("alert")).to_have_text("账号或密码不对。")
            made.get_by_label("账号").fill("小李")
            made.get_by_label("密码").fill(PASSWORD)
            made.get_by_role("button", name="登录").click()
            ask(made, QUESTION)
            assert made.get_by_role("link", name="载入").count() == 0
            made.get_by_role("button", name="退出 小李").click()
            expect(made).to_have_url(re.compile("/login"))
