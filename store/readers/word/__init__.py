"""Word documents: paragraphs, tables, numbering and styles as Word shows them."""
