"""Names by which a question chooses reports: whatever a report calls itself, whole or short."""

from dataclasses import replace

import pytest

from retrieval.query.report_names import ReportNames, places_in, spoken_as
from retrieval.query.scope import ScopeWords
from store.model import ReportInfo


def info(name: str, title: str, *, place: str | None = None, source: str | None = None) -> ReportInfo:
    return ReportInfo(name, title, 2023, place, None, None, source or f"{name}.txt", 1, "", 0, 0, 0)


REPORTS = (
    info("hospital", "云泽市第一人民医院2023年工作总结", place="云泽"),
    info("university", "云泽大学2023年工作总结"),
    info("company", "临岚青禾集团股份有限公司2017年年度报告"),
    info("tech", "澜禾科技有限公司年度报告"),
    info("court", "棠川市晴湾区人民法院刑事判决书"),
    info("patient", "雾城市人民医院_苏某某病历"),
    info("health", "浅泽县卫生健康局2025年工作总结", place="浅泽县"),
    info("file", "政府工作报告", source="驻马店_2020.txt"),
    info("district", "浦江新区2023年政府工作报告", place="浦江新区"),
    info("new", "新建区2023年政府工作报告", place="新建区"),
    info("budget", "2023年财政收支情况"),
    info("bureau", "岚青县人民政府统计局2023年工作总结"),
    info("college", "禾川职业技术学院2024年工作总结"),
    info("polytechnic", "松溪理工大学2024年工作总结"),
)
NAMES = ReportNames(REPORTS)
SCOPE = ScopeWords(REPORTS)


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("云泽大学2023年招收本科生多少名", {"university"}),
        ("云泽2023年门急诊量多少", {"hospital"}),
        ("临岚青禾集团股份有限公司2017年净利润是多少", {"company"}),
        ("青禾集团净利润", {"company"}),
        ("澜禾科技公司的负债", {"tech"}),
        ("澜禾的营业收入是多少", {"tech"}),
        ("晴湾区法院判了几年", {"court"}),
        ("根据雾城市人民医院的病历,苏某某的体温", {"patient"}),
        ("浅泽县卫健局做了什么", {"health"}),
        ("驻马店2020年改厕多少户", {"file"}),
        ("浦江去年的gdp", {"district"}),
        ("新建区的学校", {"new"}),
        ("新建的学校有多少所", set()),  # a word of everyday, until the place stands beside it
        ("岚青县统计局做了什么", {"bureau"}),
        ("岚青县民政局做了什么", set()),  # letters of the owner's name are none of the office
        ("财政收支怎么样", set()),
        ("人民医院建了几座", set()),
        ("卫健局工作", {"health"}),  # any office that is called so for short
        ("统健局工作", set()),
        ("浅泽卫生局工作", {"health"}),
        ("禾川职院有多少学生", {"college"}),
        ("松溪理工和青禾集团谁的专利多", {"polytechnic", "company"}),
        ("禾川学院长跑队", set()),
        ("禾川学院有多少学生", set()),  # another's name may end alike
    ],
)
def test_names_found(question: str, reports: set[str]) -> None:
    found = NAMES.find(question)
    assert set().union(*(one.reports for one in found)) == reports


def test_a_place_is_found_by_what_it_lies_in() -> None:
    names = ReportNames((replace(info("city", "滁州2023年政府工作报告", place="滁州"), region=("安徽",)),))
    assert [one.reports for one in names.find("安徽那个市新建了几所学校")] == [{"city"}]
    assert names.find("安徽新建了几所学校") == ()


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("汀阳市公安局2023年破了多少案", {"city"}),  # 市公安局 of another city is none of theirs
        ("汀阳公安局2023年破了多少案", {"city"}),
        ("江汀市公安局破了多少案", set()),
        ("石漳市公安局破了多少案", {"police"}),
        ("2023年全市公安局破了多少案", {"police"}),
        ("想问市公安局破了多少案", {"police"}),  # 想问市 is no city
        ("帮我查一下市公安局破了多少案", {"police"}),
        ("说说江汀市公安局", set()),
        ("临江分局破了多少案", {"police"}),
    ],
)
def test_a_body_right_behind_a_place_is_of_that_place(question: str, reports: set[str]) -> None:
    city = info("city", "汀阳市2023年政府工作报告", place="汀阳")
    names = ReportNames((city, info("police", "石漳市公安局临江分局2023年工作总结", place="石漳市")))
    assert set().union(*(one.reports for one in names.find(question))) == reports


