"""`veeduria classify`: JSON Lines in, JSON Lines with kind and ranked suggestions out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _
from extractor.cli.options import examples_option, shared_options
from extractor.core.errors import VeeduriaError

if TYPE_CHECKING:
    from extractor.cli.teaching import Likenesses
    from rules.models import Pack


@shared_options
@click.command(
    "classify",
    help=_(
        "Classify texts: reads JSON Lines with text, institution and id on standard input, writes id, kind and "
        "suggestions, best first.\n\n"
        '\b\nExample:\n  echo \'{"institution": "MINEDU", "text": "Se capacitó a 30 docentes"}\' | veeduria classify'
    ),
)
@click.option("--alone", is_flag=True, help=_("Rules and model only, without what the database's filings teach."))
@examples_option()
def command(alone: bool, examples: bool) -> None:
    from extractor.cli.teaching import likenesses, taught_pack

    pack, wrong = taught_pack(alone), 0
    near = likenesses(pack, examples=examples)
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            answer = _answer(json.loads(line), pack, near)
        except (ValueError, TypeError, RecursionError, VeeduriaError) as error:
            wrong += 1
            click.echo(_("line {line}: {error}").format(line=number, error=_plain(error)), err=True)
        else:
            sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf8", "replace") + b"\n")
    sys.stdout.buffer.flush()
    if wrong:
        raise NeedsPerson


def _answer(row: Any, pack: Pack, near: Likenesses | None) -> dict[str, Any]:
    from extractor.filing.rank import classify

    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise TypeError(_("an object with a text is needed"))
    given = classify(row["text"], pack, row.get("institution"), str(row.get("section") or ""))
    named = [one.obligation for one in given.suggestions]
    return {
        "id": row.get("id"),
        "kind": given.kind,
        "doubtful": given.doubtful,
        "suggestions": [asdict(suggestion) for suggestion in given.suggestions],
        "facets": [facet.name for facet in given.facets],
        "cues": [asdict(cue) for cue in given.cues],
        **({"precedents": near(row["text"], row["institution"], "", named)} if near and row.get("institution") else {}),
    }


def _plain(error: Exception) -> str:
    if isinstance(error, VeeduriaError):
        return error.said(_)
    if isinstance(error, ValueError):  # of json, which speaks English only
        return _("this is not valid JSON")
    return _("nested too deeply") if isinstance(error, RecursionError) else str(error)
