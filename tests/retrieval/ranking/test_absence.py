"""What of a question a report and a sentence do not say."""

from __future__ import annotations

import pytest

from retrieval.model import Variant
from retrieval.ranking.absence import absent, lacking, lacks_month, names_something, unsaid, whole_of
from retrieval.ranking.coverage import WantedWord
from retrieval.ranking.passage import Passage
from store.model import StoredSentence

TITLE = "青禾县2021年工作总结"


def passage(text: str, *section: str) -> Passage:
    return Passage(StoredSentence(1, "a", text, 0, len(text), section, 0, False, None, False))


@pytest.mark.parametrize(
    ("word", "share"),
    [
        (WantedWord("pm10", 3.0), 0.75),
        (WantedWord("浓度", 3.0), 0.0),
        (WantedWord("青禾", 3.0), 0.0),  # by the title
        (WantedWord("环保", 3.0), 0.0),  # by the heading
        (WantedWord("含量", 3.0, (Variant("浓度", 0.8),)), 0.0),
    ],
)
def test_word_is_absent_where_no_passage_nor_heading_nor_title_holds_it(word: WantedWord, share: float) -> None:
    found = [passage("全年天气较好。", "环保工作"), passage("PM2.5浓度为30微克。")]
    assert absent([word, WantedWord("天气", 1.0)], whole_of(TITLE, found)) == share


def test_passage_lacks_the_characters_that_neither_it_nor_what_is_above_it_holds() -> None:
    words = [WantedWord("教师薪酬", 2.0), WantedWord("青禾", 2.0)]
    assert lacking(words, TITLE, passage("新招聘教师20名。")) == 0.25
    assert lacking([WantedWord("gdp", 2.0, (Variant("生产总值", 0.8),))], TITLE, passage("生产总值增长7%。")) == 0


def test_question_without_words_lacks_nothing() -> None:
    assert (absent([], whole_of(TITLE, [])), lacking([], TITLE, passage("天气较好。"))) == (0.0, 0.0)


@pytest.mark.parametrize("word", ["血型", "宠物", "双减", "派出所"])
def test_noun_that_a_report_would_say(word: str) -> None:
    assert names_something(WantedWord(word, 1.0), f"有几个{word}")


@pytest.mark.parametrize("word", ["日期", "节课", "总和", "时间", "招聘", "酒", "2021"])
def test_word_that_an_answer_need_not_say(word: str) -> None:
    assert not names_something(WantedWord(word, 1.0), f"有几个{word}")


def test_what_something_is_asked_to_be_names_something() -> None:
    assert names_something(WantedWord("配偶", 1.0), "被告人的配偶是谁")
    assert not names_something(WantedWord("配偶", 1.0), "谁来配偶")


def test_word_is_unsaid_where_no_part_nor_variant_of_it_stands() -> None:
    assert unsaid(WantedWord("游客", 1.0), "接待观众3万人次")
    assert unsaid(WantedWord("pm10", 1.0), "pm2.5浓度")
    assert not unsaid(WantedWord("音体美", 1.0), "音、体、美教师20名")
    assert not unsaid(WantedWord("游客", 1.0, (Variant("观众", 0.8),)), "接待观众3万人次")


def test_month_that_a_sentence_does_not_name() -> None:
    words = [WantedWord("8月", 1.0)]
    assert lacks_month(words, passage("4月成立投资部。"))
    assert not lacks_month(words, passage("成立投资部。", "2021年8月大事"))
    assert not lacks_month([*words, WantedWord("11月", 1.0)], passage("成立投资部。"))
