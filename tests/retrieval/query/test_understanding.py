import pytest

from retrieval.model import Kind, Question, Variant, Word
from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import LONGEST, query_of, read_question, single_kind
from retrieval.query.wanted_figure import wanted_by
from store.model import ReportInfo


def info(name: str, title: str, *, year: int | None, place: str | None, kind: str | None) -> ReportInfo:
    return ReportInfo(name, title, year, place, kind, None, f"{name}.txt", 1, "", 0, 0, 0)


SCOPE = ScopeWords(
    (
        info("a", "清河市教育局2016年工作总结", year=2016, place="清河", kind="年度总结"),
        info("b", "柳岸县2018年上半年工作报告", year=2018, place="柳岸县", kind="半年报告"),
        info("c", "创建卫生城市工作汇报", year=None, place="XX县", kind="工作汇报"),
        info("d", "清河市卫生局2018年工作总结", year=2018, place="清河市", kind="年度总结"),
    )
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全市招聘了多少名教师", "count"),
        ("发了几次补贴", "count"),
        ("校舍改造花了多少钱?", "money"),
        ("医疗事故赔了多少", "money"),
        ("培训经费一共投入多少", "money"),
        ("入学率是多少", "percent"),
        ("工农比例多少", "percent"),
        ("哪些比例失调了", "list"),
        ("居民收入增长目标是多少", "percent"),
        ("固定资产投资增长目标定多少呢", "percent"),
        ("收入增长目标是多少亿元", "money"),
        ("垃圾分类覆盖面有多大", "percent"),
        ("招生比去年多了多少人", "change"),
        ("近视率降了多少", "change"),
        ("升了多少人", "count"),
        ("晋升了几位干部", "count"),
        ("晋升了多少教师", "count"),
        ("发了多少助学金", "money"),
        ("农民一年能挣多少", "money"),
        ("得了多少金牌", "count"),
        ("多少企业捐款", "count"),
        ("学费减免惠及多少户", "count"),
        ("建了很多大型场馆", "what"),
        ("多少教师享受津贴", "count"),
        ("投诉下降了多少", "change"),
        ("表彰大会是什么时候开的", "date"),
        ("表彰大会哪天开", "date"),
        ("谁主持了会议", "who"),
        ("新校区建在哪里", "where"),
        ("建了哪些学校", "list"),
        ("为什么推迟开工", "why"),
        ("停工的起因是什么", "why"),
        ("还存在什么困难", "problem"),
        ("承认哪些事没办成", "problem"),
        ("眼下还有哪些难处", "problem"),
        ("哪些地方不行", "problem"),
        ("明年有什么打算", "plan"),
        ("双随机是什么意思", "definition"),
        ("双随机啥意思", "definition"),
        ("基站数指的是什么", "definition"),
        ("厂子投资多了多少", "change"),
        ("技改投资涨多少", "change"),
        ("集采的药便宜了多少", "change"),
        ("乱占耕地管不管", "yesno"),
        ("清河和柳岸哪个多", "comparison"),
        ("有没有建食堂", "yesno"),
        ("有没有违反计划生育的", "yesno"),
        ("怎么管理食堂", "what"),
        ("县里的医院要达到几级", "what"),
        ("河水干净到几类", "what"),
        ("职称一共分几级", "count"),
    ],
)
def test_kind(text: str, kind: Kind) -> None:
    assert read_question(text, SCOPE).kind == kind


@pytest.mark.parametrize(
    ("text", "each"), [("居民收入增长目标是多少", None), ("居民收入多少", False), ("每人收入多少", True)]
)
def test_share_may_be_one_of_an_amount_for_each(text: str, each: bool | None) -> None:
    assert wanted_by(read_question(text, ScopeWords([]))).each is each


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("青禾2024年修哪些桥", True),
        ("青禾2023年修哪些桥", False),
        ("青禾2024年修了哪些桥", False),
        ("2024年修哪些桥", True),  # of whichever report
        ("2023年修哪些桥", False),
    ],
)
def test_year_that_no_report_looks_back_on_lies_ahead(text: str, ahead: bool) -> None:
    congress = [
        info(str(year), f"{year}年青禾县政府工作报告", year=year, place="青禾", kind="政府工作报告")
        for year in (2023, 2024)
    ]
    assert read_question(text, ScopeWords(congress)).ahead is ahead


