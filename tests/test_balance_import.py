"""A published balance read back: every lettered action under its function, source, unit and dates; the rest is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from extractor.rounds.balance.cells import after, cell_entries
from tests import published
from tests.rounds import PACK, veeduria

Rows = tuple[tuple[str, ...], ...]
HEAD = ("Función", "Informe del Estado 2010", "Respuestas a cartas")
DERIVATION, MATRICULA = "Orientación y derivación de casos", "Matrícula, permanencia y reincorporación de víctimas"
TWO = "A. (2011): Se derivó un caso a la DEMUNA.\nB. Se orientó a 12 familias (May 2010-Ene 2011)"
ROWS = (
    ("PREVENCIÓN", "", ""),
    (
        DERIVATION,
        "No indica",
        "A. (2011): Se derivó un caso a la DEMUNA.\nB. Se orientó a 12 familias (May 2010-Ene 2011)",
    ),
    ("Otras", "A. Feria escolar en Piura", "NI"),
    ("PROTECCIÓN Y ASISTENCIA", "", ""),
    (MATRICULA, "", "A. UGEL Satipo (Julio 2011): Se matriculó a\n1) dos alumnas y 2) un alumno."),
)
WANTED = {
    ("minedu.prev.derivacion", "cartas", "Se derivó un caso a la DEMUNA."),
    ("minedu.prev.derivacion", "cartas", "Se orientó a 12 familias"),
    ("minedu.prev.otras", "informe_2010", "Feria escolar en Piura"),
    ("minedu.prot.matricula", "cartas", "Se matriculó a 1) dos alumnas y 2) un alumno."),
}


def word(
    path: Path, rows: tuple[tuple[str, ...], ...], parts: int = 1, heading: str = "Ministerio de Educación"
) -> Path:
    """Lay rows out in Word; in several tables, only the first has the headings."""
    document = docx.Document()
    document.add_heading(heading, 1)
    size = -(-len(rows) // parts)
    for part in range(parts):
        some = rows[part * size : (part + 1) * size]
        table = document.add_table(rows=0, cols=len(HEAD))
        for row in ([HEAD] if part == 0 else []) + list(some):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("")
    document.save(str(path))
    return path


def page(path: Path, rows: Rows) -> Path:
    def cells(row: tuple[str, ...], tag: str) -> str:
        return "".join(f"<{tag}>{text.replace(chr(10), '<br>')}</{tag}>" for text in row)

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    path.write_text(f"<h2>MINISTERIO DE EDUCACIÓN</h2><table><tr>{cells(HEAD, 'th')}</tr>{body}</table>", "utf8")
    return path


def printed(path: Path, rows: Rows) -> Path:
    normal = getSampleStyleSheet()["Normal"]
    data = [[Paragraph(text.replace("\n", "<br/>"), normal) for text in row] for row in (HEAD, *rows)]
    table = Table(data, colWidths=[180, 260, 260], repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build([Paragraph("Ministerio de Educación", normal), table])
    return path


def taken(folder: Path, file: Path) -> list[dict[str, Any]]:
    """Import with --apply and return the actions that the database then holds."""
    folder.mkdir(exist_ok=True)
    db = folder / "taken.db"
    result = veeduria(db, "import", str(file), "--apply")
    assert result.exit_code in (0, 1), result.output
    return [json.loads(line) for line in veeduria(db, "export", "actions", "--format", "jsonl").output.splitlines()]


def said(actions: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(one["obligation"], one["source"], one["text"]) for one in actions}


@pytest.mark.parametrize(("name", "make"), [("m.docx", word), ("m.html", page), ("m.pdf", printed)])
def test_lettered_actions_come_back_from_each_kind_of_document(tmp_path: Path, name: str, make: Any) -> None:
    actions = taken(tmp_path, make(tmp_path / name, ROWS))
    assert said(actions) == WANTED
    by_text = {one["text"]: one for one in actions}
    assert by_text["Se matriculó a 1) dos alumnas y 2) un alumno."]["unit"] == "UGEL Satipo"
    assert by_text["Se orientó a 12 familias"]["details"]["dates"][0]["first"] == "2010-05-01"


def test_a_table_that_goes_on_without_headings_is_the_same_table(tmp_path: Path) -> None:
    assert said(taken(tmp_path, word(tmp_path / "m.docx", ROWS, parts=3))) == WANTED


def test_a_cell_that_goes_on_over_the_page_is_one_action(tmp_path: Path) -> None:
    rows = (
        ("PREVENCIÓN", "", ""),
        (DERIVATION, "A. Se derivó", "A. Se atendió a"),
        ("", "un caso.\nB. Se derivó otro.", "tres alumnos."),
    )
    assert said(taken(tmp_path, word(tmp_path / "m.docx", rows, parts=1))) == {
        ("minedu.prev.derivacion", "informe_2010", "Se derivó un caso."),
        ("minedu.prev.derivacion", "informe_2010", "Se derivó otro."),
        ("minedu.prev.derivacion", "cartas", "Se atendió a tres alumnos."),
    }


def test_a_function_named_over_two_pages_is_one_function(tmp_path: Path) -> None:
    rows = (
        ("PROTECCIÓN", "", ""),
        ("Matrícula, permanencia y", "A. Se matriculó a", ""),
        ("reincorporación de víctimas", "una alumna.", ""),
        ("Otras acciones de protección", "A. Se dio una beca.", ""),
    )
    document = word(tmp_path / "m.docx", rows, parts=2)
    assert ("minedu.prot.matricula", "informe_2010", "Se matriculó a una alumna.") in said(taken(tmp_path, document))


def test_a_merged_cell_is_told_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Ministerio de Educación", 1)
    table = document.add_table(rows=3, cols=3)
    for at, row in enumerate(
        (HEAD, (DERIVATION, "A. Una acción.", ""), ("Otras acciones preventivas del sector", "", ""))
    ):
        for cell, text in zip(table.rows[at].cells, row, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    document.save(str(tmp_path / "m.docx"))
    assert said(taken(tmp_path, tmp_path / "m.docx")) == {("minedu.prev.derivacion", "informe_2010", "Una acción.")}


def test_it_is_shown_first_and_taken_in_only_when_asked(tmp_path: Path) -> None:
    file, db = word(tmp_path / "m.docx", ROWS), tmp_path / "round.db"
    shown = veeduria(db, "import", str(file))
    assert shown.exit_code == 0 and "4 actions found" in shown.output
    assert not db.exists()
    assert veeduria(db, "import", str(file), "--apply").exit_code == 0
    again = veeduria(db, "import", str(file), "--apply")
    assert "0 actions taken in, 4 were known" in again.output


def test_a_row_that_names_no_function_is_told_and_left_out(tmp_path: Path) -> None:
    rows = (*ROWS, ("Construcción de carreteras", "A. Se asfaltó una vía.", ""), ("Otras", "", ""))
    file, db = word(tmp_path / "m.docx", rows), tmp_path / "round.db"
    result = veeduria(db, "import", str(file), "--apply")
    assert result.exit_code == 1 and "Construcción de carreteras" in result.output
    assert "4 actions taken in" in result.output


def test_a_table_of_nobody_is_told(tmp_path: Path) -> None:
    result = veeduria(tmp_path / "r.db", "import", str(word(tmp_path / "m.docx", ROWS, heading="Resultados")))
    assert result.exit_code == 2 and "No heading above this table" in result.output


def test_what_the_program_published_comes_back_whole(tmp_path: Path) -> None:
    db = published.database(tmp_path)
    actions = [json.loads(x) for x in veeduria(db, "export", "actions", "--format", "jsonl").output.splitlines()]
    reports = {
        "m.docx": ["matrix", "--all"],
        "m.html": ["matrix", "--all"],
        "b.docx": ["balance"],
        "b.html": ["balance"],
    }
    for name, words in reports.items():  # of the whole, tables of counts by source and period are passed over
        assert veeduria(db, "report", *words, "--output", str(tmp_path / name)).exit_code == 0
        assert "doubt" not in veeduria(tmp_path / "x.db", "import", str(tmp_path / name)).output
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        back = taken(folder, tmp_path / name)
        assert len(back) == len(actions)
        filed = sorted((one["obligation"], one["source"], one["kind"]) for one in actions)
        assert sorted((one["obligation"], one["source"], one["kind"]) for one in back) == filed


def test_counts_by_source_and_tables_with_headings_of_their_own_are_no_actions(tmp_path: Path) -> None:
    counted = (("Prevención", "14", "3"), ("docentes", "1 020", ""), (DERIVATION, "12", "3 %"))
    assert said(taken(tmp_path, word(tmp_path / "m.docx", (*ROWS, *counted)))) == WANTED
    document = docx.Document(str(word(tmp_path / "n.docx", ROWS)))
    table = document.add_table(rows=0, cols=3)
    for row in (("Función", "Artículo", "2010"), (DERIVATION, "7.b", "A. No es de una fuente")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "n.docx"))
    assert said(taken(tmp_path / "other", tmp_path / "n.docx")) == WANTED


def test_a_document_without_such_tables_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "m.html").write_text("<p>Nada.</p>", "utf8")
    result = veeduria(tmp_path / "r.db", "import", str(tmp_path / "m.html"))
    assert result.exit_code == 2 and "no table of functions by sources" in result.output


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.4 nothing"])
@pytest.mark.parametrize("suffix", [".docx", ".html", ".pdf"])
def test_a_damaged_document_is_refused_with_a_sentence(tmp_path: Path, content: bytes, suffix: str) -> None:
    file = tmp_path / f"m{suffix}"
    file.write_bytes(content)
    result = veeduria(tmp_path / "r.db", "import", str(file))
    assert result.exit_code == 2 and "Traceback" not in result.output


def test_entities_and_bombs_in_word_documents_reach_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("no ver", "utf8")
    good = word(tmp_path / "good.docx", ROWS)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(tmp_path / "bad.docx", "w") as bad:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "word/document.xml":
                doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
                data = data.replace(b"<w:document", doctype + b"<w:document", 1).replace(b"Feria", b"&x;", 1)
            bad.writestr(item, data)
    result = veeduria(tmp_path / "r.db", "import", str(tmp_path / "bad.docx"))
    assert "no ver" not in result.output


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
SPANNED = '<w:tc><w:tcPr><w:gridSpan w:val="99"/></w:tcPr><w:p/></w:tc>'
END = "</w:body></w:document>"
HOSTILE = {  # what a document may hold to exhaust whoever reads it
    "blanks.docx": f"<w:document {W}><w:body>" + " " * 201_000_000,
    "laughs.docx": f'<!DOCTYPE d [<!ENTITY l0 "ja">{LAUGHS}]><w:document {W}><w:body><w:p>&l11;</w:p>{END}',
    "deep.docx": f"<w:document {W}><w:body>" + "<w:tbl>" * 50_000 + "</w:tbl>" * 50_000 + END,
    "wide.docx": f"<w:document {W}><w:body><w:tbl>{f'<w:tr>{SPANNED * 50}</w:tr>' * 1_200}</w:tbl>{END}",
    "wide.html": "<table>" + f"<tr>{'<td colspan=99999>x' * 50}" * 1_200 + "</table>",
    "deep.html": "<table><tr><td>" * 100_000,
    "open.html": "<table" * 100_000,
    "marked.html": "<!DOCTYPE html [" + "<!ENTITY x 'y'>" * 1_000 + "]><![CDATA[" + "<!--" * 10_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_in_a_sentence(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name.endswith(".docx"):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("word/document.xml", HOSTILE[name])
    else:
        file.write_text(HOSTILE[name], "utf8")
    result = veeduria(tmp_path / "r.db", "import", str(file), "--apply")
    assert result.exit_code == 2 and result.output.startswith("Error: ") and not (tmp_path / "r.db").exists()


def test_macros_and_links_in_a_document_are_neither_run_nor_followed(tmp_path: Path) -> None:
    good = word(tmp_path / "good.docx", ROWS)
    with zipfile.ZipFile(good, "a") as made:
        made.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 AutoOpen")
        made.writestr("word/embeddings/oleObject1.bin", b"MZ")
        made.writestr("../../outside.txt", b"x")
    assert said(taken(tmp_path, good)) == WANTED
    page(tmp_path / "m.html", ROWS)
    text = (tmp_path / "m.html").read_text("utf8")
    active = "<script>document.title='A. Otra'</script><iframe src='file:///etc/passwd'></iframe><img src=x onerror=y>"
    (tmp_path / "m.html").write_text(text.replace("<table>", f"<table>{active}").replace("A. ", f"{active}A. "), "utf8")
    (tmp_path / "html").mkdir()
    assert said(taken(tmp_path / "html", tmp_path / "m.html")) == WANTED
    assert not (tmp_path.parent / "outside.txt").exists()


def test_letters_run_past_z_and_out_of_order_ones_are_text() -> None:
    assert [after(mark) for mark in ("", "A", "Z", "AZ", "ZZ")] == ["A", "B", "AA", "BA", "AAA"]
    entries = list(cell_entries("A. Uno\nC. no es letra\nB. Dos", PACK.sheets.balance))
    assert [(one.mark, one.text) for one in entries] == [("A.", "Uno C. no es letra"), ("B.", "Dos")]
