"""What a pack says in prose, read only when it is shown: the law's words for each obligation, and the coding manual."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extractor.core.errors import PackError, PackFault, remark
from rules.models import Pack
from rules.settings import FOLDERS_MAX_BYTES

ARTICLES, MANUAL = "articles.jsonl", "manual.md"
KEYS = {"id", "norm", "article", "text"}
HEADING, ITEM = "#", re.compile(r"(?:[-*+]|\d+[.)])\s")


@dataclass(frozen=True, slots=True)
class Article:
    """The words with which a norm lays down an obligation."""

    id: str
    norm: str
    article: str
    text: str


@lru_cache(maxsize=4)
def articles(pack: Pack) -> dict[str, Article]:
    """Return the law's words by obligation; nothing for those that no article lays down.

    Raises:
        PackError: a line is not as it must be.
    """
    found: dict[str, Article] = {}
    known = {duty.id for duty in pack.obligations}
    for folder in pack.folders.values():
        file = Path(folder) / ARTICLES
        if not file.is_file():
            continue
        for number, line in enumerate(_read(file).split("\n"), start=1):
            if line.strip():
                article = _article(line, f"{file.parent.name}/{ARTICLES}:{number}", known)
                found[article.id] = article
    return found


@lru_cache(maxsize=4)
def manual(pack: Pack) -> str:
    """Return the coding manual of a pack, or of the nearest pack it extends; "" if there is none."""
    files = (Path(folder) / MANUAL for folder in reversed(pack.folders.values()))
    return next((_read(file).strip() for file in files if file.is_file()), "")


def paragraphs(markdown: str) -> tuple[str, ...]:
    """Return the headings, items and paragraphs of a text in Markdown, each on one line, whatever its width there."""
    found: list[str] = []
    goes_on = False
    for line in map(str.strip, markdown.splitlines()):
        if goes_on and line and not line.startswith(HEADING) and not ITEM.match(line):
            found[-1] += f" {line}"
        elif line:
            found.append(line)
        goes_on = bool(line) and not line.startswith(HEADING)
    return tuple(found)


def _read(file: Path) -> str:
    place = f"{file.parent.name}/{file.name}:1"
    if file.is_symlink() or file.stat().st_size > FOLDERS_MAX_BYTES:
        raise PackError([PackFault(place, remark("a link, or larger than {limit} bytes", limit=FOLDERS_MAX_BYTES))])
    return file.read_bytes().decode("utf8", "replace")


def _article(line: str, place: str, known: set[str]) -> Article:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise PackError([PackFault(place, remark("not a line of JSON"))]) from None
    if not isinstance(row, dict) or row.keys() != KEYS or not all(isinstance(one, str) for one in row.values()):
        raise PackError([PackFault(place, remark("an article has these keys: {keys}", keys=", ".join(sorted(KEYS))))])
    if row["id"] not in known:
        raise PackError([PackFault(place, remark("no body has the obligation {named}", named=row["id"][:80]))])
    return Article(**row)
