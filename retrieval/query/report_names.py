"""What each stored report calls itself in; out come the names by which a question chooses reports, with their places.

A report calls itself by its title, its place and the name of its file: a place (青禾县), a body (云泽大学), a company by
what is its own (澜赋), a person (述职报告_张明), a book. No list of names is kept: a name is one because it stands where
reports name themselves. The segmenter is asked about the words of a question only, never about thousands of titles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property, lru_cache

from retrieval.lexicon.tables import groups, table
from retrieval.model import Question, Token
from retrieval.text.confusable_characters import alike
from retrieval.text.segmentation import boundaries, fold, is_dictionary_word, part_of_speech, rarity, tokens
from store import patterns as re
from store.language.place_names import places_called, short
from store.language.tables import worded
from store.model import ReportInfo
from store.quick_records import record
from store.structure.titles import own_title

LEVELS = "省市区县州镇乡旗盟"
# Masked names (某县, XX县, **区) name nothing.
_MASKED = re.compile(r"[^\u4e00-\u9fff]|某")
_LOW_LEVEL = re.compile(r"(?<=..)(?:街道|[镇乡])$")
_AUTONOMOUS = re.compile(r"自治([州县旗])$")
# A development zone, and what it is called for short.
_ZONES = (
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
)
_ZONE = re.compile(rf"(.{{2,}}?)(?:{'|'.join(full for full, _ in _ZONES)})")
# 第三中学 is also called 三中, 第二人民医院 二院.
_NUMBERED = re.compile(r"第([一二三四五六七八九十]{1,3})(中学|小学|幼儿园|(?:人民|附属|中)?医院)")
_HOSPITAL = re.compile(r"(?<![一二三四五六七八九十第\d])[一二三四五六七八九十]院(?![校长士系落区])")
_APART = re.compile(r"[_\s—－\-~:：()（）《》〈〉【】\[\]·,，、.。|/\\“”\"]+")
_YEARS = re.compile(r"(?:19|20)\d\d学?年?度?|[二一][〇○零九][〇○零一二三四五六七八九]{2}年度?|\d+")
# What a title says behind the name of whoever it is of.
_GENRE = worded(
    "(?:<genres>|关于|在全|国民经济|经济运行|政府|财政|预算|决算|述职|年终|年度|全年|上半年|下半年|半年|季度|工作|社会责任|审计|个人|住院|出院|门诊|刑事|民事|行政"
    "|年报|病历|病例|判决|裁定|起诉|简报|简历|通报|方案|纪要|讲话|情况|档案|材料).*$"
)
_LEGAL = re.compile(r"(?:集团|控股|股份|有限责任|有限|责任){0,4}公司$|(?:控股)?集团$")
_LEGAL_NEXT = re.compile(r"(?:集团|控股|股份|有限责任|有限|责任){0,4}公司|集团")
# Before the word that ends a body's name these alone make no name: 市教育局, 中心小学, 第一人民医院, 我校
_COMMON = re.compile(
    r"(?:[省市区县州镇乡村旗全我本各该校某]|人民|中心|实验|第?[一二三四五六七八九十]|附属|直属|基层|高级|初级|普通|职业|技术|特殊|教育|体育|公办|民办|农村|城[市区乡]|中医|妇幼|儿童|综合|专科|国有|上市|重点|级|国家|地方|有关|相关|多少|哪些?|几|个|家|所|和|与|的|在|中国|党|有限|责任|股份|控股)*"
)
_LONGEST_BODY = 24
# 图书馆、医疗集团、幼儿园哪家…, 云栖图书馆和红石滩谁的…: what is listed in front of the word that asks
_LISTED = r"(?:(?![和与跟同哪谁各]|分别|比(?!例|重|率))[\u4e00-\u9fff]){2,12}+"  # a piece can end at one place only
_LIST = re.compile(rf"(?P<all>{_LISTED}(?:[、,和与跟同]{_LISTED}){{1,9}}+)[,的]?(?=哪|谁|各|分别|比(?!例|重|率))")
_AND = re.compile("[、,和与跟同]")
_SHORTEST_LONG = 5  # characters; what is longer is called for short
_SHORTEST_FORM = 3  # 卫健局 is many bodies
_OFFICES = "局委厅"
# Of these a place has one, or few: who says the kind alone may mean the one that the reports are of.
_ONE_OF_A_PLACE = frozenset("医院 卫生院 法院 检察院 派出所 监狱 图书馆 博物馆 疾控中心 支队 大队 残联 妇联".split())
# 城管多少人, 法院一共有几个人: who works there, and not 居民多少人
_STAFF_OF = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?<![人民员生工师女部])(?=里?的?(?:现在|目前|一共|总共|共)?有?(?:多少|几)[个名位]?(?:人|员工|职工|工作人员)[呢啊呀]?[?。]?$)"
)
# Behind what a body is called by.
OF_BODY = re.compile("集团|有限|公司|执法|救援|[局委站院所社厅队村镇乡县区市]|中心|街道|[大支总]队|$")
# 法院一共多少家, 医院数量, 图书馆、体育馆哪个大
_LISTED_OR_COUNTED = re.compile(r"[一-龥]{0,4}?(?:多少|几)[个家所座]|的?总?数(?!据|字)|[、,和与跟同及]|有?哪")
_WIDEST = 7  # characters from one of a short name's to the next
# A place that is called as a thing is (新建区, 和平县) is meant by its bare name only where a place stands: 和平的学校.
_BEFORE = re.compile(r"(?:^|[、,\s年]|请问|查查|查一?下|问一?下|问问|想问|想知道|看看|告诉我|今年|去年|前年|关于)$")
_ASKING = (
    "(?:我?[想请要]{0,2}(?:帮我)?(?:知道|了解|告诉我|[问查看说讲聊]一?[问查看说讲聊下]?))"  # 想问, 帮我查一下, 说说
)
_UNKNOWN_PLACE = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:[今去前]?年|{_ASKING})?+(?P<place>(?P<name>[\u4e00-\u9fff]{{2,4}})[市县区])$"
)
# What a body is called by where its kind is left out: 海州二院, 云江水务
_NUMBERED_BEHIND = re.compile(r"[一二三四五六七八九十](?:中|小|院)(?![国学共等])")
_BODY_BEHIND = re.compile(r"水务|公交|燃气|供电|电力|城投|交投|文旅|地铁|交警|消防")
# What stands before these may be a trade or a field in a new word: 网约车公司, 工信局.
_TRADES = ("公司", "企业", "集团", "合作社", "酒店", "银行", "局", "委", "厅", "委员会", "办公室")
_RARE = 15.0  # 云江 has 17, 古建 14.6
_NO_NAME = re.compile(
    r"[我你他她咱这那哪谁各每本该几多少两一二三四五六七八九十百千万个些家所有没在到去来给和与跟同及的了是很不最更全市县区镇乡村省国年月日上下前后大小新老]"
)
_BESIDE = tuple("和与跟同及")  # 青禾和云泽, but 与云泽合作
_BEHIND = re.compile(r"[\d\s和与跟同及、,有去今明前哪一全本]|$")
_THAT_IN = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?:省|市|自治区)?的?(?:那个|这个|那座|那)(?:地级|县级)?(?:市|县|区|州|城市|地方)"
)
_NAMES = frozenset(["ns", "nr", "nt", "nz", "nrt", "nrfg"])


@record
class NameFound:
    """A name in a question and the reports that bear it; ``place`` is true where it is a place's."""

    text: str
    start: int
    end: int
    reports: frozenset[str]
    place: bool