@pytest.mark.parametrize(
    ("question", "stranger"),
    [
        ("杉洲二院看了多少病人", "杉洲"),
        ("请问磷都法院收了多少案子", "磷都"),
        ("巴士多少辆", ""),  # the dictionary calls it a place
        ("治安支队抓了多少人", ""),
        ("网约车公司有几家", ""),
        ("云泽大学招生多少", ""),  # a report's own
        ("云择大学招生多少", ""),  # and that mistyped
        ("我们医院看了多少病人", ""),
        ("看看哪家医院病人多", ""),
        ("全市法院收案多少", ""),
    ],
)
def test_a_name_that_no_report_is_called_by(question: str, stranger: str) -> None:
    assert NAMES.stranger(question) == stranger


def test_a_place_within_the_name_of_a_body_is_no_place_asked_for() -> None:
    assert [one.place for one in NAMES.find("云泽大学招生多少")] == [False]
    assert [one.place for one in NAMES.find("云泽的大学招生多少")] == [True]


def test_what_places_are_called() -> None:
    assert spoken_as("浦江新区")[0] == "浦江"
    assert "广西" in spoken_as("广西壮族自治区")
    assert spoken_as("某县") == ()


BODIES = ScopeWords(
    (
        info("court", "云泽市人民法院2023年工作总结", place="云泽"),
        info("union", "云泽市总工会2023年工作总结", place="云泽"),
        info("births", "临岚市妇幼保健院2023年工作总结", place="临岚"),
        info("state", "临岚市2023年统计公报", place="临岚"),
        info("bureau", "棠川县教育局2023年工作总结", place="棠川县"),
    )
)


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("云泽法院、棠川教育局、临岚妇幼哪家党员最多", ["births", "bureau", "court"]),
        ("棠川县教育局、云泽法院谁的党员多", ["bureau", "court"]),
        ("云泽法院和总工会谁的党员多", ["court", "union"]),
    ],
)
def test_bodies_that_are_listed_are_each_chosen(question: str, reports: list[str]) -> None:
    assert sorted(fit.report for fit in BODIES.find(question).reports) == reports


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("县里老师多少", ["health"]),
        ("咱们县有多少学校", ["health"]),
        ("小区里有多少人", []),
        ("县里程碑建了几座", []),
        ("云泽县里有多少学校", ["hospital"]),
        ("2025年县里老师多少", ["health"]),
        ("请问县里有多少老师", ["health"]),
        ("我县上半年招了多少老师", ["health"]),
        ("区里有多少企业", ["district", "new"]),
        ("开发区里有多少企业", []),
        ("高新区里有多少企业", []),
        ("经开区里有多少企业", []),
        ("山区里有多少学校", []),
        ("帮我区分一下学校", []),
        ("我区域合作开展得怎么样", []),
    ],
)
def test_level_alone_means_the_reports_of_places_of_that_level(question: str, reports: list[str]) -> None:
    named = SCOPE.find(question)
    assert [fit.report for fit in named.reports] == reports


@pytest.mark.parametrize("question", ["超市里有多少摊位", "菜市里有多少摊位", "集镇里有多少商铺", "镇里有多少商铺"])
def test_level_of_which_no_report_is_stays_in_the_question(question: str) -> None:
    assert SCOPE.find(question).spans == ()


