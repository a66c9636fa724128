"""The published matrix, from a file of coded actions to every format: functions in order, every action in its cell."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from db.connection import open_database
from db.records import ActionRow
from db.requests import confirm_link, requests
from db.store import open_store
from extractor.core.model import DateSpan, Details
from extractor.publish.balance import ReportContext, body_matrix, reported
from extractor.publish.cells import matrix_table
from extractor.publish.matrix import Blank
from extractor.publish.words import span
from tests.made import AT, sha_of
from tests.published import counts, database, rows
from tests.rounds import PACK, Replied, register_of, saved_reply, store_replies, veeduria

MARK = re.compile(r"^([A-Z]{1,3}\.) ", re.MULTILINE)
Cells = Counter[tuple[str, str]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return database(tmp_path_factory.mktemp("round"))


def written(path: Path, suffix: str) -> Path:
    output = path.with_name(f"matrices.{suffix}")
    result = veeduria(path, "report", "matrix", "--all", "--output", str(output))
    assert result.exit_code == 0, result.output
    return output


# --- reading each format back, without the program's own tables ------------------------------------------------------

BODIES = {body.name: body.id for body in PACK.bodies}
LABELS: dict[tuple[str, str, str, str], str] = {
    (duty.institution, duty.level, duty.label, duty.article): duty.id for duty in PACK.obligations
}
LEVELS = {"Prevención": "prevencion", "Protección y asistencia": "proteccion", "Persecución y sanción": "persecucion"}


def function(body: str, level: str, label: str, article: str) -> str:
    return LABELS[body, LEVELS[level], label, article]


def from_jsonl(path: Path) -> Cells:
    records = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    return Counter((one["row"], one["column"]) for one in records if "mark" in one)


def from_csv(path: Path) -> Cells:
    cells: Cells = Counter()
    body, titles = "", [""]
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.reader(file):
            if len(line) == 1 and line[0].split(":")[0] in BODIES:
                body = BODIES[line[0].split(":")[0]]
            elif line[1:2] == ["Función"]:
                titles = line
            elif len(line) == len(titles) > 1:
                for title, text in zip(titles[3:], line[3:], strict=True):
                    if title == "Id":  # names each entry by the same letter
                        continue
                    cells[function(body, line[0], line[1], line[2]), title] += len(MARK.findall(text))
    return +cells


def from_md(path: Path) -> Cells:
    cells: Cells = Counter()
    body, titles = "", [""]
    for line in path.read_text("utf8").splitlines():
        parts = [part.strip().replace("\\|", "|") for part in re.split(r"(?<!\\)\|", line)[1:-1]]
        if line.startswith("## "):
            body = BODIES[line[3:]]
        elif parts[1:2] == ["Función"]:
            titles = parts
        elif len(parts) == len(titles) > 1 and parts[0] in LEVELS:
            for title, text in zip(titles[3:], parts[3:], strict=True):
                found = MARK.findall(text.replace("<br>", "\n"))
                cells[function(body, parts[0], re.sub(r"\\(.)", r"\1", parts[1]), parts[2]), title] += len(found)
    return +cells


def from_xlsx(path: Path) -> Cells:
    cells: Cells = Counter()
    for sheet in load_workbook(path):
        titles = [cell.value for cell in sheet[2]]
        head: list[str] = []
        for line in sheet.iter_rows(min_row=3, values_only=True):
            if line[0] in LEVELS:
                head = [str(value or "") for value in line[:3]]
            for title, text in zip(titles[3:], line[3:], strict=False):
                if text and MARK.match(str(text)):
                    cells[function(sheet.title, *head), str(title)] += 1
    return cells


def from_docx(path: Path) -> Cells:
    """Count the entries of a document whose functions are a table each, their names over the whole width."""
    cells: Cells = Counter()
    name = level = ""
    for part in Document(str(path)).iter_inner_content():
        if isinstance(part, Paragraph):
            style = part.style.name if part.style is not None else ""
            name, level = (
                (part.text, "") if style == "Heading 1" else (name, part.text if style == "Heading 3" else level)
            )
        elif part.rows[0].cells[0].text == part.rows[0].cells[-1].text:
            label, _, article = part.rows[0].cells[0].text.rstrip(")").rpartition(" (")
            titles = [cell.text for cell in part.rows[1].cells]
            for title, cell in zip(titles, part.rows[2].cells, strict=True):
                named = (label, article) if label else (article, "")
                cells[function(BODIES[name], level, *named), title] += len(MARK.findall(cell.text))
    return +cells


class _Page(HTMLParser):
    """Counts the entries of each cell, by what the page says of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: Cells = Counter()
        self.body = self.level = self.column = self.inside = ""
        self.heads: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "div" and given.get("class") == "matrix":
            self.body = str(given["id"]).removeprefix("t-")
        elif tag == "tbody":
            self.level = str(given.get("data-group"))
        elif tag == "tr":
            self.heads = []
        elif tag == "th":
            self.inside = "head"
            self.heads.append("")
        elif tag == "td":
            self.column = str(given["data-column"])
        elif tag == "p" and given.get("class") == "entry":
            self.cells[function(self.body, self.level, *self.heads), self.column] += 1

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == "th" else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.heads[-1] += data


