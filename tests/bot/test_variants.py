"""A hundred small inputs that somebody wrote who had not seen the rules: what each is read as, and answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import Call
from tests.store.reading import table

pytestmark = pytest.mark.slow
VARIANTS = table("variants.toml")["variant"]
_MARGIN = 1e-9


def squeezed(text: object) -> str:
    """The text without white space and characters of no width."""
    return re.sub(r"[\s\u200b\u200c\u200d\ufeff\u00ad]+", "", str(text or ""))


def write(path: Path, content: str | list[Any]) -> None:
    """A file as the table has it: a text, the paragraphs of a .docx, the rows of an .xlsx."""
    if isinstance(content, str):
        path.write_text(content, "utf-8")
    elif path.suffix == ".xlsx":
        _write_sheet(path, content)
    else:
        _write_document(path, content)


def _write_sheet(path: Path, rows: list[Any]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    for row, cells in enumerate((one for one in rows if isinstance(one, list)), 1):
        for column, cell in enumerate(cells, 1):
            sheet.cell(row, column, None if cell == "" else cell)
    for merged in (area for one in rows if isinstance(one, dict) for area in one["merged"]):
        sheet.merge_cells(merged)
    book.save(path)


def _write_document(path: Path, blocks: list[Any]) -> None:
    from docx import Document

    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        elif isinstance(block, list):
            document.add_paragraph(block[1], style=block[0])
        else:
            rows = block["table"]
            grid = document.add_table(len(rows), max(map(len, rows)))
            for row, cells in enumerate(rows):
                for column, text in enumerate(cells):
                    if text != "":
                        grid.cell(row, column).text = text
            for top, left, bottom, right in block.get("merged", ()):
                grid.cell(top, left).merge(grid.cell(bottom, right))
    document.save(str(path))


class Seen:
    """What the commands tell of the files of a variant; each check gives what is wrong, where anything is."""

    def __init__(self, wenbao: Call) -> None:
        self._wenbao = wenbao

    def report(self, source: str | None) -> Any:
        (row,) = [one for one in self._wenbao("reports", "--json").json if source in (None, Path(one["source"]).name)]
        return self._wenbao("show", row["id"], "--json").json

    def sentences(self, *wanted: str, source: str | None = None) -> Iterator[str]:
        """Each text stands in one sentence."""
        yield from (one for one in wanted if not any(squeezed(one) in said for said in self._said(source)))

    def sentence_like(self, *patterns: str, source: str | None = None) -> Iterator[str]:
        yield from (one for one in patterns if not any(re.search(one, said) for said in self._said(source)))

    def no_sentence_like(self, *patterns: str, source: str | None = None) -> Iterator[str]:
        yield from (said for one in patterns for said in self._said(source) if re.search(one, said))

    def apart(self, one: str, other: str) -> Iterator[str]:
        """The two texts stand in different sentences."""
        yield from (said for said in self._said(None) if squeezed(one) in said and squeezed(other) in said)

    def field(self, name: str, *accepted: Any, source: str | None = None) -> Iterator[str]:
        """A report's field is one of the accepted values; one that begins with ~ need only begin it."""
        got = squeezed(self.report(source)[name])
        if not any(
            got.startswith(squeezed(one[1:])) if str(one).startswith("~") else got == squeezed(one) for one in accepted
        ):
            yield f"{name} {got}"

    def place(self, *accepted: str, source: str | None = None) -> Iterator[str]:
        return self.field("place", *accepted, source=source)

    def year(self, wanted: int, source: str | None = None) -> Iterator[str]:
        return self.field("year", wanted, source=source)

    def title(self, *accepted: str, source: str | None = None) -> Iterator[str]:
        return self.field("title", *accepted, source=source)

    def gone(self, *furniture: str, text: bool = True, source: str | None = None) -> Iterator[str]:
        """No sentence, heading or title holds it, nor, with ``text``, the stored text."""
        shown = self.report(source)
        lines = [*self._said(source), *(squeezed(one["heading"]) for one in shown["outline"]), squeezed(shown["title"])]
        lines += [squeezed(shown["text"])] if text else []
        yield from (one for one in furniture if any(squeezed(one) in line for line in lines))

    def kept(self, *lines: str, source: str | None = None) -> Iterator[str]:
        """The report's own line is in the stored text and was not dropped."""
        shown = self.report(source)
        dropped = [squeezed(one["text"]) for one in shown["dropped"]]
        for line in map(squeezed, lines):
            if line not in squeezed(shown["text"]) or any(line in one for one in dropped):
                yield line

    def outline(self, *wanted: list[Any], source: str | None = None) -> Iterator[str]:
        """The whole outline, a full stop at the end of a heading aside."""
        got = [[one["level"], squeezed(one["heading"]).rstrip("。")] for one in self.report(source)["outline"]]
        if got != [[level, squeezed(heading).rstrip("。")] for level, heading in wanted]:
            yield f"outline {got}"

    def under(self, text: str, *headings: str, source: str | None = None) -> Iterator[str]:
        """The sentence with the text stands under these headings."""
        said = (one for one in self.report(source)["sentences"] if squeezed(text) in squeezed(one["text"]))
        path = [squeezed(part) for part in next(said)["section"]]
        yield from (one for one in headings if not any(part.startswith(squeezed(one)) for part in path))

    def ask(self, question: str, *parts: str, source: str | None = None) -> Iterator[str]:
        """The first answer's quotation holds the parts, and is of that file."""
        answer = self._wenbao("ask", question, "--json").json
        quote = squeezed(answer["answers"][0]["quote"]) if answer["status"] == "answered" else answer["message"]
        yield from (f"{one} in {quote}" for one in parts if squeezed(one) not in quote)
        if source and source != Path(answer["answers"][0]["report"]["source"]).name:
            yield f"from {source}"

    def figure(self, value: float, unit: str, **fields: Any) -> Iterator[str]:
        """The stored figures have this one, with these fields."""
        return _misread([one["figure"] for one in self._wenbao("figures", "--json").json], value, unit, fields)

    def told(self, sentence: str, *figures: Any) -> Iterator[str]:
        """A sentence read by itself has these figures."""
        line = json.dumps({"id": "1", "sentence": sentence}, ensure_ascii=False)
        found = json.loads(self._wenbao("extract", stdin=f"{line}\n").out)["figures"]
        for value, unit, fields in figures:
            yield from _misread(found, value, unit, fields)

    def _said(self, source: str | None) -> list[str]:
        return [squeezed(one["text"]) for one in self.report(source)["sentences"]]


