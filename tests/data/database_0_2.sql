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
, twin TEXT REFERENCES documents (sha256), reply_doubtful INTEGER NOT NULL DEFAULT 0) STRICT;
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
, fates TEXT NOT NULL DEFAULT '{}', aside TEXT NOT NULL DEFAULT '[]') STRICT;
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
, doubtful INTEGER NOT NULL DEFAULT 0, current INTEGER, double TEXT CHECK (double IN ('half', 'disputed', 'agreed', 'adjudicated'))) STRICT;
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
    undoes INTEGER UNIQUE REFERENCES decisions (id), rests INTEGER REFERENCES decisions (id), origin TEXT NOT NULL DEFAULT 'review' CHECK (origin IN ('review', 'import')),
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
, origin TEXT NOT NULL DEFAULT 'review'
    CHECK (origin IN ('review', 'ingest', 'link'))) STRICT;
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
CREATE TABLE begun (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin TEXT NOT NULL,
    at TEXT NOT NULL,
    version TEXT NOT NULL,
    existing INTEGER NOT NULL
) STRICT;
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
CREATE TABLE readings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES documents (sha256),
    marks TEXT NOT NULL,
    key BLOB
) STRICT;
CREATE TABLE erasures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE seals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sequence INTEGER NOT NULL,
    root TEXT NOT NULL,
    seal TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE moves (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    old TEXT NOT NULL REFERENCES statements (id),
    new TEXT NOT NULL REFERENCES statements (id),
    why TEXT NOT NULL CHECK (why IN ('reread', 'twin'))
) STRICT;
CREATE TABLE twins (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    one TEXT NOT NULL REFERENCES documents (sha256),
    other TEXT NOT NULL REFERENCES documents (sha256),
    standing TEXT NOT NULL CHECK (standing IN ('version', 'copy', 'apart')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE releases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    phrase TEXT NOT NULL,
    ruling TEXT NOT NULL CHECK (ruling IN ('public', 'official', 'private')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE remarks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    act INTEGER NOT NULL,
    statement TEXT NOT NULL REFERENCES statements (id),
    field TEXT NOT NULL CHECK (field IN ('unit', 'text', 'level')),
    value TEXT,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES remarks (id)
) STRICT;
CREATE TABLE withdrawals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL REFERENCES requests (id),
    standing TEXT NOT NULL CHECK (standing IN ('withdrawn', 'restored')),
    reason TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE paperless (
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
CREATE TABLE assignments (
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
CREATE TABLE adjudications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    decision INTEGER NOT NULL UNIQUE REFERENCES decisions (id),
    one INTEGER NOT NULL REFERENCES decisions (id),
    other INTEGER REFERENCES decisions (id),
    chosen TEXT NOT NULL CHECK (chosen IN ('one', 'other', 'neither'))
) STRICT;
CREATE TABLE editions (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  rows TEXT NOT NULL,
  findings TEXT NOT NULL
);
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (1, 'veeduria', 'm001_schema', '2026-11-29 02:30:40.564553+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (2, 'veeduria', 'm002_chain', '2026-11-29 02:30:40.607136+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (3, 'veeduria', 'm003_characters', '2026-11-29 02:30:40.612055+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (4, 'veeduria', 'm004_queue', '2026-11-29 02:30:40.620406+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (5, 'veeduria', 'm005_releases', '2026-11-29 02:30:40.623080+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (6, 'veeduria', 'm006_doubt', '2026-11-29 02:30:40.628270+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (7, 'veeduria', 'm007_queue_order', '2026-11-29 02:30:40.638421+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (8, 'veeduria', 'm008_remarks', '2026-11-29 02:30:40.642283+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (9, 'veeduria', 'm009_team', '2026-11-29 02:30:40.649185+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (10, 'veeduria', 'm010_by_obligation', '2026-11-29 02:30:40.658334+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (11, 'veeduria', 'm011_by_twin', '2026-11-29 02:30:40.662221+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (12, 'veeduria', 'm012_editions', '2026-11-29 02:30:40.667379+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (13, 'veeduria', 'm013_withdrawals', '2026-11-29 02:30:40.674233+00:00');
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (14, 'veeduria', 'm014_paperless', '2026-11-29 02:30:40.678218+00:00');
INSERT INTO "runs" ("id", "version", "pack", "pack_hash", "options", "started", "finished") VALUES (1, '0.2.0', 'small', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '{}', '2024-05-06T07:08:09Z', '2024-05-06T07:08:09Z');
INSERT INTO "bodies" ("id", "name", "type", "scope", "position") VALUES ('MINEDU', 'Ministerio de Educación', 'responsable', 'nacional', 0);
INSERT INTO "bodies" ("id", "name", "type", "scope", "position") VALUES ('MINSA', 'Ministerio de Salud', 'responsable', 'nacional', 1);
INSERT INTO "obligations" ("id", "institution", "level", "article", "label", "role", "position") VALUES ('minedu.talks', 'MINEDU', 'prevencion', '7.d', 'Charlas', 'function', 0);
INSERT INTO "obligations" ("id", "institution", "level", "article", "label", "role", "position") VALUES ('minedu.places', 'MINEDU', 'proteccion', '33', 'Matrícula', 'function', 1);
INSERT INTO "obligations" ("id", "institution", "level", "article", "label", "role", "position") VALUES ('minsa.care', 'MINSA', 'proteccion', '35', 'Atención', 'function', 2);
INSERT INTO "documents" ("sha256", "name", "path", "size", "source", "wave", "covers", "outcome", "institution", "unit", "number", "date", "reference", "subject", "reply", "reply_reason", "reply_start", "reply_end", "reply_target", "as_read", "pages", "text_source", "confidence", "run", "twin", "reply_doubtful") VALUES ('a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 'a.pdf', 'a.pdf', 0, 'cartas', NULL, NULL, 'read', 'MINEDU', 'DRE Puno', 'OFICIO N° a.pdf', '2011-07-01', NULL, 'Información', 'satisfactory', 'reported', 0, 29, '', '{"institution":"MINEDU","unit":"DRE Puno","number":"OFICIO N° a.pdf","date":"2011-07-01","reference":null,"subject":"Información","reply":"satisfactory","reply_reason":"reported"}', 1, 'text', 1.0, 1, NULL, 0);
INSERT INTO "documents" ("sha256", "name", "path", "size", "source", "wave", "covers", "outcome", "institution", "unit", "number", "date", "reference", "subject", "reply", "reply_reason", "reply_start", "reply_end", "reply_target", "as_read", "pages", "text_source", "confidence", "run", "twin", "reply_doubtful") VALUES ('9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 'b.pdf', 'b.pdf', 0, 'cartas', NULL, NULL, 'read', 'MINEDU', 'DRE Puno', 'OFICIO N° b.pdf', '2011-07-01', NULL, 'Información', 'satisfactory', 'reported', 0, 22, '', '{"institution":"MINEDU","unit":"DRE Puno","number":"OFICIO N° b.pdf","date":"2011-07-01","reference":null,"subject":"Información","reply":"satisfactory","reply_reason":"reported"}', 1, 'text', 1.0, 1, NULL, 0);
INSERT INTO "files" ("key", "name", "document", "outcome", "run") VALUES ('/in/a.pdf', 'a.pdf', 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 'read', 1);
INSERT INTO "files" ("key", "name", "document", "outcome", "run") VALUES ('/in/b.pdf', 'b.pdf', '9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 'read', 1);
INSERT INTO "pages" ("document", "number", "width", "height", "rotation", "source", "confidence") VALUES ('9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 1, 595.0, 842.0, 0, 'text', 1.0);
INSERT INTO "pages" ("document", "number", "width", "height", "rotation", "source", "confidence") VALUES ('a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 1, 595.0, 842.0, 0, 'text', 1.0);
INSERT INTO "letters" ("document", "text", "spans", "blocks", "fates", "aside") VALUES ('a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 'Se realizó un taller en Puno.
Se inauguró la mesa.', '[[0,29,1,70,100,520,112],[30,50,1,70,114,520,126]]', '[]', '{}', '[]');
INSERT INTO "letters" ("document", "text", "spans", "blocks", "fates", "aside") VALUES ('9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 'Se entregaron afiches.', '[[0,22,1,70,100,520,112]]', '[]', '{}', '[]');
INSERT INTO "statements" ("id", "document", "start", "end", "page", "box", "text", "kind", "section", "institution", "unit", "source", "period", "crosses", "details", "cues", "rules", "obligation", "level", "score", "origin", "act", "stale", "decided", "run", "suggestions", "facets", "doubtful", "current", "double") VALUES ('1110a288780b7537', 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 0, 29, 1, '[70,100,520,112]', 'Se realizó un taller en Puno.', 'action', 'Prevención', NULL, NULL, NULL, 3, 0, '{"dates":[{"start":0,"end":3,"text":"junio","first":"2011-06-01","last":"2011-06-30"}],"counts":[{"start":14,"end":17,"text":"180","value":180,"what":"docentes"}],"period":3}', '[]', '|talks-teachers|activity.talk|', 'minedu.talks', 'prevencion', 0.8, 'program', NULL, 0, 1, 1, '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"realizó "]]]]', '[["activity.talk",[["activity.talk",3,11,"realizó "]]]]', 0, 1, NULL);
INSERT INTO "statements" ("id", "document", "start", "end", "page", "box", "text", "kind", "section", "institution", "unit", "source", "period", "crosses", "details", "cues", "rules", "obligation", "level", "score", "origin", "act", "stale", "decided", "run", "suggestions", "facets", "doubtful", "current", "double") VALUES ('45ea91903dce06f5', 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', 30, 50, 1, '[70,114,520,126]', 'Se inauguró la mesa.', 'action', 'Prevención', NULL, NULL, NULL, 3, 0, '{"dates":[{"start":0,"end":3,"text":"junio","first":"2011-06-01","last":"2011-06-30"}],"counts":[{"start":14,"end":17,"text":"180","value":180,"what":"docentes"}],"period":3}', '[]', '|talks-teachers|activity.talk|', 'minedu.talks', 'prevencion', 0.8, 'program', NULL, 0, 0, 1, '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"inauguró"]]]]', '[["activity.talk",[["activity.talk",3,11,"inauguró"]]]]', 0, NULL, NULL);
INSERT INTO "statements" ("id", "document", "start", "end", "page", "box", "text", "kind", "section", "institution", "unit", "source", "period", "crosses", "details", "cues", "rules", "obligation", "level", "score", "origin", "act", "stale", "decided", "run", "suggestions", "facets", "doubtful", "current", "double") VALUES ('7635c0ac97c45ec1', '9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', 0, 22, 1, '[70,100,520,112]', 'Se entregaron afiches.', 'action', 'Prevención', NULL, NULL, NULL, 3, 0, '{"dates":[{"start":0,"end":3,"text":"junio","first":"2011-06-01","last":"2011-06-30"}],"counts":[{"start":14,"end":17,"text":"180","value":180,"what":"docentes"}],"period":3}', '[]', '|talks-teachers|activity.talk|', 'minedu.talks', 'prevencion', 0.8, 'program', NULL, 0, 0, 1, '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"entregar"]]]]', '[["activity.talk",[["activity.talk",3,11,"entregar"]]]]', 0, NULL, NULL);
INSERT INTO "decisions" ("id", "act", "statement", "verdict", "standing", "obligation", "kind", "note", "details", "period", "crosses", "reviewer", "at", "seen", "suggested", "pack_hash", "undoes", "rests", "origin") VALUES (1, 1, '1110a288780b7537', 'accepted', 'accepted', 'minedu.talks', NULL, NULL, NULL, NULL, NULL, 'ana', '2024-05-06T07:08:09Z', '49f0e3c30fd735d4', '[["minedu.talks","prevencion",0.8,[["talks-teachers",3,11,"realizó "]]]]', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, NULL, 'review');
INSERT INTO "begun" ("id", "origin", "at", "version", "existing") VALUES (1, '7618184084afe45a', '2026-11-29T02:30:40+00:00', '0.2.0', 0);
INSERT INTO "chain" ("seq", "kind", "key", "salt", "told", "parts", "text_salt", "text", "hash") VALUES (1, 'begun', '1', X'55350BD7E9599154EB3F8097044C3BFC', X'7032AF6525F943DB70CAEFD5CD7DDCF99B7220A61DB24BBDDE0A3A599C7B14DC', X'BF10A4E3F1EEAA0E564271276E155237', NULL, NULL, X'275DB43A58310565C958959D594C3F0C0F351911E44DC0E22393F550B3111FBC');
INSERT INTO "chain" ("seq", "kind", "key", "salt", "told", "parts", "text_salt", "text", "hash") VALUES (2, 'bodies', 'MINEDU', X'63069F382181CDB5A17895458FB3F184', X'EBE2EC60C7FC35C6FD478DDEFC0CC84191614978F578A2F6C905B3A4C3AB56F0', X'D0D983C76F6DAFFB9FA003C2', NULL, NULL, X'7D66246E6F1F2E987F196780510EA3E5E502177279B2DA7356D83E25D3C3FAA2');
INSERT INTO "chain" ("seq", "kind", "key", "salt", "told", "parts", "text_salt", "text", "hash") VALUES (3, 'bodies', 'MINSA', X'F6677B222E67B21A55EB770577799BF8', X'E517746A7E7AAF40682AA95C1163FCEE56E50B1AAA7CF8CA95961305BA69159A', X'364C5B35AE2E4454B7F7748B', NULL, NULL, X'E8D44C96B1CB4C41C85AC594139B41C4B3AF691A0B52D29E040BA7A28D6EA951');
INSERT INTO "chain" ("seq", "kind", "key", "salt", "told", "parts", "text_salt", "text", "hash") VALUES (4, 'obligations', 'minedu.talks', X'63BF5C2A1796B0AEB84549FB02FA56A0', X'21631024D581A997955197A02201EDD887D553B73F34F4B1EAB084F036AE6CA9', X'1B2170B890DAC0C40D88ACC704CC784A896AF4F8', NULL, NULL, X'9D89EF83D5A131C4E5F9BC3C70593F56C977B9CDD7F27669C5D16B04C5052872');
INSERT INTO "chain" ("seq", "kind", "key", "salt", "told", "parts", "text_salt", "text", "hash") VALUES (5, 'obligations', 'minedu.places', X'5E9EE747B40B8F3D481A5074FA77255E', X'26C3081384BC739EBFD9A7906575DA6A4E1E5878E8F5CFED042F7184F03B864A', X'5DA3A3EBCB498361E75B0275840B102B1B5BC5E9', NULL, NULL, X'205CFA090BCA6D81927D19AC7D5321986950F9250C00FABBA6F87FB690FBFB6F');
INSERT INTO "chain" ("seq", "kind", "key", "salt", "told", "parts", "text_salt", "text", "hash") VALUES (6, 'obligations', 'minsa.care', X'2E76A0390945184178468109C90DC8DA', X'1FD204DAE60789A71C06A2BAC9601285DE8B861E6D62B68E2924DAB4934898B2', X'E92855C24FB9AA75079D5CE65AE0DBFF6E91EE8A', NULL, NULL, X'A553D164360A775318B8EEE3284843100A5E2D406A32B5993ECB26C67A04B2D8');
INSERT INTO "chain" ("seq", "kind", "key", "salt", "told", "parts", "text_salt", "text", "hash") VALUES (7, 'readings', '1', X'364341C08B1D15855DBE8BBADA351F69', X'BDF54F2CD98ABB8D9098429A36FB1ED7066037A26C7A737FE048EDB79773D777', X'E7FD806DB1CB3E10', NULL, NULL, X'B67C23DBF13497A5ADFCA85207F47D5CFF19D7FD936CDFDFE7FDC303B3FF7A88');
INSERT INTO "chain" ("seq", "kind", "key", "salt", "told", "parts", "text_salt", "text", "hash") VALUES (8, 'readings', '2', X'75BAFDAC727EBA85284E1A41A561AC33', X'5D450EBE40C49D5E3C2146237D3285A9301EE60970BB1531DAD5AB0CA0A8B3A5', X'D6BBA9E6C3501FA0', NULL, NULL, X'08DFB2E62794CD27DD180E0F3D9B6A5B54F8A6FBE73A559BF0BE4140B86C2318');
INSERT INTO "chain" ("seq", "kind", "key", "salt", "told", "parts", "text_salt", "text", "hash") VALUES (9, 'decisions', '1', X'A2AFFA56270B88DC47D845E04C3A294D', X'D967075AA34D5CD2F4FA56F70B1E1F7C1A137CCF52B106CC198E6C71DB5D5CB6', X'2559C5269153377B0482032B02E8CB0B8BB132FB0B744A3F2A057544F47E04DAC17BD76C42E56811ADA416D4FFBBA1E0B9E638FAEBB6E8125A252508D3AA35AF7A6B5BE2651F2992', X'EDE33B7DB59D062909E285C70507D4B6', X'814C7306CCCCD75AC6F1A61E804E04C589E3EF1A683C9709105AAC92C323B4CA', X'36B87D0588612A4237D79B92C4E8C5C72787CEBBCFFFA52563E31AC27A8C9665');
INSERT INTO "readings" ("id", "document", "marks", "key") VALUES (1, '9a3f96912c5f85bc082ca0bbeb28e72f588f4517c173982ccdc57a0e18a42663', '["hzFabv3u9Kp54TMm4frRiFeeLOd1ct6oWvIEIw==",{"7635c0ac97c45ec1":"ZSd6mi2mwaFLVQ4YFOtKQc3qfanILkotQ5O6pQ=="}]', X'FCE654000B67B24D0664F622F2A4C9CA');
INSERT INTO "readings" ("id", "document", "marks", "key") VALUES (2, 'a7949e623819aa32baf4c32d0457e275b4eff130ec61f43cf284ffdef26efcf4', '["/61lm/EqSxBHuDMvd4jP1mdFw8xYNYIJyMiSEg==",{"1110a288780b7537":"Oqw4LVOsGUOcGQELVU0H2NU9viBThBpenprY5A==","45ea91903dce06f5":"KXbpJKQlG9ZejiCSeF+r36PHUHBThBpeC03Y5A=="}]', X'8EB997CDF0C23D16E016FF285F747986');
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
CREATE INDEX chain_row ON chain (kind, key, seq);
CREATE INDEX readings_document ON readings (document, id);
CREATE INDEX moves_old ON moves (old);
CREATE INDEX moves_new ON moves (new);
CREATE INDEX releases_phrase ON releases (phrase, id);
CREATE INDEX remarks_statement ON remarks (statement, field, id);
CREATE INDEX remarks_act ON remarks (act);
CREATE INDEX remarks_reviewer ON remarks (reviewer, act);
CREATE INDEX withdrawals_request ON withdrawals (request, id);
CREATE INDEX paperless_request ON paperless (request, ref, id);
CREATE INDEX assignments_document ON assignments (document, reviewer, id);
CREATE INDEX statements_queue ON statements (document, start, id, kind, origin, decided, score, institution, doubtful,
    current) WHERE stale = 0;
CREATE INDEX statements_double ON statements (double, document) WHERE double IS NOT NULL;
CREATE INDEX decisions_obligation ON decisions (obligation) WHERE obligation IS NOT NULL;
CREATE INDEX documents_twin ON documents (twin) WHERE twin IS NOT NULL;
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
CREATE VIEW remarks_in_force AS
    SELECT r.* FROM remarks r
    WHERE r.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM remarks u WHERE u.undoes = r.id)
      AND NOT EXISTS (SELECT 1 FROM remarks n WHERE n.statement = r.statement AND n.field = r.field AND n.id > r.id
                      AND n.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM remarks u WHERE u.undoes = n.id));
CREATE VIEW requests_standing AS
    SELECT q.* FROM requests q WHERE coalesce((
        SELECT standing FROM withdrawals w WHERE w.request = q.id ORDER BY w.id DESC LIMIT 1), '') <> 'withdrawn';
CREATE VIEW paperless_standing AS
    SELECT p.request, p.ref, p.date, p.number, p.reply, p.reason, q.institution, q.unit, q.wave
    FROM paperless p JOIN requests_standing q ON q.id = p.request
    WHERE p.standing = 'given'
      AND p.id = (SELECT max(x.id) FROM paperless x WHERE x.request = p.request AND x.ref = p.ref)
      AND NOT EXISTS (
        SELECT 1 FROM links l JOIN documents d ON d.sha256 = l.document
        WHERE l.request = p.request AND (d.date = p.date OR lower(d.number) = lower(nullif(p.number, ''))
            OR p.reason = 'not_on_file' AND coalesce(d.reply_reason, '') <> 'extension'));
CREATE VIEW readers AS
    SELECT a.* FROM assignments a WHERE a.id = (
        SELECT max(x.id) FROM assignments x WHERE x.document = a.document AND x.reviewer = a.reviewer);
CREATE VIEW blind_letters AS
    SELECT DISTINCT document FROM readers WHERE blind = 1 AND standing <> 'done';
CREATE VIEW lanes AS
    SELECT d.statement, r.document, d.reviewer, max(d.id) AS decision
    FROM readers r
    JOIN statements s ON s.document = r.document
    JOIN decisions d ON d.statement = s.id AND d.reviewer = r.reviewer
    WHERE r.blind = 1 AND (r.standing <> 'done' OR d.id <= r.last_decision)
      AND NOT EXISTS (SELECT 1 FROM adjudications a WHERE a.decision = d.id OR a.decision = d.undoes)
    GROUP BY d.statement, d.reviewer;
CREATE VIEW decisions_told AS
    SELECT d.* FROM decisions d
    WHERE NOT EXISTS (SELECT 1 FROM statements s WHERE s.id = d.statement AND s.double = 'half');
CREATE VIEW current_decisions AS
    SELECT d.id, d.act, d.statement, d.verdict, d.standing, d.obligation, d.kind, d.note, d.details, d.period,
           d.crosses, coalesce(r.reviewer, d.reviewer) AS reviewer, coalesce(r.at, d.at) AS at, d.seen, d.suggested,
           d.pack_hash, d.undoes, d.rests, d.origin
    FROM decisions d JOIN statements c ON c.id = d.statement AND c.current = d.id
    LEFT JOIN decisions r ON r.id = d.rests;
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
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
    BEGIN SELECT raise(ABORT, 'decisions are never deleted'); END;
CREATE TRIGGER decisions_are_new BEFORE INSERT ON decisions -- INSERT OR REPLACE would delete without asking
    WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id OR undoes = NEW.undoes)
    BEGIN SELECT raise(ABORT, 'decisions are never replaced'); END;
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
CREATE TRIGGER chain_stays BEFORE UPDATE ON chain
    WHEN NOT (NEW.seq IS OLD.seq AND NEW.kind IS OLD.kind AND NEW.key IS OLD.key AND NEW.told IS OLD.told
        AND NEW.text IS OLD.text AND NEW.hash IS OLD.hash AND NEW.salt IS OLD.salt AND NEW.text_salt IS NULL)
    BEGIN SELECT raise(ABORT, 'the chain is never changed'); END;
CREATE TRIGGER chain_remains BEFORE DELETE ON chain
    BEGIN SELECT raise(ABORT, 'the chain is never cut'); END;
CREATE TRIGGER chain_is_new BEFORE INSERT ON chain WHEN EXISTS (SELECT 1 FROM chain WHERE seq = NEW.seq)
    BEGIN SELECT raise(ABORT, 'the chain is never replaced'); END;
CREATE TRIGGER readings_stay BEFORE UPDATE ON readings
    WHEN NOT (NEW.id IS OLD.id AND NEW.document IS OLD.document AND NEW.marks IS OLD.marks AND NEW.key IS NULL)
    BEGIN SELECT raise(ABORT, 'readings are never changed'); END;
CREATE TRIGGER readings_remain BEFORE DELETE ON readings
    BEGIN SELECT raise(ABORT, 'readings are never deleted'); END;
CREATE TRIGGER erasures_stay BEFORE UPDATE ON erasures
    BEGIN SELECT raise(ABORT, 'erasures are never changed'); END;
CREATE TRIGGER erasures_remain BEFORE DELETE ON erasures
    BEGIN SELECT raise(ABORT, 'erasures are never deleted'); END;
CREATE TRIGGER seals_stay BEFORE UPDATE ON seals
    BEGIN SELECT raise(ABORT, 'seals are never changed'); END;
CREATE TRIGGER seals_remain BEFORE DELETE ON seals
    BEGIN SELECT raise(ABORT, 'seals are never deleted'); END;
CREATE TRIGGER moves_stay BEFORE UPDATE ON moves BEGIN SELECT raise(ABORT, 'moves are never changed'); END;
CREATE TRIGGER moves_remain BEFORE DELETE ON moves BEGIN SELECT raise(ABORT, 'moves are never deleted'); END;
CREATE TRIGGER twins_stay BEFORE UPDATE ON twins BEGIN SELECT raise(ABORT, 'twins are never changed'); END;
CREATE TRIGGER twins_remain BEFORE DELETE ON twins BEGIN SELECT raise(ABORT, 'twins are never deleted'); END;
CREATE TRIGGER disclosures_stay BEFORE UPDATE ON disclosures
    BEGIN SELECT raise(ABORT, 'disclosures are never changed'); END;
CREATE TRIGGER disclosures_remain BEFORE DELETE ON disclosures
    BEGIN SELECT raise(ABORT, 'disclosures are never deleted'); END;
CREATE TRIGGER releases_stay BEFORE UPDATE ON releases
    WHEN NOT (NEW.id IS OLD.id AND NEW.ruling IS OLD.ruling AND NEW.reviewer IS OLD.reviewer AND NEW.at IS OLD.at
        AND NEW.phrase = '')
    BEGIN SELECT raise(ABORT, 'rulings are never changed'); END;
CREATE TRIGGER releases_remain BEFORE DELETE ON releases
    BEGIN SELECT raise(ABORT, 'rulings are never deleted'); END;
CREATE TRIGGER remarks_stay BEFORE UPDATE ON remarks
    WHEN NOT (NEW.id IS OLD.id AND NEW.act IS OLD.act AND NEW.statement IS OLD.statement AND NEW.field IS OLD.field
        AND NEW.reviewer IS OLD.reviewer AND NEW.at IS OLD.at AND NEW.undoes IS OLD.undoes AND NEW.value IS NULL)
    BEGIN SELECT raise(ABORT, 'remarks are never changed'); END;
CREATE TRIGGER remarks_remain BEFORE DELETE ON remarks
    BEGIN SELECT raise(ABORT, 'remarks are never deleted'); END;
CREATE TRIGGER remarks_are_new BEFORE INSERT ON remarks
    WHEN EXISTS (SELECT 1 FROM remarks WHERE id = NEW.id OR undoes = NEW.undoes)
    BEGIN SELECT raise(ABORT, 'remarks are never replaced'); END;
CREATE TRIGGER withdrawals_stay BEFORE UPDATE ON withdrawals
    BEGIN SELECT raise(ABORT, 'withdrawals are never changed'); END;
CREATE TRIGGER withdrawals_remain BEFORE DELETE ON withdrawals
    BEGIN SELECT raise(ABORT, 'withdrawals are never deleted'); END;
CREATE TRIGGER paperless_stay BEFORE UPDATE ON paperless
    BEGIN SELECT raise(ABORT, 'replies told are never changed'); END;
CREATE TRIGGER paperless_remain BEFORE DELETE ON paperless
    BEGIN SELECT raise(ABORT, 'replies told are never deleted'); END;
CREATE TRIGGER assignments_stay BEFORE UPDATE ON assignments
    BEGIN SELECT raise(ABORT, 'assignments are never changed'); END;
CREATE TRIGGER assignments_remain BEFORE DELETE ON assignments
    BEGIN SELECT raise(ABORT, 'assignments are never deleted'); END;
CREATE TRIGGER adjudications_stay BEFORE UPDATE ON adjudications
    BEGIN SELECT raise(ABORT, 'adjudications are never changed'); END;
CREATE TRIGGER adjudications_remain BEFORE DELETE ON adjudications
    BEGIN SELECT raise(ABORT, 'adjudications are never deleted'); END;
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
CREATE TRIGGER decisions_settle AFTER INSERT ON decisions -- of a letter that two read, the writer settles what holds
    BEGIN UPDATE statements SET decided = NEW.standing IS NOT NULL, current = NEW.id WHERE id = NEW.statement; END;
