import pytest

from retrieval.lexicon.synonym_groups import Group
from retrieval.model import Word
from retrieval.query.synonyms import Table, Thesaurus, built_in, expanded, with_own
from retrieval.query.wordbook import recut
from retrieval.text.segmentation import tokens


def variants(
    text: str, thesaurus: Thesaurus | None = None, *, known: bool = False, spun: bool = False, weight: float = 1.0
) -> dict[str, dict[str, float]]:
    """For each word of a text its variants with their weights."""
    cut = tokens(text)
    words = expanded(
        [Word(token.text, token.start, token.end, weight) for token in cut],
        text,
        frozenset(edge for token in cut for edge in (token.start, token.end)),
        thesaurus or built_in(),
        known=lambda phrase: known,
        spun=spun,
    )
    return {word.text: {variant.text: variant.weight for variant in word.variants} for word in words}


@pytest.mark.parametrize(
    ("asked", "word", "official"),
    [
        ("老师", "老师", "教师"),
        ("孩子", "孩子", "学生"),
        ("盖楼", "盖楼", "校舍建设"),
        ("上大学", "大学", "录取"),
        ("吃饭", "吃饭", "供餐"),
        ("网课", "课", "线上教学"),
        ("电脑", "电脑", "计算机"),
        ("自闭症", "自闭症", "孤独症"),
        ("占耕地交的税", "税", "耕地占用税"),
        ("在里面上班的", "上班", "从业人员"),
        ("不住福利院的孤儿", "孤儿", "社会散居孤儿"),
        ("撤离了谁", "撤离", "紧急转移安置"),
        ("网吧", "网吧", "互联网上网服务营业场所"),
        ("几所大学", "大学", "高校"),
        ("首饰", "首饰", "金银珠宝类"),
        ("公司", "公司", "企业"),
        ("外来务工人员的孩子", "孩子", "随迁子女"),
        ("外地孩子", "外地", "新市民子女"),
        ("高招", "高招", "普通高校招生考试"),
        ("开刀", "开刀", "手术"),
        ("挣", "挣", "劳动报酬"),
        ("卖", "卖", "销售"),
        ("住一晚", "住", "平均房价"),
        ("坏账", "坏账", "不良贷款"),
        ("吃低保", "低保", "最低生活保障"),
        ("打疫苗", "疫苗", "接种"),
        ("交税", "交税", "税收"),
        ("净赚多少", "净赚", "净利润"),
        ("彩电", "彩电", "彩色电视机"),
        ("堵车", "堵车", "交通拥堵"),
        ("电价便宜", "电价", "用电成本下降"),
        ("招人才", "人才", "引进人才"),
        ("打了多少鱼", "鱼", "水产品"),
        ("停了多久电", "停", "停电时间"),
        ("网民", "网民", "互联网上网人数"),
        ("橘子", "橘子", "柑橘"),
        ("还了几笔债", "债", "偿还"),
        ("看病花的钱", "看病", "次均费用"),
        ("发大水", "发大水", "洪涝"),
        ("考公务员", "公务员", "公务员招录"),
        ("跑上面要来的钱", "钱", "争取上级资金"),
        ("幼儿园够不够", "够不够", "不能满足"),
        ("包产到户", "包产到户", "家庭联产承包责任制"),
        ("社办工厂", "工厂", "社队企业"),
        ("砍部委", "砍", "国务院组成部门"),
        ("军费", "军费", "国防费"),
        ("1987年gdp", "gdp", "国民生产总值"),
        ("香港回归", "香港回归", "恢复行使主权"),
        ("多少人下岗", "下岗", "国有企业下岗职工"),
        ("铁路多长", "铁路", "铁路通车里程"),
        ("养的鸡鸭", "鸡鸭", "家禽存栏"),
        ("红绿灯有几处", "红绿灯", "交通信号灯"),
        ("公交司机有多少", "司机", "公交驾驶员"),
        ("用掉多少水", "水", "用水量"),
        ("有没有死人", "死", "人员伤亡"),
        ("借了多少本", "借", "外借册次"),
        ("点名表扬了谁", "表扬", "通报表扬"),
        ("拉稀几天了", "拉稀", "腹泻"),
        ("离婚案有多少", "离婚案", "离婚纠纷"),
        ("公司给股东分钱了吗", "股东", "现金分红"),
        ("医保卡发了多少", "医保卡", "社会保障卡"),
        ("扫马路的有多少人", "马路", "环卫工人"),
        ("建几个厕所", "厕所", "公厕"),
        ("抓了几个贪官", "贪官", "留置"),
        ("流浪狗有多少", "流浪狗", "流浪犬"),
    ],
)
def test_everyday_word_finds_the_official_one(asked: str, word: str, official: str):
    assert official in variants(asked)[word]


