"""What of the tree must not drift: directions of imports, owners of dependencies, a quick start, nobody's texts."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from bot.conversations.archive import Conversations

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / ".." / "shared"
PACKAGES = ("bot", "retrieval", "store")
# Who may import whom.
BELOW = {"bot": {"bot", "retrieval", "store"}, "retrieval": {"retrieval", "store"}, "store": {"store"}}
OWNERS = {
    "aiohttp": "bot/telegram/connection.py",
    # What python-telegram-bot sends with; its errors say whether anything went out.
    "httpx": "bot/telegram/sending.py bot/telegram/connection.py",
    "argon2": "bot/accounts/passwords.py",
    "chardet": "store/readers/text.py",
    "colorama": "bot/cli/terminal.py",
    "clickhouse_connect": "store/archive/clickhouse/connection.py",
    "docx": "store/readers/word/*.py bot/answer_export.py",
    "jieba": "retrieval/text/segmentation.py",
    "jinja2": "bot/web/rendering.py",
    "lxml": "store/readers/**/*.py",
    "numba": "retrieval/index/sqlite/compiled.py",  # imported only where it is installed and pays
    "numpy": "retrieval/**/*.py",
    "opencc": "retrieval/text/segmentation.py",
    "openpyxl": "store/readers/sheet.py bot/figure_export.py",  # a table is read in one package and written in another
    "pypdfium2": "store/readers/pdf/*.py",
    "rank_bm25": "retrieval/evaluation/reference_bm25.py",
    "rjieba": "retrieval/text/segmentation.py",
    "sqlite_utils": "store/archive/sqlite/schema.py",
    "mcp": "bot/mcp/*.py",
    "pydantic": "bot/mcp/*.py",  # in whose words the tools describe their arguments
    "starlette": "bot/web/*.py bot/mcp/*.py",
    "telegram": "bot/telegram/**/*.py",
    "uvicorn": "bot/web/app.py bot/web/connections.py",
}
SQL_SPEAKERS = {
    "bot/private_files.py",
    *(f"bot/{room}/{one}.py" for room in ("accounts", "conversations") for one in ("archive", "tables")),
    "store/archive/indexes.py",
    *(
        f"store/archive/sqlite/{one}.py"
        for one in (
            *("archive", "connection", "backup_copies", "digests", "figure_query", "identity", "integrity", "mentions"),
            *("rows", "schema"),
        )
    ),
    *(
        f"retrieval/index/sqlite/{one}.py"
        for one in ("engine", "integrity", "maintenance", "reader", "segment_store", "term_numbers")
    ),
    # The archive in ClickHouse is a package of its own, and all of its modules speak to the server but two.
    *(
        f"store/archive/clickhouse/{one}.py"
        for one in ("archive", "connection", "figure_query", "lease", "push", "tables", "writing")
    ),
    *(f"retrieval/index/clickhouse/{one}.py" for one in ("engine", "scoring")),
}
SQL = re.compile(
    r"^\s*(?:SELECT\s.*\sFROM|INSERT\s+INTO|REPLACE\s+INTO|UPDATE\s.*\sSET|DELETE\s+FROM|CREATE\s+TABLE|DROP\s+TABLE"
    r"|PRAGMA|BEGIN|COMMIT|ROLLBACK)\b",
    re.DOTALL,
)


# Who may ask SQLite for a file. None of them opens one in any other way: POSIX would drop SQLite's locks.
SQLITE_OPENERS = {
    *(
        "bot/private_files.py",
        "store/archive/sqlite/connection.py",
        "store/archive/sqlite/backup_copies.py",
        "store/archive/sqlite/identity.py",
    )
}
# Who opens, writes or copies files of any other kind, and which; what lies beside the module itself goes without saying.
FILE_OPENERS = {
    "bot/asking_elsewhere.py": "the configuration",
    "bot/cli/maintenance.py": "the questions of the demo",
    "bot/cli/main.py": "the null device",
    "bot/cli/questions.py": "the questions of a batch, before the archive is open",
    "bot/cli/serving.py": "a browser, which is no file",
    "bot/config.py": "the configuration",
    "bot/figure_export.py": "CSV and XLSX, written beside their target",
    "bot/received_files.py": "what administrators send",
    "bot/telegram/management.py": "what administrators sent, as it came",
    "bot/web/rendering.py": "the files of the page",
    "retrieval/text/jieba_dictionary.py": "jieba's dictionary",
    "retrieval/evaluation/measure.py": "gold questions, before the archive is open",
    "retrieval/query/administrator_words.py": "an administrator's words; not where in_use()",
    "store/ingest/worker_processes.py": "what Linux tells of a process",
    "store/language/tables.py": "our tables",
    "store/language/indicators.py": "our names of indicators",
    "store/language/units.py": "the table of units, in the installed package",
    "store/pattern_cache.py": "the code of patterns, beside Python's bytecode",
    "store/readers/file_types.py": "bytes in memory",
    "store/readers/files.py": "reports; not where in_use()",
    "store/readers/office.py": "what LibreOffice takes and gives",
    "store/readers/sheet.py": "a workbook in memory",
    "store/readers/word/document.py": "bytes in memory",
}
OPENING = re.compile(
    r"""
    (?:^|\.)open$ | \.(?:read|write)_(?:bytes|text)$ | (?:^|\.)(?:Zip|Tar)File$
    | (?:^|\.)(?:copy2|copyfile|copytree|file_digest|mmap|fromfile|loadtxt)$ | ^shutil\.(?:copy|move)$
    """,
    re.VERBOSE,
)


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of each module, by its path in the project."""
    paths = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def nodes() -> dict[str, tuple[ast.AST, ...]]:
    """All that stands in each module, by its path."""
    return {path: tuple(ast.walk(tree)) for path, tree in modules().items()}


