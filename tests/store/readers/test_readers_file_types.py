"""What a file truly is, and what is said when that is not what its name says."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile

import openpyxl
import pytest

from store.errors import UnreadableReportError
from store.limits import Limits, within
from store.readers import files
from store.readers.file_types import decode

TEXT = "云溪区2019年工作总结\n全年培训干部2800余人次。\n"
PAGE = f"<html><head><title>云溪区2019年工作总结</title></head><body>{'<p>全年培训干部职工2800余人次，同比增长8.1%。</p>' * 5}</body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


def package(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>" * 100)
    return out.getvalue()


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(100)


def sheet() -> bytes:
    book = openpyxl.Workbook()
    for row in (["指标", "完成"], ["财政收入", 43]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
ODT = package("content.xml", mimetype="application/vnd.oasis.opendocument.text")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def refusal(name: str, data: bytes) -> UnreadableReportError:
    with pytest.raises(UnreadableReportError) as refused:
        decode(f"/甲/{name}", name, data)
    assert refused.value.where == f"/甲/{name}"
    assert refused.value.remedy
    return refused.value


def test_source_has_identity_digest_format_and_text() -> None:
    data = TEXT.encode("gb18030")
    source = decode("/甲/总结.TXT", "总结.TXT", data)
    assert (source.path, source.name, source.format, source.encoding) == ("/甲/总结.TXT", "总结.TXT", "txt", "gb18030")
    assert source.digest == hashlib.sha256(data).hexdigest()
    assert source.text == TEXT


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.text", TEXT.encode(), "txt"),
        ("a.md", f"# {TEXT}".encode(), "md"),
        ("a.Markdown", f"# {TEXT}".encode(), "md"),
        ("a.html", PAGE.encode(), "html"),
        ("a.HTM", PAGE.encode(), "html"),
        ("a.xlsx", sheet(), "xlsx"),
        ("a.doc", PAGE.encode(), "html"),
        ("a.wps", b"\xef\xbb\xbf\r\n<!-- saved -->" + PAGE.encode(), "html"),
        ("a.doc", b"\xff\xfe" + PAGE.encode("utf-16-le"), "html"),
        ("a.txt", PAGE.encode(), "txt"),
        ("a.txt", "%PDF 是一种格式，%PDF-1.4 是它的开头。".encode(), "txt"),
        ("a.txt", "PK 赛中我区代表队获得一等奖。".encode(), "txt"),
    ],
)
def test_readable_kinds_are_read(name: str, data: bytes, format: str) -> None:
    source = decode(f"/{name}", name, data)
    assert source.format == format
    assert source.text.strip()


def test_page_kept_as_txt_stays_as_it_is() -> None:
    assert decode("/a.txt", "a.txt", PAGE.encode()).text == PAGE


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xff\xfe", b"\0" * 10])
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.html", "a.xlsx", "a.doc"])
def test_empty_file_is_said_to_be_empty(name: str, data: bytes) -> None:
    assert refusal(name, data).what == "文件是空的"


def test_text_of_ideographic_spaces_has_no_words() -> None:
    assert "没有文字" in refusal("a.txt", "　　\n　".encode()).what


@pytest.mark.parametrize(
    ("name", "data", "kind", "remedy"),
    [
        ("a.docx", b"%PDF-1.7\n" + bytes(50), "PDF", ".pdf"),
        ("a.txt", b"%PDF-1.7\n" + bytes(50), "PDF", ".pdf"),
        ("a.pdf", DOCX, "Word 文档（.docx）", ".docx"),
        ("a.doc", DOCX, "Word 文档（.docx）", ".docx"),
        ("a.docx", sheet(), "Excel", ".xlsx"),
        ("a.docx", ODT, ".odt", ".odt"),
        ("a.odt", DOCX, ".docx", ".docx"),
        ("a.docx", stream("WordDocument"), "旧版 Word", ".doc"),
        ("a.rtf", stream("WordDocument"), "旧版 Word", ".doc"),
        ("a.xlsx", stream("Workbook"), "旧版 Excel", "另存为 .xlsx"),
        ("a.doc", stream("Workbook"), "旧版 Excel", "另存为 .xlsx"),
        ("a.doc", stream("PowerPoint Document"), "演示", ".pdf"),
        ("a.doc", OLE, "不完整或已损坏", "重新取得"),
        ("a.docx", OLE, "旧版 Office", "另存"),
        ("a.docx", package("ppt/presentation.xml"), "演示", ".pdf"),
        (
            "a.odt",
            package("c.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "OpenDocument 表格",
            ".xlsx",
        ),
        ("a.docx", package("报告.txt"), "zip", ".zip"),
        ("a.txt", rb"{\rtf1\ansi hello}", "RTF", ".rtf"),
        ("a.docx", rb"{\rtf1\ansi hello}", "RTF", ".rtf"),
        ("a.docx", PAGE.encode(), "网页", ".html"),
        ("a.pdf", PAGE.encode(), "网页", ".html"),
        ("a.txt", PNG, "PNG", "文字识别"),
        ("a.pdf", PNG, "PNG", "文字识别"),
        ("a.docx", b"\xff\xd8\xff\xe0" + bytes(50), "JPEG", "文字识别"),
        ("a.txt", b"GIF89a" + bytes(50), "GIF", "文字识别"),
        ("a.docx", b"Rar!\x1a\x07\x01\0" + bytes(50), "RAR", "解压"),
        (
            "a.html",
            b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n",
            "MHTML",
            ".html",
        ),
        ("a.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "MHTML", ".html"),
        ("a.docx", TEXT.encode(), "纯文本", ".txt"),
        ("a.pdf", TEXT.encode(), "纯文本", ".txt"),
    ],
)
def test_wrong_name_is_refused_with_what_it_is_and_how_to_mend_it(
    name: str, data: bytes, kind: str, remedy: str
) -> None:
    refused = refusal(name, data)
    assert kind in refused.what
    assert remedy in refused.remedy


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.doc"])
def test_encrypted_office_file_is_said_to_be_encrypted(name: str) -> None:
    refused = refusal(name, stream("EncryptedPackage"))
    assert refused.what == "文件已加密"
    assert "密码" in refused.remedy


@pytest.mark.parametrize("data", [DOCX, sheet(), ODT])
def test_cut_package_is_said_to_be_damaged(data: bytes) -> None:
    for name in ("a.docx", "a.xlsx", "a.odt"):
        assert "损坏" in refusal(name, data[: len(data) // 2]).what


def test_office_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(1_000_000))
    monkeypatch.setattr(files, "FREELY_PACKED", 100_000)
    assert "炸弹" in refusal("a.docx", out.getvalue()).what
    monkeypatch.setattr(files, "FREELY_PACKED", 10_000_000)
    monkeypatch.setattr(sys.modules["store.readers.file_types"], "MB", 1)
    with within(Limits(unpacked_mb=900_000)):
        assert "解开后太大" in refusal("a.docx", out.getvalue()).what
    with within(Limits(entries=0)):
        assert "load.entries" in refusal("a.docx", out.getvalue()).remedy


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_xml_that_declares_entities_is_refused_before_a_library_opens_it(code: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "哈"><!ENTITY b SYSTEM "file:///etc/hostname">]><w>&a;&b;</w>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bomb.encode(code))
    refused = refusal("a.docx", out.getvalue())
    assert "实体" in refused.what
    assert "word/document.xml" in refused.what


def test_what_a_library_raises_is_wrapped_with_its_cause() -> None:
    data = package("[Content_Types].xml", "xl/workbook.xml")
    with pytest.raises(UnreadableReportError, match="读不出来") as refused:
        decode("/a.xlsx", "a.xlsx", data)
    assert refused.value.__cause__ is not None
    assert not isinstance(refused.value.__cause__, UnreadableReportError)


def test_binary_rubbish_is_refused_under_every_name() -> None:
    rubbish = bytes(range(1, 256)) * 4 + b"\0" * 300
    for suffix in sorted(files.KINDS):
        refusal(f"a{suffix}", rubbish)


def test_unknown_suffix_is_refused() -> None:
    assert ".xyz" in refusal("a.xyz", TEXT.encode()).what
    assert "扩展名" in refusal("报告", TEXT.encode()).what


def test_what_nobody_sees_is_not_stored() -> None:
    assert (
        decode("/a.txt", "a.txt", "全\u200b年造\xad林300亩，\ufe0f人均2亩。".encode()).text
        == "全年造林300亩，人均2亩。"
    )
