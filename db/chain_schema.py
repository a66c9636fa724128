"""The second step of the schema: the chain, who a filing rests on, statements that moved, letters taken in twice."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from db.chain import begin

SETTLING = ("accepted", "corrected", "rejected", "kind", "split", "merged", "added")

TABLES = """
-- when and by which version the chain was begun; existing: how many words of people there were, unchained, before
CREATE TABLE begun (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin TEXT NOT NULL,
    at TEXT NOT NULL,
    version TEXT NOT NULL,
    existing INTEGER NOT NULL
) STRICT;

-- an entry for every row that was added (kind: its table, key: its id): what it said, salted, in a part that stays
-- (told) and one that can be forgotten (text), and a hash over this entry and all before it; parts: a few bytes for
-- each column, to say which one was changed; a salt that is NULL was erased, as a row of `erasures` says
CREATE TABLE chain (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    salt BLOB,
    told BLOB NOT NULL,
    parts BLOB NOT NULL,
    text_salt BLOB,
    text BLOB,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX chain_row ON chain (kind, key, seq);
CREATE TRIGGER chain_stays BEFORE UPDATE ON chain
    WHEN NOT (NEW.seq IS OLD.seq AND NEW.kind IS OLD.kind AND NEW.key IS OLD.key AND NEW.told IS OLD.told
        AND NEW.text IS OLD.text AND NEW.hash IS OLD.hash AND NEW.salt IS OLD.salt AND NEW.text_salt IS NULL)
    BEGIN SELECT raise(ABORT, 'the chain is never changed'); END;
CREATE TRIGGER chain_remains BEFORE DELETE ON chain
    BEGIN SELECT raise(ABORT, 'the chain is never cut'); END;
CREATE TRIGGER chain_is_new BEFORE INSERT ON chain WHEN EXISTS (SELECT 1 FROM chain WHERE seq = NEW.seq)
    BEGIN SELECT raise(ABORT, 'the chain is never replaced'); END;

-- what was read, in short: keyed marks of a document (NULL: untouched) and of its statements by their ids
CREATE TABLE readings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES documents (sha256),
    marks TEXT NOT NULL,
    key BLOB
) STRICT;
CREATE INDEX readings_document ON readings (document, id);
CREATE TRIGGER readings_stay BEFORE UPDATE ON readings
    WHEN NOT (NEW.id IS OLD.id AND NEW.document IS OLD.document AND NEW.marks IS OLD.marks AND NEW.key IS NULL)
    BEGIN SELECT raise(ABORT, 'readings are never changed'); END;
CREATE TRIGGER readings_remain BEFORE DELETE ON readings
    BEGIN SELECT raise(ABORT, 'readings are never deleted'); END;

-- a letter whose text was erased: why, who, when; its decisions stay, without their words
CREATE TABLE erasures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TRIGGER erasures_stay BEFORE UPDATE ON erasures
    BEGIN SELECT raise(ABORT, 'erasures are never changed'); END;
CREATE TRIGGER erasures_remain BEFORE DELETE ON erasures
    BEGIN SELECT raise(ABORT, 'erasures are never deleted'); END;

-- seals that were given out, whole
CREATE TABLE seals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sequence INTEGER NOT NULL,
    root TEXT NOT NULL,
    seal TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TRIGGER seals_stay BEFORE UPDATE ON seals
    BEGIN SELECT raise(ABORT, 'seals are never changed'); END;
CREATE TRIGGER seals_remain BEFORE DELETE ON seals
    BEGIN SELECT raise(ABORT, 'seals are never deleted'); END;

-- a statement that people decided on (old) and that a newer reading does not hold at its place: where it may stand now
CREATE TABLE moves (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    old TEXT NOT NULL REFERENCES statements (id),
    new TEXT NOT NULL REFERENCES statements (id),
    why TEXT NOT NULL CHECK (why IN ('reread', 'twin'))
) STRICT;
CREATE INDEX moves_old ON moves (old);
CREATE INDEX moves_new ON moves (new);
CREATE TRIGGER moves_stay BEFORE UPDATE ON moves BEGIN SELECT raise(ABORT, 'moves are never changed'); END;
CREATE TRIGGER moves_remain BEFORE DELETE ON moves BEGIN SELECT raise(ABORT, 'moves are never deleted'); END;

