"""Clean text to reports: compilations divided, front matter, outline, paragraphs, sentences, periods."""
