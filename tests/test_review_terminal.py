"""`veeduria review` driven by real key presses through a pseudo-terminal, its screen read by a terminal emulator."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db import queries
from db.connection import open_database
from db.queue import missed
from db.records import StatementRow
from extractor.core.model import Kind
from tests.review_letters import review_database

pexpect = pytest.importorskip("pexpect", reason="needs a pseudo-terminal")
pyte = pytest.importorskip("pyte")

UP, DOWN, RIGHT, LEFT, ENTER, ESC, TAB = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\r", "\x1b", "\t"
pytestmark = (
    pytest.mark.slow
)  # each starts the program in a terminal of its own; test_review_state holds the dialogue to its rules
PROGRAM = [sys.executable, "-c", "from extractor.cli import main; main()"]
PATIENCE = 20.0  # seconds; a loaded machine starts slowly


class Terminal:
    """A terminal of this size in which the program runs; what it shows is in `lines`."""

    def __init__(self, database: Path, *options: str, columns: int = 80, rows: int = 24, lang: str = "en") -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LANGUAGE": lang}
        self.child = pexpect.spawn(
            PROGRAM[0],
            [*PROGRAM[1:], "--db", str(database), "review", "--reviewer", "ana", *options],
            dimensions=(rows, columns),
            env={name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")},
        )

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).replace("▌", " ").split())

    def until(self, holds: Callable[[], bool]) -> None:
        """Read what the program writes until this holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, "\n".join(self.lines)
            try:
                self.stream.feed(self.child.read_nonblocking(65536, timeout=0.1))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                assert holds(), "\n".join(self.lines)

    def sees(self, *words: str) -> None:
        self.until(lambda: all(word in self.text for word in words))

    def press(self, *keys: str, sees: str) -> None:
        """Press keys and wait for these words."""
        for key in keys:
            self.child.send(key)
        self.sees(sees)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def quit(self) -> None:
        self.child.send("q")
        self.until(lambda: not self.child.isalive())
        assert self.child.exitstatus == 0

    def style_of(self, word: str) -> set[str]:
        """Return how the first place where this word stands is printed."""
        row = next(number for number, line in enumerate(self.lines) if word in line)
        char = self.screen.buffer[row][self.lines[row].index(word)]
        return {style for style in ("bold", "reverse") if getattr(char, style)} | (
            {"underline"} if char.underscore else set()
        )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return review_database(tmp_path / "v.db")


@pytest.fixture
def terminal(database: Path) -> Iterator[Terminal]:
    terminal = Terminal(database)
    terminal.sees("a-ugel.pdf", "64 docentes")
    yield terminal
    terminal.child.close(force=True)


def row(database: Path, begins: str) -> StatementRow:
    with open_database(database) as db:
        return next(row for row in queries.statements(db) if row.text.startswith(begins))


def filed(database: Path, begins: str) -> tuple[str | None, str | None]:
    decision = row(database, begins).decision
    return (decision.standing, decision.obligation) if decision else (None, None)


def test_the_statement_stands_in_its_letter_with_its_evidence(terminal: Terminal) -> None:
    terminal.sees("page 1 of 1", "UGEL San Román", "0/9 decided", "1 73%", "because of “capacitó”")
    assert "underline" in terminal.style_of("capacitó") and "bold" in terminal.style_of("capacitó")
    assert [line[:2] for line in terminal.lines if "docentes tutores" in line] == ["▌ "]
    assert [line[:2] for line in terminal.lines if "once provincias" in line] == ["  "]


def test_accept_pick_reject_skip_and_back(terminal: Terminal, database: Path) -> None:
    terminal.press(ENTER, sees="1/9 decided · 1 today")
    terminal.press("2", sees="2/9 decided")
    terminal.press("r", sees="Rejected")
    terminal.press("s", sees="page 1 of 1")
    terminal.press("b", "b", "b", sees="✓ corrected by ana")
    terminal.quit()
    assert filed(database, "En mayo") == ("accepted", "minedu.prev.sensibilizacion")
    assert filed(database, "Asimismo") == ("corrected", "minedu.prev.otras")
    assert filed(database, "Para el próximo") == ("rejected", None)


def test_search_the_whole_list_by_typing(terminal: Terminal, database: Path) -> None:
    terminal.press("/", "matrícula", sees="Matrícula, permanencia")
    terminal.press("\x7f" * 9, "PROTECCION", DOWN, ENTER, sees="1/9 decided")
    terminal.quit()
    assert filed(database, "En mayo")[0] == "corrected"


def test_change_the_kind(terminal: Terminal, database: Path) -> None:
    terminal.press("k", sees="What kind of statement")
    terminal.press("p", sees="Kind: planned")
    terminal.press(ENTER, sees="1/9 decided")
    terminal.quit()
    assert row(database, "En mayo").kind is Kind.PLANNED
    assert filed(database, "En mayo")[1] == "minedu.prev.sensibilizacion"


def test_note_and_details(terminal: Terminal, database: Path) -> None:
    terminal.press("n", "ver página 2, ñandú", ENTER, sees="note: ver página 2, ñandú")
    terminal.press("e", sees="Dates 2011-05")
    terminal.press("\x15", "04/2010..05/2010", ENTER, sees="dates 2010-04..2010-05 · period 1")
    terminal.quit()
    assert [day.last for day in row(database, "En mayo").details.dates] == ["2010-05-31"]
    assert row(database, "En mayo").decision is not None


