"""A report as one self-contained HTML page: filters, charts, contents, and a way back to the page of every letter.

Nothing is loaded from elsewhere; all texts are escaped; the page's own policy allows no script but its own.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import BinaryIO

from jinja2 import Environment, StrictUndefined, Template

from extractor.core.clean import clean
from extractor.publish.charts import svg
from extractor.publish.formats.word.widths import of_function
from extractor.publish.settings import PAPER
from extractor.publish.tables import Report, ReportRow, cite, runs
from extractor.publish.words import printed_place, say


def write(report: Report, file: BinaryIO) -> None:
    """Stream the report to a file: one section is in memory at a time."""
    stream = _template().stream(report=report)
    stream.enable_buffering(50)
    stream.dump(file, encoding="utf8")


def by_group(rows: Sequence[ReportRow]) -> Iterator[tuple[str, list[ReportRow]]]:
    """Yield runs of rows of the same group, in order."""
    for group, part in groupby(rows, key=lambda row: row.group):
        yield group, list(part)


def shares(row: ReportRow) -> list[float]:
    """The width of each column of a printed function, of a hundred."""
    return [round(100 * width / PAPER, 1) for width in of_function(row.volumes, PAPER)]


@cache
def _template() -> Template:
    folder = files("extractor.publish.formats") / "page"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"clean": clean, "by_group": by_group, "svg": svg, "by_function": runs, "shares": shares}
    script = (folder / "report.js").read_text("utf8")
    environment.globals |= {
        "say": say,
        "printed_place": printed_place,
        "cite": cite,
        "style": (folder / "report.css").read_text("utf8"),
        "script": script,
        "script_hash": b64encode(sha256(script.encode()).digest()).decode(),
    }
    return environment.from_string((folder / "report.html").read_text("utf8"))
