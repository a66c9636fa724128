"""What is to be added is added in one place: a second one that spells the same list is found here."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, make_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import BinaryIO, get_args, get_type_hints

import pytest

from corpus.detail import SAME
from db import rows
from db.chained import REGISTRY, Chained
from db.store import open_store
from extractor.batch.worker import status_of
from extractor.cli import contracts, writing
from extractor.core import details, problems
from extractor.core.details import DetailKind
from extractor.core.languages import LANGUAGES
from extractor.core.model import Details, Kind, Level, Problem
from extractor.core.problems import PROBLEMS
from extractor.core.states import JUDGING, SETTLING, Ruling
from extractor.publish.counts import SCOPES, TYPES
from extractor.read.letter import ReadOptions, read_letter
from extractor.read.ocr import engines as ocr
from extractor.read.ocr import runs
from extractor.review import detail_form, keys
from extractor.review.sentences import LEVELS, all_keys, line_name, standing_name
from rules.loader import load_pack
from rules.models import Body, Obligation, Rule
from tests.test_cli_ingest import SAMPLES, run

ROOT = Path(__file__).parent.parent


@cache
def lists() -> tuple[tuple[Path, list[str]], ...]:
    """Return the texts of every list, set, tuple and table of our code."""
    return tuple(_lists(ROOT / "extractor"))


def _lists(root: Path) -> Iterator[tuple[Path, list[str]]]:
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf8"))):
            parts = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
            texts = [one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if texts:
                yield file, texts


def test_what_follows_from_a_problem_is_told_in_its_own_table_alone() -> None:
    """Who needs a handful of codes for a matter of their own may list them; whole lists belong into the table."""
    longest = max(((len(set(texts) & set(PROBLEMS)), file) for file, texts in lists() if file.stem != "problems"))
    assert longest[0] <= 5, longest


def test_a_new_problem_that_is_a_doubt_makes_a_letter_need_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "from extractor.core import problems as p;"
        "p.PROBLEMS['dummy'] = p.ProblemKind('Dummy: {detail}', doubt=True);"
        "import importlib, sys;"
        "p.SENTENCES |= {'dummy': 'Dummy: {detail}'}; p.DOUBTS |= {'dummy'};"
        "from extractor.cli.wording import problem_line;"
        "print(problem_line('page 1', 'dummy', '7'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Dummy: 7" in done.stdout
    monkeypatch.setattr("extractor.batch.worker.DOUBTS", problems.DOUBTS | {"dummy"})
    reading = SimpleNamespace(letter=object(), problems=(Problem("a.pdf", "dummy"),))
    assert status_of(reading) == "needs_person"  # type: ignore[arg-type]


def test_a_new_format_of_records_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def write(file: BinaryIO, records: Iterable[object], _columns: object, _headings: object) -> None:
        file.write(f"{len(list(records))} rows".encode())

    monkeypatch.setitem(writing.FORMATS, "dummy", write)
    monkeypatch.delitem(sys.modules, "extractor.cli.export", raising=False)
    run("ingest", SAMPLES[0], "--workers", 1, "--ocr", "off", db=tmp_path / "v.db")
    run("export", "statements", "-o", tmp_path / "s.dummy", db=tmp_path / "v.db")
    assert (tmp_path / "s.dummy").read_text().endswith(" rows")


def test_a_new_format_of_reports_is_one_line(tmp_path: Path) -> None:
    code = (
        "import sys, types; from extractor.publish import formats;"
        "sys.modules['extractor.publish.formats.dummy'] = made = types.ModuleType('dummy');"
        "made.write = lambda report, file: file.write(report.title.encode());"
        "formats.MODULES['dummy'] = 'dummy'; from extractor.cli import main; main()"
    )
    run("ingest", SAMPLES[0], "--workers", 1, "--ocr", "off", db=tmp_path / "v.db")
    for name in ("balance", "draft"):
        wanted = ["report", name, *(["--all"] if name == "draft" else []), "--output", f"{tmp_path}/{name}.dummy"]
        wanted += ["--format", "dummy"]
        subprocess.run([sys.executable, "-c", code, "--db", f"{tmp_path}/v.db", *wanted], check=True)
        assert (tmp_path / f"{name}.dummy").stat().st_size > 0


def test_a_new_key_means_the_same_on_every_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(keys.KEYS, "Z", "skip")
    assert keys.meant("Z", asked=False) == keys.meant("s", asked=False)
    spelled = [file for file, texts in lists() if len(set(texts) & set(keys.KEYS)) > 8]
    assert {file.name for file in spelled} <= {"keys.py", "problems.py"}, spelled


def test_every_key_stands_in_the_list_that_help_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.review.sentences._", str)
    shown = {key.lower() if len(key) > 1 else key for keys_, _ in all_keys() for key in keys_.split()}
    named = {"left": "←", "right": "→"}
    ends = {"ctrl-c", "ctrl-d", "?"}  # as everywhere, and what shows the list
    assert {named.get(key, key) for key in keys.KEYS} - ends <= shown


def test_languages_are_listed_once() -> None:
    spelled = {file.name for file, texts in lists() if set(texts) == {*LANGUAGES}}
    assert spelled == {"languages.py"}


def test_a_new_engine_that_reads_print_is_one_module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = [runs.OcrRun(100, 100, 900, 130, "Se dictó un taller en Puno.", 0.99)]
    made = SimpleNamespace(PACKAGE="dummy", make=lambda: ocr.Engine("dummy 1", 100, lambda image: said))
    monkeypatch.setitem(sys.modules, "dummy_engine", made)
    monkeypatch.setitem(ocr.ENGINES, "dummy", "dummy_engine")
    assert [one.name for one in ocr.engines("dummy")] == ["dummy 1"] and ocr.modes()[-2:] == ("dummy", "off")
    scan = next((SAMPLES[0].parent.parent / "scanned").rglob("*.pdf"))
    page = read_letter(scan.read_bytes(), load_pack("pe-ley-28950"), ReadOptions(ocr="dummy")).pages[0]
    assert [line.text for line in page.lines] == [said[0].text]
    monkeypatch.setattr(made, "make", lambda: None)
    ocr.engines.cache_clear()
    with pytest.raises(ocr.NoEngine, match="dummy"):
        ocr.engines("dummy")
    ocr.engines.cache_clear()


def test_rulings_are_listed_once_and_each_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    spelled = {file.name for file, texts in lists() if len(set(texts) & {*JUDGING}) >= 2}
    assert spelled <= {"check.py"}  # a script of its own, held to the list by tests/test_proofs.py
    monkeypatch.setattr("extractor.review.sentences._", str.upper)
    assert [ruling for ruling in Ruling if standing_name(ruling) == ruling] == []


def test_the_database_takes_what_the_code_knows(tmp_path: Path) -> None:
    """A closed list of the code is a CHECK of the schema too: what one alone has is refused when it is stored."""
    with open_store(tmp_path / "v.db") as store:
        schema = dict(store.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())

    def taken(table: str, column: str) -> set[str]:
        (listed,) = re.findall(rf"CHECK \({column} IN \(([^)]*)\)\)", schema[table])
        return set(re.findall(r"'(\w+)'", listed))

    assert taken("decisions", "verdict") == {*Ruling}
    assert taken("decisions", "standing") == {*SETTLING}
    assert taken("decisions", "kind") == taken("statements", "kind") == {*Kind}
    assert taken("obligations", "level") == {*Level} == {*LEVELS} == {*literals(Obligation, "level")}
    assert {*Level} == {*literals(Rule, "level")}
    assert taken("obligations", "role") == {*literals(Obligation, "role")}
    assert taken("bodies", "type") == {*TYPES} == {*literals(Body, "type")}
    assert taken("bodies", "scope") == {*SCOPES} == {*literals(Body, "scope")}


def literals(record: type, name: str) -> Iterator[str]:
    """Yield the words that a field of a pack's record may hold."""
    said = get_type_hints(record)[name]
    for part in get_args(said):
        yield from (part,) if isinstance(part, str) else get_args(part)


