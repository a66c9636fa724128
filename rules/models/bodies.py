"""bodies.yaml, obligations.yaml: who is obliged to what, and how each is named."""

from __future__ import annotations

from typing import Literal

from rules.models.base import Phrases, record


@record
class FormerName:
    name: str
    until: str = ""


@record
class Unit:
    """An office of a body. `pattern` is a template: "Corte Superior de Justicia de {place}".

    So are the other ways it is `written`, and the short `name` it is published by ("OD {place}"), which may use the
    holes of all of them.
    """

    pattern: str
    name: str = ""
    written: Phrases = ()


@record
class Body:
    """A public body. `numbers` are the marks its document numbers carry ("MTPE", "P-CSJ")."""

    id: str
    name: str
    type: Literal["responsable", "vinculada", "otra"]
    scope: Literal["nacional", "regional", "local"]
    written: Phrases = ()
    former: tuple[FormerName, ...] = ()
    numbers: Phrases = ()
    units: tuple[Unit, ...] = ()


@record
class Obligation:
    id: str
    institution: str
    level: Literal["prevencion", "proteccion", "persecucion"]
    article: str = ""
    label: str
    role: Literal["function", "otras", "no_establece"] = "function"