def test_who_went_somewhere_is_counted_by_visits() -> None:
    assert "人次" in wanted_by(read_question("博物馆去了多少人", ScopeWords([]))).units


def test_word_for_setting_a_target_only_asks() -> None:
    assert "定" not in read_question("居民收入增长目标定多少", ScopeWords([])).terms


def test_numbered_school_is_named_by_its_short_form() -> None:
    schools = ScopeWords(
        (
            info("s3", "清河市第三中学2020年工作总结", year=2020, place="清河市", kind="年度总结"),
            info("s4", "清河市第四中学2020年工作总结", year=2020, place="清河市", kind="年度总结"),
        )
    )
    assert [fit.report for fit in read_question("三中有多少名教师", schools).reports] == ["s3"]
    assert [fit.report for fit in read_question("第四中学有多少名教师", schools).reports] == ["s4"]
    for text in (
        "学习三中全会精神组织了多少次",
        "初三中考上线多少人",
        "每天运动一小时的学校有多少所",
        "十四中招聘了多少教师",
    ):
        assert read_question(text, schools).reports == ()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("请问全年招聘了多少名教师？", ("全年", "招聘", "教师")),
        ("麻烦帮我查一下垃圾分类怎么样", ("垃圾", "分类")),
        ("建了哪几所幼儿园呢", ("建", "幼儿园")),
        ("第几届运动会", ("运动会",)),
        ("招聘 教师", ("招聘", "教师")),
        ("几乎全部学校", ("几乎", "全部", "学校")),  # 几 asks nothing here
        ("學校經費", ("学校", "经费")),
        ("清河2016年招聘教师", ("招聘", "教师")),  # scope chooses the report and leaves the score
        ("多少呢？", ()),
        ("表彰会是什么时候开的", ("表彰会", "开")),
        ("眼下还有哪些书店", ("书店",)),
    ],
)
def test_question_words_and_scope_are_no_content(text: str, terms: tuple[str, ...]) -> None:
    assert read_question(text, SCOPE).terms == terms


@pytest.mark.parametrize(
    ("text", "unit"),
    [("多少所小学", "所"), ("几人次", "人次"), ("多少小学", None), ("那几年盖了多少平方", "平方"), ("小学", None)],
)
def test_unit(text: str, unit: str | None) -> None:
    assert read_question(text, SCOPE).unit == unit


