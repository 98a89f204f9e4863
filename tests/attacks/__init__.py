"""Attacks on the whole program: short in the tests, long by ``python -m tests.attacks NAME [COUNT] [SEED]``.

Each counts as it goes, so that one that is cut short has told how far it was; another seed goes on with other inputs.
"""
