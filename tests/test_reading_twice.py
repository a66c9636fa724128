"""Two people read one letter: neither sees the other's word, what both say stands, what differs waits for a ruling."""

from __future__ import annotations

import asyncio
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console, Group

from db import action_rows, queries
from db.assignments import AssignedLetter, give, leave
from db.audit import audit
from db.connection import open_database
from db.coverage import read_twice
from db.disputes import disputed, readings_of
from db.readings import readings
from db.records import Filters, StatementRow
from db.seen_by import seen_by
from db.store import Store, open_store
from db.twofold import Refused, misplaced
from extractor.core.model import Decision
from extractor.review.intents import Intent
from extractor.review.records import Ask, ReviewState, Say
from extractor.review.session import ReviewSession
from extractor.review.team.adjudication import Adjudication
from extractor.review.terminal.screen import draw
from tests.made import AT, PACK, TEXTS, reading, saved, sha_of
from tests.rounds import veeduria
from tests.test_cli_learn import pack  # noqa: F401  a fixture

LETTER, OTHER = sha_of("a.pdf"), sha_of("b.pdf")
WORDS = "un parecer que nadie ve todavía"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A letter that Ana and Eva read, and one that nobody holds."""
    with open_store(tmp_path / "v.db") as store:
        store.save([saved("a.pdf"), saved("b.pdf")], store.begin_run("1", PACK, {}, AT))
        give(store, [AssignedLetter(LETTER, "Ana", True), AssignedLetter(LETTER, "Eva", True)], "lead", AT)
    return tmp_path / "v.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def rows(store: Store, reviewer: str) -> list[StatementRow]:
    with seen_by(store.path, reviewer) as db:
        return [row for row in queries.statements(db) if row.sha256 == LETTER]


def say(store: Store, reviewer: str, number: int, obligation: str | None, **fields: str) -> None:
    """Let a reader file a statement, or say its kind."""
    row = rows(store, reviewer)[number]
    verdict = "corrected" if obligation else "kind"
    store.decide([Decision(row.id, verdict, obligation, json.dumps(fields), reviewer, AT, row.content_hash)])


def stands(store: Store) -> list[tuple[str, str] | None]:
    """What is in force of each statement for everybody: the standing and whose it is."""
    with open_database(store.path) as db:
        found = [row for row in queries.statements(db) if row.sha256 == LETTER]
        return [
            (row.decision.standing, row.decision.reviewer) if row.decision and row.decision.standing else None
            for row in found
        ]


def doubles(store: Store) -> list[str | None]:
    query = "SELECT double FROM statements WHERE document = ? ORDER BY start"
    return [double for (double,) in store.connection.execute(query, (LETTER,))]


def sound(store: Store) -> bool:
    return audit(store.connection) == [] and list(misplaced(store.connection)) == []


# --- what is in force ------------------------------------------------------------------------------------------------


def test_half_read_is_open_agreed_stands_and_what_differs_is_disputed(store: Store) -> None:
    say(store, "Ana", 0, "minedu.talks")
    assert stands(store) == [None, None, None] and doubles(store) == ["half", None, None]
    say(store, "Eva", 0, "minedu.talks")
    assert stands(store) == [("corrected", "Eva"), None, None] and doubles(store)[0] == "agreed"
    say(store, "Ana", 1, None, kind="no_action")
    say(store, "Eva", 1, "minedu.places")
    assert stands(store)[1] is None and doubles(store)[1] == "disputed"
    assert [one for _, one in disputed(store)] == [rows(store, "Ana")[1].id]
    assert sound(store)


def test_each_takes_back_the_own_word_alone(store: Store) -> None:
    say(store, "Ana", 0, "minedu.talks")
    say(store, "Eva", 0, "minedu.talks")
    assert store.undo("Ana", AT) and doubles(store)[0] == "half" and stands(store)[0] is None
    assert rows(store, "Ana")[0].decision and rows(store, "Ana")[0].decision.standing is None  # type: ignore[union-attr]
    eva = rows(store, "Eva")[0].decision
    assert eva and (eva.standing, eva.reviewer) == ("corrected", "Eva")
    assert sound(store)


def test_a_third_person_does_not_decide_on_what_two_read(store: Store) -> None:
    with open_database(store.path) as db:
        row = next(row for row in queries.statements(db) if row.sha256 == LETTER)
    with pytest.raises(Refused):
        store.decide([Decision(row.id, "accepted", "minedu.talks", "{}", "Luz", AT, row.content_hash)])
    with pytest.raises(Refused):
        store.correct(LETTER, {"number": "1"}, "Ana", AT)
    with pytest.raises(Refused):
        store.decide([Decision(row.id, "split", None, "{}", "Ana", AT, row.content_hash)])


def test_a_ruling_cites_both_and_the_letter_is_read_like_any_other_again(store: Store) -> None:
    for number, (ana, eva) in enumerate(
        [("minedu.talks", "minedu.places"), ("minedu.talks",) * 2, ("minedu.talks",) * 2]
    ):
        say(store, "Ana", number, ana)
        say(store, "Eva", number, eva)
    with open_database(store.path) as db:
        row = queries.statement(db, disputed(db)[0][1])
        one, other = readings_of(db, row.id)
    store.adjudge(Decision(row.id, "corrected", "minedu.places", "{}", "Luz", AT, row.content_hash), "other")
    assert stands(store)[0] == ("corrected", "Luz") and doubles(store)[0] == "adjudicated"
    cites = [action.cites for action in action_rows.actions(store)]
    assert all(cited and len(cited.readings) == 2 for cited in cites)
    assert cites[0] and cites[0].readings == ((one.decision, "Ana"), (other.decision, "Eva"))
    assert cites[0].ruling and cites[0].ruling[1] == "Luz"
    store.correct(LETTER, {"number": "OFICIO 7"}, "Ana", AT)  # both have read it
    assert sound(store)
    store.take_back("Ana", AT)
    assert store.undo("Luz", AT) == (row.id,) and doubles(store)[0] == "disputed" and stands(store)[0] is None
    assert sound(store)


def test_a_report_that_one_reader_found_among_what_was_set_aside_is_disputed_once_the_other_is_through(
    tmp_path: Path,
) -> None:
    from dataclasses import replace

    from extractor.core.model import Kind

    made = reading("a.pdf")
    aside = replace(made.findings[0].classification, kind=Kind.OTHER, suggestions=())
    made = replace(made, findings=(replace(made.findings[0], classification=aside), *made.findings[1:]))
    with open_store(tmp_path / "v.db") as store:
        store.save([saved("a.pdf", made)], store.begin_run("1", PACK, {}, AT))
        give(store, [AssignedLetter(LETTER, "Ana", True), AssignedLetter(LETTER, "Eva", True)], "lead", AT)
        say(store, "Ana", 0, "minedu.talks")
        for name in ("Ana", "Eva"):
            say(store, name, 1, None, kind="no_action")
        say(store, "Ana", 2, "minedu.talks")
        assert doubles(store)[0] == "half"
        say(store, "Eva", 2, "minedu.talks")
        assert doubles(store) == ["disputed", "agreed", "agreed"]
        one, other = readings_of(store, disputed(store)[0][1])
        assert (one.obligation, other.decision, other.kind) == ("minedu.talks", None, "other")
        assert sound(store)


def test_whoever_leaves_is_replaced_and_the_words_of_both_count(store: Store) -> None:
    say(store, "Ana", 0, "minedu.talks")
    leave(store, "Ana", "lead", AT)
    assert stands(store)[0] is None
    give(store, [AssignedLetter(LETTER, "Luz", True)], "lead", AT)
    for number in range(3):
        for name in ("Luz", "Eva"):
            say(store, name, number, "minedu.talks")
    assert doubles(store) == ["agreed"] * 3
    assert sound(store)


def test_without_suggestions_none_is_shown_nor_taken_for_the_readers_word(path: Path) -> None:
    with open_store(path) as store:
        give(store, [AssignedLetter(OTHER, "Ana", bare=True)], "lead", AT)
        with seen_by(path, "Ana") as db:
            shown = [row for row in queries.statements(db) if row.sha256 == OTHER]
        assert not any(row.suggestions or row.cues or row.facets or row.doubtful for row in shown)
        assert {row.kind.value for row in shown} == {"action"}
    session = sit(path, "Ana", mine=True)
    state = goto(session, shown[0].id)
    assert session.press(state, "enter").message.say is Say.NO_SUGGESTION  # type: ignore[union-attr]
    state = press(session, state, "/", *"charlas", "enter")
    with open_database(path) as db:
        found = queries.statement(db, shown[0].id)
    assert found.decision and found.decision.obligation == "minedu.talks" and found.kind == "action"
    with open_database(path) as db:
        (said,) = [one for one in readings(db) if one.statement == shown[0].id]
    assert said.bare and said.suggested == "minedu.talks"  # to be compared with
    session.store.close()


# --- blind -----------------------------------------------------------------------------------------------------------


def sit(path: Path, reviewer: str, mine: bool = False) -> ReviewSession:
    filters = Filters(assigned=reviewer) if mine else Filters()
    clock: Callable[[], datetime] = lambda: datetime(2024, 5, 7, 12, tzinfo=UTC)  # noqa: E731
    return ReviewSession(open_store(path), PACK, reviewer, filters, clock=clock, sight=seen_by(path, reviewer))


def press(session: ReviewSession, state: ReviewState, *keys: str) -> ReviewState:
    for key in keys:
        state = session.press(state, key)
    return state


def goto(session: ReviewSession, id: str) -> ReviewState:
    return session.dispatch(session.open(), Intent("goto", id))


def screens(path: Path, reviewer: str) -> Iterator[str]:
    """Everything that the terminal and the browser's page show of each entry of a reviewer's queue, and at its end."""
    from extractor.review.web.dialogues import Dialogues

    session = sit(path, reviewer)
    state = session.open()
    for entry in [*state.queue, None]:
        state = (
            session.dispatch(state, Intent("goto", entry.statement or entry.letter))
            if entry
            else press(session, state, "right")
        )
        console = Console(width=120, file=StringIO(), record=True)
        console.print(Group(*draw(state, 120, 50)))
        yield console.export_text()
    session.store.close()
    with open_store(path) as store:
        sessions = Dialogues(store, lambda _store, name: sit(path, name), reviewer, "en")
        opened = sessions.open()
        session = opened.pop("session")
        yield json.dumps(opened)
        for entry in state.queue:
            yield json.dumps(sessions.act(session, 0, Intent("goto", entry.statement or entry.letter)))
        for letter in (LETTER, OTHER):
            yield json.dumps([sessions.letter(letter, "en", session), sessions.page(letter, 1, "en", session)])
            yield json.dumps([sessions.letter(letter, "en"), sessions.page(letter, 1, "en")])


COMMANDS = [
    *(("export", what, "--format", "jsonl") for what in ("letters", "statements", "actions", "problems", "files",
                                                         "decisions")),
    ("status",), ("status", "--json"), ("agreement", "--format", "jsonl"), ("assign",), ("learn", "--keywords"),
    ("adjudicate",),
]  # fmt: skip


def outputs(path: Path, folder: Path, rules: str) -> Iterator[str]:
    for command in COMMANDS:
        ran = veeduria(path, "--pack", rules, *command)
        yield f"{command}: {ran.output}"
    sheet = folder / "sheet.xlsx"
    sheet.unlink(missing_ok=True)
    ran = veeduria(path, "--pack", rules, "review", "--to-sheet", str(sheet), "--reviewer", "Ana")
    yield ran.output
    with zipfile.ZipFile(sheet) as book:
        yield "".join(book.read(name).decode("utf8", "replace") for name in book.namelist() if "core.xml" not in name)
    asked = json.dumps({"institution": "MINEDU", "text": TEXTS[0]})
    yield veeduria(path, "--pack", rules, "classify", input=asked).output


def browsed(path: Path) -> Iterator[str]:
    pytest.importorskip("datasette")
    from extractor.browse import site

    masked, whole = site(path, PACK).client, site(path).client
    for table in ("decisions", "current_decisions", "actions", "statements", "lanes", "places", "decisions_told",
                  "adjudications", "remarks", "chain"):  # fmt: skip
        for client in (masked, whole):
            answer: Any = asyncio.run(client.get(f"/veeduria/{table}.json?_shape=array&_size=max"))
            assert answer.status_code == 200
            yield f"{table}: {answer.text}"


def eva_decides(store: Store) -> None:
    say(store, "Eva", 0, "minedu.places", note=WORDS)
    row = rows(store, "Eva")[1]
    store.decide([Decision(row.id, "note", None, json.dumps({"note": WORDS}), "Eva", AT, row.content_hash)])
    say(store, "Eva", 2, None, kind="not_competent")


def test_nothing_that_a_reader_sees_differs_by_what_the_other_has_decided(path: Path, tmp_path: Path) -> None:
    before = [*screens(path, "Ana"), *screens(path, "Luz")]
    with open_store(path) as store:
        eva_decides(store)
    after = [*screens(path, "Ana"), *screens(path, "Luz")]
    assert before == after
    assert not any(WORDS in shown or "minedu.places" in shown.replace('"minedu.places"', "") for shown in after)


def test_nothing_that_leaves_the_database_tells_what_one_of_two_has_decided(
    path: Path,
    tmp_path: Path,
    pack: str,  # noqa: F811
) -> None:
    before = [*outputs(path, tmp_path, pack), *browsed(path)]
    with open_store(path) as store:
        eva_decides(store)
    after = [*outputs(path, tmp_path, pack), *browsed(path)]
    for one, other in zip(before, after, strict=True):
        assert one == other
        assert WORDS not in other
    with open_store(path) as store:
        say(store, "Ana", 0, "minedu.places")
    assert any(WORDS in shown for shown in outputs(path, tmp_path, pack))  # both have decided on it now


# --- adjudicating ----------------------------------------------------------------------------------------------------


@pytest.fixture
def differing(path: Path) -> Path:
    with open_store(path) as store:
        say(store, "Ana", 0, "minedu.talks")
        say(store, "Eva", 0, "minedu.places", note="para revisar")
        say(store, "Ana", 1, None, kind="no_action")
        say(store, "Eva", 1, "minedu.places")
        for name in ("Ana", "Eva"):
            say(store, name, 2, "minedu.talks")
    return path


def judge(path: Path) -> Adjudication:
    return Adjudication(open_store(path), PACK, "Luz", sight=open_database(path))


def test_only_what_is_disputed_is_put_and_both_readings_are_shown_without_names(differing: Path) -> None:
    session = judge(differing)
    state = session.open()
    assert len(state.queue) == 2 and state.question and state.question.ask is Ask.READINGS
    console = Console(width=120, file=StringIO(), record=True)
    console.print(Group(*draw(state, 120, 50)))
    shown = console.export_text()
    assert "A  " in shown and "B  " in shown and "Charlas" in shown and "Matrícula" in shown
    assert "Ana" not in shown and "Eva" not in shown
    session.store.close()


def test_the_order_of_the_two_is_by_chance() -> None:
    orders = {Adjudication(None, PACK, "Luz")._order(f"{n:016x}") for n in range(20)}  # type: ignore[arg-type]
    assert orders == {(0, 1), (1, 0)}


def test_one_of_the_two_is_taken_by_its_letter_and_neither_by_saying_what_it_is(differing: Path) -> None:
    session = judge(differing)
    state = session.open()
    letters = {choice.label.split(" · ")[-1]: choice.key for choice in state.item.readings}  # type: ignore[union-attr]
    key = next(key for label, key in letters.items() if "para revisar" in label)
    state = press(session, state, key)
    assert state.message and state.message.say is Say.ADJUDICATED
    state = press(session, state, "n")
    assert state.message and state.message.say is Say.NEITHER
    state = press(session, state, "/", *"charlas", "enter")
    assert disputed(session.store) == []
    chosen = [one for (one,) in session.store.connection.execute("SELECT chosen FROM adjudications ORDER BY id")]
    assert chosen == ["other", "neither"]
    found = [row.decision for row in queries.statements(session.store) if row.sha256 == LETTER]
    assert [one and (one.obligation, one.reviewer) for one in found] == [
        ("minedu.places", "Luz"), ("minedu.talks", "Luz"), ("minedu.talks", "Eva")]  # fmt: skip
    assert sound(session.store)
    session.store.close()


def test_the_browser_puts_the_same_question(differing: Path) -> None:
    from extractor.review.web.dialogues import Dialogues

    with open_store(differing) as store:
        sessions = Dialogues(store, lambda _store, _name: judge(differing), "Luz", "en")
        opened = sessions.open()
        asked = opened["view"]["question"]
        assert [choice["note"] for choice in asked["choices"]] == ["A", "B", ""]
        chosen = Intent("answer", values=(("value", asked["choices"][0]["value"]),))
        view = sessions.act(opened["session"], 0, chosen)["view"]
        assert "both readings are cited" in view["message"]
        assert len(disputed(store)) == 1


def test_what_is_read_twice_and_not_settled_is_counted_as_open_whoever_has_begun(path: Path) -> None:
    with open_store(path) as store:
        assert read_twice(store) == {"MINEDU": 3}
        say(store, "Eva", 0, "minedu.places")
        assert read_twice(store) == {"MINEDU": 3}  # nobody learns how far she is
        say(store, "Ana", 0, "minedu.places")
        assert read_twice(store) == {"MINEDU": 2}