def test_question_for_who_has_more_compares_and_what_a_comparison_asks_of_one_report_is_known() -> None:
    assert (
        read_question("谁的幼儿园多", SCOPE).kind
        == read_question("清河和柳岸谁的教师少一些", SCOPE).kind
        == "comparison"
    )
    assert read_question("谁是幼儿园园长", SCOPE).kind == "who"
    assert single_kind("分别有多少所学校") == "count"
    assert single_kind("谁的幼儿园多") == "what"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2016年招聘教师", (2016,)),
        ("２０１６年招聘", (2016,)),
        ("二〇一六年招聘", (2016,)),
        ("2016到2018年招聘", (2016, 2017, 2018)),
        ("2016年比2015年多招聘多少教师", (2016,)),  # what is only compared with is not asked about
        ("2016年招聘2018人", (2016,)),
        ("清河去年招聘多少教师", (2018,)),  # the year that the newest summary of 清河 tells of
        ("清河今年招聘多少教师", (2018,)),
        ("清河今年打算招聘多少教师", (2019,)),  # by the plans at its end
        ("招聘2018年和2016年教师", (2018, 2016)),
        ("2017-2018年招聘", (2017, 2018)),
        ("16到18年招聘", (2016, 2017, 2018)),
        ("14年到16年招聘", (2014, 2015, 2016)),  # no report of 2014, but one of 2016
        ("教龄16到18年的教师", ()),
        ("2017年以来招聘教师", (2017, 2018)),
        ("17年以来招聘教师", (2017, 2018)),
        ("二〇一七年以后招聘教师", (2017, 2018)),
        ("近三年招聘教师", (2016, 2017, 2018)),
        ("2015、2017、2018这三年招聘教师", (2015, 2017, 2018)),
        ("清河 2016 户厕改造", (2016,)),
        ("改厕2016户", ()),
        ("清河去年招聘了吗 2018", (2018,)),
        ("柳岸明年招聘多少教师", (2019,)),
        ("柳岸县2018年上半年工作报告里招聘多少教师", ()),
        ("16年招聘", (2016,)),
        ("清河当年招聘多少教师", ()),  # of old
        ("07年招聘", ()),  # no report of 2007: it may be how the text itself writes it
        ("1163工程", ()),
        ("2016级学生", (2016,)),
        ("120163元", ()),
        ("清河2016年招聘教师和2015年相比", (2016, 2015)),
        ("比16年多招聘多少教师", ()),
        ("和2015年相比多招聘多少教师", ()),
        ("“十三五”期间招聘教师多少", (2016, 2017, 2018, 2019, 2020)),
        ("“十三五”规划", ()),
        ("十三五招聘了多少教师", (2016, 2017, 2018, 2019, 2020)),
        ("六五期间招聘了多少教师", (1981, 1982, 1983, 1984, 1985)),
        ("六五计划每年招聘多少教师", (1981, 1982, 1983, 1984, 1985)),
        ("六五计划编制教师", ()),
        ("六五头两年招聘了多少教师", (1981, 1982)),
        ("六五时招聘了多少教师", (1981, 1982, 1983, 1984, 1985)),
        ("十三五前三年招聘了多少教师", (2016, 2017, 2018)),
        ("17年平均每年招聘多少教师", ()),
        ("16到18年平均每年招聘多少教师", (2016, 2017, 2018)),
        ("2016、17年平均每年招聘多少教师", (2016, 2017)),
        ("下午六五时招聘教师吗", ()),  # hours
        ("17年平均工资多少", (2017,)),
        ("16、18年哪年招聘教师最多", (2016, 2018)),
        ("柳岸前年招聘多少教师", (2016,)),
        ("柳岸过去年份招聘的教师", ()),
        ("柳岸60岁以上年龄的教师", ()),
        ("2018年说要招聘多少教师", ()),  # in the report of that year
        ("2018年说2016年招聘多少教师", (2016,)),
        ("2018年说明了什么", (2018,)),
        ("2018年提供了多少岗位", (2018,)),
        ("2018年讲座办了几场", (2018,)),
        ("2018年报告食物中毒多少起", (2018,)),
        ("2016年计划到2018年招聘多少教师", (2018,)),
        ("2016年规划到2018年招聘多少教师", (2018,)),
        ("2018年报告招聘了多少教师", ()),
        ("2018年柳岸县报告说招聘多少教师", ()),
        ("2018年柳岸县招聘了多少教师", (2018,)),
        ("16、18年报告哪个招聘教师最多", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert read_question(text, SCOPE).years == years


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("柳岸招聘多少教师", {"b"}),
        ("柳岸县招聘多少教师", {"b"}),
        ("柳岸市招聘多少教师", {"b"}),
        ("清河市招聘多少教师", {"a", "d"}),
        ("清河卫生局工作总结里有什么问题", {"d"}),
        ("上半年工作报告里招聘多少教师", {"b"}),
        ("卫生城市那份汇报说建了几座公厕", {"c"}),
        ("汇报里说建了几座公厕", {"c"}),
        ("2016年报告里建了几座公厕", {"a"}),  # of that year, whatever it calls itself
        ("16年那份报告说建了几座公厕", {"a"}),
        ("2018年柳岸报告说建了几座公厕", {"b"}),
        ("报告里说建了几座公厕", set()),
        ("2018年说建了几座公厕", {"b", "d"}),
        ("2018年为啥说公厕不够", {"b", "d"}),
        ("2018年县长说公厕不够", {"b", "d"}),
        ("清河去柳岸支教的老师有几名", {"a", "d"}),
        ("去柳岸支教的老师有几名", {"b"}),
        ("去清河和柳岸玩的人哪个多", {"a", "b", "d"}),
        ("校长做了专题报告", set()),  # a report that somebody gave, not one that is stored
        ("xx县建了几座公厕", set()),  # a masked place names nothing
        ("东河招聘多少教师", set()),
    ],
)
def test_reports_that_a_question_names(text: str, reports: set[str]) -> None:
    assert {fit.report for fit in read_question(text, SCOPE).reports} == reports


