"""Two people at terminals of their own, and what is read, taken in or swapped meanwhile: all of it by processes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import queries
from db.action_rows import actions
from db.audit import audit
from db.connection import open_database
from db.letter_rows import problems
from db.records import StatementRow
from tests.pdfs import lines_at, placed
from tests.review_letters import review_database
from tests.scanned import drawn, scan
from tests.test_cli_ingest import run

pytest.importorskip("pexpect", reason="needs a pseudo-terminal")
from tests.test_review_terminal import Terminal

pytestmark = pytest.mark.slow
FIRST, SECOND, THIRD = "64 docentes", "900 trípticos", "concurso de afiches"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return review_database(tmp_path / "v.db")


@pytest.fixture
def two(database: Path) -> Iterator[tuple[Terminal, Terminal]]:
    """Ana and Eva, both before the first statement."""
    both = Terminal(database), Terminal(database, "--reviewer", "eva")
    for terminal in both:
        terminal.sees("a-ugel.pdf", FIRST)
    yield both
    for terminal in both:
        terminal.child.close(force=True)
    with open_database(database) as db:
        assert audit(db.connection) == []


def rows(database: Path, letter: str = "a-ugel.pdf") -> dict[str, StatementRow]:
    """What stands in the queue of a letter, by its words."""
    with open_database(database) as db:
        found = (row for row in queries.statements(db) if row.document == letter)
        return {row.text: row for row in found if not (row.decision and row.decision.standing in ("split", "merged"))}


def stands(database: Path, words: str) -> tuple[str | None, str]:
    row = next(row for text, row in rows(database).items() if words in text)
    return (row.decision.standing, row.decision.reviewer) if row.decision else (None, "")


def test_when_both_cut_one_statement_and_one_takes_it_back_its_words_stay(
    database: Path, two: tuple[Terminal, Terminal]
) -> None:
    ana, eva = two
    before = set(rows(database))
    ana.press("x", sees="Cut before")
    eva.press("x", sees="Cut before")
    ana.press("\r", sees="Split in two")
    eva.press("\r", sees="has changed since")
    ana.press("u", sees="Taken back")
    assert set(rows(database)) == before


def test_an_accept_does_not_override_a_rejection_made_meanwhile(database: Path, two: tuple[Terminal, Terminal]) -> None:
    ana, eva = two
    ana.press("r", sees=SECOND)
    eva.press("\r", sees="has changed since")
    assert stands(database, FIRST) == ("rejected", "ana")


def test_joining_does_not_replace_a_colleagues_filing(database: Path, two: tuple[Terminal, Terminal]) -> None:
    ana, eva = two
    eva.press("\x1b[C", sees=SECOND)
    eva.press("\r", sees=THIRD)
    ana.press("m", sees=FIRST)
    ana.until(lambda: "has changed since" in ana.text or "Not saved" in ana.text)
    assert stands(database, SECOND) == ("accepted", "eva") and stands(database, FIRST) == (None, "")


def test_taking_back_gives_the_filing_to_whoever_made_it(database: Path, two: tuple[Terminal, Terminal]) -> None:
    ana, eva = two
    ana.press("\r", sees=SECOND)
    eva.press("\x1b[C", sees=SECOND)
    eva.press("b", sees="by ana")
    eva.press("2", sees="Filed under")
    assert stands(database, FIRST) == ("corrected", "eva")
    eva.press("u", sees="Taken back")
    assert stands(database, FIRST) == ("accepted", "ana")


def test_undo_reaches_over_sessions_and_stops_at_what_others_did(database: Path) -> None:
    for reviewer, key, shown, then in (("ana", "\r", FIRST, SECOND), ("eva", "r", SECOND, THIRD)):
        terminal = Terminal(database, "--reviewer", reviewer)
        terminal.sees(shown)
        terminal.press(key, sees=then)
        terminal.quit()
    again = Terminal(database)
    again.sees("a-ugel.pdf")
    again.press("u", sees="Taken back")
    again.press("u", sees="nothing of yours to take back")
    again.quit()
    assert stands(database, FIRST) == (None, "ana") and stands(database, SECOND) == ("rejected", "eva")


def test_a_key_takes_back_neither_what_was_taken_in_nor_a_period_given_then(database: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "p.csv"
    lines = (f"minedu.prev.otras;informe_2010;Una feria en el distrito {number}." for number in range(40))
    sheet.write_text("\n".join(("función;fuente;texto", *lines)), encoding="utf-8")
    assert run("import", sheet, "--reviewer", "ana", db=database).exit_code == 0
    with open_database(database) as db:
        taken_in = queries.count(db)
    terminal = Terminal(database)
    terminal.sees("a-ugel.pdf")
    terminal.press("u", sees="nothing of yours to take back")
    terminal.quit()
    with open_database(database) as db:
        assert queries.count(db) == taken_in and len(list(actions(db))) == 40


# --- read again, changed, twice, swapped ------------------------------------------------------------------------------

TALK = "Se capacitó a 30 docentes de la provincia de Lampa sobre la trata de personas."
HEAD = ("MINISTERIO DE EDUCACIÓN", "UGEL Lampa", "OFICIO N° 12-2011-UGEL-L", "Lampa, 3 de mayo de 2011", "",
        "De mi consideración:", "")  # fmt: skip


def test_a_page_that_ocr_reads_later_takes_no_decision_from_the_page_that_says_the_same(tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    page = placed(lines_at(70, 90, (*HEAD, TALK)), size=12)
    both = PdfDocument.new()
    for data in (scan([drawn(page, 200)], dpi=200), page):
        both.import_pages(PdfDocument(data))
    (tmp_path / "c").mkdir()
    both.save(str(tmp_path / "c" / "a.pdf"))
    database = tmp_path / "v.db"
    run("ingest", tmp_path / "c", "--workers", 1, "--ocr", "off", db=database)
    (only,) = (row for text, row in rows(database, "a.pdf").items() if "Se capacitó" in text)
    assert only.page == 2
    assert run("decide", only.id, "--obligation", "minedu.prev.sensibilizacion", db=database).exit_code == 0
    run("ingest", "--again", "--workers", 1, "--ocr", "rapidocr", db=database)
    with open_database(database) as db:
        found = {row.page: row for row in queries.statements(db) if "30 docentes" in row.text}
        assert [(row.page, row.id) for row in actions(db)] == [(2, only.id)]
        assert audit(db.connection) == []
    assert set(found) == {1, 2} and found[1].decision is None and found[2].decision


def test_a_changed_file_and_a_scan_of_a_letter_count_once_and_are_told(tmp_path: Path) -> None:
    folder, database = tmp_path / "c", tmp_path / "v.db"
    folder.mkdir()
    other = "Además se repartieron 500 folletos en los mercados de Lampa."
    (folder / "a.pdf").write_bytes(placed(lines_at(70, 90, (*HEAD, TALK)), size=12))
    run("ingest", folder, "--workers", 1, "--ocr", "off", db=database)
    (folder / "a.pdf").write_bytes(placed(lines_at(70, 90, (*HEAD, TALK, other)), size=12))
    said = run("ingest", folder, "--workers", 1, "--ocr", "off", db=database).output
    with open_database(database) as db:
        assert [problem.code for problem in problems(db)] == ["older_version"]
        assert sum("30 docentes" in row.text for row in queries.statements(db)) == 1
    assert "a.pdf" in said
    image = drawn(placed(lines_at(70, 90, (*HEAD, TALK, other)), size=12), 200)
    (folder / "escaneo.pdf").write_bytes(scan([image], dpi=200))
    run("ingest", folder, "--workers", 1, "--ocr", "rapidocr", db=database)
    with open_database(database) as db:
        assert sorted(problem.code for problem in problems(db)) == ["older_version", "same_letter"]
        assert sum("30 docentes" in row.text for row in queries.statements(db)) == 1
    assert "same letter as a.pdf" in run("twins", db=database).output


def test_a_swapped_original_is_named(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    for name in ("uno", "dos"):
        said = placed(lines_at(70, 90, (*HEAD[:2], f"OFICIO N° {len(name)}-2011-{name}", *HEAD[3:], TALK)), size=12)
        (tmp_path / "c" / f"{name}.pdf").write_bytes(said)
    run("ingest", tmp_path / "c", "--workers", 1, "--ocr", "off", db=tmp_path / "v.db")
    assert run("verify", db=tmp_path / "v.db").exit_code == 0
    one, other = sorted((tmp_path / "v.db.originals").iterdir())
    other.unlink()
    shutil.copy(one, other)
    found = run("verify", db=tmp_path / "v.db")
    assert found.exit_code == 1 and other.stem[:12] in found.output
