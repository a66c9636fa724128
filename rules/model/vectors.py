"""A text as a model sees it, made of the words' features."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from rules.model.features import counted, features, numbers
from rules.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Vector:
    """A text as a model sees it: which features, how much each counts, and in which words they stand."""

    words: Words
    parts: list[bytes]
    indices: NDArray[np.intp]
    values: NDArray[np.float32]

    @cached_property
    def places(self) -> tuple[NDArray[np.intp], NDArray[np.intp], list[int]]:
        """Which of `indices` each feature of each word is, how often each occurs, and where each word's begin."""
        import numpy as np

        at = np.searchsorted(self.indices, numbers(self.parts))
        begins = [0, *accumulate(len(part) // 2 for part in self.parts[:-1])]
        return at, np.bincount(at, minlength=len(self.indices)), begins


def weighed(words: Words, rarity: NDArray[np.float32]) -> Vector:
    """Weigh a text's features by how often they occur in it and how rare they are; the row has length 1."""
    import numpy as np

    parts = features(words)
    indices, counts = counted(numbers(parts))
    values = (1 + np.log(counts)) * rarity[indices]
    length = float(np.sqrt((values * values).sum()))
    return Vector(words, parts, indices.astype(np.intp), (values / (length or 1.0)).astype(np.float32))
