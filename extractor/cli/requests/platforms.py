"""What `veeduria requests import` does with an export of Alaveteli or Froide: requests, replies and their letters."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.naming import known_wave
from extractor.cli.options import current_db, current_pack, now
from extractor.cli.settings import START
from extractor.cli.sheets import NothingImported
from extractor.cli.taking_in import say_results, summarise
from extractor.cli.wording import problem_sentence
from extractor.core.clean import clean

if TYPE_CHECKING:
    from db.requests import RegisterCounts
    from db.store import Store
    from extractor.batch import SourceFile
    from extractor.core.model import Problem
    from extractor.rounds.register import Request
    from rules.models import Pack


def is_export(path: Path) -> bool:
    """Is this an export of a platform rather than a spreadsheet? By what it is, not by what it holds."""
    if path.is_dir() or path.suffix.lower() in (".zip", ".json"):
        return True
    if path.suffix.lower() != ".csv":
        return False
    from extractor.rounds.platforms import TABLES

    with path.open("rb") as file:
        heading = file.readline(START).decode("utf8", "replace")
    said = {part.strip('"\r\n\ufeff ') for part in heading.split(",")}
    return any({*titles} <= said for titles in TABLES)


def take_in(path: Path, wave: str | None, skip: bool, pack: Pack, reviewer: str) -> None:
    """Take in the requests of an export, what it tells of their replies, and the letters that came with them.

    Raises:
        NothingImported: a body is not known; nothing was taken in.
        NoExport: there is nothing of a platform in it, or it is damaged.
    """
    from db.requests import import_requests
    from db.store import open_store
    from extractor.batch import FileFault, find_files
    from extractor.rounds.platforms import SAID, as_requests, read_export

    asked = known_wave(wave, pack)
    if asked is None:
        raise click.UsageError(_("Say with --wave which wave these requests are of: the platform does not know."))
    found = list(find_files([path], database=current_db()))
    for fault in (file.fault for file in found if file.fault):
        raise FileFault(fault.code, fault.detail)
    pairs, problems = as_requests(read_export(found, pack), asked, pack)
    _say_unknown(path, problems, skip)
    who = (reviewer, now())
    with open_store(current_db()) as store:
        run = store.begin_run(version("veeduria"), pack, {"register": path.name}, now())
        done = [
            import_requests(store, [request for one, request in pairs if one.teller == teller], SAID, who, teller)
            for teller in sorted({one.teller for one, _request in pairs})
        ]
        store.end_run(run, now())
        _say(done)
        letters = [(name, request) for one, request in pairs for name in one.files]
        if letters:
            _read(store, found, letters, asked, pack, who)


def _say_unknown(path: Path, problems: Sequence[Problem], skip: bool) -> None:
    for one in problems:
        click.echo(f"{clean(one.where)}: {problem_sentence(one.code, clean(one.detail))}", err=True)
    if problems and not skip:
        raise NothingImported(
            "{file}: nothing was imported. Name these bodies in the pack, or leave such requests out: --skip-unknown.",
            file=clean(path.name),
        )


def _say(done: Sequence[RegisterCounts]) -> None:
    added, changed, known, replies, fallen = (
        sum(getattr(one, name) for one in done) for name in ("added", "changed", "known", "replies", "fallen")
    )
    counts = [
        ngettext("{n} request taken in", "{n} requests taken in", added).format(n=added),
        ngettext("{n} brought up to date", "{n} brought up to date", changed).format(n=changed),
        ngettext("{n} was known", "{n} were known", known).format(n=known),
        ngettext("{n} reply without a file", "{n} replies without a file", replies).format(n=replies),
    ]
    if fallen:
        counts.append(ngettext("{n} reply taken back", "{n} replies taken back", fallen).format(n=fallen))
    click.echo(f"{', '.join(counts)}.")


def _read(
    store: Store,
    found: Sequence[SourceFile],
    letters: Sequence[tuple[str, Request]],
    wave: str,
    pack: Pack,
    who: tuple[str, str],
) -> None:
    """Read the letters that came with an export, and link each to the request it came with."""
    from db.requests import link_found
    from extractor.batch import BatchOptions
    from extractor.ingest.intake import IngestJob
    from extractor.ingest.run import IngestOptions, run_job
    from extractor.read.letter import ReadOptions

    names = {name for name, _request in letters}
    files = [file for file in found if file.name in names]
    ocr = current_db().absolute().with_name(current_db().name + ".ocr")
    reading = BatchOptions(os.cpu_count() or 1, ReadOptions(None, "auto", ocr))
    options = IngestOptions(current_db(), current_pack(), reading)
    job = IngestJob(files, wave=wave)
    summarise(say_results(lambda expect: run_job(store, job, replace(options, expect=expect)), quiet=True))
    keys = {file.name: job.key(file) for file in files}
    linked = link_found(store, [(request, keys[name]) for name, request in letters if name in keys], *who)
    click.echo(
        ngettext("{n} letter linked to its request.", "{n} letters linked to their requests.", linked).format(n=linked)
    )