def from_html(path: Path) -> Cells:
    page = _Page()
    page.feed(path.read_text("utf8"))
    return page.cells


READERS = {
    "jsonl": from_jsonl,
    "csv": from_csv,
    "md": from_md,
    "xlsx": from_xlsx,
    "docx": from_docx,
    "html": from_html,
}


@pytest.mark.parametrize("suffix", READERS)
def test_cell_counts_are_those_of_the_coded_file_in_every_format(path: Path, suffix: str) -> None:
    assert READERS[suffix](written(path, suffix)) == counts()


def test_every_body_has_all_its_functions_in_the_packs_order_with_otras_last(path: Path) -> None:
    with open_database(path) as db:
        context = ReportContext(db, PACK, str)
        for body in PACK.bodies:
            duties = [duty for duty in PACK.obligations if duty.institution == body.id]
            expected = [
                duty.id
                for level in ("prevencion", "proteccion", "persecucion")
                for role in ("function", "otras", "no_establece")
                for duty in duties
                if (duty.level, duty.role) == (level, role)
            ]
            assert [row.id for row in matrix_table(context, body.id).rows] == expected


def test_where_nothing_is_reported_the_cell_says_no_indica(path: Path) -> None:
    filled = counts()
    with open_database(path) as db:
        context = ReportContext(db, PACK, str)
        for body in PACK.bodies:
            table = matrix_table(context, body.id)
            for row in table.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    assert bool(cell.entries) == ((row.id, column) in filled)
                    assert cell.entries or cell.text.startswith("No indica")


def test_a_row_that_reports_nothing_is_in_its_cell_and_says_so(path: Path) -> None:
    with open_database(path) as db:
        context = ReportContext(db, PACK, str)
        tables = [matrix_table(context, body.id) for body in PACK.bodies]
    notes = [e.note for table in tables for row in table.rows for cell in row.cells for e in cell.entries]
    kinds = Counter(row.get("kind") for row in rows())
    assert sum("declara no haber realizado" in note for note in notes) == kinds["no_action"] > 0
    assert sum("programada" in note for note in notes) == kinds["planned"] > 0
    assert sum("declara no ser competente" in note for note in notes) == kinds["not_competent"] > 0


def test_by_period_each_action_names_its_source(path: Path) -> None:
    with open_database(path) as db:
        table = matrix_table(ReportContext(db, PACK, str), PACK.bodies[0].id, "period")
    assert table.columns[-1] == "Sin fecha"
    titles = {source.title for source in PACK.sources}
    entries = [entry for row in table.rows for cell in row.cells for entry in cell.entries]
    assert entries and all(any(title in entry.note for title in titles) for entry in entries)


# --- how an action is printed, and what a blank means ----------------------------------------------------------------


