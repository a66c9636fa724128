"""Words shared by several commands: outcomes, kinds, problems and counts, in the analyst's language."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.cli.i18n import _, ngettext
from extractor.core.clean import clean
from extractor.core.problems import DETAILS, SENTENCES


def problem_sentence(code: str, detail: str = "") -> str:
    """Return the sentence of a problem; a code of a later version stands for itself."""
    said = _(detail) if detail in DETAILS else clean(detail)
    return _(SENTENCES[code]).format(detail=said) if code in SENTENCES else f"{code} {said}".rstrip()


def problem_line(where: str, code: str, detail: str = "") -> str:
    """Return the sentence with the place in the file, where it is about one."""
    said = problem_sentence(code, detail)
    page = where.removeprefix("page ")
    return f"{_('page {n}').format(n=page)}: {said}" if page.isdecimal() else said


def outcome_name(outcome: str, count: int = 1) -> str:
    """Name what became of so many files."""
    return {
        "read": ngettext("read", "read", count),
        "needs_person": ngettext("needs a person", "need a person", count),
        "unread": ngettext("not read", "not read", count),
        "duplicate": ngettext("duplicate", "duplicates", count),
        "known": ngettext("already taken in", "already taken in", count),
        "kept": ngettext("kept as it was", "kept as they were", count),
        "failed": ngettext("not finished", "not finished", count),
    }[outcome]


def kind_counts(kinds: Mapping[str, int]) -> str:
    """Say how many statements of which kind, those that are no report left out."""
    said = [
        ngettext("{n} action", "{n} actions", kinds.get("action", 0)).format(n=kinds.get("action", 0)),
        ngettext("{n} planned", "{n} planned", kinds.get("planned", 0)).format(n=kinds.get("planned", 0)),
        ngettext("{n} time nothing done", "{n} times nothing done", kinds.get("no_action", 0)).format(
            n=kinds.get("no_action", 0)
        ),
        ngettext("{n} time not competent", "{n} times not competent", kinds.get("not_competent", 0)).format(
            n=kinds.get("not_competent", 0)
        ),
    ]
    counts = [kinds.get(kind, 0) for kind in ("action", "planned", "no_action", "not_competent")]
    return ", ".join(words for words, count in zip(said, counts, strict=True) if count) or _("nothing reported")
