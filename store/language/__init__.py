"""What the program knows of the language: characters, numerals, units, years, plans."""
