"""`veeduria bench`: how fast letters are read here, stage by stage, beside the bare PDF libraries."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.i18n import _
from extractor.cli.options import current_pack, shared_options


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
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON."))
def command(paths: tuple[Path, ...], ocr: bool, as_json: bool) -> None:
    import json
    from dataclasses import asdict

    from corpus.bench import measure
    from extractor.batch import find_files
    from rules.loader import load_pack

    timings = measure(find_files(paths or (_samples(),)), load_pack(current_pack()), ocr)
    if as_json:
        click.echo(json.dumps({timing.stage: asdict(timing) for timing in timings}))
        return
    click.echo(f"{_('stage'):24}{_('seconds'):>10}{_('pages/s'):>10}{_('ms a letter'):>14}")
    for timing in timings:
        each = 1000 * timing.seconds / max(1, timing.files)
        click.echo(f"{timing.stage:24}{timing.seconds:10.3f}{timing.pages_per_second:10.1f}{each:14.2f}")


def _samples() -> Path:
    from corpus.sample import LETTERS

    return LETTERS
