"""The tree over the chain's leaves, as RFC 6962 builds it: a root for all of them, a short path for each. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over the leaves."""
    return levels(leaves)[-1][0] if leaves else EMPTY


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Return the tree level by level, leaves first; one that has nothing beside it goes up as it is."""
    found = [list(leaves)]
    while len(level := found[-1]) > 1:
        found.append(
            [node(*level[at : at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]
        )
    return found


def peaks(leaves: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """Return the whole trees that the leaves make, the largest first: (how many leaves, root)."""
    found, at = [], 0
    for power in reversed(range(len(leaves).bit_length())):
        size = 1 << power
        if len(leaves) & size:
            found.append((size, root(leaves[at : at + size])))
            at += size
    return found


def path(tree: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """Return what has to be put beside the leaf with this index, level by level, to come to the root."""
    return [level[beside] for depth, level in enumerate(tree) if (beside := (index >> depth) ^ 1) < len(level)]


def climbed(leaf: bytes, index: int, count: int, way: Sequence[bytes]) -> bytes | None:
    """Return the root to which a path leads from a leaf of a tree of `count`; None if it is none of such a tree."""
    if not 0 <= index < count:
        return None
    rest = list(way)
    while count > 1:
        if index ^ 1 < count:
            if not rest:
                return None
            beside = rest.pop(0)
            leaf = node(beside, leaf) if index & 1 else node(leaf, beside)
        index, count = index // 2, (count + 1) // 2
    return None if rest else leaf
