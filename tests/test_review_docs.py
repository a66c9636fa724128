"""The session that docs/review.md shows is run, key by key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.review_letters import review_database

pytest.importorskip("pexpect", reason="needs a pseudo-terminal")
pytest.importorskip("pyte")

from tests.test_review_terminal import Terminal

PAGE = Path(__file__).parents[1] / "docs" / "review.md"
NAMED = {"Enter": "\r", "Esc": "\x1b"}


def session() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| `([^`]+)` \|[^|]*\|([^|]*)\|$", PAGE.read_text(), flags=re.MULTILINE)
    return [(NAMED.get(key, key), says.strip()) for key, says in rows]


def test_the_documented_session_happens(tmp_path: Path) -> None:
    terminal = Terminal(review_database(tmp_path / "v.db"))
    (screen,) = re.findall(r"^```screen\n(.*?)```$", PAGE.read_text(), flags=re.MULTILINE | re.DOTALL)
    terminal.sees("0/9 decided", "Enter accept")
    assert terminal.lines[: screen.count("\n")] == screen.splitlines()
    *steps, (last, _) = session()
    assert len(steps) > 20 and last == "q"
    for key, says in steps:
        terminal.press(key, sees=says)
    terminal.quit()
