"""Measure answers against question sets with gold evidence, beside the plain BM25 pipeline."""
