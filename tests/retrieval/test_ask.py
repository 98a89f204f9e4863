import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.ask import Asker
from retrieval.index.sqlite.engine import SqliteEngine
from retrieval.index.sqlite.maintenance import SqliteIndex
from retrieval.model import Answer, RankSettings
from retrieval.ranking.features import Features
from retrieval.ranking.rank import rank
from store.archive.sqlite.archive import Archive
from store.errors import UnknownReportError
from store.model import Report, Source
from tests.retrieval.conftest import Over, build_report, store


def first(answer: Answer) -> str:
    return answer.answers[0].quote


@pytest.mark.parametrize(
    ("question", "report", "quote"),
    [
        ("全市有多少所小学?", "qinghe", "现有小学42所"),
        ("校舍建设花了多少钱", "qinghe", "资金2350万元"),
        ("教师节表彰大会是哪天", "qinghe", "9月10日"),
        ("清河2016年招聘了多少教师", "qinghe", "招聘教师186名"),
        ("上半年报告里招聘教师多少名", "liuan", "招聘教师75名"),
        ("2017年打算招聘多少名教师", "qinghe", "力争招聘教师200名"),
        ("义务教育巩固率提高了多少", "liuan", "提高1.2个百分点"),
        ("学校食堂拨款多少", "liuan", "撥款480萬元"),
        ("學前 公廁 幾座", "nameless", "公厕19座"),
        ("清河城区还存在哪些问题", "qinghe", "大班额仍较突出"),
    ],
)
def test_right_sentence_comes_first(asker: Asker, question: str, report: str, quote: str) -> None:
    answer = asker.ask(question)
    assert (answer.answers[0].report.id, quote in first(answer)) == (report, True)


def test_quotes_are_verbatim_and_lie_where_they_say(archive: Archive, asker: Asker) -> None:
    for info in archive.reports():
        report = archive.stored(info.id)
        for sentence in report.sentences:
            answer = asker.ask(sentence.text, report=info.id, top=20)
            assert sentence.text in [one.quote for one in answer.answers]
            for one in answer.answers:
                assert one.report == info
                assert re.sub(r"\s", "", one.quote) == report.text[one.start : one.end]


@given(st.text(), st.lists(st.text(), max_size=2))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_asking_never_raises(asker: Asker, question: str, context: list[str]) -> None:
    answer = asker.ask(question, context=context)
    assert bool(answer.answers) == (answer.status != "no_answer")
    answer.question.encode("utf-8")


@pytest.mark.parametrize(
    ("question", "status", "reason"),
    [
        ("", "no_answer", "empty_question"),
        (" \n", "no_answer", "empty_question"),
        ("多少？", "no_answer", "no_content"),
        ("😀😀", "no_answer", "no_content"),
        ("\ud800", "no_answer", "no_content"),
        ("木星卫星轨道", "no_answer", "nothing_found"),
        ("清河招聘教师" * 2500, "answered", "ok"),
        ("全年招聘教师多少名", "answered", "ok"),
        ("清河2015年招聘教师多少名", "no_answer", "no_year"),
        ("清河垃圾分类覆盖面有多大", "no_answer", "not_there"),
        ("深圳招聘教师多少名", "no_answer", "no_place"),
        ("招聘教师", "clarify", "several"),
        ("清河2017年实际招聘了教师多少名", "uncertain", "only_planned"),
        ("招聘飞行员宇航员厨师多少名", "no_answer", "nothing_found"),
    ],
)
def test_status_and_its_reason(asker: Asker, question: str, status: str, reason: str) -> None:
    answer = asker.ask(question)
    assert (answer.status, answer.reason) == (status, reason)


def test_refusal_shows_what_came_nearest(asker: Asker) -> None:
    answer = asker.ask("木星卫星轨道教师")
    assert answer.status == "uncertain" or answer.nearest
    assert not (answer.answers and answer.nearest)