class ReportNames:
    """The names of the stored reports, ready to be found in questions."""

    def __init__(self, reports: Sequence[ReportInfo]) -> None:
        self._own: dict[str, str] = {report.id: _own_words(report) for report in reports}
        self._all = "".join(dict.fromkeys(self._own.values()))
        self._national = frozenset(
            report.id for report in reports if not report.place and _is_national(self._own[report.id])
        )
        if self._national:  # what goes by its year alone among them is one of them
            self._national |= {report.id for report in reports if not (report.place or self._own[report.id].strip())}
        self._at: dict[str, set[str]] = {}
        self._others: dict[str, set[str]] = {}
        self._schools: dict[str, set[str]] = {}
        self._stems: set[str] = set()
        called = {place: spoken_as(fold(place)) for place in {report.place or "" for report in reports}}
        parts = {own: tuple(_parts(own)) for own in set(self._own.values())}
        for report in reports:
            for name in called[report.place or ""]:
                self._at.setdefault(name, set()).add(report.id)
            for name, is_place in parts[self._own[report.id]]:
                (self._at if is_place else self._others).setdefault(name, set()).add(report.id)
            for stem in filter(None, map(_stem, self._own[report.id].split("\n"))):
                self._others.setdefault(stem, set()).add(report.id)
                self._stems.add(stem)
            for number, kind in _NUMBERED.findall(self._own[report.id]):
                self._others.setdefault(f"第{number}{kind}", set()).add(report.id)
                self._schools.setdefault(number + ("院" if kind.endswith("院") else kind[0]), set()).add(report.id)
        self._within: dict[str, set[str]] = {}
        for report in reports:
            for name in report.region:
                self._within.setdefault(fold(name), set()).add(report.id)
        lengths: dict[str, set[int]] = {}
        for name in (*self._at, *self._others):
            lengths.setdefault(name[0], set()).add(len(name))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    @property
    def places(self) -> tuple[str, ...]:
        """The names of places."""
        return tuple(self._at)

    @property
    def all(self) -> tuple[str, ...]:
        """All names, as a question may write them."""
        return (*self._at, *self._others)

    def find(self, text: str) -> tuple[NameFound, ...]:
        """The names in a folded question, in order and not overlapping: bodies before the places within their names."""
        found: list[NameFound] = [*self._in_regions(text), *self._bodies(text)]
        found += [one for one in self._abbreviated(text) if not _overlaps(found, one.start, one.end)]
        edges: frozenset[int] | None = None
        for start, end in self._spans(text):
            if _overlaps(found, start, end):
                continue
            name = text[start:end]
            edges = boundaries(text) if edges is None else edges
            if start not in edges and end not in edges:
                continue  # no 海南 in 上海南站
            if name in self._at:
                if _is_plain(name) and not (
                    part_of_speech(name) != "v" and _BEFORE.search(text[:start]) and _BEHIND.match(text, end)
                ):
                    continue
                found.append(NameFound(name, start, end, frozenset(self._at[name]), True))
                continue
            legal = _LEGAL_NEXT.match(text, end)
            if legal or _NUMBERED.fullmatch(name) or name in self._stems or _is_proper(name):
                end = legal.end() if legal else end
                found.append(NameFound(name, start, end, frozenset(self._others[name]), False))
        whole = _NATION.search(text) if self._national else None
        if whole and not _overlaps(found, *whole.span()):
            found.append(NameFound(whole.group(), *whole.span(), self._national, False))
        # As a word only: no 一小 in 一小时, no 三中 in 三中全会.
        called = [(one.text, one.start, one.end) for one in tokens(text)] if self._schools else []
        called += [(one.group(), *one.span()) for one in _HOSPITAL.finditer(text)] if self._schools else []
        for name, start, end in called:
            if name in self._schools and not _overlaps(found, start, end):
                found.append(NameFound(name, start, end, frozenset(self._schools[name]), False))
        return tuple(sorted(self._listed(text, found), key=lambda one: one.start))

    def only_body(self, text: str) -> NameFound | None:
        """The body that a folded question begins with by its kind alone, where reports are of a single such one.

        派出所抓了多少人 may be asked of the 柳湾派出所.
        """
        match = _bodies_end().search(text)
        if match is None or match.group() not in _ONE_OF_A_PLACE or not _BEFORE.search(text[: match.start()]):
            return None
        return None if _LISTED_OR_COUNTED.match(text, match.end()) else self._only(match, _shortened(match.group()))

    def staffed_body(self, text: str) -> NameFound | None:
        """The body of which a folded question asks how many people it has, where reports are of a single one called so: 城管多少人."""
        match = _STAFF_OF.match(text)
        # 城管局 of a 城管执法局
        return self._only(match, _shortened(match.group()).rstrip(_OFFICES)) if match else None

    def _only(self, match: re.Match[str], form: str) -> NameFound | None:
        """The only body that is called by this form of what was matched, None where there are several or none."""
        called = {report: name for report, own in self._shortened.items() if (name := _own_body(own, form))}
        shortest = min(called.values(), key=len, default="")
        if not shortest or not all(name.endswith(shortest) for name in called.values()):
            return None
        return NameFound(match.group(), *match.span(), frozenset(called), False)

    def stranger(self, text: str) -> str:
        """The name of a body at the beginning of a folded question that no report is called by; empty where there is none.

        海州 of 海州二院看了多少病人, which does not ask of the 二院 of another place.
        """
        for token in tokens(text):
            if not _BEFORE.search(text[: token.start]):
                continue
            known = is_dictionary_word(token.text)
            for name in [token.text] if known and len(token.text) > 1 else [text[token.start :][:n] for n in (2, 3)]:
                end = token.start + len(name)
                numbered = _NUMBERED_BEHIND.match(text, end)
                body = numbered or _bodies_end().match(text, end) or _BODY_BEHIND.match(text, end)
                # The dictionary calls 治安, 巴士 and 海鲜 places, too, and 网约 of 网约车公司 is no word of it.
                proper = (
                    (known and part_of_speech(name) == "ns" and (bool(places_called(name)) or rarity(name) > _RARE))
                    or (numbered is not None and part_of_speech(name) == "n")
                    or (
                        not is_dictionary_word(name)
                        and _is_proper(name)
                        and body is not None
                        and body[0] not in _TRADES
                    )
                )
                if proper and body and not _NO_NAME.search(name) and not self._may_be_called(name):
                    return name
        return ""

    def _may_be_called(self, name: str) -> bool:
        """Whether some report or its place is called so, or by a name for which this is an error of typing: 郁洲 for 郁州."""
        typed = (name[:place] + char + name[place + 1 :] for place in range(len(name)) for char in alike(name[place]))
        return any(one in self._all for one in (name, *typed)) or any(name in at or at in name for at in self._at)

    def _listed(self, text: str, found: list[NameFound]) -> list[NameFound]:
        """The names found, with the bodies of a list that is asked about: 图书馆、医疗集团、幼儿园哪家…, 云栖图书馆和红石滩谁…

        A word for a kind (医院) is one of them beside what is more than that, and where a single report is of such a body.
        """
        listed = _LIST.match(text)
        named, start, within, kinds = [*found], 0, frozenset[str](), list[bool]()
        for piece in _AND.split(listed["all"]) if listed else ():
            held = [one for one in named if one.start < start + len(piece) and start < one.end]
            body = next(iter([*_bodies_end().finditer(piece)][-1:]), None)
            kinds.append(not held and _is_kind(piece))
            of_place = len(held) == 1 and held[0].place
            called = text[held[0].end if of_place else start : start + (body.end() if body else len(piece))]
            # 妇幼 of 青禾妇幼, which no 财政 of 青禾财政 is like
            own = of_place and len(called) > 1 and not _GENRE.search(called)
            bearing = self._bearing(called, longer_than=1) if body or own or called in self._stems else frozenset()
            if held and not (of_place and called and (body or (own and bearing & held[0].reports))):
                start += len(piece) + 1
                continue
            within = held[0].reports if held else within
            bearing = bearing & within or bearing
            if not bearing or (held and not bearing <= within) or (kinds[-1] and len(bearing) > 1):
                return found
            if held:  # of the place that name of its body
                named[named.index(held[0])] = replace(
                    held[0], end=held[0].end + len(called), reports=bearing, place=False
                )
            else:
                named.append(NameFound(called, start, start + len(called), bearing, False))
            start += len(piece) + 1
        return found if all(kinds) else named

    def naming(self, text: str, taken: Sequence[tuple[int, int]], among: frozenset[str]) -> Iterator[NameFound]:
        """The pieces of a question that say no more than what reports call themselves: 法院 of 瀚州法院, 南浦理工.

        ``among`` are the reports that are chosen already. Where there are none, a piece must itself be a name, of
        three characters at least; else it is of all of them, or is a body's word that tells some of them from others.
        """
        done = 0
        cut = [token for token in tokens(text) if not any(a < token.end and token.start < b for a, b in taken)]
        for index, token in enumerate(cut):
            if token.start < done or token.text in table("stop_words") or token.text in table("question_words"):
                continue
            end = token.end
            for later in cut[index + 1 :]:
                if later.start != end or text[token.start : later.end] not in self._all:
                    break
                end = later.end
            piece = text[token.start : end]
            bearing = (
                self._bearing(piece, longer_than=1 if among else _SHORTEST_FORM) if len(piece) > 1 else frozenset()
            )
            if among:
                bearing &= among
                telling = bearing == among or (bool(bearing) and _bodies_end().search(piece) is not None)
            else:
                telling = len(piece) > 2 and bool(bearing) and piece not in _OF_ALL and _is_proper(piece)
            if telling:
                yield NameFound(piece, token.start, end, bearing, False)
                done = end

    def around(self, name: str) -> frozenset[str]:
        """The reports of the smallest place that this one lies in, none where no report is of one."""
        for above in reversed([one for place in places_called(name)[:1] for one in place.above]):
            if above in self._at:
                return frozenset(self._at[above])
        return frozenset()

    def _in_regions(self, text: str) -> Iterator[NameFound]:
        """安徽那个市: the reports of places that lie in what is named."""
        for match in _THAT_IN.finditer(text) if self._within else ():
            bearing = self._within.get(match["name"])
            if bearing:
                yield NameFound(match.group(), match.start(), match.end(), frozenset(bearing), True)

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where known names stand, the longest first at each place."""
        start = 0
        while start < len(text):
            for length in self._lengths.get(text[start], ()):
                end = start + length
                if text[end : end + 1] == "长" and text[end - 1] in LEVELS:
                    continue  # 青禾县长
                if text[start : end - 1] in self._at and text[end - 1 : end] in LEVELS and end not in boundaries(text):
                    continue  # 青禾|乡村, 青禾|市场
                if text[start:end] in self._at or text[start:end] in self._others:
                    yield start, end
                    start = end - 1
                    break
            start += 1

    def _bodies(self, text: str) -> Iterator[NameFound]:
        """The bodies that a question names and some report is of: by the longest piece that a report calls itself by."""
        done = 0
        known: dict[str, frozenset[str]] = {}  # of a run of one character all pieces are alike
        for match in _bodies_end().finditer(text):
            if match.start() < done:
                continue
            end = match.end()
            edges = boundaries(text)
            for start in range(max(done, end - _LONGEST_BODY), match.start() - 1):
                if start not in edges:
                    continue
                name = text[start:end]
                if _COMMON.fullmatch(text[start : match.start()]):
                    break
                if name not in known:
                    known[name] = self._bearing(name)
                bearing = self._of_place_before(text, start, known[name]) if known[name] else known[name]
                if bearing:
                    legal = _LEGAL_NEXT.match(text, end)
                    end = legal.end() if legal else end
                    yield NameFound(name, start, end, bearing, False)
                    done = end
                    break

    def _of_place_before(self, text: str, end: int, bearing: frozenset[str]) -> frozenset[str]:
        """Of the reports of a body those of the place that stands right before it; all of them where none does.

        汀阳市公安局 is neither the 市公安局 of 石漳 nor its 公安局.
        """
        starts = range(max(0, end - _LONGEST_PLACE), end - 1)
        place = next((text[start:end] for start in starts if text[start:end] in self._at), None)
        unknown = _UNKNOWN_PLACE.search(text, 0, end + (text[end] in LEVELS))
        if place is None and unknown and not _COMMON.fullmatch(unknown["name"]):
            place = unknown["place"]
        if place is None:
            return bearing
        own = self._at.get(place, set())
        return frozenset(one for one in bearing if one in own or place in self._own[one])

    def _abbreviated(self, text: str) -> Iterator[NameFound]:
        """Bodies called by their first two characters and some of the rest, with the last: 云泽职院, 云泽职业技术学院."""
        for start in range(len(text) - 2):
            for name in self._by_stem.get(text[start : start + 2], ()):
                for end in range(min(len(text), start + 5), start + 2, -1):
                    piece = text[start:end]
                    rest = iter(name)
                    # 南京大学 is a university of its own, and not 南京航空航天大学 for short.
                    short = piece[-1] == name[-1] and piece[-2:] != name[-2:]
                    if short and all(char in rest for char in piece) and text[end : end + 1] != "长":
                        yield NameFound(piece, start, end, frozenset(self._others[name]), False)
                        break

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """The names of bodies of six characters and more, by their first two."""
        stems: dict[str, list[str]] = {}
        for name in self._others:
            if len(name) > _SHORTEST_LONG and any(one.end() == len(name) for one in _bodies_end().finditer(name)):
                stems.setdefault(name[:2], []).append(name)
        return stems

    def _bearing(self, name: str, *, longer_than: int = _SHORTEST_FORM) -> frozenset[str]:
        if name in self._all:
            return frozenset(report for report, own in self._own.items() if name in own)
        form = _shortened(name)
        if len(form) > longer_than and form in self._all_shortened:
            return frozenset(report for report, own in self._shortened.items() if form in own)
        if name[-1] not in _OFFICES:
            return frozenset()
        # Words are cut only of names that have enough of each character.
        needed = Counter(name)
        return frozenset(
            report
            for report, own in self._own.items()
            if all(own.count(char) >= times for char, times in needed.items())
            and any(_abbreviates(name, line) for line in own.split("\n"))
        )

    @cached_property
    def _shortened(self) -> dict[str, str]:
        return {report: _shortened(own) for report, own in self._own.items()}

    @cached_property
    def _all_shortened(self) -> str:
        return "".join(dict.fromkeys(self._shortened.values()))


def places_in(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """The places of the list, and X市 or X县 at the beginning of a question, that a folded text names as what it is about.

    ``taken`` are spans that mean something else. A place that something is done with or comes from (与北京合作, 新疆班)
    is none of these, nor is a word of everyday that some place is called by.
    """
    edges = boundaries(text)
    done = 0
    ends = {stop for _, stop in taken}
    for start in sorted(edges):
        beside = text.endswith(_BESIDE, 0, start) and any(stop == start - 1 for stop in ends)
        if start < done or not (beside or _BEFORE.search(text[:start])):
            continue
        end = next((end for end in range(start + _LONGEST_PLACE, start + 1, -1) if _is_listed(text, start, end)), None)
        unlisted = _UNLISTED.match(text, start)
        if (
            unlisted
            and end in (None, unlisted.end("name"))
            and not _is_word_of_area(unlisted["name"], unlisted.group()[-1])
            and not _ends_in_word(text, start, unlisted.end())
        ):
            end = unlisted.end()
        if end is None or any(begin < end and start < stop for begin, stop in taken):
            continue
        if end in edges and not _NOT_ABOUT.match(text, end):
            yield Token(text[start:end], start, end)
            done = end
            ends.add(end)


_LONGEST_PLACE = 10
_UNLISTED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4}?)[市县区](?=[的有今去前明\d全一共,\s]|$|[\u4e00-\u9fff]{1,12}(?:多少|几|哪|什么|怎么))"
)
# 新疆班, 北京话, 川菜: what a place lends its name to
_NOT_ABOUT = re.compile(r"[班籍菜话人路街戏剧]")


def _is_listed(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    return len(name) == end - start and name not in table("everyday_not_places") and bool(places_called(name))


_COUNTED = re.compile(r"[一二两三四五六七八九十][个大小]")  # 三个大区


def _ends_in_word(text: str, start: int, end: int) -> bool:
    """Whether what would be the name of a place ends in a word of everyday: 稳楼市, 管菜市."""
    last = max((edge for edge in boundaries(text) if edge < end), default=start)
    return (
        start < last < end - 1
        and (part_of_speech(text[last:end]) or "").startswith(("n", "j"))
        and not (places_called(text[last:end]))
    )


def _is_word_of_area(name: str, level: str) -> bool:
    """Whether what stands before 区 or 县 makes it a kind of area (示范区, 各县) and not the name of one."""
    return (
        name[-1] in "社学校小景厂园城都超地强养贫贸开库全"
        or name in table("everyday_not_places")
        or bool(_COMMON.fullmatch(name))
        # 示范区, 工业区, 贫困县; but 石桥县: of a county a noun is a name
        or (
            (tag := part_of_speech(name)) is not None
            and not places_called(name)
            and (level != "县" or not tag.startswith("n"))
        )
        or name[0] in "全我各本该哪几多这那每"
        or _COUNTED.match(name) is not None
    )


def _overlaps(found: Iterable[NameFound], start: int, end: int) -> bool:
    return any(one.start < end and start < one.end for one in found)


NATION = frozenset(["全国", "我国", "中国"])
# 全国有多少家图书馆; no 全国文明校园 and no 全国第一
_NATION = re.compile(
    r"(?:(?<=^)|(?<=[年那,\s])|(?<=年[底末初])|(?<=那么)|(?<=现在)|(?<=目前)|(?<=如今))(?:全国|我国|中国|国家(?=财政|(?:在|给|对|花|投|拨|一共|用于)))(?!.{0,6}(?:大会|会议|文明|先进|优秀|重点|模范|劳模|示范|比赛|大赛|竞赛|冠军|[前第]|领先|名列|高考|人大|两会))"
)
_OF_THE_NATION = re.compile(
    r"全国|中国|国家|国务院|共和国|中央|大会常务委员会|政府工作报告|公报|普查|皮书|收支|决算|运行|统计|年鉴|行业"
)
_OF_A_BODY = re.compile(r"[省市县区镇乡校院局我]")
# 国家统计局, 国务院办公厅: bodies of the nation
_NATIONAL_BODY = re.compile(r"国家[\u4e00-\u9fff]{2,8}?(?:局|委员会|委|办公室)|国务院")


def asks_of_nation(question: Question) -> bool:
    """Whether a question, or the one that it follows, asks of the whole country, which reports of several kinds may tell of."""
    carried = "terms" in question.carried and any(word.text in NATION for word in question.content)
    return carried or names_nation(question.read)


def names_nation(text: str) -> bool:
    """Whether a folded question names the whole country."""
    return _NATION.search(text) is not None


def of_the_nation(report: ReportInfo) -> bool:
    """Whether a report speaks of the whole country, which is no place beside others."""
    return not report.place and _is_national(_own_words(report))


def _is_national(own: str) -> bool:
    """Whether a report without a place that calls itself so speaks of the whole country: 文化发展统计公报."""
    return bool(_OF_THE_NATION.search(own)) and not _OF_A_BODY.search(_NATIONAL_BODY.sub("", own))


def _own_words(report: ReportInfo) -> str:
    """What a report calls itself, a piece a line, years left out."""
    stem = report.source.rpartition(".")[0] if report.part == 1 else ""
    return _pieces(report.title, report.issuer or "", "" if stem == report.title or stem.isascii() else stem)


@lru_cache(maxsize=8192)  # of all reports, asked for anew whenever one is loaded
def _pieces(title: str, issuer: str, stem: str) -> str:
    pieces = (
        piece
        for text in (own_title(title), issuer, own_title(stem))
        for whole in _APART.split(fold(text))
        for piece in _YEARS.split(whole)
    )
    return "".join(f"\n{piece}" for piece in dict.fromkeys(pieces) if len(piece) > 1) + "\n"


def _parts(own: str) -> Iterator[tuple[str, bool]]:
    """The names within what a report calls itself, each with whether it is a place's."""
    for piece in own.split("\n"):
        name = _GENRE.sub("", piece)
        if len(name) < 2:
            continue
        rest = name
        while (match := _LEVELED.match(rest)) is not None and _is_place(match, rest[match.end() :]):
            yield from ((called, True) for called in spoken_as(match["name"] + match["level"]))
            rest = rest[match.end() :]
        company = _LEGAL.sub("", rest)
        if company != rest:
            yield from ((one, False) for one in _company(company))
        elif places_called(name):
            yield from ((called, True) for called in spoken_as(name))
        elif rest and len(name) <= _LONGEST_BODY and not name.endswith(_OF_ALL):
            yield name, False
            if match := _UNIVERSITY.fullmatch(name):
                yield match[1], False


