"""The schema, in numbered steps. A step that has been released is never changed; the next one is added below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("veeduria")

SCHEMA = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    pack TEXT NOT NULL,
    pack_hash TEXT NOT NULL,
    options TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT
) STRICT;

-- copied from the pack for joins; what a later pack drops stays, because decisions may rest on it
CREATE TABLE bodies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('responsable', 'vinculada', 'otra')),
    scope TEXT NOT NULL CHECK (scope IN ('nacional', 'regional', 'local')),
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE obligations (
    id TEXT PRIMARY KEY,
    institution TEXT NOT NULL REFERENCES bodies (id),
    level TEXT NOT NULL CHECK (level IN ('prevencion', 'proteccion', 'persecucion')),
    article TEXT NOT NULL,
    label TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('function', 'otras', 'no_establece')),
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE waves (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL
) STRICT;

-- a file's content, once; institution … reply_reason are in force: as read, or as a reviewer corrected them;
-- covers: the days it is about, "2010-01-01..2010-12-31", as somebody said
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    source TEXT NOT NULL,
    wave TEXT REFERENCES waves (id),
    covers TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'unread', 'needs_person', 'read')),
    institution TEXT REFERENCES bodies (id),
    unit TEXT,
    number TEXT,
    date TEXT,
    reference TEXT,
    subject TEXT,
    reply TEXT CHECK (reply IN ('satisfactory', 'unsatisfactory')),
    reply_reason TEXT,
    reply_start INTEGER NOT NULL,
    reply_end INTEGER NOT NULL,
    reply_target TEXT NOT NULL,
    as_read TEXT NOT NULL,
    pages INTEGER NOT NULL,
    text_source TEXT,
    confidence REAL,
    run INTEGER NOT NULL REFERENCES runs (id)
) STRICT;
CREATE INDEX documents_name ON documents (name, sha256);
CREATE INDEX documents_institution ON documents (institution, sha256);

-- the ledger of files found: 'failed' is written first and replaced last, so that the outcomes always add up
CREATE TABLE files (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    document TEXT REFERENCES documents (sha256),
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'unread', 'needs_person', 'read', 'duplicate')),
    run INTEGER NOT NULL REFERENCES runs (id)
) STRICT;
CREATE INDEX files_document ON files (document);

CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    document TEXT REFERENCES documents (sha256),
    file TEXT REFERENCES files (key),
    place TEXT NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    CHECK (document IS NULL OR file IS NULL)
) STRICT;
CREATE INDEX problems_document ON problems (document) WHERE document IS NOT NULL;
CREATE INDEX problems_file ON problems (file) WHERE file IS NOT NULL;

CREATE TABLE pages (
    document TEXT NOT NULL REFERENCES documents (sha256),
    number INTEGER NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    rotation INTEGER NOT NULL,
    source TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

-- spans: [[start, end, page, x0, top, x1, bottom], …]; blocks: [[kind, start, end, depth, marker, section], …]
CREATE TABLE letters (
    document TEXT PRIMARY KEY REFERENCES documents (sha256),
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    blocks TEXT NOT NULL
) STRICT;

-- rules: the ids of all that spoke, each between bars; institution, unit, source: whose action it is and who says so,
-- where that is not what the document says of itself; obligation, level, score: of the first suggestion;
-- stale: no longer found by the program, or made by a decision that was undone; act: the decision that made it;
-- suggestions: [[obligation, level, score, evidence], …], best first; facets: [[name, evidence], …] (rows of their own
-- would be the most of all rows, and are only ever read with their statement)
CREATE TABLE statements (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (sha256),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER NOT NULL,
    box TEXT NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('action', 'planned', 'no_action', 'not_competent', 'other')),
    section TEXT NOT NULL,
    institution TEXT REFERENCES bodies (id),
    unit TEXT,
    source TEXT,
    period INTEGER,
    crosses INTEGER NOT NULL CHECK (crosses IN (0, 1)),
    details TEXT NOT NULL,
    cues TEXT NOT NULL,
    rules TEXT NOT NULL,
    obligation TEXT,
    level TEXT,
    score REAL NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('program', 'reviewer', 'import')),
    act INTEGER,
    stale INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1)),
    decided INTEGER NOT NULL DEFAULT 0 CHECK (decided IN (0, 1)),
    run INTEGER REFERENCES runs (id),
    suggestions TEXT NOT NULL DEFAULT '[]',
    facets TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX statements_document ON statements (document, start, id);
CREATE INDEX statements_open ON statements (document, start, id) WHERE decided = 0 AND stale = 0;
CREATE INDEX statements_uncertain ON statements (score, id) WHERE decided = 0 AND stale = 0;
CREATE INDEX statements_counts ON statements (kind, decided) WHERE stale = 0;
CREATE INDEX statements_decided ON statements (document, start, id) WHERE decided = 1;
CREATE INDEX statements_stale ON statements (id) WHERE stale = 1;
CREATE INDEX statements_act ON statements (act) WHERE act IS NOT NULL;

-- where an imported statement stands in its file of coded actions: its line there, its own id, and as the file writes
-- them the dates (period) and the document it was taken from, with its page
CREATE TABLE coded (
    statement TEXT PRIMARY KEY REFERENCES statements (id),
    line INTEGER NOT NULL,
    ref TEXT NOT NULL,
    period TEXT NOT NULL,
    document TEXT NOT NULL,
    page INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX coded_ref ON coded (ref) WHERE ref <> '';

CREATE VIRTUAL TABLE statements_fts USING fts5 (
    text, content = 'statements', tokenize = 'unicode61 remove_diacritics 2'
);

-- one row each, for those who ask the database themselves; evidence: [[rule, start, end, text], …]
-- (json_each alone: older SQLite forbids JSON's functions in the views of a schema it does not trust)
CREATE VIEW suggestions AS
    SELECT s.id AS statement, e.key + 1 AS rank, o.value AS obligation, l.value AS level, p.value AS score,
           v.value AS evidence
    FROM statements s, json_each(s.suggestions) e, json_each(e.value) o, json_each(e.value) l, json_each(e.value) p,
         json_each(e.value) v
    WHERE o.key = 0 AND l.key = 1 AND p.key = 2 AND v.key = 3;
CREATE VIEW facets AS
    SELECT s.id AS statement, n.value AS name, v.value AS evidence
    FROM statements s, json_each(s.facets) e, json_each(e.value) n, json_each(e.value) v
    WHERE n.key = 0 AND v.key = 1;

-- Every row says in full where its statement stands after it, so the newest row of a statement is the current one.
-- act: one key press, undone as a whole; verdict: what was done; standing: the filing in force after it (NULL: open);
-- kind, note, details (with period and crosses): set by a reviewer, NULL: as read;
-- undoes: the decision this row takes back; suggested: what the program proposed then
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    act INTEGER NOT NULL,
    statement TEXT NOT NULL REFERENCES statements (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'corrected', 'rejected', 'kind', 'details', 'note', 'split',
                                             'merged', 'added', 'skipped', 'undone')),
    standing TEXT CHECK (standing IN ('accepted', 'corrected', 'rejected', 'kind', 'split', 'merged', 'added')),
    obligation TEXT REFERENCES obligations (id),
    kind TEXT CHECK (kind IN ('action', 'planned', 'no_action', 'not_competent', 'other')),
    note TEXT,
    details TEXT,
    period INTEGER,
    crosses INTEGER CHECK (crosses IN (0, 1)),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    seen TEXT NOT NULL,
    suggested TEXT NOT NULL,
    pack_hash TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES decisions (id),
    CHECK ((verdict = 'undone') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX decisions_statement ON decisions (statement, id);
CREATE INDEX decisions_act ON decisions (act);
CREATE INDEX decisions_reviewer ON decisions (reviewer, id);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
    BEGIN SELECT raise(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
    BEGIN SELECT raise(ABORT, 'decisions are never deleted'); END;
CREATE TRIGGER decisions_are_new BEFORE INSERT ON decisions -- INSERT OR REPLACE would delete without asking
    WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id OR undoes = NEW.undoes)
    BEGIN SELECT raise(ABORT, 'decisions are never replaced'); END;
CREATE TRIGGER decisions_settle AFTER INSERT ON decisions
    BEGIN UPDATE statements SET decided = NEW.standing IS NOT NULL WHERE id = NEW.statement; END;

CREATE VIEW current_decisions AS
    SELECT d.* FROM decisions d
    WHERE d.id = (SELECT max(x.id) FROM decisions x WHERE x.statement = d.statement);

-- what a reviewer says of a letter: a field of its head, or the verdict on its reply; NULL: it does not say
-- act: counted with those of decisions; undoes: the correction this row takes back
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    act INTEGER NOT NULL,
    document TEXT NOT NULL REFERENCES documents (sha256),
    field TEXT NOT NULL CHECK (field IN ('institution', 'unit', 'number', 'date', 'reference', 'subject', 'reply',
                                         'reply_reason', 'wave', 'source', 'covers')),
    value TEXT,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES corrections (id)
) STRICT;
CREATE INDEX corrections_document ON corrections (document, field, id);
CREATE INDEX corrections_act ON corrections (act);
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections
    BEGIN SELECT raise(ABORT, 'corrections are never changed'); END;
CREATE TRIGGER corrections_remain BEFORE DELETE ON corrections
    BEGIN SELECT raise(ABORT, 'corrections are never deleted'); END;
CREATE TRIGGER corrections_are_new BEFORE INSERT ON corrections
    WHEN EXISTS (SELECT 1 FROM corrections WHERE id = NEW.id OR undoes = NEW.undoes)
    BEGIN SELECT raise(ABORT, 'corrections are never replaced'); END;

CREATE VIEW corrections_in_force AS
    SELECT c.* FROM corrections c
    WHERE c.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM corrections u WHERE u.undoes = c.id);

-- who wrote out private persons' data unmasked, what and why
CREATE TABLE disclosures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    what TEXT NOT NULL,
    reason TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE requests (
    id TEXT PRIMARY KEY,
    institution TEXT NOT NULL REFERENCES bodies (id),
    unit TEXT NOT NULL,
    wave TEXT NOT NULL REFERENCES waves (id),
    sent TEXT,
    reference TEXT NOT NULL,
    questions TEXT NOT NULL
) STRICT;
CREATE INDEX requests_wave ON requests (wave, institution);

-- which letter answers which request; the newest row of a pair counts
CREATE TABLE replies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL REFERENCES requests (id),
    document TEXT NOT NULL REFERENCES documents (sha256),
    standing TEXT NOT NULL CHECK (standing IN ('suggested', 'confirmed', 'rejected')), -- suggested: taken, being sure
    score REAL NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX replies_request ON replies (request, document, id);
CREATE INDEX replies_document ON replies (document, request, id);
CREATE TRIGGER replies_stay BEFORE UPDATE ON replies
    BEGIN SELECT raise(ABORT, 'links are never changed'); END;
CREATE TRIGGER replies_remain BEFORE DELETE ON replies
    BEGIN SELECT raise(ABORT, 'links are never deleted'); END;

CREATE VIEW links AS
    SELECT r.request, r.document, r.standing, r.score, r.reviewer, r.at FROM replies r
    WHERE r.standing <> 'rejected' AND r.id = (
        SELECT max(x.id) FROM replies x WHERE x.request = r.request AND x.document = r.document);

-- what a reviewer says of a question of a request; the newest row of a question counts
CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL REFERENCES requests (id),
    question TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('answered', 'partly', 'ignored')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX answers_request ON answers (request, question, id);
CREATE TRIGGER answers_stay BEFORE UPDATE ON answers
    BEGIN SELECT raise(ABORT, 'answers are never changed'); END;
CREATE TRIGGER answers_remain BEFORE DELETE ON answers
    BEGIN SELECT raise(ABORT, 'answers are never deleted'); END;

-- what reviewers say of two statements (the smaller id first): whether both tell of one action; the newest in force
-- counts. score: as suggested, NULL if it was not; undoes: the word this row takes back
CREATE TABLE comparisons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    one TEXT NOT NULL REFERENCES statements (id),
    other TEXT NOT NULL REFERENCES statements (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'undone')),
    score REAL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES comparisons (id),
    CHECK (one < other),
    CHECK ((verdict = 'undone') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX comparisons_pair ON comparisons (one, other, id);
CREATE TRIGGER comparisons_stay BEFORE UPDATE ON comparisons
    BEGIN SELECT raise(ABORT, 'comparisons are never changed'); END;
CREATE TRIGGER comparisons_remain BEFORE DELETE ON comparisons
    BEGIN SELECT raise(ABORT, 'comparisons are never deleted'); END;
CREATE TRIGGER comparisons_are_new BEFORE INSERT ON comparisons
    WHEN EXISTS (SELECT 1 FROM comparisons WHERE id = NEW.id OR undoes = NEW.undoes)
    BEGIN SELECT raise(ABORT, 'comparisons are never replaced'); END;

CREATE VIEW comparisons_standing AS
    SELECT c.* FROM comparisons c
    WHERE c.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM comparisons u WHERE u.undoes = c.id);
CREATE VIEW comparisons_in_force AS
    SELECT c.* FROM comparisons_standing c
    WHERE c.id = (SELECT max(s.id) FROM comparisons_standing s WHERE s.one = c.one AND s.other = c.other);

-- where each reviewer left each queue (its filters and order): a statement's id or, for the letter itself, its document
CREATE TABLE places (
    reviewer TEXT NOT NULL,
    queue TEXT NOT NULL,
    entry TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (reviewer, queue)
) STRICT, WITHOUT ROWID;

-- statements set aside by the program and drawn at random to see how many actions it missed
CREATE TABLE samples (
    statement TEXT PRIMARY KEY REFERENCES statements (id),
    seed INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- everything reviewers filed under an obligation, ready to be counted; the body is the obligation's
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
    WHERE s.decided = 1 AND c.standing IN ('accepted', 'corrected', 'kind', 'added');
"""


