"""`veeduria review`: confirm, correct or reject what the program suggests, one statement at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.records import Filters
from extractor.cli import review_sheet
from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _, ngettext
from extractor.cli.looking import looker
from extractor.cli.options import (
    KINDS,
    LEVELS,
    current_db,
    current_pack,
    known_body,
    known_letter,
    now,
    options_as,
    reviewer_option,
    shared_options,
)
from extractor.cli.review_web import ScreenOptions, screen_options, serve_review

if TYPE_CHECKING:
    from db.records import Filters
    from db.store import Store
    from extractor.review.records import ReviewState
    from extractor.review.session import ReviewSession


@dataclass(frozen=True, slots=True)
class QueueOptions:
    """Which statements are reviewed, in which order."""

    body: str | None
    level: str | None
    kind: tuple[str, ...]
    min_score: float | None
    max_score: float | None
    letter: str | None
    mine: bool
    rule: str | None
    order: str
    figures: bool

    def filters(self, reviewer: str) -> Filters:
        narrowed = Filters(
            self.body, self.level, None, self.kind, self.min_score, self.max_score, self.letter, self.rule
        )
        return replace(narrowed, assigned=reviewer if self.mine else None, figures=self.figures)


@dataclass(frozen=True, slots=True)
class SampleOptions:
    """How many statements are drawn of what was set aside, or accepted together; the seed they are drawn with."""

    sample_missed: int | None
    sample_accepted: int | None
    seed: int


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """The spreadsheet that is written, or read, instead of asking; whether what it says is done."""

    to_sheet: Path | None
    from_sheet: Path | None
    apply: bool
    conflicts: Path | None


@shared_options
@click.command(
    "review",
    help=_(
        "Review statement by statement, at the keyboard, what the program suggests. It goes on where you left it; "
        "press ? for the keys.\n\n"
        "\b\nExamples:\n"
        "  veeduria review\n"
        "  veeduria review --body PJ --order uncertain\n"
        "  veeduria review --sample-missed 100\n"
        "  veeduria review --figures\n"
        "  veeduria review --to-sheet review.xlsx\n"
        "  veeduria review --from-sheet review.xlsx --apply"
    ),
)
@options_as(
    "queue",
    QueueOptions,
    click.option(
        "--body",
        metavar=_("BODY"),
        help=_('Only statements of this body; "": of letters whose institution is unknown.'),
    ),
    click.option("--level", type=LEVELS, help=_("Only what is suggested for this level.")),
    click.option(
        "--kind",
        type=KINDS,
        multiple=True,
        help=_("Only statements of this kind."),
    ),
    click.option(
        "--min-score", type=click.FloatRange(0, 1), help=_("Only first suggestions with at least this score.")
    ),
    click.option("--max-score", type=click.FloatRange(0, 1), help=_("Only first suggestions with at most this score.")),
    click.option("--letter", metavar=_("FILE"), help=_("Only this letter: its file name or the start of its hash.")),
    click.option("--mine", is_flag=True, help=_("Only letters that are given to you (veeduria assign).")),
    click.option("--rule", metavar=_("RULE"), help=_("Only statements for which this rule, facet or cue spoke.")),
    click.option(
        "--order",
        type=click.Choice(["letter", "uncertain"]),
        default="letter",
        show_default=True,
        help=_("Letter by letter, or least certain first."),
    ),
    click.option(
        "--figures",
        is_flag=True,
        help=_(
            "Review figures alone: every statement that tells any, whatever it is; they are accepted, corrected,"
            " rejected."
        ),
    ),
)
@options_as(
    "sample",
    SampleOptions,
    click.option(
        "--sample-missed",
        type=click.IntRange(min=1),
        metavar=_("N"),
        help=_("Review N statements drawn at random from those judged no report, to see how many actions were missed."),
    ),
    click.option(
        "--sample-accepted",
        type=click.IntRange(min=1),
        metavar=_("N"),
        help=_("Look at N statements drawn at random from those accepted together, to see how many of them are wrong."),
    ),
    click.option("--seed", type=int, default=1, show_default=True, help=_("Another seed draws another sample.")),
)
@reviewer_option(_("Who decides (default: VEEDURIA_REVIEWER, else the name of the user)."))
@click.option("--alone", is_flag=True, help=_("Rules and model only, without what the database's filings teach."))
@options_as(
    "sheet",
    SheetOptions,
    click.option(
        "--to-sheet",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=_("FILE"),
        help=_("Write the statements to a spreadsheet (.xlsx, .csv) to fill in, instead of asking here."),
    ),
    click.option(
        "--from-sheet",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar=_("FILE"),
        help=_(
            "Read a filled-in spreadsheet, or what comes back from Label Studio (.json), Prodigy (.jsonl) or INCEpTION "
            "(.xmi, .zip): say what it would do."
        ),
    ),
    click.option("--apply", is_flag=True, help=_("With --from-sheet: write it, in one act.")),
    click.option(
        "--conflicts",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=_("FILE"),
        help=_("With --from-sheet: write what was decided otherwise since to a sheet, with both values."),
    ),
)
@screen_options()
def command(
    queue: QueueOptions,
    sample: SampleOptions,
    reviewer: str,
    alone: bool,
    sheet: SheetOptions,
    screen: ScreenOptions,
) -> None:
    filters = queue.filters(reviewer)
    if queue.figures and (sheet.from_sheet or sheet.to_sheet):
        raise click.UsageError(_("--figures goes without a spreadsheet: figures are reviewed on the screen."))
    if sheet.from_sheet and sheet.to_sheet:
        raise click.UsageError(_("--to-sheet and --from-sheet do not go together."))
    if sheet.from_sheet is not None:
        review_sheet.from_sheet(sheet.from_sheet, sheet.apply, reviewer, sheet.conflicts)
        return
    if sheet.apply or sheet.conflicts:
        raise click.UsageError(_("--apply and --conflicts go with --from-sheet."))
    if sheet.to_sheet is not None:
        review_sheet.to_sheet(sheet.to_sheet, filters, queue.order, reviewer)
        return
    screen.check(_("Review needs a terminal; without one: review --web, --to-sheet FILE.xlsx, or veeduria decide"))
    from db import queries
    from db.connection import open_database
    from db.store import open_store

    with open_database(current_db()) as db:  # a review never makes a database
        filters = replace(filters, institution=known_body(db, queue.body), document=known_letter(db, queue.letter))
    with open_store(current_db()) as store:
        if sample.sample_missed:
            filters = replace(filters, ids=_sampled(store, sample.sample_missed, sample.seed))
        if sample.sample_accepted:
            filters = replace(filters, ids=_sampled_accepted(store, sample.sample_accepted, sample.seed))
        if screen.at:
            queries.statement(store, screen.at)  # there is one
        make = _sessions(filters, queue, screen.password, not alone)
        if not screen.web:
            state = _review(make(store, reviewer), screen.at)
    if screen.web:
        serve_review(make, reviewer, screen)
        return
    decided = ngettext("{n} decision today.", "{n} decisions today.", state.today).format(n=state.today)
    open_still = _("Still open here: {n}.").format(n=len(state.queue) - state.settled)
    click.echo(f"{decided} {open_still}")


def _review(session: ReviewSession, at: str | None) -> ReviewState:
    from rich.console import Console

    from extractor.cli.terminal import pressed_keys
    from extractor.review.terminal.loop import run

    with pressed_keys() as keys:
        return run(session, keys, Console(highlight=False), at)


def _sessions(
    filters: Filters, queue: QueueOptions, password: str | None, learning: bool
) -> Callable[[Store, str], ReviewSession]:
    """Return what makes a reviewer's session at this queue."""
    from extractor.review.sentences import reasons
    from extractor.review.session import ReviewSession
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    from db.seen_by import seen_by

    def session(store: Store, reviewer: str) -> ReviewSession:
        own = replace(filters, assigned=reviewer) if queue.mine else filters
        sight = seen_by(store.path, reviewer)
        return ReviewSession(
            store, pack, reviewer, own, queue.order, reasons(), looker(password), sight=sight, learning=learning
        )

    return session


def _sampled(store: Store, wanted: int, seed: int) -> tuple[str, ...]:
    """Return the sample, filled up to the size wanted from what has not been looked at."""
    from db.queue import sample, sampled, set_aside
    from extractor.core.sampling import draw

    drawn = sampled(store)
    more = draw(set_aside(store), max(wanted - len(drawn), 0), seed)
    sample(store, more, seed, now())
    if not drawn and not more:
        raise NeedsPerson(_("Nothing was judged no report, so nothing can have been missed there."))
    return (*drawn, *more)


def _sampled_accepted(store: Store, wanted: int, seed: int) -> tuple[str, ...]:
    """Return the sample of what was accepted together, filled up to the size wanted."""
    from db.queue import sample
    from db.together import sample_of_accepted, unread
    from extractor.core.sampling import draw

    drawn = sample_of_accepted(store)
    more = draw(unread(store), max(wanted - len(drawn), 0), seed)
    sample(store, more, seed, now())
    if not drawn and not more:
        raise NeedsPerson(_("Nothing was accepted together, so there is nothing to look at."))
    return (*drawn, *more)
