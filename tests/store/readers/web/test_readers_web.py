"""Saved web pages: the whole article and nothing else, on pages built the way such sites build theirs."""

from __future__ import annotations

import logging

import pytest

from store.errors import UnreadableReportError
from store.model import DroppedLine
from store.readers.content import Content
from store.readers.web.article import read
from tests.growth import assert_in_proportion

GROWTH = "过去的一年，我区坚持稳中求进，全年实现地区生产总值512.6亿元，同比增长8.1%，财政收入完成43.2亿元。"
JOBS = "全年新增城镇就业1.2万人，城镇登记失业率控制在3.1%以内，群众获得感不断增强。"
TRAINING = "我们组织开展专题培训36场次，培训干部职工2800余人次，队伍素质明显提升。"
SHORT = "成绩来之不易。"
BODY = ["一、2019年工作回顾", GROWTH, JOBS, SHORT, TRAINING, "二、2020年工作安排", JOBS, GROWTH, "谢谢大家！"]
TABLE = (
    "<table><tr><th>指标</th><th>完成数</th><th>增长</th></tr><tr><td>财政收入</td><td>43.2亿元</td><td>6%</td></tr>"
    "<tr><td>城镇就业</td><td>1.2万人</td><td>3%</td></tr></table>"
)
ROWS = ["指标：财政收入，完成数：43.2亿元，增长：6%", "指标：城镇就业，完成数：1.2万人，增长：3%"]
FURNITURE = [
    "首页",
    "版权所有",
    "ICP备",
    "点赞",
    "相关链接",
    "分享到",
    "浏览次数",
    "用户名",
    "谢谢楼主",
    "Powered",
    "积分",
    "阅读原文",
    "签名",
]