_OF_ALL = ("国务院", "人民政府")  # whose reports most are
_UNIVERSITY = re.compile(r"([\u4e00-\u9fff]{2,6}理工)(?:大学|学院)")  # 云泽理工大学 is called 云泽理工


def _is_place(match: re.Match[str], rest: str) -> bool:
    """Whether what stands before 市 or 县 is a place: the dictionary says so, or nothing or a body's name follows it."""
    name = match["name"]
    if _COMMON.fullmatch(name):
        return False
    return (
        part_of_speech(name) == "ns" or not rest or any(one.end() == len(rest) for one in _bodies_end().finditer(rest))
    )


def _is_plain(name: str) -> bool:
    """Whether a text is a word that names no place, person or body."""
    tag = part_of_speech(name)
    return name in table("everyday_not_places") or (tag is not None and tag not in _NAMES and not places_called(name))


_LEVELED = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{2,5}}?)(?P<level>(?:[\u4e00-\u9fff]{{1,8}}族)?自治[区州县旗]|新区|[{LEVELS}]|街道)(?!长|委书记)"
)


def _company(stem: str) -> Iterator[str]:
    """What a company is called for short: 澜赋科技, 澜赋."""
    if len(stem) > 1:
        yield stem
    latin = re.match(r"[a-z]{2,}", stem)
    own = latin.group() if latin else stem[:2]
    if len(stem) >= len(own) + 2:
        yield own


