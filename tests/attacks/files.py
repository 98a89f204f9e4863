"""Files of all formats with some of their bytes changed: each is loaded or refused with a sentence, in time, and nothing
half stored.

Bytes are flipped, cut out, doubled and put elsewhere, in the file as it is and in the parts of those that are packed.
"""

from __future__ import annotations

import io
import random
import shutil
import tempfile
import warnings
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import openpyxl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bot import wiring
from bot.clock import now
from store.ingest.load import load
from store.limits import Limits

_TEXT = (
    "青禾县教育局2021年工作总结\n2021年，全县教育工作取得新进展。\n一、2021年工作回顾\n（一）队伍建设。全年招聘教师132名，其中研究生17名。\n"
    "（二）办学条件。投入资金4260万元，新建改扩建校舍2.8万平方米，增长6.1%。\n二、2022年工作打算\n力争新建幼儿园4所，增加学位900个。\n"
)
_TOGETHER = 500
_LIMITS = Limits(seconds=20, memory_mb=1500)


def attack(count: int, seed: int) -> dict[str, int]:
    """How many of so many changed files were loaded, refused, met what nobody foresaw, took too long, or were half stored."""
    chance = random.Random(seed)
    told: Counter[str] = Counter(dict.fromkeys(("loaded", "refused", "unhandled", "late", "half stored"), 0))
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for batch in range(0, count, _TOGETHER):
            folder = Path(name, str(batch))
            folder.mkdir()
            for number in range(min(_TOGETHER, count - batch)):
                kind = chance.choice(sorted(originals()))
                (folder / f"{number:03}.{kind}").write_bytes(_changed(originals()[kind], chance))
            _load(folder, told)
            shutil.rmtree(folder)
            print(dict(told), flush=True)
    return dict(told)


def _load(folder: Path, told: Counter[str]) -> None:
    with wiring.open_file(folder / "wenbao.db") as archive:
        for file in load([folder], archive, loaded_at=now, limits=_LIMITS).files:
            said = str(file.error or "")
            unforeseen, late = "出了意外" in said or "中途被系统结束" in said, "太费时间" in said or "太占内存" in said
            told["unhandled" if unforeseen else "late" if late else "refused" if file.error else "loaded"] += 1
            if unforeseen or late:
                kept = Path(tempfile.gettempdir(), f"attack-{folder.name}-{Path(file.path.partition('!/')[0]).name}")
                kept.write_bytes(Path(file.path.partition("!/")[0]).read_bytes())
                print(f"{said}; kept as {kept}")
        faults = archive.check(deep=True)
        told["half stored"] += len(faults)
        for fault in faults:
            print(fault)


@cache
def originals() -> dict[str, bytes]:
    """A sound file of each format."""
    lines = _TEXT.splitlines()
    page = "".join(f"<p>{line}</p>" for line in lines[1:])
    html = f"<!DOCTYPE html><html><head><title>{lines[0]}</title></head><body><h1>{lines[0]}</h1>{page}</body></html>"
    return {
        "txt": _TEXT.encode(),
        "md": f"# {_TEXT}\n| 项目 | 数量 |\n|---|---|\n| 教师 | 132名 |\n".encode("gb18030"),
        "html": html.encode(),
        "docx": _docx(lines),
        "xlsx": _xlsx(),
        "pdf": _pdf(lines),
        "zip": _zip({"甲.txt": _TEXT.encode(), "乙.html": html.encode()}),
    }


def _docx(lines: list[str]) -> bytes:
    made = docx.Document()
    made.add_heading(lines[0], 0)
    for line in lines[1:]:
        made.add_paragraph(line)
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ("项目", "数量", "教师", "132名"), strict=True):
        cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    assert book.active
    for row in (("项目", "2020年", "2021年"), ("招聘教师（名）", 120, 132), ("投入资金（万元）", 4000, 4260)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pdf(lines: list[str]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("STSong-Light", 12)
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 20 * number, line[:40])
    canvas.save()
    return out.getvalue()


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def _changed(data: bytes, chance: random.Random) -> bytes:
    """The data with some of it changed; where it is packed, often a part of it, packed anew."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {info.filename: packed.read(info) for info in packed.infolist()}
        for name in chance.sample(sorted(parts), min(len(parts), chance.randint(1, 2))):
            parts[name] = _garbled(parts[name], chance)
        return _zip(parts)
    return _garbled(data, chance)


def _garbled(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(int(2 ** chance.uniform(0, 5))):
        if not made:
            break
        first = chance.randrange(len(made))
        last = min(len(made), first + int(2 ** chance.uniform(0, 9)))
        piece = made[first:last]
        kind = chance.randrange(6)
        if kind == 0:
            made[first] = chance.randrange(256)
        elif kind == 1:
            del made[first:last]
        elif kind == 2:
            made[first:first] = piece * int(2 ** chance.uniform(0, 8))
        elif kind == 3:
            made[first:last] = bytes(chance.randrange(256) for _ in piece)
        elif kind == 4:
            del made[first:]
        else:
            elsewhere = chance.randrange(len(made))
            made[elsewhere:elsewhere] = piece
    return bytes(made)
