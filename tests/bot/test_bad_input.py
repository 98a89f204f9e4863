"""Files, databases and questions that are not as they should be: one sentence each, nothing lost, no traceback."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from store.archive.sqlite.archive import Archive
from store.archive.sqlite.connection import VERSION

Call = Callable[..., Any]

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)
SENTENCE = "全年招聘教师132名，其中研究生17名。"
MEND = "请拆成小一些的文件，或提高配置里的 load.{}\n"


def pdf(**options: object) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, **options)
    for line in range(40):
        canvas.drawString(72, 800 - 18 * line, f"The county hired {line} teachers in the year 2021.")
    canvas.save()
    return data.getvalue()


def word() -> bytes:
    data = io.BytesIO()
    document = docx.Document()
    for _ in range(50):
        document.add_paragraph(SENTENCE)
    document.save(data)
    return data.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(zipped({"a.txt": SENTENCE.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag that says so, in both headers
        data[data.index(mark) + offset] |= 1
    return bytes(data)


FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "文件是空的"),
    "white space": ("a.txt", b" \r\n\t\n", "文件是空的"),
    "empty .docx": ("a.docx", b"", "文件是空的"),
    ".docx that is a PDF": ("a.docx", pdf(), "内容其实是PDF 文档；请把扩展名改为 .pdf"),
    ".pdf that is Word": ("a.pdf", word(), "内容其实是Word 文档（.docx）；请把扩展名改为 .docx"),
    ".txt that is a PNG": ("a.txt", PNG, "内容其实是PNG 图片；请先做文字识别"),
    ".docx that is text": ("a.docx", SENTENCE.encode(), "内容其实是纯文本；请把扩展名改为 .txt"),
    "truncated .docx": ("a.docx", word()[:-3000], "文件不完整或已损坏"),
    "truncated .pdf": ("a.pdf", pdf()[:600], ""),
    "encrypted .pdf": ("a.pdf", pdf(encrypt=StandardEncryption("secret")), "密码"),
    "encrypted .docx": (
        "a.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        "文件已加密",
    ),
    "encrypted .zip": ("a.zip", encrypted_zip(), "压缩包已加密"),
    "damaged .zip": ("a.zip", b"PK\x03\x04" + bytes(100), "压缩包已损坏"),
    "zip bomb": ("a.zip", zipped({"bomb.txt": bytes(50_000_000)}), "像是压缩炸弹"),
    "Word bomb": ("a.docx", zipped({"word/document.xml": b" " * 50_000_000}), "像是压缩炸弹"),
    "zip that climbs out": ("a.zip", zipped({"../../evil.txt": SENTENCE.encode()}), "指向压缩包之外"),
    "zip without reports": ("a.zip", zipped({"a.exe": b"MZ"}), "压缩包里没有可读的报告文件"),
    "without a sentence": ("a.txt", "目录\n第一章\n第二章\n".encode(), "没有一个完整的句子"),
    "unknown kind": ("a.xyz", SENTENCE.encode(), "不支持的文件类型 .xyz"),
    "random bytes": ("a.txt", zlib.compress(bytes(range(256)) * 40) * 9, ""),
}


@pytest.mark.parametrize(("name", "data", "said"), FILES.values(), ids=FILES)
def test_bad_file_is_one_sentence_and_the_others_go_in(
    name: str, data: bytes, said: str, wenbao: Call, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    alone = wenbao("load", "--json", name)
    assert alone.status == 1
    assert alone.err.count("\n") == 1
    assert alone.err.startswith(f"{tmp_path / name}")
    assert said in alone.err
    (file,) = alone.json["files"]
    assert (file["status"], file["reports"]) == ("failed", [])
    assert all(file["error"].values()), "what, where and remedy"
    together = wenbao("--quiet", "load", folder, name)
    assert (together.status, together.err) == (3, alone.err)
    assert len(wenbao("reports", "--json").json) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "wenbao.db"])


def test_good_members_of_a_zip_go_in_beside_bad_ones(wenbao: Call, tmp_path: Path) -> None:
    members = {"../evil.txt": b"x", "in/good.txt": SENTENCE.encode(), "bomb.txt": bytes(50_000_000)}
    (tmp_path / "a.zip").write_bytes(zipped(members))
    result = wenbao("load", "--json", "a.zip")
    assert result.status == 3
    assert {Path(file["path"]).name: file["status"] for file in result.json["files"]} == {
        **{"evil.txt": "failed", "bomb.txt": "failed", "good.txt": "loaded"}
    }
    assert not (tmp_path.parent / "evil.txt").exists()


def test_changed_file_that_became_bad_leaves_what_is_stored(
    wenbao: Call, db: Path, folder: Path, tmp_path: Path
) -> None:
    own = shutil.copy(folder / "shidu.txt", tmp_path / "own.txt")
    Path(own).write_text(Path(own).read_text("utf-8").replace("37座", "38座"), "utf-8")
    assert wenbao("load", own).status == 0
    before = wenbao("show", "own", "--json").out
    Path(own).write_bytes(b"")
    assert wenbao("load", own).status == 1
    assert wenbao("show", "own", "--json").out == before


def test_file_above_the_limit_is_refused_unread(wenbao: Call, tmp_path: Path) -> None:
    (tmp_path / "wenbao.toml").write_text("[load]\nfile_mb = 1\n", "utf-8")
    (tmp_path / "a.txt").write_text(SENTENCE * 50_000, "utf-8")
    result = wenbao("load", "a.txt")
    assert result.status == 1
    assert "文件太大" in result.err


def test_text_that_would_not_fit_in_memory_is_refused(wenbao: Call, tmp_path: Path) -> None:
    (tmp_path / "wenbao.toml").write_text("[load]\ncharacters = 20000\n", "utf-8")
    (tmp_path / "a.txt").write_text(SENTENCE * 2000, "utf-8")
    result = wenbao("load", "a.txt")
    assert result.status == 1
    assert result.err == f"{tmp_path / 'a.txt'}: 文字太多（{len(SENTENCE) * 2000} 字），最多 20000 字；" + MEND.format(
        "characters"
    )


def test_text_of_300_megabytes_is_refused_at_once(wenbao: Call, tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(300 << 20)  # takes no room on the disk
    assert "文件太大（300 MB），最多 200 MB；" + MEND.format("file_mb") in wenbao("load", "a.txt").err


@pytest.mark.parametrize("text", [SENTENCE * 50_000, "教" * 999_999 + "。"], ids=["of sentences", "of one sentence"])
def test_line_of_a_million_characters_is_stored_whole(text: str, wenbao: Call, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(text, "utf-8")
    assert wenbao("--quiet", "load", "long.txt").status == 0
    assert re.sub(r"\s", "", wenbao("show", "long", "--text").out) == text
    assert wenbao("ask", "--json", "招聘教师多少名", "--top", "1").status == 0


@pytest.mark.parametrize("name", ["带 空格.txt", "换行\n名.txt", "😀.txt", "-x.txt", "x" * 240 + ".txt"])
def test_odd_file_names_load_and_stay_on_one_line(name: str, wenbao: Call, tmp_path: Path) -> None:
    (tmp_path / name).write_text(f"工作总结\n{SENTENCE}\n", "utf-8")
    result = wenbao("--quiet", "load", tmp_path / name)
    assert (result.status, result.out.count("\n")) == (0, 2)
    assert wenbao("reports").out.count("\n") == 1
    (info,) = wenbao("reports", "--json").json
    assert info["source"] == name
    assert wenbao("show", "--json", "--", info["id"]).status == 0


# -------------------------------------------------------------------------------------------------- databases


def text_file(path: Path) -> None:
    path.write_text("这不是数据库。" * 100, "utf-8")


def strange_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
    connection.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xee" * (len(data) - 4096)
    path.write_bytes(data)


COMMANDS = [["reports"], ["show", "yundi"], ["remove", "yundi", "--yes"], ["ask", "招聘教师多少名"], ["chat"]]
DATABASES = {
    "text": (text_file, "这个文件不是报告库"),
    "another program's": (strange_database, "这是别的程序的数据库"),
    "newer": (newer, "更新的版本"),
    "folder": (folder_instead, "这是一个文件夹"),
    "damaged": (damaged, "报告库已经损坏"),
}


@pytest.mark.parametrize("command", [*COMMANDS, ["load", "x.txt"], ["load", "--dry-run", "x.txt"]], ids=" ".join)
@pytest.mark.parametrize(("spoil", "said"), DATABASES.values(), ids=DATABASES)
def test_database_that_is_none_is_one_sentence_and_stays_as_it_is(
    spoil: Callable[[Path], None], said: str, command: list[str], wenbao: Call, db: Path
) -> None:
    if spoil is strange_database:
        db.unlink()
    spoil(db)
    before = None if db.is_dir() else db.read_bytes()
    (db.parent / "x.txt").write_text(SENTENCE, "utf-8")
    result = wenbao(*command, stdin="招聘教师多少名\n")
    assert result.status == 1
    assert said in (result.err if command[0] == "load" else result.complaint)
    assert result.err.count("\n") == 1
    assert before is None or db.read_bytes() == before


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_database_that_is_not_there_is_said_and_not_made(command: list[str], wenbao: Call, tmp_path: Path) -> None:
    result = wenbao(*command, stdin="招聘教师多少名\n")
    assert result.status == 1
    assert result.complaint == "wenbao.db: 报告库不存在；请先运行 wenbao load"
    assert list(tmp_path.iterdir()) == []


def test_locked_database_is_read_but_not_written(
    wenbao: Call, db: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Archive.open.__func__.__kwdefaults__, "wait", 0.05)  # type: ignore[attr-defined]
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert "132名" in wenbao("ask", "云堤县2021年招聘教师多少名").out
        for command in (["load", "--force", str(folder / "shidu.txt")], ["remove", "shidu", "--yes"]):
            result = wenbao(*command)
            assert result.status == 1
            assert result.err.endswith("报告库正被另一个程序占用；请等它结束后再试\n")
            assert result.err.count("\n") == 1
    finally:
        other.close()
    assert len(wenbao("reports", "--json").json) == 3


def test_full_disk_names_every_file_that_is_not_in_and_keeps_what_was(
    wenbao: Call, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def on_a_small_disk(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        return connection

    for number in (1, 2):
        lines = "".join(f"第{number}{i}所学校招聘教师{i}名。\n" for i in range(3000))
        (tmp_path / f"new{number}.txt").write_text(lines, "utf-8")
    before = wenbao("reports", "--json").out
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", on_a_small_disk)
        result = wenbao("load", "--json", "new1.txt", "new2.txt")
    assert result.status == 1
    assert [file["status"] for file in result.json["files"]] == ["failed", "failed"]
    for number, line in enumerate(result.err.splitlines(), 1):
        assert line.startswith(f"{tmp_path / f'new{number}.txt'}: ")
        assert "磁盘已满，这一次没有写入；请腾出空间后再试" in line
    assert wenbao("reports", "--json").out == before
    assert wenbao("doctor").status == 0


# -------------------------------------------------------------------------------------------------- questions

QUESTIONS = {
    "empty": "",
    "white space": " \u3000\t",
    "one character": "钱",
    "punctuation": "？",
    "emoji": "👩‍🏫🏫",
    "10,000 characters": "云堤县招聘了多少名教师" * 910,
    "English": "How many teachers were hired?",
    "Arabic": "كم عدد المعلمين؟",
    "NUL": "招聘\0教师",
    "control characters": "招聘\x1b[31m\x07\r\n教师",
    "lone surrogate of argv": "招聘\udc80\udcff教师",
    "other lone surrogate": "\ud800",
    "SQL": "'; DROP TABLE reports; --",
    "search syntax": '"教师" AND NOT (招聘*) NEAR/2',
    "format": "%s {0} [bold]教师[/bold]",
    "zero width": "\u200b\ufeff\u202e",
    "noncharacter": "\uffff",
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_any_question_is_answered_or_refused_politely(question: str, wenbao: Call, db: Path) -> None:
    result = wenbao("ask", "--json", "--context", question, "--", question)
    assert (result.status, result.err) == (0, "")
    answer = result.json
    assert answer["question"] == question.encode("utf-8", "replace").decode()
    assert answer["answers"] if answer["status"] in ("answered", "uncertain") else answer["message"]
    shown = wenbao("ask", "--explain", "--", question)
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.strip()
    talked = wenbao("chat", stdin=f"{question}\n")
    assert (talked.status, talked.err) == (0, "")


@pytest.mark.parametrize("question", ["", "？", "的", " \u3000"])
def test_question_without_content_is_no_answer_with_a_message(question: str, wenbao: Call, db: Path) -> None:
    answer = wenbao("ask", "--json", question).json
    assert (answer["status"], answer["answers"]) == ("no_answer", [])
    assert answer["message"].endswith(("。", "”。"))


def test_long_question_says_that_it_was_cut(wenbao: Call, db: Path) -> None:
    assert wenbao("ask", "--json", QUESTIONS["10,000 characters"]).json["message"].startswith("问题太长")


def test_surrogates_in_names_are_unknown_names(wenbao: Call, db: Path) -> None:
    for command in (["show", "\udc80"], ["ask", "问", "--report", "\udc80"], ["remove", "--yes", "\udc80"]):
        assert "没有“?”这篇报告" in wenbao(*command).complaint
    assert wenbao("ask", "招聘", "--place", "\udc80").status == 0


def test_store_with_nothing_in_it_says_what_to_do(wenbao: Call, db: Path) -> None:
    assert wenbao("remove", "--yes", "shidu", "yundi", "yundi_2022").status == 0
    listed = wenbao("reports")
    assert (listed.status, listed.complaint) == (0, "报告库里还没有报告。请先运行：wenbao load 文件或文件夹")
    assert wenbao("reports", "--json").json == []
    answer = wenbao("ask", "--json", "招聘教师多少名").json
    assert (answer["status"], answer["answers"], answer["nearest"]) == ("no_answer", [], [])
    assert answer["message"] == "报告库里还没有报告。请先运行：wenbao load 文件或文件夹"
    assert wenbao("doctor").status == 0


@pytest.mark.parametrize("name", ["wenbao.db", "wenbao-chats.db"])
def test_the_page_over_a_file_that_is_none_of_ours_is_refused_in_a_sentence(wenbao: Call, db: Path, name: str) -> None:
    db.with_name(name).write_bytes(b"something else" * 99)
    refused = wenbao("web")
    assert (refused.status, refused.out) == (1, "")
    assert re.fullmatch(rf"{name}: \S+；.+\n", refused.err)
