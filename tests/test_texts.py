"""The labelled texts: labels the pack knows, no text twice, each half where its id sends it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import corpus
from extractor.core.model import Kind
from rules.loader import load_pack

FOLDER = Path(corpus.__file__).parent / "texts"
PACK = load_pack("pe-ley-28950")
OBLIGATIONS = {obligation.id: obligation for obligation in PACK.obligations}
KEYS = {"id", "institution", "unit", "level", "obligation", "kind", "text"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf8").splitlines()]


OPEN, SHUT, KINDS = rows("open"), rows("shut"), rows("kinds")


def test_every_line_has_the_same_keys_and_a_kind() -> None:
    assert all(row.keys() == KEYS and Kind(row["kind"]) and row["text"].strip() for row in OPEN + SHUT + KINDS)


@pytest.mark.parametrize("name", ["open", "shut"])
def test_functions_belong_to_the_body_and_the_level(name: str) -> None:
    labelled = [(OBLIGATIONS[row["obligation"]], row) for row in rows(name)]
    assert [(one.institution, one.level) for one, _ in labelled] == [
        (row["institution"], row["level"]) for _, row in labelled
    ]


def test_texts_of_no_function_name_none_and_report_nothing() -> None:
    bodies = {body.id for body in PACK.bodies}
    for row in KINDS:
        assert row["institution"] in bodies
        assert row["level"] is row["obligation"] is None
        assert row["kind"] in (Kind.OTHER, Kind.NO_ACTION, Kind.NOT_COMPETENT)


def test_no_id_and_no_text_twice() -> None:
    every = OPEN + SHUT + KINDS
    assert len({row["id"] for row in every}) == len(every)
    assert len({" ".join(row["text"].casefold().split()) for row in every}) == len(every)


def test_a_text_stands_in_the_half_its_id_sends_it_to() -> None:
    halves = [(row["id"], odd) for odd, part in ((1, OPEN), (0, SHUT)) for row in part]
    assert [hashlib.sha256(id.encode()).digest()[0] % 2 for id, _ in halves] == [odd for _, odd in halves]


def test_every_function_has_two_texts_that_report_something() -> None:
    told = Counter(row["obligation"] for row in OPEN + SHUT if row["kind"] in (Kind.ACTION, Kind.PLANNED))
    assert {id for id in OBLIGATIONS if told[id] < 2} == set()
