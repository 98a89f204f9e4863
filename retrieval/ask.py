"""The whole way out, one stage a line: text → Question → Query → Candidates → Evidence → Answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from itertools import chain, zip_longest

from retrieval.answers.answer_order import Spoken, in_answer_order, nothing
from retrieval.answers.comparison import (
    SEARCHED,
    Compared,
    choices_in,
    compare,
    named_in_facts,
    nearest_of_each,
    plans_beside,
    rows_beside,
    rows_told,
    silent_of,
    told_otherwise,
)
from retrieval.answers.comparison_rows import RowChoice, newest_of_each, series_of
from retrieval.answers.comparison_scope import ComparisonScope, concerned, hears_each
from retrieval.answers.continuations import asks_further, goes_on, together
from retrieval.answers.decision import MOST_YEARS, Scope, decide
from retrieval.answers.doubts import UNTOLD
from retrieval.answers.enumerations import (
    items_after,
    items_around,
    items_of_section,
    names_topic,
    opens_list,
    told_under,
)
from retrieval.answers.largest_sum import asks_largest, largest_in
from retrieval.answers.origin import END, HEAD, asks_holder, asks_origin, origin_in
from retrieval.answers.overviews import below_headings, survey, survey_of_topic
from retrieval.index.engine import Engine
from retrieval.index.term_counts import Vocabulary
from retrieval.model import Answer, Candidate, Evidence, Question, RankSettings, ReportFit, Word
from retrieval.query.absent_places import placed
from retrieval.query.amounts import amounts_in, with_amounts
from retrieval.query.comparing import comparing
from retrieval.query.follow_ups import from_year, tells_from_answer, where_it_was_spoken, without_carried
from retrieval.query.overviews import Overview, asks_whole, of_own_body, overview
from retrieval.query.report_names import NameFound
from retrieval.query.understanding import STAFF, YEARS_ON, asks_first, query_of, read_question
from retrieval.query.wordbook import OwnWords
from retrieval.ranking.coverage import WantedWord
from retrieval.ranking.features import FIGURES
from retrieval.ranking.rank import Ahead, Found, Ranking, rank
from retrieval.snapshot import AnswerKey, Ranked, Stored
from store import patterns as re
from store.archive.base import ArchiveReader
from store.language.place_names import short
from store.language.years import years_in_period
from store.model import ReportInfo, StoredSentence

_UNSURE = frozenset({"no_answer", "uncertain"})
# Who works in a body that says so of itself.
_OWN_STAFF = re.compile("全[院局队校馆所站厅委中]|[现共实]有|在[编岗职]|编制|用工|[民干]警|[员职]工总数")
_LISTING = frozenset({"list", "problem", "plan", "what", "why"})
# 哪几方面, 哪些措施: asks for what a list has as items, and not for names
_ASPECTS = re.compile(
    r"(?:哪|几|什么|啥)(?:[几些个一二三四五六七八九十\d]|主要|具体|大){0,4}"
    r"(?:方面|措施|举措|办法|做法|工作|[项点]|条(?![\u4e00-\u9fff]{0,4}[线路河街渠铁])|内容|任务|建议|经验)"
)
_NEAREST = 3  # sentences among which the one that opens a list is looked for
_FOLLOWING = 40  # a list of points seldom reaches further, each with a few sentences
_MOST_REPORTS = 4  # a question that names none cannot be asked of more reports one after another
_MOST_HEARD = 12  # reports of which each is to be heard
_BEFORE = 1  # sentence before another, which may tell when both were; further away stand the days of other things
_LEAST_WEIGHED = 5  # sentences of a report
_ASKED_AGAIN = 100  # reports without a row; of more of them each is hardly a place that people ask about
_MOST_WORDS = 100  # of a question, each counted for each of its years that it is asked again for; the longest has 32
_MOST_ITEMS = 100  # of a section that are weighed; a long report has ten thousand below one heading
_LEAST_SPREAD = 2  # rows of the years that are asked about without being compared
_COVERED = 0.5  # of the question's content, by the first item of a list that answers it
_COMPARED = 10  # how far down the answer looks for a report that says the same, or a sentence that says it outright


class Asker:
    """Answers questions from one open archive."""

    def __init__(
        self,
        archive: ArchiveReader,
        engine: Engine,
        settings: RankSettings,
        own_words: Callable[[], OwnWords] | None = None,
    ) -> None:
        """``own_words`` gives an administrator's words as they are at the moment of a question."""
        self._archive = archive
        self._engine = engine
        self._settings = settings
        self._own_words = own_words
        self._known: Stored | None = None

    def ask(
        self,
        question: str,
        *,
        context: Sequence[str] = (),
        year: int | None = None,
        place: str | None = None,
        report: str | None = None,
        top: int = 5,
    ) -> Answer:
        """The answer to a question, whatever the string; ``context`` are earlier questions, oldest first.

        ``year``, ``place`` and ``report`` allow only reports that fit them. Raises UnknownReportError for a report
        that is not stored.
        """
        with self._archive.reading():  # one view: what is searched is what is quoted
            stored = self._stored()
            return self._known_answer(AnswerKey(question, tuple(context), year, place, report, top), stored)

    def ranking(self, question: str, *, context: Sequence[str] = ()) -> Ranking:
        """The sentences found for a question in their order, before anything is decided: what training reads."""
        with self._archive.reading():
            stored = self._stored()
            read = self._understand(AnswerKey(question, tuple(context), None, None, None, 1), stored).alone
            found = self._search(read, _inside(read, stored.reports, stored), stored)
            return rank(read, found, _telling(read, stored.vocabulary))

    def _answer(self, asked: AnswerKey, allowed: Sequence[ReportInfo], stored: Stored) -> Answer:
        question = self._dated(self._understand(asked, stored), asked, stored)
        answer = self._answer_to(question, asked.top, allowed, stored, lambda: self._spoken_of(question, asked, stored))
        if answer.status == "no_answer" and (freer := self._without_carried(question, asked.top, allowed, stored)):
            return freer
        told = self._of_only_body(question, asked.top, allowed, stored, answer)
        if told and (told.status == "answered" or (told.status == "uncertain" and answer.status == "no_answer")):
            return told
        if not asked.context or answer.comparison is not None or question.elsewhere:
            return answer
        # Which report is meant was said before, though the question stands alone otherwise.
        meant = where_it_was_spoken(question, (self._understand(one, stored) for one in _before(asked)))
        own = {fit.report for fit in meant.reports if meant.years == question.years}
        surely = answer.status == "answered" and (not meant.reports or answer.answers[0].report.id in own)
        if meant is question or surely:
            return answer
        there = self._answer_to(meant, asked.top, allowed, stored)
        if there.status == "no_answer":
            there = self._without_carried(meant, asked.top, allowed, stored) or answer
        return there if answer.reason == "several" or _says_as_much(there, answer) else answer

    def _without_carried(
        self, question: Question, top: int, allowed: Sequence[ReportInfo], stored: Stored
    ) -> Answer | None:
        """The answer without the years, then without the reports that an earlier question gave; None where there is none either."""
        for freer in without_carried(question):
            answer = self._answer_to(freer, top, allowed, stored)
            if answer.status != "no_answer":
                return answer
        return None

    def _of_only_body(
        self, question: Question, top: int, allowed: Sequence[ReportInfo], stored: Stored, without: Answer
    ) -> Answer | None:
        """The answer of the only body that reports are of, where a question that names none begins with its kind: 派出所.

        How many people it has is asked of it in any case, else only where the answer ``without`` that is unsure.
        """
        if staffed := stored.words.staffed_body(question.read):
            return self._staff_of(staffed, question, top, allowed, stored, without)
        if without.status not in _UNSURE or question.reports or question.places or question.elsewhere:
            return None
        body = stored.words.only_body(question.read)
        if body is None:
            return None
        content = tuple(word for word in question.content if word.end <= body.start or body.end <= word.start)
        return self._of_body(body, content, question, top, allowed, stored)

    def _staff_of(
        self,
        body: NameFound,
        question: Question,
        top: int,
        allowed: Sequence[ReportInfo],
        stored: Stored,
        without: Answer,
    ) -> Answer | None:
        """How many people a body has, told by a sentence of its own people: 全院干警186人, and not 为职工860人讨回工资.

        Where the answer ``without`` that is sure, it may only be another figure of the same sentence: no 法官46人 of 干警186人.
        """
        if any(short(one) == short(body.text) for one in question.places):  # 青禾有多少人
            return None
        content = stored.wordbook.expanded([Word(STAFF, body.end, len(question.read))], question.read)
        answer = self._of_body(body, content, question, top, allowed, stored)
        own = next((one for one in answer.answers if _OWN_STAFF.search(one.quote)), None)
        same = own is not None and own.sentence in [one.sentence for one in without.answers[:1]]
        if own is None or not (same or without.status in _UNSURE):
            return None
        return replace(answer, answers=(own, *(one for one in answer.answers if one is not own)))

    def _of_body(
        self,
        body: NameFound,
        content: tuple[Word, ...],
        question: Question,
        top: int,
        allowed: Sequence[ReportInfo],
        stored: Stored,
    ) -> Answer:
        """The answer to a question for these words, asked of the reports of a body."""
        head = tuple(word for word in question.head if any(word == one.text for one in content))
        of_body = tuple(ReportFit(report, 1.0) for report in sorted(body.reports))
        return self._answer_to(replace(question, content=content, head=head, reports=of_body), top, allowed, stored)

    def _dated(self, question: Question, asked: AnswerKey, stored: Stored) -> Question:
        """The question with its 明年 told from the year of what was answered last, where no question before it names one."""
        before = [*_before(asked)]
        if not before or not tells_from_answer(question, (self._understand(one, stored) for one in before)):
            return question
        last = self._known_answer(before[0], stored)
        told = years_in_period(last.answers[0].period) if last.answers and last.comparison is None else ()
        return from_year(question, *told) if len(told) == 1 else question

    def _spoken_of(self, question: Question, asked: AnswerKey, stored: Stored) -> Evidence | None:
        """What answered the question before, where a question for a figure may lean on it; none but that is looked at."""
        before = next(_before(asked), None)
        leans = question.kind in FIGURES and (bool(question.carried) or not question.reports)
        if before is None or not leans or question.elsewhere:
            return None
        last = stored.answers.get(before)
        if last is None:  # of a longer chat the questions before it are no longer known
            allowed, meant = self._allowed(asked, stored), self._understand(before, stored)
            last = stored.unled.get((meant, asked.top)) if allowed is stored.reports else None
            last = last or self._decided(self._ranked(meant, allowed, stored), asked.top)
        return last.answers[0] if last.answers and last.comparison is None else None

    def _known_answer(self, asked: AnswerKey, stored: Stored) -> Answer:
        """The answer to a question, which is kept."""
        answer = stored.answers.get(asked)
        if answer is None:
            allowed = self._allowed(asked, stored)
            answer = self._answer(asked, allowed, stored)
            if answer.missing:
                answer = replace(answer, missing=tuple(self._untold(answer, allowed, stored)))
            stored.answers.put(asked, answer)
        return answer

    def _answer_to(
        self,
        question: Question,
        top: int,
        allowed: Sequence[ReportInfo],
        stored: Stored,
        spoken: Spoken = nothing,
    ) -> Answer:
        """The answer to a question as understood, of the reports that are let in; ``spoken`` tells what answered the one before."""
        leading = cache(spoken)
        answer = self._decided(self._ranked(question, allowed, stored), top, leading)
        led = leading.cache_info().currsize and leading()
        if not led and allowed is stored.reports:
            stored.unled.put((question, top), answer)
        return answer

    def _decided(self, ranked: Ranked, top: int, spoken: Spoken = nothing) -> Answer:
        """The answer that is made of what was found, before it is asked whether what it lacks is told elsewhere."""
        question, first, comparison = ranked.question, ranked.first, ranked.comparison
        shown = max(top, _COMPARED)
        if ranked.whole and first and not comparison:
            shown = min(shown, len(first))  # beside what is wrong, 困难家庭 says nothing
        evidence = in_answer_order(
            question, ranked.ranking.evidence(shown, first=first, turns=series_of if ranked.in_turns else None), spoken
        )
        evidence = ranked.ranking.with_unsaid(evidence)
        return self._continued(
            decide(question, evidence, scope=ranked.scope, top=top, comparison=comparison, around=self._around)
        )

    def _ranked(self, question: Question, allowed: Sequence[ReportInfo], stored: Stored) -> Ranked:
        """What is found for a question as understood: a list is asked for twice, as long as others are and then in full.

        What is given up of an earlier question is told, and changes nothing that is found.
        """
        if question.given_up:
            alike = self._ranked(replace(question, given_up=()), allowed, stored)
            return replace(alike, question=replace(alike.question, given_up=question.given_up))
        known = stored.ranked.get(question) if allowed is stored.reports else None
        if known is None:
            known = self._rank(question, allowed, stored)
            if allowed is stored.reports:
                stored.ranked.put(question, known)
        return known

    def _rank(self, question: Question, allowed: Sequence[ReportInfo], stored: Stored) -> Ranked:
        question = of_own_body(question, allowed)
        inside = _inside(question, allowed, stored)
        found = self._search(question, inside, stored)
        largest = asks_largest(question)  # 花钱最多的是哪一项 compares no reports
        compared = None if largest else self._compare(question, allowed, found, stored)
        rows = compared.quoted if compared else ()
        question = _alone(question) if compared is None else question.beside(by_year=compared.comparison.by_year)
        telling = _telling(question, stored.vocabulary)
        ranking = rank(question, _each_once((*(row.found for row in rows), *found)), telling)
        first = rows or tuple(map(Ahead, self._run(question, ranking, stored, inside)[:_MOST_ITEMS]))
        if compared and question.kind == "change" and not (compared.tells_growth and not question.against):
            first = ()  # the sentence that says the change comes first
        each = hears_each(question, allowed) or largest
        meant = _any_of(question, allowed, stored)
        return Ranked(
            question,
            ranking,
            first,
            compared.comparison if compared else None,
            Scope(stored.reports, allowed, stored.years, meant, each or compared is not None),
            in_turns=each and (not compared or bool(question.reports)),
            whole=asks_whole(question),
        )

    def _untold(self, answer: Answer, allowed: Sequence[ReportInfo], stored: Stored) -> Iterator[str]:
        """What an answer is said to lack, without the years that an answer of their own would tell."""
        years = {f"{year}年": year for year in answer.understood.years}
        lacking = len(years.keys() & answer.missing)
        many = len(years) > MOST_YEARS or lacking * len(answer.understood.content) > _MOST_WORDS
        for name in answer.missing:
            if name in years and not many:
                told = self._decided(self._rank(replace(answer.understood, years=(years[name],)), allowed, stored), 1)
                wide = any(len(years_in_period(one.period)) > MOST_YEARS for one in told.answers[:1])
                if told.status == "no_answer" or told.reason == "other_year" or wide:
                    yield name
            elif name not in years:
                yield name

    def _continued(self, answer: Answer) -> Answer:
        """The answer, its first quotation together with the sentence behind it where that goes on about what is asked."""
        best, *others = answer.answers or (None,)
        if best is None or not asks_further(answer.understood, best):
            return answer
        first, *behind = self._archive.neighbours(best.sentence, before=0, after=1)
        if not behind or not goes_on(answer.understood, first, behind[0]):
            return answer
        further = (one for one in others if one is not None and one.sentence != behind[0].id)
        return replace(answer, answers=(together(best, first, behind[0]), *further))

    def _around(self, one: Evidence) -> str:
        """What stands around a quotation, which may tell when it was."""
        return "\n".join(near.text for near in self._archive.neighbours(one.sentence, before=_BEFORE, after=0))

    def _allowed(self, asked: AnswerKey, stored: Stored) -> tuple[ReportInfo, ...]:
        """The reports that the filters let in."""
        if (asked.year, asked.place, asked.report) == (None, None, None):
            return stored.reports
        return tuple(self._archive.reports(year=asked.year, place=asked.place, report=asked.report))

    def _understand(self, asked: AnswerKey, stored: Stored) -> Question:
        """The question as understood, which no later stage changes."""
        question = read_question(
            asked.question, stored.words, context=asked.context, wordbook=stored.wordbook, known=stored.readings
        )
        return placed(question, stored.mentions, stored.abbreviating)

    def _search(self, question: Question, inside: frozenset[str] | None, stored: Stored) -> list[Found]:
        """The sentences that hold words or amounts of the question, of the reports ``inside`` alone."""
        query, limit = query_of(question), self._settings.candidates
        candidates = self._engine.search(query, filters=inside, limit=limit)
        of_years = self._about_years(question, inside, stored)
        if of_years:
            # What other years say of the same is often nearer to the words, and never the answer.
            also = self._engine.search(query, filters=of_years, limit=limit)
            candidates = tuple({one.sentence: one for one in (*candidates, *also)}.values())
        candidates = with_amounts(candidates, amounts_in(question), self._archive.holding_value)
        # An amount is looked up everywhere.
        return [one for one in stored.found(candidates) if inside is None or one.report.id in inside]

    def _about_years(self, question: Question, inside: frozenset[str] | None, stored: Stored) -> frozenset[str]:
        """The reports about the years asked for, none where these are all that are searched anyway."""
        if not question.years:
            return frozenset()
        searched = [one for one in stored.reports if inside is None or one.id in inside]
        about = frozenset(one.id for one in _about(question, searched, stored.years))
        return about if len(about) < len(searched) else frozenset()

    def _compare(
        self, question: Question, allowed: Sequence[ReportInfo], among: Sequence[Found], stored: Stored
    ) -> Compared | None:
        """The comparison that the question asks for, if it does and several reports or years say it.

        ``among`` are the sentences found for it.
        """
        asked = concerned(question, allowed, stored.years)
        if asked is None:
            return None
        told = rows_told(asked, self._archive.facts)
        telling = _telling(asked.question, stored.vocabulary)
        rows, choices, near, weighed = told, list[RowChoice](), list[Found](), Counter[str]()
        if told and asked.by_year:  # a sentence that tells of several years may call the thing otherwise in each
            again = stored.found([Candidate(sentence, 1.0) for sentence in dict.fromkeys(row.sentence for row in told)])
            choices = choices_in(asked, telling, again)
            rows = rows_beside(asked, told, choices)
        # What stands far below the best sentences of others may still say it: before a report is called missing it is
        # searched among those alone of which little was weighed.
        for most in (_ASKED_AGAIN if told else len(asked.reports), _ASKED_AGAIN):
            silent = [one.id for one in silent_of(asked, rows) if weighed[one.id] < _LEAST_WEIGHED]
            if not 0 < len(silent) <= most:
                break
            found = self._near(asked, silent, stored)
            weighed.update(one.report.id for one in found)
            near += found
            choices += choices_in(asked, telling, found)
            rows = rows_beside(asked, told, choices)
        rows = plans_beside(asked, rows, choices, self._archive.facts)
        if asked.spread and (len(rows) < _LEAST_SPREAD or self._tells_together(question, asked.years, among, stored)):
            return None
        otherwise = told_otherwise(asked, telling, near, rows, choices)
        return compare(asked, rows, choices, otherwise, stored.found, self._archive.facts)

    def _tells_together(
        self, question: Question, years: AbstractSet[int], found: Sequence[Found], stored: Stored
    ) -> bool:
        """Whether a sentence answers for all of the years that are asked about together."""
        alone = _alone(question)
        best = rank(alone, _each_once(found), _telling(alone, stored.vocabulary)).best
        return bool(years) and best is not None and best.passage.years >= years

    def _near(self, asked: ComparisonScope, among: Sequence[str], stored: Stored) -> Sequence[Found]:
        """The sentences nearest to what is compared, some of each of these reports."""
        limit = min(self._settings.candidates * len(among), SEARCHED)
        query = query_of(asked.question)
        nearest = self._engine.search(query, filters=frozenset(among), limit=limit, keep=nearest_of_each)
        named = named_in_facts(asked, among, self._archive.facts)
        return stored.found([*{one.sentence: one for one in (*named, *nearest)}.values()])

    def _survey(
        self, question: Question, asked: Overview, stored: Stored, inside: frozenset[str] | None
    ) -> tuple[StoredSentence, ...]:
        """What the newest report that the question may mean tells in short; nothing where it could be any of many."""
        telling, years = _telling(question, stored.vocabulary), frozenset(question.years)
        topic = [WantedWord(word.text, word.weight * telling[word.text], word.variants) for word in asked.topic]
        newest = {info.id: info.year or 0 for info in stored.reports}
        for report in sorted(reports_for(question, stored.reports, stored.years, inside), key=lambda one: -newest[one]):
            run = self._archive.run_of(report)
            found = survey_of_topic(run, asked, topic, years) if topic else survey(run, asked, years)
            if found:
                return below_headings(found, self._archive.stored(report), topic=bool(topic))
        return ()

    def _stored(self) -> Stored:
        """What is known of the stored reports, made anew only where they or the administrator's words have changed."""
        version, own = self._archive.version(), self._own_words() if self._own_words else None
        if self._known is None or self._known.version != version or self._known.own is not own:
            self._known = Stored(self._archive, self._engine, version, own)
        return self._known

    def _run(
        self,
        question: Question,
        ranking: Ranking,
        stored: Stored,
        inside: frozenset[str] | None,
    ) -> tuple[Found, ...]:
        """The items that answer the question together, in reading order; none where it asks for something single."""
        if asks_origin(question) or (question.reports and asks_holder(question)):  # 院长是谁 may ask of any body's
            called = {one.id: one for one in stored.reports if not question.years or one.year in question.years}
            wanted = reports_for(replace(question, years=()), stored.reports, stored.years, _both(inside, [*called]))
            ends = (self._archive.ends_of(called[report], head=HEAD, end=END) for report in wanted)
            given = [one for lines in ends for one in origin_in(lines, question)]
            if given:
                return tuple(stored.item(one) for one in given)
        if asks_first(question):
            return ranking.earliest()
        if asks_largest(question):
            let_in = [info for info in stored.reports if inside is None or info.id in inside]
            meant = _about(question, let_in, stored.years)
            runs = (self._archive.run_of(info.id) for info in meant if len(meant) <= _MOST_HEARD)
            return tuple(
                map(stored.item, largest_in(_of_years([*chain.from_iterable(runs)], question), question, _COMPARED))
            )
        asked = overview(question)
        surveyed = self._survey(question, asked, stored, inside) if asked else ()
        if surveyed:
            return tuple(stored.item(one) for one in surveyed)
        if question.section is not None:
            return tuple(stored.item(one) for one in self._points(question, ranking, stored, inside))
        if question.kind not in _LISTING or ranking.best is None:
            return ()
        best = ranking.best.passage.sentence
        aspects = _ASPECTS.search(question.read) is not None
        opening = (one.passage.sentence for one in ranking.as_full(_NEAREST if aspects else 1))
        opens = next((one for one in opening if opens_list(one.text)), None)
        if opens is not None:
            return tuple(map(stored.item, items_after(self._archive.neighbours(opens.id, before=0, after=_FOLLOWING))))
        listed = aspects and ranking.covered >= _COVERED
        if not (listed or names_topic(best.text)):
            return ()
        after = self._archive.neighbours(best.id, before=0, after=_FOLLOWING)
        if named_only := told_under(after):
            return tuple(stored.item(one) for one in named_only)
        if not listed:
            return ()
        before = self._archive.neighbours(best.id, before=_FOLLOWING, after=-1)
        return tuple(stored.item(one) for one in items_around((*before, *after), best.id))

    def _points(
        self, question: Question, ranking: Ranking, stored: Stored, inside: frozenset[str] | None
    ) -> Iterator[StoredSentence]:
        """What the reports that a question means say of their problems, or plans; of each place in turn where each is to be heard."""
        asked = question.section
        let_in = [info for info in stored.reports if inside is None or info.id in inside]
        if asked is None:
            return iter(())
        if not hears_each(question, let_in):
            wanted = reports_for(question, stored.reports, stored.years, inside)
            runs = (_years_on(self._archive.run_of(one), question) for one in wanted)
            return chain.from_iterable(_of_years(items_of_section(run, asked), question) for run in runs)
        found = {report: place for place, report in enumerate(ranking.reports)}
        of_series: dict[str, list[ReportInfo]] = {}
        for report in sorted(_about(question, let_in, stored.years), key=lambda one: found.get(one.id, len(found))):
            of_series.setdefault(series_of(report), []).append(report)
        heard = []
        for reports in [*of_series.values()][:_MOST_HEARD]:
            newest = sorted(reports, key=lambda one: -(one.year or 0))[:_MOST_REPORTS]
            told = ([*_of_years(items_of_section(self._archive.run_of(one.id), asked), question)] for one in newest)
            heard.append(next(filter(None, told), []))
        return (one for points in zip_longest(*heard) for one in points if one is not None)


