"""Whole names of figures where what was done makes another thing of what is counted."""

from __future__ import annotations

import pytest

from store.figures.extract import figures_in
from store.language.tables import words
from tests.growth import assert_in_proportion


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("新签订单44亿元。", ["新签订单"]),
        ("新建中小学4所、改扩建5所。", ["新建中小学", "中小学改扩建"]),
        ("首次通过率为94%，周转天数延长至104天。", ["首次通过率", "周转天数"]),
        ("总产量18万吨，受旱灾影响减少6千吨。", ["总产量", "总产量"]),
        ("儿科仅有医师19人。", ["儿科医师"]),
        ("监测对象37户105人全部落实帮扶措施。", ["监测对象", "监测对象"]),
        ("今年发展党员65名。", ["发展党员"]),
        ("停招会计等4个专业。", ["停招专业"]),
        ("拆除占道经营的铁皮棚30处，新改建户厕3座。", ["拆除占道经营的铁皮棚", "新改建户厕"]),
        ("新建、改扩建学校7所、医院2所。", ["新建、改扩建学校", "新建、改扩建医院"]),
        ("平台覆盖9个学科。", ["覆盖学科"]),
        ("农村公路改建167公里。", ["农村公路改建"]),
        ("争取专项借款23亿元，已拨付22亿元。", ["争取专项借款", "专项借款拨付"]),
        ("改造老旧小区23个，惠及3186户。", ["改造老旧小区", "改造老旧小区惠及"]),
        ("授权专利386件，其中发明专利121件。", ["授权专利", "授权发明专利"]),
        ("招聘教师20名，比上年增加3名。", ["招聘教师", "招聘教师"]),
        ("完成扫描183件，累计达到946件。", ["扫描", "扫描累计"]),
        ("日接诊量最高达到1246人次。", ["日接诊量最高"]),
        ("公派出国学生24人，再关闭退出矿山5座。", ["公派出国学生", "关闭退出矿山"]),
        ("产值41亿元，增长3%，占总产值的73%。", ["产值", "产值", "产值占总产值"]),
        ("支出总额减少为三百亿元，后来又追加了八十亿元。", ["支出总额", "支出总额追加"]),
        ("签约77个亿元以上项目，9家开发区跻身前列。", ["亿元以上项目", "开发区跻身前列"]),
        ("工厂年产10万吨花生油。", ["年产花生油"]),
        ("对9名涉案未成年人附条件不起诉，3家食堂引进餐饮企业。", ["涉案未成年人", "食堂引进餐饮企业"]),
        ("年内危房改造开工11套、基本建成13套。", ["危房改造开工", "危房改造基本建成"]),
        ("基本制度覆盖80%以上村卫生室。", ["覆盖村卫生室"]),
        ("国营商业将占54%。", ["国营商业占比"]),
        ("县财政用于“三农”、教育等方面的支出达到33亿元，比上年增加4亿元。", ["县财政用于三农、教育等方面的支出"] * 2),
        ("加入17个国际人权公约，保持产品质量检测合格率98%。", ["国际人权公约", "产品质量检测合格率"]),
        ("学校组织创建音乐、体育、书法、美术等丰富多样的社团30个。", ["音乐、体育、书法、美术等丰富多样的社团"]),
        ("20位外国首脑先后来访，7个“专项行动”[5]，把5道手续简化为2道。", ["外国首脑", "“专项行动”", "手续", "手续"]),
        ("这是改革持续深化的五年。", [""]),
        ("具有博士学位的教师812人。", ["具有博士学位的教师"]),
        # Where there is only something, no verb is in the name; a part or a list that has its own verb takes no other.
        ("全年举办培训班12期，新增学位600个。", ["培训班", "学位"]),
        ("引进展览8个、输出展览7个。", ["引进展览", "输出展览"]),
        ("产值增长12%。", ["产值"]),
        # A length of time that only says how long something took counts nothing; a share is of the first of two that are called alike.
        ("企业五年投入2亿元，看守所连续15年安全无事故。", ["", "投入", ""]),
        ("工期由12个月缩短到9个月。", ["工期", "工期"]),
        ("具有博士学位的教师占专任教师的71.5%。", ["具有博士学位的教师占专任教师"]),
    ],
)
def test_what_was_done_is_in_the_name(sentence: str, names: list[str]) -> None:
    assert [figure.name for figure in figures_in(sentence)] == names


def test_every_untold_verb_is_a_verb() -> None:
    verbs = {*words("figure_verbs", "deed", "opening", "acted on")}
    assert not {*words("figure_verbs", "untold")} - verbs


def test_a_long_sentence_takes_time_in_proportion() -> None:
    assert_in_proportion(lambda times: figures_in("拆除、清理、新建公园5个、" * times), 40, 400)
