"""Datasette's own pages in Spanish: its templates and its script are read as they come, and their words exchanged.

Nothing of Datasette is copied; `spanish.yaml` holds the words. A piece that a later release words otherwise stays
English, which a test tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import BaseLoader, Environment

from extractor.publish.words import words_at

HERE = Path(__file__).parent
TABLE_SCRIPT = "table.js"
FIRST = ("text", "name", "label", "reference", "value")


@cache
def words() -> dict[str, dict[str, str]]:
    """Return what is exchanged: "pages", "phrases", "begins" and "columns"."""
    found: dict[str, dict[str, str]] = yaml.safe_load((HERE / "spanish.yaml").read_text("utf8"))
    return found


def exchanged(text: str) -> str:
    """Return a template or script with its English pieces exchanged, the longest first."""
    for piece in sorted(words()["pages"], key=len, reverse=True):
        text = text.replace(piece, words()["pages"][piece])
    return text


def spoken(said: object) -> object:
    """Return in Spanish what Datasette's code says; what it does not say by itself stays."""
    text = str(said)
    if text in words()["phrases"]:
        return words()["phrases"][text]
    return next((whole for start, whole in words()["begins"].items() if text.startswith(start)), said)


def titled(column: object) -> str:
    """Return the heading of a column of the database; of any other its own name."""
    name = str(column)
    return words_at("headings").get(name) or words()["columns"].get(name, name)


class Exchanging(BaseLoader):
    """Gives Datasette its templates, exchanged."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, path, fresh = self._loader.get_source(environment, template)
        return exchanged(source), path, fresh

    def list_templates(self) -> list[str]:
        return self._loader.list_templates()


@cache
def _tables() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load((HERE / "metadata.yaml").read_text("utf8"))["databases"][
        "veeduria"
    ]["tables"]
    return found


def table_named(table: object) -> str:
    """Return the title of a table."""
    return str(_tables().get(str(table), {}).get("title", table))


def texts_first(cells: Iterable[Any]) -> list[Any]:
    """Return the columns, or the cells of a row, as they are shown: what a person reads before what a machine needs."""

    def place(cell: Any) -> int:
        name = str(cell["column"] if "column" in cell else cell["name"])
        return FIRST.index(name) if name in FIRST else len(FIRST)

    return sorted(cells, key=place)


def prepare(environment: Environment) -> None:
    """Let a site's pages speak Spanish."""
    assert environment.loader
    environment.loader = Exchanging(environment.loader)
    environment.filters |= {f.__name__: f for f in (spoken, titled, texts_first, table_named)}


def table_script() -> str:
    """Return Datasette's script for tables, its menu in Spanish."""
    import datasette

    return exchanged((Path(datasette.__file__).parent / "static" / TABLE_SCRIPT).read_text("utf8"))
