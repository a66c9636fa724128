"""Everything counted, at a glance."""

from __future__ import annotations

from db.connection import Database
from db.letter_rows import open_moves
from db.records import CODED, REPLIES, DatabaseStatus
from extractor.core.model import Kind


def status(db: Database) -> DatabaseStatus:
    """Count everything."""
    read = db.connection.execute
    kinds: dict[str, tuple[int, int]] = dict.fromkeys(Kind, (0, 0))
    for kind, undecided, decided in read(
        "SELECT kind, count(*) - sum(decided), sum(decided) FROM statements WHERE stale = 0 GROUP BY kind"
    ):
        kinds[kind] = (undecided, decided)
    return DatabaseStatus(
        files=dict(read("SELECT outcome, count(*) FROM files GROUP BY 1")),
        documents=dict(read("SELECT outcome, count(*) FROM documents GROUP BY 1")),
        institutions_unknown=read(
            "SELECT count(*) FROM documents WHERE institution IS NULL AND outcome IN ('read', 'needs_person')"
            " AND source = ?",
            (REPLIES,),
        ).fetchone()[0],
        kinds=kinds,
        standings=dict(
            read(
                "SELECT c.standing, count(*) FROM current_decisions c JOIN statements s ON s.id = c.statement"
                " WHERE c.standing IS NOT NULL AND s.origin <> 'import' GROUP BY 1"
            )
        ),
        stale=read("SELECT count(*) FROM statements WHERE stale = 1").fetchone()[0],
        problems=dict(read("SELECT code, count(*) FROM problems GROUP BY 1 ORDER BY 2 DESC, 1")),
        reviewers=dict(
            read("SELECT reviewer, count(*) FROM decisions_told WHERE verdict <> 'undone' GROUP BY 1 ORDER BY 1")
        ),
        last_run=read("SELECT version, pack, started FROM runs ORDER BY id DESC LIMIT 1").fetchone(),
        other_packs=read(
            "SELECT count(*) FROM documents JOIN runs ON runs.id = documents.run"
            " WHERE pack_hash <> (SELECT pack_hash FROM runs ORDER BY id DESC LIMIT 1)"
            " AND outcome IN ('read', 'needs_person') AND source <> ?",  # no others are read again
            (CODED,),
        ).fetchone()[0],
        moved=len({old for old, _new in open_moves(db)}),
    )
