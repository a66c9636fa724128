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
    holes of all of them. One that others have too ("Comisión de {place}") does not name the body: `alone` is false.
    """

    pattern: str
    name: str = ""
    written: Phrases = ()
    alone: bool = True


@record
class Body:
    """A public body.

    `numbers` are the marks its document numbers carry ("MTPE", "P-CSJ"; "CSJ*" for all that begin so), `domains` the
    hosts of its mail and pages ("mimp.gob.pe", "muni*.gob.pe"; the longest of several that fit decides). `offices` are
    templates as those of units, for what only heads and signatures are looked through for; {any} is any words.
    """

    id: str
    name: str
    type: Literal["responsable", "vinculada", "otra"]
    scope: Literal["nacional", "regional", "local"]
    written: Phrases = ()
    former: tuple[FormerName, ...] = ()
    numbers: Phrases = ()
    domains: Phrases = ()
    units: tuple[Unit, ...] = ()
    offices: Phrases = ()


@record
class Obligation:
    id: str
    institution: str
    level: Literal["prevencion", "proteccion", "persecucion"]
    article: str = ""
    label: str
    role: Literal["function", "otras", "no_establece"] = "function"
