"""The inverted index in the report file: posting lists in immutable segments, exact top-k search that scores most sentences only nearly."""
