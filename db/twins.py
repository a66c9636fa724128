"""One letter taken in twice: a changed file of the same name, or a scan beside the file it was made from.

The older version, or the scan, is told and set aside: it counts no more. What people decided on it counts until they
have decided on the same words in the other. What a person says of two letters stands against the program.
"""

from __future__ import annotations

import sqlite3
from collections import Counter

from db.identity import PlacedStatement, candidates, placed, words_of
from db.settings import TWINS_ALIKE

PROGRAM = "veeduria"
RIVALS = """SELECT o.sha256, o.name, o.text_source, lo.text, ln.text, n.text_source FROM documents n JOIN documents o
        ON o.institution = n.institution AND o.number = n.number AND o.date = n.date AND o.sha256 <> n.sha256
        AND o.source = n.source
    JOIN letters lo ON lo.document = o.sha256 JOIN letters ln ON ln.document = n.sha256
    WHERE n.sha256 = ? AND o.twin IS NULL AND n.twin IS NULL"""


def replaced(connection: sqlite3.Connection, keys: dict[str, str]) -> dict[str, str]:
    """Return which documents stood so far where these files (key -> hash) stand now: new hash -> old hash."""
    found = {}
    for key, sha256 in keys.items():
        row = connection.execute(
            "SELECT f.document FROM files f JOIN letters l ON l.document = f.document"
            " WHERE f.key = ? AND f.document <> ?", (key, sha256)
        ).fetchone()  # fmt: skip
        if row:
            found[sha256] = row[0]
    return found


def tell(connection: sqlite3.Connection, sha256: str, version_of: str | None) -> None:
    """Tell a document that has just been read from the one it is another version or a scan of."""
    if twin := twin_of(connection, sha256):
        query = "SELECT standing FROM twins WHERE one = ? AND other = ? ORDER BY id DESC LIMIT 1"
        _say(connection, twin, sha256, connection.execute(query, (twin, sha256)).fetchone()[0])
        set_aside(connection, sha256)
        return
    is_read = connection.execute("SELECT 1 FROM letters WHERE document = ?", (sha256,)).fetchone() is not None
    if version_of is not None and is_read and twin_of(connection, version_of) is None:
        _put(connection, sha256, version_of, "version")
    for other, _name, other_source, other_text, text, source in connection.execute(RIVALS, (sha256,)).fetchall():
        from rapidfuzz import fuzz

        printed = "ocr" not in (source, other_source)
        one, its = words_of(text), words_of(other_text)
        if fuzz.ratio(one, its) < TWINS_ALIKE:
            continue
        reports = _reports(connection, sha256), _reports(connection, other)
        if all(_stand_in(said, text, printed) for said, text in zip(reports, (its, one), strict=True)):
            if source == "ocr" and other_source != "ocr":
                _put(connection, other, sha256, "copy")
                return
            _put(connection, sha256, other, "copy")


def _stand_in(said: list[str], text: str, printed: bool) -> bool:
    """Does what one letter reports stand in the text of another that is like it?

    A long request that was sent along makes letters alike that answer it otherwise, and a form letter those that
    differ in their figures: `printed` ones, which are not misread, have the same.
    """
    from rapidfuzz import fuzz

    if any(fuzz.partial_ratio(report, text) < TWINS_ALIKE for report in said if len(report) <= len(text)):
        return False
    figures = Counter(word for report in said for word in report.split() if word.isdigit())
    return not printed or not figures - Counter(word for word in text.split() if word.isdigit())


def _reports(connection: sqlite3.Connection, sha256: str) -> list[str]:
    """What a letter reports, in the words that are compared."""
    query = "SELECT text FROM statements WHERE document = ? AND stale = 0 AND kind <> 'other'"
    return [words_of(text) for (text,) in connection.execute(query, (sha256,))]


def twin_of(connection: sqlite3.Connection, sha256: str) -> str | None:
    row = connection.execute("SELECT twin FROM documents WHERE sha256 = ?", (sha256,)).fetchone()
    return row[0] if row else None


def _put(connection: sqlite3.Connection, one: str, other: str, standing: str) -> None:
    known = connection.execute(
        "SELECT standing FROM twins WHERE one IN (?1, ?2) AND other IN (?1, ?2) ORDER BY id DESC LIMIT 1", (one, other)
    ).fetchone()
    if known and known[0] == "apart":
        return
    (began,) = connection.execute("SELECT started FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    record(connection, one, other, standing, PROGRAM, began)
    settle(connection, one, other, standing)


def settle(connection: sqlite3.Connection, one: str, other: str, standing: str) -> None:
    """Let `one` count for `other`, and for those that `other` counted for."""
    connection.execute("UPDATE documents SET twin = ? WHERE sha256 = ?", (one, other))
    _say(connection, one, other, standing)
    set_aside(connection, other)
    connection.execute("UPDATE documents SET twin = ? WHERE twin = ?", (one, other))


def _say(connection: sqlite3.Connection, one: str, other: str, standing: str) -> None:
    name = name_of(connection, one)
    code = "older_version" if standing == "version" else "same_letter"
    connection.execute(
        "INSERT INTO problems (document, place, code, detail) SELECT ?1, '', ?2, ?3"
        " WHERE NOT EXISTS (SELECT 1 FROM problems WHERE document = ?1 AND code = ?2 AND detail = ?3)",
        (other, code, f"{name} {one[:12]}"),
    )


def told(connection: sqlite3.Connection, sha256: str) -> list[tuple[str, str, str]]:
    """Return name, code and detail of what is to be said of this document, or of those that it stands for."""
    query = """SELECT d.name || ' ' || substr(d.sha256, 1, 12), p.code, p.detail FROM problems p
        JOIN documents d ON d.sha256 = p.document
        WHERE (d.sha256 = ?1 OR d.twin = ?1) AND p.code IN ('older_version', 'same_letter')"""
    return connection.execute(query, (sha256,)).fetchall()


def name_of(connection: sqlite3.Connection, sha256: str) -> str:
    return str(connection.execute("SELECT name FROM documents WHERE sha256 = ?", (sha256,)).fetchone()[0])


def record(connection: sqlite3.Connection, *row: str) -> None:
    connection.execute("INSERT INTO twins (one, other, standing, reviewer, at) VALUES (?, ?, ?, ?, ?)", row)


def set_aside(connection: sqlite3.Connection, sha256: str) -> None:
    """Take a document's statements out of the counts, and note where those that people decided on stand now."""
    twin = twin_of(connection, sha256)
    query = "SELECT id, page, box, text FROM statements WHERE document = ? AND stale = 0"
    new = [placed(*row) for row in connection.execute(query, (twin,))]
    before = """SELECT id, page, box, text FROM statements WHERE decided = 1 AND (document = ?1 AND stale = 0
        OR document IN (SELECT sha256 FROM documents WHERE twin = ?1))"""  # and of those it counted for
    decided = [placed(*row) for row in connection.execute(before, (sha256,))]
    connection.execute("UPDATE statements SET stale = 1 WHERE document = ? AND stale = 0", (sha256,))
    connection.executemany(
        "INSERT INTO moves (old, new, why) SELECT ?1, ?2, 'twin'"
        " WHERE NOT EXISTS (SELECT 1 FROM moves WHERE old = ?1 AND new = ?2)",
        ((one.id, id) for one in decided for id in _nearest(one, new)),
    )


def _nearest(one: PlacedStatement, new: list[PlacedStatement]) -> list[str]:
    """The same words on the same page, else wherever they stand."""
    same = [other.id for other in new if (other.page, other.words) == (one.page, one.words)]
    return same or list(candidates(one, new))
