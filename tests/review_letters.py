"""A small database of letters to review, written for the tests, with suggestions as the program would make them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from db.rows import Saved, rows_of
from db.store import open_store
from extractor.core.model import (
    Block,
    Box,
    Classification,
    Evidence,
    Finding,
    Head,
    Kind,
    Letter,
    Level,
    Reading,
    Span,
    Statement,
    Suggestion,
    Verdict,
)
from extractor.filing.details import find_details
from rules.loader import load_pack
from rules.models import Pack


class Said(NamedTuple):
    """A sentence, what it is, what is suggested for it, and the words that speak for it."""

    text: str
    kind: Kind = Kind.OTHER
    suggested: tuple[tuple[str, float], ...] = ()
    words: tuple[str, ...] = ()


Paragraph = tuple[str, tuple[Said, ...]]

AT = "2012-06-01T09:00:00+00:00"
TALKS = (
    ("minedu.prev.sensibilizacion", 0.73),
    ("minedu.prev.otras", 0.09),
    ("minedu.prev.mecanismos_proteccion", 0.06),
    ("minedu.prev.poblacion_vulnerable", 0.04),
    ("minedu.prev.derivacion", 0.03),
)
RAIDS = (("mininter.pers.investigacion_casos", 0.71), ("mininter.prev.otras", 0.04))
GREETING = ("greeting", (Said("Tengo el agrado de dirigirme a usted para saludarlo y responder a su solicitud."),))
CLOSING = ("closing", (Said("Atentamente,"),))
UGEL: tuple[Paragraph, ...] = (
    GREETING,
    (
        "paragraph",
        (
            Said(
                "En mayo de 2011 se capacitó a 64 docentes tutores de secundaria para que reconozcan casos de trata de "
                "personas entre sus alumnos.",
                Kind.ACTION,
                TALKS,
                ("capacitó", "docentes"),
            ),
            Said(
                "Asimismo, se repartieron 900 trípticos sobre los riesgos de las falsas ofertas de empleo entre los "
                "padres de familia de Juliaca.",
                Kind.ACTION,
                TALKS,
                ("trípticos", "padres de familia"),
            ),
        ),
    ),
    (
        "paragraph",
        (
            Said(
                "Para el próximo año se ha programado un concurso de afiches sobre la trata de personas.",
                Kind.PLANNED,
                TALKS,
                ("afiches",),
            ),
        ),
    ),
    ("paragraph", (Said("La región cuenta con once provincias y una población escolar numerosa."),)),
    CLOSING,
)
POLICE: tuple[Paragraph, ...] = (
    GREETING,
    (
        "paragraph",
        (
            Said(
                "Se realizaron 07 operativos en bares y hospedajes de la ciudad, en los que se rescató a 03 menores y "
                "se detuvo a dos personas.",
                Kind.ACTION,
                RAIDS,
                ("operativos", "rescató"),
            ),
            Said(
                "A la fecha no se ha registrado ninguna denuncia por tráfico ilícito de migrantes.",
                Kind.NO_ACTION,
                (),
                ("no se ha registrado ninguna",),
            ),
        ),
    ),
    CLOSING,
)
RADIO = Said("Se difundió por la radio local la línea gratuita contra la trata de personas.", Kind.ACTION)
UNKNOWN: tuple[Paragraph, ...] = (GREETING, ("paragraph", (RADIO,)), CLOSING)


def letter_reading(name: str, head: Head, paragraphs: tuple[Paragraph, ...], pack: Pack) -> Reading:
    """Return the reading of a letter made of these paragraphs."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    text, blocks, findings, spans = "", [], [], []
    for number, (kind, sentences) in enumerate(paragraphs):
        start = len(text)
        for said in sentences:
            findings.append(_finding(sha256, said, len(text), pack))
            text += said.text + " "
        text = text[:-1]
        blocks.append(Block(kind, start, len(text)))
        spans.append(Span(start, len(text), 1, Box(70, 100 + 40 * number, 520, 130 + 40 * number)))
        text += "\n"
    letter = Letter(sha256, 1, text.rstrip(), tuple(spans), tuple(blocks), head)
    first = findings[1].statement
    return Reading(letter, tuple(findings), Verdict("satisfactory", "informed", first.start, first.end))


def _finding(sha256: str, said: Said, start: int, pack: Pack) -> Finding:
    mark = hashlib.sha256(f"{sha256}{said.text}".encode()).hexdigest()[:16]
    statement = Statement(mark, sha256, start, start + len(said.text), 1, said.text, said.kind)
    places = ((said.text.index(word), word) for word in said.words)
    evidence = tuple(Evidence("rule.words", at, at + len(word), word) for at, word in places)
    suggestions = tuple(
        Suggestion(duty, Level.PREVENCION if ".prev." in duty else Level.PERSECUCION, score, evidence)
        for duty, score in said.suggested
    )
    cues = evidence if said.kind is Kind.NO_ACTION else ()
    return Finding(statement, Classification(said.kind, suggestions, (), cues), find_details(said.text, pack))


def saved(name: str, reading: Reading) -> Saved:
    assert reading.letter
    return Saved(f"/cartas/{name}", name, reading.letter.id, "read", rows_of(reading), reading.problems, b"%PDF-1.4")


def review_database(path: Path, hostile: str = "") -> Path:
    """Make the database: letters of a school district, of the police, of nobody knows whom (and a hostile one)."""
    letters = {
        "a-ugel.pdf": (Head("MINEDU", "UGEL San Román", "OFICIO N° 0412-2011-UGEL-SR", "2011-06-20"), UGEL),
        "b-policia.pdf": (Head("MININTER", "DIRTEPOL Tacna", "OFICIO N° 88-2011-XI-DIRTEPOL", "2011-07-04"), POLICE),
        "c-desconocida.pdf": (Head(None, None, "CARTA N° 7-2011", None), UNKNOWN),
    }
    if hostile:
        bad: Paragraph = ("paragraph", (Said(hostile, Kind.ACTION, TALKS),))
        letters["d-hostil.pdf"] = (Head("MINEDU", hostile, hostile, None), (GREETING, bad))
    pack = load_pack("pe-ley-28950")
    with open_store(path) as store:
        run = store.begin_run("1", pack, {}, AT)
        store.save([saved(name, letter_reading(name, *made, pack)) for name, made in letters.items()], run)
        store.end_run(run, AT)
    return path
