"""Query understanding: what a question asks, of which reports, in which words."""
