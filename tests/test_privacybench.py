"""The bench of masking takes sentences that others wrote, and says what is wrong with a file of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.privacybench import HERE, fault_in

ONE = {"text": "Rosa Ejemplo declaró.", "private": ["Rosa Ejemplo"], "kinds": ["name"], "public": []}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "no sentences"),
        ([json.dumps(ONE), json.dumps(ONE | {"private": ["Luz"]})], "line 2: 1 of its"),
        ([json.dumps(ONE | {"public": ["Lima"]})], "line 1: 1 of its"),
        ([json.dumps(ONE | {"kinds": []})], "not as many"),
        ([json.dumps(ONE | {"private": None})], "not a sentence"),
        (["", json.dumps(ONE)], "line 1: not a sentence"),
        (['{"text": "x"}'], "not a sentence"),
        (["[1]"], "not a sentence"),
        ([json.dumps(ONE | {"text": 5, "private": [], "kinds": []})], "is no text"),
    ],
)
def test_a_file_that_is_no_list_of_sentences_is_told_and_no_traceback(
    lines: list[str], said: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text("\n".join(lines), "utf8")
    fault = fault_in(file)
    assert said in fault and "Luz" not in fault


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in fault_in(tmp_path / "none.jsonl")


@pytest.mark.parametrize("file", sorted(HERE.glob("*.jsonl")), ids=lambda file: file.stem)
def test_the_sentences_that_are_shipped_can_be_scored(file: Path) -> None:
    assert fault_in(file) == ""
