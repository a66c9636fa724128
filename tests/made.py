"""Readings made by hand, for tests of what happens after reading."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from db.rows import Saved, rows_of
from extractor.core.model import (
    Box,
    Classification,
    Count,
    DateSpan,
    Details,
    Evidence,
    Facet,
    Finding,
    Head,
    Kind,
    Letter,
    Level,
    Page,
    Problem,
    Reading,
    Span,
    Statement,
    Suggestion,
    Verdict,
)
from rules.models import Body, Obligation, Pack, PackInfo

AT = "2024-05-06T07:08:09Z"
TEXTS = (
    "Se capacitó a 180 docentes en junio de 2011.",
    "No se ha registrado ningún caso.",
    "Se realizará un taller en el mes próximo.",
)
PACK = Pack(
    info=PackInfo(id="small", version="1", title="Small"),
    hash="a" * 64,
    bodies=(
        Body(id="MINEDU", name="Ministerio de Educación", type="responsable", scope="nacional"),
        Body(id="MINSA", name="Ministerio de Salud", type="responsable", scope="nacional"),
    ),
    obligations=(
        Obligation(id="minedu.talks", institution="MINEDU", level="prevencion", article="7.d", label="Charlas"),
        Obligation(id="minedu.places", institution="MINEDU", level="proteccion", article="33", label="Matrícula"),
        Obligation(id="minsa.care", institution="MINSA", level="proteccion", article="35", label="Atención"),
    ),
)


def sha_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def finding(sha256: str, text: str, number: int, start: int, score: float = 0.8) -> Finding:
    kind = Kind.NO_ACTION if text.startswith("No ") else Kind.PLANNED if "realizará" in text else Kind.ACTION
    mark = hashlib.sha256(f"{sha256}{text}{number}".encode()).hexdigest()[:16]
    statement = Statement(mark, sha256, start, start + len(text), 1, text, kind, "Prevención")
    suggestion = Suggestion("minedu.talks", Level.PREVENCION, score, (Evidence("talks-teachers", 3, 11, text[3:11]),))
    said = Classification(
        kind,
        (suggestion,) if kind is not Kind.NO_ACTION else (),
        (Facet("activity.talk", (Evidence("activity.talk", 3, 11, text[3:11]),)),),
        (Evidence("cue-none", 0, 2, text[:2]),) if kind is Kind.NO_ACTION else (),
    )
    june = DateSpan(0, 3, "junio", "2011-06-01", "2011-06-30")
    details = Details(dates=(june,), period=3, counts=(Count(14, 17, "180", 180, "docentes"),))
    return Finding(statement, said, details if kind is Kind.ACTION else Details())


def reading(
    name: str, texts: tuple[str, ...] = TEXTS, institution: str | None = "MINEDU", score: float = 0.8
) -> Reading:
    """Return a reading of a letter that consists of these texts, a line each."""
    sha256, text, findings, spans = sha_of(name), "\n".join(texts), [], []
    start = 0
    for number, line in enumerate(texts):
        findings.append(finding(sha256, line, number, start, score))
        spans.append(Span(start, start + len(line), 1, Box(70, 100 + 14 * number, 520, 112 + 14 * number)))
        start += len(line) + 1
    head = Head(institution, "DRE Puno", f"OFICIO N° {name}", "2011-07-01", None, "Información")
    letter = Letter(sha256, 1, text, tuple(spans), (), head)
    verdict = Verdict("satisfactory", "reported", 0, len(texts[0]) if texts else 0)
    pages = (Page(1, 595, 842, ()),)
    return Reading(letter, tuple(findings), verdict, (), pages)


def saved(name: str, made: Reading | None = None, *problems: Problem, outcome: str = "read") -> Saved:
    """Return what `Store.save` takes for a letter of this name."""
    made = made if made is not None else reading(name)
    return Saved(
        f"/in/{name}", name, sha_of(name), outcome, rows_of(made), (*made.problems, *problems), b"%PDF-" + name.encode()
    )


def unread(name: str, code: str) -> Saved:
    return replace(saved(name), outcome="unread", rows=None, problems=(Problem(name, code),))
