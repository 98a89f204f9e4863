"""What fits the words of a question and may still say something else: it is shown, with what it is."""

from __future__ import annotations

import re

import pytest

from retrieval.ask import Asker
from retrieval.lexicon.tables import records
from store.model import Source
from store.structure.parse import parse
from tests.retrieval.conftest import Over, build_report

REPORTS: list[tuple[str, int | None, list[str]]] = [
    (
        "松溪",
        2019,
        [
            "全市共有小学48所、幼儿园75所。新建社区图书馆3座。",
            "2017年以来累计培训园长260人次。招聘特岗教师52名。",
            "全市共有体校、少年宫9所。开展了校车安全检查,校车合格率达98%。",
            "新增实验基地3家、总数达9家。矿石产量继续保持12%以上增长、达40万吨。",
            "收到捐赠的实验仪器。全年出生人口1.2万人。",
            "与武汉理工大学、杭州学院合作开办夏令营。",
            "北馆，皮影演出，27场",
            "指标：借阅量（万人次），2018年：3.2，2019年：4.5",
            "拆除旧棚1.3万平方米。",
            "新开工重点工程3项，总投资56亿元。柳湾大桥通过验收。",
            "上百万志愿者成长起来。",
            "射箭队在省运会上夺得4金2银1铜。",
            "松溪中学升入普通高中176人。",
            "对情节轻微的不起诉34人。",
            "两年来共放生鱼苗46万尾，其中2019年19万尾。",
            "民族中学有少数民族寄宿生720人。",
            "帮工人追回工资52万元。",
            "返还被骗资金105万元。",
            "转运病人6200人。",
        ],
    ),
    ("梅岭", 2020, ["力争到2022年建成博物馆5座。120名医生坚持晨练。组织急救演示。", "组织了三次消防演练。"]),
    (
        "桂塘",
        None,
        [
            "全年修复古桥14座。",
            "建成灯塔、水塔、钟楼等项目3个，总投资240万元。",
            "凉亭总投资35万元。",
            "栈桥、码头、泊位建设总投资300万元。",
            "水产品产量1.8万吨。",
            "山货集市进出口增长9.2%。",
            "毕业生就业率达到95%。",
            "居民人均可支配收入2.9万元。",
        ],
    ),
]


@pytest.fixture
def asker(over: Over) -> Asker:
    return over(
        {
            place: build_report(
                f"{place}市{year or ''}年度工作总结", [((), said)], year=year, place=place, kind="年度总结"
            )
            for place, year, said in REPORTS
        }
    )


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("松溪有多少座社区图书馆", "only_flow"),
        ("梅岭有多少座博物馆", "only_planned"),
        ("桂塘农村居民人均可支配收入", "weak"),  # those of the towns are counted as well
        ("桂塘进出口总额", "no_figure"),  # only how some of it grew
        ("梅岭有多少名医生", "only_part"),  # only those who took part in something
        ("松溪被骗资金多少万元", "no_figure"),  # what of it was got back
        ("松溪考上大学的有多少人", "no_figure"),  # another level of school
        ("松溪起诉了多少人", "no_figure"),  # who was not
        ("松溪2019年共放生鱼苗多少尾", "year_within"),
        ("松溪有多少寄宿生", "only_part"),  # some of them
        ("松溪工人一年能挣多少钱", "weak"),  # what all were paid together
        ("松溪有多少所少年宫", "only_part"),  # counted together with others
        ("松溪有多少人口", "only_part"),  # who was born in the year
        ("松溪校车有几辆", "no_figure"),
        ("松溪矿石产量全省排第几", "no_figure"),
        ("松溪石林工程总投资多少", "weak"),  # of other works
        ("松溪上半年出生人口多少", "weak"),
        ("松溪2018年培训园长多少人次", "year_within"),
        ("2021年修复古桥多少座", "undated"),
        ("松溪2019年计划招聘多少名特岗教师", "only_done"),
    ],
)
def test_what_is_not_quite_asked_is_shown_with_doubt_and_says_what_it_is(
    asker: Asker, question: str, reason: str
) -> None:
    answer = asker.ask(question)
    assert (answer.status, answer.reason) == ("uncertain", reason)
    assert answer.answers[0].confidence <= 0.6


