"""A small round to publish: actions coded by hand, of several bodies, sources and kinds, some of them hostile."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from rules.models import Obligation
from tests.rounds import PACK, veeduria

NASTY = '=hyperlink("http://x") <script>window.bad=1</script> | \x1b[31m\u202e `y` $x$ capacitó a 9 docentes'
PRIVATE = "Se atendió a la agraviada Rosa Huamán Quispe, con DNI 40123456, en el albergue."
SOURCES = ("balance_2010", "informe_2010", "informe_2011", "cartas")
PERIODS = ("Ago 2009", "May 2010 - Ene 2011", "2011-2012", "")
KINDS = ("action", "action", "action", "action", "no_action", "planned", "not_competent")


def rows() -> list[dict[str, str]]:
    """Coded actions for every third function of the pack, a different number in each cell; letters run past Z."""
    made = [
        _row(place, number, duty) for place, duty in enumerate(PACK.obligations[::3]) for number in range(place % 7)
    ]
    first = PACK.obligations[0].id
    made += [{"obligation": first, "source": "cartas", "text": f"Se dio el taller {n}."} for n in range(28)]
    made += [{"obligation": first, "source": "informe_2010", "text": text} for text in (NASTY, PRIVATE)]
    return made


def _row(place: int, number: int, duty: Obligation) -> dict[str, str]:
    return {
        "obligation": duty.id,
        "source": SOURCES[(place + number) % len(SOURCES)],
        "kind": KINDS[(place * 5 + number) % len(KINDS)],
        "period": PERIODS[(place + 2 * number) % len(PERIODS)],
        "unit": "Oficina de Puno" if number % 2 else "",
        "text": f"Se dio una charla a {20 + place} docentes de Cusco, la número {number} de {duty.label}.",
    }


def database(folder: Path) -> Path:
    """Import the rows into a database of their own."""
    coded = folder / "coded.jsonl"
    coded.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows()), "utf8")
    path = folder / "round.db"
    result = veeduria(path, "import", str(coded))
    assert result.exit_code == 0, result.output
    return path


def counts() -> Counter[tuple[str, str]]:
    """How many rows each cell (function, title of the source) holds, by a plain count."""
    titles = {source.id: source.title for source in PACK.sources}
    return Counter((row["obligation"], titles[row["source"]]) for row in rows())
