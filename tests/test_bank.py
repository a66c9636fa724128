"""The bank of examples is counted, and refuses what repeats a text it is measured on."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.bank import main, table, texts_under, too_close
from rules.model.examples import Example

ONES = [
    Example("Se dictaron tres cursos a los maestros de la provincia de Lamas", "action", category="curso", batch="a"),
    Example("No se ha registrado ningún caso en el puesto de control", "no_action", category="casos", batch="b"),
]


def test_what_repeats_a_text_with_other_accents_is_found_and_the_rest_is_not(tmp_path: Path) -> None:
    row = {"actions": [{"text": "SE DICTARON TRES CURSOS A LOS MAESTROS DE LAMAS"}], "unit": ONES[1].text}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf8")
    assert [near.example for near in too_close(ONES, texts_under(tmp_path))] == [ONES[0]]


def test_examples_are_counted_by_kind_category_and_writer() -> None:
    lines = table(ONES).splitlines()
    assert lines[0].split() == ["a", "b", "all"]
    assert [line.split() for line in lines[1:3]] == [["action", "1", "0", "1"], ["curso", "1", "0", "1"]]


def test_the_command_refuses_with_its_exit_code(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("", encoding="utf8")
    assert main(["--pack", "co-ley-1257", "--against", str(tmp_path)]) == 0