def test_words_of_a_title_count_little_and_the_question_s_own_fully() -> None:
    weights = {word.text: word.weight for word in read_question("卫生城市汇报里建了几座公厕", SCOPE).content}
    assert weights["汇报"] < weights["公厕"] == 1


def test_pairs_do_not_reach_over_what_was_taken_out() -> None:
    (_, pairs, *_) = query_of(read_question("教师招聘了多少名学生", SCOPE)).fields
    assert "师招" in {term.text for term in pairs.terms}
    assert "聘学" not in {term.text for term in pairs.terms}


def test_follow_up_leans_on_the_question_before() -> None:
    question = read_question("那柳岸县呢？", SCOPE, context=["清河2016年招聘了多少名教师?"])
    assert question.terms == ("招聘", "教师")
    assert {word.weight for word in question.content} == {0.5}
    assert [fit.report for fit in question.reports] == ["b"]
    assert (question.years, question.kind, question.unit) == ((2016,), "count", "名")
    assert question.carried == ("terms", "years")


def test_whole_question_leans_on_nothing() -> None:
    question = read_question("垃圾分类覆盖面有多大", SCOPE, context=["清河2016年招聘了多少名教师?"])
    assert question == read_question("垃圾分类覆盖面有多大", SCOPE)


def test_short_follow_up_goes_back_until_it_finds_content() -> None:
    question = read_question("市级的呢", SCOPE, context=["一共获得多少项教学成果奖?", "省级的有几项"])
    assert {"教学", "成果奖"} <= set(question.terms)


def test_pasted_document_is_cut_and_says_so() -> None:
    question = read_question("招聘教师" * 3000, SCOPE)
    assert (len(question.text), question.cut) == (LONGEST, True)
    follows, stands_alone = (
        read_question(one, SCOPE, context=["招聘教师多少名" * 300]) for one in ("其中研究生呢", "新建公厕多少座")
    )
    assert (follows.cut, follows.cut_before, stands_alone.cut_before) == (False, True, False)


def test_variant_is_searched_with_less_than_its_weight() -> None:
    question = Question("老师", "what", (Word("老师", 0, 2, variants=(Variant("教师", 0.8),)),))
    words, grams, *_ = query_of(question).fields
    weights = {term.text: term.weight for term in words.terms}
    assert weights["老师"] == 1
    assert 0 < weights["教师"] < 0.8
    assert {"教师", "老师"} <= {term.text for term in grams.terms}


def test_name_of_a_kind_of_report_may_be_mended() -> None:
    assert {"年度总结", "柳岸"} <= set(SCOPE.names)


@pytest.mark.parametrize(
    ("text", "whole", "aside"),
    [
        ("根据清河人民医院的住院病历,总结张某的治疗方案", {"治疗", "方案"}, {"病历"}),
        ("结合公司2018年的财务报告,总结其重大投资", {"重大", "投资"}, {"财务报告"}),
        ("总结里说招聘了多少教师", {"招聘", "教师"}, set()),
    ],
)
def test_what_to_answer_from_counts_little_and_the_order_to_tell_nothing(
    text: str, whole: set[str], aside: set[str]
) -> None:
    content = read_question(text, ScopeWords(())).content
    assert whole <= {word.text for word in content if word.weight == 1}
    assert aside <= {word.text for word in content if word.weight < 1}
    assert not {"根据", "结合"} & {word.text for word in content}


def test_what_the_segmenter_joins_to_the_end_of_a_name_is_asked_for() -> None:
    scope = ScopeWords((info("court", "青禾县人民法院工作报告", year=2025, place="青禾县", kind="法院工作报告"),))
    assert read_question("青禾县法院院长是谁", scope).terms == ("院长",)


