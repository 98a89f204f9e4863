"""The stored reports in; out comes what words in a question can name them: years, places, parts of their titles.

Nothing is listed in code: a place is a place because a stored report says that it is about it, and 半年总结 names a
report because one is called so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from math import fsum

from retrieval.index.idf import idf
from retrieval.lexicon.tables import table
from retrieval.model import ReportFit, Shift, Token
from retrieval.query.report_names import LEVELS, NATION, NameFound, ReportNames, places_in, spoken_as
from retrieval.text.segmentation import boundaries, fold, tokens, words
from store import patterns as re
from store.language.characters import numeral_value
from store.language.place_names import short
from store.language.years import WRITTEN_YEAR, plan_of, plans_in, without_comparisons
from store.model import ReportInfo
from store.quick_records import record
from store.structure.report_year import CONGRESS_KINDS

_UNITS = "名个人所元万亿件次项吨亩户套米台%号"
# 青禾 2021 户厕: a number that stands alone is a year, 招了2021 户 is none.
# 八二年 is 1982; 干了七八年, 近三五年 count years
_SPOKEN = r"(?<![一二三四五六七八九十百第几近约过了有前后这快满干用上时历要花等再需隔])([四五六七八九〇○零][〇○零一二三四五六七八九])"
_THOSE = "[这那][一二三四五六七八九十]年"  # 93到97这五年
_YEAR = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)(?:(?<=(?<!\S)\d{{4}})(?=\s|$)|(?![\d.多余几]|\s?[{_UNITS}]))年?度?|(?<!\d)(\d\d)(?:年(?![级代]|[间来里]?(?:平均每年|每年平均))|(?<=[\d年][到至~—、,和-]\d\d)年(?![级代])|(?=[到至~—-]\d\d(?:年(?![级代])|{_THOSE}))|(?<=[到至~—-]\d\d)(?={_THOSE})|(?=(?:[、,和]\d\d){{0,8}}[、,和]\d\d年(?![级代])))|({WRITTEN_YEAR})年|{_SPOKEN}年(?!级)"
)
# 2020年以来, 近三年, 这几年: up to the newest report that fits
_SINCE = re.compile(
    rf"(?:((?:19|20)\d\d|{WRITTEN_YEAR})年?|(?<!\d)(\d\d)年)(?:以来|以后|之后|至今|到现在|起(?!步|点|草))"
)
_RECENT = re.compile(r"(?:最?近|过去|(?<!\d)这)的?([一二两三四五六七八九十几]|\d{1,2})个?年(?!级)")
# 80年代, 上世纪九十年代初, 50和60年代
_TENS = "(?:[2-9]0|[二三四五六七八九]十)"
_DECADE = re.compile(
    rf"(?:(?:上个?|20|二十)世纪)?(?<!\d)(?P<tens>{_TENS}(?:年代)?(?:[、,和与]{_TENS}(?:年代)?){{0,3}})(?<=年代)(?:初期?|末期?|中期|前期|后期)?"
)
_SEVERAL_YEARS = 3
_THESE = re.compile(r"\d{4}年?这[两二三四五六七八九十]年")  # 1992、1999、2010这三年: those that were named
# 甲和2017年乙: beside each other; 和2017年相比, 与2017年持平: one is the measure of the other.
_BESIDE = re.compile(r"[和与跟同](?=(?:19|20)\d\d年?+(?!度?的?(?:同期|相比|比|对比|持平|年底)))")
# Of the first half of this year: 去年 is the year before.
_OF_A_PART = re.compile(r"半年|季度")
_NAMED_TWICE = re.compile(r"\A(?>.*?[去今前明]年).*\s(?:19|20)\d\d年?$")
_RELATIVE = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "后年": 2}
# These are told from the year spoken of last, which may have been a 去年.
_STEPS = {"上一年": -1, "前一年": -1, "头一年": -1, "上年": -1, "下一年": 1, "后一年": 1, "第二年": 1, "次年": 1}
# 过去年份, 以上年龄, 今后年度, 十年前年均, 建成后一年能产: no word for a year in these
_RELATIVELY = re.compile(
    rf"(?<![过失\d十几])(?:{'|'.join(_RELATIVE)})(?![均级])|(?<![以成产完])(?:{'|'.join(_STEPS)})(?![均级龄纪])"
)
# 比头一年, 比55年, 是2017年的几倍: only the measure, as people say it
_THAN = re.compile(
    r"[比较](?:\d\d年|头一?年|先前|往年)(?:度|同期|年?底|末|时候)?(?![、和与及至到—–-])"
    r"|(?:是|为|相当于)(?:19|20)?\d\d年(?:度|底|末)?的?(?=(?:几|多少)倍|百分之)"
)
# 19年呢: nothing but a year can be meant, whether a report of it is stored or not
# 和2004年相比: both years are asked about, where 比2004年增长 speaks of one of them
_LIKENED = re.compile(r"[和与跟同](?:19|20)\d\d年?的?(?:相比|比较|对比|比)(?!.{0,4}[增减提上下升降多少高低])")
_BARE_SHORT = re.compile(r"那?么?(\d\d)年度?的?(?:[呢吗啊呀]|$)")
_CENTURY = 50
# 县里老师多少: asked where a county's reports are; not 里程, nor 都市里
_OWN_LEVEL = re.compile(
    r"(?:咱们?|我们?)([省市区县旗镇乡村])(?![分别域场])(?:里头?|上)?|(?<!都)([省市区县旗镇乡村])里头?(?![程面])"
)
_TOWARDS = re.compile(r"(?:(?<!过)去|[往赴]|支援|驰援|援助|帮扶)$")
# 十四五人均要读多少年书, 七五计划每年增长多少, 一五头两年, no 十四五规划
_PLAN = re.compile(
    r"[“\"]?(?P<plan>十[一二三四]五|(?<![一二三四五六七八九十\d])(?<![上下中]午|[早晚]上|[每当][天日])[一二三四五六七八九]五(?=[”\"]?(?:的?[头前][两三四]年|的?时候|时(?![间期])|那[几五]年)))"
    r"[”\"]?+(?:的?[头前](?P<first>[两三四])年|的?时候|时(?![间期])|里|[这那]?[五几]年)?+(?!规划|纲要|计划|目标|开局|收官|末|初)"
    r"|(?<![一二三四五六七八九十\d])[“\"]?(?P<aims>十?[一二三四五六七八九]五|十五)[”\"]?(?:计划|规划)(?:纲要)?(?=.{0,16}(?:多少|几))"
)
_BLANKED = re.compile(" +")
_GENRE = 2  # characters of 总结, 报告, 汇报
# 2011年到2013年: the years between are asked for as well
_FROM_TO = re.compile(r"(?:19|20)\d\d年?(?:到|至|[-—~])(?:(?:19|20)\d\d|\d\d(?=年(?!级)))")
_SERVED = re.compile(
    r"(?:[工教司驾年党团]龄|服务|任教|带班|从业|工作|干)了?\d\d年?[到至~—-]\d\d年"
)  # how long, and not when
_BRIEF_SPAN = re.compile(rf"(?<!\d)(\d\d)年?[到至~—-](\d\d)(?=年(?!级)|{_THOSE})")  # 98到02年, 22年到25年
# 那份汇报里…: what stands between the words of a title, and what follows when the report itself is meant
_BETWEEN = frozenset(["的", "那", "这", "那份", "这份", "份", "篇", "年"])
_BEFORE = re.compile("[的那这份篇]{0,12}")  # between the year and the words of a title: 75年的那份报告
_LISTED = re.compile("[、,和与]")
# 82年说七五会不会更快, 83年计划到87年招多少: what the report of that year says; not 82年提供了多少, 办了几场讲座
_SAID_IN = re.compile(
    r"(?:的时候|那时候?|时)?(?:总理|主席|[省市县区州镇乡]长)?(?:为什么|为啥|为何|怎么|咋)?(?:就|还|又|也|里)?(?:说[过到的起]?(?![明服唱])|[讲提][过到的](?!位)"
    r"|(?:计划|规划|打算|预计|定的?)(?=到?(?:(?:19|20)?\d\d年|“?[七八九十]五)))"
)
_ANY = "报告"  # what every report is, whatever it calls itself
_DATED = re.compile(r"\d\d年$")
_REPORTED = re.compile(r"[了数率过]|[\u4e00-\u9fff]{0,5}?(?:[病疫]|(?<!比)例|死亡|传染|中毒|事[故件]|反应)")
_AFTER = re.compile(r"(?:里|中|内|上|说|提到|承认|显示|写|的(?!$|\?|。)|,|\s|$)")


@record
class Named:
    """What a question's words name: ``spans`` of the words for years and places, ``title`` of those of a title.

    ``titled`` are years that are part of a report's name, ``elsewhere`` places that no stored report is from,
    ``stranger`` is a name that the question begins with and no report is called by, empty where it does not. ``base``,
    ``shift`` and ``against`` are those of :class:`~retrieval.model.Question`.
    """

    years: tuple[int, ...]
    titled: tuple[int, ...]
    places: tuple[str, ...]
    elsewhere: tuple[str, ...]
    reports: tuple[ReportFit, ...]
    spans: tuple[tuple[int, int], ...]
    title: tuple[tuple[int, int], ...]
    base: int | None = None
    shift: Shift | None = None
    against: tuple[int | Shift, ...] = ()
    stranger: str = ""


@record
class _Kind:
    """A kind of report, the words it is named by, and those of them that say what sort of text it is."""

    text: str
    words: frozenset[str]
    genres: frozenset[str]

    @staticmethod
    @lru_cache(maxsize=256)  # thousands of reports are of a few
    def of(kind: str) -> _Kind:
        """The genre is the end of the kind, 汇报 in 工作汇报, also where the segmenter knows the whole as one word."""
        text = fold(kind)
        found = tuple(words(text))
        genres = frozenset((text[-_GENRE:], *found[-1:])) - {""}
        return _Kind(text, genres.union(found), genres)


class _Name:
    """The words of a report's title and kind. Of thousands of titles few are ever cut."""

    def __init__(self, title: str, kind: frozenset[str]) -> None:
        self.title = title
        self._kind = kind

    @cached_property
    def words(self) -> frozenset[str]:
        """All of them."""
        return self._kind.union(words(self.title))

    def __contains__(self, word: str) -> bool:
        return word in self._kind or (word in self.title and word in self.words)

    @staticmethod
    @lru_cache(maxsize=8192)  # what was cut stays so when another report is loaded
    def of(title: str, kind: str) -> _Name:
        """The name of a report by its title and kind."""
        return _Name(fold(title), _Kind.of(kind).words)


