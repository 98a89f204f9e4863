from collections.abc import Sequence
from dataclasses import replace

import pytest

from retrieval.answers.enumerations import (
    announces,
    items_after,
    items_around,
    items_of_section,
    opens_list,
    told_under,
)
from store.model import Sentence, StoredSentence
from store.structure.periods import dated_sentences
from store.structure.section_kinds import SectionKind

Path = tuple[str, ...]


def stored(*units: tuple[Path, str]) -> tuple[StoredSentence, ...]:
    said = [Sentence(text, 0, len(text), path, number, 1, 1) for number, (path, text) in enumerate(units)]
    return tuple(
        StoredSentence(number, "a", one.text, 0, 1, one.section, 0, False, one.period, one.planned)
        for number, one in enumerate(dated_sentences(said, year=2016, kind="年度总结"))
    )


def texts(found: Sequence[StoredSentence]) -> list[str]:
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重点推进三方面工作:", True),
        ("一年来,取得了一些成绩,但也存在不少困难和不足。", True),
        ("全市教育工作还存在一些问题。", True),
        ("突出表现为:一是师资不足。", False),
        ("城东小学存在用地紧张的问题,生均面积只有6平方米。", False),
        ("招聘教师12名。", False),
    ],
)
def test_announcement_says_only_that_something_follows(text: str, expected: bool) -> None:
    assert announces(text) is expected


PROBLEMS: Path = ("二、存在的困难和问题",)


def test_points_of_a_section_are_its_items_and_not_what_announces_them() -> None:
    sentences = stored(
        (("一、2016年工作回顾",), "招聘教师12名。"),
        (PROBLEMS, "一年来,也存在不少困难和不足。"),
        (PROBLEMS, "一是师资不足。"),
        (PROBLEMS, "农村尤其如此。"),
        (PROBLEMS, "二是校舍老旧。"),
        (("三、2017年工作打算",), "新建学校2所。"),
    )
    assert texts(items_of_section(sentences, "problem")) == ["一是师资不足。", "二是校舍老旧。"]
    assert texts(items_of_section(sentences, "plan")) == ["新建学校2所。"]


def test_points_need_not_be_counted() -> None:
    sentences = stored((PROBLEMS, "还存在一些问题。"), (PROBLEMS, "师资不足。"), (PROBLEMS, "校舍老旧。"))
    assert texts(items_of_section(sentences, "problem")) == ["师资不足。", "校舍老旧。"]


def test_heading_for_both_is_divided() -> None:
    path = ("二、存在的问题和2017年工作打算",)
    sentences = stored((path, "师资不足。"), (path, "2017年,将招聘教师30名。"))
    assert texts(items_of_section(sentences, "problem")) == ["师资不足。"]
    assert texts(items_of_section(sentences, "plan")) == ["2017年,将招聘教师30名。"]


@pytest.mark.parametrize(
    ("lines", "kind", "expected"),
    [
        (["发现一些问题,主要是:财务管理混乱。", "一是加强管理。"], "problem", ["发现一些问题,主要是:财务管理混乱。"]),
        (["仍面临一些问题:", "一是师资不足。", "二是校舍老旧。"], "problem", ["一是师资不足。", "二是校舍老旧。"]),
        (["妥善解决群众反映的问题,查处违纪案件3宗。", "招聘教师12名。"], "problem", []),
        (["下一步,我们将新建学校2所。", "特此报告。"], "plan", ["下一步,我们将新建学校2所。"]),
        (["招聘教师12名。"], "plan", []),
        # What only says that there are problems is no problem; what will be done about them is none either.
        (
            ["也看到还存在不少困难和问题。", "师资不足。", "校舍老旧。", "这些问题，要认真解决。"],
            "problem",
            ["也看到还存在不少困难和问题。师资不足。", "校舍老旧。"],
        ),
        (
            ["在看到成绩的同时，要看到面临诸多困难：师资不足。"],
            "problem",
            ["在看到成绩的同时，要看到面临诸多困难：师资不足。"],
        ),
        (["面临困难挑战：师资不足，校舍老旧。"], "problem", ["面临困难挑战：师资不足，校舍老旧。"]),
    ],
)
def test_without_headings_the_announcement_tells(lines: list[str], kind: SectionKind, expected: list[str]) -> None:
    assert texts(items_of_section(stored(*(((), line) for line in lines)), kind)) == expected


