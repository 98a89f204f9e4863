"""What passes between the stages of the way out: frozen values, no behaviour beyond reading themselves.

Spans are half-open character offsets into the text that they belong to (a question, or a sentence's quote).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from store.model import Figure, ReportInfo
from store.quick_records import Record, record
from store.structure.section_kinds import SectionKind

Kind = Literal[
    "count",
    "money",
    "percent",
    "change",
    "date",
    "who",
    "where",
    "list",
    "why",
    "problem",
    "plan",
    "definition",
    "comparison",
    "yesno",
    "what",
]
Status = Literal["answered", "uncertain", "no_answer", "clarify"]
Field = Literal["words", "grams", "heading", "title"]

# Why an answer has its status; bot/wording/ has the Chinese sentence for each.
ReasonCode = Literal[
    "ok",
    "weak",
    "other_year",
    "other_report",
    "no_year",
    "which_year",
    "no_place",
    "not_there",
    "only_planned",
    "only_done",
    "only_part",
    "no_figure",
    "no_date",
    "only_flow",
    "year_within",
    "year_part",
    "undated",
    "several",
    "reports",
    "nothing_found",
    "no_content",
    "small_talk",
    "empty_question",
    "empty_store",
    "no_report_fits",
]


@record
class Token(Record):
    """A word and where it stands in the text that was segmented."""

    text: str
    start: int
    end: int


@record
class Variant(Record):
    """What a report may say instead of a word of the question, and how much of the word a hit on it is worth.

    It is worth ``alone`` where the reports that are asked do not hold the word itself, though others do.
    """

    text: str
    weight: float
    alone: float = 0.0


@record
class Word(Record):
    """A word of a question that holds content, where it stands, and how much it counts (1 for the question's own).

    ``variants`` are other words for it, best first; a word of a longer phrase has the variants of the phrase.
    """

    text: str
    start: int
    end: int
    weight: float = 1.0
    variants: tuple[Variant, ...] = ()


@record
class Correction:
    """A word as it was typed, and the word of the store that it was read as."""

    typed: str
    meant: str


@record
class Term(Record):
    """Something to look for in one field, and how much a hit counts."""

    text: str
    weight: float


@record
class FieldQuery:
    """The terms to look for in one field, each once, in a stable order."""

    field: Field
    terms: tuple[Term, ...]


@record
class Query:
    """What an engine is asked: per field the weighted terms. Empty where the question has no content of its own."""

    fields: tuple[FieldQuery, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to look for."""
        return not any(part.terms for part in self.fields)


@record
class ReportFit:
    """A report that the question's words name (its place, its kind, its title), and how well: 0 to 1."""

    report: str
    fit: float


@record
class Shift:
    """A year told only from another one: ``by`` years after it.

    去年 is told from the year that was named last; ``steps`` is true where it is told from the one spoken of last
    (再上一年), which may have been a 去年 itself. ``words`` are those of the question.
    """

    by: int
    steps: bool = False
    words: str = field(default="", compare=False)


@record
class Question:
    """A question as understood.

    ``content`` are the words that say what is asked for: neither question words nor stop words. Words that name a
    report by its title count little, words that a follow-up takes from an earlier question count half.
    ``years`` and ``places`` are scope that the words give; ``reports`` the reports that place words or the report's
    own name select, empty where the question names none. ``carried`` says what an earlier question gave (``terms``,
    ``years``, ``places``). ``unit`` is the measure word asked for (``所`` in 多少所), None where it asks for no count;
    ``focus`` is the word for what is counted (小学 in 多少所小学), ``head`` are the words for what is asked about (小学 of
    青禾有多少所小学, 浓度 of 青禾PM10的浓度是多少). ``plans`` is true where it asks for plans or targets,
    ``happened`` where it asks for what has come about, ``ahead`` where all that the reports it names say of its year is a plan.
    ``section`` is the kind of section that the question asks for as a whole (还有哪些问题), None where it asks for
    something in particular. ``titled`` are years by which it names a report (2011年总结里) and not a fact's own.
    ``base`` is the year that 去年 is told from, None where the words name none or several; ``shift`` is a year that they
    tell from one that they do not name, ``against`` years or such a shift that they only compare with (和2018年比呢).
    ``elsewhere`` are names of places that are no stored report's, ``unheard`` those of them that no stored sentence
    names either; ``absent`` those that it asks about beside a place that has one. ``stranger`` is a name that it begins
    with and no report is called by, empty where it begins with none. ``single`` is the kind of what a
    question that compares asks of each single report. ``cut`` is true where the text was longer than a
    question can be and only its beginning was read, ``cut_before`` where an earlier one that it follows up on was. ``read`` is the text as it was read: folded, with the typing
    errors that ``corrected`` names mended. ``assumed`` are words for a year that were told from the newest report that
    fits (去年 as 2024年). ``before`` is the question that sets reports or years beside each other and that this one follows up on.
    ``given_up`` is what would have been carried of the scope, and was not, as nothing was found there.
    """

    text: str
    kind: Kind
    content: tuple[Word, ...]
    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    reports: tuple[ReportFit, ...] = ()
    carried: tuple[str, ...] = ()
    unit: str | None = None
    focus: str | None = None
    head: tuple[str, ...] = ()
    plans: bool = False
    happened: bool = False
    ahead: bool = False
    section: SectionKind | None = None
    titled: tuple[int, ...] = ()
    base: int | None = None
    shift: Shift | None = None
    against: tuple[int | Shift, ...] = ()
    elsewhere: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    stranger: str = ""
    single: Kind = "what"
    cut: bool = False
    cut_before: bool = False
    read: str = ""
    corrected: tuple[Correction, ...] = ()
    assumed: tuple[Correction, ...] = ()
    before: str = ""
    given_up: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Of what tells most questions apart: of all fields it takes as long as a search, and a question has ten asked."""
        return hash((self.text, self.kind, self.years, self.places))

    @property
    def terms(self) -> tuple[str, ...]:
        """The content words, each once, in the order asked; those of earlier questions last."""
        return tuple(dict.fromkeys(word.text for word in self.content))

    def beside(self, *, by_year: bool) -> Question:
        """The question as it is asked of several reports; one for the amount of a change over years stays one."""
        return self if self.kind == "change" and by_year else replace(self, kind="comparison")

    @property
    def alone(self) -> Question:
        """The question as it is asked of a single report, where nothing can be compared."""
        return replace(self, kind=self.single) if self.kind == "comparison" else self


@record
class FieldScore:
    """One addend of a candidate's score: a field of the index, or what its paragraph's lead sentence hands down."""

    field: str
    score: float


@record
class Candidate:
    """A sentence that holds at least one query term, its score and the addends of the score."""

    sentence: int
    score: float
    parts: tuple[FieldScore, ...] = ()


@record
class Reason:
    """One reason for a place in the ranking: a code that the bot words, what it concerns, and what it did.

    ``factor`` multiplies the score (1 leaves it alone); ``value`` is how much was seen of what the code names.
    """

    code: str
    factor: float
    detail: str = ""
    value: float = 1.0


@record
class Evidence(Record):
    """依据: a sentence that may answer, quoted exactly, with its place and the reasons for its rank (from 1).

    ``start``:``end`` is the quote's place in the report's stored text. ``matched`` are the spans of the quote that
    the question's words hit. ``coverage`` is the share of the question's content that the sentence holds, 0 to 1;
    ``focus`` is the same for the word for what the question counts, 1 where it counts nothing.
    ``figures`` are those of the sentence, in its order, with offsets into the quote; ``asked`` is the index of the one
    that the question asks for, None where none of them is. ``period`` are the years that the sentence speaks of
    (``2011-2013``), None where that cannot be told.
    """

    rank: int
    score: float
    confidence: float
    quote: str
    start: int
    end: int
    report: ReportInfo
    section: tuple[str, ...]
    planned: bool
    matched: tuple[tuple[int, int], ...]
    coverage: float
    why: tuple[Reason, ...]
    sentence: int
    focus: float = 1.0
    period: str | None = None
    figures: tuple[Figure, ...] = ()
    asked: int | None = None

    @property
    def asked_figure(self) -> Figure | None:
        """The figure that the question asks for."""
        return None if self.asked is None else self.figures[self.asked]


@record
class ComparisonRow:
    """What one report says of the indicator compared: the figure, and the sentence that it is read from.

    ``figure`` has offsets into the quote, ``start``:``end`` is the quote's place in the report's stored text; ``period``
    are the years that the sentence speaks of, ``year`` the one that the row is for, None where it is of several or of
    none that can be told.
    """

    report: ReportInfo
    figure: Figure
    quote: str
    start: int
    end: int
    period: str | None = None
    year: int | None = None


@record
class ToldOtherwise:
    """What a report without a row says of what is compared: in a sentence with figures, none of which stands beside the rows."""

    report: ReportInfo
    quote: str
    start: int
    end: int


@record
class Comparison:
    """One indicator over several reports. ``missing`` are the titles of reports concerned that do not say it.

    ``indicator`` is in the question's words; ``unit`` is the unit of the first row, a figure of another row keeps the
    one that it is written in (名 and 人 are counted alike). ``order`` is the end of the order that is asked for, with the
    row for it first; ``by_year`` is true where there is a row for each year of one place; ``apart`` where the question
    asks how far two rows are apart. ``grown`` are those of ``missing`` that tell only by how much it grew. ``limit`` is the
    amount that all rows pass, or stay below, where the question asks which do; None where none does. ``otherwise`` is what
    reports that have no row, and are not ``missing`` either, say of it in other words, of another measure or in another unit.
    """

    indicator: str
    unit: str
    rows: tuple[ComparisonRow, ...]
    missing: tuple[str, ...] = ()
    order: Literal["most", "least"] | None = None
    by_year: bool = False
    apart: bool = False
    grown: tuple[str, ...] = ()
    limit: Figure | None = None
    otherwise: tuple[ToldOtherwise, ...] = ()

    @property
    def silent(self) -> tuple[str, ...]:
        """Those of ``missing`` that tell nothing of it."""
        return tuple(one for one in self.missing if one not in self.grown)


@record
class Answer:
    """What is said to a question. ``nearest`` is for ``no_answer`` only and is never presented as the answer.

    ``reason`` says why the status is what it is. ``missing`` names the years and places that the question asks about
    beside others, and that nothing shown speaks of. ``choices`` are the reports that the person may mean where the
    status is ``clarify``, and those that there are where none fits the scope asked for; ``message`` and
    ``elapsed_ms`` are filled in by the face that shows the answer.
    """

    question: str
    status: Status
    reason: ReasonCode
    understood: Question
    answers: tuple[Evidence, ...]
    nearest: tuple[Evidence, ...] = ()
    choices: tuple[ReportInfo, ...] = ()
    missing: tuple[str, ...] = ()
    comparison: Comparison | None = None
    message: str = ""
    elapsed_ms: float = 0.0


@record
class FieldWeights:
    """How the text score is put together; the same numbers bind every engine and the oracle in the tests.

    "Elsewhere" is hit@1 on 3,219 questions of CMRC 2018 and 3,524 of DRCD, "dev" the 164 development questions that
    one report answers. On dev all of these are flat around their value (hit@1 moves by one question at most), so
    the values are those found elsewhere where there are any.
    """

    k1: float = 0.9  # words. Elsewhere: 0.9 and 0.4 are best for words
    b: float = 0.4
    gram_k1: float = 0.4  # characters and pairs. Elsewhere: k1 ≈ b ≈ 0.4; dev: k1 0.8 and b 0.2–0.6 the same
    gram_b: float = 0.4
    words: float = 0.6  # beside grams at 1. Elsewhere: 0.6; dev: 0.3–1.0 the same
    lead: float = 0.2  # share of what the paragraph's first sentence scores. Elsewhere: 0.2; dev: 0–0.3 the same
    heading: float = 0.3  # dev: 0–0.6 within one question
    title: float = 0.3  # dev: 0–0.6 the same, as titles are mostly met through the question's scope


@dataclass(frozen=True, slots=True)
class RankSettings:
    """The numbers of the search; what the ranking weighs is learned (:mod:`retrieval.ranking.weights`)."""

    fields: FieldWeights = field(default_factory=FieldWeights)
    candidates: int = 50  # sentences weighed again; of ours 40 lose two right ones behind the first, 60 find no more
