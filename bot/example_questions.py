"""The stored figures → a few everyday questions to begin with, each of which has its answer in the reports.

A question is made from a figure and the words before it, as its sentence has them, and is kept only where asking it
leads back to that very figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from bot.wording import figures as figure_words
from store import patterns as re

if TYPE_CHECKING:
    from retrieval.ask import Asker
    from store.archive.base import ArchiveReader
    from store.model import Figure, ReportInfo, StoredSentence

_MOST_ASKED = 30
_CHOICE = 8  # to take the one from that is least like those there are: somebody waits for them
_FROM_A_REPORT = 6  # figures tried of each report, the earliest first: what matters is said early
_EARLY = 200  # sentences
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# What is done, so that how much of it was done can be asked: 招聘教师132名 → 招聘了多少名教师.
_DONE = "招聘 培训 新建 改建 建成 投入 新增 增加 资助 创建 发放 征缴 表彰 举办 开展 引进 选派 配备 补充".split()
_THERE_IS = ("现有", "共有", "拥有")
_SHARE = ("率", "比例", "比重", "占比", "覆盖面", "满意度")
# Units that one asks for by name; 多少个 and 多少项 say little.
_COUNTED = frozenset("名 所 座 位 条 户 处 家 台 套".split())
_PERSONS = frozenset(["人", "人次"])
# 发放国家助学金3万人 counts those who got it; 教师人数 is not counted itself.
_NOT_COUNTED = tuple("金款费数量额率")
_NOT_A_NAME = re.compile(r"[其各每该这那等及和与的]|以上|以下|左右|比上")
_SUBJECT = range(2, 9)
_BARE_SHARE = 2  # 占比, 比例: of what, they do not say


@dataclass(frozen=True, slots=True)
class _Example:
    """A question, the figure that it was made from, and ``body``, what it says beside year and place."""

    question: str
    body: str
    report: str
    sentence: StoredSentence
    figure: Figure

    def alike(self, other: _Example) -> int:
        """How much the two have in common; 0 where report, kind and words are others."""
        return (self.report == other.report) + (self.figure.kind == other.figure.kind) + 2 * (self.body == other.body)


class Examples:
    """The stored reports, and examples of questions, which are made anew only where the reports have changed."""

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._made: tuple[tuple[ReportInfo, ...], tuple[str, ...]] | None = None

    def __call__(self, archive: ArchiveReader, asker: Asker) -> tuple[tuple[ReportInfo, ...], tuple[str, ...]]:
        """Both."""
        infos = archive.reports()
        if self._made is None or self._made[0] != infos:
            self._made = infos, examples(archive, asker, most=self._most)
        return self._made


def examples(archive: ArchiveReader, asker: Asker, *, most: int = 3) -> tuple[str, ...]:
    """Up to so many questions, as unlike each other as the reports allow."""
    kept: list[_Example] = []
    ahead: list[_Example] = []
    tried = islice(_candidates(archive), _MOST_ASKED)
    while len(kept) < most and (ahead := [*ahead, *islice(tried, _CHOICE - len(ahead))]):
        one = min(ahead, key=lambda one: sum(map(one.alike, kept)))
        ahead.remove(one)
        if all(one.question != other.question for other in kept) and _answers(asker, one):
            kept.append(one)
    return tuple(one.question for one in kept)


def _answers(asker: Asker, one: _Example) -> bool:
    """Whether asking leads to the sentence, and to the figure of it that the question was made from."""
    answer = asker.ask(one.question)
    if answer.status != "answered" or answer.comparison is not None or not answer.answers:
        return False
    first = answer.answers[0]
    return (first.sentence, first.asked_figure) == (one.sentence.id, one.figure)


def _candidates(archive: ArchiveReader) -> Iterator[_Example]:
    """Questions of every report in turn, so that the first few are of different ones."""
    infos = [info for info in archive.reports() if info.figures][:_MOST_ASKED]
    placed = len({info.place for info in infos if info.place}) > 1
    of_each = [islice(_of_report(archive, info, placed=placed), _FROM_A_REPORT) for info in infos]
    for turn in zip_longest(*of_each):
        yield from (one for one in turn if one is not None)


def _of_report(archive: ArchiveReader, info: ReportInfo, *, placed: bool) -> Iterator[_Example]:
    year = figure_words.year(info.year) if info.year else ""
    place = info.place if placed and info.place and _HAN.fullmatch(info.place) else ""  # not XX县
    for sentence in archive.head_of(info, _EARLY):
        for figure in sentence.figures:
            body = _body(sentence, figure)
            if body is not None and sentence.period in (None, str(info.year)):
                yield _Example(f"{year}{place}{body}？", body, info.id, sentence, figure)


def _body(sentence: StoredSentence, figure: Figure) -> str | None:
    """What one would ask to be told this figure, None where its words make no good question."""
    subject = figure.subject
    if sentence.planned or figure.planned or figure.change or figure.value is None:
        return None
    if len(subject) not in _SUBJECT or not _HAN.fullmatch(subject) or _NOT_A_NAME.search(subject):
        return None
    if figure.kind == "percent":
        return f"{subject}是多少" if subject.endswith(_SHARE) and len(subject) > _BARE_SHARE else None
    place = sentence.text.rfind(subject, 0, figure.start)
    # 132名教师: the subject stands behind its figure
    before = sentence.text[: figure.start if place < 0 else place]
    done = next((verb for verb in _DONE if before.endswith(verb)), "")
    if figure.kind == "money":
        return f"{done}了多少{subject}" if done and done != subject else None
    if figure.kind != "count" or figure.unit not in (*_COUNTED, *_PERSONS) or subject.endswith(_NOT_COUNTED):
        return None
    many = f"多少{'' if figure.unit in _PERSONS else figure.unit}{subject}"
    if done:
        return f"{done}了{many}"
    return f"有{many}" if before.endswith(_THERE_IS) else None
