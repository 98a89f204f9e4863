"""Text in, Question out: the kind of answer, the scope that the words give, and the words that hold content.

Rules only, in the order in which they are tried. Nothing is looked up in the sentences; synonyms, spelling and a
real understanding of follow-ups are not attempted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from retrieval.lexicon.tables import any_of, table
from retrieval.lru import Recent
from retrieval.model import Correction, FieldQuery, Kind, Query, Question, Term, Token, Variant, Word
from retrieval.query.asked_thing import head_of
from retrieval.query.comparing import comparing
from retrieval.query.follow_ups import complete, is_follow_up
from retrieval.query.report_names import LEVELS, NATION
from retrieval.query.scope import Named, ScopeWords
from retrieval.query.wanted_figure import COUNTING, SUM
from retrieval.query.wordbook import Wordbook
from retrieval.text.segmentation import boundaries, fold, grams, tokens, writable
from store import patterns as re
from store.language.tables import worded
from store.quick_records import record
from store.structure.section_kinds import SectionKind

# Longer is a pasted document, not a question; two hundred characters already hold several questions.
LONGEST = 200

# What a question calls the things that are not well.
_WRONG = worded(
    "<problems>|毛病|缺点|薄弱|难[题点处关事]|挑战|不行|没有?(?:[办做干搞弄]|解决)(?:成|好|到)|[办做干搞]得不[好够]"
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("definition", re.compile(r"(?:什么|啥)意思|是指|指的?是?(?:什么|啥)|(?:什么|啥)叫|什么算|何谓|含义")),
    # 谁的幼儿园多 asks for a report and not for a person
    (
        "comparison",
        re.compile(
            r"谁的?.{1,12}更?(?:多(?!少|长|大|久)|(?<!多)少|高|低)(?:一?[些点])?[呢呀啊吗]?$|[和与跟同].{1,12}(?:相比|比较|比)(?:呢|如何)?$|对比|哪个更?[高低多少大小]|比[起较]?.{0,6}怎么?样|^各地|各报告|分别.{0,6}多少"
        ),
    ),
    (
        "change",
        re.compile(
            r"[比较].{0,12}(?:增|减|多了?|少了?|高了?|低了?|提高|下降|上升|缩小|扩大).{0,4}(?:多少|几)"
            r"|(?:增加|减少|提高|下降|上升|增长|缩小|降低|扩大)了?(?:多少|几)|(?:(?:(?<![晋提])[升降涨跌]|[多少贵]|便宜)了|[涨跌])(?:多少|几个(?:百分)?点|几[成倍])[呢呀啊]?$"
            r"|多了?还是少|增加?还是减|从多少.{0,60}变"
        ),
    ),
    (
        "percent",
        re.compile(
            r"百分|(?<!哪些)(?<!哪种)比例|比率|占比|几成|占.{0,10}多少|覆盖[率面]?了?多少[呢啊呀]?$|(?:增长|增速|增幅)的?(?:预期)?目标(?:是|为|定|设|在|到|了|成)*(?:多[少高大]|几)[呢啊呀]?$|[率度面比](?:是|有|达|到|怎么样|要)*(?:多[少高大]|几)|[率比]$|师比"
        ),
    ),
    (
        "money",
        re.compile(
            rf"多少(?:钱|[\u4e00-\u9fff]{{0,4}}(?:资金|经费|投资)$|资金|经费|投资|[万亿]?元|[万亿]$|{SUM})|几[万亿]?元|[挣赚](?:到|得)?了?多少(?![\u4e00-\u9fff])|(?:花|投|补|拨|欠|赔|(?<![接招吸录])收)了?多少(?=[钱款费元万亿,?]|资金|$)"
            r"|(?:资金|经费|金额|投资|投入|收入|支出|工资|补助金?|学费|助学金|津贴|奖励|费用|[收学租话水电气保]费|租金|房租|票价|单价|利润|产值|债务).{0,8}多少"
        ),
    ),
    ("date", re.compile(r"什么时[候间]|啥时候|何时|哪一?[年天日月]|哪几[天年]|几[月号日点]")),
    (
        "who",
        re.compile(r"谁|哪[位名]|何人|什么人|哪[个些两三]+(?:人|学生|老师|教师|校长|局长|领导)|(?:长|书记|主任)叫"),
    ),
    ("why", re.compile(r"为什么|为何|为啥|原因|起因|何以")),
    ("problem", _WRONG),
    ("where", re.compile(r"哪里|哪儿|何处|什么地方|哪个(?:地方|乡镇|街道|村)|在哪")),
    ("list", re.compile(r"哪些|哪几|哪[两二三四五六七八九十\d]")),
    # 很多大型企业 asks for nothing
    (
        "count",
        re.compile(
            r"多少|几|(?<![很许众诸太更最])多[久长大高远重](?![型量中多])|多快(?=就?[能可])|数量|人数|总数|个数|次数"
        ),
    ),
    ("plan", re.compile(r"打算|计划(?!生育)|下一步|目标|明年|今后|准备")),
    ("yesno", re.compile(r"吗|有没有|是否|有无|([\u4e00-\u9fff])不\1|(?<=[点些转])了?没有?$")),  # 管不管, 好点没有
)
# 澳门那天回归 asks for the day, as no other word asks for anything
_THAT_DAY, _ASKS_ANYTHING = (
    re.compile("(?<=[\u4e00-\u9fff])那天"),
    re.compile("[多几啥谁哪怎咋吗呢何]|什么|[有是]没|是否"),
)
_TAKEN_IN = re.compile(
    "(?<=[\u4e00-\u9fff])(?<![年季度月周日天国省市县区方的])税收(?=得(?![到以益出]))"
)  # 关税收得最少 asks for 关税, and for no 税收
# 国家呢 behind a question of one province
_NATION_ALONE = re.compile("^国家(?=的?[呢呐捏][?。]?$)|(?<=^那)国家(?=的?[呢呐捏]?[?。]?$)")
_SOWN = re.compile("^那种(?=了|多少|几)")  # 那种了多少亩 asks what was sown
_STILL = re.compile(r"(?<![归偿交])还(?=([\u4e00-\u9fff])不\1)")  # 还吵不吵 asks for 吵
# 哪几个县上了榜 is told by their names, 哪些省份 without 省份
_KIND_OF_PLACE = re.compile(
    r"哪(?:[几些]个?|[两二三四五六七八九十\d]{1,3}个)(?P<kind>(?:县市区?|市县区?|县区|区县|省份|省市?|[县市区州镇乡村]|城市|乡镇|街道|地方|地区)(?![里的长委]))"
)
_PAID_IN = re.compile(r"[元钱块万亿年月天次]")
_PLANS = re.compile(
    r"打算|(?<![规决制一稳固])定得|(?<![思我理联梦感])想(?!知|问|了解|看|查|找|听|核|确认|打听|弄清|请|法|象|念|起|必|不)(?=[\u4e00-\u9fff])|年(?:度|里|内|底|末)?[^,年]{0,14}(?<![我不需主重只必纪摘概提就是有没均])要(?![求点件素闻紧领案害塞地么不多几花交付等啥]|是|什么)|计划(?!生育)|规划(?:新|建|投)|下一?步|目标|明年|今后|准备|预计|有望|力争|争取|接下来|(?<![不主需重])要(?=新|建|办|达|到(?!底)|完成|启动|认定|招|派|创|实现|推|抓|开|培|投(?!多少|几)|在)|将(?!近)|拟(?!定|订)"
)
# 招了多少, 实际完成多少: a plan does not tell
_HAPPENED = re.compile(r"实际|实现了|完成了|[\u4e00-\u9fff]了(?:多|几|哪|什|啥)|已经?")
_ENTIRE: Mapping[SectionKind, re.Pattern[str]] = {
    "problem": _WRONG,
    "plan": re.compile(
        r"打算|计划|安排|思路|下一?步|今后|接下来|准备|(?:明|来)年.{0,4}(?:重点|目标|任务)|干点?(?:什么|啥)"
    ),
}
# 2026年怎么干, 2026年目标是什么
_TO_DO = re.compile(r"(?:怎么|咋|如何|怎样)(?:去|来)?(?:[做干办抓搞弄整]|开展|推进)|重点|目标|任务|要求")
# 今后五年的目标: of several years to come, and of none of them
YEARS_ON = re.compile(r"(?:[今往以之]后|未来|接下来的?)的?(?:这|那)?(?:[两三四五六七八九十]|\d{1,2}|几)年")
_AROUND = " ?。!,~"
# 蔬菜一年产多少: the year that any report tells of
_A_YEAR = re.compile(
    r"(?<![近这过前后去今明头第二两三四五六七八九十几])(?:一年|每年)(?=[\u4e00-\u9fff]{1,6}?[多几啥])(?![级以内后前度生]|来(?!了))"
)
# 医院达到几级, 河水到几类了: asks which one of a known row, and no number of them
_ASKS_GRADE = re.compile(r"(?<![分有])(?:几级|(?:[到是属为]|达标)(?:第)?几[类等档星])(?!别)")
# What the kind of the question says already: 困难 is a hit in a list of problems, and none in 困难学生.
_SAID_BY_KIND = 0.3
# 第几届, 哪几所, 咋搞, 严不严, 好点没有: the segmenter cuts these in many ways; 目标定多少 is 目标是多少
_ASKING = re.compile(
    r"好(?:一?[点些]|转)?了?(?:没有?|吗|么)(?=[呢啊呀?。!]*$)|(?<=目标)[定设](?=[为在到成]?[多几])|第几.|咋|(?<=([\u4e00-\u9fff]))不\1|哪[一几两二三四五六七八九十\d]*|(?<![好十百数这那])几(?![乎何近])"
)
# 根据云泽市人民医院的住院病历, …: what the question is to be answered from; its words name a paper or a part of one
_SOURCE = worded(
    r"^(?:请)?(?:根据|结合|依据|按照|按|参照|查阅|在|从)[^,]{2,60}?(?:<genres.report>|病历|判决书|裁定书|年报|材料|文件|档案|记录|资料)(?:中|里|内|来看|显示)?[,](?=.{4})"
)
# 工业普查说设备有啥问题: so do these, however the question begins
_SAYING = re.compile(
    r"^[^,。?多几哪谁啥什怎]{2,16}?(?:普查|公报|年报|报告|总结|白皮书)(?:里面?|中|上)?(?:自己)?(?:说(?!明)|讲|提(?![前审拔供起取升案醒高交倡请质])|承认|写(?!作))(?:到|了|过|出)?(?=[\u4e00-\u9fff]{3})(?![是的])"
)
_FROM = re.compile(r"^(?:请)?(?:根据|结合|依据|按照|参照|查阅)")
# 总结其治疗方案, 简述经过: says in what manner to tell it
_TELL = re.compile(
    r"(?:^|(?<=,))(?:请|请你|简要|简单|帮我|试)?(?:总结|概括|归纳|简述|概述|说明|列出|列举|分析|描述|比较)(?:一?下)?(?:其|该|它|他|她)?(?!里|中|说|报告|提|是|写|,)(?=..)"
)
# 哪年第一次写进报告: asks for the earliest report that says it
_FIRST_SAID = re.compile(
    r"(?:是|在)?(?:第一次|首次|最早|最先|头一[次回]|开始)(?:被|是|在)?(?:提[出到及起]?|写[进入到]|出现|说到?|讲到?|列[进入])在?(?:了|的)?(?:政府)?(?:工作)?(?:报告|总结)?[里中]?的?"
    r"|(?:第一次|首次|最早|最先)(?:是|在)?(?:哪一?年|什么时候|何时)(?:被)?(?:提[出到]?|写[进入到]|出现|说到?)的?"
)
STAFF = "职工"  # the people of a body
# 青禾有多少人: a place has people, a body its 职工, and nothing else is said to be counted
_PEOPLE_OF_PLACE = re.compile(
    r"(?:(?<![来去到过了])(?:多少|几)[个名位万]?口?|哪.{0,4}[省市县区地里儿方家所]的?|谁(?=的?人最?[多少])的?)(?P<people>人)(?:口?[呢啊呀?。!]*$|(?P<most>(?:最|(?<=谁的人)|(?<=谁人))[多少]))"
)
# 图书馆一年来了多少人: those who came are told by 接待, 读者, 观众, and 来 alone finds none of them
_CAME = re.compile(
    r"(?:^(?:一年|全年|每年)|[馆园]|景[区点]|展览?|书店)[^,;。]{0,8}?(?<![回出起进上过下带招引请调派找拉未新])(?P<came>来)[过了](?:多少|几)[个名位万]?人[呢啊呀?。!]*$"
)
# Words of a title choose the report; what they say of the sentence itself is little (半年总结里…).
_NAMING = 0.2
# Share of a variant's weight in the text score, where a sentence with three variants of a word counts them all; the
# ranking counts the best of them in full. dev: at 1 such sentences come before right ones (158/160/161 of 164, at
# 0.35 and 0.5 158/161/162), and below 0.35 right ones are lost.
_SEARCHED = 0.35


def read_question(
    text: str,
    scope: ScopeWords,
    *,
    context: Sequence[str] = (),
    wordbook: Wordbook | None = None,
    known: Recent[str, Question] | None = None,
) -> Question:
    """The question as understood; ``context`` are earlier questions of the same chat, oldest first.

    Without a ``wordbook`` no typing error is mended and no word has variants. ``known`` are texts read before, of the
    same reports and words.
    """
    readings = Recent[str, Question](len(context) + 1) if known is None else known

    def read(written: str) -> Question:
        begun = written[: LONGEST + 1]  # no more is read, and whether there is more
        return readings.all_of([begun], lambda _: [_read(begun, scope, wordbook)])[0]

    question = read(text)
    if context and not _asks_nothing(question.read) and is_follow_up(question):
        before = [read(earlier) for earlier in context]
        question = complete(question, before)
        if question.carried and any(earlier.cut for earlier in before):
            question = replace(question, cut_before=True)
    question = _dated(question, scope)
    if question.happened or not scope.lies_ahead(question.years, question.reports):
        return question
    return replace(question, ahead=True)


def _dated(question: Question, scope: ScopeWords) -> Question:
    """The question with its 去年 told from the newest report that fits, where nothing else tells it."""
    if question.shift is None or question.years or question.titled:
        return question
    year = scope.told_from_newest(
        question.shift, question.reports, plans=question.plans, follows=bool(question.carried)
    )
    if year is None:
        return question
    assumed = (*question.assumed, Correction(question.shift.words, f"{year}年"))
    return replace(question, years=(year,), assumed=assumed)


def asks_first(question: Question) -> bool:
    """Whether a question asks in which year something was said first."""
    return question.kind == "date" and _FIRST_SAID.search(question.read) is not None


@cache
def _teller() -> re.Pattern[str]:
    """总理说国家还有哪些难处, 报告说自己有哪些短板, 张三说的三条: whose words they are says nothing of them."""
    return re.compile(
        r"(?:(?:总理|主席|(?:[省市县区州镇乡村局厅部院校园所]|检察|董事)长|主任|书记|总经理)(?:自己)?|自己)(?:都|还|也|又)?(?:(?:说|讲|承认|坦言|认为|指出)[过到的了出起]?|提[过到的了出])(?![明法话课座])"
        rf"|{any_of('surnames')}[\u4e00-\u9fff]{{1,2}}[说讲]的|(?<=[说讲提认])自己"
    )


def asks_for_reports(text: str) -> bool:
    """Whether a text asks which reports there are, and for nothing that they say.

    >>> asks_for_reports("库里有哪些报告？"), asks_for_reports("报告里有哪些问题")
    (True, False)
    """
    return _report_list().fullmatch("".join(fold(text).split()).strip("/?。!呢啊呀吗")) is not None


@cache
def _report_list() -> re.Pattern[str]:
    return re.compile("|".join(sorted(table("asks_for_report_list"))))


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
    worth = round(_SEARCHED * variant.weight * weight, 9)
    own = _parts(variant.text)
    for word in own.words:
        words[word] = max(words.get(word, 0.0), worth)
    for pair in own.pairs:
        pairs[pair] = max(pairs.get(pair, 0.0), worth)


@record
class _Parts:
    """What a text is searched by."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]


