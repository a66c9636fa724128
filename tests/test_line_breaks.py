"""What the end of a line or a page does not end."""

from __future__ import annotations

import pytest

from tests.pdfs import Placed, layout_of, lines_at, placed

LONG = "Las vecinas del puerto anotaron todo lo dicho en el padrón que se lleva en la casa de paso de la isla,"


def blocks(*pages: list[Placed], font: str = "Helvetica") -> list[str]:
    layout = layout_of(placed(*pages, font=font, size=10))
    return [" ".join(layout.text[block.start : block.end].split()) for block in layout.blocks]


@pytest.mark.parametrize("sign", ["N°", "Nro.", "Nº"])
def test_a_figure_behind_its_sign_at_a_line_s_end_was_taken_for_a_list_s(sign: str) -> None:
    told = [LONG, f"de lo cual queda constancia en los folios del archivador de la casa {sign}", "4. Hubo una feria."]
    text = " ".join(blocks(lines_at(60, 300, told)))
    assert f"{sign} 4. Hubo una feria." in text
    layout = layout_of(placed(lines_at(60, 300, told)))
    assert not [block.marker for block in layout.blocks if block.marker]


def test_an_abbreviation_at_a_line_s_end_ended_the_item() -> None:
    items = ["– Hubo una feria de la cosecha y una campaña de vacunas en el AA.HH.", "Puerto Nuevo de la isla."]
    told = [*lines_at(60, 300, [*items, *["– Se pintó un mural."] * 5], 17)]
    made = blocks(told, font="Courier")
    assert any(text.endswith("AA.HH. Puerto Nuevo de la isla.") for text in made)


def test_a_letterhead_with_the_page_s_number_beside_it_cut_the_sentence_that_ran_over_it() -> None:
    head = ["MUNICIPALIDAD DE LA ISLA FICTICIA", "SUBGERENCIA DE LA COSECHA"]
    first = [
        *lines_at(60, 45, head, 11),
        *lines_at(60, 600, [LONG] * 9),
        (60.0, 717.0, "donde las visitó en marzo la señora"),
    ]
    second = [*lines_at(60, 45, head, 11), (520.0, 45.0, "-2-"), *lines_at(60, 95, ["alcaldesa de la isla."])]
    text = " ".join(blocks(first, second))
    assert "la señora alcaldesa de la isla." in text
    assert text.count(head[1]) == 1 and "-2-" not in text


def test_a_last_line_that_begins_like_a_salutation_made_the_whole_letter_its_head() -> None:
    head = ["MUNICIPALIDAD DE LA ISLA", "OFICIO N° 12-2030-ISLA", "Señora", "Irma Ficticia", "ASUNTO : Balance"]
    body = [
        LONG,
        "y se abrió una feria en la plaza. Le reitero, señora, las seguridades de mi estima más",
        "distinguida.",
    ]
    layout = layout_of(placed([*lines_at(60, 60, head, 18), *lines_at(60, 200, body)]))
    assert not [one for one in layout.blocks if one.kind == "head" and "feria" in layout.text[one.start : one.end]]
