"""词表: words as data, one file each, every group under a line that gives its reason."""
