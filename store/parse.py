"""Source → Reports: the whole way from a file's text to what is stored, as one list of stages."""

from __future__ import annotations

from store.clean import clean
from store.divide import divide
from store.frontmatter import read_front_matter
from store.headings import is_bare_heading, is_date_line, numeral_of
from store.model import DroppedLine, Part, Report, Source
from store.outline import outline
from store.paragraphs import Paragraph, paragraphs, stored_text
from store.sentences import sentences

# A signature is an issuer and a date, perhaps a few lines more; what is longer is text.
_LONGEST_SIGNATURE = 8
_LONGEST_SIGNATURE_LINE = 30


def parse(source: Source) -> tuple[Report, ...]:
    """The reports that the source holds, in order; one without a sentence is possible and left to the caller."""
    text = clean(source)
    parts, above = divide(text)
    dropped = tuple(sorted((*above, *text.dropped), key=lambda line: line.number))
    return tuple(_report(part, source, dropped, own=_own(part, parts, dropped)) for part in parts)


def _report(part: Part, source: Source, dropped: tuple[DroppedLine, ...], *, own: tuple[DroppedLine, ...]) -> Report:
    front = read_front_matter(part, source, dropped)
    body = _without_signature(paragraphs(part.lines, first=front.body))
    placed, sections = outline(body)
    return Report(
        part=part.number,
        title=front.title,
        year=front.year,
        place=front.place,
        kind=front.kind,
        published=front.published,
        text=stored_text(part.lines),
        sections=sections,
        sentences=sentences(placed),
        dropped=own,
    )


def _own(part: Part, parts: tuple[Part, ...], dropped: tuple[DroppedLine, ...]) -> tuple[DroppedLine, ...]:
    """The dropped lines that stood within the part; those above the first report go with the first."""
    starts = [p.lines[0].number if p.lines else 0 for p in parts]
    first = 0 if part.number == 1 else starts[part.number - 1]
    last = starts[part.number] if part.number < len(parts) else None
    return tuple(line for line in dropped if first <= line.number and (last is None or line.number < last))


def _without_signature(body: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The body without issuer and date below it: they stay in the stored text but say nothing to be quoted."""
    end = len(body)
    while end > 1 and len(body) - end < _LONGEST_SIGNATURE and _signs(body[end - 1].text):
        end -= 1
    return body[:end]


def _signs(text: str) -> bool:
    return len(text) <= _LONGEST_SIGNATURE_LINE and (
        is_date_line(text) or (is_bare_heading(text) and not numeral_of(text))
    )