def imports(path: str) -> set[str]:
    """The packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in nodes()[path]:
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out from the top"
            found.add((node.module or "").split(".")[0])
    return found


def matches(path: str, patterns: str) -> bool:
    return any(fnmatch(path, one.replace("**/", "*")) for one in patterns.split())


def test_imports_run_one_way() -> None:
    wrong = [
        f"{path} imports {name}"
        for path in modules()
        for name in imports(path) & set(PACKAGES) - BELOW[path.split("/")[0]]
    ]
    assert not wrong


# The rooms of each package, from the bottom up: a room imports those before it, and never one after it.
ROOMS = {
    "store": (
        "errors",
        "quick_records",
        "in_use",
        "limits",
        "compiled_patterns",
        "pattern_cache",
        "patterns",
        "model",
        "language",
        "readers",
        "cleaning",
        "figures",
        "structure",
        "archive",
        "ingest",
    ),
    "retrieval": (
        *("errors", "lazily", "lru", "model"),
        *("lexicon", "text", "index", "query", "ranking", "answers", "snapshot", "ask"),
        "evaluation",
    ),
    "bot": (
        *(
            "errors",
            "clock",
            "asking_elsewhere",
            "footprint",
            "settings",
            "viewer",
            "wording",
            "formatting",
            "comparisons",
            "config",
            "private_files",
            "rate_limit",
            "accounts",
            "citations",
            "example_questions",
            "wiring",
            "answering",
            "figure_filters",
            "charts",
            "reading",
            "json_shapes",
            "presenting",
            "reading_thread",
            "received_files",
        ),
        *(
            "conversations",
            "figure_export",
            "answer_export",
            "desk",
            "threads",
            "changes",
            "telegram",
            "web",
            "mcp",
            "cli",
            "start",
            "__main__",
        ),
    ),
}


@cache
def names() -> dict[str, str]:
    """The name of each module, by its path."""
    return {path: path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in modules()}


def imported_modules(path: str) -> set[str]:
    """The modules of the project that a module imports, wherever in it."""
    known = set(names().values())
    found: set[str] = set()
    for node in nodes()[path]:
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {full if (full := f"{node.module}.{name.name}") in known else node.module for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found & known


def test_rooms_import_only_what_lies_below_them() -> None:
    wrong = []
    for path in modules():
        package, room = path.removesuffix(".py").split("/")[:2]
        if room == "__init__":
            continue
        order = ROOMS[package]
        for name in imported_modules(path):
            other = name.split(".")[1:2]
            if name.split(".")[0] == package and other and order.index(other[0]) > order.index(room):
                wrong.append(f"{path} imports {name}")
    assert not wrong


def test_no_imports_run_in_circles() -> None:
    needs = {name: imported_modules(path) - {name} for path, name in names().items()}
    packages = {name for path, name in names().items() if path.endswith("__init__.py")}
    graph = {name: {one for one in found if one not in packages} for name, found in needs.items()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"a circle: {' → '.join(error.args[1])}")


def test_each_dependency_has_one_owner() -> None:
    wrong = [
        f"{path} imports {name}, which belongs to {OWNERS.get(name, 'nobody')}"
        for path in modules()
        for name in imports(path) - set(PACKAGES) - sys.stdlib_module_names
        if name not in OWNERS or not matches(path, OWNERS[name])
    ]
    assert not wrong


def test_no_pattern_is_compiled_before_it_is_used() -> None:
    assert {path for path in modules() if "re" in imports(path)} == {
        "store/patterns.py",
        "store/compiled_patterns.py",
        "store/pattern_cache.py",
    }


def test_no_pattern_is_kept_that_tells_what_somebody_asked() -> None:
    """What is compiled is kept in a file: patterns that are always the same, made of nothing or of the names of tables."""
    of_tables = {"store/language/tables.py", "store/language/units.py", "store/cleaning/page_furniture.py"}
    functions = [
        (path, node)
        for path, tree in modules().items()
        if path not in of_tables | {"store/patterns.py"}
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Lambda)
    ]
    wrong = [
        f"{path}:{node.lineno}"
        for path, node in functions
        if node.args.args or not any(ast.unparse(one) == "cache" for one in getattr(node, "decorator_list", ()))
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "re.compile"
    ]
    assert not wrong


def test_sql_is_spoken_in_few_places() -> None:
    speakers = {
        path
        for path, found in nodes().items()
        for node in found
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    }
    assert speakers == SQL_SPEAKERS


def called(path: str) -> set[str]:
    """What a module calls, as it is written, but for the reading of our own data and for Archive.open() and its kin."""
    written = {ast.unparse(node.func) for node in nodes()[path] if isinstance(node, ast.Call)}
    return {name for name in written if not re.search(r"\b__file__\b|\bfiles\(|(?:^|\.)[A-Z]\w*\.open$", name)}


def test_sqlite_files_are_opened_by_sqlite_alone_and_in_few_places() -> None:
    calls = {path: called(path) for path in modules()}
    assert {path for path, each in calls.items() if "sqlite3.connect" in each} == SQLITE_OPENERS
    assert {path for path, each in calls.items() if any(map(OPENING.search, each))} == set(FILE_OPENERS)


WATCHED = """
import io, sys
touched = []
def watch(event, arguments):
    if event in ("open", "os.rename", "os.remove", "os.truncate", "shutil.copyfile", "shutil.move"):
        names = [str(one) for one in arguments[:2]]
        touched.extend((event, one) for one in names if one.endswith((".db", "-wal", "-shm", "-journal")))
