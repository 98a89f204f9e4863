"""A hundred small inputs, ten for each of ten kinds of fault, run against the program itself by somebody who had not seen it.

    python tests/quality/variants/variants.py WENBAO [--only PLACE,YEAR-03] [--out results.json] [--keep FOLDER] [--jobs 2] [--write FOLDER]

WENBAO is the path of the `wenbao` executable (or a quoted command). Every variant gets a folder and a database of its own.
`--write FOLDER` only writes the input files, `--keep FOLDER` runs there and leaves all in place. Exit status 0 where all pass.
Not a test of the suite: it measures at first sight, and prints what fell short.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

TIMEOUT = 30

# --------------------------------------------------------------------------- what is compared


def squeeze(text):
    """The text without white space and characters of no width."""
    return re.sub(r"[\s\u200b\u200c\u200d\ufeff\u00ad\u3000\xa0]+", "", str(text if text is not None else ""))


def dashes(text):
    return re.sub(r"[—–－~～至]+", "-", squeeze(text)) if text is not None else None


class Trouble(Exception):
    """The program did not do what the contract says of the command."""


class Run:
    """One variant's folder and database; each command is run once and kept."""

    def __init__(self, command, folder):
        self.command, self.folder, self.kept = command, folder, {}

    def call(self, *args, given=None, db=True):
        key = (args, given)
        if key not in self.kept:
            env = dict(os.environ, PYTHONIOENCODING="utf-8", LC_ALL="C.UTF-8")
            whole = [*self.command, *(("--db", "t.db") if db else ()), *args]
            try:
                done = subprocess.run(
                    whole, cwd=self.folder, input=(given or "").encode(), capture_output=True, timeout=TIMEOUT, env=env
                )
            except subprocess.TimeoutExpired:
                raise Trouble(f"{args[0]}: more than {TIMEOUT} s") from None
            self.kept[key] = (
                done.returncode,
                done.stdout.decode("utf-8", "replace"),
                done.stderr.decode("utf-8", "replace"),
            )
        return self.kept[key]

    def json(self, *args):
        code, out, err = self.call(*args)
        try:
            return json.loads(out)
        except ValueError:
            raise Trouble(f"{args[0]}: exit {code}, no JSON: {(err or out).strip()[-120:]!r}") from None

    def load(self, names):
        code, _out, err = self.call("load", *names)
        if code:
            raise Trouble(f"load: exit {code}: {err.strip()[-160:]!r}")

    def report(self, source=None):
        rows = [
            row
            for row in self.json("reports", "--json")
            if source is None or Path(row.get("source") or "").name == source
        ]
        if len(rows) != 1:
            raise Trouble(f"reports: {len(rows)} rows where one was wanted: {[row.get('title') for row in rows]}")
        return rows[0]

    def show(self, source=None):
        return self.json("show", str(self.report(source)["id"]), "--json")

    def sentences(self, source=None):
        return [squeeze(one["text"]) for one in self.show(source)["sentences"]]

    def figures(self):
        found = []

        def walk(node):
            if isinstance(node, dict):
                if "value" in node and "unit" in node:
                    found.append(node)
                else:
                    for one in node.values():
                        walk(one)
            elif isinstance(node, list):
                for one in node:
                    walk(one)

        walk(self.json("figures", "--json"))
        return found

    def extract(self, sentence):
        line = json.dumps({"id": "1", "sentence": sentence}, ensure_ascii=False) + "\n"
        code, out, err = self.call("extract", given=line, db=False)
        try:
            return json.loads(out.strip().split("\n")[0])["figures"]
        except (ValueError, KeyError, IndexError):
            raise Trouble(f"extract: exit {code}: {(err or out).strip()[-120:]!r}") from None


# --------------------------------------------------------------------------- checks: each gives the list of what is wrong


def field(name, *accepted, source=None):
    """The report's field is one of the accepted values (None also means empty)."""

    def check(run):
        got = run.report(source).get(name)
        same = {squeeze(one) if isinstance(one, str) else one for one in accepted}
        seen = squeeze(got) if isinstance(got, str) else got
        return [] if (seen or None) in same else [f"{name} {got!r}, wanted {' or '.join(map(str, accepted))}"]

    return check


def place(*accepted, source=None):
    return field("place", *accepted, source=source)


def year(wanted, source=None):
    return field("year", wanted, source=source)


def title(*accepted, source=None):
    """The title, white space aside; '~' before a text asks only that the title begins with it."""

    def check(run):
        got = squeeze(run.report(source).get("title"))
        for one in accepted:
            if got.startswith(squeeze(one[1:])) if one.startswith("~") else got == squeeze(one):
                return []
        return [f"title {got!r}, wanted {accepted[0]!r}"]

    return check


def sentences(*wanted, source=None):
    """Each text stands in one sentence of the report."""

    def check(run):
        got = run.sentences(source)
        return [f"no sentence has {one!r}" for one in wanted if not any(squeeze(one) in line for line in got)]

    return check


def sentence_like(*patterns, source=None):
    def check(run):
        got = run.sentences(source)
        near = [line for line in got if re.search(r"\d", line)]
        return [
            f"no sentence like /{one}/; came {near[:6]}"
            for one in patterns
            if not any(re.search(one, line) for line in got)
        ]

    return check


def no_sentence_like(*patterns, source=None):
    def check(run):
        got = run.sentences(source)
        return [f"sentence {line!r}" for one in patterns for line in got if re.search(one, line)]

    return check


def apart(one, other, source=None):
    """The two texts stand in different sentences."""

    def check(run):
        both = [line for line in run.sentences(source) if squeeze(one) in line and squeeze(other) in line]
        return [f"one sentence holds both: {both[0]!r}"] if both else []

    return check


def gone(*furniture, text=True, source=None):
    """No sentence, heading or title holds it (and, with text, the stored text doesn't either)."""

    def check(run):
        shown = run.show(source)
        places = {
            "sentence": run.sentences(source),
            "heading": [squeeze(one["heading"]) for one in shown["outline"]],
            "title": [squeeze(shown.get("title"))],
        }
        if text:
            places["text"] = [squeeze(shown["text"])]
        wrong = []
        for one in furniture:
            where = [name for name, lines in places.items() if any(squeeze(one) in line for line in lines)]
            if where:
                wrong.append(f"{one!r} in {'/'.join(where)}")
        return wrong

    return check


def kept(*lines, source=None):
    """The report's own line is in the stored text and was not dropped."""

    def check(run):
        shown = run.show(source)
        dropped = [squeeze(one["text"]) for one in shown["dropped"]]
        wrong = [f"dropped: {one!r}" for one in lines if any(squeeze(one) in line for line in dropped)]
        return wrong + [f"not in the text: {one!r}" for one in lines if squeeze(one) not in squeeze(shown["text"])]

    return check


def outline(*wanted, source=None):
    """The whole outline: (level, heading), white space and a full stop at the end aside."""

    def check(run):
        got = [(one["level"], squeeze(one["heading"]).rstrip("。")) for one in run.show(source)["outline"]]
        want = [(level, squeeze(heading).rstrip("。")) for level, heading in wanted]
        return [] if got == want else [f"outline {got}, wanted {want}"]

    return check


def under(text, *headings, source=None):
    """The sentence with the text stands under these headings."""

    def check(run):
        for one in run.show(source)["sentences"]:
            if squeeze(text) in squeeze(one["text"]):
                path = [squeeze(part) for part in one["section"]]
                missing = [head for head in headings if not any(part.startswith(squeeze(head)) for part in path)]
                return [f"{text!r} stands under {path}, not {missing}"] if missing else []
        return [f"no sentence has {text!r}"]

    return check


def ask(question, *parts, source=None, status=("answered",), never=()):
    """The first answer's quote holds the parts and comes from the source."""

    def check(run):
        answer = run.json("ask", question, "--json")
        first = (answer.get("answers") or [None])[0]
        if first is None:
            return [f"{question} → {answer.get('status')} {answer.get('message')!r}"]
        quote, wrong = squeeze(first["quote"]), []
        if answer.get("status") not in status:
            wrong.append(f"status {answer.get('status')} {answer.get('message')!r}")
        wrong += [f"no {one!r} in {quote[:60]!r}" for one in parts if squeeze(one) not in quote]
        wrong += [f"{one!r} in {quote[:60]!r}" for one in never if squeeze(one) in quote]
        if source and Path(first["report"].get("source") or "").name != source:
            wrong.append(f"from {first['report'].get('source')}")
        return [f"{question} → {'; '.join(wrong)}"] if wrong else []

    return check


def same_number(one, other):
    return isinstance(one, (int, float)) and abs(one - other) <= 1e-9 * max(1.0, abs(other))


def judge(figures, value, unit, want, where):
    units = (unit,) if isinstance(unit, str) else unit
    found = [one for one in figures if same_number(one.get("value"), value) and one.get("unit") in units]
    if not found:
        return [
            f"{where}no figure {value} {units[0]}; came {[(one.get('value'), one.get('unit')) for one in figures][:12]}"
        ]
    wrong = []
    for one in found:
        for name, accepted in want.items():
            got = one.get(name)
            if name == "subject":
                fits = any(squeeze(part) in squeeze(got) for part in accepted)
            elif name == "period":
                fits = dashes(got) in accepted
            else:
                fits = got in accepted
            if not fits:
                wrong.append(f"{where}{value} {units[0]}: {name} {got!r}, wanted {' or '.join(map(str, accepted))}")
    return wrong


def several(want):
    return {name: one if isinstance(one, tuple) else (one,) for name, one in want.items()}


def figure(value, unit, **want):
    """`figures --json` has this value and unit, with these fields."""
    return lambda run: judge(run.figures(), value, unit, several(want), "")


def told(sentence, *figures):
    """`extract` reads these figures: (value, unit, {field: wanted})."""

    def check(run):
        got = run.extract(sentence)
        return [
            one for value, unit, want in figures for one in judge(got, value, unit, several(want), f"{sentence[:14]}… ")
        ]

    return check


# --------------------------------------------------------------------------- files


def word(*blocks):
    """blocks: a text (a paragraph), (style, text), or a function that gets the document."""

    def write(path):
        import docx

        document = docx.Document()
        for block in blocks:
            if callable(block):
                block(document)
            elif isinstance(block, tuple):
                document.add_paragraph(block[1], style=block[0])
            else:
                document.add_paragraph(block)
        document.save(path)

    return write


