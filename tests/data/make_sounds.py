"""Makes ``retrieval/lexicon/confused_by_sound.txt``: how the characters of GB 2312 sound, by pypinyin (MIT licence).

    pip install pypinyin && python tests/data/make_sounds.py

Only the two commonest readings of a character are kept, as nobody mistypes a word by a reading he does not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "retrieval" / "lexicon" / "confused_by_sound.txt"
_HEAD = """\
# How characters sound, so that a typing error is recognised: a syllable with its tone, then the characters of GB 2312
# that are read so. Made by tests/data/make_sounds.py from pypinyin; only the two commonest readings of each.
"""
_READINGS = 2


def table() -> str:
    """The text of the file."""
    from pypinyin import Style, pinyin

    sounding: defaultdict[str, str] = defaultdict(str)
    for char in _characters():
        (readings,) = pinyin(char, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True)
        for reading in dict.fromkeys(readings[:_READINGS]):
            sounding[reading.replace("ü", "v")] += char
    return _HEAD + "".join(f"{sound} {chars}\n" for sound, chars in sorted(sounding.items()))


def _characters() -> Iterator[str]:
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            # Five places at the end of the first level are empty.
            if not (high == 0xD7 and low > 0xF9):
                yield bytes((high, low)).decode("gb2312")


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
