"""Editions: frozen once, never changed, and compared with what came after."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.connection import open_database
from db.editions import edition_named
from tests import published
from tests.rounds import veeduria


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = published.database(tmp_path_factory.mktemp("editions"))
    result = veeduria(path, "report", "freeze", "Balance uno")
    assert result.exit_code == 0, result.output
    return path


def test_nothing_changed_is_said_in_no_table(frozen: Path) -> None:
    result = veeduria(frozen, "report", "changes", "Balance uno", "--format", "jsonl")
    assert result.exit_code == 0, result.output
    assert [one for one in map(json.loads, result.output.splitlines()) if "table" in one] == []


def test_an_edition_is_never_changed_nor_made_twice(frozen: Path) -> None:
    result = veeduria(frozen, "report", "freeze", "Balance uno")
    assert result.exit_code == 2 and "Balance uno" in result.output


@pytest.mark.parametrize("name", ["", "   "])
def test_an_edition_needs_a_name(frozen: Path, name: str) -> None:
    assert veeduria(frozen, "report", "freeze", name).exit_code == 2


def test_an_unknown_edition_is_named(frozen: Path) -> None:
    result = veeduria(frozen, "report", "changes", "Balance dos")
    assert result.exit_code == 2 and "Balance uno" in result.output


def test_one_rejected_action_is_the_only_one_that_went(frozen: Path, tmp_path: Path) -> None:
    assert veeduria(frozen, "backup", str(tmp_path)).exit_code == 0
    copy = tmp_path / frozen.name
    output = veeduria(copy, "export", "actions", "--format", "jsonl").output
    row = next(one for one in map(json.loads, output.splitlines()) if one["kind"] == "action")
    assert veeduria(copy, "decide", row["id"], "--reject", "--reviewer", "Ana").exit_code == 0
    result = veeduria(copy, "report", "changes", "Balance uno", "--format", "jsonl")
    cells = [one for one in map(json.loads, result.output.splitlines()) if "table" in one]
    of_actions = {one["column"]: one["number"] for one in cells if one["table"] == "actions-changed"}
    assert sorted(of_actions.values()) == [0, 0, 1]
    assert any(one["table"] == "findings-changed" for one in cells)


def test_an_edition_keeps_no_words(frozen: Path) -> None:
    with open_database(frozen) as db:
        kept = edition_named(db, "Balance uno")
    texts = [
        value for said in (*kept.rows.values(), *kept.findings.values()) for value in said if isinstance(value, str)
    ]
    assert all(" " not in text for text in texts)