@migrations()
def m001_schema(db: Database) -> None:
    for statement in _statements(SCHEMA):
        db.execute(statement)


@migrations()
def m002_chain(db: Database) -> None:
    from db.chain_schema import (
        PAPERLESS,
        RELEASES,
        REMARKS,
        TABLES,
        TRIGGERS,
        WITHDRAWALS,
        begin_chain,
        settle_old,
    )
    from db.team_schema import EDITIONS, TEAM

    chained = TABLES + RELEASES + REMARKS + WITHDRAWALS + PAPERLESS + TEAM + EDITIONS
    for statement in _statements(chained):  # the chain begins with all there
        db.execute(statement)
    settle_old(db.conn)
    for statement in _statements(TRIGGERS):
        db.execute(statement)
    begin_chain(db.conn)


CHARACTERS = """
-- fates: {fate: characters that ended in it}, "{}" where an older version read the letter;
-- aside: [[page, cause, text, x0, top, x1, bottom], …], what the pages hold beside the text
ALTER TABLE letters ADD COLUMN fates TEXT NOT NULL DEFAULT '{}';
ALTER TABLE letters ADD COLUMN aside TEXT NOT NULL DEFAULT '[]';
"""


@migrations()
def m003_characters(db: Database) -> None:
    for statement in _statements(CHARACTERS):
        db.execute(statement)


