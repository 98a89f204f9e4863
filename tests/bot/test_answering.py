"""A list stays whole however few pieces of evidence are wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.answering import Filters, answered, answered_whole, without_noise
from bot.clock import now
from bot.wiring import asker, open_archive
from store.ingest.load import load

SAMPLES = Path(__file__).resolve().parents[2] / "bot" / "samples"


def test_items_of_a_list_stay_together_and_the_rest_is_cut(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        load([SAMPLES], archive, loaded_at=now)
        asking = asker(archive)
        listed = "云泽区教育存在哪些困难和问题"
        longer = answered(asking, listed, context=(), filters=Filters(), top=20)
        kept = answered_whole(asking, listed, context=(), filters=Filters(), top=3)
        single = answered_whole(asking, "云泽区2022年征收教育费附加多少", context=(), filters=Filters(), top=3)
    items = [one for one in longer.answers if any(reason.code == "run" for reason in one.why)]
    assert len(items) > 3
    assert kept.answers == longer.answers[: len(items) + 3]
    assert len(single.answers) == 3


def test_less_sure_quotation_is_shown_sooner_where_it_says_all_that_is_asked(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        load([SAMPLES], archive, loaded_at=now)
        given = answered(asker(archive), "云泽区2022年征收教育费附加多少", context=(), filters=Filters(), top=3)
    first, second, third = given.answers
    part, whole = second.but(confidence=0.12, coverage=0.6), third.but(confidence=0.12, coverage=1.0)
    assert without_noise(replace(given, answers=(first.but(confidence=0.8), part, whole))).answers[1:] == (whole,)


def test_year_without_a_place_asks_which_place_where_several_answer(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        load([SAMPLES], archive, loaded_at=now)
        asking = asker(archive)
        open_ = answered(asking, "2022年招聘了多少名教师", context=(), filters=Filters(), top=5)
        placed = answered(asking, "青禾县2022年招聘了多少名教师", context=(), filters=Filters(), top=5)
        alone = answered(asking, "2022年云泽区征收教育费附加多少", context=(), filters=Filters(), top=5)
    assert (open_.status, {info.place for info in open_.choices}) == ("clarify", {"青禾县", "临岚", "云泽区"})
    assert (placed.status, alone.status) == ("answered", "answered")


def test_number_of_people_is_not_looked_for_by_that_word(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        load([SAMPLES], archive, loaded_at=now)
        given = answered(asker(archive), "教师人数", context=(), filters=Filters(), top=1)
    assert "上线人数" not in given.answers[0].quote
    assert "教师" in given.answers[0].quote
