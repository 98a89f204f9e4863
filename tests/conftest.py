"""What all tests share: no test takes SQLite's locks away; a process has one chdb, and a chdb one directory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from store.archive.clickhouse.writing import ClickHouseArchive


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
    *(
        "tests/store/archive/clickhouse/",
        "tests/store/archive/sqlite/test_crash.py",
        "tests/store/archive/sqlite/test_beside",
    ),
    *(f"tests/bot/web/test_{name}.py" for name in ("browser", "described", "doors", "manage", "mutations", "rights")),
    "tests/bot/mcp/",
    *("tests/store/ingest/test_prefetch.py", "tests/store/ingest/test_worker_processes.py"),
    *("tests/store/readers/test_hostile_lines.py", "tests/test_end_to_end.py"),
    *("tests/bot/test_bad_input.py", "tests/retrieval/index/sqlite/test_maintenance.py"),
    "tests/retrieval/text/test_segmentation.py::test_all_segmenters_cut_100_000_real_sentences_alike",
    "tests/store/structure/test_parse.py::test_time_is_linear",
    "tests/store/ingest/test_load.py::test_a_killed_load_leaves_whole_files_and_can_go_on",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow half by where its tests stand."""
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)


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
