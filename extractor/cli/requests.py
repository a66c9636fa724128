"""`veeduria requests`: the register of request letters, the replies to them, and where each stands."""

from __future__ import annotations

import getpass
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor.clean import clean
from extractor.cli.i18n import _, ngettext
from extractor.cli.ingest import check_known
from extractor.cli.options import current_db, current_pack, known_body, now, shared_options
from extractor.cli.sheets import SHEET, refuse_if_faulty
from extractor.questions import STANDINGS

if TYPE_CHECKING:
    from db.connection import Database
    from db.requests import RequestRow
    from db.store import Store
    from extractor.linking import Link, Reply
    from extractor.register import Request, State
    from rules.models import Pack

Command = TypeVar("Command", bound=Callable[..., Any])
Option = Callable[[Command], Command]


def pair_option(name: str, help: str) -> Option[Any]:
    return click.option(name, type=(str, str), multiple=True, metavar=_("REQUEST DOCUMENT"), help=help)


def reviewer_option() -> Option[Any]:
    return click.option(
        "--reviewer",
        envvar="VEEDURIA_REVIEWER",
        metavar=_("NAME"),
        help=_("Who says so (default: VEEDURIA_REVIEWER, else the name of the user)."),
    )


def day_option() -> Option[Any]:
    return click.option(
        "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar=_("DAY"), help=_("As of this day (default: today).")
    )


@click.group(
    "requests",
    help=_(
        "The register of request letters: who was asked, who answered, who is late.\n\n"
        "\b\nExamples:\n"
        "  veeduria requests import register.xlsx\n"
        "  veeduria requests link\n"
        "  veeduria requests list --overdue\n"
        "  veeduria requests status"
    ),
)
def command() -> None:
    pass


# --- import ----------------------------------------------------------------------------------------------------------


@shared_options
@command.command(
    "import",
    help=_(
        "Take in a register, CSV or XLSX, a request letter a row: body and wave and, if known, unit, day it was sent, "
        "reference and the questions it asked, one a line or with semicolons between. Every fault is listed with its "
        "line, and a register with faults is not taken in at all. Importing again changes nothing.\n\n"
        "\b\nExample:\n  veeduria requests import register.csv"
    ),
)
@click.argument("file", type=SHEET, metavar=_("FILE"))
def import_(file: Path) -> None:
    from db.requests import import_requests
    from db.store import open_store
    from extractor.register import REGISTER_NEEDS, read_requests
    from extractor.sheets import read_sheet
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    found, faults = read_requests(read_sheet(file, pack.sheets.columns, REGISTER_NEEDS), pack)
    refuse_if_faulty(file, faults)
    with open_store(current_db()) as store:
        run = store.begin_run(version("veeduria"), pack, {"register": file.name}, now())
        done = import_requests(store, found)
        store.end_run(run, now())
    counts = (
        ngettext("{n} request taken in", "{n} requests taken in", done.added).format(n=done.added),
        ngettext("{n} brought up to date", "{n} brought up to date", done.changed).format(n=done.changed),
        ngettext("{n} was known", "{n} were known", done.known).format(n=done.known),
    )
    click.echo(f"{', '.join(counts)}.")


# --- list, status ----------------------------------------------------------------------------------------------------


