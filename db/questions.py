"""What is said of the questions of a request, and what the replies to it report."""

from __future__ import annotations

from collections.abc import Iterator

from db.connection import Database
from db.store import Store


def say_of_question(store: Store, request: str, question: str, standing: str, reviewer: str, at: str) -> None:
    """Record whether a question was answered, partly answered or ignored, as a person says."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO answers (request, question, standing, reviewer, at) VALUES (?, ?, ?, ?, ?)",
            (request, question, standing, reviewer, at),
        )


def said_of_questions(db: Database, request: str) -> dict[str, str]:
    """Return what was said last of each question of a request."""
    query = "SELECT question, standing FROM answers WHERE request = ? ORDER BY id"
    return dict(db.connection.execute(query, (request,)))


def reported_to(db: Database, request: str) -> Iterator[tuple[str, str]]:
    """Yield id and text of all that the replies to a request report, deny or announce."""
    query = """SELECT s.id, s.text FROM links l JOIN statements s ON s.document = l.document
        WHERE l.request = ? AND s.stale = 0 AND s.kind <> 'other' ORDER BY s.document, s.start"""
    return iter(db.connection.execute(query, (request,)))
