"""Under a Spanish locale nothing English is left: helps, mistakes, problems, spreadsheets, the browser's pages."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest
from click.testing import CliRunner

from corpus.evaluation import SHIPPED
from db.store import open_store
from extractor.cli import COMMANDS, build
from extractor.cli.contracts import COLUMNS
from extractor.cli.i18n import use_language
from extractor.cli.wording import problem_sentence
from extractor.core.problems import SENTENCES
from tests.made import AT, PACK, saved
from tests.rounds import Replied, store_replies, veeduria
from tests.test_messages import locked_click

# words that Spanish does not have, common enough that no English sentence does without
WORDS = """
the of and with without for from which what this that these those is are was were be been not only each every
all letter letters file files statement statements body bodies write written read reads show shows default
required usage missing invalid must cannot could to by on it its in an or if as at where when who whose there
than then option options command argument arguments try such one two many more most other nothing any anybody
nobody decided decision decisions undone accepted corrected rejected added split merged skipped note kind
level unit dates wave request requests verdict answer answers sheet rows row column columns value values line
page pages name number body source section found unknown open closed yes search apply sort filter total float range
recall right head details reply accuracy disk database full locked missed surplus times suggested answered abstained
least calibration score mean gained lost
"""
ENGLISH = frozenset(WORDS.split())
SAME = {"in", "as", "total", "kind", "level"}  # also Spanish, or values that options take, shown as typed
WORD = re.compile(r"(?<![\w./<>=|#-])[A-Za-zÁÉÍÓÚÑáéíóúñü]+(?![\w|/=>:]|\.\w)")
TYPED = re.compile(
    r"\[[^\]]*\|[^\]]*\]|\{[^}]*\}|\[(por omisión|default): [^\]]*\]"  # the values of an option
    r"|^\t[\w-]+,?$|'[^'\n]*'|^  [a-z-]+(?=  )"  # values, one a line or quoted; names of commands
    r"|--?[\w-]+"
    r"|`[^`]*`|\"[^\"\n]*\"|«[^»]*»|“[^”]*”"
    r"|^\s+veeduria .*$|veeduria [a-z]+( [a-z-]+)?"
    r"|\bhttps?://\S+|[\w./*-]+\.\w{2,5}\b|\b[a-z]+_[a-z_]+\b",
    re.MULTILINE,
)


def english(text: str) -> set[str]:
    """Return the English words of what the program says, apart from what is typed and values as they are."""
    said = TYPED.sub(" ", text)
    return {word.lower() for word in WORD.findall(said)} & (ENGLISH - SAME)


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    """Speak Spanish; commands say their help when they are loaded, so they are loaded anew, and once more after it."""
    use_language("es")
    loaded = {name: module for name, module in sys.modules.items() if name.startswith("extractor.cli.")}
    del loaded["extractor.cli.i18n"]
    forget(loaded)
    yield
    forget(name for name in list(sys.modules) if name.startswith("extractor.cli.") and name != "extractor.cli.i18n")
    sys.modules.update(loaded)
    for name, module in loaded.items():
        room, _, last = name.rpartition(".")
        setattr(sys.modules[room], last, module)
    use_language("en")


def forget(names: Iterable[str]) -> None:
    for name in names:
        module = sys.modules.pop(name, None)
        room, _, last = name.rpartition(".")
        if module is not None and getattr(sys.modules.get(room), last, None) is module:
            delattr(sys.modules[room], last)


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield (*path, name), found
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))


def test_the_list_of_words_finds_english() -> None:
    assert english("Write the letters to a file.") >= {"write", "the", "letters", "to", "file"}
    assert english("Escribe las cartas en un archivo. --format [csv|jsonl]\n  veeduria export letters") == set()


def test_every_commands_help_is_spanish() -> None:
    runner, found = CliRunner(), {}
    for path, _command in [((), build()), *commands(build())]:
        said = runner.invoke(build(), [*path, "--help"], terminal_width=200).output
        assert "Uso:" in said, path
        if words := english(said):
            found[" ".join(path)] = words
    assert found == {}


@pytest.mark.skipif(
    metadata.version("click") != locked_click(),
    reason="mistakes are answered in click's words, and the catalogue follows the locked release",
)
def test_every_mistake_is_answered_in_spanish(tmp_path: Path) -> None:
    """Forgotten arguments, unknown options, values that are none: of every command and each of its options."""
    runner, found = CliRunner(), {}
    for path, command in commands(build()):
        wrong = [["--no-such-option"], ["uno", "dos", "tres", "cuatro"], [], ["--wait", "mucho"]]
        for option in command.params:
            if isinstance(option, click.Option) and not option.is_flag and not option.count:
                wrong += [[option.opts[0]], [option.opts[0], *["☃"] * option.nargs]]
        for arguments in wrong if path[0] not in RUNS else wrong[:1]:
            asked = ["--db", str(tmp_path / "none.db"), *path, *arguments]
            done = runner.invoke(build(), asked, input="", terminal_width=200)
            said = done.output.replace(str(tmp_path), "")
            assert not isinstance(done.exception, Exception) or done.exit_code, asked
            if done.exit_code and (words := english(said)):
                found[" ".join([*path, *arguments])] = (words, said)
    said = runner.invoke(build(), ["--wait", "mucho", "status"]).output
    assert "'mucho' no es un número válido" in said and found == {}


RUNS = {"demo", "bench", "browse", "doctor", "evaluate", "completion", "ingest", "load", "rules", "classify"}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_problem_is_said_in_spanish(code: str) -> None:
    assert english(problem_sentence(code, "3")) == set()


def test_workbooks_have_spanish_headings_and_names_under_a_spanish_locale(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    with open_store(path) as store:
        store.save([saved("a.pdf")], store.begin_run("1", PACK, {}, AT))
    for kind in COLUMNS:
        file = tmp_path / f"{kind}.xlsx"
        assert veeduria(path, "export", kind, "-o", str(file)).exit_code == 0
        book = openpyxl.load_workbook(file)
        heads = [str(cell.value) for cell in book.active[1]]
        assert english(". ".join([*book.sheetnames, *heads])) == set(), kind
        assert "document" not in heads and "sha256" not in heads
        csv = veeduria(path, "export", kind).output.splitlines()[0]
        assert csv.split(",") == COLUMNS[kind].split()
        assert veeduria(path, "export", kind, "-o", str(file), "--headings", "keys").exit_code == 0
        assert str(openpyxl.load_workbook(file).active["A1"].value) == COLUMNS[kind].split()[0]


@pytest.mark.parametrize(
    "report", ["rates", "balance", "body --all", "findings --all", "figures --all", "registers --all", "draft --all"]
)
def test_sheets_and_charts_of_reports_are_named_in_spanish(report: str, tmp_path: Path) -> None:
    store_replies(tmp_path / "v.db", [Replied("a.pdf", "MINEDU")])
    file = tmp_path / "r.xlsx"
    assert veeduria(tmp_path / "v.db", "report", *report.split(), "-o", str(file)).exit_code == 0
    names = openpyxl.load_workbook(file).sheetnames
    assert english(" ".join(names).replace("-", " ")) == set() and "Sheet" not in names
    assert veeduria(tmp_path / "v.db", "report", "charts", str(tmp_path / "c")).exit_code == 0
    assert not [made.name for made in (tmp_path / "c").iterdir() if not made.name.startswith("grafico-")]


def test_the_reviews_sheet_is_spanish(tmp_path: Path) -> None:
    store_replies(tmp_path / "v.db", [Replied("a.pdf", "MINEDU")])
    file = tmp_path / "hoja.xlsx"
    assert veeduria(tmp_path / "v.db", "review", "--to-sheet", str(file), "--kind", "other").exit_code == 0
    book = openpyxl.load_workbook(file)
    heads = [str(cell.value) for cell in book.active[1]]
    choices = [str(cell.value) for column in book.worksheets[1].columns for cell in column[:6] if cell.value]
    assert english(". ".join([*book.sheetnames, *heads, *choices])) == set()


def test_what_was_decided_is_named_in_spanish() -> None:
    from extractor.review.sentences import standing_name

    names = ("accepted", "corrected", "rejected", "kind", "split", "merged", "added", "note", "details", "skipped")
    assert [name for name in (*names, "undone") if standing_name(name) == name or english(standing_name(name))] == []


def test_the_review_in_the_browser_is_spanish() -> None:
    from extractor.review.web.words import words

    assert {name: said for name, said in words().items() if english(said)} == {}


def test_all_commands_are_walked() -> None:
    assert {path[0] for path, _ in commands(build())} == set(COMMANDS)


def test_what_a_figure_says_is_written_and_read_in_spanish_as_the_hint_shows_it() -> None:
    from extractor.review.detail_form import figure_words, read_figure, written_figure
    from extractor.review.sentences import line_hint

    shown = line_hint("figures").partition(";")[0]
    figure = read_figure(shown)
    assert (figure.sex, figure.first, written_figure(figure)) == ("f", "2011-01-01", shown)
    assert read_figure("45 víctimas, sex=f, age=menores, when=2011") == figure  # a note that was written before
    assert len(set(figure_words().values())) == len(figure_words())


def test_the_key_that_answers_has_one_name_and_leaving_another_than_quitting() -> None:
    from extractor.review import sentences
    from extractor.review.records import Ask
    from extractor.review.web.words import words

    said = [*map(sentences.question_keys, Ask), *(key for key, _ in sentences.all_keys())]
    assert not [line for line in said if "Intro" in line] and any("Enter" in line for line in said)
    assert words()["leave"].lower() != words()["does_quit"]


def test_what_the_database_library_says_is_spanish(tmp_path: Path) -> None:
    (tmp_path / "hoja.csv").write_text("a;b\n" * 2000)
    said = veeduria(tmp_path / "hoja.csv", "status")
    assert said.exit_code == 2 and "no es una base de datos" in said.output and not english(said.output)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["forget", "zz", "--reason", "x"], "No hay carta zz; las que hay: veeduria export letters"),
        (["twins", "--apart", "zz"], "No hay carta zz; las que hay: veeduria export letters"),
        (["review", "--to-sheet", "a.csv", "--letter", "zz"], "No hay carta zz; las que hay: veeduria export letters"),
        (["export", "statements", "--letter", "zz"], "No hay carta zz; las que hay: veeduria export letters"),
        (["requests", "withdraw", "zz", "--reason", "x"], "No hay solicitud zz; las que hay: veeduria requests list"),
        (["decide", "zz", "--accept"], "No hay enunciado zz; sus ids están en: veeduria export statements"),
        (["rules", "list", "--obligation", "zz"], "No hay función zz; las que hay: veeduria rules list obligations"),
        (["statu"], "No existe la orden 'statu'. ¿Quiso decir: status?"),
    ],
)
def test_a_name_that_there_is_none_of_says_where_the_names_are(arguments: list[str], says: str, tmp_path: Path) -> None:
    store_replies(tmp_path / "v.db", [Replied("a.pdf", "MINEDU", texts=("Se capacitó a docentes.",))])
    said = veeduria(tmp_path / "v.db", *arguments)
    assert (said.exit_code, says in said.output) == (2, True), said.output
    assert not (tmp_path / "a.csv").exists()


def test_what_evaluate_measures_is_said_in_spanish() -> None:
    from corpus.evaluation import letter_lines, text_lines

    function = {"n": 3, "top1": 1.0, "top3": 1.0, "level_accuracy": 1.0, "level_f1": 1.0}
    heads = dict.fromkeys(("institution", "unit", "number", "date", "recall", "precision", "f1", "reply"), 1.0)
    counts = dict.fromkeys(("letters", "merged", "gold", "made", "nothing_recognised", "nothing_found", "nothing"), 2)
    counts |= {"no_report": 1, "no_report_filed": 0}
    found: dict[str, Any] = {**heads, **counts, "reason": 0.5, "pieces_per_action": 1.0, "nothing_f1": 1.0}
    found |= {"functions": {"all": function, "responsible": function}, "details": {"dates": (1, 2), "norms": (0, 1)}}
    said = "\n".join([*letter_lines(found), *text_lines(found)])
    assert not english(said), english(said)


def test_evaluates_misses_rules_and_changes_are_spanish_and_its_json_has_the_same_keys(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in SHIPPED.read_text("utf8").splitlines()]
    row = next(row for row in rows if row["document"] == "congreso_carta_comision.pdf")
    (tmp_path / row["document"]).write_bytes((SHIPPED.parent / row["document"]).read_bytes())
    gold, kept = tmp_path / "gold.jsonl", tmp_path / "baseline.json"
    row |= {"number": None, "reply": "unsatisfactory", "actions": [*row["actions"][1:], OTHER_ACTION]}
    gold.write_text(json.dumps(row) + "\n", "utf8")
    kept.write_text(json.dumps({row["document"]: {"found": 99, "surplus": 0, "details": 99}}), "utf8")
    texts = tmp_path / "texts.jsonl"
    texts.write_text(json.dumps({**OTHER_ACTION, "id": "1", "institution": "GL"}) + "\n", "utf8")
    for file in (gold, texts):
        said = veeduria(tmp_path / "v.db", "evaluate", str(file), "--misses", "--rules")
        assert said.exit_code == (1 if file == gold else 0), said.output
        assert not english(said.output), (english(said.output), said.output)
    figures = json.loads(veeduria(tmp_path / "v.db", "evaluate", str(gold), "--json").output)
    assert f"{row['document']}: found 99 -> " in figures["losses"][0]


OTHER_ACTION: dict[str, Any] = {
    "text": "Se repartieron 40 volantes.",
    "kind": "action",
    "level": None,
    "obligation": "gl.prev.otras",
    "details": {"counts": [[40, "volantes"]]},
}


def test_examples_and_placeholders_of_helps_are_spanish_too() -> None:
    """The words of files, folders and placeholders that no list of common words finds."""
    paths = [path for path, _command in commands(build())]
    said = "".join(CliRunner().invoke(build(), [*path, "--help"], terminal_width=200).output for path in paths)
    assert not re.findall(r"\b(?:my-pack|bodies\.html|register\.|batch\.|actions\.csv|letters/|TEXT\b|GOLD\b)", said)
    assert "por defecto" not in said  # "por omisión", as everywhere


def test_a_filled_in_sheet_is_read_written_and_taken_back_in_spanish(tmp_path: Path) -> None:
    path, file = tmp_path / "v.db", tmp_path / "hoja.xlsx"
    store_replies(path, [Replied("a.pdf", "MINEDU", texts=("Se dictó una charla.", "Se capacitó a 9 docentes."))])
    asked = ("review", "--kind", "action", "--kind", "other")
    assert not english(veeduria(path, *asked, "--to-sheet", str(file)).output)
    book = openpyxl.load_workbook(file)
    heads = [str(cell.value) for cell in book.active[1]]
    assert "Sugerencia" in heads
    kind = heads.index("Clase (llenar)") + 1
    book.active.cell(2, kind, "nada hecho")
    book.active.cell(3, kind, "tal vez")
    book.save(file)
    refused = veeduria(path, "review", "--from-sheet", str(file), "--apply")
    assert refused.exit_code == 2 and "acción realizada" in refused.output and not english(refused.output)
    book.active.cell(3, kind).value = None
    book.save(file)
    shown = veeduria(path, "review", "--from-sheet", str(file))
    assert "clase fijada nada hecho" in shown.output and "Nuevas: 1; sin cambios: " in shown.output
    done = veeduria(path, "review", "--from-sheet", str(file), "--apply")
    back = veeduria(path, *re.findall(r"veeduria (decide \w+ --undo)", done.output)[0].split())
    assert (done.exit_code, back.exit_code) == (0, 0) and back.output.startswith("Deshecho: ")
    assert not english(shown.output + done.output + back.output)
    both = veeduria(path, "review", "--from-sheet", str(file), "--to-sheet", str(file))
    assert both.exit_code == 2 and "no van juntas" in both.output


def test_what_is_masked_is_called_as_in_the_outputs_and_a_kind_by_its_name(tmp_path: Path) -> None:
    private = "Se atendió a la menor Yolanda Quispe Mamani en su colegio."
    store_replies(tmp_path / "v.db", [Replied("a.pdf", "MINEDU", texts=(private,))])
    assert "(nombre, 1 carta)" in veeduria(tmp_path / "v.db", "privacy", "review").output
    said = veeduria(tmp_path / "v.db", "rules", "explain", "Se dictó una charla a docentes", "--institution", "MINEDU")
    assert said.output.startswith("clase: acción realizada\n")


def test_an_empty_database_says_what_to_do_first(tmp_path: Path) -> None:
    open_store(tmp_path / "v.db").close()
    assert "Siguiente paso: veeduria ingest CARPETA" in veeduria(tmp_path / "v.db", "status").output


def test_a_missing_column_is_called_by_its_spanish_names_alone(tmp_path: Path) -> None:
    file = tmp_path / "hoja.csv"
    file.write_text("color;tamaño\nazul;9\n", "utf8")
    asked = (["requests", "import"], ["import"], ["review", "--from-sheet"])
    open_store(tmp_path / "v.db").close()
    said = [veeduria(tmp_path / "v.db", *one, str(file)) for one in asked]
    assert [one.exit_code for one in said] == [2, 2, 2]
    for one in said:
        missing = one.output.partition("falta una columna: ")[2].partition(". Sus columnas")[0]
        assert missing and not set(re.findall(r"\w+", missing)) & ENGLISH_HEADINGS, one.output
    file.write_text("body;wave;text;obligation;source;Papel\nMINEDU;1;Se dio un taller.;x;y;z\n", "utf8")
    said[:2] = [veeduria(tmp_path / "v.db", *one, str(file)) for one in asked[:2]]
    assert not any("falta una columna" in one.output for one in said[:2])  # they are taken still
    wanted = said[0].output.partition("la que falta: ")[2]
    assert "oficina" in wanted and not set(re.findall(r"\w+", wanted.partition(".")[0])) & ENGLISH_HEADINGS


ENGLISH_HEADINGS = {"body", "institution", "unit", "wave", "sent", "reference", "obligation", "source", "change"}