def test_next_year_of_a_report_that_plans_its_own_year_is_that_year() -> None:
    scope = ScopeWords((info("gov", "青禾县2025年政府工作报告", year=2025, place="青禾县", kind="政府工作报告"),))
    assert read_question("青禾县明年打算干啥", scope).years == (2025,)
    assert read_question("青禾县去年GDP多少", scope).years == (2024,)
    half = ScopeWords((info("half", "青禾县2023年上半年工作总结", year=2023, place="青禾县", kind="半年总结"),))
    assert read_question("青禾县去年招聘了多少教师", half).years == (2022,)


def test_two_digits_are_a_year_that_some_report_speaks_of() -> None:
    scope = ScopeWords((info("p", "工业普查公报", year=1997, place=None, kind="统计公报"),), spoken=(1985, 1995))
    assert read_question("95年有多少工厂", scope).years == (1995,)
    assert read_question("92年有多少工厂", scope).years == ()
    assert read_question("97年公报里民国85年修了多少工厂", scope).years == ()  # how long, it may be
    assert read_question("八五年有多少工厂", scope).years == (1985,)
    assert read_question("开了八五年有多少工厂", scope).years == ()
    assert read_question("上世纪八十年代初有多少工厂", scope).years == tuple(range(1980, 1990))
    assert read_question("90年代有多少工厂", scope).years == tuple(range(1990, 2000))
    assert read_question("80和90年代工厂产量", scope).years == tuple(range(1980, 2000))
    assert read_question("七十、九十年代工厂产量", scope).years == (*range(1970, 1980), *range(1990, 2000))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("学校都缺什么老师", ["学校", "缺", "老师"]),  # which the segmenter takes for one word
        ("蔬菜一年产多少吨", ["蔬菜"]),
        ("货款平均多少天才还", ["货款", "平均"]),
        ("几年之内不收农业税了", ["收", "农业税"]),
        ("16年招聘的教师比头一年多多少", ["招聘", "教师"]),
        ("16年招聘的教师比15年多多少", ["招聘", "教师"]),
        ("那次招聘的教师比上一年多多少", ["招聘", "教师"]),
        ("要招聘多少教师", ["招聘", "教师"]),
        ("教师咋搞招聘", ["教师", "招聘"]),
        ("教师纪律严不严", ["教师", "纪律", "严"]),
        ("特困人员是指哪些人", ["特困", "人员", "人"]),
        ("总理说国家还有哪些难处", ["国家", "存在", "问题"]),
        ("局长说招了多少教师", ["招", "教师"]),
        ("自己说招了多少教师", ["招", "教师"]),
        ("王小明说的校园纪律", ["校园", "纪律"]),
    ],
)
def test_words_that_only_ask_are_no_content(text: str, words: list[str]) -> None:
    assert [word.text for word in read_question(text, SCOPE).content] == words


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        ("GDP想涨多少", True),
        ("想把人口控制在多少", True),
        ("电站一共要投多少钱", False),
        ("思想建设怎么样", False),
        ("驻马店20年要种多少亩树", True),
        ("清河2016年办证要多少钱", False),
        ("清河2016年主要抓了什么", False),
        ("我想核对清河2016年GDP", False),
        ("法官一年平均要判多少案子", False),
    ],
)
def test_what_somebody_wants_is_a_plan(text: str, plans: bool) -> None:
    assert read_question(text, SCOPE).plans is plans


@pytest.mark.parametrize(
    ("text", "terms"),
    [("清河有多少人", ("人口",)), ("哪个县人最多", ("人口",)), ("一共有多少人", ()), ("清河多少人培训", ("培训",))],
)
def test_people_of_a_place_are_its_population(text: str, terms: tuple[str, ...]) -> None:
    assert read_question(text, SCOPE).terms == terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("清河有多少人", ["人口"]),
        ("哪个县人最多", ["人口"]),
        ("哪个学校的人最多", ["学校", "人"]),
        ("清河去了多少人", []),
    ],
)
def test_people_are_those_of_a_place_where_nothing_else_is_counted(text: str, words: list[str]) -> None:
    assert [word.text for word in read_question(text, SCOPE).content] == words