def test_a_pasted_text_with_line_ends_presses_no_keys(terminal: Terminal, database: Path) -> None:
    terminal.press("\x1b[200~r\r\nq\r\x1b[201~", sees="Nothing happens with “r q”")
    terminal.press("n", "\x1b[200~una\r\nnota\r\x1b[201~", sees="una nota")
    terminal.press(ENTER, sees="note: una nota")
    terminal.quit()
    assert filed(database, "En mayo") == (None, None)


def test_split_and_merge_and_undo(terminal: Terminal, database: Path) -> None:
    terminal.press("x", sees="Cut before the marked word")
    terminal.press(RIGHT, LEFT, ENTER, sees="Split in two")
    terminal.press("m", sees="Merged with the next")
    terminal.press("u", sees="Taken back")
    terminal.press("u", sees="0/9 decided · 0 today")
    terminal.press("u", sees="There is nothing of yours to take back")
    terminal.quit()
    assert filed(database, "En mayo de 2011 se capacitó a 64 docentes tutores de secundaria para que") == (None, None)


def test_add_an_action_the_program_missed(terminal: Terminal, database: Path) -> None:
    terminal.press("+", "once prov", sees="› once prov")
    terminal.press(ENTER, sees="up to its last word")
    terminal.press("numerosa", ENTER, sees="Added; now file it")
    terminal.press("/", "sensib", ENTER, sees="1/10 decided")
    terminal.quit()
    assert filed(database, "once provincias y una población escolar numerosa.")[0] in ("accepted", "corrected")


def test_quit_and_resume_exactly_there(terminal: Terminal, database: Path) -> None:
    terminal.press(ENTER, "s", sees="concurso de afiches")
    terminal.sees("1/9 decided")
    terminal.quit()
    again = Terminal(database)
    again.sees("Here you stopped last time", "1/9 decided · 1 today")
    assert [line[:2] for line in again.lines if "Para el próximo" in line] == ["▌ "]
    again.press("u", sees="Taken back")
    again.press("u", sees="0/9 decided")
    again.quit()


def test_a_killed_session_loses_nothing(terminal: Terminal, database: Path) -> None:
    terminal.press(ENTER, sees="1/9 decided")
    terminal.child.kill(9)
    again = Terminal(database)
    again.sees("1/9 decided", "900 trípticos")
    again.quit()


def test_an_unknown_institution_is_asked_for(database: Path) -> None:
    terminal = Terminal(database, "--letter", "c-desconocida.pdf")
    terminal.sees("Which institution wrote this letter?", "institution unknown")
    terminal.press("comercio ext", ENTER, sees="The head of the letter is set")
    terminal.sees("MINCETUR")
    terminal.quit()
    assert row(database, "Se difundió").institution == "MINCETUR"


def test_the_verdict_of_a_reply_is_confirmed_or_changed(database: Path) -> None:
    terminal = Terminal(database, "--letter", "b-policia.pdf")
    terminal.sees("07 operativos")
    terminal.press(ENTER, ENTER, sees="The reply as a whole")
    terminal.press("v", sees="How is the reply to be judged?")
    terminal.press(DOWN, ENTER, sees="Everything in it is decided")
    terminal.quit()


def test_filters_and_orders_choose_the_queue(database: Path) -> None:
    terminal = Terminal(database, "--kind", "planned", "--kind", "no_action", "--order", "uncertain")
    terminal.sees("no se ha registrado ninguna", "0/2 decided")
    terminal.press(ENTER, sees="Para el próximo año")
    terminal.quit()


def test_a_sample_of_what_was_set_aside_is_reviewed(database: Path) -> None:
    terminal = Terminal(database, "--sample-missed", "5")
    terminal.sees("once provincias", "not a report", "0/1 decided")
    terminal.press(ENTER, sees="Everything in it is decided")
    terminal.quit()
    with open_database(database) as db:
        assert missed(db) == (1, 0, 1)


def test_a_new_window_size_is_drawn_at_once(terminal: Terminal) -> None:
    terminal.resize(140, 40)
    terminal.until(lambda: "Enter accept" in terminal.lines[39])
    assert any("minedu.prev.mecanismos_proteccion" in line for line in terminal.lines)
    terminal.resize(60, 16)
    terminal.until(lambda: "? keys" in terminal.lines[15])
    terminal.quit()


def test_hostile_text_cannot_drive_the_terminal(tmp_path: Path) -> None:
    database = review_database(
        tmp_path / "v.db", hostile="Se \x1b[2J\x1b]0;borrado\x07capacitó a \u202eserodatropsnart"
    )
    terminal = Terminal(database, "--letter", "d-hostil.pdf")
    terminal.sees("d-hostil.pdf", "[2J]0;borradocapacitó")
    assert terminal.screen.title != "borrado"
    terminal.quit()


def test_the_terminal_is_put_back_as_it_was(database: Path) -> None:
    command = shlex.join([*PROGRAM, "--db", str(database), "review"])
    child = pexpect.spawn("/bin/sh", ["-c", f"stty -a; {command}; stty -a"], dimensions=(24, 80))
    child.expect("speed", timeout=PATIENCE)
    child.expect("UGEL San Rom", timeout=PATIENCE)
    child.send("\x03")
    child.expect(r"speed.* icanon.* echo ", timeout=PATIENCE)
    child.close(force=True)


def test_without_a_terminal_it_says_so(database: Path) -> None:
    command = [*PROGRAM, "--lang", "en", "--db", str(database), "review"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def test_a_body_that_is_none_is_named(database: Path) -> None:
    terminal = Terminal(database, "--body", "MINEDUC")
    terminal.sees("There is no body MINEDUC", "MINEDU, MIMP")
