"""Find what is wrong with the sentences of a pack: figures of their own, languages that lack a wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.core.errors import LazyMessage, remark
from rules.models import Language, Pack, SentenceForm
from rules.templates import TemplateFault, words
from rules.words import fold

ONES = ("one", "ones")  # the cases whose wording may say "one": one thing, or several that are one each
_WORD = re.compile(r"[^\W\d_]+")


def wording_faults(pack: Pack) -> Iterator[tuple[int, str, LazyMessage]]:
    """Yield place, key and fault of every sentence that may not be written so."""
    languages = pack.prose.languages
    for number, form in enumerate(pack.sentences):
        for language in sorted({*form.says, *form.items, *form.groups} - {*languages}):
            yield number, "says", remark("no language of the pack is called {name}", name=language)
        for language in languages:
            yield from ((number, *fault) for fault in _lacking(form, language))
        for key, name, case, template in _templates(form):
            if name in languages and (fault := numeral_fault(template, case, languages[name])):
                yield number, key, fault


def _lacking(form: SentenceForm, language: str) -> Iterator[tuple[str, LazyMessage]]:
    cases = {case for said in form.says.values() for case in said}
    for case in sorted(cases - {*form.says.get(language, {})}):
        yield "says", remark("{language} has no wording for {case}", language=language, case=case)
    for key, templates in (("items", form.items), ("groups", form.groups)):
        if (templates or (key == "groups" and form.by)) and language not in templates:
            yield key, remark("{language} has no wording for {case}", language=language, case=key)


def _templates(form: SentenceForm) -> Iterator[tuple[str, str, str, str]]:
    for language, said in form.says.items():
        yield from (("says", language, case, template) for case, template in said.items())
    for key, templates in (("items", form.items), ("groups", form.groups)):
        yield from ((key, language, "", template) for language, template in templates.items())


def numeral_fault(template: str, case: str, language: Language) -> LazyMessage | None:
    """Say what is wrong with a template: figures come from findings, never from its own words."""
    try:
        said = words(template)
    except TemplateFault as fault:
        return remark("this is no template: {piece}", piece=str(fault))
    for sign in said:
        if sign.isnumeric():
            return remark("a figure of its own: {word}", word=sign)
    refused = {fold(word) for word in (*language.numerals, *(() if case in ONES else language.ones))}
    found = next((word for word in _WORD.findall(said) if fold(word) in refused), None)
    return remark("a figure of its own: {word}", word=found) if found else None
