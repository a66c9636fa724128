"""What imports inside functions save at start: `python -m corpus.deferred [--least MS]`.

An import stands inside a function only where the start of a command would pay for it and most runs do not need it.
Each one of our own modules is imported in a fresh process, after the module that defers it, and timed: a row that saves
next to nothing belongs at the top of its module, unless two modules need each other.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

OWN = ("extractor", "db", "rules")
ROOT = Path(__file__).parents[1]
START = "extractor.cli.options"  # what every command has loaded before its own module
TIMED = """
import sys, time
from importlib import import_module
for name in {loaded}: import_module(name)
start = time.perf_counter()
import_module({target})
print(time.perf_counter() - start)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--least", type=float, default=3.0, metavar="MS", help="show what saves less than this")
    least = parser.parse_args(arguments).least
    pairs = sorted({pair for path in modules() for pair in deferred(path)})
    saved = {pair: 1000 * seconds(*pair) for pair in pairs}
    for (module, target), each in sorted(saved.items(), key=lambda item: item[1]):
        if each < least:
            print(f"{each:8.1f} ms  {module} -> {target}")
    small = sum(each < least for each in saved.values())
    print(f"{len(saved)} deferred imports of our own modules, {small} of them save less than {least} ms")
    return 0


def modules() -> Iterator[Path]:
    for folder in OWN:
        yield from sorted((ROOT / folder).rglob("*.py"))


def deferred(path: Path) -> Iterator[tuple[str, str]]:
    """(module, what it imports inside a function) of our own modules."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OWN:
                    yield from ((module, _module(node.module, alias.name)) for alias in node.names)


def _module(package: str, name: str) -> str:
    """The module that `from package import name` loads."""
    path = ROOT.joinpath(*package.split("."), name)
    return f"{package}.{name}" if path.is_dir() or path.with_suffix(".py").is_file() else package


def seconds(module: str, target: str) -> float:
    """What importing `target` takes once `module` is loaded, in a process of its own."""
    code = TIMED.format(loaded=(START, module), target=repr(target))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    return float(done.stdout)


if __name__ == "__main__":
    raise SystemExit(main())