@pytest.mark.parametrize(
    ("asked", "word", "other"),
    [
        ("发烧的人", "发烧", "发热"),
        ("发热的人", "发热", "发烧"),
        ("驾驶员多少", "驾驶员", "驾驶人"),
        ("营收和归母净利润", "净利润", "归属于上市公司股东的净利润"),
    ],
)
def test_words_that_reports_exchange_find_each_other(asked: str, word: str, other: str):
    assert other in variants(asked)[word]


def test_all_who_drive_are_looked_for_before_those_of_one_trade():
    found = variants("司机有多少")["司机"]
    assert found["机动车驾驶人"] > found["驾驶员"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("公司的人才有多少", "公司职工"),
        ("公司领导班子有几人", "董监高"),
        ("起雾霾的天数", "大雾"),
        ("受了伤的有多少人", "轻伤"),
    ],
)
def test_everyday_phrase_is_not_read_into_a_longer_word(text: str, other: str):
    assert other not in {one for found in variants(text).values() for one in found}


@pytest.mark.parametrize(
    "text",
    [
        *("新书记是谁", "没电梯的楼", "卖牛奶的钱", "打病害", "上学车费", "每天热线多少"),
        *(
            "办事项多少",
            "水灾害多少",
            "外资金多少",
            "跑三公里",
            "反右派",
            "学生产",
            "最重要的事",
            "最美观的楼",
            "最先进的村",
            "最前列",
        ),
    ],
)
def test_everyday_words_of_two_characters_cut_no_other_word(text: str):
    assert [token.text for token in recut(tokens(text), built_in())] == [token.text for token in tokens(text)]


@pytest.mark.parametrize("asked", ["老师一共有多少", "老师多少", "有多少老师", "老师人数"])
def test_what_is_counted_is_looked_for_by_the_names_of_basics(asked: str):
    assert variants(asked, known=True)["老师"]["教职工"] > variants("老师", known=True)["老师"]["教职工"]


@pytest.mark.parametrize(
    ("asked", "word", "everyday"),
    [("教师", "教师", "老师"), ("税收", "税收", "交税"), ("手术", "手术", "开刀"), ("录取", "录取", "考上")],
)
def test_official_word_does_not_find_the_everyday_one(asked: str, word: str, everyday: str):
    assert everyday not in variants(asked)[word]


@pytest.mark.parametrize(
    ("text", "word", "variant"),
    [
        ("大学生活", "大学", "门生"),
        ("招多少老师", "老师", "师资不足"),  # 少老师 is not in 多少老师
        ("花园", "花园", "投入"),
        ("气候", "气候", "燃气"),
    ],
)
def test_word_is_not_found_inside_others(text: str, word: str, variant: str):
    assert variant not in variants(text).get(word, {})


def test_people_who_came_in_are_those_hired_and_no_visitors():
    found = {variant for others in variants("进了多少人").values() for variant in others}
    assert "引进" in found
    assert "接待观众" not in found


def test_variants_weigh_less_than_the_word_and_less_still_where_the_store_holds_it():
    unknown, known = variants("老师")["老师"], variants("老师", known=True)["老师"]
    assert 0 < known["教师"] < unknown["教师"] < 1


def test_odd_words_are_looked_for_only_where_the_store_has_such_texts():
    assert "黉舍" not in variants("学校")["学校"]
    assert "黉舍" in variants("学校", spun=True)["学校"]


def test_everyday_word_reaches_the_odd_one_through_the_official():
    found = variants("孩子", spun=True)["孩子"]
    assert 0 < found["门生"] < found["学生"]


@pytest.mark.parametrize("form", ["非凡教导", "特殊教导", "非凡教育"])
def test_parts_of_a_long_word_are_exchanged(form: str):
    assert form in variants("特殊教育", spun=True)["特殊教育"]


