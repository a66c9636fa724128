"""`veeduria requests list` and `status`: who answered, who is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.naming import known_wave
from extractor.cli.options import current_db, current_pack, known_body, now, shared_options
from extractor.cli.requests.options import day_option, named, wave_titles
from extractor.cli.unmasking import guard
from extractor.core.clean import clean
from rules.loader import load_pack

if TYPE_CHECKING:
    from db.connection import Database
    from db.requests import RequestRow
    from extractor.rounds.register import State
    from rules.models import Pack


@shared_options
@click.command(
    "list",
    help=_(
        "List the requests with their state, deadline and replies.\n\n"
        "\b\nExamples:\n"
        "  veeduria requests list --wave 2 --body GR\n"
        "  veeduria requests list --overdue --format csv"
    ),
)
@click.option("--wave", metavar=_("WAVE"), help=_("Only this wave."))
@click.option("--body", metavar=_("BODY"), help=_("Only this body."))
@click.option("--answered", "state", flag_value="answered", help=_("Only what was answered."))
@click.option("--unanswered", "state", flag_value="unanswered", help=_("Only what was not."))
@click.option("--overdue", "state", flag_value="overdue", help=_("Only what was not, and its deadline has passed."))
@click.option("--format", "form", type=click.Choice(["txt", "csv", "jsonl"]), default="txt", show_default=True)
@day_option()
def list_(wave: str | None, body: str | None, state: str | None, form: str, day: date | None) -> None:
    from db.connection import open_database
    from db.letter_rows import letters
    from db.requests import open_links
    from extractor.cli.records import write_records
    from extractor.rounds.register import OVERDUE

    pack = load_pack(current_pack())
    with open_database(current_db()) as db:
        guard(db)
        rows = _standing(db, pack, known_wave(wave, pack), known_body(db, body), day)
        shown = (pair for pair in rows if _matches(pair[1], state))
        if form != "txt":
            write_records((_record(row, state) for row, state in shown), form)
            return
        waiting = open_links(db, pack)
        names = {letter.sha256: letter.document for letter in letters(db)} if waiting else {}
        maybe = {link.request: names[link.document] for link in waiting}
        late = 0
        for row, found in shown:
            late += found.late or found.name == OVERDUE
            click.echo(_line(row, found, pack, maybe.get(row.request.id)))
        _say_waiting(len(waiting))
        _say_term(late, pack)


@shared_options
@click.command(
    "status",
    help=_(
        "Count what was sent, answered and is overdue, wave by wave.\n\n"
        "\b\nExample:\n  veeduria requests status --on 2011-06-30"
    ),
)
@day_option()
def status(day: date | None) -> None:
    from db.connection import open_database
    from db.requests import open_links
    from extractor.rounds.register import OVERDUE

    pack = load_pack(current_pack())
    counts: dict[str, Counter[str]] = {wave.id: Counter() for wave in pack.calendar.waves}
    with open_database(current_db()) as db:
        guard(db)
        for row, state in _standing(db, pack, None, None, day):
            counts.setdefault(row.request.wave, Counter()).update(
                {"sent": 1, state.name: 1, "late": int(state.late), "extended": int(state.extended)}
            )
        waiting = len(open_links(db, pack))
    titles = wave_titles(pack)
    for wave, count in counts.items():
        if count:
            click.echo(f"{titles.get(wave, wave)}: {_counts(count)}")
    if not any(counts.values()):
        click.echo(_("No requests yet. Take in a register with: veeduria requests import FILE"))
    _say_waiting(waiting)
    _say_term(sum(count["late"] + count[OVERDUE] for count in counts.values()), pack)


def _say_term(late: int, pack: Pack) -> None:
    """Where something is called late or overdue, say by which term."""
    if late:
        source = f": {clean(pack.calendar.source)}" if pack.calendar.source else ""
        said = _("The term counted is {days} working days, {more} more with an extension{source}.")
        days, more = pack.calendar.deadline_days, pack.calendar.extension_days
        click.echo(said.format(days=days, more=more, source=source))


def _say_waiting(replies: int) -> None:
    """Say how many replies may belong to a request of which is said that nobody answered."""
    if replies:
        said = ngettext(
            "{n} reply may answer one of these and is not counted yet: veeduria requests link",
            "{n} replies may answer one of these and are not counted yet: veeduria requests link",
            replies,
        )
        click.echo(said.format(n=replies))


def _counts(count: Counter[str]) -> str:
    from extractor.publish.rates import percent

    sent, answered, overdue, late = (count[name] for name in ("sent", "answered", "overdue", "late"))
    said = [
        ngettext("{n} sent", "{n} sent", sent).format(n=sent),
        ngettext("{n} answered ({share:.0f}%)", "{n} answered ({share:.0f}%)", answered).format(
            n=answered, share=percent(answered, sent) or 0.0
        ),
        _("{n} unanswered").format(n=sent - answered),
        ngettext("{n} overdue", "{n} overdue", overdue).format(n=overdue),
    ]
    said += [ngettext("{n} answered late", "{n} answered late", late).format(n=late)] if late else []
    said += [_("{n} with an extension").format(n=count["extended"])] if count["extended"] else []
    return ", ".join(said)


def _standing(
    db: Database, pack: Pack, wave: str | None, body: str | None, day: date | None
) -> Iterator[tuple[RequestRow, State]]:
    from db.requests import requests
    from extractor.rounds.register import state_of

    on = day or date.fromisoformat(now()[:10])
    for row in requests(db, wave, body):
        yield row, state_of(row.request, row.answers, on, pack.calendar)


def _matches(state: State, wanted: str | None) -> bool:
    return wanted is None or state.name == wanted or (wanted == "unanswered" and state.name != "answered")


def _record(row: RequestRow, state: State) -> dict[str, Any]:
    request = row.request
    return {
        "id": request.id,
        "wave": request.wave,
        "institution": request.institution,
        "unit": clean(request.unit),
        "reference": clean(request.reference),
        "sent": request.sent,
        "due": state.due.isoformat() if state.due else None,
        "state": state.name,
        "extended": state.extended,
        "late": state.late,
        "replies": [clean(answer.document) or answer.date or "" for answer in row.answers],
        "reply": next((answer.reply for answer in row.answers if answer.reply), None),
    }


def _line(row: RequestRow, state: State, pack: Pack, maybe: str | None) -> str:
    """Say where a request stands; a reply that nobody has confirmed stands behind a question mark."""
    names = {"answered": _("answered"), "overdue": _("overdue"), "waiting": _("waiting")}
    due = _("due {day}").format(day=state.due) if state.due else _("no deadline: the day it was sent is unknown")
    given = [clean(answer.document) or answer.date or "-" for answer in row.answers]
    replies = ", ".join([*given, *([f"? {clean(maybe)}"] if maybe else [])])
    said = [names[state.name], due + (" *" if state.extended else ""), *([replies] if replies else [])]
    return f"{named(row.request, pack)}: {'; '.join(said)}"
