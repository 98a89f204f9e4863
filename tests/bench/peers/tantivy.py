"""tantivy, through its Python package. Its k1 and b cannot be set (1.2 and 0.75)."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import tantivy

from tests.bench.peers import Search

NAME = f"tantivy {version('tantivy')}"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("place", stored=True)
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def build(tokens: Path, folder: Path) -> None:
    """One index, written by one thread and merged as tantivy sees fit."""
    from tests.bench.cache import sentences

    writer = tantivy.Index(_schema(), path=str(folder)).writer(heap_size=500_000_000, num_threads=1)
    for place, terms in enumerate(sentences(tokens)):
        writer.add_document(tantivy.Document(place=place, words=[" ".join(terms)]))
    writer.commit()
    writer.wait_merging_threads()


def open_index(tokens: Path, folder: Path) -> Search:
    """Any of the words."""
    schema = _schema()
    searcher = tantivy.Index(schema, path=str(folder)).searcher()

    def search(terms: list[str]) -> list[int]:
        parts = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", term, index_option="freq"))
            for term in terms
        ]
        hits = searcher.search(tantivy.Query.boolean_query(parts), 10, count=False).hits
        return [searcher.doc(address)["place"][0] for _, address in hits]

    return search
