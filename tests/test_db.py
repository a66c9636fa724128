"""The database and what enters it: readings, files, originals, and what a new reading does to an old one."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from db import action_rows, counting, letter_rows, queries
from db.connection import STEPS, DatabaseError, open_database
from db.migrations import migrations
from db.records import Filters
from db.store import Store, open_store
from extractor.core.model import Box, Decision, Problem, Span
from tests.made import AT, PACK, TEXTS, reading, saved, sha_of, unread


def begun(path: Path) -> tuple[Store, int]:
    store = open_store(path)
    return store, store.begin_run("1", PACK, {"ocr": "off"}, AT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "round" / "v.db"


def contents(path: Path) -> list[str]:
    """Everything in the database but the inner workings of its index of words."""
    connection = sqlite3.connect(path)
    lines = [line for line in connection.iterdump() if "statements_fts" not in line]
    connection.close()
    return lines


# --- opening ---------------------------------------------------------------------------------------------------------


def test_files_are_for_their_owner_alone(path: Path) -> None:
    store, run = begun(path)
    with store:
        store.save([saved("a.pdf")], run)
        assert [stat.S_IMODE(file.stat().st_mode) for file in path.parent.glob("v.db*") if file.is_file()] == [
            0o600
        ] * 4
    assert stat.S_IMODE(store.originals.stat().st_mode) == 0o700
    assert stat.S_IMODE(store.original(sha_of("a.pdf")).stat().st_mode) == 0o600


def test_no_database_is_a_sentence_not_an_empty_file(path: Path) -> None:
    with pytest.raises(DatabaseError, match="no database"):
        open_database(path)
    assert not path.exists()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = other.read_bytes()
    for opens in (open_database, open_store):
        with pytest.raises(DatabaseError, match="another program"):
            opens(other)
    assert other.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "v.db").write_bytes(b"%PDF-1.4 this is a letter" * 100)
    with pytest.raises(DatabaseError, match="cannot be opened"):
        open_database(tmp_path / "v.db")


def test_a_database_of_a_newer_version_is_refused(path: Path) -> None:
    begun(path)[0].close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('veeduria', 'm999_future', '')"
        )
    connection.close()
    with pytest.raises(DatabaseError, match="newer version"):
        open_store(path)


def test_the_list_of_steps_is_that_of_the_migrations() -> None:
    assert tuple(migration.name for migration in migrations._migrations) == STEPS


def test_readers_cannot_write(path: Path) -> None:
    begun(path)[0].close()
    with open_database(path) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.connection.execute("DELETE FROM bodies")


# --- saving ----------------------------------------------------------------------------------------------------------


def test_what_is_saved_comes_back_with_its_page_and_box(path: Path) -> None:
    store, run = begun(path)
    made = reading("a.pdf")
    with store:
        store.save([saved("in/folder/a.pdf", made)], run)
        rows = list(queries.statements(store))
    assert [row.text for row in rows] == list(TEXTS)
    for row, finding in zip(rows, made.findings, strict=True):
        assert (row.id, row.start, row.end, row.page) == (
            finding.statement.id, finding.statement.start, finding.statement.end, 1,
        )  # fmt: skip
        assert (row.suggestions, row.facets, row.cues) == (
            finding.classification.suggestions, finding.classification.facets, finding.classification.cues,
        )  # fmt: skip
        assert row.details == finding.details
    assert (rows[1].document, rows[1].institution, rows[1].unit) == ("a.pdf", "MINEDU", "DRE Puno")
    assert rows[1].box == Box(70, 114, 520, 126)


def test_a_statement_over_two_lines_has_the_box_around_both_on_its_first_page() -> None:
    from db.rows import place_of

    spans = (
        Span(0, 10, 1, Box(50, 700, 300, 712)),
        Span(11, 20, 1, Box(40, 714, 320, 726)),
        Span(21, 30, 2, Box(40, 60, 320, 72)),
    )
    assert place_of(spans, 3, 28) == (1, "[40,700,320,726]")
    assert place_of(spans, 21, 30) == (2, "[40,60,320,72]")
    assert place_of((), 0, 5) == (1, "[0,0,0,0]")


def test_saving_the_same_again_changes_nothing(path: Path) -> None:
    store, run = begun(path)
    with store:
        store.save([saved("a.pdf"), unread("b.pdf", "truncated")], run)
        store.end_run(run, AT)
    before = contents(path)
    with open_store(path) as store:
        store.save([saved("a.pdf"), unread("b.pdf", "truncated")], run)
    assert contents(path) == before


def test_a_run_that_saves_nothing_leaves_no_trace(path: Path) -> None:
    store, run = begun(path)
    with store:
        store.end_run(run, AT)
        assert store.connection.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_files_are_failed_until_something_better_is_known(path: Path) -> None:
    store, run = begun(path)
    with store:
        store.expect([("/in/a.pdf", "a.pdf"), ("/in/b.pdf", "b.pdf"), ("/in/c", "c")], run)
        assert counting.status(store).files == {"failed": 3}
        store.save([saved("a.pdf"), unread("b.pdf", "truncated")], run)
        store.expect([("/in/a.pdf", "a.pdf")], run)
        assert counting.status(store).files == {"failed": 1, "read": 1, "unread": 1}


def test_a_file_whose_bytes_cannot_be_read_is_a_problem_without_document(path: Path) -> None:
    from db.rows import Saved

    store, run = begun(path)
    with store:
        for _ in range(2):
            store.save([Saved("/in/x", "x", "", "unread", problems=(Problem("x", "unreadable", "denied"),))], run)
        (problem,) = letter_rows.problems(store)
        assert (problem.document, problem.sha256, problem.outcome, problem.code) == ("x", None, "unread", "unreadable")
        assert not list(letter_rows.letters(store))


def test_a_duplicate_enters_the_ledger_and_nothing_else(path: Path) -> None:
    from dataclasses import replace

    store, run = begun(path)
    copy = replace(saved("a.pdf"), key="/in/copy.pdf", name="copy.pdf", outcome="duplicate", rows=None, data=None)
    copy = replace(copy, problems=(Problem("copy.pdf", "duplicate", "a.pdf"),))
    with store:
        store.save([saved("a.pdf"), copy], run)
        assert counting.status(store).files == {"read": 1, "duplicate": 1}
        assert [letter.document for letter in letter_rows.letters(store)] == ["a.pdf"]
        assert [(row.document, row.detail) for row in letter_rows.problems(store)] == [("copy.pdf", "a.pdf")]


def test_originals_are_kept_once_and_whole(path: Path) -> None:
    store, run = begun(path)
    with store:
        store.save([saved("a.pdf")], run)
        store.save([saved("a.pdf")], run)
    assert [file.name for file in store.originals.iterdir()] == [f"{sha_of('a.pdf')}.pdf"]
    assert store.original(sha_of("a.pdf")).read_bytes() == b"%PDF-a.pdf"


def test_nothing_of_a_batch_stays_if_one_letter_cannot_be_stored(path: Path) -> None:
    store, run = begun(path)
    with store:
        with pytest.raises(sqlite3.IntegrityError):
            store.save([saved("a.pdf"), saved("b.pdf", reading("b.pdf", institution="NOBODY"))], run)
        assert counting.status(store).documents == {}


# --- reading again ---------------------------------------------------------------------------------------------------


def test_what_a_newer_reading_does_not_find_is_stale_and_its_decision_stays(path: Path) -> None:
    store, run = begun(path)
    with store:
        store.save([saved("a.pdf")], run)
        first = next(queries.statements(store))
        store.decide([Decision(first.id, "accepted", "minedu.talks", "{}", "ana", AT, first.content_hash)])
        store.save([saved("a.pdf", reading("a.pdf", ("Se capacitó a 18 docentes.", *TEXTS[1:])))], run)
        assert [row.text for row in queries.statements(store)] == ["Se capacitó a 18 docentes.", *TEXTS[1:]]
        assert [row.id for row in queries.statements(store, Filters(stale=True))] == [first.id]
        (action,) = action_rows.actions(store)
        assert (action.id, action.stale) == (first.id, True)
        store.save([saved("a.pdf")], run)
        again = queries.statement(store, first.id)
        assert not again.stale and again.decision is not None and again.decision.obligation == "minedu.talks"


def test_a_new_reading_leaves_corrections_in_force(path: Path) -> None:
    store, run = begun(path)
    with store:
        store.save([saved("a.pdf", reading("a.pdf", institution=None))], run)
        store.correct(sha_of("a.pdf"), {"institution": "MINSA", "unit": None}, "ana", AT)
        store.save([saved("a.pdf", reading("a.pdf"))], run)
        (letter,) = letter_rows.letters(store)
    assert (letter.institution, letter.unit, letter.corrected) == ("MINSA", None, ("institution", "unit"))


def test_a_statement_of_another_body_is_not_given_the_letters_unit(path: Path) -> None:
    made = reading("a.pdf")
    own, others, third = made.findings
    others = replace(others, statement=replace(others.statement, institution="MINSA"))
    third = replace(third, statement=replace(third.statement, institution="MINSA", unit="DIRESA Puno"))
    store, run = begun(path)
    with store:
        store.save([saved("a.pdf", replace(made, findings=(own, others, third)))], run)
        units = {row.text: row.unit for row in queries.statements(store)}
    assert [units[text] for text in TEXTS] == ["DRE Puno", None, "DIRESA Puno"]


def test_the_index_of_words_follows_a_new_reading(path: Path) -> None:
    store, run = begun(path)
    with store:
        store.save([saved("a.pdf"), saved("b.pdf", reading("b.pdf", ("Nada.",)))], run)
        assert queries.count(store, Filters(words="capacito docentes")) == 1
        store.save([saved("a.pdf", reading("a.pdf", ("Se capacitó a fiscales.",)))], run)
        assert queries.count(store, Filters(words="docentes")) == 0
        assert queries.count(store, Filters(words='fiscales "')) == 1
        store.connection.execute("INSERT INTO statements_fts (statements_fts, rank) VALUES ('integrity-check', 1)")
