"""Findings say what an independent count over the exported actions says, and rest on the statements they name."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.publish.findings import KINDS
from tests import published
from tests.rounds import PACK, veeduria

FUNCTIONS = {one.id: one for one in PACK.obligations if one.role == "function"}


@pytest.fixture(scope="module")
def round_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published.database(tmp_path_factory.mktemp("findings"))


def found(path: Path, *about: str) -> list[dict[str, Any]]:
    result = veeduria(path, "report", "findings", *(about or ("--all",)), "--format", "jsonl")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def actions(path: Path) -> list[dict[str, Any]]:
    result = veeduria(path, "export", "actions", "--format", "jsonl")
    return [row for row in map(json.loads, result.output.splitlines()) if row["kind"] == "action"]


def of_kind(findings: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one for one in findings if one["kind"] == kind]


def test_never_reported_are_the_functions_without_any_action_and_no_collector(round_db: Path) -> None:
    told = {row["obligation"] for row in actions(round_db)}
    never = of_kind(found(round_db), "never_reported")
    assert {one["obligation"] for one in never} == {*FUNCTIONS} - told
    assert all(one["value"] == 0 for one in never)


def test_a_body_that_was_never_heard_is_not_accused_for_good(round_db: Path) -> None:
    heard = {row["institution"] for row in actions(round_db)}
    for one in of_kind(found(round_db), "never_reported"):
        assert one["provisional"] or one["body"] in heard or one["periods"]


def test_the_table_of_findings_says_which_period_was_not_heard_and_why_in_words(tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    veeduria(path, "ingest", "corpus/letters/minedu_oficio_numerado.pdf", "--workers", "1")
    missing = [one["parts"]["not_heard"] for one in found(path, "MININTER") if one["parts"].get("not_heard")]
    assert missing and set(missing[0].values()) == {"not_asked"}
    table = veeduria(path, "report", "findings", "MININTER", "--format", "md").output
    assert "sin respuesta que leer: " in table and "(no consultada)" in table
    assert "not_asked" not in table and not re.search(r"que leer: \d+ \(", table)


def test_coverage_counts_functions_and_not_collectors(round_db: Path) -> None:
    told = defaultdict(set)
    for row in actions(round_db):
        if row["obligation"] in FUNCTIONS:
            told[row["institution"]].add(row["obligation"])
    for one in of_kind(found(round_db), "coverage"):
        if one["level"] is None:
            assert one["value"] == len(told[one["body"]])
            assert one["parts"]["of"] == sum(duty.institution == one["body"] for duty in FUNCTIONS.values())


def test_only_once_and_most_reported_agree_with_a_plain_count(round_db: Path) -> None:
    counts = Counter(row["obligation"] for row in actions(round_db))
    findings = found(round_db)
    once = {id for id, n in counts.items() if n == 1 and id in FUNCTIONS}
    assert {one["obligation"] for one in of_kind(findings, "only_once")} == once
    for one in of_kind(findings, "most_reported"):
        assert one["value"] == counts[one["obligation"]] == len(one["statements"])


def test_every_statement_that_a_finding_names_can_be_looked_up(round_db: Path) -> None:
    result = veeduria(round_db, "export", "actions", "--format", "jsonl")
    known = {json.loads(line)["id"] for line in result.output.splitlines()}
    named = {id for one in found(round_db) for id in one["statements"]}
    assert named and named <= known


def test_the_kinds_are_a_closed_list_and_each_has_words_of_its_own(round_db: Path) -> None:
    assert {one["kind"] for one in found(round_db)} <= {*KINDS}
    words = yaml.safe_load(Path("extractor/publish/words.yaml").read_text("utf8"))
    assert {*words["findings"]["kinds"]} == {*KINDS}
    assert {*KINDS} <= {
        line.split("`")[1] for line in Path("docs/findings.md").read_text("utf8").splitlines() if "| `" in line
    }


def test_one_changed_decision_changes_only_the_findings_of_its_body(round_db: Path, tmp_path: Path) -> None:
    before = {one["id"]: one for one in found(round_db)}
    row = next(row for row in actions(round_db) if row["obligation"] in FUNCTIONS)
    assert veeduria(round_db, "backup", str(tmp_path)).exit_code == 0
    copy = tmp_path / round_db.name
    result = veeduria(copy, "decide", row["id"], "--reject", "--reviewer", "Ana")
    assert result.exit_code == 0, result.output
    after = {one["id"]: one for one in found(copy)}
    changed = [id for id in {*before, *after} if before.get(id) != after.get(id)]
    assert changed
    for id in changed:
        one = after.get(id) or before[id]
        assert one["body"] in (None, row["institution"]) or one["kind"] == "ranking"


def test_figures_are_the_same_in_every_format(round_db: Path) -> None:
    body = actions(round_db)[0]["institution"]
    values = {one["id"]: one["value"] for one in found(round_db, body)}
    text = veeduria(round_db, "report", "findings", body, "--format", "csv").output
    rows = list(csv.reader(io.StringIO(text)))
    assert len([row for row in rows if len(row) > 3]) >= len(values)


def test_an_edition_without_any_decision_says_so_function_by_function(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    coded = tmp_path / "one.jsonl"
    duty = next(iter(FUNCTIONS.values()))
    line = {"obligation": duty.id, "source": "cartas", "kind": "no_action", "text": "No se hizo nada."}
    coded.write_text(json.dumps(line) + "\n", "utf8")
    assert veeduria(empty, "import", str(coded)).exit_code == 0
    findings = found(empty)
    assert len(of_kind(findings, "never_reported")) == len(FUNCTIONS)
    assert not of_kind(findings, "ranking")


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            "recommendations",
            ("Se recomendó al Congreso aprobar la norma.", "Recomendó al Congreso que apruebe la norma."),
        ),
        ("unapproved", ("Se elaboró un borrador de protocolo.", "Elaboró el borrador de un protocolo.")),
    ],
)
def test_a_recommendation_or_draft_told_twice_counted_twice(tmp_path: Path, kind: str, texts: tuple[str, str]) -> None:
    path, rows = tmp_path / "v.db", tmp_path / "a.csv"
    told = zip(("cartas", "informe_2011"), texts, strict=True)
    lines = "".join(f'minedu.prev.sensibilizacion,{source},Junio 2011,"{text}"\n' for source, text in told)
    rows.write_text(f"obligation,source,period,text\n{lines}", "utf8")
    assert veeduria(path, "import", str(rows)).exit_code == 0
    assert [one["value"] for one in of_kind(found(path), kind)] == [2]
    assert veeduria(path, "compare", "--same", *(row["id"] for row in actions(path))).exit_code == 0
    assert [(one["value"], len(one["statements"])) for one in of_kind(found(path), kind)] == [(1, 2)]