sys.addaudithook(watch)
from bot.cli import main
"""


def test_no_command_opens_copies_or_deletes_a_database_but_through_sqlite(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("云堤县2021年工作总结\n全年招聘教师132名。\n", "utf-8")
    (tmp_path / "wenbao.toml").write_text(
        '[store]\ndatabase = "wenbao.db"\n[telegram]\nstate = "chats.db"\n[words]\nsynonyms = "words.csv"\n', "utf-8"
    )
    (tmp_path / "words.csv").write_text("教师,先生\n", "utf-8")
    Conversations.open(tmp_path / "chats.db").close()
    question = "招聘教师多少名"
    commands = [
        *(["load", "a.txt"], ["load", "--force", "a.txt"], ["load", "--dry-run", "a.txt"], ["reports"], ["show", "a"]),
        *(["ask", question], ["ask", "--json", question], ["chat"], ["figures", "教师"], ["figures", "--csv", "a.csv"]),
        *(["doctor"], ["reindex"], ["reports", "--json"], ["remove", "a", "--yes"], ["demo"]),
    ]
    code = f"""{WATCHED}
import os
os.chdir({str(tmp_path)!r})
for command in {commands}:
    sys.stdin = io.StringIO({question!r})
    status = main(["--config", "wenbao.toml", *command])
    assert status == 0, (command, status)
