from dataclasses import replace

import pytest

from retrieval.query.follow_ups import where_it_was_spoken, without_carried
from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import read_question
from store.model import ReportInfo

SCOPE = ScopeWords(
    [
        ReportInfo("a", "清河市教育局2016年工作总结", 2016, "清河", "年度总结", None, "a.txt", 1, "", 0, 0, 0),
        ReportInfo("b", "柳岸县教育局2018年工作总结", 2018, "柳岸县", "年度总结", None, "b.txt", 1, "", 0, 0, 0),
    ]
)
BEFORE = "清河2016年招聘了多少名教师？"


@pytest.mark.parametrize(
    ("question", "terms", "years", "reports", "carried"),
    [
        ("其中研究生呢？", {"研究生", "招聘", "教师"}, (2016,), {"a"}, {"terms", "years", "places"}),
        ("那2018年呢？", {"招聘", "教师"}, (2018,), {"a"}, {"terms", "places"}),
        ("柳岸呢？", {"招聘", "教师"}, (2016,), {"b"}, {"terms", "years"}),
        ("那比前一年少招了多少", {"少", "招", "招聘", "教师"}, (2016,), {"a"}, {"terms", "years", "places"}),
        ("村里的呢", {"村里", "招聘", "教师"}, (2016,), {"a"}, {"terms", "years", "places"}),
        ("占多少？", {"招聘", "教师"}, (2016,), {"a"}, {"terms", "years", "places"}),
        ("他们有多少是研究生", {"研究生", "招聘", "教师"}, (2016,), {"a"}, {"terms", "years", "places"}),
        ("垃圾分类覆盖面有多大", {"垃圾", "分类", "覆盖面"}, (), set(), set()),
        ("2018年招聘了几名", {"招聘", "教师"}, (2018,), {"a"}, {"terms", "places"}),
        ("今年打算招多少", {"打算", "招", "招聘", "教师"}, (2017,), {"a"}, {"terms", "years", "places"}),
        ("今年打算修多少", {"打算", "修", "招聘", "教师"}, (2017,), {"a"}, {"terms", "years", "places"}),
        ("那种了多少亩", {"种", "招聘", "教师"}, (2016,), {"a"}, {"terms", "years", "places"}),  # not 那种 ones
        ("食堂改造了几个", {"食堂", "改造"}, (), set(), set()),
        ("清河还存在哪些问题？", {"存在", "问题"}, (), {"a"}, set()),
    ],
)
def test_follow_up_takes_what_it_lacks_and_a_whole_question_nothing(
    question: str, terms: set[str], years: tuple[int, ...], reports: set[str], carried: set[str]
) -> None:
    read = read_question(question, SCOPE, context=[BEFORE])
    assert set(read.terms) == terms
    assert read.years == years
    assert {fit.report for fit in read.reports} == reports
    assert set(read.carried) == carried


def test_the_nation_is_meant_by_its_other_name_alone() -> None:
    scope = ScopeWords(
        [
            ReportInfo("a", "清河市2016年统计公报", 2016, "清河", "统计公报", None, "a.txt", 1, "", 0, 0, 0),
            ReportInfo("n", "全国2016年统计公报", 2016, None, "统计公报", None, "n.txt", 1, "", 0, 0, 0),
        ]
    )
    for asked in ("国家呢", "那国家呢？", "全国呢", "那全国呢"):
        read = read_question(asked, scope, context=["清河2016年粮食产量多少"])
        assert ([fit.report for fit in read.reports], read.years) == (["n"], (2016,))


@pytest.mark.parametrize(
    ("chain", "years"),
    [
        (["清河2016年招聘了多少名教师？", "去年呢"], (2015,)),
        (["清河2016年招聘了多少名教师？", "前年呢"], (2014,)),
        (["清河2016年招聘了多少名教师？", "上一年呢"], (2015,)),
        (["清河2016年招聘了多少名教师？", "去年呢", "再上一年呢"], (2014,)),
        (["清河2016年招聘了多少名教师？", "去年呢", "前年呢"], (2014,)),  # still from the year that was named
        (["清河2016年招聘了多少名教师？", "去年呢", "今年呢"], (2016,)),
        (["清河2016年招聘了多少名教师？", "明年呢", "后年捏"], (2018,)),
        (["清河2016年招聘了多少名教师？", "去年呢", "其中研究生呢"], (2015,)),
        (["清河2016年招聘了多少名教师？", "去年呢", "那2018年呢", "上一年呢"], (2017,)),
        (["柳岸招聘了多少名教师？", "去年呢"], (2017,)),  # from the year of the report that was named
        (["清河2016年招聘了多少名教师？", "柳岸呢", "去年呢"], (2015,)),
        (["2015年和2016年招聘了多少名教师", "前一年呢"], (2014,)),
        (["清河2016年招聘了多少名教師？", "那前年的呢"], (2014,)),
        (["清河2016年招聘了多少名教师？", "垃圾分类覆盖面有多大", "去年呢"], (2015,)),
        (["清河2016年招聘了多少名教师？", "19年的呢"], (2019,)),
        (["招聘了多少名教师", "去年呢"], (2017,)),  # from the newest report
        (["清河2016年招聘了多少名教师？", "那从前年均收入有多少呢"], (2016,)),  # 从前 and 年均
    ],
)
def test_relative_year_is_told_from_the_year_spoken_of_before(chain: list[str], years: tuple[int, ...]) -> None:
    assert read_question(chain[-1], SCOPE, context=chain[:-1]).years == years


