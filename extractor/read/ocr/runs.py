"""Print as an engine gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class OcrRun:
    """Print read in one go: pixels, text, confidence 0..1."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    confidence: float
