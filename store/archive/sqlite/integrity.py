"""What is wrong with a report file, said in sentences; nothing is repaired."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from store.archive.ids import natural
from store.archive.sqlite.digests import unsealed
from store.archive.sqlite.rows import fetch
from store.language.characters import squeeze
from store.model import Report


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """One sentence for each fault of the database, its rows and its quotations, nothing where all is well.

    The caller holds a transaction, so that all is looked at in one state.
    """
    findings = [finding for (finding,) in db.execute("PRAGMA integrity_check") if finding != "ok"]
    if findings:
        # What a broken table still gives is no ground for saying more.
        yield from (f"数据库结构有误：{finding}" for finding in findings)
        return
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"表 {table} 第 {row} 行所属的 {parent} 记录不见了"
    stored = db.execute("SELECT id, key, section_count, sentence_count FROM reports").fetchall()
    for report_id, key, sections, sentences in sorted(stored, key=lambda row: natural(row[0])):
        report = fetch(db, key)
        if (len(report.sections), len(report.sentences)) != (sections, sentences):
            yield (
                f"报告 {report_id} 应有 {sections} 个标题、{sentences} 句，"
                f"实有 {len(report.sections)} 个标题、{len(report.sentences)} 句"
            )
        yield from (f"报告 {report_id} 第 {number} 句与原文对不上" for number in _unfaithful(report))
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name, made in db.execute(
        "SELECT index_state.name, made.value FROM index_state, json_each(index_state.tables) AS made"
    ):
        if made not in tables:
            yield f"索引 {name} 的表 {made} 不见了"


def changed(db: sqlite3.Connection) -> Iterator[str]:
    """One sentence for each report whose rows are not what was stored, with the file to load again."""
    for key in unsealed(db):
        row = db.execute(
            "SELECT reports.id, path FROM reports LEFT JOIN files ON files.id = reports.file WHERE key = ?", (key,)
        ).fetchone()
        report_id, path = row or ("", None)
        again = f"请重新载入 {path}（wenbao load --force）" if path else "请重新载入它的文件"
        yield f"报告 {report_id} 存的内容与载入时不同；{again}"


def _unfaithful(report: Report) -> Iterator[int]:
    """The numbers, from 1, of the sentences that are not what the text says, white space apart, or whose figures
    are not what the sentence says."""
    for number, sentence in enumerate(report.sentences, start=1):
        same = squeeze(sentence.text) == squeeze(report.text[sentence.start : sentence.end])
        if not same or any(sentence.text[one.start : one.end] != one.text for one in sentence.figures):
            yield number
