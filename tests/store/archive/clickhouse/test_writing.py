"""Several writers wait for each other, and what was indexed by other words is indexed anew."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from retrieval.index.clickhouse.engine import ClickHouseEngine
from retrieval.index.clickhouse.tables import ClickHouseIndex
from store.archive.clickhouse.address import read_address
from store.archive.clickhouse.connection import Connection
from store.archive.clickhouse.lease import Lease
from store.archive.clickhouse.writing import ClickHouseArchive
from store.errors import ArchiveBusyError
from store.model import Source
from tests.retrieval.index.conformance import FIELDS, WEIGHTS, Search, agree, asking, report_of

Opened = Callable[..., ClickHouseArchive]


@pytest.fixture(params=["in the process", "over HTTP"])
def opened(request: pytest.FixtureRequest, chdb: ClickHouseArchive, chdb_url: str) -> Iterator[Opened]:
    """Opens the same archive again and again, empty at first."""
    chdb.remove([info.id for info in chdb.reports()])
    over_http = request.param == "over HTTP"
    address = read_address(request.getfixturevalue("chdb_server") if over_http else chdb_url)
    archives: list[ClickHouseArchive] = []

    def open_(search: ClickHouseIndex | None = None) -> ClickHouseArchive:
        archives.append(ClickHouseArchive.open(address, search=search or ClickHouseIndex()))
        return archives[-1]

    yield open_
    for archive in archives:
        archive.close()


@pytest.fixture
def server(chdb_server: str) -> Iterator[Connection]:
    """A server on which no writer has spoken lately."""
    connection = Connection.open(read_address(chdb_server))
    connection.run("TRUNCATE TABLE wenbao.leases")
    yield connection
    connection.run("TRUNCATE TABLE wenbao.leases")
    connection.close()


def save(archive: ClickHouseArchive, name: str, *texts: str) -> None:
    source = Source(f"/{name}.txt", f"{name}.txt", name, "txt", None, "")
    archive.save(source, (report_of(*texts),), text_digest=name, loaded_at="2024")


def test_a_second_writer_waits_for_the_first(opened: Opened) -> None:
    first, second = opened(), opened()
    done: list[float] = []

    def write() -> None:
        save(second, "乙", "培训教师。")
        done.append(time.monotonic())

    thread = threading.Thread(target=write)
    with first.writing():
        thread.start()
        save(first, "甲", "招聘教师。")
        thread.join(0.6)
        assert not done
        released = time.monotonic()
    first.close()
    thread.join(30)
    assert done[0] >= released
    assert [info.id for info in opened().reports()] == ["乙", "甲"]


def test_writers_at_once_lose_nothing(opened: Opened) -> None:
    names = ["甲", "乙", "丙", "丁"]

    def write(name: str) -> Callable[[], None]:
        archive = opened()

        def work() -> None:
            for version in range(3):
                save(archive, name, *[f"招聘教师{name}。"] * (version + 1))
            archive.close()

        return work

    threads = [threading.Thread(target=work) for work in map(write, names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    archive = opened()
    assert [(info.id, info.sentences) for info in archive.reports()] == [(name, 3) for name in sorted(names)]
    assert archive.check() == ()
    numbers = archive.connection.rows("SELECT rev FROM wenbao.revisions ORDER BY rev DESC LIMIT 12")
    assert len(set(numbers)) == 12  # two writers never took the same


def test_who_waits_too_long_is_told(server: Connection) -> None:
    Lease(server).hold()
    with pytest.raises(ArchiveBusyError, match="另一个程序正在写入"):
        Lease(server, wait=0.3).hold()


def test_who_waits_too_long_in_the_process_is_told(chdb: ClickHouseArchive) -> None:
    caught: list[ArchiveBusyError] = []

    def write() -> None:
        try:
            with Lease(chdb.connection, wait=0.1).turn():
                pass
        except ArchiveBusyError as error:
            caught.append(error)

    with chdb.writing():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(10)
    assert len(caught) == 1


def test_who_died_is_not_waited_for(server: Connection) -> None:
    Lease(server).hold()
    _age(server, seconds=31)
    Lease(server, wait=0.3).hold()


def test_who_was_silent_for_too_long_stands_in_line_anew(server: Connection) -> None:
    silent, other = Lease(server, wait=0.3), Lease(server, wait=0.3)
    silent.hold()
    _age(server, seconds=31)
    other.hold()
    later = itertools.count(time.monotonic() + 31, 0.1)
    with pytest.raises(ArchiveBusyError):
        silent.hold(now=lambda: next(later))
    other.release()
    silent.hold(now=lambda: next(later))


def _age(server: Connection, *, seconds: int) -> None:
    """Let the writers have spoken so long ago."""
    for writer, done in server.rows("SELECT writer, done FROM wenbao.leases"):
        server.run("TRUNCATE TABLE wenbao.leases")
        server.run(
            "INSERT INTO wenbao.leases (writer, done, at)"
            " SELECT {writer:UInt64}, {done:UInt8}, now64(3) - {seconds:UInt32}",
            writer=writer,
            done=done,
            seconds=seconds,
        )


class _OtherWords(ClickHouseIndex):
    """What an older version of the program indexed by."""

    @property
    def edition(self) -> str:
        return "other words"


def test_reindexing_goes_on_where_it_was_stopped(opened: Opened) -> None:
    texts = {"甲": ("招聘教师。", "修建校舍。"), "乙": ("培训教师。",), "丙": ("教师住在校舍里。",)}
    with opened(_OtherWords()) as older:
        for name, some in texts.items():
            save(older, name, *some)
    archive = opened()
    before = {name: archive.stored(name) for name in texts}
    assert archive.outdated() == 3

    def stopped(done: int, total: int) -> None:
        assert total == 3
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.reindex(stopped)
    assert archive.outdated() == 2
    steps: list[tuple[int, int]] = []
    archive.reindex(lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]
    assert archive.outdated() == 0
    assert {name: archive.stored(name) for name in texts} == before
    assert archive.check() == ()
    held = {name: report_of(*some) for name, some in texts.items()}
    for sweep in (False, True):
        if sweep:
            assert archive.sweep(older=0) >= 3
        agree(ClickHouseEngine(archive, WEIGHTS), held, Search(asking("教师", "校舍", fields=FIELDS), None, 9, WEIGHTS))
    with archive.reading():
        assert archive.reports() == opened().reports()


def test_a_sweep_that_was_stopped_gives_no_number_away(
    chdb: ClickHouseArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    chdb.remove([info.id for info in chdb.reports()])
    save(chdb, "甲", "旧句。", "教师。")
    with monkeypatch.context() as patched:
        patched.setattr(chdb, "_publish", _stopped)
        with pytest.raises(KeyboardInterrupt):
            save(chdb, "甲", "没有存完的教师。")
    with monkeypatch.context() as patched:
        # After the first table: what is left of the revision must never belong to the next one.
        steps = iter((chdb.connection.delete, _stopped))
        patched.setattr(chdb.connection, "delete", lambda *table, **values: next(steps)(*table, **values))
        with pytest.raises(KeyboardInterrupt):
            chdb.sweep(older=0)
    save(chdb, "甲", "新句。")
    assert [one.text for one in chdb.run_of("甲")] == ["新句。"]
    agree(
        ClickHouseEngine(chdb, WEIGHTS),
        {"甲": report_of("新句。")},
        Search(asking("教师", "新句", fields=FIELDS), None, 9, WEIGHTS),
    )


def _stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
