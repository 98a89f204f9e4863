"""The pages: ask, threads of questions, reports, one report."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import answer_export, originals, reading
from bot.answering import Filters
from bot.conversations.archive import AskedQuestion
from bot.examples import examples
from bot.received_files import safe_name
from bot.viewer import AT_THIS_MACHINE, FIRST_PERSON, Viewer
from bot.web.desk import WebDesk
from bot.web.downloads import download, shown
from bot.web.forms import form_of
from bot.web.rendering import Pages
from bot.web.views import View, report_link, view
from retrieval.query.suggestions import Suggestions
from store.archive.base import ArchiveReader
from store.model import ReportInfo

if TYPE_CHECKING:
    from retrieval import Answer, Asker

_REMEMBERED = 3  # earlier questions that a follow-up may take up
_A_PAGE = 100  # reports
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a thread with its answer as it is today."""

    asked: AskedQuestion
    view: View


class AskPages:
    """Everything about questions and reading."""

    def __init__(self, desk: WebDesk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages
        self._suggestions = Suggestions()
        self._examples: dict[tuple[ReportInfo, ...], tuple[str, ...]] = {}

    def routes(self) -> list[Route]:
        """What these pages answer to."""
        return [
            Route("/", self.start),
            Route("/ask", self.ask, methods=["POST"]),
            Route("/t/{thread}", self.thread),
            Route("/t/{thread}/{number:int}.{kind}", self.export),
            Route("/a/{number:int}/verdict", self.judge, methods=["POST"]),
            Route("/suggest", self.suggest),
            Route("/reports", self.reports),
            Route("/reports/{report}", self.report),
            Route("/reports/{report}/context", self.context),
            Route("/reports/{report}/file", self.file),
            Route("/reports/{report}/original.pdf", self.file),
        ]

    async def warm(self) -> None:
        """Load what the first person would wait for: the examples, the dictionaries, the names to suggest."""
        await self._desk.read(AT_THIS_MACHINE, self._loaded)
        await self._desk.warm()
        await self._desk.read(AT_THIS_MACHINE, lambda archive, _: self._suggestions.of(archive, ""))

    async def start(self, request: Request) -> Response:
        """The box to ask in, what is loaded, and examples."""
        viewer = self._desk.viewer(request)
        infos, found = await self._desk.read(viewer, self._loaded)
        return self._pages.page(request, viewer, "start.html", infos=infos, examples=found, **_spans(infos))

    async def ask(self, request: Request) -> Response:
        """Answer a question, in a new thread or in the one that it follows up."""
        viewer = self._desk.viewer(request)
        form = await form_of(request, self._desk.tokens, viewer)
        question = (form("example") or form("q")).strip()
        if not question:
            return RedirectResponse("/", 303)
        thread = _number(form("thread")) if form("thread") else _new_thread()
        report = form("report") or None
        self._desk.keep_pace(viewer.person)
        earlier = self._desk.conversations.asked_in(thread)
        context = (*earlier[-1].context, earlier[-1].question)[-_REMEMBERED:] if earlier and not report else ()
        asked = self._desk.conversations.ask(
            received=None,
            kind="ask",
            chat=thread,
            person=viewer.person,
            question=question,
            context=context,
            report=report,
            now=self._desk.clock(),
        )
        answer = await self._answer(viewer, asked)
        self._desk.conversations.answered(
            asked.number,
            message=asked.number,
            status=answer.status,
            evidence=[one.sentence for one in answer.answers or answer.nearest],
            elapsed_ms=answer.elapsed_ms,
        )
        if "hx-request" in request.headers and form("thread"):
            return self._pages.page(request, viewer, "turn.html", turn=Turn(asked, view(answer)), last=True)
        return RedirectResponse(f"/t/{thread:x}#q{asked.number}", 303)

    async def thread(self, request: Request) -> Response:
        """A thread, its answers given anew from what the reports say today and the viewer may see."""
        viewer = self._desk.viewer(request)
        thread = _number(request.path_params["thread"])
        asked = self._desk.conversations.asked_in(thread)
        if not asked:
            raise HTTPException(404)
        turns = [Turn(one, view(await self._answer(viewer, one))) for one in asked]
        return self._pages.page(request, viewer, "thread.html", thread=f"{thread:x}", turns=turns)

    async def export(self, request: Request) -> Response:
        """An answer of a thread as a file to keep."""
        viewer = self._desk.viewer(request)
        asked = self._asked(request)
        kind = request.path_params["kind"]
        if asked.chat != _number(request.path_params["thread"]) or kind not in answer_export.WRITERS:
            raise HTTPException(404)
        answer = await self._answer(viewer, asked)
        data = await asyncio.to_thread(answer_export.WRITERS[kind], answer)
        return download(f"{safe_name(asked.question[:40])}.{kind}", data)

    async def judge(self, request: Request) -> Response:
        """👍 or 👎."""
        viewer = self._desk.viewer(request)
        form = await form_of(request, self._desk.tokens, viewer)
        asked = self._asked(request)
        verdict = form("verdict")
        if asked.chat < FIRST_PERSON or asked.person != viewer.person:
            raise HTTPException(404)  # whose it is not is not told its thread either
        if verdict not in ("up", "down"):
            raise HTTPException(422)
        self._desk.conversations.judge(
            asked.number, viewer.person, "up" if verdict == "up" else "down", now=self._desk.clock()
        )
        if "hx-request" in request.headers:
            return self._pages.page(request, viewer, "judged.html", good=verdict == "up")
        return RedirectResponse(f"/t/{asked.chat:x}#q{asked.number}", 303)

    async def suggest(self, request: Request) -> Response:
        """What the words typed so far may go on to."""
        viewer = self._desk.viewer(request)
        typed = request.query_params.get("q", "")[:200]
        found = await self._desk.read(viewer, lambda archive, _: self._suggestions.of(archive, typed))
        return self._pages.page(request, viewer, "suggestions.html", found=found)

    async def reports(self, request: Request) -> Response:
        """The stored reports, those that fit what is searched for."""
        viewer = self._desk.viewer(request)
        asked = {name: request.query_params.get(name, "").strip() for name in ("q", "place", "year", "kind", "issuer")}
        infos = await self._desk.read(viewer, lambda archive, _: archive.reports())
        found = [info for info in infos if _fits(info, asked)]
        shown = found[:_A_PAGE] if "all" not in request.query_params else found
        return self._pages.page(
            request, viewer, "reports.html", infos=shown, count=len(found), of=len(infos), asked=asked, **_spans(infos)
        )

    async def report(self, request: Request) -> Response:
        """One report to read."""
        viewer = self._desk.viewer(request)
        words = request.query_params.get("w", "")[:200].split(",")[:_MOST_WORDS]
        at = request.query_params.get("at", "")

        def work(archive: ArchiveReader, _: Asker) -> tuple[ReportInfo, reading.Reading, int, bool]:
            info = archive.report(request.path_params["report"])
            report = archive.stored(info.id)
            place = reading.place_at(report, int(at)) if at.isascii() and at.isdigit() and len(at) < 10 else 0
            return info, reading.reading(report, words), place, originals.is_there(archive, info.id)

        info, read, place, original = await self._desk.read(viewer, work)
        if place:
            return RedirectResponse(f"{report_link(info.id)}#s{place}", 303)
        return self._pages.page(
            request, viewer, "report.html", info=info, read=read, original=original, link=report_link(info.id)
        )

    async def context(self, request: Request) -> Response:
        """The sentences around one, to be shown below its quotation."""
        viewer = self._desk.viewer(request)
        place = _place(request.query_params.get("s", ""))

        def work(archive: ArchiveReader, _: Asker) -> tuple[str, Sequence[reading.Block]]:
            info = archive.report(request.path_params["report"])
            return info.id, reading.around(archive.stored(info.id), place)

        report, blocks = await self._desk.read(viewer, work)
        return self._pages.page(request, viewer, "context.html", blocks=blocks, chosen=place, link=report_link(report))

    async def file(self, request: Request) -> Response:
        """The file that a report came in, as it was loaded: to keep, or a PDF to read."""
        viewer = self._desk.viewer(request)
        name = request.path_params["report"]
        found = await self._desk.read(viewer, lambda archive, _: originals.read(archive, archive.report(name).id))
        opened = shown(found[1]) if found and request.url.path.endswith(".pdf") else None
        if found is None or (opened is None and not request.url.path.endswith("/file")):
            raise HTTPException(404)
        return opened or download(*found)

    def _asked(self, request: Request) -> AskedQuestion:
        """The question of the number in the address. Raises HTTPException."""
        number = request.path_params["number"]
        asked = self._desk.conversations.asked(number) if number < 1 << 63 else None
        if asked is None:
            raise HTTPException(404)
        return asked

    async def _answer(self, viewer: Viewer, asked: AskedQuestion) -> Answer:
        filters = Filters(report=asked.report)
        return await self._desk.answer(viewer, asked.question, context=asked.context, filters=filters, whole=True)

    def _loaded(self, archive: ArchiveReader, asker: Asker) -> tuple[tuple[ReportInfo, ...], tuple[str, ...]]:
        """The reports, and examples of questions, which are made anew only where the reports have changed."""
        infos = archive.reports()
        if infos not in self._examples:
            self._examples = {infos: examples(archive, asker, most=4)}
        return infos, self._examples[infos]


def _new_thread() -> int:
    """The number of a new thread, which nobody can guess."""
    return FIRST_PERSON + secrets.randbelow((1 << 63) - FIRST_PERSON)


def _number(text: str) -> int:
    """The number of a thread by its address. Raises HTTPException."""
    try:
        number = int(text, 16) if len(text) <= 16 and text.isascii() and text.isalnum() else 0
    except ValueError:
        number = 0
    if not FIRST_PERSON <= number < 1 << 63:
        raise HTTPException(404)
    return number


def _place(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text)):
        raise HTTPException(404)
    return int(text)


def _fits(info: ReportInfo, asked: dict[str, str]) -> bool:
    said = f"{info.title} {info.place or ''} {info.issuer or ''} {info.source} {info.year or ''}"
    return all(word in said for word in asked["q"].split()) and all(
        not asked[name] or str(getattr(info, name) or "") == asked[name] for name in ("place", "year", "kind", "issuer")
    )


def _spans(infos: Sequence[ReportInfo]) -> dict[str, Any]:
    """What the reports can be filtered by."""
    return {
        "years": sorted({info.year for info in infos if info.year}, reverse=True),
        "places": sorted({info.place for info in infos if info.place}),
        "kinds": sorted({info.kind for info in infos if info.kind}),
        "issuers": sorted({info.issuer for info in infos if info.issuer}),
    }
