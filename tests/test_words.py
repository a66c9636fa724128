"""How phrases and forms of words are found in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.forms import Forms, holes
from rules.models import WordForm
from rules.words import Phrases, fold, read_words

PAST = Forms({"past": WordForm(endings=("ó", "aron"), words=("hizo",), unless=("dominó", "fueron"))})


def found(text: str, *phrases: str) -> list[str]:
    words = read_words(text)
    return [hit.label for hit in Phrases((phrase, phrase) for phrase in phrases).find(words)]


def shaped(text: str, *phrases: str) -> list[str]:
    words = PAST.shaped(read_words(text))
    hits = Phrases(((phrase, phrase) for phrase in phrases), stem=False).find(words)
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("phrase", "text", "holds"),
    [
        ("operativo", "los operadores", True),  # by stem
        ("=operativo", "los operadores", False),
        ("=operativo", "un OPERATIVO", True),
        ("=registro", "se registró un caso", True),  # accents do not count ...
        ("==registró", "el registro de casos", False),  # ... unless asked for
        ("==registró", "se REGISTRÓ un caso", True),
        ("==registró a", "se registró, a la vez", True),  # punctuation between words does not count
        ("==registró a", "se registró en la sede a dos", False),
        ("operativ*", "operatividad", True),
        ("=mesa", "mesada", False),
        ("TP", "tp", False),
        ("TP", "la TP", True),
    ],
)
def test_a_phrase_finds_what_its_sign_says(phrase: str, text: str, holds: bool) -> None:
    assert found(text, phrase) == ([phrase] if holds else [])


def test_a_hole_is_filled_by_any_word_of_the_form() -> None:
    assert shaped("Ayer se inauguró la casa y se PINTARON muros", "=se {past}") == ["se inauguró", "se PINTARON"]
    assert shaped("Se hizo una feria", "{past}") == ["hizo"]


def test_an_ending_needs_its_accent_and_a_word_before_it() -> None:
    assert shaped("el registro", "{past}") == []
    assert shaped("5 ó 6", "{past}") == []


def test_words_that_only_look_like_a_form_are_found_as_they_are() -> None:
    assert shaped("jugó dominó", "{past}") == ["jugó"]
    assert shaped("fueron atendidas", "=fueron atendidas", "{past}") == ["fueron atendidas"]


def test_a_phrase_names_the_forms_it_has_holes_for() -> None:
    assert holes("=se {preterito} que {futuro}") == ["preterito", "futuro"]
    assert holes("=se inauguró") == []


@given(st.text(max_size=200) | st.sampled_from(["Ά", "İ", "Ʃ"]))
def test_shaping_keeps_the_number_and_places_of_words(text: str) -> None:
    words = read_words(text)
    line = PAST.shaped(words)
    assert len(line.plain.split()) == len(words)
    assert line.starts == words.starts
    rest = (one for one in zip(line.plain.split(), words.plain.split(), strict=True) if one[0] != "{past}")
    assert all(one == other for one, other in rest)


@given(st.text(st.sampled_from("aÁñº½µƩ “–•Āẽ\n1"), max_size=12) | st.text(max_size=12))
def test_folding_keeps_the_place_of_every_character_whatever_stands_beside_it(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))
    assert len(fold(text)) == len(text)
