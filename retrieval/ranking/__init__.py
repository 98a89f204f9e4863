"""Rank the sentences that a search found, and choose the figure that a question asks for."""
