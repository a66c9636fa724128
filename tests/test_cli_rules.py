"""`veeduria rules` and `veeduria classify`, as typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from extractor.cli import build
from tests.packs import write_pack

BODIES = "- {id: A, name: Alcaldía, type: otra, scope: local}\n"
DUTIES = (
    "- {id: a.prev.ferias, institution: A, level: prevencion, label: Ferias}\n"
    "- {id: a.prev.otras, institution: A, level: prevencion, label: Otras, role: otras}\n"
)
RULE = "- {id: ferias, obligation: a.prev.ferias, all: [feria], weight: 2, examples: [Se abrió la feria]}\n"
OTHERS = "- {id: otras, obligation: a.prev.otras, weight: 0.5}\n"


@pytest.fixture
def pack(tmp_path: Path) -> str:
    return write_pack(tmp_path / "mine", bodies=BODIES, obligations=DUTIES, rules=RULE + OTHERS)


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(build(), arguments, input=stdin)


def answers(*rows: Any, pack: str) -> tuple[Result, list[dict[str, Any]]]:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    result = run("classify", "--pack", pack, stdin=b"\n".join(lines))
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def test_check_passes_a_sound_pack(pack: str) -> None:
    result = run("rules", "check", pack)
    assert result.exit_code == 0
    assert "mine: 2 rules, 0 facets, 0 cues; faults: 0, hints: 0" in result.output


def test_check_names_file_line_and_key_and_fails(pack: str) -> None:
    (Path(pack) / "rules.yaml").write_text(RULE.replace("la feria", "el mercado") + OTHERS, encoding="utf8")
    result = run("rules", "check", pack)
    assert result.exit_code == 1
    assert (
        "mine/rules.yaml:1: fault: examples: ferias does not speak for its example: Se abrió el mercado"
        in result.output
    )


def test_a_broken_pack_stops_before_anything_is_classified(pack: str) -> None:
    (Path(pack) / "rules.yaml").write_text(RULE.replace("weight", "wait"), encoding="utf8")
    result = run("classify", "--pack", pack, stdin='{"text": "feria"}')
    assert result.exit_code == 2
    assert "mine/rules.yaml:1: 0.wait: " in result.stderr
    assert result.stdout == ""


def test_list_shows_the_rules_of_an_obligation(pack: str) -> None:
    assert run("rules", "list", "--obligation", "a.prev.ferias", "--pack", pack).output.split("\t")[0] == "ferias"
    assert run("rules", "list", "cues", "--pack", pack).output == ""


def test_explain_shows_rules_scores_and_why(pack: str) -> None:
    output = run("rules", "explain", "Se abrió una feria", "--institution", "A", "--pack", pack).output
    assert "+2.00  ferias" in output
    assert "a.prev.ferias leads a.prev.otras by 1.50: ferias (+2)" in output


def test_explain_of_a_silent_text_says_so(pack: str) -> None:
    output = run("rules", "explain", "Buenos días", "--institution", "A", "--pack", pack).output
    assert "No rule speaks for this text" in output


def test_explain_with_an_unknown_body_is_an_error(pack: str) -> None:
    result = run("rules", "explain", "feria", "--institution", "ZZ", "--pack", pack)
    assert result.exit_code == 2
    assert "ZZ: no such body in pack mine; it has A" in result.output


def test_diff_shows_gains_against_decisions(pack: str, tmp_path: Path) -> None:
    other = write_pack(tmp_path / "other", bodies=BODIES, obligations=DUTIES, rules=OTHERS)
    texts = tmp_path / "texts.jsonl"
    texts.write_text(
        '{"id": "t1", "institution": "A", "text": "feria", "obligation": "a.prev.ferias"}\n', encoding="utf8"
    )
    output = run("rules", "diff", other, pack, "--texts", str(texts)).output
    assert "+ t1  feria" in output
    assert "differ: 1; of the decided ones gained: 1, lost: 0" in output


def test_a_new_pack_passes_check(tmp_path: Path) -> None:
    folder = tmp_path / "ley-nueva"
    assert run("rules", "new", str(folder)).exit_code == 0
    assert "ley-nueva: 3 rules" in (checked := run("rules", "check", str(folder))).output
    assert checked.exit_code == 0 and "faults: 0, hints: 0" in checked.output


def test_new_leaves_a_folder_with_files_alone(pack: str) -> None:
    assert run("rules", "new", pack).exit_code == 2
    assert (Path(pack) / "rules.yaml").read_text(encoding="utf8") == RULE + OTHERS


def test_classify_answers_in_order_with_evidence(pack: str) -> None:
    result, [first, second] = answers(
        {"id": 7, "institution": "A", "text": "Se abrió la feria"}, {"text": "feria"}, pack=pack
    )
    assert result.exit_code == 0
    assert first["id"] == 7
    assert [one["obligation"] for one in first["suggestions"]] == ["a.prev.ferias", "a.prev.otras"]
    assert first["suggestions"][0]["evidence"] == [{"rule": "ferias", "start": 12, "end": 17, "text": "feria"}]
    assert second == {"id": None, "kind": "other", "suggestions": [], "facets": [], "cues": [], "doubtful": False}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (b"{", "line 1: "),
        (b"[1]", "line 1: an object with a text is needed"),
        (b'{"text": 3}', "line 1: an object with a text is needed"),
        (b'{"text": "feria", "institution": "ZZ"}', "line 1: ZZ: no such body"),
        (b'{"text": "feria", "institution": ["A"]}', "line 1: "),
        (b"\xff\xfe", "line 1: "),
        (b"[" * 100_000, "line 1: nested too deeply"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_answered(pack: str, row: bytes, problem: str) -> None:
    result, given = answers(row, {"id": "next", "text": "x"}, pack=pack)
    assert result.exit_code == 1
    assert result.stderr.startswith(problem)
    assert [one["id"] for one in given] == ["next"]


@pytest.mark.parametrize("text", ["", "\x00\x1b[31m", "Привет 日本 feria", "feria " * 33_000, "\ud800"])
def test_any_text_is_answered(pack: str, text: str) -> None:
    result, [given] = answers({"institution": "A", "text": text}, pack=pack)
    assert result.exit_code == 0
    assert bool(given["suggestions"]) == ("feria" in text)


def test_faults_of_a_pack_are_said_in_the_analysts_language(pack: str) -> None:
    info = Path(pack, "pack.yaml")
    info.write_text(info.read_text("utf8") + "verson: '1'\n", "utf8")
    typed = ["rules", "check", "--pack", pack, "--lang", "es"]
    program = f"import sys; from extractor.cli import main; sys.argv[1:] = {typed}; main()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 2 and ": verson: aquí no hay tal clave" in done.stderr
