"""The grammar of figures: a sentence in, its figures out. Works on characters, without a segmenter."""

from store.figures.extract import figures_in

__all__ = ["figures_in"]