def grid(rows, merges=()):
    """A table for `word`; merges are (row, column, row, column), inclusive."""

    def add(document):
        table = document.add_table(len(rows), max(map(len, rows)))
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                if text is not None:
                    table.cell(i, j).text = text
        for a, b, c, d in merges:
            table.cell(a, b).merge(table.cell(c, d))

    return add


def sheet(rows, merges=()):
    def write(path):
        import openpyxl

        book = openpyxl.Workbook()
        page = book.active
        for i, row in enumerate(rows, 1):
            for j, value in enumerate(row, 1):
                if value is not None:
                    page.cell(i, j, value)
        for one in merges:
            page.merge_cells(one)
        book.save(path)

    return write


def html(body, head=""):
    return f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>\n'


VARIANTS = []


def variant(kind, says, files, *checks):
    number = 1 + sum(one["kind"] == kind for one in VARIANTS)
    VARIANTS.append({"id": f"{kind}-v{number:02}", "kind": kind, "says": says, "files": files, "checks": checks})


OPEN = "各位代表：\n现在，我代表{}向大会报告工作，请予审议。\n"
PROSE = "一年来，在上级的正确领导下，各项工作扎实推进，干部群众团结一心、攻坚克难，圆满完成了年初确定的各项目标任务，群众获得感不断增强。\n"

# --------------------------------------------------------------------------- PLACE

variant(
    "PLACE",
    "自治县 in a session line without title or speaker's place; 并请自治县政协委员",
    {
        "gz.txt": (
            "政府工作报告\n——2022年1月6日在长阳土家族自治县第十届人民代表大会第一次会议上\n代县长 田丰\n各位代表：\n"
            "我代表自治县人民政府，向大会作政府工作报告，请予审议，并请自治县政协各位委员和列席会议的同志提出意见。\n"
            "一、2021年工作回顾\n2021年，全县新改建农村公路214公里，改造危桥9座，群众出行更加便捷。\n"
        )
    },
    place("长阳土家族自治县", "长阳县", "长阳"),
    ask("长阳2021年新改建农村公路多少公里", "214公里"),
)

variant(
    "PLACE",
    "only 我代表白鹭区人民政府 names the place; 也请区政协委员…指正",
    {
        "b.txt": (
            "政府工作报告\n（2024年1月11日）\n区长 何静\n各位代表：\n"
            "现在，我代表白鹭区人民政府，向大会报告工作，请予审查，也请区政协委员和其他列席人员批评指正。\n"
            "一、2023年工作回顾\n2023年，全区整治背街小巷37条，加装电梯52部，老旧小区面貌焕然一新。\n"
        )
    },
    place("白鹭区"),
    ask("白鹭区2023年加装电梯多少部", "52部"),
)

variant(
    "PLACE",
    "自治州 department; the question says the short name",
    {
        "e.txt": "恩施土家族苗族自治州交通运输局2022年工作总结\n2022年，全州交通运输系统奋力拼搏，完成交通固定资产投资187亿元，新增高速公路里程63公里。\n",
        "other.txt": "石桥坝市交通运输局2022年工作总结\n2022年，全市完成交通固定资产投资46亿元，新增高速公路里程12公里，各项工作有序推进。\n",
    },
    place("恩施土家族苗族自治州", "恩施州", "恩施", source="e.txt"),
    ask("恩施州2022年完成交通固定资产投资多少亿元", "187亿元", source="e.txt"),
)

variant(
    "PLACE",
    "自治区 in the title of a communique, question with the short name",
    {
        "x.txt": "西藏自治区2021年国民经济和社会发展统计公报\n自治区统计局\n2022年4月\n一、综合\n2021年，全区居民消费价格比上年上涨0.9%，年末汽车保有量68.2万辆，经济社会保持稳定发展。\n",
        "y.txt": "石桥坝市2021年国民经济和社会发展统计公报\n一、综合\n2021年，全市年末汽车保有量15.7万辆，经济社会保持稳定发展。\n",
    },
    place("西藏自治区", "西藏", source="x.txt"),
    ask("西藏2021年末汽车保有量多少万辆", "68.2万辆", source="x.txt"),
)

variant(
    "PLACE",
    "province, city and district in one title",
    {
        "wj.txt": (
            "江苏省苏州市吴江区人民政府办公室2021年政务公开工作总结\n2021年，区政府办公室认真落实政务公开各项要求，主动公开政府信息4316条，"
            "受理依申请公开208件，公开实效明显增强。\n"
        )
    },
    place("吴江区", "苏州市吴江区", "江苏省苏州市吴江区", "苏州吴江区"),
    ask("吴江区2021年受理依申请公开多少件", "208件"),
)

variant(
    "PLACE",
    "nothing to find: 市委全会和…, 会同市…, 好于全市平均",
    {
        "sum.txt": (
            "2023年工作总结\n2023年，我们深入贯彻市委全会和市委农村工作会议精神，扎实推进乡村振兴，会同市财政局下达资金4800万元。\n"
            "一、农业生产\n农民收入增速好于全市平均水平，高于全市城镇居民收入增速2.1个百分点，位于全市前列，受到市人大和市政协充分肯定。\n"
            "二、自身建设\n主动向市委报告，认真执行市人大决议，办理市政协提案16件，参加市博览会和市运动会。\n"
        )
    },
    place(None),
    year(2023),
)

variant(
    "PLACE",
    "nothing to find: the level stands in the file's name only",
    {
        "各科室报送材料(区)2020.txt": (
            "2020年，全区上下统筹推进疫情防控和经济社会发展，全区经济持续恢复。\n一、综合情况\n"
            "2020年全区规模以上工业企业312家，比上年增加14家，实现增加值86.4亿元。\n"
        )
    },
    place(None),
)

variant(
    "PLACE",
    "nothing to find: address of the law firm above and of its branch below",
    {
        "ls.txt": (
            "国正律师事务所\n关于蓝湾科技股份有限公司2020年度股东大会的法律意见书\n地址：浙江省杭州市西湖区文三路100号 邮编：310012\n"
            "致：蓝湾科技股份有限公司\n本所接受公司委托，指派律师出席公司2020年度股东大会。出席会议的股东及股东代理人共36人，"
            "代表股份1.25亿股，占公司股份总数的58.3%。\n一、会议的召集\n公司董事会于会前二十日公告了会议通知，召集程序合法。\n"
            "南京分所地址：南京市鼓楼区中山路8号\n"
        )
    },
    place(None),
)

variant(
    "PLACE",
    "旗: only the speaker's line names it",
    {
        "q.txt": (
            "政府工作报告\n——2023年1月4日在旗第十六届人民代表大会第二次会议上\n敖林旗人民政府旗长 巴特尔\n各位代表：\n"
            "现在，我代表旗人民政府向大会报告工作，请予审议，并请旗政协委员和列席人员提出意见。\n"
            "一、2022年工作回顾\n2022年，全旗牲畜存栏148万头只，新建标准化牧场26处，农牧业稳中有进。\n"
        )
    },
    place("敖林旗"),
    ask("敖林旗2022年新建标准化牧场多少处", "26处"),
)

variant(
    "PLACE",
    "procuratorate: 在桐江市第七届人民代表大会; a second report in the store",
    {
        "j.txt": (
            "人民检察院工作报告\n2023年2月10日在桐江市第七届人民代表大会第三次会议上\n桐江市人民检察院检察长 吴洁\n各位代表：\n"
            "现在，我代表市人民检察院向大会报告工作，请予审议，并请市政协委员提出意见。\n一、2022年主要工作\n"
            "2022年，全市检察机关批准逮捕各类犯罪嫌疑人486人，提起公诉932人，有力维护社会稳定。\n"
        ),
        "k.txt": "柳林县人民检察院2022年工作总结\n2022年，柳林县人民检察院批准逮捕犯罪嫌疑人71人，提起公诉164人，各项检察工作平稳发展。\n",
    },
    place("桐江市", "桐江", source="j.txt"),
    ask("桐江市2022年批准逮捕犯罪嫌疑人多少人", "486人", source="j.txt"),
)

# --------------------------------------------------------------------------- YEAR

variant(
    "YEAR",
    "session date in Chinese numerals, review of the year before",
    {
        "a.txt": (
            "政府工作报告\n——二〇二五年一月十五日在石桥坝市第六届人民代表大会第五次会议上\n市长 韩江\n"
            + OPEN.format("市人民政府")
            + "一、2024年工作回顾\n2024年，全市完成技改投资58亿元，净增规上企业43家。\n二、2025年工作安排\n2025年，新建产业园2个，培育企业60家。\n"
        )
    },
    year(2025),
)

variant(
    "YEAR",
    "date alone in brackets below the title",
    {
        "b.txt": (
            "石桥坝市人民政府工作报告\n(2022年1月18日)\n"
            + OPEN.format("市人民政府")
            + "一、过去一年的工作\n2021年，全市新增高新技术企业58家，完成棚户区改造3600套。\n"
        )
    },
    year(2022),
)

variant(
    "YEAR",
    "summary of one year and plan of the next, published in the next",
    {
        "c.txt": (
            "竹溪坝县民政局2023年工作总结和2024年工作计划\n发布时间：2024-01-16\n2023年，县民政局发放低保金4260万元，惠及困难群众9800人，兜底保障更加有力。\n"
            "一、2023年工作总结\n新建农村养老互助点31个，改造敬老院4所。\n二、2024年工作计划\n2024年，计划新建社区食堂12个。\n"
        )
    },
    year(2023),
)

variant(
    "YEAR",
    "communique: the title's year and not the year in which it came out",
    {
        "d.txt": (
            "石河口市2023年国民经济和社会发展统计公报\n石河口市统计局\n国家统计局石河口调查队\n2024年3月20日\n一、综合\n"
            "初步核算，全年地区生产总值612.8亿元，比上年增长5.1%。\n二、农业\n全年粮食产量38.6万吨，比2022年增长1.2%。\n"
        )
    },
    year(2023),
)

variant(
    "YEAR",
    "the year in brackets on the line below the title, date of issue later",
    {
        "e.txt": (
            "竹溪坝县水资源公报\n（2019年）\n竹溪坝县水利局\n二〇二〇年六月\n一、水资源量\n全县平均降水量986毫米，水资源总量7.4亿立方米，比常年偏多6.5%。\n"
            "二、用水量\n全县总用水量1.86亿立方米，其中农业用水1.12亿立方米。\n"
        )
    },
    year(2019),
)