# The demo's own file goes with its folder, after it was closed.
assert set(touched) <= {{("os.remove", "demo.db")}}, touched
"""
    imported_by(code)
    assert sorted(path.name for path in tmp_path.glob("*.db*")) == ["chats.db", "wenbao.db"]


def test_what_the_project_says_to_a_person_is_worded_in_one_place() -> None:
    """Commands and messages hold no Chinese of their own but words that a person may type, and patterns of them."""
    typed = {"：q", "是", "确定", "句数"}
    said = {
        f"{path}: {node.value}"
        for path, tree in modules().items()
        if path.startswith(("bot/cli/", "bot/telegram/screens/"))
        for node in nodes()[path]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in typed
        if re.search("[\u4e00-\u9fff]", node.value) and not is_docstring(node, tree) and not is_pattern(node, tree)
    }
    assert not said


def is_docstring(constant: ast.Constant, tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and node.body[0].value is constant
        for node in ast.walk(tree)
    )


def is_pattern(constant: ast.Constant, tree: ast.Module) -> bool:
    """Whether it is what a text is searched for."""
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile" and constant in node.args
        for node in ast.walk(tree)
    )


# ------------------------------------------------------------------------------------------------ a quick start

READERS = {"docx", "lxml", "openpyxl", "pypdfium2", "chardet"}


def imported_by(code: str) -> set[str]:
    """The modules in memory after a fresh interpreter has run the code."""
    script = f"{code}\nimport sys\nprint('\\0' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8"
    )
    return set(done.stdout.split("\0")[1].split())


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    loaded = imported_by("import bot.cli")
    heavy = READERS | {"jieba", "rjieba", "numpy", "opencc", "rank_bm25", "sqlite_utils", "importlib.metadata"}
    assert not heavy & loaded
    assert {name for name in loaded if name.startswith("retrieval")} == set()


@pytest.mark.parametrize("options", [["--json"], []], ids=["json", "plain"])
def test_a_question_loads_only_what_it_needs(options: list[str], tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    (tmp_path / "a.txt").write_text("云堤县2021年工作总结\n全年招聘教师132名。\n", "utf-8")
    loading = ["--quiet", "--db", path, "load", str(tmp_path / "a.txt")]
    imported_by(f"from bot.cli import main\nassert main({loading}) == 0")
    asking = ["--db", path, "ask", *options, "招聘教师多少名"]
    loaded = imported_by(f"from bot.cli import main\nassert main({asking}) == 0")
    unneeded = READERS | {"sqlite_utils", "importlib.metadata", "store.ingest.load", "retrieval.evaluation.measure"}
    unneeded |= {"rank_bm25", "store.figures", "jieba", "rjieba"}
    assert not unneeded & loaded
    assert not {name for name in loaded if name.startswith("store.readers")}


def test_an_answer_waits_neither_for_threads_nor_for_modules_to_be_taken_apart(tmp_path: Path) -> None:
    code = """
import atexit, os, sys
from bot import start

class Last:
    def __del__(self):
        print("taken apart")

last = Last()
atexit.register(print, "kept")
sys.argv[1:] = ["ask"]
try:
    start.run()
finally:
    print("never here")
"""
    asked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert (asked.returncode, asked.stdout) == (2, "kept\n")
    assert "ask" in asked.stderr
    code = code.replace('["ask"]', '["--version"]').replace('"never here"', 'os.environ["OPENBLAS_NUM_THREADS"]')
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert told.stdout.split("\n")[1:] == ["1", "kept", "taken apart", ""]


def test_extracting_figures_needs_neither_index_nor_words() -> None:
    code = """
