"""Files in, questions out, and every hop checked back to the line it came from."""

from __future__ import annotations

import html
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest

from bot.cli import main
from bot.wiring import open_archive
from store.archive.sqlite.archive import Archive
from store.ingest.load import load
from store.model import ReportInfo

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / ".." / "shared"
SAMPLES = ROOT / "bot" / "samples"
Json = dict[str, Any]

QUESTIONS = (
    *("招聘了多少名教师", "教育费附加征收了多少", "近视率是多少", "存在哪些问题", "下一步有什么打算", "谁被评为先进"),
    *(
        "2017年的工作安排是什么",
        "随迁子女入学人数",
        "學校安全怎麼做的？",
        "生机比",
        "师德师风",
        "那2016年呢",
        "地铁有多长",
    ),
    *("普通高中招生多少人", "新建改扩建幼儿园几所", "危房改造投入资金多少万元", "培训校长教师多少人次", "的", ""),
)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture
def wenbao(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Calls the command line and gives back the JSON values that it prints, one a line."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> list[Any]:
        capsys.readouterr()
        assert main(["--quiet", *map(str, arguments)]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip("no folder of real reports beside the project")
    return path


@pytest.fixture(params=["samples", "reports"])
def reports(request: pytest.FixtureRequest) -> Path:
    """A folder of reports: the samples, and where there are any, real ones."""
    return SAMPLES if request.param == "samples" else shared("reports")


def test_every_quotation_stands_in_its_report_and_its_section(wenbao: Callable[..., Any], reports: Path) -> None:
    wenbao("load", "--json", reports)
    (infos,) = wenbao("reports", "--json")
    shown = {info["id"]: wenbao("show", info["id"], "--json")[0] for info in infos}
    for report in shown.values():
        check_report(report)
    batch = Path("batch.jsonl")
    batch.write_text("\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate(QUESTIONS)), "utf-8")
    answers = wenbao("ask", "--batch", batch, "--top", "20")
    assert [answer["id"] for answer in answers] == list(range(len(QUESTIONS)))
    quoted = [one for answer in answers for one in answer["answers"] + answer["nearest"]]
    assert len(quoted) > 50
    for one in quoted:
        report = shown[one["report"]["id"]]
        assert one["report"] == {name: report[name] for name in one["report"]}
        assert squeeze(report["text"][one["start"] : one["end"]]) == squeeze(one["quote"])
        # A sentence; below a heading or behind a topic alone that and the sentence which tells, as they follow one another.
        within = [s for s in report["sentences"] if one["start"] <= s["start"] and s["end"] <= one["end"]]
        assert 1 <= len(within) <= 2
        assert within[-1]["end"] == one["end"]
        assert all(s["section"][: len(one["section"])] == one["section"] for s in within)
        before = squeeze(report["text"][one["start"] : within[0]["start"]])
        assert before in {"", *(squeeze(section["heading"]) for section in report["outline"])}


def check_report(report: Json) -> None:
    """That each sentence is what the stored text says, and stands under headings that the text has, in its order."""
    text, outline = report["text"], [section["heading"] for section in report["outline"]]
    assert [s["start"] for s in report["sentences"]] == sorted(s["start"] for s in report["sentences"])
    end = 0
    for sentence in report["sentences"]:
        assert sentence["start"] >= end, "sentences do not overlap"
        end = sentence["end"]
        assert squeeze(text[sentence["start"] : end]) == squeeze(sentence["text"]) != ""
        assert set(sentence["section"]) <= set(outline)
        for heading in sentence["section"]:
            assert squeeze(heading) in squeeze(text[:end])


def test_stored_text_stands_in_the_file_line_by_line(wenbao: Callable[..., Any], reports: Path) -> None:
    """For plain text, whose lines can be compared: nothing is added, changed or moved on the way in."""
    for path in sorted(reports.glob("*.txt")):
        (loaded,) = wenbao("load", "--json", path)
        source = squeeze(path.read_text("utf-8-sig"))
        place = 0
        for report_id in loaded["files"][0]["reports"]:
            (report,) = wenbao("show", report_id, "--json")
            for line in filter(None, map(squeeze, report["text"].split("\n"))):
                place = source.index(line, place) + len(line)
            with open_archive(Path("wenbao.db"), readonly=True) as archive:
                stored = archive.stored(report_id)
            lines = path.read_text("utf-8-sig").replace("\r\n", "\n").split("\n")
            for sentence in stored.sentences:
                span = squeeze("".join(lines[sentence.first_line - 1 : sentence.last_line]))
                assert squeeze(sentence.text) in span or fragments_in(sentence.text, lines, sentence.first_line)


def fragments_in(text: str, lines: Sequence[str], first: int) -> bool:
    """Whether a sentence that a site's lines interrupt stands in the lines from ``first`` on, piece by piece."""
    rest = squeeze(text)
    for line in map(squeeze, lines[first - 1 :]):
        size = next((size for size in range(min(len(rest), len(line)), 0, -1) if rest[:size] in line), 0)
        rest = rest[size:]
        if not rest:
            return True
    return False


# ------------------------------------------------------------------------------------------- the five real files


def expected() -> Iterator[tuple[str, int, Json]]:
    path = SHARED / "reports" / "expected.json"
    if path.exists():
        for name, parts in json.loads(path.read_text("utf-8"))["files"].items():
            yield from ((name, number, part) for number, part in enumerate(parts))


def test_real_files_give_what_is_expected_of_them(wenbao: Callable[..., Any]) -> None:
    folder = shared("reports")
    (loaded,) = wenbao("load", "--json", folder)
    ids = {Path(file["path"]).name: file["reports"] for file in loaded["files"] if file["status"] == "loaded"}
    parts = Counter(name for name, _, _ in expected())
    assert {name: len(ids[name]) for name in parts} == parts
    for name, number, wanted in expected():
        (report,) = wenbao("show", ids[name][number], "--json")
        assert (report["source"], report["part"]) == (name, number + 1)
        assert report["id"] == wanted.get("part", report["id"])
        for field in ("title", "year", "place", "kind", "published"):
            assert report[field] == wanted.get(field, report[field]), (report["id"], field)
        sentences = [squeeze(sentence["text"]) for sentence in report["sentences"]]
        outline = [section["heading"] for section in report["outline"] if section["level"] == 1]
        assert outline == wanted.get("outline", outline), report["id"]
        assert sentences[0].startswith(squeeze(wanted.get("first", sentences[0])))
        assert sentences[-1].endswith(squeeze(wanted.get("last", sentences[-1])))
        for furniture in map(squeeze, wanted.get("not_in_text", ())):
            assert not any(furniture in sentence for sentence in sentences), (report["id"], furniture)
        for quote in map(squeeze, wanted.get("must_quote", ())):
            assert any(quote in sentence for sentence in sentences), (report["id"], quote)


# ------------------------------------------------------------------------- the national reports, in five formats


@cache
def national() -> tuple[Json, ...]:
    path = shared("corpora") / "government_work_reports_1954_2014.jsonl"
    return tuple(json.loads(line) for line in path.read_text("utf-8").split("\n") if line)


def paragraphs(report: Json) -> list[str]:
    """The title and the lines that hold something: a page, a Word file and a PDF do not tell blank lines from others."""
    return [line.strip() for line in [report["title"], *report["content"].split("\n")] if line.strip()]


def as_text(report: Json) -> bytes:
    return f"{report['title']}\n\n{report['content']}\n".encode()


def as_gb18030(report: Json) -> bytes:
    return as_text(report).decode().encode("gb18030")


def as_word(report: Json) -> bytes:
    document, data = docx.Document(), io.BytesIO()
    for line in paragraphs(report):
        document.add_paragraph(line)
    document.save(data)
    return data.getvalue()


def as_page(report: Json) -> bytes:
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in paragraphs(report)[1:])
    title = html.escape(report["title"])
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head><body>
    <nav><ul><li><a href="/">首页</a></li><li><a href="/news">新闻</a></li><li><a href="/login">登录</a></li></ul></nav>
    <main><article><h1>{title}</h1>
{body}
    </article></main>
    <footer><p>版权所有 <a href="/about">关于我们</a> <a href="/contact">联系我们</a></p></footer>
    </body></html>""".encode()


def as_pdf(report: Json) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24)
    data = io.BytesIO()

    def number(canvas: Any, template: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(A4[0] / 2, 28, f"— {template.page} —")

    flow = [Paragraph(html.escape(line), style) for line in paragraphs(report)]
    SimpleDocTemplate(data, pagesize=A4).build(flow, onFirstPage=number, onLaterPages=number)
    return data.getvalue()


FORMATS: dict[str, tuple[str, Callable[[Json], bytes]]] = {
    "txt": (".txt", as_text),
    "gb18030": (".txt", as_gb18030),
    "docx": (".docx", as_word),
    "html": (".html", as_page),
    "pdf": (".pdf", as_pdf),
}


Loaded = dict[str, tuple[ReportInfo, tuple[str, ...]]]


def loaded(folder: Path, form: str, rows: Sequence[Json]) -> Loaded:
    """Written out in a format and loaded: of each report what is known of it, and its sentences without white space."""
    suffix, made = FORMATS[form]
    folder.mkdir()
    for row in rows:
        (folder / f"{row['year']}{suffix}").write_bytes(made(row))
    with Archive.open(folder / "wenbao.db") as archive:
        summary = load([folder], archive, loaded_at=lambda: "2024-01-01T00:00:00+00:00")
        assert [file.error for file in summary.files] == [None] * len(rows)
        return {
            info.id: (info, tuple(squeeze(sentence.text) for sentence in archive.stored(info.id).sentences))
            for info in archive.reports()
        }


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return loaded(tmp_path_factory.mktemp("national") / "txt", "txt", national())


def test_national_reports_each_load_with_title_and_year(texts: Loaded) -> None:
    assert len(texts) == len(national()) == 42
    for row in national():
        info, sentences = texts[str(row["year"])]
        assert (info.title, info.year) == (row["title"], row["year"])
        assert len(sentences) == info.sentences > 100


def test_sentences_of_the_national_reports_are_all_there(texts: Loaded) -> None:
    """Each line of the body that ends a sentence ends one that is stored, unless it is the licence below the report."""
    for row in national():
        stored = "".join(texts[str(row["year"])][1])
        lines = [squeeze(line) for line in row["content"].split("\n")]
        body = [line for line in lines[: last_of_body(lines)] if line.endswith("。")]
        assert len(body) > 20
        assert [line for line in body if line not in stored] == []


def last_of_body(lines: Sequence[str]) -> int:
    """Where the site's notes on copyright begin."""
    return next((number for number, line in enumerate(lines) if line.startswith("本作品")), len(lines))


@pytest.mark.parametrize("form", ["gb18030", "docx", "html", "pdf"])
def test_every_format_gives_the_sentences_of_the_plain_text(form: str, texts: Loaded, tmp_path: Path) -> None:
    if form == "pdf":
        pytest.importorskip("reportlab")
    rows = national()[:: {"gb18030": 1, "pdf": 6}.get(form, 3)]
    others = loaded(tmp_path / form, form, rows)
    assert list(others) == [str(row["year"]) for row in rows]
    differing = 0
    for report_id, (info, sentences) in others.items():
        known, wanted = texts[report_id]
        for field in ("title", "year", "place", "kind"):
            assert getattr(info, field) == getattr(known, field)
        for tag, a, b, c, d in SequenceMatcher(None, wanted, sentences, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            # Only blank lines tell that a short line goes on (it was a link), and only plain text has them. Elsewhere
            # the pieces stand alone, and a first one of a paragraph may pass for a heading. Nothing else may change.
            assert "".join(wanted[a:b]).endswith("".join(sentences[c:d]))
            differing += b - a
    assert differing <= (0 if form == "gb18030" else 0.002 * sum(len(texts[report_id][1]) for report_id in others))
