"""`veeduria learn` and `veeduria rules stats`, over a database with decisions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from db import queries
from db.store import open_store
from extractor.cli import build
from extractor.core.model import Decision
from rules.loader import load_pack
from tests.made import AT, reading, saved
from tests.packs import write_pack

BODIES = "- {id: MINEDU, name: Ministerio de Educación, type: responsable, scope: nacional}\n"
DUTIES = (
    "- {id: minedu.talks, institution: MINEDU, level: prevencion, label: Charlas}\n"
    "- {id: minedu.places, institution: MINEDU, level: proteccion, label: Matrícula}\n"
)
RULES = "- {id: talks, obligation: minedu.talks, any: [se entregó, se organizó], weight: 2}\n"


@pytest.fixture
def pack(tmp_path: Path) -> str:
    return write_pack(tmp_path / "pack", bodies=BODIES, obligations=DUTIES, rules=RULES)


@pytest.fixture
def database(tmp_path: Path, pack: str) -> Path:
    """Ten letters: a talk, accepted as suggested, and a school place, corrected."""
    path = tmp_path / "v.db"
    with open_store(path) as store:
        run = store.begin_run("1", load_pack(pack), {}, AT)
        for number in range(10):
            texts = (f"Se organizó la charla {number}.", f"Se entregó vacante escolar a la menor {number}.")
            store.save([saved(f"{number}.pdf", reading(f"{number}.pdf", texts))], run)
        for row in list(queries.statements(store)):
            right = "minedu.talks" if "charla" in row.text else "minedu.places"
            verdict = "accepted" if right == "minedu.talks" else "corrected"
            store.decide([Decision(row.id, verdict, right, json.dumps({}), "ana", AT, row.content_hash)])
    return path


def run(database: Path, pack: str, *arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(build(), [*arguments, "--db", str(database), "--pack", pack], input=stdin)


def test_learn_measures_and_classify_answers_with_what_is_filed(database: Path, pack: str) -> None:
    result = run(database, pack, "learn")
    assert result.exit_code == 0
    assert "MINEDU: 20 decisions; right first: rules and model 10, with what was learned 20" in result.output
    text = json.dumps({"institution": "MINEDU", "text": "Se entregó vacante escolar"})
    [first, *_] = json.loads(run(database, pack, "classify", stdin=text).output)["suggestions"]
    assert first["obligation"] == "minedu.places"
    assert any(place["rule"].startswith("learned:") for place in first["evidence"])


def test_learn_proposes_keywords_as_yaml(database: Path, pack: str) -> None:
    result = run(database, pack, "learn", "--keywords")
    assert result.exit_code == 0
    assert "- id: minedu.places.learned" in result.output
    assert "10 of 10 decided texts with these words are filed here; 10 were missed" in result.output


def test_without_decisions_there_is_nothing_to_learn(tmp_path: Path, pack: str) -> None:
    path = tmp_path / "empty.db"
    with open_store(path) as store:
        store.begin_run("1", load_pack(pack), {}, AT)
    result = run(path, pack, "learn")
    assert result.exit_code == 2
    assert "no confirmed decisions to learn from" in result.output


def test_explain_names_the_words_learned(database: Path, pack: str) -> None:
    run(database, pack, "learn")
    result = run(database, pack, "rules", "explain", "Se entregó vacante escolar", "--institution", "MINEDU")
    assert "learned from decisions: " in result.output


def test_stats_count_what_reviewers_made_of_a_rule(database: Path, pack: str) -> None:
    lines = run(database, pack, "rules", "stats").output.splitlines()
    assert lines[1].split("\t")[:7] == ["talks", "20", "20", "0", "10", "10", "0"]


def test_diff_over_the_database_shows_decisions_lost(database: Path, pack: str, tmp_path: Path) -> None:
    narrower = write_pack(
        tmp_path / "narrow", bodies=BODIES, obligations=DUTIES, rules=RULES.replace("se organizó", "se organizaría")
    )
    output = run(database, pack, "rules", "diff", pack, narrower).output
    assert "differ: 10; of the decided ones gained: 0, lost: 10" in output
