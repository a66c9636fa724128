"""`veeduria evaluate`: how well labelled letters are read, or labelled texts classified, and what has changed since."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_pack, shared_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.evaluation import Evaluation
    from rules.models import Pack


@shared_options
@click.command(
    "evaluate",
    help=_(
        "Score the program against labelled data.\n\n"
        "GOLD is a file of labelled letters (JSON Lines, the PDFs beside it) or of labelled texts; without it, the "
        "sample letters that come with the program are scored. Figures kept in baseline.json beside GOLD show what "
        "was gained and lost since; a loss gives exit code 1.\n\n"
        "\b\nExample:\n  veeduria evaluate letters/gold.jsonl"
    ),
)
@click.argument("gold", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Write the figures as one JSON object."))
@click.option("--misses", is_flag=True, help=_("List what was missed and what the labels do not hold."))
@click.option(
    "--rules", "with_rules", is_flag=True, help=_("Add figures per body, reliability, confusion and per rule.")
)
@click.option(
    "--baseline", type=click.Path(dir_okay=False, path_type=Path), help=_("Compare with the figures kept in this file.")
)
@click.option("--update-baseline", is_flag=True, help=_("Keep these figures for the next comparison."))
def command(
    gold: Path | None, as_json: bool, misses: bool, with_rules: bool, baseline: Path | None, update_baseline: bool
) -> None:
    from corpus.evaluation import SHIPPED
    from rules.loader import load_pack

    gold = gold or SHIPPED
    baseline = baseline or gold.parent / "baseline.json"
    pack = load_pack(current_pack())
    run = _run(gold, pack, baseline)
    if as_json:
        click.echo(json.dumps({**run.figures, "gains": run.gains, "losses": run.losses}, ensure_ascii=False, indent=2))
    else:
        for line in _lines(run, pack, misses, with_rules):
            click.echo(line)
    if update_baseline:
        baseline.write_text(
            json.dumps(run.record, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf8"
        )
    elif run.losses:
        raise SystemExit(1)


def _run(gold: Path, pack: Pack, baseline: Path) -> Evaluation:
    from corpus.evaluation import evaluate_letters, evaluate_texts, holds_letters, read_baseline

    before = read_baseline(baseline)
    if not holds_letters(gold):
        return evaluate_texts(gold, pack, before)
    from extractor.read.letter import read_letter

    return evaluate_letters(gold, lambda data: read_letter(data, pack), before)


def _lines(run: Evaluation, pack: Pack, misses: bool, with_rules: bool) -> Iterator[str]:
    from corpus.evaluation import letter_lines, rule_lines, text_lines

    yield from letter_lines(run.figures) if "letters" in run.figures else text_lines(run.figures)
    if with_rules:
        yield from rule_lines(run.answers, pack)
    if misses:
        yield from run.misses
    yield from (f"+ {line}" for line in run.gains)
    yield from (f"- {line}" for line in run.losses)
