"""`veeduria status`: what is in the database and what is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, shared_options
from extractor.cli.wording import outcome_name, problem_sentence
from extractor.core.clean import clean
from extractor.core.model import Kind
from extractor.core.states import AMENDING, FILING, Ruling

if TYPE_CHECKING:
    from db.records import DatabaseStatus

OUTCOMES = ("read", "needs_person", "unread", "duplicate", "failed")


@shared_options
@click.command(
    "status",
    help=_("Say what was read, what is decided and what is open.\n\n\b\nExample:\n  veeduria status --db round3.db"),
)
@click.option("--json", "as_json", is_flag=True, help=_("Write one JSON object."))
def command(as_json: bool) -> None:
    from db import counting
    from db.connection import open_database
    from db.figures import statements_with_figures
    from db.queue import missed, sampled
    from db.together import accepted_together

    with open_database(current_db()) as db:
        found = counting.status(db)
        sample = missed(db) if sampled(db) else (0, 0, 0)
        together = accepted_together(db)
        figures = statements_with_figures(db)
    if as_json:
        import json

        click.echo(
            json.dumps(
                asdict(found) | {"sample": sample, "accepted_together": together, "figures": figures},
                ensure_ascii=False,
            )
        )
        return
    for line in _lines(found, sample, together, figures):
        click.echo(line)


def _lines(
    found: DatabaseStatus, sample: tuple[int, int, int], together: tuple[int, int, int], figures: tuple[int, int]
) -> Iterator[str]:
    yield from _files(found)
    yield ""
    yield from _statements(found, figures)
    yield from _sample(sample, sum(found.kinds[Kind.ACTION]) + sum(found.kinds[Kind.PLANNED]))
    yield from _together(*together)
    if found.problems:
        yield ""
        yield _("Problems")
        for code, count in found.problems.items():
            yield f"  {count:>6}  {problem_sentence(code, '…')}"
    yield from _next(found, figures[0])


def _files(found: DatabaseStatus) -> Iterator[str]:
    total = sum(found.files.values())
    yield ngettext("{n} file", "{n} files", total).format(n=total)
    for outcome in OUTCOMES:
        if count := found.files.get(outcome):
            yield f"  {count:>6}  {outcome_name(outcome, count)}"
    if found.institutions_unknown:
        yield f"  {found.institutions_unknown:>6}  {_('of unknown institution: name it in review')}"


def _statements(found: DatabaseStatus, figures: tuple[int, int]) -> Iterator[str]:
    names = {
        Kind.ACTION: _("actions"),
        Kind.PLANNED: _("planned actions"),
        Kind.NO_ACTION: _("nothing done"),
        Kind.NOT_COMPETENT: _("not competent"),
        Kind.OTHER: _("no report"),
    }
    yield f"{_('Statements'):<18}{_('open'):>9}{_('decided'):>10}"
    for kind, name in names.items():
        undecided, decided = found.kinds[kind]
        yield f"  {name:<16}{undecided:>9}{decided:>10}"
    if any(figures):
        yield f"  {_('with figures'):<16}{figures[0]:>9}{figures[1]:>10}"
    filed = sum(found.standings.get(standing, 0) for standing in FILING)
    changed = sum(found.standings.get(standing, 0) for standing in AMENDING)
    if filed:
        settled = filed + found.standings.get(Ruling.REJECTED, 0)
        yield _("Decided otherwise than suggested: {changed} of {n}.").format(n=settled, changed=changed)
    for reviewer, count in found.reviewers.items():
        said = ngettext("{reviewer}: {n} decision", "{reviewer}: {n} decisions", count)
        yield f"  {said.format(reviewer=clean(reviewer), n=count)}"


def _sample(sample: tuple[int, int, int], reported: int) -> Iterator[str]:
    """Say how many actions were missed, and what share was recognised, as the sample of what was set aside tells."""
    from extractor.core.sampling import missed_estimate, recall_interval

    looked, actions, total = sample
    if looked:
        missed = estimate, low, high = missed_estimate(looked, actions, total)
        yield _(
            "Sample of what was judged no report: {looked} looked at, actions among them: {actions}."
            " So actions missed in all: about {estimate:.0f} ({low} to {high})."
        ).format(looked=looked, actions=actions, estimate=estimate, low=low, high=high)
        if recall := recall_interval(reported, missed):
            yield _("Of all actions, about {share:.0%} were recognised ({low:.0%} to {high:.0%}).").format(
                share=recall[0], low=recall[1], high=recall[2]
            )


def _together(looked: int, wrong: int, total: int) -> Iterator[str]:
    """Say how many statements were accepted several at a time, and how many are wrong, as their sample tells."""
    from extractor.core.sampling import missed_estimate

    if not total:
        return
    yield ngettext(
        "{n} statement was accepted together with others of its letter, unread.",
        "{n} statements were accepted together with others of their letter, unread.",
        total,
    ).format(n=total)
    if not looked:
        yield _("How many of them are wrong, a sample tells: veeduria review --sample-accepted 50")
        return
    estimate, low, high = missed_estimate(looked, wrong, total)
    yield _(
        "Sample of these: {looked} looked at, wrong among them: {wrong}. So wrong in all: about {estimate:.0f}"
        " ({low} to {high})."
    ).format(looked=looked, wrong=wrong, estimate=estimate, low=low, high=high)


def _next(found: DatabaseStatus, figures: int) -> Iterator[str]:
    hints: list[Any] = []
    if found.files.get("failed"):
        hints.append(_("Some files were not finished. Name them once more: veeduria ingest"))
    if found.moved:
        said = ngettext(
            "{n} decision is on a statement that is not where it was read before: look at it in the review.",
            "{n} decisions are on statements that are not where they were read before: look at them in the review.",
            found.moved,
        )
        hints.append(said.format(n=found.moved))
    if found.other_packs:
        said = ngettext(
            "{n} letter was read with other rules than the last: veeduria ingest --again",
            "{n} letters were read with other rules than the last: veeduria ingest --again",
            found.other_packs,
        )
        hints.append(said.format(n=found.other_packs))
    if not found.files:
        hints.append(_("Next: veeduria ingest FOLDER"))
    if any(undecided for kind, (undecided, _decided) in found.kinds.items() if kind != Kind.OTHER):
        hints.append(_("Next: veeduria review"))
    elif figures:
        hints.append(_("Next, the figures: veeduria review --figures"))
    if hints:
        yield ""
        yield from hints