@lru_cache(maxsize=4096)  # the words of the tables are a few thousand
def _parts(text: str) -> _Parts:
    """What is searched of a variant."""
    return _Parts(
        tuple(token.text for token in tokens(text) if token.text not in table("stop_words")),
        tuple(gram for gram in grams(text) if len(gram) > 1),
    )


def _read(text: str, scope: ScopeWords, wordbook: Wordbook | None) -> Question:
    short = writable(text[:LONGEST])
    folded = fold(short)
    corrected: tuple[Correction, ...] = ()
    if wordbook:
        folded, corrected = wordbook.spelled(folded, scope.names)
    folded = _NATION_ALONE.sub("全国", folded)
    if _THAT_DAY.search(folded) and not _ASKS_ANYTHING.search(folded):
        folded, corrected = folded.replace("那天", "哪天"), (*corrected, Correction("那天", "哪天"))
    folded = _STILL.sub("还 ", _SOWN.sub("那 种", _TAKEN_IN.sub("税 ", folded)))
    named = scope.find(folded)
    unit, asking = _asking(folded)
    taken = [*named.spans, *asking, *(match.span() for match in _TELL.finditer(folded))]
    taken.extend(match.span() for asking in (_FIRST_SAID, _A_YEAR, _teller()) for match in asking.finditer(folded))
    source = _SOURCE.match(folded) or _SAYING.match(folded)
    taken.extend(match.span() for match in (_FROM.match(folded),) if match)
    places = [match.span("kind") for match in _KIND_OF_PLACE.finditer(folded)]
    naming = (*named.title, *places, *((source.span(),) if source else ()))
    kind: Kind = next((kind for kind, pattern in _KINDS if pattern.search(folded.strip(" ?。!"))), "what")
    if kind == "money" and unit is not None and not _PAID_IN.search(unit):
        kind = "count"  # 社保费减免惠及多少户
    if kind == "count" and _ASKS_GRADE.search(folded):
        kind, unit = "what", None
    content = tuple(
        Word(token.text, token.start, token.end, _weight(token, kind, naming))
        for token in _apart(wordbook.tokens(folded) if wordbook else tokens(folded), named.spans, asking)
        if token.text not in table("question_words")
        and token.text not in table("stop_words")
        and not _within(token, taken)
    )
    content = tuple(_office(word, folded) for word in content)
    people = _PEOPLE_OF_PLACE.search(folded)
    if people and all(people["most"] and _within(word, [people.span()]) for word in content):
        counted = "人口" if named.places or not named.reports else STAFF
        content = (Word(counted, *people.span("people")),) if named.places or people["most"] else ()
    if came := _CAME.search(folded):
        content = (*content, Word("接待", *came.span("came")))
    if wordbook:
        content = wordbook.expanded(content, folded)
    if _asks_nothing(folded):
        content = ()
    happened = _HAPPENED.search(folded) is not None
    ahead = not happened and scope.lies_ahead(named.years, named.reports)
    own = [word for word in content if not _within(word, named.title)]
    section = _section(kind, folded, own, named, scope, ahead=ahead)
    if section == "problem":
        content = tuple(_in_plain_words(content))
    return Question(
        text=short,
        kind=kind,
        content=content,
        years=named.years,
        places=named.places,
        reports=named.reports,
        unit=unit,
        focus=_focus(kind, folded, content),
        head=head_of(folded, content, asking),
        plans=section == "plan" or _PLANS.search(folded) is not None,
        happened=happened,
        section=section,
        titled=named.titled,
        base=named.base,
        shift=named.shift,
        against=named.against,
        elsewhere=named.elsewhere,
        stranger=named.stranger,
        single=single_kind(folded),
        cut=len(text) > LONGEST,
        read=folded,
        corrected=corrected,
    )


