"""How many examples a random test draws: all in `make slow`, a part of them where every minute is waited for."""

from __future__ import annotations

from hypothesis import settings


def drawn(number: int) -> int:
    """Return the part of a number of examples that the profile in force (tests/conftest.py) has of a hundred."""
    return -(-number * settings().max_examples // 100)