@shared_options
@command.command(
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
def list_(wave: str | None, body: str | None, state: str | None, form: str, day: datetime | None) -> None:
    from db.connection import open_database
    from extractor.cli.records import write_records
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    with open_database(current_db()) as db:
        rows = _standing(db, pack, _wave(wave, pack), known_body(db, body), day)
        shown = (pair for pair in rows if _matches(pair[1], state))
        if form != "txt":
            write_records((_record(row, state) for row, state in shown), form)
            return
        for row, found in shown:
            click.echo(_line(row, found))


@shared_options
@command.command(
    "status",
    help=_(
        "Count what was sent, answered and is overdue, wave by wave.\n\n"
        "\b\nExample:\n  veeduria requests status --on 2011-06-30"
    ),
)
@day_option()
def status(day: datetime | None) -> None:
    from db.connection import open_database
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    counts: dict[str, Counter[str]] = {wave.id: Counter() for wave in pack.calendar.waves}
    with open_database(current_db()) as db:
        for row, state in _standing(db, pack, None, None, day):
            counts.setdefault(row.request.wave, Counter()).update(
                {"sent": 1, state.name: 1, "late": int(state.late), "extended": int(state.extended)}
            )
        open_links = len(_suggested(db, pack))
    titles = {wave.id: wave.title for wave in pack.calendar.waves}
    for wave, count in counts.items():
        if count:
            click.echo(f"{titles.get(wave, wave)}: {_counts(count)}")
    if not any(counts.values()):
        click.echo(_("No requests yet. Take in a register with: veeduria requests import FILE"))
    if open_links:
        said = ngettext(
            "{n} reply may answer one of these and is not counted yet: veeduria requests link",
            "{n} replies may answer one of these and are not counted yet: veeduria requests link",
            open_links,
        )
        click.echo(said.format(n=open_links))


def _suggested(db: Database, pack: Pack) -> tuple[Link, ...]:
    from db.requests import rejected, requests, unlinked
    from extractor.linking import suggest_links

    return suggest_links(unlinked(db), [row.request for row in requests(db)], pack, rejected(db))


def _counts(count: Counter[str]) -> str:
    from extractor.reports.rates import percent

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
    db: Database, pack: Pack, wave: str | None, body: str | None, day: datetime | None
) -> Iterator[tuple[RequestRow, State]]:
    from db.requests import requests
    from extractor.register import state_of

    on = day.date() if day else date.fromisoformat(now()[:10])
    for row in requests(db, wave, body):
        yield row, state_of(row.request, row.answers, on, pack.calendar)


def _wave(named: str | None, pack: Pack) -> str | None:
    from extractor.register import wave_named

    found = wave_named(named, pack) if named else None
    check_known(named if found is None else found, [wave.id for wave in pack.calendar.waves], "--wave")
    return found


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
        "replies": [clean(answer.document) for answer in row.answers],
        "reply": next((answer.reply for answer in row.answers if answer.reply), None),
    }


def _line(row: RequestRow, state: State) -> str:
    names = {"answered": _("answered"), "overdue": _("overdue"), "waiting": _("waiting")}
    due = _("due {day}").format(day=state.due) if state.due else _("no deadline: the day it was sent is unknown")
    replies = ", ".join(clean(answer.document) for answer in row.answers)
    said = [names[state.name], due + (" *" if state.extended else ""), *([replies] if replies else [])]
    return f"{_named(row.request)}: {'; '.join(said)}"


def _named(request: Request) -> str:
    parts = (request.institution, request.unit, request.reference)
    return f"{request.id[:8]}  {request.wave}  {', '.join(clean(part) for part in parts if part)}"


# --- link ------------------------------------------------------------------------------------------------------------


