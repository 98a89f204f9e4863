"""Questions in, quoted answers out: :func:`retrieval.ask.Asker.ask` has all stages in order."""
