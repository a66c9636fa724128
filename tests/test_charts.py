"""Charts: the numbers of the table, as text, the same bytes each time, and bars that stay apart in grey."""

from __future__ import annotations

import xml.etree.ElementTree as xml
from itertools import pairwise

from extractor.publish.charts import COLOURS, png, svg
from extractor.publish.tables import Chart, ReportCell, ReportRow, ReportTable

TABLE = ReportTable(
    "waves",
    "Cartas por ola",
    ("Ola",),
    ("Enviadas", "Respondidas", "%"),
    (
        ReportRow(
            "1",
            "",
            ("Primera <b>& $x$",),
            (ReportCell(number=391), ReportCell(number=130), ReportCell(number=33.2, percent=True)),
        ),
        ReportRow(
            "2", "", ("Segunda " + "muy larga " * 9,), (ReportCell(number=1105), ReportCell(number=55), ReportCell())
        ),
    ),
)
CHART = Chart("waves", "Cartas por ola", TABLE, (0, 1))


def words(chart: Chart) -> list[str]:
    drawn = xml.fromstring(svg(chart))
    return ["".join(node.itertext()).strip() for node in drawn.iter("{http://www.w3.org/2000/svg}text")]


def test_numbers_labels_and_legend_are_text() -> None:
    said = words(CHART)
    assert {"391", "130", "1 105", "55", "Enviadas", "Respondidas"} <= {*said}
    assert "Primera <b>& $x$" in said
    assert any(label.startswith("Segunda muy larga") and label.endswith("…") for label in said)


def test_the_same_table_gives_the_same_bytes() -> None:
    assert svg(CHART) == svg(CHART) and png(CHART) == png(CHART)
    assert png(CHART).startswith(b"\x89PNG")


def test_a_table_without_rows_still_draws() -> None:
    empty = ReportTable("none", "Nada", ("Ola",), ("Enviadas",), ())
    assert svg(Chart("none", "Nada", empty, (0,))).startswith("<svg")


def test_colours_stay_apart_in_grey_print() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)

    greys = sorted(lightness(colour) ** (1 / 2.2) for colour in COLOURS)
    assert all(after - before > 0.08 for before, after in pairwise(greys))