import io, sys
from bot.cli import main
sys.stdin = io.StringIO('{"id": 1, "sentence": "全年招聘教师132名。"}')
assert main(["extract"]) == 0
"""
    loaded = imported_by(code)
    assert not loaded & (READERS | {"jieba", "rjieba", "numpy", "opencc", "rank_bm25", "sqlite_utils"})
    assert not {name for name in loaded if name.startswith("retrieval")}


def test_listing_figures_loads_no_library_that_writes_them(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    (tmp_path / "a.txt").write_text("云堤县2021年工作总结\n全年招聘教师132名。\n", "utf-8")
    imported_by(
        f"from bot.cli import main\nassert main({['--quiet', '--db', path, 'load', str(tmp_path / 'a.txt')]}) == 0"
    )
    loaded = imported_by(f"from bot.cli import main\nassert main({['--db', path, 'figures', '教师']}) == 0")
    assert not loaded & (READERS | {"jieba", "rjieba", "sqlite_utils", "bot.figure_export"})


def test_importing_any_module_does_no_work() -> None:
    # Every file that is opened is a module; and the tables of words wait until they are asked for.
    left_out = {"bot.__main__", "retrieval.index.sqlite.compiled"}  # one starts the program, one compiles
    code = f"""
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import importlib
for name in {[name for name in names().values() if name not in left_out]}:
    importlib.import_module(name)
data = [path for path in opened if path.startswith({str(ROOT)!r}) and "/.venv/" not in path]
assert all(path.endswith((".py", ".pyc")) or ".pyc." in path for path in data), data
"""
    imported_by(code)


# ------------------------------------------------------------------------------------------------ nobody's texts


@cache
def project_texts() -> dict[str, str]:
    """Every text file that is, or is about to be, under version control."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git cannot list the project's files")
    texts = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        data = path.read_bytes() if path.is_file() else b""
        for encoding in ("utf-8", "gb18030"):
            try:
                texts[name] = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return texts


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_no_sentence_of_other_peoples_reports_stands_in_the_project() -> None:
    if not SHARED.is_dir():
        pytest.skip("no folder of real reports beside the project")
    files = [*SHARED.glob("reports/*.txt"), *SHARED.glob("corpora/*.jsonl")]
    assert files
    # What no full stop ends is a title, or a line that a site puts under everybody's text. In .jsonl a line break is
    # written "\n", and a sentence may be broken over lines.
    theirs: dict[str, set[str]] = {}
    for sentence in (
        sentence
        for file in files
        for lines in (file.read_text("utf-8").replace("\\n", "\n"),)
        for text in (squeeze(lines), *map(squeeze, lines.split("\n")))
        for sentence in re.findall(r"[^。！？!?\"]+[。！？!?]", text)
        if len(re.findall("[\u4e00-\u9fff]", sentence)) >= 15
    ):
        theirs.setdefault(sentence[:15], set()).add(sentence)
    found = []
    for name, text in project_texts().items():
        ours = squeeze(text)
        windows = {ours[i : i + 15] for i in range(len(ours))}
        found += [f"{name}: {one}" for begun in windows & theirs.keys() for one in theirs[begun] if one in ours]
    assert not found


def test_no_path_of_the_workplace_stands_in_the_project() -> None:
    workplaces = "|".join(("wo" + "rk", "fa" + "rm", "ro" + "ot"))
    place = re.compile(rf"(?<![\w.~-])/(?:{workplaces})(?:/|\b)(?!\w)")
    found = [f"{name}: {match[0]}" for name, text in project_texts().items() for match in place.finditer(text)]
    assert not found


def test_map_names_only_what_is_there():
    """Each name in backticks with a folder or an ending is the end of some path of the tree."""
    names = re.findall(r"`([a-z_*/]+(?:/|\.(?:py|txt|csv)))`", (ROOT / "ARCHITECTURE.md").read_text("utf-8"))
    assert len(names) > 50
    packages = ("bot", "retrieval", "store")
    assert not [
        name
        for name in names
        if not any(any(ROOT.glob(one)) for one in (name, *(f"{at}/**/{name}" for at in packages)))
    ]
