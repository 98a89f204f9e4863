"""Files as an administrator would send them."""

from __future__ import annotations

import io
import zipfile

import docx

NO_YEAR = "磨盘镇安全生产工作总结\n一年来，全镇安全生产形势平稳。\n一、主要做法\n排查隐患{count}处，整改完成率98%。\n"


def report(place: str, year: int, count: int) -> str:
    """A short report with one figure of its own."""
    return (
        f"{place}水利局{year}年工作总结\n{year}年，全局上下共同努力，完成了各项任务。\n一、主要工作\n"
        f"全年新打机井{count}眼，改善灌溉面积{count * 30}亩。\n二、存在的问题\n部分渠道老化，管护力量不足。\n"
    )


def word(text: str) -> bytes:
    """The text as a .docx."""
    made = docx.Document()
    for line in text.splitlines():
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(**members: str) -> bytes:
    """Texts in a .zip, by their names without extension."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in members.items():
            packed.writestr(f"{name}.txt", text)
    return out.getvalue()
