"""The bytes of a file → its reports and all that can be worked out of them without the archive.

Pure, and most of the time that a load takes: many files are done in worker processes (:mod:`store.ingest.prefetch`), so what
comes in and what goes out can be sent to another process.
"""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass, field

from store.archive.indexes import Index, Prepared, prepare
from store.errors import ReportQAError, UnreadableReportError
from store.language.characters import ends_sentence, squeeze
from store.limits import Limits, within
from store.model import Report, Sentence, Source
from store.readers.file_types import decode
from store.structure.parse import parse


@dataclass(frozen=True, slots=True)
class Job:
    """A file to parse: its identity, its own name, its bytes, the indexes to prepare its reports for, and how much it
    may take."""

    path: str
    name: str
    data: bytes
    indexes: tuple[Index, ...]
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's reports, and for each what is prepared. ``text_digest`` is that of texts equal but for white space."""

    source: Source
    reports: tuple[Report, ...]
    text_digest: str
    prepared: tuple[Prepared, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a file cannot be loaded. ``trace`` is where in another process that came up, None for one of our own."""

    error: ReportQAError
    trace: str


# Invented: some of all that reports hold, so that most of what reads them is asked for once.
_SAMPLE = """云溪区教育局2018年工作总结
2019年1月8日
2018年，全区各学校在区委、区政府带领下落实“十三五”规划，办成了不少实事。
一、2018年工作情况
（一）办学条件不断改善。全年新建学校3所，完成投资1.2亿元，比上年增长8.5%，其中财政拨款9000万元，占75%。
1、教师队伍。招聘教师近120名，培训教师2245人次，生师比由15.2:1降至14.8:1。
二、存在的问题和2019年工作打算
2019年，计划改建校舍4.2万平方米，力争到年底毛入学率达到98%以上。
"""


def at_hand(indexes: tuple[Index, ...]) -> None:
    """Have at hand what every file needs: it is read or compiled when it is first asked for."""
    for index in indexes:
        index.at_hand()
    parsed(Job("", "云溪.txt", _SAMPLE.encode(), indexes))


def parsed(job: Job) -> Parsed:
    """What the file holds. Raises UnreadableReportError, also for a fault of ours or of a library in this one file."""
    try:
        return _parsed(job)
    except (ReportQAError, MemoryError):
        raise
    except Exception as error:
        # One file's fault must not keep the others out.
        raise unforeseen(job.path, error) from error


def parsed_elsewhere(job: Job) -> Parsed | Failed:
    """The same, as a worker process sends it: an error loses its cause on the way, so that is put into words."""
    try:
        return parsed(job)
    except MemoryError:
        error = UnreadableReportError("读这个文件时内存不足，没有载入", where=job.path, remedy="请拆成小一些的文件")
        return Failed(error, traceback.format_exc())
    except ReportQAError as error:
        return Failed(error, traceback.format_exc())


def unforeseen(path: str, error: Exception) -> UnreadableReportError:
    """The sentence for an error that nobody thought of."""
    what = f"处理这个文件时出了意外（{type(error).__name__}），没有载入"
    return UnreadableReportError(what, where=path, remedy="请把这个文件发给开发者，或另存为别的格式")


def _parsed(job: Job) -> Parsed:
    with within(job.limits):
        source = decode(job.path, job.name, job.data)
    reports = parse(source)
    said = [sentence for report in reports for sentence in report.sentences]
    if len(said) < _FEW_LINES and not any(map(_says_something, said)):
        raise UnreadableReportError("没有一个完整的句子", where=job.path, remedy="请检查文件内容是不是报告正文")
    return Parsed(source, reports, _text_digest(reports), tuple(prepare(report, job.indexes) for report in reports))


# A list of headings or names below a title is a report of its kind; a single line without any mark is none.
_FEW_LINES = 3


def _says_something(sentence: Sentence) -> bool:
    """Whether it is more than a heading or a label. A row of a table has no full stop, but its "header: value"."""
    return bool(sentence.figures) or ends_sentence(sentence.text) or any(mark in sentence.text for mark in "，,；;：:")


def _text_digest(reports: tuple[Report, ...]) -> str:
    """The same for texts that differ in white space alone; the characters themselves are left as they are."""
    return hashlib.sha256("\0".join(squeeze(report.text) for report in reports).encode()).hexdigest()
