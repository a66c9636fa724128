"""Drafts: every figure is a finding's, every case has words of its own, and what an author writes is never lost."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from extractor.publish.balance import ReportContext
from extractor.publish.draft.cases import case_of, wording
from extractor.publish.draft.check import check
from extractor.publish.draft.file import DraftSection, read_draft, shown, written
from extractor.publish.draft.forms import form_faults
from extractor.publish.draft.sentences import Sentence, Teller, tell
from extractor.publish.draft.slots import Slots
from extractor.publish.draft.speech import Speech
from extractor.publish.findings import KINDS, BalanceFinding
from rules.loader import load_pack, shipped_packs
from rules.models import SentenceForm
from rules.templates import TemplateFault, names, parse, render, words
from rules.wordings import numeral_fault, wording_faults
from tests import published
from tests.rounds import PACK, veeduria

SPANISH = Speech(PACK, "es", PACK.prose.languages["es"])
NUMERAL = re.compile(r"\d+(?: \d{3})*")


@pytest.fixture(scope="module")
def round_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published.database(tmp_path_factory.mktemp("drafts"))


def draft(path: Path, *words: str) -> str:
    result = veeduria(path, "report", "draft", *words)
    assert result.exit_code == 0, result.output
    return result.output


def sentences(path: Path, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in draft(path, *(words or ("--all",)), "--format", "jsonl").splitlines()]


# --- templates -------------------------------------------------------------------------------------------------------


def test_a_section_stands_where_there_is_something_and_none_is_nothing() -> None:
    template = "{{n}} actos{{#late}}, {{late}} tarde{{/late}}{{^late}}, a tiempo{{/late}}"
    assert render(template, {"n": "3", "late": "2"}.__getitem__) == "3 actos, 2 tarde"
    assert render(template, {"n": "3", "late": "0"}.__getitem__) == "3 actos, a tiempo"
    assert names(template) == {"n", "late"}
    assert "tarde" in words(template)


@pytest.mark.parametrize(
    "template", ["{{", "{{a}", "{{#a}}x", "{{#a}}x{{/b}}", "x{{/a}}", "{{> file}}", "{{a b}}", "}}"]
)
def test_what_is_no_template_is_refused(template: str) -> None:
    with pytest.raises(TemplateFault):
        parse(template)


@pytest.mark.parametrize(
    ("template", "case", "fine"),
    [
        ("Informó {{n}} acciones.", "many", True),
        ("Informó 3 acciones.", "many", False),
        ("Informó ٣ acciones.", "many", False),
        ("Informó tres acciones.", "many", False),
        ("Informó Tres acciones.", "many", False),
        ("Informó una acción.", "many", False),
        ("Informó una acción.", "one", True),
        ("Informó {{#n}}dos{{/n}} acciones.", "many", False),
        ("Informó {{n acciones.", "many", False),
    ],
)
def test_a_template_may_not_write_a_figure_of_its_own(template: str, case: str, fine: bool) -> None:
    assert (numeral_fault(template, case, SPANISH.language) is None) == fine


@pytest.mark.parametrize("name", shipped_packs())
def test_the_sentences_of_every_pack_are_in_order(name: str) -> None:
    pack = load_pack(name)
    assert [*wording_faults(pack), *form_faults(pack)] == []
    for form in pack.sentences:
        for language, said in form.says.items():
            for template in filter(None, said.values()):
                assert template.endswith((".", "{{/level}}", "{{/by_period}}", "{{/related}}")), (form.id, language)


def test_an_unknown_finding_case_or_figure_is_named() -> None:
    form = SentenceForm(id="x", kind="never_reported", about="body", part="opening", says={"es": {"many": "{{n}}."}})
    wrong = [
        replace(form, kind="nothing_like_it"),
        replace(form, says={"es": {"sometimes": "{{n}}."}}),
        replace(form, says={"es": {"many": "{{months_now}}."}}),
        replace(form, items={"es": "{{n}}"}, by="source", groups={"es": "{{items}}"}),
        replace(form, items={"es": "{{n}}"}, by="label", groups={"es": "{{months_now}}"}),
    ]
    for one in wrong:
        assert len([*form_faults(replace(PACK, sentences=(one,)))]) == 1, one


def test_a_pack_with_a_numeral_in_a_sentence_is_refused_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "pack.yaml").write_text("id: mine\nversion: '1'\ntitle: T\nextends: pe-ley-28950\n", "utf8")
    (folder / "sentences.yaml").write_text(
        "- id: mine.some\n  kind: coverage\n  about: body\n  part: opening\n  says:\n"
        "    es: {many: 'Informó 4 funciones.'}\n    en: {many: 'It reported {{value}}.'}\n",
        "utf8",
    )
    result = veeduria(tmp_path / "x.db", "rules", "check", str(folder))
    assert result.exit_code == 1
    assert "mine/sentences.yaml:5" in result.output
    assert "4" in result.output


# --- cases -----------------------------------------------------------------------------------------------------------


def coverage(value: int, of: int = 5, periods: tuple[int, ...] = (1, 2), **parts: Any) -> BalanceFinding:
    return BalanceFinding("coverage", "MINEDU", value, periods=periods, parts={"of": of, "by_period": {}, **parts})


@pytest.mark.parametrize(
    ("finding", "case"),
    [
        (coverage(0), "zero"),
        (coverage(1), "one"),
        (coverage(3), "many"),
        (coverage(5), "all"),
        (coverage(1, of=1), "sole"),
        (coverage(0, of=1), "sole_zero"),
        (coverage(0, periods=(), not_heard={"1": "not_asked", "2": "not_asked"}), "not_asked"),
        (coverage(0, periods=(), not_heard={"1": "no_reply", "2": "no_reply"}), "no_reply"),
        (coverage(0, periods=(), not_heard={"1": "unread", "2": "unread"}), "unread"),
        (coverage(0, periods=(), not_heard={"1": "unread", "2": "no_reply"}), "unheard"),
    ],
)
def test_none_one_all_not_asked_silent_and_unread_are_told_in_words_of_their_own(
    finding: BalanceFinding, case: str
) -> None:
    form = next(one for one in PACK.sentences if one.id == "covered")
    told = {
        language: {render(wording(said, one), Slots(SPANISH, [finding], {})) for one in said}
        for language, said in form.says.items()
    }
    assert case_of([finding], listed=False) == case
    assert all(len(said) == len(form.says[language]) for language, said in told.items())


def test_silence_is_never_told_in_the_words_of_something() -> None:
    assert wording({"many": "x"}, "not_asked") == ""
    assert wording({"many": "x"}, "zero") == ""
    assert wording({"many": "x"}, "all") == "x"


def test_numbers_and_lists_are_written_as_each_language_does() -> None:
    english = Speech(PACK, "en", PACK.prose.languages["en"])
    assert (SPANISH.number(9876), SPANISH.number(12345), english.number(12345)) == ("9876", "12 345", "12,345")
    assert SPANISH.percent(0.001) == "1 %" and SPANISH.percent(0.999) == "99 %"
    assert SPANISH.joined(["Ana", "Inés"]) == "Ana e Inés"
    assert SPANISH.joined(["a, b", "c", "d"]) == "a, b; c; y d"
    assert english.joined(["a", "b", "c"]) == "a, b and c"
    assert SPANISH.listed([str(n) for n in range(11)]).endswith("y 3 más")


def told_of(*found: BalanceFinding) -> list[str]:
    maker = Teller(ReportContext(None, PACK, str), SPANISH)  # type: ignore[arg-type]  # telling asks nothing of a database
    return [one.text for one in tell(maker, found)]


def empty_source(what: str, why: str) -> BalanceFinding:
    return BalanceFinding("empty_source", "MTC", 0, parts={"what": what, "title": what, "why": why})


def test_what_is_alike_is_told_together_and_its_reason_once() -> None:
    sources = [empty_source("informe_2010", "silent"), empty_source("cartas", "nothing_done")]
    assert told_of(*sources, empty_source("informe_2011", "silent")) == [
        "No consta ninguna acción suya en el Informe del Estado 2010 y en el Informe del Estado 2011, pues no se "
        "menciona allí a la entidad; y en las respuestas a las cartas, pues no se cuenta allí nada hecho."
    ]

    def total(value: int, counted: str, source: str) -> BalanceFinding:
        return BalanceFinding("total", "MTC", value, parts={"counted": counted, "source": source, "what": counted})

    assert told_of(total(40, "docentes", "cartas"), total(900, "afiches", "press"), total(60, "alumnos", "cartas")) == [
        "Entre las cantidades de las que se informa destacan 900 afiches, según la prensa; y 60 alumnos y 40 docentes, "
        "según las respuestas a las cartas."
    ]
    different = BalanceFinding(
        "sources_differ", "MTC", 35, obligation=PACK.obligations[0].id,
        parts={"what": "policías", "sources": {"balance_2010": 95, "informe_2011": 60}},
    )  # fmt: skip
    (said,) = told_of(different)
    assert said.endswith("95 policías según el balance anterior frente a 60 según el Informe del Estado 2011.")


def test_the_figures_of_periods_name_their_years() -> None:
    every = {str(period.number): 2 for period in PACK.details.periods}
    (_, said) = told_of(coverage(2, by_period=every))
    assert said.endswith("con acciones son 2 en 2009-2010, 2 en 2010-2011 y 2 en 2011-2012.")
    (_, said) = told_of(coverage(2, by_period={"1": 1, "2": 2}))
    assert said.endswith("son 1 en 2009-2010 y 2 en 2010-2011.")
    first, second, _ = PACK.details.periods
    halves = (
        replace(first, first=date(2010, 1, 1), last=date(2010, 6, 30)),
        replace(second, first=date(2010, 7, 1), last=date(2010, 12, 31)),
    )
    pack = replace(PACK, details=replace(PACK.details, periods=halves))
    one = coverage(2, by_period={"1": 1, "2": 2})
    said = Slots(Speech(pack, "es", PACK.prose.languages["es"]), [one], {})("by_period")
    assert said == "1 (enero de 2010 a junio de 2010) y 2 (julio de 2010 a diciembre de 2010)"


def test_a_quantity_that_fell_is_told_as_one_that_grew() -> None:
    def amount(now: int, before: int, counted: str) -> BalanceFinding:
        parts = {"what": counted, "counted": counted, "source": "cartas", "now": now, "before": before}
        return BalanceFinding("amount_change", "MTC", now - before, parts=parts)

    assert told_of(amount(12, 90, "casos"), amount(50, 9, "charlas")) == [
        "Respecto del periodo anterior cambian algunas cantidades: según las respuestas a las cartas, la de charlas "
        "pasa de 9 a 50 y la de casos pasa de 90 a 12."
    ]
    series = BalanceFinding(
        "amount_series", "MTC", 10, parts={"what": "casos, events", "counted": "casos", "by_period": {"1": 2, "2": 12}}
    )
    told = told_of(series, amount(12, 90, "casos"), amount(50, 9, "charlas"))
    assert [one.count("casos") for one in told] == [0, 1]  # what is told of all periods is not told of two again


def test_the_last_of_a_ranking_is_no_place_like_others() -> None:
    last = BalanceFinding("ranking", "MTC", 15, parts={"actions": 3, "of": 15})
    assert "Con 3 acciones, es la que menos informa entre las 15 entidades que informan alguna." in told_of(last)


def test_of_two_that_report_alike_each_reported_most() -> None:
    first = BalanceFinding("ranking", "MTC", 1, parts={"actions": 3, "of": 15, "equals": 2})
    assert "Con 3 acciones, comparte el puesto 1 entre las 15 entidades que informan alguna." in told_of(first)


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_every_figure_of_a_draft_is_one_of_the_findings_it_names(round_db: Path) -> None:
    output = veeduria(round_db, "report", "findings", "--all", "--format", "jsonl").output
    found = {one["id"]: one for one in map(json.loads, output.splitlines())}
    told = sentences(round_db)
    assert len(told) > 100
    for one in told:
        known = {number for id in one["findings"] for number in numbers(found[id])} | {str(len(one["findings"]))}
        assert {n.replace(" ", "") for n in NUMERAL.findall(one["text"])} <= known, one
        assert {id for one_id in one["findings"] for id in found[one_id]["statements"]} == {*one["statements"]}


def numbers(value: Any) -> Iterable[str]:
    """Every number that a finding holds: figures, shares as percentages, those in names, labels and periods."""
    if isinstance(value, dict):
        labels = {one.id: one.label for one in PACK.obligations}
        yield from numbers(labels.get(str(value.get("obligation")), ""))
        yield from (number for one in (*value, *value.values()) for number in numbers(one))
    elif isinstance(value, list):
        yield str(len(value))
        yield from (number for one in value for number in numbers(one))
    elif isinstance(value, float):
        yield from (str(round(value * 100)), str(min(max(round(value * 100), 1), 99)))
    elif isinstance(value, int):
        yield str(abs(value))
    elif isinstance(value, str):
        labels = {**{one.id: one.title for one in PACK.sources}, **{one.id: one.title for one in PACK.calendar.waves}}
        yield from (n.replace(" ", "") for n in NUMERAL.findall(labels.get(value, value)))
        yield from ("2009", "2010", "2011", "2012")


def test_both_languages_tell_the_same_findings_with_the_same_figures(round_db: Path) -> None:
    spanish, english = (sentences(round_db, "--all", "--language", one) for one in ("es", "en"))
    for one, other in zip(spanish, english, strict=True):
        assert (one["sentence"], one["findings"]) == (other["sentence"], other["findings"])
        assert one["text"] != other["text"]


def test_one_changed_decision_changes_exactly_the_sentences_that_rest_on_what_it_changes(
    round_db: Path, tmp_path: Path
) -> None:
    def findings(path: Path) -> dict[str, Any]:
        output = veeduria(path, "report", "findings", "--all", "--format", "jsonl").output
        return {one["id"]: one for one in map(json.loads, output.splitlines())}

    output = veeduria(round_db, "export", "actions", "--format", "jsonl").output
    row = next(one for one in map(json.loads, output.splitlines()) if one["kind"] == "action" and one["unit"])
    assert veeduria(round_db, "backup", str(tmp_path)).exit_code == 0
    copy = tmp_path / round_db.name
    assert veeduria(copy, "decide", row["id"], "--reject", "--reviewer", "Ana").exit_code == 0
    old, new = findings(round_db), findings(copy)
    moved = {id for id in {*old, *new} if old.get(id) != new.get(id)}
    before, after = ({one["sentence"]: one for one in sentences(path)} for path in (round_db, copy))
    changed = {id for id in {*before, *after} if before.get(id) != after.get(id)}
    resting = {id for told in (before, after) for id, one in told.items() if not moved.isdisjoint(one["findings"])}
    assert changed and changed <= resting
    for id in resting - changed:
        assert before[id]["text"] == after[id]["text"]


def test_a_draft_holds_until_a_figure_changes_and_then_says_which(round_db: Path, tmp_path: Path) -> None:
    file = tmp_path / "text.md"
    draft(round_db, "--all", "--output", str(file))
    assert veeduria(round_db, "report", "check", str(file)).exit_code == 0
    assert veeduria(round_db, "backup", str(tmp_path)).exit_code == 0
    copy = tmp_path / round_db.name
    output = veeduria(copy, "export", "actions", "--format", "jsonl").output
    row = next(one for one in map(json.loads, output.splitlines()) if one["kind"] == "action")
    assert veeduria(copy, "decide", row["id"], "--reject", "--reviewer", "Ana").exit_code == 0
    result = veeduria(copy, "report", "check", str(file))
    assert result.exit_code == 1
    assert re.search(r"\d+ → \d+", result.output)


# --- what an author writes -------------------------------------------------------------------------------------------


def sentence(text: str, **figures: float) -> Sentence:
    return Sentence("0123456789", "covered", "many", "MINEDU", None, "opening", "", text, (), (), (), figures, False)


def file_of(*told: Sentence, before: str = "") -> str:
    block = DraftSection(2, "Ministerio", "MINEDU", (told,))
    opinion = DraftSection(3, "Voluntad", "MINEDU/opinion/will")
    return "".join(written("es", "Texto", "nota", [block, opinion], read_draft(before) if before else None))


def test_a_sentence_that_its_author_rewrote_stays_and_is_marked() -> None:
    first = file_of(sentence("Informó 2 de 5 funciones.", value=2, of=5))
    mended = first.replace("Informó 2 de 5 funciones.", "Apenas 2 de sus 5 funciones.")
    kept = read_draft(file_of(sentence("Informó 2 de 5 funciones.", value=2, of=5), before=mended))
    assert kept.sentences["0123456789"].text == "Apenas 2 de sus 5 funciones."
    assert kept.sentences["0123456789"].edited


def test_what_an_author_rewrote_is_held_against_new_figures_until_it_is_mended() -> None:
    mended = file_of(sentence("Informó 2 de 5.", value=2, of=5)).replace("Informó 2 de 5.", "Apenas 2 de 5.")
    today = sentence("Informó 3 de 5.", value=3, of=5)
    (old,) = check(read_draft(mended), [today])
    assert "value: 2 → 3" in str(old.problem)
    again = file_of(today, before=mended)
    assert "Apenas 2 de 5." in again and "revise:" in again
    (asked,) = check(read_draft(again), [today])
    done = re.sub(r" <!-- revise:.*?-->", "", again.replace("Apenas 2 de 5.", "Apenas 3 de 5."))
    assert asked.now == "Informó 3 de 5." and [*check(read_draft(done), [today])] == []


def test_a_numeral_that_no_finding_gives_is_found_in_an_authors_sentence() -> None:
    mended = file_of(sentence("Informó 2 de 5.", value=2, of=5)).replace("Informó 2 de 5.", "Apenas 4 de 5.")
    (found,) = check(read_draft(mended), [sentence("Informó 2 de 5.", value=2, of=5)])
    assert "4" in str(found.problem)


def test_what_an_author_adds_and_takes_out_stays_so() -> None:
    first = file_of(sentence("Informó 2 de 5.", value=2), replace(sentence("Nada más."), id="abcdefabcd"))
    wrote = first.replace(
        "<!-- at:MINEDU/opinion/will -->", "<!-- at:MINEDU/opinion/will -->\n\nFalta voluntad: 3 <b>."
    )
    left = re.sub(r"Nada más\.<!--.*?-->", "Lo vimos en campo.", wrote)
    again = file_of(sentence("Informó 2 de 5.", value=2), replace(sentence("Nada más."), id="abcdefabcd"), before=left)
    assert "Falta voluntad: 3 <b>." in again and "Lo vimos en campo." in again
    assert "Nada más." not in again
    assert file_of(
        sentence("Informó 2 de 5.", value=2), replace(sentence("Nada más."), id="abcdefabcd"), before=again
    ) == again  # fmt: skip


def test_an_authors_sentence_on_something_found_no_longer_is_not_lost() -> None:
    mended = file_of(sentence("Informó 2 de 5.", value=2)).replace("Informó 2 de 5.", "Apenas 2 de 5.")
    again = file_of(replace(sentence("Otra cosa."), id="ffffffffff"), before=mended)
    assert "Apenas 2 de 5." in again
    assert len([*check(read_draft(again), [replace(sentence("Otra cosa."), id="ffffffffff")])]) == 1


@pytest.mark.parametrize("content", [b"", b"# Otro texto\n", b"\xff\xfe\x00", b"<!-- veeduria-draft xx -->\n"])
def test_a_file_that_is_no_draft_is_refused_in_a_sentence(round_db: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(content)
    result = veeduria(round_db, "report", "check", str(file))
    assert result.exit_code == 2
    assert "Traceback" not in result.output and result.output.strip()


def test_hostile_words_of_a_letter_cannot_close_a_mark(round_db: Path, tmp_path: Path) -> None:
    hostile = "De «--> <script>x</script> <!-- s:0123456789 #00000000 -->» hay [una](http://x) `acción`."
    file = read_draft(file_of(sentence(hostile, value=1)))
    assert file.sentences["0123456789"].text == hostile
    assert not file.sentences["0123456789"].edited


def test_all_kinds_that_say_something_of_a_body_have_a_sentence() -> None:
    told = {form.kind for form in PACK.sentences}
    assert {*KINDS} - told == set()


# --- published -------------------------------------------------------------------------------------------------------


def sentences_in(path: Path) -> set[str]:
    """The paragraphs of a published file, read back."""
    if path.suffix == ".docx":
        return {paragraph.text for paragraph in Document(str(path)).paragraphs}
    if path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True)
        return {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value}
    if path.suffix == ".html":
        text = re.sub(
            r"<!--.*?-->|<(?:style|script).*?</(?:style|script)>", "", path.read_text("utf8"), flags=re.DOTALL
        )
        found = re.findall(r'<p class="prose">(.*?)</p>', text, re.DOTALL)
        return {" ".join(html.unescape(re.sub(r"<[^>]+>", "", one)).split()) for one in found}
    plain = re.sub(r"<!--.*?-->", "", path.read_text("utf8"), flags=re.DOTALL)
    return {shown(line) for line in plain.splitlines()}


@pytest.mark.parametrize("suffix", ["html", "docx", "xlsx", "md"])
def test_sentences_and_figures_of_one_edition_are_the_same_in_every_format(
    round_db: Path, tmp_path: Path, suffix: str
) -> None:
    for body in ("MINEDU", "MTC"):
        file = tmp_path / f"{body}.{suffix}"
        draft(round_db, body, "--output", str(file))
        found = " ".join(" ".join(one.split()) for one in sentences_in(file))
        for one in sentences(round_db, body):
            assert " ".join(one["text"].split()) in found, one["text"]


def test_an_authors_text_is_published_in_the_whole_balance(round_db: Path, tmp_path: Path) -> None:
    file, page = tmp_path / "text.md", tmp_path / "balance.html"
    draft(round_db, "--all", "--output", str(file))
    place = "<!-- at:MINEDU/opinion/will -->"
    file.write_text(file.read_text("utf8").replace(place, f"{place}\n\nFalta decisión."), "utf8")
    result = veeduria(round_db, "report", "balance", "--text", str(file), "--output", str(page))
    assert result.exit_code == 0, result.output
    written = page.read_text("utf8")
    assert "Falta decisión." in written
    cells = {id for found in re.findall(r'data-cells="([^"]*)"', written) for id in found.split()}
    assert cells and cells <= set(re.findall(r'id="e-([^"]+)"', written))
