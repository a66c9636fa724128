"""Frames for planted private data (YAML), and what fills them: people that `faker` makes up, in many orders."""
