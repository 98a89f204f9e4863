"""A .doc, .wps, .rtf or .odt → its paragraphs, by way of LibreOffice, which writes it out as .docx.

LibreOffice is a program of its own and need not be there: without it these formats are refused with a sentence that
says what to do. It works on a copy under a name of ours in a folder of its own, with a user profile of its own (a
running LibreOffice would else take the order and do nothing), and is ended with its children when it takes too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from store.errors import UnreadableReportError
from store.readers.content import Content
from store.readers.word import document

# Seconds. A first start with a new profile takes 3–10, a report of a hundred pages less; the rest is for slow disks.
TIMEOUT = 120.0

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("/usr/lib/libreoffice/program/soffice"),
    Path("/opt/libreoffice/program/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
)
_SUFFIXES = frozenset({".doc", ".wps", ".rtf", ".odt"})
_SAVE_AS = "请用 Word 或 WPS 打开并另存为 .docx 后重新载入"


def read(data: bytes, name: str) -> Content:
    """The paragraphs of the document; an :class:`UnreadableReportError` without LibreOffice, or where it fails."""
    program = find_program()
    if program is None:
        raise UnreadableReportError(
            "读取这种格式需要 LibreOffice，本机没有安装",
            where=name,
            remedy="请安装 LibreOffice 后重新载入，或用 Word、WPS 另存为 .docx",
        )
    with tempfile.TemporaryDirectory(prefix="wenbao-", ignore_cleanup_errors=True) as folder:
        return document.read(_converted(program, data, name, Path(folder)), name)


def find_program() -> str | None:
    """The path of LibreOffice's ``soffice``, None where it is not installed."""
    on_path = next((found for program in _PROGRAMS if (found := shutil.which(program))), None)
    return on_path or next((str(place) for place in _USUAL_PLACES if place.is_file()), None)


def _converted(program: str, data: bytes, name: str, folder: Path) -> bytes:
    """The document as .docx."""
    suffix = Path(name).suffix.lower()
    # The file's own name never reaches the command line, and LibreOffice looks at the content, not at the suffix.
    original = folder / f"input{suffix if suffix in _SUFFIXES else '.doc'}"
    original.write_bytes(data)
    target = folder / "out"
    command = [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "docx",
        "--outdir",
        str(target),
        str(original),
    ]
    status = _run(command, name)
    # It exits with 0 also when it could not load the file; only the output tells.
    made = target / "input.docx"
    if status != 0 or not made.is_file():
        raise UnreadableReportError(
            "LibreOffice 没能转换这个文件", where=name, remedy=f"文件可能已损坏或有密码；{_SAVE_AS}"
        )
    return made.read_bytes()


def _run(command: list[str], name: str) -> int:
    """The exit status; the program and its children are ended after :data:`TIMEOUT`."""
    quiet = subprocess.DEVNULL
    own_group = sys.platform != "win32"  # so that it can be ended as a group
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=own_group)
    except OSError as error:
        raise UnreadableReportError("LibreOffice 无法启动", where=name, remedy=f"请检查安装；或{_SAVE_AS}") from error
    try:
        return process.wait(TIMEOUT)
    except subprocess.TimeoutExpired as error:
        what = f"LibreOffice 转换超过 {TIMEOUT:g} 秒，已停止"
        raise UnreadableReportError(what, where=name, remedy=_SAVE_AS) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program, if it still runs, and the children that it started (soffice is a script around soffice.bin)."""
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(taskkill, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