variant(
    "YEAR",
    "court: no year in the title, the session line has it",
    {
        "f.txt": (
            "竹溪坝县人民法院工作报告\n2020年1月11日在竹溪坝县第十七届人民代表大会第五次会议上\n院长 彭远\n各位代表：\n"
            "我代表县人民法院向大会报告工作，请予审议。\n2019年，县法院受理各类案件5213件，审结4987件，结案率95.7%。\n一、坚持依法履职\n"
            "审结刑事案件326件，判处罪犯418人。\n二、2020年工作思路\n2020年，我们将继续深化改革。\n"
        )
    },
    year(2020),
)

variant(
    "YEAR",
    "markdown: the year in brackets on a line below the H1",
    {
        "g.md": (
            "# 竹溪坝县图书馆工作总结\n\n（2018年度）\n\n## 服务情况\n\n全年接待读者21.6万人次，外借图书38.2万册，举办讲座46场，流通总量再创新高。\n\n"
            "## 下步打算\n\n2019年将推进分馆建设，计划新增分馆3个。\n"
        )
    },
    year(2018),
)

variant(
    "YEAR",
    "docx: session in brackets over two paragraphs, heading of the years before",
    {
        "h.docx": word(
            "政府工作报告",
            "（2023年1月5日在石桥坝市第六届人民",
            "代表大会第三次会议上）",
            "石桥坝市人民政府市长 韩江",
            "各位代表：",
            "现在，我代表市人民政府，向大会报告工作，请予审议。",
            "一、2022年和过去五年工作回顾",
            "2022年，全市新建改建学校26所，新增学位1.3万个，教育资源供给持续扩大。",
            "二、2023年工作安排",
            "2023年，新建体育公园5个。",
        )
    },
    year(2023),
)

variant(
    "YEAR",
    "session line without a date: review of 2016, plan of 2017",
    {
        "i.txt": (
            "政府工作报告\n——在竹溪坝县第十七届人大一次会议上\n县长 江涛\n"
            + OPEN.format("县人民政府")
            + "一、2016年工作回顾\n2016年，全县脱贫6200人，退出贫困村18个。\n二、2017年工作安排\n2017年，全县脱贫5800人，退出贫困村15个。\n"
        )
    },
    year(2017),
)

variant(
    "YEAR",
    "二O二一年 with the letter O, review of 2020",
    {
        "j.txt": (
            "二O二一年政府工作报告\n"
            + OPEN.format("石桥坝市人民政府")
            + "一、2020年工作回顾\n2020年，全市新建5G基站1650个，建成充电桩820个，新型基础设施加快布局。\n"
        )
    },
    year(2021),
)

# --------------------------------------------------------------------------- PERIOD

variant(
    "PERIOD",
    "heading with 十三五 and 2020; 一年来 and 五年来 as paragraphs",
    {
        "a.txt": (
            "2021年石桥坝市政府工作报告\n" + OPEN.format("石桥坝市人民政府") + "一、“十三五”时期和2020年工作回顾\n"
            "2020年是极不寻常的一年。一年来，我们着力抓了以下工作：\n（一）生态环境持续改善。深入打好污染防治攻坚战，新建污水处理厂4座，治理黑臭水体17处。\n"
            "五年来，累计新建农村公路860公里，完成造林23.5万亩，城乡面貌发生深刻变化。\n"
        )
    },
    figure(4, "座", period="2020"),
    figure(860, "公里", period="2016-2020"),
    figure(235000, "亩", period="2016-2020"),
    ask("石桥坝市2020年新建污水处理厂多少座", "4座"),
)

variant(
    "PERIOD",
    "过去五年和2021年: the five years first, then the year",
    {
        "b.txt": (
            "政府工作报告\n——2022年1月20日在竹溪坝县第十八届人民代表大会第一次会议上\n"
            + OPEN.format("县人民政府")
            + "一、过去五年和2021年工作回顾\n"
            "过去五年，我们办成了一批大事要事，新增义务教育学位2.4万个，改造农村危房7300户。\n"
            "2021年，我们顶住压力、克难奋进，完成固定资产投资96亿元。全年接待游客310万人次，发放创业贷款1.8亿元。\n"
        )
    },
    figure(24000, "个", period="2017-2021"),
    figure(7300, "户", period="2017-2021"),
    figure(9600000000, "元", period="2021"),
    figure(3100000, "人次", period="2021"),
)

variant(
    "PERIOD",
    "three years and three numbers with 分别",
    {
        "c.txt": (
            "竹溪坝县教育局2021年工作总结\n2021年，全县教师队伍建设取得新成效。\n一、队伍建设\n"
            "2019年、2020年、2021年分别招聘特岗教师110名、96名、134名，教师结构进一步优化。\n"
        )
    },
    figure(110, "名", period="2019"),
    figure(96, "名", period="2020"),
    figure(134, "名", period="2021"),
)

variant(
    "PERIOD",
    "由2018年的…增至2022年的… and another clause of the report's year",
    {
        "d.txt": (
            "石桥坝市公安局2022年工作总结\n2022年，全市公安机关忠诚履职、担当作为。\n一、交通管理\n"
            "全市机动车保有量由2018年的12.6万辆增至2022年的18.3万辆，查处酒驾2140起。\n"
        )
    },
    figure(126000, "辆", period="2018"),
    figure(183000, "辆", period="2022"),
    figure(2140, "起", period="2022"),
)

variant(
    "PERIOD",
    "the year stands behind the indicator, twice in one sentence",
    {
        "e.txt": (
            "竹溪坝县扶贫办2020年工作总结\n2020年，全县脱贫攻坚取得决定性胜利。\n一、减贫成效\n"
            "建档立卡贫困人口2015年为3.2万人，2020年降至460人；贫困发生率2015年高达14.7%，2020年降到0.2%。\n"
        )
    },
    figure(32000, "人", period="2015"),
    figure(460, "人", period="2020"),
    figure(14.7, "%", period="2015"),
    figure(0.2, "%", period="2020"),
)

variant(
    "PERIOD",
    "aims: 十五五 and 2026 in one heading",
    {
        "f.txt": (
            "2026年石桥坝市政府工作报告\n"
            + OPEN.format("石桥坝市人民政府")
            + "一、2025年工作回顾\n2025年，全市新建公园14个。\n"
            "二、“十五五”时期主要目标和2026年重点任务\n到2030年，全市建成公共充电桩5000个，森林覆盖率达到46%。\n"
            "2026年，我们将重点做好以下工作：\n（一）夯实水利基础。新开工中型水库2座，加固堤防83公里。\n"
        )
    },
    figure(14, "个", period="2025", planned=False),
    figure(5000, "个", period=("2030", "2026-2030"), planned=True),
    figure(2, "座", period="2026", planned=True),
    figure(83, "公里", period="2026", planned=True),
)

variant(
    "PERIOD",
    "去年 and 今年 in a report of 2024",
    {
        "g.txt": (
            "政府工作报告\n——2024年1月22日在石桥坝市第六届人民代表大会第四次会议上\n"
            + OPEN.format("市人民政府")
            + "一、民生实事办理情况\n去年，新建口袋公园26个，改造供水管网118公里；今年，计划再建口袋公园30个。\n"
        )
    },
    figure(26, "个", period="2023"),
    figure(118, "公里", period="2023"),
    figure(30, "个", period="2024"),
)

variant(
    "PERIOD",
    "2021至2023年 and 2024年 in one sentence; 2022—2023两年间",
    {
        "h.txt": (
            "竹溪坝县农业农村局2024年工作总结\n2024年，全县农业农村工作稳步推进。\n一、农田建设\n"
            "2021至2023年，累计投入高标准农田建设资金4.6亿元；2024年，投入1.3亿元。\n2022—2023两年间，共培训高素质农民2700人次。\n"
        )
    },
    figure(460000000, "元", period="2021-2023"),
    figure(130000000, "元", period="2024"),
    figure(2700, "人次", period="2022-2023"),
)

variant(
    "PERIOD",
    "two headings of level two, one for the years, one for the year; paragraphs without a year",
    {
        "i.txt": (
            "2017年竹溪坝县政府工作报告\n"
            + OPEN.format("竹溪坝县人民政府")
            + "一、工作回顾\n（一）2012—2016年工作回顾\n"
            "县域经济实力明显增强，累计引进项目214个，建成标准厂房65万平方米。\n（二）2016年工作回顾\n脱贫攻坚扎实推进，实施产业扶贫项目87个，搬迁群众3120人。\n"
        )
    },
    figure(214, "个", period="2012-2016"),
    figure(650000, "平方米", period="2012-2016"),
    figure(87, "个", period="2016"),
    figure(3120, "人", period="2016"),
)

variant(
    "PERIOD",
    "two five-year plans and 今年 in one sentence",
    {
        "j.txt": (
            "石桥坝市住房和城乡建设局2021年工作总结\n2021年，全市住建系统开拓进取，各项工作取得新成绩。\n一、住房保障\n"
            "“十二五”期间改造农村危房2300户，“十三五”期间改造5100户，今年改造180户。\n"
        )
    },
    figure(2300, "户", period="2011-2015"),
    figure(5100, "户", period="2016-2020"),
    figure(180, "户", period="2021"),
)

# --------------------------------------------------------------------------- PLAN

variant(
    "PLAN",
    "facts: money that came in, something kept safe, a chief aim",
    {},
    told("全年共争取到位省级专项资金8600万元。", (86000000, "元", {"planned": False})),
    told(
        "成功争取中央预算内投资1.4亿元，落地项目23个。",
        (140000000, "元", {"planned": False}),
        (23, "个", {"planned": False}),
    ),
    told("确保了6.3万亩早稻颗粒归仓。", (63000, "亩", {"planned": False})),
    told("把防火作为头等大事，巡山护林1.8万人次。", (18000, "人次", {"planned": False})),
)

variant(
    "PLAN",
    "截至/到 a year-end that is past, and one that is to come",
    {
        "b.txt": (
            "石桥坝市工业和信息化局2022年工作总结\n2022年，全市工业经济总体平稳。\n一、基础设施\n到2021年末，全市开通5G基站2900个。\n"
            "截至2022年底，光纤宽带用户达到46.5万户。\n到2025年，全市工业互联网平台将达到20个。\n"
        )
    },
    figure(2900, "个", planned=False),
    figure(465000, "户", planned=False),
    figure(20, "个", planned=True),
)

