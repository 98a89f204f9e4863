"""A path → whether it is a SQLite file that a process has open, told without opening it.

Whoever reads a file that a person names asks here first: to read such a file, or only to open and close it, costs SQLite
its locks (:mod:`store.archive.sqlite.identity`).
"""

from __future__ import annotations

from pathlib import Path


def in_use(path: Path) -> bool:
    """Whether this is a SQLite file in WAL mode that a process has open, perhaps this one."""
    real = path.resolve() if path.is_symlink() else path
    return real.with_name(real.name + "-shm").exists()
