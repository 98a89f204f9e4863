"""An address → an open connection to ClickHouse, or a sentence that says why there is none.

A server is spoken to over HTTP, ClickHouse within the process through chdb; both by the official client, which is
imported here alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from store import patterns as re
from store.archive.clickhouse.address import Address
from store.errors import ArchiveBusyError, ArchiveError, ArchiveVersionError, ArchiveWriteError

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

_SETTINGS: Final = {
    "skip_unavailable_shards": 0,  # an answer from part of the archive would be a wrong answer
    "distributed_foreground_insert": 1,  # what is published must be on its shard
    "max_query_size": 1 << 26,  # long lists of ids and reports are parameters too
}
# Replicas come after one another, and table by table: a report must not be seen before all of it is there.
_REPLICATED: Final = {"insert_quorum": "auto", "insert_quorum_parallel": 0, "select_sequential_consistency": 1}
# What a server says, by its error code, in a sentence of ours. Its own text may quote what it was sent.
_FAULTS: Final[Mapping[int, tuple[type[ArchiveError], str, str]]] = {
    60: (ArchiveVersionError, "这个数据库里还没有报告库的表", "请先运行 wenbao engine push 或 wenbao load"),
    81: (ArchiveVersionError, "ClickHouse 里没有这个数据库", "请先运行 wenbao engine push 或 wenbao load"),
    76: (ArchiveBusyError, "这个文件夹正被另一个进程使用", "进程内的 ClickHouse 一次只能由一个进程打开，请等它结束"),
    164: (ArchiveWriteError, "这个用户只能读", "请换一个能写的用户"),
    194: (ArchiveError, "用户名或密码不对", "请检查 [engine] url"),
    243: (ArchiveWriteError, "磁盘已满，这一次没有写入", "请腾出空间后再试"),
    279: (ArchiveError, "集群里有连不上的分片", "请检查集群；缺了分片就不能回答"),
    497: (ArchiveError, "这个用户没有权限", "请检查 ClickHouse 的授权"),
    516: (ArchiveError, "用户名或密码不对", "请检查 [engine] url"),
}


class Connection:
    """One client of one archive, so one thread. Values reach a statement as bound parameters alone."""

    def __init__(self, address: Address, client: Client) -> None:
        self.address = address
        self._client = client

    @classmethod
    def open(cls, address: Address) -> Connection:
        """A client of the archive's database. Raises ArchiveError or one of its kin."""
        return cls(address, _client(address))

    @property
    def database(self) -> str:
        """The name of the database, fit to stand in a statement."""
        return self.address.database

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def over(self, statement: str) -> str:
        """What stands behind FROM to have a statement's rows from every shard; a shard sees only its own tables."""
        return (
            f"({statement})"
            if self.address.cluster is None
            else f"cluster('{self.address.cluster}', view({statement}))"
        )

    def rows(self, statement: str, **parameters: object) -> Sequence[tuple[Any, ...]]:
        """The rows that a statement gives."""
        with explained(self.address):
            return [tuple(row) for row in self._client.query(statement, parameters=parameters).result_rows]

    def columns(self, statement: str, **parameters: object) -> Sequence[Sequence[Any]]:
        """The columns that a statement gives, none where it gives no row; far cheaper than rows where there are many."""
        with explained(self.address):
            found = self._client.query(statement, parameters=parameters, column_oriented=True)
            columns: Sequence[Sequence[Any]] = found.result_columns
        return columns

    def run(self, statement: str, **parameters: object) -> None:
        """Carry out a statement that gives no rows."""
        with explained(self.address):
            self._client.command(statement, parameters=parameters or None)

    def delete(self, table: str, where: str, **parameters: object) -> None:
        """Take the rows of a table that fit a condition out of every shard."""
        everywhere = "" if self.address.cluster is None else f" ON CLUSTER {self.address.cluster}"
        self.run(f"DELETE FROM {self.database}.{table}{everywhere} WHERE {where}", **parameters)

    def insert(self, table: str, types: Mapping[str, str], columns: Mapping[str, Sequence[object]]) -> None:
        """Add rows, given by columns, in one insert; ``types`` names the type of each."""
        names = list(columns)
        if not columns[names[0]]:
            return
        suffix = "" if self.address.cluster is None else "_all"
        with explained(self.address):
            self._client.insert(
                f"{self.database}.{table}{suffix}",
                list(columns.values()),
                column_names=names,
                column_type_names=[types[name] for name in names],
                column_oriented=True,
            )


@contextmanager
def explained(address: Address) -> Iterator[None]:
    """Turn what the client says inside the block into an error of the project."""
    from clickhouse_connect.driver.exceptions import Error

    try:
        yield
    except Error as error:
        kind, what, remedy = _FAULTS.get(
            _code(error), (ArchiveError, "ClickHouse 没有完成这一步", "请加 --verbose 再试一次，查看 ClickHouse 的原话")
        )
        if error.code is None and address.path is None and kind is ArchiveError:
            what, remedy = "连不上 ClickHouse", "请检查 [engine] url 里的主机和端口，以及网络"
        raise kind(what, where=address.shown, remedy=remedy) from error


def _code(error: Exception) -> int:
    """The error code of ClickHouse, 0 where it was not heard: the client gives it, or quotes it."""
    code: int | None = getattr(error, "code", None)
    found = re.search(r"Code: (\d+)\.", str(error))
    return code or (int(found[1]) if found else 0)


def _client(address: Address) -> Client:
    try:
        from clickhouse_connect.driver import create_client
        from clickhouse_connect.driver.exceptions import Error
    except ImportError as error:
        raise ArchiveError(
            "没有安装 ClickHouse 的客户端", where=address.shown, remedy="请运行 pip install 'wenbao[clickhouse]'"
        ) from error
    for name in ("clickhouse_connect", "urllib3.connectionpool"):
        logging.getLogger(name).setLevel(logging.ERROR)  # what they warn of comes as an error too, and is said once
    with explained(address):
        if address.path is None:
            return create_client(
                host=address.host,
                port=address.port,
                username=address.user,
                password=address.password,
                settings=_SETTINGS | (_REPLICATED if address.cluster else {}),
                autogenerate_session_id=False,  # nothing is kept in a session, and two questions may share a server
            )
        try:
            return create_client(interface="chdb", path=address.path, settings=_SETTINGS)
        except ImportError as error:
            raise ArchiveError(
                "没有安装进程内的 ClickHouse（chdb-core-lite）",
                where=address.shown,
                remedy="请改用 clickhouse:// 服务器",
            ) from error
        except Error as error:
            raise _unopened(address, str(error)) from error


def _unopened(address: Address, said: str) -> ArchiveError:
    """Why the engine in the process did not start: it has one directory for its life, and a directory has one engine."""
    if "already initialized with path" in said:
        what, remedy = "这个进程已经打开了另一个文件夹", "一个进程只能打开一个 chdb 文件夹"
        return ArchiveBusyError(what, where=address.shown, remedy=remedy)
    kind, what, remedy = _FAULTS[76]
    return kind(what, where=address.shown, remedy=f"{remedy}；也请检查文件夹是否能写")
