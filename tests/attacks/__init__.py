"""Attacks on the whole program: short in the tests, long by ``python -m tests.attacks NAME [COUNT] [SEED]``."""