def _in_plain_words(content: Sequence[Word]) -> Iterator[Word]:
    """The words of a question for all problems, as reports say it: 国家还有哪些难处 asks for 存在的问题."""
    for word in content:
        if word.text in (*NATION, "国家"):  # whose they are is told by the report
            yield replace(word, weight=_NAMING)
        elif word.text != "问题" and _ENTIRE["problem"].fullmatch(word.text):
            yield from (replace(word, text="存在", weight=1.0), replace(word, text="问题"))
        else:
            yield word


def _office(word: Word, text: str) -> Word:
    """The word, 县长 where the segmenter joined 县 to the place before it (青禾县长)."""
    if word.text == "长" and word.start and text[word.start - 1] in LEVELS:
        return replace(word, text=text[word.start - 1] + word.text, start=word.start - 1)
    return word


def _weight(token: Token, kind: Kind, title: Sequence[tuple[int, int]]) -> float:
    if _within(token, title):
        return _NAMING
    said = (
        (kind == "problem" and _ENTIRE["problem"].fullmatch(token.text))
        or (kind == "count" and token.text in COUNTING)  # 教师人数 asks for 名教师, and not for 上线人数
        or _PLANS.fullmatch(token.text)
    )
    return _SAID_BY_KIND if said else 1.0


def _section(
    kind: Kind, text: str, own: Sequence[Word], named: Named, scope: ScopeWords, *, ahead: bool
) -> SectionKind | None:
    """The kind of section that the question asks for as a whole, None where it asks for something in particular.

    ``ahead`` is true where all that is said of its year is a plan, so that 怎么做 asks for that.
    """
    years_on = [match.span() for match in YEARS_ON.finditer(text)]
    title = scope.title_words(named.reports)
    called = "\n".join(title)  # 环保 for a report of 生态环境局; they are in no order
    each = comparing(text)  # 各地存在什么问题
    if any(
        word.text not in table("asks_for_section")
        and not (each and each.every and _within(word, each.spans))
        and word.text not in title
        and not _within(word, years_on)
        and not (len(word.text) > 1 and word.text in called)
        and not any(variant.text in called for variant in word.variants)
        for word in own
    ):
        return None
    kind = single_kind(text) if kind == "comparison" and each and each.wordy else kind
    if kind in ("problem", "list", "what") and _ENTIRE["problem"].search(text):
        return "problem"
    asked = _ENTIRE["plan"].search(text) or years_on or (ahead and _TO_DO.search(text))
    return "plan" if kind in ("plan", "list", "what") and asked else None


