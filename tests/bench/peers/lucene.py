"""Lucene in a Java virtual machine, by a small program (``Lucene.java``); None where there is no compiler or no jar.

The jar comes through Maven, or is the one that Debian's ``liblucene8-java`` installs.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from retrieval.model import RankSettings
from tests.bench import measure
from tests.bench.cache import questions

ARTIFACT = "org.apache.lucene:lucene-core:9.12.0"
INSTALLED = "/usr/share/java"
ROUNDS = 9


def jar(folder: Path) -> Path | None:
    """The library, fetched where that is possible; None where it cannot be had or compiled against."""
    if shutil.which("javac") is None:
        return None
    fetched = folder / "jars"
    if shutil.which("mvn") is not None and not fetched.exists():
        fetch = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={fetched}"]
        subprocess.run(fetch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300, check=False)
    found = [*fetched.glob("lucene-core-*.jar"), *Path(INSTALLED).glob("lucene-core-*.jar")]
    return found[0] if found else None


class Lucene:
    """The compiled program; one virtual machine for each measure."""

    def __init__(self, library: Path, folder: Path) -> None:
        self._library = library
        self._classes = folder / "classes"
        source = Path(__file__).with_name("Lucene.java")
        subprocess.run(["javac", "-cp", library, "-d", self._classes, source], check=True)
        version = re.search(r"[\d.]+\d", library.stem)
        self.name = f"Lucene {version.group() if version else ''}"

    def build(self, tokens: Path, index: Path) -> dict[str, Any]:
        """Make the index, merged into one segment."""
        begin = time.monotonic()
        self._run("build", index, tokens)
        return {"seconds": time.monotonic() - begin, "MB": measure.size_of(index), "name": self.name}

    def search(self, index: Path) -> dict[str, Any]:
        """The times of all questions, after the virtual machine has compiled what it runs."""
        said = self._run("search", index, self._asked(index))
        return measure.spread(said["ms"]) | {"hits": said["hits"][:60], "name": self.name}

    def memory(self, index: Path) -> dict[str, Any]:
        """What 200 questions add to the virtual machine."""
        return self._run("memory", index, self._asked(index, 200)) | {"name": self.name}

    def first(self, index: Path) -> dict[str, Any]:
        """One question."""
        return self._run("first", index, self._asked(index, 1)) | {"name": self.name}

    def _asked(self, index: Path, most: int | None = None) -> Path:
        path, asked = index.with_suffix(".questions"), questions(index.parent.parent)[:most]
        path.write_text("\n".join(" ".join(terms) for terms in asked), "utf-8")
        return path

    def _run(self, what: str, index: Path, read: Path) -> dict[str, Any]:
        weights = RankSettings().fields
        path = f"{self._library}:{self._classes}"
        command = ["java", "-Xmx2g", "-cp", path, "Lucene", what, str(index), str(read)]
        numbers = [str(weights.k1), str(weights.b), str(ROUNDS)]
        done = subprocess.run([*command, *numbers], capture_output=True, text=True, check=True)
        said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return said
