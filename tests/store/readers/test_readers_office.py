"""Formats that LibreOffice converts: with a stand-in program on the PATH, and with the real one where installed."""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from pathlib import Path

import docx
import pytest

from store.errors import UnreadableReportError
from store.readers import office

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="替身程序是 shell 脚本")

REAL = shutil.which("soffice")
RTF = rb"{\rtf1\ansi\ansicpg936\uc0 \u20020 \u27743 \u21306 2019\par \u25307 \u32856 118\par}"


def report() -> bytes:
    document = docx.Document()
    document.add_paragraph("临江区2019年工作总结")
    document.add_paragraph("全年招聘教师118人。")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put a shell script in LibreOffice's place; it can call ``$out`` its output folder and ``$in`` its input."""

    def install(script: str) -> Path:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir(exist_ok=True)
        (tmp_path / "made.docx").write_bytes(report())
        program.write_text(
            f'#!/bin/sh\nhere={tmp_path}\nprintf "%s\\n" "$@" > $here/arguments\n'
            f'while [ "$1" != --outdir ]; do shift; done\nout=$2; in=$3\nmkdir -p "$out"\n{script}\n',
            encoding="utf-8",
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
        return tmp_path

    return install


def test_converted_document_is_read(stand_in) -> None:
    stand_in('cp $here/made.docx "$out/input.docx"')
    assert office.read(b"old", "a.doc").text == "临江区2019年工作总结\n全年招聘教师118人。"


def test_file_reaches_the_program_whole_under_a_name_of_ours_and_with_a_profile_of_its_own(stand_in) -> None:
    here = stand_in('cp "$in" $here/copy; cp $here/made.docx "$out/input.docx"')
    office.read(b"\x00\xffbytes", "--help; rm -rf $(x) 总结.WPS")
    arguments = (here / "arguments").read_text(encoding="utf-8")
    assert (here / "copy").read_bytes() == b"\x00\xffbytes"
    assert "rm -rf" not in arguments
    assert arguments.splitlines()[-1].endswith("/input.wps")
    assert "-env:UserInstallation=file:///" in arguments
    assert not Path(arguments.splitlines()[-1]).parent.exists(), "the temporary folder is gone"


@pytest.mark.parametrize("script", ["exit 0", "exit 77", 'cp $here/made.docx "$out/input.docx"; exit 1'])
def test_failed_conversion_and_missing_output_are_refused(stand_in, script: str) -> None:
    stand_in(script)
    with pytest.raises(UnreadableReportError, match="没能转换") as caught:
        office.read(b"old", "a.doc")
    assert caught.value.where == "a.doc"
    assert "另存为 .docx" in caught.value.remedy


def test_output_that_is_no_word_document_is_refused(stand_in) -> None:
    stand_in('echo text > "$out/input.docx"')
    with pytest.raises(UnreadableReportError, match="损坏"):
        office.read(b"old", "a.doc")


def test_conversion_that_takes_too_long_is_ended_with_its_children(stand_in, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "TIMEOUT", 0.5)
    here = stand_in("sleep 60 & echo $! > $here/child; wait")
    with pytest.raises(UnreadableReportError, match="超过"):
        office.read(b"old", "a.doc")
    assert is_ended(int((here / "child").read_text()))


def is_ended(process: int) -> bool:
    """Whether a process is gone, or dead and only waiting to be collected by whoever adopted it."""
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().rsplit(")", 1)[-1].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_program_that_cannot_be_started_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "soffice"
    broken.write_text("#!/no/such/shell\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableReportError, match="无法启动"):
        office.read(b"old", "a.doc")


def test_without_libreoffice_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", (tmp_path / "soffice",))
    with pytest.raises(UnreadableReportError) as caught:
        office.read(b"old", "a.doc")
    assert "LibreOffice" in caught.value.what
    assert "安装 LibreOffice" in caught.value.remedy
    assert ".docx" in caught.value.remedy


def test_libreoffice_in_a_usual_place_is_found_without_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "program" / "soffice"
    place.parent.mkdir()
    place.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", (tmp_path / "none", place))
    assert office.find_program() == str(place)


@pytest.mark.skipif(REAL is None, reason="本机没有 LibreOffice")
def test_real_libreoffice_converts() -> None:
    assert office.read(RTF, "a.rtf").text.split("\n") == ["临江区2019", "招聘118"]


@pytest.mark.skipif(REAL is None, reason="本机没有 LibreOffice")
def test_real_libreoffice_refuses_what_is_no_document() -> None:
    with pytest.raises(UnreadableReportError):
        office.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "a.doc")
