"""Whatever is done to a row behind the program's back is named; databases made before are chained from now on."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db import action_rows, queries
from db.audit import Breach, audit, begun
from db.connection import open_database
from db.records import Filters
from db.requests import confirm_link, import_requests
from db.store import open_store
from extractor.core.model import Decision
from extractor.rounds.register import Request
from rules.models import Wave
from tests.made import AT, PACK, TEXTS, reading, saved, sha_of
from tests.test_cli_ingest import run

TODAY = Path(__file__).with_name("data") / "database_0_2.sql"
OLD = Path(__file__).with_name("data") / "database_0_1.sql"
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def decide(path: Path, number: int, verdict: str, obligation: str | None, reviewer: str = "ana", **fields: str) -> None:
    with open_store(path) as store:
        row = list(queries.statements(store))[number]
        store.decide([Decision(row.id, verdict, obligation, json.dumps(fields), reviewer, AT, row.content_hash)])


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("chain") / "v.db"
    calendar = replace(
        PACK.calendar, waves=(Wave(id="1", title="Primera", first=date(2011, 1, 1), last=date(2011, 12, 31)),)
    )
    with open_store(path) as store:
        began = store.begin_run("1", replace(PACK, calendar=calendar), {}, AT)
        store.save([saved("a.pdf"), saved("b.pdf", reading("b.pdf", TEXTS[::-1]))], began)
        store.end_run(began, AT)
        import_requests(store, [Request("q1", "MINEDU", "", "1", "2011-02-01", "OFICIO 1", ())])
        confirm_link(store, "q1", sha_of("a.pdf"), "ana", AT)
        store.correct(sha_of("b.pdf"), {"number": "7"}, "ana", AT)
        store.disclose("export actions", "por encargo", "ana", AT)
    decide(path, 0, "accepted", "minedu.talks")
    decide(path, 1, "kind", None, "eva", kind="no_action")
    decide(path, 2, "corrected", "minedu.places", note="visto")
    decide(path, 3, "rejected", None)
    return path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    shutil.copy(sound, tmp_path / "v.db")
    return tmp_path / "v.db"


def tampered(path: Path, script: str) -> list[Breach]:
    """What is found after this was done by somebody who knows how to put the triggers back."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.executescript(script)
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()
    with open_database(path) as db:
        return audit(db.connection)


def test_what_the_program_writes_is_sound(path: Path) -> None:
    with open_database(path) as db:
        assert audit(db.connection) == []
    with open_store(path) as store:
        store.undo("ana", AT)
        store.save([saved("b.pdf", reading("b.pdf", TEXTS))], 1)
        assert audit(store.connection) == []


@pytest.mark.parametrize(
    ("script", "code", "table", "key", "part"),
    [
        ("UPDATE decisions SET obligation = 'minedu.places' WHERE id = 1", "changed", "decisions", "1", "obligation"),
        ("UPDATE decisions SET verdict = 'corrected' WHERE id = 1", "changed", "decisions", "1", "verdict"),
        ("UPDATE decisions SET standing = 'rejected' WHERE id = 1", "changed", "decisions", "1", "standing"),
        ("UPDATE decisions SET reviewer = 'eva' WHERE id = 3", "changed", "decisions", "3", "reviewer"),
        ("UPDATE decisions SET at = '2030-01-01T00:00:00Z' WHERE id = 3", "changed", "decisions", "3", "at"),
        ("UPDATE decisions SET note = NULL WHERE id = 3", "changed", "decisions", "3", "note"),
        ("DELETE FROM decisions WHERE id = 4", "deleted_last", "decisions", "4", None),
        ("DELETE FROM decisions WHERE id = 2", "deleted", "decisions", "2", None),
        ("DELETE FROM decisions", "deleted_all", "decisions", "1–4", None),
        (
            "INSERT INTO decisions (act, statement, verdict, standing, reviewer, at, seen, suggested, pack_hash)"
            " SELECT 9, statement, 'rejected', 'rejected', 'ana', at, seen, '[]', '' FROM decisions WHERE id = 1",
            "inserted", "decisions", "5", None,
        ),
        ("UPDATE corrections SET value = '8'", "changed", "corrections", "1", "value"),
        ("DELETE FROM corrections WHERE field = 'number'", "deleted_last", "corrections", "2", None),
        ("UPDATE disclosures SET reason = 'x'", "changed", "disclosures", "1", "reason"),
        ("DELETE FROM disclosures", "deleted_all", "disclosures", "1", None),
        ("UPDATE replies SET standing = 'rejected'", "changed", "replies", "1", "standing"),
        ("UPDATE requests SET sent = '2011-03-01'", "changed", "requests", "q1", "sent"),
        ("UPDATE obligations SET level = 'persecucion' WHERE id = 'minedu.talks'", "changed", "obligations",
         "minedu.talks", "level"),
        ("UPDATE documents SET number = 'x' WHERE name = 'a.pdf'", "changed", "documents", sha_of("a.pdf"), "head"),
        ("UPDATE documents SET reply = 'unsatisfactory' WHERE name = 'a.pdf'", "changed", "documents",
         sha_of("a.pdf"), "reply"),
        ("INSERT INTO problems (document, place, code, detail) SELECT sha256, '', 'x', '' FROM documents"
         " WHERE name = 'a.pdf'", "changed", "documents", sha_of("a.pdf"), "problem"),
    ],
)  # fmt: skip
def test_tampering_is_named(path: Path, script: str, code: str, table: str, key: str, part: str | None) -> None:
    found = tampered(path, script)
    assert (found[0].code, found[0].table, found[0].key) == (code, table, key)
    assert part is None or found[0].parts == (part,)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ("suggestions = '[]'", "suggestion"),
        ("score = 0.1", "suggestion"),
        ("kind = 'other'", "kind"),
        ("details = '{}'", "detail"),
        ("period = 1", "detail"),
        ("text = 'Nada.'", "text"),
        ("stale = 1", "standing"),
        ("page = 2", "place"),
        ("doubtful = 1 - doubtful", "doubt"),
    ],
)
def test_a_changed_reading_is_named(path: Path, change: str, part: str) -> None:
    (breach,) = tampered(path, f"UPDATE statements SET {change} WHERE rowid = 1")
    assert (breach.code, breach.table, breach.parts) == ("changed", "statements", (part,))


