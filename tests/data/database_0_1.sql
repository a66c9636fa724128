PRAGMA application_id = 1986356580;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    pack TEXT NOT NULL,
    pack_hash TEXT NOT NULL,
    options TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT
) STRICT;
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
CREATE TABLE files (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    document TEXT REFERENCES documents (sha256),
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'unread', 'needs_person', 'read', 'duplicate')),
    run INTEGER NOT NULL REFERENCES runs (id)
) STRICT;
CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    document TEXT REFERENCES documents (sha256),
    file TEXT REFERENCES files (key),
    place TEXT NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    CHECK (document IS NULL OR file IS NULL)
) STRICT;
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
CREATE TABLE letters (
    document TEXT PRIMARY KEY REFERENCES documents (sha256),
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    blocks TEXT NOT NULL
) STRICT;
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
CREATE TABLE coded (
    statement TEXT PRIMARY KEY REFERENCES statements (id),
    line INTEGER NOT NULL,
    ref TEXT NOT NULL,
    period TEXT NOT NULL,
    document TEXT NOT NULL,
    page INTEGER
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE statements_fts USING fts5 (
    text, content = 'statements', tokenize = 'unicode61 remove_diacritics 2'
);
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
CREATE TABLE replies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL REFERENCES requests (id),
    document TEXT NOT NULL REFERENCES documents (sha256),
    standing TEXT NOT NULL CHECK (standing IN ('suggested', 'confirmed', 'rejected')), -- suggested: taken, being sure
    score REAL NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL REFERENCES requests (id),
    question TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('answered', 'partly', 'ignored')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
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
CREATE TABLE places (
    reviewer TEXT NOT NULL,
    queue TEXT NOT NULL,
    entry TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (reviewer, queue)
) STRICT, WITHOUT ROWID;
CREATE TABLE samples (
    statement TEXT PRIMARY KEY REFERENCES statements (id),
    seed INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO _sqlite_migrations VALUES (1, 'veeduria', 'm001_schema', '2026-11-28 19:03:59.253636+00:00');
INSERT INTO runs VALUES (1, '0.1.0', 'small', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '{}', '2024-05-06T07:08:09Z', '2024-05-06T07:08:09Z');
INSERT INTO bodies VALUES ('MINEDU', 'Ministerio de Educación', 'responsable', 'nacional', 0);
INSERT INTO bodies VALUES ('MINSA', 'Ministerio de Salud', 'responsable', 'nacional', 1);
INSERT INTO obligations VALUES ('minedu.talks', 'MINEDU', 'prevencion', '7.d', 'Charlas', 'function', 0);
INSERT INTO obligations VALUES ('minedu.places', 'MINEDU', 'proteccion', '33', 'Matrícula', 'function', 1);
INSERT INTO obligations VALUES ('minsa.care', 'MINSA', 'proteccion', '35', 'Atención', 'function', 2);
INSERT INTO documents VALUES ('a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 'a.pdf', 'a.pdf', 0, 'cartas', NULL, '2010-01-01..2010-12-31', 'read', 'MINEDU', 'DRE Puno', 'OFICIO 7', '2011-07-01', NULL, 'Información', 'satisfactory', 'reported', 0, 44, '', '{"institution":"MINEDU","unit":"DRE Puno","number":"OFICIO N° a.pdf","date":"2011-07-01","reference":null,"subject":"Información","reply":"satisfactory","reply_reason":"reported"}', 1, 'text', 1.0, 1);
INSERT INTO documents VALUES ('9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 'b.pdf', 'b.pdf', 0, 'cartas', NULL, NULL, 'read', 'MINEDU', 'DRE Puno', 'OFICIO N° b.pdf', '2011-07-01', NULL, 'Información', 'satisfactory', 'reported', 0, 44, '', '{"institution":"MINEDU","unit":"DRE Puno","number":"OFICIO N° b.pdf","date":"2011-07-01","reference":null,"subject":"Información","reply":"satisfactory","reply_reason":"reported"}', 1, 'text', 1.0, 1);
INSERT INTO files VALUES ('/in/a.pdf', 'a.pdf', 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 'read', 1);
INSERT INTO files VALUES ('/in/b.pdf', 'b.pdf', '9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 'read', 1);
INSERT INTO pages VALUES ('9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 1, 595.0, 842.0, 0, 'text', 1.0);
INSERT INTO pages VALUES ('a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 1, 595.0, 842.0, 0, 'text', 1.0);
INSERT INTO letters VALUES ('a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 'Se capacitó a 180 docentes en junio de 2011.
No se ha registrado ningún caso.
Se realizará un taller en el mes próximo.', '[[0,44,1,70,100,520,112],[45,77,1,70,114,520,126],[78,119,1,70,128,520,140]]', '[]');
INSERT INTO letters VALUES ('9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 'Se capacitó a 180 docentes en junio de 2011.
Se realizará un taller en el mes próximo.
Se capacitó a 180 docentes en junio de 2011.', '[[0,44,1,70,100,520,112],[45,86,1,70,114,520,126],[87,131,1,70,128,520,140]]', '[]');
INSERT INTO statements VALUES ('d859d292c055a173', 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 0, 44, 1, '[70,100,520,112]', 'Se capacitó a 180 docentes en junio de 2011.', 'action', 'Prevención', NULL, NULL, NULL, 3, 0, '{"dates":[{"start":0,"end":3,"text":"junio","first":"2011-06-01","last":"2011-06-30"}],"counts":[{"start":14,"end":17,"text":"180","value":180,"what":"docentes"}],"period":3}', '[]', '|talks-teachers|activity.talk|', 'minedu.talks', 'prevencion', 0.8, 'program', NULL, 0, 1, 1, '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"capacitó"]]]]', '[["activity.talk",[["activity.talk",3,11,"capacitó"]]]]');
INSERT INTO statements VALUES ('974b7eef38fa1ce8', 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 45, 77, 1, '[70,114,520,126]', 'No se ha registrado ningún caso.', 'no_action', 'Prevención', NULL, NULL, NULL, NULL, 0, '{}', '[["cue-none",0,2,"No"]]', '|cue-none|activity.talk|', NULL, NULL, 0.0, 'program', NULL, 0, 1, 1, '[]', '[["activity.talk",[["activity.talk",3,11,"se ha re"]]]]');
INSERT INTO statements VALUES ('31b6deb0678e077f', 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 78, 119, 1, '[70,128,520,140]', 'Se realizará un taller en el mes próximo.', 'planned', 'Prevención', NULL, NULL, NULL, NULL, 0, '{}', '[]', '|talks-teachers|activity.talk|', 'minedu.talks', 'prevencion', 0.8, 'program', NULL, 0, 1, 1, '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"realizar"]]]]', '[["activity.talk",[["activity.talk",3,11,"realizar"]]]]');
INSERT INTO statements VALUES ('5f3e085705d219bb', '9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 0, 44, 1, '[70,100,520,112]', 'Se capacitó a 180 docentes en junio de 2011.', 'action', 'Prevención', NULL, NULL, NULL, 3, 0, '{"dates":[{"start":0,"end":3,"text":"junio","first":"2011-06-01","last":"2011-06-30"}],"counts":[{"start":14,"end":17,"text":"180","value":180,"what":"docentes"}],"period":3}', '[]', '|talks-teachers|activity.talk|', 'minedu.talks', 'prevencion', 0.8, 'program', NULL, 0, 0, 1, '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"capacitó"]]]]', '[["activity.talk",[["activity.talk",3,11,"capacitó"]]]]');
INSERT INTO statements VALUES ('46a81856de11e4da', '9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 45, 86, 1, '[70,114,520,126]', 'Se realizará un taller en el mes próximo.', 'planned', 'Prevención', NULL, NULL, NULL, NULL, 0, '{}', '[]', '|talks-teachers|activity.talk|', 'minedu.talks', 'prevencion', 0.8, 'program', NULL, 0, 0, 1, '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"realizar"]]]]', '[["activity.talk",[["activity.talk",3,11,"realizar"]]]]');
INSERT INTO statements VALUES ('fa66da3e1ba85834', '9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 87, 131, 1, '[70,128,520,140]', 'Se capacitó a 180 docentes en junio de 2011.', 'action', 'Prevención', NULL, NULL, NULL, 3, 0, '{"dates":[{"start":0,"end":3,"text":"junio","first":"2011-06-01","last":"2011-06-30"}],"counts":[{"start":14,"end":17,"text":"180","value":180,"what":"docentes"}],"period":3}', '[]', '|talks-teachers|activity.talk|', 'minedu.talks', 'prevencion', 0.8, 'program', NULL, 0, 1, 1, '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"capacitó"]]]]', '[["activity.talk",[["activity.talk",3,11,"capacitó"]]]]');
INSERT INTO decisions VALUES (1, 1, 'd859d292c055a173', 'accepted', 'accepted', 'minedu.talks', NULL, NULL, NULL, NULL, NULL, 'ana', '2024-05-06T07:08:09Z', '4238a897effd30fc', '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"capacitó"]]]]', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL);
INSERT INTO decisions VALUES (2, 2, 'd859d292c055a173', 'note', 'accepted', 'minedu.talks', NULL, 'visto', NULL, NULL, NULL, 'eva', '2024-05-06T07:08:09Z', '4238a897effd30fc', '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"capacitó"]]]]', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL);
INSERT INTO decisions VALUES (3, 3, '974b7eef38fa1ce8', 'kind', 'kind', NULL, 'no_action', NULL, NULL, NULL, NULL, 'eva', '2024-05-06T07:08:09Z', '98a9ed577d84f23c', '[]', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL);
INSERT INTO decisions VALUES (4, 4, '31b6deb0678e077f', 'corrected', 'corrected', 'minedu.places', NULL, NULL, NULL, NULL, NULL, 'ana', '2024-05-06T07:08:09Z', '606d6f4be2147ea1', '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"realizar"]]]]', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL);
INSERT INTO decisions VALUES (5, 5, '31b6deb0678e077f', 'rejected', 'rejected', NULL, NULL, NULL, NULL, NULL, NULL, 'eva', '2024-05-06T07:08:09Z', '606d6f4be2147ea1', '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"realizar"]]]]', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL);
INSERT INTO decisions VALUES (6, 6, '31b6deb0678e077f', 'undone', 'corrected', 'minedu.places', NULL, NULL, NULL, NULL, NULL, 'eva', '2024-05-06T07:08:09Z', '606d6f4be2147ea1', '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"realizar"]]]]', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 5);
INSERT INTO decisions VALUES (7, 7, 'fa66da3e1ba85834', 'accepted', 'accepted', 'minedu.talks', NULL, NULL, NULL, NULL, NULL, 'eva', '2024-05-06T07:08:09Z', '4238a897effd30fc', '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"capacitó"]]]]', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL);
INSERT INTO corrections VALUES (1, 8, 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 'number', 'OFICIO 7', 'ana', '2024-05-06T07:08:09Z', NULL);
INSERT INTO corrections VALUES (2, 9, 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 'covers', '2010-01-01..2010-12-31', 'ana', '2024-05-06T07:08:09Z', NULL);
INSERT INTO disclosures VALUES (1, 'export actions', 'para el equipo', 'ana', '2024-05-06T07:08:09Z');
INSERT INTO statements_fts (statements_fts) VALUES ('rebuild');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX documents_name ON documents (name, sha256);
CREATE INDEX documents_institution ON documents (institution, sha256);
CREATE INDEX files_document ON files (document);
CREATE INDEX problems_document ON problems (document) WHERE document IS NOT NULL;
CREATE INDEX problems_file ON problems (file) WHERE file IS NOT NULL;
CREATE INDEX statements_document ON statements (document, start, id);
CREATE INDEX statements_open ON statements (document, start, id) WHERE decided = 0 AND stale = 0;
CREATE INDEX statements_uncertain ON statements (score, id) WHERE decided = 0 AND stale = 0;
CREATE INDEX statements_counts ON statements (kind, decided) WHERE stale = 0;
CREATE INDEX statements_decided ON statements (document, start, id) WHERE decided = 1;
CREATE INDEX statements_stale ON statements (id) WHERE stale = 1;
CREATE INDEX statements_act ON statements (act) WHERE act IS NOT NULL;
CREATE INDEX coded_ref ON coded (ref) WHERE ref <> '';
CREATE INDEX decisions_statement ON decisions (statement, id);
CREATE INDEX decisions_act ON decisions (act);
CREATE INDEX decisions_reviewer ON decisions (reviewer, id);
CREATE INDEX corrections_document ON corrections (document, field, id);
CREATE INDEX corrections_act ON corrections (act);
CREATE INDEX requests_wave ON requests (wave, institution);
CREATE INDEX replies_request ON replies (request, document, id);
CREATE INDEX replies_document ON replies (document, request, id);
CREATE INDEX answers_request ON answers (request, question, id);
CREATE INDEX comparisons_pair ON comparisons (one, other, id);
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
CREATE VIEW current_decisions AS
    SELECT d.* FROM decisions d
    WHERE d.id = (SELECT max(x.id) FROM decisions x WHERE x.statement = d.statement);
