"""Text cleaning: page furniture dropped with its rule, broken lines mended, one-line files unfolded."""
