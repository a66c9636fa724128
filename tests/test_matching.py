from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.matching import matcher
from tests.packs import small_pack

PACK = small_pack()
WORDS = ["charla", "taller", "clandestino", "docentes", "niños", "escuela", "la", "de", "operativos", ".", "¡", "\n"]


def facets(text: str) -> set[str]:
    return set(matcher(PACK).find(text).facets)


def test_a_facet_is_found_by_stem_without_regard_to_case_and_accents() -> None:
    assert facets("CHARLAS a Maestros") == {"activity.charla", "audience.docentes"}


def test_words_as_written_do_not_find_words_of_the_same_stem() -> None:
    assert facets("dos operativos") == {"activity.operativo"}
    assert facets("dos operadores") == set()


def test_a_phrase_that_shares_a_word_takes_the_facet_back() -> None:
    assert facets("un taller clandestino") == set()
    assert facets("un taller clandestino y otro taller") == {"activity.charla"}


def test_near_words_must_stand_within_the_window() -> None:
    assert "audience.alumnos.escuela" in facets("niños de la escuela")
    assert "audience.alumnos.escuela" in facets("la escuela y sus niños")
    assert "audience.alumnos.escuela" not in facets("niños de una muy lejana y pequeña escuela")


def test_a_variant_shows_its_facet_and_its_class() -> None:
    hits = matcher(PACK).find("niños de la escuela").hits
    assert {"audience", "audience.alumnos", "audience.alumnos.escuela"} <= hits.keys()


def test_of_a_class_the_first_facet_is_marked() -> None:
    hits = matcher(PACK).find("taller y operativo").hits
    assert "first:activity.charla" in hits
    assert "first:activity.operativo" not in hits


def test_the_longer_of_two_phrases_that_begin_together_names_the_first_facet() -> None:
    hits = matcher(PACK).find("operativo, luego taller").hits
    assert "first:activity.operativo" in hits
    assert "first:activity" in hits
    assert "first:activity.charla" not in hits


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_offsets_are_those_of_the_text(text: str) -> None:
    found = matcher(PACK).find(text)
    for name, hits in found.facets.items():
        for hit in hits:
            assert facets(text[hit.start : hit.end]) | {"audience.alumnos.escuela"} >= {name}


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = matcher(PACK).find(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hits in found.hits.values() for hit in hits)
