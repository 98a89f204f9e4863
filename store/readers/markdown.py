"""Markdown → plain lines: headings with their levels, tables as rows of named values, marks of emphasis and links taken off.

Only what shows nothing goes: the marks themselves, comments, rules, code. Lines of code go to ``dropped``, unless prose
was set as code.
"""

from __future__ import annotations

from store import patterns as re
from store.language.line_forms import is_body
from store.model import DroppedLine
from store.readers.content import Content
from store.readers.tables import table_lines, text_rows

_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]++(?P<text>.*)")
_HEADINGS = re.compile(r"(?m)^(?P<marks>#{1,6}) (?=[^\s#])")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_TABLE_RULE = re.compile(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-+)[ \t]*")
_COMMENT = re.compile(r"<!--.*?(?:-->|(?P<open>\Z))", re.DOTALL)
_REFERENCE = re.compile(r" {0,3}\[[^\]^][^\]]{0,80}\]:[ \t]*\S{1,500}")
_BLOCK = re.compile(r"^[ \t]*+(?:(?:>[ \t]?)++|[-*+][ \t]++(?:\[[ xX]\][ \t]++)?)")
_ADDRESS = r"[^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?"
# Short links side by side are a page's row of buttons: [打印](javascript:print()) [关闭](#).
_BUTTONS = re.compile(rf"[ \t]*+(?:\[[^\]\[。,，;；]{{1,12}}\]\({_ADDRESS}\)[ \t]*+[|｜/]?[ \t]*+){{2,40}}")
_INLINE = (
    (re.compile(rf"!?\[(?P<text>[^\]\[]{{0,300}})\]\({_ADDRESS}(?:[ \t]+\"[^\"]{{0,200}}\")?\)"), r"\g<text>"),
    (re.compile(r"\[\^[^\]\s]{1,20}\]:?[ \t]*"), ""),
    (re.compile(r"(\*\*|__|~~)(?=\S)(?P<text>[^*_~\n]{1,500}?)(?<=\S)\1"), r"\g<text>"),
    (re.compile(r"(?<![*\w])\*(?=[^\s*])(?P<text>[^*\n]{1,300}?)(?<=[^\s*])\*(?![*\d])"), r"\g<text>"),
    (re.compile(r"(?<!`)`++(?P<text>[^`\n]{1,300})`++"), r"\g<text>"),
    (re.compile(r"</?(?:b|i|u|em|strong|span|font|center|sup|sub|mark|p|div)(?:\s[^<>]{0,200})?>", re.IGNORECASE), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])"), r"\1"),
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def is_markdown(text: str) -> bool:
    """Whether a text says by its headings, two at least and one below another, that it is Markdown.

    >>> is_markdown("# 总结\\n\\n## 一、成效\\n"), is_markdown("#安全生产# 总结\\n# 1\\n")
    (True, False)
    """
    headings = [match["marks"] for match in _HEADINGS.finditer(text)] if "#" in text else []
    return len(headings) > 1 and max(map(len, headings)) > 1


def plain(text: str, encoding: str | None) -> Content:
    """The text without its marks, and what they say of its lines."""
    reading = _Reading()
    lines = _COMMENT.sub(reading.comment, text).split("\n")
    index = reading.metadata(lines)
    while index < len(lines):
        index = reading.block(lines, index)
    return reading.content(encoding)


