"""Vocabulary and institutions are data: no string in the code names a country's bodies, places or law."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.loader import load_pack, shipped_packs
from rules.words import fold

ROOT = Path(__file__).parent.parent
NATIONAL = [name for name in shipped_packs() if load_pack(name).bodies]
CODE = [
    path for folder in ("extractor", "rules", "db") for path in (ROOT / folder).rglob("*.py") if "cli" not in path.parts
]  # the command line's help shows examples


def national_words(name: str) -> Iterator[str]:
    pack = load_pack(name)
    for body in pack.bodies:
        yield from (body.id, body.name, *body.written, *(unit.pattern.partition(" {")[0] for unit in body.units))
    for region in pack.details.regions:
        yield from (region.name, *region.written)
    yield from re.findall(r"\d{4,}", pack.info.law)


def literals(path: Path) -> Iterator[str]:
    """The strings of a module that do something: docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("name", NATIONAL)
def test_no_word_of_a_national_pack_is_in_the_code(name: str) -> None:
    words = {fold(word).strip() for word in national_words(name) if len(word.strip()) > 1}
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, sorted(words))) + r")\b")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()!r} in {text[:60]!r}"
        for path in CODE
        for text in literals(path)
        for match in pattern.finditer(fold(text).replace(name, ""))
    ]
    assert found == []


@pytest.mark.parametrize("name", NATIONAL)
def test_every_national_pack_has_bodies_duties_facets_and_rules_of_its_own(name: str) -> None:
    pack, base = load_pack(name), load_pack("es")
    assert len(pack.bodies) > 3 and len(pack.obligations) > 10
    assert len(pack.facets) > len(base.facets) and len(pack.rules) > 10
