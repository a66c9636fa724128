"""What a database's filings teach one reviewer while they review: as new as the last decision."""

from __future__ import annotations

from dataclasses import dataclass, field

from db.connection import Database
from db.filings import LatestFilings, last_decision, proof
from extractor.filing.learn.lessons import milestone
from extractor.filing.learn.reranker import Filed, Reranker, learn_from
from rules.models import Pack


@dataclass
class Teaching:
    """The learner beside a queue: it hears what the reviewer may see, and nothing else."""

    db: Database
    pack: Pack
    _latest: LatestFilings = field(init=False)
    _as_of: int = -1
    _proof: tuple[int, tuple[Filed, ...]] = (-1, ())
    _rerankers: dict[str, Reranker | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._latest = LatestFilings(self.db)

    def reranker(self, institution: str) -> Reranker | None:
        """Return what a body's filings teach, colleagues' and imported ones included; None if it has none."""
        newest = last_decision(self.db)
        if newest != self._as_of:
            self._as_of, self._rerankers = newest, {}
            if milestone(newest) != self._proof[0]:
                self._proof = milestone(newest), proof(self.db, newest)
        if institution not in self._rerankers:
            self._rerankers[institution] = learn_from(self._latest.of(institution), self.pack, self._proof[1])
        return self._rerankers[institution]