def test_confidence_never_rises_down_the_list(asker: Asker) -> None:
    for question in ("招聘教师多少名", "新建幼儿园几所", "学校经费"):
        sure = [one.confidence for one in asker.ask(question).answers]
        assert sure == sorted(sure, reverse=True)
        assert all(0 <= value < 1 for value in sure)


def test_ranks_count_from_one_and_top_limits(asker: Asker) -> None:
    assert [one.rank for one in asker.ask("招聘教师多少名", top=2).answers] == [1, 2]


@pytest.mark.parametrize(
    ("filters", "reports"),
    [
        ({"year": 2018}, {"liuan"}),
        ({"place": "清河"}, {"qinghe"}),
        ({"report": "liuan"}, {"liuan"}),
        ({"report": "liuan.txt"}, {"liuan"}),
    ],
)
def test_filters_are_hard(asker: Asker, filters: dict[str, object], reports: set[str]) -> None:
    answer = asker.ask("清河招聘教师多少名", top=20, **filters)
    assert {one.report.id for one in answer.answers} == reports


def test_filters_that_nothing_fits_find_nothing(asker: Asker) -> None:
    assert asker.ask("招聘教师多少名", year=1999).reason == "no_report_fits"


def test_unknown_report_is_an_error(asker: Asker) -> None:
    with pytest.raises(UnknownReportError):
        asker.ask("招聘教师多少名", report="没有的")


def test_empty_store_says_so(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "empty.db", indexes=[SqliteIndex()]) as archive:
        defaults = RankSettings()
        asker = Asker(archive, SqliteEngine(archive.connection, defaults.fields), defaults)
        assert asker.ask("招聘教师多少名").reason == "empty_store"


def test_follow_up_is_asked_with_its_context(asker: Asker) -> None:
    answer = asker.ask("其中研究生呢?", context=["清河全年招聘教师多少名"])
    assert "研究生23名" in first(answer)


def test_chat_stays_with_its_report_where_that_says_as_much(asker: Asker) -> None:
    spoken = ["柳岸县义务教育巩固率提高了多少"]
    free, there = asker.ask("招聘了多少名教师"), asker.ask("招聘了多少名教师", context=spoken)
    assert {one.report.place for one in there.answers} == {"柳岸县"} != {one.report.place for one in free.answers}
    assert asker.ask("全市有多少所小学", context=spoken).answers[0].report.place == "清河"


def test_typing_error_is_mended_and_said(asker: Asker):
    answer = asker.ask("清河县招骋了多少名教师")
    assert [(one.typed, one.meant) for one in answer.understood.corrected] == [("招骋", "招聘")]
    assert "招聘" in answer.answers[0].quote
    assert answer.question == "清河县招骋了多少名教师"


def test_word_that_hits_through_a_synonym_is_marked_and_said(asker: Asker):
    best = asker.ask("饭堂专职厨师的钱谁出").answers[0]
    assert any(reason.code == "variant" and reason.detail.endswith("→食堂") for reason in best.why)
    assert any(best.quote[start:end] == "食堂" for start, end in best.matched)


def test_place_that_only_an_abbreviation_names(
    archive: Archive, asker: Asker, make_report: Callable[..., Report], tmp_path: Path
) -> None:
    text = "印发《实施意见》(徽教〔2012〕32号),招聘教师31名。"
    report = make_report("教育局工作总结", [([], [text])], kind="工作总结")
    archive.save(
        Source("/n.txt", "n.txt", "n", "txt", "utf-8", report.text),
        (report,),
        text_digest="n",
        loaded_at="2024-01-01T00:00:00Z",
    )
    assert asker.ask("徽州招聘教师多少名").answers[0].quote == text
    assert asker.ask("深圳招聘教师多少名").reason == "no_place"


