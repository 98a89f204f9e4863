"""The faces of 问报: the command line, what it says, and how it shows an answer."""
