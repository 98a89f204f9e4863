"""Text in, Question out: the kind of answer, the scope that the words give, and the words that hold content.

Rules only, in the order in which they are tried. Nothing is looked up in the sentences; synonyms, spelling and a
real understanding of follow-ups are not attempted here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from retrieval.lexicon.tables import table
from retrieval.model import Correction, FieldQuery, Kind, Query, Question, Term, Token, Variant, Word
from retrieval.scope import ScopeWords
from retrieval.segment import fold, grams, tokens, writable
from retrieval.wordbook import Wordbook

# Longer is a pasted document, not a question; two hundred characters already hold several questions.
LONGEST = 200

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("definition", re.compile(r"什么意思|是指|指什么|指的是什么|什么叫|何谓|含义")),
    ("comparison", re.compile(r"对比|哪个更?[高低多少大小]|比[起较]?.{0,6}怎么?样|^各地|各报告|分别.{0,6}多少")),
    (
        "change",
        re.compile(
            r"[比较].{0,12}(?:增|减|多了|少了|高了?|低了?|提高|下降|上升|缩小|扩大).{0,4}(?:多少|几)"
            r"|(?:增加|减少|提高|下降|上升|增长|缩小|降低|扩大)了?(?:多少|几)|多了?还是少|增加?还是减|从多少.*变"
        ),
    ),
    (
        "percent",
        re.compile(
            r"百分|比例|比率|占比|几成|占.{0,10}多少|[率度面比](?:是|有|达|达到|到|怎么样|要)*(?:多[少高大]|几)|[率比]$|师比"
        ),
    ),
    (
        "money",
        re.compile(
            r"多少(?:钱|资金|经费|投资|[万亿]?元|[万亿]$)|几[万亿]?元|(?:花|投|补|拨|欠|收)了?多少"
            r"|(?:资金|经费|金额|投资|投入|收入|支出|工资|补助金?|学费|助学金|津贴|奖励|费用).{0,8}多少"
        ),
    ),
    ("date", re.compile(r"什么时[候间]|啥时候|何时|哪一?[年天日月]|哪几[天年]|几[月号日点]")),
    (
        "who",
        re.compile(r"谁|哪[位名]|何人|什么人|哪[个些两三]+(?:人|学生|老师|教师|校长|局长|领导)|(?:长|书记|主任)叫"),
    ),
    ("why", re.compile(r"为什么|为何|为啥|原因|何以")),
    ("problem", re.compile(r"问题|困难|不足|差距|短板|薄弱|毛病|缺点")),
    ("where", re.compile(r"哪里|哪儿|何处|什么地方|哪个(?:地方|乡镇|街道|村)|在哪")),
    ("list", re.compile(r"哪些|哪几|哪[两二三四五六七八九十\d]")),
    ("count", re.compile(r"多少|几|数量|人数|总数|个数|次数")),
    ("plan", re.compile(r"打算|计划|下一步|目标|明年|今后|准备")),
    ("yesno", re.compile(r"吗|是不是|有没有|是否|有无|能不能|会不会|要不要")),
)
_PLANS = re.compile(r"打算|计划|规划|下一步|目标|明年|今后|准备|要|将|力争|拟|安排")
# 第几届, 哪几所, 几条: the segmenter cuts these in many ways
_ASKING = re.compile(r"第几.|哪[一几两二三四五六七八九十\d]*|(?<![好十百数这])几(?![乎何近])")
_LEANING = re.compile(r"^(?:那|其中|还有|另外)|呢[?？]?$")
# A question with fewer characters of its own content leans on the one before it, where there is one.
_SHORT = 4
_BORROWED = 0.5
# Words of a title choose the report; what they say of the sentence itself is little (半年总结里…).
_NAMING = 0.2


def read_question(
    text: str, scope: ScopeWords, *, context: Sequence[str] = (), wordbook: Wordbook | None = None
) -> Question:
    """The question as understood; ``context`` are earlier questions of the same chat, oldest first.

    Without a ``wordbook`` no typing error is mended and no word has variants.
    """
    question = _read(text, scope, wordbook)
    if context and (len("".join(question.terms)) < _SHORT or _LEANING.search(fold(question.text).strip())):
        return _lean(question, [_read(earlier, scope, wordbook) for earlier in context])
    return question


def query_of(question: Question) -> Query:
    """What to search for: content words, and characters and pairs of them within runs of content."""
    words: dict[str, float] = {}
    pairs: dict[str, float] = {}
    for word in question.content:
        words[word.text] = max(words.get(word.text, 0.0), word.weight)
    for run in _runs(question.content):
        for gram in grams(run.text):
            pairs[gram] = max(pairs.get(gram, 0.0), run.weight)
    for word in question.content:
        for variant in word.variants:
            _add_variant(variant, word.weight, words, pairs)
    word_terms, gram_terms = (tuple(Term(*item) for item in sorted(found.items())) for found in (words, pairs))
    return Query(
        (
            FieldQuery("words", word_terms),
            FieldQuery("grams", gram_terms),
            FieldQuery("heading", gram_terms),
            FieldQuery("title", gram_terms),
        )
    )


def _add_variant(variant: Variant, weight: float, words: dict[str, float], pairs: dict[str, float]) -> None:
    """Look for a variant too: its words, and its pairs of characters, as a single one says too little."""
    worth = round(variant.weight * weight, 9)
    for token in tokens(variant.text):
        if token.text not in table("stop_words"):
            words[token.text] = max(words.get(token.text, 0.0), worth)
    for gram in grams(variant.text):
        if len(gram) > 1:
            pairs[gram] = max(pairs.get(gram, 0.0), worth)


def _read(text: str, scope: ScopeWords, wordbook: Wordbook | None) -> Question:
    short = writable(text[:LONGEST])
    folded = fold(short)
    corrected: tuple[Correction, ...] = ()
    if wordbook:
        folded, corrected = wordbook.spelled(folded, scope.names)
    named = scope.find(folded)
    unit, asking = _asking(folded)
    taken = [*named.spans, *asking]
    content = tuple(
        Word(token.text, token.start, token.end, _NAMING if _within(token, named.title) else 1.0)
        for token in (wordbook.tokens(folded) if wordbook else tokens(folded))
        if token.text not in table("question_words")
        and token.text not in table("stop_words")
        and not _within(token, taken)
    )
    if wordbook:
        content = wordbook.expanded(content, folded)
    return Question(
        text=short,
        kind=next((kind for kind, pattern in _KINDS if pattern.search(folded.strip(" ?。!"))), "what"),
        content=content,
        years=named.years,
        places=named.places,
        reports=named.reports,
        unit=unit,
        plans=_PLANS.search(folded) is not None,
        cut=len(text) > LONGEST,
        corrected=corrected,
    )


def _within(token: Token, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < token.end and token.start < end for start, end in spans)


def _asking(text: str) -> tuple[str | None, list[tuple[int, int]]]:
    """The measure word that the question asks in (多少所), and the spans of the words that only ask."""
    spans = [match.span() for match in _ASKING.finditer(text)]
    for match in _phrases().finditer(text):
        spans.append(match.span())
    unit = None
    for match in _counted().finditer(text):
        unit = unit or match["unit"]
        spans.append(match.span())
    return unit, spans


def _lean(question: Question, earlier: Sequence[Question]) -> Question:
    """The question with content, and whatever scope it lacks, from the nearest questions before it."""
    own = set(question.terms)
    borrowed: list[Word] = []
    carried = ["terms"]
    for before in reversed(earlier):
        borrowed.extend(replace(word, weight=_BORROWED) for word in before.content if word.text not in own)
        if before.years and not question.years:
            question = replace(question, years=before.years)
            carried.append("years")
        if before.reports and not question.reports:
            question = replace(question, places=before.places, reports=before.reports)
            carried.append("places")
        question = replace(
            question,
            kind=before.kind if question.kind == "what" else question.kind,
            unit=question.unit or before.unit,
        )
        if len("".join(word.text for word in borrowed)) >= _SHORT:
            break
    return replace(question, content=(*question.content, *borrowed), carried=tuple(dict.fromkeys(carried)))


def _runs(content: Sequence[Word]) -> list[Word]:
    """Neighbouring words of equal weight joined where nothing stood between them."""
    runs: list[Word] = []
    for word in content:
        if runs and runs[-1].end == word.start and runs[-1].weight == word.weight:
            word = replace(word, text=runs.pop().text + word.text)
        runs.append(word)
    return runs


@cache
def _phrases() -> re.Pattern[str]:
    """Question phrases of more than one character, longest first; single ones are left to the segmenter."""
    phrases = sorted((word for word in table("question_words") if len(word) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, phrases)))


@cache
def _counted() -> re.Pattern[str]:
    units = sorted(table("measure_words"), key=len, reverse=True)
    return re.compile(rf"(?:多少|第?几|哪几)(?P<unit>{'|'.join(map(re.escape, units))})")