def _focus(kind: Kind, text: str, content: Sequence[Word]) -> str | None:
    """What a question for a number counts: the word behind 多少名, None where nothing stands there."""
    asking = _counted().search(text) or re.search("多少", text)
    if kind != "count" or asking is None:
        return None
    behind = (word for word in content if word.weight >= 1 and asking.end() <= word.start)
    first = next(behind, None)
    return first.text if first is not None and first.start == asking.end() else None


def _apart(
    cut: Iterable[Token], names: Sequence[tuple[int, int]], asking: Sequence[tuple[int, int]]
) -> Iterator[Token]:
    """The tokens, each without what a name or a word that asks has of it: 院长 of 法院院长 behind 青禾县法院, 缺 of 缺什么."""
    for token in cut:
        end = max((stop for start, stop in names if start <= token.start < stop < token.end), default=token.start)
        stop = min((start for start, stop in asking if token.start < start < token.end <= stop), default=token.end)
        if token.start < end < token.end - 1:
            yield Token(token.text[end - token.start :], end, token.end)
        elif stop < token.end and token.text not in table("question_words"):
            yield Token(token.text[: stop - token.start], token.start, stop)
        else:
            yield token


def _within(token: Token | Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < token.end and token.start < end for start, end in spans)


def _asking(text: str) -> tuple[str | None, list[tuple[int, int]]]:
    """The measure word that the question asks in (多少所), and the spans of the words that only ask."""
    spans = [match.span() for match in _ASKING.finditer(text)]
    unit, inner = None, boundaries(text)
    for match in _phrases().finditer(text):
        # 多少人口 asks for 人口, and 多少 is all that asks.
        end = max((place for place in inner if place <= match.end()), default=match.end())
        spans.append((match.start(), max(end, match.start() + 1)))
    for match in _counted().finditer(text):
        if match.end() not in inner and text[match.end() : match.end() + 1] != "才":  # 多少天才还 has no 天才
            continue
        unit = unit or match["unit"]
        spans.append(match.span())
    return unit, spans


