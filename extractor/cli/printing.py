"""Where the reports go, in which format, and from which reference document: options that `report`'s commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from extractor.cli.i18n import _
from extractor.cli.options import format_of, options_as, output_option
from extractor.cli.unmasking import unmasked_option
from extractor.core.atomic import whole_file
from extractor.publish.formats import MODULES, writer
from extractor.publish.settings import TEXT_WIDTH

if TYPE_CHECKING:
    from extractor.publish.tables import Report

FORMATS = tuple(MODULES)
PRINTED = ("docx", "pdf")
OFFICE = ("xlsx", *PRINTED)  # these are no text: never to the screen


def led_by(first: str) -> tuple[str, ...]:
    """Return all formats, this one first: what is written unless another is asked for."""
    return (first, *(form for form in FORMATS if form != first))


@dataclass(frozen=True, slots=True)
class Output:
    """What was asked for: a format by name, a file, the reason to leave private data unmasked, a reference document."""

    named: str | None
    path: Path | None
    unmasked: str | None
    template: Path | None = None

    def form(self, formats: tuple[str, ...] = FORMATS) -> str:
        """Return the format asked for, by name or by the file's suffix; else the first of these."""
        chosen = format_of(self.named, self.path, FORMATS) or formats[0]
        if self.path is None and chosen in OFFICE:
            raise click.UsageError(_("A file of this format cannot be shown on the screen; name one with --output."))
        if self.template is not None and chosen not in PRINTED:
            raise click.UsageError(_("--template goes with DOCX and PDF."))
        return chosen


def output_options(formats: tuple[str, ...] = FORMATS) -> Callable[[Any], Any]:
    """Add `--format`, `--output`, `--template` and `--unmasked` to a command; it gets them as `out`."""
    return options_as(
        "out",
        Output,
        click.option(
            "--format",
            "named",
            type=click.Choice(formats),
            help=_("Default: as the file is called, else {form}.").format(form=formats[0]),
        ),
        output_option("path"),
        click.option(
            "--template",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar=_("FILE"),
            help=_("For DOCX and PDF: a Word document whose styles, pages, headers and footers are taken."),
        ),
        unmasked_option(),
    )


def write(report: Report, out: Output, form: str) -> None:
    """Write a report to a file or, as text, to the screen."""

    if out.path is None and form == "txt":
        _show(report)
        return
    given = {"template": out.template.read_bytes()} if out.template else {}
    with opened(out.path) as file:
        writer(form)(report, file, **given)


def _show(report: Report) -> None:
    from rich.console import Console

    from extractor.publish.formats.text import show

    show(report, Console(highlight=False, width=None if sys.stdout.isatty() else TEXT_WIDTH))


@contextmanager
def opened(output: Path | None) -> Iterator[BinaryIO]:
    """Open the file, or the screen. A file gets its name only once it is whole."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(output) as partial, partial.open("wb") as file:
        yield file
