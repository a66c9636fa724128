"""The page of a body: what it never reported, what changed, how many it reached, where — and no silence made up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from db.connection import open_database
from db.store import open_store
from extractor.core.model import Count, Details, Place
from extractor.publish.balance import ReportContext, body_matrix, reported
from extractor.publish.body import BodyPage, FunctionChange, body_page, changes_of
from extractor.publish.matrix import Blank, Function, Matrix, MatrixCell, MatrixColumn, MatrixRow, Reported
from extractor.publish.tables import ReportTable
from tests.made import AT
from tests.rounds import PACK
from tests.test_balance import action

Cells = tuple[Reported | Blank, Reported | Blank, Reported | Blank]
DONE = Reported("1", "f", "cartas", "3", "Charla.", "action", "", "", "c.pdf", 1, "1")
DENIED = Reported("2", "f", "cartas", "3", "Ninguna.", "no_action", "", "", "c.pdf", 1, "2")
CASES: dict[str, Cells] = {  # now, before, without a date -> change
    "kept": (DONE, DONE, Blank.SILENT),
    "new": (DONE, Blank.SILENT, Blank.SILENT),
    "fallen": (Blank.SILENT, DONE, Blank.SILENT),
    "silent": (Blank.SILENT, Blank.SILENT, Blank.SILENT),
}
UNKNOWN: list[Cells] = [
    (Blank.NO_REPLY, DONE, Blank.SILENT),
    (Blank.NOT_ASKED, DONE, Blank.SILENT),
    (Blank.UNREAD, Blank.SILENT, Blank.SILENT),
    (DONE, Blank.UNREAD, Blank.SILENT),
    (Blank.SILENT, DONE, DONE),  # what has no date may be of now
    (DONE, Blank.SILENT, DONE),  # or of then
    (Blank.SILENT, Blank.SILENT, DONE),
]


def change(now: Reported | Blank, before: Reported | Blank, undated: Reported | Blank) -> FunctionChange:
    cells = [
        MatrixCell((one,), None) if isinstance(one, Reported) else MatrixCell((), one) for one in (before, now, undated)
    ]
    row = MatrixRow(Function("f", "prevencion", "7", "Charlas", "function"), tuple(cells))
    columns = (MatrixColumn("2", "antes"), MatrixColumn("3", "ahora"), MatrixColumn("", "sin fecha"))
    return changes_of(Matrix("X", "Equis", "period", columns, (row,)), 1)["f"]


@pytest.mark.parametrize("expected", CASES)
def test_a_function_is_compared_with_the_period_before(expected: str) -> None:
    assert change(*CASES[expected]) == expected


@pytest.mark.parametrize("cells", UNKNOWN)
def test_where_a_period_is_not_known_nothing_is_said_to_have_changed(cells: Cells) -> None:
    assert change(*cells) == FunctionChange.UNKNOWN


def test_to_deny_an_action_is_not_to_report_it() -> None:
    assert change(DENIED, DONE, Blank.SILENT) == FunctionChange.FALLEN


# --- from rows -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ReportContext:
    path: Path = tmp_path_factory.mktemp("page") / "v.db"
    with open_store(path) as store:
        store.end_run(store.begin_run("1", PACK, {}, AT), AT)
    made = ReportContext(open_database(path), PACK, str)
    made.__dict__["spoken"] = frozenset((one, period) for one in ("informe_2010", "cartas") for period in (1, 2, 3))
    return made


def page(context: ReportContext, *rows: object) -> BodyPage:
    given = list(rows)
    filed = list(reported(context, given))  # type: ignore[arg-type]
    matrices = [body_matrix(context, "MINEDU", filed, by) for by in ("source", "period")]
    return body_page(context, "MINEDU", given, matrices[0], matrices[1])  # type: ignore[arg-type]


def table(page: BodyPage, end: str) -> ReportTable:
    return next(table for table in page.tables if table.id.endswith(end))


def texts(table: ReportTable, row: str) -> Sequence[str]:
    return [cell.text for one in table.rows if one.id == row for cell in one.cells]


DUTIES = [duty for duty in PACK.obligations if duty.institution == "MINEDU"]
TALKS = "minedu.prev.sensibilizacion"


def told(
    id: str, source: str = "cartas", period: int | None = 3, duty: str = TALKS, text: str = "", **details: object
) -> object:
    return action(
        id=id, institution="MINEDU", text=text or f"Charla {id}.", obligation=duty, source=source, period=period,
        level="prevencion", details=Details(period=period, **details),  # type: ignore[arg-type]
    )  # fmt: skip


def count(value: int, what: str) -> Count:
    return Count(0, 1, str(value), value, what)


def place(name: str, region: str | None, kind: str = "district") -> Place:
    return Place(0, 1, name, kind, name, region)


def test_the_text_names_what_was_reported_and_what_never(context: ReportContext) -> None:
    first, second = page(context, told("1"), told("2", period=2)).paragraphs
    functions = [duty.label for duty in DUTIES if duty.role == "function"]
    assert f"El reglamento le asigna {len(functions)} funciones." in first
    reported_text, never = first.split("De ")[0], first.split("De ")[1]
    assert "Sensibilización" in reported_text and "Sensibilización" not in never
    assert "Matrícula" in never and second.startswith("May 2011 – May 2012 frente a May 2010 – May 2011.")


def test_a_body_without_assigned_functions_is_not_blamed_for_them(context: ReportContext) -> None:
    matrices = [body_matrix(context, "DP", (), by) for by in ("source", "period")]
    text = body_page(context, "DP", (), matrices[0], matrices[1]).paragraphs[0]
    assert text.startswith("El reglamento no le asigna funciones")


def test_what_was_counted_is_summed_by_source_and_unit(context: ReportContext) -> None:
    made = page(
        context,
        told("1", counts=(count(100, "docentes"), count(7, "talleres"))),
        told("2", counts=(count(20, "Docente"),)),
        told("3", "informe_2010", counts=(count(150, "docentes"),)),
        told("4", "informe_2010", 1, counts=(count(9, "docentes"),)),
    )
    totals = table(made, "-totals")
    assert [source.title for source in context.sources] == ["Informe del Estado 2010", "Respuestas a cartas"]
    assert list(texts(totals, "docentes"))[:2] == ["159", "120"]
    assert list(texts(totals, "talleres")) == ["", "7", ""]


def test_sources_that_differ_on_the_same_are_named_with_their_figures(context: ReportContext) -> None:
    made = page(
        context,
        told("1", counts=(count(100, "docentes"), count(5, "talleres"))),
        told("2", "informe_2010", counts=(count(150, "docentes"), count(5, "talleres"))),
    )
    totals = table(made, "-totals")
    conflict = texts(totals, "docentes")[-1]
    assert (
        "Sensibilización" in conflict and "100" in conflict and "150" in conflict and "May 2011 – May 2012" in conflict
    )
    assert texts(totals, "talleres")[-1] == ""


def test_an_action_told_twice_counts_once(context: ReportContext) -> None:
    context.__dict__["clusters"] = {"1": "1", "2": "1"}
    try:
        made = page(context, told("1"), told("2", "informe_2010"), told("3"))
    finally:
        context.__dict__["clusters"] = {}
    assert list(texts(table(made, "-counts"), "prevencion")) == ["1", "2", "2"]
    assert "2" in texts(table(made, "-functions"), TALKS)


def test_places_stand_by_region_with_the_units_where_the_text_names_none(context: ReportContext) -> None:
    given = told("1", places=(place("Juli", "Puno"), place("Puno", "Puno", "region"), place("Santa Rosa", None)))
    made = page(context, given, action(id="2", institution="MINEDU", obligation=TALKS, unit="DRE Cusco"))
    places = table(made, "-places")
    assert list(texts(places, "Puno")) == ["1", "0", "0", "1", "Juli"]
    assert list(texts(places, "Cusco")) == ["1", "0", "0", "1", ""]
    assert [row.head[0] for row in places.rows][-1] == "Región por confirmar"


def test_a_text_told_again_of_the_next_period_is_pointed_out(context: ReportContext) -> None:
    text = "Se dictaron doce charlas sobre la trata a estudiantes de secundaria de los colegios de Juliaca."
    now, then = told("1", period=3, text=text), told("2", "informe_2010", period=2, text=text.upper())
    other = told("3", period=1, text="Se repartieron cartillas entre los directores de las escuelas rurales de Cusco.")
    (row,) = table(page(context, now, then, other), "-repeated").rows
    assert row.head == (text,)
    assert [cell.entries[0].text for cell in row.cells] == ["May 2010 – May 2011", "May 2011 – May 2012"]
    assert not [one for one in page(context, now, told("2", period=3, text=text)).tables if "-repeated" in one.id]


def test_what_is_only_announced_does_not_count(context: ReportContext) -> None:
    made = page(context, action(id="1", institution="MINEDU", obligation=TALKS, kind="planned", period=3))
    assert list(texts(table(made, "-counts"), "prevencion"))[-1] == "0"
    assert "No informó acciones de ninguna." in made.paragraphs[0]
