"""`veeduria classify`: JSON Lines in, JSON Lines with kind and ranked suggestions out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.i18n import _
from extractor.cli.options import shared_options
from extractor.core.errors import VeeduriaError

if TYPE_CHECKING:
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
def command(alone: bool) -> None:
    from extractor.cli.teaching import taught_pack

    pack = taught_pack(alone)
    wrong = 0
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            answer = _answer(json.loads(line), pack)
        except (ValueError, TypeError, RecursionError, VeeduriaError) as error:
            wrong += 1
            click.echo(_("line {line}: {error}").format(line=number, error=_plain(error)), err=True)
        else:
            sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf8", "replace") + b"\n")
    sys.stdout.buffer.flush()
    if wrong:
        raise SystemExit(1)


def _answer(row: Any, pack: Pack) -> dict[str, Any]:
    from extractor.filing.rank import classify

    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise TypeError(_("an object with a text is needed"))
    given = classify(row["text"], pack, row.get("institution"), str(row.get("section") or ""))
    return {
        "id": row.get("id"),
        "kind": given.kind,
        "doubtful": given.doubtful,
        "suggestions": [asdict(suggestion) for suggestion in given.suggestions],
        "facets": [facet.name for facet in given.facets],
        "cues": [asdict(cue) for cue in given.cues],
        **_precedents(row["text"], row.get("institution"), pack),
    }


def _precedents(text: str, institution: str | None, pack: Pack) -> dict[str, Any]:
    """The most similar actions that this database has filed for the body, with who filed them and where they stand."""
    from extractor.filing.learn.team import team_of
    from rules.words import read_words

    team = team_of(pack)
    if team is None or institution is None:
        return {}
    near = [
        {
            "obligation": one.filed.obligation,
            "likeness": one.likeness,
            "reviewer": one.filed.reviewer,
            "document": one.filed.document,
            "page": one.filed.page,
            "statement": one.filed.statement,
        }
        for one in team.precedents(institution, read_words(text))
    ]
    return {"precedents": near}


def _plain(error: Exception) -> str:
    if isinstance(error, VeeduriaError):
        return error.said(_)
    if isinstance(error, ValueError):  # of json, which speaks English only
        return _("this is not valid JSON")
    return _("nested too deeply") if isinstance(error, RecursionError) else str(error)
