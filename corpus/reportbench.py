"""How reports bear many actions: `python -m corpus.reportbench [N] [--keep FOLDER]`.

N made-up actions, spread over all functions and sources, are imported and published with the commands that users type;
each line is a command with its seconds, its peak memory and the size of what it wrote.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

from rules.loader import load_pack
from rules.models import Pack

COMMAND = "from extractor.cli import main; main()"
DID = ("Se capacitó a", "Se informó a", "Recibieron orientación", "Participaron en un taller")
WHOM = ("docentes", "padres de familia", "policías", "funcionarios", "estudiantes", "pobladores")
WHERE = ("Puno", "Cusco", "Loreto", "Tacna", "Piura", "Junín", "Ucayali")
WHEN = ("en marzo de 2010", "en agosto de 2010", "en junio de 2011", "en enero de 2012", "")


def made_up(count: int, pack: Pack) -> Iterator[dict[str, Any]]:
    """Yield coded actions, function after function; each says something of its own."""
    functions, sources = cycle(pack.obligations), cycle(source.id for source in pack.sources)
    texts = cycle(product(DID, WHOM, WHERE, WHEN))
    for number, function, source, (did, whom, where, when) in islice(
        zip(range(count), functions, sources, texts, strict=False), count
    ):
        text = f"{did} {20 + number % 400} {whom} de {where} {when}".strip() + f", según el registro {number}."
        yield {"id": f"b{number}", "obligation": function.id, "source": source, "unit": f"Unidad {where}", "text": text}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.reportbench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", nargs="?", type=int, default=100_000, help="how many actions")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where to leave database and reports")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        _measure(folder, given.count)
    return 0


def _measure(folder: Path, count: int) -> None:
    pack = load_pack()
    coded = folder / "actions.jsonl"
    with coded.open("w", encoding="utf8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in made_up(count, pack))
    _run(folder, "import", str(coded))
    _run(folder, "report", "findings", "--all", output="findings.jsonl")
    for suffix in ("txt", "xlsx", "docx", "html"):
        _run(folder, "report", "matrix", pack.bodies[0].id, output=f"matrix.{suffix}")
    for suffix in ("docx", "html", "csv", "jsonl", "md"):
        _run(folder, "report", "balance", output=f"balance.{suffix}")
    _run(folder, "export", "actions", output="actions.csv")


def _run(folder: Path, *words: str, output: str = "") -> None:
    """Run a command and print what it took: wall seconds, seconds of the processor, and its peak of memory."""
    target = ["--output", str(folder / output)] if output else []
    line = [sys.executable, "-c", COMMAND, *words, "--db", str(folder / "bench.db"), *target]
    start = time.perf_counter()
    process = os.posix_spawn(sys.executable, line, os.environ)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"failed: {' '.join(line)}")
    size = f"{(folder / output).stat().st_size / 1e6:7.1f} MB" if output else ""
    said = " ".join([*words[:3], output]) if output else words[0]
    busy = usage.ru_utime + usage.ru_stime
    print(f"{said:<44}{seconds:7.2f} s {busy:7.2f} s busy {usage.ru_maxrss / 1024:6.0f} MB {size}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
