"""`veeduria agreement`: how far reviewers agree who read the same statements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_db, current_pack, shared_options

if TYPE_CHECKING:
    from db.readings import Rating
    from extractor.review.agreement import RatedUnit

MEASURES = {"percent": "%", "kappa": "κ", "alpha": "α", "ac1": "AC1"}
NOTHING = "—"  # filed under no function
ANYBODY = "*"
PROGRAM = "veeduria"  # the reader whose word is the first suggestion
ABOUT: dict[str, Callable[[Rating], str]] = {
    "kind": lambda one: one.kind,
    "level": lambda one: one.level or NOTHING,
    "obligation": lambda one: one.obligation or NOTHING,
}
PROPOSED: dict[str, Callable[[Rating], str]] = {
    "kind": lambda one: one.suggested_kind,
    "level": lambda one: one.suggested_level or NOTHING,
    "obligation": lambda one: one.suggested or NOTHING,
}


@shared_options
@click.command(
    "agreement",
    help=_(
        "Say how far reviewers agree who read the same statements, by kind, level and function: percent, Cohen's kappa,"
        " Krippendorff's alpha and Gwet's AC1, each with its 95% interval over letters; for all, by body, by pair of"
        " reviewers, and for each reviewer against what the program suggests first; and, where some letters were read"
        " without suggestions, the same for these and the others apart: how far suggestions lead.\n\n"
        "\b\nExamples:\n"
        "  veeduria agreement\n"
        "  veeduria agreement --format jsonl"
    ),
)
@click.option("--format", "form", type=click.Choice(["txt", "jsonl"]), default="txt", show_default=True)
def command(form: str) -> None:
    from db.connection import open_database
    from db.gate import Gate
    from db.readings import readings
    from rules.loader import load_pack

    with open_database(current_db()) as db:
        shown = Gate(db, load_pack(current_pack())).body  # one outside of the list may be called as a person is
        read = [replace(one, institution=shown(one.institution or "") or None) for one in readings(db)]
    rows = list(_rows(read))
    if form == "jsonl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    if not any(row["n"] for row in rows if row["readers"] is None or PROGRAM not in row["readers"]):
        click.echo(_("No statement was read by two reviewers yet."))
    for row in rows:
        if row["n"]:
            click.echo(_line(row))


def _rows(read: Sequence[Rating]) -> Iterator[dict[str, Any]]:
    """Yield one record for each group and each thing said: all, each body, each pair, each reviewer and the program."""
    people = sorted({one.reviewer for one in read})
    bodies = sorted({one.institution for one in read if one.institution})
    for about, said in ABOUT.items():
        yield _row(about, _units(read, said))
        if len(bodies) > 1:
            for body in bodies:
                yield _row(about, _units([one for one in read if one.institution == body], said), body=body)
        if len(people) > 2:
            for pair in combinations(people, 2):
                yield _row(about, _units([one for one in read if one.reviewer in pair], said), readers=pair)
        for person in people:
            own = [one for one in read if one.reviewer == person]
            yield _row(about, _against_program(own, said, PROPOSED[about]), readers=(person, PROGRAM))
        for bare in (False, True) if any(one.bare for one in read) else ():
            part = [one for one in read if one.bare == bare]
            yield _row(about, _units(part, said), suggestions=not bare)
            each = _against_program(part, said, PROPOSED[about])
            yield _row(about, each, readers=(ANYBODY, PROGRAM), suggestions=not bare)


def _units(read: Sequence[Rating], said: Callable[[Rating], str]) -> list[RatedUnit]:
    from extractor.review.agreement import RatedUnit

    ratings: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for one in read:
        ratings[one.letter, one.statement][one.reviewer] = said(one)
    return [RatedUnit(letter, given) for (letter, _statement), given in ratings.items()]


def _against_program(
    read: Sequence[Rating], said: Callable[[Rating], str], proposed: Callable[[Rating], str]
) -> list[RatedUnit]:
    from extractor.review.agreement import RatedUnit

    return [RatedUnit(one.letter, {ANYBODY: said(one), PROGRAM: proposed(one)}) for one in read]


def _row(
    about: str,
    units: Sequence[RatedUnit],
    body: str | None = None,
    readers: tuple[str, str] | None = None,
    suggestions: bool | None = None,
) -> dict[str, Any]:
    from extractor.review.agreement import agreement

    named = {"about": about, "body": body, "readers": readers, "suggestions": suggestions}
    return {**named, **asdict(agreement(units))}


def _line(row: dict[str, Any]) -> str:
    names = {"kind": _("kind"), "level": _("level"), "obligation": _("function")}
    whose = row["body"] or (" / ".join(row["readers"]) if row["readers"] else _("all"))
    if row["suggestions"] is not None:
        whose += f" ({_('with suggestions') if row['suggestions'] else _('without suggestions')})"
    shown = [f"{title} {_shown(row[name])}" for name, title in MEASURES.items()]
    return f"{names[row['about']]}, {whose}: n={row['n']}; {'; '.join(shown)}"


def _shown(given: dict[str, float | None]) -> str:
    if given["value"] is None:
        return _("undefined")
    interval = f" [{given['low']:.2f}, {given['high']:.2f}]" if given["low"] is not None else ""
    return f"{given['value']:.2f}{interval}"
