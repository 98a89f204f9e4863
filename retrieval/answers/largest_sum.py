"""A question for the largest single sum in; out come the sentences that tell what was spent, the largest sum first."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from retrieval.answers.comparability import last_clause
from retrieval.model import Question
from retrieval.text.segmentation import fold
from store import patterns as re
from store.language.units import in_base
from store.model import Figure, StoredSentence

# 投入最多的一笔, 花钱最多的是哪一项, 单笔最大的补助
_ASKS = re.compile(r"最[多大高贵]的?(?:(?:那|是)?哪?一?[笔项]|项目)|单笔最[多大高]")
_SPENDING = re.compile(r"投[入资]|安排|拨[付出]|下拨|支出|开支|资金|经费|补[助贴]|资助|发放|花|钱")
# What comes in, what is owed and what all of the economy brings forth are no sums that somebody spends.
_NO_SUM = re.compile(r"收入|税|产值|总值|增加值|债|余额|贷款|预算|财政支出|固定资产|存款|销售|交易|消费|规模|累计|规划")
_PROJECTS = re.compile("项目|工程")
_SAID = frozenset("一笔 单笔 最大 最多 最高 最贵 钱 花 花钱 投入 投资 资金 项目 开支 支出 金额".split())


def asks_largest(question: Question) -> bool:
    """Whether a question asks for the largest of all sums that were spent.

    >>> asks_largest(Question("投入最多的一笔钱是多少", "money", (), read="投入最多的一笔钱是多少"))
    True
    """
    return _ASKS.search(question.read) is not None and _SPENDING.search(question.read) is not None


def largest_in(sentences: Iterable[StoredSentence], question: Question, most: int) -> tuple[StoredSentence, ...]:
    """The sentences with the largest sums spent on what the question names, each by the largest that it tells of."""
    topic = [word.text for word in question.content if word.weight >= 1 and word.text not in _SAID]
    found = []
    for one in sentences:
        said = fold(one.text + "".join(one.section))
        sums = [_amount(figure) for figure in one.figures if _is_spent(figure, one)]
        if sums and all(word in said for word in topic):
            found.append((max(sums), one))
    return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0])[:most])


def _is_spent(figure: Figure, sentence: StoredSentence) -> bool:
    single = figure.kind == "money" and figure.change is None and figure.per is None and not figure.planned
    clause = last_clause(fold(sentence.text), figure)
    spent = single and figure.nature != "sum" and _SPENDING.search(clause) and not _NO_SUM.search(clause)
    return bool(spent) and not any(_is_several(one) for one in sentence.figures if one.start < figure.start)


def _is_several(figure: Figure) -> bool:
    """Whether a figure counts projects, whose money is told together: 实施重点项目120个，完成投资86亿元."""
    return figure.unit in ("个", "项") and figure.least > 1 and _PROJECTS.search(figure.subject) is not None


def _amount(figure: Figure) -> Decimal:
    return figure.least * in_base(figure.unit)[1]
