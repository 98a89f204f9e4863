"""The inverted index in the report file: posting lists in immutable segments, top-k search with early stopping."""
