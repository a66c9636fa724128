"""Two browsers and a terminal at one database, and a server that is killed: small; `python -m corpus.reviewtrial` is
the same with 500 decisions each and 50 kills.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.reviewbench import write_database
from corpus.reviewtrial import killed, together

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytestmark = pytest.mark.slow


def test_two_browsers_and_a_terminal_lose_and_double_nothing(tmp_path: Path) -> None:
    write_database(tmp_path / "v.db", 300, longest=40)
    assert together(tmp_path / "v.db", 12) == []


def test_a_server_that_is_killed_has_kept_what_it_answered(tmp_path: Path) -> None:
    write_database(tmp_path / "v.db", 300, longest=40)
    assert killed(tmp_path / "v.db", kills=3, seed=7) == []
