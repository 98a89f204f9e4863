"""Bodies of one line, chunks numbered by pages, page marks inside sentences; and paragraphs that are none of these."""

from __future__ import annotations

from store.cleaning.clean import clean
from store.structure.paragraphs import paragraphs
from tests.store.reading import source

FILL = "全县投入资金1.26亿元,新建校舍2.3万平方米,招聘教师156名。"


def read(text: str, name: str = "x.txt") -> list[str]:
    return [p.text for p in paragraphs(clean(source(text, name=name)).lines)]


def test_a_body_of_one_line_is_divided_at_headings_that_count() -> None:
    text = f"教育局工作总结 20xx年,成绩显著。 一、基本情况 {FILL * 8} 二、存在问题 {FILL * 8}"
    assert read(text) == ["教育局工作总结", "20xx年,成绩显著。", "一、基本情况", FILL * 8, "二、存在问题", FILL * 8]


def test_headings_glued_to_their_text_are_told_by_their_words() -> None:
    text = f"{FILL * 4}现总结如下:一、主要工作(一)加强领导。{FILL * 4}(二)加大投入。{FILL * 4}二、存在的问题资金投入不足,教师队伍老化,办学条件有待改善。"
    assert read(text) == [
        f"{FILL * 4}现总结如下:",
        "一、主要工作",
        f"(一)加强领导。{FILL * 4}",
        f"(二)加大投入。{FILL * 4}",
        "二、存在的问题",
        "资金投入不足,教师队伍老化,办学条件有待改善。",
    ]


def test_heading_words_within_a_sentence_divide_nothing() -> None:
    text = f"{FILL * 6}一、工作情况良好,成绩显著。{FILL * 4}二、问题不断减少,群众满意。{FILL * 4}"
    assert read(text)[1:] == [f"一、工作情况良好,成绩显著。{FILL * 4}", f"二、问题不断减少,群众满意。{FILL * 4}"]


def test_a_title_glued_to_its_text_is_told_by_the_name_of_the_file() -> None:
    text = f"均衡县创建工作汇报*县地处西部。{FILL * 8}一、主要做法{FILL * 4}二、存在问题{FILL * 4}"
    assert read(text, name="均衡县创建工作汇报.txt")[:2] == ["均衡县创建工作汇报", f"*县地处西部。{FILL * 8}"]


def test_a_long_paragraph_among_others_stays_whole() -> None:
    long = f"各项支出如下：（一）工业支出6.5亿元；（二）农业支出3.2亿元。{FILL * 30}"
    assert read(f"一、基本情况\n{long}\n{long}")[1:] == [long, long]


def test_numbers_that_do_not_count_divide_nothing() -> None:
    long = f"3、4月份开展排查。 5、6月份开展整改。 {FILL * 30}"
    assert read(long) == [long.strip()]


def test_chunks_broken_inside_sentences_read_on_and_lose_their_page_numbers() -> None:
    first = f"1、{FILL * 6}完成了第三小学"
    second = f"2、迁建工程。{FILL * 6}教师缺"
    third = "3、额较大。"
    assert read("\n".join([first, second, third])) == [f"{FILL * 6}完成了第三小学迁建工程。{FILL * 6}教师缺额较大。"]
    dropped = clean(source("\n".join([first, second, third]))).dropped
    assert [(line.number, line.text, line.rule) for line in dropped] == [
        (1, "1、", "page-mark"),
        (2, "2、", "page-mark"),
        (3, "3、", "page-mark"),
    ]


def test_numbered_paragraphs_keep_their_numbers() -> None:
    lines = [f"{number}、{FILL * 6}" for number in (1, 2, 3)]
    assert read("\n".join(lines)) == lines


def test_a_page_mark_inside_a_sentence_is_cut_out() -> None:
    text = "其中新建3所，第 1 页 共 9 页下载后可任意编辑扩建有3所。\n全年共有9页简报，见第1页。"
    assert read(text) == ["其中新建3所，扩建有3所。", "全年共有9页简报，见第1页。"]


def test_a_title_glued_to_its_text_is_told_by_the_words_that_open_a_report() -> None:
    text = f"县政府民政工作总结上半年,我局落实政策,成绩显著。{FILL * 8}一、主要工作{FILL * 4}二、存在问题{FILL * 4}"
    assert read(text)[0] == "县政府民政工作总结"


def test_words_of_a_title_within_a_sentence_divide_nothing() -> None:
    text = f"县民政工作总结表彰会召开。{FILL * 8}一、主要工作{FILL * 4}二、存在问题{FILL * 4}"
    assert read(text)[0].startswith("县民政工作总结表彰会召开。")
    text = f"2019年工作总结2020年工作计划 {FILL * 8}一、主要工作{FILL * 4}二、存在问题{FILL * 4}"
    assert read(text)[0] == "2019年工作总结2020年工作计划"


def test_a_short_report_of_one_line_is_divided_at_its_title_and_headings() -> None:
    text = "云泽县水利局2021年工作总结一、过去一年工作1.防汛抗旱有力。修建水库3座。2.节水扎实。二、明年主要工作1.强化管护。巡查河道40次。"
    assert read(text) == [
        "云泽县水利局2021年工作总结",
        "一、过去一年工作",
        "1.防汛抗旱有力。修建水库3座。",
        "2.节水扎实。",
        "二、明年主要工作",
        "1.强化管护。巡查河道40次。",
    ]


def test_a_short_line_without_counted_sections_stays_whole() -> None:
    text = "会议研究了防汛工作，听取了水利局的汇报一、二组的意见，决定修建水库3座。"
    assert read(text) == [text]
