"""Accounts on the page: who gets in, who does not, and what groups see."""

from __future__ import annotations

import io
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.accounts.archive import Accounts
from bot.cli import main
from bot.config import Config, read_config
from bot.errors import AccountError, ConfigError
from bot.settings import Listen, WebSettings
from bot.web.app import needs_login
from bot.wiring import open_file
from store.errors import ArchiveVersionError
from tests.bot.web.conftest import Begin, Browser

PASSWORD = "八个字的密码够长了"


@pytest.fixture(scope="module")
def guarded(begin: Begin, samples: Path) -> Browser:
    browser = begin(samples, login=True)
    browser.accounts.add("主任", "administrator", password=PASSWORD)
    browser.accounts.add("小李", "reader", password=PASSWORD, groups=["云泽"])
    return browser


def log_in(browser: Browser, name: str, password: str = PASSWORD) -> int:
    browser.client.cookies.clear()
    token = browser.token("/login")
    return browser.client.post(
        "/login", data={"csrf": token, "name": name, "password": password, "next": "/"}, follow_redirects=False
    ).status_code


def test_nobody_sees_anything_before_logging_in(guarded: Browser) -> None:
    guarded.client.cookies.clear()
    for address in (
        "/",
        "/reports",
        "/reports/yunze-2022",
        "/suggest?q=云",
        "/t/ffffffffffffff",
        "/reports/yunze-2022/file",
    ):
        response = guarded.client.get(address, follow_redirects=False)
        assert response.status_code == 303
        assert response.headers["location"].startswith("/login?next=/")
        assert not response.content
    assert "云泽" not in guarded.get("/login")


def test_right_password_lets_in_and_a_wrong_one_does_not(guarded: Browser) -> None:
    assert log_in(guarded, "主任", "不是这个密码啊") == 403
    assert log_in(guarded, "没有这人") == 403
    assert log_in(guarded, "主任", "") == 403
    assert log_in(guarded, "主任") == 303
    assert "退出 主任" in guarded.get("/")
    assert "1.21亿元" in guarded.ask("云泽区2022年征收教育费附加多少")


def test_name_stays_where_a_password_was_wrong(guarded: Browser) -> None:
    fields = {"name": '主任"', "password": "不是这个密码啊", "next": "/"}
    assert 'name="name" value="主任&#34;"' in guarded.send("/login", page="/login", status=403, **fields)


def test_session_cookie_is_for_the_server_alone(guarded: Browser) -> None:
    token = guarded.token("/login")
    made = guarded.client.post(
        "/login",
        data={"csrf": token, "name": "主任", "password": PASSWORD, "next": "//evil.example"},
        follow_redirects=False,
    )
    assert made.headers["location"] == "/"
    assert "HttpOnly" in made.headers["set-cookie"]
    assert "SameSite=lax" in made.headers["set-cookie"]


def test_logging_out_ends_the_session(guarded: Browser) -> None:
    assert log_in(guarded, "主任") == 303
    kept = guarded.client.cookies["wenbao_session"]
    guarded.send("/logout")
    guarded.client.cookies.set("wenbao_session", kept)
    assert guarded.client.get("/", follow_redirects=False).status_code == 303


def test_form_token_of_another_session_is_refused(guarded: Browser) -> None:
    assert log_in(guarded, "主任") == 303
    token = guarded.token()
    assert log_in(guarded, "小李") == 303
    assert guarded.client.post("/ask", data={"csrf": token, "q": "a"}).status_code == 403


def test_guessing_passwords_has_a_pace(guarded: Browser) -> None:
    statuses = [log_in(guarded, "被猜的人", f"猜第{n}个密码吧") for n in range(12)]
    assert statuses[-1] == 429