def test_the_chain_begins_without_the_tables_of_later_steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("db.chain.REGISTRY", (*REGISTRY, Chained("dummies", ("at",))))
    with open_store(tmp_path / "v.db") as store:
        assert store.connection.execute("SELECT count(*) FROM begun").fetchone() == (1,)


@dataclass(frozen=True, slots=True)
class Vehicle:
    start: int
    end: int
    plate: str


def test_a_new_kind_of_detail_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """What joins, moves, stores and exports details, and the form and its labels, go by the table of kinds."""
    made = make_dataclass("Made", [("vehicles", tuple, ())], bases=(Details,), frozen=True)
    kind = DetailKind(Vehicle, lambda one: str(one["plate"]))
    for module in (details, rows, contracts):
        monkeypatch.setitem(module.KINDS, "vehicles", kind)
    monkeypatch.setitem(rows.NAMES, "vehicles", kind.fields)
    monkeypatch.setitem(rows.VALUES, "vehicles", attrgetter(*kind.fields))
    here = details.moved(made(vehicles=(Vehicle(0, 3, "A-1"),)), 7)
    both = details.joined(here, here)
    stored = rows.details_dict(both)
    assert stored["vehicles"] == [{"start": 7, "end": 10, "plate": "A-1"}] * 2
    assert contracts._flat_details(stored)["vehicles"] == "A-1; A-1"
    monkeypatch.setattr(rows, "Details", made)
    assert rows.details_of(json.loads(json.dumps(stored))) == both


def test_every_kind_of_detail_is_a_field_a_column_and_a_line_of_the_form() -> None:
    several = {field.name for field in fields(Details) if field.default == ()}
    assert several == set(details.KINDS)
    told = {name for name, kind in details.KINDS.items() if kind.cell}
    assert told <= set(contracts.COLUMNS["actions"].split())
    assert {*detail_form.WAYS} | {"cells"} == several and all(map(line_name, detail_form.WAYS))
    assert {*SAME} < several
    spelled = {file.name for file, texts in lists() if len(set(texts) & several) > 4}
    assert spelled <= {"details.py", "detail_form.py", "sentences.py", "records.py"}, spelled