def paragraphs(lines: list[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>　　{line}</{tag}>\n" for line in lines)


def government(
    body: str, *, charset: str = "utf-8", title: str = "云溪区2019年政府工作报告 - 云溪区人民政府网", head: str = ""
) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title>{head}<script>var a = "脚本";</script></head>
<body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/x">新闻中心</a></li><li><a href="/z">政务公开</a></li></ul></div>
<div class="location">您现在的位置：<a href="/">首页</a> &gt; <a href="/z">政务公开</a> &gt; 正文</div>
<div class="main"><h1>云溪区2019年政府工作报告</h1>
<div class="info">来源：区政府办公室　发布时间：2020-01-05 09:30　浏览次数：1203　字体：【大 中 小】</div>
<div class="content" id="zoom">{body}</div><div class="share">分享到：<a>微信</a><a>微博</a></div>
<div class="related"><h3>相关链接</h3><ul><li><a>云溪区2018年政府工作报告</a></li><li><a>云溪区2017年政府工作报告</a></li></ul></div></div>
<div class="comments"><h3>网友评论</h3><p>张三：写得真好，给区政府点赞，希望明年更好！</p></div>
<div class="footer"><p>主办单位：云溪区人民政府办公室，版权所有，欢迎访问。</p><p>云ICP备12345678号</p></div></body></html>"""


def forum(*posts: str) -> str:
    made = "".join(
        f"""<div id="post_{n}"><table class="plhin"><tr><td class="pls" rowspan="2"><a>文秘小李</a><p>主题 12 积分 4500</p></td>
<td class="plc"><div class="pi"><div class="authi"><em>发表于 2020-1-{n + 8} 10:20:33</em> | <a>只看该作者</a></div></div>
<div class="t_fsz"><table><tr><td class="t_f" id="postmessage_{n}">{post}</td></tr></table></div></td></tr>
<tr><td class="plc"><div class="sign">签名：天道酬勤，人生在世，全靠努力奋斗。</div></td></tr></table></div>"""
        for n, post in enumerate(posts)
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk" />
<title>云溪区教育局2019年工作总结 - 工作总结 - 文秘家园 - Powered by Discuz!</title></head><body><div id="toptb"><a>设为首页</a></div>
<form id="lsform"><label>用户名</label><input type="password"/><em>找回密码</em></form><div id="nv"><ul><li><a>论坛</a></li><li><a>导读</a></li></ul></div>
<div id="pt"><a>论坛</a> &rsaquo; <a>工作总结</a></div><div id="postlist">
<table><tr><td class="pls">查看: 1024|回复: 3</td><td><span id="thread_subject">云溪区教育局2019年工作总结</span></td></tr></table>{made}</div>
<div id="ft"><p>Powered by Discuz! X3.4</p><p>GMT+8, 2020-5-1 10:20 , Processed in 0.05 second(s), 20 queries .</p></div></body></html>"""


def article(page: str, codec: str = "utf-8") -> Content:
    return read(page.encode(codec), "页.html")


def lines(page: str, codec: str = "utf-8") -> list[str]:
    return [line.strip() for line in article(page, codec).text.split("\n")]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(paragraphs(BODY), id="paragraphs"),
        pytest.param(paragraphs(BODY, "div"), id="a div for each paragraph"),
        pytest.param("<br>".join(BODY), id="br"),
        pytest.param("<br /><br />\n".join("&nbsp;&nbsp;&nbsp;&nbsp;" + line for line in BODY), id="double br"),
        pytest.param("<p>" + "<br/>".join(BODY) + "</p>", id="br in one paragraph"),
        pytest.param(
            "".join(f"<section><section><span>{line}</span></section></section>" for line in BODY), id="sections"
        ),
        pytest.param(f"<div>{paragraphs(BODY[:5])}</div><div>{paragraphs(BODY[5:])}</div>", id="two parts"),
        pytest.param(f"<div>{BODY[0]}</div><div>{paragraphs(BODY[1:])}</div>", id="heading beside the text"),
        pytest.param(f"<form id='aspnetForm'>{paragraphs(BODY)}</form>", id="in a form"),
        pytest.param(f"<div class='share-content comment_box'>{paragraphs(BODY)}</div>", id="under a misleading name"),
    ],
)
def test_whole_article_is_kept_in_order_and_nothing_else(body: str) -> None:
    assert lines(government(body)) == BODY


def test_marked_headings_are_numbered() -> None:
    content = article(government(f"<h2>{BODY[0]}</h2>{paragraphs(BODY[1:5])}<h3>{BODY[5]}</h3>{paragraphs(BODY[6:])}"))
    assert content.headings == (1, 6)
    assert article(government(paragraphs(BODY))).headings == ()


def test_table_of_data_becomes_rows_in_its_place() -> None:
    assert lines(government(paragraphs(BODY[:2]) + TABLE + paragraphs(BODY[2:]))) == [*BODY[:2], *ROWS, *BODY[2:]]


def test_merged_cells_belong_to_each_of_their_rows() -> None:
    table = (
        "<table><tr><th rowspan=2>区</th><th rowspan=2>指标</th><th colspan=2>2019年</th></tr><tr><th>计划</th><th>完成</th></tr>"
        "<tr><td rowspan=2>云溪</td><td>收入</td><td>1</td><td>2</td></tr><tr><td>支出</td><td>3</td><td>4</td></tr></table>"
    )
    got = lines(government(paragraphs(BODY) + table))[len(BODY) :]
    assert got == [
        "区：云溪，指标：收入，2019年/计划：1，2019年/完成：2",
        "区：云溪，指标：支出，2019年/计划：3，2019年/完成：4",
    ]


def test_page_whose_table_says_most_keeps_what_stands_above_it() -> None:
    rows = "".join(f"<tr><td>第{place}中学</td><td>{place}00</td><td>{place}0</td></tr>" for place in range(1, 9))
    table = f"<table><tr><th>学校</th><th>学生数（人）</th><th>教师数（人）</th></tr>{rows}</table>"
    got = lines(f"<html><body><h2>青禾县2023年学校情况</h2><p>2023年，全县学校情况见下表。</p>{table}</body></html>")
    assert got[:3] == [
        "青禾县2023年学校情况",
        "2023年，全县学校情况见下表。",
        "学校：第1中学，学生数（人）：100，教师数（人）：10",
    ]


