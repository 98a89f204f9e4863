"""Inverted indexes: the protocol for engines, their fields, and what they count of terms."""
