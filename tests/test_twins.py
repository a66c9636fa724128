"""One letter that was taken in twice counts once, is told, and loses no decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import action_rows, letter_rows, pairing, queries
from db.audit import audit
from db.decisions import Refused
from db.records import StatementRow
from db.store import Store, open_store
from extractor.core.model import Decision, Reading
from extractor.review.session import ReviewSession
from tests.made import AT, PACK, TEXTS, reading, saved, sha_of
from tests.test_cli_ingest import run


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(tmp_path / "v.db")
    store.begin_run("1", PACK, {}, AT)
    return store


def accept(store: Store, row: StatementRow) -> None:
    store.decide([Decision(row.id, "accepted", "minedu.talks", "{}", "ana", AT, row.content_hash)])


def headed(name: str, source: str = "text") -> Reading:
    made = reading(name, TEXTS)
    assert made.letter
    head = replace(made.letter.head, number="OFICIO N° 7")
    return replace(made, letter=replace(made.letter, head=head, source=source))


def test_a_changed_file_of_the_same_name_takes_the_place_of_the_older(store: Store) -> None:
    store.save([saved("a.pdf")], 1)
    first = next(queries.statements(store))
    accept(store, first)
    store.save([replace(saved("new"), key="/in/a.pdf", name="a.pdf")], 1)
    rows = list(queries.statements(store))
    assert {row.sha256 for row in rows} == {sha_of("new")} and len(rows) == len(TEXTS)
    assert [problem.code for problem in letter_rows.problems(store)] == ["older_version"]
    assert [action.id for action in action_rows.actions(store)] == [
        first.id
    ]  # until somebody has looked at the new one
    accept(store, rows[0])
    assert [action.id for action in action_rows.actions(store)] == [rows[0].id]
    assert audit(store.connection) == []


def test_of_three_versions_the_last_counts_and_takes_over_what_was_decided_on_the_first(store: Store) -> None:
    store.save([saved("a.pdf")], 1)
    first = next(queries.statements(store))
    accept(store, first)
    for version in ("second", "third"):
        store.save([replace(saved(version), key="/in/a.pdf", name="a.pdf")], 1)
    rows = list(queries.statements(store))
    assert {row.sha256 for row in rows} == {sha_of("third")}
    assert {pair.counts_hash for pair in pairing.pairs(store)} == {sha_of("third")}
    assert [action.id for action in action_rows.actions(store)] == [first.id]
    accept(store, rows[0])
    assert [action.id for action in action_rows.actions(store)] == [rows[0].id]


def test_a_letter_in_many_copies_is_told_once_each(store: Store) -> None:
    store.save([saved(name, headed(name)) for name in ("a.pdf", "b.pdf", "c.pdf", "d.pdf")], 1)
    assert len({row.sha256 for row in queries.statements(store)}) == 1
    told = [(problem.document, problem.code) for problem in letter_rows.problems(store)]
    assert len(told) == len(set(told)) == 3 and len({pair.counts for pair in pairing.pairs(store)}) == 1


@pytest.mark.parametrize("scan_first", [True, False])
def test_a_letter_and_its_scan_count_once(store: Store, scan_first: bool) -> None:
    letter, scan = saved("a.pdf", headed("a.pdf")), saved("scan.pdf", headed("scan.pdf", "ocr"))
    for file in (scan, letter) if scan_first else (letter, scan):
        store.save([file], 1)
    assert {row.sha256 for row in queries.statements(store)} == {sha_of("a.pdf")}
    assert [problem.code for problem in letter_rows.problems(store)] == ["same_letter"]
    store.save([scan], 1)
    assert {row.sha256 for row in queries.statements(store)} == {sha_of("a.pdf")}


def test_letters_that_answer_the_same_request_with_other_figures_are_no_twins(store: Store) -> None:
    asked = ("Se pide a su despacho contar lo hecho contra la trata de personas en cada distrito de la región.",) * 6
    one, other = (
        (*asked, "Se visitaron 12 bares y 3 hoteles de Ilo."),
        (*asked, "Se visitaron 45 bares y 9 hoteles de Ilo."),
    )
    for name, texts in (("a.pdf", one), ("b.pdf", other), ("c.pdf", one)):
        made = reading(name, texts)
        assert made.letter
        made = replace(made, letter=replace(made.letter, head=replace(made.letter.head, number="OFICIO N° 7")))
        store.save([saved(name, made)], 1)
    assert {row.sha256 for row in queries.statements(store)} == {sha_of("b.pdf"), sha_of("c.pdf")}


def test_other_letters_of_one_day_are_no_twins(store: Store) -> None:
    store.save([saved("a.pdf"), saved("b.pdf")], 1)
    assert len({row.sha256 for row in queries.statements(store)}) == 2


def test_what_a_person_says_of_two_letters_stands_against_the_program_and_after_a_new_reading(store: Store) -> None:
    letter, scan = saved("a.pdf", headed("a.pdf")), saved("scan.pdf", headed("scan.pdf", "ocr"))
    store.save([letter, scan], 1)
    with store.transaction() as connection:
        assert pairing.part(connection, sha_of("scan.pdf"), "ana", AT) == sha_of("a.pdf")
    assert {row.sha256 for row in queries.statements(store)} == {sha_of("a.pdf"), sha_of("scan.pdf")}
    assert not list(letter_rows.problems(store)) and not list(pairing.pairs(store))
    store.save([scan], 1)
    store.save([letter], 1)
    assert len(list(queries.statements(store))) == 2 * len(TEXTS)
    with store.transaction() as connection:
        pairing.pair(connection, sha_of("scan.pdf"), sha_of("a.pdf"), "ana", AT)
    assert [(row.counts, row.aside, row.reviewer) for row in pairing.pairs(store)] == [("scan.pdf", "a.pdf", "ana")]
    assert {row.sha256 for row in queries.statements(store)} == {sha_of("scan.pdf")}
    with pytest.raises(Refused), store.transaction() as connection:
        pairing.pair(connection, sha_of("a.pdf"), sha_of("scan.pdf"), "ana", AT)
    assert audit(store.connection) == []


def test_letters_taken_apart_keep_what_was_cut_and_what_was_taken_back(store: Store) -> None:
    letter, scan = saved("a.pdf", headed("a.pdf")), saved("scan.pdf", headed("scan.pdf", "ocr"))
    store.save([scan], 1)
    session = ReviewSession(store, PACK, "ana", clock=lambda: datetime(2024, 5, 7, 12, tzinfo=UTC))
    state = session.open()
    for key in ("x", "enter", "u", "x", "right", "enter"):
        state = session.press(state, key)
    before = [(row.id, row.text) for row in queries.statements(store)]
    store.save([letter], 1)
    with store.transaction() as connection:
        pairing.part(connection, sha_of("scan.pdf"), "ana", AT)
    assert [(row.id, row.text) for row in queries.statements(store) if row.sha256 == sha_of("scan.pdf")] == before


def test_twins_are_listed_and_taken_apart_by_command(tmp_path: Path) -> None:
    with open_store(tmp_path / "v.db") as store:
        store.begin_run("1", PACK, {}, AT)
        store.save([saved("a.pdf", headed("a.pdf")), saved("scan.pdf", headed("scan.pdf", "ocr"))], 1)
    assert "same letter as a.pdf" in run("twins", db=tmp_path / "v.db").output
    assert "0 letters are set aside" in run("twins", "--apart", "scan.pdf", db=tmp_path / "v.db").output
    assert run("twins", "--apart", "scan.pdf", db=tmp_path / "v.db").exit_code == 2
    again = run("twins", "--same", "a.pdf", "scan.pdf", "--reviewer", "eva", db=tmp_path / "v.db")
    assert "scan.pdf" in again.output and "(eva)" in again.output
