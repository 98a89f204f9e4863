"""Names that a figure must not have: an owner that is denied or far off, a noun that is cut, a measure that is not told."""

from __future__ import annotations

import pytest

from store.figures.extract import figures_in


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # Nouns are not cut by what happened to them.
        ("17家企业破了产，26户农户脱了贫。", ["企业", "农户"]),
        ("4家分公司上了市，31名学徒受了伤。", ["分公司", "学徒"]),
        ("31名学生掌握了技能，26名工匠感受了变化。", ["学生", "工匠感受了变化"]),
        # Harm is of what happened right before.
        ("全年未发生较大火灾，供水平稳，死亡人数3人。", ["死亡人数"]),
        ("发布暴雨预警17次，供水平稳，死亡3人。", ["发布暴雨预警", "死亡"]),
        ("防洪灾演练6场，造成死亡3人。", ["防洪灾演练", "死亡"]),
        ("发生火灾7起，供水平稳，死亡3人。", ["火灾", "死亡"]),
        ("8月上旬连降暴雨，直接经济损失26万元。", ["暴雨直接经济损失"]),
        ("发生一起较大火灾，造成3人死亡。", ["较大火灾死亡"]),
        ("仓库发生火灾，出动消防车6台，过火面积340平方米。", ["出动消防车", "火灾过火面积"]),
        # What was taken more is of revenue, what was spent more of expenses.
        ("一般公共预算收入26亿元，增支3亿元。", ["一般公共预算收入", "增支"]),
        ("一般公共预算支出26亿元，减支3亿元。", ["一般公共预算支出"] * 2),
        ("发放小额贷款340万元，增收26万元。", ["小额贷款", "增收"]),
        ("茶叶销售款340万元，增收26万元；退税31万元，减收4万元。", ["茶叶销售款", "增收", "退税", "减收"]),
        # Money that is not paid, but not what a plan says of it.
        ("一般公共预算收入26亿元未完成预算，工程总投资3亿元未超概算。", ["一般公共预算收入", "工程总投资"]),
        ("补助有260万元尚未发放。", ["补助尚未发放"]),
        # Who is missing is of all, not of a part or of the last of two.
        ("教师340人，其中党员62人，缺编17人。", ["教师", "党员", "教师缺编"]),
        ("民警340名，辅警62名，缺编17名。", ["民警", "辅警", "缺编"]),
        # An investment goes on only past what is of the same.
        ("大桥总投资3亿元，水厂日供水6万吨，年内完成投资1亿元。", ["大桥总投资", "水厂日供水", "投资"]),
        ("大桥概算总投资3亿元，累计完成投资1亿元。", ["大桥概算总投资", "大桥投资"]),
        (
            "新校区总投资3亿元，规划床位340张，主体结构完成至地上6层，累计完成投资1亿元。",
            ["新校区总投资", "规划床位", "地上", "新校区投资"],
        ),
        ("铁路总投资62亿元，累计完成17亿元。", ["铁路总投资", "铁路总投资完成额"]),
        # What begins with 占 or ends in it is no share.
        ("霸占车位投诉下降34%，占补平衡任务完成96%。", ["霸占车位投诉", "占补平衡任务"]),
        ("侵占公共绿地整改93%，民生支出占总支出71%。", ["侵占公共绿地整改", "民生支出占总支出比重"]),
        # 均 behind those that are told of singly.
        ("近视率各校均低于31%，覆盖率每个村均达到96%。", ["近视率", "覆盖率"]),
        ("实施6个突破性项目，建设7个背负式平台。", ["突破性项目", "建设背负式平台"]),
        ("经济总量将跨越340亿元。", ["经济总量"]),
        # What recovered, not the level that it recovered to.
        (
            "水库蓄水量恢复到常年水平的93%，客流量恢复至同期的86%。",
            ["水库蓄水量恢复到常年水平的比例", "客流量恢复至同期的比例"],
        ),
        ("为被害人追赃挽损340万元，有息负债余额26亿元。", ["追赃挽损", "有息负债余额"]),
        ("有财产可供执行案件340件，有序开展培训12场。", ["有财产可供执行案件", "培训"]),
        ("农民人均收入居全省17个县第3位，前移2位。", ["县", "农民人均收入位次"]),
        ("处理违法案件340件，其中环保62件。", ["处理违法案件", "环保违法案件"]),
        ("服务对象3400人，其中80岁以上620人。", ["服务对象", "", "80岁以上服务对象"]),
    ],
)
def test_a_figure_has_no_name_that_its_sentence_does_not_give(sentence: str, names: list[str]) -> None:
    assert [figure.name for figure in figures_in(sentence)] == names


def test_less_spent_is_a_change() -> None:
    assert figures_in("一般公共预算支出26亿元，减支3亿元。")[1].change == "decrease"
