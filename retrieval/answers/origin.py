"""A question for who gave a report, on which day, or who holds his office, in; out comes the line at its head or end that says so."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.model import Question
from store import patterns as re
from store.language.tables import worded, words
from store.model import StoredSentence

_WHEN = r"(?:哪[一]?天|哪日|几号|几月几[日号]|什么时[候间]|啥时候|何时|谁|哪位)"
_ASKS = worded(
    rf"<genres.report>(?:是|由|在)?{_WHEN}.{{0,2}}(?:作|做|写|讲|发布|公布|提交|念|的|$)|{_WHEN}(?!的).{{0,8}}(?:作|做|写|发布|公布|提交)的?.{{0,6}}<genres.report>"
    rf"|<genres.report>(?:的?(?:日期|时间))?(?:是)?{_WHEN}$|(?:人代会|人大会议?|人民代表大会|两会)(?:是|在)?{_WHEN}.{{0,2}}开|^{_WHEN}(?:发布|公布|作|做|写)的?$"
)
_DAY = re.compile(r"[\d〇一二三四五六七八九十]月[\d一二三四五六七八九十]{1,3}日")
_WHO = "是谁|叫什么(?:名字)?|叫啥|是哪[位个]|是什么人"
HEAD, END = 8, 3  # sentences at either end of a report
_LONGEST = 80  # characters of such a line


def asks_origin(question: Question) -> bool:
    """Whether a question asks when or by whom a report was given, and not for anything in it."""
    return question.kind in ("date", "who") and _ASKS.search(question.read.strip(" ?。!")) is not None


def asks_holder(question: Question) -> bool:
    """Whether a question asks who holds an office of those who give reports."""
    return question.kind == "who" and bool(_offices(question))


def _offices(question: Question) -> tuple[str, ...]:
    """The office whose holder is asked for, and what else it is called."""
    text = question.read.strip(" ?。!")
    known = words("speakers_offices")
    called = [(word.text, *(one.text for one in word.variants)) for word in question.content[-1:]]
    for asked in (*((office,) for office in known), *called):
        found = re.search(rf"(?<![副前原]){re.escape(asked[0])}(?:{_WHO})$", text)
        if found:
            return tuple(office for office in asked if office in known)
    return ()


def origin_in(lines: Sequence[StoredSentence], question: Question) -> tuple[StoredSentence, ...]:
    """The first of the lines at the ends of a report that tells it, none where no short one does."""
    from store.structure.title_block import speaks  # its grammar of figures is more than most questions need

    told = _DAY.search if question.kind == "date" else speaks
    lines = [one for one in lines if len(one.text) <= _LONGEST and told(one.text)]
    if not asks_origin(question):
        holds = re.transient(rf"(?<!副)(?:{'|'.join(_offices(question))})[ \u3000\xa0]{{0,3}}[\u4e00-\u9fff]")
        lines = [one for one in lines if holds.search(one.text)]
    return tuple(lines[:1])