def test_page_laid_out_by_tables_keeps_paragraphs_apart() -> None:
    page = f"""<html><head><title>总结_云溪教育网</title></head><body><table><tr><td><a>首页</a> <a>新闻</a></td></tr><tr><td><table>
<tr><td><b>云溪区教育局2019年工作总结</b></td></tr><tr><td>{paragraphs(BODY)}{TABLE}</td></tr></table></td></tr>
<tr><td>版权所有 云溪教育局 云ICP备1号</td></tr></table></body></html>"""
    content = article(page)
    assert [line.strip() for line in content.text.split("\n")] == [*BODY, *ROWS]
    assert content.title == "云溪区教育局2019年工作总结"


def test_forum_page_gives_the_post_and_no_replies() -> None:
    content = article(forum("<br />\n".join(BODY), "谢谢楼主分享，写得非常好，学习了，收藏起来慢慢看。"), "gbk")
    assert content.text.split("\n") == BODY
    assert content.encoding == "gb18030"
    assert content.title == "云溪区教育局2019年工作总结"
    assert content.published == "2020-01-08"


def test_report_that_goes_on_in_a_second_post_is_kept() -> None:
    more = "三、存在的问题。一是基层基础还比较薄弱，二是队伍结构不够合理，三是经费保障仍有缺口，四是信息化水平有待提高，五是制度落实还有差距，对此我们将在明年的工作中逐项研究，认真加以解决，力争取得实效，让群众满意。"
    text = article(forum("<br />\n".join(BODY), more), "gbk").text
    assert more in text.split("\n")
    assert not [word for word in FURNITURE if word in text]


def test_wechat_article_is_kept_with_repeated_and_hidden_looking_paragraphs() -> None:
    page = f"""<html><head><meta property="og:title" content="云溪区2019年工作总结"/><title></title></head><body>
<h1 id="activity-name">云溪区2019年工作总结</h1><em id="publish_time">2020年1月6日</em>
<div id="js_content" style="visibility: hidden;"><section><p><strong><span>一、主要工作</span></strong></p></section>
<section><p><span>{GROWTH[:20]}</span><span>{GROWTH[20:]}</span></p><p><br/></p></section><section><p>{SHORT}</p></section>
<section><span>{TRAINING}</span></section><section><p>{GROWTH}</p></section></div>
<div><a>阅读原文</a><span>在看</span></div><div id="js_cmt_area"><p>王五：为云溪点赞，期待更加美好的明天早日到来！</p></div></body></html>"""
    content = article(page)
    assert content.text.split("\n") == ["一、主要工作", GROWTH, SHORT, TRAINING, GROWTH]
    assert content.title == "云溪区2019年工作总结"
    assert content.published == "2020-01-06"


@pytest.mark.parametrize(
    "page", [government(paragraphs(BODY)), forum("<br>".join(BODY)), government("<br>".join(BODY) + TABLE)]
)
def test_furniture_is_dropped_and_told(page: str) -> None:
    content = article(page, "gbk" if "gbk" in page else "utf-8")
    assert not [word for word in FURNITURE if word in content.text]
    assert content.dropped
    assert {line.rule for line in content.dropped} == {"page-furniture"}
    assert "脚本" not in content.text + "".join(line.text for line in content.dropped)


