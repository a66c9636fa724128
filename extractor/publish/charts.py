"""Bar charts of published tables, as SVG and PNG: the same table gives the same file, byte for byte.

Colours differ in lightness, so that they stay apart in grey print and for colour-blind readers (after Okabe and Ito);
each bar carries its number.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from extractor.core.clean import clean
from extractor.publish.settings import CHARTS_BAR, CHARTS_LONGEST, CHARTS_WIDTH
from extractor.publish.tables import Chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = ("#0b3c6f", "#e69f00", "#8ecae6", "#6b6b6b", "#f5deb3")  # dark, middle, light, …
STYLE: Any = {
    "svg.fonttype": "none",  # text stays text: it can be searched, read out and translated
    "svg.hashsalt": "veeduria",
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
}


def svg(chart: Chart) -> str:
    """Draw a chart as an SVG element, to be put into a page."""
    drawn = _saved(chart, "svg", {"Date": None, "Creator": None}).decode()
    return drawn[drawn.index("<svg") :].replace('font: 9px "DejaVu Sans"', 'font: 9px "DejaVu Sans", sans-serif')


def png(chart: Chart) -> bytes:
    """Draw a chart as a PNG image of 200 dots per inch."""
    return _saved(chart, "png", {"Software": None})


def _saved(chart: Chart, form: str, metadata: dict[str, Any]) -> bytes:
    from matplotlib import rc_context

    with rc_context(STYLE):
        made = BytesIO()
        _figure(chart).savefig(made, format=form, dpi=200, metadata=metadata)
        return made.getvalue()


def _figure(chart: Chart) -> Figure:
    """Draw horizontal bars, the first row of the table on top, with the number beside each bar."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    rows, bars = chart.table.rows, len(chart.series)
    figure = Figure(figsize=(CHARTS_WIDTH, 1.1 + CHARTS_BAR * (bars + 0.7) * max(len(rows), 1)), layout="constrained")
    axes = figure.add_subplot()
    for place, column in enumerate(chart.series):
        at = [-row * (bars + 0.7) - place for row in range(len(rows))]
        numbers = [row.cells[column].number or 0 for row in rows]
        drawn = axes.barh(
            at,
            numbers,
            0.92,
            color=COLOURS[place % len(COLOURS)],
            edgecolor="#222",
            linewidth=0.4,
            label=clean(chart.table.columns[column]),
        )
        axes.bar_label(drawn, [row.cells[column].text for row in rows], padding=3)
    axes.set_yticks([-row * (bars + 0.7) - (bars - 1) / 2 for row in range(len(rows))], [_label(row) for row in rows])
    axes.margins(x=0.12)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right"]].set_visible(False)
    if bars > 1:
        figure.legend(loc="outside lower center", ncols=min(bars, 4), frameon=False)
    return figure


def _label(row: Any) -> str:
    """A row's heads, without what matplotlib would take for mathematics."""
    text = clean(", ".join(part for part in row.head if part)).replace("$", r"\$")
    return text if len(text) <= CHARTS_LONGEST else text[: CHARTS_LONGEST - 1] + "…"
