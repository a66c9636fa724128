"""Collect what the program says and bring the catalogues up to date: `make messages`. For developers; needs babel.

What is collected: every string in `_()` and `ngettext()`, the sentences of errors and problems, the judgements of
replies, and click's own words. A string that is new has an empty translation, which a test finds. Which of click's
words there are depends on its release: the catalogue follows the one that is locked, so `make update` comes first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from extractor.cli.i18n import DOMAIN
from extractor.core.languages import LANGUAGES
from extractor.core.problems import DETAILS, SENTENCES
from extractor.filing.reply import REASONS

LOCALES = Path(str(files("extractor.cli"))) / "locale"
PLURALS = {"es": "nplurals=2; plural=(n != 1);"}  # babel's own rule changes from one release to the next
SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)  # the same catalogue compiles to the same file
PACKAGES = ("extractor", "db", "corpus", "rules", "click")
# functions that translate, and our exceptions, whose sentences the command line translates
SPEAKING = ("_", "gettext", "remark", "__init__", "Refused", "NotFound", "DatabaseError", "Unclear", "SheetError",
            "ClusterError", "LearnError", "LearnedError", "LabelError",
            "SealError", "Unsealable", "NothingImported", "BrowseError", "ServeError",
            "ModelError", "FitError", "SiteError", "PrintError", "DraftError", "NoExport")  # fmt: skip


def messages() -> Catalog:
    """Return everything the program can say, in English, with the files it is said in."""
    catalog = Catalog(domain=DOMAIN, project="veeduria", fuzzy=False)
    for place, message in _collected():
        catalog.add(message, locations=[(place, 0)])
    return catalog


def _collected() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for sentence in (*SENTENCES.values(), *DETAILS):
        yield "extractor/core/problems.py", sentence
    for words in REASONS.values():
        yield "extractor/filing/reply.py", words
    for package in PACKAGES:
        root = Path(str(files(package)))
        for file in sorted(root.rglob("*.py")):
            for message in _spoken(file):
                yield f"{package}/{file.relative_to(root).as_posix()}", message


def _spoken(file: Path) -> Iterator[str | tuple[str, ...]]:
    """Yield the strings a source file says; also those in f-strings, which babel's own search does not see."""
    for node in ast.walk(ast.parse(file.read_text("utf8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        said = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name == "ngettext" and len(said) >= 2:
            yield said[0], said[1]
        elif name in SPEAKING and said:
            yield said[0]


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language is kept."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(language: str) -> Catalog:
    """Return a language's catalogue as it is kept; an empty one if there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def _empty(language: str) -> Catalog:
    catalog = Catalog(
        locale=language, domain=DOMAIN, project="veeduria", creation_date=SOME_DAY, revision_date=SOME_DAY
    )
    catalog.mime_headers = [("Plural-Forms", PLURALS[language])]
    return catalog


def is_own(message: Message) -> bool:
    """Tell whether a collected or kept message is the program's own, and not only click's."""
    return any(not place.startswith("click/") for place, _ in message.locations)


def update(language: str) -> Catalog:
    """Bring a catalogue up to date, keep its translations, and compile it; return it."""
    kept, catalog = read_catalogue(language), _empty(language)
    for message in messages():
        if message.id:
            before = kept.get(message.id)
            same = before is not None and before.pluralizable == message.pluralizable
            catalog.add(message.id, before.string if same and before else None, message.locations, message.flags)
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(f'msgid ""\nmsgstr ""\n"Plural-Forms: {PLURALS[language]}\\n"\n\n'.encode())
        write_po(file, catalog, width=120, sort_output=True, omit_header=True, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """Return what has no translation."""
    return [str(message.id) for message in catalog if message.id and not _said(message)]


def _said(message: Message) -> bool:
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(texts) and all(texts)


if __name__ == "__main__":
    for language in LANGUAGES:
        if language != "en":
            left = untranslated(update(language))
            print(f"{language}: {len(left)} to translate", *left, sep="\n  ")