CREATE VIEW corrections_in_force AS
    SELECT c.* FROM corrections c
    WHERE c.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM corrections u WHERE u.undoes = c.id);
CREATE VIEW links AS
    SELECT r.request, r.document, r.standing, r.score, r.reviewer, r.at FROM replies r
    WHERE r.standing <> 'rejected' AND r.id = (
        SELECT max(x.id) FROM replies x WHERE x.request = r.request AND x.document = r.document);
CREATE VIEW comparisons_standing AS
    SELECT c.* FROM comparisons c
    WHERE c.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM comparisons u WHERE u.undoes = c.id);
CREATE VIEW comparisons_in_force AS
    SELECT c.* FROM comparisons_standing c
    WHERE c.id = (SELECT max(s.id) FROM comparisons_standing s WHERE s.one = c.one AND s.other = c.other);
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
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
    BEGIN SELECT raise(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
    BEGIN SELECT raise(ABORT, 'decisions are never deleted'); END;
CREATE TRIGGER decisions_are_new BEFORE INSERT ON decisions -- INSERT OR REPLACE would delete without asking
    WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id OR undoes = NEW.undoes)
    BEGIN SELECT raise(ABORT, 'decisions are never replaced'); END;
CREATE TRIGGER decisions_settle AFTER INSERT ON decisions
    BEGIN UPDATE statements SET decided = NEW.standing IS NOT NULL WHERE id = NEW.statement; END;
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections
    BEGIN SELECT raise(ABORT, 'corrections are never changed'); END;