def _stem(own: str) -> str | None:
    """What a body is called by what is its own, and no words of everyday: 小橡树 of 小橡树幼儿园."""
    end = _bodies_end().search(own) or _VILLAGE.search(own)
    stem = own[: end.start()] if end else ""
    if not _SHORTEST_FORM <= len(stem) < _SHORTEST_LONG or _COMMON.fullmatch(stem) or places_called(stem):
        return None
    return stem if any(len(token.text) == 1 for token in tokens(stem)) or part_of_speech(stem) is None else None


_VILLAGE = re.compile("村(?=$|[委两工总述党支])")


def _is_proper(name: str) -> bool:
    """Whether a text is a name and not words of everyday: 澜赋, 张某 and ABC are, 财政收支 is not."""
    cut = tokens(name)
    single = sum(len(token.text) == 1 for token in cut)
    return single > 1 or any(token.text.isascii() or part_of_speech(token.text) in _NAMES for token in cut)


def spoken_as(place: str) -> tuple[str, ...]:
    """What a question may call a place: 青岛 and 青岛市 for either, 广西, 浦东; a level word is part of a name of two
    characters (吴县).

    >>> spoken_as("云岫彝族自治县"), spoken_as("澜浦经济技术开发区")
    (('云岫', '云岫彝族自治县', '云岫县', '云岫自治县'), ('澜浦经济技术开发区', '澜浦开发区', '澜浦经开区', '澜浦'))
    """
    if not place or _MASKED.search(place):
        return ()
    if zone := _ZONE.fullmatch(place):
        forms = (place, zone[1] + "开发区", *(zone[1] + short for full, short in _ZONES if place.endswith(full)))
        return tuple(dict.fromkeys(forms if places_called(zone[1]) else (*forms, zone[1])))
    if own := _AUTONOMOUS.search(place):
        bare = short(place)
        return bare, place, bare + own[1], f"{bare}自治{own[1]}"
    bare = _LOW_LEVEL.sub("", short(place))
    return tuple(dict.fromkeys((bare, place, *(bare + level for level in LEVELS if place == bare))))


