"""The sample letters: what is shipped is what their sources say, and the labels are true of what is printed."""

from __future__ import annotations

import json
from typing import Any

import pypdfium2
import pytest
from rapidfuzz import fuzz

from corpus.build import build_pdf
from corpus.evaluation import SHIPPED
from corpus.sample import LETTERS, SampleLetter, expected, load_samples
from corpus.scans import SCANNED
from corpus.score import plain
from corpus.typeset import hyphenated, marker
from extractor.core.model import Kind
from rules.loader import load_pack

SAMPLES = load_samples()
LABELS = [json.loads(line) for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
BREAKS = str.maketrans("", "", " \n\r\ufffe\u0002-")  # where lines end, and the hyphens there


def printed(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def solid(text: str) -> str:
    return plain(text.translate(BREAKS)).replace(" ", "")


def shipped(sample: SampleLetter) -> bytes:
    return (LETTERS / f"{sample.name}.pdf").read_bytes()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_what_is_shipped_is_what_its_source_makes(sample: SampleLetter) -> None:
    assert printed(shipped(sample)) == printed(build_pdf(sample))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_labelled_text_is_printed(sample: SampleLetter) -> None:
    text, labels = solid(printed(shipped(sample))), expected(sample)
    said = [action["text"] for action in labels["actions"]] + labels["non_actions"]
    for part in said:  # a page's end may stand in the middle of it, with header and footer
        assert solid(part) in text or fuzz.partial_ratio(solid(part)[:40], text) > 95, part
    assert solid(labels["number"]) in text


def test_the_labels_are_those_of_the_sources() -> None:
    assert [json.loads(json.dumps(expected(sample))) for sample in SAMPLES] == LABELS


def test_a_letter_has_the_same_bytes_each_time() -> None:
    assert build_pdf(SAMPLES[0]) == build_pdf(SAMPLES[0])


def test_the_letters_are_of_all_bodies_and_small_enough_to_ship() -> None:
    pack = load_pack()
    written = {row["institution"] for row in LABELS}
    assert written <= {body.id for body in pack.bodies}
    assert {body.id for body in pack.bodies if body.type != "otra"} <= written
    assert sum(file.stat().st_size for folder in (LETTERS, SCANNED) for file in folder.glob("*.pdf")) < 4_000_000


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row["document"])
def test_labels_name_the_body_s_own_functions_and_the_right_judgement(row: dict[str, Any]) -> None:
    pack = load_pack()
    own = {one.id: one for one in pack.obligations if one.institution == row["institution"]}
    for action in row["actions"]:
        assert action["obligation"] in own or (action["obligation"] == "" and (not own or action["kind"] != "action"))
        assert action["obligation"] == "" or own[action["obligation"]].level == action["level"]
    responsible = next(body.type for body in pack.bodies if body.id == row["institution"]) == "responsable"
    done = [action for action in row["actions"] if action["kind"] == Kind.ACTION]
    counts = [one for one in done if not responsible or own[one["obligation"]].role == "function"]
    assert row["reply"] == ("satisfactory" if counts else "unsatisfactory")
    assert row["reply_reason"]


def test_scans_carry_the_labels_of_their_letters() -> None:
    rows = [json.loads(line) for line in (SCANNED / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    labels = {row["document"]: row for row in LABELS}
    assert {row["document"] for row in rows} == {file.name for file in SCANNED.glob("*.pdf")}
    for row in rows:
        assert row["actions"] == labels[row["document"].replace("_scan", "")]["actions"]


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("capacitación", "ca-pa-ci-ta-ción"),
        ("instrucción", "instruc-ción"),
        ("abrirse", "abrir-se"),
        ("guerrero", "gue-rre-ro"),
    ],
)
def test_words_are_broken_between_syllables(word: str, parted: str) -> None:
    assert hyphenated(word).replace("\u00ad", "-") == parted


def test_list_markers_count_in_every_style() -> None:
    assert [marker(pattern, 4) for pattern in ("{n}.-", "{a})", "{i}.", "{I}.", "2.{n}", "-")] == [
        "4.-", "d)", "iv.", "IV.", "2.4", "-",
    ]  # fmt: skip
