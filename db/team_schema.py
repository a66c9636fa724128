"""The ninth step of the schema: letters given to people, two readings of one letter, and what is in force of them."""

from __future__ import annotations

TEAM = """
-- which letter is whose; the newest row of a letter and reviewer counts. act: one assigning, whole; blind: two people
-- read it and do not see each other's word; bare: shown without suggestions; until: then it is free again (NULL:
-- never); done: both have read it and every difference is settled; last_decision: the newest when the row was added
CREATE TABLE IF NOT EXISTS assignments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    act INTEGER NOT NULL,
    document TEXT NOT NULL REFERENCES documents (sha256),
    reviewer TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('given', 'returned', 'done')),
    blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
    bare INTEGER NOT NULL CHECK (bare IN (0, 1)),
    until TEXT,
    seed INTEGER,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    last_decision INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS assignments_document ON assignments (document, reviewer, id);
CREATE TRIGGER IF NOT EXISTS assignments_stay BEFORE UPDATE ON assignments
    BEGIN SELECT raise(ABORT, 'assignments are never changed'); END;
CREATE TRIGGER IF NOT EXISTS assignments_remain BEFORE DELETE ON assignments
    BEGIN SELECT raise(ABORT, 'assignments are never deleted'); END;

-- a decision that settles two readings that differ, and both of them (other is NULL: only one reader remarked it)
CREATE TABLE IF NOT EXISTS adjudications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    decision INTEGER NOT NULL UNIQUE REFERENCES decisions (id),
    one INTEGER NOT NULL REFERENCES decisions (id),
    other INTEGER REFERENCES decisions (id),
    chosen TEXT NOT NULL CHECK (chosen IN ('one', 'other', 'neither'))
) STRICT;
CREATE TRIGGER IF NOT EXISTS adjudications_stay BEFORE UPDATE ON adjudications
    BEGIN SELECT raise(ABORT, 'adjudications are never changed'); END;
CREATE TRIGGER IF NOT EXISTS adjudications_remain BEFORE DELETE ON adjudications
    BEGIN SELECT raise(ABORT, 'adjudications are never deleted'); END;
"""

STANDING = """
-- current: the decision in force, NULL: none, or two readings that are not settled; double: how far two people have
-- read it: half (not both), disputed, agreed, adjudicated
ALTER TABLE statements ADD COLUMN current INTEGER;
ALTER TABLE statements ADD COLUMN double TEXT CHECK (double IN ('half', 'disputed', 'agreed', 'adjudicated'));
UPDATE statements SET current = (SELECT max(id) FROM decisions WHERE statement = statements.id)
    WHERE id IN (SELECT statement FROM decisions);
-- all that the review's queue needs of a statement
DROP INDEX statements_queue;
CREATE INDEX statements_queue ON statements (document, start, id, kind, origin, decided, score, institution, doubtful,
    current) WHERE stale = 0;
CREATE INDEX statements_double ON statements (double, document) WHERE double IS NOT NULL;
DROP TRIGGER decisions_settle;
CREATE TRIGGER decisions_settle AFTER INSERT ON decisions -- of a letter that two read, the writer settles what holds
    BEGIN UPDATE statements SET decided = NEW.standing IS NOT NULL, current = NEW.id WHERE id = NEW.statement; END;
"""

VIEWS = """
-- who has which letter, and how it stands
CREATE VIEW readers AS
    SELECT a.* FROM assignments a WHERE a.id = (
        SELECT max(x.id) FROM assignments x WHERE x.document = a.document AND x.reviewer = a.reviewer);
-- letters that two people are reading without seeing each other's word
CREATE VIEW blind_letters AS
    SELECT DISTINCT document FROM readers WHERE blind = 1 AND standing <> 'done';
-- the last word of each of the two on a statement, before anything was settled
CREATE VIEW lanes AS
    SELECT d.statement, r.document, d.reviewer, max(d.id) AS decision
    FROM readers r
    JOIN statements s ON s.document = r.document
    JOIN decisions d ON d.statement = s.id AND d.reviewer = r.reviewer
    WHERE r.blind = 1 AND (r.standing <> 'done' OR d.id <= r.last_decision)
      AND NOT EXISTS (SELECT 1 FROM adjudications a WHERE a.decision = d.id OR a.decision = d.undoes)
    GROUP BY d.statement, d.reviewer;
-- what anybody may see of what was decided: nothing of what not both have read
CREATE VIEW decisions_told AS
    SELECT d.* FROM decisions d
    WHERE NOT EXISTS (SELECT 1 FROM statements s WHERE s.id = d.statement AND s.double = 'half');

DROP VIEW actions;
DROP VIEW current_decisions;
-- reviewer and at: of whoever filed it, not of whoever left a note since or took back what came after
CREATE VIEW current_decisions AS
    SELECT d.id, d.act, d.statement, d.verdict, d.standing, d.obligation, d.kind, d.note, d.details, d.period,
           d.crosses, coalesce(r.reviewer, d.reviewer) AS reviewer, coalesce(r.at, d.at) AS at, d.seen, d.suggested,
           d.pack_hash, d.undoes, d.rests, d.origin
    FROM decisions d JOIN statements c ON c.id = d.statement AND c.current = d.id
    LEFT JOIN decisions r ON r.id = d.rests;
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

EDITIONS = """
-- rows: {statement: [obligation, kind, period, source]}; findings: {id: [kind, body, level, obligation, value]}
CREATE TABLE IF NOT EXISTS editions (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  rows TEXT NOT NULL,
  findings TEXT NOT NULL
);
"""

FROZEN = """
CREATE TRIGGER editions_stay BEFORE UPDATE ON editions
    BEGIN SELECT raise(ABORT, 'editions are never changed'); END;
CREATE TRIGGER editions_remain BEFORE DELETE ON editions
    BEGIN SELECT raise(ABORT, 'editions are never deleted'); END;
CREATE TRIGGER editions_are_new BEFORE INSERT ON editions
    WHEN EXISTS (SELECT 1 FROM editions WHERE id = NEW.id OR name = NEW.name)
    BEGIN SELECT raise(ABORT, 'editions are never replaced'); END;
"""
