"""What cleaning drops by its place, and what it must leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store.cleaning.clean import clean
from store.model import DroppedLine
from tests.store.reading import source

BODY = (
    "一、主要工作\n全县投入资金1.26亿元，新建校舍2.3万平方米，招聘教师156名，教育事业取得了新的成绩。"
    + "全县还新建幼儿园6所。" * 12
)


def kept(text: str) -> list[str]:
    return [line.text for line in clean(source(text)).lines]


def rules(text: str) -> list[tuple[str, str]]:
    return [(line.rule, line.text) for line in clean(source(text)).dropped]


def test_site_name_among_furniture_goes_and_the_title_stays() -> None:
    text = f"某某教育网\n找回密码\n教育局工作总结\n2019年1月5日\n查看: 12|回复: 0\n{BODY}"
    assert kept(text)[:2] == ["教育局工作总结", "2019年1月5日"]
    assert ("page-head", "某某教育网") in rules(text)


def test_one_line_of_furniture_is_no_evidence_of_a_site() -> None:
    assert kept(f"某某教育网\n找回密码\n{BODY}\n禾丰县教育局\n返回顶部\n谢谢阅读")[0] == "某某教育网"
    assert kept(f"{BODY}\n禾丰县教育局\n返回顶部\n谢谢阅读")[-1] == "谢谢阅读"


def test_terms_of_a_sharing_site_above_its_captions_go() -> None:
    terms = "文库只提供存储空间，用户对其上传的内容负责，请知悉。"
    block = "工作总结.docx\n工作总结.docx_第1页\n工作总结.docx_第2页\n资源描述\n"
    assert kept(f"{terms}\n{block}工作总结\n{BODY * 3}")[0] == "工作总结"
    assert kept(f"工作总结\n{BODY}\n{terms}\n{block}{BODY}")[1:4] == [*BODY.split("\n"), terms]


def test_issuer_and_date_above_the_foot_stay() -> None:
    text = f"{BODY}\n禾丰县教育局\n2019年12月3日\n上一篇：无\n下一篇：无\n某某网"
    assert kept(text)[-2:] == ["禾丰县教育局", "2019年12月3日"]
    assert ("page-foot", "某某网") in rules(text)


def test_lists_and_comments_below_the_text_go() -> None:
    text = f"{BODY}\n相关推荐：\n1.小学安全工作总结\n2.幼儿园工作总结\n网友评论\n写得很好！"
    assert kept(text) == BODY.split("\n")


def test_a_mark_with_paragraphs_below_it_ends_nothing() -> None:
    more = "学校开展评选活动12次，评出优秀作品360件，师生的创作热情高涨，校园文化氛围日益浓厚，得到了家长和社会各界的一致好评。"
    assert kept(f"{BODY}\n网友评论\n{more}")[-1] == more


def test_licence_notice_goes_only_from_the_end() -> None:
    notice = "本作品是公文，依据著作权法不受保护。"
    assert kept(f"{BODY}\n{BODY}\n本作品来自政府网站\n{notice}") == f"{BODY}\n{BODY}".split("\n")
    assert notice in kept(f"{notice}\n" + f"{BODY}\n" * 20)


@pytest.mark.parametrize("leader", ["…………3", "......12", "···· 5", "———— 7"])
def test_contents_with_leaders_go(leader: str) -> None:
    assert kept(f"目录\n一、主要工作{leader}\n{BODY}") == BODY.split("\n")


def test_contents_without_page_numbers_go_where_their_headings_stand_again() -> None:
    assert kept(f"工作总结\n目 录\n一、主要工作\n二、存在问题\n{BODY}\n二、存在问题\n资金不足。") == [
        "工作总结",
        *BODY.split("\n"),
        "二、存在问题",
        "资金不足。",
    ]


@pytest.mark.parametrize("line", ["目录编制工作有序开展", "机遇与挑战并存……", "参加人员有：张某、李某……36人", "目录"])
def test_what_only_resembles_contents_stays(line: str) -> None:
    assert line in kept(f"{line}\n{BODY}")


def test_what_the_reader_dropped_is_reported_with_the_rest() -> None:
    running_head = DroppedLine(1, "内部资料", "running-head")
    read = replace(source(f"{BODY}\n忘记密码?"), dropped=(running_head,))
    assert [line.rule for line in clean(read).dropped] == ["running-head", "sign-in"]
