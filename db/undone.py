"""What the newest undo took back."""

from __future__ import annotations

from db.connection import Database


def undone_remarks(db: Database, statement: str) -> tuple[str, ...]:
    """Return the fields taken back last of the statement, unless a decision was taken back with or after them."""
    rows = db.connection.execute(
        "SELECT field FROM remarks WHERE statement = :statement AND undoes IS NOT NULL AND act = (SELECT max(act)"
        " FROM remarks WHERE statement = :statement AND undoes IS NOT NULL) AND act > coalesce((SELECT max(act)"
        " FROM decisions WHERE statement = :statement AND undoes IS NOT NULL), 0) ORDER BY id",
        {"statement": statement},
    )
    return tuple(field for (field,) in rows)


def undone_verdict(db: Database, statement: str) -> str:
    """Return what had been decided on this statement before it was taken back; "" if nothing was."""
    row = db.connection.execute(
        "SELECT d.verdict FROM decisions u JOIN decisions d ON d.id = u.undoes WHERE u.statement = ?"
        " ORDER BY u.id DESC LIMIT 1",
        (statement,),
    ).fetchone()
    return str(row[0]) if row else ""


def undone_corrections(db: Database, document: str) -> tuple[str, ...]:
    """Return the fields of the letter that were taken back last."""
    rows = db.connection.execute(
        "SELECT field FROM corrections WHERE document = :document AND undoes IS NOT NULL AND act = (SELECT max(act)"
        " FROM corrections WHERE document = :document AND undoes IS NOT NULL) ORDER BY id",
        {"document": document},
    )
    return tuple(field for (field,) in rows)
