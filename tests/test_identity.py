"""Reading again never takes a decision from one place to another; what is uncertain is shown to a person."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import action_rows, letter_rows, queries
from db.audit import audit
from db.identity import PlacedStatement, candidates, carried
from db.records import StatementRow
from db.store import Store, open_store
from extractor.core.model import Box, Decision, Reading
from extractor.read.statements import _id
from extractor.review.session import ReviewSession
from tests.made import AT, PACK, TEXTS, reading, saved
from tests.test_chain import OLD

TALK = "Se capacitó a docentes de la provincia."
Where = tuple[str, int, float]  # words, page, top


def read(*lines: Where) -> Reading:
    """A reading of these lines, each on its page, with the ids that the reader would give."""
    made = reading("a.pdf", tuple(text for text, _, _ in lines))
    assert made.letter
    seen: dict[tuple[int, str], int] = {}
    findings, spans = [], []
    for found, span, (text, page, top) in zip(made.findings, made.letter.spans, lines, strict=True):
        from collections import Counter

        counted = Counter(seen)
        id = _id(made.letter.id, page, text, counted)
        seen = dict(counted)
        findings.append(replace(found, statement=replace(found.statement, id=id, page=page)))
        spans.append(replace(span, page=page, box=Box(70, top, 520, top + 12)))
    return replace(made, letter=replace(made.letter, spans=tuple(spans)), findings=tuple(findings))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(tmp_path / "v.db")
    store.begin_run("1", PACK, {}, AT)
    return store


def save(store: Store, *lines: Where) -> list[StatementRow]:
    store.save([saved("a.pdf", read(*lines))], 1)
    return sorted(queries.statements(store), key=lambda row: (row.page, row.start))


def accept(store: Store, row: StatementRow) -> None:
    store.decide([Decision(row.id, "accepted", "minedu.talks", "{}", "ana", AT, row.content_hash)])


def test_a_page_that_is_read_later_takes_no_decision_from_another(store: Store) -> None:
    (second,) = save(store, (TALK, 2, 100))
    accept(store, second)
    rows = save(store, (TALK, 1, 100), (TALK, 2, 100))
    assert [(row.page, bool(row.decision), row.id == second.id) for row in rows] == [(1, False, False), (2, True, True)]
    assert [action.page for action in action_rows.actions(store)] == [2]


def test_a_decision_does_not_jump_to_a_page_that_says_the_same(store: Store) -> None:
    (second,) = save(store, (TALK, 2, 100))
    accept(store, second)
    (first,) = save(store, (TALK, 1, 100))
    assert (first.decision, first.moved) == (None, (second.id,))
    assert letter_rows.open_moves(store) == [(second.id, first.id)]
    assert [action.id for action in action_rows.actions(store)] == [second.id]  # counts until somebody has looked
    accept(store, first)
    assert [action.id for action in action_rows.actions(store)] == [first.id]
    assert letter_rows.open_moves(store) == []
    assert audit(store.connection) == []


def test_what_was_misread_before_is_shown_with_what_was_decided_on_it(store: Store) -> None:
    (before,) = save(store, ("Se capacito a docentes de 1a provincia.", 1, 100))
    accept(store, before)
    (now,) = save(store, (TALK, 1, 101))
    assert (now.decision, now.moved) == (None, (before.id,))
    state = ReviewSession(store, PACK, "eva").open()
    assert state.item and any("1a provincia" in doubt and "ana" in doubt for doubt in state.item.moved)


def test_of_two_that_say_the_same_on_one_page_each_keeps_its_place(store: Store) -> None:
    (lower,) = save(store, (TALK, 1, 300))
    accept(store, lower)
    upper, same = save(store, (TALK, 1, 100), (TALK, 1, 301))
    assert (same.id, bool(same.decision), upper.decision) == (lower.id, True, None)


def test_what_was_lost_and_is_found_again_has_its_decision(store: Store) -> None:
    first, _other = save(store, (TALK, 1, 100), (TEXTS[0], 2, 100))
    accept(store, first)
    save(store, (TEXTS[0], 2, 100))
    back, _ = save(store, (TALK, 1, 100), (TEXTS[0], 2, 100))
    assert (back.id, bool(back.decision), back.stale) == (first.id, True, False)


def test_a_piece_made_by_a_reviewer_does_not_go_to_another_page(store: Store) -> None:
    from db.rows import piece_of
    from extractor.core.model import Kind

    (second,) = save(store, (TALK, 2, 100))
    text, spans = letter_rows.letter_text(store, second.sha256)
    found = reading("a.pdf").findings[0]
    piece = replace(found, statement=piece_of(second.sha256, text, spans, 0, 11, Kind.ACTION))
    store.decide([Decision(second.id, "split", None, "{}", "ana", AT, second.content_hash)], [piece])
    save(store, (TALK, 1, 100), (TALK, 2, 100))
    assert queries.statement(store, piece.statement.id).page == 2
    save(store, (TALK, 1, 100))
    kept = queries.statement(store, piece.statement.id)
    assert (kept.stale, kept.page) == (True, 2)


def test_ids_of_a_database_made_before_stay_where_place_and_content_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
        before = connection.execute("SELECT id, text FROM statements ORDER BY document, start").fetchall()
    with open_store(path) as store:
        texts = (TEXTS[0], TEXTS[2], TEXTS[0])
        made = reading("b.pdf", texts)
        findings = tuple(
            replace(one, statement=replace(one.statement, id=f"{at:016x}")) for at, one in enumerate(made.findings)
        )
        store.save([saved("a.pdf"), saved("b.pdf", replace(made, findings=findings))], 1)
        after = store.connection.execute("SELECT id, text FROM statements ORDER BY document, start").fetchall()
        assert after == before
        assert store.connection.execute("SELECT count(*) FROM statements WHERE stale = 1").fetchone() == (0,)


PLACES = st.lists(st.tuples(st.sampled_from("xyz"), st.integers(1, 3), st.integers(0, 4)), unique=True, max_size=12)


def placed(places: list[tuple[str, int, int]], mark: str) -> list[PlacedStatement]:
    numbered = enumerate(places)
    return [
        PlacedStatement(f"{mark}{n}", page, 20.0 * row, 20.0 * row + 12, words) for n, (words, page, row) in numbered
    ]


@given(PLACES, PLACES)
def test_no_statement_is_carried_to_another_page_or_other_words(
    before: list[tuple[str, int, int]], now: list[tuple[str, int, int]]
) -> None:
    old, new = placed(before, "o"), placed(now, "n")
    by_id = {one.id: one for one in (*old, *new)}
    same = carried(old, new)
    assert len(set(same.values())) == len(same)
    for one, other in same.items():
        assert (by_id[one].page, by_id[one].words) == (by_id[other].page, by_id[other].words)
    assert len(carried(old, old)) == len(old)
    lost = [one for one in old if one.id not in same.values()]
    for missing in lost:
        assert all(by_id[id].words == missing.words for id in candidates(missing, new))