variant(
    "PLAN",
    "facts measured against the plan: 为年度目标的…, 超计划…",
    {},
    told(
        "全年完成投资36.5亿元，为年度目标任务的108.6%。",
        (3650000000, "元", {"planned": False}),
        (108.6, "%", {"planned": False}),
    ),
    told("出栏生猪52万头，完成年度计划的104%。", (520000, "头", {"planned": False}), (104, "%", {"planned": False})),
    told("新增造林4.7万亩，超额完成省定目标任务。", (47000, "亩", {"planned": False})),
)

variant(
    "PLAN",
    "plans by their verb",
    {},
    told("力争全年新增市场主体5000户以上。", (5000, "户", {"planned": True})),
    told("确保粮食播种面积稳定在120万亩。", (1200000, "亩", {"planned": True})),
    told("明年拟新建社区卫生服务站6个。", (6, "个", {"planned": True})),
    told("我们将筹措资金3.2亿元，用于改造老旧管网。", (320000000, "元", {"planned": True})),
)

variant(
    "PLAN",
    "nested headings under 工作打算: no word of a plan in the lines themselves",
    {
        "e.txt": (
            "竹溪坝县教育局2023年工作情况汇报\n2023年，全县教育事业健康发展。\n一、2023年工作情况\n（一）项目建设。建成教学楼7栋，新增校舍面积2.1万平方米。\n"
            "二、下一年工作打算\n（一）扩大资源供给。新建幼儿园3所，改扩建初中2所。\n（二）加强队伍建设。\n1.补充教师。招聘教师150名，轮岗交流85人。\n"
        )
    },
    figure(7, "栋", planned=False),
    figure(21000, "平方米", planned=False),
    figure(3, "所", planned=True),
    figure(2, "所", planned=True),
    figure(150, "名", planned=True),
    figure(85, "人", planned=True),
)

variant(
    "PLAN",
    "both in one sentence",
    {},
    told(
        "项目已完成投资4.2亿元，计划年底前再投入1.8亿元。",
        (420000000, "元", {"planned": False}),
        (180000000, "元", {"planned": True}),
    ),
    told("今年建成站点68个，明年将再建40个。", (68, "个", {"planned": False}), (40, "个", {"planned": True})),
    told("原计划招生900名，实际招生872名。", (900, "名", {"planned": True}), (872, "名", {"planned": False})),
)

variant(
    "PLAN",
    "规划, 计划 and 目标 as things that were made or kept",
    {
        "g.txt": (
            "石桥坝市自然资源和规划局2022年工作总结\n2022年，全市自然资源和规划工作扎实有效。\n一、规划计划工作\n编制完成村庄规划46个，审查建设工程规划方案132件。\n"
            "二、目标管理工作\n组织目标考核4次，对31个单位进行了考评。\n"
        )
    },
    figure(46, "个", planned=False),
    figure(132, "件", planned=False),
    figure(4, "次", planned=False),
    figure(31, "个", planned=False),
)

variant(
    "PLAN",
    "an aim that was reached before its time",
    {
        "h.txt": (
            "竹溪坝县林业局2019年工作总结\n2019年，全县林业工作成效明显。\n一、造林绿化\n提前一年实现了到2020年全县森林覆盖率达到58%的目标，全县森林覆盖率已达58.4%。\n"
            "五年来累计造林31万亩，如期完成了退耕还林任务。\n"
        )
    },
    figure(58.4, "%", planned=False),
    figure(310000, "亩", planned=False),
)

variant(
    "PLAN",
    "aims of a government work report after a colon",
    {
        "i.txt": (
            "2023年竹溪坝县政府工作报告\n"
            + OPEN.format("竹溪坝县人民政府")
            + "一、2022年工作回顾\n2022年，地区生产总值增长4.3%，城镇新增就业2860人。\n"
            "二、2023年工作安排\n今年发展的主要预期目标是：地区生产总值增长6%左右，城镇登记失业率控制在4.5%以内，城镇新增就业3000人。\n"
        )
    },
    figure(4.3, "%", planned=False),
    figure(2860, "人", planned=False),
    figure(6, "%", planned=True),
    figure(4.5, "%", planned=True),
    figure(3000, "人", planned=True),
)

variant(
    "PLAN",
    "words that hold the characters of a plan: 模拟, 预防, 预算, 某某计划, 目标价格, 要点",
    {},
    told("组织模拟演练9次，参加人员760人次。", (9, "次", {"planned": False}), (760, "人次", {"planned": False})),
    told("完成预防接种3.2万剂次。", (32000, ("剂次", "剂"), {"planned": False})),
    told(
        "一般公共预算收入48.3亿元，增长5.2%。", (4830000000, "元", {"planned": False}), (5.2, "%", {"planned": False})
    ),
    told("实施“雏鹰计划”，培育科技型中小企业85家。", (85, "家", {"planned": False})),
    told(
        "编发工作要点、简报14期，上报重要信息230条。", (14, "期", {"planned": False}), (230, "条", {"planned": False})
    ),
)

# --------------------------------------------------------------------------- TITLE

variant(
    "TITLE",
    "txt: path of the page and reading tools above, numbers of visits below",
    {
        "8812734.txt": (
            "清溪口县人民政府\n网站支持IPv6\n首页 > 政务公开 > 部门信息公开目录 > 卫健局 > 工作总结\n清溪口县卫生健康局2021年工作总结\n"
            "发布时间：2022-01-12 16:20　浏览次数：356　来源：县卫健局\n2021年，县卫健局统筹疫情防控和医改工作，家庭医生签约18.6万人，新建标准化村卫生室24个。\n"
            "一、疫情防控\n全年接种新冠疫苗41.3万剂次，完成核酸检测86万人次。\n"
        )
    },
    title("清溪口县卫生健康局2021年工作总结"),
)

variant(
    "TITLE",
    "html: no h1, no meta; <title> with column and site behind the title",
    {
        "content_5521.html": html(
            '<div class="top">龙潭岭市人民政府门户网站</div><div>您当前所在位置：<a>首页</a> &gt; <a>部门文件</a></div>'
            '<p align="center"><strong>龙潭岭市水利局2020年工作总结及2021年工作思路</strong></p>'
            "<p>2020年，市水利局完成水利投资12.8亿元，除险加固病险水库19座，水旱灾害防御取得全面胜利，农村供水保障水平明显提升。</p>"
            "<p>一、2020年工作总结</p><p>全年新增供水能力3.6万吨，治理水土流失面积142平方公里，水利工程建设质量稳步提高，行业监管不断加强。</p>",
            "<title>龙潭岭市水利局2020年工作总结及2021年工作思路_部门文件_龙潭岭市人民政府门户网站</title>",
        )
    },
    title("龙潭岭市水利局2020年工作总结及2021年工作思路"),
)

variant(
    "TITLE",
    "html: h1 is the site, <title> the column, ArticleTitle the report",
    {
        "t20220107_99.html": html(
            "<h1>龙潭岭市人民政府</h1><ul><li><a>首页</a></li><li><a>计划总结</a></li></ul><h2 id='zoomtitle'>龙潭岭市商务局2021年度工作总结</h2>"
            "<div>2022-01-07 10:05 字号：大 中 小</div><div id='zoom'><p>2021年，市商务局积极扩内需、稳外贸，社会消费品零售总额实现186亿元，进出口总额完成42亿元。</p>"
            "<p>一、促进消费</p><p>举办促消费活动58场，发放消费券1200万元，拉动消费成效明显，城乡市场持续活跃。</p></div>",
            '<title>计划总结-龙潭岭市人民政府</title><meta name="SiteName" content="龙潭岭市人民政府"><meta name="ColumnName" content="计划总结">'
            '<meta content="龙潭岭市商务局2021年度工作总结" name="ArticleTitle"><meta name="PubDate" content="2022-01-07 10:05">',
        )
    },
    title("龙潭岭市商务局2021年度工作总结"),
)

variant(
    "TITLE",
    "md: a head of settings before the H1",
    {
        "post-31.md": (
            "---\nlayout: post\ndate: 2023-12-29\ntags: [总结, 志愿服务]\n---\n\n# 春晖志愿服务队2023年度工作总结\n\n"
            "2023年，服务队开展志愿服务活动164场，累计服务时长2.3万小时。\n\n## 活动情况\n\n走访困难老人820人次，募集善款36万元。\n"
        )
    },
    title("春晖志愿服务队2023年度工作总结"),
    gone("layout", "tags"),
    sentences("开展志愿服务活动164场"),
)

variant(
    "TITLE",
    "md: pictures of a build above, a comment line in a code block that looks like a title",
    {
        "README.md": (
            "[![构建](https://example.org/b.svg)](https://example.org)\n\n档案数字化项目2022年工作报告\n====\n\n"
            "2022年，完成档案扫描126万页，著录条目8.4万条。\n\n```bash\n# 生成年度工作总结\nmake report\n```\n\n## 质量检查\n\n抽检档案5000卷，差错率0.3%。\n"
        )
    },
    title("档案数字化项目2022年工作报告"),
    sentences("完成档案扫描126万页", "抽检档案5000卷"),
)

variant(
    "TITLE",
    "txt: a long title over two lines",
    {
        "jh.txt": (
            "关于云岭坪县2022年国民经济和社会发展计划执行情况与\n2023年国民经济和社会发展计划草案的报告\n（2023年1月8日在云岭坪县第十八届人民代表大会第三次会议上）\n"
            "云岭坪县发展和改革局\n各位代表：\n受县人民政府委托，现将计划执行情况与计划草案提请大会审议。\n一、2022年计划执行情况\n2022年，全县完成固定资产投资74.6亿元，增长9.1%。\n"
        )
    },
    title("关于云岭坪县2022年国民经济和社会发展计划执行情况与2023年国民经济和社会发展计划草案的报告"),
)

variant(
    "TITLE",
    "docx: the title broken within its last words, no style",
    {
        "fz.docx": word(
            "杨柳湾镇人民政府2021年度法治政府建设",
            "情况报告",
            "2021年，杨柳湾镇认真落实法治政府建设各项要求，开展法治宣传46场次，调解矛盾纠纷138件。",
            "一、主要做法",
            "全年组织镇干部学法12次，培训人民调解员64人，依法行政能力稳步提高。",
        )
    },
    title("杨柳湾镇人民政府2021年度法治政府建设情况报告"),
)

