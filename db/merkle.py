"""The tree over the chain's leaves, as RFC 6962 builds it: a root for all of them, a short path for each. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over the leaves."""
    level = list(leaves)
    if not level:
        return EMPTY
    while len(level) > 1:
        level = [node(*level[at : at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]
    return level[0]


def peaks(leaves: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """Return the whole trees that the leaves make, the largest first: (how many leaves, root)."""
    found, at = [], 0
    for power in reversed(range(len(leaves).bit_length())):
        size = 1 << power
        if len(leaves) & size:
            found.append((size, root(leaves[at : at + size])))
            at += size
    return found


def path(leaves: Sequence[bytes], index: int) -> list[tuple[str, bytes]]:
    """Return what has to be put to the left ("l") or right ("r") of the leaf with this index to come to the root."""
    level, found = list(leaves), []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            found.append(("l" if beside < index else "r", level[beside]))
        level = [node(*level[at : at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]
        index //= 2
    return found


def climbed(leaf: bytes, way: Sequence[tuple[str, bytes]]) -> bytes:
    """Return the root to which a path leads from a leaf."""
    for side, beside in way:
        leaf = node(beside, leaf) if side == "l" else node(leaf, beside)
    return leaf
