"""Every sentence that the program says to a person, in plain and polite Chinese: one module for each face,
and ``answers`` and ``figures`` for what all of them say.

A sentence with gaps ({}) is filled by calling it; a function stands where a sentence has to choose its words.
"""
