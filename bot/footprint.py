"""What a SQLite file takes on the disk, and what is left there."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

LITTLE = 100 << 20  # bytes of free disk below which it is said


@dataclass(frozen=True, slots=True)
class Footprint:
    """In bytes: the file, its journal (0: there is none), and the free space of its disk."""

    size: int
    journal: int
    free: int

    @property
    def tight(self) -> bool:
        """Whether the disk will soon be full."""
        return self.free < LITTLE


def footprint(path: Path) -> Footprint:
    """Of the file of this path, and of its folder where it is not there."""
    folder = next((one for one in path.absolute().parents if one.is_dir()), Path("/"))
    return Footprint(_size(path), _size(path.with_name(path.name + "-wal")), shutil.disk_usage(folder).free)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
