"""What a database's filings teach, live: a voice beside rules and model, and precedents."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from db import queries
from db.store import open_store
from extractor.cli import build
from extractor.core.model import Decision
from extractor.filing.learn.precedents import precedents_of
from extractor.filing.learn.reranker import Filed, Reranker, learn_from, reranker_of, with_reranker
from extractor.filing.rank import classify
from extractor.filing.settings import NEAREST
from rules.loader import load_pack
from rules.words import read_words
from tests.made import AT, reading, saved
from tests.packs import small_pack
from tests.test_cli_learn import database, pack  # noqa: F401  fixtures

PACK = small_pack()


def _filed(count: int = 6) -> list[Filed]:
    texts = [f"Se atendió a {number} personas en el puesto fijo de la feria" for number in range(count)]
    return [Filed("SALUD", text, "salud.prev.otras", f"s{n}", "ana", "a.pdf", n) for n, text in enumerate(texts)]


def test_filings_move_what_resembles_them_and_say_by_which_words() -> None:
    text = "Se atendió a 12 personas en el puesto de la feria"
    taught = with_reranker(PACK, learn_from(_filed(), PACK))
    assert classify(text, PACK, "SALUD").suggestions[0].obligation == "salud.prot.atencion"
    first = classify(text, taught, "SALUD").suggestions[0]
    assert first.obligation == "salud.prev.otras"
    assert any(place.rule.startswith("learned:") for place in first.evidence)
    assert all(text[place.start : place.end] == place.text for place in first.evidence)


def test_what_resembles_no_filing_stays_as_rules_and_model_have_it() -> None:
    text = "Charla a docentes sobre higiene"
    taught = with_reranker(PACK, learn_from(_filed(), PACK))
    before, after = (classify(text, one, "SALUD").suggestions[0] for one in (PACK, taught))
    assert after.obligation == before.obligation
    assert abs(after.score - before.score) < 0.1


def test_the_learner_sees_the_filings_it_is_given_and_no_others() -> None:
    assert learn_from([], PACK) is None
    assert with_reranker(PACK, None) is PACK
    team = learn_from(_filed(2), PACK)
    assert team is not None
    assert team.decisions == 2
    assert reranker_of(PACK) is None


def test_filings_of_unknown_bodies_or_without_a_word_teach_nothing() -> None:
    odd = [Filed("NOBODY", "Se atendió", "x.y"), Filed("SALUD", "…", "salud.prev.otras"), Filed("SALUD", "Uno", "x.y")]
    taught = with_reranker(PACK, learn_from(odd, PACK))
    text = "Charla a docentes"
    assert classify(text, taught, "SALUD").suggestions[0].obligation == "salud.prev.charlas"


def test_where_a_team_filed_little_the_examples_of_the_pack_are_precedents_after_its_own() -> None:
    shipped, text = load_pack(), "Se repartieron volantes en la plaza del mercado"
    asked = ("GL", read_words(text), ["gl.prev.otras"])
    examples = precedents_of(shipped, *asked)
    assert len(examples) == NEAREST
    assert {one.filed.obligation for one in examples} == {"gl.prev.otras"}
    assert all(one.filed.reviewer and not one.filed.document for one in examples)  # of a batch, in no letter
    own = Filed("GL", f"{text} mayor", "gl.prev.otras", "s1", "ana", "oficio.pdf", 2)
    team = Reranker(shipped, (own,), ())
    assert [one.filed for one in precedents_of(shipped, *asked, team)] == [own, *(one.filed for one in examples[:2])]
    assert precedents_of(shipped, *asked, team, but="s1") == examples


def test_precedents_are_the_most_similar_filings_first_and_never_the_statement_itself() -> None:
    team = learn_from(_filed(), PACK)
    assert team is not None
    words = read_words("Se atendió a 3 personas en el puesto fijo de la feria")
    near = team.precedents("SALUD", words, but="s3")
    assert [one.likeness for one in near] == sorted((one.likeness for one in near), reverse=True)
    assert "s3" not in [one.filed.statement for one in near]
    assert near[0].filed.reviewer == "ana"
    assert team.precedents("POLI", words) == ()


def test_classify_answers_with_what_the_database_teaches_and_alone_without(
    database: Path,  # noqa: F811
    pack: str,  # noqa: F811
) -> None:
    asked = json.dumps({"institution": "MINEDU", "text": "Se entregó vacante escolar a una menor"})

    def first(*options: str) -> dict[str, Any]:
        ran = CliRunner().invoke(build(), ["classify", "--db", str(database), "--pack", pack, *options], input=asked)
        answer = json.loads(ran.output)
        return {"top": answer["suggestions"][0]["obligation"], "near": answer.get("precedents", [])}

    assert first()["top"] == "minedu.places"
    near = first()["near"][0]
    assert near["obligation"] == "minedu.places"
    assert near["reviewer"] == "ana"
    assert first("--alone") == {"top": "minedu.talks", "near": []}


def test_an_export_names_the_filed_actions_most_like_a_statement_as_they_may_leave(
    database: Path,  # noqa: F811
    pack: str,  # noqa: F811
) -> None:
    ran = CliRunner().invoke(
        build(), ["export", "statements", "--format", "jsonl", "--db", str(database), "--pack", pack]
    )
    rows = [json.loads(line) for line in ran.output.splitlines()]
    places = [row for row in rows if "vacante" in row["text"]]
    ids = {row["id"] for row in rows}
    for row in places:
        assert [one["obligation"] for one in row["precedents"]] == ["minedu.places"] * 3
        assert {one["statement"] for one in row["precedents"]} <= ids - {row["id"]}
        assert {one["reviewer"] for one in row["precedents"]} == {"ana"}
        assert {(one["origin"], one["text"]) for one in row["precedents"]} == {("review", None)}


def test_the_examples_of_the_pack_fill_the_precedents_that_filings_leave_free(tmp_path: Path) -> None:
    """They were named in review and `rules explain` alone."""
    path, text = tmp_path / "v.db", "Se repartieron volantes en la plaza del mercado"
    with open_store(path) as store:
        run, read = store.begin_run("1", load_pack(), {}, AT), reading("a.pdf", (f"{text}.", f"{text} mayor."))
        said = [replace(one, classification=classify(text, load_pack(), "MINEDU")) for one in read.findings]
        store.save([saved("a.pdf", replace(read, findings=tuple(said)))], run)
        row = next(iter(queries.statements(store)))
        store.decide([Decision(row.id, "corrected", "minedu.prev.otras", "{}", "ana", AT, row.content_hash)])
    asked = json.dumps({"institution": "MINEDU", "text": text})

    def run_(*arguments: str) -> list[list[dict[str, Any]]]:
        ran = CliRunner().invoke(build(), [*arguments, "--db", str(path)], input=asked)
        return [json.loads(line)["precedents"] for line in ran.output.splitlines()]

    for found in (*run_("classify", "--examples"), run_("export", "statements", "--format", "jsonl", "--examples")[1]):
        assert [one["origin"] for one in found][:2] == ["review", "pack"]
        assert (found[0]["document"], found[1]["document"]) == ("a.pdf", None)
        assert found[1]["text"] and found[1]["reviewer"]
    assert [len(found) for found in run_("classify")] == [1]
    refused = CliRunner().invoke(build(), ["export", "actions", "--examples", "--db", str(path)])
    assert refused.exit_code == 2


def test_classify_answers_with_what_an_imported_balance_teaches_without_a_command(tmp_path: Path) -> None:
    path, text = tmp_path / "v.db", "Se atendió a 12 víctimas en las postas del distrito"
    rows = [f'a{n},MINSA,,proteccion,minsa.prot.otras,action,cartas,2011,"{text} {n}."' for n in range(8)]
    coded = tmp_path / "balance.csv"
    coded.write_text(
        "\n".join(["id,institution,unit,level,obligation,kind,source,period,text", *rows]), encoding="utf8"
    )
    asked = json.dumps({"institution": "MINSA", "text": text})

    def answer(*arguments: str) -> dict[str, Any]:
        ran = CliRunner().invoke(build(), ["classify", "--db", str(path), *arguments], input=asked)
        return dict(json.loads(ran.output))

    assert CliRunner().invoke(build(), ["import", str(coded), "--db", str(path)]).exit_code == 0
    before, after = answer("--alone")["suggestions"][0], answer()
    assert before["obligation"] != "minsa.prot.otras"
    assert after["suggestions"][0]["obligation"] == "minsa.prot.otras"
    assert {(one["origin"], one["document"]) for one in after["precedents"]} == {("import", "balance.csv")}
    assert answer("--alone").get("precedents") is None


def test_a_team_s_filings_outweigh_the_pack_as_they_grow() -> None:
    shipped, text = load_pack(), "Se dictaron charlas a 120 escolares sobre la trata de personas."
    given, words = classify(text, shipped, "MINEDU").suggestions, read_words(text)
    first, filed = given[0].obligation, [f"Charlas a {n} escolares sobre la trata de personas" for n in range(30)]
    believed = []
    for count in (0, 1, 3, 10, 30):
        team = learn_from([Filed("MINEDU", one, "minedu.prev.otras") for one in filed[:count]], shipped)
        found = team.rerank(given, "MINEDU", words) if team else given
        believed.append({one.obligation: one.score for one in found}.get("minedu.prev.otras", 0.0))
    assert first != "minedu.prev.otras"
    assert believed == sorted(believed)
    assert believed[0] < 0.2 < 0.5 < believed[-1]