def _before(asked: AnswerKey) -> Iterator[AnswerKey]:
    """The earlier questions of a chat, each as it was asked then, the nearest first."""
    for place in reversed(range(len(asked.context))):
        yield replace(asked, question=asked.context[place], context=asked.context[:place])


def _inside(question: Question, allowed: Sequence[ReportInfo], stored: Stored) -> frozenset[str] | None:
    """The reports to search: those that the question names, as far as the filters let them in; None for all."""
    named = frozenset(fit.report for fit in question.reports)
    if allowed is stored.reports:
        return named or None
    let_in = frozenset(info.id for info in allowed)
    return (named & let_in) or let_in


def _says_as_much(there: Answer, anywhere: Answer) -> bool:
    """Whether the report that a chat speaks of says as much of the question as the best of all, or as surely."""
    if not there.answers or not anywhere.answers:
        return bool(there.answers)
    own, best = there.answers[0], anywhere.answers[0]
    vague = anywhere.status == "answered" and there.reason in UNTOLD
    if vague or (anywhere.understood.happened and own.planned and not best.planned):
        return False
    return own.coverage >= best.coverage or (there.status == "answered" and own.confidence >= best.confidence)


def _alone(question: Question) -> Question:
    """A question that nothing is compared for, without the words that only compare (各地教师工资)."""
    asked = comparing(question.read) if question.kind == "comparison" else None
    return question.alone if asked is None else replace(question.alone, content=asked.says(question.content))


