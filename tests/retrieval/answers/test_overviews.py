"""What a report did, or is to do, in short: its headings in order, each with the first sentence that tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval.answers.overviews import below_headings, survey
from retrieval.lexicon.tables import records
from retrieval.query import overviews
from retrieval.query.overviews import Overview
from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import read_question
from store.figures.extract import figures_in
from store.model import Report, Section, StoredSentence
from tests.retrieval.conftest import Over, build_report

DONE, PLAN = "一、2020年工作回顾", "三、2021年工作打算"
SECTIONS = [
    ((DONE,), ["一年来，主要做了以下工作："]),
    ((DONE, "（一）产业发展"), ["新建厂房12万平方米，投产企业31家。", "引进项目8个。"]),
    ((DONE, "（二）民生保障"), ["开办老年食堂6个，受益老人2100人。", "改造危房90户。"]),
    (("二、存在的问题",), ["一是财力不足。", "二是人才短缺。"]),
    ((PLAN, "（一）产业发展"), ["扩建工业园区，引进项目10个。"]),
    ((PLAN, "（二）民生保障"), ["开办老年食堂9个，改造危房40户。"]),
]


@pytest.fixture
def ask(over: Over) -> Callable[[str], list[str]]:
    asker = over({"a": build_report("青禾县2020年工作总结", SECTIONS, year=2020, place="青禾县", kind="年度总结")})
    return lambda question: [one.quote for one in asker.ask(question, top=3).answers]


def test_headings_of_the_review_each_with_its_first_telling_sentence(ask: Callable[[str], list[str]]) -> None:
    assert ask("青禾县2020年主要做了哪些工作")[:2] == [
        "新建厂房12万平方米，投产企业31家。",
        "开办老年食堂6个，受益老人2100人。",
    ]


def test_plan_is_told_from_the_plan(ask: Callable[[str], list[str]]) -> None:
    assert ask("青禾县2021年重点抓哪几件事")[:2] == ["扩建工业园区，引进项目10个。", "开办老年食堂9个，改造危房40户。"]


def test_so_many_things_as_the_question_says_are_told_from_the_plan(ask: Callable[[str], list[str]]) -> None:
    assert ask("青禾县2021年重点抓哪两件事")[0] == "扩建工业园区，引进项目10个。"
    assert overviews.overview(read_question("青禾县2021年要办哪十件实事", ScopeWords(()))) is None


def test_items_of_one_sentence_stand_beside_those_with_headings() -> None:
    plan = (PLAN,)
    said = [
        (plan, "1、新建食堂3个。"),
        ((PLAN, "2、改造危房。"), "2、改造危房。"),
        ((PLAN, "2、改造危房。"), "年内改造危房40户。"),
        (plan, "3、开办夜校。"),
        ((PLAN, "4、引进项目。"), "4、引进项目。"),
        ((PLAN, "4、引进项目。"), "年内引进项目10个。"),
    ]
    run = [
        StoredSentence(number, "a", text, 0, len(text), section, number, text == section[-1], "2021", True)
        for number, (section, text) in enumerate(said)
    ]
    found = survey(run, Overview("plan", ()), frozenset({2021}))
    assert [one.text for one in found] == [
        said[0][1],
        "2、改造危房。 年内改造危房40户。",
        said[3][1],
        "4、引进项目。 年内引进项目10个。",
    ]


def _lines(*said: str) -> tuple[list[StoredSentence], Report]:
    """A report of lines, those that begin with ## or # being headings; its sentences end in 。."""
    text, path, sections, sentences = "", tuple[str, ...](), [], []
    for number, line in enumerate(said):
        level = len(line) - len(line.lstrip("#"))
        start, line = len(text), line.lstrip("#")
        text += f"{line}\n"
        if level:
            path = (*path[: level - 1], line)
            sections.append(Section(level, line, path, start, start + len(line)))
            continue
        for piece in line.replace("。", "。\0").split("\0")[:-1]:
            end = start + len(piece)
            told = StoredSentence(
                len(sentences), "a", piece, start, end, path, number, False, "2020", figures=figures_in(piece)
            )
            sentences.append(told)
            start = end
    return sentences, Report(1, "", 2020, None, None, None, text, tuple(sections), (), ())


