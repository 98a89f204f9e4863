"""Finding files, in folders and archives, and refusing the ones that must not be read."""

from __future__ import annotations

import os
import pickle
import struct
import zipfile
from pathlib import Path

import pytest

from store.archive.sqlite.archive import Archive
from store.errors import UnreadableReportError
from store.limits import Limits, within
from store.readers import files
from store.readers.files import Entry, find

TEXT = "云溪区2019年工作总结，全年培训2800人次。".encode()


def packed(path: Path, members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def refusal(entry: Entry) -> UnreadableReportError:
    with pytest.raises(UnreadableReportError) as refused:
        entry.read()
    assert refused.value.remedy
    return refused.value


def only(path: Path) -> Entry:
    (entry,) = find([path])
    return entry


def test_folder_gives_readable_kinds_by_name_and_passes_the_rest_over(tmp_path: Path) -> None:
    for name in ["乙.TXT", "甲.docx", ".隐藏.txt", "~$甲.docx", "图.png", "内/丙.md", ".git/丁.txt", "__MACOSX/戊.txt"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(TEXT)
    entries = list(find([tmp_path]))
    assert sorted(entry.name for entry in entries) == sorted(["乙.TXT", "甲.docx", "丙.md"])
    assert [entry.path for entry in entries] == sorted(entry.path for entry in entries)
    assert all(entry.read() == TEXT for entry in entries)


def test_same_file_named_twice_comes_once_and_the_order_given_holds(tmp_path: Path) -> None:
    first, second = tmp_path / "b.txt", tmp_path / "a.txt"
    first.write_bytes(TEXT)
    second.write_bytes(TEXT)
    entries = list(find([first, tmp_path / "." / "b.txt", tmp_path]))
    assert [entry.name for entry in entries] == ["b.txt", "a.txt"]


def test_database_in_use_is_not_read_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b.lnk.zip").symlink_to(tmp_path / "报告.txt")
    with Archive.open(tmp_path / "报告.txt") as archive, Archive.open(tmp_path / "报告.txt", readonly=True):
        archive.reports()
        text, link, database = find([tmp_path])
    assert text.read() == TEXT
    assert {refusal(one).what for one in (link, database)} == {"这是正在使用的数据库，不是报告"}


def test_relative_path_becomes_an_absolute_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "内").mkdir()
    (tmp_path / "a.txt").write_bytes(TEXT)
    monkeypatch.chdir(tmp_path / "内")
    assert only(Path("../a.txt")).path == str(tmp_path / "a.txt")
    assert only(Path("..")).path == str(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("name", "what", "remedy"),
    [
        ("无.txt", "找不到", "路径"),
        ("表.xls", "不支持", ".xlsx"),
        ("页.mht", "不支持", ".html"),
        ("报告", "不支持", ".docx"),
    ],
)
def test_missing_path_and_unknown_kind_say_so(tmp_path: Path, name: str, what: str, remedy: str) -> None:
    if what == "不支持":
        (tmp_path / name).write_bytes(TEXT)
    entry = only(tmp_path / name)
    assert entry.name == name
    assert what in refusal(entry).what
    assert remedy in refusal(entry).remedy


def test_folder_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "图.png").write_bytes(TEXT)
    assert "没有可读" in refusal(only(tmp_path)).what


def test_dangling_link_and_link_to_itself_are_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b.txt").symlink_to(tmp_path / "没有.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "c.txt")
    (tmp_path / "d").symlink_to(tmp_path)
    entries = {entry.name: entry for entry in find([tmp_path])}
    assert entries["a.txt"].read() == TEXT
    for name in ("b.txt", "c.txt", "d"):
        refusal(entries[name])
    assert len(entries) == 4


def test_link_to_a_folder_elsewhere_is_followed(tmp_path: Path) -> None:
    (tmp_path / "真").mkdir()
    (tmp_path / "真" / "a.txt").write_bytes(TEXT)
    (tmp_path / "看").mkdir()
    (tmp_path / "看" / "链").symlink_to(tmp_path / "真")
    assert only(tmp_path / "看").read() == TEXT


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_and_folder_without_permission_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "内").mkdir()
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "内").chmod(0)
    try:
        assert ["权限" in refusal(entry).what for entry in find([tmp_path])] == [True, True]
    finally:
        (tmp_path / "内").chmod(0o700)


def test_denied_access_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "内").mkdir()

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    entry = only(tmp_path / "a.txt")
    monkeypatch.setattr(Path, "open", deny)
    assert refusal(entry).what == "没有读取权限"
    monkeypatch.setattr(os, "listdir", deny)
    assert "没有读取权限" in refusal(only(tmp_path / "内")).what


def test_file_that_vanishes_before_it_is_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    entry = only(tmp_path / "a.txt")
    (tmp_path / "a.txt").unlink()
    assert "不在" in refusal(entry).what


def test_pipe_is_refused_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "普通文件" in refusal(only(tmp_path / "a.txt")).what


def test_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    monkeypatch.setattr(files, "MB", 1)
    with within(Limits(file_mb=len(TEXT))):
        assert only(tmp_path / "a.txt").read() == TEXT
    with within(Limits(file_mb=len(TEXT) - 1)):
        assert "太大" in refusal(only(tmp_path / "a.txt")).what


def test_file_name_that_is_not_utf8_is_shown_in_characters(tmp_path: Path) -> None:
    name = os.fsdecode("总结.txt".encode("gb18030"))
    try:
        (tmp_path / name).write_bytes(TEXT)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    entry = only(tmp_path)
    assert entry.name == "总结.txt"
    assert entry.path.encode()
    assert entry.read() == TEXT