def _both(inside: frozenset[str] | None, reports: Sequence[str]) -> frozenset[str]:
    return frozenset(one for one in reports if inside is None or one in inside)


def _any_of(question: Question, allowed: Sequence[ReportInfo], stored: Stored) -> tuple[ReportInfo, ...]:
    """The reports any of which may be meant, where a question asks for all that one says (主要做了哪些工作) and names none."""
    if not asks_whole(question) or question.reports or hears_each(question, allowed):
        return ()
    meant = newest_of_each(_about(question, allowed, stored.years))
    return meant if len(meant) > 1 else ()


def _each_once(found: Sequence[Found]) -> list[Found]:
    """What was found, the row of a comparison as the search found it."""
    return list({one.candidate.sentence: one for one in found}.values())


def _telling(question: Question, vocabulary: Vocabulary) -> dict[str, float]:
    """The idf of each content word; a word that no sentence holds tells as much as the best variant that one does."""
    words = question.terms
    telling = dict(zip(words, vocabulary.idf(words), strict=True))
    held = dict(zip(words, vocabulary.document_counts("words", words), strict=True))
    for word in question.content:
        if word.variants and not held[word.text]:
            said = [variant.text for variant in word.variants]
            there = [text for text, count in zip(said, vocabulary.document_counts("words", said), strict=True) if count]
            telling[word.text] = max(vocabulary.idf(there), default=telling[word.text])
    return telling


