"""The first quotation of an answer and the sentence behind it in; out comes the quotation with what goes on about the same.

What is asked in prose is often named in one sentence and told in the next, which has no subject of its own (这样做，可以…).
"""

from __future__ import annotations

from retrieval.answers.doubts import asks_in_prose
from retrieval.answers.enumerations import announces, joined, names_topic
from retrieval.model import Evidence, Question
from retrieval.text.segmentation import fold
from store import patterns as re
from store.model import StoredSentence

# Begins without a subject of its own, or with the first of several things that were announced.
_GOES_ON = re.compile(
    r"(?:其[一中]|这(?![一两几]?[次年月天届]|里|期间|时)|在(?:这|此(?!,))|由此|它|[他她]们|有的|前者|即(?![使将便日])|也就是说|[例比譬]如"
    r"|原因|一是|第一步?[,、:]|首先|一方面)"
)
_NAMED = re.compile(r"有(?:什么|啥|哪些|哪几[个项种])(?P<what>[\u4e00-\u9fff]{2,6})[呢呀啊]?[?。]?$")


def asks_further(question: Question, one: Evidence) -> bool:
    """Whether what a question asks for may go on behind a quotation of it; the sentence of an amount says what that is."""
    led = any(reason.code in ("run", "row") for reason in one.why)
    return asks_in_prose(question) and not led and one.asked is None


def goes_on(question: Question, first: StoredSentence, behind: StoredSentence) -> bool:
    """Whether the sentence behind one that was found tells more of what is asked."""
    if behind.heading or behind.section[: len(first.section)] != first.section:
        return False
    if behind.start - first.end > len("\n"):  # a heading or another line stands between them
        return False
    if question.kind == "problem" and behind.planned:  # 对此，我们将… is what comes of them
        return False
    text = fold(first.text)
    if names_topic(first.text) or announces(first.text) or _only_names(question, text):
        return True
    return first.paragraph == behind.paragraph and _GOES_ON.match(fold(behind.text)) is not None


def together(one: Evidence, first: StoredSentence, behind: StoredSentence) -> Evidence:
    """A quotation together with the sentence behind it."""
    both = joined(first, behind)
    return one.but(quote=both.text, end=both.end, figures=both.figures)


def _only_names(question: Question, text: str) -> bool:
    """Whether a sentence ends with the very thing of which a question asks which there are: 也要看到有利条件 for 有啥有利条件."""
    asked = _NAMED.search(question.read)
    return asked is not None and text.rstrip("。.!:;").endswith(asked["what"])
