"""Decisions: only ever added, undone without limit, refused when the text is not what was seen."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import action_rows, letter_rows, queries
from db.decisions import Changed, Refused
from db.records import Filters, StatementRow, content_hash_of
from db.rows import piece_of
from db.store import Store, open_store
from extractor.core.model import Classification, Decision, Details, Finding, Kind, Level, Suggestion
from tests.drawn import drawn
from tests.made import AT, PACK, TEXTS, reading, saved, sha_of

A = sha_of("a.pdf")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "v.db") as store:
        store.save([saved("a.pdf")], store.begin_run("1", PACK, {}, AT))
        yield store


def decision(
    row: StatementRow, verdict: str, obligation: str | None = None, reviewer: str = "ana", **fields: object
) -> Decision:
    return Decision(row.id, verdict, obligation, json.dumps(fields), reviewer, AT, row.content_hash)


def rows(store: Store) -> list[StatementRow]:
    return list(queries.statements(store))


def current(store: Store, number: int = 0) -> tuple[str | None, str | None, str, str | None]:
    row = rows(store)[number]
    made = row.decision
    return (made.standing, made.obligation, row.kind, made.note) if made else (None, None, row.kind, None)


def piece(store: Store, start: int, end: int) -> Finding:
    text, spans = letter_rows.letter_text(store, A)
    said = Classification(Kind.ACTION, (Suggestion("minedu.talks", Level.PREVENCION, 0.5),))
    return Finding(piece_of(A, text, spans, start, end, Kind.ACTION), said, Details())


# --- one decision ----------------------------------------------------------------------------------------------------


def test_a_decision_says_who_when_what_was_seen_and_what_was_suggested(store: Store) -> None:
    row = rows(store)[0]
    store.decide([decision(row, "corrected", "minedu.places")])
    (made,) = queries.decisions(store)
    assert (made.verdict, made.standing, made.obligation, made.reviewer, made.at, made.content_hash) == (
        "corrected", "corrected", "minedu.places", "ana", AT, row.content_hash,
    )  # fmt: skip
    ((suggested, pack),) = store.connection.execute("SELECT suggested, pack_hash FROM decisions")
    assert [entry[0] for entry in json.loads(suggested)] == ["minedu.talks"] and pack == PACK.hash


def test_a_confirmed_action_has_its_level_article_and_label(store: Store) -> None:
    store.decide([decision(rows(store)[0], "corrected", "minedu.places", note="mírese")])
    (action,) = action_rows.actions(store)
    assert (action.institution, action.level, action.article, action.label, action.note, action.period) == (
        "MINEDU", "proteccion", "33", "Matrícula", "mírese", 3,
    )  # fmt: skip
    assert (action.document, action.page, action.text) == ("a.pdf", 1, TEXTS[0])


def test_a_decision_on_text_that_changed_since_is_refused(store: Store) -> None:
    row = rows(store)[0]
    store.decide([decision(row, "note", note="visto", reviewer="eva")])
    with pytest.raises(Changed, match="changed since it was shown"):
        store.decide([decision(row, "accepted", "minedu.talks")])
    assert [made.reviewer for made in queries.decisions(store)] == ["eva"]


def test_a_change_of_scores_alone_refuses_nothing(store: Store) -> None:
    row = rows(store)[0]
    store.save([saved("a.pdf", reading("a.pdf", score=0.3))], 1)
    store.decide([decision(row, "accepted", "minedu.talks")])
    assert current(store, 0)[0] == "accepted"


@pytest.mark.parametrize(
    ("obligation", "fields", "says"),
    [
        ("minedu.nothing", {}, "no obligation minedu.nothing"),
        ("minsa.care", {}, "an obligation of MINSA, but a.pdf is a letter of MINEDU"),
        (None, {"kind": "deed"}, "no kind deed"),
        (None, {"color": "red"}, "cannot set color"),
        (None, {"details": {"dates": [{"day": 1}]}}, "cannot be understood"),
        (None, {"details": 7}, "cannot be understood"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_as_a_whole(
    store: Store, obligation: str | None, fields: dict[str, Any], says: str
) -> None:
    good, row = rows(store)[:2]
    with pytest.raises(Refused, match=says):
        store.decide([decision(good, "accepted", "minedu.talks"), decision(row, "corrected", obligation, **fields)])
    assert not list(queries.decisions(store))


def test_actions_of_a_body_are_found_by_what_they_are_filed_under_not_by_a_look_at_all_decisions(store: Store) -> None:
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)
    list(action_rows.actions(store, "SALUD"))
    store.connection.set_trace_callback(None)
    (query,) = (one for one in asked if "FROM actions" in one)
    plan = " ".join(row[3] for row in store.connection.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert "USING INDEX decisions_obligation (obligation=?)" in plan and "SCAN d" not in plan


def test_an_unknown_statement_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="no statement x"):
        store.decide([Decision("x", "rejected", None, "{}", "ana", AT, "")])


def test_notes_and_details_leave_the_filing_alone_and_skipping_leaves_it_open(store: Store) -> None:
    store.decide([decision(rows(store)[0], "skipped")])
    assert current(store) == (None, None, "action", None)
    store.decide([decision(rows(store)[0], "accepted", "minedu.talks")])
    store.decide([decision(rows(store)[0], "note", note="dos veces")])
    store.decide([decision(rows(store)[0], "details", details={"counts": [], "period": 2})])
    assert current(store) == ("accepted", "minedu.talks", "action", "dos veces")
    (action,) = action_rows.actions(store)
    assert (action.details, action.period) == (Details(period=2), 2)


def test_an_action_that_is_a_plan_is_filed_as_a_plan(store: Store) -> None:
    store.decide([decision(rows(store)[0], "kind", "minedu.talks", kind="planned")])
    (action,) = action_rows.actions(store)
    assert action.kind == "planned"


def test_what_becomes_an_action_is_open_until_it_is_filed(store: Store) -> None:
    store.decide([decision(rows(store)[1], "kind", kind="action")])
    assert current(store, 1) == (None, None, "action", None)
    assert queries.count(store, Filters(decided=False)) == 3
    store.decide([decision(rows(store)[1], "corrected", "minedu.places")])
    assert current(store, 1) == ("corrected", "minedu.places", "action", None)


# --- never changed, never deleted ------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["decisions", "corrections"])
@pytest.mark.parametrize("change", ["UPDATE {} SET reviewer = 'eva'", "DELETE FROM {}"])
def test_history_cannot_be_rewritten(store: Store, table: str, change: str) -> None:
    store.decide([decision(rows(store)[0], "accepted", "minedu.talks")])
    store.correct(A, {"unit": "UGEL 03"}, "ana", AT)
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        store.connection.execute(change.format(table))
    with pytest.raises(sqlite3.IntegrityError, match="never"), store.transaction() as connection:
        connection.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


# --- undo ------------------------------------------------------------------------------------------------------------


def test_undo_takes_a_split_back_with_its_pieces(store: Store) -> None:
    row = rows(store)[0]
    pieces = [piece(store, 0, 26), piece(store, 27, 44)]
    store.decide([decision(row, "split")], pieces)
    assert [r.text for r in rows(store)] == [TEXTS[0], TEXTS[0][:26], TEXTS[0][27:44], *TEXTS[1:]]
    store.decide([decision(rows(store)[2], "accepted", "minedu.talks")])
    assert len(list(action_rows.actions(store))) == 1
    assert store.undo("ana", AT) == (pieces[1].statement.id,)
    assert store.undo("ana", AT) == (row.id,)
    assert [r.text for r in rows(store)] == list(TEXTS) and current(store) == (None, None, "action", None)
    store.decide([decision(rows(store)[0], "split")], pieces)
    assert len(rows(store)) == 5


def test_undo_takes_a_merger_back_as_one_act(store: Store) -> None:
    first, second, _ = rows(store)
    store.decide([decision(first, "merged"), decision(second, "merged")], [piece(store, 0, second.end)])
    assert queries.count(store, Filters(decided=False)) == 2
    assert store.undo("ana", AT) == (first.id, second.id)
    assert queries.count(store, Filters(decided=False)) == 3


def test_an_added_action_has_an_id_and_a_page_and_can_be_undone(store: Store) -> None:
    made = piece(store, 3, 20)
    shown = content_hash_of(made.statement.text, made.classification.kind, made.classification.suggestions)
    store.decide([Decision(made.statement.id, "added", "minedu.talks", "{}", "ana", AT, shown)], [made])
    (action,) = action_rows.actions(store)
    assert (action.id, action.page, action.text) == (made.statement.id, 1, TEXTS[0][3:20])
    store.undo("ana", AT)
    assert not list(action_rows.actions(store)) and len(rows(store)) == 3


def test_what_somebody_else_built_on_cannot_be_undone(store: Store) -> None:
    store.decide([decision(rows(store)[0], "split")], [piece(store, 0, 26)])
    store.decide([decision(rows(store)[1], "accepted", "minedu.talks", reviewer="eva")])
    with pytest.raises(Refused, match="decided again by eva"):
        store.undo("ana", AT)
    store.undo("eva", AT)
    assert store.undo("ana", AT)


def test_a_reviewers_piece_moves_with_its_words_when_the_letter_is_read_again(store: Store) -> None:
    made = piece(store, 3, 44)
    store.decide([decision(rows(store)[0], "split")], [made])
    store.save([saved("a.pdf", reading("a.pdf", ("Una línea más.", *TEXTS)))], 1)
    moved = queries.statement(store, made.statement.id)
    text, _spans = letter_rows.letter_text(store, moved.sha256)
    assert text[moved.start : moved.end] == moved.text == TEXTS[0][3:44]
    store.save([saved("a.pdf", reading("a.pdf", TEXTS[1:]))], 1)
    assert queries.statement(store, made.statement.id).stale


Step = tuple[str, int, str]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.sampled_from(["accepted", "corrected", "rejected", "kind", "note", "skipped", "undo"]),
        st.integers(0, 2),
        st.sampled_from(["x", "y", "z"]),
    ),
    max_size=25,
)


def _expected(
    before: tuple[str | None, str | None, str, str | None], verdict: str, word: str
) -> tuple[str | None, str | None, str, str | None]:
    standing, obligation, kind, note = before
    match verdict:
        case "accepted":
            return ("accepted", "minedu.talks", "action" if kind == "no_action" else kind, note)
        case "corrected":
            return ("corrected", "minedu.places", "action" if kind == "no_action" else kind, note)
        case "rejected":
            return ("rejected", None, kind, note)
        case "kind":
            return ("kind", None, "no_action", note)
        case "note":
            return (standing, obligation, kind, word)
    return before


@settings(max_examples=drawn(40))
@given(STEPS)
def test_any_history_can_be_undone_to_its_beginning(steps: list[Step]) -> None:
    obligations = {"accepted": "minedu.talks", "corrected": "minedu.places"}
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "v.db") as store:
        store.save([saved("a.pdf")], store.begin_run("1", PACK, {}, AT))
        past = [[current(store, number) for number in range(3)]]
        written: list[object] = []
        for verdict, number, word in steps:
            if verdict == "undo":
                undone = store.undo("ana", AT)
                assert bool(undone) == (len(past) > 1)
                past = past[:-1] if undone else past
            else:
                fields = {"kind": {"kind": "no_action"}, "note": {"note": word}}.get(verdict, {})
                store.decide([decision(rows(store)[number], verdict, obligations.get(verdict), **fields)])
                now = list(past[-1])
                now[number] = _expected(now[number], verdict, word)
                past.append(now)
            assert [current(store, n) for n in range(3)] == past[-1]
            history = list(queries.decisions(store))
            assert history[: len(written)] == written
            written = list(history)
            opened = {row.id for row in queries.statements(store, Filters(decided=False))}
            assert opened == {row.id for row, state in zip(rows(store), past[-1], strict=True) if state[0] is None}
        while store.undo("ana", AT):
            pass
        assert [current(store, n) for n in range(3)] == [
            (None, None, kind, None) for kind in ("action", "no_action", "planned")
        ]
