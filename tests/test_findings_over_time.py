"""Findings over all periods of a balance, and over different ways of writing one unit: rows with known answers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.connection import open_database
from extractor.publish.balance import ReportContext
from extractor.publish.findings import BalanceFinding, findings
from extractor.publish.units import unit_titles
from rules.models import Pack
from tests.rounds import PACK, veeduria

BODIES = {body.id: body for body in PACK.bodies}
FIRST, SECOND, THIRD = (one.id for one in PACK.obligations if one.institution == "MINCETUR" and one.role == "function")
ONE, TWO, THREE = "2009-08", "2010-08", "2011-08"


def made(folder: Path, *rows: tuple[str, ...], pack: Pack = PACK) -> list[BalanceFinding]:
    """Import rows (function, source, period, text, unit) and return what is found of the first one's body."""
    names = ("obligation", "source", "period", "text", "unit")
    coded = folder / "rows.jsonl"
    coded.write_text("".join(json.dumps(dict(zip(names, row, strict=False))) + "\n" for row in rows), "utf8")
    assert veeduria(folder / "v.db", "import", str(coded)).exit_code == 0
    body = next(one.institution for one in PACK.obligations if one.id == rows[0][0])
    with open_database(folder / "v.db") as db:
        return [*findings(ReportContext(db, pack, str), [body])]


def only(found: list[BalanceFinding], kind: str, **about: Any) -> BalanceFinding:
    (one,) = (x for x in found if x.kind == kind and all(x.parts.get(name) == value for name, value in about.items()))
    return one


def row(period: str, text: str, source: str = "informe_2011") -> tuple[str, str, str, str]:
    return FIRST, source, period, text


def test_a_quantity_told_in_all_three_periods_grew_from_the_first_to_the_last(tmp_path: Path) -> None:
    told = [
        row(ONE, "Se capacitó a 60 guías."),
        row(TWO, "Se capacitó a 325 guías."),
        row(THREE, "Se capacitó a 493 guías."),
    ]
    one = only(made(tmp_path, *told), "amount_series", counted="guías")
    assert one.value == 433 and one.parts["by_period"] == {"1": 60, "2": 325, "3": 493}
    assert one.parts["missing"] == {} and one.periods == (1, 2, 3) and len(one.statements) == 3


def test_a_period_that_tells_no_figure_is_missing_and_not_zero(tmp_path: Path) -> None:
    told = [row(ONE, "Se capacitó a 60 guías."), row(TWO, "Se hizo una feria."), row(THREE, "Se capacitó a 93 guías.")]
    one = only(made(tmp_path, *told), "amount_series", counted="guías")
    assert one.value is None and one.parts["missing"] == {"2": "untold"}


def test_a_period_of_which_sources_differ_has_no_figure(tmp_path: Path) -> None:
    told = [
        row(ONE, "Se capacitó a 60 guías."),
        row(TWO, "Se capacitó a 70 guías."),
        row(THREE, "Se capacitó a 80 guías."),
    ]
    told.append(row(TWO, "Se capacitó a 75 guías.", "informe_2010"))
    told.append(row("", "Se capacitó a 12 guías."))
    one = only(made(tmp_path, *told), "amount_series", counted="guías")
    assert one.value is None and one.parts["missing"] == {"2": "disputed"} and one.parts["undated"] == 12


def test_a_quantity_told_once_or_hardly_any_makes_no_series(tmp_path: Path) -> None:
    told = [row(ONE, "Se capacitó a 60 guías."), row(ONE, "Se visitó 3 hoteles."), row(THREE, "Se visitó 4 hoteles.")]
    assert not [one for one in made(tmp_path, *told) if one.kind == "amount_series"]


def test_what_was_never_done_since_the_norm_says_of_how_much_of_that_time_nobody_was_heard(tmp_path: Path) -> None:
    """From December 2008 to May 2012 are 42 months; nobody speaks of the five before May 2009."""
    told = [row(period, "Se hizo una feria.") for period in (ONE, TWO, THREE)]
    found = {one.obligation: one for one in made(tmp_path, *told) if one.kind == "since_norm"}
    assert {*found} == {SECOND, THIRD} and {one.value for one in found.values()} == {3}
    parts = found[SECOND].parts
    assert (parts["since"], parts["until"], parts["months"], parts["months_unheard"]) == (
        "2008-12-01", "2012-05-31", 42, 5,
    )  # fmt: skip


