"""A round of request letters in the database, for tests of what is counted: requests, and replies made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from click.testing import CliRunner, Result

from db.rows import Saved, rows_of
from db.store import open_store
from extractor.cli import build
from extractor.core.model import Verdict
from rules.loader import load_pack
from tests.made import AT, reading, sha_of

PACK = load_pack()
WAVES = {"first": (391, 130), "second": (105, 55), "third": (105, 59)}  # sent, answered
SENT = {"first": "2011-02-14", "second": "2012-01-16", "third": "2012-06-11"}
ANSWERED = {"first": "2011-02-25", "second": "2012-01-27", "third": "2012-06-20"}


@dataclass(frozen=True, slots=True)
class Replied:
    """What a reply says of itself, and how it is judged."""

    name: str
    institution: str | None
    unit: str | None = None
    date: str | None = None
    reference: str | None = None
    reply: str | None = "satisfactory"
    reason: str = "informed"
    texts: tuple[str, ...] = ("Se realizó un taller para docentes.",)


def saved_reply(reply: Replied, wave: str | None = None) -> Saved:
    made = reading(reply.name, reply.texts, reply.institution)
    assert made.letter is not None
    head = replace(made.letter.head, unit=reply.unit, date=reply.date, reference=reply.reference)
    plain = tuple(
        replace(finding, classification=replace(finding.classification, suggestions=())) for finding in made.findings
    )
    letter = replace(made.letter, head=head)
    made = replace(made, letter=letter, findings=plain, verdict=Verdict(reply.reply, reply.reason))
    return Saved(
        f"/in/{reply.name}", reply.name, sha_of(reply.name), "read", rows_of(made), (), b"%PDF-" + reply.name.encode(),
        wave=wave,
    )  # fmt: skip


def store_replies(path: Path, replies: Iterable[Replied]) -> None:
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved_reply(reply) for reply in replies], run)
        store.end_run(run, AT)


def register_of(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """Write a register as an analyst keeps it."""
    lines = ["Entidad;Unidad;Ola;Enviada el;Referencia;Preguntas", *(";".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf8")
    return path


def veeduria(path: Path, *arguments: str, input: str | None = None) -> Result:
    """Run a command on this database."""
    return CliRunner().invoke(build(), ["--db", str(path), *arguments], input=input)


def published_round(path: Path, folder: Path) -> str:
    """Take in a register and replies of as many letters as the published table has; return what linking them says."""
    rows = [
        ("GL", f"MD Distrito {number}", wave, SENT[wave], f"Carta {number} {wave}", "")
        for wave, (sent, _) in WAVES.items()
        for number in range(sent)
    ]
    replies = [
        Replied(f"{wave}-{n}.pdf", "GL", f"MD Distrito {n}", ANSWERED[wave], f"su Carta {n} {wave}")
        for wave, (_, answered) in WAVES.items()
        for n in range(answered)
    ]
    assert veeduria(path, "requests", "import", str(register_of(folder / "r.csv", rows))).exit_code == 0
    store_replies(path, replies)
    return veeduria(path, "requests", "link").output
