"""The archive in ClickHouse: what :class:`store.archive.sqlite.archive.Archive` is in a file, for many hosts at once.

What is stored of a report is written first and its record last (:mod:`store.archive.clickhouse.writing`). Each record has a
number, ``seq``, and a view is a number: it holds, of every report, the record with the highest number up to it, so
whatever is asked within :meth:`ReadingArchive.reading` belongs together. Revisions are numbered from the same run of
numbers, each above all records that were there when it was begun: what was begun after a view is above its number, and
where nothing up to it is dead, a statement needs to look at nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from store import patterns as re
from store.archive import selection
from store.archive.base import ArchiveReader, StoredFile
from store.archive.clickhouse import rows
from store.archive.clickhouse.address import Address
from store.archive.clickhouse.connection import Connection
from store.archive.clickhouse.tables import ARCHIVE, STATE, Columns, Schema, Table, columns, definitions
from store.archive.correction_text import read
from store.archive.ids import ORDINAL_BITS, report_key
from store.archive.records import FIGURE, figure_of, figures_of, info_of, report_of, stored_of
from store.archive.sqlite.mentions import PAPERS, SCHOOLS
from store.errors import ArchiveVersionError
from store.language.grammar import GRAMMAR
from store.language.years import years_in_period
from store.model import BEFORE, Figure, Report, ReportInfo, StoredSentence

if TYPE_CHECKING:  # a question is answered without looking through the figures of all reports
    from store.archive.figure_query import FigureQuery, Fold

VERSION = "2"


class SearchTables(Protocol):
    """What searches the reports: tables of its own, filled with each report before its record is written."""

    @property
    def version(self) -> str:
        """What the rows were made by; archives of another are refused."""
        ...

    @property
    def edition(self) -> str:
        """What the words of a report are cut and chosen by; a report of another is indexed anew."""
        ...

    @property
    def schema(self) -> Schema:
        """The tables and views."""
        ...

    def taken(self, editions: Sequence[rows.Edition]) -> Taken:
        """What the tables take in of these editions."""
        ...


class Taken(Protocol):
    """The columns to insert by table, and for each edition the numbers that go into its record."""

    @property
    def parts(self) -> Sequence[tuple[Table, Columns]]:
        """The columns to insert, by table."""
        ...

    @property
    def sizes(self) -> Sequence[Sequence[int]]:
        """For each edition the numbers that go into its record."""
        ...


_OF_ID = f"intDiv(id, {1 << ORDINAL_BITS})"
_OF_SENTENCE = f"intDiv(sentence, {1 << ORDINAL_BITS})"


class ReadingArchive(ArchiveReader):
    """An open archive in ClickHouse, to be read; a context manager that closes it. One connection, so one thread."""

    def __init__(self, connection: Connection, search: SearchTables) -> None:
        self.connection = connection
        self._at = connection.database
        self._search = search
        self._seq: int | None = None
        self._looked_at = -1  # the view of which it is known whether it is clean
        self._is_clean = False

    @classmethod
    def open(cls, address: Address, *, search: SearchTables, readonly: bool = False) -> Self:
        """The archive at this address, made where it is missing unless ``readonly``. Raises ArchiveError."""
        connection = Connection.open(address)
        archive = cls(connection, search)
        try:
            archive._match(readonly=readonly)
        except BaseException:
            archive.close()
            raise
        return archive

    def close(self) -> None:
        """Give the connection back; the archive cannot be used afterwards."""
        self.connection.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One view: what is read inside belongs together, whatever others write meanwhile. Blocks may be nested."""
        outer, self._seq = self._seq, self.version()
        if outer is None and not self._is_clean:
            self._looked_at = -1  # it may have been swept
        try:
            yield
        finally:
            self._seq = outer

    def version(self) -> int:
        """The number of the view: the highest ``seq`` of any record."""
        if self._seq is not None:
            return self._seq
        found = self._over(f"SELECT max(seq) AS highest FROM {self._at}.reports", "max(highest)")
        return int(found[0][0])

    def path_of(self, report_id: str) -> str:
        """The path under which the report's file was loaded. Raises UnknownReportError."""
        with self.reading():
            found = self._records("path", "key = {key:UInt64}", key=report_key(report_id))
            if not found:
                raise selection.unknown(report_id, self._infos())
        return str(found[0][0])

    def stored(self, report_id: str) -> Report:
        """The whole report of this id, equal to what was saved. Raises UnknownReportError."""
        with self.reading():
            key = report_key(report_id)
            said = "part, title, year, place, kind, published, text"
            found = self._records(f"rev, issuer, region, unsure, given, {said}", "key = {key:UInt64}", key=key)
            if not found:
                raise selection.unknown(report_id, self._infos())
            rev, *row = found[0]
            sections, dropped = (
                self._over(
                    f"SELECT number, {names} FROM {self._at}.{table} WHERE key = {{key:UInt64}} AND rev = {{rev:UInt32}}",
                    tail="ORDER BY number",
                    key=key,
                    rev=rev,
                )
                for table, names in (
                    ("sections", 'level, heading, path, start, "end", run_in'),
                    ("dropped", "line, text, rule"),
                )
            )
            sentences = self._over(
                'SELECT id, text, start, "end", path, paragraph, first_line, last_line, heading, period, planned'
                f" FROM {self._at}.sentences WHERE id BETWEEN {{first:UInt64}} AND {{last:UInt64}} AND rev = {{rev:UInt32}}",
                tail="ORDER BY id",
                first=key << ORDINAL_BITS,
                last=(key + 1 << ORDINAL_BITS) - 1,
                rev=rev,
            )
            figures = self._figures_of([one[0] for one in sentences])
        return report_of(
            row[4:],
            row[:4],
            (one[1:] for one in sections),
            ((one[1:], figures.get(one[0], ())) for one in sentences),
            (one[1:] for one in dropped),
        )

    def sentences(self, ids: Sequence[int]) -> tuple[StoredSentence, ...]:
        """The sentences of these ids, in this order; ids that are no longer stored are passed over."""
        found = {one.id: one for one in self._stored("id IN {ids:Array(UInt64)}", ids=list(ids))} if ids else {}
        return tuple(found[number] for number in ids if number in found)

    def _between(self, first: int, last: int) -> tuple[StoredSentence, ...]:
        return self._stored("id BETWEEN {first:UInt64} AND {last:UInt64}", first=first, last=last)

    def _about_value(self, kinds: Sequence[str], value: float) -> Iterable[tuple[int, str]]:
        found = self.rows_of_view(
            f"SELECT sentence, value FROM {self._at}.figures WHERE kind IN {{kinds:Array(String)}}"
            " AND least = {least:Float64} AND value IS NOT NULL AND {live}",
            key=_OF_SENTENCE,
            tail="ORDER BY sentence",
            kinds=list(kinds),
            least=value,
        )
        return ((sentence, stored) for sentence, stored in found)

    def _of_indicators(
        self, indicators: Sequence[str], natures: Sequence[str], reports: Sequence[int]
    ) -> Iterable[tuple[int, str, Figure]]:
        with self.reading():
            found = self.rows_of_view(
                f"SELECT sentence, ordinal, {FIGURE} FROM {self._at}.figures WHERE indicator IN {{names:Array(String)}}"
                f" AND nature IN {{natures:Array(String)}} AND {_OF_SENTENCE} IN {{keys:Array(UInt64)}} AND {{live}}",
                key=_OF_SENTENCE,
                tail="ORDER BY sentence, ordinal",
                names=list(indicators),
                natures=list(natures),
                keys=list(reports),
            )
            texts: dict[int, str] = dict(
                self.rows_of_view(
                    f"SELECT id, text FROM {self._at}.sentences WHERE id IN {{ids:Array(UInt64)}} AND {{live}}",
                    key=_OF_ID,
                    ids=[sentence for sentence, *_ in found],
                )
            )
        figures = ((sentence, figure_of(row)) for sentence, _, *row in found)
        return ((number, texts[number][max(0, one.start - BEFORE) : one.start], one) for number, one in figures)

    def _narrowed(self, wanted: FigureQuery, reports: Sequence[ReportInfo], fold: Fold) -> Sequence[tuple[int, str]]:
        from store.archive.clickhouse.figure_query import narrowed

        return narrowed(self._at, self.rows_of_view, wanted, reports, fold)

    def years_spoken_of(self) -> dict[str, frozenset[int]]:
        """For each report the years that any of its sentences speaks of."""
        return {
            report: frozenset(year for period in periods for year in years_in_period(period))
            for report, periods in self._records("id, periods", "sentences > 0")
        }

    def mentions(self, name: str) -> bool:
        """Whether any stored sentence holds this string."""
        statement = (
            f"SELECT id FROM {self._at}.sentences WHERE position(text, {{name:String}}) > 0 AND {{live}} LIMIT 1"
        )
        return bool(self.rows_of_view(statement, key=_OF_ID, name=name))

    def abbreviating(self, name: str) -> tuple[str, ...]:
        """The reports whose text abbreviates this place: 滁 in 滁教〔2012〕32号, 包 in 包33中."""
        first = re.escape(name[0])
        pattern = "(?s)" + "|".join([f"{first}[{PAPERS}].*〔", *(f"{first}{number}中" for number in SCHOOLS)])
        statement = (
            f"SELECT DISTINCT report FROM {self._at}.sentences WHERE match(text, {{pattern:String}}) AND {{live}}"
        )
        return tuple(
            report for (report,) in self.rows_of_view(statement, key=_OF_ID, tail="ORDER BY report", pattern=pattern)
        )

    def outdated(self) -> int:
        """How many reports are indexed as they would no longer be: by other stop words, or another segmenter."""
        return len(self._records("id", "made != {made:String}", made=self._made))

    def check(self, *, deep: bool = False) -> tuple[str, ...]:
        """One sentence for each report of which not everything is there; none where all is well.

        ClickHouse keeps checksums of all parts itself and looks at them whenever it reads, so there is nothing deeper.
        """
        with self.reading():
            counted: dict[str, dict[int, int]] = {
                table: dict(
                    self.rows_of_view(
                        f"SELECT {key} AS key, count() AS held FROM {self._at}.{table} WHERE {{live}} GROUP BY key",
                        key=key,
                    )
                )
                for table, key in (("sentences", _OF_ID), ("figures", _OF_SENTENCE))
            }
            infos = self._infos()
        return tuple(
            f"报告 {info.id} 应有 {info.sentences} 句、{info.figures} 个数据，实有 {sentences} 句、{figures} 个数据"
            for info in infos
            for sentences, figures in [
                [counted[table].get(report_key(info.id), 0) for table in ("sentences", "figures")]
            ]
            if (sentences, figures) != (info.sentences, info.figures)
        )

    def rows_of_view(
        self, statement: str, *, key: str, what: str = "*", tail: str = "", **values: Any
    ) -> Sequence[rows.Row]:
        """The rows that a statement gives on any shard.

        Its ``{live}`` lets through what belongs to the view; ``key`` is what gives the key of a row's report, ``what``
        and ``tail`` are what is done with the rows of all shards.
        """
        with self.reading():
            return self._over(self._of_view(statement, key), what, tail, seq=self.version(), **values)

    def columns_of_view(
        self, statement: str, *, key: str, what: Sequence[str], tail: str = "", **values: Any
    ) -> Sequence[Sequence[Any]]:
        """The same rows, turned into the columns that ``what`` names."""
        with self.reading():
            found = f"SELECT {', '.join(what)} FROM {self.connection.over(self._of_view(statement, key))} {tail}"
            return self.connection.columns(found, seq=self.version(), **values) or [()] * len(what)

    def sizes(self) -> tuple[int, ...]:
        """The sums, over the reports of the view, of the numbers that the search tables put into their records."""
        statement = self._latest("sumForEach(sizes) AS sizes")
        return tuple(self._over(statement, "sumForEach(sizes)", seq=self.version())[0][0])

    @property
    def _made(self) -> str:
        """What the words, figures and periods of a report are read by today."""
        return f"{self._search.edition} {GRAMMAR}"

    def _over(self, statement: str, what: str = "*", tail: str = "", **values: Any) -> Sequence[rows.Row]:
        return self.connection.rows(f"SELECT {what} FROM {self.connection.over(statement)} {tail}", **values)

    def _records(self, names: str, where: str = "1", /, *, tail: str = "", **values: Any) -> Sequence[rows.Row]:
        """These columns of the records of the view that fit a condition."""
        return self._over(f"{self._latest(names)} AND ({where})", tail=tail, seq=self.version(), **values)

    def _latest(self, names: str) -> str:
        latest = f"SELECT key, max(seq) FROM {self._at}.reports WHERE seq <= {{seq:UInt64}} GROUP BY key"
        return f"SELECT {names} FROM {self._at}.reports WHERE (key, seq) IN ({latest}) AND removed = 0"

    def _of_view(self, statement: str, key: str) -> str:
        """A statement whose ``{live}`` is filled in, where nothing is dead by a condition that costs next to nothing.

        Looking up the live revisions takes 50 of 260 ms of CPU at a million sentences, 4 of 9 ms at 20,000.
        """
        if "{live}" not in statement:
            return statement
        plain = "rev <= {seq:UInt64}"
        return statement.replace("{live}", plain if self._clean() else f"({key}, rev) IN ({self._live})")

    def _clean(self) -> bool:
        """Whether every revision up to the number of the view is live; no later write can change that."""
        seq = self.version()
        if self._looked_at != seq:
            dead = f"SELECT 1 AS dead FROM {self._at}.revisions WHERE rev <= {{seq:UInt64}} AND (key, rev) NOT IN ({self._live}) LIMIT 1"
            self._looked_at, self._is_clean = seq, not self._over(dead, seq=seq)
        return self._is_clean

    @property
    def _live(self) -> str:
        """The key of each report of the view, with its revision."""
        return (
            f"SELECT key, argMax(rev, seq) FROM {self._at}.reports"
            " WHERE seq <= {seq:UInt64} GROUP BY key HAVING argMax(removed, seq) = 0"
        )

    def _infos(self, report_id: str | None = None) -> list[ReportInfo]:
        where = "1" if report_id is None else f"key = {report_key(report_id)}"
        return selection.in_order(map(info_of, self._records(rows.INFO, where)))

    def _file(self, column: Literal["path", "text_digest"], value: str) -> StoredFile | None:
        names = "path, digest, text_digest, given, id, part, seq"
        found = self._records(names, f"{column} = {{wanted:String}}", tail="ORDER BY seq, path, part", wanted=value)
        if not found:
            return None
        path, digest, text_digest, *_ = found[0]
        reports = [row for row in sorted(found, key=lambda row: row[5]) if row[0] == path]
        return StoredFile(
            path, digest, text_digest, tuple(read(row[3]) for row in reports), tuple(row[4] for row in reports)
        )

    def _stored(self, where: str, **values: Any) -> tuple[StoredSentence, ...]:
        with self.reading():
            statement = f"SELECT {rows.STORED} FROM {self._at}.sentences WHERE {where} AND {{live}}"
            found = self.rows_of_view(statement, key=_OF_ID, tail="ORDER BY id", **values)
            figures = self._figures_of([row[0] for row in found])
        return tuple(stored_of(row, figures.get(row[0], ())) for row in found)

    def _figures_of(self, sentences: Sequence[int]) -> dict[int, tuple[Figure, ...]]:
        """The figures of the sentences of these ids; sentences without a figure are missing."""
        if not sentences:
            return {}
        found = self.rows_of_view(
            f"SELECT sentence, ordinal, {FIGURE} FROM {self._at}.figures"
            " WHERE sentence IN {ids:Array(UInt64)} AND {live}",
            key=_OF_SENTENCE,
            tail="ORDER BY sentence, ordinal",
            ids=list(sentences),
        )
        return figures_of((sentence, *row) for sentence, _, *row in found)

    def _match(self, *, readonly: bool) -> None:
        """Make the tables where they are missing and may be made; refuse those of another version."""
        wanted = {"tables": VERSION, "search": self._search.version}
        try:
            stored: dict[str, str] = dict(self._over(f"SELECT name, value FROM {self._at}.state"))
        except ArchiveVersionError:
            # On a cluster they are made by whoever looks after it (wenbao engine ddl).
            if readonly or self.connection.address.cluster is not None:
                raise
            for statement in definitions((ARCHIVE, self._search.schema), self._at):
                self.connection.run(statement)
            stored = {}
        if not stored and not readonly:
            self.connection.insert("state", STATE.types, columns(STATE, list(wanted.items())))
        elif stored != wanted:
            what = "报告库由另一个版本的 wenbao 写成" if stored else "报告库里还没有内容"
            again = "请换一个空的数据库，重新 wenbao engine push"
            remedy = again if stored else "请先运行 wenbao engine push 或 wenbao load"
            raise ArchiveVersionError(what, where=self.connection.address.shown, remedy=remedy)