variant(
    "TITLE",
    "txt: two lines of a slogan, then —— what it is",
    {
        "jy.txt": (
            "立德树人铸根基　改革创新谋发展\n奋力谱写教育强县建设新篇章\n——在澜溪县2022年教育工作会议上的报告\n县教育局局长　苏文\n（2022年2月25日）\n同志们：\n"
            "这次会议的主要任务是，总结2021年工作，部署2022年任务。\n一、2021年工作回顾\n2021年，全县投入教育经费5.7亿元，新建幼儿园9所。\n"
        )
    },
    title(
        "~立德树人铸根基 改革创新谋发展奋力谱写教育强县建设新篇章",
        "~立德树人铸根基 改革创新谋发展，奋力谱写教育强县建设新篇章",
    ),
    place("澜溪县"),
)

variant(
    "TITLE",
    "txt: the caption of a picture above the title",
    {
        "fy.txt": (
            "图为法院院长在大会上作报告。（本报记者 赵敏 摄）\n金沙湾市中级人民法院工作报告\n（2021年2月3日在金沙湾市第五届人民代表大会第六次会议上）\n院长 黎明\n各位代表：\n"
            "现在，我代表市中级人民法院向大会报告工作，请予审议。\n一、2020年工作回顾\n2020年，全市法院受理案件4.36万件，审结4.11万件。\n"
        )
    },
    title("金沙湾市中级人民法院工作报告"),
    year(2021),
    no_sentence_like("赵敏"),
)

variant(
    "TITLE",
    "txt: head of an official paper with its number",
    {
        "wj15.txt": (
            "柳林县教育局文件\n柳教字〔2023〕15号　　　　签发人：高岩\n\n关于2022年度义务教育均衡发展情况的报告\n\n县人民政府：\n"
            "现将我县2022年度义务教育均衡发展情况报告如下，请审阅。\n一、基本情况\n全县有义务教育学校63所，在校学生3.4万人，专任教师2310人。\n"
        )
    },
    title("关于2022年度义务教育均衡发展情况的报告", "柳林县教育局关于2022年度义务教育均衡发展情况的报告"),
)

# --------------------------------------------------------------------------- LOST

variant(
    "LOST",
    "txt: short lines without an end mark",
    {"a.txt": ("竹溪坝县公安局2021年工作总结\n招录辅警45名\n更新执法记录仪120台\n" + PROSE)},
    sentences("招录辅警45名", "更新执法记录仪120台"),
    apart("招录辅警45名", "执法记录仪120台"),
    ask("竹溪坝县2021年招录辅警多少名", "45名"),
)

variant(
    "LOST",
    "txt: numbered lines right below title and date",
    {
        "b.txt": (
            "石桥坝市信访局2022年工作总结\n2022年12月20日\n1.办结来信来访312件。\n2.化解积案27件。\n3.开展接访下访19次。\n"
            + PROSE
        )
    },
    sentences("办结来信来访312件", "化解积案27件", "开展接访下访19次"),
    ask("石桥坝市信访局2022年化解积案多少件", "27件"),
)

variant(
    "LOST",
    "docx: bullets between title and prose",
    {
        "c.docx": word(
            ("Title", "石桥坝市文化馆2023年工作总结"),
            ("List Bullet", "举办展览18场"),
            ("List Bullet", "培训学员2600人次"),
            ("List Bullet", "创作节目41个"),
            PROSE.strip(),
        )
    },
    sentences("举办展览18场", "培训学员2600人次", "创作节目41个"),
    ask("石桥坝市文化馆2023年创作节目多少个", "41个"),
)

variant(
    "LOST",
    "docx: date, then a table of two columns, then prose",
    {
        "d.docx": word(
            "石桥坝市园林局2020年工作总结",
            "（2020年12月）",
            grid([("项目", "完成情况"), ("新增绿地", "38公顷"), ("栽植行道树", "5600株"), ("新建绿道", "27公里")]),
            PROSE.strip(),
        )
    },
    sentence_like("新增绿地.*38公顷", "栽植行道树.*5600株", "新建绿道.*27公里"),
    ask("石桥坝市2020年栽植行道树多少株", "5600株"),
)

variant(
    "LOST",
    "html: list below h1",
    {
        "e.html": html(
            "<h1>竹溪坝县残联2022年工作总结</h1><ul><li>发放轮椅260辆；</li><li>安置就业73人；</li><li>康复训练1480人次。</li></ul><p>"
            + PROSE.strip()
            + "</p>"
        )
    },
    sentences("发放轮椅260辆", "安置就业73人", "康复训练1480人次"),
    ask("竹溪坝县2022年发放轮椅多少辆", "260辆"),
)

variant(
    "LOST",
    "html: table with th between title block and text",
    {
        "f.html": html(
            "<h2 class='title'>竹溪坝县烟草专卖局2021年工作总结</h2><table><thead><tr><th>指标</th><th>数值</th></tr></thead><tbody><tr><td>查处案件</td><td>168起</td></tr>"
            "<tr><td>走访零售户</td><td>3.5万户次</td></tr></tbody></table><p>" + PROSE.strip() + "</p>"
        )
    },
    sentence_like("查处案件.*168起", "走访零售户.*3.5万户次"),
    ask("竹溪坝县2021年查处案件多少起", "168起"),
)

variant(
    "LOST",
    "md: bullets with * and + below the H1",
    {
        "g.md": (
            "# 石桥坝市气象局2023年工作总结\n\n* 发布预警信号214次\n* 人工增雨作业36次\n+ 新建自动站11个\n\n" + PROSE
        )
    },
    sentences("发布预警信号214次", "人工增雨作业36次", "新建自动站11个"),
    ask("石桥坝市气象局2023年新建自动站多少个", "11个"),
)

variant(
    "LOST",
    "md: a pipe table below the H1",
    {
        "h.md": (
            "# 石桥坝市博物馆2022年工作总结\n\n| 项目 | 数量 |\n| :--- | ---: |\n| 征集文物 | 326件 |\n| 接待观众 | 58万人次 |\n\n"
            + PROSE
        )
    },
    sentence_like("征集文物.*326件", "接待观众.*58万人次"),
    no_sentence_like(r"\|", "---"),
    ask("石桥坝市博物馆2022年征集文物多少件", "326件"),
)

variant(
    "LOST",
    "txt: 全年： and lines that end with ；",
    {
        "i.txt": (
            "竹溪坝县红十字会2020年工作总结\n全年：\n接受捐款640万元；\n培训救护员920人；\n发放物资折款85万元。\n"
            + PROSE
        )
    },
    sentences("接受捐款640万元", "培训救护员920人", "发放物资折款85万元"),
    ask("竹溪坝县红十字会2020年培训救护员多少人", "920人"),
)

variant(
    "LOST",
    "html: lines parted by br in one block",
    {
        "j.html": html(
            "<div class='tit'>竹溪坝县供销社2022年工作总结</div><div class='con'>新建基层社5个。<br>销售化肥1.9万吨。<br/>回收农膜430吨。<br>"
            + PROSE.strip()
            + "</div>",
            "<title>竹溪坝县供销社2022年工作总结</title>",
        )
    },
    sentences("新建基层社5个", "销售化肥1.9万吨", "回收农膜430吨"),
    apart("新建基层社5个", "化肥1.9万吨"),
    ask("竹溪坝县供销社2022年回收农膜多少吨", "430吨"),
)

# --------------------------------------------------------------------------- TABLE

variant(
    "TABLE",
    "docx: two columns merged downward, three rows each",
    {
        "a.docx": word(
            "石桥坝市城管局2022年工作总结",
            PROSE.strip(),
            grid(
                [
                    ("片区", "街道", "事项", "完成"),
                    ("东片", "河滨街道", "清运垃圾", "820吨"),
                    (None, None, "拆除违建", "46处"),
                    (None, "桃园街道", "清运垃圾", "615吨"),
                    ("西片", "火炬街道", "清运垃圾", "730吨"),
                    (None, None, "拆除违建", "39处"),
                ],
                [(1, 0, 3, 0), (1, 1, 2, 1), (4, 0, 5, 0), (4, 1, 5, 1)],
            ),
        )
    },
    sentence_like(
        "东片.*河滨街道.*拆除违建.*46处", "东片.*桃园街道.*清运垃圾.*615吨", "西片.*火炬街道.*拆除违建.*39处"
    ),
    ask("火炬街道拆除违建多少处", "39处"),
)

variant(
    "TABLE",
    "docx: 单位：万元 on a line of its own, years as columns",
    {
        "b.docx": word(
            "竹溪坝县财政局2021年工作总结",
            PROSE.strip(),
            "表2 重点支出情况",
            "单位：万元",
            grid([("项目", "2020年", "2021年"), ("学前教育", "2,940.20", "3,180.50"), ("公共卫生", "5,016", "5,730")]),
            "2021年，县财政局各项支出保障有力。",
        )
    },
    figure(31805000, "元", period="2021", subject=("学前教育",)),
    figure(29402000, "元", period="2020", subject=("学前教育",)),
    figure(57300000, "元", period="2021", subject=("公共卫生",)),
)

variant(
    "TABLE",
    "docx: a form with labels and values side by side, three rows",
    {
        "c.docx": word(
            "竹溪坝县青山希望小学2022年工作总结",
            PROSE.strip(),
            grid(
                [
                    ("学校名称", "青山希望小学", "负责人", "罗敏"),
                    ("教职工数", "64人", "在校学生", "1120人"),
                    ("占地面积", "23亩", "图书", "1.8万册"),
                ]
            ),
        )
    },
    sentence_like("教职工数[：:，,]?64人", "在校学生[：:，,]?1120人", "占地面积[：:，,]?23亩", "图书[：:，,]?1.8万册"),
    no_sentence_like("学校名称[：:]教职工数", "负责人[：:]在校学生", "青山希望小学[：:]64人"),
)

variant(
    "TABLE",
    "xlsx: two head rows, the first merged over two columns; units in the heads",
    {
        "d.xlsx": sheet(
            [
                ("竹溪坝县2022年基础教育统计表",),
                ("填报单位：竹溪坝县教育局",),
                ("学段", "公办", None, "民办", None),
                (None, "学校数（所）", "在校生（人）", "学校数（所）", "在校生（人）"),
                ("小学", 41, 28600, 4, 2130),
                ("初中", 19, 14250, 7, 1985),
            ],
            ["A1:E1", "A2:E2", "A3:A4", "B3:C3", "D3:E3"],
        )
    },
    sentence_like("初中.*公办[^，,；;。]*学校数[^，,；;。]*19", "初中.*民办[^，,；;。]*学校数[^，,；;。]*7"),
    no_sentence_like("填报单位[^，,；;。]*(小学|初中)[：:]"),
    figure(1985, "人"),
    figure(41, "所", subject=("学校", "小学", "公办")),
)

