"""The matrix: every action in its cell, none vanishes, and blanks say why they are blank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.publish.matrix import Blank, Function, Matrix, MatrixColumn, Reported, build_matrix, letter

LEVELS = ("prevencion", "proteccion")
COLUMNS = (MatrixColumn("report", "Informe"), MatrixColumn("letters", "Cartas"), MatrixColumn("press", "Prensa"))
FUNCTIONS = (
    Function("prot.none", "proteccion", "", "Sin función", "no_establece"),
    Function("prev.others", "prevencion", "", "Otras", "otras"),
    Function("prev.b", "prevencion", "7.b", "Segunda", "function"),
    Function("prev.a", "prevencion", "7.a", "Primera", "function"),
    Function("prot.a", "proteccion", "8", "Atención", "function"),
)


def told(id: str, obligation: str, source: str = "letters", period: str = "") -> Reported:
    return Reported(id, obligation, source, period, f"Texto {id}", "action", "", "", "c.pdf", 1, id)


def matrix(*actions: Reported, coverage: dict[str, Blank] | None = None, by: str = "source") -> Matrix:
    return build_matrix("X", "Equis", FUNCTIONS, COLUMNS, actions, coverage or {}, LEVELS, by)


def test_rows_stand_by_level_in_the_packs_order_with_otras_last() -> None:
    assert [row.function.id for row in matrix().rows] == ["prev.b", "prev.a", "prev.others", "prot.a", "prot.none"]


def test_the_four_blanks_stay_apart() -> None:
    made = matrix(coverage={"report": Blank.UNREAD, "letters": Blank.NO_REPLY})
    assert [cell.blank for cell in made.rows[0].cells] == [Blank.UNREAD, Blank.NO_REPLY, Blank.NOT_ASKED]


def test_a_column_that_reports_anything_of_a_body_is_silent_on_the_rest() -> None:
    made = matrix(told("1", "prev.a"), coverage={"letters": Blank.NO_REPLY, "press": Blank.UNREAD})
    assert [row.cells[1].blank for row in made.rows] == [Blank.SILENT, None, Blank.SILENT, Blank.SILENT, Blank.SILENT]
    assert {row.cells[2].blank for row in made.rows} == {Blank.UNREAD}


@pytest.mark.parametrize("lost", [told("1", "prev.z"), told("1", "prev.a", "radio")])
def test_an_action_without_a_cell_is_an_error_not_a_loss(lost: Reported) -> None:
    with pytest.raises(KeyError, match="1: no cell"):
        matrix(lost)


@given(
    st.lists(
        st.tuples(st.sampled_from([f.id for f in FUNCTIONS]), st.sampled_from([c.id for c in COLUMNS])), max_size=60
    )
)
def test_every_action_stands_in_its_cell_once_in_order(places: list[tuple[str, str]]) -> None:
    actions = [told(str(number), function, source) for number, (function, source) in enumerate(places)]
    found = {
        (row.function.id, column.id): cell.actions
        for row in matrix(*actions).rows
        for column, cell in zip(COLUMNS, row.cells, strict=True)
    }
    for function in FUNCTIONS:
        for column in COLUMNS:
            expected = [one for one in actions if (one.obligation, one.source) == (function.id, column.id)]
            assert list(found[function.id, column.id]) == expected


def test_marks_go_on_after_z() -> None:
    assert [letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A.",
        "Z.",
        "AA.",
        "AZ.",
        "BA.",
        "ZZ.",
        "AAA.",
    ]