def test_each_heading_stands_before_what_is_told_below_it_in_one_quotation() -> None:
    run, report = _lines(
        *(
            "#一、2020年工作回顾",
            "##（一）产业发展",
            "农业更加稳固。粮食产量9万吨。",
            "##（二）民生保障",
            "开办食堂6个。改厕90户。",
        ),
    )
    found = below_headings(survey(run, Overview("done", ()), frozenset()), report, topic=False)
    assert [one.text for one in found] == [
        "（一）产业发展 农业更加稳固。粮食产量9万吨。",
        "（二）民生保障 开办食堂6个。",
    ]
    for one in found:
        assert "".join(report.text[one.start : one.end].split()) == "".join(one.text.split())
        assert [one.text[figure.start : figure.end] for figure in one.figures] == [
            figure.text for figure in one.figures
        ]
        assert one.section == ("一、2020年工作回顾",)


def test_heading_that_names_the_topic_stands_before_what_is_told_of_it() -> None:
    run, report = _lines(
        "#一、2020年工作回顾", "##（一）产业发展", "办厂3家。引进项目8个。", "##（二）民生", "改厕90户。"
    )
    whole = survey(run[:2], Overview("done", ()), frozenset())
    assert [one.text for one in below_headings(run[:2], report, topic=True)] == [
        "（一）产业发展 办厂3家。",
        "引进项目8个。",
    ]
    assert [one.text for one in below_headings(whole, report, topic=False)] == ["办厂3家。"]


def test_paragraphs_that_begin_with_their_topics_divide_a_text_as_headings_do() -> None:
    run, _ = _lines(
        *("#一、工作回顾", "这一年，全厂上下齐心，办成了几件大事。", "经营稳中有升。收入9亿元。"),
        *("市场取得突破。新签合同3份。", "职工福祉增进。人均收入7万元。再建食堂2个。"),
    )
    found = [one.text for one in survey(run, Overview("done", ()), frozenset())]
    assert found == ["经营稳中有升。收入9亿元。", "市场取得突破。新签合同3份。", "职工福祉增进。人均收入7万元。"]


@pytest.mark.parametrize("aside", ["一、学校概况", "一、主要指标完成情况"])
def test_what_there_is_is_not_told_as_work_done(aside: str) -> None:
    said = ["占地120亩。", "新建食堂3个。", "修路架桥。"]
    paths = [(aside,), ("二、主要工作", "（一）后勤"), ("二、主要工作", "（二）基建")]
    run = [
        StoredSentence(number, "a", text, 0, len(text), section, number, False, "2021", False)
        for number, (section, text) in enumerate(zip(paths, said, strict=True))
    ]
    assert [one.text for one in survey(run, Overview("done", ()), frozenset())] == said[1:]


def test_words_that_look_for_nothing_do_not_hide_a_survey(ask: Callable[[str], list[str]]) -> None:
    assert ask("青禾县2021年准备干点啥") == ask("青禾县2021年有什么打算") != []
    assert ask("青禾县2020年总体干得怎么样") == ask("青禾县2020年干得怎么样") != []
    assert ask("青禾县那一年主要干了哪些事") == ask("青禾县2020年主要做了哪些工作") != []


def test_items_side_by_side_in_a_paragraph_are_told_each() -> None:
    run = [
        StoredSentence(number, "a", text, 0, len(text), (PLAN,), 7, False, "2021", True)
        for number, text in enumerate(["（一）新建食堂3个。", "（二）改造危房40户。", "资金已落实。"])
    ]
    assert [one.id for one in survey(run, Overview("plan", ()), frozenset({2021}))] == [0, 1]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青禾县2020年民生保障方面干了啥", ["开办老年食堂6个，受益老人2100人。", "改造危房90户。"]),
        ("青禾县2020年产业建设干得怎么样", ["新建厂房12万平方米，投产企业31家。", "引进项目8个。"]),
        ("青禾县2021年民生保障上打算干啥", ["开办老年食堂9个，改造危房40户。"]),
    ],
)
def test_topic_is_told_by_the_section_whose_heading_names_it(
    ask: Callable[[str], list[str]], question: str, expected: list[str]
) -> None:
    assert ask(question)[: len(expected)] == expected


@pytest.mark.parametrize(("kind", "pattern", "example"), records("asks_for_overview"))
def test_every_line_is_needed_by_its_example(
    monkeypatch: pytest.MonkeyPatch, kind: str, pattern: str, example: str
) -> None:
    text = example.strip("?")
    before = [one for one, found in overviews._patterns().items() if found.search(text)]
    kept = tuple(line for line in records("asks_for_overview") if line[1] != pattern)
    monkeypatch.setattr(overviews, "records", lambda _: kept)
    after = [one for one, found in overviews._patterns.__wrapped__().items() if found.search(text)]
    assert kind in before
    assert kind not in after


