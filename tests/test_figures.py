"""Figures told by letters: what they count, what is said of them, what does not add up, and what becomes of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from corpus.figurebench import FOLDER, score
from db.queries import statements
from db.rows import details_dict
from db.store import open_store
from extractor.core.model import Decision, Details, Figure
from extractor.filing.details import find_details
from extractor.filing.figures import doubts_of, figures_of_row
from extractor.review.detail_form import detail_form, read_details, read_figure, written_details, written_figure
from tests.made import AT
from tests.rounds import PACK, veeduria


def told(text: str) -> list[tuple[float, str]]:
    return [(one.value, one.what) for one in find_details(text, PACK).figures]


def only(text: str) -> Figure:
    (found,) = find_details(text, PACK).figures
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_figures_of_the_letters_are_read(path: Path) -> None:
    made = score(path, PACK)
    assert made.precision >= 0.97, made.wrong
    assert made.recall >= 0.90, made.missed
    assert not made.flags_wrong


@pytest.mark.parametrize(
    ("text", "value", "what"),
    [
        ("Se rescató a 12 víctimas.", 12, "rescatados"),
        ("12 víctimas fueron atendidas en el albergue.", 12, "atendidos"),
        ("Fueron detenidas 4 personas.", 4, "detenidos"),
        ("Las denuncias fueron 14.", 14, "denuncias"),
        ("Se realizaron tres (03) operativos.", 3, "operativos"),
        ("Se repartieron 2,500 trípticos.", 2500, "ejemplares"),
        ("Se atendió a (60) usuarios.", 60, "atendidos"),
    ],
)
def test_what_is_counted_is_said_by_a_noun_and_a_deed(text: str, value: float, what: str) -> None:
    assert (only(text).value, only(text).what) == (value, what)


@pytest.mark.parametrize(
    ("text", "told_as"),
    [
        ("Los casos pasaron de 18 a 27.", [(18, "casos"), (27, "casos")]),
        ("El número de detenidos pasó de 18 a 27.", [(18, "detenidos"), (27, "detenidos")]),
        ("Docentes capacitados: 340.", [(340, "capacitados")]),
        ("Denuncias: 9 (Puno: 5; Tacna: 4).", [(9, "denuncias"), (5, "denuncias"), (4, "denuncias")]),
        ("Los participantes sumaron 61.", [(61, "participantes")]),
        ("Se detuvo: 14", []),
    ],
)
def test_a_figure_stands_behind_its_noun_too(text: str, told_as: list[tuple[float, str]]) -> None:
    """Only a noun right before "fueron" or a colon was heard; a bracket's last number was held for a list's mark."""
    assert told(text) == told_as


def test_a_row_with_a_nil_is_of_its_month_and_not_of_the_whole_year() -> None:
    """The nil was read as a part of the row's label: "Febrero 0"."""
    row = [("Mes", "Febrero", 0), ("Operativos", "3", 8), ("Charlas", "0", 10)]
    assert {one.first for one in figures_of_row(row, PACK, "Operativos y charlas, 2012")} == {"2012-02-01"}


def test_what_is_left_of_a_whole_is_no_wrong_sum() -> None:
    (figures,) = [
        find_details("De 64 casos, 41 corresponden a mujeres, 20 a varones y en 3 no se consignó.", PACK).figures
    ]
    assert [one.value for one in figures] == [64, 41, 20, 3] and not [*doubts_of([figures])]
    (figures,) = [
        find_details("De 64 casos, 41 corresponden a mujeres, 21 a varones y en 3 no se consignó.", PACK).figures
    ]
    assert [one.kind for one in doubts_of([figures])] == ["sum"]


@pytest.mark.parametrize(
    "text",
    [
        "El Oficio N° 123-2011 consta de 14 folios.",
        "Se ubica en el piso 4 y atiende de 8 a 17 horas.",
        "Registra el delito de trata de Personas: 01 se encuentra en trámite.",
        "No se ha registrado ningún caso.",
        "Brindó la conferencia Hacia 2021.",
        "",
    ],
)
def test_what_counts_nothing_known_is_no_figure(text: str) -> None:
    assert told(text) == []


def test_parts_are_of_what_was_counted_before() -> None:
    assert told("Se rescató a 45 víctimas, de las cuales 30 eran mujeres y 15 varones.") == [
        (45, "rescatados"), (30, "rescatados"), (15, "rescatados")
    ]  # fmt: skip


def test_other_people_are_no_part_of_those_before() -> None:
    assert told("Se capturó a 9 tratantes y se logró entrevistar a 21 adolescentes.")[1] == (21, "personas")


def test_each_figure_has_its_own_date_and_place_or_none() -> None:
    found = find_details("Hubo 4 denuncias en Tacna en 2010 y 7 en Puno en 2011.", PACK).figures
    assert [(one.place, one.first) for one in found] == [("Tacna", "2010-01-01"), ("Puno", "2011-01-01")]
    assert only("Desde 2009 hasta la fecha se atendió a 300 víctimas.").running
    assert only("Desde 2009 hasta la fecha se atendió a 300 víctimas.").first is None


