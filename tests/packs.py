"""Small packs for tests, made from records or written as YAML."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rules.models import Pack

BODIES = [
    {"id": "SALUD", "name": "Ministerio de Salud", "type": "responsable", "scope": "nacional"},
    {"id": "POLI", "name": "Policía", "type": "responsable", "scope": "nacional"},
]
OBLIGATIONS = [
    {"id": "salud.prev.charlas", "institution": "SALUD", "level": "prevencion", "label": "Charlas"},
    {"id": "salud.prev.otras", "institution": "SALUD", "level": "prevencion", "label": "Otras", "role": "otras"},
    {"id": "salud.prot.atencion", "institution": "SALUD", "level": "proteccion", "label": "Atención"},
    {"id": "poli.prev.otras", "institution": "POLI", "level": "prevencion", "label": "Otras", "role": "otras"},
    {"id": "poli.pers.operativos", "institution": "POLI", "level": "persecucion", "label": "Operativos"},
]
FACETS = [
    {"id": "activity.charla", "phrases": ["charla", "taller"], "unless": ["taller clandestino"]},
    {"id": "activity.operativo", "phrases": ["=operativo", "=operativos"]},
    {"id": "activity.atencion", "phrases": ["atendió", "atención"]},
    {"id": "audience.docentes", "phrases": ["docentes", "maestros"]},
    {"id": "audience.alumnos.escuela", "phrases": ["niños"], "near": ["escuela"], "window": 3},
]
CUES = [
    {"id": "done", "effect": "done", "phrases": ["realizó", "realizado", "ejecutó"]},
    {
        "id": "negation",
        "effect": "no_action",
        "phrases": ["no", "sin"],
        "window": 6,
        "targets": ["activity", "casos", "done"],
        "terminators": ["pero"],
        "pseudo": ["no omito", "sin otro particular"],
    },
    {"id": "plan", "effect": "planned", "phrases": ["se tiene previsto"]},
    {"id": "competence", "effect": "not_competent", "phrases": ["no es de su competencia"]},
    {"id": "recital", "effect": "recital", "phrases": ["corresponde a este despacho"]},
]
RULES = [
    {"id": "charlas", "obligation": "salud.prev.charlas", "all": ["activity.charla"], "any": ["audience"], "weight": 2},
    {"id": "charlas.policia", "obligation": "salud.prev.charlas", "all": ["policías"], "weight": -1},
    {"id": "atencion", "obligation": "salud.prot.atencion", "all": ["activity.atencion"], "weight": 2},
    {"id": "operativos", "obligation": "poli.pers.operativos", "any": ["activity.operativo"], "weight": 2},
    {"id": "prevention", "level": "prevencion", "any": ["activity.charla"], "weight": 1},
    {"id": "others", "obligation": "*.prev.otras", "weight": 0.5},
]


def small_pack(**changes: Any) -> Pack:
    """A pack of two bodies; `changes` replace or, as `more_SECTION`, extend its sections."""
    sections: dict[str, Any] = {
        "bodies": BODIES,
        "obligations": OBLIGATIONS,
        "facets": FACETS,
        "cues": CUES,
        "rules": RULES,
    }
    for name, value in changes.items():
        known = name.removeprefix("more_")
        sections[known] = [*sections[known], *value] if name != known else value
    digest = hashlib.sha256(repr(sections).encode()).hexdigest()
    values = {"info": {"id": "small", "version": "1", "title": "Small"}, "hash": digest, **sections}
    return TypeAdapter(Pack).validate_python(values)


def write_pack(folder: Path, **files: str) -> str:
    """Write YAML files into `folder` (a default pack.yaml too) and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    files.setdefault("pack", "id: mine\nversion: '1'\ntitle: Mine\n")
    for name, content in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf8")
    return str(folder)