@pytest.mark.parametrize(
    ("question", "years", "kind"),
    [
        ("和2018年比呢", (2016, 2018), "comparison"),
        ("跟去年比怎么样", (2015, 2016), "comparison"),
        ("比上年多了多少", (2016,), "change"),
    ],
)
def test_question_that_only_compares_adds_the_year_and_keeps_the_words(
    question: str, years: tuple[int, ...], kind: str
) -> None:
    read = read_question(question, SCOPE, context=[BEFORE])
    assert (read.years, read.kind, set(read.terms)) == (years, kind, {"招聘", "教师"})


def test_place_compared_with_stands_beside_the_place_spoken_of() -> None:
    read = read_question("和柳岸比呢", SCOPE, context=[BEFORE])
    assert (set(read.places), read.kind, set(read.terms)) == ({"清河", "柳岸县"}, "comparison", {"招聘", "教师"})
    assert read_question("柳岸呢", SCOPE, context=[BEFORE]).places == ("柳岸县",)


def test_follow_up_replaces_the_word_that_it_stands_for() -> None:
    assert set(read_question("那初中呢", SCOPE, context=["清河2016年小学有多少所"]).terms) == {"初中"}
    assert set(read_question("那男生呢", SCOPE, context=["清河2016年小学有多少所"]).terms) == {"男生", "小学"}


def test_thing_named_in_place_of_another_leaves_that_little_weight() -> None:
    read = read_question("那医院呢", SCOPE, context=["清河2016年图书馆有多少座"])
    assert {word.text: word.weight for word in read.content} == {"医院": 1.0, "图书馆": 0.2}


@pytest.mark.parametrize("question", ["在全国排第几", "清河明年想降到多少天", "2017年想要多少"])
def test_place_in_an_order_or_what_becomes_of_it_is_asked_of_what_was_spoken_of(question: str) -> None:
    assert "terms" in read_question(question, SCOPE, context=[BEFORE]).carried


def test_plan_stays_a_plan_and_next_year_alone_asks_for_none() -> None:
    assert read_question("其中研究生呢", SCOPE, context=["清河2017年计划招聘多少名教师"]).plans
    assert not read_question("明年呢", SCOPE, context=[BEFORE]).plans
    assert read_question("那操场要修多少", SCOPE, context=["2017年计划招聘多少名教师"]).plans
    assert not read_question("那操场要修多少", SCOPE, context=[BEFORE]).plans
    assert not read_question("那操场修了多少", SCOPE, context=["2017年计划招聘多少名教师"]).plans
    assert read_question("明年呢", SCOPE, context=[BEFORE]).kind == "count"


def test_nearest_question_that_has_it_gives_it() -> None:
    read = read_question("那市级的呢", SCOPE, context=[BEFORE, "柳岸2018年教学成果奖拿了多少项？", "国家级的有几项"])
    assert (read.years, {fit.report for fit in read.reports}) == ((2018,), {"b"})
    assert {"教学", "成果奖"} <= set(read.terms)
    assert "教师" not in read.terms


def test_without_a_question_before_nothing_is_carried() -> None:
    assert read_question("其中研究生呢？", SCOPE).carried == ()


def test_question_that_stands_alone_may_be_asked_where_it_was_spoken() -> None:
    alone = read_question("食堂有几个", SCOPE)
    meant = where_it_was_spoken(
        alone, [read_question(one, SCOPE) for one in ("近视", BEFORE, "柳岸食堂有几个")]
    )  # the nearest first
    assert (meant.places, meant.years, meant.terms) == (("清河",), (2016,), alone.terms)
    assert where_it_was_spoken(read_question("柳岸食堂有几个", SCOPE), [read_question(BEFORE, SCOPE)]).places == (
        "柳岸县",
    )
    assert where_it_was_spoken(alone, []) is alone