def _runs(content: Sequence[Word]) -> list[Word]:
    """Neighbouring words of equal weight joined where nothing stood between them."""
    runs: list[Word] = []
    for word in content:
        if runs and runs[-1].end == word.start and runs[-1].weight == word.weight:
            word = replace(word, text=runs.pop().text + word.text)
        runs.append(word)
    return runs


def single_kind(text: str) -> Kind:
    """What a question that compares asks of a single report (分别有多少所 asks for a count)."""
    text = fold(text).strip(" ?。!").replace("谁", "")
    return next((kind for kind, pattern in _KINDS if kind != "comparison" and pattern.search(text)), "what")


def is_small_talk(text: str) -> bool:
    """Whether a text is none that asks of a report: 谢谢, 你好."""
    return _small_talk().fullmatch(text.strip(_AROUND)) is not None


def _asks_nothing(text: str) -> bool:
    """Whether a text is small talk, or nothing at all: ？."""
    return not text.strip(_AROUND) or is_small_talk(text)


@cache
def _small_talk() -> re.Pattern[str]:
    """What is no question at all: a greeting, a request for a joke."""
    return re.compile("|".join(sorted(table("small_talk"))), re.IGNORECASE)


@cache
def _phrases() -> re.Pattern[str]:
    """Question phrases of more than one character, longest first; single ones are left to the segmenter."""
    phrases = sorted((word for word in table("question_words") if len(word) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, phrases)))


@cache
def _counted() -> re.Pattern[str]:
    units = sorted(table("asked_measure_words"), key=len, reverse=True)
    return re.compile(rf"(?:多少|(?<![这那])第?几|哪几)(?P<unit>{'|'.join(map(re.escape, units))})")
