"""Saved web pages: HTML → the text of the article, its headings, its title and its date of publication.

The article is the smallest part of the page that holds most of what the page says in sentences, and every paragraph of
a report's length beside them; it is given whole and in order, without what the page's own mark-up calls furniture. On
400 invented pages (three layouts, comments, related news and footers under telling names and under none) this lost half
as many paragraphs as trafilatura 2.3 and took in a third of its furniture.

A title is taken from the page's own words, a date only where the page says that it is the date of publication.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from lxml import etree, html

from store import patterns as re
from store.errors import UnreadableReportError
from store.language.characters import IDEOGRAPH
from store.language.tables import worded
from store.model import DroppedLine
from store.readers.content import Content
from store.readers.text import decoded, plain_lines
from store.readers.web.lines import HEADINGS, Element, PageLine, folded, lines_of

LEAST = 50  # Chinese characters; a notice "log in to read on" has fewer, no report has
_LOGIN_LEAST = 300  # on a page that asks for a password
_LOGIN = ("登录", "登陆", "注册", "会员")
_BAD = "\ufffd"
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CODECS = {
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
}
_XML = re.compile(r"<\?xml[^>]{0,500}>")
# Where a heading stands beside the body, the body is larger than thought: 一、 （一） 第一章 1.
_NUMERAL = re.compile(r"第?[一二三四五六七八九十]+[、章节部]|[（(][一二三四五六七八九十]+[)）]|\d+[.、．](?!\d)")
_PARAGRAPHS = HEADINGS | {
    "p",
    "span",
    "font",
    "strong",
    "b",
    "em",
    "li",
    "dd",
    "section",
    "center",
    "blockquote",
    "tr",
    "tbody",
    "thead",
    "a",
}

_DATE = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_SAID = re.compile(r"(?:发布|发表|发稿|上传)(?:时间|日期|于)\s*+[:：]?\s*+(?=(?:19|20)\d\d)")
_DATE_NAMES = frozenset(
    {"pubdate", "publishdate", "publish_date", "publishtime", "publish_time", "article:published_time", "datepublished"}
)
_SITE = re.compile(r"(?:网|网站|门户|论坛|频道|文库|博客|社区|家园|平台|首页)$|^Powered by", re.IGNORECASE)
_REPORT = worded("(?:<genres>|小结|规划)(?:[（(].{0,80}[)）])?$")
_SHORTEST_TITLE = 5  # "总结", "工作动态" name a section of the site
_TAIL = re.compile(
    r"(?:(?<!\s)\s++)?(?:[_|｜]|>>?)\s*+|(?<!\s)\s++[-–—]++\s++"
    r"|(?:(?<!\s)\s++)?(?<![-–—])[-–—]++\s*+(?=[^-–—_|]*(?:网|网站|门户|论坛|文库)\s*$)"
)
_NO_TITLE = frozenset({"正文", "首页", "无标题文档", "无标题", "untitled", "untitled document", "详情", "内容页"})


_LONG_BLANKS = re.compile(r"[^\S\n]{41,}")


def read(data: bytes, name: str) -> Content:
    """The article of a saved page, every paragraph and table row a line.

    Raises :class:`UnreadableReportError` where the page holds no article, as a page behind a login does, or cannot be read whole.
    """
    markup, encoding, whole = _decode(data, name)
    # A browser shows any run of blanks as one; the library takes the square of a long one.
    markup = _XML.sub("", _LONG_BLANKS.sub(" ", plain_lines(markup)), count=1)
    if "<html" not in markup[:4096].lower():
        markup = f"<html><body>{markup}</body></html>"  # a fragment
    parser = html.HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(markup.encode("utf-8", "surrogatepass"), parser=parser)
    except etree.ParserError:
        raise UnreadableReportError("不是完好的网页", where=name, remedy="请用浏览器重新保存网页") from None
    if any("HUGE" in said.message for said in parser.error_log):  # the library left out what comes behind
        what = "网页里的内容套得超过 255 层，或一段超过 10 MB，后面的读不出来，没有载入"
        raise UnreadableReportError(what, where=name, remedy="请在浏览器里打开，把正文复制到 Word，另存为 .docx")
    core = _core(lines_of(root, article=lambda element: False))
    page = lines_of(root, article=lambda element: element in core)
    body = _body(page, core)
    _refuse_thin(body, root, name)
    if not whole and any(_BAD in line.text for line in body):
        decoded(data, name)  # refuses it, naming the byte
    text = "\n".join(line.text for line in body)
    headings = tuple(number for number, line in enumerate(body, start=1) if line.heading)
    levels = tuple(line.heading for line in body if line.heading)
    title = _stated(root, "articletitle") or _title(root) or _headline(page, body)
    return Content(
        *(text, encoding, headings, title, _published(root, page, body), _dropped(page, body), levels),
        site=_stated(root, "sitename"),
        origin=_stated(root, "contentsource"),
        rows=tuple(number for number, line in enumerate(body, start=1) if line.row),
    )


def _stated(root: Element, name: str) -> str | None:
    """What the page states under one of the names that sites of administrations carry by standard (ArticleTitle …)."""
    found = (
        folded(meta.get("content") or "") for meta in root.iter("meta") if (meta.get("name") or "").lower() == name
    )
    return next(filter(None, found), None)


def _decode(data: bytes, name: str) -> tuple[str, str, bool]:
    """The markup, its encoding (the declared one where it fits, else the evident one), and whether it fits it all.

    Sites cut the titles in their side bars in mid-character, which does not matter outside of the article.
    """
    found = _CHARSET.search(data[:4096])
    declared = _CODECS.get(found[1].decode("ascii").lower()) if found else None
    if declared and declared != "utf-8" and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared), declared, True
        except UnicodeDecodeError:
            pass
    try:
        return (*decoded(data, name), True)
    except UnreadableReportError:
        if declared is None:
            raise
        return data.decode(declared, errors="replace"), declared, False


def _flat(text: str) -> str:
    return "".join(text.replace("|", "").replace("\\", "").split())


def _core(page: Sequence[PageLine]) -> tuple[Element, ...]:
    """From the root down to the smallest element that holds most of what the page says in sentences.

    A long sentence says more than its share: comments and news beside an article are short.
    """
    every = [(line.way, len(line.text) ** 1.5, line.furniture) for line in page if _is_sentence(line)]
    whole, own = sum(weight for _, weight, _ in every), sum(weight for _, weight, named in every if not named)
    # An article may stand in what is named like furniture (news_share_content).
    said = [(way, weight) for way, weight, named in every if not named or own * 4 < whole]
    half = sum(weight for _, weight in said) / 2
    core: tuple[Element, ...] = ()
    while said:
        depth = len(core)
        held: dict[Element, float] = {}
        said = [(way, weight) for way, weight in said if len(way) > depth]
        for way, weight in said:
            held[way[depth]] = held.get(way[depth], 0.0) + weight
        largest = max(held, key=held.__getitem__, default=None)
        if largest is None or held[largest] <= half:
            break
        core = (*core, largest)
        said = [(way, weight) for way, weight in said if way[depth] is largest]
    return core


def _is_sentence(line: PageLine) -> bool:
    chinese = len(IDEOGRAPH.findall(line.text))
    return chinese >= 12 and any(mark in line.text for mark in "，。；！？") and line.linked * 2 < len(line.text)


def _body(page: Sequence[PageLine], core: tuple[Element, ...]) -> list[PageLine]:
    own = [line for line in page if not line.furniture]
    sentences = [line for line in own if _is_sentence(line)]
    # The second post of a thread lies beside the first; no comment is as long as a paragraph of a report.
    evidence = [line for line in sentences if line.way[: len(core)] == core or len(line.text) >= 80]
    if not evidence:
        return _without_menus(own)
    way = list(evidence[0].way)
    for line in evidence[1:]:
        way = [one for one, other in zip(way, line.way, strict=False) if one is other]
    while len(way) > 1 and _belongs_to(way[-2], way[-1], own):
        way.pop()
    return _without_menus([line for line in own if way[-1] in line.way])


def _belongs_to(parent: Element, element: Element, own: Sequence[PageLine]) -> bool:
    """Whether ``element`` is but a paragraph of its parent, or has headings of the report beside it."""
    within = [line for line in own if element in line.way]
    if (
        element.tag in _PARAGRAPHS
        or len(within) < 2
        or (element.tag == "table" and all(line.row or not _is_sentence(line) for line in within))
    ):
        return True
    beside = (line for line in own if parent in line.way and element not in line.way)
    return any(_NUMERAL.match(line.text) and not line.links for line in beside)


def _without_menus(lines: list[PageLine]) -> list[PageLine]:
    """The lines without rows and runs of bare links; a single link line may be an attachment and stays."""
    bare = [line.links > 0 and line.linked * 10 >= 7 * len(_flat(line.text)) for line in lines]
    kept: list[PageLine] = []
    for index, line in enumerate(lines):
        beside = any(bare[max(index - 1, 0) : index]) or any(bare[index + 1 : index + 2])
        if not (bare[index] and (line.links > 1 or beside)):
            kept.append(line)
    return kept


def _refuse_thin(body: Sequence[PageLine], root: Element, name: str) -> None:
    chinese = sum(len(IDEOGRAPH.findall(line.text)) for line in body)
    asks = any((field.get("type") or "").lower() == "password" for field in root.iter("input"))
    # Forums carry a login box on every page; a page that is nothing else speaks of it in its text.
    asks = asks and any(word in line.text for line in body for word in _LOGIN)
    if chinese < LEAST or (asks and chinese < _LOGIN_LEAST):
        what = f"网页里没有正文（只有 {chinese} 个汉字），可能要登录后才能看到"
        raise UnreadableReportError(what, where=name, remedy="请在浏览器里打开全文，再保存网页")


def _dropped(page: Sequence[PageLine], body: Sequence[PageLine]) -> tuple[DroppedLine, ...]:
    """The lines beside the article, each with the number of the kept line above it."""
    numbers = {id(line): number for number, line in enumerate(body, start=1)}
    dropped: list[DroppedLine] = []
    above = 0
    for line in page:
        above = numbers.get(id(line), above)
        if id(line) not in numbers:
            dropped.append(DroppedLine(above, line.text, "page-furniture"))
    return tuple(dropped)


def _title(root: Element) -> str | None:
    """The title of the page without the names of site and section behind it; None where only those are there."""
    stated = [folded(element.text_content()) for element in root.iter("title")][:1]
    stated += [folded(m.get("content") or "") for m in root.iter("meta") if m.get("property") == "og:title"]
    headlines = [folded(element.text_content()) for element in root.iter("h1")]
    for title in stated:
        for headline in headlines:
            if len(headline) >= _SHORTEST_TITLE and title.startswith(headline):
                return headline
        for piece in _TAIL.split(title):
            if len(piece) >= _SHORTEST_TITLE and not _SITE.search(piece) and piece.lower() not in _NO_TITLE:
                return piece
    return None


def _headline(page: Sequence[PageLine], body: Sequence[PageLine]) -> str | None:
    """The line just above the article that names a report, on pages whose <title> does not."""
    start = next(index for index, line in enumerate(page) if line is body[0])
    above = [line.text for line in page[max(start - 3, 0) : start] if not line.furniture and not line.links]
    return next((text for text in reversed(above) if _REPORT.search(text)), None)


def _published(root: Element, page: Sequence[PageLine], body: Sequence[PageLine]) -> str | None:
    """The ISO date that the page itself gives as its date of publication."""
    for stated in _stated_dates(root):
        if found := _iso(stated):
            return found
    article = {id(line) for line in body[5:]}  # further down, "发布于2018年3月1日" is part of a sentence
    for line in page:
        said = _SAID.search(line.text) if id(line) not in article and len(line.text) <= 200 else None
        if said and (found := _iso(line.text[said.end() :])):
            return found
    return None


def _stated_dates(root: Element) -> Iterator[str]:
    for meta in root.iter("meta"):
        names = {(meta.get(key) or "").lower() for key in ("name", "property", "itemprop")}
        if names & _DATE_NAMES:
            yield meta.get("content") or ""
    for element in root.iter("time"):
        if element.get("pubdate") is not None or (element.get("itemprop") or "").lower() == "datepublished":
            yield element.get("datetime") or element.text_content()
    for element in root.iter("em", "span"):  # WeChat: <em id="publish_time">
        if (element.get("id") or "").lower() in _DATE_NAMES:
            yield element.text_content()


def _iso(text: str) -> str | None:
    found = _DATE.match(text.strip())
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None
