"""Reports built by hand: invented ones, in the manner of the real."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from retrieval.ask import Asker
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.index.sqlite.maintenance import SqliteIndex
from retrieval.model import RankSettings
from store.archive.sqlite.archive import Archive
from store.figures.extract import figures_in
from store.model import Report, Sentence, Source
from store.structure.periods import dated

Section = tuple[Sequence[str], Sequence[str]]


def build_report(
    title: str,
    sections: Sequence[Section],
    *,
    year: int | None = None,
    place: str | None = None,
    kind: str | None = None,
    part: int = 1,
) -> Report:
    """A report from (section path, paragraphs); a paragraph's sentences end in 。, and 「#」 opens a run-in heading."""
    text, sentences, paragraph = "", [], 0
    for path, paragraphs in sections:
        for whole in paragraphs:
            for piece in whole.replace("。", "。\0").split("\0"):
                if not piece:
                    continue
                heading, piece = piece.startswith("#"), piece.removeprefix("#")
                start, text = len(text), text + piece
                lines, figures = (paragraph + 1, paragraph + 1), figures_in(piece)
                sentences.append(Sentence(piece, start, len(text), tuple(path), paragraph, *lines, heading, figures))
            text += "\n"
            paragraph += 1
    return dated(Report(part, title, year, place, kind, None, text, (), tuple(sentences), ()))


QINGHE = build_report(
    "清河市教育局2016年工作总结",
    [
        (
            ["一、2016年工作回顾"],
            [
                "全市现有小学42所,在校生31560名。全年招聘教师186名,其中研究生23名。",
                "#1.校舍建设稳步推进。投入资金2350万元,新建改建校舍3.2万平方米。9月10日召开了教师节表彰大会。",
            ],
        ),
        (["二、存在的问题"], ["农村学校音体美教师不足。城区大班额仍较突出。"]),
        (["三、2017年工作打算"], ["力争招聘教师200名。新建幼儿园6所。"]),
    ],
    year=2016,
    place="清河",
    kind="年度总结",
)
LIUAN = build_report(
    "柳岸县2018年上半年工作报告",
    [
        ([], ["上半年全县招聘教师75名。义务教育巩固率达98.6%,比上年提高1.2个百分点。"]),
        (["二、下一步安排"], ["为學校食堂配備專職廚師,由縣財政撥款480萬元。"]),
    ],
    year=2018,
    place="柳岸县",
    kind="半年报告",
)
NAMELESS = build_report("创建卫生城市工作汇报", [([], ["全区建成公厕19座。垃圾分类覆盖面达到76%。"])], kind="工作汇报")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive that holds the three reports above as qinghe, liuan and nameless."""
    with Archive.open(tmp_path / "reports.db", indexes=[SqliteIndex()]) as opened:
        for name, report in (("qinghe", QINGHE), ("liuan", LIUAN), ("nameless", NAMELESS)):
            store(opened, name, report)
        yield opened


def store(archive: Archive, name: str, report: Report) -> None:
    source = Source(f"/{name}.txt", f"{name}.txt", name, "txt", "utf-8", report.text)
    archive.save(source, (report,), text_digest=name, loaded_at="2024-01-01T00:00:00Z")


@pytest.fixture
def asker(archive: Archive) -> Asker:
    settings = RankSettings()
    return Asker(archive, SqliteEngine(archive.connection, settings.fields), settings)


Over = Callable[[Mapping[str, Report]], Asker]


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Over]:
    """What stores reports under their ids, and gives an asker of them."""
    with Archive.open(tmp_path / "over.db", indexes=[SqliteIndex()]) as archive:

        def stored(reports: Mapping[str, Report]) -> Asker:
            for name, report in reports.items():
                store(archive, name, report)
            return Asker(archive, SqliteEngine(archive.connection, RankSettings().fields), RankSettings())

        yield stored


@pytest.fixture
def make_report() -> Callable[..., Report]:
    return build_report


@pytest.fixture
def shared() -> Path:
    """Real reports beside the project, which a stranger's checkout does not have."""
    folder = Path(__file__).resolve().parents[2] / ".." / "shared"
    if not folder.is_dir():
        pytest.skip("no folder of real reports beside the project")
    return folder
