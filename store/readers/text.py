"""Plain text: bytes → text, the encoding found by evidence and never by hope.

In order: a byte order mark, UTF-16 without one (where its zero bytes or its characters make it evident), strict
UTF-8, the detector, strict GB18030. Nothing is replaced or skipped: what cannot be decoded whole is refused with the
byte at which it breaks. Left alone: everything that is a character, spaces and broken lines included
(:mod:`store.cleaning.clean` mends those).
"""

from __future__ import annotations

from pathlib import PurePath
from typing import NoReturn

from store import patterns as re
from store.errors import UnreadableReportError
from store.readers import markdown
from store.readers.content import Content

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be", "utf-16-be"),
)
_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# They show nothing, and a terminal would obey them; the byte order mark turns up where files were glued together.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff]")
# What a Chinese text is made of, when it is read in the right encoding.
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_EXPECTED = re.compile(
    "[\t\n\r\x20-\x7e\u00b7\u00d7\u2010-\u2049\u2100-\u22ff\u2460-\u25ff\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
)
_SAMPLE = 20_000  # characters looked at where a share is enough
_FEW = 100  # one zero in so many is a slip of some export, more is no text
_GB = frozenset({"gb2312", "gbk", "gb18030", "cp936", "hz-gb-2312"})
_BIG5 = frozenset({"big5", "big5-hkscs", "big5hkscs", "cp950"})
# chardet 7.7 on 168 passages each of real reports as GB18030 (simplified, traditional) and Big5: all named rightly
# from 20 characters up. Other scripts came with 0.76 (Shift_JIS) and 0.88 (EUC-JP), wrong guesses below 0.5.
_SURE = 0.6


def read(data: bytes, name: str) -> Content:
    """The text of a .txt or .md file with its encoding; Markdown, in either, is made plain (:mod:`store.readers.markdown`).

    Raises :class:`UnreadableReportError` with the byte offset where no encoding fits the whole file.
    """
    text, encoding = decoded(data, name)
    text = plain_lines(text)
    if PurePath(name).suffix.lower() in {".md", ".markdown"} or markdown.is_markdown(text):
        return markdown.plain(text, encoding)
    return Content(text, encoding)


def plain_lines(text: str) -> str:
    """The text with "\\n" for every kind of line end, and without characters that show nothing."""
    return _INVISIBLE.sub("", _NEWLINE.sub("\n", text))


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of the encoding it was in; :class:`UnreadableReportError` where none fits it all."""
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            return _strict(data, codec, name, skip=len(mark)), label
    # UTF-16 of Latin letters and digits is valid UTF-8 full of zeros, so zeros are looked at first.
    if b"\0" in data and (wide := _wide(data)):
        return _strict(data, wide, name), wide
    if data.count(0) * _FEW > len(data):
        _refuse_binary(data, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            _refuse(name, "UTF-8", error)
    if wide := _wide(data):
        return _strict(data, wide, name), wide
    return _detected(data, name)


def _strict(data: bytes, codec: str, name: str, *, skip: int = 0) -> str:
    try:
        text = data[skip:].decode(codec)
    except UnicodeDecodeError as error:
        _refuse(name, codec.upper(), error, skip=skip)
    if text.count("\0") * _FEW > len(text):  # UTF-32, or a binary file that begins like a text
        _refuse_binary(data, name)
    return text


def _wide(data: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" where nearly all of the bytes make sense as such, else None.

    Characters of GB18030 or Big5 paired up wrongly fall outside of what a Chinese text is made of.
    """
    sample = data[: 2 * _SAMPLE]
    for codec in ("utf-16-le", "utf-16-be"):
        text = sample.decode(codec, errors="replace")
        if len(text) > 1 and len(_EXPECTED.findall(text)) >= 0.95 * len(text) and _in_common_use(text) > 0.9:
            return codec
    return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether a text that is not strict UTF-8 is a damaged one: GB18030 read as UTF-8 is nearly all damage.

    Without this, a damaged UTF-8 text could pass as GB18030 and come out as 锛銆.
    """
    text = data.decode("utf-8", errors="replace")
    return len(_CHINESE.findall(text)) > text.count("\ufffd")


def _detected(data: bytes, name: str) -> tuple[str, str]:
    import chardet  # takes longer than to read a report, and few files are not in UTF-8

    guess = chardet.detect(data.replace(b"\0", b""))
    found, confidence = (guess["encoding"] or "").lower(), guess["confidence"] or 0.0
    if found in _BIG5:
        # cp950 is Big5 as Windows writes it; Hong Kong's characters are beyond it.
        try:
            return data.decode("cp950"), "big5"
        except UnicodeDecodeError:
            pass
        try:
            return data.decode("big5hkscs"), "big5"
        except UnicodeDecodeError as error:
            _refuse(name, "Big5", error)
    if found and found not in _GB and confidence >= _SURE:
        raise UnreadableReportError(
            f"文字编码像是 {found.upper()}，不是中文编码", where=name, remedy="请另存为 UTF-8 后重新载入"
        )
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        _refuse(name, "GB18030" if found in _GB else "UTF-8 或 GB18030", error)
    if found not in _GB and _in_common_use(text) < 0.5:  # bytes of another script
        raise UnreadableReportError("认不出文字编码", where=name, remedy="请另存为 UTF-8 后重新载入")
    return text, "gb18030"


def _in_common_use(text: str) -> float:
    """The share of the characters beyond ASCII that GB2312 or Big5 holds, whichever holds more of them.

    Shift_JIS taken for UTF-16 had 0.5, real reports have 0.99.
    """
    others = "".join(character for character in text[:_SAMPLE] if character > "\x7f")
    known = max(len(others.encode(codec, errors="ignore")) for codec in ("gb2312", "big5"))
    return known / 2 / len(others) if others else 1.0


def _refuse(name: str, encoding: str, error: UnicodeDecodeError, *, skip: int = 0) -> NoReturn:
    offset = skip + error.start
    line = error.object[: error.start].count(b"\n") + 1
    if error.end >= len(error.object):
        what, remedy = f"文件结尾不完整，最后一个字缺了一部分（第 {offset} 字节）", "请重新取得完整的文件后载入"
    else:
        what = f"不是完好的 {encoding} 文本（第 {offset} 字节，约第 {line} 行）"
        remedy = "请用原来的软件打开核对，另存为 UTF-8 后重新载入"
    raise UnreadableReportError(what, where=name, remedy=remedy) from error


def _refuse_binary(data: bytes, name: str) -> NoReturn:
    what = f"不是文本文件（第 {data.index(0)} 字节是空字节）"
    raise UnreadableReportError(what, where=name, remedy="请用原来的软件打开，另存为 .txt 或 .docx 后重新载入")
