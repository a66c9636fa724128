"""`veeduria compare`: the same action told twice is found, and a person says whether it is one."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence, Set
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, current_pack, known_body, now, options_as, reviewer_option, shared_options
from extractor.cli.unmasking import guard, make_sanitizer, unmasked_option
from extractor.core.clean import clean
from extractor.rounds.settings import COMPARISON_LIKELY

if TYPE_CHECKING:
    from db.comparisons import Compared
    from db.connection import Database
    from db.records import ActionRow, StatementRow
    from db.store import Store
    from extractor.cli.contracts import Sanitizer
    from extractor.rounds.comparison import Alike, Reason

PAIR = (str, str)


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two statements to be shown side by side, with what is said of them by the program and by people."""

    alike: Alike
    one: ActionRow | StatementRow
    other: ActionRow | StatementRow
    said: Compared | None = None


@dataclass(frozen=True, slots=True)
class VerdictOptions:
    """What is said of pairs, or taken back."""

    same: tuple[tuple[str, str], ...]
    different: tuple[tuple[str, str], ...]
    undo: bool

    @property
    def words(self) -> list[tuple[tuple[str, str], str]]:
        """Each pair that something is said of, with the verdict."""
        return [*((pair, "same") for pair in self.same), *((pair, "different") for pair in self.different)]


@dataclass(frozen=True, slots=True)
class PairOptions:
    """Which pairs are listed or asked for, and how."""

    listed: bool
    decided: bool
    body: str | None
    min_score: float | None
    form: str


@shared_options
@click.command(
    "compare",
    help=_(
        "Find actions that two sources or two bodies tell of, and texts repeated from one period to the next. On a "
        "terminal each pair is asked for; else the open ones are listed. What you say is the same is counted once in "
        "reports. Private persons' data is masked.\n\n"
        "\b\nExamples:\n"
        "  veeduria compare\n"
        "  veeduria compare --body MINEDU --format jsonl\n"
        "  veeduria compare --same c1f0c93a2b7d45e6 c8e0d11b7a9c2f34\n"
        "  veeduria compare --undo"
    ),
)
@options_as(
    "verdict",
    VerdictOptions,
    click.option("--same", type=PAIR, multiple=True, metavar="ID ID", help=_("These two tell of one action.")),
    click.option("--different", type=PAIR, multiple=True, metavar="ID ID", help=_("These two are two actions.")),
    click.option("--undo", is_flag=True, help=_("Take back your last word.")),
)
@options_as(
    "shown",
    PairOptions,
    click.option("--list", "listed", is_flag=True, help=_("List the open pairs, do not ask.")),
    click.option("--decided", is_flag=True, help=_("List the pairs that somebody decided on.")),
    click.option("--body", metavar=_("BODY"), help=_("Only pairs in which this body tells.")),
    click.option("--min-score", type=click.FloatRange(0, 1), help=_("Only pairs with at least this score.")),
    click.option("--format", "form", type=click.Choice(["txt", "jsonl"]), default="txt", show_default=True),
)
@reviewer_option()
@unmasked_option()
def command(verdict: VerdictOptions, shown: PairOptions, reviewer: str, unmasked: str | None) -> None:
    from db.connection import open_database
    from db.store import open_store

    open_database(current_db()).close()  # comparing never makes a database
    if verdict.words or verdict.undo:
        with open_store(current_db()) as store:
            _say(store, verdict, reviewer)
        return
    sanitize = make_sanitizer("compare", unmasked)
    with open_database(current_db()) as db:
        body = known_body(guard(db, sanitize), shown.body)
        found = _decided(db) if shown.decided else _open(db, shown.min_score)
        pairs = [pair for pair in found if body in (None, pair.one.institution, pair.other.institution)]
    if shown.listed or shown.decided or shown.form != "txt" or not sys.stdin.isatty():
        _list(pairs, shown.form, sanitize)
        return
    with open_store(current_db()) as store:
        _ask(store, pairs, reviewer, sanitize)


def _open(db: Database, min_score: float | None) -> Iterator[ShownPair]:
    """Yield the suggested pairs that nobody's word settles, best first."""
    from db import action_rows
    from db.comparisons import settled
    from extractor.publish.balance import ReportContext
    from extractor.publish.compared import compared_actions
    from extractor.rounds.comparison import compare
    from rules.loader import load_pack

    context, verdict = ReportContext(db, load_pack(current_pack()), clean), settled(db)
    found = compare(
        compared_actions(context, action_rows.actions(db)), COMPARISON_LIKELY if min_score is None else min_score
    )
    left = [alike for alike in found if verdict(alike.one, alike.other) is None]
    rows = _rows(db, {id for alike in left for id in (alike.one, alike.other)})
    return (ShownPair(alike, rows[alike.one], rows[alike.other]) for alike in left)


def _decided(db: Database) -> Iterator[ShownPair]:
    """Yield the pairs that somebody's word is in force on, in the order in which it was given."""
    from db.comparisons import compared
    from extractor.rounds.comparison import Alike

    said = list(compared(db).values())
    rows = _rows(db, {id for word in said for id in (word.one, word.other)})
    for word in said:
        alike = Alike(word.one, word.other, word.score or 0.0, False, ())
        yield ShownPair(alike, rows[word.one], rows[word.other], word)