variant(
    "TABLE",
    "xlsx: years as columns, unit in the row's name",
    {
        "e.xlsx": sheet(
            [
                ("石桥坝市2019—2021年医疗卫生情况",),
                ("指标", 2019, 2020, 2021),
                ("医院床位（张）", 3820, 4055, 4310),
                ("执业医师（人）", 2140, 2236, 2391),
            ],
            ["A1:D1"],
        )
    },
    figure(4055, "张", period="2020", subject=("床位",)),
    figure(2391, "人", period="2021", subject=("执业医师",)),
    figure(3820, "张", period="2019"),
)

variant(
    "TABLE",
    "xlsx: years as rows, units in the heads",
    {
        "f.xlsx": sheet(
            [
                ("竹溪坝县主要经济指标",),
                ("年份", "常住人口（万人）", "地区生产总值（亿元）", "粮食产量（吨）"),
                ("2020年", 52.3, 168.4, 231000),
                ("2021年", 51.9, 183.7, 236500),
            ]
        )
    },
    figure(519000, "人", period="2021", subject=("常住人口",)),
    figure(16840000000, "元", period="2020", subject=("地区生产总值",)),
    figure(236500, "吨", period="2021", subject=("粮食产量",)),
)

variant(
    "TABLE",
    "html: rowspan in the head and in the body, colspan for the years",
    {
        "g.html": html(
            "<h1>石桥坝市残疾人联合会2021年工作总结</h1><p>"
            + PROSE.strip()
            + "</p><table border=1><tr><th rowspan='2'>区县</th><th rowspan=2>项目</th><th colspan='2'>服务人数</th></tr>"
            "<tr><th>2020年</th><th>2021年</th></tr><tr><td rowspan='2'>南溪区</td><td>辅具适配</td><td>310人</td><td>365人</td></tr><tr><td>家庭医生</td><td>1240人</td><td>1408人</td></tr></table>"
        )
    },
    sentence_like("南溪区.*辅具适配.*2021年[^，,；;。]*365人", "南溪区.*家庭医生.*2021年[^，,；;。]*1408人"),
    figure(1408, "人", period="2021"),
    figure(310, "人", period="2020"),
)

variant(
    "TABLE",
    "html: unit in <caption>, a column of per cent",
    {
        "h.html": html(
            "<h1>石桥坝市2022年国民经济和社会发展统计公报</h1><p>2022年，全市经济运行稳中向好，主要指标保持在合理区间，高质量发展迈出坚实步伐。</p>"
            "<table><caption>2022年生产总值构成（单位：亿元）</caption><tr><th>产业</th><th>增加值</th><th>比上年增长（%）</th></tr><tr><td>第一产业</td><td>21.4</td><td>4.1</td></tr>"
            "<tr><td>第三产业</td><td>203.6</td><td>5.8</td></tr></table>"
        )
    },
    figure(2140000000, "元", subject=("第一产业", "增加值")),
    figure(20360000000, "元", subject=("第三产业", "增加值"), period="2022"),
    figure(5.8, "%"),
)

variant(
    "TABLE",
    "xlsx: a form with labels and values, title merged above",
    {
        "i.xlsx": sheet(
            [
                ("金桥社区服务中心2023年度情况表",),
                ("机构名称", "金桥社区服务中心", "负责人", "刘敏"),
                ("成立时间", "2016年", "工作人员", "18人"),
                ("服务人口", "1.2万人", "志愿者", "230人"),
            ],
            ["A1:D1"],
        )
    },
    sentence_like("工作人员[：:，,]?18人", "服务人口[：:，,]?1.2万人", "志愿者[：:，,]?230人"),
    no_sentence_like("机构名称[：:]成立时间", "负责人[：:]工作人员", "刘敏[：:]"),
)

variant(
    "TABLE",
    "docx: caption with unit, years over 预算数 and 决算数",
    {
        "j.docx": word(
            "竹溪坝县财政局2022年工作总结",
            PROSE.strip(),
            "附表：一般公共预算支出表（单位：万元）",
            grid(
                [
                    ("项目", "2021年", None, "2022年", None),
                    (None, "预算数", "决算数", "预算数", "决算数"),
                    ("教育支出", "61,200", "60,850", "64,000", "63,970"),
                    ("农林水支出", "38,500", "37,940", "41,300", "40,680"),
                ],
                [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)],
            ),
        )
    },
    figure(639700000, "元", period="2022", subject=("教育支出", "决算数")),
    figure(379400000, "元", period="2021", subject=("农林水支出", "决算数")),
    sentence_like("教育支出.*2022年[^，,；;。]*决算数[^，；;。]*63,?970"),
)

# --------------------------------------------------------------------------- HEAD

variant(
    "HEAD",
    "communique: 一、综  合 and others of two characters",
    {
        "a.txt": (
            "石河口市2021年国民经济和社会发展统计公报\n石河口市统计局\n2022年3月28日\n一、综  合\n全年地区生产总值548.2亿元，比上年增长8.3%。\n二、农  业\n全年蔬菜产量64.3万吨，增长3.1%。\n"
            "三、国内贸易\n全年社会消费品零售总额216.7亿元，增长11.4%。\n四、人口\n年末常住人口131.5万人。\n"
        )
    },
    outline((1, "一、综合"), (1, "二、农业"), (1, "三、国内贸易"), (1, "四、人口")),
    under("蔬菜产量64.3万吨", "二、农业"),
    field("kind", "统计公报"),
)

variant(
    "HEAD",
    "第一部分 over 一、 over （一）",
    {
        "b.txt": (
            "竹溪坝县妇联2022年工作报告\n2022年，县妇联在县委的坚强领导下，团结带领广大妇女建功立业。\n第一部分 主要工作\n一、服务发展\n（一）技能培训\n全年培训妇女1860人次，发放创业贷款740万元。\n"
            "（二）巾帼示范\n创建巾帼示范基地13个。\n第二部分 存在问题\n一、力量不足\n基层专职干部仅有22人，服务覆盖面有待扩大。\n"
        )
    },
    outline(
        (1, "第一部分 主要工作"),
        (2, "一、服务发展"),
        (3, "（一）技能培训"),
        (3, "（二）巾帼示范"),
        (1, "第二部分 存在问题"),
        (2, "一、力量不足"),
    ),
    under("培训妇女1860人次", "第一部分", "一、服务发展", "（一）技能培训"),
)

variant(
    "HEAD",
    "第X节 with and without a space; boxes to tick",
    {
        "c.txt": (
            "云帆电子股份有限公司2021年半年度报告\n第一节 释义\n本报告所称公司，是指云帆电子股份有限公司。\n第二节公司简介\n公司现有员工1435人，其中研发人员386人。\n√ 适用 □ 不适用\n"
            "第三节 管理层讨论与分析\n一、经营情况\n报告期内，公司实现营业收入6.27亿元，同比增长18.4%。\n□适用 √不适用\n第四节公司治理\n报告期内召开董事会会议5次。\n"
        )
    },
    outline(
        (1, "第一节 释义"),
        (1, "第二节公司简介"),
        (1, "第三节 管理层讨论与分析"),
        (2, "一、经营情况"),
        (1, "第四节公司治理"),
    ),
    under("员工1435人", "第二节"),
)

variant(
    "HEAD",
    "markdown: three levels below the title, numerals in some",
    {
        "d.md": (
            "# 石桥坝市青年志愿者协会2023年工作报告\n\n2023年，协会共组织活动96场，注册志愿者达到1.4万人。\n\n## 一、组织建设\n\n新建服务站8个，覆盖全部街道，组织网络更加健全。\n\n"
            "### 人员\n\n专职人员12人，平均年龄29岁，队伍结构合理。\n\n#### 培训\n\n全年培训骨干310人次，效果良好。\n\n## 二、项目开展\n\n实施项目17个，投入资金58万元。\n"
        )
    },
    outline((1, "一、组织建设"), (2, "人员"), (3, "培训"), (1, "二、项目开展")),
    under("培训骨干310人次", "一、组织建设", "人员", "培训"),
    no_sentence_like("#"),
)

variant(
    "HEAD",
    "each heading with one short line for a body; a line that begins with a number",
    {
        "e.txt": (
            "桐花镇2022年工作总结\n一、党建工作\n全年开展主题党日12次。\n二、安全生产\n排查隐患86处。\n三、民生保障\n3.5万名群众受益。\n四、环境整治\n清理河道21公里。\n"
        )
    },
    outline((1, "一、党建工作"), (1, "二、安全生产"), (1, "三、民生保障"), (1, "四、环境整治")),
    sentences("全年开展主题党日12次", "排查隐患86处", "3.5万名群众受益", "清理河道21公里"),
    under("3.5万名群众受益", "三、民生保障"),
)

variant(
    "HEAD",
    "three levels straight after one another; 2.6亿元… is no heading 2.",
    {
        "f.txt": (
            "石桥坝市发展改革委2023年工作总结\n2023年，市发展改革委聚焦主责主业，各项工作取得积极进展。\n二〇二三年主要情况如下。\n一、主要成效\n（一）产业提质\n1.工业\n"
            "2.6亿元技改资金全部到位，惠及企业154家。\n2.服务业\n新增规上服务业企业29家，实现营收47亿元。\n（二）项目攻坚\n开工重大项目63个，完成投资128亿元。\n"
        )
    },
    outline((1, "一、主要成效"), (2, "（一）产业提质"), (3, "1.工业"), (3, "2.服务业"), (2, "（二）项目攻坚")),
    under("惠及企业154家", "一、", "（一）", "1.工业"),
)

variant(
    "HEAD",
    "docx: headings by style, without numerals",
    {
        "g.docx": word(
            ("Title", "石桥坝市市场监管局2022年工作总结"),
            "2022年，市市场监管局坚持监管与服务并重，新增经营主体2.7万户。",
            ("Heading 1", "优化营商环境"),
            ("Heading 2", "登记注册"),
            "办理登记业务6.3万件，平均用时0.5天。",
            ("Heading 2", "信用监管"),
            "抽查企业3140户。",
            ("Heading 1", "守牢安全底线"),
            "检查特种设备8900台。",
        )
    },
    outline((1, "优化营商环境"), (2, "登记注册"), (2, "信用监管"), (1, "守牢安全底线")),
    under("抽查企业3140户", "优化营商环境", "信用监管"),
)

