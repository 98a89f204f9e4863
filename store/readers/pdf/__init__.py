"""PDF documents with a text layer: pages, columns, paragraphs, running heads."""