def test_question_of_the_whole_country_is_asked_of_no_place() -> None:
    earlier = [read_question("清河2016年招聘了多少名教师", SCOPE)]
    question = read_question("现在全国农村人均收入多少", SCOPE)
    assert where_it_was_spoken(question, earlier) is question


def test_problems_of_it_are_those_of_the_place() -> None:
    read = read_question("它有什么困难", SCOPE, context=[BEFORE])
    assert (read.places, read.section, "招聘" in read.terms) == (("清河",), "problem", False)


ALONE = """
近视 食堂 学校食堂有几个 垃圾分类覆盖面有多大 食堂有几个 教师工资多少 图书馆有多少册书 一共有多少学生 去年招聘了多少教师 疫情防控花了多少钱
有没有发生火灾 义务教育巩固率 谁来视察过 财政收入多少 河长是谁 高考多少人上线 还存在哪些问题 下一步打算做什么 校车有几辆 养老院床位多少张
粮食产量 新建了几条路 今年的重点工作是什么 怎么防溺水 再就业人数 再生资源回收了多少吨 那达慕大会在哪开 占地面积多大的学校最多 出生人口
""".split()
LEANING = """
其中研究生呢 那2018年呢 柳岸呢 占多少 2018年 2018年是多少 增长了多少 比上年呢 国家级的有几项 那市级的呢 他们有多少是研究生 明年招多少 去年呢 办结了几件
入境的有多少 里头女的有多少 为什么 在哪里 那柳岸呢 初中呢 人数是多少 同比增长多少 民办呢 那硕士 它有多大
""".split()


@pytest.mark.parametrize("question", ALONE)
def test_question_with_a_thing_of_its_own_starts_afresh(question: str) -> None:
    read = read_question(question, SCOPE, context=[BEFORE])
    assert read.carried == ()


@pytest.mark.parametrize("question", LEANING)
def test_question_without_one_goes_on_from_the_one_before(question: str) -> None:
    assert read_question(question, SCOPE, context=[BEFORE]).carried


@pytest.mark.parametrize("text", ["谢谢", "你好", "？", "好的", "你好吗"])
def test_small_talk_goes_on_from_nothing(text: str) -> None:
    read = read_question(text, SCOPE, context=[BEFORE])
    assert read.carried == ()
    assert read.content == ()


def test_years_and_reports_are_those_said_before_a_whole_question_that_names_none() -> None:
    read = read_question("食堂呢", SCOPE, context=[BEFORE, "操场改造了几个"])
    assert (read.years, [fit.report for fit in read.reports]) == ((2016,), ["a"])
    assert {"食堂", "操场", "改造"} == set(read.terms)


def test_question_that_stands_alone_may_be_asked_of_the_year_spoken_of() -> None:
    meant = where_it_was_spoken(read_question("食堂有几个", SCOPE), [read_question("2016年招聘了多少名教师", SCOPE)])
    assert (meant.years, meant.carried, meant.reports) == ((2016,), ("years",), ())


def test_rate_named_in_place_of_another_thing_is_what_is_asked_for() -> None:
    read = read_question("失业率呢", SCOPE, context=["清河2016年教师增加了多少"])
    assert (read.kind, read.happened, read.years) == ("percent", True, (2016,))
    weight = {word.text: word.weight for word in read.content}
    assert all(weight[word] < weight["失业率"] / 4 for word in ("教师", "增加"))


def test_deed_of_another_year_is_done_to_what_was_spoken_of() -> None:
    read = read_question("那2017年还要建多少", SCOPE, context=["清河2016年建了多少食堂"])
    assert (set(read.terms), read.years) == ({"建", "食堂"}, (2017,))


def test_what_goes_the_other_way_is_not_asked_of_as_well() -> None:
    read = read_question("那来访的呢", SCOPE, context=["清河2016年校长出访了几次"])
    assert "出访" not in read.terms


def test_so_long_after_it_was_built_is_no_year() -> None:
    assert read_question("清河2016年总结 食堂建成后一年能做多少份饭", SCOPE).years == ()


def test_scope_of_a_chat_is_given_up_at_once_and_a_place_without_a_report_never() -> None:
    read = read_question(BEFORE, SCOPE)
    both = replace(read, years=(), carried=("places", "reports"))
    (freer,) = without_carried(both)
    assert (freer.reports, freer.carried, freer.given_up) == ((), (), ("places", "reports"))
    assert [*without_carried(replace(read, reports=(), elsewhere=("枫桥",), carried=("places",)))] == []
