"""How much a team's filings help: each filing told by those of other letters, beside what rules and model say alone."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.filing.learn.fitting import held_out
from extractor.filing.learn.lessons import groups_of, rows_of, strength_from
from extractor.filing.learn.reranker import Reranker
from extractor.filing.settings import MOST


@dataclass(frozen=True, slots=True)
class RerankerAccuracy:
    """How often the right function came first for a body's filings: by rules and model, and with the other filings."""

    institution: str
    decisions: int
    alone: int
    taught: int


def measured(reranker: Reranker) -> tuple[list[RerankerAccuracy], bool]:
    """Return for every body how its latest filings measure, and whether filings speak at all: not if that is worse."""
    pack, latest = reranker.pack, reranker.filed[-MOST:]
    rows = rows_of(latest, pack)
    if not rows.filed:
        return [], False
    strength = strength_from(reranker.proof, pack)
    alone = [one.before for one in rows.cases]
    told = held_out(rows.alike, rows.cases, groups_of(rows, pack), strength) if strength else alone
    found = []
    for body in sorted({one.body for one in rows.cases}):
        own = [at for at, one in enumerate(rows.cases) if one.body == body]
        right = [(int(one[at].argmax()) == rows.cases[at].right) for one in (alone, told) for at in own]
        found.append(RerankerAccuracy(body, len(own), sum(right[: len(own)]), sum(right[len(own) :])))
    return found, strength > 0
