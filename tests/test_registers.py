"""Registers: norms and what they create, networks, recommendations, organs; told by several, an entry stands once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.registerbench import FILES, score
from extractor.filing.details import find_details
from extractor.filing.registers import registered
from tests.rounds import PACK, veeduria

TEXTS = (
    "Mediante Ordenanza Regional N° 015-2011-GRC/CR se creó la Red Regional de Cusco.",
    "La Ordenanza Regional N° 015-2011-GRC/CR fue difundida entre los alcaldes.",
    "Recomendó al Ministerio de Salud aprobar un protocolo; fue acogida.",
    "La agraviada Rosa Huamán Quispe fue derivada a la Red de Mujeres.",
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_sentences_are_registered(path: Path) -> None:
    right, wrong, missed = score(PACK, path)
    assert right / (right + len(wrong)) >= 0.95, wrong
    assert right / (right + len(missed)) >= 0.85, missed


@pytest.mark.parametrize(
    ("text", "kind", "slots"),
    [
        ("Compete a la Oficina de Enlace llevar el archivo.", "organ", ("Oficina de Enlace", "llevar el archivo")),
        ("El archivo está a cargo de la Oficina de Enlace.", "organ", ("Oficina de Enlace", "El archivo")),
        ("El encargado de los talleres es el Área de Enlace.", "organ", ("Área de Enlace", "los talleres")),
        ("A la Defensoría del Pueblo se le sugirió un plazo.", "recommendation", ("DP", None)),
        ("El Poder Judicial rechazó la recomendación.", "recommendation", ("PJ", "not_taken_up")),
        ("Quedó en manos de quien recomendó, según el Poder Judicial.", "recommendation", ("PJ", None)),
    ],
)
def test_what_is_told_the_other_way_round_is_registered(text: str, kind: str, slots: tuple[str, str | None]) -> None:
    """Only an organ before its duty, and a body behind what was recommended to it, were found."""
    (one,) = (x for x in registered(text, find_details(text, PACK), PACK) if x.kind == kind)
    assert ((one.name, one.duty) if kind == "organ" else (one.to, one.outcome)) == slots


@pytest.mark.parametrize(
    "text",
    [
        "La Red de Enlace de Piura fue creada por Ordenanza Regional N° 300-2011-GRP.",
        "Fue creada por Ordenanza Regional N° 300-2011-GRP la Red de Enlace de Piura.",
    ],
)
def test_a_network_that_was_created_by_a_norm_is_what_the_norm_creates(text: str) -> None:
    (norm,) = (x for x in registered(text, find_details(text, PACK), PACK) if x.kind == "norm")
    assert norm.creates == "Red de Enlace de Piura"


def test_a_norm_that_a_network_only_spread_created_nothing() -> None:
    text = "La Red de Enlace de Piura difundió la Ordenanza Regional N° 300-2011-GRP."
    (norm,) = (x for x in registered(text, find_details(text, PACK), PACK) if x.kind == "norm")
    assert norm.creates is None


def test_a_register_tells_each_entry_once_with_all_that_tell_it(tmp_path: Path) -> None:
    duty = next(one.id for one in PACK.obligations if one.institution == "GR")
    rows = [{"obligation": duty, "source": "cartas", "text": text} for text in TEXTS]
    (tmp_path / "coded.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    path = tmp_path / "r.db"
    assert veeduria(path, "import", str(tmp_path / "coded.jsonl")).exit_code == 0
    output = veeduria(path, "report", "registers", "--all", "--format", "jsonl").output
    cells = [json.loads(line) for line in output.splitlines()]
    norms = [one for one in cells if one["table"] == "register-norm" and one.get("statement")]
    assert len({one["row"] for one in norms}) == 1 and len(norms) == 2
    texts = {one.get("text") for one in cells}
    assert {"Red Regional de Cusco", "Cusco", "Ministerio de Salud", "acogida"} <= texts
    assert "Rosa" not in output


def test_a_network_that_calls_itself_regional_is_of_the_region_of_the_unit_that_tells_of_it(tmp_path: Path) -> None:
    texts = (
        ("OD Cusco", "Participó en la Red Regional contra la Trata."),
        ("OD Cusco", "Participó en el Grupo de Trabajo Multisectorial contra la Trata."),  # may be the nation's
        ("OD Cusco", "Participó en la Red Regional contra el Trabajo Forzoso de Puno y de Tacna."),  # of which?
        ("", "Participó en la Mesa Regional de la Infancia."),
    )
    duty = next(one.id for one in PACK.obligations if one.institution == "DP")
    rows = [{"obligation": duty, "source": "cartas", "unit": unit, "text": text} for unit, text in texts]
    (tmp_path / "coded.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    assert veeduria(tmp_path / "r.db", "import", str(tmp_path / "coded.jsonl")).exit_code == 0
    table = veeduria(tmp_path / "r.db", "report", "registers", "--all", "--format", "md").output
    regions = [[cell.strip() for cell in line.split("|")[1:3]] for line in table.splitlines() if line.startswith("| ")]
    assert {name.split(" contra")[0]: region for name, region in regions[2:] if "Forzoso" not in name} == {
        "Red Regional": "Cusco", "Grupo de Trabajo Multisectorial": "", "Mesa Regional de la Infancia": "",
    }  # fmt: skip
    assert [region for name, region in regions if "Forzoso" in name] == [""]


def test_no_entries_make_an_empty_report(tmp_path: Path) -> None:
    (tmp_path / "coded.jsonl").write_text(
        json.dumps({"obligation": PACK.obligations[0].id, "source": "cartas", "text": "Se dio una charla."}) + "\n"
    )
    assert veeduria(tmp_path / "r.db", "import", str(tmp_path / "coded.jsonl")).exit_code == 0
    assert veeduria(tmp_path / "r.db", "report", "registers", "--all").exit_code == 0


def test_the_balance_has_the_registers_as_an_annex(tmp_path: Path) -> None:
    row = {
        "obligation": "gr.prev.otras", "source": "informe_2010", "unit": "GR Puno",
        "text": "Se aprobó la Ordenanza Regional N° 015-2011, que crea la Red Regional contra la Trata de Puno.",
    }  # fmt: skip
    (tmp_path / "one.jsonl").write_text(json.dumps(row) + "\n", "utf8")
    path = tmp_path / "v.db"
    assert veeduria(path, "import", str(tmp_path / "one.jsonl")).exit_code == 0
    text = veeduria(path, "report", "balance", "--format", "md").output
    assert "Anexo 2. Normas, redes, recomendaciones y órganos" in text
    assert "015-2011" in text.split("Anexo 2. ")[-1]
