"""The folder of the benchmark: reports, report file, words of every sentence and questions, each made once.

All engines are given the same words, written down beforehand: our segmenter's, without the stop words.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.lexicon.tables import table
from retrieval.text.segmentation import fold, words

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Cache:
    """One size of the corpus in the folder."""

    folder: Path
    size: int

    @property
    def home(self) -> Path:
        """Where everything of this size is."""
        return self.folder / str(self.size)

    @property
    def database(self) -> Path:
        """The report file."""
        return self.home / "wenbao.db"

    @property
    def tokens(self) -> Path:
        """The words of each sentence on a line, in the order of the sentences' ids."""
        return self.home / "tokens.txt"

    def ids(self) -> list[int]:
        """The ids of the sentences, in order."""
        return [int(line) for line in (self.home / "ids.txt").read_text().split()]

    def result(self, stage: str, *what: str) -> Path:
        """Where the measured values of a stage are kept."""
        return self.folder / "results" / f"{'-'.join((stage, str(self.size), *what))}.json"

    def reports(self) -> Path:
        """The folder with the files of the reports, made where it is missing."""
        made = self.home / "reports"
        if not made.exists():
            draft = self.home / "reports.draft"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
            from tests.bench import corpus  # what is measured must not wait for the readers

            pool = self.folder / "sentences.json"
            if not pool.exists():
                pool.write_text(json.dumps(corpus.real_sentences(SHARED), ensure_ascii=False), "utf-8")
            for number, text in enumerate(corpus.texts(json.loads(pool.read_text("utf-8")), self.size)):
                (draft / f"{number:05}.txt").write_text(text, "utf-8")
            draft.rename(made)
        return made

    def build(self) -> None:
        """Make the report file and the words of its sentences, where they are missing."""
        if not (self.home / "built.json").exists():
            for leftover in self.home.glob("wenbao.db*"):
                leftover.unlink()
            files = self.reports()
            begin = time.monotonic()
            # Loading takes a while to be worked out; nothing of it stays in this process.
            command = [sys.executable, "-m", "bot", "--db", str(self.database), "--quiet", "load", str(files)]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            built = {"seconds": time.monotonic() - begin, "bytes": self.database.stat().st_size}
            (self.home / "built.json").write_text(json.dumps(built))
            self.tokens.unlink(missing_ok=True)
        if not self.tokens.exists():
            self._write_tokens()

    def _write_tokens(self) -> None:
        draft, ids = self.tokens.with_suffix(".draft"), []
        with closing(sqlite3.connect(self.database)) as db, draft.open("w", encoding="utf-8") as out:
            for number, text in db.execute("SELECT id, text FROM sentences ORDER BY id"):
                ids.append(str(number))
                out.write(" ".join(terms_of(text)) + "\n")
        (self.home / "ids.txt").write_text("\n".join(ids))
        draft.rename(self.tokens)


def terms_of(text: str) -> list[str]:
    """The words of a text as all engines are given them."""
    stop_words = table("stop_words")
    return [word for word in words(fold(text)) if word not in stop_words]


def sentences(tokens: Path) -> Iterator[list[str]]:
    """The words of every sentence."""
    with tokens.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.split()


def question_texts() -> list[str]:
    """Real questions, each once."""
    files = (SHARED / "questions" / "dev.jsonl", ROOT / "tests" / "quality" / "questions.jsonl")
    rows: list[dict[str, Any]] = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return list(dict.fromkeys(row["question"] for row in rows))


def questions(folder: Path) -> list[list[str]]:
    """The words of the questions, each word once, cut beforehand; those without a word are left out."""
    path = folder / "questions.json"
    if not path.exists():
        asked = (list(dict.fromkeys(terms_of(text))) for text in question_texts())
        path.write_text(json.dumps([terms for terms in asked if terms], ensure_ascii=False), "utf-8")
    found: list[list[str]] = json.loads(path.read_text("utf-8"))
    return found
