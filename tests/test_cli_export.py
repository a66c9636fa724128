"""`veeduria export` and `veeduria decide`, as typed: the contracts users rely on, and what must do no harm."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from corpus.sample import LETTERS
from db import queries
from db.connection import open_database
from db.store import open_store
from extractor.cli import build
from extractor.cli.contracts import COLUMNS, Sanitizer
from extractor.core.clean import clean
from extractor.core.model import Evidence, Problem, Reading, Suggestion
from extractor.filing.details import find_details
from rules.loader import load_pack
from tests.made import AT, PACK, TEXTS, reading, saved, sha_of, unread

NASTY = '=hyperlink("http://x")\x1b[31m rojo\u202e se capacitó a 20 docentes'
WITH_NAME = "La agraviada Rosa Huamán Quispe, con DNI 40123456, fue atendida; se capacitó a 20 docentes."


def run(*arguments: object, db: Path, stdin: str = "") -> Result:
    return CliRunner().invoke(build(), [*map(str, arguments), "--db", str(db)], input=stdin)


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def cells(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def pointing_at(made: Reading, words: str) -> Reading:
    """Let the first suggestion of the first statement rest on these words."""
    first, *rest = made.findings
    start = first.statement.text.index(words)
    evidence = (Evidence("talks-teachers", start, start + len(words), words),)
    (suggestion,) = first.classification.suggestions
    said = replace(
        first.classification, suggestions=(Suggestion(suggestion.obligation, suggestion.level, 0.8, evidence),)
    )
    return replace(made, findings=(replace(first, classification=said), *rest))


def with_figures(made: Reading) -> Reading:
    """Let each statement have the figures that its text tells."""
    told = (
        replace(one, details=replace(one.details, figures=find_details(one.statement.text, load_pack()).figures))
        for one in made.findings
    )
    return replace(made, findings=tuple(told))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "v.db"
    with open_store(path) as store:
        run_id = store.begin_run("1", PACK, {}, AT)
        named = pointing_at(reading("name.pdf", (WITH_NAME,)), "capacitó")
        files = [
            saved("a.pdf", None, Problem("page 2", "page_no_text", "only images or drawings")),
            saved("nasty.pdf", with_figures(reading("nasty.pdf", (NASTY,)))),
            saved("name.pdf", named),
            unread("bad.pdf", "truncated"),
        ]
        store.save(files, run_id)
    return path


def id_of(db: Path, text: str) -> str:
    with open_database(db) as opened:
        return next(row.id for row in queries.statements(opened) if row.text == text)


# --- the contracts ---------------------------------------------------------------------------------------------------


def test_statements_hold_what_the_contract_promises(db: Path) -> None:
    rows = lines(run("export", "statements", "--format", "jsonl", db=db))
    promised = {"id", "document", "page", "text", "kind", "institution", "unit", "suggestions", "decision", "details"}
    assert len(rows) == 5 and all(promised <= set(row) for row in rows)
    first = rows[0]
    assert (first["document"], first["page"], first["kind"], first["decision"]) == ("a.pdf", 1, "action", None)
    assert first["suggestions"] == [
        {
            "obligation": "minedu.talks",
            "level": "prevencion",
            "score": 0.8,
            "evidence": [{"rule": "talks-teachers", "start": 3, "end": 11, "text": "capacitó"}],
        }
    ]
    assert first["details"]["dates"][0]["first"] == "2011-06-01"


def test_letters_hold_what_the_contract_promises(db: Path) -> None:
    rows = {row["document"]: row for row in lines(run("export", "letters", "--format", "jsonl", db=db))}
    assert rows["a.pdf"] | {
        "document": "a.pdf", "sha256": None, "institution": "MINEDU", "unit": "DRE Puno",
        "number": "OFICIO N° a.pdf", "date": "2011-07-01", "reference": None, "pages": 1, "text_source": "text",
        "reply": "satisfactory", "reply_reason": "reported",
        "problems": [{"where": "page 2", "code": "page_no_text", "detail": "only images or drawings"}],
    } == rows["a.pdf"]  # fmt: skip
    assert (rows["bad.pdf"]["reply"], rows["bad.pdf"]["outcome"]) == (None, "unread")


def test_actions_are_those_confirmed_and_problems_have_their_sentence(db: Path) -> None:
    run("decide", id_of(db, TEXTS[0]), "--accept", db=db)
    (action,) = cells(run("export", "actions", db=db))
    assert (action["document"], action["obligation"], action["counts"], action["first"], action["last"]) == (
        "a.pdf", "minedu.talks", "180 docentes", "2011-06-01", "2011-06-30",
    )  # fmt: skip
    problems = {row["document"]: row["message"] for row in cells(run("export", "problems", db=db))}
    assert problems["a.pdf"].startswith("page 2: No text could be read")


def test_every_file_that_was_found_has_one_row_with_its_outcome(tmp_path: Path) -> None:
    folder, path = tmp_path / "mail", tmp_path / "files.db"
    folder.mkdir()
    sample = sorted(LETTERS.glob("*.pdf"))[0]
    for name in ("1.pdf", "2.pdf"):
        (folder / name).write_bytes(sample.read_bytes())
    (folder / "3.pdf").write_text("hola", "utf8")
    os.mkfifo(folder / "4.pdf")
    run("ingest", folder, db=path)
    rows = lines(run("export", "files", "--format", "jsonl", db=path))
    assert [(row["file"], row["document"], row["outcome"], row["codes"]) for row in rows] == [
        ("1.pdf", "1.pdf", "read", []),
        ("2.pdf", "1.pdf", "duplicate", ["duplicate"]),
        ("3.pdf", "3.pdf", "unread", ["not_pdf"]),
        ("4.pdf", None, "unread", ["not_regular"]),
    ]


@pytest.mark.parametrize("what", list(COLUMNS))
def test_csv_and_json_lines_hold_the_same_records_under_known_columns(db: Path, what: str) -> None:
    run("decide", id_of(db, TEXTS[0]), "--accept", "--note", "sí", db=db)
    table, records = cells(run("export", what, db=db)), lines(run("export", what, "--format", "jsonl", db=db))
    assert len(table) == len(records) > 0
    assert list(table[0]) == COLUMNS[what].split()
    assert {key for key, value in records[0].items() if not isinstance(value, list | dict)} - {
        "decision",
        "details",
    } <= set(table[0])


def test_the_format_follows_the_files_name(db: Path, tmp_path: Path) -> None:
    run("export", "letters", "-o", tmp_path / "letters.jsonl", db=db)
    assert json.loads((tmp_path / "letters.jsonl").read_text("utf8").splitlines()[0])["document"] == "a.pdf"
    run("export", "letters", "-o", tmp_path / "letters.csv", db=db)
    assert (tmp_path / "letters.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument,sha256")


def test_a_file_that_cannot_be_written_is_said_without_a_traceback(db: Path, tmp_path: Path) -> None:
    result = run("export", "letters", "--output", tmp_path / "nowhere" / "l.csv", db=db)
    assert result.exit_code == 2 and "nowhere" in result.output
    assert isinstance(result.exception, SystemExit)


def test_csv_is_not_written_into_a_file_called_a_document(db: Path, tmp_path: Path) -> None:
    result = run("export", "letters", "--output", tmp_path / "l.docx", db=db)
    assert result.exit_code == 2 and "csv, jsonl, xlsx" in result.output
    assert not (tmp_path / "l.xlsx").exists()
    assert run("export", "letters", "--format", "csv", "--output", tmp_path / "l.txt", db=db).exit_code == 0


def test_a_body_that_is_none_is_refused_and_not_reported_as_silent(db: Path) -> None:
    for arguments in (("export", "actions"), ("compare",), ("requests", "list")):
        result = run(*arguments, "--body", "MINEDUC", db=db)
        assert result.exit_code == 2 and "MINEDUC" in result.output and "MINSA" in result.output
    assert lines(run("export", "letters", "--format", "jsonl", "--body", "minedu", db=db))


@pytest.mark.parametrize(
    ("what", "option"),
    [("letters", "--letter"), ("actions", "--words"), ("problems", "--body"), ("letters", "--level")],
)
def test_an_option_that_would_change_nothing_is_refused(db: Path, what: str, option: str) -> None:
    result = run("export", what, option, "prevencion", db=db)
    assert result.exit_code == 2 and f"{option} does not narrow {what}." in result.output


def test_filters_narrow_the_statements(db: Path) -> None:
    assert [
        row["kind"] for row in lines(run("export", "statements", "--kind", "no_action", "--format", "jsonl", db=db))
    ] == ["no_action"]
    assert len(cells(run("export", "statements", "--letter", sha_of("nasty.pdf")[:8], db=db))) == 1
    assert len(cells(run("export", "statements", "--words", "docentes rosa", db=db))) == 1
    assert not cells(run("export", "statements", "--decided", db=db))
    assert not cells(run("export", "statements", "--body", "MINSA", db=db))


# --- no harm ---------------------------------------------------------------------------------------------------------


def test_cells_cannot_become_formulas_and_control_characters_go(db: Path) -> None:
    run("decide", id_of(db, NASTY), "--accept", "--note", "@SUM(A1)\x07", db=db)
    output = run("export", "actions", db=db).stdout
    (action,) = csv.DictReader(io.StringIO(output))
    assert action["text"].startswith("'=") and action["note"].startswith("'@SUM")
    assert not set("\x1b\x07\u202e") & set(output)
    raw = run("export", "statements", "--format", "jsonl", db=db).stdout
    assert not set("\x1b\u202e") & set(raw) and "\\u001b" not in raw


def test_private_data_is_masked_and_evidence_points_at_the_same_words(db: Path) -> None:
    row = next(
        row for row in lines(run("export", "statements", "--format", "jsonl", db=db)) if row["document"] == "name.pdf"
    )
    assert "Rosa" not in row["text"] and "40123456" not in row["text"] and "docentes" in row["text"]
    (evidence,) = row["suggestions"][0]["evidence"]
    assert evidence["text"] == "capacitó" == row["text"][evidence["start"] : evidence["end"]]


def test_unmasked_text_needs_a_reason_which_is_stored(db: Path) -> None:
    assert run("export", "statements", "--unmasked", " ", db=db).exit_code == 2
    shown = run("export", "statements", "--unmasked", "pericia fiscal", db=db).stdout
    assert "Rosa Huamán Quispe" in shown
    with open_database(db) as opened:
        assert opened.connection.execute("SELECT what, reason FROM disclosures").fetchall() == [
            ("export statements", "pericia fiscal")
        ]


@given(st.text(alphabet="ab ñ\x07\u200b\u202e\r\n", max_size=30), st.data())
def test_places_move_with_the_text_that_is_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if text[start - 1 : start + 1] == "\r\n" or text[end - 1 : end + 1] == "\r\n":
        return
    sanitize = Sanitizer()
    move = sanitize.moved(text)
    assert sanitize(text)[move(start) : move(end)] == clean(text[start:end])


# --- decide ----------------------------------------------------------------------------------------------------------


def test_decide_says_what_was_done_and_undoes_it(db: Path) -> None:
    statement = id_of(db, TEXTS[0])
    assert run("decide", statement, "--accept", db=db).output == f"{statement}: accepted minedu.talks\n"
    assert (
        run("decide", statement, "--obligation", "minedu.places", db=db).output
        == f"{statement}: corrected minedu.places\n"
    )
    assert [row["obligation"] for row in cells(run("export", "actions", db=db))] == ["minedu.places"]
    assert run("decide", statement, "--undo", db=db).output == f"Taken back: {statement}\n"
    assert [row["obligation"] for row in cells(run("export", "actions", db=db))] == ["minedu.talks"]
    run("decide", statement, "--undo", db=db)
    assert not cells(run("export", "actions", db=db))
    assert [row["verdict"] for row in cells(run("export", "decisions", db=db))] == [
        "accepted", "corrected", "undone", "undone",
    ]  # fmt: skip
    nothing = run("decide", statement, "--undo", db=db)
    assert nothing.exit_code == 2 and "nothing of" in nothing.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--accept", "--reject"], "exclude each other"),
        ([], "Say what to decide"),
        (["--obligation", "minsa.care"], "is an obligation of MINSA, but a.pdf is a letter of MINEDU"),
        (["--obligation", "minedu.{x}"], "There is no obligation minedu.{x}; those there are"),
        (["--accept", "--seen", "0123"], "has changed since it was shown"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_a_sentence(db: Path, arguments: list[str], says: str) -> None:
    result = run("decide", id_of(db, TEXTS[0]), *arguments, db=db)
    assert result.exit_code == 2 and says in result.output
    assert not cells(run("export", "decisions", db=db))


def test_many_decisions_come_as_json_lines_and_each_bad_one_is_named(db: Path) -> None:
    first, second = id_of(db, TEXTS[0]), id_of(db, TEXTS[1])
    wishes = [
        json.dumps({"statement": first, "accept": True, "reviewer": "ana"}),
        "",
        "{",
        json.dumps({"statement": second, "accept": "yes"}),
        json.dumps({"statement": second, "colour": 1}),
        json.dumps([second]),
        json.dumps({"statement": second, "kind": "deed"}),
        json.dumps({"statement": second, "accept": True, "note": "visto"}),
    ]
    result = run("decide", "--reviewer", "bo", db=db, stdin="\n".join(wishes))
    assert result.exit_code == 1
    assert "2 decisions recorded." in result.output
    assert [line.split(":")[0] for line in result.output.splitlines()[:-1]] == [f"line {n}" for n in (3, 4, 5, 6, 7)]
    kept = lines(run("export", "decisions", "--format", "jsonl", db=db))
    assert [(row["reviewer"], row["standing"], row["obligation"], row["note"]) for row in kept] == [
        ("ana", "accepted", "minedu.talks", None), ("bo", "accepted", None, "visto"),
    ]  # fmt: skip


HEAVY = {"pydantic", "yaml", "rich", "numpy", "rapidfuzz", "sqlite_utils", "pypdfium2", "rules.reader", "rules.lint"}


@pytest.mark.parametrize("arguments", ["status", "export letters", "export statements --format jsonl"])
def test_who_looks_waits_for_nothing_heavy_and_still_sees_no_name(db: Path, arguments: str) -> None:
    load_pack()  # makes the copy that a second start finds
    code = "import sys; from extractor.cli import build; build().main(sys.argv[1:], standalone_mode=False)"
    code += f"; print(sorted({HEAVY} & {{*sys.modules}}), file=sys.stderr)"
    command = [sys.executable, "-c", code, *arguments.split(), "--db", str(db)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
    assert done.stdout and "Huamán" not in done.stdout
