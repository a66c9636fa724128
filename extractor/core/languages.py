"""The languages that the program speaks: catalogues, published words and both screens of the review."""

from __future__ import annotations

LANGUAGES = ("en", "es")
