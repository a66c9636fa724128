"""`veeduria evaluate`: how well labelled letters are read, or labelled texts classified, and what has changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _
from extractor.cli.options import current_pack, options_as, shared_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.evaluation import Evaluation
    from rules.models import Pack


@dataclass(frozen=True, slots=True)
class FigureOptions:
    """Which figures are shown, and how."""

    as_json: bool
    misses: bool
    with_rules: bool


@shared_options
@click.command(
    "evaluate",
    help=_(
        "Score the program against labelled data.\n\n"
        "GOLD is a file of labelled letters (JSON Lines, the PDFs beside it) or of labelled texts. Without it, what "
        "nobody has seen is measured first: each batch of the pack's examples by rules and by a model fitted without "
        "it, beside a plain TF-IDF with SVM (minutes; the models are kept); then the sample letters that come with "
        "the program, which rule writers have read (--seen: these alone). Figures kept in baseline.json beside GOLD "
        "show what was gained and lost since; a loss gives exit code 1.\n\n"
        "\b\nExample:\n  veeduria evaluate letters/gold.jsonl"
    ),
)
@click.argument(
    "gold", required=False, metavar=_("[GOLD]"), type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--seen", is_flag=True, help=_("Only the sample letters, which rule writers have read."))
@options_as(
    "shown",
    FigureOptions,
    click.option("--json", "as_json", is_flag=True, help=_("Write the figures as one JSON object.")),
    click.option("--misses", is_flag=True, help=_("List what was missed and what the labels do not hold.")),
    click.option(
        "--rules", "with_rules", is_flag=True, help=_("Add figures per body, reliability, confusion and per rule.")
    ),
)
@click.option(
    "--baseline", type=click.Path(dir_okay=False, path_type=Path), help=_("Compare with the figures kept in this file.")
)
@click.option("--update-baseline", is_flag=True, help=_("Keep these figures for the next comparison."))
def command(gold: Path | None, seen: bool, shown: FigureOptions, baseline: Path | None, update_baseline: bool) -> None:
    from corpus.evaluation import SHIPPED
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    unseen = {} if gold or seen else _unseen(pack, quiet=shown.as_json)
    if unseen and not shown.as_json:
        click.echo(_("The sample letters, which rule writers have read:"))
    gold = gold or SHIPPED
    baseline = baseline or gold.parent / "baseline.json"
    run = _run(gold, pack, baseline, shown.as_json)
    if shown.as_json:
        more = {"unseen": unseen} if unseen else {}
        click.echo(
            json.dumps({**run.figures, **more, "gains": run.gains, "losses": run.losses}, ensure_ascii=False, indent=2)
        )
    else:
        for line in _lines(run, pack, shown):
            click.echo(line)
    if update_baseline:
        baseline.write_text(
            json.dumps(run.record, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf8"
        )
    elif run.losses:
        raise NeedsPerson


def _unseen(pack: Pack, quiet: bool) -> dict[str, dict[str, float]]:
    """Measure each batch of examples without its writer, and say it as it comes; the models are kept for next time."""
    from corpus.leaveout import unseen
    from rules.model.fit import FitError
    from rules.pack_cache import cache_folder

    found: dict[str, dict[str, float]] = {}
    try:
        for one in unseen(pack, keep=cache_folder() / "left-out"):
            if not found and not quiet:
                click.echo(_("Texts of writers who were left out, right function first:"))
            found[one.batch] = one.figures()
            if not quiet:
                click.echo(
                    _(
                        "{batch}: plain SVM {svm:.3f}, rules {rules:.3f}, rules and model {first:.3f}; among three "
                        "{among_three:.3f}; level {level:.3f}; of {sure} at 0.9 and more {sure_right:.3f} right"
                    ).format(batch=one.batch, **found[one.batch])
                )
    except (FitError, OSError) as error:
        click.echo(error.said(_) if isinstance(error, FitError) else str(error), err=True)
    return found


def _run(gold: Path, pack: Pack, baseline: Path, as_json: bool) -> Evaluation:
    from corpus.evaluation import evaluate_letters, evaluate_texts, holds_letters, measure_name, read_baseline

    called = str if as_json else measure_name  # what programs read stays as it is in every language
    before = read_baseline(baseline)
    if not holds_letters(gold):
        return evaluate_texts(gold, pack, before, called)
    from extractor.read.letter import read_letter

    return evaluate_letters(gold, lambda data: read_letter(data, pack), before, called)


def _lines(run: Evaluation, pack: Pack, shown: FigureOptions) -> Iterator[str]:
    from corpus.evaluation import letter_lines, rule_lines, text_lines

    yield from letter_lines(run.figures) if "letters" in run.figures else text_lines(run.figures)
    if shown.with_rules:
        yield from rule_lines(run.answers, pack)
    if shown.misses:
        yield from run.misses
    yield from (f"+ {line}" for line in run.gains)
    yield from (f"- {line}" for line in run.losses)
