"""Saved web pages: the article without the page around it."""
