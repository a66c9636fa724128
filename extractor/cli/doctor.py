"""`veeduria doctor`: what this installation can do, and within which limits."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _
from extractor.cli.options import current_db, current_pack, shared_options
from extractor.core.errors import PackError
from extractor.read.settings import MAX_PIXELS

PARTS = {  # extra -> packages whose version matters
    "": ("pypdfium2", "pdfplumber", "pdfminer.six", "sqlite-utils", "pydantic"),
    "ocr": ("rapidocr", "onnxruntime", "onnx"),
    "learn": ("scikit-learn",),
    "report": ("openpyxl", "python-docx", "matplotlib"),
    "browse": ("datasette",),
    "cluster": ("distributed", "fsspec", "pyarrow"),
}
MIB = 2**20
Finding = tuple[str, str, bool]  # what, how it stands, whether that is as it should be


@shared_options
@click.command(
    "doctor",
    help=_(
        "Say which versions, OCR engines and limits are in force, and what is missing.\n\n"
        "\b\nExample:\n  veeduria doctor"
    ),
)
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON."))
def command(as_json: bool) -> None:
    findings = [*_versions(), *_pack(), *_engines(), *_limits(), *_places()]
    if as_json:
        import json

        click.echo(json.dumps([{"what": what, "state": state, "good": good} for what, state, good in findings]))
    else:
        width = max(len(what) for what, _state, _good in findings)
        for what, state, good in findings:
            click.echo(f"{'  ' if good else '! '}{what:{width}}  {state}")
    if not all(good for _what, _state, good in findings):
        raise NeedsPerson


def _versions() -> Iterator[Finding]:
    yield "veeduria", version("veeduria"), True
    yield "Python", sys.version.split()[0], sys.version_info >= (3, 11)
    for extra, packages in PARTS.items():
        for package in packages:
            try:
                yield package, version(package), True
            except PackageNotFoundError:
                yield package, _("not installed; pip install 'veeduria[{extra}]'").format(extra=extra), bool(extra)


def _pack() -> Iterator[Finding]:
    from rules.loader import load_pack

    try:
        pack = load_pack(current_pack())
    except PackError as error:
        yield _("rule pack"), error.faults[0].said(_), False
    else:
        yield _("rule pack"), f"{pack.info.id} {pack.info.version} ({pack.hash[:12]})", True
        from extractor.privacy.entities import pipeline

        found = pipeline(pack)
        yield _("names by spaCy"), f"{found} {version(found)}" if found else _("no pipeline: rules alone"), True


def _engines() -> Iterator[Finding]:
    from extractor.read.ocr.engines import ENGINES, NoEngine, engine
    from extractor.read.ocr.rapid import model_files
    from extractor.read.ocr.tesseract import LANGUAGE, tesseract_languages

    chosen = engine("auto")
    for mode in ENGINES:
        try:
            found = engine(mode)
        except NoEngine as error:
            yield f"OCR {mode}", error.said(_), True
        else:
            in_use = (
                _("in use")
                if found and chosen and found.name == chosen.name
                else _("ready, with --ocr {mode}").format(mode=mode)
            )
            yield f"OCR {mode}", f"{found.name if found else ''} ({in_use})", True
    for name, licence, digest in model_files():
        yield f"OCR {name}", f"{licence}, SHA-256 {digest}", True
    program = shutil.which("tesseract")
    if program:
        languages = tesseract_languages(program)
        yield _("tesseract languages"), ", ".join(languages), LANGUAGE in languages
    if chosen is None:
        yield "OCR", _("no engine: scanned pages cannot be read; pip install 'veeduria[ocr]'"), False


def _limits() -> Iterator[Finding]:
    from extractor.batch import BatchOptions
    from extractor.batch.settings import MAX_DEPTH, MAX_ENTRIES, MAX_UNPACKED

    limits = BatchOptions()
    memory = _("{text} MiB, {ocr} MiB with OCR").format(
        text=limits.memory // MIB, ocr=(limits.memory + limits.ocr_memory) // MIB
    )
    yield _("processes that read"), str(limits.workers), True
    yield _("memory of each"), memory, True
    yield _("time of a file"), _("{n} s").format(n=int(limits.document_seconds)), True
    yield _("time without a page"), _("{n} s").format(n=int(limits.stall_seconds)), True
    yield _("size of a file"), f"{limits.file_bytes // MIB} MiB", True
    yield _("pixels of a page"), f"{MAX_PIXELS / 1e6:.0f} Mpx", True
    archives = _("{entries} files, {size} MiB unpacked, {depth} levels")
    yield _("archives"), archives.format(entries=MAX_ENTRIES, size=MAX_UNPACKED // MIB, depth=MAX_DEPTH), True


def _places() -> Iterator[Finding]:
    database = current_db().absolute()
    folder = database.parent
    usable = _is_writable(folder) and (not database.exists() or os.access(database, os.W_OK))
    yield _("database"), str(current_db()), usable
    yield _("temporary files"), tempfile.gettempdir(), _is_writable(Path(tempfile.gettempdir()))
    free = shutil.disk_usage(folder if folder.exists() else Path.home()).free
    yield _("free space"), f"{free // MIB} MiB", free > 500 * MIB


def _is_writable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK)
