"""Both languages are complete: everything the program says is in the Spanish catalogue, translated and compiled."""

from __future__ import annotations

import gettext
import os
import re
import subprocess
import sys
from collections.abc import Iterable

import pytest
from babel.messages.catalog import Message

from extractor.cli.catalogue import catalogue_path, messages, read_catalogue, untranslated

HOLES = re.compile(r"\{[^{}]*\}|%\(\w+\)s")
LATEST = "run `make messages` and translate what is new"


def texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, Iterable) else ()


def translated() -> list[Message]:
    return [message for message in read_catalogue("es") if message.id]


def test_everything_the_program_says_is_in_the_catalogue_and_nothing_else() -> None:
    said = {texts(message.id) for message in messages() if message.id}
    kept = {texts(message.id) for message in translated()}
    assert (said - kept, kept - said) == (set(), set()), LATEST


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
