"""The words of published reports: all that the code says exist, and none is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.filing.reply import REASONS
from extractor.publish import words
from extractor.publish.matrix import Blank
from extractor.publish.words import place, say

FOLDER = Path(words.__file__).parent
ROOMS = (FOLDER, FOLDER.parent / "doors", FOLDER.parent / "cli")  # who says them
CHECK = FOLDER / "check.py"  # runs without us: it is given the words of "check" and names them without that
FILES = [file for room in ROOMS for file in room.rglob("*") if file.suffix in (".py", ".html") and file != CHECK]
CODE = "\n".join(file.read_text("utf8") for file in FILES)
CODE += re.sub(r"""(["'])([a-z_]+)\1""", r'"check.\2"', CHECK.read_text("utf8"))
WHOLE = re.findall(r"""words_at\("([\w.]+)"\)""", CODE)  # sections that are asked for as they are
KEYS = yaml.safe_load((FOLDER / "words.yaml").read_text("utf8"))


def paths(tree: Any, at: str = "") -> Iterator[str]:
    if isinstance(tree, dict):
        for key, part in tree.items():
            yield from paths(part, f"{at}.{key}".removeprefix("."))
    else:
        yield at


SAID = re.findall(r"""["']([a-z_]+(?:\.(?:\w|\{[^}]*\})+)+)["']""", CODE)  # f-strings with their holes


def test_every_word_is_said_somewhere() -> None:
    patterns = [re.compile(re.sub(r"\\{.*?\\}", r"\\w+", re.escape(key)) + "$") for key in SAID]
    spoken = [key for key in paths(KEYS) if any(pattern.match(key) for pattern in patterns)]
    spoken += [key for key in paths(KEYS) if key.startswith(tuple(f"{name}." for name in WHOLE if name != "check"))]
    assert set(paths(KEYS)) - {*spoken} == {"language", "months"}  # these stand alone


def test_every_key_in_the_code_has_words() -> None:
    plain = set(re.findall(r"""(?:say|lines)\(["']([\w.]+)["']""", CODE))
    assert plain - set(paths(KEYS)) == set() and len(plain) > 50


def test_every_code_that_readers_may_meet_has_words() -> None:
    assert set(KEYS["reply_reason"]) == set(REASONS)
    assert set(KEYS["blank"]) == set(Blank)


def test_words_that_do_not_exist_are_an_error() -> None:
    with pytest.raises(KeyError):
        say("matrix.nothing")
    with pytest.raises(KeyError):
        say("matrix")


def test_a_place_is_a_page_or_a_line() -> None:
    assert [place("carta.pdf", 3), place("c.CSV", 3), place("carta.pdf", 0)] == ["pág. 3", "línea 3", ""]
