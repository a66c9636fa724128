"""The present moment, as it is stored."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return the present moment: ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")
