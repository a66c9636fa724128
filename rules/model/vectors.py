"""A text as a model sees it, made of the words' features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.model.features import features, numbers
from rules.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Vector:
    """A text as a model sees it: which features, how much each counts, and in which words they stand."""

    words: Words
    parts: list[bytes]
    indices: NDArray[np.intp]
    values: NDArray[np.float32]


def weighed(words: Words, rarity: NDArray[np.float32]) -> Vector:
    """Weigh a text's features by how often they occur in it and how rare they are; the row has length 1."""
    import numpy as np

    parts = features(words)
    indices, counts = np.unique(numbers(parts), return_counts=True)
    values = (1 + np.log(counts)) * rarity[indices]
    length = float(np.sqrt((values * values).sum()))
    return Vector(words, parts, indices.astype(np.intp), (values / (length or 1.0)).astype(np.float32))
