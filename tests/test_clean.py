from hypothesis import given
from hypothesis import strategies as st

from extractor.core.clean import clean


def test_ordinary_spanish_is_untouched() -> None:
    assert (
        clean("Se capacitó a 40 niñas «en línea» – Ñaña\nSegunda línea")
        == "Se capacitó a 40 niñas «en línea» – Ñaña\nSegunda línea"
    )


def test_escape_sequences_lose_their_power_but_stay_visible() -> None:
    assert clean("antes\x1b]0;título\x07\x1b[2Jdespués") == "antes]0;título[2Jdespués"
    assert clean("\x9b31mrojo\x85") == "31mrojo"


def test_bidi_overrides_and_zero_width_characters_go() -> None:
    assert (
        clean("no\u202e ratpec\u202c\u2066x\u2069 a\u200bc\u200dt\u2060o\ufeff co\u00adrte") == "no ratpecx acto corte"
    )


def test_blanks_and_line_ends_are_the_plain_ones() -> None:
    assert clean("N°\u00a012\t\u20033\r\nb\rc\u2028d") == "N° 12  3\nb\nc\nd"


def test_half_a_surrogate_pair_can_be_written() -> None:
    assert clean("a\ud800b").encode() == "a\ufffdb".encode()


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaning_is_idempotent_printable_and_writable(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()
    assert "\x1b" not in once and "\u202e" not in once