@pytest.mark.parametrize(
    ("change", "part"),
    [("documents SET reply_doubtful = 1 - reply_doubtful", "doubt"), ("letters SET aside = '[[1]]'", "aside")],
)
def test_a_changed_doubt_of_a_letter_is_named(path: Path, change: str, part: str) -> None:
    (breach,) = tampered(path, f"UPDATE {change} WHERE rowid = 1")
    assert (breach.code, breach.table, breach.parts) == ("changed", "documents", (part,))


@pytest.mark.parametrize("change", ["statements SET doubtful = 1", "documents SET reply_doubtful = 1"])
def test_a_database_of_today_is_marked_anew_and_what_had_been_changed_in_it_stays_named(
    tmp_path: Path, change: str
) -> None:
    path = tmp_path / "v.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(TODAY.read_text(encoding="utf-8"))
        connection.execute("UPDATE statements SET kind = 'other' WHERE rowid = 1")
        connection.commit()
    with open_store(path) as store:
        assert [(one.code, one.parts) for one in audit(store.connection)] == [("changed", ("kind",))]
    found = {(one.code, one.parts) for one in tampered(path, f"UPDATE {change} WHERE rowid = 2")}
    assert found == {("changed", ("kind",)), ("changed", ("doubt",))}


@pytest.mark.parametrize(
    ("script", "code", "seq"),
    [
        ("DELETE FROM chain WHERE seq = 5", "cut", 5),
        ("DELETE FROM chain WHERE seq > 10", "cut_last", 11),
        ("DELETE FROM chain", "gone", 0),
        ("UPDATE chain SET told = zeroblob(32) WHERE seq = 7", "altered", 7),
        ("UPDATE chain SET salt = NULL WHERE kind = 'decisions' AND key = '2'", "unsalted", None),
        ("UPDATE chain SET text_salt = NULL WHERE kind = 'decisions' AND key = '2'", "unsalted", None),
        ("UPDATE readings SET key = NULL WHERE id = 1", "unsalted", None),
    ],
)
def test_a_chain_that_was_tampered_with_is_named(path: Path, script: str, code: str, seq: int | None) -> None:
    first = tampered(path, script)[0]
    assert first.code == code
    assert seq is None or first.seq == seq


def test_a_row_with_its_entry_made_anew_does_not_fit_the_chain(path: Path) -> None:
    from db.chained import TABLES, commit, row_of

    with closing(sqlite3.connect(path)) as connection:
        salts = connection.execute(
            "SELECT salt, text_salt FROM chain WHERE kind = 'decisions' AND key = '1'"
        ).fetchone()
        values = list(row_of(connection, TABLES["decisions"], 1) or ())
    values[8] = "eva"
    made = commit(TABLES["decisions"], 1, tuple(values), *salts)
    found = tampered(
        path,
        f"UPDATE decisions SET reviewer = 'eva' WHERE id = 1; UPDATE chain SET told = x'{made.told.hex()}',"
        f" parts = x'{made.parts.hex()}' WHERE kind = 'decisions' AND key = '1'",
    )
    assert [breach.code for breach in found] == ["altered"]


def test_what_another_program_wrote_is_not_chained_by_the_next_act(path: Path) -> None:
    script = """INSERT INTO decisions (act, statement, verdict, standing, reviewer, at, seen, suggested, pack_hash)
        SELECT 9, statement, 'rejected', 'rejected', 'ana', at, seen, '[]', '' FROM decisions WHERE id = 1"""
    tampered(path, script)
    decide(path, 4, "rejected", None)
    with open_database(path) as db:
        assert [(breach.code, breach.key) for breach in audit(db.connection)] == [("inserted", "5")]


def test_verify_says_what_was_done_and_which_row_is_the_first(path: Path) -> None:
    tampered(path, "UPDATE decisions SET reviewer = 'x' WHERE id = 3; DELETE FROM decisions WHERE id = 2")
    result = run("verify", db=path)
    assert result.exit_code == 1
    assert "Changed after it was written: decision 3: reviewer" in result.output
    assert "The first bad row: Deleted from the middle: decision 2" in result.output


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as version 0.1.0 made it."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
        connection.commit()
    return path


def test_a_database_made_before_is_chained_from_now_on_and_says_so(old: Path) -> None:
    with open_database(old) as db:
        since = begun(db.connection)
        assert since and since.existing == 10
        assert audit(db.connection) == []
        assert len(list(queries.decisions(db))) == 7
    said = run("verify", db=old).output
    assert "10 words of people were there before" in said
    assert [b.code for b in tampered(old, "UPDATE decisions SET reviewer = 'x' WHERE id = 2")] == ["changed"]


def test_in_a_database_made_before_each_filing_is_its_authors(old: Path) -> None:
    with open_database(old) as db:
        rows = list(queries.statements(db, Filters(document="a.pdf")))
        assert [row.decision and (row.decision.standing, row.decision.reviewer) for row in rows] == [
            ("accepted", "ana"),  # a note by somebody else came after
            ("kind", "eva"),
            ("corrected", "ana"),  # somebody else's rejection was taken back
        ]
        assert sorted(row.reviewer for row in action_rows.actions(db)) == ["ana", "ana", "eva"]