def test_where_the_last_period_was_not_heard_the_time_ends_before_it(tmp_path: Path) -> None:
    found = made(tmp_path, row(ONE, "Se hizo una feria."), row(TWO, "Se hizo una feria.", "informe_2010"))
    one = next(x for x in found if x.kind == "since_norm")
    assert one.parts["until"] == "2011-05-31" and one.value == 2 and one.periods == (1, 2)


def test_functions_of_which_the_pack_says_no_day_are_told_as_such(tmp_path: Path) -> None:
    known = tuple(replace(one, functions=(SECOND,)) for one in PACK.publication.in_force)
    pack = replace(PACK, publication=replace(PACK.publication, in_force=known))
    found = made(tmp_path, row(THREE, "Se hizo una feria."), pack=pack)
    assert only(found, "since_unknown").parts["functions"] == [THIRD]
    assert [one.obligation for one in found if one.kind == "since_norm"] == [SECOND]


@pytest.mark.parametrize(
    ("body", "names", "units"),
    [
        ("GL", ["MD de Lince", "Municipalidad Distrital de Lince", "M.D. Lince", "MD Lince, Lima"], 1),
        ("GL", ["MD Miraflores, Lima", "MD Miraflores, Arequipa", "MD Miraflores"], 3),
        ("GL", ["MD Lince", "MP Lince"], 2),
        ("DP", ["OD Tumbes", "OD. Tumbes", "Oficina Defensorial de Tumbes"], 1),
        ("DP", ["OD Junín", "OD Junín, Huancayo"], 2),
        ("PJ", ["Corte Superior de Tacna", "Corte Superior de Justicia de Tacna"], 1),
        ("MININTER", ["III DIRTEPOL Trujillo", "DIRTEPOL Trujillo", "III DIRTEPOL - Trujillo"], 1),
        ("MININTER", ["II DIRTEPOL Lima", "VII DIRTEPOL Lima", "DIRTEPOL Lima"], 3),
        ("MINEDU", ["DITOE", "Dirección de Tutoría y Orientación Educativa"], 1),
        ("MTC", ["Oficina de Prensa", "Oficina de Planes"], 2),
    ],
)
def test_ways_of_writing_one_unit_are_one_and_no_others(body: str, names: list[str], units: int) -> None:
    titles = unit_titles(names, BODIES[body], PACK)
    assert {*titles} == {*names} and len({*titles.values()}) == units


def test_a_unit_written_in_two_ways_is_one_of_those_that_report(tmp_path: Path) -> None:
    duty = next(one.id for one in PACK.obligations if one.institution == "GL" and one.role == "function")
    units = ("MD de Lince", "Municipalidad Distrital de Lince", "MD Surco")
    found = made(tmp_path, *((duty, "informe_2011", THREE, "Se hizo una feria.", unit) for unit in units))
    assert only([one for one in found if one.level is None], "acting_units").value == 2


def test_what_is_told_twice_counts_once_for_the_partners_units_and_norms_it_names(tmp_path: Path) -> None:
    text = "Se dictó una charla con la Defensoría del Pueblo, según la Ley N° 27867."
    told = [(FIRST, source, THREE, text, "Dirección de Turismo") for source in ("informe_2010", "informe_2011")]
    found = made(tmp_path, *told)
    assert {*only(found, "partners").parts["names"].values()} == {2}
    assert veeduria(tmp_path / "v.db", "compare", "--same", *only(found, "partners").statements).exit_code == 0
    with open_database(tmp_path / "v.db") as db:
        found = [*findings(ReportContext(db, PACK, str), ["MINCETUR"])]
    assert {*only(found, "partners").parts["names"].values()} == {1} and len(only(found, "partners").statements) == 2
    assert {*only(found, "norms").parts["names"].values()} == {1}
    assert only([one for one in found if one.level is None], "acting_units").parts["units"] == {
        "Dirección de Turismo": 1
    }
