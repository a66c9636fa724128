"""Whatever is done to a sealed log is told, even if the whole chain is made anew."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import queries
from db.chain import NOWHERE
from db.chained import TABLES, commit, leaf, linked, row_of
from db.connection import open_database
from db.merkle import climbed, levels, path, peaks, root
from db.store import open_store
from extractor.core.model import Decision
from tests.made import AT, PACK, TEXTS, reading, saved
from tests.test_cli_ingest import run


def decide(path: Path, number: int, verdict: str = "rejected", reviewer: str = "ana") -> None:
    with open_store(path) as store:
        row = list(queries.statements(store))[number]
        store.decide([Decision(row.id, verdict, None, "{}", reviewer, AT, row.content_hash)])


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    with open_store(folder / "v.db") as store:
        began = store.begin_run("1", PACK, {}, AT)
        letters = [replace(saved(name, reading(name, TEXTS)), data=name.encode()) for name in ("a.pdf", "b.pdf")]
        store.save(letters, began)
        store.end_run(began, AT)
    for number in range(5):
        decide(folder / "v.db", number)
    result = run("seal", "--output", folder / "seal.txt", db=folder / "v.db")
    assert result.exit_code == 0
    assert result.output == (folder / "seal.txt").read_text()
    decide(folder / "v.db", 5)
    return folder


@pytest.fixture
def folder(sealed: Path, tmp_path: Path) -> Path:
    shutil.copytree(sealed, tmp_path / "copy")
    return tmp_path / "copy"


def check(folder: Path) -> tuple[int, str]:
    result = run("verify", "--against", folder / "seal.txt", db=folder / "v.db")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def do(folder: Path, script: str, make_anew: bool = True) -> None:
    """Do this to the database as somebody would who knows how all of it is made, and makes the whole chain anew."""
    with closing(sqlite3.connect(folder / "v.db")) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.executescript(script)
        if make_anew:
            rewrite(connection)
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def rewrite(connection: sqlite3.Connection) -> None:
    before = NOWHERE
    entries = connection.execute("SELECT seq, kind, key, salt, text_salt FROM chain ORDER BY seq").fetchall()
    number = 0
    for seq, kind, key, salt, text_salt in entries:
        values = row_of(connection, TABLES[kind], key)
        connection.execute("DELETE FROM chain WHERE seq = ?", (seq,))
        if values is None:
            continue
        number += 1
        made = commit(TABLES[kind], key, values, salt, text_salt)
        before = linked(before, leaf(kind, made.told, made.text))
        connection.execute(
            "INSERT INTO chain VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, kind, key, salt, made.told, made.parts, text_salt, made.text, before),
        )
    connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'chain'", (number,))
    for table in ("decisions", "seals"):
        last = f"(SELECT coalesce(max(id), 0) FROM {table})"
        connection.execute(f"UPDATE sqlite_sequence SET seq = {last} WHERE name = '{table}'")
    connection.execute("UPDATE statements SET current = (SELECT max(id) FROM decisions"
                       " WHERE statement = statements.id)")  # fmt: skip
    connection.execute("UPDATE statements SET decided = EXISTS (SELECT 1 FROM current_decisions c"
                       " WHERE c.statement = statements.id AND c.standing IS NOT NULL)")  # fmt: skip


def test_a_sealed_log_that_has_grown_stands(folder: Path) -> None:
    code, said = check(folder)
    assert code == 0
    assert "are as they were sealed" in said
    assert "are covered by no seal you gave" in said


def test_a_seal_is_short_and_its_key_is_its_owners_alone(folder: Path) -> None:
    assert len((folder / "seal.txt").read_text()) < 800
    assert (folder / "v.db.seal.key").stat().st_mode & 0o777 == 0o600


EDIT = "UPDATE decisions SET reviewer = 'eva' WHERE id = 2"
SWAP = """UPDATE decisions SET id = -2 WHERE id = 2; UPDATE decisions SET id = 2 WHERE id = 3;
    UPDATE decisions SET id = 3 WHERE id = -2"""


@pytest.mark.parametrize(
    ("script", "word"),
    [
        (EDIT, "Edited: entry"),
        ("DELETE FROM decisions WHERE id = 2", "Deleted: sealed"),
        ("DELETE FROM decisions WHERE id >= 4; DELETE FROM seals", "Truncated"),
        ("DELETE FROM decisions WHERE id >= 1; DELETE FROM seals", "Truncated"),
        ("UPDATE begun SET origin = 'ffffffffffffffff'", "Rewritten"),
        ("UPDATE decisions SET at = '2030-01-01T00:00:00Z'; UPDATE decisions SET reviewer = 'x'", "decisions 1"),
    ],
)
def test_a_chain_made_anew_does_not_fit_the_seal(folder: Path, script: str, word: str) -> None:
    do(folder, script)
    assert run("verify", db=folder / "v.db").exit_code == 0  # the chain alone shows nothing
    code, said = check(folder)
    assert (code, word in said) == (1, True), said
    (folder / "seal.txt.leaves").unlink()
    code, said = check(folder)
    assert code == 1
    assert "Rewritten" in said or "Truncated" in said


def test_entries_put_in_or_put_in_another_order_are_told_apart(folder: Path) -> None:
    do(folder, """CREATE TEMP TABLE kept AS SELECT * FROM chain;
        UPDATE chain SET seq = -seq;
        UPDATE chain SET seq = (SELECT CASE WHEN k.seq = m.seq THEN m.seq + 1 WHEN k.seq = m.seq + 1 THEN m.seq
            ELSE k.seq END FROM kept k, (SELECT min(seq) AS seq FROM kept WHERE kind = 'decisions') m
            WHERE k.seq = -chain.seq)""")  # fmt: skip
    assert "Reordered: from entry" in check(folder)[1]


def test_an_entry_put_in_is_told(folder: Path) -> None:
    do(folder, """INSERT INTO decisions
            (id, act, statement, verdict, standing, reviewer, at, seen, suggested, pack_hash)
            SELECT 99, 99, statement, 'rejected', 'rejected', 'x', at, '', '[]', '' FROM decisions WHERE id = 1;
        UPDATE chain SET seq = -seq;
        UPDATE chain SET seq = -seq + (-seq > (SELECT -max(seq) FROM chain WHERE kind = 'decisions' AND key = '2'));
        INSERT INTO chain SELECT seq + 1, kind, '99', salt, told, parts, text_salt, text, hash FROM chain
            WHERE kind = 'decisions' AND key = '2'""")  # fmt: skip
    code, said = check(folder)
    assert (code, "Inserted: entries" in said, "decisions 99" in said) == (1, True, True), said


def test_an_older_copy_put_back_is_told(sealed: Path, folder: Path) -> None:
    decide(folder / "v.db", 0, "note")
    run("seal", "--output", folder / "later.txt", db=folder / "v.db")
    shutil.copy(sealed / "v.db", folder / "v.db")
    result = run("verify", "--against", folder / "later.txt", db=folder / "v.db")
    assert (result.exit_code, "Truncated" in result.output) == (1, True)


def test_a_seal_survives_an_email(folder: Path) -> None:
    seal = (folder / "seal.txt").read_text()
    quoted = "Buenas tardes:\n\n" + "".join(f"> {line}\n" for line in seal.splitlines()) + "\nSaludos\n"
    (folder / "seal.txt").write_text(quoted)
    assert check(folder)[0] == 0


def test_what_is_erased_later_leaves_seals_as_they_were(folder: Path) -> None:
    """The words of a letter and their salts go; who decided what, and when, still stands and is still checked."""
    script = """INSERT INTO erasures (document, reason, reviewer, at) SELECT sha256, 'pedido', 'ana', 'x' FROM documents
            WHERE name = 'a.pdf'"""
    with open_store(folder / "v.db") as store, store.transaction() as connection:
        connection.execute(script)
        ids = "SELECT d.id FROM decisions d JOIN statements s ON s.id = d.statement JOIN documents o"
        ids += " ON o.sha256 = s.document WHERE o.name = 'a.pdf'"
        connection.execute(f"UPDATE decisions SET note = NULL, details = NULL, seen = '', suggested = '[]'"
                           f" WHERE id IN ({ids})")  # fmt: skip
        connection.execute(
            f"UPDATE chain SET text_salt = NULL WHERE kind = 'decisions' AND CAST(key AS INTEGER) IN ({ids})"
        )
        connection.execute("UPDATE readings SET key = NULL WHERE document IN (SELECT document FROM erasures)")
        connection.execute("UPDATE statements SET text = '', suggestions = '[]', stale = 1 WHERE document IN"
                           " (SELECT document FROM erasures)")  # fmt: skip
    _code, said = check(folder)
    lines = [line for line in said.splitlines() if "decision" in line or "Changed" in line or "check" in line]
    assert "are as they were sealed" in said, said
    assert not [line for line in lines if line.startswith(("Changed", "Made"))], said
    do(folder, EDIT, make_anew=False)
    assert "Changed after it was written: decision 2: reviewer" in check(folder)[1]


# --- a thousand edits ------------------------------------------------------------------------------------------------

COLUMNS = (
    "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p"
    " WHERE m.type = 'table' AND m.name IN ('decisions', 'chain', 'readings', 'statements', 'documents', 'begun',"
    " 'obligations', 'bodies', 'letters') AND p.name NOT IN ('run', 'position', 'act', 'aside',"
    " 'doubtful', 'reply_doubtful')"
)


def _other(value: object) -> object:
    if isinstance(value, str | bytes) and value:
        return value[:-1]
    return "x" if isinstance(value, str) else value + 1 if isinstance(value, int | float) else 1


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 10))])
def test_random_edits_never_give_a_false_ok(folder: Path, seed: int) -> None:
    from db.audit import audit, begun
    from extractor.ingest.seals import SealError, against, read_seal
    from extractor.ingest.verify import verify

    dice = random.Random(seed)
    seal_text = (folder / "seal.txt").read_text()
    seal = read_seal(seal_text)
    for _ in range(40):
        at = dice.randrange(len(seal_text))
        letter = dice.choice("0aZ+:-\u00e1")
        if seal_text[at].isspace() or letter == seal_text[at]:
            continue
        with pytest.raises(SealError):
            read_seal(seal_text[:at] + letter + seal_text[at + 1 :])
    original = folder / "v.db"
    with closing(sqlite3.connect(original)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        columns = connection.execute(COLUMNS).fetchall()
    whole = original.read_bytes()
    for _ in range(60):
        original.write_bytes(whole)
        table, column = dice.choice(columns)
        with closing(sqlite3.connect(original)) as connection:
            triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _sql in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            row, old = connection.execute(f'SELECT rowid, "{column}" FROM {table} ORDER BY random() LIMIT 1').fetchone()
            new = _other(old)
            try:
                connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (new, row))
            except (sqlite3.IntegrityError, sqlite3.OperationalError):
                continue
            for _name, sql in triggers:
                connection.execute(sql)
            connection.commit()
        with open_database(original) as db:
            since = begun(db.connection)
            found = [fault for fault in verify(db) if fault] + against(db, seal, since.origin if since else "")
            assert found or audit(db.connection), (table, column, row, old, new)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70), st.data())
def test_every_leaf_has_a_path_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    way = path(levels(leaves), index)
    assert climbed(leaves[index], index, len(leaves), way) == root(leaves)
    assert climbed(leaves[index], index, len(leaves), [*way, bytes(32)]) is None
    assert climbed(leaves[index], index + len(leaves), len(leaves), way) is None
    assert sum(size for size, _ in peaks(leaves)) == len(leaves)
