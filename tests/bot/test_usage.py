"""Wrong usage is told in Chinese: how the command is used, and what is wrong with the line."""

from __future__ import annotations

import re

import pytest

from bot.cli.arguments import parser

# Names of commands, options and placeholders stay as they are typed.
TYPED = re.compile(r"wenbao(?: [a-z]+)?:|--?[a-z-]+|'[a-z]+'|[A-Z]{2,}|\[.*?\]")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "缺少 COMMAND"),
        ("load", "缺少 PATH"),
        ("question", "COMMAND：没有 'question'，可选：'load'"),
        ("ask 问题 --fast", "没有这样的参数：--fast"),
        ("ask 问题 --year", "--year：后面要写一个值"),
        ("ask 问题 --year 去年", "--year：“去年”不是年份"),
        ("ask 问题 --json=1", "--json：后面不能带值 '1'"),
        ("--quiet --verbose reports", "--verbose：不能与 --quiet 同时使用"),
        ("load a.txt --to 题", "没有这样的参数：--to 题"),
        ("figures --m 3", "--m 不够明确，可能是 --min, --max"),
    ],
)
def test_wrong_usage_is_told_in_chinese(line: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parser().parse_args(line.split())
    shown = capsys.readouterr().err
    assert shown.startswith("用法：wenbao")
    last = shown.splitlines()[-1]
    assert said in last
    assert not re.search("[a-z]{3,}", TYPED.sub("", last))


@pytest.mark.parametrize("command", ["", "ask", "load", "figures"])
def test_headings_of_the_help_are_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        parser().parse_args([*command.split(), "--help"])
    shown = capsys.readouterr().out
    assert "选项:" in shown
    assert not re.search("usage|options|arguments", shown)
