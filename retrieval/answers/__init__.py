"""Decide what to answer: which evidence is shown, how sure it is, comparisons, enumerations, refusals."""