@shared_options
@command.command(
    "link",
    help=_(
        "Link replies to the requests they answer: by body, unit, cited reference and date. What is sure is linked; "
        "what is doubtful is asked for or, without a terminal, listed, so that --confirm or --reject can say it.\n\n"
        "\b\nExamples:\n"
        "  veeduria requests link\n"
        "  veeduria requests link --confirm 4f0c93a2 oficio-12.pdf\n"
        "  veeduria requests link --reject 4f0c93a2 oficio-12.pdf"
    ),
)
@pair_option("--confirm", _("This document answers this request."))
@pair_option("--reject", _("This document does not answer this request."))
@reviewer_option()
def link(confirm: Sequence[tuple[str, str]], reject: Sequence[tuple[str, str]], reviewer: str | None) -> None:
    from db.connection import open_database
    from db.store import open_store
    from rules.loader import load_pack

    open_database(current_db()).close()  # linking never makes a database
    pack = load_pack(current_pack())
    who = reviewer or getpass.getuser()
    with open_store(current_db()) as store:
        if confirm or reject:
            _say_links(store, confirm, reject, who)
            return
        doubtful = _link_sure(store, pack)
        left = _ask(store, doubtful, who) if sys.stdin.isatty() else doubtful
        for one in left:
            click.echo(_doubt(one))
    if left:
        raise SystemExit(1)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A link that a person has to decide on, with what it would link."""

    link: Link
    request: Request
    reply: Reply
    document: str


def _say_links(
    store: Store, confirm: Sequence[tuple[str, str]], reject: Sequence[tuple[str, str]], reviewer: str
) -> None:
    from db.requests import confirm_link, find_document, find_request, reject_link

    for pairs, say in ((confirm, confirm_link), (reject, reject_link)):
        for request, document in pairs:
            say(store, find_request(store, request), find_document(store, document), reviewer, now())
    click.echo(_("{n} links confirmed, {m} rejected.").format(n=len(confirm), m=len(reject)))


def _link_sure(store: Store, pack: Pack) -> list[Doubt]:
    """Link what is sure, say how many, and return what is not."""
    from db.queries import letters
    from db.requests import rejected, requests, take_links, unlinked
    from extractor.linking import suggest_links

    sent = {row.request.id: row.request for row in requests(store)}
    replies = {reply.document: reply for reply in unlinked(store)}
    links = suggest_links(replies.values(), list(sent.values()), pack, rejected(store))
    take_links(store, [link for link in links if link.sure], now())
    doubtful = [link for link in links if not link.sure]
    linked, rest = len(links) - len(doubtful), len(replies) - len(links)
    said = (
        ngettext("{n} reply linked", "{n} replies linked", linked).format(n=linked),
        ngettext("{n} doubtful", "{n} doubtful", len(doubtful)).format(n=len(doubtful)),
        ngettext("{n} that fits no request", "{n} that fit no request", rest).format(n=rest),
    )
    click.echo(f"{', '.join(said)}.")
    names = {row.sha256: row.document for row in letters(store)} if doubtful else {}
    return [Doubt(one, sent[one.request], replies[one.document], names[one.document]) for one in doubtful]


def _ask(store: Store, doubtful: Sequence[Doubt], reviewer: str) -> list[Doubt]:
    """Ask for each; return those left open."""
    from db.requests import confirm_link, reject_link

    left = []
    for one in doubtful:
        click.echo(_doubt(one))
        answer = click.prompt(_("Does it answer this request? (y: yes, n: no, s: later)"), type=click.Choice("yns"))
        if answer == "s":
            left.append(one)
        else:
            say = confirm_link if answer == "y" else reject_link
            say(store, one.link.request, one.link.document, reviewer, now())
    return left


def _doubt(one: Doubt) -> str:
    reply = one.reply
    said = ", ".join(clean(part) for part in (reply.institution, reply.unit, reply.date, reply.reference) if part)
    return (
        f"{clean(one.document)} ({said})\n    ? {_named(one.request)}, {one.request.sent or '-'} ({one.link.score:.2f})"
    )


# --- questions -------------------------------------------------------------------------------------------------------


@shared_options
@command.command(
    "questions",
    help=_(
        "Show which questions of a request were answered, partly answered or ignored: as suggested (?) by the words "
        "they share with the reply, or as a person has said.\n\n"
        "\b\nExamples:\n"
        "  veeduria requests questions 4f0c93a2\n"
        "  veeduria requests questions 4f0c93a2 --say 2 ignored"
    ),
)
@click.argument("request", metavar=_("REQUEST"))
@click.option(
    "--say",
    "said",
    type=(click.IntRange(1), click.Choice(STANDINGS)),
    multiple=True,
    metavar=_("NUMBER STANDING"),
    help=_("Say of the question with this number: {standings}.").format(standings=", ".join(STANDINGS)),
)
@reviewer_option()
def questions(request: str, said: Sequence[tuple[int, str]], reviewer: str | None) -> None:
    from db.connection import open_database
    from db.requests import find_request, requests
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    with open_database(current_db()) as db:
        row = next(requests(db, id=find_request(db, request)))
        asked = row.request.questions
        if any(number > len(asked) for number, _standing in said):
            raise click.BadParameter(_("The request has {n} questions.").format(n=len(asked)), param_hint="--say")
    if said:
        _say(row.request, said, reviewer or getpass.getuser())
    with open_database(current_db()) as db:
        for line in _questions(db, row, pack):
            click.echo(line)


def _say(request: Request, said: Sequence[tuple[int, str]], reviewer: str) -> None:
    from db.requests import say_of_question
    from db.store import open_store

    with open_store(current_db()) as store:
        for number, standing in said:
            say_of_question(store, request.id, request.questions[number - 1], standing, reviewer, now())


def _questions(db: Database, row: RequestRow, pack: Pack) -> Iterator[str]:
    from db.requests import reported_to, said_of_questions
    from extractor.questions import judge_questions

    names = {"answered": _("answered"), "partly": _("partly answered"), "ignored": _("ignored")}
    said, told = said_of_questions(db, row.request.id), reported_to(db, row.request.id)
    yield _named(row.request)
    if not row.request.questions:
        yield _("It asks no questions one by one.")
    for number, one in enumerate(judge_questions(row.request.questions, told, pack), start=1):
        standing = names[said[one.question]] if one.question in said else f"{names[one.suggested]}?"
        near = f"  [{one.statement}]" if one.statement else ""
        yield f"  {number}. {clean(one.question)}: {standing}{near}"
