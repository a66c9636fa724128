"""The register of requests: taken in whole or not at all, linked to replies, counted wave by wave."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pexpect
import pytest

from db.connection import open_database
from db.requests import confirm_link, requests
from db.store import open_store
from extractor.review.lineup import QueueEntry
from extractor.review.session import ReviewSession
from extractor.rounds.register import LinkedReply, Request, state_of
from rules.models import Calendar
from tests.made import AT, sha_of
from tests.rounds import PACK, Replied, published_round, register_of, store_replies, veeduria


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "v.db"


def small_register(folder: Path) -> Path:
    rows = [
        ("MINEDU", "", "1", "14/02/2011", "Carta 1", ""),
        ("MINSA", "", "1", "14/02/2011", "Carta 2", ""),
        ("Gobierno Regional", "GR Puno", "1", "14/02/2011", "Carta 3", ""),
    ]  # fmt: skip
    return register_of(folder / "register.csv", rows)


# --- the published table ---------------------------------------------------------------------------------------------


def test_the_wave_table_is_reproduced_to_the_digit(path: Path, tmp_path: Path) -> None:
    assert "244 replies linked, 0 doubtful" in published_round(path, tmp_path)
    *lines, term = veeduria(path, "requests", "status", "--on", "2012-12-31").output.splitlines()
    assert "10 working days" in term
    assert lines == [
        "Primera carta: 391 sent, 130 answered (33%), 261 unanswered, 261 overdue",
        "Segunda carta: 105 sent, 55 answered (52%), 50 unanswered, 50 overdue",
        "Tercera carta: 105 sent, 59 answered (56%), 46 unanswered, 46 overdue",
    ]


# --- import ----------------------------------------------------------------------------------------------------------


def test_importing_a_register_again_changes_nothing(path: Path, tmp_path: Path) -> None:
    register = str(small_register(tmp_path))
    assert "3 requests taken in" in veeduria(path, "requests", "import", register).output
    before = listed(path)
    assert "0 requests taken in, 0 brought up to date, 3 were known" in veeduria(
        path, "requests", "import", register
    ).output  # fmt: skip
    assert listed(path) == before


def test_a_register_with_one_fault_is_not_taken_in_at_all(path: Path, tmp_path: Path) -> None:
    register = register_of(
        tmp_path / "r.csv", [("MINSA", "", "1", "", "a", ""), ("Ministerio de la Magia", "", "9", "ayer", "b", "")]
    )
    result = veeduria(path, "requests", "import", str(register))
    assert result.exit_code == 2
    assert [line.partition(":")[0] for line in result.output.splitlines()[:3]] == [
        "line 3, column Entidad",
        "line 3, column Ola",
        "line 3, column Enviada el",
    ]
    assert "3 faults; nothing was imported" in result.output
    assert not path.exists()


def test_a_day_put_right_in_the_register_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", [("MINSA", "", "1", "", "a", "")])))
    changed = register_of(tmp_path / "r.csv", [("MINSA", "", "1", "2011-02-14", "a", "")])
    assert "1 brought up to date" in veeduria(path, "requests", "import", str(changed)).output
    assert [row["due"] for row in listed(path)] == ["2011-02-28"]


def listed(path: Path, *options: str) -> list[dict[str, object]]:
    result = veeduria(path, "requests", "list", "--format", "jsonl", "--on", "2011-03-15", *options)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


# --- states ----------------------------------------------------------------------------------------------------------

REQUEST = Request("r1", "MINSA", "", "first", "2011-02-14", "Carta 1", ())


def test_a_reply_that_only_takes_more_time_moves_the_deadline_and_is_no_answer() -> None:
    calendar = Calendar(deadline_days=10, extension_days=5)
    more_time = LinkedReply("a.pdf", "aa", "2011-02-21", "unsatisfactory", "extension")
    assert state_of(REQUEST, (), date(2011, 3, 1), calendar).name == "overdue"
    extended = state_of(REQUEST, (more_time,), date(2011, 3, 1), calendar)
    assert (extended.name, extended.due, extended.extended) == ("waiting", date(2011, 3, 7), True)
    given = LinkedReply("b.pdf", "bb", "2011-03-07", "satisfactory", "informed")
    assert state_of(REQUEST, (more_time, given), date(2011, 9, 1), calendar).late is False
    assert state_of(REQUEST, (given,), date(2011, 9, 1), calendar).late is True


def test_a_request_without_a_day_is_never_called_overdue() -> None:
    undated = Request("r1", "MINSA", "", "first", None, "", ())
    state = state_of(undated, (), date(2020, 1, 1), PACK.calendar)
    assert (state.name, state.due) == ("waiting", None)


def test_the_list_is_filtered_by_wave_body_and_state(path: Path, tmp_path: Path) -> None:
    veeduria(path, "requests", "import", str(small_register(tmp_path)))
    store_replies(path, [Replied("m.pdf", "MINEDU", None, "2011-02-25", "Carta 1")])
    veeduria(path, "requests", "link")
    assert [row["institution"] for row in listed(path, "--answered")] == ["MINEDU"]
    assert [row["institution"] for row in listed(path, "--overdue")] == ["MINSA", "GR"]
    assert [row["institution"] for row in listed(path, "--unanswered", "--body", "GR")] == ["GR"]
    assert listed(path, "--wave", "2") == []
    assert veeduria(path, "requests", "list", "--wave", "nona").exit_code == 2


def test_people_read_the_waves_title_and_programs_its_id(path: Path, tmp_path: Path) -> None:
    veeduria(path, "requests", "import", str(small_register(tmp_path)))
    assert veeduria(path, "requests", "list").output.count("  Primera carta  ") == 3
    assert {row["wave"] for row in listed(path)} == {"first"}


def test_what_is_no_day_is_told_how_days_are_written(path: Path, tmp_path: Path) -> None:
    result = veeduria(path, "requests", "status", "--on", "14/03/2011")
    assert (result.exit_code, "14/03/2011 is no day; write it YYYY-MM-DD." in result.output) == (2, True)


# --- links -----------------------------------------------------------------------------------------------------------


def answers(path: Path) -> dict[str, list[tuple[str, str]]]:
    with open_database(path) as db:
        return {
            row.request.reference: [(answer.document, answer.standing) for answer in row.answers]
            for row in requests(db)
        }


def test_a_doubtful_reply_is_linked_only_when_a_person_says_so(path: Path, tmp_path: Path) -> None:
    rows = [("GR", "GR Puno", "1", "2011-02-14", "A", ""), ("GR", "GR Puno", "1", "2011-02-14", "B", "")]
    veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", rows)))
    store_replies(path, [Replied("g.pdf", "GR", "GR Puno", "2011-02-25")])
    result = veeduria(path, "requests", "link")
    assert (result.exit_code, answers(path)) == (1, {"A": [], "B": []})
    assert "g.pdf (GR, GR Puno, 2011-02-25)" in result.output
    named = {row["reference"]: str(row["id"]) for row in listed(path)}
    assert veeduria(path, "requests", "link", "--confirm", named["B"], "g.pdf").exit_code == 0
    assert answers(path) == {"A": [], "B": [("g.pdf", "confirmed")]}


def test_who_may_have_answered_is_not_called_silent_without_a_word(path: Path, tmp_path: Path) -> None:
    veeduria(path, "requests", "import", str(small_register(tmp_path)))
    store_replies(path, [Replied("minsa.pdf", "MINSA", None, None, None)])
    veeduria(path, "requests", "link")
    assert "1 reply may answer one of these and is not counted yet" in veeduria(path, "requests", "status").output
    veeduria(path, "requests", "link", "--reject", str(listed(path, "--body", "MINSA")[0]["id"]), "minsa.pdf")
    assert "may answer" not in veeduria(path, "requests", "status").output


def test_the_review_of_a_letter_says_that_it_may_answer_a_request_nobody_has_linked(path: Path, tmp_path: Path) -> None:
    rows = [("MINEDU", "UGEL 04", "1", "2011-02-14", "Carta 12", "")]
    veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", rows)))
    store_replies(path, [Replied("m.pdf", "MINEDU", None, "2011-02-25")])
    with open_store(path) as store:
        session, letter = ReviewSession(store, PACK, "ana"), QueueEntry(sha_of("m.pdf"), None)
        assert [
            "Primera carta, UGEL 04, Carta 12, 2011-02-14" in doubt for doubt in session.reader.load(letter).doubts
        ] == [True]
        confirm_link(store, str(listed(path)[0]["id"]), letter.letter, "ana", AT)
        assert not session.reader.load(letter).doubts


def test_a_letter_key_means_in_every_language_what_it_means_in_the_review(path: Path, tmp_path: Path) -> None:
    rows = [(body, "", "1", "2011-02-14", "", "") for body in ("MTC", "MINSA")]
    veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", rows)))
    store_replies(path, [Replied(f"{body}.pdf", body, "Oficina Uno", "2011-02-25") for body in ("MTC", "MINSA")])
    program = "from extractor.cli import main; main()"
    command = ["-c", program, "--lang", "es", "--db", str(path), "requests", "link"]
    typed = pexpect.spawn(sys.executable, command, encoding="utf8", timeout=20, dimensions=(24, 200))
    typed.expect(r"a: sí, r: no, s: aplazar, q: salir\): ")
    typed.sendline("y")  # English for yes: nothing is guessed
    typed.expect(r"q: salir\): ")
    typed.sendline("a")
    typed.expect(r"q: salir\): ")
    typed.sendline("q")
    typed.expect(pexpect.EOF)
    with open_database(path) as db:
        said = [[answer.standing for answer in row.answers] for row in requests(db)]
    assert sorted(said) == [[], ["confirmed"]]


def test_a_rejected_link_is_not_suggested_again(path: Path, tmp_path: Path) -> None:
    veeduria(path, "requests", "import", str(small_register(tmp_path)))
    store_replies(path, [Replied("m.pdf", "MINEDU", None, "2011-02-25", "Carta 1")])
    veeduria(path, "requests", "link")
    assert answers(path)["Carta 1"] == [("m.pdf", "suggested")]
    named = str(listed(path, "--body", "MINEDU")[0]["id"])
    veeduria(path, "requests", "link", "--reject", named, "m.pdf")
    assert "0 replies linked, 0 doubtful, 1 that fits no request" in veeduria(path, "requests", "link").output
    assert answers(path)["Carta 1"] == []


def test_a_confirmed_link_takes_the_place_of_the_programs(path: Path, tmp_path: Path) -> None:
    rows = [("MINSA", "", "1", "2011-02-14", "A 1", ""), ("MINSA", "", "2", "2012-01-16", "B 2", "")]
    veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", rows)))
    store_replies(path, [Replied("m.pdf", "MINSA", None, "2011-02-25", "A 1")])
    veeduria(path, "requests", "link")
    second = next(str(row["id"]) for row in listed(path) if row["wave"] == "second")
    veeduria(path, "requests", "link", "--confirm", second, "m.pdf")
    assert answers(path) == {"A 1": [], "B 2": [("m.pdf", "confirmed")]}
    with open_database(path) as db:
        assert db.connection.execute("SELECT wave FROM documents").fetchone() == ("second",)


def test_nobody_knows_which_document_is_meant_is_said_so(path: Path, tmp_path: Path) -> None:
    veeduria(path, "requests", "import", str(small_register(tmp_path)))
    result = veeduria(path, "requests", "link", "--confirm", "ffff", "nothing.pdf")
    assert (result.exit_code, "There is no request ffff" in result.output) == (2, True)


# --- questions -------------------------------------------------------------------------------------------------------


def test_questions_are_answered_ignored_or_what_a_person_says(path: Path, tmp_path: Path) -> None:
    asked = '"¿Cuántos docentes recibieron talleres?\n¿Qué presupuesto se asignó a los albergues?"'
    row = ("MINEDU", "", "1", "14/02/2011", "Carta 1", asked)
    veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", [row])))
    store_replies(path, [Replied("m.pdf", "MINEDU", None, "2011-02-25", "Carta 1")])
    veeduria(path, "requests", "link")
    named = str(listed(path)[0]["id"])
    lines = veeduria(path, "requests", "questions", named).output.splitlines()
    assert ["answered?" in lines[1], "ignored?" in lines[2]] == [True, True]
    veeduria(path, "requests", "questions", named, "--say", "2", "partly")
    assert "partly answered" in veeduria(path, "requests", "questions", named).output.splitlines()[2]
    assert veeduria(path, "requests", "questions", named, "--say", "7", "partly").exit_code == 2