def reports_for(
    question: Question,
    reports: Sequence[ReportInfo],
    years: Mapping[str, frozenset[int]],
    inside: frozenset[str] | None,
) -> tuple[str, ...]:
    """The reports whose section on problems or plans the question asks for; none where it could be any of many."""
    let_in = [info for info in reports if inside is None or info.id in inside]
    wanted = _about(question, let_in, years)
    if not question.years and len(wanted) > _MOST_REPORTS:
        wanted = newest_of_each(let_in)
    return tuple(info.id for info in wanted) if len(wanted) <= _MOST_REPORTS else ()


def _about(
    question: Question, reports: Sequence[ReportInfo], years: Mapping[str, frozenset[int]]
) -> Sequence[ReportInfo]:
    """The reports about the years asked for; where none is, those that mention one.

    A report of the year or of the next tells of it; its plans stand in that of the year before, or of itself.
    """
    if not question.years:
        return reports
    asked, back = frozenset(question.years), 1 if question.plans else -1
    about = [info for info in reports if info.year is not None and {info.year, info.year + back} & asked]
    return about or [info for info in reports if asked & years.get(info.id, frozenset())]


def _years_on(run: Sequence[StoredSentence], question: Question) -> Sequence[StoredSentence]:
    """What stands below a heading for several years to come (今后五年的奋斗目标), where that is asked about; else all."""
    if not YEARS_ON.search(question.read):
        return run
    return [one for one in run if any(map(YEARS_ON.search, one.section))]


def _of_years(items: Sequence[StoredSentence], question: Question) -> Iterator[StoredSentence]:
    asked = frozenset(question.years)
    return (one for one in items if not asked or not one.period or asked & years_in_period(one.period))
