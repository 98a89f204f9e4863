"""Six invented reports in the shapes that real ones come in, and ``questions.toml``: what ``demo`` loads and asks."""