def test_year_whose_multiple_is_asked_for_is_only_compared_with() -> None:
    question = read_question("清河出口是2016年的几倍", SCOPE)
    assert (question.years, question.against) == ((), (2016,))


def test_that_day_is_read_as_which_day_where_nothing_else_is_asked() -> None:
    read = read_question("食堂那天开张", SCOPE, wordbook=None)
    assert (read.kind, [(one.typed, one.meant) for one in read.corrected]) == ("date", [("那天", "哪天")])
    assert read_question("食堂开张那天来了多少人", SCOPE).kind == "count"


def test_how_fast_something_may_be_done_asks_for_a_time() -> None:
    how_fast = read_question("鲜鱼多快能送到清河", SCOPE)
    assert (how_fast.kind, wanted_by(how_fast).kinds) == ("count", {"duration"})
    assert read_question("多快好省是什么", SCOPE).kind != "count"


@pytest.mark.parametrize(("text", "kind"), [("清河修了多长的路", "length"), ("清河修了多长的时间", "count")])
def test_how_long_a_thing_is_made_asks_for_a_length(text: str, kind: str) -> None:
    assert wanted_by(read_question(text, SCOPE)).kinds == {kind}


def test_years_of_a_span_in_two_digits() -> None:
    assert read_question("16到18这三年招了多少教师", SCOPE).years == (2016, 2017, 2018)
    assert read_question("2016到18年招了多少教师", SCOPE).years == (2016, 2017, 2018)


def test_tax_that_was_taken_in_is_asked_for_by_its_name() -> None:
    assert [word.text for word in read_question("哪年车船税收得最多", SCOPE).content][:1] == ["车船税"]
    assert "税收" in [word.text for word in read_question("哪年税收得到增长", SCOPE).content]
    assert "税收" in [word.text for word in read_question("本月税收得怎么样", SCOPE).content]


def test_words_of_the_paper_that_says_it_say_little_of_what_it_says() -> None:
    weights = {word.text: word.weight for word in read_question("工业普查说设备有啥问题", SCOPE).content}
    assert weights["工业"] == weights["普查"] < weights["设备"]
    assert "自己" not in {word.text for word in read_question("青禾的报告说自己有哪些短板", SCOPE).content}


@pytest.mark.parametrize(
    "text", ["法院年报提审多少人", "审计报告提前几天公布", "工作报告提拔干部多少人", "总结写作培训几场"]
)
def test_word_that_only_begins_as_one_for_saying_is_none(text: str) -> None:
    assert all(word.weight >= 1 for word in read_question(text, ScopeWords(())).content)


@pytest.mark.parametrize("words", [("消防", "支队"), ("支队", "消防")])
def test_order_in_which_the_words_of_a_title_come_says_nothing(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    scope = ScopeWords((info("f", "青禾县消防救援支队2024年工作总结", year=2024, place="青禾县", kind="年度总结"),))
    monkeypatch.setattr(ScopeWords, "title_words", lambda *_: words)
    assert read_question("青禾消防支队存在哪些问题", scope).section is None


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("空气好点没有", "yesno", ["空气"]),
        ("空气好些了没", "yesno", ["空气"]),
        ("空气好转了吗", "yesno", ["空气"]),
        ("还堵不堵", "yesno", ["堵"]),
        ("好转的河有几条", "count", ["好转", "河"]),
        ("债还不还", "yesno", ["债"]),
        ("一年来了多少人", "count", ["接待"]),
        ("园里来过多少人", "count", ["园里", "接待"]),
        ("调来多少人", "count", ["调来"]),
        ("一年来建了多少路", "count", ["一年", "建", "路"]),
    ],
)
def test_what_the_words_of_everyday_ask_of(text: str, kind: Kind, words: list[str]) -> None:
    read = read_question(text, ScopeWords(()))
    assert (read.kind, [word.text for word in read.content]) == (kind, words)