variant(
    "HEAD",
    "heading and body on one line",
    {
        "h.txt": (
            "2024年竹溪坝县政府工作报告\n"
            + OPEN.format("竹溪坝县人民政府")
            + "一、2023年工作回顾\n（一）聚焦稳增长，经济实力迈上新台阶。全年完成工业投资31亿元，新增规上企业16家。\n"
            "（二）聚焦惠民生，群众福祉得到新提升。新建托育机构7家，改造薄弱学校14所。\n二、2024年工作安排\n新的一年，我们将新建公办幼儿园5所。\n"
        )
    },
    under("工业投资31亿元", "一、2023年工作回顾", "（一）聚焦稳增长"),
    under("新建托育机构7家", "一、2023年工作回顾", "（二）聚焦惠民生"),
    under("新建公办幼儿园5所", "二、2024年工作安排"),
    no_sentence_like("^（一）.*31亿元"),
)

variant(
    "HEAD",
    "the lines of a table of contents are no second outline",
    {
        "i.txt": (
            "青屏环保股份有限公司2022年环境报告\n目录\n一、公司概况………………………………2\n二、环境绩效………………………………5\n三、未来展望………………………………9\n"
            "一、公司概况\n公司成立于2008年，现有员工760人，建成生产线6条。\n二、环境绩效\n全年减少二氧化碳排放3.4万吨，节水12.6万吨。\n三、未来展望\n公司将继续加大环保投入。\n"
        )
    },
    outline((1, "一、公司概况"), (1, "二、环境绩效"), (1, "三、未来展望")),
    under("员工760人", "一、公司概况"),
)

variant(
    "HEAD",
    "html: h2 and h3 without numerals",
    {
        "j.html": html(
            "<h1>竹溪坝县医疗保障局2023年工作总结</h1><p>2023年，县医保局坚持以人民健康为中心，全县基本医保参保42.6万人，参保率稳定在96%以上，医保事业健康发展。</p><h2>待遇保障</h2>"
            "<h3>门诊统筹</h3><p>门诊统筹结算58.4万人次，支付3120万元。</p><h3>医疗救助</h3><p>救助困难群众2.1万人次。</p><h2>基金监管</h2><p>追回基金268万元。</p>"
        )
    },
    outline((1, "待遇保障"), (2, "门诊统筹"), (2, "医疗救助"), (1, "基金监管")),
    under("救助困难群众2.1万人次", "待遇保障", "医疗救助"),
    sentences("追回基金268万元"),
)

# --------------------------------------------------------------------------- FURN

variant(
    "FURN",
    "the block of an information directory above, tools below",
    {
        "a.txt": (
            "当前位置：首页 > 政府信息公开 > 法定主动公开内容 > 工作总结\n索 引 号：11520300/2022-00871\n发布机构：竹溪坝县应急管理局\n发文日期：2022年01月21日\n有效性：有效\n"
            "竹溪坝县应急管理局2021年工作总结\n2021年，全县未发生较大以上安全事故，开展执法检查1260家次，整改隐患3480条。\n一、应急救援\n组织应急演练53次，参演人员4100人次。\n"
            "打印本页　关闭窗口\n分享到：微信 微博 QQ空间\n"
        )
    },
    gone("当前位置", "索引号", "有效性", "打印本页", "分享到"),
    sentences("整改隐患3480条", "组织应急演练53次"),
    title("竹溪坝县应急管理局2021年工作总结"),
)

variant(
    "FURN",
    "neighbours and the foot of a site",
    {
        "b.txt": (
            "石桥坝市体育局2023年工作总结\n2023年，市体育局举办全民健身赛事87项，参与群众26万人次，新建健身步道34公里。\n一、竞技体育\n获得省级以上金牌21枚，输送运动员9名。\n"
            "上一篇：石桥坝市体育局2022年工作总结\n下一篇：没有了\n网站地图 | 联系我们 | 隐私声明\n主办：石桥坝市人民政府办公室　承办：石桥坝市大数据中心\n"
            "网站标识码：5203000012　黔ICP备05001234号-1　黔公网安备52030002000123号\n"
        )
    },
    gone("上一篇", "下一篇", "网站地图", "网站标识码", "ICP备", "公网安备"),
    sentences("新建健身步道34公里", "获得省级以上金牌21枚"),
    year(2023),
)

variant(
    "FURN",
    "html: plain divs for path, tools, sharing and foot; a script",
    {
        "c.html": html(
            "<div class='nav'><a>网站首页</a><a>走进石桥坝</a><a>政务服务</a><a>互动交流</a></div><div class='pos'>您现在的位置：<a>网站首页</a> » <a>计划总结</a></div>"
            "<h1>石桥坝市审计局2022年工作总结</h1><div class='info'>来源：市审计局 发布时间：2023-01-10 【字号：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a></div>"
            "<div class='content'><p>2022年，市审计局完成审计项目64个，查出主要问题金额5.3亿元，促进增收节支1.7亿元，审计监督质效明显提升。</p><p>提出审计建议219条，被采纳203条。</p></div>"
            "<div class='share'>分享到：<a>微信</a><a>新浪微博</a></div><div class='foot'><p>版权所有：石桥坝市审计局</p><p>技术支持：某某科技有限公司　您是第 102934 位访客</p></div>"
            "<script>var count = 102934;</script>",
            "<title>石桥坝市审计局2022年工作总结</title>",
        )
    },
    gone("走进石桥坝", "您现在的位置", "字号", "新浪微博", "版权所有", "技术支持", "位访客", "var count"),
    sentences("完成审计项目64个", "提出审计建议219条"),
)

variant(
    "FURN",
    "reading tools for old people and telephones, one a line",
    {
        "d.txt": (
            "无障碍阅读\n长者模式\n智能机器人\n竹溪坝县残联2023年工作总结\n时间：2024-01-05\n字号：\n大\n中\n小\n2023年，全县持证残疾人1.27万人，发放两项补贴1530万元，托养服务惠及640人。\n"
            "一、就业服务\n举办专场招聘会6场，新增残疾人就业112人。\n扫一扫在手机打开当前页\n我要纠错\n返回顶部\n"
        )
    },
    gone("无障碍阅读", "长者模式", "智能机器人", "字号", "扫一扫", "我要纠错", "返回顶部"),
    no_sentence_like("^[大中小]+$"),
    sentences("发放两项补贴1530万元", "举办专场招聘会6场"),
)

variant(
    "FURN",
    "real lines with the words of furniture are kept",
    {
        "e.txt": (
            "石桥坝市政务服务中心2022年工作总结\n一、信息公开\n门户网站全年访问量达到126万次。\n微信公众号关注人数5.8万人。\n二、便民服务\n免费打印、复印材料4.2万份。\n"
            "来源于企业的好评占72%。\n举办分享会、读书会36场。\n关闭不合规窗口3个，首页改版2次。\n点击量超过10万次的作品有7件。\n"
        )
    },
    sentences(
        "门户网站全年访问量达到126万次",
        "微信公众号关注人数5.8万人",
        "免费打印、复印材料4.2万份",
        "来源于企业的好评占72%",
        "举办分享会、读书会36场",
        "关闭不合规窗口3个，首页改版2次",
        "点击量超过10万次的作品有7件",
    ),
)

variant(
    "FURN",
    "who wrote, edited and checked, at the end",
    {
        "f.txt": (
            "竹溪坝县乡村振兴局2022年工作总结\n来源：竹溪坝融媒　2023-01-15 08:30\n2022年，全县投入衔接资金2.34亿元，实施项目198个，脱贫人口人均纯收入增长13.6%。\n一、产业帮扶\n新增特色种植3.8万亩，带动农户5400户。\n"
            "（记者 陈力 通讯员 胡楠）\n编辑：孙琪\n责编：马可\n审核：钱进\n"
        )
    },
    gone("陈力", "孙琪", "马可", "钱进", text=False),
    sentences("实施项目198个", "带动农户5400户"),
)

variant(
    "FURN",
    "downloads and further reading behind the report",
    {
        "g.txt": (
            "石桥坝市科技局2021年工作总结\n2021年，全市认定高新技术企业132家，技术合同成交额18.6亿元，研发投入强度达到2.1%。\n一、平台建设\n新增省级创新平台15个，引进科技人才74名。\n"
            "附件下载：石桥坝市科技局2021年工作总结.doc\n相关阅读：\n· 我市召开全市科技创新大会　2021-12-30\n· 市科技局赴外地考察学习　2021-11-18\n【关闭窗口】\n"
        )
    },
    gone("附件下载", "相关阅读", "赴外地考察学习", "关闭窗口"),
    sentences("技术合同成交额18.6亿元", "引进科技人才74名"),
)

variant(
    "FURN",
    "html: the session line and the speaker stay, source and time go",
    {
        "h.html": html(
            "<h1>政府工作报告</h1><div class='info'>发布时间：2024-02-06 17:45 来源：石桥坝日报 点击数：<span>3021</span></div><div class='TRS_Editor'>"
            "<p style='text-align:center'>——2024年1月30日在石桥坝市第六届人民代表大会第四次会议上</p><p style='text-align:center'>石桥坝市人民政府市长　韩江</p><p>各位代表：</p>"
            "<p>现在，我代表市人民政府，向大会报告工作，请予审议，并请各位政协委员和其他列席人员提出意见。</p><p>一、2023年工作回顾</p>"
            "<p>2023年，全市新签约项目276个，到位资金391亿元，经济运行稳中有进、稳中提质，高质量发展取得新成效。</p></div>"
        )
    },
    kept("2024年1月30日在石桥坝市第六届人民代表大会第四次会议上"),
    gone("点击数"),
    year(2024),
    place("石桥坝市", "石桥坝"),
    sentences("新签约项目276个"),
)

variant(
    "FURN",
    "html: the information block as a table",
    {
        "i.html": html(
            "<table class='xxgk'><tr><td>索引号</td><td>015203/2023-00412</td><td>分类</td><td>工作总结</td></tr><tr><td>发布机构</td><td>竹溪坝县林业局</td><td>成文日期</td><td>2023-01-09</td></tr>"
            "<tr><td>文号</td><td>无</td><td>有效性</td><td>有效</td></tr></table><h1>竹溪坝县林业局2022年工作总结</h1><div class='TRS_Editor'><p>2022年，全县完成营造林8.6万亩，森林抚育3.2万亩，"
            "林业总产值达到24.5亿元，生态建设成效显著。</p><p>一、资源保护</p><p>查处林政案件47起，有害生物防治面积5.1万亩。</p></div>"
        )
    },
    gone("索引号", "015203/2023-00412", "有效性"),
    sentences("林业总产值达到24.5亿元", "查处林政案件47起"),
    title("竹溪坝县林业局2022年工作总结"),
)

