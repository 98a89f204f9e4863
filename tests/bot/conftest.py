"""Three small invented reports, a report file that holds them, and the command line as a test calls it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

ROOT = Path(__file__).resolve().parents[2]

REPORTS = {
    "yundi_2021.txt": """云堤县教育局2021年工作总结
2021年，在县委、县政府的正确领导下，全县教育工作取得新进展。
一、2021年工作回顾
（一）队伍建设。全年招聘教师132名，其中研究生17名。举办骨干教师培训班6期，培训教师840人次。
（二）办学条件。投入资金4260万元，新建改扩建校舍2.8万平方米。
二、存在的问题
农村学校音体美教师不足，城区学校大班额仍较突出。
三、2022年工作打算
力争新建幼儿园4所，增加学位900个。
""",
    "yundi_2022.txt": """云堤县教育局2022年工作总结
2022年，全县教育系统认真落实各项部署，圆满完成了年度任务。
一、2022年工作回顾
全年招聘教师158名，其中研究生21名。新建幼儿园5所，增加学位1350个。
二、2023年工作打算
计划投入资金5100万元改造薄弱学校。
""",
    "shidu.txt": """石渡区创建卫生城区工作汇报
现将有关情况汇报如下。
一、主要做法
全区建成公厕37座，垃圾分类覆盖面达到81%。王守林同志被评为全市“最美环卫工人”。
二、下一步安排
继续整治背街小巷26条。
""",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a call of the command line came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on standard error of a call that could not be done, with nothing on standard output."""
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err.rstrip("\n")


Call = Callable[..., Result]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports as files."""
    made = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (made / name).write_text(text, "utf-8")
    return made


@pytest.fixture(scope="session")
def loaded(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "loaded.db"
    assert main(["--db", str(path), "--quiet", "load", str(folder)]) == 0
    return path


@pytest.fixture
def db(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report file of the test's own that holds the reports; the working directory is empty but for it."""
    monkeypatch.chdir(tmp_path)
    return shutil.copy(loaded, tmp_path / "wenbao.db")


@pytest.fixture
def wenbao(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls ``main`` in an empty working directory (that of ``db``, if the test has it)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, stdin: str = "") -> Result:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Result(status, *capsys.readouterr())

    return call


@pytest.fixture
def process(tmp_path: Path) -> Call:
    """Runs ``python -m bot`` as a process of its own in the same directory."""

    def call(*arguments: str | bytes | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            timeout=60,
        )
        return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return call