@migrations()
def m004_queue(db: Database) -> None:
    """All that the review's queue needs of a statement, so that its text need not be read to know what waits."""
    db.execute(
        "CREATE INDEX statements_queue ON statements (document, start, id, kind, origin, decided, score, institution)"
        " WHERE stale = 0"
    )


@migrations()
def m005_releases(db: Database) -> None:
    from db.chain_schema import RELEASES

    for statement in _statements(RELEASES):
        db.execute(statement)


DOUBT = """
-- 1: may be a report of this kind or none at all; and a verdict on a letter that rests on such statements
ALTER TABLE statements ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN reply_doubtful INTEGER NOT NULL DEFAULT 0;
"""


@migrations()
def m006_doubt(db: Database) -> None:
    for statement in _statements(DOUBT):
        db.execute(statement)


@migrations()
def m007_queue_order(db: Database) -> None:
    """What may be no report comes last in the queue: its index says which that is."""
    db.execute("DROP INDEX statements_queue")
    db.execute(
        "CREATE INDEX statements_queue ON statements (document, start, id, kind, origin, decided, score, institution,"
        " doubtful) WHERE stale = 0"
    )


@migrations()
def m008_remarks(db: Database) -> None:
    from db.chain_schema import REMARKS

    for statement in _statements(REMARKS):
        db.execute(statement)


