"""The documents tell the truth: their commands run, both languages give the same ones, the example loads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Config, read_config
from bot.conversations.archive import Conversations
from bot.wiring import open_file
from store.ingest.load import load

ROOT = Path(__file__).resolve().parents[1]
SETUP = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/wenbao demo"
TESTS = ".venv/bin/python -m pytest -q -n 2"


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


def test_both_languages_back_up_by_the_same_commands():
    assert _commands("docs/backup.md") == _commands("docs/backup.zh-CN.md")


def test_a_backup_made_beside_an_open_file_is_restored_by_the_commands_of_its_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    for name, command in {
        "wenbao": f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m bot',
        "python3": sys.executable,
    }.items():
        script = tmp_path / "bin" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(f'#!/bin/sh\n{command} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    samples = ROOT / "bot" / "samples"
    main(["load", str(samples / "qinghe-2021.txt")])
    commands = _commands("docs/backup.md")
    with open_file(Path("wenbao.db")) as archive, closing(Conversations.open(Path("wenbao-chats.db"))):
        load([samples / "qinghe-2022.txt"], archive, loaded_at=lambda: "2024-03-01T08:00:00Z")
        _run(commands[:1], tmp_path)
    stored = Path("wenbao.db").read_bytes()
    Path("wenbao.db").write_bytes(stored[:4096] + b"\0" * 9999)
    _run(commands[1:], tmp_path)
    main(["reports", "--json"])
    assert [one["id"] for one in json.loads(capsys.readouterr().out.splitlines()[-1])] == ["qinghe-2021", "qinghe-2022"]
    Conversations.open(Path("backup-chats.db")).close()


def _run(commands: list[str], folder: Path) -> None:
    environment = os.environ | {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command], cwd=folder, env=environment, input="y\n", capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_answer_shown_in_the_readme_is_the_answer(document: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    shown = re.search(
        r"```\n\$ wenbao ask (?P<question>\S+)\n(?P<answer>.*?)```",
        (ROOT / document).read_text(encoding="utf-8"),
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
