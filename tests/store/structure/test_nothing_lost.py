"""Every line of a file is in a sentence, a heading, the title block or the list of what was dropped."""

from __future__ import annotations

import pytest

from store.cleaning.clean import clean
from store.language.characters import squeeze, trim
from store.structure.compilations import divide
from store.structure.parse import parse
from store.structure.title_block import body_start
from tests.store.reading import real_texts, source


@pytest.mark.parametrize(("name", "text"), real_texts())
def test_no_line_of_a_real_report_is_lost(name: str, text: str) -> None:
    read = source(text, name=name)
    kept = clean(read)
    above = {line.number for part in divide(kept)[0] for line in part.lines[: body_start(part)]}
    told = set(above)
    for report in parse(read):
        told |= {line.number for line in report.dropped}
        headings = "\n".join(section.heading for section in report.sections)
        told |= {line.number for line in kept.lines if squeeze(line.text) in squeeze(headings)}
        for sentence in report.sentences:
            assert squeeze(sentence.text) == squeeze(report.text[sentence.start : sentence.end])
            told |= set(range(sentence.first_line, sentence.last_line + 1))
    raw = [number for number, line in enumerate(read.text.split("\n"), 1) if trim(line)]
    assert [number for number in raw if number not in told] == []
