"""The pages: ask, threads of questions, reports, one report."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import answer_export, reading, received_files, threads
from bot.conversations.archive import AskedQuestion
from bot.example_questions import Examples
from bot.presenting import View, view
from bot.viewer import AT_THIS_MACHINE, FIRST_PERSON
from bot.web.files import download, shown
from bot.web.rendering import Pages, Visit
from bot.web.views import report_link
from bot.web.visitors import WebDesk
from retrieval.query.suggestions import Suggestions
from store.archive import selection
from store.archive.base import ArchiveReader
from store.model import ReportInfo

if TYPE_CHECKING:
    from retrieval.ask import Asker

_A_PAGE = 100  # reports
_MOST_WORDS = 12
_EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a thread with its answer as it is today."""

    asked: AskedQuestion
    view: View


class AskPages:
    """Everything about questions and reading."""

    def __init__(self, desk: WebDesk) -> None:
        self._desk = desk
        self._suggestions = Suggestions()
        self._loaded = Examples(_EXAMPLES)

    def routes(self, pages: Pages) -> list[Route]:
        """What these pages answer to."""
        return [
            pages.route("/", self.start),
            pages.route("/ask", self.ask, "POST"),
            pages.route("/t/{thread}", self.thread),
            pages.route("/t/{thread}/{number:int}.{kind}", self.export),
            pages.route("/a/{number:int}/verdict", self.judge, "POST"),
            pages.route("/suggest", self.suggest),
            pages.route("/reports", self.reports),
            pages.route("/reports/{report}", self.report),
            pages.route("/reports/{report}/context", self.context),
            pages.route("/reports/{report}/file", self.file),
            pages.route("/reports/{report}/original.pdf", self.file),
        ]

    async def warm(self) -> None:
        """Load what the first person would wait for: the examples, the dictionaries, the names to suggest."""
        await self._desk.read(AT_THIS_MACHINE, self._loaded)
        await self._desk.warm()
        await self._desk.read(AT_THIS_MACHINE, lambda archive, _: self._suggestions.of(archive, ""))

    async def start(self, visit: Visit) -> Response:
        """The box to ask in, what is loaded, and examples."""
        infos, found = await visit.read(self._loaded)
        return visit.page("start.html", infos=infos, examples=found, **selection.spans(infos))

    async def ask(self, visit: Visit) -> Response:
        """Answer a question, in a new thread or in the one that it follows up."""
        form = await visit.form()
        question = (form("example") or form("q")).strip()
        if not question:
            return RedirectResponse("/", 303)
        thread = _thread(form("thread")) if form("thread") else threads.new()
        visit.keep_pace()
        asked, answer = await threads.ask(self._desk, visit.viewer, thread, question, report=form("report") or None)
        if visit.is_for_a_piece and form("thread"):
            return visit.page("turn.html", turn=Turn(asked, view(answer)), last=True)
        return _back_to(asked)

    async def thread(self, visit: Visit) -> Response:
        """A thread, its answers given anew from what the reports say today and the viewer may see."""
        thread = _thread(visit.named("thread"))
        asked = self._desk.conversations.asked_in(thread)
        if not asked:
            raise HTTPException(404)
        turns = [Turn(one, view(await threads.answered(self._desk, visit.viewer, one))) for one in asked]
        return visit.page("thread.html", thread=f"{thread:x}", turns=turns)

    async def export(self, visit: Visit) -> Response:
        """An answer of a thread as a file to keep."""
        asked, kind = self._asked(visit), visit.named("kind")
        if asked.chat != _thread(visit.named("thread")) or kind not in answer_export.WRITERS:
            raise HTTPException(404)
        answer = await threads.answered(self._desk, visit.viewer, asked)
        data = await asyncio.to_thread(answer_export.WRITERS[kind], answer)
        return download(f"{received_files.safe_name(asked.question[:40])}.{kind}", data)

    async def judge(self, visit: Visit) -> Response:
        """👍 or 👎."""
        form = await visit.form()
        asked, verdict = self._asked(visit), form("verdict")
        if asked.chat < FIRST_PERSON or asked.person != visit.viewer.person:
            raise HTTPException(404)  # whose it is not is not told its thread either
        if verdict not in ("up", "down"):
            raise HTTPException(422)
        good = verdict == "up"
        self._desk.conversations.judge(asked.number, asked.person, "up" if good else "down", now=self._desk.clock())
        return visit.page("judged.html", good=good) if visit.is_for_a_piece else _back_to(asked)

    async def suggest(self, visit: Visit) -> Response:
        """What the words typed so far may go on to."""
        typed = visit.request.query_params.get("q", "")[:200]
        found = await visit.read(lambda archive, _: self._suggestions.of(archive, typed))
        return visit.page("suggestions.html", found=found)

    async def reports(self, visit: Visit) -> Response:
        """The stored reports, those that fit what is searched for."""
        asked = visit.asked("q", *selection.FIELDS)
        infos = await visit.read(lambda archive, _: archive.reports())
        found = selection.searched(infos, asked["q"], {name: asked[name] for name in selection.FIELDS})
        few = found if "all" in visit.request.query_params else found[:_A_PAGE]
        return visit.page(
            "reports.html", infos=few, count=len(found), of=len(infos), asked=asked, **selection.spans(infos)
        )

    async def report(self, visit: Visit) -> Response:
        """One report to read."""
        words = visit.request.query_params.get("w", "")[:200].split(",")[:_MOST_WORDS]
        at = visit.asked("at")["at"]

        def work(archive: ArchiveReader, _: Asker) -> tuple[ReportInfo, reading.Reading, int, bool]:
            info = archive.report(visit.named("report"))
            report = archive.stored(info.id)
            place = reading.place_at(report, int(at)) if at.isascii() and at.isdigit() and len(at) < 10 else 0
            return info, reading.reading(report, words), place, received_files.has_original(archive, info.id)

        info, read, place, original = await visit.read(work)
        link = report_link(info.id)
        if place:
            return RedirectResponse(f"{link}#s{place}", 303)
        return visit.page("report.html", info=info, read=read, original=original, link=link)

    async def context(self, visit: Visit) -> Response:
        """The sentences around one, to be shown below its quotation."""
        place = visit.asked("s")["s"]
        if not (place.isascii() and place.isdigit() and len(place) < 8 and int(place)):
            raise HTTPException(404)

        def work(archive: ArchiveReader, _: Asker) -> tuple[str, Sequence[reading.Block]]:
            info = archive.report(visit.named("report"))
            return info.id, reading.around(archive.stored(info.id), int(place))

        report, blocks = await visit.read(work)
        return visit.page("context.html", blocks=blocks, chosen=int(place), link=report_link(report))

    async def file(self, visit: Visit) -> Response:
        """The file that a report came in, as it was loaded: to keep, or a PDF to read."""
        name, path = visit.named("report"), visit.request.url.path
        found = await visit.read(lambda archive, _: received_files.original(archive, archive.report(name).id))
        opened = shown(found[1]) if found and path.endswith(".pdf") else None
        if found is None or (opened is None and not path.endswith("/file")):
            raise HTTPException(404)
        return opened or download(*found)

    def _asked(self, visit: Visit) -> AskedQuestion:
        """The question of the number in the address. Raises HTTPException."""
        number = visit.named("number")
        asked = self._desk.conversations.asked(number) if number < 1 << 63 else None
        if asked is None:
            raise HTTPException(404)
        return asked


def _back_to(asked: AskedQuestion) -> Response:
    return RedirectResponse(f"/t/{asked.chat:x}#q{asked.number}", 303)


def _thread(address: str) -> int:
    """The number of a thread by its address. Raises HTTPException."""
    number = threads.of_address(address)
    if number is None:
        raise HTTPException(404)
    return number