@pytest.mark.parametrize(
    "question",
    [
        "松溪有多少所幼儿园",
        "松溪射箭队省运会夺得几块金牌",  # a number without a unit
        "松溪新建了几座社区图书馆",
        "松溪招聘了多少名特岗教师",
        "松溪有多少家实验基地",  # the sum behind what was added
        "松溪有多少志愿者",  # an amount that is no figure
        "松溪重点工程总投资多少",
        "松溪矿石产量多少",  # what a year brings forth is no stock
        "桂塘水产品收了多少",  # in tons, not in yuan
        "松溪体校和少年宫有多少所",
        "松溪校车合格率是多少",
        "松溪2017年以来培训园长多少人次",
        "古桥修复了多少座",
        "梅岭计划建成多少座博物馆",
        "梅岭组织了几次消防演练",
    ],
)
def test_what_is_asked_is_answered_without_doubt(asker: Asker, question: str) -> None:
    assert asker.ask(question).status == "answered"


def test_no_number_of_people_is_one_of_the_dead(asker: Asker) -> None:
    assert asker.ask("松溪转运了多少病人").status == "answered"
    assert asker.ask("松溪病人死了多少人").status == "no_answer"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("松溪和长春的幼儿园有多少所", ("长春",)),
        ("长春、松溪各有多少所幼儿园", ("长春",)),
        ("松溪2019年和2016年招聘了多少名特岗教师", ("2016年",)),
        ("松溪和梅岭招聘了多少名特岗教师", ("梅岭",)),
        ("松溪2019年招聘了多少名特岗教师", ()),
        ("松溪有多少所幼儿园", ()),
    ],
)
def test_one_of_several_years_or_places_that_is_not_there_is_named(
    asker: Asker, question: str, missing: tuple[str, ...]
) -> None:
    answer = asker.ask(question)
    assert answer.answers
    assert answer.missing == missing


def test_place_that_is_asked_about_alone_and_has_no_report_is_refused(asker: Asker) -> None:
    assert asker.ask("长春的幼儿园有多少所").reason == "no_place"
    assert asker.ask("松溪招聘的教师去长春培训了多少名").missing == ()


@pytest.mark.parametrize(
    "text", ["今天天气怎么样", "讲个笑话", "1+1等于几", "你好呀", "在吗", "帮我写一首诗", "你是谁", "现在几点了？"]
)
def test_small_talk_gets_the_hint_how_to_ask(asker: Asker, text: str) -> None:
    assert (asker.ask(text).status, asker.ask(text).reason) == ("no_answer", "small_talk")


@pytest.mark.parametrize("text", ["幼儿园", "教师 招聘", "消防演练", "写了什么总结", "急救演示", "校车好不好"])
def test_short_question_is_no_small_talk(asker: Asker, text: str) -> None:
    assert asker.ask(text).reason not in ("no_content", "small_talk")


def test_when_one_thing_came_does_not_tell_when_another_did(over: Over) -> None:
    said = [(["一、工作回顾"], ["云麓高速青禾段于2021年11月18日建成通车。", "轻轨一号线于2021年3月2日建成通车。"])]
    asker = over({"a": build_report("青禾县2021年工作总结", said, year=2021, place="青禾县", kind="年度总结")})
    assert asker.ask("青禾高铁什么时候通").status != "answered"
    assert asker.ask("青禾轻轨什么时候通车").status == "answered"


def test_measure_alone_is_not_what_is_measured(asker: Asker) -> None:
    assert asker.ask("近视率").status == "no_answer"  # 校车合格率
    assert asker.ask("校车合格率").status == "answered"


