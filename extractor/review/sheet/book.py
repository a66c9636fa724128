"""The review's spreadsheet as a file: a workbook with drop-downs of each body's own functions, or CSV."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.core.atomic import whole_file
from extractor.core.clean import clean, harmless
from extractor.core.model import Kind
from extractor.review.sentences import kind_name
from extractor.review.sheet.rows import FILLED, OURS, READ, SheetLine, function_name
from rules.models import Pack

WIDTHS = {"text": 70, "suggestion": 40, "function": 45, "document": 22, "note": 30, "unit": 25, OURS: 50, "control": 4}


def write_sheet(
    path: Path,
    lines: Iterable[SheetLine],
    pack: Pack,
    titles: Mapping[str, str],
    lists: str,
    conflicts: bool = False,
) -> int:
    """Write the rows under these headings (by role); return how many. `lists`: the sheet of functions and kinds.

    With `conflicts`, what another sheet says stands beside what is in force.
    """
    columns = (*READ, *[OURS] * conflicts, *FILLED, "control")
    with whole_file(path) as partial:
        if path.suffix.lower() == ".xlsx":
            return _workbook(partial, lines, pack, titles, lists, columns)
        return _text(partial, lines, titles, columns)


def _text(path: Path, lines: Iterable[SheetLine], titles: Mapping[str, str], columns: Sequence[str]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([titles[role] for role in columns])
        for line in lines:
            writer.writerow([harmless(line.texts[role]) for role in columns[:-1]] + [line.control])
            count += 1
    path.chmod(0o600)
    return count


def _workbook(
    path: Path,
    lines: Iterable[SheetLine],
    pack: Pack,
    titles: Mapping[str, str],
    lists: str,
    columns: Sequence[str],
) -> int:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = titles["sheet"]
    sheet.append([titles[role] for role in columns])
    fill = PatternFill("solid", fgColor="FFF8E1")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    rows: dict[str | None, list[int]] = defaultdict(list)
    wrap = Alignment(wrap_text=True, vertical="top")
    for number, line in enumerate(lines, start=2):
        rows[line.institution].append(number)
        for column, role in enumerate(columns, start=1):
            cell = sheet.cell(number, column)
            cell.value = clean(line.control if role == "control" else line.texts[role]) or None
            if cell.data_type == "f":  # what begins with = is text, not a formula
                cell.data_type = "s"
            cell.alignment = wrap
            if role in FILLED:
                cell.fill = fill
    for column, role in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(role, 16)
    last = sheet.max_row
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    _drop_downs(book, sheet, rows, pack, lists, columns)
    book.save(path)
    path.chmod(0o600)
    return int(last) - 1


def _drop_downs(
    book: Any, sheet: Any, rows: Mapping[str | None, list[int]], pack: Pack, lists: str, columns: Sequence[str]
) -> None:
    """Offer each row its own body's functions and the kinds, from a second sheet: a column a body."""
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    second = book.create_sheet(lists)
    choices = {"": [kind_name(kind) for kind in Kind]}
    for body in pack.bodies:
        choices[body.id] = [function_name(one) for one in pack.obligations if one.institution == body.id]
    for column, (of_body, names) in enumerate(choices.items(), start=1):
        letter = get_column_letter(column)
        second.cell(1, column).value = of_body or None
        for number, name in enumerate(names, start=2):
            second.cell(number, column).value = name
        second.column_dimensions[letter].width = 50
        if not names:
            continue
        area = f"{quote_sheetname(lists)}!${letter}$2:${letter}${len(names) + 1}"
        offered = DataValidation("list", formula1=area, allow_blank=True, showErrorMessage=False)
        role = "function" if of_body else "kind"
        place = get_column_letter(columns.index(role) + 1)
        for number in rows.get(of_body, ()) if of_body else (n for some in rows.values() for n in some):
            offered.add(f"{place}{number}")
        if offered.sqref:
            sheet.add_data_validation(offered)
