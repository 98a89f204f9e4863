"""An administrator loads reports by sending them, takes them back, and mends what the text does not say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from tests.bot.fake_telegram import FakeTelegram, Message, Person
from tests.bot.telegram.conftest import Begin
from tests.bot.telegram.documents import NO_YEAR, report, word, zipped
from tests.bot.telegram.serving import Served

MB = 1024 * 1024


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder from which may be loaded, beside one from which may not."""
    made = tmp_path_factory.mktemp("server")
    for name in ("allowed/inner", "secret"):
        (made / name).mkdir(parents=True)
    (made / "allowed/inner/a b.txt").write_text(report("檀溪县", 2019, 31), "utf-8")
    (made / "secret/s.txt").write_text(report("秘密县", 2019, 77), "utf-8")
    (made / "allowed/link.txt").symlink_to(made / "secret/s.txt")
    (made / "allowed/folder").symlink_to(made / "secret")
    return made / "allowed"


@pytest.fixture(scope="module")
def served(begin: Begin, allowed: Path) -> Served:
    return begin(open_to_all=True, questions_per_minute=1000, load_from=[str(allowed)])


def outcome(person: Person, sent: Message) -> Message:
    """What the load that began with this message came to."""

    def done(_: Sequence[Message]) -> Message | None:
        return next((one for one in person.private.answers_after(sent) if "正在载入" not in one.text), None)

    found = person.private.wait_for(done, f"the outcome of {sent.text or sent.file}")
    assert isinstance(found, Message)
    return found


def loaded(person: Person, text: str, name: str) -> Message:
    return outcome(person, person.sends_document(text.encode(), name))


def pressed(person: Person, message: Message, label: str) -> Message:
    """Press a button; the message as it stands once it was edited."""
    person.presses(message, label)
    return person.private.wait_for_edit(message)


def test_a_word_file_is_loaded_answers_at_once_and_is_fetched_back(
    served: Served, admin: Person, telegram: FakeTelegram
) -> None:
    content = word(report("云杉县", 2018, 19))
    told = outcome(admin, admin.sends_document(content, "云杉县水利局2018.docx"))
    assert told.text.startswith("已载入 1 篇报告，")
    assert "《云杉县水利局2018年工作总结》\n2018年 · 云杉县" in told.text
    assert told.labels == ("撤销", "改年份", "改地区", "改标题", "改单位")
    answer = admin.asks("云杉县2018年新打机井多少眼")
    assert "<b>19眼</b>" in answer.html
    section = pressed(admin, answer, "原文")
    admin.presses(section, "原文件")
    sent = admin.private.wait_for_answer(section)
    assert sent.file is not None
    assert sent.file.name == "云杉县水利局2018.docx"
    assert telegram.world.files[sent.file.file_id].data == content
    assert pressed(admin, section, "返回").html == answer.html


def test_a_zip_brings_several_reports_that_are_taken_back_together(served: Served, admin: Person) -> None:
    content = zipped(one=report("石桥县", 2017, 41), two=report("石桥县", 2018, 43))
    told = outcome(admin, admin.sends_document(content, "石桥.zip", caption="/load"))
    assert told.text.startswith("已载入 2 篇报告，")
    assert told.labels == ("撤销",)
    assert "<b>43眼</b>" in admin.asks("石桥县2018年新打机井多少眼").html
    undone = pressed(admin, told, "撤销")
    assert undone.text.startswith("已撤销，删除了 2 篇报告：")
    assert undone.labels == ()
    assert "没有“石桥县”的报告" in admin.asks("石桥县2018年新打机井多少眼").text
    assert admin.forges(undone, told.button("撤销").data or "").shown().text == "这次载入已经撤销过了。"
    assert list((served.folder / "wenbao-files").rglob("石桥.zip")) == []


def test_an_album_is_loaded_file_by_file_with_one_message_each(served: Served, admin: Person) -> None:
    files = [(report("柏溪县", year, year - 1990).encode(), f"{year}.txt") for year in (2014, 2015, 2016)]
    first, *_ = admin.sends_album(files, caption="/load")
    told = admin.private.wait_for(
        lambda _: [one for one in admin.private.answers_after(first) if one.text.startswith("已载入")][2:],
        "three loads",
    )
    assert len(told) == 1
    assert len(admin.private.answers_after(first)) == 3
    assert "<b>25眼</b>" in admin.asks("柏溪县2015年新打机井多少眼").html


def test_a_reply_with_the_command_loads_the_file_replied_to(served: Served, admin: Person) -> None:
    other = Person(admin.world, admin.raw)
    file = other.sends_document(report("青檀县", 2013, 8).encode(), "青檀.txt")
    first = outcome(admin, file)
    assert "撤销" in first.labels
    again = outcome(admin, admin.sends("/load", reply_to=file))
    assert again.text == "没有新内容。\n这个文件已经载入过，没有变化。"
    assert again.labels == ()
    assert "/load 路径" in admin.asks("/load").text


def test_the_same_file_under_another_name_is_no_second_report(served: Served, admin: Person) -> None:
    text = report("白桦县", 2012, 5)
    loaded(admin, text, "a.txt")
    assert loaded(admin, text, "b.txt").text == "没有新内容。\n已有内容相同的报告，没有重复存入。"