@pytest.mark.parametrize("question", ["松溪小学几点放学", "松溪小学校长电话多少", "松溪幼儿园的邮箱是什么"])
def test_time_of_day_or_number_that_no_sentence_has_is_not_said(asker: Asker, question: str) -> None:
    assert asker.ask(question).status == "no_answer"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("青禾固定电话有多少户", "固定电话用户2.5万户。"),
        ("青禾固定电话多少", "固定电话用户2.5万户。"),
        ("青禾手机有多少用户", "手机用户达20万户。"),
        ("青禾热线多少件", "受理热线来电310件。"),
        ("青禾小学几点放学", "小学下午三点半放学。"),
        ("青禾中学新校区地址在哪", "中学新校区地址在青禾镇李家庄村。"),
    ],
)
def test_number_of_telephones_and_forms_in_words_are_not_denied(over: Over, question: str, told: str) -> None:
    report = build_report("青禾县2023年工作总结", [((), [told])], year=2023, place="青禾县")
    answer = over({"qinghe": report}).ask(question)
    assert answer.status != "no_answer"
    assert answer.answers[0].quote == told


@pytest.mark.parametrize("question", ["松溪皮影演出多少场", "松溪2019年借阅量是多少", "松溪拆除旧棚多少平方米"])
def test_cell_of_a_row_an_output_and_an_area_are_not_doubted(asker: Asker, question: str) -> None:
    assert asker.ask(question).status == "answered"


@pytest.mark.parametrize(("asked", "told", "example"), records("required_forms"))
def test_each_form_is_asked_for_by_its_example(asked: str, told: str, example: str) -> None:
    others = [pattern for pattern, _, _ in records("required_forms") if pattern != asked]
    assert re.search(asked, example)
    assert not any(re.search(pattern, example) for pattern in others)
    assert re.search(told, example) is None


@pytest.mark.parametrize(
    "text",
    [
        "库里有哪些报告？",
        "都有哪些年份的报告",
        "一共有几份报告",
        "报告有哪些",
        "有哪些地方的报告",
        "库里有多少文件",
        "这里有什么材料",
        "系统里的资料有哪些",
    ],
)
def test_question_for_the_reports_themselves_lists_them(asker: Asker, text: str) -> None:
    answer = asker.ask(text)
    assert (answer.status, answer.reason, answer.answers) == ("clarify", "reports", ())
    assert len(answer.choices) == len(REPORTS)


@pytest.mark.parametrize(
    "text",
    [
        "报告里有哪些问题",
        "松溪有哪些报告厅",
        "报告提到哪些地方",
        "有多少文件",
        "有什么材料",
        "材料有哪些",
        "一共有几份文件",
    ],
)
def test_question_for_what_the_reports_say_does_not_list_them(asker: Asker, text: str) -> None:
    assert asker.ask(text).reason != "reports"


def test_name_within_the_name_of_a_body_is_not_the_place(asker: Asker) -> None:
    assert asker.ask("武汉的学校怎么样").reason == "no_place"  # 武汉理工大学
    assert asker.ask("杭州的学校怎么样").reason == "no_place"
    assert asker.ask("与武汉理工大学合作了什么").status != "no_answer"


def test_body_of_a_name_that_no_report_says_is_not_answered_by_another_of_its_kind(over: Over) -> None:
    report = build_report(
        "松堰市第二人民医院2023年工作总结", [((), ["全年门急诊73万人次。"])], year=2023, place="松堰市"
    )
    asker = over({"songyan": report})
    assert asker.ask("松堰二院门急诊多少人次").status == "answered"
    assert asker.ask("杉洲二院门急诊多少人次").reason == "no_place"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("长春三甲医院有几家", "全省三甲医院40家,其中长春市三甲医院12家。"),
        ("长春三甲医院有几家", "全省三甲医院40家,其中长春三甲医院12家。"),
        ("长春扶持了多少企业", "长春市扶持企业集团30家。"),
        ("长春扶持了多少企业", "长春扶持企业集团30家。"),
        ("长春下属企业利润多少", "长春市属公司企业利润8亿元。"),
    ],
)
def test_place_before_bodies_that_bear_no_name_is_the_place(over: Over, question: str, told: str) -> None:
    report = build_report("青禾省2023年工作总结", [((), [told])], year=2023, place="青禾省")
    answer = over({"qinghe": report}).ask(question)
    assert answer.reason != "no_place"
    assert answer.answers[0].quote == told


def test_amount_for_each_is_not_told_by_that_of_all(asker: Asker) -> None:
    assert asker.ask("平均每人修复古桥多少座").status != "answered"