variant(
    "FURN",
    "page numbers within a sentence",
    {
        "j.txt": (
            "石桥坝市农业农村局2022年工作总结\n2022年，全市农业农村工作稳中有进，乡村振兴开局良好。\n一、人居环境\n全年完成农村厕所改造2300户，农村生活污水治理率达到41%，群众满意度持\n— 2 —\n"
            "续提升，乡村面貌明显改善。\n二、产业发展\n新增绿色食品认证28个，农产品网络零售额\n第 3 页 共 9 页\n达到6.9亿元，同比增长15%。\n"
        )
    },
    sentences("群众满意度持续提升，乡村面貌明显改善", "农产品网络零售额达到6.9亿元"),
    gone("— 2 —", "第3页共9页"),
)

# --------------------------------------------------------------------------- BODY (issuer, and questions by the name of a body)

variant(
    "BODY",
    "two hospitals of one town",
    {
        "zy.txt": "临溪湾市中医医院2022年工作总结\n2022年，医院完成门诊量43.8万人次，出院患者2.6万人次，开展手术5120台，医疗服务能力不断提升。\n",
        "ey.txt": "临溪湾市第二人民医院2022年工作总结\n2022年，医院完成门诊量67.1万人次，出院患者3.9万人次，开展手术9860台，医疗服务能力不断提升。\n",
    },
    field("issuer", "临溪湾市中医医院", source="zy.txt"),
    ask("临溪湾市中医医院2022年门诊量多少人次", "43.8万人次", source="zy.txt"),
)

variant(
    "BODY",
    "a university named after its town, and the town's own office",
    {
        "dx.txt": "东泽大学2021年工作总结\n2021年，学校招收研究生1860名，新增博士点2个，获批国家级项目143项，办学实力持续增强。\n",
        "jy.txt": "东泽市教育局2021年工作总结\n2021年，东泽市教育局扎实推进各项工作，招收高中新生1.2万名，新建学校6所。\n",
    },
    field("issuer", "东泽大学", source="dx.txt"),
    ask("东泽大学2021年招收研究生多少名", "1860名", source="dx.txt"),
)

variant(
    "BODY",
    "court and procuratorate of one county",
    {
        "fy.txt": "岳北岭县人民法院2022年工作报告\n各位代表：\n现在，我代表县人民法院向大会报告工作，请予审议。\n一、2022年工作回顾\n2022年，共受理案件6724件，审执结6513件，收结案数再创新高。\n",
        "jc.txt": "岳北岭县人民检察院2022年工作报告\n各位代表：\n现在，我代表县人民检察院向大会报告工作，请予审议。\n一、2022年工作回顾\n2022年，共受理案件938件，提起公诉412件，法律监督质效不断提升。\n",
    },
    field("issuer", "岳北岭县人民法院", source="fy.txt"),
    ask("岳北岭县人民法院2022年受理案件多少件", "6724件", source="fy.txt"),
)

variant(
    "BODY",
    "a company named after a real city, beside the city's office",
    {
        "gs.txt": "苏州金帆新材料股份有限公司2019年年度报告\n2019年，公司实现营业收入14.7亿元，净利润1.36亿元，研发人员占比23%，经营质量稳步提高。\n",
        "gz.txt": "苏州市国资委2019年工作总结\n2019年，苏州市属企业实现营业收入820亿元，净利润46亿元，国资国企改革稳步推进。\n",
    },
    field("issuer", "苏州金帆新材料股份有限公司", source="gs.txt"),
    ask("苏州金帆新材料股份有限公司2019年净利润是多少", "1.36亿元", source="gs.txt"),
)

variant(
    "BODY",
    "a college, question without year, other report of the town",
    {
        "xy.txt": "湖州织锦职业技术学院2023年质量年度报告\n2023年，学院在校生9240人，毕业生就业率97.2%，校企合作企业215家，人才培养质量稳步提升。\n",
        "hz.txt": "湖州市教育局2023年工作总结\n2023年，湖州市职业院校在校生4.6万人，毕业生就业率95.8%，产教融合持续深化。\n",
    },
    field("issuer", "湖州织锦职业技术学院", source="xy.txt"),
    ask("湖州织锦职业技术学院毕业生就业率是多少", "97.2%", source="xy.txt"),
)

variant(
    "BODY",
    "a bank named after a municipality",
    {
        "yh.txt": "重庆江畔农村商业银行股份有限公司2020年年度报告\n2020年，本行各项存款余额1286亿元，不良贷款率1.27%，涉农贷款余额354亿元，资产质量保持稳定。\n",
        "cq.txt": "重庆市2020年金融工作总结\n2020年，重庆市各项存款余额4.28万亿元，不良贷款率1.35%，金融运行总体平稳。\n",
    },
    field("issuer", "重庆江畔农村商业银行股份有限公司", "重庆江畔农村商业银行", source="yh.txt"),
    ask("重庆江畔农村商业银行2020年不良贷款率是多少", "1.27%", source="yh.txt"),
)

variant(
    "BODY",
    "issuer from the signature at the end",
    {
        "ly.txt": (
            "2022年林业工作总结\n2022年，我局全面推行林长制，完成营造林6.4万亩，发放护林员补助1180万元。\n一、森林防火\n开展防火宣传210场次，处置火情5起。\n二、下一步打算\n继续抓好生态修复工作。\n\n"
            "青石岭县林业局\n2022年12月30日\n"
        )
    },
    field("issuer", "青石岭县林业局"),
)

variant(
    "BODY",
    "issuer of a government work report from the speaker's line",
    {
        "zf.txt": (
            "政府工作报告\n——2021年2月2日在平坝岭县第十七届人民代表大会第六次会议上\n平坝岭县人民政府县长 郑立\n"
            + OPEN.format("平坝岭县人民政府")
            + "一、2020年工作回顾\n2020年，全县新建改建公路132公里，贫困人口全部脱贫。\n"
        )
    },
    field("issuer", "平坝岭县人民政府"),
)

variant(
    "BODY",
    "no issuer where the text does not say; others that are only spoken of",
    {
        "wz.txt": (
            "2022年度工作总结\n2022年，我单位认真落实各项部署，完成课题14项，发表论文36篇，获得市科技局和省教育厅表彰各1次。\n一、科研工作\n与东泽大学、临溪湾市中医医院开展合作项目5个。\n"
            "二、不足之处\n高层次人才仍然偏少。\n"
        )
    },
    field("issuer", None),
    place(None),
)

variant(
    "BODY",
    "a library, and the city's office that speaks of all libraries",
    {
        "ts.txt": "长沙市图书馆2023年年报\n2023年，本馆接待读者212万人次，外借文献187万册次，举办活动1340场，服务效能位居前列。\n",
        "wh.txt": "长沙市文化旅游广电局2023年工作总结\n2023年，全市公共图书馆接待读者860万人次，外借文献640万册次，公共文化服务不断完善。\n",
    },
    field("issuer", "长沙市图书馆", source="ts.txt"),
    ask("长沙市图书馆2023年接待读者多少人次", "212万人次", source="ts.txt"),
)

# --------------------------------------------------------------------------- running


def write(variant, folder):
    for name, content in variant["files"].items():
        path = Path(folder, name)
        if callable(content):
            content(str(path))
        else:
            path.write_text(content, "utf-8")


def run_one(job):
    index, command, keep = job
    variant = VARIANTS[index]
    with tempfile.TemporaryDirectory(prefix="variant-") as temporary:
        folder = Path(keep, variant["id"]) if keep else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if keep:
            for old in folder.glob("t.db*"):
                old.unlink()
        wrong = []
        try:
            write(variant, folder)
            run = Run(command, folder)
            if variant["files"]:
                run.load(list(variant["files"]))
        except Trouble as trouble:
            return index, [str(trouble)]
        for check in variant["checks"]:
            try:
                wrong += check(run)
            except Trouble as trouble:
                wrong.append(str(trouble))
            except (KeyError, TypeError, AttributeError, ValueError, OSError) as error:
                wrong.append(f"shape: {type(error).__name__} {error}")
        return index, list(dict.fromkeys(wrong))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wenbao", nargs="?", help="path of the executable")
    parser.add_argument("--only", help="kinds or ids, with commas: PLACE,YEAR-v03")
    parser.add_argument("--out", help="write the results as JSON")
    parser.add_argument("--keep", help="run in this folder and leave files and databases there")
    parser.add_argument("--write", help="only write the input files into this folder")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    only = options.only.split(",") if options.only else None
    chosen = [i for i, one in enumerate(VARIANTS) if not only or one["kind"] in only or one["id"] in only]
    if options.write:
        for i in chosen:
            folder = Path(options.write, VARIANTS[i]["id"])
            folder.mkdir(parents=True, exist_ok=True)
            write(VARIANTS[i], folder)
        return 0
    if not options.wenbao:
        parser.error("the path of wenbao is wanted")
    command = [str(Path(options.wenbao).absolute())] if Path(options.wenbao).exists() else shlex.split(options.wenbao)
    if shutil.which(command[0]) is None:
        parser.error(f"{command[0]}: no such program")
    keep = str(Path(options.keep).absolute()) if options.keep else None
    passed, total, results = Counter(), Counter(), []
    with ProcessPoolExecutor(options.jobs) as pool:
        for index, wrong in pool.map(run_one, [(i, command, keep) for i in chosen]):
            one = VARIANTS[index]
            total[one["kind"]] += 1
            passed[one["kind"]] += not wrong
            results.append(
                {"id": one["id"], "kind": one["kind"], "says": one["says"], "pass": not wrong, "wrong": wrong}
            )
            print(
                f"{one['id']:<10} {one['kind']:<6} {'FAIL' if wrong else 'PASS'}  {one['says']}{'  ⇒ ' + ' | '.join(wrong) if wrong else ''}",
                flush=True,
            )
    print()
    for kind in total:
        print(f"{kind:<7} {passed[kind]}/{total[kind]}")
    print(f"{'all':<7} {sum(passed.values())}/{sum(total.values())}")
    if options.out:
        Path(options.out).write_text(json.dumps(results, ensure_ascii=False, indent=1), "utf-8")
    return 0 if sum(passed.values()) == sum(total.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