def test_reports_of_a_group_are_not_there_for_others(guarded: Browser, samples: Path) -> None:
    with open_file(samples, readonly=True) as archive:
        path = archive.path_of("yunze-2022")
    guarded.accounts.limit(path, ["办公室"])
    try:
        assert log_in(guarded, "小李") == 303
        assert "现有 8 篇报告" in guarded.get("/")
        for address in ("/reports/yunze-2022", "/reports/yunze-2022/context?s=3", "/reports/yunze-2022/file"):
            guarded.get(address, status=404)
        assert "yunze-2022" not in guarded.get("/reports")
        page = guarded.ask("云泽区2022年征收教育费附加多少")
        assert "1.21亿元" not in page
        guarded.accounts.change("小李", groups=["办公室"])
        assert "1.21亿元" in guarded.ask("云泽区2022年征收教育费附加多少")
        assert log_in(guarded, "主任") == 303
        assert "1.21亿元" in guarded.ask("云泽区2022年征收教育费附加多少")
    finally:
        guarded.accounts.limit(path, [])
        guarded.accounts.change("小李", groups=["云泽"])


def test_thread_that_is_handed_on_shows_what_its_reader_may_see(guarded: Browser, samples: Path) -> None:
    with open_file(samples, readonly=True) as archive:
        path = archive.path_of("yunze-2022")
    assert log_in(guarded, "主任") == 303
    thread = re.search(r'name="thread" value="(\w+)"', guarded.ask("云泽区2022年征收教育费附加多少"))
    assert thread
    guarded.accounts.limit(path, ["办公室"])
    try:
        assert "1.21亿元" in guarded.get(f"/t/{thread[1]}")
        assert log_in(guarded, "小李") == 303
        assert "1.21亿元" not in guarded.get(f"/t/{thread[1]}")
    finally:
        guarded.accounts.limit(path, [])


def test_proxy_says_who_is_looking(begin: Begin, samples: Path) -> None:
    browser = begin(samples, login=True, user_header="x-remote-user")
    browser.accounts.add("王芳", "reader", password=None)
    assert browser.client.get("/").status_code == 401
    assert browser.client.get("/", headers={"x-remote-user": "nobody"}).status_code == 401
    assert "王芳" in browser.client.get("/", headers={"x-remote-user": "王芳".encode()}).text
    twice = [("x-remote-user", "王芳".encode()), ("x-remote-user", b"nobody")]
    assert browser.client.get("/", headers=twice).status_code == 401


@pytest.mark.parametrize(
    ("peer", "believed"),
    [("10.1.2.3", True), ("::ffff:10.1.2.3", True), ("127.0.0.1", False), ("11.1.2.3", False), ("a.sock", False)],
)
def test_only_a_proxy_that_is_named_is_believed(begin: Begin, samples: Path, peer: str, believed: bool) -> None:
    browser = begin(samples, peer=peer, login=True, user_header="x-remote-user", proxies=(ip_network("10.0.0.0/8"),))
    browser.accounts.add("王芳", "reader", password=None)
    said = browser.client.get("/", headers={"x-remote-user": "王芳".encode()}).status_code
    assert said == (200 if believed else 401)


def test_page_needs_a_login_wherever_others_can_open_it() -> None:
    plain = Config()
    assert not needs_login(plain, Listen())
    assert not needs_login(plain, Listen("::1"))
    assert needs_login(plain, Listen("0.0.0.0"))
    assert needs_login(replace(plain, web=replace(WebSettings(), names=("wenbao.example.org",))), Listen())
    assert needs_login(replace(plain, web=replace(WebSettings(), user_header="x-remote-user")), Listen())