@migrations()
def m009_team(db: Database) -> None:
    """Letters given to people, some of them to two who read them without seeing each other's word."""
    from db.team_schema import STANDING, TEAM, VIEWS

    for statement in _statements(TEAM + STANDING + VIEWS):
        db.execute(statement)


@migrations()
def m010_by_obligation(db: Database) -> None:
    """What was filed under an obligation, without a look at everything that was decided."""
    db.execute("CREATE INDEX decisions_obligation ON decisions (obligation) WHERE obligation IS NOT NULL")


@migrations()
def m011_by_twin(db: Database) -> None:
    db.execute("CREATE INDEX documents_twin ON documents (twin) WHERE twin IS NOT NULL")


@migrations()
def m012_editions(db: Database) -> None:
    from db.team_schema import EDITIONS

    for statement in _statements(EDITIONS):
        db.execute(statement)


@migrations()
def m013_withdrawals(db: Database) -> None:
    from db.chain_schema import WITHDRAWALS

    for statement in _statements(WITHDRAWALS):
        db.execute(statement)


@migrations()
def m014_paperless(db: Database) -> None:
    from db.chain_schema import PAPERLESS

    for statement in _statements(PAPERLESS):
        db.execute(statement)


@migrations()
def m015_doubt_marked(db: Database) -> None:
    """What is doubtful, and what stands beside a letter's text, is marked like all else that was read."""
    from db.chain import remark

    remark(db.conn)


@migrations()
def m016_editions_chained(db: Database) -> None:
    """Editions are chained like all else that is only ever added."""
    from db.chain import chain
    from db.team_schema import FROZEN

    for statement in _statements(FROZEN):
        db.execute(statement)
    chain(db.conn, [("editions", id) for (id,) in db.conn.execute("SELECT id FROM editions ORDER BY id").fetchall()])


@migrations()
def m017_by_figures(db: Database) -> None:
    """What tells figures is counted without reading all else."""
    db.execute(
        """CREATE INDEX statements_figures ON statements (stale, current, id) WHERE instr(details, '"figures":[')"""
    )
    db.execute("""CREATE INDEX decisions_figures ON decisions (statement) WHERE instr(details, '"figures":[')""")


def _statements(script: str) -> list[str]:
    """Split a script into statements: `executescript` would commit, and a step must be one transaction."""
    from sqlite3 import complete_statement

    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if complete_statement(current):
            found.append(current.strip())
            current = ""
    return found
