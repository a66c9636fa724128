"""`veeduria privacy`: what is masked, and what a person says of it, once for all outputs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, current_pack, now, options_as, reviewer_option, shared_options

if TYPE_CHECKING:
    from db.releases import MaskedRun
    from db.store import Store
    from rules.models import Pack


@click.group(
    "privacy",
    help=_(
        "Private persons' data: what is masked in everything that leaves, and what of it is public after all.\n\n"
        "\b\nExamples:\n"
        "  veeduria privacy review\n"
        "  veeduria privacy export > masking.yaml"
    ),
)
def command() -> None:
    pass


@dataclass(frozen=True, slots=True)
class RulingOptions:
    """What is said of words: that they are public, an official's name, or private."""

    public: tuple[str, ...]
    official: tuple[str, ...]
    private: tuple[str, ...]

    @property
    def words(self) -> list[tuple[str, str]]:
        """The ruling on each run of words."""
        return [(name, words) for name in ("public", "official", "private") for words in getattr(self, name)]


@shared_options
@command.command(
    "review",
    help=_(
        "Go through the masked runs of the letters, the most frequent first, and say of each whether it is private, "
        "public, or an official's name. What is said once holds for all letters and outputs. Without a terminal the "
        "runs are listed.\n\n"
        "\b\nExamples:\n"
        "  veeduria privacy review\n"
        "  veeduria privacy review --list --format jsonl\n"
        '  veeduria privacy review --public "Hogar Ejemplo" --private "La Muestra"'
    ),
)
@options_as(
    "rulings",
    RulingOptions,
    click.option("--public", "public", multiple=True, metavar=_("WORDS"), help=_("Say that these words are public.")),
    click.option("--official", multiple=True, metavar=_("WORDS"), help=_("Say that they are an official's name.")),
    click.option("--private", "private", multiple=True, metavar=_("WORDS"), help=_("Say that they are private.")),
)
@click.option("--list", "listed", is_flag=True, help=_("List the runs and ask nothing."))
@click.option("--all", "every", is_flag=True, help=_("Those of which something was said already, too."))
@click.option("--format", "form", type=click.Choice(["txt", "csv", "jsonl"]), default="txt", show_default=True)
@reviewer_option()
def review(rulings: RulingOptions, listed: bool, every: bool, form: str, reviewer: str) -> None:
    from db.connection import open_database
    from db.releases import masked_runs, rule
    from db.store import open_store
    from extractor.cli.records import write_records
    from rules.loader import load_pack

    open_database(current_db()).close()  # a review never makes a database
    pack = load_pack(current_pack())
    with open_store(current_db()) as store:
        for ruling, words in rulings.words:
            rule(store, words, ruling, reviewer, now())
        if said := len(rulings.words):
            click.echo(ngettext("{n} answer kept.", "{n} answers kept.", said).format(n=said))
            return
        runs = [run for run in masked_runs(store, pack) if every or run.ruling is None]
        if form != "txt":
            write_records((asdict(run) for run in runs), form)
        elif listed or not sys.stdin.isatty():
            for run in runs:
                click.echo("\n".join(_lines(run, pack)))
            click.echo(ngettext("{n} masked run.", "{n} masked runs.", len(runs)).format(n=len(runs)))
        else:
            _ask(store, runs, pack, reviewer)


@shared_options
@command.command(
    "export",
    help=_(
        "Write what was said of masked runs as data of a rule pack (masking.yaml).\n\n"
        "\b\nExample:\n  veeduria privacy export > masking.yaml"
    ),
)
def export() -> None:
    import yaml

    from db.connection import open_database
    from db.releases import as_pack_data

    with open_database(current_db()) as db:
        click.echo(yaml.safe_dump(as_pack_data(db), allow_unicode=True, default_flow_style=False), nl=False)


def _lines(run: MaskedRun, pack: Pack) -> Iterator[str]:
    labels = {str(kind): label for kind, label in pack.masking.labels.items()}
    rulings = {"public": _("public"), "official": _("official"), "private": _("private")}
    said = f" = {rulings[run.ruling]}" if run.ruling else ""
    letters = ngettext("{n} letter", "{n} letters", run.letters).format(n=run.letters)
    yield f"{run.count:>5}  {run.text}{said}  ({labels.get(run.kind, run.kind).strip('[]')}, {letters})"
    yield f"       …{run.before}[{run.text}]{run.after}…"


def _ask(store: Store, runs: Sequence[MaskedRun], pack: Pack, reviewer: str) -> None:
    """Ask for each run, until told to stop."""
    from db.releases import rule
    from extractor.review.keys import LATER, NO, STOP, YES

    meant = {YES: "private", NO: "public", "f": "official", LATER: None, STOP: ""}
    question = _("Private? (a: yes, it stays masked, r: no, it is public, f: an official's name, s: skip, q: quit)")
    for number, run in enumerate(runs, start=1):
        click.echo("\n".join((f"{number}/{len(runs)}", *_lines(run, pack))))
        ruling = meant[click.prompt(question, type=click.Choice(tuple(meant)), show_choices=False)]
        if ruling == "":
            return
        if ruling:
            rule(store, run.text, ruling, reviewer, now())