def test_year_in_which_something_was_said_first_is_that_of_the_oldest_report_that_says_it(
    tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    settings = RankSettings()
    with Archive.open(tmp_path / "first.db", indexes=[SqliteIndex()]) as archive:
        for year in (2021, 2019, 2020, 2018):
            said = ["推进河长制,河长制写进规划。"] if year > 2018 else ["全年修路3条。"]
            report = make_report(f"清河市{year}年工作总结", [((), said)], year=year, place="清河", kind="年度总结")
            store(archive, str(year), report)
        asker = Asker(archive, SqliteEngine(archive.connection, settings.fields), settings)
        assert asker.ask("河长制哪年第一次写进报告").answers[0].report.year == 2019
        assert asker.ask("河长制最早是哪年提出的").answers[0].report.year == 2019


def test_sentence_of_the_year_asked_about_is_found_behind_many_nearer_ones_of_others(
    tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    settings = RankSettings(candidates=3)
    with Archive.open(tmp_path / "years.db", indexes=[SqliteIndex()]) as archive:
        for year in range(2006, 2014):
            said = "招聘教师。" if year != 2013 else "各校生源稳定,师资充实,教师轮岗有序,招聘到岗31名教师,群众满意。"
            report = make_report(
                f"清河市{year}年工作总结", [((), [said] * 3)], year=year, place="清河", kind="年度总结"
            )
            store(archive, str(year), report)
        asker = Asker(archive, SqliteEngine(archive.connection, settings.fields), settings)
        assert "31名" in asker.ask("2013年招聘教师多少名").answers[0].quote


def test_a_vague_or_planned_sentence_of_the_chats_report_gives_way_to_one_that_says_it(
    tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    settings = RankSettings()
    with Archive.open(tmp_path / "chat.db", indexes=[SqliteIndex()]) as archive:
        for place, said in (("清河", "计划新建教学楼3栋。"), ("柳岸", "新建教学楼12栋。")):
            text = [said, f"{place}招聘教师20名。"]
            report = make_report(f"{place}教育局2021年工作总结", [((), text)], year=2021, place=place, kind="年度总结")
            store(archive, place, report)
        asker = Asker(archive, SqliteEngine(archive.connection, settings.fields), settings)
        answer = asker.ask("新建了多少栋教学楼", context=["清河招聘教师多少名"])
        assert answer.answers[0].quote == "新建教学楼12栋。"


def test_what_is_denied_of_a_kind_of_body_is_asked_of_the_only_one_that_reports_are_of(
    tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    settings = RankSettings()
    said = {
        "柳湾派出所2014年工作总结": ["破获案件38起。", "抓获犯罪嫌疑人167人。"],
        "清河县图书馆2014年工作总结": ["接待读者3万人次。"],
        "清河县2014年政府工作报告": [
            "改造派出所3个，投入资金900万元。",
            "公共图书馆藏书97万册。",
            "依法批准逮捕76人。",
        ],
    }
    with Archive.open(tmp_path / "bodies.db", indexes=[SqliteIndex()]) as archive:
        for title, text in said.items():
            store(archive, title, make_report(title, [((), text)], year=2014, kind="年度总结"))
        asker = Asker(archive, SqliteEngine(archive.connection, settings.fields), settings)
        assert asker.ask("派出所抓了多少人").answers[0].quote == "抓获犯罪嫌疑人167人。"
        assert asker.ask("图书馆藏书多少册").answers[0].quote == "公共图书馆藏书97万册。"  # told of all there are


@pytest.mark.parametrize(
    ("context", "question", "quote"),
    [
        ("柳岸招聘了多少教师", "明年呢", "力争招聘教师140名。"),
        ("柳岸招聘了多少教师", "下一年的目标呢", "力争招聘教师140名。"),
        ("柳岸2017年招聘了多少教师", "第二年呢", "全年招聘教师120名。"),
    ],
)
def test_next_year_is_told_from_the_year_of_what_was_answered(
    tmp_path: Path, make_report: Callable[..., Report], context: str, question: str, quote: str
) -> None:
    settings = RankSettings()
    told = {
        2017: ["全年招聘教师100名。"],
        2018: ["全年招聘教师120名。", "2019年力争招聘教师140名。"],
        2021: ["疏浚河道12公里。", "2022年计划疏浚河道15公里。"],
    }
    with Archive.open(tmp_path / "next.db", indexes=[SqliteIndex()]) as archive:
        for year, paragraphs in told.items():
            report = make_report(
                f"柳岸县{year}年工作总结", [((), paragraphs)], year=year, place="柳岸县", kind="年度总结"
            )
            store(archive, str(year), report)
        asker = Asker(archive, SqliteEngine(archive.connection, settings.fields), settings)
        assert first(asker.ask(question, context=[context])).endswith(quote)


def test_a_section_of_thousands_of_sentences_is_not_weighed_whole(
    tmp_path: Path, make_report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = []
    of_words = Features.of_words
    monkeypatch.setattr(Features, "of_words", lambda *given: weighed.append(given) or of_words(*given))  # type: ignore[func-returns-value]
    settings = RankSettings()
    with Archive.open(tmp_path / "long.db", indexes=[SqliteIndex()]) as archive:
        lacking = [f"第{number}小学缺少操场{number}个。" for number in range(1, 601)]
        report = make_report(
            "清河市2021年工作总结", [(("二、存在的问题",), lacking)], year=2021, place="清河", kind="年度总结"
        )
        store(archive, "long", report)
        asker = Asker(archive, SqliteEngine(archive.connection, settings.fields), settings)
        assert first(asker.ask("存在什么问题")) == lacking[0]
    assert len(weighed) < 200


def test_a_pasted_text_is_not_asked_again_for_each_of_its_years(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    ranked = []
    monkeypatch.setattr("retrieval.ask.rank", lambda *given: ranked.append(given) or rank(*given))
    question = "2013年、2014年、2015年、2016年招聘教师多少名"
    assert asker.ask(question).missing == ("2013年", "2014年", "2015年")
    assert len(ranked) == 1 + 3
    ranked.clear()
    asker.ask(question + "校舍食堂操场图书公厕幼儿园大班额音乐美术体育" * 8)
    assert len(ranked) == 1


def test_what_a_chat_carries_denies_nothing(over: Over) -> None:
    sections = [
        (["一、2023年工作回顾"], ["全县新建公园6个。"]),
        (["二、存在的问题"], ["停车位仍然不足。"]),
        (["三、2024年工作打算"], ["新建停车场3处。"]),
    ]
    asker = over({"青禾": build_report("青禾县2023年工作总结", sections, year=2023, place="青禾县")})
    answer = asker.ask("有什么问题", context=("青禾县2024年打算干啥",))
    assert (answer.status, answer.answers[0].quote) == ("answered", "停车位仍然不足。")
    assert (answer.understood.given_up, answer.understood.carried) == (("years",), ("places",))


def test_what_the_country_earns_comes_before_what_all_earn(over: Over) -> None:
    told = ["人均可支配收入29600元,农村居民收入增长6.9%。", "农村居民人均可支配收入21340元,增长7.3%。"]
    reports = {
        str(year): build_report(f"青禾县{year}年工作总结", [((), [said])], year=year, place="青禾县")
        for year, said in zip((2022, 2023), told, strict=True)
    }
    assert first(over(reports).ask("农村人均可支配收入是多少")) == told[1]


def test_another_report_than_a_chat_spoke_of_is_doubted(over: Over, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = {
        place: build_report(f"{place}公安局{year}年工作总结", [((), ["破案230起。"])], year=year, place=place)
        for place, year in (("云泽市", 2021), ("青禾县", 2022))
    }
    asker = over(reports)
    ranked: list[int] = []
    rank = Asker._rank
    monkeypatch.setattr(
        Asker, "_rank", lambda self, asked, *rest: ranked.append(len(asked.reports)) or rank(self, asked, *rest)
    )  # type: ignore[func-returns-value]
    answer = asker.ask("2022年破案多少", context=("云泽市公安局破案多少",))
    assert (answer.status, answer.reason) == ("uncertain", "other_report")
    assert (answer.answers[0].report.id, answer.answers[0].confidence) == ("青禾县", 0.6)
    assert ranked == [0, 1]  # what was found without the place of before is not looked for again


def test_what_answered_before_in_a_long_chat_is_not_looked_for_again(
    over: Over, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ["查处违法案件531件，罚款金额5870万元。", "另有罚款200万元。", "全年新建公园6个。"]
    asker = over({"青禾": build_report("青禾县2023年工作总结", [(["一、工作"], told)], year=2023, place="青禾县")})
    chat = ["新建公园多少个", "青禾县有多少人口", "新建公园多少座", "青禾县查处违法案件多少件", "罚款多少钱"]
    ranked: list[str] = []
    rank = Asker._rank
    monkeypatch.setattr("retrieval.snapshot._RANKED", 0)  # as if others had asked meanwhile
    monkeypatch.setattr(
        Asker, "_rank", lambda self, asked, *rest: ranked.append(asked.text) or rank(self, asked, *rest)
    )  # type: ignore[func-returns-value]
    for place, question in enumerate(chat):
        answer = asker.ask(question, context=chat[max(0, place - 3) : place])
    assert (answer.answers[0].quote, ranked.count(chat[3])) == (told[0], 1)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("交警多少人", "85人"),
        ("供电公司有几个人", "431人"),
        ("供电公司有多少员工", "431人"),
        ("青禾供电公司多少人", "431人"),
        ("法院多少人", "62人"),
        ("青禾县法院一共有多少人", "62人"),
        ("青禾有多少人", "52万人"),
    ],
)
def test_people_of_a_body_are_those_who_work_there(over: Over, question: str, told: str) -> None:
    bodies = {
        "青禾县公安局交通警察大队": "大队下设4个中队，现有民警85人、辅警140人。",
        "青禾县供电公司": "公司用工总量431人，其中职工176人。",
        "青禾县人民法院": "全院有在编干警62人，其中法官23人。",
        "青禾县": "年末全县人口52万人。",
    }
    reports = {
        name: build_report(f"{name}2022年工作总结", [((), [told, "全年召开会议12次。"])], year=2022, place="青禾县")
        for name, told in bodies.items()
    }
    answer = over(reports).ask(question)
    figure = answer.answers[0].asked_figure
    assert figure is not None
    assert (answer.status, figure.text) == ("answered", told)


def test_who_came_is_told_by_those_who_were_received(over: Over) -> None:
    told = ["一年来，图书馆事业稳步发展。", "全年接待读者18万人次，其中少儿2万人次。", "论坛来自9个省的代表260名参加。"]
    asker = over({"library": build_report("青禾图书馆2023年工作总结", [((), told)], year=2023, place="青禾县")})
    for question in ("青禾图书馆一年来了多少人", "图书馆一年来了多少人"):
        figure = asker.ask(question).answers[0].asked_figure
        assert figure is not None
        assert figure.text == "18万人次"


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("煤矿死了多少人", "煤矿和化工企业实现零死亡。"),
        ("电梯事故死了多少人", "全年未发生电梯亡人事故。"),
        ("安全事故死了多少人", "全县发生生产安全事故14起，死亡9人。"),
    ],
)
def test_that_nobody_died_is_told_where_it_is_asked_how_many_did(over: Over, question: str, quote: str) -> None:
    told = [
        "全县发生生产安全事故14起，死亡9人。",
        "煤矿和化工企业实现零死亡。",
        "处置电梯困人故障620起，救出被困人员1100人。",
        "全年未发生电梯亡人事故。",
    ]
    asker = over({"safety": build_report("青禾县应急管理局2023年工作总结", [((), told)], year=2023, place="青禾县")})
    answer = asker.ask(question)
    assert answer.answers
    assert first(answer) == quote
