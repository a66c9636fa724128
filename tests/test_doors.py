"""What other tools are given: texts, offsets and labels as they stand here, readable by the other side's own reader."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.doors import annotation, patterns
from extractor.filing.rank import classify
from rules.loader import load_pack
from tests import published
from tests.rounds import PACK, Replied, store_replies, veeduria

spacy = pytest.importorskip("spacy")

TEXTS = (
    "En mayo de 2011 se capacitó a 30 docentes de Puno sobre trata de personas.",
    "Se dictaron charlas a padres de familia.",
    "No se ha registrado ningún caso.",
)


@pytest.fixture(scope="module")
def round_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("doors") / "round.db"
    store_replies(path, [Replied("carta.pdf", "MINEDU", texts=TEXTS)])
    return path


def exported(path: Path, what: str) -> Any:
    result = veeduria(path, "export", what)
    assert result.exit_code == 0, result.output
    return json.loads(result.output) if what == "label-studio" else [json.loads(x) for x in result.output.splitlines()]


def pipeline() -> Any:
    nlp = spacy.blank("es")
    nlp.add_pipe("veeduria", config={"pack": "pe-ley-28950", "institution": "MINEDU"})
    return nlp


def test_the_component_says_what_classify_says() -> None:
    for text in TEXTS:
        doc, said = pipeline()(text), classify(text, load_pack(), "MINEDU")
        assert doc._.veeduria["kind"] == said.kind
        told = [(one["obligation"], one["score"]) for one in doc._.veeduria["suggestions"]]
        assert told == [(one.obligation, one.score) for one in said.suggestions]
        labels = {span.label_ for span in doc.spans["facets"]}
        assert labels == {facet.name for facet in said.facets}


def test_the_script_of_the_docs_runs_as_it_stands() -> None:
    docs = (Path(__file__).parents[1] / "docs" / "doors.md").read_text("utf8")
    script = docs.split("```python\n", 1)[1].split("```", 1)[0]
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "minedu.prev.sensibilizacion" in done.stdout and "docentes audience.docentes" in done.stdout


def test_details_are_told_with_offsets_into_the_text() -> None:
    doc = pipeline()(TEXTS[0])
    (date,) = doc._.veeduria["details"]["dates"]
    assert doc.text[date["start"] : date["end"]] == date["text"] == "mayo de 2011"


def test_a_saved_pipeline_says_the_same(tmp_path: Path) -> None:
    nlp = pipeline()
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again(TEXTS[0])._.veeduria == nlp(TEXTS[0])._.veeduria


def test_several_processes_say_the_same() -> None:
    nlp = pipeline()
    alone = [doc._.veeduria for doc in nlp.pipe(TEXTS)]
    assert [doc._.veeduria for doc in nlp.pipe(TEXTS, n_process=2, batch_size=1)] == alone


def test_every_span_given_to_annotation_tools_holds_its_words() -> None:
    record = {
        "text": TEXTS[0],
        "facets": [{"name": "x", "evidence": [{"start": 3, "end": 15}, {"start": 4, "end": 4}]}],
    }
    assert [(label, TEXTS[0][start:end]) for label, start, end in annotation.spans(record)] == [("x", "mayo de 2011")]


def test_a_docbin_reads_back_text_cats_and_places(round_db: Path, tmp_path: Path) -> None:
    from spacy.tokens import DocBin

    out = tmp_path / "train.spacy"
    assert veeduria(round_db, "export", "docbin", "--output", str(out)).exit_code == 0
    docs = list(DocBin().from_disk(out).get_docs(spacy.blank("es").vocab))
    assert [doc.text for doc in docs] == list(TEXTS)
    for doc in docs:
        assert doc.user_data["page"] == 1 and len(doc.user_data["box"]) == 4
        assert sum(doc.cats[kind] for kind in ("action", "planned", "no_action", "not_competent", "other")) == 1
        assert set(doc.cats) > {one.id for one in PACK.obligations}


def test_label_studio_gets_a_list_of_tasks_with_predictions(round_db: Path) -> None:
    tasks = exported(round_db, "label-studio")
    assert [task["data"]["text"] for task in tasks] == list(TEXTS)
    for task in tasks:
        for one in task["predictions"][0]["result"]:
            if one["type"] == "labels":
                value = one["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


@pytest.mark.parametrize(
    ("kind", "filed"), [("action", True), ("planned", True), ("no_action", False), ("other", False)]
)
def test_what_is_no_report_is_predicted_under_no_function(kind: str, filed: bool) -> None:
    """Whoever submitted such a prediction as it was shown had given a kind and a function that exclude each other."""
    suggested = {"obligation": "minedu.prev.sensibilizacion", "score": 0.9}
    record = {"id": "a", "text": "Un taller.", "kind": kind, "suggestions": [suggested], "facets": []}
    (task,) = annotation.label_studio([record])
    told = [one["from_name"] for one in task["predictions"][0]["result"]]
    assert told == (["kind", "function"] if filed else ["kind"])


def test_prodigy_gets_spans_that_hold_words(round_db: Path) -> None:
    for task in exported(round_db, "prodigy"):
        assert all(task["text"][one["start"] : one["end"]].strip() for one in task["spans"])


def test_prodigy_tasks_have_the_fields_that_its_documentation_names(round_db: Path) -> None:
    for task in exported(round_db, "prodigy"):
        assert set(task) == {"text", "spans", "options", "accept", "meta"}
        assert isinstance(task["text"], str) and all(set(one) == {"start", "end", "label"} for one in task["spans"])
        assert all(isinstance(one["id"], str) and isinstance(one["text"], str) for one in task["options"])
        assert {*task["accept"]} <= {one["id"] for one in task["options"]}
        assert sum(one["end"] > len(task["text"]) for one in task["spans"]) == 0


def test_web_annotations_quote_the_words_they_point_at(round_db: Path) -> None:
    for one in exported(round_db, "web-annotations"):
        assert one["@context"] == "http://www.w3.org/ns/anno.jsonld" and one["type"] == "Annotation"
        assert one["target"]["selector"][-1]["exact"] and one["target"]["type"] == "SpecificResource"
        assert not set('<>"{}|\\^` []') & set(one["target"]["scope"] + one["target"]["source"] + one["id"])


def test_private_data_is_masked_in_every_door(tmp_path: Path) -> None:
    path = tmp_path / "private.db"
    store_replies(path, [Replied("carta.pdf", "MIMP", texts=(published.PRIVATE,))])
    for what in ("label-studio", "prodigy", "web-annotations"):
        assert "Huamán" not in json.dumps(exported(path, what), ensure_ascii=False)


def test_followthemoney_names_each_body_and_letter_once(tmp_path: Path) -> None:
    entities = exported(published.database(tmp_path), "followthemoney")
    ids = [one["id"] for one in entities]
    assert len(ids) == len({*ids}) and {one["schema"] for one in entities} == {"PublicBody", "Pages", "Page", "Event"}
    for one in entities:
        for link in (
            *one["properties"].get("involved", ()),
            *one["properties"].get("proof", ()),
            *one["properties"].get("document", ()),
        ):
            assert link in ids


def test_patterns_are_plain_words_that_a_span_ruler_takes() -> None:
    nlp = spacy.blank("es")
    ruler = nlp.add_pipe("span_ruler")
    ruler.add_patterns(list(patterns.pack_patterns(PACK)))
    doc = nlp("Hubo un taller.")
    assert {span.label_ for span in doc.spans["ruler"]} == {"activity.capacitacion"}


def test_without_spacy_the_rest_works() -> None:
    code = "import sys; sys.modules['spacy'] = None; import extractor.cli.doors, extractor.doors.annotation"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
def test_spacy_trains_on_the_docbin(round_db: Path, tmp_path: Path) -> None:
    out = tmp_path / "train.spacy"
    veeduria(round_db, "export", "docbin", "--output", str(out))
    config = tmp_path / "config.cfg"
    command = [sys.executable, "-m", "spacy"]
    init = [*command, "init", "config", str(config), "--lang", "es", "--pipeline", "spancat,textcat_multilabel"]
    subprocess.run(init, check=True, capture_output=True)
    paths = ["--paths.train", str(out), "--paths.dev", str(out), "--training.max_steps", "2"]
    train = [*command, "train", str(config), *paths, "--training.eval_frequency", "1", "--output", str(tmp_path / "m")]
    done = subprocess.run(train, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "m" / "model-last").is_dir()
