"""Text -> hashed features: the n-grams of its words' characters, its stems, and pairs of neighbours.

Every feature is a number below 65,536, told by a checksum: no vocabulary needs to be kept, and what was never seen in
training falls where nothing was learned.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, pairwise
from struct import pack
from typing import TYPE_CHECKING
from zlib import crc32

from rules.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERSION = 3  # raised whenever the same text gives other features: models fitted before are refused
CHARACTERS = 1 << 15  # features of characters come first
STEMS = 1 << 15  # then those of stems and pairs
SIZE = CHARACTERS + STEMS
SHORTEST, LONGEST = 3, 5  # characters of an n-gram
DIGITS = 4  # numbers with as many digits or more are one word
LONG_WORD = 40  # characters of a word that count: what is longer is no word


def features(words: Words) -> list[bytes]:
    """Return each word's features, two bytes a number."""
    stems = [shape(stem).encode() for stem in words.stems.split()]
    pairs = chain([b""], (_stem(b"%b %b" % pair) for pair in pairwise(stems)))
    return [
        _characters(word) + _stem(stem) + pair
        for word, stem, pair in zip(words.plain.split(), stems, pairs, strict=False)
    ]


def numbers(features: list[bytes]) -> NDArray[np.uint16]:
    """Return the features of a whole text in one row, repeated as often as they occur."""
    import numpy as np

    return np.frombuffer(b"".join(features), dtype=np.dtype("<u2"))


def shape(word: str) -> str:
    """Return a number's length instead of the number, and a word cut where it is too long to be one."""
    return "0" * min(len(word), DIGITS) if word.isdigit() else word[:LONG_WORD]


@lru_cache(maxsize=8192)  # nearly every word of a letter, in 2 MiB
def _characters(word: str) -> bytes:
    framed = f" {shape(word)} "
    found = [
        crc32(framed[start : start + size].encode()) % CHARACTERS
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(max(1, len(framed) - size + 1))
    ]
    return pack(f"<{len(found)}H", *found)


def _stem(stem: bytes) -> bytes:
    return (CHARACTERS + crc32(stem) % STEMS).to_bytes(2, "little")
