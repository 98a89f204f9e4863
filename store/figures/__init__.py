"""The grammar of figures: a sentence in, its figures out. Works on characters, without a segmenter."""
