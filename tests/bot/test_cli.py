"""Every command through ``main``: what it prints, in which shape, and with which exit status."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.store.readers.pdf.test_readers_pdf import FILLER, LONG, OTHER, Row, drawn, set_out

Call = Callable[..., Any]

COMMANDS = ["load", "reports", "show", "remove", "ask", "chat", "figures", "extract", "measure", "doctor", "demo"]
REPORT_KEYS = [
    *(
        "id",
        "title",
        "year",
        "place",
        "issuer",
        "kind",
        "published",
        "source",
        "part",
        "loaded_at",
        "sections",
        "sentences",
    ),
    "figures",
]
ANSWER_KEYS = ["question", "status", "message", "understood", "answers", "nearest", "comparison", "elapsed_ms"]
EVIDENCE_KEYS = [
    *("rank", "score", "confidence", "quote", "start", "end", "report", "section", "period", "planned", "figures"),
    *("asked", "matched", "why"),
]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


# ------------------------------------------------------------------------------------------------------- help


@pytest.mark.parametrize("arguments", [["--help"], *([command, "--help"] for command in COMMANDS)], ids=" ".join)
def test_help_needs_neither_database_nor_a_sound_configuration(
    arguments: list[str], wenbao: Call, tmp_path: Path
) -> None:
    (tmp_path / "wenbao.toml").write_text("][", "utf-8")
    result = wenbao(*arguments)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("用法：wenbao")
    assert [path.name for path in tmp_path.iterdir()] == ["wenbao.toml"]


def test_version_needs_no_sound_configuration(wenbao: Call, tmp_path: Path) -> None:
    (tmp_path / "wenbao.toml").write_text("][", "utf-8")
    result = wenbao("--version")
    assert (result.status, result.err) == (0, "")
    assert re.fullmatch(r"wenbao \d+\.\d+\.\d+\n", result.out)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nosuch"],
        ["load"],
        ["show"],
        ["remove"],
        ["ask"],
        ["ask", "问", "--batch", "x.jsonl"],
        ["ask", "问", "--top", "0"],
        ["ask", "问", "--top", "9" * 5000],
        ["ask", "问", "--year", "去年"],
        ["ask", "问", "--year", "9" * 5000],
        ["ask", "问", "--place", " "],
        ["ask", "问", "--db", "x.db"],
        ["ask", "问", "--quiet"],
        ["figures", "教师", "--min", "多"],
        ["figures", "--max", "3-5"],
        ["figures", "--max", "9" * 5000],
        ["figures", "--min", ""],
        ["figures", "--kind", "nosuch"],
        ["figures", "--unit", ""],
        ["figures", "--csv", ""],
        ["figures", "--csv", "a.csv", "--xlsx", "./a.csv"],
        ["figures", "--csv", "wenbao.db"],
        ["extract", "句子"],
        ["load", ""],
        ["load", "a\0b.txt"],
        ["load", "x.txt", "--title", ""],
        ["show", "x", "--text", "--json"],
        ["--quiet", "--verbose", "reports"],
        ["--db", "", "reports"],
    ],
    ids=lambda arguments: " ".join(arguments)[:30].replace("\0", "NUL"),
)
def test_wrong_usage_is_status_2_and_says_so_on_standard_error(arguments: list[str], wenbao: Call, db: Path) -> None:
    result = wenbao(*arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err
    assert "Traceback" not in result.err


# ------------------------------------------------------------------------------------------------------- load


def test_load_says_what_became_of_each_file(wenbao: Call, folder: Path) -> None:
    result = wenbao("load", folder)
    assert (result.status, result.err.count("提示")) == (0, 1)  # shidu names no year
    lines = result.out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["已载入"] * 3
    assert lines[-1].startswith("载入 3 个文件；共 3 篇报告、")


def test_loading_draws_no_progress_bar_where_standard_error_is_no_terminal(wenbao: Call, folder: Path) -> None:
    assert wenbao("--quiet", "load", folder).err == ""
    assert "\r" not in (err := wenbao("load", folder, "--force").err)
    assert "\x1b" not in err


def test_load_json_has_the_shape_of_the_contract(wenbao: Call, folder: Path) -> None:
    result = wenbao("load", "--json", folder / "yundi_2021.txt")
    assert (result.status, result.err) == (0, "")
    assert result.json == {
        "files": [{"path": str(folder / "yundi_2021.txt"), "status": "loaded", "reports": ["yundi"], "error": None}],
        "totals": {
            **{"loaded": 1, "unchanged": 0, "duplicate": 0, "replaced": 0, "failed": 0, "reports": 1},
            "sentences": result.json["totals"]["sentences"],
        },
    }


def test_every_status_of_a_load(wenbao: Call, folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(folder, own)

    def statuses() -> dict[str, str]:
        result = wenbao("load", "--json", own)
        return {Path(file["path"]).name: file["status"] for file in result.json["files"]}

    assert set(statuses().values()) == {"loaded"}
    (own / "copy.txt").write_text((own / "shidu.txt").read_text("utf-8").replace("\n", "\r\n"), "utf-8")
    (own / "yundi_2022.txt").write_text((own / "yundi_2022.txt").read_text("utf-8").replace("158", "159"), "utf-8")
    (own / "empty.txt").write_bytes(b"")
    assert statuses() == {
        **{"copy.txt": "duplicate", "empty.txt": "failed", "shidu.txt": "unchanged", "yundi_2021.txt": "unchanged"},
        "yundi_2022.txt": "replaced",
    }
    assert len(wenbao("reports", "--json").json) == 3


def test_duplicate_names_the_report_that_is_stored(wenbao: Call, db: Path, folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "shidu.txt", tmp_path / "again.txt")
    result = wenbao("load", "again.txt")
    assert result.status == 0
    assert "与 shidu 相同" in result.out


def test_some_failed_files_are_status_3_each_named_on_standard_error(
    wenbao: Call, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = wenbao("--quiet", "load", tmp_path / "empty.txt", tmp_path / "missing.docx", folder)
    assert result.status == 3
    assert [line.split(": ")[0] for line in result.err.splitlines()] == [
        str(tmp_path / "empty.txt"),
        str(tmp_path / "missing.docx"),
    ]
    assert len(wenbao("reports", "--json").json) == 3


def test_all_files_failed_is_status_1(wenbao: Call, tmp_path: Path) -> None:
    result = wenbao("load", "--json", tmp_path / "missing.txt")
    assert result.status == 1
    (file,) = result.json["files"]
    assert (file["status"], file["reports"]) == ("failed", [])
    assert file["error"] == {"what": "找不到这个文件", "where": str(tmp_path / "missing.txt"), "remedy": "请检查路径"}
    assert result.err.count("\n") == 1


def test_folder_without_reports_is_status_1(wenbao: Call, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    assert wenbao("load", "bare").status == 1


def test_dry_run_stores_nothing_and_leaves_no_file_behind(wenbao: Call, folder: Path, tmp_path: Path) -> None:
    result = wenbao("load", "--dry-run", "--json", folder)
    assert (result.status, result.err) == (0, "")
    assert [file["status"] for file in result.json["files"]] == ["loaded"] * 3
    assert list(tmp_path.iterdir()) == []


def test_dry_run_compares_with_what_is_stored_and_changes_nothing(wenbao: Call, db: Path, folder: Path) -> None:
    before = db.read_bytes()
    (db.parent / "new.txt").write_text("新的一篇工作总结\n全年植树320亩。\n", "utf-8")
    result = wenbao("load", "--dry-run", folder, "new.txt")
    assert [line.split()[0] for line in result.out.splitlines()] == ["没有变化"] * 3 + [
        "已载入",
        "试读，没有存入：载入",
    ]
    assert db.read_bytes() == before


def test_front_matter_can_be_corrected_and_stays_corrected(wenbao: Call, db: Path, folder: Path) -> None:
    file = folder / "shidu.txt"
    assert wenbao("load", file, "--title", "石渡区汇报", "--year", "2019", "--place", "石渡").status == 0
    assert wenbao("load", file, "--force").status == 0
    (info,) = [info for info in wenbao("reports", "--json").json if info["id"] == "shidu"]
    assert (info["title"], info["year"], info["place"]) == ("石渡区汇报", 2019, "石渡")


def test_correction_of_several_files_is_wrong_usage(wenbao: Call, db: Path, folder: Path) -> None:
    before = wenbao("reports", "--json").out
    result = wenbao("load", folder, "--year", "2019")
    assert result.status == 2
    assert "3 个文件" in result.complaint
    assert wenbao("reports", "--json").out == before


def test_unchanged_file_is_loaded_again_by_force(wenbao: Call, db: Path, folder: Path) -> None:
    file = folder / "shidu.txt"
    assert wenbao("load", "--json", file).json["files"][0]["status"] == "unchanged"
    assert wenbao("load", "--json", "--force", file).json["files"][0]["status"] == "replaced"


# ------------------------------------------------------------------------------------------- edit


def test_edit_corrects_a_stored_report_and_stays_when_it_is_loaded_again(wenbao: Call, db: Path, folder: Path) -> None:
    result = wenbao("edit", "shidu", "--year", "2019", "--issuer", "石渡县教育局", "--json")
    assert result.status == 0
    assert (result.json["year"], result.json["issuer"]) == (2019, "石渡县教育局")
    assert wenbao("load", "--force", folder / "shidu.txt").status == 0
    (stored,) = [one for one in wenbao("reports", "--json").json if one["id"] == "shidu"]
    assert (stored["year"], stored["issuer"]) == (2019, "石渡县教育局")


def test_edit_of_nothing_or_of_no_report_says_so(wenbao: Call, db: Path) -> None:
    assert wenbao("edit", "shidu").status == 2
    assert wenbao("edit", "nobody", "--year", "2019").status == 1


# ------------------------------------------------------------------------------------------- reports, show, remove


def test_reports_has_one_line_a_report(wenbao: Call, db: Path) -> None:
    result = wenbao("reports")
    assert (result.status, result.err) == (0, "")
    assert [line.split()[0] for line in result.out.splitlines()] == ["shidu", "yundi", "yundi_2022"]


def test_reports_json_has_the_shape_of_the_contract(wenbao: Call, db: Path) -> None:
    infos = wenbao("reports", "--json").json
    assert [list(info) for info in infos] == [REPORT_KEYS] * 3
    shidu, yundi, _ = infos
    assert (yundi["id"], yundi["title"], yundi["year"], yundi["place"], yundi["kind"]) == (
        *("yundi", "云堤县教育局2021年工作总结", 2021, "云堤县", "年度总结"),
    )
    assert (yundi["source"], yundi["part"], yundi["published"], yundi["figures"]) == ("yundi_2021.txt", 1, None, 8)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", yundi["loaded_at"])
    assert shidu["year"] is None


def test_show_prints_front_matter_and_outline(wenbao: Call, db: Path) -> None:
    out = wenbao("show", "yundi").out
    for line in ("标题：云堤县教育局2021年工作总结", "年份：2021", "发布日期：未写明", "  一、2021年工作回顾"):
        assert line in out.splitlines()


def test_show_json_has_the_shape_of_the_contract(wenbao: Call, db: Path) -> None:
    shown = wenbao("show", "yundi", "--json").json
    (info,) = [info for info in wenbao("reports", "--json").json if info["id"] == "yundi"]
    # "sentences" is their number in the list of reports, and they themselves here.
    assert set(shown) == {*REPORT_KEYS, "outline", "text", "dropped"}
    assert {**info, "sentences": shown["sentences"]} == {name: shown[name] for name in REPORT_KEYS}
    assert {"level": 1, "heading": "一、2021年工作回顾"} in shown["outline"]
    assert len(shown["sentences"]) == info["sentences"]
    assert len(shown["outline"]) == info["sections"]
    for sentence in shown["sentences"]:
        assert list(sentence) == ["text", "start", "end", "section"]
        assert squeeze(shown["text"][sentence["start"] : sentence["end"]]) == squeeze(sentence["text"])
    assert [s["section"] for s in shown["sentences"] if "大班额" in s["text"]] == [["二、存在的问题"]]


def test_show_text_is_the_text_that_offsets_count_in(wenbao: Call, db: Path) -> None:
    text = wenbao("show", "yundi", "--json").json["text"]
    assert wenbao("show", "yundi", "--text").out.removesuffix("\n") == text.removesuffix("\n")


def test_show_sentences_has_one_line_a_sentence(wenbao: Call, db: Path) -> None:
    sentences = wenbao("show", "yundi", "--json").json["sentences"]
    lines = wenbao("show", "yundi", "--sentences").out.splitlines()
    assert lines == [f"{number}\t{one['text']}" for number, one in enumerate(sentences, 1)]


def test_show_dropped_names_the_line_and_the_rule(wenbao: Call, tmp_path: Path) -> None:
    page = "登录 | 注册 | 找回密码\n云堤县教育局2020年工作总结\n全年招聘教师99名。\nPowered by Discuz! X3.2\n"
    (tmp_path / "forum.txt").write_text(page, "utf-8")
    assert wenbao("load", "forum.txt").status == 0
    dropped = wenbao("show", "forum", "--json").json["dropped"]
    assert "Powered by Discuz! X3.2" in [line["text"] for line in dropped]
    assert all(list(line) == ["line", "text", "rule"] for line in dropped)
    assert wenbao("show", "forum", "--dropped").out.splitlines() == [
        f"{line['line']}\t{line['rule']}\t{line['text']}" for line in dropped
    ]


def test_show_dropped_does_not_list_where_pages_begin(wenbao: Call, tmp_path: Path) -> None:
    title = Row("临江区2019年工作总结", 200, 790, 16)
    (tmp_path / "pages.pdf").write_bytes(drawn([title, *set_out(LONG)], set_out(OTHER), set_out(FILLER)))
    assert wenbao("load", "pages.pdf").status == 0
    assert wenbao("show", "pages", "--json").json["dropped"] == []
    assert wenbao("show", "pages", "--dropped").err == "清理时没有去掉任何一行。\n"


def test_show_dropped_says_so_where_nothing_was(wenbao: Call, db: Path) -> None:
    result = wenbao("show", "yundi", "--dropped")
    assert (result.status, result.out) == (0, "")
    assert result.err == "清理时没有去掉任何一行。\n"


@pytest.mark.parametrize("name", ["yundi_2021.txt", "yundi_2021"])
def test_source_name_serves_as_a_report(name: str, wenbao: Call, db: Path) -> None:
    assert wenbao("show", name, "--json").json["id"] == "yundi"


@pytest.mark.parametrize(
    "arguments", [["show", "shidv"], ["remove", "shidv", "--yes"], ["ask", "问", "--report", "shidv"]]
)
def test_unknown_report_names_the_nearest(arguments: list[str], wenbao: Call, db: Path) -> None:
    result = wenbao(*arguments)
    assert result.status == 1
    assert "没有“shidv”这篇报告" in result.complaint
    assert "shidu" in result.complaint


def test_remove_with_yes(wenbao: Call, db: Path) -> None:
    result = wenbao("remove", "yundi", "shidu.txt", "yundi", "--yes")
    assert (result.status, result.err) == (0, "")
    assert result.out == "已删除：yundi、shidu\n"
    assert [info["id"] for info in wenbao("reports", "--json").json] == ["yundi_2022"]


@pytest.mark.parametrize("said", ["", "\n", "n\n", "没有\n"])
def test_remove_without_consent_removes_nothing(said: str, wenbao: Call, db: Path) -> None:
    result = wenbao("remove", "yundi", stdin=said)
    assert result.status == 1
    assert result.complaint == "没有删除；请加 --yes，或在终端里回答 y"
    assert len(wenbao("reports", "--json").json) == 3


@pytest.mark.parametrize("said", ["y\n", "YES\n", "是"])
def test_remove_with_consent(said: str, wenbao: Call, db: Path) -> None:
    assert wenbao("remove", "yundi", stdin=said).status == 0
    assert len(wenbao("reports", "--json").json) == 2


def test_remove_of_an_unknown_report_keeps_the_known(wenbao: Call, db: Path) -> None:
    assert wenbao("remove", "yundi", "nosuch", "--yes").status == 1
    assert len(wenbao("reports", "--json").json) == 3


# -------------------------------------------------------------------------------------------------------- ask


def test_answer_quotes_names_its_source_and_nothing_else(wenbao: Call, db: Path) -> None:
    result = wenbao("ask", "云堤县2021年招聘了多少名教师", "--top", "1")
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == [
        "1. 全年招聘教师132名，其中研究生17名。",
        "   招聘教师 · 132名 · 2021年",
        "   招聘研究生教师 · 17名 · 2021年",
        "   —— 《云堤县教育局2021年工作总结》 · 2021 · 云堤县 · 一、2021年工作回顾 › （一）队伍建设。〔yundi〕",
    ]


def test_answer_json_has_the_shape_of_the_contract(wenbao: Call, db: Path) -> None:
    result = wenbao("ask", "--json", "云堤县2021年招聘了多少名教师")
    assert (result.status, result.err, result.out.count("\n")) == (0, "", 1)
    answer = result.json
    assert list(answer) == ANSWER_KEYS
    assert (answer["question"], answer["status"], answer["message"]) == ("云堤县2021年招聘了多少名教师", "answered", "")
    assert list(answer["understood"]) == ["kind", "years", "places", "terms", "carried", "corrected"]
    assert (answer["understood"]["kind"], answer["understood"]["years"]) == ("count", [2021])
    assert answer["understood"]["places"] == ["云堤县"]
    assert {"招聘", "教师"} <= set(answer["understood"]["terms"])
    assert (answer["understood"]["carried"], answer["understood"]["corrected"]) == ({}, {})
    assert (answer["nearest"], answer["comparison"]) == ([], None)
    assert isinstance(answer["elapsed_ms"], float)
    assert [one["rank"] for one in answer["answers"]] == list(range(1, len(answer["answers"]) + 1))
    for one in answer["answers"]:
        check_evidence(one, wenbao)


def check_evidence(one: dict[str, Any], wenbao: Call) -> None:
    """Shape and types of one piece of evidence, and that its quote stands where it says."""
    assert list(one) == EVIDENCE_KEYS
    shown = wenbao("show", one["report"]["id"], "--json").json
    assert squeeze(shown["text"][one["start"] : one["end"]]) == squeeze(one["quote"])
    assert one["report"] == {name: shown[name] for name in ("id", "title", "year", "place", "kind", "source", "part")}
    assert one["section"] in [sentence["section"] for sentence in shown["sentences"]]
    assert isinstance(one["score"], float)
    assert isinstance(one["confidence"], float)
    assert 0 <= one["confidence"] <= 1
    assert isinstance(one["planned"], bool)
    assert all(one["quote"][figure["start"] : figure["end"]] == figure["text"] for figure in one["figures"])
    assert one["period"] is None or re.fullmatch(r"\d{4}(?:[-、]\d{4})*", one["period"])
    assert all(0 <= start < end <= len(one["quote"]) for start, end in one["matched"])
    assert all(isinstance(reason, str) for reason in one["why"])


def test_question_that_no_report_answers_gives_the_nearest_and_no_answer(wenbao: Call, db: Path) -> None:
    answer = wenbao("ask", "--json", "地铁线路里程是多少公里").json
    assert (answer["status"], answer["answers"]) == ("no_answer", [])
    assert answer["message"]
    said = wenbao("ask", "地铁线路里程是多少公里")
    assert (said.status, said.out.splitlines()[0]) == (0, answer["message"])


def test_top_limits_the_evidence(wenbao: Call, db: Path) -> None:
    assert len(wenbao("ask", "--json", "--top", "2", "招聘教师多少名").json["answers"]) == 2


@pytest.mark.parametrize(
    ("option", "value", "reports"),
    [
        ("--year", "2022", {"yundi_2022"}),
        ("--place", "云堤", {"yundi", "yundi_2022"}),
        ("--report", "yundi_2022.txt", {"yundi_2022"}),
    ],
)
def test_filters_allow_only_what_fits(option: str, value: str, reports: set[str], wenbao: Call, db: Path) -> None:
    answer = wenbao("ask", "--json", "全年招聘教师多少名，公厕多少座", option, value).json
    assert {one["report"]["id"] for one in answer["answers"] + answer["nearest"]} == reports


def test_filter_that_no_report_fits_is_said(wenbao: Call, db: Path) -> None:
    answer = wenbao("ask", "--json", "招聘教师多少名", "--year", "1999").json
    assert (answer["status"], answer["message"]) == ("no_answer", "没有符合所选年份、地区或编号的报告。")


def test_follow_up_takes_from_the_context(wenbao: Call, db: Path) -> None:
    answer = wenbao("ask", "--json", "--context", "云堤县2021年招聘了多少名教师", "那2022年呢？").json
    assert answer["understood"]["years"] == [2022]
    assert all(value is True for value in answer["understood"]["carried"].values())
    assert answer["understood"]["carried"]
    assert answer["answers"][0]["quote"].startswith("全年招聘教师158名")


def test_explain_gives_the_reasons(wenbao: Call, db: Path) -> None:
    out = wenbao("ask", "--explain", "云堤县2021年招聘了多少名教师").out
    assert "含有问题内容的多少（×" in out
    assert "说的是所问的年份：2021（×" in out


def test_batch_answers_in_order_each_with_its_id(wenbao: Call, db: Path, tmp_path: Path) -> None:
    rows = [
        {"id": "b", "question": "公厕建成了多少座", "type": "count", "context": None},
        {"id": 7, "question": ""},
        {"id": "a", "question": "那2022年呢", "context": ["云堤县2021年招聘了多少名教师"]},
    ]
    text = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "batch.jsonl").write_text("\ufeff" + text, "utf-8")
    plain, given = wenbao("ask", "--batch", "batch.jsonl"), wenbao("ask", "--json", "--batch", "batch.jsonl")
    answers = [json.loads(line) for line in plain.out.splitlines()]
    assert (plain.status, plain.err) == (0, "")
    assert [answer["id"] for answer in answers] == ["b", 7, "a"]
    assert [list(answer) for answer in answers] == [["id", *ANSWER_KEYS]] * 3
    assert "37座" in answers[0]["answers"][0]["quote"]
    assert (answers[1]["status"], answers[1]["message"]) == ("no_answer", "请输入问题。")
    assert "158名" in answers[2]["answers"][0]["quote"]
    again = [json.loads(line) for line in given.out.splitlines()]
    assert [{**answer, "elapsed_ms": 0} for answer in again] == [{**answer, "elapsed_ms": 0} for answer in answers]


@pytest.mark.parametrize(
    "line",
    [
        *("{", "[]", '"问"', '{"id": 1}', '{"question": "问"}', '{"id": 1, "question": 2}', "[" * 100_000),
        *('{"id": 1, "question": "问", "context": "问"}', '{"id": 1, "question": "问", "context": [1]}'),
    ],
    ids=lambda line: line[:40],
)
def test_bad_line_of_a_batch_is_named_before_anything_is_answered(
    line: str, wenbao: Call, db: Path, tmp_path: Path
) -> None:
    (tmp_path / "batch.jsonl").write_text('{"id": 1, "question": "问"}\n' + line, "utf-8")
    result = wenbao("ask", "--batch", "batch.jsonl")
    assert result.status == 1
    assert result.complaint.startswith("batch.jsonl:2: ")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"], ids=["missing", "not UTF-8"])
def test_unreadable_batch_is_one_sentence(content: bytes | None, wenbao: Call, db: Path, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "batch.jsonl").write_bytes(content)
    result = wenbao("ask", "--batch", "batch.jsonl")
    assert result.status == 1
    assert result.complaint.startswith("batch.jsonl: 读不出这个文件")


# ------------------------------------------------------------------------------------------------ chat, measure


@pytest.mark.parametrize("leave", [":q", "：q"])
def test_chat_over_a_pipe_answers_line_by_line_until_it_is_left(leave: str, wenbao: Call, db: Path) -> None:
    result = wenbao("chat", stdin=f"云堤县2021年招聘了多少名教师\n\n 那2022年呢 \n{leave}\n公厕多少座\n")
    assert (result.status, result.err) == (0, "")
    assert "1. 全年招聘教师132名，其中研究生17名。" in result.out
    assert "1. 全年招聘教师158名，其中研究生21名。" in result.out
    assert "沿用了" in result.out
    assert "公厕" not in result.out


def test_chat_ends_with_its_input_and_keeps_to_its_filters(wenbao: Call, db: Path) -> None:
    result = wenbao("chat", "--report", "yundi_2022", stdin="招聘了多少名教师")
    assert (result.status, result.err) == (0, "")
    assert "158名" in result.out
    assert "132名" not in result.out


def test_chat_tells_how_to_ask_and_what_there_is(wenbao: Call, db: Path) -> None:
    result = wenbao("chat", stdin="怎么用？\n有哪些报告\n")
    assert (result.status, result.err) == (0, "")
    assert "直接写问题" in result.out
    assert "云堤县" in result.out
    assert "没有答案" not in result.out


def test_measure_prints_scores_beside_the_baseline(wenbao: Call, db: Path, tmp_path: Path) -> None:
    rows = [
        {
            **{
                "id": "1",
                "question": "云堤县2021年招聘了多少名教师",
                "type": "count",
                "report": "yundi",
                "scope": True,
            },
            **{"evidence": ["全年招聘教师132名"], "answers": ["132名"], "figures": []},
        },
        {
            **{"id": "2", "question": "地铁有多长", "type": "unanswerable", "report": None, "scope": False},
            **{"evidence": [], "answers": [], "figures": []},
        },
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    shown = wenbao("measure", "gold.jsonl")
    assert (shown.status, shown.err) == (0, "")
    assert any(line.startswith("单篇问题合计") and "1.000" in line for line in shown.out.splitlines())
    assert "对照：结巴词 + rank-bm25" in shown.out
    measured = wenbao("measure", "gold.jsonl", "--json").json
    assert (measured["all"]["count"], measured["all"]["hit1"], measured["unanswerable"]) == (1, 1.0, 1)


def test_measure_of_a_file_that_is_not_there_is_one_sentence(wenbao: Call, db: Path) -> None:
    result = wenbao("measure", "nosuch.jsonl")
    assert result.status == 1
    assert "nosuch.jsonl" in result.complaint


# ------------------------------------------------------------------------------------------- options before commands


def test_quiet_load_prints_results_without_hints(wenbao: Call, folder: Path) -> None:
    result = wenbao("--quiet", "load", folder)
    assert (result.status, result.err) == (0, "")
    assert result.out.count("已载入") == 3


def test_verbose_shows_how_an_error_came_about(wenbao: Call, db: Path) -> None:
    result = wenbao("--verbose", "show", "nosuch")
    assert result.status == 1
    assert "Traceback" in result.err
    assert result.err.splitlines()[-1].startswith("没有“nosuch”这篇报告")


def test_database_is_the_options_then_the_configurations_then_here(wenbao: Call, loaded: Path, tmp_path: Path) -> None:
    assert "wenbao.db: 报告库不存在" in wenbao("reports").complaint
    (tmp_path / "wenbao.toml").write_text('[store]\ndatabase = "other.db"', "utf-8")
    assert "other.db: 报告库不存在" in wenbao("reports").complaint
    shutil.copy(loaded, tmp_path / "other.db")
    assert len(wenbao("reports", "--json").json) == 3
    assert "third.db: 报告库不存在" in wenbao("--db", "third.db", "reports").complaint


def test_configuration_sets_how_much_is_shown_and_the_option_goes_before_it(
    wenbao: Call, db: Path, tmp_path: Path
) -> None:
    (tmp_path / "my.toml").write_text("[ask]\ntop = 1", "utf-8")
    ask = ["--config", "my.toml", "ask", "--json", "招聘教师多少名"]
    assert len(wenbao(*ask).json["answers"]) == 1
    assert len(wenbao(*ask, "--top", "2").json["answers"]) == 2


@pytest.mark.parametrize("command", [["reports"], ["ask", "问"], ["load", "x.txt"], ["show", "yundi"], ["chat"]])
def test_configuration_that_is_not_there_is_said_though_the_database_is_named(
    command: list[str], wenbao: Call, db: Path
) -> None:
    result = wenbao("--config", "nosuch.toml", "--db", db, *command)
    assert result.status == 1
    assert result.complaint.startswith("nosuch.toml: 读不出配置文件")