class ScopeWords:
    """The names of the stored reports, ready to be found in questions."""

    def __init__(self, reports: Sequence[ReportInfo], spoken: Iterable[int] = ()) -> None:
        """``spoken`` are the years that the reports speak of."""
        self._spoken = frozenset(spoken)
        self._year = {report.id: report.year for report in reports}
        self._years = frozenset(year for year in self._year.values() if year is not None)
        self._place = {report.id: report.place for report in reports}
        self._region = {report.id: report.region for report in reports}
        # A report to a congress goes by the year after the one that it looks back on, as one does that is called by that.
        self._ahead = frozenset(report.id for report in reports if report.kind in CONGRESS_KINDS or _reviews(report))
        self._partly = frozenset(report.id for report in reports if _OF_A_PART.search(report.kind or report.title))
        self._level = {report.id: _level_of(report) for report in reports}
        self._called = ReportNames(reports)
        kinds = [_Kind.of(kind) for kind in {report.kind or "" for report in reports}]
        self._kinds = frozenset(kind.text for kind in kinds if len(kind.text) > _GENRE)
        self._genres = frozenset().union(*(kind.genres for kind in kinds))
        self._names = {report.id: _Name.of(report.title, report.kind or "") for report in reports}
        # Most words of most questions stand nowhere in here.
        self._all_names = "\n".join([*(name.title for name in self._names.values()), *(kind.text for kind in kinds)])

    def title_words(self, fits: Sequence[ReportFit]) -> frozenset[str]:
        """The words of the titles and kinds of these reports."""
        return frozenset().union(*(self._names[fit.report].words for fit in fits))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of places and the kinds of reports, as a question may write them."""
        return (*self._called.places, *self._kinds)

    def only_body(self, text: str) -> NameFound | None:
        """The body whose kind alone a folded question begins with; see :meth:`ReportNames.only_body`."""
        return self._called.only_body(text)

    def staffed_body(self, text: str) -> NameFound | None:
        """The body of which a folded question asks how many people it has; see :meth:`ReportNames.staffed_body`."""
        return self._called.staffed_body(text)

    def find(self, text: str) -> Named:
        """The years, places and reports that a folded text names."""
        plain = _THAN.sub(_blanks, without_comparisons(_BESIDE.sub("、", text)))
        if _LIKENED.search(text) and self._years_in(plain):
            plain = text
        years = self._years_in(plain)
        found = _not_towards(text, self._called.find(text))
        taken: list[tuple[int, int]] = [(start, end) for _, start, end in years]
        taken.extend(match.span() for match in _BLANKED.finditer(plain) if text[slice(*match.span())].strip())
        found = tuple(one for one in found if not any(one.start < end and begin < one.end for begin, end in taken))
        taken.extend((one.start, one.end) for one in found if one.text not in NATION)
        fits = _agreeing(found)
        run = self._title_in(text)
        titled, called = self._called_so(_without(found, text), run, years)
        if called or titled:
            fits.append(called)
        own = None if found else _own_level(text, taken)
        if own and (there := [report for report, its in self._level.items() if its == (own[1] or own[2])]):
            fits.append(dict.fromkeys(there, 1.0))
            taken.append(own.span())
        elsewhere = tuple(places_in(text, taken))
        fits, within = self._in_regions(fits, elsewhere)
        taken.extend((one.start, one.end) for one in within)
        elsewhere = tuple(one for one in elsewhere if one not in within)
        among = frozenset[str]() if run else frozenset(fit.report for fit in _joined(fits))
        naming = () if run or (elsewhere and not among) else tuple(self._called.naming(text, taken, among))
        fits.extend(_agreeing([_beside(one, found, among) for one in naming]))
        if not fits and elsewhere and (around := self._called.around(elsewhere[0].text)):
            fits.append(dict.fromkeys(around, 1.0))
        base = self._base(years, _joined(fits))
        # What only the report's own year tells is told last: what was spoken of before comes first.
        relative = _relative(plain, base if years else None)
        taken.extend(span for _, span in relative)
        if _NAMED_TWICE.search(text):  # 去年投资涨了吗 2025
            relative = []
        told = [year for year, _, _ in years] + [year for year, _ in relative if isinstance(year, int)]
        named = [year for year in told if year not in titled]
        if _SINCE.search(plain) or (_RECENT.search(plain) and not _THESE.search(plain)):
            newest = self._newest(_joined(fits))
            for first, span in self._runs_of_years(plain, newest):
                named.extend(range(first, (newest or first) + 1))
                taken.append(span)
        for plan in plans_in(plain):
            named.extend(range(plan.first, plan.last + 1))
            taken.append((plan.start, plan.end))
        for match in [] if named else _PLAN.finditer(plain):
            years_of_plan = plan_of(match["plan"] or match["aims"])
            first = "..两三四".find(match["first"] or ".")
            named.extend(
                range(years_of_plan.first, years_of_plan.first + first if first > 0 else years_of_plan.last + 1)
            )
            taken.append(match.span())
        for match in _DECADE.finditer(plain):
            for tens in re.findall(_TENS, match["tens"]):
                first = 1900 + (numeral_value(tens) or int(tens))
                named.extend(range(first, first + 10))
            taken.append(match.span())
        return Named(
            tuple(dict.fromkeys(_spread(named, text))),
            tuple(dict.fromkeys(titled)),
            self._places_of(found),
            tuple(dict.fromkeys(name.text for name in elsewhere)),
            _joined(fits),
            tuple(sorted(taken)),
            (
                *((one.start, one.end) for one in run),
                *((one.start, one.end) for one in (*naming, *(one for one in found if one.text in NATION))),
            ),
            base=base,
            shift=next((shift for shift, _ in relative if isinstance(shift, Shift)), None),
            against=self._against(text, plain),
            stranger="" if elsewhere or any(one.place for one in found) else self._called.stranger(text),
        )

    def _newest(self, fits: Sequence[ReportFit]) -> int | None:
        """The last year that the reports which fit look back on."""
        among = [fit.report for fit in fits] or list(self._year)
        years = [year - (report in self._ahead) for report in among if (year := self._year[report]) is not None]
        return max(years, default=None)

    def told_from_newest(
        self, shift: Shift, fits: Sequence[ReportFit], *, plans: bool = False, follows: bool = False
    ) -> int | None:
        """The year that 去年 or 明年 means, told from the newest report that fits; None where none has a year.

        ``plans`` is true where the question asks for what is planned, ``follows`` where it follows one about that report.
        """
        among = [fit.report for fit in fits] or list(self._year)
        dated = [(year, report) for report in among if (year := self._year[report]) is not None]
        if not dated:
            return None
        year, report = max(dated)
        if shift.by > 0 and not fits:
            return None  # each report has a next year of its own
        # Whoever reads a summary or a bulletin calls the year that it tells of 去年, and its plans are for 今年; what is
        # to come, or is told from the congress, is told from the report itself.
        later = not follows and report not in self._ahead | self._partly and (shift.by < 0 or (plans and shift.by == 0))
        # What a report to a congress plans is for its own year, which who reads its review calls 明年.
        ahead = not follows and plans and report in self._ahead and shift.by == 1
        meant = year + later + shift.by - ahead
        return meant if fits or {meant, meant + 1} & {told for told, _ in dated} else None

    def lies_ahead(self, years: Sequence[int], fits: Sequence[ReportFit]) -> bool:
        """Whether reports plan a year: those to a congress their own, where none that fits looks back on it, all a later one."""
        if len(years) != 1:
            return False
        among = [fit.report for fit in fits] or self._year
        dated = {report: year for report in among if (year := self._year[report]) is not None}
        if not dated or years[0] + 1 in dated.values():
            return False
        of_year = [report for report, year in dated.items() if year == years[0]]
        later = (not fits or len(dated) == len(fits)) and years[0] > max(dated.values())
        return later or (bool(of_year) and all(report in self._ahead for report in of_year))

    def _in_regions(
        self, fits: list[dict[str, float]], places: Sequence[Token]
    ) -> tuple[list[dict[str, float]], tuple[Token, ...]]:
        """What is chosen, of places of one name those within a wider place that is named, and the wider places: 安徽滁州."""
        within: list[Token] = []
        for one in places:
            held = [
                {report: fit for report, fit in fit.items() if short(one.text) in self._region[report]} for fit in fits
            ]
            if any(held):
                within.append(one)
                fits = [inside or fit for inside, fit in zip(held, fits, strict=True)]
        return fits, tuple(within)

    def _places_of(self, found: Sequence[NameFound]) -> tuple[str, ...]:
        """The places that are named, each as its report calls it."""
        names: list[str] = []
        for one in (one for one in found if one.place):
            there = {self._place[report] for report in one.reports}
            own = {place for place in there if place and one.text in spoken_as(fold(place))}
            names.extend(sorted(own) or [one.text])
        return tuple(dict.fromkeys(names))

    def _base(self, years: Sequence[tuple[int, int, int]], fits: Sequence[ReportFit]) -> int | None:
        """The one year, or the year of the one report, that the question names."""
        base: set[int | None] = {year for year, _, _ in years} or {self._year[fit.report] for fit in fits}
        return next(iter(base)) if len(base) == 1 else None

    def _against(self, text: str, plain: str) -> tuple[int | Shift, ...]:
        """The years that something is only compared with, which ``plain`` lacks."""
        compared = "".join(" " if char == left else char for char, left in zip(text, plain, strict=True))
        years = [year for year, _, _ in self._years_in(compared)]
        return (*years, *(shift for shift, _ in _relative(compared, None)))

    def _years_in(self, text: str) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = []
        doubted: set[int] = set()
        text = _SERVED.sub(_blanks, text)
        spans = [match.groups() for match in _BRIEF_SPAN.finditer(text)]
        for match in _YEAR.finditer(text):
            full, brief, written, spoken = match.groups()
            if spoken:
                brief = "".join(str(numeral_value(char) or 0) for char in spoken)
            if brief:
                # One end of a span tells that the other is a year as well.
                known = any(self._brief(end) for span in spans if brief in span for end in span)
                year = self._brief(brief)
                if year is None and (known or _BARE_SHORT.match(text)):
                    year = (2000, 1900)[int(brief) >= _CENTURY] + int(brief)
                if year is not None:
                    found.append((year, *match.span()))
                    if not {year, year + 1} & self._years and brief[0] != "0" and not known:
                        doubted.add(year)
            else:
                found.append((int(full) if full else numeral_value(written) or 0, *match.span()))
        # 84年报告里国民党22年修了多少铁路: how long, where reports only speak of 1922
        return [one for one in found if one[0] not in doubted or len(doubted) == len(found)]

    def _brief(self, digits: str) -> int | None:
        """The year that two digits stand for: 11年 is 2011 only where a report of that year, or of the next, is stored.

        07年 may be how the reports themselves write it.
        """
        either = (2000 + int(digits), 1900 + int(digits))
        stored = (year for year in either if {year, year + 1} & self._years)
        return next(stored, next((year for year in either if year in self._spoken), None))

    def _runs_of_years(self, text: str, newest: int | None) -> list[tuple[int, tuple[int, int]]]:
        """The first years of the times that reach up to the newest report (2020年以来, 83年以来, 近三年), with their spans."""
        if newest is None:
            return []
        since = (
            (numeral_value(match[1]) if match[1] else self._brief(match[2]), match.span())
            for match in _SINCE.finditer(text)
        )
        found = [(first, span) for first, span in since if first is not None and first <= newest]
        for match in _RECENT.finditer(text):
            count = _SEVERAL_YEARS if match[1] == "几" else numeral_value(match[1].replace("两", "二")) or 1
            found.append((newest - count + 1, match.span()))
        return found

    def _title_in(self, text: str) -> list[Token]:
        """The words that name a report by its title or kind (2011年总结里, 均衡县那份汇报), none where none do."""
        run: list[Token] = []
        for token in (*tokens(text), Token("", len(text), len(text))):
            if (token.text and self._names_one(token.text)) or (run and token.text in _BETWEEN):
                run.append(token)
                continue
            while run and run[-1].text not in self._genres:
                run.pop()
            telling = [part for part in run if part.text not in _BETWEEN]
            # 报告 by itself may be what is asked about (做专题报告); 工作报告, 那份报告 or 报告里 names one that is stored.
            longer = len("".join(part.text for part in telling)) > 2 or len(run) > len(telling)
            # 03年报告五年批了多少专利, where 03年报告了多少例 tells what was done
            dated = run and run[-1].text == _ANY and _DATED.search(text[: run[-1].start])
            within = run and _AFTER.match(text, run[-1].end)
            if within or (run and (longer or dated) and not (dated and _REPORTED.match(text, run[-1].end))):
                return run
            run = []
        return []

    def _called_so(
        self, text: str, run: Sequence[Token], years: Sequence[tuple[int, int, int]]
    ) -> tuple[list[int], dict[str, float]]:
        """The years that are part of a report's name (2011年总结里, 75年那份报告, 82年说), and how well each report bears it."""
        said = [year for year, _, end in years if _SAID_IN.match(text, end) and year in self._years]
        if said:
            return said, self._fits({_ANY}, said)
        if not run:
            return [], {}
        named = {token.text for token in run if token.text not in _BETWEEN}
        within = [year for year, start, end in years if run[0].start < end and start < run[-1].end]
        before, start = list[int](), min([run[0].start, *(start for year, start, _ in years if year in within)])
        for year, begin, end in reversed(years):  # 93、98、03年报告
            if end <= start and (_LISTED if within or before else _BEFORE).fullmatch(text, end, start):
                before, start = [year, *before], begin
        # 2012年总结 where none of 2012 is stored may be one of no year.
        if before and (called := self._fits(named, [*within, *before])):
            return [*within, *before], called
        return within, self._fits(named, within)

    def _names_one(self, word: str) -> bool:
        """Whether a word stands in the title or the kind of a report."""
        return word in self._all_names and any(word in name for name in self._names.values())

    def _fits(self, named: set[str], titled: Sequence[int]) -> dict[str, float]:
        """For each report the share of the named words that its title and kind hold, rare words counting more.

        Where a year is part of the name, only reports of that year are meant. 报告 is what every one of them is.
        """
        named = {word for word in named if not word.isdigit()} or named
        if named == {_ANY}:
            return {report: 1.0 for report in self._names if self._year[report] in titled}
        held = {word: {report for report, name in self._names.items() if word in name} for word in named}
        telling = {word: idf(len(self._names), len(reports)) for word, reports in held.items()}
        # Exact sums: the words come in no order, and an answer is the same in every process.
        whole = fsum(telling.values()) or 1.0
        fits = {report: fsum(telling[word] for word in named if report in held[word]) / whole for report in self._names}
        if titled:
            fits = {report: fit for report, fit in fits.items() if self._year[report] in titled}
        best = max(fits.values(), default=0.0)
        return {report: fit for report, fit in fits.items() if fit == best > 0}


