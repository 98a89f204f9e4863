"""What is measured of ours alone, each in a process of its own: ``python -m tests.bench.own WHAT …``; prints JSON."""

from __future__ import annotations

import json
import pickle
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench import corpus, measure
from tests.bench.cache import ROOT, Cache, question_texts, terms_of

MORE = 9


def main(argv: list[str]) -> None:
    what, *arguments = argv
    print(json.dumps(MEASURES[what](*arguments), ensure_ascii=False))


def record(database: str, queries: str) -> dict[str, Any]:
    """Keep what ``ask`` asks the engine for each question: all fields and their weights."""
    from bot.wiring import open_archive
    from retrieval.ask import Asker
    from retrieval.index.sqlite.engine import SqliteEngine
    from retrieval.model import Candidate, Query, RankSettings

    asked: list[Query] = []

    class Recorder(SqliteEngine):
        def search(self, query: Query, **options: Any) -> tuple[Candidate, ...]:
            asked.append(query)
            return super().search(query, **options)

    kept = []
    with open_archive(Path(database), readonly=True) as archive:
        settings = RankSettings()
        asker = Asker(archive, Recorder(archive.connection, settings.fields), settings)
        for text in question_texts():
            asked.clear()
            asker.ask(text)
            kept += [query for query in asked[:1] if not query.empty]
    Path(queries).write_bytes(pickle.dumps(kept))
    return {"queries": len(kept), "terms": statistics.mean(sum(len(part.terms) for part in one.fields) for one in kept)}


def full(database: str, queries: str) -> dict[str, Any]:
    """The times of the queries as ``ask`` makes them, and the memory after 200 of them."""
    bare = measure.memory()
    from bot.wiring import open_archive
    from retrieval.index.sqlite.engine import SqliteEngine
    from retrieval.model import RankSettings

    asked = pickle.loads(Path(queries).read_bytes())
    settings = RankSettings()
    with open_archive(Path(database), readonly=True) as archive:
        engine = SqliteEngine(archive.connection, settings.fields)

        def search(query: Any) -> object:
            return engine.search(query, filters=None, limit=settings.candidates)

        for query in asked[:200]:
            search(query)
        held = measure.memory() - bare
        return measure.spread(measure.times(search, asked)) | {"MB": held}


def more(database: str, folder: str) -> dict[str, Any]:
    """Seconds from the load of one more report to its being found, here and in a process that was open before."""
    from bot.wiring import open_archive
    from retrieval.index.sqlite.engine import SqliteEngine
    from store.ingest.load import load
    from tests.bench.peers import ours

    sentences = json.loads((Path(folder) / "sentences.json").read_text("utf-8"))
    here, there, ids = [], [], []
    command = [sys.executable, "-m", "tests.bench.own", "watch", database]
    watcher = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert watcher.stdin is not None
    assert watcher.stdout is not None
    assert watcher.stdout.readline() == "ready\n"
    with open_archive(Path(database)) as archive:
        engine = SqliteEngine(archive.connection, ours.words_alone())
        for number in range(MORE):
            (text,) = corpus.texts(sentences, corpus.SENTENCES, seed=number)
            path, word = Path(folder) / f"more{number}.txt", f"zqx{number}"
            path.write_text(text + f"我们试验了{word}。\n", "utf-8")
            begin = time.time()
            watcher.stdin.write(f"{word}\n")
            watcher.stdin.flush()
            ids += load([path], archive, loaded_at=lambda: "2024-03-01T08:00:00Z").files[0].reports
            assert ours.candidates(engine, terms_of(word))
            here.append(time.time() - begin)
            there.append(float(watcher.stdout.readline()) - begin)
            path.unlink()
        archive.remove(ids)
    watcher.communicate("")
    return {"here": statistics.median(here), "there": statistics.median(there), "most": max(*here, *there)}


def watch(database: str) -> dict[str, Any]:
    """Say, for each word on standard input, when it is found for the first time."""
    from bot.wiring import open_archive
    from retrieval.index.sqlite.engine import SqliteEngine
    from tests.bench.peers import ours

    with open_archive(Path(database), readonly=True) as archive:
        engine = SqliteEngine(archive.connection, ours.words_alone())
        ours.candidates(engine, ["教师"])
        print("ready", flush=True)
        for line in sys.stdin:
            while not ours.candidates(engine, terms_of(line.strip())):
                time.sleep(0.005)
            print(time.time(), flush=True)
    return {}


def jieba_alone(reports: str) -> dict[str, Any]:
    """Characters a second that jieba cuts on one core, its dictionary read beforehand."""
    import jieba

    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    texts = [path.read_text("utf-8") for path in sorted(Path(reports).iterdir())]
    begin = time.monotonic()
    for text in texts:
        tokenizer.lcut(text)
    return {"characters": sum(map(len, texts)), "seconds": time.monotonic() - begin}


def loading(cache: Cache) -> dict[str, Any]:
    """Characters a second of ``wenbao load``, its start included, and of jieba alone, three times in turn."""
    ours, theirs = [], []
    reports = cache.reports()
    for _ in range(3):
        alone = measure.fresh("tests.bench.own", "jieba", str(reports))
        theirs.append(alone["characters"] / alone["seconds"])
        for leftover in cache.home.glob("loading.db*"):
            leftover.unlink()
        begin = time.monotonic()
        load = ["--db", str(cache.home / "loading.db"), "--quiet", "load", str(reports)]
        subprocess.run([sys.executable, "-m", "bot", *load], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        ours.append(alone["characters"] / (time.monotonic() - begin))
    return {"ours": statistics.median(ours), "jieba": statistics.median(theirs), "all": [ours, theirs]}


def answering(cache: Cache) -> dict[str, Any]:
    """Seconds of ``wenbao ask`` as a process, from start to end."""
    taken = []
    for text in question_texts()[:: len(question_texts()) // 20]:
        begin = time.monotonic()
        ask = ["--db", str(cache.database), "ask", text]
        subprocess.run([sys.executable, "-m", "bot", *ask], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        taken.append(time.monotonic() - begin)
    return {"seconds": statistics.median(taken[1:]), "most": max(taken[1:])}


MEASURES = {"record": record, "full": full, "more": more, "watch": watch, "jieba": jieba_alone}

if __name__ == "__main__":
    main(sys.argv[1:])
