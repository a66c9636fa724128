"""What becomes of a statement by people's word: one closed list, and what follows from each of its words.

They are stored and exported as they are spelled here. What becomes of a file is `extractor.batch.outcome.Status`, what
a statement is `extractor.core.model.Kind`.
"""

from __future__ import annotations

from enum import StrEnum


class Ruling(StrEnum):
    """What a decision does (`Decision.verdict`); by one of `SETTLING` the statement then stands so (`standing`)."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    KIND = "kind"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    NOTE = "note"
    DETAILS = "details"
    SKIPPED = "skipped"
    UNDONE = "undone"


JUDGING = (Ruling.ACCEPTED, Ruling.CORRECTED, Ruling.REJECTED, Ruling.KIND)  # of a statement as it was read
RESHAPING = (Ruling.SPLIT, Ruling.MERGED)  # others stand in its place
SETTLING = (*JUDGING, *RESHAPING, Ruling.ADDED)
FILING = (Ruling.ACCEPTED, Ruling.CORRECTED, Ruling.KIND, Ruling.ADDED)  # it may stand under a function
AMENDING = (Ruling.CORRECTED, Ruling.REJECTED, Ruling.ADDED)  # the program had said something else, or nothing