def _without(found: Sequence[NameFound], text: str) -> str:
    """A text with 的 in place of the places in it: 2018年青禾报告 is called by its year as 2018年的报告 is."""
    for one in found:
        text = text[: one.start] + "的" * (one.end - one.start) + text[one.end :] if one.place else text
    return text


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _own_level(text: str, taken: Sequence[tuple[int, int]]) -> re.Match[str] | None:
    """Where a text says 我们县 or 县里, of whole words: not in 开发区里, nor in 菜市里, whose 菜 the segmenter cuts off."""
    inner = boundaries(text)
    after = {0, *(end for _, end in taken)}
    for found in _OWN_LEVEL.finditer(text):
        start = found.start()
        joined = start not in after and start - 1 in inner and text[start - 1] not in table("stop_words")
        if start in inner and not inner.isdisjoint((found.end(), found.end(found.lastindex or 0))) and not joined:
            return found
    return None


def _reviews(report: ReportInfo) -> bool:
    """Whether a report goes by the year after the one that its title names: 公司2024年工作报告 of January 2025."""
    year = report.year
    return year is not None and f"{year - 1}年" in report.title and str(year) not in report.title


def _level_of(report: ReportInfo) -> str:
    """The last character of a report's place, as far as the place or the title says it: 县, 市; "" where neither does."""
    place = report.place or ""
    behind = report.title.partition(place)[2][:1] if place else ""
    return next((one for one in (place[-1:], behind) if one in LEVELS), "")


