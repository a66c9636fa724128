"""What every record of a pack has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

Phrases = tuple[str, ...]


class Strict(BaseModel):
    """A record that nothing changes; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)
