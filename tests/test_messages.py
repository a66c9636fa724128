"""Both languages are complete: everything the program says is in the Spanish catalogue, translated and compiled."""

from __future__ import annotations

import ast
import gettext
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from extractor.cli.catalogue import PACKAGES, SPEAKING, catalogue_path, is_own, messages, read_catalogue, untranslated
from extractor.core.problems import DETAILS, FORMATS, REFUSALS, REFUSALS_OF_SQLITE, SENTENCES

HOLES = re.compile(r"\{[^{}]*\}|%\(\w+\)s")
LATEST = "run `make messages` and translate what is new"


def texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, Iterable) else ()


def translated() -> list[Message]:
    return [message for message in read_catalogue("es") if message.id]


def test_everything_the_program_says_is_in_the_catalogue_and_nothing_else() -> None:
    said = {texts(message.id) for message in said_in_code() if is_own(message)}
    kept = {texts(message.id) for message in translated()}
    own = {texts(message.id) for message in translated() if is_own(message)}
    assert (said - kept, own - said) == (set(), set()), LATEST


def locked_click() -> str:
    """Return the release of click that the catalogue follows."""
    lock = Path(__file__).parent.parent / "requirements" / "dev.txt"
    found = re.search(r"^click==(\S+)", lock.read_text("utf8"), re.MULTILINE)
    assert found
    return found[1]


def test_what_the_locked_click_says_is_in_the_catalogue_and_nothing_else() -> None:
    if version("click") != locked_click():
        pytest.skip(f"click {version('click')} is here, and the catalogue follows the locked {locked_click()}")
    said = {texts(message.id) for message in said_in_code() if not is_own(message)}
    kept = {texts(message.id) for message in translated() if not is_own(message)}
    assert (said - kept, kept - said) == (set(), set()), LATEST


def test_plural_forms_do_not_depend_on_babels_release() -> None:
    assert read_catalogue("es").num_plurals == 2
    with catalogue_path("es").with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).info()["plural-forms"] == "nplurals=2; plural=(n != 1);"


@cache
def said_in_code() -> tuple[Message, ...]:
    return tuple(message for message in messages() if message.id)


@cache
def nodes() -> tuple[tuple[Path, ast.Call | ast.ClassDef], ...]:
    """Return all calls and classes of the program, each with its file."""
    found = [file for package in PACKAGES[:-1] for file in sorted(Path(str(files(package))).rglob("*.py"))]  # not click
    parts = [(file, node) for file in found for node in ast.walk(ast.parse(file.read_text("utf8")))]
    return tuple((file, node) for file, node in parts if isinstance(node, ast.Call | ast.ClassDef))


def named(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def own_errors() -> dict[str, bool]:
    """Return the names of the program's exceptions, and whether each makes its sentence itself."""
    classes = [node for _, node in nodes() if isinstance(node, ast.ClassDef)]
    found: dict[str, bool] = {"VeeduriaError": True}
    while more := [one for one in classes if one.name not in found and {named(b) for b in one.bases} & set(found)]:
        found |= {
            one.name: any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in one.body)
            for one in more
        }
    return found


def test_errors_are_raised_with_a_sentence_that_can_be_translated() -> None:
    errors = own_errors()
    calls = [(file, node) for file, node in nodes() if isinstance(node, ast.Call) and named(node.func) in errors]
    assert len(calls) > 50
    for file, call in calls:
        put_together = [part for part in ast.walk(call) if isinstance(part, ast.JoinedStr)]
        inside = {id(part) for keyword in call.keywords for part in ast.walk(keyword)}
        said = [part for part in put_together if id(part) not in inside]
        about_packs = named(call.func) == "PackError"  # its faults are remarks, each with file, line and key
        about_sizes = named(call.func) == "FileFault"  # a code and a detail
        assert not said or about_packs or about_sizes, f"{file}:{call.lineno}"
    assert {name for name, own in errors.items() if not own} <= set(SPEAKING)


def test_what_details_say_in_words_is_translated() -> None:
    said = {
        part.value
        for _, call in nodes()
        if isinstance(call, ast.Call) and named(call.func) in ("FileFault", "Problem", "unread")
        for part in call.args
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value
    }
    assert {*said, *FORMATS, *REFUSALS, *REFUSALS_OF_SQLITE} == set(DETAILS)
    assert {SENTENCES["page_no_text"], "only images or drawings"} <= {texts(message.id)[0] for message in translated()}


def test_everything_is_translated() -> None:
    assert untranslated(read_catalogue("es")) == [], LATEST


def test_translations_have_the_same_holes_lines_and_commands() -> None:
    for message in translated():
        said, translation = texts(message.id), texts(message.string)
        assert len(said) == len(translation)
        for ours, theirs in zip(said, translation, strict=True):
            assert set(HOLES.findall(theirs)) <= set(HOLES.findall(" ".join(said))), theirs
            assert set(HOLES.findall(ours)) <= set(HOLES.findall(theirs)), theirs
            assert ours.count("\n") == theirs.count("\n") and ours.count("\b") == theirs.count("\b"), theirs
            assert re.findall(r"--[a-z-]+", ours) == re.findall(r"--[a-z-]+", theirs), theirs


def test_the_compiled_catalogue_is_fresh() -> None:
    with catalogue_path("es").with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in translated():
        said, translation = texts(message.id), texts(message.string)
        if len(said) == 1:
            assert compiled.gettext(said[0]) == translation[0], LATEST
        else:
            assert [compiled.ngettext(said[0], said[1], n) for n in (1, 2)] == list(translation), LATEST


@pytest.mark.parametrize(
    ("setting", "arguments", "first"),
    [
        ({"LANG": "es_PE.UTF-8"}, ["--help"], "Uso:"),
        ({"LANG": "en_US.UTF-8"}, ["--help"], "Usage:"),
        ({"LANG": "C"}, ["--lang", "es", "status", "--help"], "Uso:"),
        ({"LC_ALL": "es_PE.UTF-8"}, ["status", "--lang=en", "--help"], "Usage:"),
    ],
)
def test_the_program_speaks_the_language_of_the_place(
    setting: dict[str, str], arguments: list[str], first: str
) -> None:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    }
    code = "from extractor.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], env=kept | setting, capture_output=True, check=True)
    said = done.stdout.decode("utf-8")
    assert said.startswith(first)
    other = {"Uso:": ("Options:", "Show this"), "Usage:": ("Opciones:", "Mostrar")}[first]
    assert not any(word in said for word in other)