def action(**changes: object) -> ActionRow:
    row = ActionRow(
        id="1", sha256="", document="c.pdf", page=2, text="Charla a María.", kind="action", institution="DP", unit=None,
        source="cartas", wave=None, covers=None, number=None, date=None, obligation="dp.prev.otras",
        level="prevencion",
        article="", label="Otras", role="otras", period=None, crosses=False, details=Details(), written="",
        standing="accepted", note=None, reviewer="ana", at=AT, stale=False,
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


def dated(*days: tuple[str, str]) -> Details:
    return Details(dates=tuple(DateSpan(0, 0, "", first, last) for first, last in days))


YEAR, MARCH = ("2012-01-01", "2012-12-31"), ("2009-03-01", "2009-03-31")
MAY, SPAN = ("2010-05-03", "2010-05-03"), ("2010-05-01", "2011-01-31")


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        (action(), ""),
        (action(wave="first"), "May 2010 – Ene 2011"),
        (action(wave="first", details=dated(MAY)), "3 May 2010"),
        (action(wave="first", details=dated(MAY), written="mayo del 10"), "mayo del 10"),
        (action(wave="first", covers="2010-01-01..2010-12-31"), "2010, según el documento"),
        (action(covers="2010-01-01..2010-12-31", details=dated(MAY)), "3 May 2010"),
        (action(covers="2010-01-01..2010-12-31", period=1), "May 2009 – May 2010"),
        (action(written="1", period=1), "May 2009 – May 2010"),
        (action(details=dated(MAY, MAY, SPAN)), "3 May 2010, May 2010 – Ene 2011"),
        (action(details=dated(MAY, SPAN, YEAR, MARCH)), "Mar 2009 – Dic 2012"),
    ],
)  # fmt: skip
def test_dates_are_its_own_else_the_months_that_the_letter_asked_about(
    path: Path, row: ActionRow, printed: str
) -> None:
    with open_database(path) as db:
        (made,) = reported(ReportContext(db, PACK, str), [row])
    assert made.when == printed


def test_an_entry_is_masked_with_unit_and_dates_in_front(path: Path) -> None:
    row = action(unit="OD Arequipa de María", wave="first", crosses=True)
    with open_database(path) as db:
        context = ReportContext(db, PACK, lambda text: text.replace("María", "[nombre]"))
        filed = list(reported(context, [row]))
        (cell,) = [c for r in body_matrix(context, "DP", filed).rows for c in r.cells if c.actions]
    assert (cell.actions[0].unit, cell.actions[0].text) == ("OD Arequipa de [nombre]", "Charla a [nombre].")


def test_an_action_without_dates_belongs_to_its_letters_period(path: Path) -> None:
    with open_database(path) as db:
        context = ReportContext(db, PACK, str)
        assert context.period(action(wave="first")) == 2
        assert context.period(action(wave="first", details=dated(MAY), period=None)) is None
        assert context.period(action(period=3, wave="first")) == 3
        assert context.period(action()) is None


@pytest.mark.parametrize(
    ("first", "last", "printed"),
    [
        ("2010-05-01", "2011-01-31", "May 2010 – Ene 2011"),
        ("2011-01-01", "2011-12-31", "2011"),
        ("2010-01-01", "2011-12-31", "2010 – 2011"),
        ("2012-02-01", "2012-02-29", "Feb 2012"),
        ("2011-03-14", "2011-03-14", "14 Mar 2011"),
        ("2011-03-14", "2011-04-30", "14 Mar 2011 – 30 Abr 2011"),
    ],
)
def test_spans_are_written_as_published(first: str, last: str, printed: str) -> None:
    from datetime import date

    assert span(date.fromisoformat(first), date.fromisoformat(last)) == printed


def test_blanks_tell_who_was_asked_who_answered_and_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    register = register_of(
        tmp_path / "r.csv",
        [(body, "", "first", "2011-02-14", f"Carta {body}", "") for body in ("MINEDU", "MINSA", "MTC")],
    )
    assert veeduria(path, "requests", "import", str(register)).exit_code == 0
    store_replies(path, [Replied("edu.pdf", None), Replied("pj.pdf", "PJ")])
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        unread = replace(saved_reply(Replied("salud.pdf", None)), outcome="unread", rows=None)
        store.save([unread], run)
        for body, name in (("MINEDU", "edu.pdf"), ("MINSA", "salud.pdf")):
            (request,) = requests(store, institution=body)
            confirm_link(store, request.request.id, sha_of(name), "ana", AT)
    with open_database(path) as db:
        context = ReportContext(db, PACK, str)
        assert [column.id for column in context.sources] == ["cartas"]
        found = {
            body: {cell.blank for row in body_matrix(context, body, ()).rows for cell in row.cells}
            for body in ("MINEDU", "MINSA", "MTC", "PJ", "MTPE")
        }
    assert found == {
        "MINEDU": {Blank.SILENT},
        "MINSA": {Blank.UNREAD},
        "MTC": {Blank.NO_REPLY},
        "PJ": {Blank.SILENT},
        "MTPE": {Blank.NOT_ASKED},
    }
    by_period = [cell.blank for cell in body_matrix(edition_of(path), "MTC", (), "period").rows[0].cells]
    assert by_period == [Blank.NOT_ASKED, Blank.NO_REPLY, Blank.NOT_ASKED, Blank.NO_REPLY]


def edition_of(path: Path) -> ReportContext:
    return ReportContext(open_database(path), PACK, str)