def _misread(found: Iterable[Any], value: float, unit: str | list[str], fields: dict[str, Any]) -> Iterator[str]:
    units = [unit] if isinstance(unit, str) else unit
    alike = [
        one
        for one in found
        if one["unit"] in units and abs((one["value"] or 0) - value) <= _MARGIN * max(1, abs(value))
    ]
    if not alike:
        yield f"no {value} {units[0]}"
    for name, wanted in fields.items():
        accepted = wanted if isinstance(wanted, list) else [wanted]
        for got in (one[name] for one in alike):
            if not (any(squeezed(one) in squeezed(got) for one in accepted) if name == "subject" else got in accepted):
                yield f"{value} {units[0]}: {name} {got}"


@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(one, id=one["id"], marks=pytest.mark.xfail(strict=True) if one.get("expect") == "fail" else ())
        for one in VARIANTS
    ],
)
def test_variant_is_read_and_answered(variant: dict[str, Any], tmp_path: Path, wenbao: Call) -> None:
    for name, content in variant.get("files", {}).items():
        write(tmp_path / name, content)
    if "files" in variant:
        assert wenbao("load", *variant["files"]).status == 0
    seen = Seen(wenbao)
    for name, *asked in variant["checks"]:
        held = asked.pop() if isinstance(asked[-1], dict) else {}
        assert not list(getattr(seen, name)(*asked, **held)), (variant["says"], name, asked)
