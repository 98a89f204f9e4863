"""Word segmentation, folding for matching, and characters that are easily confused."""
