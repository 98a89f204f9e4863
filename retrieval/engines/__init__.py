"""One interface, engines of equal scores: weighted terms in, candidate sentences out."""