def test_plans_behind_the_problems_are_none() -> None:
    path = ("一、2025年工作回顾",)
    sentences = stored(
        (path, "我们清醒看到，存在不少不足。"), (path, "一是将新建学校2所。"), (path, "二是将招聘教师9名。")
    )
    planned = [replace(one, planned=place > 0) for place, one in enumerate(sentences)]
    assert texts(items_of_section(planned, "problem")) == ["我们清醒看到，存在不少不足。"]


def test_heading_for_a_review_and_plans_has_no_problems_below_it() -> None:
    sentences = stored(
        (("工作回顾和2026年工作思路",), "新建学校2所。"), (("工作回顾和2026年工作思路",), "改造校舍3处。")
    )
    assert items_of_section(sentences, "problem") == ()


def test_items_after_an_announcement_are_of_one_style() -> None:
    sentences = stored(
        ((), "重点推进两方面工作:"),
        ((), "(一)深化改革。"),
        ((), "1、改评价。"),
        ((), "(二)优化布局。"),
        ((), "(一)另一件事。"),
    )
    assert opens_list(sentences[0].text)
    assert texts(items_after(sentences)) == ["(一)深化改革。", "(二)优化布局。"]


def test_plain_text_after_a_colon_is_no_list() -> None:
    sentences = stored(((), "特此报告:"), *(((), f"招聘教师{n}名。") for n in range(5)), ((), "一是师资不足。"))
    assert items_after(sentences) == ()


def test_list_around_a_sentence() -> None:
    sentences = stored(
        ((), "招聘教师12名。"),
        ((), "(八)廉政建设"),
        ((), "一是健全制度。"),
        ((), "层层签订责任书。"),
        ((), "二是加强检查。"),
        *(((), f"招聘教师{n}名。") for n in range(8)),
    )
    assert texts(items_around(sentences, 1)) == ["一是健全制度。", "二是加强检查。"]
    assert texts(items_around(sentences, 3)) == ["一是健全制度。", "二是加强检查。"]
    assert items_around(sentences, 12) == ()


def test_what_a_report_admits_without_a_heading_is_its_problems_up_to_what_will_be_done() -> None:
    sentences = stored(
        (("一、2016年工作回顾",), "招聘教师12名。"),
        (("一、2016年工作回顾",), "同时，我们也清醒地认识到，发展不平衡仍是最大实际。"),
        (("一、2016年工作回顾",), "校舍老旧，师资不强。"),
        (("一、2016年工作回顾",), "对此，我们将认真解决。"),
    )
    assert texts(items_of_section(sentences, "problem")) == [
        "同时，我们也清醒地认识到，发展不平衡仍是最大实际。",
        "校舍老旧，师资不强。",
    ]


def test_what_a_paragraph_admits_comes_before_the_sections_behind_it() -> None:
    path = ("国内建设",)
    said = stored(
        (path, "我们还存在不少困难。"),
        (path, "资金不足。"),
        ((*path, "一、体制"), "推广承包。"),
        ((*path, "二、流通"), "疏通渠道。"),
    )
    within = [replace(one, paragraph=max(place - 1, 0)) for place, one in enumerate(said)]
    apart = [replace(one, paragraph=place) for place, one in enumerate(said) if place != 1]
    assert texts(items_of_section(within, "problem")) == ["我们还存在不少困难。资金不足。"]
    assert texts(items_of_section(apart, "problem")) == ["推广承包。", "疏通渠道。"]


def test_a_sentence_that_only_names_its_topic_brings_what_its_paragraph_says_of_it() -> None:
    said = ["着力做好防灾减灾。", "有力应对9轮强降雨。", "转移群众300人。", "加强社会治理。", "化解纠纷12件。"]
    sentences = stored(*(((), text) for text in said))
    assert texts(told_under(sentences)) == said[:3]
    assert told_under(sentences[1:]) == ()
    assert told_under(sentences[3:4]) == ()


def test_point_that_only_names_its_topic_brings_what_tells_of_it() -> None:
    plan: Path = ("三、2017年工作打算",)
    sentences = stored(
        (plan, "（一）着力改善民生。"),
        (plan, "新建食堂3个。"),
        (plan, "改造危房40户。"),
        (plan, "（二）扩建厂房12万平方米，引进项目8个。"),
        (plan, "年内投产。"),
    )
    points = ["新建食堂3个。", "（二）扩建厂房12万平方米，引进项目8个。"]
    assert texts(items_of_section(sentences, "plan")) == ["（一）着力改善民生。", *points]
    below = ((*plan, "（一）着力改善民生。"), "新建食堂3个。")
    headed = stored((below[0], below[0][-1]), below, *((one.section, one.text) for one in sentences[3:]))
    assert texts(items_of_section(headed, "plan")) == points  # its heading is told with it
