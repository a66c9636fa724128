"""What annotators did in other tools comes back as decisions, under the rules of the review's spreadsheet."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from db.connection import open_database
from db.queries import decisions, statements
from db.records import Filters
from tests.rounds import PACK, Replied, store_replies, veeduria

TEXTS = (
    "En mayo de 2011 se capacitó a 30 docentes de Puno 🙂 sobre trata de personas.",
    "Se dictaron charlas a padres de familia.",
    "No se ha registrado ningún caso.",
    "Se atendió a la agraviada Rosa Huamán Quispe, con DNI 40123456, en el albergue.",
)
HERE = Path(__file__).parent
UIMA = Path("/usr/share/java/uimaj-core.jar")
DUTY = "minedu.prev.sensibilizacion"
Answers = dict[int, dict[str, str]]  # by place of the statement: what the annotator fills in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store_replies(tmp_path / "v.db", [Replied("carta.pdf", "MINEDU", texts=TEXTS)])
    return tmp_path / "v.db"


def exported(path: Path, what: str) -> str:
    result = veeduria(path, "export", what)
    assert result.exit_code == 0, result.output
    return result.stdout


def label_studio(path: Path, answers: Answers, who: object = 1) -> Path:
    tasks = json.loads(exported(path, "label-studio"))
    for at, said in answers.items():
        results = [
            {"from_name": role, "to_name": "text", "type": "textarea" if role == "note" else "choices",
             "value": {"text" if role == "note" else "choices": [value]}}
            for role, value in said.items()
        ]  # fmt: skip
        done = {"id": at, "completed_by": who, "was_cancelled": False, "result": results}
        tasks[at]["annotations"] = [{**done, "was_cancelled": True}, done]
    file = path.parent / "tasks.json"
    file.write_text(json.dumps(tasks))
    return file


def prodigy(path: Path, answers: Answers, who: object = "ana") -> Path:
    tasks = [json.loads(line) for line in exported(path, "prodigy").splitlines()]
    for at, task in enumerate(tasks):
        said = answers.get(at, {})
        task |= {"accept": [*said.values()], "answer": "accept" if said else "ignore", "_annotator_id": who}
    file = path.parent / "tasks.jsonl"
    file.write_text("\n".join(map(json.dumps, tasks)))
    return file


def cas(path: Path, answers: Answers, who: object = "") -> Path:
    cassis = pytest.importorskip("cassis")
    from extractor.doors.inception import STATEMENT, TYPES

    assert veeduria(path, "export", "cas", "--output", str(path.parent / "out.zip")).exit_code == 0
    with zipfile.ZipFile(path.parent / "out.zip") as archive:
        archive.extractall(path.parent / "in")
    types = path.parent / "in" / TYPES
    (file,) = (path.parent / "in").glob("*.xmi")
    read = cassis.load_cas_from_xmi(file.open("rb"), cassis.load_typesystem(types.open("rb")))
    for at, one in enumerate(read.select(STATEMENT)):
        for role, value in answers.get(at, {}).items():
            one.set(role, value)
    read.to_xmi(file)
    return file


TOOLS = [label_studio, prodigy, cas]
Tool = Callable[[Path, Answers], Path]


def filed(path: Path) -> dict[int, tuple[str | None, str | None]]:
    """Return what was decided on each statement by its place: the function, or the kind or standing."""
    with open_database(path) as db:
        rows = list(statements(db, Filters()))
    said = {at: row.decision for at, row in enumerate(rows) if row.decision}
    return {at: (one.standing, one.obligation) for at, one in said.items()}


@pytest.mark.parametrize("tool", TOOLS)
def test_answers_come_back_in_one_act_of_a_named_reviewer(path: Path, tool: Tool) -> None:
    file = tool(path, {0: {"function": DUTY}, 2: {"kind": "other"}})
    shown = veeduria(path, "review", "--from-sheet", str(file), "--reviewer", "Ana")
    assert shown.exit_code == 0 and "2 new, " in shown.output and filed(path) == {}
    done = veeduria(path, "review", "--from-sheet", str(file), "--reviewer", "Ana", "--apply")
    assert done.exit_code == 0, done.output
    assert filed(path) == {0: ("corrected", DUTY), 2: ("rejected", None)}
    with open_database(path) as db:
        rows = list(decisions(db))
    assert {(row.act, row.reviewer) for row in rows} == {(1, "Ana")}
    again = veeduria(path, "review", "--from-sheet", str(file), "--reviewer", "Ana", "--apply")
    assert "0 new" in again.output and "0 in conflict" in again.output
    assert veeduria(path, "decide", rows[0].statement, "--undo", "--reviewer", "Ana").exit_code == 0
    assert all(standing is None for standing, _ in filed(path).values())


@pytest.mark.parametrize("tool", TOOLS)
def test_what_nobody_answered_stays_open(path: Path, tool: Tool) -> None:
    result = veeduria(path, "review", "--from-sheet", str(tool(path, {})), "--apply")
    assert result.exit_code == 0 and "0 new" in result.output and filed(path) == {}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_newer_decision_is_never_overwritten(path: Path, tool: Tool) -> None:
    file = tool(path, {0: {"function": DUTY}, 1: {"function": DUTY}})
    with open_database(path) as db:
        first = next(statements(db, Filters())).id
    assert veeduria(path, "decide", first, "--reject", "--reviewer", "Bea").exit_code == 0
    result = veeduria(path, "review", "--from-sheet", str(file), "--apply", "--reviewer", "Ana")
    assert result.exit_code == 1 and "1 in conflict" in result.output
    assert filed(path) == {0: ("rejected", None), 1: ("corrected", DUTY)}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("said", [{"function": "una que no hay"}, {"function": "pj.prev.otras"}, {"kind": "tal vez"}])
def test_one_fault_and_nothing_is_written(path: Path, tool: Tool, said: dict[str, str]) -> None:
    result = veeduria(path, "review", "--from-sheet", str(tool(path, {0: {"function": DUTY}, 1: said})), "--apply")
    assert result.exit_code == 2 and "line 2" in result.output and filed(path) == {}


def test_a_kind_and_a_note_come_back_from_label_studio(path: Path) -> None:
    file = label_studio(path, {0: {"function": DUTY, "kind": "action", "note": "visto"}, 1: {"kind": "action"},
                               2: {"kind": "no_action"}})  # fmt: skip
    assert veeduria(path, "review", "--from-sheet", str(file), "--apply").exit_code == 0
    assert filed(path) == {0: ("corrected", DUTY), 2: ("kind", None)}  # the kind shown says nothing of the function
    with open_database(path) as db:
        assert [row.note for row in decisions(db)] == ["visto", None]


def test_a_changed_text_is_a_fault(path: Path) -> None:
    file = label_studio(path, {0: {"function": DUTY}})
    file.write_text(file.read_text().replace("30 docentes", "300 docentes"))
    result = veeduria(path, "review", "--from-sheet", str(file), "--apply")
    assert result.exit_code == 2 and "column text" in result.output and filed(path) == {}


@pytest.mark.parametrize("tool", [label_studio, prodigy])
def test_of_several_annotators_only_the_named_one_is_taken(path: Path, tool: Any) -> None:
    file = tool(path, {0: {"function": DUTY}}, "ana@ong.example")
    other = file.with_name(f"other{file.suffix}")
    file.rename(other)
    tool(
        path,
        {1: {"function": DUTY}},
        {"id": 2, "email": "bea@ong.example"} if tool is label_studio else "bea@ong.example",
    )
    if tool is label_studio:
        both = [*json.loads(other.read_text())[:1], *json.loads(file.read_text())[1:]]
        file.write_text(json.dumps(both))
    else:
        file.write_text("\n".join([*other.read_text().splitlines()[:1], *file.read_text().splitlines()[1:]]))
    result = veeduria(path, "review", "--from-sheet", str(file), "--apply", "--reviewer", "carla")
    assert result.exit_code == 2 and "ana@ong.example, bea@ong.example" in result.output
    result = veeduria(path, "review", "--from-sheet", str(file), "--apply", "--reviewer", "bea@ong.example")
    assert result.exit_code == 0 and filed(path) == {1: ("corrected", DUTY)}


def test_texts_offsets_ids_and_boxes_stay_equal_through_an_xmi(path: Path, tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    from extractor.doors.annotation import spans
    from extractor.doors.inception import FACET, STATEMENT, TYPES

    file = cas(path, {})
    read = cassis.load_cas_from_xmi(file.open("rb"), cassis.load_typesystem((file.parent / TYPES).open("rb")))
    tasks = json.loads(exported(path, "label-studio"))
    found = list(read.select(STATEMENT))
    assert [one.get_covered_text() for one in found] == [task["data"]["text"] for task in tasks]
    assert [one.identifier for one in found] == [task["data"]["id"] for task in tasks]
    assert [list(map(float, one.box.split())) for one in found] == [task["data"]["box"] for task in tasks]
    records = [
        json.loads(line) for line in veeduria(path, "export", "statements", "--format", "jsonl").stdout.splitlines()
    ]
    told = [(label, record["text"][start:end]) for record in records for label, start, end in spans(record)]
    assert [(one.value, one.get_covered_text()) for one in read.select(FACET)] == told


def as_inception_saves(file: Path, xml: str = "1.0") -> Path:
    """Write the XMI anew as INCEpTION does: more layers, a feature more, other ids, in an archive."""
    import cassis

    from extractor.doors.inception import STATEMENT, TYPES

    types = cassis.load_typesystem((file.parent / TYPES).open("rb"))
    own = "de.tudarmstadt.ukp.dkpro.core.api"
    sentence = types.create_type(f"{own}.segmentation.type.Sentence")
    token = types.create_type(f"{own}.segmentation.type.Token")
    extra, link = (
        types.create_type("custom.Relevancia"),
        types.create_type("custom.RelevanciaVinculoLink", "uima.cas.TOP"),
    )
    types.create_feature(link, "role", "uima.cas.String")
    types.create_feature(link, "target", extra)
    types.create_feature(extra, "value", "uima.cas.String")
    types.create_feature(extra, "Vinculo", "uima.cas.FSArray", elementType=link.name)
    types.create_feature(types.get_type(STATEMENT), "Revisado", "uima.cas.Boolean")
    read = cassis.load_cas_from_xmi(file.open("rb"), types)
    made = cassis.Cas(types)
    made.sofa_string, made.sofa_mime = read.sofa_string, "text/plain"
    made.add(sentence(begin=0, end=len(read.sofa_string)))
    made.add_all(token(begin=match.start(), end=match.end()) for match in re.finditer(r"\S+", read.sofa_string))
    one = extra(begin=0, end=2, value="alta")
    one.Vinculo = types.get_type("uima.cas.FSArray")(elements=[link(role="de", target=one)])
    made.add(one)
    for found in reversed(list(read.select(STATEMENT))):  # in any order
        found.Revisado, found.xmiID = True, None
        made.add(found)
    text = made.to_xmi().replace("version='1.0'", f"version='{xml}'").replace('version="1.0"', f'version="{xml}"', 1)
    archive = file.parent.parent / f"proyecto-{xml}.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("annotation/00001-a.xmi/ana/ana.xmi", text)
        packed.writestr("annotation/00001-a.xmi/ana/TypeSystem.xml", types.to_xml())
    return archive


@pytest.mark.parametrize("xml", ["1.0", "1.1"])
def test_an_xmi_that_inception_would_save_comes_back_whatever_else_it_holds(path: Path, xml: str) -> None:
    file = as_inception_saves(cas(path, {0: {"function": DUTY}, 2: {"kind": "other"}}), xml)
    done = veeduria(path, "review", "--from-sheet", str(file), "--reviewer", "Ana", "--apply")
    assert done.exit_code == 0, done.output
    assert filed(path) == {0: ("corrected", DUTY), 2: ("rejected", None)}


def as_a_project(file: Path, *works: tuple[str, Path]) -> Path:
    """Pack letters as INCEpTION exports a project: each person's work an archive in a folder of the letter's name."""
    project = file.with_name("proyecto.zip")
    with zipfile.ZipFile(project, "w") as packed:
        packed.writestr("/source/00001-carta.pdf.xmi", file.read_bytes())
        packed.writestr("/annotation_ser/00001-carta.pdf.xmi/ana.ser", b"\xac\xed")
        for name, work in works:
            inner = BytesIO()
            with zipfile.ZipFile(inner, "w") as archive:
                archive.write(work, work.name)
                archive.write(file.with_name("TypeSystem.xml"), "TypeSystem.xml")
            packed.writestr(name, inner.getvalue())
    return project


def test_letters_of_a_project_whose_files_have_one_name_do_not_hide_each_other(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    store_replies(path, [Replied(name, "MINEDU", texts=TEXTS) for name in ("a.pdf", "b.pdf")])
    assert veeduria(path, "export", "cas", "--output", str(tmp_path / "out.zip")).exit_code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(tmp_path / "in")
    project = tmp_path / "proyecto.zip"
    with zipfile.ZipFile(project, "w") as packed:
        for folder, file in zip("ab", sorted((tmp_path / "in").glob("*.xmi")), strict=True):
            said = file.read_text().replace('kind="action"', f'kind="action" function="{DUTY}"')
            packed.writestr(f"annotation/{folder}.xmi/ana/ana.xmi", said)
        packed.write(tmp_path / "in" / "TypeSystem.xml", "TypeSystem.xml")
    done = veeduria(path, "review", "--from-sheet", str(project), "--reviewer", "ana", "--apply")
    assert done.exit_code == 0, done.output
    with open_database(path) as db:
        assert {row.document for row in statements(db, Filters()) if row.decision} == {"a.pdf", "b.pdf"}


def test_of_a_project_only_the_named_persons_work_is_taken(path: Path, tmp_path: Path) -> None:
    (tmp_path / "eva").mkdir()
    file = cas(path, {1: {"function": DUTY}})
    other = tmp_path / "eva" / file.name
    other.write_text(file.read_text().replace(DUTY, "minedu.prev.otras"))
    work = "annotation/00001-carta.pdf.xmi"
    project = as_a_project(
        file, (f"/{work}/INITIAL_CAS.zip", other), (f"{work}/ana.zip", file), (f"{work}/eva.zip", other)
    )
    done = veeduria(path, "review", "--from-sheet", str(project), "--reviewer", "luz", "--apply")
    assert done.exit_code == 2 and "(ana, eva)" in done.output
    done = veeduria(path, "review", "--from-sheet", str(project), "--reviewer", "ana", "--apply")
    assert done.exit_code == 0, done.output
    assert filed(path) == {1: ("corrected", DUTY)}


@pytest.mark.slow
@pytest.mark.skipif(not (which("java") and UIMA.exists()), reason="needs Java and Apache UIMA (libuima-core-java)")
@pytest.mark.parametrize("xml", ["1.0", "1.1"])
def test_what_apache_uima_reads_files_and_saves_comes_back(path: Path, tmp_path: Path, xml: str) -> None:
    """INCEpTION reads and writes XMI with this library."""
    folder = cas(path, {}).parent
    assert veeduria(path, "export", "cas", "--output", str(tmp_path / "out.zip")).exit_code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(folder)
    project = tmp_path / "proyecto.zip"
    command = ["java", "-cp", str(UIMA), str(HERE / "data" / "SaveAnew.java"), str(folder), str(project), xml, DUTY]
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": "-Dfile.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8"}
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    data = [task["data"] for task in json.loads(exported(path, "label-studio"))]
    shown = ((one["id"], " ".join(f"{value:g}" for value in one["box"]), one["text"]) for one in data)
    assert told.splitlines() == ["\t".join(one) for one in shown]
    done = veeduria(path, "review", "--from-sheet", str(project), "--reviewer", "ana", "--apply")
    assert done.exit_code == 0, done.output
    assert filed(path) == {at: ("corrected", DUTY) for at, one in enumerate(data) if one["kind"] == "action"}


def damaged() -> bytes:
    """An archive whose second half of packed bytes is another's."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xmi", bytes(range(256)) * 9)
    data = packed.getvalue()
    return data[:60] + b"\xff" * 60 + data[120:]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.json", b"{"),
        ("x.json", b"{}"),
        ("x.json", b"[1]"),
        ("x.json", b'[{"id": 1, "text": "a"}]'),
        ("x.json", b"[" * 100_000),
        ("x.json", b'[{"data": {"id": [], "control": 5}, "annotations": [{"result": [{"from_name": "kind"}, 3]}]}]'),
        ("x.jsonl", b'{"meta": {}}\n{"text": 1}'),
        ("x.zip", b"PK\x03\x04"),
        ("x.zip", damaged()),
        ("x.xmi", b"<a/>"),
    ],
)
def test_what_is_no_such_file_is_told_in_a_sentence(path: Path, name: str, data: bytes) -> None:
    (path.parent / name).write_bytes(data)
    result = veeduria(path, "review", "--from-sheet", str(path.parent / name), "--apply")
    assert isinstance(result.exception, SystemExit) and result.exit_code in (1, 2)
    assert filed(path) == {}


@pytest.mark.parametrize("types", [b"", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<typeSystemDescription/>"])
def test_a_hostile_xmi_is_told_in_a_sentence(path: Path, types: bytes) -> None:
    pytest.importorskip("cassis")
    file = cas(path, {})
    (file.parent / "TypeSystem.xml").write_bytes(types)
    result = veeduria(path, "review", "--from-sheet", str(file))
    assert result.exit_code == 2 and "cannot be read" in result.output


def test_nothing_private_goes_out_with_the_texts(path: Path) -> None:
    out = path.parent / "out.zip"
    assert veeduria(path, "export", "cas", "--output", str(out)).exit_code == 0
    with zipfile.ZipFile(out) as archive:
        texts = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "Huam" not in texts + exported(path, "label-studio") + exported(path, "prodigy")
    assert "[nombre]" in texts


def test_the_labelling_configuration_offers_every_function_and_facet(path: Path) -> None:
    from xml.etree import ElementTree

    config = ElementTree.fromstring(exported(path, "label-studio-config"))
    offered = {one.get("value") for one in config.iter("Choice")}
    assert offered >= {one.id for one in PACK.obligations}
    assert {one.get("value") for one in config.iter("Label")} == {one.id for one in PACK.facets}