def test_word_that_names_a_report_has_no_variants():
    assert variants("老师", weight=0.2) == {"老师": {}}


def test_word_within_a_longer_phrase_has_variants_of_its_own():
    assert "高等学校" in variants("大学扩招")["大学"]


def test_own_synonyms_come_beside_ours_and_weigh_more():
    own = with_own([Group(("蓝天工程",), ("大氣治理", "治气"), 1)])
    assert variants("治气", own)["治"]["蓝天工程"] > variants("老师", own)["老师"]["教师"]
    assert "蓝天工程" in variants("大气治理", own)["治理"]


@pytest.mark.parametrize(
    ("text", "there", "read"),
    [
        ("2024年卖地收入", {"土地出让收入"}, ["2024", "年", "土地出让收入"]),
        ("个税收了多少", {"个人所得税"}, ["个人所得税", "了", "多少"]),
        ("车购税降了", {"车辆购置税"}, ["车辆购置税", "降", "了"]),
        ("卖地收入", {"土地出让收入", "卖地收入"}, ["卖地", "收入"]),  # some report says so itself
        ("卖地收入", set(), ["卖地", "收入"]),
        ("大学扩招", {"招生规模", "大学"}, ["大学", "招生规模"]),  # of which a report says one for itself
    ],
)
def test_phrase_that_no_report_holds_is_read_as_the_standard_word(text: str, there: set[str], read: list[str]):
    cut = tokens(text)
    words = expanded(
        [Word(token.text, token.start, token.end) for token in cut],
        text,
        frozenset(edge for token in cut for edge in (token.start, token.end)),
        built_in(),
        known=there.__contains__,
        spun=False,
    )
    assert [word.text for word in words] == read


def test_short_form_is_put_together_again() -> None:
    assert [token.text for token in recut(tokens("环保税收了多少"), built_in())] == ["环保税", "收", "了", "多少"]
    assert [token.text for token in recut(tokens("高考最高考了多少分"), built_in())][:3] == ["高考", "最高", "考"]
    assert [token.text for token in recut(tokens("多少家规上工业"), built_in())] == ["多少", "家", "规", "上", "工业"]
    cut = recut(tokens("全国个税收了多少"), built_in())
    assert [token.text for token in cut][1:3] == ["个税", "收"]
    assert [token.text for token in recut(tokens("一个税收项目"), built_in())] == [
        t.text for t in tokens("一个税收项目")
    ]


def test_other_names_of_an_indicator_count_in_full_whatever_the_reports_say() -> None:
    assert variants("gdp多少", known=True)["gdp"]["地区生产总值"] == 1.0
    assert variants("学生多少", known=True)["学生"]["在校生"] < 1.0


@pytest.mark.parametrize("text", ["国防花的钱", "国防上一共花了多少", "花在国防上的钱", "国防方面花了多少"])
def test_what_is_spent_on_a_thing_is_called_its_expenditure(text: str) -> None:
    assert variants(text)["国防"]["国防支出"] == 0.8
    assert "花支出" not in variants(text).get("花", {})
    assert "科学技术支出" in variants("科技上花了多少")["科技"]


def test_phrase_is_known_with_how_many_asked_inside_it() -> None:
    thesaurus = Thesaurus([(Table("", 0.8, both=False), "\n农村公路,修路,修人\n")])
    assert variants("村里修了多少条路", thesaurus)["路"] == {"农村公路": 0.8}
    assert variants("修了多少人", thesaurus)["修"] == {}  # whoever it is, 人 tells nothing of them


def test_words_are_the_same_when_the_tables_are_read_to_the_end() -> None:
    lines = "\n# 农村路,修路\n教师 教员,老师,园丁\n校车,老师傅的车\n教师,老师,老师傅\n"
    for both in (False, True):
        few, all_read = (Thesaurus([(Table("", 0.8, both=both, exact=True), lines)]) for _ in range(2))
        all_read.read_all()
        for word in ("老师", "老师傅", "教师", "教员", "修路", "园", ""):
            assert list(few.of(word).items()) == list(all_read.of(word).items())
            assert few.exactly(word) == all_read.exactly(word)
        assert few.exactly("老师") == ("教师", "教员")
        assert (
            [*few.phrases("老师傅", frozenset({0, 3}))] == [*all_read.phrases("老师傅", frozenset({0, 3}))] == [(0, 3)]
        )
