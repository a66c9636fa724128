"""Thousands of varied letters for load tests: the sample letters' statements, shuffled into new letters."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from corpus.build import build_pdf
from corpus.sample import SAID, Block, LabelledText, SampleLetter, expected, load_samples, spoken
from extractor.core.model import Kind
from rules.loader import load_pack
from rules.models import Pack

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
FIRST, DAYS = date(2010, 5, 1), 900  # the letters' days
MOST = 12  # statements in a letter
FREE_NUMBER = re.compile(r"(?<![-/.,\d])(?<!N° )(?<!art\. )\b\d{2,3}\b(?![-/.,]?\d)")  # counts nothing but heads
MARKERS = ("{n}.", "{n}.-", "{n})", "{a})", "{i}.", "-", "•")
GREETING = "Es grato dirigirme a usted a fin de informarle, en atención a su solicitud, lo siguiente:"


def write_letters(count: int, out: Path, seed: int = 1) -> int:
    """Write so many letters and their labels (`gold.jsonl`) into a folder; the same ones for the same seed."""
    out.mkdir(parents=True, exist_ok=True)
    samples, pack, dice = load_samples(), load_pack(), random.Random(seed)  # noqa: S311
    pools = _pools(samples)
    with (out / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for number in range(1, count + 1):
            base = dice.choice(samples)
            letter = varied(base, pools[base.facts["institution"]], number, dice, pack)
            (out / f"{letter.name}.pdf").write_bytes(build_pdf(letter))
            gold.write(json.dumps(expected(letter), ensure_ascii=False) + "\n")
    return count


def varied(
    base: SampleLetter, pool: Sequence[LabelledText], number: int, dice: random.Random, pack: Pack
) -> SampleLetter:
    """A new letter of the base's office, with statements of its institution."""
    said = [_recounted(one, dice) for one in dice.sample(pool, min(len(pool), dice.randint(1, MOST)))]
    day = FIRST + timedelta(days=dice.randrange(DAYS))
    facts = base.facts | {
        "number": f"OFICIO N° {number}-{day.year}-{_office(base.facts['number'])}",
        "date": day.isoformat(),
        "reference": f"Carta N° {dice.randint(1, 400)}-{day.year}-OC",
        "reply": _reply(base.facts["institution"], said, pack),
        "reason": None,
        "target": None,
    }
    blocks = (*_head(facts, day, dice), _body(said, dice), *_end(dice))
    return SampleLetter(f"letter_{number:06}", facts, base.style | {"hyphens": dice.random() < 0.2}, blocks)


def _pools(samples: Sequence[SampleLetter]) -> dict[str, list[LabelledText]]:
    """What the samples of each institution report."""
    pools: dict[str, list[LabelledText]] = {}
    for sample in samples:
        pool = pools.setdefault(sample.facts["institution"], [])
        pool += [part for block in sample.blocks for part in spoken(block) if part.kind in SAID]
    fallback = [LabelledText("No se ha realizado ninguna acción sobre la materia.", Kind.NO_ACTION)]
    return {institution: pool or fallback for institution, pool in pools.items()}


def _recounted(said: LabelledText, dice: random.Random) -> LabelledText:
    """The statement with other figures, so that no two letters are alike."""
    text = FREE_NUMBER.sub(lambda _: str(dice.randint(10, 999)), said.text)
    return replace(said, text=text[:1].upper() + text[1:], details=())


def _office(number: str) -> str:
    return re.split(r"(?:19|20)\d\d\s?[-–/ ]\s?", number)[-1].strip("./ ")


def _reply(institution: str, said: Sequence[LabelledText], pack: Pack) -> str:
    responsible = {body.id for body in pack.bodies if body.type == "responsable"}
    functions = {obligation.id for obligation in pack.obligations if obligation.role == "function"}
    actions = [one for one in said if one.kind is Kind.ACTION]
    counts = [one for one in actions if one.obligation in functions or institution not in responsible]
    return "satisfactory" if counts else "unsatisfactory"


def _head(facts: dict[str, Any], day: date, dice: random.Random) -> list[Block]:
    written = {"line": f"Lima, {day.day:02} de {MONTHS[day.month - 1]} de {day.year}", "align": "right"}
    number = {"line": facts["number"], "weight": "bold"}
    return [
        *dice.sample([written, number], 2),
        {"line": "Señora\nDirectora Ejecutiva\nAsociación Observatorio Ciudadano\nPresente.-"},
        {"fields": [["ASUNTO", facts["subject"]], ["REFERENCIA", facts["reference"]]]},
        {"p": GREETING},
    ]


def _body(said: Sequence[LabelledText], dice: random.Random) -> Block:
    parts = [{one.kind: one.text, "obligation": one.obligation, "level": one.level} for one in said]
    if dice.random() < 0.2:
        rows = [
            {"kind": one.kind, "cells": [str(n), one.text], **part}
            for n, (one, part) in enumerate(zip(said, parts, strict=True), 1)
        ]
        return {"table": rows, "header": ["N°", "Actividad"], "widths": [30, 350], "said": 1}
    return {"list": parts, "marker": dice.choice(MARKERS)}


def _end(dice: random.Random) -> list[Block]:
    closing = dice.choice(
        ["Sin otro particular, quedo de usted.", "Hago propicia la ocasión para expresarle mi estima."]
    )
    return [{"p": closing}, {"line": "Atentamente,"}, {"signature": "Director(a) de la Oficina"}]
