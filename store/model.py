"""What passes between the stages of the way in: frozen values, no behaviour beyond reading themselves.

Offsets are half-open character offsets into the stored text of the report they belong to. Line numbers count
from 1 in the text that the reader gave (:attr:`Source.text`).
"""

from __future__ import annotations

from decimal import Decimal

from store.quick_records import Record, record


@record
class DroppedLine(Record):
    """A line that is not the report's own, and the rule that says so."""

    number: int
    text: str
    rule: str


# What a normalised name writes otherwise than the sentence.
_PLAIN = str.maketrans("（）～", "()~", "“”")

# The rule of what is no line of the source but says where a page begins (store.readers.pdf.page_breaks).
PAGE = "pdf-page"


@record
class Source:
    """One readable file, decoded once: its identity and its text, a paragraph or a line of the file on each line.

    ``path`` is the identity under which the file is loaded again (absolute; a member of an archive is
    ``/abs/a.zip!/inner/name.docx``), ``name`` the file's own name. ``digest`` is the SHA-256 of the bytes, in hex.
    ``encoding`` is None for formats that carry no encoding of their own. ``headings`` are the lines that the
    format itself marks as headings (Word styles, Markdown ``#``, HTML ``h1``–``h6``), as line numbers in order.
    ``title`` and ``published`` (ISO date) are what the format says beside the text (HTML metadata), None where
    it says nothing; ``site`` is the name of the web site, ``origin`` whom the page names as its source. ``dropped`` are
    lines that only the reader could know to be furniture (running heads of a PDF); they are not part of ``text``.
    ``levels`` are those of ``headings`` in the same order, from 1, empty where the format knows of none; ``rows`` are the
    numbers of the lines that are rows of tables.
    """

    path: str
    name: str
    digest: str
    format: str
    encoding: str | None
    text: str
    headings: tuple[int, ...] = ()
    title: str | None = None
    published: str | None = None
    dropped: tuple[DroppedLine, ...] = ()
    levels: tuple[int, ...] = ()
    site: str | None = None
    origin: str | None = None
    rows: tuple[int, ...] = ()


@record
class Line:
    """A kept line. ``joins`` is true where it goes on with the kept line before it (a broken sentence, mended).

    ``marked`` is the level from 1 of the heading that the format itself says this line is, 0 for none,
    ``row`` true where it is the row of a table.
    """

    number: int
    text: str
    joins: bool = False
    marked: int = 0
    row: bool = False


@record
class CleanText:
    """The kept lines in order, and every dropped line with its reason. Together they are the whole source."""

    lines: tuple[Line, ...]
    dropped: tuple[DroppedLine, ...]


@record
class Part:
    """The lines of one report. ``number`` counts from 1; ``count`` is how many reports the file holds.

    ``title`` is the line that opens a report of a compilation, None where the file holds one report only.
    """

    number: int
    count: int
    lines: tuple[Line, ...]
    title: str | None = None


@record
class FrontMatter:
    """题头信息: what the text itself says about the report; None where it does not say.

    ``year`` is the year by which the report is called, ``published`` the ISO date on which it was published or
    uploaded, ``issuer`` the body that gives it. ``region`` is what the place lies in, widest first (安徽, 滁州), as far as
    that is known. ``unsure`` names the fields, year or place, for which little speaks.
    ``body`` is the index, in the part's lines, of the first line after the title block.
    """

    title: str
    year: int | None
    place: str | None
    issuer: str | None
    region: tuple[str, ...]
    kind: str | None
    published: str | None
    unsure: tuple[str, ...] = ()
    body: int = 0


@record
class Section(Record):
    """A heading and its place in the outline. ``path`` runs from the top heading down to this one.

    ``start``:``end`` is where the heading stands in the stored text. ``run_in`` is true where the heading is the
    first sentence of a paragraph and not a line of its own.
    """

    level: int
    heading: str
    path: tuple[str, ...]
    start: int
    end: int
    run_in: bool = False


@record
class Rank(Record):
    """A place in an order, 1 the first: 第12位升至第5位. ``origin`` is None where only the place itself is told."""

    origin: int | None
    to: int


