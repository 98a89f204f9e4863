"""Which figure of a sentence a question asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.model import Variant
from retrieval.query.scope import ScopeWords
from retrieval.query.understanding import read_question
from retrieval.query.wanted_figure import differs, wanted_by
from retrieval.ranking.coverage import WantedWord
from retrieval.ranking.figure_choice import FigureChooser, fit
from retrieval.ranking.figure_context import FigureContext
from retrieval.text.segmentation import fold
from store.figures.extract import figures_in


def asked(question: str, sentence: str) -> str | None:
    """The text of the figure picked; every word of the question counts the same."""
    understood = read_question(question, ScopeWords(()))
    figures = figures_in(sentence)
    words = [WantedWord(word, 1.0) for word in dict.fromkeys(understood.terms)]
    found = FigureChooser(wanted_by(understood), words).pick(FigureContext(fold(sentence), figures))
    return None if found is None else figures[found.index].text


TOWN = "全镇现有小学12所、初中5所,在校学生8640人,教师703名,其中高级教师96名。"
EARNED = "城乡居民人均可支配收入分别达到38650元、17240元。"
SPENT = "全年教育支出2.3亿元,比上年增加1800万元,增长8.5%,其中用于校舍维修640万元。"


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("小学有多少所", TOWN, "12所"),
        ("生猪存栏多少头", "生猪存栏从年初860头恢复到1520头。", "1520头"),
        ("农民人均可支配收入多少元", EARNED, "17240元"),
        ("城镇居民人均可支配收入多少元", EARNED, "38650元"),
        ("初中有几所", TOWN, "5所"),
        ("在校学生多少人", TOWN, "8640人"),
        ("教师有多少人", TOWN, "703名"),
        ("高级教师有多少名", TOWN, "96名"),
        ("优良天数占比多少", "全年优良天数311天,优良天数比例85.2%。", "85.2%"),
        ("优良天数多少", "全年优良天数311天,优良天数比例85.2%。", "311天"),
        ("失业率多少", "城镇失业率下降0.3个百分点,脱贫劳动力就业率为95%。", None),
        ("就业率多少", "城镇失业率下降0.3个百分点,脱贫劳动力就业率为95%。", "95%"),
        ("辍学率是多少", "小学入学率100%,辍学率0.2%。", "0.2%"),
        ("教育支出多少钱", SPENT, "2.3亿元"),
        ("校舍维修花了多少钱", SPENT, "640万元"),
        ("教育支出增加了多少", SPENT, "1800万元"),
        ("教育支出比上年多了多少万元", SPENT, "1800万元"),
        ("教育支出增长百分之几", SPENT, "8.5%"),
        ("粮食多少吨", "粮食装车90个批次,粮食820万斤。", "820万斤"),
        ("县道多少公里", "县道沿线站点62个,县道里程30千米。", "30千米"),
        ("培训教师多少人次", "培训教师1200人次,选派教师30人到外校学习。", "1200人次"),
        ("选派多少人到外校学习", "培训教师1200人次,选派教师30人到外校学习。", "30人"),
        ("2022年图书有多少册", "2021年图书3万册,2022年图书3.6万册。", "3.6万册"),
        ("教学点减少到多少个", "教学点由45个减少到32个。", "32个"),
        ("住宿补助一共多少钱", "按每生每年1250元的标准发放住宿补助,共发放住宿补助86万元。", "86万元"),
        ("住宿补助每生每年多少钱", "按每生每年1250元的标准发放住宿补助,共发放住宿补助86万元。", "1250元"),
        ("电梯总共装了多少部", "新装电梯29部,累计达到74部。", "74部"),
        ("去年电梯装了多少部", "新装电梯29部,累计达到74部。", "29部"),
        ("泵站一共几座", "新建泵站3座、改造8座,全县泵站总数达到67座。", "67座"),
        ("一共新建泵站几座", "新建泵站3座、改造8座,全县泵站总数达到67座。", "3座"),
        ("一共招聘了多少教师", "招聘教师86人、医生32人,全县卫生技术人员总数达3600人。", "86人"),
        ("学校一共几所", "新建学校3所、幼儿园12所,幼儿园总数达86所。", "3所"),
        ("充电桩一共多少个", "新增停车位320个、充电桩26个,总数达560个。", "26个"),
        ("工人多大年纪", "工人平均年龄53岁,最大年龄68岁。", "53岁"),
        ("工人多大年纪", "现有工人320人,平均年龄46.5岁。", "46.5岁"),
        ("托育园一个月收费多少", "提供托位110个,收费每月1800元。", "1800元"),
        ("少收了多少过路费", "减免通行费38亿元,惠及货车2亿辆次。", "38亿元"),
        ("办了多少案子", "全年受理案件820件;法官人均结案91件,比上年多办12件。", "820件"),
        ("政府还欠多少债", "偿还到期债务3.6亿元,年末债务余额18.2亿元。", "18.2亿元"),
        ("还了多少债", "偿还到期债务3.6亿元,年末债务余额18.2亿元。", "3.6亿元"),
        ("县道多长了", "新建县道6条,县道里程达到3000公里。", "3000公里"),
        ("高中近视率多少", "总体近视率52.1%,其中小学37.4%、初中66.0%、高中80.3%。", "80.3%"),
        ("总体近视率多少", "总体近视率52.1%,其中小学37.4%、初中66.0%、高中80.3%。", "52.1%"),
        ("住宿补助发给了多少学生", "为学生发放住宿补助86万元,惠及学生690人。", "690人"),
        ("教学点从多少个减到多少个", "撤并学校3个,教学点由45个减少到32个。", "32个"),
        ("撤并了多少个教学点", "撤并不足8人的教学点3个。", "3个"),
        ("一共招聘了多少名教师", "招聘教师90名,其中公开招聘教师60名。", "90名"),
        ("教育支出", SPENT, "2.3亿元"),
        ("2021年植树多少亩", "2020年、2021年分别植树310亩、450亩;2022年植树500亩。", "450亩"),
        ("2020年植树多少亩", "2020年、2021年分别植树310亩、450亩;2022年植树500亩。", "310亩"),
        ("2022年植树多少亩", "2020年、2021年分别植树310亩、450亩;2022年植树500亩。", "500亩"),
        ("大班额还有几个", "仍有60人以上大班额12个,65人以上的9个。", "12个"),
        ("近视率降了多少", "近视率为51.2%,比上年下降1.4个百分点。", "1.4个百分点"),
        ("困难学生发了多少助学金", "为1200名困难学生发放助学金96万元。", "96万元"),
        ("公办园占比多少", "公办园占比突破五成,达52.1%。", "52.1%"),
        ("投入多少万元", "投入80万元以上新建厕所3座。", "80万元"),
        ("争取资金多少", "全年争取上级资金300万元,达到1500万元。", "300万元"),
        ("近几年教师培训花了多少钱", "近三年教师培训投入560万元。", "560万元"),
        ("近几年新建了多少所学校", "近三年新建学校9所。", "9所"),
        ("演练用了多长时间", "组织演练3次,平均用时48秒。", "48秒"),
        ("多长时间的培训有多少人参加", "120人参加了15天的培训。", "120人"),
        ("哪年招聘了多少教师", "2021年招聘教师30名。", "30名"),
        ("多少企业捐款", "捐款企业12家,共捐款60万元。", "12家"),
        ("晋升了几位干部", "提拔干部3名,比上年增加1名。", "3名"),
        ("新建图书馆面积多少", "新建图书馆3座,面积1.2万平方米。", "1.2万平方米"),
        # The whole of the year, unless some of it is asked about.
        ("2021年接待游客多少", "一季度接待游客20万人次,全年接待游客120万人次。", "120万人次"),
        ("2021年上半年接待游客多少", "上半年接待游客20万人次,全年接待游客120万人次。", "20万人次"),
        # What was done, and what was not.
        ("起诉了多少人", "全年提起公诉210人,不起诉45人。", "210人"),
        ("不起诉多少人", "全年提起公诉210人,不起诉45人。", "45人"),
        ("多少个村没通公路", "200个村未通公路,1800个村通公路。", "200个"),
        # All that is asked about before what is narrower.
        ("游客多少", "接待入境游客5万人次,全年游客310万人次。", "310万人次"),
        ("近视率多少", "学生总体近视率46%,但高中阶段近视率仍在70%以上。", "46%"),
        ("高中近视率多少", "学生总体近视率46%,但高中阶段近视率仍在70%以上。", "70%"),
        ("新增就业多少", "新增就业连续4年超过9万人。", "9万人"),
        ("有多少家实验室", "新增实验室15家、总数达23家。", "23家"),
        ("新增多少家实验室", "新增实验室15家、总数达23家。", "15家"),
        ("审批要几天", "审批平均耗时3.8天,比法定时限压缩了60天。", "3.8天"),
        ("多少贫困的人就业了", "9个贫困县摘帽,贫困人口就业3万人。", "3万人"),
        ("教师轮岗比例", "30%的教师和12%的园长(其中骨干教师比例达41%)轮岗。", "30%"),
        ("骨干教师轮岗比例", "30%的教师和12%的园长(其中骨干教师比例达41%)轮岗。", "41%"),
        ("公办幼儿园多少所", "公办幼儿园4所,幼儿园共有17所。", "4所"),
        ("登记在册志愿者多少人", "志愿者9000人,其中登记在册志愿者4100人。", "4100人"),
        ("困难学生资助了多少人", "为2万名困难学生发放奖学金,为近300名小学、高中建档立卡的困难学生免学费。", "2万名"),
        ("清河之星评了多少人", "评选出11名获“清河之星”称号的学生,其中3名学生获全市“清河之星”。", "11名"),
        # What something became, though its name stands before what it was.
        ("护理补贴现在多少钱", "护理补贴由每人每月70元提高到120元。", "120元"),
        ("粮食打了多少斤", "每亩平均产量已经达到或者超过了1000斤,总产量达到3700万斤。", "3700万斤"),
        ("平均等多久", "平均等候时间由42分钟缩短至19分钟。", "19分钟"),
        ("今年GDP", "实现生产总值327亿元,财政收入16亿元。", "327亿元"),
        ("出口多少", "进口总额21亿元,出口总额35亿元。", "35亿元"),
        ("投了多少财政资金", "投入财政资金430万元,实施项目73个。", "430万元"),
        ("物价要压在多少以内", "经济增长8%左右,物价涨幅控制在3%以内。", "3%"),
        ("一天来多少人", "全年接待186万人次,每天5104人次。", "5104人次"),
        ("农产品出口占进出口总额多少", "农产品出口18亿元,占进出口总额的12%。", "12%"),
        ("收购了甲公司多少股权", "完成对甲公司的股权收购，获得40%的股权。", "40%"),
        ("绿化率是多少", "新建公园3处，绿化率升至0.38。", "0.38"),
        ("GDP增速多少", "生产总值达到327亿元,增长8%。", "8%"),
        ("财政收入增幅", "财政收入16亿元,增长5.2%。", "5.2%"),
        ("地铁多长了", "新增地铁里程4公里、总里程达到87公里。", "87公里"),
        ("员工满意度多少", "医疗纠纷12件，员工满意度85.6分。", "85.6分"),
    ],
)
def test_figure_of_the_kind_and_unit_by_the_words_asked_is_picked(question: str, sentence: str, expected: str) -> None:
    assert asked(question, sentence) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("小学有多少所", "小学生近视率下降。"),
        ("谁是校长", TOWN),
        ("什么时候建成的", "新校区于8月底建成,新增学位2400个。"),
        ("为什么要维修操场", SPENT),
        ("图书馆藏书的管理办法", SPENT),
        # Another indicator's, or that of another kind of thing.
        ("财政收入多少", "地区生产总值310亿元,财政收入稳居全市第二。"),
        ("GDP多少", "固定资产投资95亿元,增速快于GDP。"),
        ("优质公园占比", "优质公园50座;标准化公园占比95%。"),
    ],
)
def test_no_figure_is_picked_where_none_is_asked_for_or_none_is_there(question: str, sentence: str) -> None:
    assert asked(question, sentence) is None


def test_all_by_another_name_come_before_a_kind_that_has_the_word_in_its_own() -> None:
    sentence = "现有在校生9600人,另有留学生120人。"
    understood, figures = read_question("有多少学生", ScopeWords(())), figures_in(sentence)
    words = [WantedWord("学生", 1.0, (Variant("在校生", 0.8),))]
    found = FigureChooser(wanted_by(understood), words).pick(FigureContext(fold(sentence), figures))
    assert found is not None
    assert figures[found.index].text == "9600人"


def test_thousands_comma_ends_no_clause() -> None:
    assert asked("藏书多少册", "藏书12,600册,电脑340台。") == "12,600册"


@pytest.mark.parametrize(
    ("question", "subject", "other"),
    [
        ("各地高中毛入学率", "初中毛入学率", True),
        ("民办幼儿园", "公办幼儿园", True),
        ("省级课题", "市级课题", True),
        ("中学教师", "中小学教师", False),
        ("毛入学率", "初中毛入学率", False),
        ("小学和初中", "小学", False),
    ],
)
def test_subject_that_excludes_what_is_asked_is_another(question: str, subject: str, other: bool) -> None:
    assert differs(question, subject) is other


@pytest.mark.parametrize(
    ("question", "figure", "fits"),
    [
        ("多少人", "8名", True),
        ("多少人", "8人次", False),
        ("多少人", "8所", False),
        ("多少个教学点", "8处", True),
        ("多少钱", "8万元", True),
        ("多少钱", "8%", False),
        ("占百分之几", "8%", True),
        ("占百分之几", "8名", False),
    ],
)
def test_unit_asked_for_is_met_by_its_kin_and_by_no_other(question: str, figure: str, fits: bool) -> None:
    wanted = wanted_by(read_question(question, ScopeWords(())))
    (one,) = figures_in(f"合计{figure}。")
    assert (fit(wanted, one) >= 0.5) is fits


def test_rate_of_the_question_before_denies_none_of_another_name() -> None:
    said = "体质测试合格率96.1%,近视率58.3%。"
    read = read_question("近视的占多少", ScopeWords(()))
    wanted = replace(wanted_by(read), text=f"{wanted_by(read).text} 近视 合格率")
    words = [WantedWord("近视", 1.0), WantedWord("合格率", 0.2)]
    found = FigureChooser(wanted, words).pick(FigureContext(said, figures_in(said)))
    assert found is not None
    assert found.index == 1


@pytest.mark.parametrize(
    ("word", "variant", "sentence", "expected"),
    [
        ("违建", "违法建设", "拆除违法建设612处,其中“亮剑”行动拆除违建173处。", "612处"),
        ("违建", "房屋", "拆除广告牌612处,其中“亮剑”行动拆除违建173处。", "173处"),
        ("酒驾", "酒后驾驶", "查处醉酒驾驶213起、酒后驾驶1284起。", "1284起"),  # 酒驾 of 醉酒驾驶 is no word
        ("酒驾", "酒后驾驶", "查处酒驾213起、酒后驾驶致伤事故12起。", "213起"),
    ],
)
def test_thing_by_another_name_is_picked_where_its_own_stands_for_less(
    word: str, variant: str, sentence: str, expected: str
) -> None:
    figures = figures_in(sentence)
    wanted = wanted_by(read_question(f"{word}有多少", ScopeWords(())))
    found = FigureChooser(wanted, [WantedWord(word, 1.0, (Variant(variant, 0.48),))]).pick(
        FigureContext(fold(sentence), figures)
    )
    assert found is not None
    assert figures[found.index].text == expected