def test_a_wider_place_tells_places_of_one_name_apart() -> None:
    scope = ScopeWords(
        (
            replace(info("east", "鼓楼区2023年工作总结", place="鼓楼区"), region=("江苏", "南京")),
            replace(info("south", "鼓楼区2023年工作总结", place="鼓楼区"), region=("福建", "福州")),
        )
    )
    named = scope.find("江苏鼓楼区有多少学校")
    assert [fit.report for fit in named.reports] == ["east"]
    assert named.elsewhere == ()
    assert [fit.report for fit in scope.find("鼓楼区有多少学校").reports] == ["east", "south"]


@pytest.mark.parametrize(
    ("question", "elsewhere"),
    [
        ("北京的学校怎么样", ("北京",)),
        ("2023年广州有多少学校", ("广州",)),
        ("雾湾市2023年人口多少", ("雾湾市",)),
        ("石桥县2018年新打机井多少眼", ("石桥县",)),
        ("与北京合作了几个项目", ()),
        ("新疆班有多少学生", ()),
        ("延时服务有多少学校", ()),
        ("台风来了多少次", ()),
        ("新区建设投资多少", ()),
        ("示范区有多少企业", ()),
        ("老城区学校怎么改造", ()),
        ("各县有多少学校", ()),
    ],
)
def test_what_is_surely_a_place_without_a_report(question: str, elsewhere: tuple[str, ...]) -> None:
    assert SCOPE.find(question).elsewhere == elsewhere


@pytest.mark.parametrize(
    ("text", "taken", "among", "naming"),
    [
        ("云泽法院判了多少人", [(0, 2)], {"法院", "检察院"}, [("法院", {"法院"})]),
        ("云泽中院院长叫啥", [(0, 2)], {"法院", "检察院"}, [("中院", {"法院"})]),
        ("云泽教师招了多少", [(0, 2)], {"法院", "检察院"}, []),
        ("澜浦理工多少分能上", [], set(), [("澜浦理工", {"理工"})]),
        ("工作总结有几份", [], set(), []),
    ],
)
def test_words_that_only_name_a_report(
    text: str, taken: list[tuple[int, int]], among: set[str], naming: list[tuple[str, set[str]]]
) -> None:
    named = ReportNames(
        [
            info("法院", "云泽市中级人民法院工作报告", place="云泽"),
            info("检察院", "云泽市人民检察院工作报告", place="云泽"),
            info("理工", "澜浦理工学院2023年工作总结"),
        ]
    )
    assert [(one.text, set(one.reports)) for one in named.naming(text, taken, frozenset(among))] == naming


def test_a_numbered_hospital_is_found_by_its_short_form() -> None:
    named = ReportNames([info("医院", "临岚市第二人民医院2023年工作总结", place="临岚")])
    assert {one.text for one in named.find("二院看门诊要等多久")} == {"二院"}
    assert not named.find("二院长是谁")


def test_level_that_begins_the_next_word_is_no_part_of_a_name() -> None:
    names = ReportNames((info("city", "云泽2023年政府工作报告", place="云泽"),))
    assert [one.text for one in names.find("云泽乡村振兴怎么样")] == ["云泽"]
    assert [one.text for one in names.find("云泽市场监管怎么样")] == ["云泽"]
    assert [one.text for one in names.find("云泽市有多少学校")] == ["云泽市"]


def test_market_is_no_place() -> None:
    assert [[one.text for one in places_in(text, [])] for text in ("怎么稳楼市的", "陌桑市有多少人")] == [
        [],
        ["陌桑市"],
    ]


def test_reports_of_the_nation_are_asked_for_together_with_those_that_go_by_their_year_alone() -> None:
    council = info("council", "1954年国务院政府工作报告")
    names = ReportNames((council, info("bare", "1960", source="1960.txt"), info("school", "云泽学校2023年工作总结")))
    for asked in (
        "全国有多少学校",
        "2023年底全国有多少学校",
        "那全国呢",
        "那么全国有多少",
        "1960年国家财政还债花了多少钱",
    ):
        assert [one.reports for one in names.find(asked)] == [{"council", "bare"}]
    assert ReportNames((info("bare", "1960", source="1960.txt"),)).find("全国有多少学校") == ()