def _not_towards(text: str, found: Sequence[NameFound]) -> tuple[NameFound, ...]:
    """The names without the places that something goes to from another one: 湖北 of 保定去湖北支援的医护."""
    aside = [one for one in found if one.place and _TOWARDS.search(text[: one.start])]
    first = min((one.start for one in found if one.place and one not in aside), default=len(text))
    return tuple(one for one in found if one not in aside or one.start < first)


def _agreeing(found: Sequence[NameFound]) -> list[dict[str, float]]:
    """What the names choose: a name side by side with others that no report bears as well chooses beside them."""
    chosen: list[set[str]] = []
    for one in found:
        fitting = next((reports for reports in chosen if reports & one.reports), None)
        if fitting is None:
            chosen.append(set(one.reports))
        else:
            fitting &= one.reports
    return [dict.fromkeys(set().union(*chosen), 1.0)] if chosen else []


def _beside(one: NameFound, found: Sequence[NameFound], among: frozenset[str]) -> NameFound:
    """A piece of a name that tells reports of the place right before it apart, and none of those that other names choose."""
    own = next((name.reports for name in found if name.end == one.start), among)
    return replace(one, reports=one.reports | among - own)


def _relative(text: str, base: int | None) -> list[tuple[int | Shift, tuple[int, int]]]:
    """去年, 今年 and 明年 with their spans: as years where there is a year to tell them from, else as shifts."""
    found: list[tuple[int | Shift, tuple[int, int]]] = []
    for match in _RELATIVELY.finditer(text):
        if match.group() == "当年" and base is None:
            continue  # 当年欠苏联的债: of old
        steps = match.group() in _STEPS
        by = _STEPS[match.group()] if steps else _RELATIVE[match.group()]
        found.append((Shift(by, steps, match.group()) if base is None else base + by, match.span()))
    return found


def _spread(years: Sequence[int], text: str) -> list[int]:
    """The years, and those between the two of a span."""
    if len(set(years)) == 2 and (_FROM_TO.search(text) or _BRIEF_SPAN.search(text)):
        return list(range(min(years), max(years) + 1))
    return list(years)


def _joined(fits: Sequence[dict[str, float]]) -> tuple[ReportFit, ...]:
    """Reports that all the signals name; where no report does, those that any of them names, at half."""
    if not fits:
        return ()
    common = set(fits[0]).intersection(*fits[1:])
    if common:
        merged = {report: min(fit[report] for fit in fits) for report in common}
    else:
        merged = {report: value / 2 for fit in fits for report, value in fit.items()}
    return tuple(ReportFit(report, merged[report]) for report in sorted(merged))
