"""The report file: one SQLite database in WAL mode."""
