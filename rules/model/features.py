"""Text -> hashed features: the n-grams of its words' characters, its stems, and pairs of neighbours.

Every feature is a number below 65,536, told by a checksum: no vocabulary needs to be kept, and what was never seen in
training falls where nothing was learned.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, pairwise
from struct import pack
from typing import TYPE_CHECKING, Any
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
    stems = words.stems.split()
    pairs = chain([b""], (_stem(b"%b %b" % pair) for pair in pairwise(map(_encoded, stems))))
    return [own + pair for own, pair in zip(map(_own, words.plain.split(), stems), pairs, strict=False)]


def numbers(features: list[bytes]) -> NDArray[np.uint16]:
    """Return the features of a whole text in one row, repeated as often as they occur."""
    import numpy as np

    return np.frombuffer(b"".join(features), dtype=np.dtype("<u2"))


def shape(word: str) -> str:
    """Return a number's length instead of the number, and a word cut where it is too long to be one."""
    return "0" * min(len(word), DIGITS) if word.isdigit() else word[:LONG_WORD]


def counted(numbers: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Return which numbers occur, in order, and how often: `numpy.unique` takes twice as long for so few."""
    import numpy as np

    ordered = np.sort(numbers)
    begins = np.ones(len(ordered) + 1, dtype=bool)
    begins[1:-1] = ordered[1:] != ordered[:-1]
    bounds = begins.nonzero()[0]
    return ordered[bounds[:-1]], bounds[1:] - bounds[:-1]


@lru_cache(maxsize=8192)
def _encoded(stem: str) -> bytes:
    return shape(stem).encode()


@lru_cache(maxsize=8192)  # nearly every word of a letter, in 2 MiB
def _own(word: str, stem: str) -> bytes:
    """The features of a word by itself: its characters, its stem."""
    framed = f" {shape(word)} "
    found = [
        crc32(framed[start : start + size].encode()) % CHARACTERS
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(max(1, len(framed) - size + 1))
    ]
    return pack(f"<{len(found)}H", *found) + _stem(_encoded(stem))


def _stem(stem: bytes) -> bytes:
    return (CHARACTERS + crc32(stem) % STEMS).to_bytes(2, "little")
