"""What the command line says: help, wrong usage, loading, reports, measuring, the doctor and copies, in plain and polite Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.figures import KINDS
from store import patterns as re

if TYPE_CHECKING:  # `wenbao --help` says its sentences without loading what they speak of
    from retrieval.evaluation.measure import Measurement
    from store.ingest.load import FileOutcome, Totals
    from store.model import ReportInfo

# ---------------------------------------------------------------------------------------------- command help

PROGRAM = "问报：向工作报告提问，得到原句、出处和数据。"
COMMANDS = "命令"
USAGE = "用法："
ARGUMENTS = "参数"
OPTIONS = "选项"
HELP = "显示用法"
VERSION = "显示版本"
CONFIG = "配置文件（默认：当前目录的 wenbao.toml，如果有）"
DB = "报告库（默认：配置里的，否则是当前目录的 wenbao.db）"
QUIET = "只输出结果，不显示进度和提示"
VERBOSE = "出错时显示详细经过"
JSON = "输出 JSON"
REPORT = "报告编号（见 wenbao reports），或只含一篇报告的源文件名"
LOAD = "载入报告：文件、文件夹（含子文件夹）或 .zip"
LOAD_PATHS = "文件、文件夹或 .zip"
LOAD_DRY = "只试读，不存入报告库"
EDIT = "更正一篇已存报告的标题、年份、地区或单位"
EDIT_TITLE = "更正标题"
EDIT_YEAR = "更正年份"
EDIT_PLACE = "更正地区"
EDIT_ISSUER = "更正发文单位"
LOAD_TITLE = "更正这一个文件的标题"
LOAD_YEAR = "更正这一个文件的年份"
LOAD_PLACE = "更正这一个文件的地区"
LOAD_FORCE = "文件没有变化也重新载入"
REPORTS = "列出报告库里的报告"
SHOW = "查看一篇报告：题头、提纲和统计"
SHOW_TEXT = "存储的全文"
SHOW_SENTENCES = "切分好的句子"
SHOW_DROPPED = "清理时去掉的行，以及去掉它的规则"
REMOVE = "从报告库删除报告"
REMOVE_YES = "不再询问，直接删除"
ASK = "提一个问题"
ASK_QUESTION = "问题，例如：2022年招聘了多少名教师？"
ASK_BATCH = "一个文件，每行一个 JSON 对象（id、question，可带 context）；逐行输出答案"
ASK_TOP = "最多给出几条依据（默认见配置，5）"
ASK_CONTEXT = "同一次对话里先前的问题，可多次给出，先问的在前"
ASK_EXPLAIN = "说明每条依据为什么排在这里"
FILTER_YEAR = "只看这一年的报告；figures 只看这一年的数据"
FILTER_PLACE = "只看这个地区的报告"
FILTER_REPORT = "只看这一篇报告"
CHAT = "连续提问，能接着上一个问题问；输入 :q 退出"
MEASURE = "用一套标准问题给回答打分"
MEASURE_FILE = "问题文件，每行一个 JSON 对象"
FIGURES = "列出、筛选、导出报告里的数据"
FIGURES_TERM = "要找的词，可以带上大小，例如：投入超过5000万元"
FIGURES_UNIT = "只要这个单位的，例如 元、名、%%"
FIGURES_INDICATOR = "只要这个指标的，各种叫法都算，例如 地区生产总值、GDP"
FIGURES_NATURE = "只要这种性质的：水平、当期、多年合计、平均、变化、占比、计划"
FIGURES_YEARS = "只要这几年的，例如 2020-2025"
FIGURES_PLACES = "只要这几个地区的报告里的，空格分开"
FIGURES_LEAST = "不小于这个数的，例如 100、5000万、1.05亿元"
FIGURES_MOST = "不大于这个数的"
FIGURES_CSV = "写成 CSV 文件（Excel 可以直接打开）"
FIGURES_XLSX = "写成 Excel 工作簿"
EXTRACT = "从标准输入读句子，每行一个 JSON 对象（id、sentence）；逐行输出其中的数据，不用报告库"
DOCTOR = "检查安装、配置和报告库"
REINDEX = "重读数据和时期，重建检索索引：换了版本、词表或分词以后用；随时可以中断，下次接着做"
DOCTOR_DEEP = "连每篇报告的每一行和它的索引都核对，报告多时要几分钟"
BACKUP = "备份报告库（和会话记录、账号），不用停下别的程序"
BACKUP_FILE = "备份成的文件，还不存在；会话记录、账号放在旁边的 …-chats、…-accounts 文件里"
RESTORE = "用备份换下现在的报告库（和会话记录、账号），不用停下别的程序"
RESTORE_FILE = "wenbao backup 备份成的文件"
BACKUP_THERE = "已经有这个文件"
BACKUP_THERE_REMEDY = "请另起一个名字"
BACKUP_ENGINE = "报告库在 ClickHouse 里，不是一个文件"
BACKUP_ENGINE_REMEDY = "请用 ClickHouse 自己的 BACKUP"
BACKUP_WRONG = "报告库本身有损坏，请运行 wenbao doctor --deep"
NOT_RESTORED = "没有恢复"
NOT_OURS_REMEDY = "这个文件没有改动；请用 --db 另选一个文件，或者先把它改名、移走再恢复"
DEMO = "载入自带的示例报告到临时报告库，问几个问题看看"
DEMO_WEB = "改在网页里看：打开网页，直到按 Ctrl-C"

# What argparse says of wrong usage, and what is said instead; what is in brackets is kept.
_WRONG_USAGE = (
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"one of the arguments (.+) is required", r"需要给出其中一个：\1"),
    (r"unrecognized arguments: (.+)", r"没有这样的参数：\1"),
    (r"not allowed with argument (.+)", r"不能与 \1 同时使用"),
    (r"ignored explicit argument (.+)", r"后面不能带值 \1"),
    (r"expected (?:one|1) argument", "后面要写一个值"),
    (r"expected at (?:least|most) one argument", "后面写的值个数不对"),
    (r"expected (\d+) arguments?", r"后面要写 \1 个值"),
    (r"invalid choice: (.+) \(choose from (.+)\)", r"没有 \1，可选：\2"),
    (r"invalid \S+ value: (.+)", r"不能是 \1"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 不够明确，可能是 \2"),
)


def wrong_usage(message: str) -> str:
    """What argparse says of wrong usage, in Chinese; our own sentences within it as they are."""
    named = re.fullmatch(r"argument (\S+): (.+)", message, re.DOTALL)
    if named is not None:
        return f"{named[1]}：{wrong_usage(named[2])}"
    for pattern, said in _WRONG_USAGE:
        if (match := re.fullmatch(pattern, message, re.DOTALL)) is not None:
            return match.expand(said)
    return message


not_a_year = "“{}”不是年份，请写四位数字，例如 2022".format  # for an option that wants a year
not_a_path = "“{}”不能用作路径".format  # for an option that wants a file or a folder
EMPTY = "这里不能是空的"
not_a_count = "“{}”不是 1 到 100 的整数".format  # for an option that wants a number of results
not_a_value = "“{}”不是一个数，请写 100、5000万、1.05亿元 这样的数".format  # for an option that wants a number

# ---------------------------------------------------------------------------------------------- the rim
INTERRUPTED = "已中断。"


def unexpected(error: Exception) -> str:
    """For an error that no one foresaw."""
    return f"出了意外（{type(error).__name__}: {error}）；请加 --verbose 再试一次，并把显示的内容发给开发者"


def unwritable(error: OSError) -> str:
    """For results that could not be written out."""
    return f"结果没有全部写出（{error.strerror or error}）；请检查输出的去处和磁盘空间"


# ---------------------------------------------------------------------------------------------- loading

LOADING = "载入报告"
_STATUS = {"loaded": "已载入", "unchanged": "没有变化", "duplicate": "内容重复", "replaced": "已更新"}


def outcome(file: FileOutcome) -> str:
    """What became of a file that did not fail, in one line."""
    said = f"{_STATUS[file.status]}  {file.path}"
    if file.status == "duplicate":
        return f"{said}  与 {'、'.join(file.reports)} 相同，没有重复存入"
    return f"{said}  → {'、'.join(file.reports)}" + (f"（{file.sentences} 句）" if file.sentences else "")


def totals(counted: Totals, *, dry_run: bool) -> str:
    """What a load came to, in one line."""
    parts = [
        f"{word} {count} 个文件"
        for word, count in (
            ("载入", counted.loaded),
            ("更新", counted.replaced),
            ("没有变化", counted.unchanged),
            ("内容重复", counted.duplicate),
            ("失败", counted.failed),
        )
        if count
    ]
    said = "，".join(parts) + f"；共 {counted.reports} 篇报告、{counted.sentences} 句。"
    return f"试读，没有存入：{said}" if dry_run else said


_NAMED_IN_A_HINT = 3


def unsaid(name: str, ids: list[str]) -> str:
    """A hint that the year or the place was not found in the texts of these reports."""
    named = "、".join(ids[:_NAMED_IN_A_HINT])
    whose = f"{named} 等 {len(ids)} 篇" if len(ids) > _NAMED_IN_A_HINT else named
    return f"提示：{whose}的文中没有写明{FIELDS[name]}，需要时可用 wenbao edit 编号 --{name} 更正"


def unsure(name: str, infos: list[ReportInfo]) -> str:
    """A hint that little speaks for the year or the place of these reports."""
    named = "、".join(f"{info.id}（{getattr(info, name)}）" for info in infos[:_NAMED_IN_A_HINT])
    whose = f"{named} 等 {len(infos)} 篇" if len(infos) > _NAMED_IN_A_HINT else named
    return f"提示：{whose}的{FIELDS[name]}是推断的，请核对；不对时可用 wenbao edit 编号 --{name} 更正"


# ---------------------------------------------------------------------------------------------- reports

REPORT_COLUMNS = ("编号", "年份", "地区", "类型", "标题", "句数", "来源")
FIELDS = {
    "id": "编号",
    "title": "标题",
    "year": "年份",
    "place": "地区",
    "issuer": "单位",
    "kind": "类型",
    "published": "发布日期",
    "source": "来源文件",
    "part": "文件中第几篇",
    "loaded_at": "载入时间",
    "sections": "章节",
    "sentences": "句数",
    "figures": "数据",
}
UNSAID = "未写明"
OUTLINE = "提纲"
NO_OUTLINE = "（没有标题）"
NOTHING_DROPPED = "清理时没有去掉任何一行。"
NOTHING_TO_EDIT = "没有说要更正什么"
EDIT_REMEDY = "请写 --title、--year、--place、--issuer 中的至少一项"


def edited(info: ReportInfo) -> str:
    """After a correction: the report as it is filed now."""
    said = "，".join(
        f"{FIELDS[name]} {getattr(info, name) if getattr(info, name) is not None else UNSAID}"
        for name in ("title", "year", "place", "issuer")
    )
    return f"已更正 {info.id}：{said}"


def confirm_removal(ids: list[str]) -> str:
    """The question before reports are deleted."""
    return f"确定要删除 {'、'.join(ids)} 吗？[y/N] "


NOT_REMOVED = "没有删除"
CONFIRM_REMEDY = "请加 --yes，或在终端里回答 y"


def removed(ids: list[str]) -> str:
    """After a removal."""
    return f"已删除：{'、'.join(ids)}"


# ---------------------------------------------------------------------------------------------- asking

QUESTION = "问："
PROMPT = "问> "
CHAT_OPENING = "输入问题后回车；:q 退出。"
CHAT_HELP = (
    "直接写问题，例如“2022年招聘了多少名教师”“各地招聘教师多少名”“还存在哪些问题”；接着可以问“那2021年呢”“其中研究生呢”。"
    "“有哪些报告”列出报告，:q 退出。"
)
ASK_NOTHING = "没有问题可问"
ASK_REMEDY = "请写：wenbao ask 问题，或 wenbao ask --batch 文件"
ASK_BOTH = "QUESTION 和 --batch 不能同时给出"
ASK_ONE = "请只给其中一个"
NOT_JSON = "这一行不是含 id 和 question 的 JSON 对象"
NOT_JSON_REMEDY = "请改正这一行后再试"
UNREADABLE = "读不出这个文件"
UNREADABLE_REMEDY = "请检查路径和权限，文件应为 UTF-8 文本"

# ---------------------------------------------------------------------------------------------- figures
FIGURES_KIND = f"只要这一类的：{'、'.join(KINDS.values())}"
NOT_A_SENTENCE = "这一行不是含 id 和 sentence 的 JSON 对象"
input_line = "标准输入第 {} 行".format  # a place in the standard input

# ---------------------------------------------------------------------------------------------- measuring
MEASURED = {
    "all": "单篇问题合计",
    "scope": "点名报告的",
    "no scope": "未点名报告的",
    "baseline": "对照：结巴词 + rank-bm25",
}
MEASURE_COLUMNS = ("题型", "题数", "首条", "前三条", "前五条", "MRR", "证据齐全")


def refusals(refused: int, doubted: int, unanswerable: int, wrongly: int, answerable: int) -> str:
    """How often the measured answers were refusals."""
    return (
        f"报告没有说的 {unanswerable} 题：答“没有” {refused} 题，另有存疑 {doubted - refused} 题；"
        f"报告说了的 {answerable} 题：误答“没有” {wrongly} 题。"
    )


def measured_figures(given: Measurement) -> str:
    """How often the figures of the first quotation, and of comparisons, were the right ones."""
    return (
        f"首条找对、有数据的 {given.figures_of} 题：数据齐全 {given.figures_right} 题，所问的那个选对 {given.figures_asked} 题；"
        f"对比题的 {given.compared_of} 个数据：找到 {given.compared_found} 个。"
    )


# ---------------------------------------------------------------------------------------------- doctor, demo

DOCTOR_FINE = "一切正常。"
DEMO_TERM = "投入超过5000万元"
DEMO_SAMPLES = "示例报告为本软件编写，其中的地名、人名和数字都是虚构的。"
problems = "发现 {} 个问题。".format  # the doctor's last line where something is wrong
REINDEXING = "重建检索索引"
reindexed = "数据和检索索引已是最新，共 {} 篇报告。".format  # the index is up to date
# reports that are indexed by other words or another segmenter, or whose figures another version has read
outdated = "有 {} 篇报告是按以前的词表、分词或数据语法读的，仍可检索；请在方便时运行 wenbao reindex".format

CHECKS = {
    "version": "版本",
    "python": "Python",
    "packages": "组件",
    "segmenter": "分词",
    "machine code": "机器码",
    "office": "LibreOffice",
    "config": "配置",
    "words": "自定义词表",
    "bot": "机器人",
    "conversations": "会话记录",
    "database": "报告库",
    "reports": "报告",
    "index": "检索索引",
    "integrity": "完整性",
    "pulse": "机器人近况",
    "disk": "磁盘",
}


def footprint(name: str, size: int, journal: int, free: int) -> str:
    """What a file takes, and what is left."""
    return f"{name} {size / 1e6:.1f} MB，日志（-wal）{journal / 1e6:.1f} MB，磁盘还剩 {free / 1e9:.1f} GB"


RUST_SEGMENTER = "rjieba（快）"
left = " 约剩 {} 秒".format  # of a load or a reindex
PYTHON_SEGMENTER = "jieba（本机没有 rjieba，启动会慢约一秒）"
MACHINE_CODE = "numba（句子多时用）"
NO_MACHINE_CODE = "没有安装 numba，用 numpy；句子多时 pip install 'wenbao[fast]' 更快"
# what keeps numba from it
machine_code_failed = "numba 用不了，改用 numpy（{}）；目录不可写时请把 NUMBA_CACHE_DIR 设为可写的目录".format
NO_OFFICE = "没有安装；.doc、.wps、.rtf、.odt 暂不能载入"
NO_CONFIG = "没有配置文件，用默认值"
NO_DATABASE = "还没有；第一次 wenbao load 时建立"
INTACT = "完好"
STORED_WRONG = (
    "文件里存的东西有损坏：请停掉用着它的 wenbao 程序，把它连同 -wal、-shm 移到一旁，从备份恢复，或者重新载入原来的报告"
    "（docs/backup.md）"
)

missing_package = "缺少 {0}，请运行 pip install {0}".format  # a required package that is not installed
stored = "{} 篇，{} 句".format  # how much the report file holds
backed_up = "已备份到 {}，核对无误：{} 篇报告。".format  # after a copy was made and looked at
beside_backed_up = "{}已备份到 {}。".format  # after the conversations or the accounts were copied as well
beside_restored = "{}也已恢复。".format  # after the conversations or the accounts were put in their place
sure_to_restore = "{} 里现在的内容会换成备份里的，确定吗？[y/N] ".format
restored = "已恢复，共 {} 篇报告。".format  # after a copy was put in its place
put_aside = "{}，原来的文件改名为 {} 留着".format  # where what was damaged lies now