@pytest.mark.parametrize("news", [0, 3])
@pytest.mark.parametrize("comments", [0, 4])
def test_what_stands_beside_the_article_under_no_telling_name_is_no_part_of_it(news: int, comments: int) -> None:
    beside = "<p>岚溪县召开全县教育工作会议，部署下一步重点任务。</p>" * news
    below = "<p>写得很实在，希望明年我们镇的学校也能修一修。</p>" * comments
    page = f"""<html><head><title>云溪区2019年工作总结</title></head><body><div class="b1">{beside}</div>
<div class="b2">{paragraphs(BODY)}</div><div class="b3">{below}</div>
<div class="b4"><p>主办单位：云溪区人民政府办公室，未经许可不得转载。</p></div></body></html>"""
    assert lines(page) == BODY


def test_dropped_lines_stand_where_they_stood() -> None:
    content = article(government(f"{paragraphs(BODY[:2])}<div class='share'>分享到朋友圈</div>{paragraphs(BODY[2:])}"))
    assert DroppedLine(2, "分享到朋友圈", "page-furniture") in content.dropped
    assert content.dropped[0].number == 0
    assert content.dropped[-1].number == len(BODY)


def test_hidden_letters_against_copying_are_left_out() -> None:
    body = paragraphs(BODY).replace("同比增长", '同比<span style="display:none">x7Q乱码</span>增长')
    assert lines(government(body)) == BODY


def test_line_broken_in_the_source_is_one_line() -> None:
    assert lines(government(paragraphs(BODY).replace("地区生产总值", "地区\n      生产总值"))) == BODY


def test_attachment_in_the_article_stays_and_a_menu_in_it_goes() -> None:
    body = paragraphs(BODY) + '<p><a href="a.xlsx">附件：主要指标完成情况表</a></p>'
    assert lines(government(body)) == [*BODY, "附件：主要指标完成情况表"]
    menu = "<ul><li><a>上一页</a></li><li><a>下一页</a></li></ul><p><a>打印</a> <a>关闭</a></p>"
    assert lines(government(paragraphs(BODY) + menu)) == BODY


@pytest.mark.parametrize(
    ("charset", "codec", "encoding"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gbk", "gb18030"),
        ("big5", "big5", "big5"),
        ("utf-8", "gb18030", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),
    ],
)
def test_encoding_is_the_declared_one_where_it_fits(charset: str, codec: str, encoding: str) -> None:
    body = paragraphs(BODY) if codec != "big5" else "<p>全區實現生產總值穩步增長，財政收入完成四十三億元。</p>" * 5
    title = "一二三四五工作報告" if codec == "big5" else "云溪区2019年政府工作报告"
    page = government(body, charset=charset, title=title)
    content = read(page.encode(codec, errors="xmlcharrefreplace"), "页.html")
    assert content.encoding == encoding
    assert (BODY[1] if codec != "big5" else "全區實現生產總值穩步增長") in content.text


def test_character_cut_in_a_side_bar_does_not_matter_but_one_in_the_article_does() -> None:
    data = government(paragraphs(BODY), charset="gb2312").encode("gb18030")
    cut = "政务公开</a></li>".encode("gb18030")
    content = read(data.replace(cut, "政务公".encode("gb18030") + b"\xbf...</a></li>"), "页.html")
    assert [line.strip() for line in content.text.split("\n")] == BODY
    with pytest.raises(UnreadableReportError, match="字节"):
        read(data.replace("专题培训".encode("gb18030"), b"\xd7</p>"), "页.html")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("云溪区2019年政府工作报告 - 云溪区人民政府网", "云溪区2019年政府工作报告"),
        ("云溪区2019年政府工作报告_云溪区政府门户网站", "云溪区2019年政府工作报告"),
        ("云溪区人民政府门户网站 云溪区2019年政府工作报告", "云溪区人民政府门户网站 云溪区2019年政府工作报告"),
        ("云溪教育局2016-2020年工作总结-云溪教育网", "云溪教育局2016-2020年工作总结"),
        ("2019年工作总结（幸福社区） | 工作动态 | 云溪网", "2019年工作总结（幸福社区）"),
        ("云溪区人民政府网站", None),
        ("首页", None),
        ("", None),
    ],
)
def test_title_is_the_page_title_without_the_site(title: str, expected: str | None) -> None:
    page = f"<html><head><title>{title}</title></head><body>{paragraphs(BODY)}</body></html>"
    assert article(page).title == expected


