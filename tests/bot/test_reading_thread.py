"""Questions are answered in processes where there are processors for them, with the same answers as in the thread."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot import reading_thread
from bot.config import Config
from bot.reading_thread import Readers
from bot.viewer import AT_THIS_MACHINE
from store.archive.clickhouse.address import read_address
from store.errors import ArchiveError, ReportQAError
from tests.bot.conftest import Call
from tests.bot.reading_work import asked, dies_once, fails, titles

PERSON = AT_THIS_MACHINE.person
QUESTION = "云堤县2022年招聘了多少教师"

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill -9")


@pytest.fixture(scope="module")
def readers(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    copy = tmp_path_factory.mktemp("apart") / "reports.db"
    shutil.copy(loaded, copy)
    made = Readers(Config(database=copy))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_thread, "cores", lambda: 2)
        made.begin_apart()
    yield made
    made.close()


def test_the_answer_is_that_of_the_thread_from_another_process(readers: Readers) -> None:
    async def both() -> tuple[tuple[str, int], tuple[str, int]]:
        work = partial(asked, QUESTION)
        await readers.warm()
        return await readers.run_apart(work, person=PERSON), await readers.run(work, person=PERSON)

    (apart, process), (here, mine) = asyncio.run(both())
    assert apart == here
    assert process != mine == os.getpid()


def test_a_chat_keeps_its_process_unless_only_another_is_idle(readers: Readers) -> None:
    async def all_of_them() -> list[int]:
        work = partial(asked, QUESTION)
        one_by_one = [await readers.run_apart(work, person=person) for person in (2, 3, 2, 3)]
        at_once = await asyncio.gather(*(readers.run_apart(work, person=2) for _ in range(3)))
        return [process for _, process in (*one_by_one, *at_once)]

    first, second, *later = asyncio.run(all_of_them())
    assert first != second
    assert later == [first, second, first, second, first]


def test_a_chat_leaves_its_process_where_another_has_far_fewer_jobs(readers: Readers) -> None:
    async def all_of_them() -> list[int]:
        work = partial(asked, QUESTION)
        at_once = await asyncio.gather(*(readers.run_apart(work, person=2) for _ in range(9)))
        return [process for _, process in at_once]

    done = asyncio.run(all_of_them())
    own, other = done[:2]
    assert done[2:6] == [own] * 4
    assert other in done[6:]


def test_all_are_busy_where_much_waits_for_each(readers: Readers) -> None:
    async def busy(people: list[int]) -> bool:
        asking = [asyncio.ensure_future(readers.run_apart(partial(asked, QUESTION), person=one)) for one in people]
        await asyncio.sleep(0)  # each has begun
        said = readers.busy()
        await asyncio.gather(*asking)
        return said and not readers.busy()

    assert [asyncio.run(busy(people)) for people in ([2] * 4, [2, 3] * 4)] == [False, True]


def test_an_error_is_raised_as_it_was_there_and_tells_where(readers: Readers) -> None:
    with pytest.raises(ReportQAError, match="甲: 坏了") as caught:
        asyncio.run(readers.run_apart(fails, person=PERSON))
    assert "reading_work.py" in str(caught.value.__cause__)


def test_work_whose_process_ends_is_done_by_another(readers: Readers, tmp_path: Path) -> None:
    async def twice() -> tuple[int, tuple[str, int]]:
        after = await readers.run_apart(partial(dies_once, tmp_path / "mark"), person=PERSON)
        return after, await readers.run_apart(partial(asked, QUESTION), person=PERSON)

    after, (quote, process) = asyncio.run(twice())
    assert os.getpid() not in {after, process}
    assert "158名" in quote


def test_all_processes_may_end_at_once(readers: Readers) -> None:
    asyncio.run(readers.warm())
    for one in [process for workers in readers._workers for process in workers._started]:
        one.process.kill()
        one.process.join()
    assert "158名" in asyncio.run(readers.run_apart(partial(asked, QUESTION), person=PERSON))[0]


def test_another_report_file_by_the_same_name_is_opened(
    readers: Readers, loaded: Path, wenbao: Call, tmp_path: Path
) -> None:
    async def before_and_after() -> tuple[list[str], list[str]]:
        before = await readers.run_apart(titles, person=PERSON)
        (tmp_path / "more.txt").write_text("云堤县水利局2023年工作总结\n全年治理河道12公里。\n", "utf-8")
        shutil.copy(loaded, tmp_path / "other.db")
        wenbao("--db", str(tmp_path / "other.db"), "load", str(tmp_path / "more.txt"))
        (tmp_path / "other.db").rename(readers._config.database)
        return before, await readers.run_apart(titles, person=PERSON)

    before, after = asyncio.run(before_and_after())
    assert sorted(set(after) - set(before)) == ["云堤县水利局2023年工作总结"]


def test_a_report_file_that_is_emptied_is_told_and_read_again_once_it_is_mended(loaded: Path, tmp_path: Path) -> None:
    copy = tmp_path / "reports.db"
    shutil.copy(loaded, copy)
    readers = Readers(Config(database=copy))
    before = asyncio.run(readers.run(titles, person=PERSON))
    os.truncate(copy, 0)
    for _ in range(2):
        with pytest.raises(ArchiveError, match="清空"):
            asyncio.run(readers.run(titles, person=PERSON))
    shutil.copy(loaded, tmp_path / "other.db")
    (tmp_path / "other.db").replace(copy)
    assert asyncio.run(readers.run(titles, person=PERSON)) == before
    readers.close()


def test_one_processor_answers_in_the_thread(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_thread, "cores", lambda: 1)
    alone = Readers(Config(database=loaded))
    alone.begin_apart()
    try:
        assert asyncio.run(alone.run_apart(partial(asked, QUESTION), person=PERSON))[1] == os.getpid()
    finally:
        alone.close()


def test_database_within_the_process_is_read_by_it_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading_thread, "cores", lambda: 2)
    monkeypatch.setattr(reading_thread, "Workers", None)  # nothing is begun, not even what they share
    made = Readers(Config(engine=read_address(f"chdb://{tmp_path}/reports")))
    made.begin_apart()
    made.close()