@record
class Figure(Record):
    """A figure of a sentence: ``sentence[start:end] == text``.

    ``value`` is exact and in the base unit; a range has ``low`` and ``high`` and no value. ``unit`` is the base unit
    as written, "" where none stands there. ``kind`` is money, count, percent, points, ratio, area, length, weight,
    duration, multiple, score or other; ``bound`` exact, about, over or under. ``change`` is increase or decrease where
    the figure is itself the amount of a change, None where it is a level. ``subject`` is what is counted or
    measured, in the sentence's words, "" where it does not say. ``of`` is the index, among the figures of the same
    sentence, of the whole that this one is a part of.

    The rest is None where the text does not say: ``currency`` of money (CNY, USD …); ``per``, for each of what (生·年);
    ``base``, what a change or a difference is measured against (上年, 全省平均); ``rank``, the place that goes with the
    figure; ``period``, its own year or years (2017, 2011-2013). The figure as a fact: ``indicator`` is the normalised
    name of what is measured, with its owner (地区生产总值 for GDP, 口袋公园面积), ``nature`` level, flow, sum, average, change, share or plan.
    """

    text: str
    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    kind: str
    bound: str
    change: str | None
    subject: str
    of: int | None
    planned: bool
    currency: str | None = None
    per: str | None = None
    base: str | None = None
    rank: Rank | None = None
    period: str | None = None
    indicator: str | None = None
    nature: str | None = None

    @property
    def name(self) -> str:
        """What is counted, as it is shown: with its owner where the subject says only which measure (口袋公园面积)."""
        whole = self.indicator or ""
        if self.subject in whole:
            return whole or self.subject
        plain = self.subject.translate(_PLAIN)  # 建设“口袋公园” has neither the marks nor their width
        return whole if plain in whole and plain != whole else self.subject

    @property
    def least(self) -> Decimal:
        """The smallest amount that the figure can stand for, its bound aside."""
        amount = self.value if self.low is None else self.low
        assert amount is not None  # it has one or the other
        return amount

    @property
    def most(self) -> Decimal:
        """The largest amount that the figure can stand for, its bound aside."""
        amount = self.value if self.high is None else self.high
        assert amount is not None
        return amount


@record
class Sentence(Record):
    """A sentence in the author's own characters, and where it stands.

    White space apart, ``text`` equals ``report.text[start:end]``; only line breaks inside it are mended.
    ``section`` is the path of headings above it, ``paragraph`` counts the report's paragraphs from 0,
    ``heading`` is true for a run-in heading (its first sentence names what the paragraph is about). ``period`` are the
    years that it speaks of (2017, 2011-2013), None where they cannot be told; ``planned`` says that it states a plan.
    """

    text: str
    start: int
    end: int
    section: tuple[str, ...]
    paragraph: int
    first_line: int
    last_line: int
    heading: bool = False
    figures: tuple[Figure, ...] = ()
    period: str | None = None
    planned: bool = False


@record
class Correction:
    """Front matter that a person gave for a report; None where they left it to the text."""

    title: str | None = None
    year: int | None = None
    place: str | None = None
    issuer: str | None = None


@record
class Report:
    """One report: front matter, the stored text, its outline and sentences in reading order.

    ``issuer``, ``region`` and ``unsure`` are those of :class:`FrontMatter`; ``given`` is what a person corrected.
    """

    part: int
    title: str
    year: int | None
    place: str | None
    kind: str | None
    published: str | None
    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    dropped: tuple[DroppedLine, ...]
    issuer: str | None = None
    region: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    given: Correction = Correction()

    @property
    def removed(self) -> tuple[DroppedLine, ...]:
        """The dropped lines that stood in the source."""
        return tuple(line for line in self.dropped if line.rule != PAGE)


@record
class ReportInfo(Record):
    """A stored report without its text: one row of ``wenbao reports``. ``loaded_at`` is ISO 8601 in UTC.

    ``region`` is what its place lies in, widest first (安徽, 滁州); ``unsure`` names the fields for which little speaks.
    """

    id: str
    title: str
    year: int | None
    place: str | None
    kind: str | None
    published: str | None
    source: str
    part: int
    loaded_at: str
    sections: int
    sentences: int
    figures: int
    issuer: str | None = None
    region: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


BEFORE = 60  # characters in front of a fact's figure that it is given with


@record
class Fact:
    """A stored figure by the name of what it measures: of which report and sentence, and the last of the words in front of it."""

    report: str
    sentence: int
    before: str
    figure: Figure


@record
class StoredSentence:
    """A sentence as the archive gives it back. ``id`` orders sentences within a report and never changes while
    the report is not replaced; ``report`` is the report's id. ``period`` and ``planned`` are what
    :mod:`store.structure.periods` tells of it."""

    id: int
    report: str
    text: str
    start: int
    end: int
    section: tuple[str, ...]
    paragraph: int
    heading: bool
    period: str | None = None
    planned: bool = False
    figures: tuple[Figure, ...] = ()
