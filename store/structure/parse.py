"""Source → Reports: the whole way from a file's text to what is stored, as one list of stages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from store import patterns as re
from store.cleaning.clean import clean
from store.figures.extract import figures_in
from store.language.characters import ends_sentence
from store.language.heading_numerals import numeral_of
from store.language.line_forms import is_bare_heading, is_date_line
from store.language.place_names import region_of
from store.model import PAGE, DroppedLine, Line, Part, Report, Source
from store.structure.compilations import divide
from store.structure.front_matter import read_front_matter
from store.structure.names_continued import continued
from store.structure.outline import Placed, outline
from store.structure.paragraphs import Paragraph, paragraphs, stored_text
from store.structure.periods import dated
from store.structure.sentences import has_words, sentences
from store.structure.title_block import issuer_line, tells_delivery

# A signature is an issuer and a date, perhaps a few lines more; what is longer is text.
_LONGEST_SIGNATURE = 8
_LONGEST_SIGNATURE_LINE = 30
_LONGEST_NAME = 12


def parse(source: Source) -> tuple[Report, ...]:
    """The reports that the source holds, in order; one without a sentence is possible and left to the caller."""
    text = clean(source)
    parts, above = divide(text)
    dropped = tuple(sorted((*above, *text.dropped), key=lambda line: line.number))
    return tuple(_report(part, source, dropped, own=own) for part, own in _own(parts, dropped))


def _report(part: Part, source: Source, dropped: tuple[DroppedLine, ...], *, own: tuple[DroppedLine, ...]) -> Report:
    front = read_front_matter(part, source, dropped)
    whole = paragraphs(part.lines, first=front.body)
    body = _without_signature(whole)
    placed, sections = outline(body)
    delivery = tuple(Placed(p, ()) for p in paragraphs(part.lines[: front.body]) if tells_delivery(p.text))
    silent = (*_lines(whole[len(body) :], "signature"), *_lines((p for p in body if not has_words(p.text)), "no-words"))
    report = Report(
        part=part.number,
        title=front.title,
        year=front.year,
        place=front.place,
        kind=front.kind,
        published=front.published,
        text=stored_text(part.lines),
        sections=sections,
        sentences=tuple(continued(sentences((*delivery, *placed)))),
        dropped=tuple(sorted((*own, *silent), key=lambda line: line.number)),
        issuer=front.issuer,
        region=front.region,
        unsure=front.unsure,
    )
    return dated(report)


def _lines(silent: Iterable[Paragraph], rule: str) -> Iterator[DroppedLine]:
    """The lines of paragraphs that stay in the stored text and give no sentence."""
    for paragraph in silent:
        ends = [*paragraph.starts[1:], len(paragraph.text)]
        for number, start, end in zip(paragraph.numbers, paragraph.starts, ends, strict=True):
            yield DroppedLine(number, paragraph.text[start:end].strip(), rule)


def reread(report: Report) -> Report:
    """A stored report with the figures, periods and plans that the grammar of today reads in its sentences.

    Who gives it and what its place lies in are told, where it was stored before either was read.
    """
    read = (sentence.but(figures=figures_in(sentence.text)) for sentence in report.sentences)
    return dated(replace(_with_issuer(report), sentences=tuple(continued(read))))


def _with_issuer(report: Report) -> Report:
    if report.issuer is not None and (report.region or report.place is None):
        return report
    lines = tuple(Line(number, text) for number, text in enumerate(report.text.split("\n"), 1))
    source = Source("", report.title, "", "", None, report.text, title=report.title)
    front = read_front_matter(Part(report.part, report.part, lines), source, report.dropped)
    region = report.region or (region_of(report.place, text=report.text) if report.place else ())
    return replace(report, issuer=report.issuer or front.issuer, region=region)


def _own(parts: tuple[Part, ...], dropped: tuple[DroppedLine, ...]) -> Iterator[tuple[Part, tuple[DroppedLine, ...]]]:
    """Each part with the dropped lines that stood within it; those above the first report go with the first.

    A part begins on the page that had begun before it.
    """
    starts = [0, *(bisect_left(dropped, p.lines[0].number, key=lambda d: d.number) for p in parts[1:]), len(dropped)]
    for part, start, end in zip(parts, starts, starts[1:], strict=False):
        page = [line for line in dropped[:start] if line.rule == PAGE][-1:]
        yield part, (*page, *dropped[start:end])


def _without_signature(body: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The body without attachments, issuer and date below it: they stay in the stored text but say nothing to quote."""
    end = _attachments(body)
    while end > 1 and len(body) - end < _LONGEST_SIGNATURE and _signs(body[end - 1].text, below=body[end:]):
        end -= 1
    return body[:end]


_ATTACHED = re.compile(
    r"(?:附件|附表|附)\s?[\d一二三四五]{0,2}\s?[:：][^。]*|(?:抄送|抄报|报送|主题词|联系人|联系电话)\s?[:：][^。]*|[（(]此件.{2,12}[)）]"
)
_DATED = re.compile(
    r"(?:.{2,28}?[\s\u3000]*)(?:19|20|二[〇○零])[\d〇○零一二三四五六七八九]{2}\s?年.{1,6}月.{1,4}日?(?:\s?印发)?"
)


def _attachments(body: tuple[Paragraph, ...]) -> int:
    """The index of a closing list of attachments (附件：1.统计表 / 2.名单), the body's length where it has none."""
    for index in range(len(body) - 1, max(0, len(body) - _LONGEST_SIGNATURE), -1):
        text = body[index].text
        if ends_sentence(text) or len(text) > 2 * _LONGEST_SIGNATURE_LINE:
            break
        if text.startswith("附件") and _ATTACHED.fullmatch(text):
            return index
    return len(body)


def _signs(text: str, *, below: tuple[Paragraph, ...]) -> bool:
    if _ATTACHED.fullmatch(text):
        return len(text) <= 2 * _LONGEST_SIGNATURE_LINE
    if len(text) > _LONGEST_SIGNATURE_LINE or numeral_of(text) is not None:
        return False
    if is_date_line(text.removesuffix("印发")) or issuer_line().fullmatch(text) or (_DATED.fullmatch(text)):
        return True
    # A person's name, but only above the date.
    return len(text) <= _LONGEST_NAME and is_bare_heading(text) and any(is_date_line(p.text) for p in below)
