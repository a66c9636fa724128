"""What a database's filings teach one reviewer while they review: as new as the last decision."""

from __future__ import annotations

from dataclasses import dataclass, field

from db.connection import Database
from db.filings import filings, last_decision
from extractor.filing.learn.team import Team, learn_from
from rules.models import Pack


@dataclass
class Teaching:
    """The learner beside a queue: it hears what the reviewer may see, and nothing else."""

    db: Database
    pack: Pack
    _as_of: int = -1
    _teams: dict[str, Team | None] = field(default_factory=dict)

    def team(self, institution: str) -> Team | None:
        """Return what a body's filings teach, colleagues' and imported ones included; None if it has none."""
        newest = last_decision(self.db)
        if newest != self._as_of:
            self._as_of, self._teams = newest, {}
        if institution not in self._teams:
            self._teams[institution] = learn_from(filings(self.db, [institution]), self.pack)
        return self._teams[institution]
