"""Reports in: files → clean text → sentences → one SQLite file, by :func:`store.ingest.load.load`."""
