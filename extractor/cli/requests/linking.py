"""`veeduria requests link`: what is sure is linked, what is doubtful is asked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, current_pack, now, reviewer_option, shared_options
from extractor.cli.requests.options import named, pair_option
from extractor.cli.unmasking import file_name
from extractor.cli.unmasking import said as said_of
from rules.loader import load_pack

if TYPE_CHECKING:
    from db.store import Store
    from extractor.rounds.linking import Link, ReplyLetter
    from extractor.rounds.register import Request
    from rules.models import Pack


@shared_options
@click.command(
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
def command(confirm: Sequence[tuple[str, str]], reject: Sequence[tuple[str, str]], reviewer: str) -> None:
    from db.connection import open_database
    from db.store import open_store

    open_database(current_db()).close()  # linking never makes a database
    pack = load_pack(current_pack())
    with open_store(current_db()) as store:
        if confirm or reject:
            _say_links(store, confirm, reject, reviewer)
            return
        doubtful = _link_sure(store, pack)
        left = _ask(store, doubtful, pack, reviewer) if sys.stdin.isatty() else doubtful
        for one in left:
            click.echo(_doubt(one, pack))
    if left:
        click.echo(_("Say of each: veeduria requests link --confirm REQUEST DOCUMENT, or --reject REQUEST DOCUMENT"))
        raise NeedsPerson


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that a person has to decide on, with what it would link."""

    link: Link
    request: Request
    reply: ReplyLetter
    document: str


def _say_links(
    store: Store, confirm: Sequence[tuple[str, str]], reject: Sequence[tuple[str, str]], reviewer: str
) -> None:
    from db.requests import confirm_link, find_document, find_request, reject_link

    for pairs, say in ((confirm, confirm_link), (reject, reject_link)):
        for request, document in pairs:
            say(store, find_request(store, request), find_document(store, document), reviewer, now())
    said = ngettext("{n} link confirmed, {m} rejected.", "{n} links confirmed, {m} rejected.", len(confirm))
    click.echo(said.format(n=len(confirm), m=len(reject)))


def _link_sure(store: Store, pack: Pack) -> list[OpenLink]:
    """Link what is sure, say how many, and return what is not."""
    from db.letter_rows import letters
    from db.requests import open_links, requests, take_links, unlinked

    sent = {row.request.id: row.request for row in requests(store)}
    replies = {reply.document: reply for reply in unlinked(store)}
    links = open_links(store, pack)
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
    return [OpenLink(one, sent[one.request], replies[one.document], names[one.document]) for one in doubtful]


def _ask(store: Store, doubtful: Sequence[OpenLink], pack: Pack, reviewer: str) -> list[OpenLink]:
    """Ask for each, until told to stop; return those left open."""
    from db.requests import confirm_link, reject_link
    from extractor.review.keys import LATER, NO, STOP, YES

    left: list[OpenLink] = []
    for number, one in enumerate(doubtful):
        click.echo(_doubt(one, pack))
        question = _("Does it answer this request? (a: yes, r: no, s: skip, q: quit)")
        answer = click.prompt(question, type=click.Choice((YES, NO, LATER, STOP)), show_choices=False)
        if answer == STOP:
            return [*left, *doubtful[number:]]
        if answer == LATER:
            left.append(one)
        else:
            say = confirm_link if answer == YES else reject_link
            say(store, one.link.request, one.link.document, reviewer, now())
    return left


def _doubt(one: OpenLink, pack: Pack) -> str:
    reply = one.reply
    said = ", ".join(said_of(part) for part in (reply.institution, reply.unit, reply.date, reply.reference) if part)
    asked = f"{named(one.request, pack)}, {one.request.sent or '-'} ({one.link.score:.2f})"
    return f"{file_name(one.document)} ({said})\n    ? {asked}"