def test_a_list_of_places_with_figures_in_brackets() -> None:
    found = find_details("Registró 45 casos: Tacna (4), Puno (1) y Lima(40).", PACK).figures
    assert [(one.value, one.place) for one in found] == [(45, None), (4, "Tacna"), (1, "Puno"), (40, "Lima")]


def test_a_percentage_has_its_base_or_none() -> None:
    (share, _) = find_details("El 45% de los 80 gobiernos locales carece de plan.", PACK).figures
    assert (share.percent, share.base) == (True, 80)
    assert only("El 63% de las víctimas son mujeres.").base is None


def test_a_cell_is_said_by_its_column_its_row_and_its_table() -> None:
    cells = [("Mes", "Marzo", 0), ("Mujeres", "12", 6), ("N°", "3", 9)]
    (found,) = figures_of_row(cells, PACK, "Víctimas rescatadas, 2011")
    assert (found.value, found.what, found.sex, found.first, found.last) == (
        12, "rescatados", "f", "2011-03-01", "2011-03-31"
    )  # fmt: skip
    assert (found.start, found.end) == (6, 8)


# --- what does not add up --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Se rescató a 40 víctimas: 25 mujeres y 13 varones.", ["sum"]),
        ("Se rescató a 38 víctimas: 25 mujeres y 13 varones.", []),
        ("Se rescató a 40 víctimas, 25 de ellas mujeres.", []),
        ("De las 200 víctimas, 90 (30%) eran mujeres.", ["base"]),
        ("De las 200 víctimas, 90 (45%) eran mujeres.", []),
        ("De las 3 víctimas, 2 (67%) eran mujeres.", []),
    ],
)
def test_planted_wrong_sums_and_bases_are_flagged(text: str, kinds: list[str]) -> None:
    assert [doubt.kind for doubt in doubts_of([find_details(text, PACK).figures])] == kinds


# --- what becomes of them --------------------------------------------------------------------------------------------

TEXTS = (
    "Se rescató a 40 víctimas: 25 mujeres y 13 varones.",
    "Según el RETA hubo 126 casos en 2010.",
    "Se atendió a la agraviada Rosa Huamán Quispe, con DNI 40123456, y a 12 mujeres en 2011.",
)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    duty = PACK.obligations[0].id
    rows = [{"obligation": duty, "source": "cartas", "text": text} for text in TEXTS]
    (folder / "coded.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    assert veeduria(folder / "f.db", "import", str(folder / "coded.jsonl")).exit_code == 0
    return folder / "f.db"


def exported(path: Path) -> list[dict[str, Any]]:
    result = veeduria(path, "export", "figures", "--format", "jsonl")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_figures_are_kept_and_exported_with_what_does_not_add_up(coded: Path) -> None:
    rows = exported(coded)
    assert [row["value"] for row in rows] == [40, 25, 13, 126, 12]
    assert (rows[0]["doubt"], rows[0]["counted"], rows[0]["source"]) == ("sum", 38, "cartas")
    assert (rows[3]["register"], rows[3]["first"], rows[3]["last"]) == ("RETA", "2010-01-01", "2010-12-31")
    assert "Rosa" not in json.dumps(rows) and "40123456" not in json.dumps(rows)


@pytest.mark.parametrize("text", [*TEXTS, "El 45,5% de los 80 gobiernos locales carece de plan."])
def test_a_figure_can_be_written_in_the_form_of_details_and_read_back(text: str) -> None:
    for figure in find_details(text, PACK).figures:
        read = read_figure(written_figure(figure))
        assert written_figure(read) == written_figure(figure)
        assert (read.value, read.what, read.sex, read.first, read.base) == (
            figure.value, figure.what, figure.sex, figure.first, figure.base
        )  # fmt: skip


@pytest.mark.parametrize(
    "written", ["", "muchos", "12", "12 víctimas, sexo=f", "12 víctimas, when=ayer", "12 víctimas, f"]
)
def test_a_line_that_is_no_figure_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        read_figure(written)


def test_a_figure_is_accepted_corrected_or_rejected_with_the_details_and_what_was_reviewed_counts(
    coded: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(coded, tmp_path / "f.db"))
    assert {row["reviewed"] for row in exported(path)} == {None}
    with open_store(path) as store:
        row = next(row for row in statements(store) if "40 víctimas" in row.text)
        whole = row.details.figures[0]
        form = dict(written_details(row.details)) | {"figures": f"{written_figure(whole)}; 15 víctimas, sex=m"}
        read = read_details({line.name: "" for line in detail_form(Details()).lines} | form, row.details, PACK)
        store.decide(
            [
                Decision(
                    row.id, "details", None, json.dumps({"details": details_dict(read)}), "ana", AT, row.content_hash
                )
            ]
        )
    said = [(one["value"], one["reviewed"]) for one in exported(path)]
    assert said[:3] == [(40, "accepted"), (15, "corrected"), (13, "rejected")]
    assert all(reviewed is None for _value, reviewed in said[3:])
    table = veeduria(path, "report", "figures", PACK.obligations[0].institution, "--format", "csv").output
    assert ",13" not in table and "15" in table
    with open_store(path) as store:
        store.undo("ana", AT)
    assert {row["reviewed"] for row in exported(path)} == {None}
