"""Files, folders and archives → :class:`store.model.Source`; the only place where report files are opened."""
