"""The analyst's language: Spanish under a Spanish locale, else English; click's own words included."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from extractor.core.languages import LANGUAGES

DOMAIN = "veeduria"

_ = cache(gettext.gettext)  # which looks for its files at every call, thousands of times in a long run
ngettext = lru_cache(gettext.ngettext)


def use_language(language: str | None = None) -> None:
    """Speak `language` from now on; without one, the locale's. click asks gettext too, so it follows."""
    if language:
        os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(Path(__file__).with_name("locale")))
    gettext.textdomain(DOMAIN)
    _.cache_clear()
    ngettext.cache_clear()


def translations() -> tuple[Callable[[str], str], ...]:
    """Return what translates a sentence into each language; files written in one are read in any."""
    folder = str(Path(__file__).with_name("locale"))
    return tuple(gettext.translation(DOMAIN, folder, [language], fallback=True).gettext for language in LANGUAGES)


def chosen_language(arguments: list[str]) -> str | None:
    """Return the value of the last `--lang` among the arguments: help texts need it before click parses them."""
    chosen = None
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            chosen = argument.partition("=")[2]
        elif argument == "--lang" and position + 1 < len(arguments):
            chosen = arguments[position + 1]
    return chosen if chosen in LANGUAGES else None


def speaks() -> str:
    """Return the language that is spoken now."""
    found = gettext.find(DOMAIN, str(Path(__file__).with_name("locale")))
    return Path(found).parts[-3][:2] if found else "en"