def test_newest_of_many_reports_of_a_place_is_surveyed_by_the_headings_within_and_sentences_that_begin_alike(
    over: Over,
) -> None:
    alike = [
        "一年来，我们扩产增收，家底更厚。",
        "新建厂房9万平方米。",
        "一年来，我们修路架桥，出行更畅。",
        "新修道路31公里。",
    ]
    alike += ["一年来，我们兴学强师，教育更优。", "招聘教师40名。", "一年来，我们植树护水，家园更美。", "植树3万棵。"]

    def report(year: int) -> Report:
        plans = [((PLAN, "总体要求"), ["坚持稳中求进。"]), ((PLAN, "（一）产业"), ["引进项目10个，扩建园区。"])]
        sections = [((f"一、{year - 1}年工作回顾",), alike), *plans]
        return build_report(f"青禾县{year}年政府工作报告", sections, year=year, place="青禾县", kind="政府工作报告")

    asker = over({str(year): report(year) for year in range(2015, 2022)})
    found = asker.ask("青禾县主要做了哪些工作", top=9).answers
    assert [one.quote for one in found] == alike[::2]
    assert {one.report.id for one in found} == {"2021"}


def test_points_of_a_list_without_headings_are_the_survey(over: Over) -> None:
    within = ["扩产增收，新建厂房9万平方米。", "加强宣传。一是张贴标语。二是发放手册。三是上门讲解。", "修路架桥。"]
    said = [
        "这一年很不平凡。",
        "一是扩产增收。新建厂房9万平方米。",
        "我们还招商引资。",
        "二是修路架桥。",
        "三是兴学强师。",
    ]
    asker = over(
        {
            place: build_report(f"{place}2020年工作总结", [((DONE,), told)], year=2020, place=place, kind="年度总结")
            for place, told in (("青禾县", said), ("云泽县", within))
        }
    )
    found = asker.ask("青禾县主要做了哪些工作", top=9).answers
    whole = asker.ask("云泽县主要做了哪些工作", top=9).answers
    assert [one.quote for one in found] == ["一是扩产增收。", "二是修路架桥。", "三是兴学强师。"]
    assert next(one.quote for one in whole) == within[0]  # points of one paragraph are no survey


def test_counted_points_come_before_headings_that_may_be_of_something_else() -> None:
    said = [
        ((DONE,), "过去一年极不平凡。"),
        *(
            ((DONE,), f"{number}是着力{deed}。")
            for number, deed in zip("一二三", ("改厕", "修路", "植树"), strict=True)
        ),
        (("三、自身建设",), "开展培训9次。"),
    ]
    run = [
        StoredSentence(number, "a", text, 0, len(text), section, number, False, "2020", False)
        for number, (section, text) in enumerate(said)
    ]
    found = survey(run, Overview("done", ()), frozenset({2020}))
    assert [one.text for one in found] == ["一是着力改厕。", "二是着力修路。", "三是着力植树。"]


def test_sentence_that_opens_the_list_asked_for_need_not_be_the_best(ask: Callable[[str], list[str]]) -> None:
    assert ask("青禾县2020年主要做了哪两方面工作")[:1] == ["新建厂房12万平方米，投产企业31家。"]


@pytest.mark.parametrize(
    "asked", ["残联主要做了哪些工作", "青禾县消防大队2020年主要做了哪些工作", "消防大队主要做了哪些工作"]
)
def test_body_named_in_short_is_asked_of_its_own_report(over: Over, asked: str) -> None:
    asker = over(
        {
            "c": build_report("青禾县残疾人联合会2020年工作总结", SECTIONS, year=2020, place="青禾县"),
            "f": build_report("青禾县消防救援大队2020年工作总结", SECTIONS, year=2020, place="青禾县"),
        }
    )
    answer = asker.ask(asked)
    assert (answer.status, answer.answers[0].report.id) == ("answered", "c" if "残联" in asked else "f")
    assert answer.answers[0].quote.endswith("新建厂房12万平方米，投产企业31家。")


def test_next_school_year_is_no_topic() -> None:
    asked = overviews.overview(read_question("下学年打算做哪些事", ScopeWords(())))
    assert asked == overviews.Overview("plan", ())


@pytest.mark.parametrize("heading", ["一、基本镇情", "一、本县县情", "一、公司概况"])
def test_what_there_is_is_no_work(over: Over, heading: str) -> None:
    said = [((heading,), ["青禾镇辖12个村。"]), (("二、2020年工作完成情况", "（一）农业"), ["种植柑橘1.1万亩。"])]
    said += [(("二、2020年工作完成情况", "（二）修路"), ["硬化公路16公里。"])]
    asker = over({"a": build_report("青禾镇2020年工作总结", said, year=2020, place="青禾镇", kind="年度总结")})
    assert [one.quote[:4] for one in asker.ask("青禾镇主要做了哪些工作").answers] == ["种植柑橘", "硬化公路"]