@pytest.mark.parametrize("path", ["inner/a b.txt", "inner"])
def test_a_path_below_an_allowed_folder_is_loaded(path: str, served: Served, allowed: Path, admin: Person) -> None:
    told = outcome(admin, admin.sends(f"/load {allowed / path}"))
    assert "檀溪县" in told.text or "没有变化" in told.text


@pytest.mark.parametrize(
    "path",
    [
        *("../secret/s.txt", "inner/../../secret", "link.txt", "folder/s.txt", "folder"),
        *("/etc/passwd", "~root/.profile", "~nobody-there/x", ".", "a" * 3000),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str, served: Served, allowed: Path, admin: Person) -> None:
    given = path if path[0] in "/~." and path != "../secret/s.txt" else f"{allowed}/{path}"
    assert admin.asks(f"/load {given}").text.startswith("这个路径不在允许载入的文件夹里")


def test_a_link_inside_of_an_allowed_folder_is_not_followed_out_of_it(
    served: Served, allowed: Path, admin: Person
) -> None:
    assert "链接" in admin.asks(f"/load {allowed}").text
    assert "77" not in admin.asks("秘密县2019年新打机井多少眼").text


def test_a_path_where_nothing_is_says_so(served: Served, allowed: Path, admin: Person) -> None:
    assert "没能载入 1 个文件" in outcome(admin, admin.sends(f"/load {allowed}/inner/missing.txt")).text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04 not a document at all", "坏.docx", "没能载入 1 个文件"),
        (b"PK\x05\x06" + bytes(18), "空.zip", "没能载入 1 个文件"),
        (b"\x7fELF\x02\x01\x01", "程序.exe", "没能载入 1 个文件"),
        (b"\xff\xfe\xfd\x00\x80", "乱.txt", "没能载入 1 个文件"),
        (b"", "空.txt", "没能载入 1 个文件"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, name: str, said: str, served: Served, admin: Person) -> None:
    told = outcome(admin, admin.sends_document(content, name))
    assert said in told.text
    assert told.labels == ()
    assert list((served.folder / "wenbao-files").rglob(name)) == []


def test_a_file_that_telegram_does_not_hand_out_names_the_way_out(served: Served, admin: Person) -> None:
    told = admin.private.wait_for_answer(admin.sends_document(b"x", "大.zip", size=21 * MB))
    assert "大.zip 超过 20 MB" in told.text
    assert "wenbao load" in told.text


def test_a_year_that_the_text_does_not_say_is_asked_for(served: Served, admin: Person) -> None:
    told = loaded(admin, NO_YEAR.format(count=61), "磨盘.txt")
    assert "⚠️ 年份未识别" in told.text
    admin.presses(told, "改年份")
    prompt = admin.private.wait_for_answer(told)
    assert prompt.markup == "force_reply"
    again = admin.asks("去年", reply_to=prompt)
    assert again.text.startswith("没看出是哪一年")
    corrected = admin.asks("２０２２年", reply_to=again)
    assert corrected.text.startswith("已改好：\n《磨盘镇安全生产工作总结》\n2022年 · ")
    admin.presses(corrected, "改地区")
    place = admin.private.wait_for_answer(corrected)
    assert "磨盘镇" in admin.asks(" \u202e磨盘镇\n", reply_to=place).text
    assert "<b>61处</b>" in admin.asks("磨盘镇2022年排查隐患多少处").html
    edited = admin.asks("/edit 磨盘 单位 磨盘镇应急管理所")
    assert edited.text.startswith("已改好：")
    assert "磨盘镇应急管理所" in edited.text
    assert admin.asks("/edit 磨盘").text.startswith("请写成：/edit")
    undone = pressed(admin, corrected, "撤销")
    assert "已撤销，删除了 1 篇报告" in undone.text
    assert admin.asks("2021", reply_to=prompt).text == "这篇报告已经不在了，不用再改。"
    assert admin.presses(told, "撤销").text == "这次载入已经撤销过了。"


def test_a_reply_to_anything_else_is_a_question(served: Served, admin: Person) -> None:
    told = loaded(admin, report("红柳县", 2011, 3), "红柳.txt")
    assert "<b>3眼</b>" in admin.asks("红柳县2011年新打机井多少眼", reply_to=told).html


def test_questions_are_answered_while_a_load_runs(served: Served, telegram: FakeTelegram, admin: Person) -> None:
    many = {f"r{number}": report(f"第{number}县", 2000 + number % 20, number + 1) for number in range(150)}
    sent = admin.sends_document(zipped(**many), "很多.zip")
    admin.private.wait_for_answer(sent)
    asking = telegram.person("王敏")
    assert "<b>132名</b>" in asking.asks("云堤县2021年招聘教师多少名").html
    assert admin.private.answers_after(sent)[0].text.startswith("正在载入"), "the load was over too soon to tell"
    told = outcome(admin, sent)
    assert told.text.startswith("已载入 150 篇报告")
    edits = [call.time for call in telegram.calls_of("editMessageText") if "很多.zip" in call.parameters["text"]]
    assert all(later - earlier > 0.9 for earlier, later in pairwise(edits))
    pressed(admin, told, "撤销")
