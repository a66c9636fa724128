"""Persons' names in the names of files: the rest of a file's name stays, so that it can be found again."""

from __future__ import annotations

from extractor.privacy.masking import NOTHING, KnownNames, put_labels, survey
from extractor.privacy.small import tokens
from extractor.privacy.vocabulary import KNOWN, NAME, UNKNOWN, Private, vocabulary
from rules.models import Pack


def mask_file_name(name: str, pack: Pack, known: KnownNames = NOTHING) -> str:
    """Return a file's name (or path) with the names of persons in it replaced; its endings and folders stay."""
    return "/".join(_mask(part, pack, known) for part in name.split("/"))


def _mask(name: str, pack: Pack, known: KnownNames) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 5:
        stem, dot, ending = name, "", ""
    plain = "".join(" " if char in "_+-." else char for char in stem)
    quiet = plain.islower()
    found, _ = survey(plain.title() if quiet else plain, pack, known)
    names = [one for one in found if _is_persons(one, pack, known, quiet)]
    return put_labels(stem, names, pack) + dot + ending if names else name


def _is_persons(found: Private, pack: Pack, known: KnownNames, quiet: bool) -> bool:
    """File names are full of words that no list knows: only what surely is a person's name counts."""
    if found.kind != NAME:
        return False
    words = vocabulary(pack)
    said = tokens(found.text, words)
    if any(word in known.private for word in said.folded):
        return True
    sure = sum(word in words.given or word in words.surnames for word in said.folded)
    unknown = sum(kind in (UNKNOWN, KNOWN, "C") for kind in said.kinds)
    if quiet:
        return sure >= 2 or (sure >= 1 and unknown >= 2)
    return sure >= 1 or unknown >= 2 or "C" in said.kinds
