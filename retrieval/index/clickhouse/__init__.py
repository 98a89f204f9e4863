"""The inverted index in ClickHouse, for archives that outgrow one machine."""
