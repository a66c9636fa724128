"""Doors to other tools: what is read and decided here as records that theirs can take."""
