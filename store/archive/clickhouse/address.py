"""A url → where an archive in ClickHouse is.

``clickhouse://user:password@host:port/database?cluster=NAME`` is a server (or, with ``cluster``, one of many);
``chdb:///path`` is ClickHouse within this process, its data in that directory. A password goes to the client and nowhere
else: what is shown of an address is :attr:`Address.shown`.
"""

from __future__ import annotations

from dataclasses import field
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from store import patterns as re
from store.errors import ArchiveError
from store.quick_records import record

_LOCAL: Final = "wenbao"  # the database of an archive in the process
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REMEDY: Final = "请写 clickhouse://用户:密码@主机:端口/数据库，或者 chdb:///文件夹"


@record
class Address:
    """Where an archive is. ``path`` is None for a server, ``host`` None in the process; ``cluster`` may be None."""

    shown: str
    database: str
    path: str | None = None
    host: str | None = None
    port: int | None = None
    user: str | None = None
    password: str = field(default="", repr=False)
    cluster: str | None = None


def read_address(url: str) -> Address:
    """The parts of a url. Raises ArchiveError, which never quotes it.

    >>> read_address("clickhouse://reader:secret@db.example:8123/work?cluster=north").shown
    'clickhouse://db.example:8123/work?cluster=north'
    """
    try:
        parts = urlsplit(url)
        options, port = parse_qs(parts.query, strict_parsing=bool(parts.query)), parts.port
    except ValueError as error:
        raise ArchiveError("[engine] url 看不懂", remedy=_REMEDY) from error
    if parts.scheme == "chdb" and not parts.netloc and len(parts.path) > 1 and not options:
        path = unquote(parts.path)
        return Address(f"chdb://{path}", _LOCAL, path=path)
    database, cluster = unquote(parts.path[1:]) or "default", "".join(options.pop("cluster", ())) or None
    names = [name for name in (database, cluster) if name is not None]
    if parts.scheme != "clickhouse" or not parts.hostname or options or not all(map(_NAME.fullmatch, names)):
        raise ArchiveError("[engine] url 看不懂", remedy=_REMEDY)
    shown = f"clickhouse://{parts.hostname}{f':{port}' if port else ''}/{database}"
    return Address(
        f"{shown}?cluster={cluster}" if cluster else shown,
        database,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
        cluster=cluster,
    )
