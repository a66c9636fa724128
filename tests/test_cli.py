"""What every command owes its user: help with an example, completion, a quick start."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from extractor.cli import COMMANDS, build

HEAVY = (
    "pydantic",
    "pypdfium2",
    "pdfplumber",
    "sqlite_utils",
    "sqlite3",
    "numpy",
    "rapidfuzz",
    "rich",
    "yaml",
    "click.testing",
)


def commands(group: click.Group, *path: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found += [(*path, name), *(commands(command, *path, name) if isinstance(command, click.Group) else ())]
    return found


@pytest.mark.parametrize("path", commands(build()))
def test_every_command_shows_an_example_in_its_help(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(build(), [*path, "--help"])
    assert result.exit_code == 0
    assert "Example" in result.output and f"veeduria {path[0]}" in result.output
    assert not {"INTEGER", "FLOAT", "RANGE", "DATETIME"} & set(result.output.split()), (
        "click's own words, English always"
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_each_shell(shell: str) -> None:
    result = CliRunner().invoke(build(), ["completion", shell])
    assert result.exit_code == 0 and "_VEEDURIA_COMPLETE" in result.output


def test_completion_offers_commands() -> None:
    code = "from extractor.cli import main; main()"
    asked = {"_VEEDURIA_COMPLETE": "bash_complete", "COMP_WORDS": "veeduria ver", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=False)
    assert done.stdout == "plain,verify\n"


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from extractor.cli import build; build().main(['--help'], standalone_mode=False);"
    code += f"print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_review_waits_for_nothing_that_its_first_screen_does_not_need() -> None:
    code = "import sys, extractor.review.session, extractor.review.terminal.loop, extractor.cli.terminal, rules.loader;"
    code += "rules.loader.load_pack(); print([name for name in ('pydantic', 'yaml', 'sqlite_utils',"
    code += " 'extractor.read.layout', 'rules.lint') if name in sys.modules])"
    said = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(2)]
    assert said[1].stdout == "[]\n"  # the first may have to read the pack


def test_every_module_that_is_there_is_a_command() -> None:
    group = build()
    context = click.Context(group)
    assert set(group.list_commands(context)) <= set(COMMANDS)
    assert all(group.get_command(context, name) for name in group.list_commands(context))
    assert group.get_command(context, "nonsense") is None