@pytest.mark.parametrize(
    ("question", "reports"), [("小橡树有几个班", {"oak"}), ("橡树种了几棵", set()), ("阳光怎么样", set())]
)
def test_a_body_is_found_by_what_is_its_own(question: str, reports: set[str]) -> None:
    names = ReportNames((info("oak", "小橡树幼儿园2023学年工作总结"), info("sun", "阳光幼儿园2023学年工作总结")))
    assert {report for found in names.find(question) for report in found.reports} == reports


def test_whose_reports_most_are_chooses_none_of_them() -> None:
    names = ReportNames((info("state", "国务院2023年政府工作报告"), info("later", "2024年政府工作报告")))
    assert [*names.find("国务院做了什么"), *names.naming("国务院做了什么", (), frozenset())] == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("图书馆、医疗集团、师大哪家人最多", {"library", "group", "normal"}),
        ("云泽图书馆和青石湾谁的志愿者多", {"library", "reserve"}),
        ("云泽图书馆和检察院各有多少人", {"library", "prosecution"}),
        ("西泉师大和职校各有多少学生", {"normal", "trade"}),
        ("师大和职校各有多少学生", set()),  # may be any there are: 医院和中学哪个多
        ("师大、职校、图书馆分别有多少", set()),
        ("雁山医疗集团和检察院各有多少人", {"group"}),  # of two it may be either
        ("图书馆、体育馆哪个大", set()),  # no report is of the other
        ("图书馆和师大建了几个食堂", set()),  # nothing is asked of each
    ],
)
def test_bodies_in_a_list_are_called_by_their_kind_alone(question: str, found: set[str]) -> None:
    names = ReportNames(
        (
            info("library", "云泽市图书馆2023年工作总结", place="云泽"),
            info("prosecution", "云泽市人民检察院2023年工作报告", place="云泽"),
            info("other", "柳岸县人民检察院2023年工作报告", place="柳岸县"),
            info("group", "雁山医疗集团2023年工作报告"),
            info("normal", "西泉师范大学2023年工作报告"),
            info("trade", "石岭职业技术学校2023年工作总结"),
            info("reserve", "青石湾自然保护区管理局2023年工作总结"),
        )
    )
    assert set().union(*(one.reports for one in names.find(question))) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("派出所抓了多少人", {"station"}),
        ("去年派出所抓了多少人", {"station"}),
        ("法院审了多少案子", {"court", "second"}),  # two years of one court
        ("派出所有多少个", set()),  # they are counted
        ("派出所一共有几家", set()),
        ("派出所的数量", set()),
        ("派出所增加了多少家", set()),
        ("法院、派出所谁的人多", set()),
        ("建了派出所的乡镇", set()),
        ("医院看了多少病人", set()),  # two hospitals
        ("交警多少人", {"traffic"}),
        ("城管局一共有几个人", {"streets"}),
        ("城管有多少员工呢", {"streets"}),
        ("交警抓了多少人", set()),  # whom they caught
        ("居民多少人", set()),  # no staff of the 居民委员会
        ("医院多少人", set()),
    ],
)
def test_a_kind_of_body_alone_may_mean_the_only_one_that_reports_are_of(question: str, found: set[str]) -> None:
    reports = (
        info("station", "临江区公安分局柳湾派出所2014年工作总结"),
        info("court", "云禾县人民法院2019年工作报告"),
        info("second", "云禾县人民法院2020年工作报告"),
        info("people", "云禾县人民医院2019年工作总结"),
        info("chinese", "云禾县中医院2019年工作总结"),
        info("county", "2019年政府工作报告", place="云禾县"),
        info("traffic", "云禾县公安局交通警察大队2019年工作总结"),
        info("streets", "云禾县城市管理执法局2019年工作总结"),
        info("residents", "云禾县北街居民委员会2019年工作总结"),
    )
    names = ReportNames(reports)
    body = names.staffed_body(question) or names.only_body(question)
    assert (set(body.reports) if body else set()) == found
