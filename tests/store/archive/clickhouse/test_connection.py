"""Addresses, errors and secrets: what a person is told, and what nobody is."""

from __future__ import annotations

import subprocess
import sys
import traceback

import pytest

from store.archive.clickhouse.address import Address, read_address
from store.archive.clickhouse.connection import Connection
from store.errors import ArchiveBusyError, ArchiveError


def test_parts_of_a_url_are_told_apart() -> None:
    address = read_address("clickhouse://r%40x:p%2Fw@db.example:9123/work?cluster=north")
    assert (address.host, address.port, address.user, address.password) == ("db.example", 9123, "r@x", "p/w")
    assert (address.database, address.cluster, address.path) == ("work", "north", None)
    local = read_address("chdb:///srv/报告")
    assert (local.path, local.database, local.host) == ("/srv/报告", "wenbao", None)


@pytest.mark.parametrize(
    "url",
    [
        *("postgres://geheim@x/y", "clickhouse://u:geheim@/x", "clickhouse://u:geheim@h:notaport/x", "chdb://geheim"),
        *("clickhouse://u:geheim@h/a;b", "clickhouse://u:geheim@h/a?cluster=x'y", "clickhouse://u:geheim@h/a?b=c"),
        *("chdb:///", "geheim", "clickhouse://u:geheim@h/a?b"),
    ],
)
def test_a_url_that_cannot_be_meant_is_refused_and_not_quoted(url: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        read_address(url)
    assert "geheim" not in str(caught.value)


def test_a_password_is_in_nothing_that_is_shown(chdb_server: str) -> None:
    address = read_address(chdb_server.replace("gans-geheim", "ganz-falsch"))
    assert "ganz-falsch" not in f"{address!r}{address.shown}"
    with pytest.raises(ArchiveError, match="用户名或密码不对") as caught:
        Connection.open(address)
    assert "ganz-falsch" not in "".join(traceback.format_exception(caught.value))


def test_a_server_that_is_not_there_is_named_without_its_password(
    chdb_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    address = read_address("clickhouse://u:" + "geheim@127.0.0.1:1/x")  # a traceback quotes this line
    with pytest.raises(ArchiveError, match="连不上") as caught:
        Connection.open(address)
    assert caught.value.where == "clickhouse://127.0.0.1:1/x"
    assert capsys.readouterr().err == ""
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


def test_a_process_has_one_directory(chdb: object, tmp_path: object) -> None:
    with pytest.raises(ArchiveBusyError, match="一个进程只能打开一个 chdb 文件夹"):
        Connection.open(read_address(f"chdb://{tmp_path}/other"))


def test_a_directory_has_one_process(chdb_url: str, chdb: object) -> None:
    code = f"""
from store.archive.clickhouse.address import read_address
from store.archive.clickhouse.connection import Connection
from store.errors import ArchiveBusyError
try:
    Connection.open(read_address({chdb_url!r}))
except ArchiveBusyError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert "正被另一个进程使用" in done.stdout, done.stderr


def test_values_reach_a_statement_as_they_are(chdb_server: str, chdb: object) -> None:
    values = ["it's \\ 换\n行\t", "", "\\N", "' OR 1 = 1 --", "{x}"]
    address: Address = read_address(chdb_server)
    for connection in (Connection.open(address), chdb.connection):  # type: ignore[attr-defined]
        assert connection.rows("SELECT {v:Array(String)}, {x:String}", v=values, x=values[0]) == [(values, values[0])]