def test_money_for_one_of_a_list_is_not_told_by_the_sum(asker: Asker) -> None:
    answer = asker.ask("灯塔花了多少钱")
    assert (answer.status, answer.reason) == ("uncertain", "only_part")
    assert asker.ask("凉亭花了多少钱").status == "answered"
    within = asker.ask("栈桥投资多少")
    assert (within.status, within.reason) == ("uncertain", "only_part")


def test_characters_of_a_word_are_not_the_word(asker: Asker) -> None:
    assert asker.ask("股票仪表盘是什么").status == "no_answer"  # 仪器
    assert asker.ask("捐赠仪器是什么").status != "no_answer"


def test_year_far_from_all_that_is_stored_is_refused_also_where_a_report_has_no_year(asker: Asker) -> None:
    assert asker.ask("2035年修复古桥多少座").reason == "no_year"
    assert asker.ask("2021年修复古桥多少座").reason == "undated"


def test_part_of_the_time_asked_about_is_shown_with_doubt(asker: Asker) -> None:
    assert asker.ask("松溪2010年到2019年招聘特岗教师共多少名").reason == "year_part"
    assert asker.ask("松溪“十三五”期间招聘特岗教师多少名").understood.years == (2016, 2017, 2018, 2019, 2020)
    assert asker.ask("松溪“十三五”规划是什么").understood.years == ()


def test_amount_of_what_the_sentence_does_not_name_is_no_plain_answer(asker: Asker) -> None:
    assert asker.ask("桂塘水稻产量多少").status in ("uncertain", "no_answer")
    assert asker.ask("桂塘水产品产量多少").status == "answered"
    assert asker.ask("桂塘失业率多少").status == "no_answer"  # 就业率 is told
    assert asker.ask("桂塘就业率多少").status == "answered"


@pytest.mark.parametrize(
    ("question", "status", "reason"),
    [
        ("青禾数字产业占多少", "uncertain", "no_figure"),  # growth is no share
        ("青禾林业占多少", "answered", "ok"),
    ],
)
def test_share_is_not_told_by_a_rate_of_growth(over: Over, question: str, status: str, reason: str) -> None:
    told = ["数字产业增加值增长8%。", "林业占总产值的12%。"]
    asker = over({"a": build_report("青禾县2020年工作总结", [((), told)], year=2020, place="青禾县", kind="年度总结")})
    answer = asker.ask(question)
    assert (answer.status, answer.reason) == (status, reason)


def test_what_the_country_earns_is_not_told_by_what_all_earn(over: Over) -> None:
    text = "杉洲县2021年统计公报\n2021年，全县居民人均可支配收入24836元，增长9%。其中，城镇居民35278元；农村居民17094元。\n农村居民人均可支配收入增速快于城镇。\n"
    (report,) = parse(Source("/杉洲.txt", "杉洲.txt", "d", "txt", None, text))
    best = over({"shanzhou": report}).ask("杉洲县2021年农村居民收入多少").answers[0]
    assert best.asked_figure is not None
    assert best.asked_figure.text == "17094元"


def test_pay_of_each_is_not_told_by_wages_that_were_got_back(over: Over) -> None:
    report = build_report("杉洲县2021年工作总结", [((), ["帮助142名工人追回工资183万元。"])], year=2021, place="杉洲县")
    asker = over({"shanzhou": report})
    assert asker.ask("杉洲县工人工资多少").status != "answered"
    assert asker.ask("杉洲县追回工资多少").status == "answered"


@pytest.mark.parametrize(
    ("told", "question"),
    [
        ("化解政府债务31亿元。", "杉洲县2021年政府欠多少债"),  # what was paid of it
        ("发放育儿补贴305万元。", "杉洲县2021年能领多少育儿补贴"),  # what all got together
        ("抽调司机140名转运物资。", "杉洲县2021年一共有多少司机"),  # those who were sent
        ("医保报销惠及患者2.6万人。", "杉洲县看病医保能报多少"),  # those who were treated
    ],
)
def test_what_comes_near_the_amount_asked_for_is_no_answer(over: Over, told: str, question: str) -> None:
    report = build_report("杉洲县2021年工作总结", [((), [told])], year=2021, place="杉洲县")
    assert over({"shanzhou": report}).ask(question).status != "answered"