-- two documents that hold one and the same letter: `one` counts, `other` does not; the newest row of a pair holds
CREATE TABLE twins (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    one TEXT NOT NULL REFERENCES documents (sha256),
    other TEXT NOT NULL REFERENCES documents (sha256),
    standing TEXT NOT NULL CHECK (standing IN ('version', 'copy', 'apart')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TRIGGER twins_stay BEFORE UPDATE ON twins BEGIN SELECT raise(ABORT, 'twins are never changed'); END;
CREATE TRIGGER twins_remain BEFORE DELETE ON twins BEGIN SELECT raise(ABORT, 'twins are never deleted'); END;

CREATE TRIGGER disclosures_stay BEFORE UPDATE ON disclosures
    BEGIN SELECT raise(ABORT, 'disclosures are never changed'); END;
CREATE TRIGGER disclosures_remain BEFORE DELETE ON disclosures
    BEGIN SELECT raise(ABORT, 'disclosures are never deleted'); END;

-- the document that counts in its place, if it is another version or a scan of the same letter
ALTER TABLE documents ADD COLUMN twin TEXT REFERENCES documents (sha256);

-- rests: the decision that gave the standing in force, NULL: this one (or none); origin: a person at the review or
-- the command line, or a file taken in
ALTER TABLE decisions ADD COLUMN rests INTEGER REFERENCES decisions (id);
ALTER TABLE decisions ADD COLUMN origin TEXT NOT NULL DEFAULT 'review' CHECK (origin IN ('review', 'import'));
ALTER TABLE corrections ADD COLUMN origin TEXT NOT NULL DEFAULT 'review'
    CHECK (origin IN ('review', 'ingest', 'link'));
DROP TRIGGER decisions_stay;
DROP TRIGGER corrections_stay;
"""

RELEASES = """
-- what a person said of a masked run (folded): public, an official's name, or private; the newest row of a phrase holds
CREATE TABLE IF NOT EXISTS releases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    phrase TEXT NOT NULL,
    ruling TEXT NOT NULL CHECK (ruling IN ('public', 'official', 'private')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS releases_phrase ON releases (phrase, id);
CREATE TRIGGER IF NOT EXISTS releases_stay BEFORE UPDATE ON releases
    WHEN NOT (NEW.id IS OLD.id AND NEW.ruling IS OLD.ruling AND NEW.reviewer IS OLD.reviewer AND NEW.at IS OLD.at
        AND NEW.phrase = '')
    BEGIN SELECT raise(ABORT, 'rulings are never changed'); END;
CREATE TRIGGER IF NOT EXISTS releases_remain BEFORE DELETE ON releases
    BEGIN SELECT raise(ABORT, 'rulings are never deleted'); END;
"""

WITHDRAWALS = """
-- requests that were entered by mistake, or taken back; the newest row of a request counts
CREATE TABLE IF NOT EXISTS withdrawals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL REFERENCES requests (id),
    standing TEXT NOT NULL CHECK (standing IN ('withdrawn', 'restored')),
    reason TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS withdrawals_request ON withdrawals (request, id);
CREATE TRIGGER IF NOT EXISTS withdrawals_stay BEFORE UPDATE ON withdrawals
    BEGIN SELECT raise(ABORT, 'withdrawals are never changed'); END;
CREATE TRIGGER IF NOT EXISTS withdrawals_remain BEFORE DELETE ON withdrawals
    BEGIN SELECT raise(ABORT, 'withdrawals are never deleted'); END;
CREATE VIEW IF NOT EXISTS requests_standing AS
    SELECT q.* FROM requests q WHERE coalesce((
        SELECT standing FROM withdrawals w WHERE w.request = q.id ORDER BY w.id DESC LIMIT 1), '') <> 'withdrawn';
"""

PAPERLESS = """
-- replies of which no file is here, as a register, a platform or a person tells them; the newest row of a request's ref
-- counts. ref: who tells it and what tells it from others; reply, reason: the verdict, as of documents
CREATE TABLE IF NOT EXISTS paperless (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL REFERENCES requests (id),
    ref TEXT NOT NULL,
    date TEXT,
    number TEXT NOT NULL,
    reply TEXT CHECK (reply IN ('satisfactory', 'unsatisfactory')),
    reason TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('given', 'withdrawn')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS paperless_request ON paperless (request, ref, id);
CREATE TRIGGER IF NOT EXISTS paperless_stay BEFORE UPDATE ON paperless
    BEGIN SELECT raise(ABORT, 'replies told are never changed'); END;
CREATE TRIGGER IF NOT EXISTS paperless_remain BEFORE DELETE ON paperless
    BEGIN SELECT raise(ABORT, 'replies told are never deleted'); END;
-- one whose letter came since counts once, as its letter: of the same day or number or, where it was only known that
-- there is one, any that is an answer
CREATE VIEW IF NOT EXISTS paperless_standing AS
    SELECT p.request, p.ref, p.date, p.number, p.reply, p.reason, q.institution, q.unit, q.wave
    FROM paperless p JOIN requests_standing q ON q.id = p.request
    WHERE p.standing = 'given'
      AND p.id = (SELECT max(x.id) FROM paperless x WHERE x.request = p.request AND x.ref = p.ref)
      AND NOT EXISTS (
        SELECT 1 FROM links l JOIN documents d ON d.sha256 = l.document
        WHERE l.request = p.request AND (d.date = p.date OR lower(d.number) = lower(nullif(p.number, ''))
            OR p.reason = 'not_on_file' AND coalesce(d.reply_reason, '') <> 'extension'));
"""


REMARKS = """
-- what a reviewer says of a statement beside the filing: unit and text for the printed balance (read: as they stand in
-- the letter), the level of an action without function; the newest row of a field that nobody took back holds,
-- NULL: as read; act: counted with those of decisions; undoes: the row this one takes back
CREATE TABLE IF NOT EXISTS remarks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    act INTEGER NOT NULL,
    statement TEXT NOT NULL REFERENCES statements (id),
    field TEXT NOT NULL CHECK (field IN ('unit', 'text', 'level')),
    value TEXT,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES remarks (id)
) STRICT;
CREATE INDEX IF NOT EXISTS remarks_statement ON remarks (statement, field, id);
CREATE INDEX IF NOT EXISTS remarks_act ON remarks (act);
CREATE INDEX IF NOT EXISTS remarks_reviewer ON remarks (reviewer, act);
CREATE TRIGGER IF NOT EXISTS remarks_stay BEFORE UPDATE ON remarks
    WHEN NOT (NEW.id IS OLD.id AND NEW.act IS OLD.act AND NEW.statement IS OLD.statement AND NEW.field IS OLD.field
        AND NEW.reviewer IS OLD.reviewer AND NEW.at IS OLD.at AND NEW.undoes IS OLD.undoes AND NEW.value IS NULL)
    BEGIN SELECT raise(ABORT, 'remarks are never changed'); END;
CREATE TRIGGER IF NOT EXISTS remarks_remain BEFORE DELETE ON remarks
    BEGIN SELECT raise(ABORT, 'remarks are never deleted'); END;
CREATE TRIGGER IF NOT EXISTS remarks_are_new BEFORE INSERT ON remarks
    WHEN EXISTS (SELECT 1 FROM remarks WHERE id = NEW.id OR undoes = NEW.undoes)
    BEGIN SELECT raise(ABORT, 'remarks are never replaced'); END;
CREATE VIEW IF NOT EXISTS remarks_in_force AS
    SELECT r.* FROM remarks r
    WHERE r.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM remarks u WHERE u.undoes = r.id)
      AND NOT EXISTS (SELECT 1 FROM remarks n WHERE n.statement = r.statement AND n.field = r.field AND n.id > r.id
                      AND n.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM remarks u WHERE u.undoes = n.id));
"""

TRIGGERS = """
-- what can be changed: words may be erased
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
    WHEN NOT (NEW.id IS OLD.id AND NEW.act IS OLD.act AND NEW.statement IS OLD.statement
        AND NEW.verdict IS OLD.verdict AND NEW.standing IS OLD.standing AND NEW.obligation IS OLD.obligation
        AND NEW.kind IS OLD.kind AND NEW.period IS OLD.period AND NEW.crosses IS OLD.crosses
        AND NEW.reviewer IS OLD.reviewer AND NEW.at IS OLD.at AND NEW.pack_hash IS OLD.pack_hash
        AND NEW.undoes IS OLD.undoes AND NEW.rests IS OLD.rests AND NEW.origin IS OLD.origin
        AND NEW.note IS NULL AND NEW.details IS NULL AND NEW.seen = '' AND NEW.suggested = '[]')
    BEGIN SELECT raise(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections
    WHEN NOT (NEW.id IS OLD.id AND NEW.act IS OLD.act AND NEW.document IS OLD.document AND NEW.field IS OLD.field
        AND NEW.reviewer IS OLD.reviewer AND NEW.at IS OLD.at AND NEW.undoes IS OLD.undoes
        AND NEW.origin IS OLD.origin AND NEW.value IS NULL)
    BEGIN SELECT raise(ABORT, 'corrections are never changed'); END;

DROP VIEW actions;
DROP VIEW current_decisions;
-- reviewer and at: of whoever filed it, not of whoever left a note since or took back what came after
CREATE VIEW current_decisions AS
    SELECT d.id, d.act, d.statement, d.verdict, d.standing, d.obligation, d.kind, d.note, d.details, d.period,
           d.crosses, coalesce(r.reviewer, d.reviewer) AS reviewer, coalesce(r.at, d.at) AS at, d.seen, d.suggested,
           d.pack_hash, d.undoes, d.rests, d.origin
    FROM decisions d LEFT JOIN decisions r ON r.id = d.rests
    WHERE d.id = (SELECT max(x.id) FROM decisions x WHERE x.statement = d.statement);
-- what stands elsewhere now counts until somebody has decided on it there
CREATE VIEW actions AS
    SELECT s.id, s.document, coalesce(nullif(k.document, ''), d.name) AS file, s.page, s.start, s.text,
           coalesce(c.kind, s.kind) AS kind, o.institution,
           CASE WHEN coalesce(s.institution, d.institution) IS d.institution
                THEN coalesce(s.unit, d.unit) ELSE s.unit END AS unit,
           coalesce(s.source, d.source) AS source, d.wave, d.covers, d.number, d.date,
           c.obligation, o.level, o.article, o.label, o.role,
           CASE WHEN c.details IS NULL THEN s.period ELSE c.period END AS period,
           coalesce(c.crosses, s.crosses) AS crosses, coalesce(c.details, s.details) AS details,
           coalesce(k.period, '') AS written, c.standing, c.note, c.reviewer, c.at, s.stale
    FROM statements s
    JOIN current_decisions c ON c.statement = s.id
    JOIN obligations o ON o.id = c.obligation
    JOIN documents d ON d.sha256 = s.document
    LEFT JOIN coded k ON k.statement = s.id
    WHERE s.decided = 1 AND c.standing IN ('accepted', 'corrected', 'kind', 'added')
      AND NOT (s.stale = 1 AND EXISTS (SELECT 1 FROM moves m JOIN statements n ON n.id = m.new
                                       WHERE m.old = s.id AND n.decided = 1));
"""


def settle_old(connection: sqlite3.Connection) -> None:
    """Say of the decisions that are there already what each rests on, and which came with a file or an ingest."""
    rests: dict[int, int | None] = {}
    before: dict[int, int | None] = {}
    standing: dict[str, int | None] = {}
    query = "SELECT id, statement, verdict, standing, undoes FROM decisions ORDER BY id"
    for id, statement, verdict, stands, undoes in connection.execute(query).fetchall():
        before[id] = standing.get(statement)
        after = before[undoes] if undoes is not None else id if verdict in SETTLING else before[id]
        standing[statement] = after if stands is not None else None
        rests[id] = standing[statement] if standing[statement] != id else None
    connection.executemany(
        "UPDATE decisions SET rests = ? WHERE id = ?", ((of, id) for id, of in rests.items() if of is not None)
    )
    connection.execute(
        "UPDATE decisions SET origin = 'import' WHERE verdict <> 'undone' AND act IN"
        " (SELECT act FROM statements WHERE origin = 'import' AND act IS NOT NULL)"
    )
    connection.execute("UPDATE corrections SET origin = 'ingest' WHERE field = 'covers' AND undoes IS NULL")
    connection.execute("UPDATE corrections SET origin = 'link' WHERE field = 'wave' AND undoes IS NULL")


def begin_chain(connection: sqlite3.Connection) -> int:
    """Chain what is there; return how many words of people that were."""
    try:
        program = version("veeduria")
    except PackageNotFoundError:
        program = "?"
    return begin(connection, program, datetime.now(UTC).isoformat(timespec="seconds"))
