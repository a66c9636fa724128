"""The part of a pack that masking looks at: a change of anything else leaves what was masked as it was."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from rules.models import Pack


@lru_cache(maxsize=8)
def part_for_masking(pack: Pack) -> Pack:
    """Return the pack without what says nothing of persons, places and bodies; its hash is of what is left."""
    part = {name: getattr(pack, name) for name in ("bodies", "obligations", "reading", "details", "masking")}
    return Pack(info=pack.info, hash=hashlib.sha256(repr(part).encode()).hexdigest(), **part)
