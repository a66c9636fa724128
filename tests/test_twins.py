"""One letter that was taken in twice counts once, is told, and loses no decision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db import queries
from db.audit import audit
from db.records import StatementRow
from db.store import Store, open_store
from extractor.core.model import Decision, Reading
from tests.made import AT, PACK, TEXTS, reading, saved, sha_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(tmp_path / "v.db")
    store.begin_run("1", PACK, {}, AT)
    return store


def accept(store: Store, row: StatementRow) -> None:
    store.decide([Decision(row.id, "accepted", "minedu.talks", "{}", "ana", AT, row.seen)])


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
    assert [problem.code for problem in queries.problems(store)] == ["older_version"]
    assert [action.id for action in queries.actions(store)] == [first.id]  # until somebody has looked at the new one
    accept(store, rows[0])
    assert [action.id for action in queries.actions(store)] == [rows[0].id]
    assert audit(store.connection) == []


@pytest.mark.parametrize("scan_first", [True, False])
def test_a_letter_and_its_scan_count_once(store: Store, scan_first: bool) -> None:
    letter, scan = saved("a.pdf", headed("a.pdf")), saved("scan.pdf", headed("scan.pdf", "ocr"))
    for file in (scan, letter) if scan_first else (letter, scan):
        store.save([file], 1)
    assert {row.sha256 for row in queries.statements(store)} == {sha_of("a.pdf")}
    assert [problem.code for problem in queries.problems(store)] == ["same_letter"]
    store.save([scan], 1)
    assert {row.sha256 for row in queries.statements(store)} == {sha_of("a.pdf")}


def test_other_letters_of_one_day_are_no_twins(store: Store) -> None:
    store.save([saved("a.pdf"), saved("b.pdf")], 1)
    assert len({row.sha256 for row in queries.statements(store)}) == 2
