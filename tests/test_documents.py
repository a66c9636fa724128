"""What README and docs show is what the program prints; what they name exists; lists of codes are whole."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from extractor.batch.outcome import FileStatus
from extractor.cli import build
from extractor.cli.contracts import COLUMNS
from extractor.core.problems import SENTENCES
from extractor.filing.reply import REASONS

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FORMATS = (ROOT / "docs" / "formats.md").read_text("utf8")
LANGUAGES = {"guia.md": "es"}
BLOCKS = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def sessions(document: Path) -> list[str]:
    return [shown for kind, shown in BLOCKS.findall(document.read_text("utf8")) if kind == "console"]


def steps(session: str) -> list[tuple[str, str]]:
    """Return each command of a session, lines that continue it included, with the output shown below it."""
    parts = re.split(r"^\$ (.*\n(?:> .*\n)*)", session, flags=re.MULTILINE)[1:]
    commands = [re.sub(r"^> ", "", part, flags=re.MULTILINE) for part in parts[::2]]
    return list(zip(commands, parts[1::2], strict=True))


def copied(document: Path) -> list[tuple[str, str]]:
    """Return each block of commands to be copied, with the block of output that follows it at once ("…": any)."""
    blocks = [(found.group(1), found.group(2), found.span()) for found in BLOCKS.finditer(document.read_text("utf8"))]
    made = []
    for number, (kind, body, (_start, end)) in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else ("", "", (-1, -1))
        shown = following[1] if following[0] == "text" and following[2][0] - end <= 2 else "…"
        made += [(body, shown)] if kind == "sh" else []
    return made


def examples(document: Path) -> list[tuple[str, str]]:
    """Return what a document has people type, in order: sessions with a prompt; in the guide, blocks to be copied."""
    typed = [step for session in sessions(document) for step in steps(session)]
    return copied(document) if document.name in LANGUAGES else typed


def matches(shown: str, printed: str) -> bool:
    """Does the output match, "…" standing for anything?"""
    pattern = ".*".join(re.escape(part) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


def test_readme_and_guide_show_sessions() -> None:
    assert len(steps(sessions(ROOT / "README.md")[0])) >= 3
    guide = ROOT / "docs" / "guia.md"
    assert len(copied(guide)) >= 15 and not re.search(r"^[$>] ", guide.read_text("utf8"), re.MULTILINE)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(document, marks=[pytest.mark.slow] if document.name in LANGUAGES else [])  # sixty processes
        for document in DOCUMENTS
        if examples(document)
    ],
    ids=lambda document: document.name,
)
def test_commands_print_what_the_document_shows(document: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    language = LANGUAGES.get(document.name, "en")
    place = {"PATH": programs, "LANGUAGE": language, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path), "COLUMNS": "100"}
    place |= {name: os.environ[name] for name in ("XDG_CACHE_HOME", "VEEDURIA_WORKERS")}
    for command, shown in examples(document):
        done = subprocess.run(command, shell=True, cwd=tmp_path, env=place, text=True, capture_output=True, check=False)
        assert matches(shown, done.stdout), f"$ {command}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, f"$ {command}\n{done.stderr}"


def shown_commands(document: Path) -> list[list[str]]:
    """Return the words of every `veeduria …` in code, be it a block or a few words."""
    text = document.read_text("utf8")
    blocks = [line for _, block in BLOCKS.findall(text) for line in block.splitlines()]
    prose = BLOCKS.sub("", text)
    lines = [line.strip().removeprefix("$ ") for line in blocks + re.findall(r"^    (.*)", prose, re.MULTILINE)]
    lines += re.findall(r"`(veeduria [^`]*)`", prose)
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("veeduria ")]


def fault(words: list[str]) -> str | None:
    """Say what is wrong with the words behind `veeduria`: no such command or no such option."""
    command: click.Command = build()
    context = click.Context(command, info_name="veeduria")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        if found is None:
            return "no such command"
        command, context = found, click.Context(found, parent=context)
    known = {name for parameter in command.get_params(context) for name in (*parameter.opts, *parameter.secondary_opts)}
    asked = {word.partition("=")[0] for word in words if word.startswith("-")} - {"--help"}
    return f"no such option: {asked - known}" if asked - known else None


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_command_named_in_a_document_exists(document: Path) -> None:
    faults = {" ".join(words): said for words in shown_commands(document) if (said := fault(list(words)))}
    assert faults == {}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_and_paths_in_documents_lead_somewhere(document: Path) -> None:
    text = BLOCKS.sub("", document.read_text("utf8"))
    linked = [document.parent / target for target in re.findall(r"\]\(([^):#]+)\)", text)]
    named = re.findall(r"`((?:extractor|rules|corpus|db|tests|docs)/[\w./-]*)`", text)
    missing = [str(path) for path in linked + [ROOT / name for name in named] if not path.exists()]
    assert missing == []


@pytest.mark.parametrize("name", ["formats.md", "guia.md"])
def test_every_problem_code_is_explained_and_no_other(name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf8")
    tables = re.findall(
        r"^\| code \| where .*?\n\n|^\| código \| qué pasó.*?(?=\n\n|\Z)", text, re.DOTALL | re.MULTILINE
    )
    rows = [row.split("|")[1] for table in tables for row in table.splitlines()[2:] if row]
    assert {code for row in rows for code in re.findall(r"`(\w+)`", row)} == set(SENTENCES)


@pytest.mark.parametrize("code", [*map(str, FileStatus), *REASONS])
def test_every_outcome_and_every_reason_of_a_reply_is_listed(code: str) -> None:
    assert f"`{code}`" in FORMATS


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_column_of_an_export_is_described(kind: str) -> None:
    part = FORMATS.split(f"**{kind}**")[1].split("\n\n")[0] + FORMATS.split("`details` holds")[1].split("\n\n")[0]
    assert [name for name in COLUMNS[kind].split() if f"`{name}`" not in part] == []


def test_every_environment_variable_is_listed() -> None:
    sources = [file.read_text("utf8") for folder in ("extractor", "db") for file in (ROOT / folder).rglob("*.py")]
    read = {name for text in sources for name in re.findall(r'"(VEEDURIA_[A-Z]+)"', text)}
    assert read and read == set(re.findall(r"`(VEEDURIA_[A-Z]+)`", FORMATS))