CREATE TRIGGER corrections_remain BEFORE DELETE ON corrections
    BEGIN SELECT raise(ABORT, 'corrections are never deleted'); END;
CREATE TRIGGER corrections_are_new BEFORE INSERT ON corrections
    WHEN EXISTS (SELECT 1 FROM corrections WHERE id = NEW.id OR undoes = NEW.undoes)
    BEGIN SELECT raise(ABORT, 'corrections are never replaced'); END;
CREATE TRIGGER replies_stay BEFORE UPDATE ON replies
    BEGIN SELECT raise(ABORT, 'links are never changed'); END;
CREATE TRIGGER replies_remain BEFORE DELETE ON replies
    BEGIN SELECT raise(ABORT, 'links are never deleted'); END;
CREATE TRIGGER answers_stay BEFORE UPDATE ON answers
    BEGIN SELECT raise(ABORT, 'answers are never changed'); END;
CREATE TRIGGER answers_remain BEFORE DELETE ON answers
    BEGIN SELECT raise(ABORT, 'answers are never deleted'); END;
CREATE TRIGGER comparisons_stay BEFORE UPDATE ON comparisons
    BEGIN SELECT raise(ABORT, 'comparisons are never changed'); END;
CREATE TRIGGER comparisons_remain BEFORE DELETE ON comparisons
    BEGIN SELECT raise(ABORT, 'comparisons are never deleted'); END;
CREATE TRIGGER comparisons_are_new BEFORE INSERT ON comparisons
    WHEN EXISTS (SELECT 1 FROM comparisons WHERE id = NEW.id OR undoes = NEW.undoes)
    BEGIN SELECT raise(ABORT, 'comparisons are never replaced'); END;
