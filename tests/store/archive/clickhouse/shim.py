"""A ClickHouse server for tests: the HTTP interface on the loopback address, and chdb behind it.

It knows what the official client needs: a statement in the body or in a form, bound parameters, inserts whose rows
follow the statement, compressed bodies, a user and a password, errors with their code. Settings are let pass.
"""

from __future__ import annotations

import base64
import email
import email.policy
import gzip
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import chdb
import lz4.frame

USER, PASSWORD = "reader", "gans-geheim"
_INSERT = re.compile(rb"\s*INSERT INTO [^\n]*? FORMAT (\w+)\s*\n", re.DOTALL)


class Server(ThreadingHTTPServer):
    """Serves one chdb directory; ``statements`` counts what was asked."""

    daemon_threads = True

    def __init__(self, path: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.engine = chdb.connect(path)
        self.lock = threading.Lock()
        self.statements = 0

    def carry_out(self, statement: bytes, parameters: dict[str, str]) -> bytes:
        """The result in the format that the statement names."""
        with self.lock:
            self.statements += 1
            insert = _INSERT.match(statement)
            if insert is None:
                return self._result(statement.decode(), parameters)
            with tempfile.NamedTemporaryFile(suffix=".rows") as rows:
                rows.write(statement[insert.end() :])
                rows.flush()
                head = insert.group().decode().rpartition(" FORMAT ")[0]
                return self._result(f"{head} FROM INFILE '{rows.name}' FORMAT {insert[1].decode()}", parameters)

    def _result(self, statement: str, parameters: dict[str, str]) -> bytes:
        found: bytes | None = self.engine.query(statement, "TabSeparated", params=parameters).bytes()
        return found or b""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(200, b"Ok.\n")

    def do_POST(self) -> None:
        asked = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        body = self._body()
        form = self.headers.get("Content-Type", "")
        if form.startswith("multipart/form-data"):
            asked |= _fields(form, body)
            body = asked.pop("query", "").encode()
        if "query" in asked:
            body = asked["query"].encode() + b"\n" + body
        said = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {said}":
            self._answer(403, b"Code: 516. DB::Exception: reader: Authentication failed. (AUTHENTICATION_FAILED)", 516)
            return
        parameters = {name.removeprefix("param_"): value for name, value in asked.items() if name.startswith("param_")}
        try:
            self._answer(200, self.server.carry_out(body, parameters))
        except RuntimeError as error:
            code = re.search(r"Code: (\d+)", str(error))
            self._answer(500, str(error).encode(), int(code[1]) if code else 1)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            data = b""
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        packed = {"lz4": lz4.frame.decompress, "gzip": gzip.decompress}.get(self.headers.get("Content-Encoding", ""))
        return packed(data) if packed else data

    def _answer(self, status: int, data: bytes, code: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-ClickHouse-Summary", "{}")
        if code is not None:
            self.send_header("X-ClickHouse-Exception-Code", str(code))
        self.end_headers()
        self.wfile.write(data)


def _fields(form: str, body: bytes) -> dict[str, str]:
    message = email.message_from_bytes(f"Content-Type: {form}\r\n\r\n".encode() + body, policy=email.policy.HTTP)
    return {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True).decode()
        for part in message.iter_parts()
    }


@contextmanager
def serving(path: str) -> Iterator[Server]:
    """A server over this chdb directory while the block runs."""
    server = Server(path)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        server.engine.close()
        thread.join()
