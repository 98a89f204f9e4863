"""Words that sites put around a title."""

from __future__ import annotations

import pytest

from store.structure.titles import clean_title, own_title


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        ("最新(汇报范文)之2019年卫生局半年工作总结", "2019年卫生局半年工作总结"),
        ("【精品】学校工作总结", "学校工作总结"),
        ("学校工作总结（最新版）", "学校工作总结"),
        ("学校工作总结Word文档下载推荐.docx", "学校工作总结"),
        ("[工作总结] 大旺镇2017年上半年工作总结", "大旺镇2017年上半年工作总结"),
        ("【转发】总结", "【转发】总结"),
        ("《学校工作总结》", "学校工作总结"),
        ("2020精选教育局工作报告范文(一)", "2020精选教育局工作报告范文(一)"),
        ("政府工作报告（摘要）", "政府工作报告（摘要）"),
        ("（2019年度）学校工作总结", "（2019年度）学校工作总结"),
        ("【精选】", "【精选】"),
    ],
)
def test_title_without_its_advertising(shown: str, title: str) -> None:
    assert clean_title(shown) == title


def test_a_collection_does_not_speak_of_the_report() -> None:
    assert own_title("2020精选教育局工作报告范文(一)") == ""
    assert own_title("教育局工作报告") == "教育局工作报告"
