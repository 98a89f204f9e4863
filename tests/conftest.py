"""What all tests share: no test takes SQLite's locks away; a process has one chdb, and a chdb one directory."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from store.archive.clickhouse.writing import ClickHouseArchive


# The same examples each time, so that a failure comes back; tests/attacks draw theirs by chance, as many as are wanted.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

# Where chdb is not installed, the stand-in for ClickHouse is not looked into for doctests.
collect_ignore = [] if find_spec("chdb") else ["store/archive/clickhouse/shim.py"]

# A shell lets what it starts in the background ignore Ctrl-C, and so would the programs that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The slow half (`pytest -m slow`): real processes and kills, a stand-in for Telegram over HTTP, ClickHouse, random stores,
# whole corpora. The rest, which `pytest` runs, takes no longer than a person waits.
SLOW = (
    "tests/attacks/",
    *(
        "tests/bot/telegram/test_",
        "tests/bot/test_process.py",
        "tests/bot/test_engine.py",
        "tests/bot/test_fake_telegram",
    ),
    *("tests/retrieval/index/clickhouse/", "tests/retrieval/index/sqlite/test_engine.py", "tests/quality/"),
    "tests/retrieval/index/sqlite/test_compiled.py",
    *(
        "tests/store/archive/clickhouse/",
        "tests/store/archive/sqlite/test_crash.py",
        "tests/store/archive/sqlite/test_beside",
    ),
    *(
        f"tests/bot/web/test_{name}.py"
        for name in ("browser", "described", "doors", "manage", "mutations", "rights", "api", "logins")
    ),
    "tests/bot/mcp/",
    "tests/bot/test_resident.py",
    *(f"tests/store/ingest/test_{name}.py" for name in ("budgets", "prefetch", "worker_processes")),
    *("tests/store/readers/test_hostile_lines.py", "tests/test_end_to_end.py", "tests/test_patterns.py"),
    *("tests/bot/test_backup.py", "tests/bot/test_bad_input.py", "tests/retrieval/index/sqlite/test_maintenance.py"),
    "tests/test_readme.py",
    "tests/test_architecture.py::test_a_question_loads_only_what_it_needs",
    "tests/test_architecture.py::test_importing_any_module_does_no_work",
    "tests/test_architecture.py::test_listing_figures_loads_no_library_that_writes_them",
    "tests/test_architecture.py::test_no_command_opens_copies_or_deletes_a_database_but_through_sqlite",
    "tests/bot/test_maintenance.py::test_demo_answers_its_questions_and_leaves_nothing_behind",
    "tests/bot/web/test_security.py::test_mutated_requests_are_all_handled",
    "tests/retrieval/evaluation/test_measure.py::test_development_questions_are_answered",
    "tests/retrieval/index/sqlite/test_scan.py",
    "tests/retrieval/index/sqlite/test_segment_store.py::test_any_piece_of_a_text_is_found",
    "tests/retrieval/text/test_segmentation.py::test_all_segmenters_cut",
    "tests/store/archive/sqlite/test_archive.py::test_what_is_read_back_equals_what_was_saved",
    "tests/store/archive/sqlite/test_connection.py::test_several_processes_can_make_the_same_file",
    "tests/store/archive/sqlite/test_connection.py::test_a_file_is_told_for_ours_at_every_moment_of_its_growth",
    *(
        f"tests/store/ingest/test_load.py::test_{name}"
        for name in (
            "a_killed_load_leaves_whole_files_and_can_go_on",
            "a_file_that_the_memory_does_not_hold_costs_itself_alone",
            "two_loads_at_once_both_succeed_and_store_each_text_once",
        )
    ),
)


# Those that measure how time grows say so in their names.
GROWTH = ("time_grows", "time_is_linear", "in_proportion")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave unread what holds no test of the half that is run: reading all costs more than many a test."""
    half = config.option.markexpr
    if half not in ("slow", "not slow") or collection_path.suffix != ".py":
        return None
    name = collection_path.relative_to(config.rootpath).as_posix()
    wholly = name.startswith(tuple(one for one in SLOW if "::" not in one))
    if half == "not slow":
        return wholly or None
    partly = name in {one.partition("::")[0] for one in SLOW}
    return None if wholly or partly or any(said in collection_path.read_text("utf-8") for said in GROWTH) else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow half by where its tests stand, and what measures time."""
    for item in items:
        if item.nodeid.startswith(SLOW) or any(said in item.name for said in GROWTH):
            item.add_marker(pytest.mark.slow)


class _Nobody:
    """Readers' processes where none can be started: a load then reads its files in its own process."""

    def submit(self, job: object) -> Future[object]:
        from store.ingest.worker_processes import NoWorkers

        none: Future[object] = Future()
        none.set_exception(NoWorkers())
        return none

    def close(self) -> None:
        """There is nobody to end."""


@pytest.fixture(autouse=True)
def _reads_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the fast half no process is started for each load; the slow half reads as the program does."""
    if request.node.get_closest_marker("slow") is None:
        from store.ingest.prefetch import Prefetcher

        monkeypatch.setattr(Prefetcher, "_begun", lambda self, count: _Nobody())


def _keep_locks(event: str, arguments: tuple[object, ...]) -> None:
    """Fail where a database that is open in this process is opened by anyone but SQLite: closing it drops the locks."""
    if event != "open" or not str(arguments[0]).endswith((".db", "-wal", "-shm")):
        return
    path = Path(str(arguments[0])).resolve()
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            assert descriptor.readlink() != path, f"{path} is open here; let another process read it"


if sys.platform == "linux":  # elsewhere it is not so easily told what is open
    sys.addaudithook(_keep_locks)


_CLUSTER = """<clickhouse><tcp_port>9000</tcp_port><remote_servers><alone><shard><replica>
<host>127.0.0.1</host><port>9000</port>
</replica></shard></alone></remote_servers></clickhouse>"""


@pytest.fixture(scope="session")
def chdb_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the one archive in the process; who takes it finds in it what others have left."""
    if not (find_spec("chdb") and find_spec("clickhouse_connect")):
        pytest.skip("wenbao[clickhouse] is not installed here")
    from clickhouse_connect.driver import create_client

    folder = tmp_path_factory.mktemp("chdb")
    (folder / "clusters.xml").write_text(_CLUSTER, "utf-8")
    # The first to come in starts the engine, and only the first can say what clusters there are.
    options = {"config-file": str(folder / "clusters.xml")}
    first = create_client(interface="chdb", path=str(folder / "archive"), chdb_options=options)
    yield f"chdb://{folder / 'archive'}"
    first.close()


@pytest.fixture(scope="session")
def chdb(chdb_url: str) -> Iterator[ClickHouseArchive]:
    """The archive in the process, open; it may hold what other tests have left."""
    from retrieval.index.clickhouse.tables import ClickHouseIndex
    from store.archive.clickhouse.address import read_address
    from store.archive.clickhouse.writing import ClickHouseArchive

    with ClickHouseArchive.open(read_address(chdb_url), search=ClickHouseIndex()) as archive:
        yield archive


@pytest.fixture(scope="session")
def chdb_server(chdb_url: str, chdb: ClickHouseArchive) -> Iterator[str]:
    """The address of a loopback server over the same archive, user and password in it."""
    from tests.store.archive.clickhouse.shim import PASSWORD, USER, serving

    with serving(chdb_url.removeprefix("chdb://")) as server:
        yield f"clickhouse://{USER}:{PASSWORD}@127.0.0.1:{server.server_address[1]}/wenbao"
