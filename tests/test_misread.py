"""Words that OCR misread are taken for the words of the pack that they resemble, and no others are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.filing.rank import classify
from extractor.read.letter import find, read_text
from extractor.read.pages import read_pages
from rules.loader import load_pack
from rules.misread import Lexicon
from rules.words import read_words
from tests.letter_files import LETTER, pdf

LEXICON = Lexicon(["operativos", "capacitación de docentes", "registró", "rescató", "subgerencia"], ["Medina"])


def mended(text: str) -> str:
    return LEXICON.mended(read_words(text)).plain.strip()


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("0perat1vos", "operativos"),
        ("operatlvo", "operativos"),
        ("doeentes", "docentes"),
        ("capacltaciones", "capacitacion"),
        ("reg¡stro", "reg stro"),  # no longer one word
    ],
)
def test_a_misread_word_is_taken_for_the_one_it_resembles(printed: str, meant: str) -> None:
    found = LEXICON.mended(read_words(printed))
    assert found.stems == read_words(meant).stems


@pytest.mark.parametrize("word", ["operativa", "medida", "gerencia", "rescate", "opera", "20111213", "docent", "casos"])
def test_words_that_are_known_short_or_too_unlike_stay(word: str) -> None:
    assert mended(word) == word


def test_a_word_that_resembles_two_is_left_alone() -> None:
    assert Lexicon(["cantado", "contado"]).mended(read_words("cintado")).plain == " cintado "


@given(st.text(alphabet="operativs 1,.Ó\n", max_size=60))
def test_number_and_places_of_words_stay(text: str) -> None:
    words, mended = read_words(text), LEXICON.mended(read_words(text))
    assert replace(mended, plain=words.plain, stems=words.stems) == words
    assert len(mended.plain.split()) == len(mended.stems.split()) == len(words)


SAID = "Se reallzó una capaeitación a 30 doeentes sobre la trata de personas."


def test_what_was_recognised_is_classified_in_spite_of_misread_words() -> None:
    def facets(misread: bool) -> dict[str, set[str]]:
        said = classify(SAID, load_pack(), "MINEDU", misread=misread)
        return {facet.name: {evidence.text for evidence in facet.evidence} for facet in said.facets}

    assert {"audience.docentes", "activity.capacitacion"}.isdisjoint(facets(misread=False))
    found = facets(misread=True)
    assert found["audience.docentes"] == {"doeentes"}  # evidence quotes what is printed
    assert "capaeitación" in found["activity.capacitacion"]


def test_only_statements_of_recognised_pages_are_read_so() -> None:
    letter = [line.format(number=30) for line in LETTER]
    page = [*letter[:4], SAID, letter[-1]]
    pages, _ = read_pages(pdf([page]))
    text, _ = read_text("0" * 64, pages, load_pack())
    for recognised in (frozenset[int](), frozenset({1})):
        (finding,) = (one for one in find(text, load_pack(), recognised=recognised) if one.statement.text == SAID)
        names = {facet.name for facet in finding.classification.facets}
        assert ("audience.docentes" in names) == bool(recognised)