def _rows(db: Database, ids: Set[str]) -> dict[str, ActionRow | StatementRow]:
    """Return the actions with these ids and, of what is no action any more, the statement."""
    from db import action_rows, queries

    rows: dict[str, ActionRow | StatementRow] = {row.id: row for row in action_rows.actions(db) if row.id in ids}
    return rows | {id: queries.statement(db, id) for id in ids - rows.keys()}


# --- show ------------------------------------------------------------------------------------------------------------


def _list(pairs: Sequence[ShownPair], form: str, shown: Sanitizer) -> None:
    if form == "jsonl":
        from extractor.cli.records import write_records

        write_records((_record(pair, shown) for pair in pairs), form)
        return
    for pair in pairs:
        click.echo("\n".join(_lines(pair, shown)) + "\n")
    click.echo(ngettext("{n} pair", "{n} pairs", len(pairs)).format(n=len(pairs)))


def _record(pair: ShownPair, shown: Sanitizer) -> dict[str, Any]:
    said = pair.said
    return {
        "score": said.score if said else pair.alike.score,
        "repeated": pair.alike.repeated,
        "reasons": shown.all([asdict(reason) for reason in pair.alike.reasons]),
        "verdict": said.verdict if said else None,
        "reviewer": clean(said.reviewer) if said else None,
        "at": said.at if said else None,
        "one": _telling(pair.one, shown),
        "other": _telling(pair.other, shown),
    }


def _telling(row: ActionRow | StatementRow, shown: Sanitizer) -> dict[str, Any]:
    return {
        "id": row.id,
        "institution": row.institution,
        "unit": shown.all(row.unit),
        "source": row.source,
        "document": clean(row.document),
        "page": row.page,
        "text": shown(row.text),
    }


def _lines(pair: ShownPair, shown: Sanitizer) -> Iterator[str]:
    from extractor.publish.words import is_sheet

    word, alike = pair.said, pair.alike
    if word:
        names = {"same": _("one action"), "different": _("two actions")}
        yield f"{names[word.verdict]} ({clean(word.reviewer)}, {word.at})"
    else:
        about = _("the same text, told of another period") if alike.repeated else _("perhaps one action")
        yield f"{alike.score:.2f}  {about}"
    yield from (f"  {_reason(reason, shown)}" for reason in alike.reasons)
    for row in (pair.one, pair.other):
        where = ", ".join(part for part in (row.institution, shown.all(row.unit), _title(row.source)) if part)
        said = _("{document}, line {n}") if is_sheet(row.document) else _("{document}, page {n}")
        place = said.format(document=clean(row.document), n=row.page)
        yield f"  {row.id}  {where} ({place})"
        yield f"    {shown(row.text)}"


def _title(source: str) -> str:
    from rules.loader import load_pack

    return next((one.title for one in load_pack(current_pack()).sources if one.id == source), source)


def _reason(reason: Reason, shown: Sanitizer) -> str:
    names = {"norms": _("norms"), "counts": _("numbers"), "places": _("places"), "dates": _("dates")}
    if reason.shared:
        return f"+ {names[reason.about]}: {shown(', '.join(reason.shared))}"
    return f"- {names[reason.about]}: {shown(', '.join(reason.one))} / {shown(', '.join(reason.other))}"


# --- say -------------------------------------------------------------------------------------------------------------


def _say(store: Store, said: VerdictOptions, reviewer: str) -> None:
    from db.comparisons import Compared, say, take_back

    if said.undo and said.words:
        raise click.UsageError(_("Say something new or take something back, not both at once."))
    if said.undo:
        undone = take_back(store, reviewer, now())
        if undone is None:
            raise click.UsageError(_("There is nothing of {reviewer} to take back.").format(reviewer=clean(reviewer)))
        click.echo(_("Taken back: {one} and {other}").format(one=undone.one, other=undone.other))
        return
    say(store, [Compared(*pair, verdict, None, reviewer, now()) for pair, verdict in said.words])
    click.echo(ngettext("{n} pair recorded.", "{n} pairs recorded.", len(said.words)).format(n=len(said.words)))


def _ask(store: Store, pairs: Sequence[ShownPair], reviewer: str, shown: Sanitizer) -> None:
    """Ask for each pair that no earlier answer settles, until told to stop."""
    from db.comparisons import settled
    from extractor.review.keys import LATER, NO, STOP, YES

    verdict = settled(store)
    for number, pair in enumerate(pairs, 1):
        if verdict(pair.one.id, pair.other.id) is not None:
            continue
        click.echo(f"\n{number}/{len(pairs)}  " + "\n".join(_lines(pair, shown)))
        answer = click.prompt(
            _("One action? (a: yes, the same, r: no, different, s: skip, q: quit)"),
            type=click.Choice((YES, NO, LATER, STOP)),
            show_choices=False,
        )
        if answer == STOP:
            return
        if answer != LATER:
            _record_answer(store, pair, "same" if answer == YES else "different", reviewer)
            verdict = settled(store)
    click.echo(_("That was all. What you said can be taken back with: veeduria compare --undo"))


def _record_answer(store: Store, pair: ShownPair, verdict: str, reviewer: str) -> None:
    from db.comparisons import Compared, say

    say(store, [Compared(pair.one.id, pair.other.id, verdict, pair.alike.score, reviewer, now())])
