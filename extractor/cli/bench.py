"""`veeduria bench`: how fast letters are read here, stage by stage, beside the bare PDF libraries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_pack, shared_options

if TYPE_CHECKING:
    from corpus.bench import Timing


@shared_options
@click.command(
    "bench",
    help=_(
        "Measure pages per second of each stage on some letters, beside pdfplumber's extract_text and bare PDFium on "
        "the same files. Without PATH, on the sample letters.\n\n"
        "\b\nExample:\n  veeduria bench LETTERS/ --json"
    ),
)
@click.argument("paths", metavar=_("[PATH...]"), nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--ocr", is_flag=True, help=_("Measure the OCR engines too, on the first pages."))
@click.option(
    "--rounds", type=click.IntRange(1, 100), default=3, show_default=True, help=_("Take the best of N rounds.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON."))
def command(paths: tuple[Path, ...], ocr: bool, rounds: int, as_json: bool) -> None:
    import json
    from dataclasses import asdict

    from corpus.bench import measure
    from extractor.batch import find_files
    from rules.loader import load_pack

    timings = measure(find_files(paths or (_samples(),)), load_pack(current_pack()), ocr, rounds)
    if as_json:
        click.echo(
            json.dumps({timing.stage: asdict(timing) | {"pages_per_second": _speed(timing)} for timing in timings})
        )
        return
    for line in _table(timings):
        click.echo(line)


def _table(timings: list[Timing]) -> Iterator[str]:
    from corpus.bench import INGEST, TARGETS, ratios

    names = _names()
    yield f"{_('stage'):28}{_('seconds'):>10}{_('pages/s'):>10}{_('ms a letter'):>14}"
    for timing in timings:
        each = f"{1000 * timing.seconds / timing.files:.2f}" if timing.files else "—"
        speed = _speed(timing)
        pages = "—" if speed is None else f"{speed:.1f}"
        yield f"{names.get(timing.stage, timing.stage):28}{timing.seconds:10.3f}{pages:>10}{each:>14}"
    yield ""
    found = ratios(timings)
    for library, ratio in found.items():
        said = _("{ingest} / {library}: {ratio:.2f} (target: at most {target:g})")
        yield said.format(ingest=names[INGEST], library=names[library], ratio=ratio, target=TARGETS[library])
    if not found:
        yield _("Too few letters to tell what an ingest takes beside its start-up.")


def _speed(timing: Timing) -> float | None:
    """Pages per second; None of what reads none."""
    return round(timing.pages / timing.seconds, 1) if timing.pages and timing.seconds else None


def _names() -> dict[str, str]:
    """Name the stages, whose keys in JSON stay the same in every language."""
    return {
        "bare PDFium": _("bare PDFium"),
        "pdfplumber": "pdfplumber",
        "pages": _("pages"),
        "doubts": _("doubts"),
        "layout": _("layout"),
        "head": _("head"),
        "statements": _("statements"),
        "statements, classified": _("statements, classified"),
        "whole letter": _("whole letter"),
        "start-up": _("start-up"),
        "ingest, one worker": _("ingest, one worker"),
    }


def _samples() -> Path:
    from corpus.sample import LETTERS

    return LETTERS