@lru_cache(maxsize=8192)  # the names of all reports, asked for by each question that has a short one
def _word_starts(text: str) -> frozenset[int]:
    return frozenset(token.start for token in tokens(text))


def _abbreviates(name: str, whole: str) -> bool:
    """Whether the characters of an office's short name begin words of its whole name, or go on from the one before.

    >>> _abbreviates("文旅局", "青禾县文化旅游广电局"), _abbreviates("民政局", "青禾县人民政府统计局")
    (True, False)
    """
    begun = _word_starts(whole)

    def stands(rest: str, before: int) -> bool:
        if not rest:
            return True
        end = len(whole) if before < 0 else min(len(whole), before + 1 + _WIDEST)
        for place in range(before + 1, end):
            fits = place in begun or place == before + 1 or len(rest) == 1
            if whole[place] == rest[0] and fits and stands(rest[1:], place):
                return True
            if before >= 0 and whole[place] in _OFFICES:
                return False
        return False

    return stands(name, -1)


@cache
def _bodies_end() -> re.Pattern[str]:
    """The words that end a body's name, the longest first."""
    ends = sorted(table("body_endings"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(ends)})(?![长员])")


def _is_kind(name: str) -> bool:
    """Whether a name is no more than the word for a kind of body: 医院, 人民法院, 师大."""
    return any(
        one.end() == len(name) and _COMMON.fullmatch(name[: one.start()]) for one in _bodies_end().finditer(name)
    )


def _own_body(own: str, called: str) -> str:
    """The shortest name of a body in what a report calls itself that is called so, empty where there is none: 市城管执法局 by 城管."""
    names = (_GENRE.sub("", piece) for piece in own.split("\n")) if called in own else ()
    bodies = (name for name in names if called in name and OF_BODY.match(name.partition(called)[2]))
    return min(bodies, key=len, default="")


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    return tuple((min(full), min(form)) for full, form in groups("body_short_forms"))


def _shortened(text: str) -> str:
    """A name with what is said for short in it said so: 卫生健康局 as 卫健局."""
    for full, form in _forms():
        text = text.replace(full, form)
    return text
