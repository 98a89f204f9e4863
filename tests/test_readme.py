"""The documents tell the truth: their commands run, both languages give the same ones, the example loads."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Config, read_config

ROOT = Path(__file__).resolve().parents[1]
SETUP = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/wenbao demo"
TESTS = ".venv/bin/python -m pytest -q"


def _commands(document: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.strip().splitlines()]


def test_both_languages_give_the_same_commands():
    assert _commands("README.md") == _commands("README.zh-CN.md")


def test_first_commands_are_set_up_and_tests():
    assert _commands("README.md")[:2] == [SETUP, TESTS]


def test_continuous_integration_runs_the_commands_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    quiet = "--quiet --disable-pip-version-check "
    assert SETUP.replace("python3", '"$PYTHON"').replace("install ", f"install {quiet}") in script
    assert f"\n{TESTS}\n" in script


def test_commands_of_the_readme_run_in_order(tmp_path: Path):
    # A folder that looks like a checkout whose environment is made: the commands name .venv/bin/… and bot/samples.
    script = tmp_path / ".venv" / "bin" / "wenbao"
    script.parent.mkdir(parents=True)
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m bot "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "samples").symlink_to(ROOT / "bot" / "samples")
    commands = _commands("README.md")[2:]
    assert len(commands) > 5
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, bool(done.stdout.strip())) == (0, True), (command, done.stderr)


def test_answer_shown_in_the_readme_is_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    shown = re.search(
        r"```\n\$ wenbao ask (?P<question>\S+)\n(?P<answer>.*?)```",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert shown is not None
    database = str(tmp_path / "wenbao.db")
    main(["--db", database, "load", str(ROOT / "bot" / "samples")])
    capsys.readouterr()
    main(["--db", database, "ask", shown["question"], "--top", "1"])
    assert capsys.readouterr().out == shown["answer"]


def test_example_configuration_loads_and_gives_the_defaults():
    config = read_config(ROOT / "config.example.toml")
    assert (config.database.name, config.top) == (Config().database.name, Config().top)
