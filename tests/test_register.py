"""Registers and coded actions as spreadsheets: clear rows become records, the others faults with their line."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from db.connection import open_database
from extractor.filing.reply import REASONS
from extractor.publish.balance import ReportContext, coverage
from extractor.rounds.coded import CODED_NEEDS, Coded, coded_details, read_coded
from extractor.rounds.paperless import NONE
from extractor.rounds.register import REGISTER_NEEDS, body_named, due, read_requests
from extractor.rounds.sheets import RowFault, SheetError, SheetRow, read_sheet
from rules import load_pack
from tests.rounds import Replied, register_of, store_replies, veeduria

PACK = load_pack()
NAMES = PACK.sheets.accepted


def register(path: Path) -> list[SheetRow]:
    return list(read_sheet(path, NAMES, REGISTER_NEEDS))


def test_a_register_in_semicolons_and_mixed_encodings_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(
        "Institución;Unidad;Ola;Enviada el;Referencia;Preguntas\n".encode()
        + "Ministerio de Educación;;first;14/03/2011;Carta 1;Uno; \n".encode()
        + "Municipalidad Provincial de Cañete;MP Cañete;2;2011-03-15;Carta 2;\n".encode("cp1252")
    )
    requests, faults = read_requests(register(path), PACK)
    assert not faults
    assert [(r.institution, r.wave, r.sent) for r in requests] == [
        ("MINEDU", "first", "2011-03-14"),
        ("GL", "second", "2011-03-15"),
    ]
    assert requests[1].unit == "MP Cañete"


def test_a_workbook_gives_its_dates_as_days(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["entidad", "ola", "fecha", "referencia"])
    sheet.append(["MINSA", "first", datetime(2010, 5, 7), "a"])
    sheet.append(["MINSA", "first", 40305, "b"])
    book.save(tmp_path / "r.xlsx")
    requests, faults = read_requests(register(tmp_path / "r.xlsx"), PACK)
    assert not faults and [r.sent for r in requests] == ["2010-05-07", "2010-05-07"]


def test_every_fault_of_a_register_is_listed_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(
        "entidad,ola,fecha,referencia\nMINSA,first,,x\nMinisterio de la Magia,first,,\n"
        "MINSA,novena,ayer,\nMINSA,first,,x\n",
        "utf8",
    )
    _, faults = read_requests(register(path), PACK)
    assert [(fault.line, fault.column) for fault in faults] == [
        (3, "entidad"),
        (4, "ola"),
        (4, "fecha"),
        (5, "referencia"),
    ]


def test_a_missing_column_is_named_with_what_it_may_be_called(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("entidad,fecha\nMINSA,2011-01-01\n", "utf8")
    with pytest.raises(SheetError, match="wave") as error:
        register(path)
    assert "ola" in str(error.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"\0\0\0"])
def test_what_is_no_spreadsheet_is_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(content)
    with pytest.raises(SheetError):
        register(path)


def test_coded_actions_need_known_obligations_and_sources(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "id,función,fuente,texto,página\n1,minsa.prev.otras,Cartas,Campaña en postas.,3\n2,nada,Radio,,x\n", "utf8"
    )
    made = list(read_coded(read_sheet(path, NAMES, CODED_NEEDS), PACK))
    coded = [one for one in made if isinstance(one, Coded)]
    faults = [one for one in made if isinstance(one, RowFault)]
    assert [(c.institution, c.source, c.page, c.kind) for c in coded] == [("MINSA", "cartas", 3, "action")]
    assert [(f.line, f.column) for f in faults] == [(3, "función"), (3, "fuente"), (3, "texto"), (3, "página")]


@pytest.mark.parametrize(
    ("period", "known"),
    [
        ("agosto", False),
        ("2010-13", False),
        ("2009-08; 2010-08", True),
        ("ayer", False),
        ("2010-12", True),
        ("2", True),
        ("", True),
    ],
)
def test_a_period_that_is_none_is_told_and_not_silently_no_period(period: str, known: bool, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f"función,fuente,texto,periodo\nminsa.prev.otras,Cartas,Campaña en postas.,{period}\n", "utf8")
    *told, made = read_coded(read_sheet(path, NAMES, CODED_NEEDS), PACK)
    assert told == ([] if known else [RowFault(2, "periodo", "balance_date", period)])
    assert isinstance(made, Coded) and made.period == period
    assert bool(coded_details(made, PACK).dates or coded_details(made, PACK).period) == bool(known and period)


def test_one_date_that_cannot_be_read_keeps_no_other_action_out(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    rows = (
        "minsa.prev.otras,Cartas,Campaña en postas.,Octubre 1011\nminsa.prev.otras,Cartas,Charlas en postas.,2010-08\n"
    )
    path.write_text(f"función,fuente,texto,periodo\n{rows}", "utf8")
    taken = veeduria(tmp_path / "v.db", "import", str(path))
    assert taken.exit_code == 1 and "2 actions taken in" in taken.output and "Octubre 1011" in taken.output


def test_bodies_are_named_by_id_name_former_name_or_unit() -> None:
    assert body_named("mtpe", PACK) == "MTPE"
    assert body_named("Ministerio de la Mujer y Desarrollo Social", PACK) == "MIMP"
    assert body_named("Corte Superior de Justicia de Tacna", PACK) == "PJ"
    assert body_named("Club de Ajedrez", PACK) is None
    assert body_named("Ministerio de Nada", PACK) is None  # it was taken for Salud, whose name is built alike


def test_the_deadline_leaves_out_weekends_and_holidays() -> None:
    assert due(date(2011, 4, 15), 10, PACK.calendar.holidays) == date(2011, 5, 3)  # Holy Week lies between
    assert due(date(2011, 4, 15), 10, ()) == date(2011, 4, 29)


# --- corrected, withdrawn, never doubled -----------------------------------------------------------------------------

ASKED = [("MINSA", ""), ("MTC", "SUTRAN"), ("GL", "MD Ate"), ("GL", "MD Lince"), ("GL", "MD Breña")]
FIRST: list[tuple[str, ...]] = [
    (body, unit, "first", "2011-02-14", f"Carta {at}", "") for at, (body, unit) in enumerate(ASKED, 1)
]


def taken(path: Path, folder: Path, rows: list[tuple[str, ...]], *options: str, heading: str = "") -> str:
    register = register_of(folder / "r.csv", rows)
    if heading:
        register.write_text(register.read_text("utf8").replace("Referencia", heading), "utf8")
    result = veeduria(path, "requests", "import", str(register), *options)
    return str(result.output)


def standing(path: Path) -> list[tuple[str, str]]:
    lines = veeduria(path, "requests", "list", "--format", "jsonl").output.splitlines()
    return sorted((row["unit"], row["reference"]) for row in map(json.loads, lines))


def test_a_corrected_register_corrects_and_doubles_nothing(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    taken(path, tmp_path, FIRST)
    rows = list(FIRST)
    rows[1] = ("MTC", "Sutran", "first", "2011-02-14", "Carta 22", "")  # another number of the same unit
    rows[2] = ("GL", "MD Ate Vitarte", "first", "2011-02-14", "Carta 3", "")  # another name under the same number
    said = taken(path, tmp_path, rows)
    assert "0 requests taken in, 2 brought up to date, 3 were known." in said and "→" in said
    assert ("Sutran", "Carta 22") in standing(path) and ("MD Ate Vitarte", "Carta 3") in standing(path)
    assert len(standing(path)) == 5
    assert "0 brought up to date, 5 were known" in taken(path, tmp_path, rows)


def test_a_renamed_heading_is_named_and_nothing_is_taken_in_or_lost(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    taken(path, tmp_path, FIRST)
    said = taken(path, tmp_path, FIRST, heading="Papel")
    assert "Columns that are not used: Papel" in said and "nothing was imported" in said
    said = taken(path, tmp_path, FIRST, "--ignore-unknown", heading="Papel")
    assert "0 requests taken in, 0 brought up to date, 5 were known." in said
    assert standing(path) == sorted((unit, reference) for _, unit, _, _, reference, _ in FIRST)


def test_a_withdrawn_row_counts_nowhere_and_can_come_back(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    taken(path, tmp_path, FIRST)
    said = taken(path, tmp_path, FIRST[:4])
    assert "1 request taken in before is not in this register and still counts" in said and len(standing(path)) == 5
    assert "1 withdrawn" in taken(path, tmp_path, FIRST[:4], "--withdraw-missing") and len(standing(path)) == 4
    assert "1: 4 sent" in veeduria(path, "requests", "status").output.replace("Primera carta", "1")
    register = tmp_path / "w.csv"
    register.write_text(
        "entidad;ola;unidad;referencia;anulada\nGL;first;MD Breña;Carta 5;\nMTC;first;SUTRAN;Carta 2;sí\n"
    )
    said = str(veeduria(path, "requests", "import", str(register)).output)
    assert "1 withdrawn, 1 restored" in said
    assert ("MD Breña", "Carta 5") in standing(path) and ("SUTRAN", "Carta 2") not in standing(path)
    assert veeduria(path, "verify").exit_code == 0


def test_one_request_is_withdrawn_by_hand_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    taken(path, tmp_path, FIRST)
    (line,) = veeduria(path, "requests", "list", "--body", "MINSA", "--format", "jsonl").output.splitlines()
    id = json.loads(line)["id"]
    assert veeduria(path, "requests", "withdraw", id).exit_code == 2
    assert "Withdrawn." in veeduria(path, "requests", "withdraw", id, "--reason", "enviada dos veces").output
    assert len(standing(path)) == 4
    assert "stands already" in veeduria(path, "requests", "withdraw", id, "--reason", "otra vez").output
    assert "Restored." in veeduria(path, "requests", "withdraw", id, "--restore").output and len(standing(path)) == 5


def test_what_is_called_late_or_overdue_is_told_by_which_term(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    taken(path, tmp_path, FIRST)
    for part in ("status", "list"):
        assert "working days" not in veeduria(path, "requests", part, "--on", "2011-02-15").output
        assert "10 working days" in veeduria(path, "requests", part, "--on", "2011-06-30").output
    store_replies(path, [Replied("salud.pdf", "MINSA", None, "2011-05-25", "Carta 1")])
    assert veeduria(path, "requests", "link").exit_code == 0
    for part in ("status", "list"):
        said = veeduria(path, "requests", part, "--on", "2011-06-30").output
        assert "10 working days" in said and "Ley 27806" in said


def test_nothing_answers_a_request_that_was_sent_after_it(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    taken(path, tmp_path, FIRST)
    store_replies(path, [Replied("salud.pdf", "MINSA", None, "2011-02-13", "Carta 1")])
    assert "0 replies linked, 0 doubtful, 1 that fits no request" in veeduria(path, "requests", "link").output


# --- functions by label or article -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "level", "function", "filed"),
    [
        ("MINEDU", "", "Orientación y derivación de casos", "minedu.prev.derivacion"),
        ("Ministerio de Educación", "", "7.b", "minedu.prev.derivacion"),
        ("MINEDU", "", "Art. 7, inciso b)", "minedu.prev.derivacion"),
        ("MINEDU", "prevención", "Otras", "minedu.prev.otras"),
        ("", "", "minedu.prev.derivacion", "minedu.prev.derivacion"),
        ("MINSA", "", "31", ""),  # four functions have it
        ("MINEDU", "", "Construcción de carreteras", ""),
        ("", "", "7.b", ""),
    ],
)
def test_a_row_names_its_function_by_id_label_or_article(
    tmp_path: Path, body: str, level: str, function: str, filed: str
) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f"entidad;nivel;función;fuente;texto\n{body};{level};{function};cartas;Se dio un taller.\n", "utf8")
    (found,) = read_coded(read_sheet(path, NAMES, CODED_NEEDS), PACK)
    assert (found.obligation if isinstance(found, Coded) else "") == filed


def test_columns_that_are_not_used_are_named_before_the_rows_are_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("función;fuente;texto;color\nminedu.prev.derivacion;cartas;Se dio un taller.;azul\n", "utf8")
    said = veeduria(tmp_path / "v.db", "import", str(path)).output
    assert "Columns that are not used: color" in said and "1 action taken in" in said


# --- replies without a file ------------------------------------------------------------------------------------------

TOLD = "Entidad;Unidad;Ola;Enviada el;Referencia;Fecha de respuesta;Número de respuesta;Respuesta"


def told_register(folder: Path, *replies: str) -> str:
    """A register that tells of the replies to its first rows: day;number;what it was."""
    rows = [";".join(row[:5]) + ";" + told for row, told in zip(FIRST, [*replies, *[";;"] * 5], strict=False)]
    (folder / "t.csv").write_text("\n".join([TOLD, *rows]) + "\n", "utf8")
    return str(folder / "t.csv")


def counted(path: Path) -> str:
    return str(veeduria(path, "requests", "status", "--on", "2011-06-30").output.splitlines()[0])


def rated(path: Path) -> list[list[str]]:
    """The wave table and the replies judged, as figures."""
    lines = veeduria(path, "report", "rates", "--format", "csv").output.splitlines()
    return [line.split(",") for line in lines]


def test_a_register_tells_of_replies_without_a_file_and_counts_them_as_a_person_would(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    assert set(PACK.sheets.replies) <= {*REASONS, NONE}
    first = told_register(tmp_path, "2011-02-25;Oficio 9;sin adjuntos", "2011-03-25;Oficio 10;", ";;sin respuesta")
    assert "2 replies without a file" in veeduria(path, "requests", "import", first).output
    assert counted(path) == "Primera carta: 5 sent, 2 answered (40%), 3 unanswered, 3 overdue, 1 answered late"
    with open_database(path) as db:
        context = ReportContext(db, PACK, str)
        assert [(row.number, row.reply) for row in context.replies] == [
            ("Oficio 9", "unsatisfactory"),
            ("Oficio 10", None),
        ]
        assert coverage(context, "MINSA", "source")["cartas"] == "silent"
        assert coverage(context, "MTC", "source")["cartas"] == "unread"
        assert coverage(context, "GL", "source")["cartas"] == "no_reply"
    corrected = told_register(tmp_path, "2011-02-26;Oficio 9-A;sin adjuntos", ";;")
    said = veeduria(path, "requests", "import", corrected).output
    assert "1 reply without a file, 1 reply taken back" in said and "1 answered (20%)" in counted(path)
    assert veeduria(path, "verify").exit_code == 0


def test_a_reply_told_of_counts_once_when_its_letter_comes(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    veeduria(path, "requests", "import", told_register(tmp_path, "2011-02-24;Oficio 9;"))
    store_replies(path, [Replied("salud.pdf", "MINSA", None, "2011-02-25", "Carta 1")])
    with open_database(path) as db:
        assert len(ReportContext(db, PACK, str).replies) == 2
    assert veeduria(path, "requests", "link").exit_code == 0
    with open_database(path) as db:
        assert [row.document for row in ReportContext(db, PACK, str).replies] == ["salud.pdf"]
    assert "1 answered (20%)" in counted(path)


def test_a_reply_is_entered_corrected_and_withdrawn_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    taken(path, tmp_path, FIRST)
    (line,) = veeduria(path, "requests", "list", "--body", "MINSA", "--format", "jsonl").output.splitlines()
    reply = ("requests", "reply", json.loads(line)["id"], "--number", "Oficio 12", "--reason")
    assert "Entered." in veeduria(path, *reply, "nothing_attached", "--on", "2011-02-25").output
    assert "stands already" in veeduria(path, *reply, "nothing_attached", "--on", "2011-02-25").output
    assert "Entered." in veeduria(path, *reply, "extension", "--on", "2011-02-25").output
    assert "0 answered" in counted(path) and "1 with an extension" in counted(path)
    assert "nothing of 2011-02-01 answers it" in veeduria(path, *reply, "fee", "--on", "2011-02-01").output
    assert "Withdrawn." in veeduria(path, *reply[:-1], "--withdraw").output and "0 answered" in counted(path)
    assert "stands already" in veeduria(path, *reply[:-1], "--withdraw").output
    with open_database(path) as db:
        assert ReportContext(db, PACK, str).replies == ()


def test_a_register_with_replies_that_cannot_be_is_not_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    said = veeduria(
        path, "requests", "import", told_register(tmp_path, "2011-01-02;;", "ayer;;", ";;quién sabe")
    ).output
    assert "older than what it answers" in said and "No reply is called so" in said and "not a date" in said
    assert "3 faults; nothing was imported" in said and not path.exists()
