"""A pack's model: fitted to its examples alone, refused when it is not what it should be."""

from __future__ import annotations

import json
import shutil
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import build
from extractor.cli.rules.explaining import explanation
from extractor.core.errors import PackError
from rules.articles import articles, manual, paragraphs
from rules.loader import load_pack
from rules.matching import matcher
from rules.model import KINDS, model_of, problem_of
from rules.model.examples import read_examples
from rules.model.features import VERSION
from rules.model.file import ModelError, read_model, write_model
from rules.model.fit import fit, is_stale, training_examples
from rules.reader import checked_pack

PACK = """
- {id: town.wells, institution: TOWN, level: prevencion, article: "1", label: Pozos}
- {id: town.roads, institution: TOWN, level: prevencion, article: "2", label: Caminos}
"""
WELLS = ("Se limpió el pozo número {}", "Limpieza de pozos en el anexo {}", "Se perforaron {} pozos nuevos")
ROADS = ("Se reparó el camino número {}", "Reparación de caminos en el anexo {}", "Se abrieron {} caminos nuevos")


def _pack(folder: Path, rows: list[dict[str, object]] | None = None) -> Path:
    folder.mkdir()
    (folder / "pack.yaml").write_text('id: town\nversion: "1"\ntitle: Town\n', encoding="utf8")
    (folder / "bodies.yaml").write_text("- {id: TOWN, name: Town, type: responsable, scope: local}\n", encoding="utf8")
    (folder / "obligations.yaml").write_text(PACK, encoding="utf8")
    (folder / "examples").mkdir()
    made: list[dict[str, object]] = [
        {"text": text.format(number), "obligation": duty, "kind": "action"}
        for duty, texts in (("town.wells", WELLS), ("town.roads", ROADS))
        for number in range(4)
        for text in texts
    ]
    _write(folder, made if rows is None else rows)
    return folder


def _write(folder: Path, rows: list[dict[str, object]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "examples" / "one.jsonl").write_text("\n".join(lines), encoding="utf8")


def _fitted(folder: Path) -> Path:
    ran = CliRunner().invoke(build(), ["rules", "fit", str(folder)])
    assert ran.exit_code == 0, ran.output
    return folder / "model.bin"


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = _pack(tmp_path_factory.mktemp("fitted") / "town")
    _fitted(folder)
    return folder


def test_a_fitted_pack_tells_functions_of_new_texts_apart_and_says_by_which_words(tmp_path: Path) -> None:
    folder = _pack(tmp_path / "town")
    _fitted(folder)
    model = model_of(checked_pack(str(folder)))
    assert model is not None
    chances = model.functions("TOWN", "Limpiamos pozos")
    assert chances["town.wells"] > chances["town.roads"]
    assert sum(chances.values()) == pytest.approx(1, abs=1e-4)
    assert [moved.word for moved in model.contributions("TOWN", "town.wells", "Hoy limpiamos pozos")][:1] == ["pozos"]
    assert model.functions("CITY", "Limpiamos pozos") == {}


def test_the_same_examples_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = (_fitted(_pack(tmp_path / name)) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_a_pack_without_examples_or_with_three_has_no_model_and_works(tmp_path: Path) -> None:
    for number, rows in enumerate(([], [{"text": f"Pozo {n}", "obligation": "town.wells"} for n in range(3)])):
        folder = _pack(tmp_path / str(number), rows)  # type: ignore[arg-type]
        ran = CliRunner().invoke(build(), ["rules", "fit", str(folder)])
        assert ran.exit_code != 0
        assert not (folder / "model.bin").exists()
        pack = checked_pack(str(folder))
        assert model_of(pack) is None
        assert problem_of(pack) is None
        assert CliRunner().invoke(build(), ["rules", "check", str(folder)]).exit_code == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-100],
        lambda content: content[:200],
        lambda content: b"",
        lambda content: b"PK\x03\x04" + content,
        lambda content: content.replace(b"veeduria-model 1", b"veeduria-model 2"),
        lambda content: content.replace(b'"pack":"town"', b'"pack":"city"'),
        lambda content: content.replace(f'"features":{VERSION}'.encode(), f'"features":{VERSION + 1}'.encode()),
        lambda content: content.replace(b"town.wells", b"city.wells"),
        lambda content: content[:-100] + bytes(100),
        lambda content: b"veeduria-model 1\n" + b"[" * 50_000,
    ],
)
def test_a_model_cut_foreign_or_newer_is_refused_with_a_sentence(fitted: Path, tmp_path: Path, damage: object) -> None:
    folder = tmp_path / "town"
    shutil.copytree(fitted, folder)
    file = folder / "model.bin"
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    pack = checked_pack(str(folder))
    assert model_of(pack) is None
    assert str(file) in str(problem_of(pack))
    ran = CliRunner().invoke(build(), ["rules", "check", str(folder)])
    assert ran.exit_code == 0, ran.output
    assert str(file) in ran.output.replace("\n", "")


def test_check_says_when_the_model_is_older_than_the_examples(tmp_path: Path) -> None:
    folder = _pack(tmp_path / "town")
    _fitted(folder)
    assert "rules fit" not in CliRunner().invoke(build(), ["rules", "check", str(folder)]).output
    with (folder / "examples" / "one.jsonl").open("a", encoding="utf8") as file:
        file.write('\n{"text": "Otro pozo", "obligation": "town.wells"}')
    assert "rules fit" in CliRunner().invoke(build(), ["rules", "check", str(folder)]).output


def test_a_new_model_gives_the_pack_another_hash(tmp_path: Path) -> None:
    folder = _pack(tmp_path / "town")
    before = load_pack(str(folder)).hash
    _fitted(folder)
    load_pack.cache_clear()
    assert load_pack(str(folder)).hash != before