def test_accounts_are_kept_so_that_their_file_lets_nobody_in(tmp_path: Path) -> None:
    path = tmp_path / "accounts.db"
    with closing(Accounts.open(path)) as accounts:
        accounts.add("主任", "administrator", password=PASSWORD)
        session = accounts.begin_session("主任", now=0)
        token = accounts.make_token("主任", note="", loads=True, now=0)
        assert accounts.by_session(session, now=1) is not None
        assert accounts.by_session(session, now=1e9) is None
        assert accounts.by_token(token) is not None
        for wrong in ("", "x" * 300, " ", "a\nb"):
            with pytest.raises(AccountError):
                accounts.add(wrong, "reader", password=PASSWORD)
        with pytest.raises(AccountError):
            accounts.add("主任", "reader", password=PASSWORD)
        with pytest.raises(AccountError):
            accounts.add("短", "reader", password="1234567")
        with pytest.raises(AccountError):
            accounts.remove("主任")
        with pytest.raises(AccountError):
            accounts.change("主任", role="reader")
        accounts.change("主任", password="另一个够长的密码")
        assert accounts.by_session(session, now=1) is None
    assert path.stat().st_mode & 0o077 == 0
    with closing(Accounts.open(path)) as accounts:
        assert [one.name for one in accounts.all()] == ["主任"]
    (tmp_path / "other.db").write_bytes(b"SQLite format 3\0" + b"x" * 100)
    with pytest.raises(ArchiveVersionError):
        Accounts.open(tmp_path / "other.db")


def test_change_that_fails_halfway_leaves_all_as_it_was(tmp_path: Path) -> None:
    with closing(Accounts.open(tmp_path / "accounts.db")) as accounts:
        accounts.limit("/a", ["甲"])
        with pytest.raises(TypeError):
            accounts.limit("/a", ["乙", 3])  # type: ignore[list-item]
        with pytest.raises(UnicodeEncodeError):
            accounts.limit("/a", ["乙", "\udc80"])
        accounts.limit("/b", ["乙"])
        assert accounts.limits() == {"/a": {"甲"}, "/b": {"乙"}}


def test_accounts_of_the_version_before_are_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "accounts.db"
    with closing(Accounts.open(path)) as accounts:
        accounts.add("主任", "administrator", password=None)
    with closing(sqlite3.connect(path)) as old:
        old.execute("DROP TABLE chats")
        old.execute("PRAGMA user_version = 1")
    with closing(Accounts.open(path)) as accounts:
        accounts.put_chat(7, ["甲"])
        assert [one.name for one in accounts.all()] == ["主任"]
        assert accounts.chats() == {7: {"甲"}}


def test_command_makes_accounts_and_tokens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert main(["accounts", "add", "主任", "--role", "administrator", "--group", "办公室"]) == 0
    assert main(["accounts", "add", "代理人", "--by-proxy"]) == 0
    assert main(["accounts", "token", "代理人", "--note", "Dify"]) == 0
    token = capsys.readouterr().out.splitlines()[-1]
    assert main(["accounts", "telegram", "-100123", "--group", "办公室", "--group", "财务"]) == 0
    assert main(["accounts", "telegram", "0"]) == 1
    capsys.readouterr()
    assert main(["accounts", "list"]) == 0
    listed = capsys.readouterr().out
    assert "主任\tadministrator\t办公室" in listed
    assert "#1\tread\tDify" in listed
    assert "telegram:-100123\treader\t办公室,财务" in listed
    assert PASSWORD not in listed
    assert token not in listed
    assert main(["accounts", "remove", "代理人"]) == 0
    assert main(["accounts", "remove", "代理人"]) == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("短\n"))
    assert main(["accounts", "password", "主任"]) == 1


def test_settings_of_the_page_are_read(tmp_path: Path) -> None:
    file = tmp_path / "wenbao.toml"
    file.write_text(
        '[web]\nlisten = "0.0.0.0:80"\nnames = ["Wenbao.example"]\nsecure = true\naccounts = "a.db"\n'
        'proxies = ["10.0.0.0/8", "::1"]\n',
        "utf-8",
    )
    read = read_config(file).web
    assert (read.listen, read.names, read.secure) == (Listen("0.0.0.0", 80), ("wenbao.example",), True)
    assert read.accounts == tmp_path / "a.db"
    assert read.proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))
    file.write_text('[web]\nproxies = ["proxy.example"]\n', "utf-8")
    with pytest.raises(ConfigError, match=r"web\.proxies"):
        read_config(file)