class _Reading:
    """A Markdown text under way: its plain lines, which of them are headings and rows, and what was left out."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._headings: list[int] = []
        self._levels: list[int] = []
        self._rows: list[int] = []
        self._dropped: list[DroppedLine] = []
        self._title: str | None = None

    def content(self, encoding: str | None) -> Content:
        """What was read."""
        return Content(
            "\n".join(self._lines),
            encoding,
            tuple(self._headings),
            self._title,
            None,
            tuple(self._dropped),
            tuple(self._levels),
            rows=tuple(self._rows),
        )

    def comment(self, match: re.Match[str]) -> str:
        """Take note of a comment, which leaves nothing; one without an end is text."""
        if match["open"] is not None:
            return match.group()
        self._drop([match.group()[4:-3]], "markdown-comment")
        return ""

    def metadata(self, lines: list[str]) -> int:
        """The index behind a head of metadata (--- title: … ---), 0 where there is none."""
        if lines[0].strip() != "---":
            return 0
        end = next((at for at in range(1, min(len(lines), 40)) if lines[at].strip() in ("---", "...")), 0)
        if not end or not all(":" in line or not line.strip() or line.startswith((" ", "-")) for line in lines[1:end]):
            return 0
        stated = (line.partition(":")[2].strip().strip("\"'") for line in lines[1:end] if line.startswith("title:"))
        self._title = next(stated, None) or None
        self._drop(lines[1:end], "markdown-metadata")
        return end + 1

    def block(self, lines: list[str], index: int) -> int:
        """Read the block that begins at ``index``; the index behind it."""
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if _FENCE.match(line):
            return self._code(lines, index)
        if _TABLE_RULE.fullmatch(following) and _ROW.fullmatch(line):
            return self._table(lines, index)
        if heading := _HEADING.fullmatch(line):
            self._head(_unclosed(heading["text"]), len(heading["marks"]))
        elif line.strip() and not _BLOCK.match(line) and (under := _UNDERLINE.fullmatch(following)):
            self._head(line, 1 if under["mark"][0] == "=" else 2)
            return index + 2
        elif _RULE.fullmatch(line) or _REFERENCE.fullmatch(line):
            self._drop([line], "markdown-mark")
        elif _BUTTONS.fullmatch(line):
            self._drop([line], "buttons")
        else:
            self._lines += _bare(line)
        return index + 1

    def _head(self, text: str, level: int) -> None:
        if level == 1 and self._title is None and not any(line.strip() for line in self._lines):
            self._title = " ".join(_bare(text)).strip()
        self._lines.append(" ".join(_bare(text)).strip())
        self._headings.append(len(self._lines))
        self._levels.append(level)

    def _code(self, lines: list[str], index: int) -> int:
        end = next((at for at in range(index + 1, len(lines)) if _FENCE.match(lines[at])), len(lines))
        inside = lines[index + 1 : end]
        if any(is_body(line) for line in inside):
            self._lines += inside
        else:
            self._drop(inside, "markdown-code")
        return end + 1

    def _table(self, lines: list[str], index: int) -> int:
        end = index + 2
        while end < len(lines) and _ROW.fullmatch(lines[end]):
            end += 1
        above = next((line for line in reversed(self._lines) if line.strip()), "")
        table = table_lines(text_rows([_cells(row) for row in (lines[index], *lines[index + 2 : end])]), caption=above)
        self._rows += [len(self._lines) + 1 + row for row in table.rows]
        self._lines += table.lines
        return end

    def _drop(self, lines: list[str], rule: str) -> None:
        self._dropped += [DroppedLine(len(self._lines), line.strip(), rule) for line in lines if line.strip()]


def _unclosed(heading: str) -> str:
    """The heading without the marks that close it.

    >>> _unclosed("工作回顾 ##"), _unclosed("C#")
    ('工作回顾', 'C#')
    """
    text = heading.rstrip(" \t")
    bare = text.rstrip("#")
    return bare.rstrip(" \t") if bare.endswith((" ", "\t")) else text


def _bare(line: str) -> list[str]:
    """The line without its marks; two where a <br> breaks it."""
    line = _BLOCK.sub("", line, count=1) if line.strip() else line
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    return _BREAK.split(line)


def _cells(row: str) -> list[str]:
    """The cells of a row; ``\\|`` is a bar inside a cell."""
    cells = re.split(r"(?<!\\)\|", row.strip()[1:-1])
    return [" ".join(_bare(cell.replace("\\|", "|").strip())) for cell in cells]
