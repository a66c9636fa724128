"""Letters as rows: their heads and pages, what became of their files, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from db.connection import Database
from db.queries import CONDITIONS
from db.records import CODED, FileRow, LetterRow, ProblemRow
from db.rows import aside_of, spans_of
from extractor.core.model import Aside, Span
from extractor.core.problems import PROBLEMS

# what could not be found and somebody has said since is no problem any more
_ENDED = [f"code = '{code}' AND d.{kind.settled_by} IS NOT NULL" for code, kind in PROBLEMS.items() if kind.settled_by]
SOLVED = f"({' OR '.join(_ENDED)})"


def letter_text(db: Database, sha256: str) -> tuple[str, tuple[Span, ...]]:
    """Return a letter's running text and spans; "" if it could not be read."""
    row = db.connection.execute("SELECT text, spans FROM letters WHERE document = ?", (sha256,)).fetchone()
    return (row[0], spans_of(row[1])) if row else ("", ())


def characters(db: Database) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Yield each letter's hash and name with how many of its characters ended in which fate; none known: {}."""
    query = "SELECT d.sha256, d.name, l.fates FROM letters l JOIN documents d ON d.sha256 = l.document ORDER BY d.name"
    for sha256, name, fates in db.connection.execute(query):
        yield sha256, name, json.loads(fates)


def set_aside(db: Database, sha256: str) -> tuple[Aside, ...]:
    """Return what a letter's pages hold beside its text, each with its cause."""
    row = db.connection.execute("SELECT aside FROM letters WHERE document = ?", (sha256,)).fetchone()
    return aside_of(row[0]) if row else ()


def recognised_pages(db: Database, sha256: str) -> frozenset[int]:
    """Return the pages of a document whose text OCR has read."""
    query = "SELECT number FROM pages WHERE document = ? AND source = 'ocr'"
    return frozenset(number for (number,) in db.connection.execute(query, (sha256,)))


def page_of(db: Database, statement: str) -> int:
    """Return the page on which a statement begins; 1 if there is none."""
    row = db.connection.execute("SELECT page FROM statements WHERE id = ?", (statement,)).fetchone()
    return int(row[0]) if row else 1


def page_size(db: Database, sha256: str, number: int) -> tuple[float, float]:
    """Return width and height of a page in points, as its reader sees it; (0, 0) if it is not known."""
    query = "SELECT width, height FROM pages WHERE document = ? AND number = ?"
    row = db.connection.execute(query, (sha256, number)).fetchone()
    return (float(row[0]), float(row[1])) if row else (0.0, 0.0)


def has_letter(db: Database, named: str) -> bool:
    """Is there a document with this name or (start of a) hash?"""
    query = f"SELECT 1 FROM documents d WHERE {CONDITIONS['document']}"
    return db.connection.execute(query, {"document": named}).fetchone() is not None


def letters(db: Database, institution: str | None = None, sha256: str | None = None) -> Iterator[LetterRow]:
    """Yield the documents that were read, by name, each with its problems; a file of coded actions only by its hash."""
    query = f"""SELECT d.name, d.sha256, d.path, d.source, d.wave, d.covers, d.outcome, d.institution, d.unit, d.number,
        d.date, d.reference, d.subject, d.pages, d.text_source, d.confidence, d.reply, d.reply_reason,
        coalesce((SELECT substr(text, d.reply_start + 1, d.reply_end - d.reply_start)
                  FROM letters WHERE document = d.sha256), ''),
        d.reply_target,
        (SELECT json_group_array(DISTINCT field) FROM corrections_in_force WHERE document = d.sha256),
        (SELECT json_group_array(json_array(place, code, detail)) FROM problems
         WHERE document = d.sha256 AND NOT {SOLVED}),
        coalesce(json_extract(d.as_read, '$.grounds'), '{{}}'),
        d.reply_doubtful AND NOT EXISTS (
            SELECT 1 FROM corrections_in_force WHERE document = d.sha256 AND field IN ('reply', 'reply_reason'))
        FROM documents d
        WHERE (:institution IS NULL OR coalesce(d.institution, '') = :institution)
          AND (d.sha256 = :sha256 OR :sha256 IS NULL AND d.source <> :coded) ORDER BY d.name, d.sha256"""
    values = {"institution": institution, "sha256": sha256, "coded": CODED}
    rows = map(_letter, db.connection.execute(query, values))
    return map(db.gate.letter, rows) if db.gate else rows


def _letter(row: tuple[Any, ...]) -> LetterRow:
    *before, corrected, problems, grounds, doubtful = row
    name, sha256, outcome = before[0], before[1], before[6]
    found = tuple(ProblemRow(name, sha256, outcome, *problem) for problem in json.loads(problems))
    fields = tuple(sorted(json.loads(corrected)))
    why = {name: (sure, reason) for name, (sure, reason) in json.loads(grounds).items()}
    why |= {name: (1.0, "reviewed") for name in fields if name in why}
    return LetterRow(*(*before, fields, found, why, bool(doubtful)))


def erased(db: Database) -> frozenset[str]:
    """Return the hashes of the documents that were forgotten."""
    return frozenset(document for (document,) in db.connection.execute("SELECT document FROM erasures"))


def problems(db: Database) -> Iterator[ProblemRow]:
    """Yield every problem: of documents, then of files that could not be read and of duplicates."""
    query = f"""SELECT d.name, d.sha256, d.outcome, p.place, p.code, p.detail
        FROM documents d JOIN problems p ON p.document = d.sha256 AND NOT {SOLVED}
        UNION ALL
        SELECT f.name, f.document, f.outcome, p.place, p.code, p.detail
        FROM files f JOIN problems p ON p.file = f.key
        ORDER BY 1, 2, 4, 5"""
    rows = (ProblemRow(*row) for row in db.connection.execute(query))
    return map(db.gate.problem, rows) if db.gate else rows


def open_problems(db: Database, sha256: str) -> list[tuple[str, str, str]]:
    """Return place, code and detail of each problem of one document that nobody has settled."""
    query = f"""SELECT p.place, p.code, p.detail FROM problems p JOIN documents d ON d.sha256 = p.document
        WHERE p.document = ? AND NOT {SOLVED}"""
    return db.connection.execute(query, (sha256,)).fetchall()


def files(db: Database) -> Iterator[FileRow]:
    """Yield every file that was ever found, with the one outcome it has and the codes of its problems."""
    query = """SELECT f.name, f.document, d.name, f.outcome, (SELECT json_group_array(code) FROM (
            SELECT code FROM problems WHERE file = f.key
            UNION SELECT code FROM problems WHERE document = f.document AND f.outcome <> 'duplicate'))
        FROM files f LEFT JOIN documents d ON d.sha256 = f.document ORDER BY f.name, f.key"""
    rows = db.connection.execute(query)
    found = (
        FileRow(name, sha256, kept, outcome, tuple(json.loads(codes))) for name, sha256, kept, outcome, codes in rows
    )
    return map(db.gate.file, found) if db.gate else found


def open_moves(db: Database) -> list[tuple[str, str]]:
    """Return the statements with decisions that a newer reading does not hold at their place, with where they may be.

    Once somebody has decided on the new one, or taken back what was decided on the old one, the move is settled.
    """
    query = """SELECT m.old, m.new FROM moves m JOIN statements o ON o.id = m.old JOIN statements n ON n.id = m.new
        WHERE o.stale = 1 AND o.decided = 1 AND n.stale = 0 AND n.decided = 0 ORDER BY m.id"""
    return db.connection.execute(query).fetchall()