@pytest.mark.parametrize(
    ("head", "above", "expected"),
    [
        ('<meta name="PubDate" content="2020-01-05 09:30">', "", "2020-01-05"),
        ('<meta property="article:published_time" content="2020-01-05T09:30:00+08:00">', "", "2020-01-05"),
        ("", '<time itemprop="datePublished" datetime="2020-01-05">昨天</time>', "2020-01-05"),
        ("", "<p>来源：本站 发布日期：2020年1月5日</p>", "2020-01-05"),
        ("", "<p>上传时间：2020/1/5</p>", "2020-01-05"),
        ("", "<p>发布时间：2020-13-45</p>", None),
        ("", "<p>2020-01-05</p>", None),
        ("", "<p>更新于 2020-01-05</p>", None),
        ('<meta name="generator" content="2020-01-05">', "<p>今天是2020年1月5日 星期日</p>", None),
        ("", "", None),
    ],
)
def test_date_of_publication_is_only_what_the_page_calls_so(head: str, above: str, expected: str | None) -> None:
    page = f"<html><head><title>云溪区2019年工作总结</title>{head}</head><body>{above}{paragraphs(BODY)}</body></html>"
    assert article(page).published == expected


def test_date_inside_the_article_is_not_its_date() -> None:
    body = [*BODY, "区政府于当年制定办法，发布日期2018年3月1日，至今有效，全区各单位一体执行。"]
    assert article(f"<html><body>{paragraphs(body)}</body></html>").published is None


@pytest.mark.parametrize(
    "body",
    [
        "<div class=nav><a>首页</a></div><form><p>请登录后查看全部内容</p><label>用户名</label><input type=password></form>",
        "<p>请登录后查看全部内容，海量文档，一键下载，会员专享，限时优惠，精彩不容错过。</p><p>注册会员即可免费阅读更多的工作总结范文，欢迎您的加入。</p><input type=password>",
        "<p>页面不存在。</p>",
        "",
    ],
)
def test_page_without_an_article_is_refused(body: str) -> None:
    with pytest.raises(UnreadableReportError, match="没有正文") as refused:
        article(f"<html><head><title>登录 - 文库</title></head><body>{body}</body></html>")
    assert "浏览器" in refused.value.remedy


@pytest.mark.parametrize("behind", ["<b>" * 300, f"<p>{'深' * 3_400_000}"])
def test_page_that_the_library_would_read_in_part_is_refused(behind: str) -> None:
    assert lines(government(paragraphs(BODY) + "<b>" * 100))
    with pytest.raises(UnreadableReportError, match=r"255 层.*10 MB"):
        article(government(paragraphs(BODY) + behind + paragraphs(BODY)))


def test_plain_page_and_fragment_are_read_whole() -> None:
    page = f"<html><head><title>x</title></head><body><h1>云溪区2019年工作总结</h1>{paragraphs(BODY)}</body></html>"
    assert lines(page) == ["云溪区2019年工作总结", *BODY]
    assert article(page).headings == (1,)
    assert lines(paragraphs(BODY)) == BODY


def test_preformatted_text_keeps_its_lines() -> None:
    assert lines("<html><body><pre>" + "\n".join(BODY) + "</pre></body></html>") == BODY


def test_long_page_is_read_in_proportion_and_quietly(caplog: pytest.LogCaptureFixture) -> None:
    def load(count: int) -> None:
        many = [f"{number}、{GROWTH}" for number in range(1, count + 1)]
        assert lines(government(paragraphs(many))) == many

    with caplog.at_level(logging.WARNING):
        assert_in_proportion(load, 250, 2_000)
    assert not caplog.records