def test_members_of_an_archive_are_entries_with_their_place(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "包.ZIP", {"内/乙.txt": TEXT, "甲.md": b"#", "图.png": b"x", ".隐.txt": b"x", "~$甲.docx": b"x"}
    )
    lazily = {entry.path: entry.read() for entry in find([path])}
    assert lazily == {f"{path}!/内/乙.txt": TEXT, f"{path}!/甲.md": b"#"}
    entries = list(find([tmp_path]))
    assert {entry.path: entry.read() for entry in entries} == lazily
    assert {entry.path: pickle.loads(pickle.dumps(entry)).read() for entry in entries} == lazily


def test_member_name_in_gbk_is_recovered(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"AAAA/BBBB.txt": TEXT})
    raw = path.read_bytes().replace(b"AAAA", "总结".encode("gbk")).replace(b"BBBB", "教育".encode("gbk"))
    path.write_bytes(raw)
    entry = only(path)
    assert entry.path.endswith("!/总结/教育.txt")
    assert entry.name == "教育.txt"
    assert entry.read() == TEXT


@pytest.mark.parametrize("name", ["../a.txt", "内/../../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt"])
def test_member_that_points_outside_is_refused_alone(tmp_path: Path, name: str) -> None:
    entries = {entry.path: entry for entry in find([packed(tmp_path / "a.zip", {name: TEXT, "好.txt": TEXT})])}
    assert len(entries) == 2
    good = next(entry for path, entry in entries.items() if path.endswith("!/好.txt"))
    assert good.read() == TEXT
    (bad,) = (entry for entry in entries.values() if entry is not good)
    assert "之外" in refusal(bad).what
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_dots_inside_a_member_name_are_harmless(tmp_path: Path) -> None:
    assert only(packed(tmp_path / "a.zip", {"内/2019..终稿.txt": TEXT})).read() == TEXT


def test_bomb_is_refused_and_its_neighbour_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "FREELY_PACKED", 100_000)
    monkeypatch.setattr(files, "_CHUNK", 10_000)
    path = packed(tmp_path / "a.zip", {"弹.txt": bytes(1_000_000), "好.txt": TEXT, "小.txt": bytes(90_000)})
    entries = {entry.name: entry for entry in find([path])}
    assert "炸弹" in refusal(entries["弹.txt"]).what
    assert entries["好.txt"].read() == TEXT
    assert len(entries["小.txt"].read()) == 90_000


def test_member_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT})
    monkeypatch.setattr(files, "LARGEST_MEMBER", len(TEXT))
    assert only(path).read() == TEXT
    monkeypatch.setattr(files, "LARGEST_MEMBER", len(TEXT) - 1)
    assert "太大" in refusal(only(path)).what


def test_archive_over_the_limits_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT})
    monkeypatch.setattr(files, "MB", 1)
    with within(Limits(unpacked_mb=2 * len(TEXT) - 1)):
        assert "太大" in refusal(only(path)).what
    with within(Limits(unpacked_mb=2 * len(TEXT))):
        assert len(list(find([path]))) == 2
    with within(Limits(entries=1)):
        assert "2 个文件" in refusal(only(path)).what


def test_folders_within_folders_are_followed_so_far_and_no_farther(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath(*"abcdef")
    deepest.mkdir(parents=True)
    (deepest / "深.txt").write_bytes(TEXT)
    assert [one.name for one in find([tmp_path])] == ["深.txt"]
    with within(Limits(depth=5)):
        assert "套得太深" in refusal(only(tmp_path)).what


def test_header_that_understates_the_size_gives_no_half_file(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT * 100})
    data = path.read_bytes()
    size = struct.pack("<L", len(TEXT) * 100)
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, struct.pack("<L", 10)))
    assert "损坏" in refusal(only(path)).what


def test_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "加密" in refusal(only(path)).what


@pytest.mark.parametrize(("name", "said"), [("甲/" * 3000, "load.depth"), ("甲" * 3000, "文件名太长")])
def test_member_of_too_deep_a_folder_or_too_long_a_name_is_refused_alone(tmp_path: Path, name: str, said: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}总结.txt", "全年植树320亩。")
        archive.writestr("乙/总结.txt", "全年植树320亩。")
    good, bad = sorted(find([path]), key=lambda entry: len(entry.path))
    assert good.read()
    with pytest.raises(UnreadableReportError, match=said) as caught:
        bad.read()
    assert len(caught.value.where) < 1000
    assert bad.name.endswith("总结.txt")


def test_archive_in_an_archive_is_refused_with_a_remedy(tmp_path: Path) -> None:
    inner = packed(tmp_path / "内.zip", {"a.txt": TEXT}).read_bytes()
    entries = {entry.name: entry for entry in find([packed(tmp_path / "外.zip", {"内.zip": inner, "b.txt": TEXT})])}
    assert "解压" in refusal(entries["内.zip"]).remedy
    assert entries["b.txt"].read() == TEXT


def test_damaged_archives_are_refused(tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.zip", {"a.txt": os.urandom(2000)}).read_bytes()
    (tmp_path / "a.zip").write_bytes(whole[:-30])
    assert "损坏" in refusal(only(tmp_path / "a.zip")).what
    (tmp_path / "b.zip").write_bytes(whole[:500] + bytes(100) + whole[600:])
    assert "损坏" in refusal(only(tmp_path / "b.zip")).what
    (tmp_path / "c.zip").write_bytes(b"")
    assert "损坏" in refusal(only(tmp_path / "c.zip")).what


def test_archive_without_reports_says_so(tmp_path: Path) -> None:
    assert "没有可读" in refusal(only(packed(tmp_path / "a.zip", {"图.png": b"x"}))).what


def test_later_of_two_members_with_one_name_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"2")
    assert [entry.read() for entry in find([path])] == [b"2"]
