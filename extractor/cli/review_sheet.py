"""`veeduria review --to-sheet` and `--from-sheet`: the review in a spreadsheet, and back."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.records import Filters
from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _, ngettext, translations
from extractor.cli.options import current_db, current_pack, known_body, known_letter, now
from extractor.cli.sheets import listed, refuse_if_faulty
from extractor.cli.unmasking import guard, make_sanitizer
from extractor.core.clean import clean
from extractor.core.model import Kind

if TYPE_CHECKING:
    from db.connection import Database
    from db.records import Filters, StatementRow
    from db.remarks import Remark
    from db.store import Store
    from extractor.review.sheet.plan import Planned
    from extractor.rounds.sheets import RowFault, SheetRow
    from rules.models import Pack

REPORTED = tuple(kind.value for kind in Kind if kind != Kind.OTHER)


def headings(_: Callable[[str], str] = _) -> dict[str, str]:
    """Return the headings, by role, as this translation says them: those of the language in force."""
    return {
        "sheet": _("Review"),
        "id": _("Id (do not change)"),
        "document": _("Letter"),
        "page": _("Page"),
        "institution": _("Body"),
        "text": _("Text"),
        "suggestion": _("Suggestion"),
        "standing": _("Decided"),
        "function": _("Function (fill in)"),
        "kind": _("Kind (fill in)"),
        "note": _("Note (fill in)"),
        "unit": _("Unit (fill in)"),
        "dates": _("Dates (fill in)"),
        "ours": _("In your sheet"),
        "control": _("Control (do not change)"),
    }


def to_sheet(path: Path, filters: Filters, order: str, reviewer: str) -> None:
    """Write the statements of a queue, decided ones too, as rows to fill in; no reports only where asked for."""
    from dataclasses import replace

    from db.queries import statements
    from db.seen_by import seen_by
    from extractor.review.sheet.book import write_sheet
    from extractor.review.sheet.rows import sheet_line
    from rules.loader import load_pack

    _check_name(path)
    pack = load_pack(current_pack())
    wanted = filters if filters.kinds or filters.ids else replace(filters, kinds=REPORTED)
    with seen_by(current_db(), reviewer) as db:
        wanted = replace(
            wanted,
            institution=known_body(db, wanted.institution),
            document=known_letter(db, wanted.document),
        )
        mask = make_sanitizer("review --to-sheet", None)
        lines = (sheet_line(row, pack, mask) for row in statements(guard(db, mask), wanted, order))
        _spare_answers(path)
        count = write_sheet(path, lines, pack, headings(), _("Functions"))
    said = ngettext("{n} statement written to {file}.", "{n} statements written to {file}.", count)
    click.echo(said.format(n=count, file=path.name))
    if count:
        click.echo(_("Fill in the marked columns, then: veeduria review --from-sheet {file}").format(file=path.name))


def _check_name(path: Path) -> None:
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise click.UsageError(_("A review's spreadsheet is called .xlsx or .csv: {file}").format(file=path.name))


def _spare_answers(path: Path) -> None:
    """A sheet that is there already may be filled in: it is kept under the next free name, and that is said."""
    if path.exists():
        names = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(1))
        kept = next(name for name in names if not name.exists())
        path.rename(kept)
        said = _("{file} was there already and may hold answers: it is kept as {kept}.")
        click.echo(said.format(file=path.name, kept=kept.name))


def from_sheet(path: Path, apply: bool, reviewer: str, conflicts: Path | None) -> None:
    """Say what the rows would do; with `apply`, do it in one act. Exit code 1 where something needs a person.

    `conflicts`: where to write what was decided otherwise since, with both values, as a sheet to fill in again.
    """
    from db.connection import open_database
    from db.seen_by import seen_by
    from db.store import open_store
    from extractor.rounds.sheets import RowFault
    from rules.loader import load_pack

    open_database(current_db()).close()  # a sheet never makes a database
    pack = load_pack(current_pack())
    with open_store(current_db()) as store, seen_by(current_db(), reviewer) as db:
        planned = list(_plan(path, db, pack, reviewer))
        faults = [one for one in planned if isinstance(one, RowFault)]
        rows = [one for one in planned if not isinstance(one, RowFault)]
        _say(rows, store)
        if apply:
            refuse_if_faulty(path, faults)
            _apply(store, db, rows, reviewer)
        else:
            list(listed(faults))
            if any(one.fate == "new" for one in rows) and not faults:
                click.echo(_("To write it: veeduria review --from-sheet {file} --apply").format(file=path.name))
        _queue(rows, db, pack, conflicts)
    if faults or any(one.fate in ("conflict", "stale") for one in rows):
        raise NeedsPerson


def _plan(path: Path, db: Database, pack: Pack, reviewer: str) -> Iterator[Planned | RowFault]:
    from dataclasses import replace

    from db.gate import Gate
    from db.queries import NotFound, statement
    from extractor.review.sheet.plan import plan

    gate = Gate(db, pack)

    def find(id: str) -> StatementRow | None:
        try:
            row = statement(db, id)
        except NotFound:
            return None
        unit, edited = (gate.optional(text, row.sha256) for text in (row.unit, row.unit_edited))
        return replace(row, mark=gate.mark(row.content_hash), unit=unit, unit_edited=edited)  # as the sheet was written

    return plan(_rows(path, reviewer), find, pack, reviewer, now())


def _rows(path: Path, reviewer: str) -> Iterator[SheetRow]:
    """Return the rows of a spreadsheet, or of what annotators did in another tool."""
    from extractor.doors.returned import reader_of, rows_of
    from extractor.rounds.sheets import read_sheet

    try:
        read = reader_of(path)
    except ImportError as error:
        raise click.UsageError(_("This needs dkpro-cassis: pip install 'veeduria[annotation]'")) from error
    if read is not None:
        return rows_of(read(path), reviewer, path.name)
    languages = [headings(translate) for translate in translations()]  # a file written in one is read in any
    names = {role: tuple(one[role] for one in languages) for role in languages[0]}
    return read_sheet(path, names, ["id", "control"], {role: (title,) for role, title in headings().items()})


def _say(rows: list[Planned], store: Store) -> None:
    """Name each row that would change something, and why one cannot; then the sums."""
    titles = headings()
    for one in rows:
        if one.fate == "new":
            said = _filed(one)
        elif one.fate == "conflict":
            said = _conflict(one.ours or {}, one.theirs or {}, titles)
        elif one.fate == "stale":
            said = _("its text is no longer found in the letter; nothing is written")
        else:
            continue
        click.echo(_("line {line}: {said}").format(line=one.line, said=clean(said)))
    counts = Counter(str(one.fate) for one in rows)
    click.echo(
        _("{new} new, {unchanged} unchanged, {conflict} in conflict, {stale} no longer found.").format(
            **{fate: counts[fate] for fate in ("new", "unchanged", "conflict", "stale")}
        )
    )


def _filed(one: Planned) -> str:
    from extractor.review.sentences import kind_name, standing_name

    done = ""
    if one.decision:
        kind = json.loads(one.decision.fields).get("kind")
        done = f"{standing_name(one.decision.verdict)} {one.decision.obligation or (kind and kind_name(kind)) or ''}"
    unit = _("unit: {unit}").format(unit=one.unit) if one.unit is not None else ""
    return " ".join(filter(None, (one.statement, done.rstrip(), unit)))


def _conflict(ours: Mapping[str, str], theirs: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Both values of each column that differs: what the sheet says, and what was decided since it was written."""
    parts = [
        _("{column}: the sheet says “{ours}”, the database “{theirs}”").format(
            column=titles[role], ours=text, theirs=theirs.get(role) or "—"
        )
        for role, text in ours.items()
    ]
    return _("decided otherwise since; {parts}").format(parts="; ".join(parts))


