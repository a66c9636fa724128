"""The house: each name means one thing, what can be tuned is a setting of its room, the command line is thin."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from inspect import signature, unwrap
from pathlib import Path
from typing import TypeGuard

import click
import grimp

from extractor.cli import build

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("extractor", "rules", "db", "corpus")
NO_STAGE = "corpus"  # benchmarks say their own sizes

# What a standard, a format, stored rows or a fitted model fix is no setting: nobody can tune it.
FIXED = {
    "db.audit": "UNKNOWN", "db.chain": "SALT", "db.chained": "PART", "db.connection": "APPLICATION_ID",
    "db.keys": "BYTES", "db.marks": "STRONG SHORT FIRST", "db.masked_rows": "LENGTH", "db.action_rows": "BODY WORDED",
    "db.records": "LENGTH SHOWN", "db.seals": "SHORT",
    "extractor.batch.formats": "TAR_AT",
    "extractor.cli.doctor": "MIB",
    "extractor.cli.unmasking": "OWNER_ALONE", "extractor.ingest.intake": "AT_KIND AT_INSTITUTION AT_UNIT",
    "extractor.privacy.tokens": "_LATIN_END", "extractor.publish.check": "COLUMNS P Q",
    "extractor.publish.draft.speech": "PERCENT", "extractor.publish.formats.xlsx": "ID",
    "extractor.publish.pictures": "NAME", "extractor.publish.words": "TABLE",
    "extractor.read.integrity.fonts": "_SYMBOLIC", "extractor.read.layout.dates": "HUNDRED THOUSAND",
    "extractor.read.ocr.rapid": "LAST_LETTER LAST_SIGN", "extractor.read.pages.annotation_layer": "_PASSWORD",
    "extractor.read.pages.rulings": "UPRIGHT", "extractor.read.pages.text": "_FORCE_BOLD",
    "extractor.read.statements": "ID_LENGTH", "extractor.review.session": "WHOLE_LETTER",
    "rules.model.features": "VERSION CHARACTERS STEMS SIZE SHORTEST LONGEST DIGITS LONG_WORD",
    "rules.model.file": "FORMAT", "rules.model.fit": "LARGEST", "rules.model.grammar": "SHAPES RUN STEP",
}  # fmt: skip


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module's path in the project and its syntax."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_bytes())


def test_no_public_class_name_means_two_things() -> None:
    names = Counter(
        node.name
        for _, module in modules()
        for node in module.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_thresholds_stand_in_the_settings_of_their_room() -> None:
    bare = {
        dotted(module): " ".join(names)
        for module, tree in modules()
        if not module.startswith(NO_STAGE) and not module.endswith("/settings.py") and (names := list(numbers(tree)))
    }
    assert bare == FIXED


def settings_files() -> list[Path]:
    """The rooms' own; an environment inside the checkout has modules of that name too."""
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("settings.py"))


def test_each_setting_says_its_unit_and_why() -> None:
    lines = [line for path in settings_files() for line in path.read_text("utf8").splitlines()]
    settings = [line for line in lines if line[:1].isupper()]
    assert len(settings) > 300
    assert [line for line in settings if "  # " not in line] == []


def test_each_setting_is_used_by_the_module_that_it_stands_under() -> None:
    """Some outlived their use, or stood where their module was before it was parted."""
    used: dict[tuple[str, str], set[str]] = defaultdict(set)  # the settings and a name -> modules that read it
    for module, tree in modules():
        known = {
            alias.name: node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(".settings")
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in known:
                used[known[node.id], node.id].add(dotted(module))
    for path in settings_files():
        heading: set[str] = set()
        for line in path.read_text("utf8").splitlines():
            if line.startswith("# "):
                heading = {*line.removeprefix("# ").split(", ")}
            elif line[:1].isupper():
                for name in line.partition(" = ")[0].split(", "):
                    users = used[dotted(path.relative_to(ROOT).as_posix()), name]
                    assert users & heading if heading else users, f"{path}: {name}: {users}"


def dotted(module: str) -> str:
    return module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def numbers(module: ast.Module) -> Iterator[str]:
    """Yield the constants of a module that are a number, are reckoned from such, or are a row of them."""
    known: set[str] = {"MIB"}
    for node in module.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        for target in node.targets if isinstance(node, ast.Assign) else (node.target,):
            names = [
                one.id for one in (target.elts if isinstance(target, ast.Tuple) else (target,)) if is_constant(one)
            ]
            if names and is_number(node.value, known):
                known.update(names)
                yield from names


def is_constant(node: ast.expr) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and node.id.isupper()


def is_number(value: ast.expr | None, known: set[str]) -> bool:
    match value:
        case ast.Constant(bool()):
            return False
        case ast.Constant(int() | float()):
            return True
        case ast.Name(name):
            return name in known
        case ast.UnaryOp(operand=operand):
            return is_number(operand, known)
        case ast.BinOp(left=left, right=right):
            return is_number(left, known) and is_number(right, known)
        case ast.Tuple(elts=parts):
            return bool(parts) and all(is_number(part, known) for part in parts)
    return False


# --- the command line ------------------------------------------------------------------------------------------------

MOST_PARAMETERS = 6


def commands(group: click.Group, parent: click.Context | None = None) -> Iterator[click.Command]:
    context = click.Context(group, parent)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield command
        if isinstance(command, click.Group):
            yield from commands(command, context)


def test_no_command_has_more_parameters_of_its_own_than_one_reads_at_once() -> None:
    counts = {
        command.name: len(signature(unwrap(command.callback)).parameters)
        for command in commands(build())
        if command.callback is not None
    }
    assert len(counts) > 40
    assert {name: count for name, count in counts.items() if count > MOST_PARAMETERS} == {}


def test_there_is_one_reviewer_option() -> None:
    options = [option for command in commands(build()) for option in command.params if option.name == "reviewer"]
    assert len(options) > 10
    assert len({(tuple(option.opts), option.envvar, option.callback.__code__) for option in options}) == 1  # type: ignore[union-attr]


def test_exit_codes_come_from_exceptions() -> None:
    ends = [
        f"{module}:{node.lineno}"
        for module, tree in modules()
        if module.startswith("extractor/cli/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("SystemExit", "sys.exit", "exit", "ctx.exit")
    ]
    assert len(ends) <= 1  # where no click is running yet


# --- circles ---------------------------------------------------------------------------------------------------------


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while leaves := [module for module, imported in imports.items() if not imported]:
        for module in leaves:
            del imports[module]
        imports = {module: imported - set(leaves) for module, imported in imports.items()}
    assert sorted(imports) == []  # else: a circle, and what leads to it