def test_examples_that_cannot_be_used_are_named_with_their_line(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": "Un pozo", "obligation": "town.wells"},
        {"text": "Un pozo", "obligation": "town.lakes"},
        {"text": "   ", "obligation": "town.wells"},
        {"text": "pozo " * 40_000, "obligation": "town.wells"},
        {"text": "Un pozo", "kind": "rumour"},
        {"obligation": "town.wells"},
        {"text": 7},
    ]
    folder = _pack(tmp_path / "town", rows)
    with pytest.raises(PackError) as told:
        read_examples(checked_pack(str(folder)))
    assert [fault.place for fault in told.value.faults] == [f"town/examples/one.jsonl:{n}" for n in range(2, 8)]
    ran = CliRunner().invoke(build(), ["rules", "fit", str(folder)])
    assert ran.exit_code != 0
    assert "town/examples/one.jsonl:2" in ran.output


def test_a_batch_left_out_teaches_nothing(tmp_path: Path) -> None:
    folder = _pack(tmp_path / "town")
    (folder / "examples" / "two.jsonl").write_text('{"text": "Un puente"}\n{"text": "Dos puentes"}', encoding="utf8")
    pack = checked_pack(str(folder))
    examples = training_examples(pack)
    alone = fit(pack, [one for one in examples if one.batch == "one"])
    left_out = fit(pack, examples, without=("two",))
    assert alone is not None
    assert left_out is not None
    assert left_out.trained == alone.trained


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    pack = checked_pack(str(_pack(tmp_path / "town")))
    model = fit(pack, training_examples(pack))
    assert model is not None
    write_model(model, "town", tmp_path / "model")
    again = read_model(tmp_path / "model", "town", ["town.wells", "town.roads"])
    assert again.functions("TOWN", "Un pozo") == model.functions("TOWN", "Un pozo")
    with pytest.raises(ModelError):
        read_model(tmp_path / "model", "city", ["town.wells", "town.roads"])


@pytest.mark.parametrize("name", ["es", "pe-ley-28950"])
def test_the_shipped_models_can_be_used_and_are_small(name: str) -> None:
    pack = load_pack(name)
    model = model_of(pack)
    assert model is not None
    assert set(model.kinds(matcher(pack).find("Se capacitó a 30 docentes"), pack)) == {
        "action",
        "planned",
        "no_action",
        "not_competent",
        "other",
    }
    assert KINDS in model.heads
    assert not is_stale(pack, training_examples(pack))


def test_examples_with_each_function_as_often_as_offices_report_it_are_those_of_the_labelled_texts() -> None:
    """The pack's batches `open` and `shut` are of the labelled texts that the program is measured with.

    Those that come close to texts kept elsewhere for measuring are left out (`python -m corpus.bank --against`).
    """
    root = Path(__file__).parent.parent
    for name in ("open", "shut"):
        texts = [json.loads(line) for line in (root / f"corpus/texts/{name}.jsonl").read_text("utf8").splitlines()]
        folder = root / "rules/packs/pe-ley-28950/examples"
        examples = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf8").splitlines()]
        known = {(one["text"], one["obligation"]) for one in texts}
        assert {(one["text"], one["obligation"]) for one in examples} <= known
        assert len(examples) == len({one["text"] for one in examples}) > 0.9 * len(known)


def test_the_law_speaks_for_each_function_that_it_lays_down_and_the_manual_is_shown() -> None:
    pack = load_pack()
    assert len(articles(pack)) == 94
    ran = CliRunner().invoke(
        build(), ["rules", "explain", "Charla sobre trata a escolares", "--institution", "MINEDU", "--lang", "es"]
    )
    assert ran.exit_code == 0, ran.output
    assert articles(pack)["minedu.prev.sensibilizacion"].text in ran.output
    assert "Manual de codificación" in ran.output
    assert manual(load_pack("es")) == ""


def test_the_manual_and_the_law_are_wrapped_to_the_terminal_and_not_where_their_files_break_the_line() -> None:
    pack = load_pack()
    asked = ("Charla sobre trata a escolares", pack, "MINEDU")
    whole, narrow = list(explanation(*asked)), list(explanation(*asked, width=60))
    items = paragraphs(manual(pack))[1:]
    assert [line.strip() for line in whole if line.strip() in items] == [*items]
    prose = narrow[narrow.index("the law:") :]
    said = " ".join(line.strip() for line in prose)
    assert max(map(len, prose)) <= 60 < max(map(len, whole))
    assert " ".join(items) in said and articles(pack)["minedu.prev.sensibilizacion"].text in said


def test_a_manual_is_cut_where_an_item_ends_and_not_where_its_file_breaks_the_line() -> None:
    written = "# Manual\nLo primero\nva así.\n\n1. Un punto\n   que sigue.\n2) Otro.\n- Un guion - suelto\n  12 más.\n"
    assert paragraphs(written) == (
        "# Manual",
        "Lo primero va así.",
        "1. Un punto que sigue.",
        "2) Otro.",
        "- Un guion - suelto 12 más.",
    )
    shown = paragraphs(manual(load_pack()))
    assert len(shown) == 11 and all(line.endswith(".") for line in shown[1:])


def test_reading_ever_new_words_made_a_worker_grow_without_end() -> None:
    pack = load_pack("es")
    model = model_of(pack)
    assert model is not None
    model.kinds(matcher(pack).find("Se capacitó a docentes."), pack)
    tracemalloc.start()
    try:
        for first in range(0, 15_000, 500):
            text = " ".join(f"x{number:x}y z{number:x}" for number in range(first, first + 500))
            model.kinds(matcher(pack).find(text), pack)
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < 15_000_000