def _queue(rows: list[Planned], db: Database, pack: Pack, conflicts: Path | None) -> None:
    """Write the rows in conflict as a sheet: what is in force, to be filled in anew, beside what the other says."""
    from dataclasses import replace

    from extractor.review.sheet.book import write_sheet
    from extractor.review.sheet.rows import OURS, sheet_line

    found = {one.statement: one.ours or {} for one in rows if one.fate == "conflict"}
    if not found:
        return
    if conflicts is None:
        click.echo(_("To settle them in a sheet with both values, add: --conflicts FILE.xlsx"))
        return
    _check_name(conflicts)
    from db.queries import statements

    mask, titles = make_sanitizer("review --conflicts", None), headings()
    ids = {db.stored_id(id): said for id, said in found.items()}
    ours = [
        "; ".join(f"{titles[role]}: {text}" for role, text in ids[row.id].items())
        for row in statements(db, Filters(ids=tuple(ids)))
    ]
    masked = statements(guard(db, mask), Filters(ids=tuple(ids)))
    made = [(sheet_line(row, pack, mask), said) for row, said in zip(masked, ours, strict=True)]
    lines = (replace(line, texts={**line.texts, OURS: said}) for line, said in made)
    count = write_sheet(conflicts, lines, pack, titles, _("Functions"), conflicts=True)
    said = ngettext("{n} statement written to {file}.", "{n} statements written to {file}.", count)
    click.echo(said.format(n=count, file=conflicts.name))
    click.echo(_("Fill in the marked columns, then: veeduria review --from-sheet {file}").format(file=conflicts.name))


def _apply(store: Store, db: Database, rows: list[Planned], reviewer: str) -> None:
    decided = [one.decision for one in rows if one.decision]
    units = [
        _remark(db, one.statement, one.unit, reviewer) for one in rows if one.fate == "new" and one.unit is not None
    ]
    if not decided and not units:
        click.echo(_("Nothing to write."))
        return
    store.decide(decided, remarked=units)
    count = sum(one.fate == "new" for one in rows)
    click.echo(ngettext("{n} row written.", "{n} rows written.", count).format(n=count))
    if decided:
        click.echo(_("To take all of it back: veeduria decide {id} --undo").format(id=decided[0].statement))
    else:
        click.echo(_("To take all of it back, press u in: veeduria review"))


def _remark(db: Database, statement: str, unit: str, reviewer: str) -> Remark:
    from db.queries import statement as row_of
    from db.remarks import Remark

    id = db.stored_id(statement)
    return Remark(id, "unit", unit, row_of(db, id).unit_edited, reviewer, now())