@pytest.mark.parametrize("heading", ["三、主要工作", "三、2020年主要环卫工作", "七、措施与行动", "三、主要工作与成效"])
def test_section_of_the_work_is_the_survey(over: Over, heading: str) -> None:
    said = [
        (("一、收支情况", "（一）收入"), ["营业收入4.1亿元。"]),
        (("一、收支情况", "（二）成本"), ["营业成本3.9亿元。"]),
        ((heading, "（一）线路"), ["新开线路12条。"]),
        ((heading, "（二）车辆"), ["购置新车80台。"]),
    ]
    asker = over({"a": build_report("青禾公司2020年年度报告", said, year=2020, place="青禾", kind="工作报告")})
    assert [one.quote for one in asker.ask("青禾公司2020主要做了什么").answers] == ["新开线路12条。", "购置新车80台。"]


@pytest.mark.parametrize(
    ("asked", "body"), [("公交有什么困难", "c"), ("医院不足", "h"), ("医院存在的问题", "h"), ("医院有哪些不足", "h")]
)
def test_problems_of_a_body_named_in_short_are_told_from_its_own_report(over: Over, asked: str, body: str) -> None:
    wrong = (("二、存在的问题",), ["一是成本管控不足。", "二是停车位不够，公交难等。"])
    names = {"c": "青禾市公共交通集团有限公司", "h": "青禾市中心医院", "g": "云泽县政府", "p": "云泽县教育局"}
    asker = over(
        {
            one: build_report(f"{name}2020年工作总结", [*SECTIONS[:3], wrong], year=2020, place=name[:3])
            for one, name in names.items()
        }
    )
    answer = asker.ask(asked)
    assert (answer.status, [one.report.id for one in answer.answers]) == ("answered", [body, body])
    assert answer.answers[0].quote.startswith("一是")


def test_topic_is_no_body_whose_name_goes_on_otherwise(over: Over) -> None:
    """教师 are those of the county, and not the 教师进修学校."""
    wrong = {"教育局": "教师编制不足，缺编80名。", "教师进修学校": "培训场地老旧，食堂面积偏小。"}
    asker = over(
        {
            name: build_report(
                f"青禾县{name}2020年工作总结", [*SECTIONS[:3], (("二、存在的问题",), [said])], year=2020, place="青禾县"
            )
            for name, said in wrong.items()
        }
    )
    for asked in ("教师有什么困难", "青禾县教师有什么问题"):
        assert "教师编制不足，缺编80名。" in [one.quote for one in asker.ask(asked).answers]


@pytest.mark.parametrize("asked", ["怎么干", "怎么做", "年工作重点", "年目标是什么", "年有什么打算"])
def test_what_is_to_be_done_in_a_year_that_a_report_plans(ask: Callable[[str], list[str]], asked: str) -> None:
    assert ask(f"青禾县2021{asked}")[0] == "扩建工业园区，引进项目10个。"


def test_aims_of_several_years_to_come_are_told_below_their_heading(over: Over) -> None:
    said = [
        *SECTIONS[:3],
        (("三、今后五年的奋斗目标",), ["到2026年，产值突破280亿元，城镇化率达到55%。"]),
        (("四、2022年主要工作",), ["2022年主要目标：产值增长7%。"]),
    ]
    asker = over({"a": build_report("2022年青禾县政府工作报告", said, year=2022, place="青禾县", kind="政府工作报告")})
    for asked in ("青禾今后五年目标", "青禾以后五年的目标", "青禾2026年目标是什么"):
        assert [one.quote for one in asker.ask(asked).answers] == ["到2026年，产值突破280亿元，城镇化率达到55%。"]


def test_number_of_a_year_that_a_report_plans_is_told_from_its_plans(over: Over) -> None:
    said = [
        (("一、2020年工作完成情况", "（一）旅游"), ["景区全年接待游客31万人次，旅游收入1200万元。"]),
        (("一、2020年工作完成情况", "（二）修路"), ["硬化公路16公里，新建桥梁2座。", "改造危房90户。"]),
        (("二、2021年工作计划",), ["产业方面：新建冷库2座；力争接待游客突破40万人次。", "修建敬老院1所。"]),
    ]
    asker = over({"a": build_report("青禾镇2020年工作总结", said, year=2020, place="青禾镇", kind="年度总结")})
    best = asker.ask("那2021年呢", context=["青禾镇接待游客多少"]).answers[0]
    assert best.asked_figure is not None
    assert (best.asked_figure.text, best.asked_figure.planned) == ("40万人次", True)
