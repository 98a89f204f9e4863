"""The slabs of the index in step with a load: put in order after every few files, and when it is done."""

from __future__ import annotations

from pathlib import Path

from retrieval.index.sqlite.maintenance import SqliteIndex
from store.archive.sqlite.archive import Archive
from store.ingest.load import load


def test_load_of_many_files_puts_the_index_in_order_at_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(1, 14):
        text = f"临岚市第{number}小学2017年工作总结\n全年招聘教师{number}名，新建校舍{number}栋。\n"
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    with Archive.open(tmp_path / "reports.db", indexes=[SqliteIndex()]) as archive:
        slabs: list[int] = []

        def count(_: object) -> None:
            slabs.append(archive.connection.execute("SELECT COUNT(*) FROM search_slabs").fetchone()[0])

        load([folder], archive, loaded_at=lambda: "2024-03-01T08:00:00Z", on_file=count)
        count(None)
        assert slabs == [*range(1, 14), 1]  # the last is that of all
        assert archive.check() == ()


def test_load_of_many_files_leaves_one_slab_of_all_the_small_ones(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db", indexes=[SqliteIndex()]) as archive:
        for count, slabs in ((1, 1), (2, 3), (9, 1)):
            folder = tmp_path / str(count)
            folder.mkdir()
            for number in range(count):
                text = f"临岚市第{count * 10 + number}小学2017年工作总结\n全年招聘教师{number + 1}名。\n"
                (folder / f"{count}-{number}.txt").write_text(text, "utf-8")
            load([folder], archive, loaded_at=lambda: "2024-03-01T08:00:00Z")
            assert archive.connection.execute("SELECT COUNT(*) FROM search_slabs").fetchone() == (slabs,)
        assert archive.check() == ()


def test_single_files_are_put_in_order_one_by_one(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db", indexes=[SqliteIndex()]) as archive:
        for number in range(1, 5):
            path = tmp_path / f"{number}.txt"
            path.write_text(f"临岚市第{number}小学2017年工作总结\n全年招聘教师{number}名。\n", "utf-8")
            load([path], archive, loaded_at=lambda: "2024-03-01T08:00:00Z")
        assert archive.connection.execute("SELECT COUNT(*) FROM search_slabs").fetchone() == (1,)


def test_merged_slab_takes_the_room_of_those_that_it_is_made_of(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db", indexes=[SqliteIndex()]) as archive:
        for number in (1, 2):
            path = tmp_path / f"{number}.txt"
            lines = ["".join(map(chr, range(first, first + 40))) for first in range(0x4E00 + number, 0x7000, 40)]
            path.write_text(f"临岚市第{number}小学2017年工作总结\n" + "。\n".join(lines), "utf-8")
            load([path], archive, loaded_at=lambda: "2024-03-01T08:00:00Z")
        db = archive.connection
        assert db.execute("SELECT COUNT(*) FROM search_slabs").fetchone() == (2,)
        (before,) = db.execute("PRAGMA page_count").fetchone()
        (kept,) = db.execute("SELECT SUM(LENGTH(data)) / 4096 FROM search_pages").fetchone()
        SqliteIndex().tidy(db, settled=True)
        assert db.execute("SELECT COUNT(*) FROM search_slabs").fetchone() == (1,)
        assert db.execute("PRAGMA page_count").fetchone()[0] - before < 5 < kept / 5
        assert archive.check() == ()
