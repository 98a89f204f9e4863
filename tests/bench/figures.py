"""Extraction of figures against segmentation by jieba over the same sentences, in one run.

    python tests/bench/figures.py FILE_OR_FOLDER...

Reads .txt files and .jsonl files whose lines have "content". Prints characters, figures, seconds of CPU for each.
"""

import json
import logging
import platform
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jieba

from store.figures.extract import figures_in

ROUNDS = 3


def texts(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        if path.is_dir():
            yield from texts(sorted(path.iterdir()))
        elif path.suffix == ".txt":
            yield path.read_text(encoding="utf-8", errors="replace")
        elif path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                yield json.loads(line).get("content", "")


def main(argv: list[str]) -> None:
    jieba.setLogLevel(logging.ERROR)
    segmenter = jieba.Tokenizer()
    segmenter.initialize()
    sentences = [s for t in texts([Path(a) for a in argv]) for s in re.findall(r"[^。！？]+[。！？]?", t)]
    extraction, segmentation, found = [], [], 0
    for _ in range(ROUNDS):
        begin = time.process_time()
        found = sum(len(figures_in(s)) for s in sentences)
        middle = time.process_time()
        for sentence in sentences:
            segmenter.lcut(sentence)
        extraction.append(middle - begin)
        segmentation.append(time.process_time() - middle)
    print(f"Python {platform.python_version()}, {platform.machine()}, best of {ROUNDS}")
    print(f"{len(sentences)} sentences, {sum(map(len, sentences))} characters, {found} figures")
    print(
        f"figures {min(extraction):.2f} s, jieba {min(segmentation):.2f} s, ratio {min(extraction) / min(segmentation):.2f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
