"""The way in: files found, parsed ahead in worker processes, and stored whole or not at all."""
