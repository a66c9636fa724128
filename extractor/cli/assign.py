"""`veeduria assign`: letters for several people, some of them for two who read without seeing each other's word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, known_body, now, options_as, reviewer_option, shared_options
from extractor.cli.settings import A_DAY
from extractor.core.clean import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.assignments import AssignedLetter, Free
    from db.store import Store

SHARE = click.FloatRange(0, 100)


@dataclass(frozen=True, slots=True)
class DealOptions:
    """Who gets letters of which bodies, and how they are dealt. `twice` and `bare` are of a hundred."""

    to: tuple[str, ...]
    body: tuple[str, ...]
    quota: int | None
    twice: float
    bare: float
    seed: int
    days: float | None
    dry_run: bool


@shared_options
@click.command(
    "assign",
    help=_(
        "Give letters to people, in equal loads. A share of them can be read by two who do not see each other's word,"
        " a share without suggestions. Without options: who has what.\n\n"
        "\b\nExamples:\n"
        "  veeduria assign --to Ana --to Eva --to Luz --twice 20 --dry-run\n"
        "  veeduria assign --to Ana --to Eva --body PJ --quota 15 --seed 7\n"
        "  veeduria assign --take 5 --reviewer Ana\n"
        "  veeduria assign --leave Eva\n"
        "  veeduria review --mine"
    ),
)
@options_as(
    "dealt",
    DealOptions,
    click.option("--to", multiple=True, metavar=_("NAME"), help=_("Give letters to this reviewer; once for each.")),
    click.option("--body", multiple=True, metavar=_("BODY"), help=_("Only letters of this body; once for each.")),
    click.option("--quota", type=click.IntRange(min=1), metavar=_("N"), help=_("At most N letters for each.")),
    click.option("--twice", type=SHARE, default=0, help=_("How many letters of a hundred two people read.")),
    click.option(
        "--without-suggestions",
        "bare",
        type=SHARE,
        default=0,
        help=_("How many letters of a hundred show no suggestions."),
    ),
    click.option("--seed", type=int, default=1, show_default=True, help=_("Another seed deals the letters otherwise.")),
    click.option(
        "--days", type=click.FloatRange(min=0, min_open=True), help=_("After so many days what is left is free.")
    ),
    click.option("--dry-run", is_flag=True, help=_("Only say who would get what.")),
)
@click.option("--take", type=click.IntRange(min=1), metavar=_("N"), help=_("Take the next N free letters yourself."))
@click.option("--leave", metavar=_("NAME"), help=_("This reviewer leaves: decisions stay, letters are free again."))
@click.option("--undo", is_flag=True, help=_("Take back what you gave or took last."))
@reviewer_option(_("Who assigns or takes (default: VEEDURIA_REVIEWER, else the name of the user)."))
def command(dealt: DealOptions, take: int | None, leave: str | None, undo: bool, reviewer: str) -> None:
    from db.connection import open_database
    from db.store import open_store

    if sum((bool(dealt.to), take is not None, leave is not None, undo)) > 1:
        raise click.UsageError(_("--to, --take, --leave and --undo exclude each other."))
    with open_database(current_db()) as db:
        bodies = [id for one in dealt.body if (id := known_body(db, one))]
    if not (dealt.to or take or leave or undo):
        _say_held()
        return
    with open_store(current_db()) as store:
        if dealt.to:
            _give(store, dealt, bodies, reviewer)
        elif take:
            _take(store, reviewer, take, bodies, dealt.days or A_DAY)
        elif leave:
            _leave(store, leave, reviewer)
        else:
            _undo(store, reviewer)


def _give(store: Store, dealt: DealOptions, bodies: Sequence[str], reviewer: str) -> None:
    from db.assignments import free_letters, give, unknown_bodies
    from extractor.review.team.dealing import DealRequest, deal

    people = tuple(dict.fromkeys(name.strip() for name in dealt.to))
    if "" in people:
        raise click.UsageError(_("A reviewer has a name."))
    if dealt.twice and len(people) < 2:
        raise click.UsageError(_("Two people are needed to read a letter twice: name another with --to."))
    letters = free_letters(store.connection, now(), bodies)
    given = deal(letters, DealRequest(people, dealt.quota, dealt.twice / 100, dealt.bare / 100, dealt.seed))
    if not given:
        click.echo(_("No letter is free: all with open statements are given, or nobody knows whose they are."))
    _say_dealt(given, letters, people)
    if unknown := unknown_bodies(store):
        said = ngettext(
            "{n} letter is left out: say first whose it is (veeduria review, key i).",
            "{n} letters are left out: say first whose they are (veeduria review, key i).",
            unknown,
        )
        click.echo(said.format(n=unknown))
    if dealt.dry_run:
        click.echo(_("Nothing was written (--dry-run)."))
    elif given:
        give(store, given, reviewer, now(), _until(dealt.days), dealt.seed)
        click.echo(_("Each sees the own letters with: veeduria review --mine --reviewer NAME"))


def _say_dealt(given: Sequence[AssignedLetter], letters: Sequence[Free], people: Sequence[str]) -> None:
    open_in = {letter.document: letter.open for letter in letters}
    for name in people:
        own = [one for one in given if one.reviewer == name]
        click.echo(
            _(
                "{name}: letters: {letters}, statements: {statements}; read by two: {twice}, no suggestions: {bare}"
            ).format(
                name=clean(name),
                letters=len(own),
                statements=sum(open_in[one.document] for one in own),
                twice=sum(one.blind for one in own),
                bare=sum(one.bare for one in own),
            )
        )
    readers = Counter(one.document for one in given)
    left = sum(letter.document not in readers for letter in letters)
    click.echo(_("Letters given: {given}; still free: {left}.").format(given=len(readers), left=left))


def _take(store: Store, reviewer: str, most: int, bodies: Sequence[str], days: float) -> None:
    from db.assignments import take
    from extractor.cli.unmasking import file_name

    until = _until(days)
    letters = take(store, reviewer, most, now(), until, bodies)
    for letter in letters:
        click.echo(
            _("{letter}: open: {n}, {body}").format(
                letter=file_name(letter.name), n=letter.open, body=letter.institution
            )
        )
    if letters:
        click.echo(_("Yours until {until}: veeduria review --mine").format(until=(until or "")[:16].replace("T", " ")))
    else:
        click.echo(_("No letter is free: all with open statements are given, or nobody knows whose they are."))


def _leave(store: Store, name: str, reviewer: str) -> None:
    from db.assignments import leave

    count = leave(store, name, reviewer, now())
    said = ngettext(
        "{n} letter of {name} is free again; what was decided stays.",
        "{n} letters of {name} are free again; what was decided stays.",
        count,
    )
    click.echo(said.format(n=count, name=clean(name)))


def _undo(store: Store, reviewer: str) -> None:
    from db.assignments import take_back

    count = take_back(store, reviewer, now())
    click.echo(ngettext("{n} letter is free again.", "{n} letters are free again.", count).format(n=count))


def _say_held() -> None:
    from db.assignments import held
    from db.connection import open_database

    with open_database(current_db()) as db:
        rows = held(db, now())
    if not rows:
        click.echo(_("Nothing is given to anybody. Give letters with: veeduria assign --to NAME --to NAME"))
    for row in rows:
        said = _("{name}: letters: {letters}, statements: {statements}; read by two: {twice}, no suggestions: {bare}")
        until = _(", until {until}").format(until=row.until[:16].replace("T", " ")) if row.until else ""
        named = {field: getattr(row, field) for field in ("letters", "statements", "twice", "bare")}
        click.echo(said.format(name=clean(row.reviewer), **named) + until)


def _until(days: float | None) -> str | None:
    """When what is given now is free again."""
    return (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds") if days else None
